"""Steps in words: what to do, by when, and how it stands."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from learning.journey.programmes.models import Why
from learning.journey.programmes.queries import Way
from learning.journey.programmes.steps import Kind, Stand, State
from people.models import User

_KINDS = {
    Kind.MODULE: gettext_lazy("Module"),
    Kind.CASE: gettext_lazy("Casus"),
    Kind.REFLECTION: gettext_lazy("Spiegel"),
    Kind.SESSION: gettext_lazy("Sessie"),
    Kind.TASK: gettext_lazy("Op de werkvloer"),
}


def day(value: Any) -> str:
    """A day in words, with its year."""
    return date_format(value, "j F Y")


def address(one: Stand) -> str:
    """Where one does this step; empty for a task at work."""
    match one.step.kind:
        case Kind.MODULE:
            return reverse("journey:module", args=[one.step.slug])
        case Kind.CASE:
            return reverse("practice:case", args=[one.step.slug])
        case Kind.REFLECTION:
            return reverse("reflection:write", args=[one.step.key]) if one.step.key else reverse("reflection:overview")
        case Kind.SESSION:
            return reverse("team_sessions:overview")
    return ""


def phases(way: Way) -> list[dict[str, Any]]:
    """The steps under their headings, in order, each as the page shows it."""
    names = _names(way)
    now = way.next
    found: list[dict[str, Any]] = []
    for one in way.stands:
        if not found or found[-1]["title"] != one.step.phase:
            found.append({"title": one.step.phase, "steps": []})
        found[-1]["steps"].append(_step(way, one, names, is_next=one is now))
    return found


def _step(way: Way, one: Stand, names: dict[int, str], *, is_next: bool) -> dict[str, Any]:
    runs = way.following.ended_on is None
    may_report = one.step.kind is Kind.TASK or (one.step.kind is Kind.MODULE and way.following.number > 1)
    asked = one.exemption is not None and one.exemption.refused_on is None
    return {
        "id": one.step.id,
        "title": one.step.title,
        "text": one.step.text,
        "kind": _KINDS[one.step.kind],
        "is_free": not one.step.required,
        "url": address(one) if one.state not in {State.WAITS, State.LATER} else "",
        "state": _STATUS[one.state],
        "status": _status(one),
        "notes": list(_notes(one, names)),
        "is_next": is_next,
        "may_report": runs and may_report and one.is_asked,
        "may_take_back": runs and one.state is State.REPORTED,
        "may_ask": runs and not one.is_over and not asked and one.state is not State.REPORTED,
        "may_stop_asking": runs and not one.is_over and asked,
    }


_STATUS = {
    State.DONE: "done",
    State.EXEMPT: "done",
    State.REPORTED: "busy",
    State.LATER: "closed",
    State.WAITS: "closed",
    State.PAST: "changed",
    State.OPEN: "new",
}


def _status(one: Stand) -> str:
    """How it stands, in a few words."""
    match one.state:
        case State.DONE:
            return _("Klaar, %(day)s") % {"day": day(one.done_on)}
        case State.EXEMPT:
            return _("Hoeft niet")
        case State.REPORTED:
            return _("Wacht op je begeleider")
        case State.LATER:
            return _("Vanaf %(day)s") % {"day": day(one.opens_on)}
        case State.WAITS:
            return _("Na wat ervoor komt")
        case State.PAST:
            return _("Was afgesproken voor %(day)s") % {"day": day(one.due_on)}
    return _("Uiterlijk %(day)s") % {"day": day(one.due_on)} if one.due_on else _("Wanneer je wilt")


def _notes(one: Stand, names: dict[int, str]) -> Any:
    """Who signed or decided, and what was agreed."""
    if one.state is State.DONE and one.task.signed_on and one.task.by in names:
        yield _("Afgetekend door %(name)s") % {"name": names[one.task.by]}
    if one.task.handed_back_on and one.state is not State.DONE:
        yield _("Je begeleider wil dit eerst bespreken (%(day)s).") % {"day": day(one.task.handed_back_on)}
    if one.exemption is not None and one.state is not State.DONE:
        yield _exempt(one, names)
    if one.was_agreed and not one.is_over:
        yield _("Deze dag spraken jullie af.")


def _exempt(one: Stand, names: dict[int, str]) -> str:
    asked = one.exemption
    if asked is None:
        return ""
    said = {"why": Why(asked.why).label, "name": names.get(asked.by or 0, _("je teamleider"))}
    if asked.granted_on:
        return _("Vrijstelling van %(name)s: %(why)s.") % said
    if asked.refused_on:
        return _("Geen vrijstelling van %(name)s. Praat erover als je het er niet mee eens bent.") % said
    return _("Je vroeg vrijstelling: %(why)s. Je teamleider beslist.") % said


def _names(way: Way) -> dict[int, str]:
    """Who signed and decided, by their ids: one statement where there is anybody."""
    said = [*(one.task.by for one in way.stands), *(one.exemption.by for one in way.stands if one.exemption)]
    ids = {by for by in said if by is not None}
    return {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}


def card(way: Way) -> dict[str, Any]:
    """A programme in a few lines, for lists and for home."""
    now = way.next
    return {
        "title": way.title,
        "url": reverse("programmes:way", args=[way.following.pk]),
        "done": way.done,
        "total": len(way.stands),
        "next": now.step.title if now else "",
        "when": _status(now) if now else "",
        "is_past": now is not None and now.state is State.PAST,
        "is_complete": way.is_complete,
        "number": way.following.number,
        "first_day": way.following.first_day,
        "ended_on": way.following.ended_on,
    }


def leaves(way: Way, rows: Any) -> list[dict[str, Any]]:
    """Leave that was given up, with the address to take it back."""
    return [
        {
            "words": _("%(first)s tot en met %(last)s") % {"first": day(one.first_day), "last": day(one.last_day)},
            "url": reverse("programmes:leave-delete", args=[way.following.pk, one.pk]),
            "pk": one.pk,
        }
        for one in rows
    ]
