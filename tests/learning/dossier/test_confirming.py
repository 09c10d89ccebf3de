"""Colleagues confirm that one took part: asked, answered once, and without seeing or telling anything else."""

import json
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.dossier import actions, queries
from learning.dossier.held import dossier as held
from learning.dossier.models import Confirmation
from learning.dossier.views import confirming
from learning.dossier.words import Words
from people.models import Membership, User
from people.refusal import Refused
from people.reminders.digests import send
from tests.factories import people
from tests.learning.dossier.lines import LINE, added, session_of

pytestmark = pytest.mark.django_db
SECRET = "Kanarie-4c1d"


@pytest.fixture
def line(asha):
    return added(asha, Words(SECRET, SECRET, SECRET), no_hierarchy=True)


def asked(client, line, peer):
    return client.post(f"/dossier/{line.pk}/deelnemers/", {"peer": str(peer.uuid)})


def answered(client, **form):
    question = Confirmation.objects.get(answer="asked")
    return client.post(f"/dossier/bevestigen/{question.pk}/", form)


def shown(client) -> str:
    return client.get("/dossier/?jaar=2026").content.decode()


def main(reply) -> str:
    """What a page says, without its tokens and what it says once."""
    inner = reply.content.decode().split("<h1", 1)[1].split("</form>", 1)[0]
    return re.sub(r'value="[^"]*"', "", inner)


def test_a_colleague_confirms_and_sees_name_day_and_kind_alone(as_asha, as_ben, asha, ben, line):
    assert asked(as_asha, line, ben).status_code == 302
    html = as_ben.get("/dossier/bevestigen/").content.decode()
    assert ("Deed Asha" in html, "15 januari 2026" in html, "Intervisie" in html) == (True, True, True)
    minutes = re.search(r"\b90\b", html.split("<main")[1].split("</main>")[0])  # not the digits of an address
    assert (SECRET in html, minutes) == (False, None)
    assert "1 collega vraagt" in as_ben.get("/dossier/").content.decode()
    answered(as_ben, took_part="ja")
    html = shown(as_asha)
    assert ("bevestigd door één deelnemer" in html, ben.get_full_name() in html) == (True, False)
    assert "Er wacht niets op je" in as_ben.get("/dossier/bevestigen/").content.decode()


def test_a_name_stands_there_only_when_its_owner_agreed(as_asha, as_ben, as_farah, ben, farah, line):
    for client, peer, more in ((as_ben, ben, {"named": "on"}), (as_farah, farah, {})):
        asked(as_asha, line, peer)
        answered(client, took_part="ja", **more)
    html = shown(as_asha)
    assert f"bevestigd door 2 deelnemers ({ben.get_full_name()})" in html
    assert farah.get_full_name() not in html


def test_no_looks_like_no_answer(as_asha, as_ben, ben, line):
    asked(as_asha, line, ben)
    before = main(as_asha.get(f"/dossier/{line.pk}/deelnemers/"))
    answered(as_ben, took_part="nee", named="on")
    after = main(as_asha.get(f"/dossier/{line.pk}/deelnemers/"))
    assert "Eén collega heeft het niet bevestigd, of nog niet." in after
    assert before == after
    (found,) = queries.activities(line.user_id)
    assert (found.confirmed, found.named, found.waiting) == (0, (), 1)


def test_one_answers_once(as_asha, as_ben, ben, line):
    asked(as_asha, line, ben)
    question = Confirmation.objects.get()
    assert answered(as_ben).status_code == 422
    answered(as_ben, took_part="nee")
    assert as_ben.post(f"/dossier/bevestigen/{question.pk}/", {"took_part": "ja"}).status_code == 404
    actions.answer(question.pk, by=ben, took_part=True, named=True)
    question.refresh_from_db()
    assert (question.answer, question.named) == ("declined", False)
    asked(as_asha, line, ben)
    assert Confirmation.objects.count() == 1


def test_nobody_answers_for_another_and_nobody_asks_for_anothers_line(as_asha, as_ben, as_farah, ben, farah, line):
    assert asked(as_ben, line, farah).status_code == 404
    asked(as_asha, line, ben)
    assert answered(as_farah, took_part="ja").status_code == 404


@pytest.mark.parametrize("who", ["asha", "sam", "petra"])
def test_only_colleagues_can_be_asked(request, as_asha, line, who):
    reply = asked(as_asha, line, request.getfixturevalue(who))
    assert (reply.status_code, Confirmation.objects.count()) == (422, 0)


