"""One stylesheet for readers, the files apart while they are being written, always in the order of the layers."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import storage as staticfiles
from django.core.management import call_command
from django.template import Context, Template

from config.static_files import JoinedStaticFilesStorage, joined
from people import stylesheets

TAG = Template("{% load interface %}{% stylesheets %}")


@pytest.fixture
def css(tmp_path: Path) -> Path:
    for name in ("tokens", "base", "layout", "utilities", "print", "styleguide"):
        (tmp_path / f"{name}.css").write_text("")
    (tmp_path / "components").mkdir()
    for name in ("term", "button"):
        (tmp_path / "components" / f"{name}.css").write_text("")
    return tmp_path


def test_names_stand_in_the_order_of_the_layers(css):
    assert stylesheets.names(css) == [
        "css/tokens.css",
        "css/base.css",
        "css/layout.css",
        "css/components/button.css",
        "css/components/term.css",
        "css/utilities.css",
        "css/print.css",
    ]


def test_joined_keeps_the_order_it_is_given():
    assert joined({"css/tokens.css": "a {}", "css/base.css": "b {}"}) == "a {}\nb {}\n"


def test_joined_drops_comments_and_indentation():
    assert joined({"css/base.css": "/* why */\na {\n  color: red; /* here */\n}\n"}) == "a {\ncolor: red;\n}\n"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("url(../../icons/a.svg)", 'url("../icons/a.svg")'),
        ('url("mark.svg")', 'url("components/mark.svg")'),
        ("url(data:image/png;base64,AA)", "url(data:image/png;base64,AA)"),
        ("url(#shape)", "url(#shape)"),
        ("url(/static/x.svg)", "url(/static/x.svg)"),
    ],
)
def test_joined_writes_addresses_as_seen_from_the_joined_sheet(written, expected):
    assert joined({"css/components/a.css": f"a {{ background: {written}; }}"}) == f"a {{ background: {expected}; }}\n"


def test_collecting_hashes_and_compresses_the_joined_sheet(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "config.static_files.JoinedStaticFilesStorage"}}

    call_command("collectstatic", interactive=False, verbosity=0)

    collected = JoinedStaticFilesStorage(location=tmp_path, base_url="/static/")
    hashed = Path(collected.hashed_files["css/site.css"])
    text = (tmp_path / hashed).read_text()
    assert text.startswith("@layer tokens, base, layout, components, utilities;")
    assert text.index("@layer base {") < text.index("@layer layout {") < text.index("@layer components {")
    assert {path.suffix for path in (tmp_path / "css").glob(f"{hashed.stem}.*")} == {".css", ".gz", ".br"}


def test_readers_get_one_link_once_the_sheet_was_collected(monkeypatch):
    class Collected:
        hashed_files = {"css/site.css": "css/site.123.css"}

        def url(self, name):
            return f"/static/{self.hashed_files[name]}"

    for module in ("people.templatetags.interface", "django.contrib.staticfiles.storage"):
        monkeypatch.setattr(f"{module}.staticfiles_storage", Collected())

    assert TAG.render(Context()) == '<link rel="stylesheet" href="/static/css/site.123.css">'


def test_the_files_load_apart_while_nothing_was_collected():
    assert not hasattr(staticfiles.staticfiles_storage, "hashed_files")
    links = TAG.render(Context()).splitlines()
    assert links[0] == '<link rel="stylesheet" href="/static/css/tokens.css">'
    assert links[-1] == '<link rel="stylesheet" href="/static/css/print.css">'


def test_every_stylesheet_stands_in_a_layer_and_forces_nothing():
    folder = Path(__file__).parents[2] / "static" / "css"
    for name in stylesheets.names(folder):
        text = (folder.parent / name).read_text()
        assert "!important" not in text, name
        assert "@layer " in text, name
