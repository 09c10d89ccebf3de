"""Files as other programs write them: what comes in, what is skipped, and why."""

from textwrap import dedent

import pytest

from cms.interchange import prose
from cms.interchange.formats import READERS
from cms.interchange.items import FileRefused, Item, Reading
from cms.interchange.parts import FILL_IN_STEM, STATEMENT_STEM
from cms.text import render_markdown


def gift(text: str) -> Reading:
    return READERS["gift"](dedent(text).encode())


def one(text: str) -> Item:
    reading = gift(text)
    assert reading.skipped == []
    (item,) = reading.items
    return item


def why_not(text: str) -> str:
    reading = gift(text)
    assert reading.items == []
    return reading.skipped[0].why


# --- GIFT -----------------------------------------------------------------------------------------


def test_a_choice_with_title_escapes_feedback_and_general_feedback():
    item = one(r"""
        // een opmerking met {haken}
        ::Wie bel je\: nu?:: Kies \{één\} \= niet meer {
          =Veilig Thuis#Klopt \#1
          ~De buurman \~ links#Die niet
          ####Advies mag altijd.
        }
        """)
    assert (item.kind, item.title, item.stem) == ("single", "Wie bel je: nu?", "Kies {één} = niet meer")
    assert item.value["options"] == [
        {"text": "Veilig Thuis", "correct": True, "feedback": "Klopt #1"},
        {"text": "De buurman ~ links", "correct": False, "feedback": "Die niet"},
    ]
    assert item.explanation == "Advies mag altijd."


def test_equal_shares_are_several_right_answers():
    item = one("Wat noteer je? {~%33.33333%feiten ~%33.33333%bronnen ~%33.33333%data ~%-100%roddels}")
    assert item.kind == "multiple"
    assert [option["correct"] for option in item.value["options"]] == [True, True, True, False]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("V {~%70%a ~%30%b ~c}", "wegen niet even zwaar"),
        ("V {~%40%a ~%40%b ~c}", "geen honderd procent"),
        ("V {=a ~%50%b ~c}", "gedeeltelijk"),
        ("V {=a =%50%b}", "gedeeltelijk"),
        ("V {=a =b ~c}", "precies één antwoord goed"),
        ("V {~a ~b ~c}", "Geen enkel antwoord"),
        ("V {~%veel%a ~b}", "geen getal"),
        ("V {#=1:0 =%50%2:0}", "gedeeltelijk"),
        ("V {#twee}", "geen getal"),
        ("V {=ja*}", "*"),
        ("V {=a ~a}", "twee keer"),
        ("Alleen tekst.", "zonder antwoorden"),
        ("V {=a ~b", "accolade"),
        ("V {=a} en {=b} W", "twee antwoordvelden"),
        ('V [html]<img src="@@PLUGINFILE@@/x.png"> {=a ~b}', "afbeelding"),
        ("V {=" + "a" * 700 + " ~b}", "tekens"),
        ("{=a ~b}", "leeg"),
    ],
)
def test_what_does_not_fit_is_skipped_with_its_reason(text: str, reason: str):
    assert reason in why_not(text)


def test_a_skipped_question_is_named_by_its_line_and_the_others_come():
    reading = gift("::Een::A {=a ~b}\n\n::Twee::B {~%70%a ~%30%b ~c}\n\n\n::Drie::C {T}\n")
    assert [item.title for item in reading.items] == ["Een", "Drie"]
    assert [remark.where for remark in reading.skipped] == ["regel 3"]


def test_true_or_false_has_first_the_feedback_on_a_wrong_answer():
    item = one("Advies mag altijd. {TRUE#Toch wel.#Zeker.}")
    assert (item.stem, item.title) == (STATEMENT_STEM, "Advies mag altijd.")
    assert item.value == {
        "statement": "Advies mag altijd.", "answer": "true", "feedback_true": "Zeker.", "feedback_false": "Toch wel.",
    }  # fmt: skip


def test_a_statement_may_have_a_question_above_it():
    item = one(r"Lees dit.\n\nAdvies mag nooit. {F}")
    assert (item.stem, item.value["statement"], item.value["answer"]) == ("Lees dit.", "Advies mag nooit.", "false")


