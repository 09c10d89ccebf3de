"""What figures say in words."""

import pytest

from learning.practice.items.words import Figures, PartFigure, Sure, hints, reliability, said, stops
from people.small_numbers import Share

KEY = PartFigure("A", correct=True, share=Share(60), rest=Share(70))


def told(right=60, *parts, edge=0, kind="single", **fields):
    others = [PartFigure("B", correct=False, share=Share(40), rest=Share(40))]
    shown = Figures(kind, Share(right, edge), is_many=True, parts=parts or (KEY, *others), **fields)
    return [hint.text for hint in hints(shown)]


@pytest.mark.parametrize(
    ("share", "words"), [(Share(65), "65 %"), (Share(90, 1), "90 % of meer"), (Share(5, -1), "5 % of minder")]
)
def test_a_share_reads_as_it_is(share, words):
    assert said(share) == words


@pytest.mark.parametrize(
    ("right", "edge", "begins"),
    [
        (90, 0, "90 % had dit goed: waarschijnlijk te makkelijk"),
        (95, 1, "95 % of meer had dit goed: waarschijnlijk te makkelijk"),
        (70, 0, "70 % had dit goed."),
        (50, 0, "50 % had dit goed: niet vaker dan wie gokt"),
        (5, -1, "5 % of minder had dit goed: niet vaker dan wie gokt"),
    ],
)
def test_how_hard_a_question_is(right, edge, begins):
    assert told(right, edge=edge)[0].startswith(begins)


def test_a_question_of_many_parts_is_hard_without_being_a_guess():
    assert told(30, PartFigure("Stap 1", correct=None, share=Share(30)), kind="order") == [
        "30 % had dit goed: moeilijk. Staat het antwoord in de les?",
        "Vooral dit gaat mis: ‘Stap 1’ (30 % had dit goed).",
    ]


@pytest.mark.parametrize(
    ("item_rest", "words"),
    [
        (-0.15, "juist vaker fout: kijk de sleutel na"),
        (0.1, "weinig verschil"),
        (0.35, "onderscheidt goed"),
    ],
)
def test_how_well_a_question_tells_people_apart(item_rest, words):
    assert [words in text for text in told(item_rest=item_rest)].count(True) == 1


def test_an_easy_question_is_not_blamed_for_telling_nobody_apart():
    assert len(told(90, KEY, item_rest=0.1)) == 1


def test_distractors_that_nobody_or_that_the_best_choose():
    idle = PartFigure("B", correct=False, share=Share(5, -1))
    best = PartFigure("C", correct=False, share=Share(65), rest=Share(80))
    assert told(60, KEY, idle, best) == [
        "‘C’ wordt vaker gekozen dan het goede antwoord.",
        "Wie ‘C’ kiest, maakt de rest van de toets beter dan wie het goede antwoord kiest: kijk de sleutel na.",
        "60 % had dit goed.",
        "Bijna niemand kiest ‘B’. Maak dit antwoord geloofwaardiger.",
    ]


def test_a_right_option_that_is_overlooked():
    shown = told(35, PartFigure("Feiten", correct=True, share=Share(30)), kind="multiple")
    assert shown[0] == "‘Feiten’ is goed, maar wordt weinig gekozen (30 %)."


def test_sure_and_wrong_is_a_misunderstanding():
    assert "misverstand" in told(60, sure=(Sure("Zeker", Share(40), is_sure=True),))[0]
    assert told(60, sure=(Sure("Zeker", Share(80), is_sure=True),)) == ["60 % had dit goed."]


def test_of_few_people_nothing_is_said():
    assert hints(Figures("single", Share(60, 1), is_many=False)) == ()
    assert hints(Figures("single", None, is_many=True)) == ()


def test_reliability_and_stopping_in_words():
    assert len({reliability(value) for value in (0.85, 0.75, 0.6, 0.3)}) == 4
    assert (stops(40, 30) != "", stops(40, 35), stops(15, 0)) == (True, "", "")
