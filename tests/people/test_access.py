"""Who looked at what of somebody: a line a day, for that person alone, and gone after a year."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.journey.programmes import actions as rounds
from learning.journey.programmes.models import Following
from learning.reflection.actions import sharing
from learning.reflection.models import Entry
from people.access import actions
from people.access.models import Access, What
from people.everything import data
from people.models import Role
from tests.factories import people, programmes

pytestmark = pytest.mark.django_db
PAGE = "/profiel/wie-keek/"


def lines(client) -> list[tuple[str, str]]:
    return [(str(one.what), one.name) for one in client.get(PAGE).context["looks"]]


def test_an_administrators_look_is_one_line_a_day(as_asha, as_omar, as_ben, asha):
    here = f"/beheer/mensen/gemeente-voorbeeldstad/{asha.uuid}/"
    for _ in range(3):
        as_omar.get(here)
    assert lines(as_asha) == [("Je rollen bij Mensen bekeken", "Omar de Vries")]
    assert lines(as_ben) == []


def test_who_gives_ends_or_moves_a_role_is_told(as_asha, as_omar, asha):
    here = f"/beheer/mensen/gemeente-voorbeeldstad/{asha.uuid}/"
    as_omar.post(f"{here}rol/", {"role": Role.TRAINER, "team": "", "since": timezone.localdate()})
    as_omar.post(f"{here}rol/{asha.memberships.latest('pk').pk}/eindigen/")
    assert lines(as_asha) == [("Een rol van je gegeven, beëindigd of verplaatst", "Omar de Vries")]


def test_looking_at_ones_own_page_is_no_line(as_omar, omar):
    as_omar.get(f"/beheer/mensen/gemeente-voorbeeldstad/{omar.uuid}/")
    assert not Access.objects.exists()


def test_a_lead_who_sees_a_line_about_somebody_is_told_to_them_and_to_nobody_on_time(
    as_asha, as_ben, as_lotte, asha, ben, lotte, noord
):
    programme = programmes.programme(programmes.step("Een taak", days=1))
    following = rounds.begin(programme, asha, by=lotte)
    Following.objects.filter(pk=following.pk).update(first_day=timezone.localdate() - timedelta(days=30))
    as_lotte.get(f"/mijn-team/{noord.uuid}/")
    assert lines(as_asha) == [("Je regel op de pagina van je teamleider bekeken", "Lotte de Vries")]
    assert lines(as_ben) == []
    step = programmes.number("Een taak")
    as_lotte.post(f"/mijn-team/{noord.uuid}/{following.pk}/{step}/", {"what": "date", "due_on": timezone.localdate()})
    assert "Over je programma beslist" in lines(as_asha)[0][0]


def test_a_shared_text_that_was_opened_stands_there_too(as_asha, as_farah, asha, farah):
    as_asha.post(
        "/spiegel/vraag/3/schrijven/", {"text": "Ik wacht te lang.", "key": "8d7b7c0a-1c39-4f5b-9c0f-0d6b4c1d2a11"}
    )
    share = sharing.share(
        Entry.objects.get(), by=asha, person=farah.uuid, until=timezone.localdate() + timedelta(days=7)
    )
    for _ in range(2):
        as_farah.get(f"/spiegel/gedeeld/{share.pk}/")
    assert lines(as_asha) == [("Een tekst die jij deelde, geopend", "Farah de Vries")]


def test_a_year_later_it_is_not_shown_and_then_gone(as_asha, asha, omar):
    actions.looked(omar, What.PERSON, [asha.pk])
    Access.objects.update(day=timezone.localdate() - timedelta(days=366))
    assert lines(as_asha) == []
    out = StringIO()
    call_command("end_access_log", stdout=out)
    assert (out.getvalue(), Access.objects.count()) == ("deleted: 1\n", 0)


def test_it_is_in_everything_we_hold_and_outlives_who_looked_without_their_name(as_asha, asha, omar, petra):
    actions.looked(omar, What.PERSON, [asha.pk])
    assert "Omar de Vries" in str(data(asha)["onderdelen"]["wie-keek"])
    assert "Asha" not in str(data(omar)["onderdelen"]["wie-keek"])
    omar.delete()
    assert lines(as_asha) == [("Je rollen bij Mensen bekeken", "")]
    assert "iemand van wie het account weg is" in as_asha.get(PAGE).content.decode()
    asha.delete()
    assert not Access.objects.exists()


def test_the_database_knows_no_line_about_oneself(asha):
    with pytest.raises(IntegrityError), transaction.atomic():
        Access.objects.create(user=asha, by=asha, what=What.PERSON, day=timezone.localdate())


def test_many_people_cost_one_statement(asha, omar, voorbeeldstad, django_assert_num_queries):
    crowd = [people.member(f"Lid{number}", voorbeeldstad).pk for number in range(30)]
    with django_assert_num_queries(1):
        actions.looked(omar, What.TEAM, crowd)
    actions.looked(omar, What.TEAM, crowd)
    assert Access.objects.count() == 30
