"""What a player does. Each action is one transaction and may be repeated; the same key has one effect."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.db import IntegrityError, connection, transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from cases_library.engine.format import DECISION
from cases_library.engine.play import NotOffered
from cases_library.memory import case_of
from cms.editions.memory import LoadedEdition
from learning.practice.models import CaseCount, ChoiceTally, Played, Run, Spread, Step
from learning.practice.runs.folding import Play, further
from learning.practice.runs.queries import Playing, Taken
from people import small_numbers
from people.keys import vault
from people.models import User
from people.refusal import Conflict, Refused

MAX_REASON = 2_000
"""Characters of one reason."""


# --- Beginning ------------------------------------------------------------------------------------


def begin(live: LoadedEdition, *, by: User, key: uuid.UUID, anew: bool = False) -> Run:
    """Begin a case, or give back the run that is under way; `anew` begins another one beside it. The same key gives the same run."""
    with transaction.atomic():
        known = Run.objects.filter(user=by, key=key).first()
        if known is not None:
            return _same_case(known, live.taught_id)
        under_way = Run.objects.filter(user=by, case_id=live.taught_id, ended_at__isnull=True, forked_from__isnull=True)
        going_on = None if anew else under_way.order_by("-started_at").first()
        if going_on is not None:
            return going_on
    try:
        with transaction.atomic():
            _played, first = Played.objects.get_or_create(user=by, case_id=live.taught_id)
            run = Run.objects.create(user=by, key=key, case_id=live.taught_id, edition_id=live.pk, first=first)
            _count(live, [case_of(live).start], first=first)
            if first:
                _count_beginner(live)
            return run
    except IntegrityError:  # the same form from two tabs
        return _same_case(Run.objects.get(user=by, key=key), live.taught_id)


def _count_beginner(live: LoadedEdition) -> None:
    """One person more began; when five have since the last time, take down the tallies for trainers to see."""
    CaseCount.objects.get_or_create(line_id=live.line_id)
    row = CaseCount.objects.select_for_update().get(line_id=live.line_id)
    row.begun += 1
    if row.begun - row.counted >= small_numbers.AT_LEAST:
        tallies = ChoiceTally.objects.filter(edition__line_id=live.line_id).values("place")
        summed = tallies.annotate(firsts=Sum("first"), replays=Sum("again"))
        row.places = {
            one["place"]: [one["firsts"], one["replays"]] for one in summed if one["firsts"] or one["replays"]
        }
        again = Run.objects.filter(edition__line_id=live.line_id, first=False)
        row.replayers = again.values("user").distinct().count()
        row.counted, row.counted_at = row.begun, timezone.now()
    row.save()


def _same_case(run: Run, case_id: uuid.UUID) -> Run:
    if run.case_id != case_id:
        raise Conflict(_("Dit formulier was al gebruikt voor een andere casus. Laad de pagina opnieuw."))
    return run


def fork(run: Playing, *, at: int, by: User, key: uuid.UUID) -> Run:
    """Play on from the moment before step `at`: a new run with a copy of the steps before it. The first run stays as it was."""
    if not 1 <= at <= len(run.steps):
        raise Refused(_("Dat moment is er niet in deze keer. Kies een ander."))
    try:
        with transaction.atomic():
            known = Run.objects.filter(user=by, key=key).first()
            if known is not None:
                return _same_case(known, run.case_id)
            made = Run.objects.create(
                user=by, key=key, case_id=run.case_id, edition_id=run.edition.pk, first=False, forked_from_id=run.pk, forked_at=at
            )  # fmt: skip
            Step.objects.bulk_create(
                Step(run=made, number=one.number, key=one.key, taken=one.taken) for one in run.steps[: at - 1]
            )
            return made
    except IntegrityError:
        return _same_case(Run.objects.get(user=by, key=key), run.case_id)


# --- A step ---------------------------------------------------------------------------------------


def take(
    run: Playing, *, number: int, taken: str, by: User, key: uuid.UUID, reason: str = "", certainty: int | None = None
) -> Playing:
    """Take one step: a choice's key, or an aside's with @ before it. Answers the run as it then is.

    The same key again changes nothing. Raises Conflict when the run has gone on since the form was made (another tab), and
    Refused when the scene does not offer it. At most three statements inside its transaction.
    """
    if _is_repeat(run.steps, number, taken, key):
        return run
    if number != len(run.steps) + 1:
        raise Conflict(_("Je was al verder in deze casus. Hier sta je nu."))
    after = _offered(run.play, taken)
    move = after.moves[-1]
    kept = checked_reason(reason) if move.choice and run.play.asks_reason() else ""
    sure = certainty if move.choice and run.play.asks_certainty() else None
    sealed = _seal(run.pk, number, kept, by=by) if kept else None
    ended_at = timezone.now() if after.has_ended else None
    try:
        with transaction.atomic():
            Step.objects.create(run_id=run.pk, number=number, key=key, taken=move.taken, sealed=sealed, certainty=sure)
            if ended_at:
                Run.objects.filter(pk=run.pk, user=by).update(ended_at=ended_at, ending=after.scene.key)
            _count(run.edition, _fresh_places(run.play, after), first=run.first)
    except IntegrityError:
        return _after_race(run, number=number, taken=taken, key=key)
    return replace(run, steps=(*run.steps, Taken(number, key, move.taken, bool(kept), sure)), ended_at=ended_at)


def _is_repeat(steps: Iterable[Taken], number: int, taken: str, key: uuid.UUID) -> bool:
    """Whether this very step stands already. Raises Conflict when the key came with something else."""
    known = next((one for one in steps if one.key == key), None)
    if known is None:
        return False
    if known.number != number or known.taken.partition("/")[2] != taken:
        raise Conflict(_("Dit formulier was al verstuurd met een andere keuze. Die staat; hier ben je nu."))
    return True


def _offered(run: Play, taken: str) -> Play:
    if run.has_ended:
        raise Conflict(_("Deze casus is uitgespeeld. Verder gaat het in de nabespreking."))
    try:
        return further(run, f"{run.scene.key}/{taken}")
    except NotOffered:
        raise Refused(_("Kies eerst wat je doet.") if not taken else _("Die keuze is er hier niet.")) from None


def _after_race(run: Playing, *, number: int, taken: str, key: uuid.UUID) -> Playing:
    """Another tab wrote this number first: the same click is fine, anything else is not."""
    rows = Step.objects.filter(run_id=run.pk, run__user_id=run.user_id).values_list("number", "key", "taken")
    steps = tuple(Taken(*row) for row in rows)
    if not _is_repeat(steps, number, taken, key):
        raise Conflict(_("Je was al verder in deze casus. Hier sta je nu."))
    ended_at = Run.objects.filter(pk=run.pk).values_list("ended_at", flat=True).first()
    return replace(run, steps=steps, ended_at=ended_at)


def _fresh_places(before: Play, after: Play) -> list[str]:
    """What a step counts: the choice if this is the first made in its scene, an aside the first time, a scene at its first visit."""
    move = after.moves[-1]
    if move.aside:
        return [] if any(one.taken == move.taken for one in before.moves) else [move.taken]
    places = [] if any(one.scene.key == move.scene.key for one in before.choices()) else [move.taken]
    visited = {scene.key for scene, _state in before.visits()}
    return [*places, *([] if after.scene.key in visited else [after.scene.key])]


def _count(edition: LoadedEdition, places: list[str], *, first: bool) -> None:
    """Add one run to the counters of these places. The last write of its transaction; rows are locked in one order."""
    if not places:
        return
    sql = _COUNT % {
        "column": "first" if first else "again",
        "places": ", ".join(["%s"] * len(places)),
        "lock": "FOR UPDATE" if connection.features.has_select_for_update else "",
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, [edition.pk, *places])
        if cursor.rowcount < len(places):  # an edition from before there were counters
            make_counters(edition.pk, places)
            cursor.execute(sql, [edition.pk, *places])


_COUNT = """
    UPDATE practice_choicetally SET "%(column)s" = "%(column)s" + 1 WHERE id IN (
        SELECT id FROM practice_choicetally WHERE edition_id = %%s AND place IN (%(places)s) ORDER BY id %(lock)s
    )
