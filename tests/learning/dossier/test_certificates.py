"""Certificates through the doors of their holder, of who checks one, and of who issues them."""

from datetime import UTC, date, datetime
from unittest.mock import ANY
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from learning.dossier.certificates import attempts, lasting
from learning.dossier.certificates.models import Certificate, IssuerKey, Place
from learning.journey.models import Completion
from people import holdings
from people.erasure import erase_account
from tests.concurrency import at_once
from tests.factories import people
from tests.learning.certificates import certified, completed
from tests.learning.test_budgets import counted

pytestmark = pytest.mark.django_db
OVERVIEW = "/dossier/certificaten/"


def take(browser, completion):
    return browser.post(f"{OVERVIEW}{completion.enrolment.uuid}/nemen/")


def check(browser, certificate, **form):
    address = f"/controle/{certificate.code}/"
    return browser.post(address, form) if form else browser.get(address)


def revoke(browser, certificate, why="facts", organisation="gemeente-voorbeeldstad"):
    return browser.post(f"/beheer/certificaten/{organisation}/{certificate.pk}/intrekken/", {"why": why})


def stands(certificate):
    row = Certificate.objects.select_related("place").get(pk=certificate.pk)
    return (row.why, row.withdrawn_at is not None, row.place.withdrawn)


# --- Taking one -----------------------------------------------------------------------------------


def test_what_was_completed_may_be_taken_once(as_asha, asha):
    completion = completed(asha)
    assert "Maak een certificaat" in as_asha.get(OVERVIEW).content.decode()
    first, second = take(as_asha, completion), take(as_asha, completion)
    (made,) = Certificate.objects.all()
    assert first.url == second.url == f"{OVERVIEW}{made.pk}/"
    assert (made.name, made.organisation.name, made.expires_on) == ("Asha de Vries", "Gemeente Voorbeeldstad", None)
    assert "Maak een certificaat" not in as_asha.get(OVERVIEW).content.decode()


def test_the_page_says_what_it_is_and_what_it_is_not(as_asha, asha):
    html = as_asha.get(f"{OVERVIEW}{certified(asha).pk}/").content.decode()
    said = (
        "Een afgeronde module",
        "Asha de Vries",
        "Gemeente Voorbeeldstad",
        "2 uur en 40 minuten",
        "zonder einddatum",
    )
    assert [words for words in said if words not in html] == []
    assert "geen diploma, geen bevoegdheid en geen registratie" in html
    assert "Nog niet nagekeken door een vakpersoon" in html


def test_what_is_not_completed_has_none(as_asha, as_ben, asha):
    assert "Hier staat nog niets" in as_ben.get(OVERVIEW).content.decode()
    assert take(as_ben, completed(asha)).status_code == 404
    assert Certificate.objects.count() == 0


def test_who_belongs_nowhere_hears_why_there_is_none(as_asha, asha):
    completion = completed(asha)
    asha.memberships.update(ended_on=date(2020, 2, 2))
    assert "bij geen enkele" in as_asha.get(OVERVIEW).content.decode()
    take(as_asha, completion)
    assert Certificate.objects.count() == 0


def test_a_changed_name_changes_no_certificate(as_asha, asha):
    made = certified(asha)
    type(asha).objects.update(last_name="Anders")
    assert "Asha de Vries" in as_asha.get(f"{OVERVIEW}{made.pk}/").content.decode()


