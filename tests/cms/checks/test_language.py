"""How hard a text reads: syllables of Dutch words, sentences, and the score that follows from them."""

import pytest

from cms.checks.html_text import read_html
from cms.checks.language import measure, syllables

WORDS = {
    "kind": 1, "één": 1, "leeuw": 1, "jouw": 1, "nieuwe": 2, "bureau": 2, "draaien": 2, "moeilijk": 2, "cliënt": 2, "reëel": 2, "geëist": 2,
    "royaal": 2, "psychisch": 2, "wijkteam": 2, "intake": 2, "e-mail": 2, "blijven": 2, "museum": 3, "serieus": 3, "ideeën": 3,
    "veiligheid": 3, "sociaal": 3, "actueel": 3, "theorie": 3, "meldcode": 3, "SKJ": 3, "beoordelen": 4, "situatie": 4, "officieel": 4,
    "beïnvloeden": 4, "beantwoorden": 4, "coördinatie": 5, "geïnteresseerd": 5, "professional": 5, "jongerenwerker": 5,
    "kindermishandeling": 6, "aandachtsfunctionaris": 7,
}  # fmt: skip


@pytest.mark.parametrize(("word", "count"), WORDS.items())
def test_syllables_of_dutch_words(word, count):
    assert syllables(word) == count


def test_score_is_the_published_formula():
    found = measure(["Je belt de school.", "De meester luistert."])
    assert (found.words, found.sentences, found.syllables) == (7, 2, 9)
    assert found.score == pytest.approx(206.84 - 77 * 9 / 7 - 0.93 * 3.5)


def test_points_of_a_list_are_sentences_and_headings_are_none():
    read = read_html("<h2>Kop</h2><p>Bijv. dit. En dat?</p><ul><li>een</li><li>twee</li></ul>")
    assert read.headings == ((2, "Kop"),)
    assert read.sentences == ("Bijv. dit.", "En dat?", "een", "twee")


def test_links_say_what_they_lead_to():
    read = read_html('<p><a linktype="page" id="3">Een les</a> <a href="https://x.nl/a">buiten</a> <a>niets</a></p>')
    assert [(one.kind, one.target, one.words) for one in read.links] == [
        ("page", "3", "Een les"),
        ("address", "https://x.nl/a", "buiten"),
    ]