def test_a_missing_word_and_a_short_answer():
    assert one("Bel {=Veilig Thuis =VT} voor advies.").value["text"] == "Bel [[1]] voor advies."
    assert one("Bel {=Veilig Thuis} voor advies.").stem == FILL_IN_STEM
    short = one("Wie bel je? {=Veilig Thuis#Ja =VT}")
    assert (short.stem, short.value) == (
        "Wie bel je?",
        {"text": "[[1]]", "gaps": [{"accept": ["Veilig Thuis", "VT"], "feedback": "Ja"}]},
    )


def test_pairs_with_an_extra_answer():
    item = one("Verbind {=1 -> signalen =2 -> overleg = -> afwachten}")
    assert [pair["right"] for pair in item.value["pairs"]] == ["signalen", "overleg"]
    assert item.value["extra"] == ["afwachten"]


@pytest.mark.parametrize(
    ("said", "answer", "tolerance"),
    [
        ("5", "5", "0"),
        ("5:0.5", "5", "0.5"),
        ("4..6", "5", "1"),
        ("3,14", "3.14", "0"),
        ("-2:0", "-2", "0"),
        ("=7:1", "7", "1"),
    ],
)
def test_numbers(said: str, answer: str, tolerance: str):
    value = one(f"Hoeveel? {{#{said}}}").value
    assert (value["answer"], value["tolerance"]) == (answer, tolerance)


def test_an_essay_is_an_open_question_to_be_completed():
    assert (one("Wat zou je doen? {}").kind, one("Wat zou je doen? {}").value["model_answer"]) == ("open", "")


def test_categories_and_marks_become_tags_and_key():
    item = one("$CATEGORY: $course$/top/Meldcode/Stap 1\n\n// [id:vraag-1] [tag:veiligheid]\nA {=a ~b}")
    assert (item.tags, item.key) == (("Meldcode", "Stap 1", "veiligheid"), "vraag-1")


def test_a_category_counts_for_what_follows_it():
    reading = gift("A {=a ~b}\n$CATEGORY: later\n\nB {=a ~b}\n")
    assert [item.tags for item in reading.items] == [(), ("later",)]


def test_plain_words_are_shown_alike_with_and_without_rendering():
    text = "Bel (nu) Veilig Thuis; 100% zeker, ‘echt’? Ja/nee. 3.14"
    assert prose.html_of(text) == render_markdown(text).strip()


def test_html_becomes_markdown_and_nothing_active_comes_through():
    item = one(
        r'[html]<p>Kies <b>één</b> <a href\="javascript\:x()">hier</a> of <a href\="https\://nji.nl/a">daar</a>.</p>'
        r"<script>kwaad()</script><ul><li>a_b_ *c*</li></ul> {=a ~b}"
    )
    assert item.stem == "Kies **één** hier of [daar](https://nji.nl/a).\n\n- a_b\\_ \\*c\\*"


def test_plain_words_stay_plain_and_markdown_stays_markdown():
    assert one("[plain]5 * 3 * 2 {=a ~b}").stem == "5 * 3 * 2"
    assert one("[plain]Een *ster* en <b> {=a ~b}").stem == r"Een \*ster\* en &lt;b\>"
    assert one("[markdown]Een *ster* {=a ~b}").stem == "Een *ster*"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str):
    item = READERS["gift"]("::Eén::Wat zegt Zoë?\r\n{=‘ja’ ~nee}\r\n".encode(encoding)).items[0]
    assert (item.title, item.stem, item.value["options"][0]["text"]) == ("Eén", "Wat zegt Zoë?", "‘ja’")


def test_a_blank_line_inside_braces_parts_no_question():
    assert one("Kies {\n=a\n\n~b\n}\n").value["options"][1]["text"] == "b"


@pytest.mark.parametrize("data", [b"", b"  \n\n", b"\0\1\2", "x".encode("utf-16-le") * 3, b"\x81\x8d" * 9])
@pytest.mark.parametrize("name", sorted(READERS))
def test_what_is_no_such_file_is_refused(name: str, data: bytes):
    with pytest.raises(FileRefused):
        READERS[name](data)


def test_xml_that_is_offered_as_gift_is_refused_with_a_way_on():
    with pytest.raises(FileRefused, match="kies dan Moodle XML"):
        gift('\n<?xml version="1.0"?>\n<quiz><question type="essay"/></quiz>')


