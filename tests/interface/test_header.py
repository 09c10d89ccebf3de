"""The header says who and where, and asks the database nothing by itself."""

import pytest
from django.template import Context, Template

from people.templatetags.interface import day, section_of
from people.viewer import Viewer

TAG = Template("{% load interface %}{% site_header %}")


def viewer(**known):
    return Viewer(user_id=1, user_uuid="", first_name="Asha", profession="", is_platform_admin=False, **known)


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/", "vandaag"),
        ("/leren/meldcode/", "leren"),
        ("/spiegel/", "spiegel"),
        ("/echte-zorg/", ""),
        ("/accounts/login/", ""),
    ],
)
def test_section_of_a_path(path, section):
    assert section_of(path) == section


def test_a_visitor_sees_the_name_of_the_site_and_nothing_else():
    html = TAG.render(Context({"viewer": None}))
    assert "Leerspiegel" in html
    assert "<nav" not in html
    assert "Uitloggen" not in html


def test_the_page_one_is_on_is_marked(rf):
    html = TAG.render(Context({"viewer": viewer(), "request": rf.get("/leren/")}))
    assert '<a href="/leren/" aria-current="true">' in html
    assert html.count("aria-current") == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [("edith", True), ("omar", True), ("petra", True), ("tess", True), ("asha", False), ("lotte", False)],
)
@pytest.mark.django_db
def test_the_studio_stands_in_the_menu_of_whom_it_lets_in(request, name, shown):
    client = request.getfixturevalue(f"as_{name}")
    assert ('href="/studio/"' in client.get("/begrippen/").content.decode()) is shown
    assert (client.get("/studio/").status_code == 200) is shown


def test_the_way_to_help_is_one_tap_away():
    assert 'href="/echte-zorg/"' in TAG.render(Context({"viewer": viewer()}))


@pytest.mark.parametrize(
    ("written", "read"), [("2026-11-21", "21 november 2026"), ("2026-13-99", "2026-13-99"), ("z.j.", "z.j."), ("", "")]
)
def test_day_reads_dates_and_leaves_other_words(written, read):
    assert day(written) == read