def test_the_database_keeps_one_in_force_and_a_reason_for_each_that_is_not(asha):
    made = certified(asha)
    fields = {
        "user": asha,
        "completion": made.completion,
        "organisation": made.organisation,
        "issued_at": made.issued_at,
    }
    place = Place.objects.create(organisation=made.organisation, number=(made.place.number + 1) % 1000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(code="b", place=place, name="Asha", **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=made.pk).update(withdrawn_at=made.issued_at)


def test_the_list_costs_as_many_statements_for_five_as_for_one(as_asha, asha):
    certified(asha)
    completed(asha, "nog-een")
    as_asha.get(OVERVIEW)
    with counted() as one:
        as_asha.get(OVERVIEW)
    for number in range(4):
        certified(asha, f"af-{number}")
        completed(asha, f"open-{number}")
    as_asha.get(OVERVIEW)
    with counted() as five:
        as_asha.get(OVERVIEW)
    assert len(five) == len(one)


# --- How long it counts ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 24, date(2028, 12, 31)),
        (date(2026, 5, 4), None, None),
    ],
)
def test_it_ends_so_many_months_after_the_completion(day, months, last):
    assert lasting.ends(day, months) == last


def test_an_administrator_says_how_long_and_what_is_given_stays(as_omar, as_asha, asha, ben):
    before = certified(asha)
    reply = as_omar.post("/beheer/certificaten/gemeente-voorbeeldstad/geldigheid/", {"months": "24"})
    assert reply.status_code == 302
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        after = certified(ben)
    before.refresh_from_db()
    assert (before.expires_on, after.expires_on) == (None, date(2028, 12, 1))


@pytest.mark.parametrize("months", ["7", "x", "-12"])
def test_only_a_period_from_the_list_is_kept(as_omar, voorbeeldstad, months):
    reply = as_omar.post("/beheer/certificaten/gemeente-voorbeeldstad/geldigheid/", {"months": months})
    assert reply.status_code == 422


def test_it_counts_through_its_last_day_and_taking_again_lengthens_nothing(visitor, as_omar, as_asha, asha):
    as_omar.post("/beheer/certificaten/gemeente-voorbeeldstad/geldigheid/", {"months": "12"})
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        made = certified(asha)
    with time_machine.travel(datetime(2027, 12, 1, 22, 30, tzinfo=UTC)):  # still that day in Amsterdam
        assert check(visitor, made).context["state"] == "valid"
    with time_machine.travel(datetime(2027, 12, 1, 23, 30, tzinfo=UTC)):
        reply = check(visitor, made)
        assert (reply.context["state"], "telde tot en met 1 december 2027" in reply.content.decode()) == (
            "expired",
            True,
        )
        as_asha.force_login(asha)
        as_asha.post(f"{OVERVIEW}{made.pk}/intrekken/")
        take(as_asha, made.completion)
        assert "te lang geleden" in as_asha.get(OVERVIEW).content.decode()
    assert Certificate.objects.count() == 1


# --- The check page -------------------------------------------------------------------------------


def test_a_visitor_reads_what_it_is_and_not_whose(visitor, asha):
    reply = check(visitor, certified(asha))
    html = reply.content.decode()
    said = ("Geldig", "Een afgeronde module", "Gemeente Voorbeeldstad", "2 uur en 40 minuten", "geen bevoegdheid")
    assert [words for words in said if words not in html] == []
    assert [words for words in ("Asha", "Vries", asha.email, str(asha.uuid), "Noord") if words in html] == []
    assert "no-store" in reply["Cache-Control"]


@pytest.mark.parametrize("typed", ["Asha de Vries", "  asha  DE vries ", "Ásha de Vries"])
def test_a_name_that_one_has_can_be_compared(visitor, asha, typed):
    reply = check(visitor, certified(asha), name=typed)
    assert (reply.status_code, reply.context["matches"]) == (200, True)


@pytest.mark.parametrize("typed", ["Asha", "Ben de Vries", "Asha de Vriese", "%", "."])
def test_another_name_is_another_name(visitor, asha, typed):
    reply = check(visitor, certified(asha), name=typed)
    assert reply.context["matches"] is False
    assert "staat niet op het certificaat" in reply.content.decode()
    assert "Asha de Vries" not in reply.content.decode().replace(f'value="{typed}"', "")


def test_without_a_name_it_asks_for_one(visitor, asha):
    reply = check(visitor, certified(asha), name=" ")
    assert (reply.status_code, "Vul de naam in" in reply.content.decode()) == (422, True)