"""


def make_counters(edition_id: int, places: Iterable[str]) -> None:
    """Counters at zero for places that have none. Safe to repeat."""
    ChoiceTally.objects.bulk_create(
        (ChoiceTally(edition_id=edition_id, place=place) for place in places), ignore_conflicts=True
    )


# --- Reasons --------------------------------------------------------------------------------------


def checked_reason(text: str) -> str:
    """A reason as it will be kept; nothing but white space is none. Raises Refused when it is too long."""
    if len(text) > MAX_REASON:
        raise Refused(
            _("Je reden is te lang: hooguit %(most)s tekens, dit zijn er %(now)s. Er is nog niets gekozen.")
            % {"most": MAX_REASON, "now": len(text)}
        )
    return text if text.strip() else ""


def _place(run: uuid.UUID, number: int) -> str:
    return f"practice.step:{run}/{number}"


def _seal(run: uuid.UUID, number: int, text: str, *, by: User) -> bytes:
    try:
        return vault.seal(by.uuid, text, place=_place(run, number))
    except (vault.Erased, vault.Unreadable) as fault:
        raise Refused(
            _(
                "Je reden kan nu niet veilig worden bewaard. Er is nog niets gekozen; haal de reden weg om zonder verder te gaan."
            )
        ) from fault


def open_reason(step: Step, *, by: User) -> str:
    """The text of one's own reason. Raises vault.Unreadable."""
    return vault.unseal(by.uuid, step.sealed or b"", place=_place(step.run_id, step.number))


