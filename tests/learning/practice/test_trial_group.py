"""A trial group: who may read a draft until when, what is remarked at its blocks, and who sees that."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from cms.models import LessonPage
from learning.practice.models import Remark, TrialGroup
from learning.practice.trials import actions, queries
from people.models import Role
from people.refusal import Conflict, Refused
from tests.factories import cms, people

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def _text(reply):
    return " ".join(re.sub(r"<[^>]+>", " ", reply.content.decode()).split())


@pytest.fixture
def lesson(voorbeeldstad):
    """A lesson in draft: a text, a question."""
    body = [("text", "<p>De eerste alinea.</p>"), ("question", {"question": cms.question(organisation=voorbeeldstad)})]
    made = cms.lesson(cms.module(voorbeeldstad, title="Een conceptmodule"), body=body, title="Een conceptles")
    made.save_revision()
    return made


@pytest.fixture
def module(lesson):
    return lesson.get_parent().specific


@pytest.fixture
def group(module, edith, asha, ben):
    until = TODAY() + timedelta(days=7)
    return actions.keep(module, by=edith, people=[asha.uuid, ben.uuid], until=until, asks="Klopt dit?")


@pytest.fixture
def address(group, lesson):
    return f"/proef/{group.pk}/{lesson.uuid}/"


@pytest.fixture
def say(as_asha, address, lesson):
    """Remark something as Asha, at the first block."""

    def said(text="Dit is te lang.", key=None, **more):
        form = {"block": str(lesson.body[0].id), "text": text, "key": key or str(uuid.uuid4()), **more}
        return as_asha.post(f"{address}opmerking/", form)

    return said


def _save(lesson, body):
    lesson.body = body
    lesson.save_revision()


# --- Reading --------------------------------------------------------------------------------------


def test_who_was_asked_finds_it_at_home_and_reads_the_draft(as_asha, group, address):
    home, cover = as_asha.get("/"), as_asha.get(f"/proef/{group.pk}/")
    assert "Je bent gevraagd mee te lezen: ‘Een conceptmodule’" in _text(home)
    assert f'href="/proef/{group.pk}/"' in home.content.decode()
    assert "Klopt dit?" in _text(cover)
    assert "Gevraagd door Edith" in _text(cover)
    assert f'href="{address}"' in cover.content.decode()
    page = _text(as_asha.get(address))
    assert "De eerste alinea." in page
    assert page.count("Schrijf hierbij een opmerking") == 2
    assert "Je opmerkingen lezen de auteurs van deze module" in page


def test_answers_stay_on_the_screen_and_leave_no_row(as_asha, address, lesson):
    rooms = {"journey", "practice", "reflection", "dossier"}
    models = [one for one in apps.get_models() if one._meta.app_label in rooms]
    before, question = [one.objects.count() for one in models], lesson.body[1]
    right = question.value["question"].body[0].value["options"].bound_blocks[0].id
    reply = as_asha.post(address, {"block": str(question.id), "answer": right, "earlier": json.dumps({})})
    assert "Daar kun je altijd terecht." in _text(reply)
    assert [one.objects.count() for one in models] == before


def test_nobody_else_reads_it(
    group, address, as_edith, as_farah, as_lotte, as_omar, as_sam, as_tess, as_petra, as_kees
):
    others = (as_edith, as_farah, as_lotte, as_omar, as_sam, as_tess, as_petra, as_kees)
    assert {one.get(path).status_code for one in others for path in (f"/proef/{group.pk}/", address)} == {404}
    assert "gevraagd mee te lezen" not in _text(as_farah.get("/"))


def _past(group, asha):
    TrialGroup.objects.filter(pk=group.pk).update(until=TODAY() - timedelta(days=1))


def _stopped(group, asha):
    actions.stop(group, by=group.by)


def _taken_away(group, asha):
    others = queries.asked_in(group) - {asha.uuid}
    actions.keep(group.module, by=group.by, people=others, until=group.until, asks=group.asks)


def _left(group, asha):
    asha.memberships.update(ended_on=TODAY())


@pytest.mark.parametrize("end", [_past, _stopped, _taken_away, _left])
def test_it_ends_for_reading_remarking_and_home(group, asha, as_asha, address, say, end):
    say()
    own = Remark.objects.get()
    end(group, asha)
    paths = (f"/proef/{group.pk}/", address)
    assert {as_asha.get(path).status_code for path in paths} == {404}
    assert say("Nog iets.").status_code == 404
    assert as_asha.post(f"/proef/opmerkingen/{own.pk}/wijzigen/", {"text": "Anders.", "version": 1}).status_code == 404
    assert as_asha.post(f"/proef/opmerkingen/{own.pk}/terugnemen/").status_code == 404
    assert Remark.objects.count() == 1
    with pytest.raises(Refused):  # at the very moment that it ends
        actions.change(own, by=asha, version=1, text="Anders.")
    if end is not _left:
        assert "gevraagd mee te lezen" not in _text(as_asha.get("/"))


def test_a_last_day_is_a_day_to_read(group, as_asha, address):
    TrialGroup.objects.filter(pk=group.pk).update(until=TODAY())
    assert as_asha.get(address).status_code == 200


def test_another_module_s_lesson_is_no_part_of_it(group, as_asha, voorbeeldstad):
    other = cms.lesson(cms.module(voorbeeldstad))
    assert as_asha.get(f"/proef/{group.pk}/{other.uuid}/").status_code == 404


def test_the_closing_test_is_read_too(group, module, as_asha, voorbeeldstad):
    module.test_questions = [("question", cms.question(organisation=voorbeeldstad, stem="Wie bel je nu?"))]
    module.test_draw = 1
    module.save_revision()
    assert "Wie bel je nu?" in _text(as_asha.get(f"/proef/{group.pk}/{module.uuid}/"))


@pytest.mark.parametrize("lessons", [1, 6])
def test_a_cover_costs_the_same_however_many_lessons(as_asha, group, module, lessons, django_assert_num_queries):
    for _ in range(lessons - 1):
        cms.lesson(module).save_revision()
    as_asha.get(f"/proef/{group.pk}/")
    with django_assert_num_queries(5):
        as_asha.get(f"/proef/{group.pk}/")


# --- Remarks --------------------------------------------------------------------------------------


def test_a_remark_stands_at_its_block_for_its_writer_alone(say, as_asha, as_ben, address):
    reply = say("Dit is te lang.")
    assert (reply.status_code, reply.headers["Location"].startswith(f"{address}#opmerkingen-")) == (302, True)
    assert "Dit is te lang." in _text(as_asha.get(address))
    assert "Dit is te lang." not in _text(as_ben.get(address))
    assert b"Dit is te lang." not in bytes(Remark.objects.get().sealed)


def test_a_part_of_the_page_answers_our_script(as_asha, address, lesson):
    form = {"block": str(lesson.body[0].id), "text": "Kort.", "key": str(uuid.uuid4())}
    reply = as_asha.post(f"{address}opmerking/", form, headers={"X-Requested-With": "save-form"})
    assert "Je opmerking is bewaard" in _text(reply)
    assert "<html" not in reply.content.decode()


def test_the_same_key_has_one_effect(say):
    key = str(uuid.uuid4())
    assert [say("Eén keer.", key).status_code, say("Eén keer.", key).status_code, say("Anders.", key).status_code] == [
        302,
        302,
        409,
    ]
    assert Remark.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "said"), [(" ", "Schrijf eerst iets."), ("x" * 2001, "hooguit 2000 tekens, dit zijn er 2001")]
)
def test_what_cannot_be_kept_comes_back_with_why(say, text, said):
    reply = say(text)
    assert (reply.status_code, said in _text(reply), Remark.objects.count()) == (422, True, 0)
    assert text in reply.content.decode()


def test_the_guard_asks_once(say):
    reply = say("Zo ging het bij Fatima ook.")
    assert (reply.status_code, "‘Fatima’" in reply.content.decode(), Remark.objects.count()) == (422, True, 0)
    assert say("Zo ging het bij Fatima ook.", guard_keep="1").status_code == 302


def test_changing_and_taking_back(say, as_asha, as_ben, asha, address, edith, module):
    say()
    own = Remark.objects.get()
    actions.settle(module, own.pk, by=edith, done=True)
    assert "Een auteur heeft dit afgehandeld." in _text(as_asha.get(address))
    change = f"/proef/opmerkingen/{own.pk}/wijzigen/"
    assert as_ben.post(change, {"text": "Van mij.", "version": 1}).status_code == 404
    assert as_asha.post(change, {"text": "Toch te kort.", "version": 1}).status_code == 302
    assert "Toch te kort." in _text(as_asha.get(address))
    own.refresh_from_db()
    assert (own.done_at, own.version) == (None, 2)
    with pytest.raises(Conflict):  # another tab, that saw the first words
        actions.change(own, by=asha, version=1, text="Weer anders.")
    assert as_ben.post(f"/proef/opmerkingen/{own.pk}/terugnemen/").status_code == 404
    assert as_asha.post(f"/proef/opmerkingen/{own.pk}/terugnemen/").status_code == 302
    assert Remark.objects.count() == 0


def test_a_draft_that_changes_keeps_remarks_with_their_block(say, as_asha, as_edith, address, lesson, module):
    say("Over de alinea.")
    first, second = lesson.body[0], lesson.body[1]
    kept = {"type": "text", "value": "<p>Een nieuwe alinea.</p>", "id": str(first.id)}
    _save(lesson, json.dumps([kept]))
    page = as_asha.get(address).content.decode()
    assert page.index("Een nieuwe alinea.") < page.index("Over de alinea.")
    assert "Niet meer in de tekst" not in page
    _save(lesson, json.dumps([{"type": "text", "value": "<p>Alles anders.</p>", "id": str(second.id)}]))
    for reply in (as_asha.get(address), as_edith.get(f"/studio/modules/{module.pk}/proefgroep/")):
        page = _text(reply)
        assert page.index("Niet meer in de tekst") < page.index("Over de alinea.")


def test_a_block_that_went_while_one_wrote_loses_nothing(say, lesson, as_asha, address):
    block = str(lesson.body[0].id)
    _save(lesson, [("text", "<p>Iets anders.</p>")])
    assert say("Nog getypt.", block=block).status_code == 302
    assert "Nog getypt." in _text(as_asha.get(address))


def test_a_lesson_that_was_deleted_leaves_its_remarks(say, as_asha, as_edith, group, lesson, module):
    say("Blijft staan.")
    LessonPage.objects.get(pk=lesson.pk).delete()
    assert "Blijft staan." in _text(as_asha.get(f"/proef/{group.pk}/"))
    assert "Een conceptles" in _text(as_edith.get(f"/studio/modules/{module.pk}/proefgroep/"))
    own = Remark.objects.get()
    assert (
        as_asha.post(f"/proef/opmerkingen/{own.pk}/terugnemen/").headers["Location"].startswith(f"/proef/{group.pk}/")
    )


# --- In the studio --------------------------------------------------------------------------------


def _form(*who, until=None, asks="Klopt dit?"):
    return {
        "people": [str(one.uuid) for one in who],
        "until": (until or TODAY() + timedelta(days=7)).isoformat(),
        "asks": asks,
    }


def test_an_author_asks_people_and_keeps_the_group(as_edith, module, asha, ben):
    address = f"/studio/modules/{module.pk}/proefgroep/"
    assert as_edith.post(address, _form(asha)).status_code == 302
    group = queries.standing(module)
    assert (queries.asked_in(group), group.organisation_id) == ({asha.uuid}, module.owner_root.organisation_id)
    as_edith.post(address, _form(ben, asks="En nu?"))
    assert (queries.asked_in(queries.standing(module)), TrialGroup.objects.get().asks) == ({ben.uuid}, "En nu?")
    assert as_edith.post(f"{address}stoppen/").status_code == 302
    assert queries.standing(module) is None


def test_after_its_day_a_new_group_begins(as_edith, group, module, asha):
    _past(group, asha)
    as_edith.post(f"/studio/modules/{module.pk}/proefgroep/", _form(asha))
    assert (TrialGroup.objects.count(), queries.standing(module).pk != group.pk) == (2, True)


def test_what_cannot_be_asked_is_told(as_edith, module, asha, sam):
    address = f"/studio/modules/{module.pk}/proefgroep/"
    wrong = [
        _form(sam),
        _form(),
        _form(asha, asks=" "),
        _form(asha, until=TODAY() - timedelta(days=1)),
        _form(asha, until=TODAY() + timedelta(days=91)),
    ]
    assert [as_edith.post(address, one).status_code for one in wrong] == [422] * len(wrong)
    assert TrialGroup.objects.count() == 0
    with pytest.raises(Refused):
        actions.keep(
            module,
            by=people.member("Els", module.owner_root.organisation, Role.TRAINER),
            people=[sam.uuid],
            until=TODAY(),
            asks="?",
        )


def test_authors_see_remarks_at_the_block_and_settle_them(say, as_edith, as_tess, as_asha, lesson, module):
    say("Dit is te lang.")
    own, block = Remark.objects.get(), str(lesson.body[0].id)
    page = as_edith.get(f"/studio/modules/{module.pk}/proefgroep/").content.decode()
    assert f"/studio/pages/{lesson.pk}/edit/#block-{block}-section" in page
    beside = as_edith.get(f"/studio/pages/{lesson.pk}/proefopmerkingen/").content.decode()
    assert (f'data-block="{block}"' in beside, "Dit is te lang." in beside) == (True, True)
    assert "1 opmerking" in _text(as_edith.get("/studio/"))
    settle = f"/studio/pages/{lesson.pk}/proefopmerkingen/{own.pk}/"
    assert [as_tess.post(settle, {"done": "1"}).status_code, as_asha.post(settle, {"done": "1"}).status_code] == [
        404,
        404,
    ]
    assert as_edith.post(settle, {"done": "1"}).status_code == 302
    own.refresh_from_db()
    assert own.done_by.first_name == "Edith"
    assert "Dit is te lang." not in as_edith.get(f"/studio/pages/{lesson.pk}/proefopmerkingen/").content.decode()
    as_edith.post(settle, {"done": "0"})
    own.refresh_from_db()
    assert own.done_at is None


def test_a_remark_of_another_module_is_not_settled(say, as_edith, voorbeeldstad):
    say()
    other = cms.module(voorbeeldstad)
    assert (
        as_edith.post(
            f"/studio/pages/{other.pk}/proefopmerkingen/{Remark.objects.get().pk}/", {"done": "1"}
        ).status_code
        == 404
    )


def test_the_core_s_drafts_are_read_by_its_own_writers_alone(as_kees, as_petra, kees, petra, asha):
    module = cms.lesson(cms.module(None, title="Van de kern")).get_parent().specific
    module.save_revision()
    assert {one.uuid for one in queries.to_ask(module, by=kees)} == {petra.uuid}
    assert as_petra.post(f"/studio/modules/{module.pk}/proefgroep/", _form(kees)).status_code == 302
    group = queries.standing(module)
    assert as_kees.get(f"/proef/{group.pk}/").status_code == 200
    assert "Je bent gevraagd mee te lezen" in _text(as_kees.get("/studio/"))
    kees.groups.clear()
    assert as_kees.get(f"/proef/{group.pk}/").status_code == 404


def test_remarks_never_come_in_an_edition_or_a_revision(say, module, lesson, as_edith):
    say("zqopmerking")
    for page in (lesson, module):
        page.refresh_from_db()
        revision = page.save_revision()
        assert "zqopmerking" not in str(revision.content)
        revision.publish()
    editions = apps.get_model("cms", "Edition").objects.all()
    assert [one.pk for one in editions if "zqopmerking" in str(one.content)] == []
    assert editions.count() > 0
