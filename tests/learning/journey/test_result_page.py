"""The result of a test shows every choice that was made."""

import re

import pytest

from learning.practice.models import Attempt, Item
from tests.factories import cms

pytestmark = pytest.mark.django_db


def test_every_chosen_option_shows_as_chosen(as_asha):
    questions = [cms.question("single") for _ in range(2)]
    module = cms.module(
        publish=True,
        lessons=[{"title": "Kijken"}],
        test_questions=[("question", one) for one in questions],
        test_draw=2,
    )
    as_asha.post(f"/leren/{module.slug}/toets/beginnen/", {"key": "8b2f7f0e-8f0b-4b8e-9a51-1d0f6f2b6a10"})
    attempt = Attempt.objects.get()
    for item in Item.objects.filter(attempt=attempt):
        answer = item.question.content["options"][0]["id"]
        as_asha.post(
            f"/leren/{module.slug}/toets/{attempt.pk}/{item.position}/",
            {"key": f"8b2f7f0e-8f0b-4b8e-9a51-1d0f6f2b6a2{item.position}", "answer": answer},
        )
    as_asha.post(f"/leren/{module.slug}/toets/{attempt.pk}/inleveren/")
    html = as_asha.get(f"/leren/{module.slug}/toets/{attempt.pk}/").content.decode()
    chosen = re.findall(r'<input type="radio" name="([^"]+)"[^>]* checked', html)
    assert (len(chosen), len(set(chosen))) == (2, 2)
