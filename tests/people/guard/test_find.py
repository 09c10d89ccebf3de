"""What the guard points out, what it leaves alone, and what it would put there instead."""

import pytest

from people.guard import Span, find


def found(text, **options):
    return [(text[span.start : span.end], span.kind) for span in find(text, **options)]


def test_a_span_counts_code_points_and_its_end_is_outside():
    assert find("😀 Zoë́ belde.") == (Span(2, 6, "name", "[naam]"),)


def test_nothing_is_found_in_nothing():
    assert find("") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ik sprak Fatima.", "Fatima"),
        ("ik sprak fatima gisteren", "fatima"),
        ("Ik sprak Xyrielle in de gang.", "Xyrielle"),
        ("Mevrouw Van der Laan was er.", "Van der Laan"),
        ("Ik belde meneer v.d. Berg.", "v.d. Berg"),
        ("Ik belde J.P. de Vries.", "J.P. de Vries"),
        ("Mevr. S. wilde niet.", "S."),
        ("Ik sprak K. in de auto.", "K."),
        ("Amira's tekening hing er nog.", "Amira"),
        ("Noors juf belde.", "Noors"),
        ("Roos heeft het moeilijk.", "Roos"),
        ("De familie El Amrani kwam.", "El Amrani"),
        ("Het ging om Anne-Fleur.", "Anne-Fleur"),
        ("FATIMA EL AMRANI BELDE", "FATIMA EL AMRANI"),
    ],
)
def test_a_name_is_seen(text, words):
    assert found(text) == [(words, "name")]


@pytest.mark.parametrize(
    "text",
    [
        "Ik belde Veilig Thuis en de Raad voor de Kinderbescherming.",
        "Signs of Safety, LIRIK, ARIJ, de Jeugdwet, het Kwaliteitskader en de Meldcode.",
        "Leger des Heils, Altra, Jeugdbescherming West, de Kindertelefoon, het NJi, SKJ en Wijkteam Noord.",
        "Ik las Vogtländer en S. van Arum.",
        "In Den Haag en Almere Haven gaat dat anders dan in Suriname.",
        "De Albert Schweitzerschool en het Sint Jansplein.",
        "Op maandag en in mei, met Kerst.",
        "Roos plukken is haar hobby. Wil ik dit? Hoop is er altijd. Mei ook.",
        "Een roos, een mark en veel hoop.",
        "Ik vroeg het oma. Ze zei niets.",
        "Moeder was boos. Vader niet.",
        "Verwijzing 78794535-a839-488c-a34d-fb694d6cdbdb, en ook a8394880-abcd-4880-1234-fb694d6cdbdb.",
    ],
)
def test_what_has_a_capital_and_is_nobody_stays(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "number",
    [
        "06-12345678", "0612345678", "06 12 34 56 78", "+31 6 12345678", "0031612345678", "+31 (0)6 12345678", "020-5550123",
        "020 - 555 01 23", "(030) 234 56 78", "06.11.22.33.44", "+32 470 12 34 56",
    ],
)  # fmt: skip
def test_a_telephone_number_is_seen_as_people_write_it(number):
    assert found(f"Bel op {number} graag.") == [(number, "phone")]


@pytest.mark.parametrize("number", ["112", "113", "0800-2000", "0800 0432", "0900-8844", "088-1234567", "14 030"])
def test_a_public_number_stays(number):
    assert found(f"Bel {number}.") == []


@pytest.mark.parametrize("number", ["111222333", "111.222.333", "1112 22 333", "111 222 333"])
def test_a_bsn_is_seen_when_it_passes_the_eleven_test(number):
    assert found(f"Zijn bsn is {number}.") == [(number, "bsn")]


@pytest.mark.parametrize(
    "text", ["dossier 111222334", "€ 111.222.333", "111222333 euro", "nummer 1112223330", "000000000"]
)
def test_other_numbers_are_no_bsn(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ze wonen op Kerkstraat 12.", "Kerkstraat 12"),
        ("Ze wonen aan de Dorpsstraat 12b, toch?", "Dorpsstraat 12b"),
        ("Bij Jan van Galenstraat 310-III.", "Jan van Galenstraat 310-III"),
        ("Hij woont op Molenweg 101, 3512 AB Utrecht.", "Molenweg 101, 3512 AB Utrecht"),
        ("Postcode 1234ab.", "1234ab"),
        ("in de beukenlaan 14 bij oma", "beukenlaan 14"),
        ("Laan van Meerdervoort 200", "Laan van Meerdervoort 200"),
    ],
)
def test_an_address_is_seen_whole(text, words):
    assert found(text) == [(words, "address")]


@pytest.mark.parametrize(
    "text", ["Kamer 12 was bezet.", "Ik liep de straat uit.", "In 2020 GI gebeld.", "Onderweg 3 keer gestopt."]
)
def test_a_place_of_nobody_stays(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Geboren op 12-03-2014.", "12-03-2014"),
        ("Hij (12 maart 2014) sliep.", "12 maart 2014"),
        ("geb. 12 mrt '14", "12 mrt '14"),
        ("Geboortedatum: 2014-03-12", "2014-03-12"),
        ("Hij is jarig op 9 oktober.", "9 oktober"),
        ("Op 3 maart 2024 werd de baby geboren.", "3 maart 2024"),
    ],
)
def test_a_birth_date_is_seen(text, words):
    assert found(text) == [(words, "birth-date")]


@pytest.mark.parametrize(
    "text",
    [
        "Op 12 maart belde ik.",
        "We zien elkaar donderdag 3 april 2025.",
        "Het gesprek van 14-02-2025 zat me dwars.",
        "Per 1 januari 2015 veranderde de wet.",
        "Een kind van 7.",
        "Versie 1.10.2",
        "Om 31-02-20144 uur, zei de klok.",
    ],
)
def test_another_date_stays(text):
    assert found(text) == []


def test_an_email_address_is_seen():
    assert found("Mail j.jansen+gezin@werk.voorbeeld.nl.") == [("j.jansen+gezin@werk.voorbeeld.nl", "email")]


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("De moeder van Lotte was boos.", "het kind"),
        ("Youssef (9) zweeg.", "Het kind"),
        ("De dochter van Fatima belde.", "de ouder"),
        ("Ik besprak het met Sjoerd van het team.", "de collega"),
        ("Ik belde mevrouw Jansen.", "[naam]"),
        ("Fatima's jas", "[naam]"),
    ],
)
def test_the_suggestion_says_no_more_than_the_text_does(text, suggestion):
    assert [span.suggestion for span in find(text)] == [suggestion]


class TestExempt:
    @pytest.mark.parametrize("text", ["Ik zag LARS.", "Lars' jas", "Lars's jas", "lars sliep", "Ik zag Lars en Lars."])
    def test_a_name_may_stand_however_it_is_written(self, text):
        assert found(text, exempt=["Lars"]) == []

    def test_a_part_of_a_whole_name_may_stand(self):
        assert found("Yara en mevrouw El Amrani, Yara's moeder", exempt=["Yara El Amrani"]) == []

    def test_the_rest_of_a_name_is_still_seen(self):
        assert found("Ik zag Lars Jansen.", exempt=["Lars"]) == [("Jansen", "name")]

    def test_others_are_still_seen(self):
        assert found("Ik zag Lars en Fenna.", exempt={"Lars"}) == [("Fenna", "name")]