def test_names_cannot_be_tried_one_after_another(visitor, asha, ben):
    made, other = certified(asha), certified(ben)
    for number in range(attempts.PER_CERTIFICATE.amount):
        assert check(visitor, made, name=f"Naam {number}").status_code == 200
    reply = check(visitor, made, name="Asha de Vries")
    assert (reply.status_code, "Wacht een uur" in reply.content.decode()) == (429, True)
    assert check(visitor, made).context["state"] == "valid"
    assert check(visitor, other, name="Ben de Vries").context["matches"] is True


def test_addresses_cannot_be_tried_one_after_another(visitor, asha):
    made = certified(asha)
    for _number in range(attempts.PER_NETWORK.amount):
        assert visitor.get("/controle/zomaar/").status_code == 404
    assert check(visitor, made).status_code == 429


def test_checking_what_is_good_is_never_stopped(visitor, asha):
    made = certified(asha)
    for _number in range(attempts.PER_NETWORK.amount + 1):
        check(visitor, made)
    assert check(visitor, made, name="Asha de Vries").context["matches"] is True


# --- Withdrawing ----------------------------------------------------------------------------------


def test_its_holder_withdraws_it_and_may_take_another(as_asha, visitor, asha):
    made = certified(asha)
    as_asha.post(f"{OVERVIEW}{made.pk}/intrekken/")
    assert stands(made) == ("holder", True, True)
    html = check(visitor, made).content.decode()
    assert ("Ingetrokken" in html, "zelf" in html) == (True, False)
    assert take(as_asha, made.completion).url != f"{OVERVIEW}{made.pk}/"
    assert sorted(Certificate.objects.values_list("why", flat=True)) == ["", "holder"]


def test_its_issuer_withdraws_it_with_a_reason_that_only_the_holder_reads(as_omar, as_asha, visitor, asha):
    made, reason = certified(asha), "Iemand anders deed de module"
    assert revoke(as_omar, made, "person").status_code == 302
    assert stands(made) == ("person", True, True)
    assert reason in as_asha.get(f"{OVERVIEW}{made.pk}/").content.decode()
    assert reason not in check(visitor, made).content.decode()


@pytest.mark.parametrize("why", ["person", "mistake"])
def test_what_its_issuer_withdrew_is_not_taken_again(as_omar, as_asha, asha, why):
    made = certified(asha)
    revoke(as_omar, made, why)
    take(as_asha, made.completion)
    assert Certificate.objects.count() == 1
    assert "Vraag je beheerder" in as_asha.get(OVERVIEW).content.decode()


def test_wrong_facts_are_put_right_with_another(as_omar, as_asha, asha):
    made = certified(asha)
    revoke(as_omar, made, "facts")
    assert "Kijk in je profiel" in as_asha.get(f"{OVERVIEW}{made.pk}/").content.decode()
    type(asha).objects.update(last_name="Yilmaz")
    take(as_asha, made.completion)
    assert [one.name for one in Certificate.objects.order_by("issued_at")] == ["Asha de Vries", "Asha Yilmaz"]


def test_without_a_name_there_is_nothing_to_put_on_it(as_asha, asha):
    completion = completed(asha)
    type(asha).objects.update(first_name="", last_name="")
    reply = as_asha.post(f"{OVERVIEW}{completion.enrolment.uuid}/nemen/", follow=True)
    assert "Vul eerst je naam in" in reply.content.decode()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_are_one_certificate_and_one_key(asha, sign_in):
    completion = completed(asha)
    browsers = [sign_in(asha) for _window in range(16)]
    replies = at_once([lambda browser=browser: take(browser, completion).url for browser in browsers])
    (made,) = Certificate.objects.all()
    assert set(replies) == {f"{OVERVIEW}{made.pk}/"}
    assert IssuerKey.objects.count() == 1


