"""Word documents for tests: only what a test names, written as Word writes it."""

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_STYLES = (
    '<w:style w:type="paragraph" w:styleId="Kop1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kop2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mijnkop"><w:name w:val="Mijn kop"/><w:basedOn w:val="Kop2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Inhopg1"><w:name w:val="toc 1"/></w:style>'
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)
_LINKS = '<Relationship Id="rId1" Target="https://www.nji.nl"/><Relationship Id="rId2" Target="file:///etc/passwd"/>'


def run(text: str, looks: str = "") -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, style: str = "", *, list_id: int = 0) -> str:
    """A paragraph; `text` may be runs."""
    runs = text if text.startswith("<w:") else run(text)
    numbering = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list_id}"/></w:numPr>' if list_id else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{numbering}</w:pPr>{runs}</w:p>'


def docx(*parts: str, **others: str) -> bytes:
    """A document of these parts; `others` are files by the name of their element, such as `footnotes`."""
    files = {"document": f"<w:body>{''.join(parts)}</w:body>", "styles": _STYLES, "numbering": _NUMBERING, **others}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/_rels/document.xml.rels", f"<Relationships>{_LINKS}</Relationships>")
        for name, inside in files.items():
            archive.writestr(f"word/{name}.xml", f'<?xml version="1.0"?><w:{name} {_W}>{inside}</w:{name}>')
    return held.getvalue()


@pytest.fixture
def word() -> Callable[..., bytes]:
    return docx
