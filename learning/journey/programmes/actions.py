"""Beginning and ending rounds, and what no other record says: tasks, exemptions, leave, other dates, asking for help. Safe to repeat."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.models import Taught
from learning.journey.programmes.models import (
    LONGEST_LEAVE,
    AgreedDate,
    Exemption,
    Following,
    HelpAsked,
    Leave,
    SignOff,
    Why,
)
from learning.journey.programmes.queries import Way, own_one
from learning.journey.programmes.steps import Kind, Stand, State
from people import audit
from people.colleagues import colleague
from people.models import User
from people.refusal import Refused

AROUND = timedelta(days=366)
"""How far a first day, leave or another date may lie from today."""
MOST_LEAVES = 50


# --- Rounds ---------------------------------------------------------------------------------------


def begin(
    programme: Taught, person: User, *, first_day: date | None = None, mentor: User | None = None, by: User
) -> Following:
    """Begin a round: the first, or after one that ended the next. Dates never count from before today: who begins late, begins today.

    While a round runs, it is that round that comes back, as it is. Raises Refused.
    """
    today = timezone.localdate()
    since = max(first_day or today, today)
    if since > today + AROUND:
        raise Refused(_("Kies een eerste dag binnen een jaar."))
    if mentor is not None and (mentor == person or colleague(person.pk, mentor.uuid) is None):
        raise Refused(_("Kies als begeleider een andere collega van dezelfde organisatie."))
    if programme.live_line_id is None:
        raise Refused(_("Dit programma wordt niet meer gegeven."))
    try:
        with transaction.atomic():
            made, is_new = Following.objects.get_or_create(
                user=person,
                programme=programme,
                ended_on=None,
                defaults={
                    "line_id": programme.live_line_id,
                    "number": 1 + (_last_round(person, programme) or 0),
                    "first_day": since,
                    "mentor": mentor,
                    "given_by": by if by != person else None,
                },
            )
    except IntegrityError:  # two at once
        return Following.objects.get(user=person, programme=programme, ended_on=None)
    if is_new:
        audit.record("begin-programme", audit.named(made))
    return made


def _last_round(person: User, programme: Taught) -> int | None:
    last: int | None = Following.objects.filter(user=person, programme=programme).aggregate(last=Max("number"))["last"]
    return last


def end(following: Following) -> None:
    """End a round. What was done in it stays done, and stays to be read."""
    if Following.objects.filter(pk=following.pk, ended_on__isnull=True).update(ended_on=timezone.localdate()):
        audit.record("end-programme", audit.named(following))


def move_over(following: Following) -> None:
    """Go on by the newest form of the programme. What was done counts for the steps that stayed."""
    live = following.programme.live_line_id
    if live is not None:
        Following.objects.filter(pk=following.pk, ended_on__isnull=True).update(line=live)


def choose_mentor(following: Following, mentor: User | None) -> None:
    """Another mentor, or none. Raises Refused."""
    if mentor is not None and colleague(following.user_id, mentor.uuid) is None:
        raise Refused(_("Kies als begeleider een andere collega van dezelfde organisatie."))
    Following.objects.filter(pk=following.pk).update(mentor=mentor)


def add_leave(following: Following, first_day: date, last_day: date) -> Leave:
    """Days on which the round stands still. Raises Refused for what is no leave, or overlaps another."""
    today = timezone.localdate()
    if last_day < first_day:
        raise Refused(_("De laatste dag ligt voor de eerste."))
    if (last_day - first_day).days >= LONGEST_LEAVE:
        raise Refused(_("Langer dan een jaar kan niet in één keer. Beëindig het programma, en begin later opnieuw."))
    if first_day > today + AROUND or last_day < following.first_day:
        raise Refused(_("Deze dagen vallen buiten je programma."))
    with transaction.atomic():
        Following.objects.select_for_update().get(pk=following.pk)
        known = Leave.objects.filter(following=following)
        if (same := known.filter(first_day=first_day, last_day=last_day).first()) is not None:
            return same
        if known.filter(first_day__lte=last_day, last_day__gte=first_day).exists():
            raise Refused(_("In deze dagen had je al verlof opgegeven. Haal dat eerst weg."))
        if known.count() >= MOST_LEAVES:
            raise Refused(_("Meer verlof kan er niet bij. Haal eerst iets weg."))
        return Leave.objects.create(following=following, first_day=first_day, last_day=last_day)


def take_back_leave(following: Following, number: UUID) -> None:
    """The round no longer stands still on these days."""
    Leave.objects.filter(following=following, pk=number).delete()


# --- Tasks at work --------------------------------------------------------------------------------


def report(following: Following, step: UUID) -> None:
    """Its owner says that a task is done; or, in a later round, that they went through a module again. Raises Refused."""
    one = _step(following, step)
    if one.is_over:
        return
    if not (one.step.kind is Kind.TASK or (one.step.kind is Kind.MODULE and following.number > 1)):
        raise Refused(_("Deze stap is klaar zodra je hem hier gedaan hebt."))
    if one.state in {State.WAITS, State.LATER}:
        raise Refused(_("Deze stap komt later. Doe eerst wat ervoor komt."))
    SignOff.objects.update_or_create(
        following=following,
        step=step,
        defaults={"reported_on": timezone.localdate(), "handed_back_on": None},
    )


def take_back(following: Following, step: UUID) -> None:
    """It was not done after all. What is signed stays signed."""
    SignOff.objects.filter(following=following, step=step, signed_on__isnull=True).delete()


def sign(following: Following, step: UUID, *, by: User) -> None:
    """The mentor signs a task that was said to be done. Raises Refused."""
    changed = SignOff.objects.filter(
        following=following, step=step, reported_on__isnull=False, signed_on__isnull=True
    ).update(signed_on=timezone.localdate(), signed_by=by, handed_back_on=None)
    if changed:
        audit.record("sign-task", audit.named(following))
    elif not SignOff.objects.filter(following=following, step=step, signed_on__isnull=False).exists():
        raise Refused(_("Deze taak staat niet meer klaar: je collega heeft dat teruggenomen."))


def hand_back(following: Following, step: UUID) -> None:
    """Not yet: the mentor wants to talk about it first. Raises Refused where it was signed."""
    rows = SignOff.objects.filter(following=following, step=step)
    if rows.filter(signed_on__isnull=False).exists():
        raise Refused(_("Deze taak is al afgetekend."))
    rows.update(reported_on=None, handed_back_on=timezone.localdate())


# --- Exemptions and other dates -------------------------------------------------------------------


def ask_exemption(following: Following, step: UUID, why: str) -> None:
    """Its owner asks not to have to do a step. Asking again after a refusal is possible. Raises Refused."""
    one = _step(following, step)
    if one.is_over:
        return
    if why not in Why.values:
        raise Refused(_("Kies een reden."))
    Exemption.objects.update_or_create(
        following=following,
        step=step,
        defaults={"why": why, "asked_on": timezone.localdate(), "refused_on": None, "decided_by": None},
    )


def take_back_exemption(following: Following, step: UUID) -> None:
    """Its owner asks it no more."""
    Exemption.objects.filter(following=following, step=step, granted_on__isnull=True).delete()


def decide_exemption(following: Following, step: UUID, *, grant: bool, by: User) -> None:
    """Who leads the team grants it, or not. Raises Refused where nothing was asked any more."""
    day = timezone.localdate()
    says = {"granted_on": day, "refused_on": None} if grant else {"refused_on": day, "granted_on": None}
    if not Exemption.objects.filter(following=following, step=step).update(decided_by=by, **says):
        raise Refused(_("Deze vraag is teruggenomen."))
    audit.record("grant-exemption" if grant else "refuse-exemption", audit.named(following))


def agree_date(following: Following, step: UUID, due_on: date, *, by: User) -> None:
    """Another day for a step. Raises Refused."""
    today = timezone.localdate()
    one = _step(following, step)
    if one.is_over:
        raise Refused(_("Deze stap is al klaar."))
    if not today <= due_on <= today + AROUND:
        raise Refused(_("Kies een dag vanaf vandaag, binnen een jaar."))
    AgreedDate.objects.update_or_create(
        following=following, step=step, defaults={"due_on": due_on, "agreed_on": today, "agreed_by": by}
    )
    audit.record("agree-date", audit.named(following))


def _step(following: Following, step: UUID) -> Stand:
    way: Way | None = own_one(following.user_id, following.pk, timezone.localdate())
    found = way.step(step) if way is not None and following.ended_on is None else None
    if found is None:
        raise Refused(_("Deze stap staat niet meer in je programma. Laad de pagina opnieuw."))
    return found


# --- Asking for help ------------------------------------------------------------------------------


def ask_help(person: User, need: str, *, following: Following | None = None, step: UUID | None = None) -> HelpAsked:
    """Ask who leads the team for time or help. Asking again changes what was asked."""
    made, _is_new = HelpAsked.objects.update_or_create(
        user=person,
        defaults={
            "need": need,
            "following": following,
            "step": step,
            "asked_on": timezone.localdate(),
            "taken_up_on": None,
            "taken_up_by": None,
        },
    )
    return made


def take_back_help(person: User) -> None:
    """It is not needed any more."""
    HelpAsked.objects.filter(user=person).delete()


def take_up(asked: HelpAsked, *, by: User) -> None:
    """Who leads the team says that they see to it."""
    HelpAsked.objects.filter(pk=asked.pk, taken_up_on__isnull=True).update(
        taken_up_on=timezone.localdate(), taken_up_by=by
    )


def settle(asked: HelpAsked) -> None:
    """It was dealt with: nothing of it stays."""
    HelpAsked.objects.filter(pk=asked.pk).delete()
