"""From publishing to editions: what makes one, on which line, and what follows from it elsewhere."""

import re

import pytest
from django.core.exceptions import ValidationError

from cms.editions.content import CompileError
from cms.editions.publishing import check
from cms.models import Change, Edition, Kind, LessonPage, ModulePage, Question, Taught
from tests.cms.editions.history import edit, history, live
from tests.concurrency import at_once
from tests.factories import cms

pytestmark = pytest.mark.django_db


@pytest.fixture
def question():
    return cms.question()


@pytest.fixture
def module(question):
    return cms.module(
        publish=True, lessons=[{"title": "Kijken", "body": [("question", {"question": question})]}, {"title": "Wegen"}]
    )


@pytest.fixture
def lesson(module):
    return LessonPage.objects.child_of(module).order_by("path").first()


# --- The same content, a minor and a material change -------------------------------------------------


@pytest.mark.parametrize("what", ["question", "lesson", "module"])
def test_publishing_the_same_again_makes_no_edition(request, what):
    item = request.getfixturevalue(what)
    before = list(Edition.objects.values_list("pk", flat=True))
    cms.publish_now(item)
    assert list(Edition.objects.values_list("pk", flat=True)) == before


def test_calling_it_material_does_not_make_the_same_content_another(question):
    edit(question, material=True)
    assert history(question) == [(1, 1)]


def test_a_minor_change_continues_the_line(question):
    edit(question, stem="Wie bel je het eerst?")
    assert (history(question), live(question).number) == ([(1, 1), (2, 1)], 2)


def test_a_material_change_starts_a_line(question):
    edit(question, stem="Wie bel je 's nachts?", material=True)
    assert (history(question), live(question).line.major) == ([(1, 1), (2, 2)], 2)


def test_a_minor_change_after_a_material_one_stays_on_the_new_line(question):
    edit(question, stem="Tweede", material=True)
    edit(question, stem="Derde")
    assert history(question) == [(1, 1), (2, 2), (3, 2)]


def test_going_back_to_old_words_is_a_new_edition(question):
    first = live(question).hash
    edit(question, stem="Anders")
    edit(question, stem=question.stem)
    assert (live(question).number, live(question).hash) == (3, first)


def test_an_old_edition_keeps_its_words(question):
    first = live(question)
    edit(question, stem="Heel anders")
    assert Edition.objects.get(pk=first.pk).content["stem"] == question.stem


def test_the_choice_of_change_is_for_one_publication(question):
    changed = edit(question, stem="Anders", material=True, note="Ander antwoord")
    assert (changed.change, changed.change_note) == (Change.MINOR, "")


def test_an_edition_says_what_changed_and_who_published(question, edith):
    question.stem, question.change_note = "Anders", "Duidelijker gevraagd"
    question.save_revision(user=edith).publish(user=edith)
    assert (live(question).note, live(question).published_by) == ("Duidelijker gevraagd", edith)


@pytest.mark.parametrize("kind", cms.BODIES)
def test_every_kind_of_question_becomes_an_edition_of_its_kind(kind):
    question = cms.question(kind)
    assert (live(question).content["kind"], history(question)) == (kind, [(1, 1)])


# --- What follows elsewhere -------------------------------------------------------------------------


def test_a_question_recompiles_its_lesson_and_module(question, module, lesson):
    edit(question, stem="Anders gevraagd")
    block = live(lesson).content["blocks"][0]
    assert block["edition"] == live(question).pk
    assert live(module).content["lessons"][0]["edition"] == live(lesson).pk
    assert [history(item)[-1] for item in (question, lesson, module)] == [(2, 1)] * 3


def test_a_material_question_makes_its_lesson_and_module_material(question, module, lesson):
    edit(question, stem="Heel iets anders", material=True, note="Nieuwe wet")
    assert [history(item)[-1] for item in (question, lesson, module)] == [(2, 2)] * 3
    assert live(lesson).note == "Nieuwe wet"


def test_a_question_leaves_other_lessons_alone(question, module):
    other = LessonPage.objects.child_of(module).order_by("path").last()
    edit(question, stem="Anders gevraagd")
    assert history(other) == [(1, 1)]


def test_a_question_used_twice_makes_one_edition_of_each_lesson(question):
    module = cms.module(publish=True, lessons=[{"body": [("question", {"question": question})]} for _ in range(3)])
    edit(question, stem="Anders gevraagd")
    assert [history(one) for one in LessonPage.objects.child_of(module)] == [[(1, 1), (2, 1)]] * 3
    assert [entry["number"] for entry in live(module).content["lessons"]] == [2, 2, 2]


