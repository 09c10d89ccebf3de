"""Keeping, changing and deleting the lines of one's own dossier; saying in which register one stands; asking colleagues to confirm."""

import uuid
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from learning.dossier import queries, registers, words
from learning.dossier.models import (
    BY_HAND,
    MOST_MINUTES,
    MOST_PEOPLE,
    Activity,
    Answer,
    Confirmation,
    Kind,
    OwnActivity,
    Registration,
)
from learning.dossier.queries import written
from learning.dossier.words import Words
from learning.reflection.models import Entry
from learning.team_sessions.queries import attended, facilitators_of
from people.models import User
from people.refusal import Conflict, Refused

EARLIEST = date(1990, 1, 1)
MOST_ASKED = 12
"""Colleagues that may be asked about one line."""


def keep(entry: Entry) -> None:
    """Let the line of an entry stay that is being deleted, inside the caller's transaction. Safe to repeat."""
    line = written(entry.pk, entry.created_at, entry.minutes)
    fields = {"kind": line.kind, "on": line.on, "minutes": line.minutes, "method": line.method}
    Activity.objects.get_or_create(
        user_id=entry.user_id, source=line.source, defaults=fields | {"with_whom": line.with_whom}
    )


def keep_session(session: UUID, *, by: User, minutes: int, no_hierarchy: bool) -> Activity:
    """Write a session that one took part in down as one's own activity. Safe to repeat: what is confirmed last stands.

    `no_hierarchy`: its owner confirms that nobody there leads them. Only then, and only in company, is it a candidate for reflection
    hours. Raises Refused.
    """
    found = next((one for one in attended(by) if one.session == session), None)
    if found is None:
        raise Refused(_("Aan deze sessie deed je niet mee, of ze is nog niet afgerond."))
    if not 1 <= minutes <= MOST_MINUTES:
        raise Refused(_("Vul hele minuten in, van 1 tot 1440."))
    is_candidate = no_hierarchy and not found.with_lead and found.people > 1
    line = {
        "kind": Kind.CANDIDATE if is_candidate else Kind.SESSION,
        "on": found.on,
        "minutes": minutes,
        "method": _("Teamreflectie, werkvorm van %(minutes)s minuten") % {"minutes": found.recipe},
        "with_whom": _("%(team)s, %(people)s deelnemers") % {"team": found.team, "people": found.people},
        "people": found.people,
    }
    with transaction.atomic():
        kept, _is_new = Activity.objects.update_or_create(user=by, source=session, defaults=line)
        kept.led_by.set(facilitators_of(session))
    return kept


def set_minutes(activity: Activity, *, by: User, minutes: int | None) -> None:
    """Say how long a kept line took, or take that back. Safe to repeat."""
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise Refused(_("Vul hele minuten in, van 1 tot 1440, of laat het leeg."))
    own = Activity.objects.filter(pk=activity.pk, user=by)
    if minutes is None:
        own.filter(kind=Kind.CANDIDATE).update(kind=Kind.SESSION, minutes=None)
    own.update(minutes=minutes)


def delete(activity: Activity, *, by: User) -> None:
    """Delete one's own kept line, truly, with what colleagues said of it. Safe to repeat."""
    with transaction.atomic():
        Confirmation.objects.filter(user=by, source=activity.source).delete()
        Activity.objects.filter(pk=activity.pk, user=by).delete()


# --- By hand --------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an activity beside its words."""

    kind: str
    on: date
    minutes: int
    people: int | None = None
    no_hierarchy: bool = False


def add(key: UUID, facts: Facts, said: Words, *, by: User) -> OwnActivity:
    """Write an activity down by hand. The same key is the same line. Raises Refused, and Conflict when the key was used for another."""
    _possible(facts, said)
    number = uuid.uuid4()
    sealed = words.seal(number, said, by=by)
    try:
        with transaction.atomic():
            return OwnActivity.objects.create(uuid=number, user=by, key=key, sealed=sealed, **vars(facts))
    except IntegrityError:
        there = OwnActivity.objects.filter(user=by, key=key).first()
        if there is None:
            raise
    if (_facts(there), words.Reader(by.uuid).words(there)) != (facts, said):
        raise Conflict(_("Met dit formulier bewaarde je al iets anders. Laad de pagina opnieuw."))
    return there


def change(activity: OwnActivity, facts: Facts, said: Words, *, by: User) -> None:
    """Write one's own line anew. Safe to repeat. What colleagues confirmed goes when it is another day or kind. Raises Refused."""
    _possible(facts, said)
    with transaction.atomic():
        own = OwnActivity.objects.select_for_update().filter(pk=activity.pk, user=by).first()
        if own is None:
            return
        if (own.kind, own.on) != (facts.kind, facts.on):
            Confirmation.objects.filter(user=by, source=own.pk).delete()
        sealed = words.seal(own.pk, said, by=by)
        OwnActivity.objects.filter(pk=own.pk).update(sealed=sealed, **vars(facts))