def test_a_title_that_is_made_of_the_question_shows_its_words_and_no_marks():
    assert one("Is *dit* 1 \\= 1\\: ja of nee? {TRUE}").title == "Is *dit* 1 = 1: ja of nee?"


# --- Moodle XML -----------------------------------------------------------------------------------


def moodle(questions: str) -> Reading:
    return READERS["moodlexml"](f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>{questions}</quiz>'.encode())


def question(kind: str, inside: str, text: str = "<p>Wat doe je?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>Naam</text></name>'
        f'<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>{inside}</question>'
    )


def answer(fraction: str, text: str, more: str = "", feedback: str = "") -> str:
    said = f"<feedback><text>{feedback}</text></feedback>" if feedback else ""
    return f'<answer fraction="{fraction}"><text>{text}</text>{said}{more}</answer>'


MOODLE = {
    "single": question("multichoice", "<single>true</single>" + answer("100", "a", feedback="Ja") + answer("0", "b")),
    "multiple": question(
        "multichoice", "<single>false</single>" + answer("50", "a") + answer("50", "b") + answer("-50", "c")
    ),
    "true-false": question("truefalse", answer("100", "true", feedback="Klopt") + answer("0", "false")),
    "fill-in": question("shortanswer", answer("100", "Veilig Thuis") + answer("100", "VT") + answer("0", "*")),
    "number": question(
        "numerical", answer("100", "5", "<tolerance>0.5</tolerance>") + answer("0", "*", feedback="Nee")
    ),
    "match": question(
        "matching",
        "".join(
            f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
            for left, right in (("1", "x"), ("2", "y"), ("", "z"))
        ),
    ),
    "open": question("essay", "<graderinfo format='html'><text>&lt;p&gt;Model&lt;/p&gt;</text></graderinfo>"),
    "order": question("ordering", answer("1", "eerst") + answer("1", "dan")),
}


@pytest.mark.parametrize("kind", sorted(MOODLE))
def test_every_kind_of_moodle(kind: str):
    category = "<question type='category'><category><text>$course$/top/Meldcode</text></category></question>"
    reading = moodle(
        category + MOODLE[kind].replace("</question>", "<tags><tag><text>t</text></tag></tags></question>")
    )
    assert reading.skipped == []
    assert (reading.items[0].kind, reading.items[0].title, reading.items[0].tags) == (kind, "Naam", ("Meldcode", "t"))


def test_details_of_moodle_come_along():
    read = {kind: moodle(text).items[0].value for kind, text in MOODLE.items()}
    assert read["number"] == {
        "answer": "5",
        "tolerance": "0.5",
        "unit": "",
        "feedback_low": "Nee",
        "feedback_high": "Nee",
    }
    assert read["match"]["extra"] == ["z"]
    assert read["open"]["model_answer"] == "Model"
    assert read["fill-in"]["gaps"][0]["accept"] == ["Veilig Thuis", "VT"]


def test_embedded_answers_become_gaps():
    text = "<p>Bel {1:SHORTANSWER:=Veilig Thuis#Ja~=VT~Oma} voor {1:SA:=advies}.</p>"
    value = moodle(question("cloze", "", text)).items[0].value
    assert value["text"] == "Bel [[1]] voor [[2]]."
    assert value["gaps"][0] == {"accept": ["Veilig Thuis", "VT"], "feedback": "Ja"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (question("calculated", ""), "berekende vraag"),
        (question("description", ""), "tekst zonder antwoorden"),
        (question("multichoice", "<single>false</single>" + answer("80", "a") + answer("20", "b") + answer("0", "c")), "wegen"),
        (question("multichoice", answer("100", "a") + answer("33.3", "b")), "gedeeltelijk"),
        (question("essay", "", '<p><img src="@@PLUGINFILE@@/a.png"></p>'), "afbeelding"),
        (question("cloze", "", "Kies {1:MULTICHOICE:=a~b}"), "keuze of een getal"),
    ],
)  # fmt: skip
def test_what_moodle_has_and_we_do_not_is_skipped(text: str, reason: str):
    reading = moodle(text)
    assert reading.items == []
    assert reason in reading.skipped[0].why
    assert reading.skipped[0].where == "vraag 1 (‘Naam’)"


