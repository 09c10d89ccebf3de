import pytest

from cms.importing.media import wrong_with_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1">'


def test_a_drawing_is_taken():
    drawing = f'<?xml version="1.0"?>{HEAD}<title>Een pad</title><g fill="url(#a)"><path d="M0 0"/></g><text x="1">Stap 1</text></svg>'
    assert wrong_with_svg(drawing.encode()) == ""


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p>x</p></foreignObject>",
        '<rect onload="alert(1)"/>',
        '<rect OnClick="alert(1)"/>',
        '<a href="https://elders.example"><rect/></a>',
        '<image href="https://elders.example/x.png"/>',
        '<use xlink:href="#a"/>',
        '<animate attributeName="href" to="javascript:x"/>',
        "<style>@import url(https://elders.example)</style>",
        '<rect style="fill:url(https://elders.example)"/>',
        "<rect fill=\"url( '//elders.example')\"/>",
        '<html xmlns="http://www.w3.org/1999/xhtml"/>',
    ],
)
def test_anything_active_or_leading_outside_is_refused(inside):
    assert wrong_with_svg(f"{HEAD}{inside}</svg>".encode())


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"geen xml",
        b"<html/>",
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + HEAD.encode() + b"<text>&a;</text></svg>",
        b'<!DOCTYPE svg SYSTEM "file:///etc/passwd">' + HEAD.encode() + b"</svg>",
        b'<?xml-stylesheet href="https://elders.example/x.css"?>' + HEAD.encode() + b"</svg>",
        HEAD.encode() + b"<g>" * 30_000 + b"</g>" * 30_000 + b"</svg>",
    ],
    ids=["empty", "words", "html", "entity", "external", "stylesheet", "deep"],
)
def test_what_is_no_plain_drawing_is_refused(data):
    assert wrong_with_svg(data)
