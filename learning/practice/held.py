"""What this room holds on somebody: their answers, tests and plays of cases, with their own words opened."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from learning.practice.models import (
    Answer,
    Attempt,
    Played,
    PollTaken,
    PollVote,
    Refresher,
    RefresherRound,
    Refreshing,
    Remark,
    Run,
    Step,
    TrialGroup,
    TrialReader,
)
from learning.practice.polls.queries import told_of
from people import holdings
from people.keys import vault
from people.models import User

NOT_OPENED = "(kan niet worden geopend: de sleutel is er niet meer)"


def register() -> None:
    """Tell of every section of this room."""
    told = holdings.register
    told(
        "antwoorden",
        _("Antwoorden in lessen"),
        answers,
        tables=frozenset({"practice.Answer"}),
        why=_("Om je te laten zien wat je antwoordde, met uitleg erbij."),
    )
    told(
        "toetsen",
        _("Toetsen"),
        tests,
        tables=frozenset({"practice.Attempt", "practice.Item"}),
        why=_("Om je toets te bewaren, met de uitslag."),
    )
    told(
        "casussen",
        _("Gespeelde casussen"),
        cases,
        tables=frozenset({"practice.Run", "practice.Step", "practice.Played"}),
        why=_("Om verder te kunnen spelen en terug te kijken op wat je koos, met je redenen."),
    )
    told(
        "peilingen",
        _("Peilingen in lessen"),
        polls,
        tables=frozenset({"practice.PollVote", "practice.PollTaken"}),
        why=_("Om iedereen één keer te laten stemmen. Wat je zonder naam koos, weten we niet."),
    )
    told(
        "opfrissen",
        _("Opfrissen"),
        refreshers,
        tables=frozenset(
            {"practice.Refreshing", "practice.Refresher", "practice.RefresherRound", "practice.RefresherTurn"}
        ),
        why=_("Om je vragen nog eens te stellen voordat je ze vergeet. Alleen als je dat koos."),
    )
    told(
        "meelezen",
        _("Meelezen met een concept"),
        trials,
        tables=frozenset({"practice.TrialGroup", "practice.TrialReader", "practice.Remark"}),
        why=_("Om auteurs te laten zien wat je bij hun concept opmerkte, en wie zij vroegen mee te lezen."),
    )


def _at(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _opened(
    open_it: Callable[[bytes | memoryview, str], str], sealed: bytes | memoryview | None, place: str
) -> str | None:
    if sealed is None:
        return None
    try:
        return open_it(sealed, place)
    except vault.Unreadable:
        return NOT_OPENED


def answers(user: User) -> list[dict[str, Any]]:
    open_it = vault.opener(user.uuid)
    rows = Answer.objects.filter(user=user).select_related("lesson__taught", "question__taught")
    return [
        {
            "op": _at(one.created_at),
            "les": one.lesson.taught.title,
            "editie_les": one.lesson.number,
            "vraag": one.question.taught.title,
            "editie_vraag": one.question.number,
            "antwoord": one.response,
            "tekst": _opened(open_it, one.sealed, f"practice.answer:{one.uuid}"),
            "goed": one.correct,
        }
        for one in rows.defer("lesson__content", "question__content").order_by("created_at", "pk")
    ]


def tests(user: User) -> list[dict[str, Any]]:
    rows = Attempt.objects.filter(user=user).select_related("module", "edition").defer("edition__content")
    return [
        {
            "module": one.module.title,
            "editie": one.edition.number,
            "begonnen_op": _at(one.started_at),
            "ingeleverd_op": _at(one.finished_at),
            "goed": one.right,
            "nodig": one.pass_mark,
            "gehaald": one.passed,
            "vragen": [
                {
                    "vraag": item.question.taught.title,
                    "antwoord": item.response,
                    "goed": item.correct,
                    "zekerheid": item.get_certainty_display(),
                }
                for item in one.items.select_related("question__taught").defer("question__content")
            ],
        }
        for one in rows.order_by("started_at", "pk")
    ]


def cases(user: User) -> dict[str, Any]:
    open_it = vault.opener(user.uuid)
    rows = Run.objects.filter(user=user).select_related("case", "edition").defer("edition__content")
    return {
        "ooit_gespeeld": sorted(Played.objects.filter(user=user).values_list("case__title", flat=True)),
        "keren": [
            {
                "casus": one.case.title,
                "editie": one.edition.number,
                "eerste_keer": one.first,
                "begonnen_op": _at(one.started_at),
                "klaar_op": _at(one.ended_at),
                "einde": one.ending or None,
                "nabesproken_op": _at(one.debriefed_at),
                "geschreven_in_spiegel": one.written,
                "stappen": [_step(step, open_it) for step in one.steps.all()],
            }
            for one in rows.prefetch_related("steps").order_by("started_at", "pk")
        ],
    }


def _step(step: Step, open_it: Callable[[bytes | memoryview, str], str]) -> dict[str, Any]:
    return {
        "nummer": step.number,
        "keuze": step.taken,
        "op": _at(step.made_at),
        "reden": _opened(open_it, step.sealed, f"practice.step:{step.run_id}/{step.number}"),
        "zekerheid": step.get_certainty_display(),
    }


def polls(user: User) -> dict[str, Any]:
    votes = PollVote.objects.filter(user=user).select_related("lesson__taught").order_by("voted_at", "pk")
    taken = PollTaken.objects.filter(user=user).values_list("line__taught__title", flat=True)
    return {
        "gestemd": [
            {
                "op": _at(one.voted_at),
                "les": one.lesson.taught.title,
                "editie_les": one.lesson.number,
                **told_of(one.lesson_id, one.block, one.choice),
            }
            for one in votes.defer("lesson__content")
        ],
        "meegedaan_zonder_naam": [{"les": title} for title in sorted(taken)],
    }


def refreshers(user: User) -> dict[str, Any]:
    chosen = Refreshing.objects.filter(user=user).first()
    coming = Refresher.objects.filter(user=user).select_related("question").order_by("due_on", "pk")
    rounds = RefresherRound.objects.filter(user=user).prefetch_related("turns__question__taught")
    return {
        "aan": chosen is not None,
        "ritme": chosen.get_rhythm_display() if chosen else None,
        "gekozen_op": _at(chosen.chosen_at) if chosen else None,
        "komt_terug": [
            {
                "vraag": one.question.title,
                "thema": one.get_theme_display(),
                "vanaf": max(one.due_on, one.open_on).isoformat(),
                "volgt_uit_antwoord_van": _at(one.answered_at),
                "goed": one.correct,
                "zekerheid": one.get_certainty_display(),
                "stabiliteit_fsrs": one.stability,
                "moeilijkheid_fsrs": one.difficulty,
            }
            for one in coming
        ],
        "rondes": [
            {
                "thema": one.get_theme_display(),
                "begonnen_op": _at(one.begun_at),
                "klaar_op": _at(one.ended_at),
                "vragen": [
                    {
                        "vraag": turn.question.taught.title,
                        "antwoord": turn.response,
                        "goed": turn.correct,
                        "zekerheid": turn.get_certainty_display(),
                        "beantwoord_op": _at(turn.answered_at),
                    }
                    for turn in one.turns.all()
                ],
            }
            for one in rounds.order_by("begun_at", "pk")
        ],
    }


def trials(user: User) -> dict[str, Any]:
    open_it = vault.opener(user.uuid)
    asked = TrialReader.objects.filter(user=user).select_related("group__module").order_by("pk")
    remarks = Remark.objects.filter(user=user).select_related("group__module")
    begun = TrialGroup.objects.filter(by=user).select_related("module").order_by("created_at")
    settled = Remark.objects.filter(done_by=user).select_related("group__module").order_by("done_at")
    return {
        "gevraagd_bij": [
            {"module": one.group.module.draft_title, "tot_en_met": one.group.until.isoformat()} for one in asked
        ],
        "opmerkingen": [
            {
                "module": one.group.module.draft_title,
                "bij": one.title,
                "op": _at(one.created_at),
                "gewijzigd_op": _at(one.changed_at),
                "afgehandeld_op": _at(one.done_at),
                "tekst": _opened(open_it, one.sealed, f"practice.remark:{one.pk}"),
            }
            for one in remarks
        ],
        "proefgroepen_van_jou": [
            {"module": one.module.draft_title, "vraag": one.asks, "op": _at(one.created_at)} for one in begun
        ],
        "door_jou_afgehandeld": [{"module": one.group.module.draft_title, "op": _at(one.done_at)} for one in settled],
    }