# --- QTI ------------------------------------------------------------------------------------------

QTI_2 = """<?xml version="1.0"?>
<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="x" title="Onbewaakte bagage"
  adaptive="false" timeDependent="false">
  <responseDeclaration identifier="RESPONSE" cardinality="{cardinality}" baseType="identifier">
    <correctResponse>{right}</correctResponse>{mapping}
  </responseDeclaration>
  <itemBody><p>Wat staat er op de poster?</p>
    <choiceInteraction responseIdentifier="RESPONSE" shuffle="false" maxChoices="1"><prompt>Kies.</prompt>
      <simpleChoice identifier="A">Blijf erbij.
      <feedbackInline outcomeIdentifier="F" identifier="A" showHide="show">Ja.</feedbackInline></simpleChoice>
      <simpleChoice identifier="B">Laat staan.</simpleChoice><simpleChoice identifier="C">Bel.</simpleChoice>
    </choiceInteraction></itemBody>
</assessmentItem>"""


def qti(cardinality: str = "single", right: str = "A", mapping: str = "") -> Reading:
    values = "".join(f"<value>{name}</value>" for name in right)
    return READERS["qti"](QTI_2.format(cardinality=cardinality, right=values, mapping=mapping).encode())


def test_an_item_of_version_two():
    item = qti().items[0]
    assert (item.kind, item.title, item.stem) == ("single", "Onbewaakte bagage", "Wat staat er op de poster?\n\nKies.")
    assert item.value["options"][0] == {"text": "Blijf erbij.", "correct": True, "feedback": "Ja."}
    assert qti("multiple", "AC").items[0].kind == "multiple"


def test_partial_credit_in_a_map_is_skipped():
    entries = '<mapping defaultValue="0"><mapEntry mapKey="A" mappedValue="1"/><mapEntry mapKey="B" mappedValue="{worth}"/></mapping>'
    assert "gedeeltelijk" in qti(mapping=entries.format(worth="0.5")).skipped[0].why
    assert qti(mapping=entries.format(worth="-1")).skipped == []


def test_another_way_of_asking_is_skipped():
    data = QTI_2.replace("choiceInteraction", "hotspotInteraction").format(cardinality="single", right="", mapping="")
    assert "hotspotinteraction" in READERS["qti"](data.encode()).skipped[0].why


# --- CSV ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_with_any_usual_delimiter(mark: str):
    rows = ["kind,stem,answer_1,correct_1,answer_2,correct_2,tags", 'single,"Wie, ""nu""?",VT,x,Oma,,meldcode']
    text = "\n".join(rows) if mark == "," else "\n".join(row.replace(",", mark) for row in rows)
    item = READERS["csv"](text.encode()).items[0]
    assert (item.kind, [option["correct"] for option in item.value["options"]]) == ("single", [True, False])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("vraag;antwoord\na;b", "kind"),
        ("kind;stem;antwoord_1\nopen;a;b", "bestaat niet"),
        ("kind;kind\nopen;open", "twee keer"),
        ('kind;stem\nopen;"a', "CSV"),
    ],
)
def test_a_table_that_is_not_ours_is_refused(text: str, reason: str):
    with pytest.raises(FileRefused, match=reason):
        READERS["csv"](text.encode())


def test_rows_that_do_not_fit_are_skipped_by_line():
    table = "kind;stem;answer_1;correct_1;answer_2;unit\nsingle;a;x;x;y;\npuzzel;a;;;;\nsingle;b;x;x;y;meter\nsingle;c;x;misschien;y;\n"
    reading = READERS["csv"](table.encode())
    assert [item.stem for item in reading.items] == ["a"]
    assert [remark.where for remark in reading.skipped] == ["regel 3", "regel 4", "regel 5"]


def test_a_question_with_too_few_answers_says_so_in_dutch():
    table = "kind;stem;answer_1;correct_1;answer_2;correct_2\nmultiple;Wat past?;Dit;ja;Dat;ja\n"
    (skipped,) = READERS["csv"](table.encode()).skipped
    assert skipped.why == "‘Antwoorden’: Zet er minstens 3 in"
