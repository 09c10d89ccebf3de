"""Everything we hold on me: every table has its place, and what is another's stays theirs."""

import io
import json
import uuid
import zipfile

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps

from people import everything, holdings, register, register_dutch
from people.models import Organisation
from tests.learning.reflection import kept
from tests.privacy.oracle import Oracle

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(transactional_db, tmp_path, settings):
    from tests.architecture.world import World

    settings.MEDIA_ROOT = tmp_path
    return World()


def opened(user) -> dict[str, str]:
    """The ZIP's files by name."""
    with zipfile.ZipFile(io.BytesIO(everything.make(user, {}).content)) as files:
        return {name: files.read(name).decode() for name in files.namelist()}


def parts(user):
    return {name: part["inhoud"] for name, part in json.loads(opened(user)["gegevens.json"])["onderdelen"].items()}


# --- Every table ----------------------------------------------------------------------------------


def test_every_table_that_says_so_stands_in_a_section():
    assert everything.untold() == [], (
        "Name each in the `tables` of a section of its room (held.py, people.holdings.register), and build it there."
    )


def test_a_table_without_a_section_would_be_noticed(monkeypatch):
    monkeypatch.delitem(holdings._sections, "antwoorden")
    assert everything.untold() == ["practice.Answer"]


def test_sections_name_tables_that_exist_and_are_about_people():
    known = {model._meta.label for model in register.people_tables()}
    for section in holdings.sections():
        assert section.tables <= known, section.name
        assert all(apps.get_model(label) for label in section.tables)


def test_each_table_is_told_of_once():
    told = [label for section in holdings.sections() for label in section.tables]
    assert sorted(told) == sorted(set(told))


def test_what_is_declared_has_its_dutch():
    said = {label: register.declaration_of(model) for label, model in everything.exported().items()}
    assert {label: words for label, one in said.items() if (words := register_dutch.silent(one))} == {}, (
        "Write these in people/register_dutch.py: the person reads them."
    )


# --- What is in it --------------------------------------------------------------------------------


def test_the_files_that_are_promised_are_there(asha):
    assert sorted(opened(asha)) == ["gegevens.json", "leesmij.md", "spiegel.md"]


def test_the_guide_tells_of_every_section_and_table_why_and_how_long_and_names_no_table(asha):
    guide = opened(asha)["leesmij.md"]
    for section in holdings.sections():
        assert f"(`{section.name}`)" in guide
    for label, model in everything.exported().items():
        assert "| " + " | ".join(register_dutch.in_dutch(register.declaration_of(model))) + " |" in guide
        assert label not in guide
    assert "| je eigen reflectie | tot je het verwijdert, of je account gewist wordt |" in guide
    assert "Sleutels" in guide.split("Wat er niet in staat")[1]


def test_somebody_who_did_nothing_has_a_whole_file_too(petra):
    found = parts(petra)
    assert (found["lidmaatschappen"], found["antwoorden"], found["profiel"]["e-mailadres"]) == ([], [], petra.email)


@pytest.mark.slow
@pytest.mark.indexed
def test_each_part_holds_what_somebody_left_behind(world):
    asha, edith = world.cast["asha"], world.cast["edith"]
    Authenticator.objects.create(user=asha, type="totp", data={"secret": "zqgeheimesleutel"})
    found = parts(asha)
    own = world.private["asha"]
    assert found["lidmaatschappen"][0]["organisatie"] == "Gemeente Voorbeeldstad"
    assert [one["soort"] for one in found["tweede-stap"]] == ["totp"]
    assert [one["tekst"] for one in found["antwoorden"]] == [None, f"{own} schreef ik."]
    assert [len(one["vragen"]) for one in found["opfrissen"]["rondes"]] == [1]
    assert len(found["toetsen"][0]["vragen"]) == 1
    assert found["casussen"]["keren"][0]["stappen"][0]["reden"] == f"{own} dacht ik."
    assert found["voortgang"][0]["lessen"][0]["gedaan"]
    assert found["spiegel"]["entries"][0]["text"] == f"{own} schreef ik."
    assert own in opened(asha)["spiegel.md"]
    assert "zqgeheimesleutel" not in str(opened(asha))
    assert parts(edith)["geschreven-inhoud"].keys() == found["geschreven-inhoud"].keys()


@pytest.mark.slow
@pytest.mark.indexed
def test_nobody_gets_a_word_of_anothers(world):
    for name, user in world.cast.items():
        others = [word for who, word in world.private.items() if who != name]
        assert Oracle(others).finds(*opened(user).values()) == [], name


def test_what_was_shared_with_me_is_told_without_its_words(asha, ben):
    kept.keep(asha, ben)
    files = "".join(opened(asha).values())
    assert ("Ben de Vries" in files, kept.OTHERS in files, kept.FOREIGN in files) == (True, True, False)
    assert kept.DIMENSION not in "".join(opened(ben).values())


def test_what_does_not_open_is_named(asha, ben):
    from people.keys import vault

    kept.keep(asha, ben)
    vault.erase(asha.uuid)
    assert parts(asha)["spiegel"]["not_opened"] > 1
    assert "kan niet worden geopend" in opened(asha)["spiegel.md"]


# --- Through the door -----------------------------------------------------------------------------


def test_it_is_asked_for_and_fetched(as_asha, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert "Maak het bestand" in as_asha.get("/profiel/gegevens/").content.decode()
    address = as_asha.post("/profiel/gegevens/", {"key": uuid.uuid4()}).headers["Location"]
    reply = as_asha.get(f"{address}bestand/")
    assert reply.headers["Content-Disposition"].startswith('attachment; filename="gegevens-')
    with zipfile.ZipFile(io.BytesIO(reply.content)) as files:
        assert files.testzip() is None
    assert as_asha.post(f"{address}verwijderen/").headers["Location"] == "/profiel/gegevens/"


def test_without_a_key_it_is_refused_in_words(as_asha):
    reply = as_asha.post("/profiel/gegevens/", {})
    assert (reply.status_code, "Laad de pagina opnieuw" in reply.content.decode()) == (422, True)


def test_the_profile_leads_there(as_asha, asha):
    page = as_asha.get("/profiel/").content.decode()
    for address in ("/profiel/gegevens/", "/spiegel/meenemen/", "/profiel/verwijderen/", "/privacy/"):
        assert f'href="{address}"' in page
    assert Organisation.objects.count() == 1
