"""Terms: chosen within bounds, told beforehand when they become shorter, and carried out every day."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people.access.models import Access
from people.invitations.models import Invitation
from people.models import Membership
from people.refusal import Refused
from people.register import declaration_of, people_tables
from people.reminders.digests import send
from people.reminders.models import Digest
from people.retention import actions, kinds, periods, sweeping
from people.retention.models import Period
from people.retention.terms import Term, Unit, months_before
from tests.factories import people

pytestmark = pytest.mark.django_db
PAGE = "/beheer/mensen/gemeente-voorbeeldstad/bewaren/"
TODAY = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def _on_a_day(time_machine):
    time_machine.move_to(datetime(2026, 3, 31, 9, tzinfo=UTC))


def ended(user, organisation, day):
    return people.membership(user, organisation, team=None, ended_on=day)


def retention(*options):
    out = StringIO()
    call_command("retention", *options, stdout=out)
    return out.getvalue()


# --- The terms ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 24, date(2024, 1, 15)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
    ],
)
def test_months_back_is_the_same_day_or_the_last_of_the_month(day, months, before):
    assert months_before(day, months) == before


def test_a_term_outside_its_own_bounds_cannot_be_declared():
    with pytest.raises(ValueError, match="between"):
        Term(usual=10, least=20, most=30, unit=Unit.DAYS)


def test_every_table_with_a_term_is_carried_out_by_a_kind_that_has_that_term():
    """And whatever is declared with a number of hours, days, months or years is carried out by something here."""
    told = {label: kind.term for kind in kinds.kinds() for label in kind.tables}
    fixed = {label for one in kinds.fixed() for label in one.tables}
    elsewhere = {
        "people.Departure", "keys.Erasure", "keys.PersonKey",  # as long as backups are kept: prune_key_backups
    }  # fmt: skip
    for model in people_tables():
        said, label = declaration_of(model), model._meta.label
        if said.term is not None:
            assert label in fixed or told[label] is said.term, label
        elif any(word in said.retention for word in ("hour", "day", "month", "year")):
            assert label in fixed | elsewhere, f"{label}: {said.retention}"
    assert all(apps.get_model(label) for label in [*told, *fixed])


# --- Carrying out ---------------------------------------------------------------------------------


def test_what_is_over_goes_and_what_is_not_stays(asha, voorbeeldstad):
    old, young = ended(asha, voorbeeldstad, date(2024, 3, 30)), ended(asha, voorbeeldstad, date(2024, 3, 31))
    assert "memberships: 1" in retention()
    assert set(Membership.objects.filter(pk__in=[old.pk, young.pk])) == {young}


def test_a_dry_run_counts_the_same_and_changes_nothing(asha, voorbeeldstad):
    ended(asha, voorbeeldstad, date(2020, 2, 1))
    foreseen = json.loads(retention("--dry-run", "--json"))
    assert (foreseen["dry_run"], foreseen["ended"]["memberships"], Membership.objects.count()) == (True, 1, 2)
    assert json.loads(retention("--json"))["ended"] == foreseen["ended"]
    assert json.loads(retention("--json"))["ended"]["memberships"] == 0


def test_one_command_does_what_the_others_do(asha, ben, voorbeeldstad):
    Access.objects.create(user=asha, by=ben, what="person", day=date(2025, 1, 1))
    Digest.objects.create(user=asha, day=date(2024, 3, 30), claimed_at=timezone.now(), sent_at=timezone.now())
    Digest.objects.create(user=asha, day=date(2024, 3, 31), claimed_at=timezone.now(), sent_at=timezone.now())
    made = timezone.now() - timedelta(days=200)
    for number, over in enumerate((timedelta(days=91), timedelta(days=89))):
        Invitation.objects.create(
            organisation=voorbeeldstad, email=f"p{number}@weg.test", first_name="P", made_at=made,
            expires_at=timezone.now() - over,
        )  # fmt: skip
    retention()
    assert (Access.objects.count(), Digest.objects.count(), Invitation.objects.get().email) == (0, 1, "p1@weg.test")


def test_the_studios_log_goes_after_the_months_that_the_operator_chose(edith, settings):
    settings.LOG_MONTHS = 6
    for months in (5, 7):
        ModelLogEntry.objects.create(
            content_type_id=1, object_id="1", label="x", action="wagtail.edit", user=edith, uuid=None,
            timestamp=datetime.combine(months_before(TODAY, months), datetime.min.time(), UTC),
        )  # fmt: skip
    retention()
    assert ModelLogEntry.objects.filter(label="x").count() == 1


def test_it_goes_some_rows_at_a_time_and_cut_off_halfway_ends_the_same(asha, voorbeeldstad, monkeypatch):
    monkeypatch.setattr(sweeping, "BATCH", 2)
    for day in range(1, 6):
        ended(asha, voorbeeldstad, date(2021, 1, day))
    calls = []

    def cut(self, *args, **keywords):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return delete(self, *args, **keywords)

    queryset = type(Membership.objects.all())
    delete = queryset.delete
    monkeypatch.setattr(queryset, "delete", cut)
    with pytest.raises(KeyboardInterrupt):
        sweeping.delete(Membership.objects.filter(ended_on__isnull=False))
    assert Membership.objects.filter(ended_on__isnull=False).count() == 3
    monkeypatch.setattr(queryset, "delete", delete)
    retention()
    assert Membership.objects.filter(ended_on__isnull=False).count() == 0


def test_the_log_line_holds_numbers_alone(asha, voorbeeldstad, caplog):
    ended(asha, voorbeeldstad, date(2020, 2, 1))
    with caplog.at_level("INFO", logger="audit"):
        retention()
    (line,) = [one.getMessage() for one in caplog.records if "action=retention" in one.getMessage()]
    assert "result=memberships:1 " in line
    assert str(asha.uuid) not in line


# --- Choosing -------------------------------------------------------------------------------------


def test_a_longer_term_counts_at_once_and_only_there(as_omar, asha, sam, voorbeeldstad, anderstad):
    here, there = ended(asha, voorbeeldstad, date(2023, 1, 1)), ended(sam, anderstad, date(2023, 1, 1))
    assert as_omar.post(PAGE + "memberships/", {"amount": "60"}).headers["Location"] == PAGE
    retention()
    assert set(Membership.objects.filter(ended_on__isnull=False)) == {here}
    assert there.pk


def test_a_shorter_term_counts_after_thirty_days_and_not_before(as_omar, asha, voorbeeldstad, time_machine):
    ended(asha, voorbeeldstad, date(2025, 1, 1))
    as_omar.post(PAGE + "memberships/", {"amount": "12"})
    time_machine.move_to(datetime(2026, 4, 29, 9, tzinfo=UTC))
    retention()
    assert Membership.objects.filter(ended_on__isnull=False).count() == 1
    time_machine.move_to(datetime(2026, 4, 30, 9, tzinfo=UTC))
    retention()
    assert Membership.objects.filter(ended_on__isnull=False).count() == 0


def test_taking_it_back_takes_the_notice_back(as_omar, as_asha, asha, voorbeeldstad):
    ended(asha, voorbeeldstad, date(2025, 1, 1))
    as_omar.post(PAGE + "memberships/", {"amount": "12"})
    assert "Dit wordt korter, en raakt jou" in as_asha.get("/profiel/bewaren/").content.decode()
    assert "Wordt 1 jaar op 30 april 2026" in as_omar.get(PAGE).content.decode()
    as_omar.post(PAGE + "memberships/terug/")
    assert "Dit wordt korter" not in as_asha.get("/profiel/bewaren/").content.decode()
    assert Period.objects.values_list("amount", "coming", "coming_on").get() == (24, None, None)


def test_who_is_touched_reads_it_in_the_digest_without_content_and_others_do_not(
    as_omar, asha, ben, voorbeeldstad, time_machine
):
    ended(asha, voorbeeldstad, date(2025, 1, 1))
    ended(ben, voorbeeldstad, date(2025, 12, 1))  # stays with the shorter term too
    as_omar.post(PAGE + "memberships/", {"amount": "12"})
    send()
    assert [one.to for one in mail.outbox] == [[asha.email]]
    assert "na 30 april" in mail.outbox[0].body
    assert "/profiel/bewaren/" in mail.outbox[0].body
    send()
    assert len(mail.outbox) == 1
    time_machine.move_to(datetime(2026, 4, 24, 9, tzinfo=UTC))
    send()
    assert len(mail.outbox) == 2


def test_of_somebody_in_two_organisations_the_longest_term_counts(asha, voorbeeldstad, anderstad, omar, time_machine):
    people.membership(asha, anderstad)
    Digest.objects.create(user=asha, day=date(2025, 1, 1), claimed_at=timezone.now(), sent_at=timezone.now())
    kind = kinds.named("reminders")
    actions.choose(voorbeeldstad, kind, 12, by=omar)
    assert periods.coming_for([asha.pk], TODAY) == []
    actions.choose(anderstad, kind, 12, by=omar)
    time_machine.move_to(datetime(2026, 5, 1, 9, tzinfo=UTC))
    retention()
    assert not Digest.objects.exists()


def test_a_milder_term_keeps_the_day_that_was_named_and_a_stricter_one_asks_for_another(
    omar, voorbeeldstad, time_machine
):
    kind = kinds.named("memberships")
    named = actions.choose(voorbeeldstad, kind, 15, by=omar).coming_on
    time_machine.move_to(datetime(2026, 4, 10, 9, tzinfo=UTC))
    assert actions.choose(voorbeeldstad, kind, 15, by=omar).coming_on == named
    assert actions.choose(voorbeeldstad, kind, 20, by=omar).coming_on == named
    assert actions.choose(voorbeeldstad, kind, 12, by=omar).coming_on == date(2026, 5, 10)


@pytest.mark.parametrize("amount", ["11", "85", "", "veel"])
def test_outside_the_bounds_nothing_is_chosen_and_the_bounds_are_said(as_omar, amount):
    reply = as_omar.post(PAGE + "memberships/", {"amount": amount})
    assert (reply.status_code, "Van 12 tot 84" in reply.content.decode()) == (422, True)
    assert not Period.objects.exists()


def test_the_action_itself_refuses_too(omar, voorbeeldstad):
    with pytest.raises(Refused, match="Kies 1 jaar tot 7 jaar"):
        actions.choose(voorbeeldstad, kinds.named("memberships"), 3, by=omar)


def test_a_kind_that_is_not_there_is_not_there(as_omar):
    assert as_omar.get(PAGE + "geheimen/").status_code == 404
    assert as_omar.post(PAGE + "geheimen/terug/").status_code == 404


# --- The preview ----------------------------------------------------------------------------------


def test_the_preview_counts_in_fives_and_changes_nothing(as_omar, asha, sam, voorbeeldstad, anderstad):
    for day in range(1, 13):
        ended(asha, voorbeeldstad, date(2025, 1, day))
    for day in range(1, 20):
        ended(sam, anderstad, date(2025, 1, day))
    page = as_omar.get(PAGE + "memberships/", {"amount": "12"}).content.decode()
    assert "Dit geldt vanaf 30 april 2026." in page
    assert ("ongeveer 10" in page, "minder dan 5, of niets" in page, "ongeveer 30" in page) == (True, True, False)
    assert not Period.objects.exists()


def test_of_fewer_than_five_no_number_is_told(as_omar, asha, voorbeeldstad):
    for day in range(1, 5):
        ended(asha, voorbeeldstad, date(2025, 1, day))
    page = as_omar.get(PAGE + "memberships/", {"amount": "12"})
    assert "ongeveer" not in page.content.decode()
    assert (page.context["preview"].now, page.context["preview"].then) == (0, 0)


def test_what_teams_choose_is_shown_beside_it(as_omar, noord):
    page = as_omar.get(PAGE).content.decode()
    assert "Wijkteam Noord: 12 maanden" in page


def test_the_command_says_which_option_it_does_not_know():
    with pytest.raises(CommandError):
        call_command("retention", "--alles")
