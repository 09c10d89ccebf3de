"""An OpenDocument text says the same as its Word twin would."""

import io
import zipfile

import pytest

from cms.beginning.lessons import lessons_of, proposed
from cms.beginning.open_document import read_open_document
from cms.interchange.items import FileRefused

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in [("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing")]
)  # fmt: skip
_STYLES = (
    '<style:style style:name="T1"><style:text-properties f:font-weight="bold"/></style:style>'
    '<style:style style:name="P1" style:parent-style-name="Title"/>'
    '<text:list-style style:name="L1"><text:list-level-style-number/></text:list-style>'
)


def _odt(inside, **others):
    content = (
        f'<office:document-content {_NAMES} xmlns:f="f" xmlns:xlink="xlink" xmlns:svg="svg"><office:automatic-styles>{_STYLES}'
        f"</office:automatic-styles><office:body><office:text>{inside}</office:text></office:body></office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("content.xml", content)
        for name, text in others.items():
            archive.writestr(f"{name}.xml", f"<office:document-styles {_NAMES}>{text}</office:document-styles>")
    return held.getvalue()


def _lessons(inside):
    manuscript = read_open_document(_odt(inside))
    return [
        (lesson.title, [block["value"] for block in lesson.blocks])
        for lesson in lessons_of(manuscript, proposed(manuscript), {})
    ]


def test_headings_words_and_lists_come_along():
    inside = (
        '<text:p text:style-name="P1">Afspraken</text:p><text:h text:outline-level="1">Bellen</text:h>'
        '<text:p>Bel <text:span text:style-name="T1">nu</text:span><text:s/><text:a xlink:href="https://www.nji.nl">NJi</text:a>.</text:p>'
        "<text:list><text:list-item><text:p>een</text:p></text:list-item></text:list>"
        '<text:list text:style-name="L1"><text:list-item><text:p>eerst</text:p></text:list-item></text:list>'
        '<text:list><text:list-item><text:h text:outline-level="2">Wie</text:h></text:list-item></text:list><text:p>Jij.</text:p>'
    )
    assert read_open_document(_odt(inside)).title == "Afspraken"
    assert _lessons(inside) == [
        (
            "Bellen",
            [
                '<p>Bel <b>nu</b> <a href="https://www.nji.nl">NJi</a>.</p><ul><li>een</li></ul><ol><li>eerst</li></ol>',
                "<h2>Wie</h2><p>Jij.</p>",
            ],
        )
    ]


def test_tables_notes_and_frames_come_along_and_pictures_are_named():
    def row(*cells):
        inside = [f"<table:table-cell><text:p>{one}</text:p></table:table-cell>" for one in cells]
        return f"<table:table-row>{''.join(inside)}</table:table-row>"

    inside = (
        "<text:p>Feit<text:note><text:note-body><text:p>De wet.</text:p></text:note-body></text:note></text:p>"
        "<text:p>Naast<draw:frame><draw:text-box><text:p>In het vak.</text:p></draw:text-box></draw:frame></text:p>"
        "<text:p><draw:frame><draw:image/><svg:desc>Een huis</svg:desc></draw:frame></text:p>"
        f"<table:table>{row('Wie', 'Wat')}{row('Jij', 'Bellen')}</table:table>"
    )
    text, table = _lessons(inside)[0][1]
    assert text == "<p>Feit (noot 1)</p><p>Noot 1: De wet.</p><p>Naast</p><p>In het vak.</p>"
    assert table["table"]["data"] == [["Wie", "Wat"], ["Jij", "Bellen"]]
    left = read_open_document(_odt(inside)).left
    assert [one.why for one in left] == ["Een afbeelding (Een huis). Voeg haar in de les toe, met een beschrijving."]


def test_what_is_no_document_is_refused():
    with pytest.raises(FileRefused, match="niet te lezen"):
        read_open_document(b"PK geen zip")


def test_what_stands_on_every_page_and_addresses_in_headings_are_named():
    inside = '<text:h text:outline-level="1"><text:a xlink:href="https://www.nji.nl">NJi</text:a></text:h><text:p>Tekst.</text:p>'
    around = (
        "<style:header><text:p>Gemeente Voorbeeldstad</text:p></style:header><style:footer><text:p/></style:footer>"
    )
    assert [(one.where, one.why) for one in read_open_document(_odt(inside, styles=around)).left] == [
        ("Link zonder adres", "https://www.nji.nl"),
        ("Kop- of voettekst", "Gemeente Voorbeeldstad"),
    ]