def test_a_question_of_a_test_recompiles_its_module(question):
    module = cms.module(publish=True, test_questions=[("question", question)], test_draw=1)
    edit(question, stem="Anders gevraagd")
    assert live(module).content["test"]["pool"][0]["edition"] == live(question).pk
    assert history(module) == [(1, 1), (2, 1)]


def test_a_term_recompiles_the_lessons_that_explain_it():
    term = cms.term("signaal")
    module = cms.module(
        publish=True, lessons=[{"body": [("text", "<p>Een signaal.</p>"), ("glossary", {"terms": [term]})]}]
    )
    lesson = LessonPage.objects.child_of(module).get()
    term.definition = "<p>Iets dat opvalt.</p>"
    term.save()
    assert live(lesson).content["terms"][0]["definition"] == "<p>Iets dat opvalt.</p>"
    assert [history(item)[-1] for item in (lesson, module)] == [(2, 1)] * 2


def test_a_minor_lesson_keeps_its_module_on_its_line(module, lesson):
    edit(lesson, summary="Iets duidelijker.")
    assert [history(item)[-1] for item in (lesson, module)] == [(2, 1)] * 2


def test_a_material_lesson_puts_its_module_on_a_new_line(module, lesson):
    edit(lesson, body=cms._stream(LessonPage, "body", [("text", "<p>Nieuw.</p>")]), material=True)
    assert [history(item)[-1] for item in (lesson, module)] == [(2, 2)] * 2


def test_another_lesson_makes_the_module_material(module):
    cms.lesson(module, publish=True)
    assert history(module)[-1] == (2, 2)


def test_a_lesson_taken_offline_makes_the_module_material(module, lesson):
    lesson.unpublish()
    assert ([entry["title"] for entry in live(module).content["lessons"]], history(module)[-1]) == (["Wegen"], (2, 2))


@pytest.mark.parametrize(
    ("fields", "line"), [({"test_pass_mark": 90}, 2), ({"test_draw": 1}, 2), ({"test_intro": "Succes."}, 1)]
)
def test_a_stricter_rule_of_the_test_is_material(question, fields, line):
    module = cms.module(
        publish=True, test_questions=[("question", question), ("question", cms.question())], test_draw=2
    )
    edit(module, **fields)
    assert history(module)[-1] == (2, line)


def test_a_lesson_of_a_module_in_draft_makes_no_edition_of_the_module():
    module = cms.module()
    cms.lesson(module, publish=True)
    assert not Taught.objects.filter(pk=module.uuid).exists()


# --- Taking offline -------------------------------------------------------------------------------


def test_what_is_taken_offline_is_not_in_force_and_stays(module):
    module.unpublish()
    assert (live(module), history(module)) == (None, [(1, 1)])


def test_what_comes_back_unchanged_is_the_same_edition(module):
    first = live(module)
    module.unpublish()
    cms.publish_now(ModulePage.objects.get(pk=module.pk))
    assert (live(module), history(module)) == (first, [(1, 1)])


# --- What does not compile --------------------------------------------------------------------------


def test_a_question_that_was_never_published_stops_the_lesson():
    lesson = cms.lesson(cms.module(), body=[("question", {"question": cms.question(publish=False, title="Concept")})])
    with pytest.raises(CompileError, match="‘Concept’ is nog niet gepubliceerd"):
        cms.publish_now(lesson)
    assert (LessonPage.objects.get(pk=lesson.pk).live, Taught.objects.filter(kind=Kind.LESSON).count()) == (False, 0)


def test_a_failed_compile_leaves_the_old_edition_and_page_live(module, lesson):
    lesson.title, lesson.body = "Nieuw", cms._stream(LessonPage, "body", [("text", "<p>Zo is het.[^nergens]</p>")])
    with pytest.raises(CompileError, match=r"De bron \[\^nergens\]"):
        lesson.save_revision().publish()
    assert (LessonPage.objects.get(pk=lesson.pk).title, live(lesson).content["title"], history(module)) == (
        "Kijken",
        "Kijken",
        [(1, 1)],
    )


def test_a_module_without_lessons_is_not_published():
    module = cms.module()
    with pytest.raises(CompileError, match="minstens één les"):
        cms.publish_now(module)
    assert not ModulePage.objects.get(pk=module.pk).live


