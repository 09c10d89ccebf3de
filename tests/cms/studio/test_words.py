"""Wagtail's own words where they would confuse a Dutch trainer: ours stand in their place, and only where Wagtail says them."""

import ast
import gettext
import re
from pathlib import Path

import pytest
import wagtail
from django.conf import settings
from django.urls import reverse

from tests.factories import cases, cms

OURS = Path(settings.LOCALE_PATHS[0]) / "nl/LC_MESSAGES"
_LINE = re.compile(r"^(msgid_plural|msgid|msgstr(?:\[(\d)\])?) (\".*\")$", re.MULTILINE)


def _written(domain):
    """What the file that people write says: by its words, and for a plural also by its number."""
    said, now, has_plural = {}, "", False
    for kind, number, text in _LINE.findall((OURS / f"{domain}.po").read_text(encoding="utf-8")):
        words = ast.literal_eval(text)
        if kind == "msgid":
            now, has_plural = words, False
        elif kind == "msgid_plural":
            has_plural = True
        else:
            said[(now, int(number)) if has_plural else now] = words
    return {key: words for key, words in said.items() if key}


def _compiled(path):
    with path.open("rb") as file:
        return {key: words for key, words in gettext.GNUTranslations(file)._catalog.items() if key}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_what_is_written_is_what_is_compiled_and_wagtail_says_it(domain):
    written = _written(domain)
    assert written == _compiled(OURS / f"{domain}.mo")
    home = Path(wagtail.__file__).parent
    theirs = [_compiled(path) for path in home.rglob(f"locale/nl/LC_MESSAGES/{domain}.mo")]
    assert [key for key in written if not any(key in catalog for catalog in theirs)] == []


@pytest.mark.django_db
def test_a_trainer_reads_dutch_states_and_titles(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad, publish=True)
    assert "<title>Begin - Leerspiegel" in " ".join(as_edith.get("/studio/").content.decode().split())
    listing = " ".join(
        as_edith.get(reverse("wagtailadmin_explore", args=[module.get_parent().pk])).content.decode().split()
    )
    assert re.findall(r'<span class="w-sr-only">Staat nu:</span> ([a-z]+)', listing) == ["gepubliceerd"]


@pytest.mark.django_db
def test_help_says_what_one_can_do_and_not_what_it_is_called(as_edith, as_kees):
    for client, kind in ((as_edith, "question"), (as_kees, "reflectionquestion")):
        form = client.get(f"/studio/snippets/cms/{kind}/add/").content.decode()
        assert "Zet **twee sterretjes** om woorden die vet moeten" in form
        assert "Markdown mag" not in form


@pytest.mark.django_db
def test_what_does_not_go_says_what_to_do_and_that_nothing_is_lost(as_edith):
    reply = as_edith.post(
        "/studio/snippets/cms/question/add/", {"title": "Wat zie je", "body-count": "0", "action-publish": "1"}
    )
    told = reply.content.decode()
    assert "Vraag: dit lukt nog niet. Kijk wat er bij de velden staat; wat je typte, staat er nog." in told
    assert 'value="Wat zie je"' in told
    assert "Kies met de plus wat voor vraag het is; dan komen de velden." in told


@pytest.mark.django_db
def test_a_message_that_informs_has_its_icon(as_edith):
    assert 'id="icon-info"' in as_edith.get(reverse("wagtailadmin_sprite")).content.decode()


@pytest.mark.django_db
def test_choosing_a_case_shows_cases_and_nothing_that_holds_none(as_edith, voorbeeldstad, anderstad):
    core = cases.case(publish=True, title="Van de kern")
    cms.module(publish=True, title="Kernmodule")
    cases.case(anderstad, publish=True, title="Van een ander")
    asked = "/studio/choose-page/?page_type=cases_library.casepage"
    html = as_edith.get(asked).json()["html"]
    assert re.findall(r'data-title="([^"]+)"', html) == ["Van de kern"]
    assert "Kernmodule" not in html
    assert "Kies hier iets van de soort Casus. Zoeken vindt alleen die." in html

    own = cases.case(voorbeeldstad, title="Van ons")
    html = as_edith.get(asked).json()["html"]
    found = re.findall(
        r'<a href="(/studio/choose-page/\d+/[^"]*)" class="navigate-pages" title="Kijk in ‘([^"]+)’"', html
    )
    ways = {name: way for way, name in found}
    assert sorted(ways) == ["Gemeente Voorbeeldstad", "Landelijke kern"]
    below = {name: as_edith.get(way).json()["html"] for name, way in ways.items()}
    assert f'data-id="{own.pk}"' in below["Gemeente Voorbeeldstad"]
    assert f'data-id="{core.pk}"' in below["Landelijke kern"]
