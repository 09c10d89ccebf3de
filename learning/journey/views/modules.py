"""The catalogue, a module, and the home page with its one next step."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from cms.models import Theme
from cms.reflection_questions import BY_NUMBER, QUESTIONS
from learning.journey import actions, queries
from learning.journey import presenting as show
from learning.journey.models import Completion
from learning.journey.programmes import queries as programmes
from learning.journey.programmes.presenting import card as programme_card
from learning.journey.views.scope import standing_or_404
from learning.practice.refreshers import queries as refreshers
from learning.practice.refreshers.presenting import home_line
from learning.practice.trials.queries import TRIAL, to_read
from learning.reflection.draft_queries import lesson_of, title_of
from learning.reflection.queries import DRAFT, Waiting, glance
from people.refusal import Refused
from people.retention import farewells
from people.scope import member_required, viewer_of


@require_GET
@login_required
def front(request: HttpRequest) -> HttpResponse:
    """Where signing in leads: home; for who left every organisation the page of what is kept of theirs, and until when."""
    viewer = viewer_of(request)
    if not viewer.is_member and not viewer.is_platform_admin and farewells.has_left(viewer.user_id):
        return redirect("people:kept")
    return home(request)


@member_required
def home(request: HttpRequest) -> HttpResponse:
    """Vandaag: a greeting, one next step, what is open, and the ten questions as marks."""
    offers, runs = queries.offers_and_runs(viewer_of(request))
    me, today = viewer_of(request).user_id, timezone.localdate()
    refreshing = refreshers.waiting(viewer_of(request), at=timezone.now())
    mirror = glance(me, on=today, beside=[to_read(me, on=today), *refreshing, programmes.followed(me)])
    follows = any(one.kind == programmes.FOLLOWS for one in mirror.others)
    return render(
        request,
        "learning/journey/home.html",
        {
            "greeting": _greeting(),
            "today": timezone.localdate(),
            "next_step": _next_step(offers, viewer_of(request).user_id),
            "newer": [_newer(offer) for offer in offers if offer.standing.enrolment_id and offer.standing.is_behind],
            "modules": [_card(offer) for offer in offers],
            "runs": [_open_run(run) for run in runs],
            "trials": [
                {"title": one.place, "url": reverse("trials:group", args=[one.uuid])}
                for one in mirror.others
                if one.kind == TRIAL
            ],
            "refresher": home_line([one for one in mirror.others if one.kind not in {TRIAL, programmes.FOLLOWS}]),
            "programmes": [programme_card(way) for way in programmes.own(me, today)] if follows else [],
            "marks": _marks(mirror.written),
            "waiting": _waiting(mirror.written),
            "mirror": [*_unread(mirror.unread), *_waiting_lines(mirror.waiting, offers)],
        },
    )


def _unread(count: int) -> list[dict[str, Any]]:
    """That something was shared which was not opened yet; by whom, the list itself tells."""
    if not count:
        return []
    words = ngettext("Gedeeld met jou: %(count)s tekst", "Gedeeld met jou: %(count)s teksten", count)
    return [{"text": words % {"count": count}, "url": reverse("reflection:shared-list")}]


def _waiting_lines(waiting: list[Waiting], offers: list[queries.Offer]) -> list[dict[str, Any]]:
    """What waits in the mirror, without a private word; several drafts of one form in one line."""
    drafts: dict[str, list[Waiting]] = {}
    for one in waiting:
        if one.kind == DRAFT:
            drafts.setdefault(one.place, []).append(one)
    lines = [_intention_line(one) for one in waiting if one.kind != DRAFT]
    return lines + [_draft_line(place, of_place, offers) for place, of_place in drafts.items()]


def _draft_line(place: str, drafts: list[Waiting], offers: list[queries.Offer]) -> dict[str, Any]:
    title, _number = title_of(place, _lesson_title(lesson_of(place), offers))
    if drafts[1:]:
        text = _("Je %(count)s concepten bij ‘%(title)s’: schrijf verder") % {"count": len(drafts), "title": title}
        return {"text": text, "url": f"{reverse('reflection:overview')}#concepten"}
    text = _("Je concept bij ‘%(title)s’: schrijf verder") % {"title": title}
    return {"text": text, "url": reverse("reflection:draft", args=[drafts[0].uuid])}


def _lesson_title(address: tuple[str, str] | None, offers: list[queries.Offer]) -> str:
    lessons = (
        lesson["title"]
        for offer in offers
        for lesson in offer.edition.content["lessons"]
        if (offer.slug, lesson["slug"]) == address
    )
    return next(lessons, "") if address else ""


def _intention_line(one: Waiting) -> dict[str, Any]:
    about = BY_NUMBER.get(one.question or 0)
    asks = (
        _("Je voornemen bij %(name)s: hoe ging het?") % {"name": about.name}
        if about
        else _("Je voornemen: hoe ging het?")
    )
    return {"text": asks, "url": reverse("reflection:intention", args=[one.uuid])}


def _greeting() -> str:
    hour = timezone.localtime().hour
    if hour < 6:
        return _("Goedenacht")
    if hour < 12:
        return _("Goedemorgen")
    return _("Goedemiddag") if hour < 18 else _("Goedenavond")


def _open_run(run: queries.OpenRun) -> dict[str, Any]:
    return {
        "url": reverse("practice:debrief" if run.has_ended else "practice:run", args=[run.run]),
        "title": run.title,
        "text": _("Nabespreking open") if run.has_ended else _("Bezig"),
    }


def _next_step(offers: list[queries.Offer], user_id: int) -> dict[str, Any] | None:
    """The one thing to do next: go on where one was, else the first module not begun, else its test.

    A completed module asks again once its reader moved over to an edition with something new in it.
    """
    open_offers = [offer for offer in offers if offer.completed_at is None or not offer.standing.is_complete]
    begun = [offer for offer in open_offers if offer.standing.enrolment_id is not None]
    chosen = next(iter(begun or open_offers), None)
    return _step_in(chosen, user_id) if chosen else None


def _step_in(offer: queries.Offer, user_id: int) -> dict[str, Any]:
    standing, content = offer.standing, offer.edition.content
    lesson = show.next_lesson(standing)
    standing = queries.with_cases(user_id, standing, [lesson] if lesson else [])
    if standing.enrolment_id is None:
        url = reverse("journey:module", args=[offer.slug])
        return {
            "url": url,
            "eyebrow": content["title"],
            "title": _("Begin met ‘%(title)s’") % {"title": content["title"]},
            "why": content["summary"],
            "minutes": content["minutes"],
            "label": _("Bekijk de module"),
        }
    if lesson is None:
        return {
            "url": show.test_url(standing),
            "eyebrow": content["title"],
            "title": (standing.test or {}).get("title", ""),
            "why": _("Alle lessen zijn klaar. Alleen de toets nog."),
            "minutes": "",
            "label": _("Naar de toets"),
        }
    number = next(place for place, one in enumerate(standing.lessons, 1) if one["slug"] == lesson["slug"])
    eyebrow = _("%(module)s, les %(number)s van %(total)s") % {
        "module": content["title"],
        "number": number,
        "total": len(standing.lessons),
    }
    return {
        "url": show.lesson_url(standing, lesson) + _anchor(standing, lesson),
        "eyebrow": eyebrow,
        "title": lesson["title"],
        "why": show.remaining_words(standing, lesson),
        "minutes": lesson["minutes"],
        "label": _("Ga verder"),
    }


def _newer(offer: queries.Offer) -> dict[str, Any]:
    """That a newer edition of a module is there, and what it changes, as one sentence."""
    changed = [
        f"‘{one['title']}’ ({one['note'].rstrip('.')})" if one["note"] else f"‘{one['title']}’"
        for one in queries.changed_lessons(offer.standing)
    ]
    words = (
        _("Van ‘%(module)s’ is er een nieuwere editie, met iets nieuws in %(lessons)s.")
        if changed
        else _("Van ‘%(module)s’ is er een nieuwere editie: de opbouw of de toets is veranderd.")
    )
    title = offer.edition.content["title"]
    return {
        "text": words % {"module": title, "lessons": _joined(changed)},
        "title": title,
        "url": reverse("journey:module", args=[offer.slug]),
    }


def _joined(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s en %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _anchor(standing: queries.Standing, lesson: Any) -> str:
    """Where one was: the first thing still open in a lesson already begun."""
    still_open = show.open_items(standing, lesson)
    if standing.state(lesson) != queries.BUSY or not still_open:
        return ""
    return "#" + str(still_open[0]["url"]).rsplit("#", 1)[1]


def _card(offer: queries.Offer) -> dict[str, Any]:
    standing, content = offer.standing, offer.edition.content
    theme = str(Theme(content["theme"]).label)
    state = queries.DONE if offer.completed_at else queries.BUSY if standing.enrolment_id else queries.NEW
    return {
        "url": reverse("journey:module", args=[offer.slug]),
        "title": content["title"],
        "summary": content["summary"],
        "eyebrow": "" if theme in content["title"] else theme,
        "state": state,
        "minutes": content["minutes"],
        "done": standing.lessons_done,
        "total": len(standing.lessons),
        "edition": offer.edition.number,
        "note": _("Wordt niet meer aangeboden; je kunt hem afmaken.") if standing.is_withdrawn else "",
    }


def _marks(written: dict[int, date]) -> list[dict[str, Any]]:
    return [
        {
            "number": one.number,
            "name": one.name,
            "written": one.number in written,
            "when": written.get(one.number),
            "url": reverse("reflection:question", args=[one.number]),
        }
        for one in QUESTIONS
    ]


def _waiting(written: dict[int, date]) -> str:
    names = [str(one.name) for one in QUESTIONS if one.number not in written]
    if not names or len(names) == len(QUESTIONS):
        return ""
    return _("Nog niet aan bod: %(names)s. Kies zelf je moment.") % {"names": _joined(names)}


@require_GET
@member_required
def catalogue(request: HttpRequest) -> HttpResponse:
    """Everything there is to learn for this reader."""
    return render(
        request,
        "learning/journey/catalogue.html",
        {"modules": [_card(offer) for offer in queries.offers(viewer_of(request))]},
    )


@require_GET
@member_required
def module(request: HttpRequest, module: str) -> HttpResponse:
    """A module: what it is for, its lessons and test with their state, and what is still to do."""
    viewer = viewer_of(request)
    standing = standing_or_404(request, module)
    standing = queries.with_cases(viewer.user_id, standing, standing.lessons)
    content = standing.edition.content
    following = show.next_lesson(standing)
    completed = queries.completions(viewer, standing.enrolment_id) if standing.enrolment_id else []
    context = {
        "standing": standing,
        "content": content,
        "edition": standing.edition,
        "rows": show.rows(standing),
        "open_items": show.module_open(standing),
        "rule": show.rule_words(standing),
        "progress": show.progress_words(standing),
        "completed": completed,
        "missing": queries.missing_prerequisites(viewer.user_id, standing.edition),
        "complete_url": _complete_url(standing, completed),
        "changed": queries.changed_lessons(standing) if standing.enrolment_id else [],
        "gone": queries.gone_lessons(standing),
        "continue_url": show.lesson_url(standing, following) + _anchor(standing, following)
        if following
        else show.test_url(standing),
        "sources": show.sources(content),
        "theme_label": Theme(content["theme"]).label,
    }
    return render(request, "learning/journey/module.html", context)


def _complete_url(standing: queries.Standing, completed: list[Completion]) -> str:
    """Where to complete a module of which nothing is left to do: after moving over to an edition that asks less."""
    if not standing.is_complete or any(one.line_id == standing.enrolled_line_id for one in completed):
        return ""
    return reverse("journey:finish", args=[standing.slug, standing.lessons[-1]["slug"]])


@require_POST
@member_required
def begin(request: HttpRequest, module: str) -> HttpResponse:
    """Begin the module, and open its first lesson."""
    standing = standing_or_404(request, module)
    try:
        actions.begin(standing, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("journey:module", module)
    following = show.next_lesson(standing)
    return redirect(show.lesson_url(standing, following) if following else show.test_url(standing))


@require_POST
@member_required
def move_over(request: HttpRequest, module: str) -> HttpResponse:
    """Move to the live edition of the module, keeping all that was done."""
    try:
        actions.move_over(standing_or_404(request, module), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Je bent overgestapt. Wat je deed, staat er nog."))
    return redirect("journey:module", module)