def test_a_question_whose_lesson_no_longer_compiles_is_not_published_either(question, module):
    other = cms.question()
    cms.lesson(module, publish=True, body=[("question", {"question": question}), ("question", {"question": other})])
    Taught.objects.filter(pk=other.uuid).update(live_line=None)
    with pytest.raises(CompileError):
        edit(question, stem="Anders gevraagd")
    assert (Question.objects.get(pk=question.pk).stem, history(question)) == (question.stem, [(1, 1)])


def test_an_open_question_does_not_go_in_a_test():
    module = cms.module(lessons=[{}], test_questions=[("question", cms.question("open"))], test_draw=1)
    assert (
        check(module)[-1].endswith("is een open vraag en kan niet in een toets.")
        or "minstens één les" in check(module)[0]
    )


def test_two_modules_of_one_owner_do_not_share_an_address(module):
    other = cms.module(lessons=[{}])
    for one in LessonPage.objects.child_of(other):
        cms.publish_now(one)
    Taught.objects.filter(pk=module.uuid).update(slug=other.slug)
    with pytest.raises(CompileError, match="al in gebruik"):
        cms.publish_now(other)


def test_a_page_that_moved_to_another_owner_keeps_its_readers(voorbeeldstad, anderstad):
    module = cms.module(voorbeeldstad, publish=True)
    ModulePage.objects.get(pk=module.pk).move(cms.root(anderstad), "last-child")
    with pytest.raises(ValidationError):
        edit(module, summary="Verhuisd.")
    assert Taught.objects.get(pk=module.uuid).organisation_id == voorbeeldstad.pk


def test_checking_says_why_and_stores_nothing():
    lesson = cms.lesson(cms.module(), body=[("question", {"question": cms.question(publish=False, title="Concept")})])
    assert check(lesson) == ["‘Concept’ is nog niet gepubliceerd. Publiceer dat eerst."]
    assert Edition.objects.count() == 0


# --- At once --------------------------------------------------------------------------------------


@pytest.fixture
def _index_later(settings):
    """In life the worker fills the search index, after the publication."""
    search = settings.WAGTAILSEARCH_BACKENDS
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**search["default"], "AUTO_UPDATE": False}}


def _publish(model, pk, **fields):
    item = model.objects.get(pk=pk)
    for name, value in fields.items():
        setattr(item, name, value)
    item.save_revision().publish()


@pytest.mark.slow
@pytest.mark.usefixtures("_index_later")
@pytest.mark.django_db(transaction=True)
def test_publications_at_once_follow_each_other():
    question = cms.question()
    faults = at_once([lambda n=n: _publish(Question, question.pk, stem=f"Versie {n}") for n in range(8)])
    assert faults == [None] * 8
    assert history(question) == [(number, 1) for number in range(1, 10)]


@pytest.mark.slow
@pytest.mark.usefixtures("_index_later")
@pytest.mark.django_db(transaction=True)
def test_a_question_and_its_lessons_published_at_once_never_wait_for_each_other():
    question = cms.question()
    module = cms.module(publish=True, lessons=[{"body": [("question", {"question": question})]} for _ in range(3)])
    lessons = list(LessonPage.objects.child_of(module).values_list("pk", flat=True))
    doings = [lambda pk=pk: _publish(LessonPage, pk, summary="Nieuw.") for pk in lessons]
    assert at_once([lambda: _publish(Question, question.pk, stem="Nieuw"), *doings]) == [None] * 4
    for lesson in LessonPage.objects.child_of(module):
        assert live(lesson).content["blocks"][0]["edition"] == live(question).pk
    assert [entry["edition"] for entry in live(module).content["lessons"]] == [
        live(one).pk for one in LessonPage.objects.child_of(module).order_by("path")
    ]


def test_sources_are_numbered_as_the_text_first_refers_to_them():
    keys = ("nooit", "kader", "wet", "nji")
    body = [("text", "<p>Zo.[^wet] En zo.[^nji]</p>"), ("text", "<p>Weer.[^wet] Ten slotte.[^kader]</p>")]
    sources = [("source", {"key": key, "title": f"Bron {key}", "publisher": "Uitgever"}) for key in keys]
    module = cms.module(publish=True, lessons=[{"body": body, "sources": sources}])
    content = Edition.objects.get(
        taught__kind=Kind.LESSON, taught_id__in=[one.uuid for one in LessonPage.objects.child_of(module)]
    ).content
    told = re.findall(r'href="#bron-(\w+)">.*?</span>(\d+)</a>', "".join(block["html"] for block in content["blocks"]))
    assert told == [("wet", "1"), ("nji", "2"), ("wet", "1"), ("kader", "3")]
    assert [source["key"] for source in content["sources"]] == ["wet", "nji", "kader", "nooit"]
