"""The checks themselves: pure functions from a draft to what they found in it. Another check is another function under `@rule`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from cms.checks.drafts import Draft, Part
from cms.checks.findings import Finding, Severity
from cms.checks.html_text import Link
from cms.checks.language import Reading, measure, words_of

Rule = Callable[[Draft], Iterable[Finding]]
RULES: list[Rule] = []

HARD, FAIRLY_HARD = 45, 60
"""Flesch-Douma: under 60 Douma calls a text "vrij moeilijk", under 45 "moeilijk" (docs/how-to/check-content.md)."""
LONG_SENTENCE = 30
ENOUGH_TO_NEED_SOURCES = 150
"""Words. A shorter lesson states little, and may do without."""


def rule(check: Rule) -> Rule:
    """Add a check to those that every page gets."""
    RULES.append(check)
    return check


def check_draft(draft: Draft) -> list[Finding]:
    """All that the checks find, the most serious first, then in the order of the page."""
    found = [one for check in RULES for one in check(draft)]
    places = {part.id: place for place, part in enumerate(draft.parts)}
    order = list(Severity)
    return sorted(found, key=lambda one: (order.index(one.severity), places.get(one.block, len(places))))


# --- What makes an edition unsound ------------------------------------------------------------------


@rule
def compiles(draft: Draft) -> Iterator[Finding]:
    """What publishing refuses today."""
    for reason in draft.refusals:
        yield draft.found(
            "compile",
            Severity.ERROR,
            reason,
            _("Zo ontstaat er geen hele editie."),
            _("Herstel dit, en publiceer dan opnieuw."),
            about=getattr(reason, "about", None),
        )


@rule
def alternative_text(draft: Draft) -> Iterator[Finding]:
    for part in draft.parts:
        if part.picture and not part.picture.alt.strip() and not part.picture.is_decorative:
            yield draft.found(
                "alt",
                Severity.ERROR,
                _("Een afbeelding heeft geen alternatieve tekst."),
                _("Wie de afbeelding niet ziet, mist wat erop staat."),
                _("Beschrijf de afbeelding in één zin, of kruis ‘Alleen versiering’ aan."),
                block=part.id,
            )


@rule
def film_with_words(draft: Draft) -> Iterator[Finding]:
    for part in draft.parts:
        if part.film is None:
            continue
        if part.film.is_download:
            yield draft.found(
                "film",
                Severity.WARNING,
                _("‘%(title)s’ is een film om te downloaden.") % {"title": part.film.title},
                _("Bij een download kunnen geen ondertiteling en uitgeschreven tekst staan."),
                _("Gebruik het blok Video."),
                block=part.id,
            )
            continue
        if not part.film.has_transcript:
            yield draft.found(
                "transcript",
                Severity.ERROR,
                _("De video ‘%(title)s’ heeft geen uitgeschreven tekst.") % {"title": part.film.title},
                _("Wie de film niet hoort of ziet, mist alles."),
                _("Schrijf op wat gezegd wordt, en wat je moet zien om het te volgen."),
                block=part.id,
            )
        if not part.film.has_captions and not part.film.is_silent:
            yield draft.found(
                "captions",
                Severity.ERROR,
                _("De video ‘%(title)s’ heeft geen ondertiteling.") % {"title": part.film.title},
                _("Wie doof is of geen geluid aan heeft, kan de beelden dan niet volgen."),
                _("Kies een ondertitelbestand (vtt), of kruis aan dat er in de video niets gezegd wordt."),
                block=part.id,
            )


@rule
def enough_to_draw(draft: Draft) -> Iterator[Finding]:
    if draft.draws and 0 < draft.drawable < draft.draws:
        yield draft.found(
            "draw",
            Severity.ERROR,
            _("De toets stelt %(draws)s vragen. Er zijn er minder om uit te trekken: %(there)s.")
            % {"draws": draft.draws, "there": draft.drawable},
            _("Een toets kan niet meer vragen stellen dan er zijn."),
            _("Zet ‘Vragen per poging’ op %(there)s of minder, of maak het leeg voor alle gekozen vragen.")
            % {"there": draft.drawable},
            field="test_draw",
        )


# --- Headings and language --------------------------------------------------------------------------


@rule
def heading_order(draft: Draft) -> Iterator[Finding]:
    level = 1
    for part in draft.parts:
        if not part.has_outline:
            continue
        for here, words in part.read.headings:
            if not words:
                yield draft.found(
                    "empty-heading",
                    Severity.WARNING,
                    _("Een tussenkop is leeg."),
                    _("Een schermlezer leest dan ‘kop’ voor, en verder niets."),
                    _("Typ de kop, of maak er een gewone alinea van."),
                    block=part.id,
                )
                continue
            if here > level + 1:
                yield draft.found(
                    "heading-order",
                    Severity.WARNING,
                    _("De kop ‘%(words)s’ slaat een niveau over.") % {"words": words},
                    _("Wie met koppen door de les gaat, denkt dat er iets mist."),
                    _("Maak er een kop van niveau %(level)s van.") % {"level": level + 1},
                    block=part.id,
                )
            level = here


@rule
def language_level(draft: Draft) -> Iterator[Finding]:
    whole = measure(sentence for part in draft.parts for sentence in part.read.sentences)
    hardest = min(
        ((measure(part.read.sentences), part) for part in draft.parts),
        key=lambda pair: pair[0].score if pair[0].is_enough else 1000,
        default=None,
    )
    for part in draft.parts:
        measured = measure(part.read.sentences)
        if measured.is_enough and measured.score < HARD:
            yield _hard(draft, measured, Severity.WARNING, part)
    if whole.is_enough and whole.score < FAIRLY_HARD:
        severity = Severity.WARNING if whole.score < HARD else Severity.NOTICE
        yield _hard(draft, whole, severity, hardest[1] if hardest and hardest[0].is_enough else None, is_whole=True)


def _hard(draft: Draft, measured: Reading, severity: Severity, part: Part | None, *, is_whole: bool = False) -> Finding:
    what = (
        _("De hele tekst leest moeilijk: %(score)s op de schaal van Flesch-Douma.")
        if is_whole
        else _("Deze tekst leest moeilijk: %(score)s op de schaal van Flesch-Douma.")
    )
    return draft.found(
        "language-whole" if is_whole else "language",
        severity,
        what % {"score": round(measured.score)},
        _("Onder 60 is vrij moeilijk, onder 45 moeilijk. Wie moe is of minder vlot leest, haakt af."),
        _("Maak zinnen korter en kies kortere woorden. De langste zin begint met ‘%(start)s …’.")
        % {"start": " ".join(measured.longest.split()[:6])},
        block=part.id if part else "",
    )


@rule
def long_sentences(draft: Draft) -> Iterator[Finding]:
    for part in draft.parts:
        longest = measure(part.read.sentences).longest
        count = len(words_of(longest))
        if count > LONG_SENTENCE:
            yield draft.found(
                "long-sentence",
                Severity.NOTICE,
                _("Een zin heeft %(count)s woorden.") % {"count": count},
                _("In zo’n zin raakt een lezer de draad kwijt."),
                _("Knip de zin die begint met ‘%(start)s …’ in tweeën.") % {"start": " ".join(longest.split()[:6])},
                block=part.id,
            )


# --- Links ------------------------------------------------------------------------------------------


@rule
def own_links(draft: Draft) -> Iterator[Finding]:
    for link, block in draft.all_links():
        if (link.kind, link.target) in draft.links.dead:
            yield draft.found(
                "link",
                Severity.WARNING,
                _("De link ‘%(words)s’ leidt nergens heen.") % {"words": link.words or link.target},
                _("De pagina of het bestand is er niet, of is niet gepubliceerd."),
                _("Kies de link opnieuw, of haal hem weg."),
                block=block,
            )


@rule
def outside_links(draft: Draft) -> Iterator[Finding]:
    outside = [(link, block) for link, block in draft.all_links() if is_outside(link)]
    unseen = {link.target for link, _block in outside} - set(draft.links.outside)
    for link, block in outside:
        if fault := draft.links.outside.get(link.target):
            yield draft.found(
                "outside-link",
                Severity.WARNING,
                _("De link naar %(address)s werkt niet: %(fault)s.") % {"address": link.target, "fault": fault},
                _("Wie hem opent, komt nergens."),
                _("Zoek het nieuwe adres, of haal de link weg."),
                block=block,
            )
    if unseen:
        yield draft.found(
            "outside-unseen",
            Severity.NOTICE,
            _("Links naar buiten: niet gecontroleerd (%(count)s).") % {"count": len(unseen)},
            _("Deze site kijkt daar na publicatie naar.")
            if draft.links.looks_outside
            else _("Deze site vraagt niets aan andere sites; dat staat uit."),
            _("Open ze zelf af en toe."),
        )


def is_outside(link: Link) -> bool:
    """Whether it leads to another site."""
    return link.kind == "address" and link.target.lower().startswith(("http://", "https://"))


# --- What belongs to a lesson -----------------------------------------------------------------------


@rule
def empty_slots(draft: Draft) -> Iterator[Finding]:
    for part in draft.parts:
        if part.slot and part.slot.is_filled is False:
            yield draft.found(
                "slot",
                Severity.NOTICE if part.slot.is_safety else Severity.WARNING,
                _("De plek ‘%(title)s’ is nog leeg.") % {"title": part.slot.title},
                _("Deelnemers zien hier alleen de landelijke tekst.")
                if part.slot.is_safety
                else _("Deelnemers zien hier niets."),
                _("Vul de plek bij Plaatselijke teksten, of haal het blok weg."),
                block=part.id,
            )


@rule
def feedback_of_questions(draft: Draft) -> Iterator[Finding]:
    for part in draft.parts:
        missing = _without_feedback(part.question) if part.question else 0
        if missing:
            yield draft.found(
                "feedback",
                Severity.WARNING,
                _("‘%(title)s’ heeft %(count)s keer geen uitleg bij een antwoord.")
                % {"title": (part.question or {}).get("title", ""), "count": missing},
                _("Juist wie het fout heeft, wil weten waarom."),
                _("Open de vraag in de vragenbank en vul de uitleg in."),
                block=part.id,
            )


def _without_feedback(question: Mapping[str, Any]) -> int:
    """How many answers of a question say nothing back. An open question needs its model answer."""
    if question["kind"] == "open":
        return 0 if str(question["model_answer"]).strip() else 1
    told = question.get("feedback")
    said = list(told.values()) if isinstance(told, Mapping) else []
    for name in ("options", "items", "pairs", "gaps"):
        said += [one.get("feedback", "") for one in question.get(name, ())]
    return sum(1 for words in said if not str(words).strip())


@rule
def goals(draft: Draft) -> Iterator[Finding]:
    if not draft.is_lesson and not draft.goals:
        yield draft.found(
            "goals",
            Severity.WARNING,
            _("De module noemt geen leerdoelen."),
            _("Een deelnemer leest dan niet waar het toe leidt."),
            _("Voeg er bij ‘Leerdoelen’ een paar toe: wat kan iemand straks dat nu nog niet lukt?"),
            field="goals",
        )


@rule
def review_date(draft: Draft) -> Iterator[Finding]:
    if draft.review_by is None or draft.reviewed_on is None:
        yield draft.found(
            "review-missing",
            Severity.WARNING,
            _("Er staat niet bij wanneer dit is nagekeken, of wanneer dat weer moet."),
            _("Wetten en routes veranderen; zonder datum merkt niemand het."),
            _("Vul ‘nagekeken op’ en ‘opnieuw nakijken vóór’ in."),
            field="review_by" if draft.reviewed_on else "reviewed_on",
        )
    elif draft.review_by <= draft.today:
        yield draft.found(
            "review-past",
            Severity.WARNING,
            _("Dit had nagekeken moeten zijn op %(day)s.") % {"day": f"{draft.review_by:%d-%m-%Y}"},
            _("Er kan iets in staan dat niet meer klopt."),
            _("Kijk het na en zet er een nieuwe datum bij."),
            field="review_by",
        )


@rule
def sources(draft: Draft) -> Iterator[Finding]:
    if draft.sources or draft.is_own_agreement:
        return
    words = sum(measure(part.read.sentences).words for part in draft.parts)
    if draft.is_lesson and words >= ENOUGH_TO_NEED_SOURCES:
        yield draft.found(
            "sources",
            Severity.WARNING,
            _("Er staat geen enkele bron bij."),
            _("Een lezer kan niet nagaan waar het vandaan komt."),
            _("Voeg de bronnen toe, en verwijs ernaar met [^sleutel]."),
            field="sources",
        )
    elif not draft.is_lesson and not draft.has_sources_elsewhere:
        yield draft.found(
            "sources",
            Severity.NOTICE,
            _("De module en haar lessen noemen geen bronnen."),
            _("Een lezer kan niet nagaan waar het vandaan komt."),
            _("Voeg ze toe bij de les waar ze bij horen."),
            field="sources",
        )


@rule
def reviewer(draft: Draft) -> Iterator[Finding]:
    if not draft.reviewer.strip():
        yield draft.found(
            "reviewer",
            Severity.NOTICE,
            _("Nog niet nagekeken door een vakpersoon."),
            _("De pagina zegt dat eerlijk tegen lezers."),
            _("Vraag iemand uit het vak, en zet naam en rol erbij."),
            field="reviewer",
        )
