"""Leaving the last organisation: told, warned, and erased a term later; kept on by one's own word, or by joining another."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from learning.reflection.models import Entry
from people.administration import actions as roles
from people.keys.models import Erasure, PersonKey
from people.models import Membership, Role, User
from people.retention import daily, farewells
from people.retention.models import Farewell
from tests.concurrency import at_once
from tests.factories import people
from tests.learning.reflection import kept

pytestmark = pytest.mark.django_db
KEPT, LONGER = "/profiel/bewaren/", "/profiel/bewaren/langer/"
LEFT = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _on_a_day(time_machine):
    time_machine.move_to(datetime(2026, 3, 2, 9, tzinfo=UTC))


@pytest.fixture
def on(time_machine):
    def move(days):
        time_machine.move_to(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(days=days))
        return daily.run()

    return move


def leave(user):
    """The administrator's door: every role of somebody ends today."""
    for held in user.memberships.filter(ended_on__isnull=True):
        roles.end(held)
    return Farewell.objects.filter(user=user).first()


def there(user):
    return User.objects.filter(pk=user.pk).exists()


# --- Who left -------------------------------------------------------------------------------------


def test_whose_last_role_ends_has_ninety_days_and_is_told_so(
    as_omar, asha, django_capture_on_commit_callbacks, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    page = f"/beheer/mensen/gemeente-voorbeeldstad/{asha.uuid}/"
    shown = as_omar.get(page).content.decode()
    assert "Hoort deze persoon daarna nergens meer bij" in shown
    assert "90 dagen lang" in shown
    with django_capture_on_commit_callbacks(execute=True):
        as_omar.post(f"{page}rol/{asha.memberships.get().pk}/eindigen/")
    row = Farewell.objects.get(user=asha)
    assert (row.left_on, row.until, row.told_on, row.erase_on) == (LEFT, LEFT + timedelta(days=90), LEFT, None)
    (sent,) = mail.outbox
    assert (sent.to, "31 mei 2026" in sent.body, "Gemeente Voorbeeldstad" in sent.body) == ([asha.email], True, True)
    assert sent.alternatives[0].mimetype == "text/html"


def test_whoever_has_another_role_did_not_leave(asha, anderstad):
    people.membership(asha, anderstad)
    roles.end(asha.memberships.order_by("pk").first())
    assert not Farewell.objects.exists()


def test_moving_to_another_team_is_not_leaving(asha, voorbeeldstad):
    roles.move(asha.memberships.get(), people.team(voorbeeldstad, "Wijkteam Zuid"))
    assert not Farewell.objects.exists()


def test_a_role_that_ran_out_by_itself_is_found_the_next_day(asha, on):
    asha.memberships.update(ended_on=LEFT + timedelta(days=3))
    assert (on(2).left, on(3).left, on(4).left) == (0, 1, 0)
    assert [one.to for one in mail.outbox] == [[asha.email]]


def test_who_left_long_ago_still_has_the_least_that_anybody_gets(asha, on):
    asha.memberships.update(ended_on=date(2021, 1, 1))
    on(0)
    assert Farewell.objects.get().until == LEFT + timedelta(days=30)


def test_platform_core_and_who_never_belonged_are_not_touched(petra, kees, asha, voorbeeldstad, on):
    never = people.user("Nooit")
    for worker in (petra, kees):
        people.membership(worker, voorbeeldstad, ended_on=date(2025, 1, 1))
    assert Group.objects.get(name="Kernredactie").user_set.get() == kees
    on(0)
    on(1000)
    assert not Farewell.objects.exists()
    assert all(there(one) for one in (petra, kees, never))


def test_an_organisation_that_keeps_longer_gives_its_own_longer(as_omar, asha):
    as_omar.post("/beheer/mensen/gemeente-voorbeeldstad/bewaren/accounts/", {"amount": "365"})
    assert leave(asha).until == LEFT + timedelta(days=365)


# --- Two phases -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_told_warned_and_erased_each_in_its_time_and_the_team_keeps_what_it_made(asha, ben, on):
    kept.keep(asha, ben)
    person = asha.uuid
    leave(asha)
    assert [on(days).told for days in (0, 1)] == [1, 0]
    assert (on(82).warned, on(83).warned, on(84).warned) == (0, 1, 0)
    notice = mail.outbox[-1]
    assert (notice.to, "23 juni 2026" in notice.body, "Alleen inloggen" in notice.body) == ([asha.email], True, True)
    assert (on(112).erased, there(asha), PersonKey.objects.filter(person=person).exists()) == (0, True, True)
    assert (on(113).erased, there(asha)) == (1, False)
    assert (PersonKey.objects.filter(person=person).exists(), Erasure.objects.filter(person=person).exists()) == (
        False,
        True,
    )
    assert Entry.objects.count() == 1  # Ben's
    assert on(114) == daily.Day(ended=on(114).ended)


def test_signing_in_leads_to_the_page_and_stops_nothing(sign_in, asha, on):
    leave(asha)
    browser = sign_in(asha)
    assert browser.get("/").headers["Location"] == KEPT
    page = browser.get(KEPT).content.decode()
    assert "Tot en met 31 mei 2026 blijft alles van jou zoals het is." in page
    on(0)
    on(83)
    assert "Op 23 juni 2026 wissen we je account" in sign_in(asha).get(KEPT).content.decode()
    assert on(113).erased == 1


def test_who_left_reads_takes_along_and_meets_no_team(as_asha, asha, ben):
    kept.keep(asha, ben)
    leave(asha)
    entry = Entry.objects.filter(user=asha).first()
    for path in ("/spiegel/", f"/spiegel/{entry.uuid}/", "/spiegel/meenemen/", "/dossier/", "/profiel/gegevens/"):
        assert as_asha.get(path).status_code == 200, path
    assert as_asha.get("/leren/").status_code == 404


def test_ones_own_word_keeps_it_and_a_notice_that_was_given_counts_no_more(sign_in, asha, on):
    leave(asha)
    on(0)
    on(83)
    reply = sign_in(asha).post(LONGER, {"days": "180"}, follow=True)
    assert "blijft tot en met 20 november 2026" in reply.content.decode()
    assert (on(113).erased, on(200).erased, there(asha)) == (0, 0, True)
    assert on(83 + 180 - 7).warned == 1
    assert on(83 + 180 + 23).erased == 1


def test_keeping_for_a_shorter_time_than_there_is_takes_nothing_away(asha):
    leave(asha)
    Farewell.objects.update(until=LEFT + timedelta(days=300))
    assert farewells.keep(asha, 90).until == LEFT + timedelta(days=300)


@pytest.mark.parametrize("days", ["", "9000", "x"])
def test_only_what_is_offered_may_be_chosen(as_asha, asha, days):
    leave(asha)
    assert as_asha.post(LONGER, {"days": days}).status_code == 422
    assert Farewell.objects.get().until == LEFT + timedelta(days=90)


def test_who_belongs_somewhere_has_nothing_to_keep_on(as_ben):
    assert "Je account wordt niet gewist" in as_ben.post(LONGER, {"days": "90"}, follow=True).content.decode()
    assert "Je hoort nu bij geen organisatie" not in as_ben.get(KEPT).content.decode()


def test_joining_another_organisation_ends_it_also_at_the_last_moment(asha, anderstad, sign_in, on):
    leave(asha)
    on(0)
    on(83)
    people.membership(asha, anderstad, started_on=LEFT + timedelta(days=200))  # to begin later
    day = on(113)
    assert (day.back, day.erased, there(asha), Farewell.objects.exists()) == (1, 0, True, False)
    assert "Je hoort nu bij geen organisatie" not in sign_in(asha).get(KEPT).content.decode()


def test_a_role_given_between_looking_and_erasing_holds_it(asha, anderstad, on, monkeypatch):
    leave(asha)
    on(0)
    on(83)
    Farewell.objects.update(erase_on=LEFT + timedelta(days=113))
    real = farewells._erase

    def join_first(user, today):
        people.membership(asha, anderstad)
        return real(user, today)

    monkeypatch.setattr(farewells, "_erase", join_first)
    assert (on(113).erased, there(asha)) == (0, True)


# --- Mail -----------------------------------------------------------------------------------------


def refuse(monkeypatch, fault):
    def send(self, *args, **keywords):
        raise fault

    monkeypatch.setattr(EmailMultiAlternatives, "send", send)


def test_who_was_not_warned_is_not_erased_however_late_it_is(asha, on, monkeypatch):
    leave(asha)
    on(0)
    refuse(monkeypatch, SMTPServerDisconnected())
    assert (on(83).refused, on(200).erased, there(asha)) == (1, 0, True)
    with pytest.raises(CommandError, match="refused by the mail server"):
        call_command("retention", stdout=StringIO())
    monkeypatch.undo()
    assert (on(200).warned, on(229).erased, on(230).erased) == (1, 0, 1)


def test_a_mailbox_that_is_gone_holds_nobody_for_ever(asha, on, monkeypatch):
    leave(asha)
    refuse(monkeypatch, SMTPRecipientsRefused({}))
    on(0)
    assert (on(83).refused, on(91).refused, Farewell.objects.get().erase_on) == (1, 0, LEFT + timedelta(days=121))


def test_no_mail_twice_by_two_senders_at_once_nor_by_one_that_begins_again(asha, on):
    leave(asha)
    Farewell.objects.update(claimed_at=datetime(2026, 3, 2, 8, 55, tzinfo=UTC))
    assert on(0).told == 0  # another is at it
    Farewell.objects.update(claimed_at=datetime(2026, 3, 2, 8, 45, tzinfo=UTC))
    assert (on(0).told, on(0).told) == (1, 0)  # it died


@pytest.mark.django_db(transaction=True)
def test_two_commands_at_once_tell_and_erase_once(asha, ben, on):
    leave(asha)
    on(0)
    on(83)
    Farewell.objects.update(erase_on=LEFT + timedelta(days=83), warned_on=LEFT, until=LEFT)
    leave(ben)
    mail.outbox.clear()
    found = at_once([daily.run, daily.run])
    assert [sum(numbers) for numbers in zip(*[(day.erased, day.told) for day in found], strict=True)] == [1, 1]
    assert (there(asha), [one.to for one in mail.outbox]) == (False, [[ben.email]])


# --- What cannot be -------------------------------------------------------------------------------


def test_what_holds_an_account_is_counted_and_tried_again(asha, on, monkeypatch):
    leave(asha)
    on(0)
    on(83)

    def held(self, *args, **keywords):
        raise ProtectedError("held", {self})

    with monkeypatch.context() as patched:
        patched.setattr(User, "delete", held)
        assert (on(113).stuck, there(asha)) == (1, True)
    assert on(114).erased == 1


def test_the_database_knows_no_erasure_before_the_notice(asha):
    leave(asha)
    with pytest.raises(IntegrityError), transaction.atomic():
        Farewell.objects.update(erase_on=LEFT + timedelta(days=200))


def test_a_dry_run_says_what_would_happen_and_does_nothing(asha):
    asha.memberships.update(ended_on=LEFT)
    out = StringIO()
    call_command("retention", "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue())["left"] == 1
    assert (Farewell.objects.exists(), mail.outbox) == (False, [])


def test_of_who_left_the_organisation_still_holds_the_role_that_was(asha, omar):
    leave(asha)
    assert Membership.objects.filter(user=asha, role=Role.PROFESSIONAL, ended_on=LEFT).exists()