def delete_own(activity: OwnActivity, *, by: User) -> None:
    """Delete one's own line by hand, truly, with what colleagues said of it. Safe to repeat."""
    with transaction.atomic():
        Confirmation.objects.filter(user=by, source=activity.pk).delete()
        OwnActivity.objects.filter(pk=activity.pk, user=by).delete()


def _facts(row: OwnActivity) -> Facts:
    return Facts(kind=row.kind, on=row.on, minutes=row.minutes, people=row.people, no_hierarchy=row.no_hierarchy)


def _possible(facts: Facts, said: Words) -> None:
    if facts.kind not in BY_HAND:
        raise Refused(_("Kies wat voor activiteit het was."))
    if not EARLIEST <= facts.on <= timezone.localdate():
        raise Refused(_("Kies een dag die geweest is."))
    if not 1 <= facts.minutes <= MOST_MINUTES:
        raise Refused(_("Vul hele minuten in, van 1 tot 1440."))
    if facts.people is not None and not 1 <= facts.people <= MOST_PEOPLE:
        raise Refused(_("Vul in met hoeveel jullie waren, van 1 tot 999, of laat het leeg."))
    if not said.method.strip():
        raise Refused(_("Vul in wat het was."))
    longest = ((said.method, words.MAX_METHOD), (said.facilitator, words.MAX_NAME), (said.evidence, words.MAX_EVIDENCE))
    if any(len(text) > most for text, most in longest):
        raise Refused(_("Dat is te lang. Maak het korter."))


# --- One's register -------------------------------------------------------------------------------


def register(name: str, *, since: date, until: date | None, by: User) -> None:
    """Say in which register one stands (an empty name: in none) and since when. What was said last stands. Raises Refused."""
    if name and name not in dict(registers.choices()):
        raise Refused(_("Kies een register uit de lijst."))
    if not EARLIEST <= since <= date(timezone.localdate().year + 10, 1, 1):
        raise Refused(_("Kies de dag waarop je registratie begon."))
    if until is not None and until <= since:
        raise Refused(_("De laatste dag ligt na de eerste."))
    Registration.objects.update_or_create(user=by, defaults={"register": name, "since": since, "until": until})


def unregister(*, by: User) -> None:
    """Take that back. Safe to repeat."""
    Registration.objects.filter(user=by).delete()


# --- Confirming that somebody took part -----------------------------------------------------------


def ask(source: UUID, peer: UUID, *, by: User) -> Confirmation:
    """Ask a colleague whether one took part in what a line says: they get one's name, the day and the kind. Safe to repeat.

    Raises Refused when the line is not one's own, or that colleague may not be asked (`queries.may_be_asked`).
    """
    prune()
    standing = Confirmation.objects.filter(user=by, source=source, peer__uuid=peer).first()
    if standing is not None:
        return standing
    line = queries.own_line(by.pk, source)
    if line is None or peer not in {one.uuid for one in queries.may_be_asked(by, line)}:
        raise Refused(_("Deze collega kun je hier niet voor vragen. Kies iemand uit de lijst."))
    if Confirmation.objects.filter(user=by, source=source).count() >= MOST_ASKED:
        raise Refused(_("Je vroeg al %(most)s collega’s. Dat is genoeg.") % {"most": MOST_ASKED})
    kind = Kind.SESSION if line.is_of_session else line.kind
    with transaction.atomic():
        asked, _is_new = Confirmation.objects.get_or_create(
            user=by,
            source=source,
            peer=User.objects.get(uuid=peer),
            defaults={"kind": kind, "on": line.on, "asked_on": timezone.localdate()},
        )
    return asked


def answer(number: UUID, *, by: User, took_part: bool, named: bool) -> None:
    """Say, once, whether a colleague took part; `named`: they may see and show one's name. What was said first stands."""
    said = Answer.CONFIRMED if took_part else Answer.DECLINED
    if queries.question(by.pk, number) is None:
        return
    Confirmation.objects.filter(pk=number, peer=by, answer=Answer.ASKED).update(
        answer=said, answered_on=timezone.localdate(), named=named and took_part
    )


def prune() -> int:
    """Delete questions that nobody answered in time, whoever's; answers how many. Safe to repeat."""
    return unanswered().delete()[0]


def unanswered() -> QuerySet[Confirmation]:
    """Questions to a colleague that nobody answered in time."""
    past = timezone.localdate() - queries.ASKED_FOR
    return Confirmation.objects.filter(answer=Answer.ASKED, asked_on__lte=past)