def test_where_there_are_very_many_one_searches_by_name(as_asha, asha, ben, line, monkeypatch, voorbeeldstad):
    far = people.member("Zwaantje", voorbeeldstad)
    monkeypatch.setattr(confirming, "BIG", 2)
    address = f"/dossier/{line.pk}/deelnemers/"
    html = as_asha.get(address).content.decode()
    assert (str(ben.uuid) in html, str(far.uuid) in html) == (True, False)
    html = as_asha.post(address, {"name": "zwaan", "search": "1"}).content.decode()
    assert (str(ben.uuid) in html, str(far.uuid) in html, Confirmation.objects.count()) == (False, True, 0)
    assert asked(as_asha, line, far).status_code == 302


def test_of_a_session_only_who_was_there_with_an_account(as_asha, asha, ben, farah, lotte):
    over = session_of(farah, asha, ben)
    actions.keep_session(over.pk, by=asha, minutes=31, no_hierarchy=True)
    html = as_asha.get(f"/dossier/{over.pk}/deelnemers/").content.decode()
    assert (str(ben.uuid) in html, str(farah.uuid) in html, str(lotte.uuid) in html) == (True, False, False)
    with pytest.raises(Refused, match="kun je hier niet voor vragen"):
        actions.ask(over.pk, farah.uuid, by=asha)
    actions.ask(over.pk, ben.uuid, by=asha)
    assert Confirmation.objects.get().kind == "session"


def test_training_cannot_be_confirmed(as_asha, asha):
    line = added(asha, kind="training")
    assert as_asha.get(f"/dossier/{line.pk}/deelnemers/").status_code == 404


def test_another_day_was_not_confirmed(as_asha, as_ben, ben, line):
    asked(as_asha, line, ben)
    answered(as_ben, took_part="ja")
    as_asha.post(f"/dossier/eigen/{line.pk}/", LINE | {"minutes": "60"})
    assert Confirmation.objects.count() == 1
    as_asha.post(f"/dossier/eigen/{line.pk}/", LINE | {"on": "2026-01-16"})
    assert Confirmation.objects.count() == 0


def test_it_goes_with_the_line_and_with_either_account(asha, ben, farah, line):
    other = added(asha)
    for peer in (ben, farah):
        actions.ask(line.pk, peer.uuid, by=asha)
    actions.ask(other.pk, ben.uuid, by=asha)
    actions.delete_own(other, by=asha)
    assert Confirmation.objects.count() == 2
    User.objects.get(pk=ben.pk).delete()
    assert [one.peer for one in Confirmation.objects.all()] == [farah]
    User.objects.get(pk=asha.pk).delete()
    assert Confirmation.objects.count() == 0


def test_a_question_ends_after_a_while_and_with_working_together(as_ben, asha, ben, line):
    actions.ask(line.pk, ben.uuid, by=asha)
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        out = StringIO()
        call_command("end_questions", stdout=out)
        assert (queries.questions(ben.pk), out.getvalue()) == ((), "deleted: 1\n")
    actions.ask(line.pk, ben.uuid, by=asha)
    Membership.objects.filter(user=ben).update(ended_on=timezone.localdate())
    assert queries.questions(ben.pk) == ()


def test_the_mail_says_that_something_waits_and_nothing_of_it(asha, ben, line):
    with time_machine.travel(datetime(2026, 2, 3, 9, tzinfo=UTC)):
        actions.ask(line.pk, ben.uuid, by=asha)
        send()
        send()
    (letter,) = [one for one in mail.outbox if one.to == [ben.email]]
    whole = str(letter.message())
    assert "Een collega vraagt of je iets wilt bevestigen" in letter.body
    assert (asha.first_name in letter.body, SECRET in whole, "ntervisie" in whole) == (False, False, False)


def test_what_one_confirmed_stands_in_everything_held_on_one(asha, ben, line):
    question = actions.ask(line.pk, ben.uuid, by=asha)
    actions.answer(question.pk, by=ben, took_part=True, named=False)
    told = held(ben)["wat_je_bevestigde"]
    assert [(one["voor"], one["antwoord"], one["op"]) for one in told] == [
        (asha.get_full_name(), "Bevestigd", "2026-01-15")
    ]
    assert SECRET not in json.dumps(held(ben))
    assert held(asha)["regels"][0]["bevestigd_door"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "confirmed"},
        {"answered_on": date(2026, 1, 16)},
        {"named": True},
        {"answer": "misschien", "answered_on": date(2026, 1, 16)},
    ],
)
def test_the_database_refuses_half_an_answer(asha, ben, wrong):
    whole = {"user": asha, "peer": ben, "source": uuid.uuid4(), "kind": "session", "on": date(2026, 1, 15)}
    with pytest.raises(IntegrityError), transaction.atomic():
        Confirmation.objects.create(**whole, asked_on=date(2026, 1, 16), **wrong)
