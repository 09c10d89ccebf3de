"""Several tabs at one share at the same moment: one effect."""

import uuid

import pytest

from learning.reflection.actions import entries
from learning.reflection.models import Comment, Entry, Opening, Share
from tests.concurrency import at_once
from tests.learning.classroom import send
from tests.learning.mirror import entry_of, in_days, shared

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY = 8


@pytest.fixture
def entry(asha, ben):
    return entry_of(asha)


def tabs(sign_in, user):
    return [sign_in(user) for _tab in range(MANY)]


def give(client, entry, person, days=14):
    return client.post(f"/spiegel/{entry.pk}/delen/", {"person": str(person.uuid), "until": in_days(days).isoformat()})


def test_sharing_with_one_person_at_once_makes_one_share(sign_in, asha, ben, entry):
    replies = at_once([lambda tab=tab: give(tab, entry, ben).status_code for tab in tabs(sign_in, asha)])
    assert (replies, Share.objects.count()) == ([302] * MANY, 1)


def test_sharing_anew_after_its_day_at_once_makes_one_more(sign_in, asha, ben, entry):
    shared(entry, ben, -1)
    replies = at_once([lambda tab=tab: give(tab, entry, ben).status_code for tab in tabs(sign_in, asha)])
    assert (replies, Share.objects.filter(withdrawn_at__isnull=True).count(), Share.objects.count()) == (
        [302] * MANY,
        1,
        2,
    )


def test_opening_at_once_is_one_opening(sign_in, ben, entry):
    share = shared(entry, ben)
    replies = at_once(
        [lambda tab=tab: tab.get(f"/spiegel/gedeeld/{share.pk}/").status_code for tab in tabs(sign_in, ben)]
    )
    assert (replies, Opening.objects.count()) == ([200] * MANY, 1)


def test_one_comment_sent_at_once_is_one_comment(sign_in, ben, entry):
    share, key = shared(entry, ben), uuid.uuid4()
    address = f"/spiegel/gedeeld/{share.pk}/reactie/"
    replies = at_once(
        [lambda tab=tab: send(tab, address, {"text": "Ja."}, key=key).status_code for tab in tabs(sign_in, ben)]
    )
    assert (replies, Comment.objects.count()) == ([200] * MANY, 1)


def test_withdrawing_deleting_opening_and_commenting_at_once_break_nothing(sign_in, asha, ben, entry):
    share = shared(entry, ben)
    owner, reader, other = sign_in(asha), sign_in(ben), sign_in(ben)
    address = f"/spiegel/gedeeld/{share.pk}/"
    replies = at_once(
        [
            lambda: reader.get(address).status_code,
            lambda: send(other, f"{address}reactie/", {"text": "Ja."}).status_code,
            lambda: owner.post(f"{address}intrekken/").status_code,
            lambda: entries.delete(entry, by=asha),
        ]
    )
    assert replies[0] in {200, 404}
    assert replies[1] in {200, 404, 422}
    assert replies[2] in {302, 404}
    assert replies[3] is None
    assert [model.objects.count() for model in (Entry, Share, Opening, Comment)] == [0, 0, 0, 0]
