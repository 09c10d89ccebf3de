"""What an author meets after publishing: only links that work, and where to go from here."""

import re
from html import unescape

import pytest
from wagtail.models import ReferenceIndex

from cms.models import LessonPage, ModulePage
from tests.cms.studio.test_drafts import _block, _chosen, _lesson, _module
from tests.factories import cms

pytestmark = pytest.mark.django_db

PUBLISH = {"action-publish": "1"}


def _offered(reply):
    """The words and addresses of the links in the messages."""
    html = reply.content.decode()
    messages = "".join(re.findall(r'<div class="messages".*?</ul>', html, re.DOTALL))
    links = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', messages, re.DOTALL)
    return {" ".join(unescape(re.sub(r"<[^>]+>", "", words)).split()): unescape(url) for url, words in links}


def _works(client, links):
    return {words: client.get(url, follow=True).status_code for words, url in links.items()}


def test_a_lesson_in_a_draft_module_offers_only_what_works(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad, title="Kijken", lessons=[{"title": "Een"}, {"title": "Twee"}])
    lesson = LessonPage.objects.get(title="Een")
    edit = f"/studio/pages/{lesson.pk}/edit/"
    body = _block("markdown") | {"body-0-value": "Tekst."}
    reply = as_edith.post(edit, _lesson(title="Een", summary="Wat je ziet.", **body, **PUBLISH), follow=True)
    assert "Deelnemers zien deze les zodra je ook de module ‘Kijken’ publiceert." in reply.content.decode()
    links = _offered(reply)
    onward = {"Verder met ‘Twee’", "Open de module", "Probeer als cursist", "Laat de proefgroep meelezen"}
    assert set(links) == {"Wijzig", *onward}
    assert set(_works(as_edith, links).values()) == {200}
    assert LessonPage.objects.get(pk=lesson.pk).url is None
    cms.publish_now(module)
    live = LessonPage.objects.get(pk=lesson.pk).url
    assert as_edith.get(live).status_code == 200


def test_a_module_says_what_is_still_a_draft_in_it(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad, publish=True, slug="rustig-kijken", title="Rustig kijken")
    cms.lesson(module, title="Nog niet")
    reply = as_edith.post(f"/studio/pages/{module.pk}/edit/", _module(**PUBLISH), follow=True)
    told = reply.content.decode()
    assert "Deelnemers vinden deze module nu bij Leren. 1 les is nog een concept: die zien ze niet." in told
    links = _offered(reply)
    assert {
        "Bekijk als deelnemer",
        "Verder met ‘Nog niet’",
        "Probeer als cursist",
        "Laat de proefgroep meelezen",
    } <= set(links)
    assert set(_works(as_edith, links).values()) == {200}


def test_a_question_leads_to_where_it_is_used(as_edith, voorbeeldstad):
    question = cms.question(organisation=voorbeeldstad, title="Vraag", publish=False)
    form = {"title": "Vraag", "stem": "Wat doe je?", "explanation": "", "source": "", "reviewed_on": "", "tags": "", "key": "", "change": "minor", "change_note": ""}  # fmt: skip  # noqa: E501  as it is sent
    form |= _block("open", model_answer="Ik vraag door.", **{"points-count": "0"}) | PUBLISH
    edit = f"/studio/snippets/cms/question/edit/{question.pk}/"
    reply = as_edith.post(edit, form, follow=True)
    assert "Niemand krijgt deze vraag nog." in reply.content.decode()
    assert set(_works(as_edith, _offered(reply)).values()) == {200}
    lesson = cms.lesson(cms.module(voorbeeldstad), title="Les", body=[("question", {"question": question})])
    ReferenceIndex.create_or_update_for_object(lesson)  # as happens once it is committed
    reply = as_edith.post(edit, form, follow=True)
    assert _offered(reply)["Verder met ‘Les’"] == f"/studio/pages/{lesson.pk}/edit/"


def test_a_refusal_leads_to_the_question_that_is_not_published(as_edith, voorbeeldstad):
    question = cms.question(organisation=voorbeeldstad, title="Wat zag je", publish=False)
    module = cms.module(voorbeeldstad, publish=True, slug="rustig-kijken")
    reply = as_edith.post(f"/studio/pages/{module.pk}/edit/", _module(**_chosen(question), **PUBLISH), follow=True)
    assert "‘Wat zag je’ is nog niet gepubliceerd. Publiceer dat eerst." in reply.content.decode()
    assert _offered(reply)["Open ‘Wat zag je’"] == f"/studio/snippets/cms/question/edit/{question.pk}/"
    assert ModulePage.objects.get(pk=module.pk).has_unpublished_changes
    way = f'<a class="studio-way" href="/studio/snippets/cms/question/edit/{question.pk}/">Open ‘Wat zag je’</a>'
    assert way in as_edith.get(f"/studio/pages/{module.pk}/controle/").content.decode()


def test_a_refusal_names_all_that_is_not_published_at_once_with_a_way_to_each(as_edith, voorbeeldstad):
    asked = [cms.question(organisation=voorbeeldstad, title=f"Vraag {name}", publish=False) for name in "abc"]
    module = cms.module(voorbeeldstad, publish=True, slug="rustig-kijken")
    body = [("question", {"question": question}) for question in (*asked, asked[0])]
    lesson = cms.lesson(module, title="Les", body=body)
    twice = [*asked, asked[0]]
    blocks = {"body-count": str(len(twice))}
    for place, question in enumerate(twice):
        one = {"deleted": "", "order": str(place), "type": "question", "id": "", "value-question": str(question.pk)}
        blocks |= {f"body-{place}-{name}": value for name, value in one.items()}
    ways = {f"Open ‘{one.title}’": f"/studio/snippets/cms/question/edit/{one.pk}/" for one in asked}
    for page, form in ((lesson, _lesson(title="Les", summary="Wat.", **blocks)), (module, _module(**_chosen(*twice)))):
        reply = as_edith.post(f"/studio/pages/{page.pk}/edit/", form | PUBLISH, follow=True)
        assert _offered(reply) == ways
        assert [f"‘{one.title}’ is nog niet gepubliceerd. Publiceer dat eerst." for one in asked] == re.findall(
            r"‘Vraag \w’ is nog niet gepubliceerd. Publiceer dat eerst.",
            re.search(r'<div class="messages".*?</ul>', reply.content.decode(), re.DOTALL)[0],
        )


def test_the_trial_group_is_named_before_publishing_and_on_the_form_of_a_module(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad, lessons=[{"title": "Een"}])
    way = f'href="/studio/modules/{module.pk}/proefgroep/">'
    ahead = as_edith.get(f"/studio/pages/{module.pk}/").content.decode()
    assert f"{way}Laat een proefgroep meelezen" in ahead
    panel = as_edith.get(f"/studio/pages/{module.pk}/edit/").content.decode()
    assert f'<a class="studio-way" {way}Proefgroep</a>' in panel


def test_a_module_without_goals_has_no_heading_for_them(as_edith, voorbeeldstad):
    module = cms.module(voorbeeldstad, publish=True, goals=[])
    assert "Na afloop" not in as_edith.get(f"/leren/{module.slug}/").content.decode()
    with_goals = cms.module(voorbeeldstad, publish=True)
    assert "Na afloop" in as_edith.get(f"/leren/{with_goals.slug}/").content.decode()