@pytest.mark.parametrize("why", ["", "holder", "omdat het kan"])
def test_an_issuer_gives_a_reason_from_the_list(as_omar, asha, why):
    made = certified(asha)
    assert revoke(as_omar, made, why).status_code == 422
    assert stands(made) == ("", False, False)


def test_the_first_reason_stands(as_omar, as_asha, asha):
    made = certified(asha)
    as_asha.post(f"{OVERVIEW}{made.pk}/intrekken/")
    first = Certificate.objects.get().withdrawn_at
    revoke(as_omar, made)
    assert (stands(made)[0], Certificate.objects.get().withdrawn_at) == ("holder", first)


def test_an_administrator_of_another_organisation_meets_none(sign_in, anderstad, asha):
    made, elsewhere = certified(asha), sign_in(people.member("Otto", anderstad, "admin"))
    assert revoke(elsewhere, made).status_code == 404
    assert revoke(elsewhere, made, organisation="gemeente-anderstad").status_code == 404
    assert "Asha" not in elsewhere.get("/beheer/certificaten/gemeente-anderstad/").content.decode()
    assert stands(made) == ("", False, False)


def test_an_administrator_sees_who_took_what_and_finds_a_name(as_omar, asha, ben):
    certified(asha), certified(ben)
    page = "/beheer/certificaten/gemeente-voorbeeldstad/"
    assert [one.name for one in as_omar.get(page).context["page"].rows] == ["Ben de Vries", "Asha de Vries"]
    assert [one.name for one in as_omar.get(page, {"zoek": "ash"}).context["page"].rows] == ["Asha de Vries"]


def test_an_issuers_list_costs_as_many_statements_for_three_as_for_one(as_omar, asha, ben, farah):
    page = "/beheer/certificaten/gemeente-voorbeeldstad/"
    certified(asha)
    as_omar.get(page)
    with counted() as one:
        as_omar.get(page)
    certified(ben), certified(farah)
    with counted() as three:
        as_omar.get(page)
    assert (len(one), len(three)) == (6, 6)


# --- When its holder goes -------------------------------------------------------------------------


def test_erasure_leaves_nothing_that_says_whose_it_was(visitor, asha):
    made, place = certified(asha), certified(asha).place_id
    erase_account(asha)
    reply = check(visitor, made)
    assert (reply.status_code, "Een afgeronde module" in reply.content.decode()) == (404, False)
    assert (Certificate.objects.count(), Completion.objects.count()) == (0, 0)
    assert list(Place.objects.values()) == [{"id": place, "organisation_id": ANY, "number": ANY, "withdrawn": True}]


def test_an_address_of_nothing_and_of_somebody_erased_look_the_same(visitor, asha):
    made = certified(asha)
    erase_account(asha)
    gone, never = check(visitor, made), visitor.get(f"/controle/{'z' * 20}/")
    assert (gone.status_code, gone.content) == (never.status_code, never.content)


def test_everything_we_hold_tells_of_it(asha):
    made = certified(asha)
    (section,) = [one for one in holdings.sections() if one.name == "certificaten"]
    (told,) = section.build(asha)
    assert (told["module"], told["stand"]) == ("Een afgeronde module", "Geldig")
    assert told["controlepagina"].endswith(f"/controle/{made.code}/")


def test_no_key_is_lost_when_keys_without_an_account_are_swept(asha):
    from people import erasure

    made = certified(asha)
    assert IssuerKey.objects.count() == 1
    assert made.organisation.uuid not in erasure.without_account()


def test_somebody_elses_is_not_there(as_ben, asha):
    made = certified(asha)
    for what in ("", "badge/"):
        assert as_ben.get(f"{OVERVIEW}{made.pk}/{what}").status_code == 404
    for what in ("pdf/", "intrekken/"):
        assert as_ben.post(f"{OVERVIEW}{made.pk}/{what}", {"key": uuid4()}).status_code == 404
    assert stands(made) == ("", False, False)
