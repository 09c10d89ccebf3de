"""Words and stems: Dutch forms of one word find each other, on both databases alike."""

import pytest

from cms.search.stemming import BEGINS, EXACT, INSIDE, SAME_STEM, asked_for, haystack, likeness, stem, words


@pytest.mark.parametrize(
    ("wanted", "word", "expected"),
    [
        ("melding", "melding", EXACT),
        ("meldingen", "melding", SAME_STEM),
        ("gesprekken", "gesprek", SAME_STEM),
        ("veilige", "veilig", SAME_STEM),
        ("veilig", "veiligheid", SAME_STEM),
        ("ouder", "ouders", SAME_STEM),
        ("melden", "meldcode", BEGINS),
        ("kind", "kinderen", BEGINS),
        ("kind", "kindcheck", BEGINS),
        ("plannen", "veiligheidsplannen", INSIDE),
        ("mishandeling", "kindermishandeling", INSIDE),
        ("oma", "sociomap", 0),
        ("raad", "school", 0),
        ("is", "crisis", 0),
    ],
)
def test_how_well_a_word_answers(wanted, word, expected):
    assert likeness(wanted, word) == expected


def test_words_know_no_accents_capitals_or_marks():
    assert words("Hé, de coördinator – één gezin, één plan!") == [
        "he",
        "de",
        "coordinator",
        "een",
        "gezin",
        "een",
        "plan",
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("wat is een veiligheidsplan", ("veiligheidsplan",)),
        ("Veilig  Thuis veilig", ("veilig", "thuis")),
        ("er is", ("er", "is")),
        ("?! …", ()),
        ("", ()),
    ],
)
def test_what_is_looked_for(asked, expected):
    assert asked_for(asked) == expected


def test_all_that_can_answer_stands_in_the_haystack():
    """The database compares pieces of text; whatever likeness accepts must pass there."""
    known = words("meldingen gesprekken kinderen veiligheidsplannen huizen signalen één’s ouders gemeld")
    for wanted in words("melding melden gesprek kind plan plannen huis huizen signaal ouder gemelde veilig"):
        for word in known:
            if likeness(wanted, word):
                hay = haystack(word)
                assert wanted in hay or stem(wanted) in hay, (wanted, word)