def delete_reason(run: Playing, number: int, *, by: User) -> None:
    """Delete one's own reason, truly; the choice stays. Safe to repeat."""
    Step.objects.filter(run_id=run.pk, run__user=by, number=number).update(sealed=None, certainty=None)


# --- The end --------------------------------------------------------------------------------------


def finish_debrief(run: Playing, *, by: User, team_id: int | None) -> bool:
    """Finish the debrief: the case is done. Answers whether it was now. Refuses while no ending is reached; safe to repeat."""
    if run.ended_at is None:
        raise Refused(_("Speel de casus eerst tot een einde. Daarna volgt de nabespreking."))
    with transaction.atomic():
        open_runs = Run.objects.filter(pk=run.pk, user=by, debriefed_at__isnull=True)
        if not open_runs.update(debriefed_at=timezone.now()):
            return False
        if run.first:
            _add_to_spreads(run, team_id)
    return True


def _add_to_spreads(run: Playing, team_id: int | None) -> None:
    """Add the first choice at each decision to what everybody and the team chose. Rows are locked in one order."""
    chosen: dict[str, str] = {}
    for move in run.play.choices():
        if move.scene.kind == DECISION and move.choice:
            chosen.setdefault(move.scene.key, move.choice.key)
    line = run.edition.line_id
    for scene in chosen:
        Spread.objects.get_or_create(line_id=line, team=None, scene=scene)
        if team_id:
            Spread.objects.get_or_create(line_id=line, team_id=team_id, scene=scene)
    whose = Q(team__isnull=True) | Q(team_id=team_id or 0)
    for row in Spread.objects.select_for_update().filter(whose, line_id=line, scene__in=chosen).order_by("pk"):
        choice = chosen[row.scene]
        row.counts[choice] = row.counts.get(choice, 0) + 1
        if small_numbers.may_show_anew(row.counts, row.shown):
            row.shown = dict(row.counts)
        row.save(update_fields=["counts", "shown"])


def delete_run(run: Playing, *, by: User) -> None:
    """Delete one's own run with its reasons, truly. Runs that went on from it stay. Safe to repeat."""
    Run.objects.filter(pk=run.pk, user=by).delete()


def note_written(run_id: uuid.UUID, scene: str, entry: uuid.UUID, *, by: User) -> None:
    """Note that the player wrote in their mirror at a scene or afterwards, inside the caller's transaction."""
    run = Run.objects.select_for_update().get(pk=run_id, user=by)
    run.written = {**run.written, scene: str(entry)}
    run.save(update_fields=["written"])


def forget_written(user_id: int, entry: uuid.UUID) -> None:
    """After its writer deleted an entry: no run leads to it any more."""
    for run in Run.objects.select_for_update().filter(user_id=user_id).exclude(written={}).order_by("pk"):
        left = {scene: kept for scene, kept in run.written.items() if kept != str(entry)}
        if left != run.written:
            run.written = left
            run.save(update_fields=["written"])
