"""The audit trail says who did what, when and from where, and never a word of what it was about."""

import logging
import re

import pytest
from django.urls import reverse
from wagtail.models import Page

from tests.factories import cms, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(caplog):
    caplog.set_level(logging.INFO, logger="audit")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "audit"]


def sign_in(visitor, email, password):
    return visitor.post(reverse("account_login"), {"login": email, "password": password})


def test_signing_in_and_out(visitor, asha, trail):
    sign_in(visitor, asha.email, people.PASSWORD)
    visitor.post(reverse("account_logout"))
    assert trail() == [
        f"action=sign-in object=- result=done origin=127.0.0.1 actor={asha.uuid}",
        f"action=sign-out object=- result=done origin=127.0.0.1 actor={asha.uuid}",
    ]


def test_a_refusal_at_the_door_names_no_address(visitor, asha, trail):
    sign_in(visitor, asha.email, "zqverkeerd")
    sign_in(visitor, "zqniemand@voorbeeld.test", "zqverkeerd")
    assert trail() == ["action=sign-in object=- result=refused origin=127.0.0.1 actor=nobody"] * 2


def test_a_thing_of_another_that_was_asked_for(as_asha, asha, trail):
    nobodys = "00000000-0000-0000-0000-000000000007"
    as_asha.get(reverse("reflection:entry", args=[nobodys]))
    assert trail() == [
        f"action=open object=reflection:entry:{nobodys} result=denied-404 origin=127.0.0.1 actor={asha.uuid}"
    ]


def test_words_in_an_address_are_left_out(as_asha, asha, trail):
    as_asha.get("/leren/zqwoord/zqles/?q=zqgezocht")
    assert trail() == [f"action=open object=journey:lesson result=denied-404 origin=127.0.0.1 actor={asha.uuid}"]


def test_the_studio_that_somebody_has_no_task_in_is_a_line_too(as_asha, asha, trail):
    as_asha.get("/studio/pages/24/edit/")
    as_asha.get("/studio/dit-is-er-niet/")
    said = f"result=denied-404 origin=127.0.0.1 actor={asha.uuid}"
    assert trail()[0] == f"action=open object=wagtailadmin_pages:edit:24 {said}"
    assert [one for one in trail() if "niet" in one] == []


def test_a_page_that_is_published_and_taken_back_is_one_line_each(edith, voorbeeldstad, trail):
    module = cms.publish_now(cms.module(voorbeeldstad, publish=True))
    Page.objects.get(pk=module.pk).unpublish()  # from a list, that does not know its kind
    done = [f"{action} object=cms.ModulePage:{module.pk}" for action in ("publish", "unpublish")]
    assert [line.removeprefix("action=").partition(" result")[0] for line in trail()] == done


def test_publishing_names_the_page_and_not_its_title(edith, voorbeeldstad, trail):
    module = cms.publish_now(cms.module(voorbeeldstad, title="zqtitel", publish=True))
    assert f"action=publish object=cms.ModulePage:{module.pk} result=done origin=- actor=system" in trail()
    assert "zqtitel" not in "".join(trail())


def test_publishing_in_the_studio_names_the_author(as_edith, edith, voorbeeldstad, trail):
    question = cms.question(organisation=voorbeeldstad)
    as_edith.post(reverse("wagtailsnippets_cms_question:unpublish", args=[question.pk]))
    assert (
        trail()[-1]
        == f"action=unpublish object=cms.Question:{question.pk} result=done origin=127.0.0.1 actor={edith.uuid}"
    )


def test_deleting_names_the_row(as_petra, petra, sam, trail):
    pk = sam.pk
    as_petra.post(reverse("wagtailusers_users:delete", args=[pk]))
    assert f"action=delete object=people.User:{pk} result=done origin=127.0.0.1 actor={petra.uuid}" in trail()


def test_every_line_has_all_its_parts(visitor, asha, trail):
    sign_in(visitor, asha.email, people.PASSWORD)
    visitor.get("/spiegel/00000000-0000-0000-0000-000000000007/")
    parts = re.compile(r"action=\S+ object=\S+ result=\S+ origin=\S+ actor=\S+")
    assert all(parts.fullmatch(line) for line in trail())
    assert len(trail()) == 2
