"""A Word document: its styles say what becomes what, what does not come along is named, and nothing hostile is opened."""

import io
import zipfile

import pytest

from cms.beginning.lessons import lessons_of, proposed
from cms.beginning.manuscript import Paragraph
from cms.beginning.word import read_word
from cms.interchange.items import FileRefused
from tests.cms.beginning.conftest import docx, paragraph, run


def _lessons(data):
    manuscript = read_word(data)
    return [
        (lesson.title, [block["value"] for block in lesson.blocks])
        for lesson in lessons_of(manuscript, proposed(manuscript), {})
    ]


def test_heading_styles_become_lessons_and_headings():
    data = docx(
        paragraph("Ons werk", "Titel"), paragraph("Bellen", "Kop1"), paragraph("Mag altijd."),
        paragraph("Wie", "Kop2"), paragraph("De aandachtsfunctionaris."), paragraph("Ook", "Mijnkop"), paragraph("Veilig Thuis."),
        paragraph("Vastleggen", "Kop1"), paragraph("Dezelfde dag."),
    )  # fmt: skip
    assert read_word(data).title == "Ons werk"
    assert _lessons(data) == [
        (
            "Bellen",
            [
                "<p>Mag altijd.</p>",
                "<h2>Wie</h2><p>De aandachtsfunctionaris.</p>",
                "<h2>Ook</h2><p>Veilig Thuis.</p>",
            ],
        ),
        ("Vastleggen", ["<p>Dezelfde dag.</p>"]),
    ]


def test_headings_are_known_by_their_key_where_a_document_explains_no_styles():
    data = docx(
        paragraph("Bellen", "Heading1"), paragraph("Wie", "kop 2"), paragraph("Veilig Thuis."),
        paragraph("Vastleggen", "Heading1"), paragraph("Dezelfde dag."), styles="",
    )  # fmt: skip
    assert _lessons(data) == [
        ("Bellen", ["<h2>Wie</h2><p>Veilig Thuis.</p>"]),
        ("Vastleggen", ["<p>Dezelfde dag.</p>"]),
    ]


def test_looks_links_and_lists_come_along():
    words = run("Bel ") + run("nu", "<w:b/>") + f'<w:hyperlink r:id="rId1">{run(" NJi")}</w:hyperlink>'
    data = docx(
        paragraph(words + f'<w:hyperlink r:id="rId2">{run(" lokaal")}</w:hyperlink>'),
        paragraph("een", list_id=1), paragraph("twee", list_id=1), paragraph("eerst", list_id=2),
    )  # fmt: skip
    said = '<p>Bel <b>nu</b><a href="https://www.nji.nl"> NJi</a> lokaal</p>'
    assert _lessons(data)[0][1] == [f"{said}<ul><li>een</li><li>twee</li></ul><ol><li>eerst</li></ol>"]


def test_a_table_becomes_a_table_and_a_frame_of_one_cell_its_text():
    def row(*cells):
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"

    data = docx(f"<w:tbl>{row('Wie', 'Wat')}{row('Jij', 'Bellen')}</w:tbl>", f"<w:tbl>{row('Een kader')}</w:tbl>")
    values = _lessons(data)[0][1]
    assert values[0]["table"]["data"] == [["Wie", "Wat"], ["Jij", "Bellen"]]
    assert values[1] == "<p>Een kader</p>"


def test_a_note_stands_below_the_words_that_it_belongs_to():
    noted = run("Een feit.") + '<w:r><w:footnoteReference w:id="2"/></w:r>'
    data = docx(
        paragraph(noted), paragraph("Verder."), footnotes=f'<w:footnote w:id="2">{paragraph("De wet.")}</w:footnote>'
    )
    assert _lessons(data)[0][1] == ["<p>Een feit. (noot 1)</p><p>Noot 1: De wet.</p><p>Verder.</p>"]


def test_an_address_that_cannot_stay_behind_its_words_is_named():
    code = '<w:r><w:instrText>HYPERLINK "https://www.skjeugd.nl"</w:instrText></w:r>' + run("SKJ")
    link = f'<w:hyperlink r:id="rId1">{run("NJi")}</w:hyperlink>'
    table = "".join(
        f"<w:tr><w:tc>{paragraph(one)}</w:tc><w:tc>{paragraph('Wat')}</w:tc></w:tr>" for one in (link, code)
    )
    assert [(one.where, one.why) for one in read_word(docx(f"<w:tbl>{table}</w:tbl>")).left] == [
        ("Link zonder adres", "https://www.nji.nl"),
        ("Link zonder adres", "https://www.skjeugd.nl"),
    ]


def test_what_does_not_come_along_is_named():
    picture = '<w:r><w:drawing><w:docPr id="1" name="x" descr="Een huis"/></w:drawing></w:r>'
    gone = f"<w:del><w:r><w:delText>oude zin</w:delText></w:r></w:del>{run('Nieuwe zin.')}"
    data = docx(
        paragraph("Inhoud 1", "Inhopg1"), paragraph("Bellen", "Kop1"), paragraph(run("Tekst.") + picture), paragraph(gone),
        header1=paragraph("Gemeente Voorbeeldstad"), comments="<w:comment/>",
    )  # fmt: skip
    left = [(one.where, one.why) for one in read_word(data).left]
    assert left == [
        ("Inhoudsopgave", "Weggelaten: de lessen zijn de nieuwe inhoud."),
        ("Bellen", "Een afbeelding (Een huis). Voeg haar in de les toe, met een beschrijving."),
        ("Bellen", "Doorgehaalde tekst: ‘oude zin’"),
        ("Kop- of voettekst", "Gemeente Voorbeeldstad"),
        ("Opmerkingen in de kantlijn", "1"),
    ]


def test_the_words_of_a_text_box_come_along():
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('In het vak.')}</w:txbxContent></w:pict></w:r>"
    assert _lessons(docx(paragraph(run("Ernaast.") + box), paragraph("Verder.")))[0][1] == [
        "<p>Ernaast.</p><p>In het vak.</p><p>Verder.</p>"
    ]


def test_a_line_of_bold_words_looks_like_a_heading():
    parts = read_word(docx(paragraph(run("Wie je belt", "<w:b/>")), paragraph("De ander."))).parts
    assert [(part.level, part.is_guess) for part in parts if isinstance(part, Paragraph)] == [(1, True), (0, False)]


def _zip(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0 oud", "oud Word-bestand"),
        (b"geen zip", "niet te lezen"),
        (_zip(iets="<a/>"), "niet te lezen"),
        (_zip(word__document="<w:document"), "niet te lezen"),
        (_zip(word__document='<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'), "niet te lezen"),
        (_zip(word__document="<a>" + " " * 6_000_000 + "</a>"), "niet te lezen"),
        (_zip(word__document="<a>" * 100 + "</a>" * 100), "niet te lezen"),
    ],
)  # fmt: skip
def test_what_is_broken_or_hostile_is_refused_with_what_to_do(data, said):
    with pytest.raises(FileRefused, match=said):
        read_word(data)
