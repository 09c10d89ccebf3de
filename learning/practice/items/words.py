"""What figures of a question say, in plain Dutch: what is so, and what an author may do about it. Pure; nothing finer than the figures."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.small_numbers import Share

MANY = 20
"""People from whom on a question gets words; of fewer it would be chance."""
EASY, HARD = 90, 30
"""Percentages from and up to which nearly everybody has it right, or few. Thresholds and their reasons: docs/item-analysis.md."""
GOOD, WEAK, TURNED = 0.3, 0.15, -0.1
"""Item-rest correlations: from, below, and at which."""
_IDLE = 5
_CHOSEN = {"single", "true-false"}


@dataclass(frozen=True)
class PartFigure:
    """A part of a question: who took it, and how they did on the other questions (None while too few did).

    `correct` says of an option whether it should be chosen; None of parts that are right or not.
    """

    text: str
    correct: bool | None
    share: Share | None
    rest: Share | None = None


@dataclass(frozen=True)
class Sure:
    """How sure people said to be, and how many of those had it right."""

    text: str
    share: Share
    is_sure: bool = False


@dataclass(frozen=True)
class Figures:
    """What may be known of one question in one place. `is_many`: of enough people to be put into words."""

    kind: str
    right: Share | None
    is_many: bool
    parts: tuple[PartFigure, ...] = ()
    item_rest: float | None = None
    sure: tuple[Sure, ...] = ()


@dataclass(frozen=True)
class Hint:
    """One sentence; `asks` says that the author should look at the question."""

    text: str
    asks: bool = False


def said(share: Share) -> str:
    """A share as it reads in a sentence and a table."""
    if share.edge > 0:
        return _("%(percent)s %% of meer") % {"percent": share.percent}
    if share.edge < 0:
        return _("%(percent)s %% of minder") % {"percent": share.percent}
    return _("%(percent)s %%") % {"percent": share.percent}


def hints(of: Figures) -> tuple[Hint, ...]:
    """All there is to say of a question, what matters most first. Nothing of fewer than twenty people."""
    if of.right is None or not of.is_many:
        return ()
    found = [*_of_difference(of), _of_difficulty(of, of.right), *_of_parts(of), *_of_certainty(of)]
    return tuple(sorted(found, key=lambda hint: not hint.asks))


def _of_difficulty(of: Figures, right: Share) -> Hint:
    share = {"share": said(right)}
    if right.percent >= EASY:
        return Hint(_("%(share)s had dit goed: waarschijnlijk te makkelijk.") % share, asks=True)
    if right.edge > 0:
        return Hint(_("%(share)s had dit goed. Met meer mensen wordt dit preciezer.") % share)
    if right.percent <= _chance(of):
        return Hint(_("%(share)s had dit goed: niet vaker dan wie gokt. Is de vraag duidelijk?") % share, asks=True)
    if right.percent <= HARD:
        return Hint(_("%(share)s had dit goed: moeilijk. Staat het antwoord in de les?") % share, asks=True)
    return Hint(_("%(share)s had dit goed.") % share)


def _chance(of: Figures) -> int:
    """What guessing gives, of questions with one right option; else nothing."""
    return 100 // len(of.parts) if of.kind in _CHOSEN and of.parts else 0


def _of_difference(of: Figures) -> list[Hint]:
    found = of.item_rest
    if found is None:
        return []
    if found <= TURNED:
        return [
            Hint(
                _("Wie de rest van de toets goed maakt, heeft deze vraag juist vaker fout: kijk de sleutel na."),
                asks=True,
            )
        ]
    if found >= GOOD:
        return [Hint(_("De vraag onderscheidt goed tussen wie de stof kent en wie niet."))]
    if found < WEAK and of.right is not None and of.right.percent < EASY:
        return [Hint(_("De vraag maakt weinig verschil tussen wie de stof kent en wie niet."), asks=True)]
    return []


def _of_parts(of: Figures) -> list[Hint]:
    return [hint for one in of.parts if one.share is not None for hint in _of_part(of, one, one.share)]


def _of_part(of: Figures, part: PartFigure, share: Share) -> list[Hint]:
    name = {"part": part.text, "share": said(share)}
    key = next((one for one in of.parts if one.correct), None) if of.kind in _CHOSEN else None
    if part.correct is None:
        return (
            [Hint(_("Vooral dit gaat mis: ‘%(part)s’ (%(share)s had dit goed).") % name)]
            if share.percent <= HARD
            else []
        )
    if part.correct:
        if of.kind == "multiple" and share.percent <= HARD:
            return [Hint(_("‘%(part)s’ is goed, maar wordt weinig gekozen (%(share)s).") % name, asks=True)]
        return []
    return _of_distractor(of, part, share, key, name)


def _of_distractor(
    of: Figures, part: PartFigure, share: Share, key: PartFigure | None, name: dict[str, str]
) -> list[Hint]:
    if share.edge < 0 or share.percent <= _IDLE:
        return (
            [Hint(_("Bijna niemand kiest ‘%(part)s’. Maak dit antwoord geloofwaardiger.") % name)]
            if of.kind != "number"
            else []
        )
    if key is None or key.share is None:
        return []
    found = []
    if share.percent > key.share.percent:
        found.append(Hint(_("‘%(part)s’ wordt vaker gekozen dan het goede antwoord.") % name, asks=True))
    if part.rest is not None and key.rest is not None and part.rest.percent > key.rest.percent:
        found.append(
            Hint(
                _(
                    "Wie ‘%(part)s’ kiest, maakt de rest van de toets beter dan wie het goede antwoord kiest: kijk de sleutel na."
                )
                % name,
                asks=True,
            )
        )
    return found


def _of_certainty(of: Figures) -> list[Hint]:
    """Sure and wrong is a belief, not a gap: it asks for other words in the lesson."""
    sure = next((one.share for one in of.sure if one.is_sure), None)
    if sure is None or sure.percent > 50 or sure.edge > 0:
        return []
    return [
        Hint(
            _("Van wie dit zeker wist, had maar %(share)s dit goed. Er leeft een misverstand: benoem het in de les.")
            % {"share": said(sure)},
            asks=True,
        )
    ]


def reliability(value: float) -> str:
    """What a test's reliability says of a pass or a fail."""
    if value >= 0.8:
        return _("Betrouwbaar: wie de toets opnieuw zou maken, krijgt waarschijnlijk bijna dezelfde uitslag.")
    if value >= 0.7:
        return _("Redelijk betrouwbaar; voldoende voor een toets die je over mag doen.")
    if value >= 0.5:
        return _(
            "Matig betrouwbaar: rond de grens is gehaald of niet gehaald deels toeval. Meer of scherpere vragen helpen."
        )
    return _(
        "Weinig betrouwbaar: de uitslag is voor een groot deel toeval. Kijk eerst de vragen na die hieronder opvallen."
    )


def stops(begun: int, done: int) -> str:
    """What a lesson's drop-off says; empty where there is nothing to say."""
    if begun < MANY or begun - done < max(5, begun / 4):
        return ""
    return _(
        "Veel mensen maken deze les niet af, of zijn er nog mee bezig. Is de les te lang, of blijft iets onduidelijk?"
    )
