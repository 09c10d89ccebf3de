"""Programmes through their pages: what each may do there, what is refused, and what nobody else sees."""

import contextlib
import re
import uuid
import zlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from learning.journey.programmes import actions
from learning.journey.programmes.models import AgreedDate, Exemption, Following, HelpAsked, Leave, SignOff
from learning.journey.programmes.reminding import steps_due
from learning.reflection.models import Entry
from people.everything import data
from people.exports import kinds
from people.exports.kinds import Made
from people.exports.models import Export
from people.exports.pdf import is_available
from people.models import Membership, Role
from tests.concurrency import at_once
from tests.factories import people, programmes

pytestmark = pytest.mark.django_db
ROUTE, RELEASE = programmes.number("Acute route"), programmes.number("Vrijgave")


@pytest.fixture
def following(programme, asha, farah):
    return actions.begin(programme, asha, mentor=farah, by=asha)


@pytest.fixture
def page(following):
    return f"/programma/{following.pk}/"


def said(reply) -> list[str]:
    return [str(one) for one in reply.context["messages"]]


def late(following, days=60):
    Following.objects.filter(pk=following.pk).update(first_day=timezone.localdate() - timedelta(days=days))


def test_somebody_begins_a_programme_by_themselves_once(as_asha, asha, programme):
    assert "Begin ‘Inwerken’" in as_asha.get("/programma/").content.decode()
    first = as_asha.post("/programma/beginnen/inwerken/")["Location"]
    assert as_asha.post("/programma/beginnen/inwerken/")["Location"] == first
    assert (Following.objects.get().user, Following.objects.get().given_by) == (asha, None)
    assert "Begin ‘Inwerken’" not in as_asha.get("/programma/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_eight_beginnings_at_once_are_one_round(programme, asha):
    made = at_once([lambda: actions.begin(programme, asha, by=asha).pk] * 8)
    assert (len(set(made)), Following.objects.count()) == (1, 1)


def test_home_tells_the_next_step_and_nothing_of_programmes_to_who_follows_none(as_asha, as_ben, following):
    assert "Acute route" in as_asha.get("/").content.decode()
    assert as_ben.get("/").context["programmes"] == []


def test_what_waits_for_others_cannot_be_said_to_be_done(as_asha, page):
    reply = as_asha.post(f"{page}stap/{RELEASE}/", {"what": "done"}, follow=True)
    assert said(reply) == ["Deze stap komt later. Doe eerst wat ervoor komt."]
    module = programmes.number("Meldcode")
    assert said(as_asha.post(f"{page}stap/{module}/", {"what": "done"}, follow=True)) == [
        "Deze stap is klaar zodra je hem hier gedaan hebt."
    ]
    assert not SignOff.objects.exists()


def test_a_task_can_be_taken_back_until_it_is_signed(as_asha, as_farah, page, following):
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "done"})
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "back"})
    assert not SignOff.objects.exists()
    assert as_farah.post(f"/begeleiden/{following.pk}/{ROUTE}/", {"what": "sign"}).status_code == 404
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "done"})
    as_farah.post(f"/begeleiden/{following.pk}/{ROUTE}/", {"what": "sign"})
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "back"})
    assert SignOff.objects.get().signed_on is not None
    reply = as_farah.post(f"/begeleiden/{following.pk}/{ROUTE}/", {"what": "back"}, follow=True)
    assert said(reply)[-1] == "Deze taak is al afgetekend."


def test_nobody_signs_for_themselves_nor_who_left_the_organisation(
    as_asha, as_farah, as_ben, page, following, farah, asha
):
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "done"})
    for client in (as_asha, as_ben):
        assert client.post(f"/begeleiden/{following.pk}/{ROUTE}/", {"what": "sign"}).status_code == 404
    people.membership(farah, people.organisation("Gemeente Elders"), started_on=timezone.localdate())
    farah.memberships.filter(organisation__name="Gemeente Voorbeeldstad").update(ended_on=timezone.localdate())
    assert as_farah.post(f"/begeleiden/{following.pk}/{ROUTE}/", {"what": "sign"}).status_code == 404
    assert as_farah.get("/begeleiden/").context["waiting"] == []


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (10, 5, "De laatste dag ligt voor de eerste."),
        (10, 500, "Langer dan een jaar"),
        (400, 401, "Deze dagen vallen buiten je programma."),
        (-20, -10, "Deze dagen vallen buiten je programma."),
        (12, 30, "In deze dagen had je al verlof opgegeven."),
    ],
)
def test_leave_that_cannot_be_is_refused_where_it_was_typed(as_asha, page, first, last, words):
    today = timezone.localdate()

    def leave(begin, end):
        days = {"first_day": today + timedelta(days=begin), "last_day": today + timedelta(days=end)}
        return as_asha.post(f"{page}verlof/", days)

    assert leave(10, 14).status_code == 302
    reply = leave(first, last)
    assert (reply.status_code, words in reply.content.decode(), Leave.objects.count()) == (422, True, 1)
    assert (today + timedelta(days=first)).isoformat() in reply.content.decode()


def test_leave_twice_is_once_and_can_be_taken_back(as_asha, page):
    days = {"first_day": timezone.localdate(), "last_day": timezone.localdate()}
    for _ in range(2):
        as_asha.post(f"{page}verlof/", days)
    as_asha.post(f"{page}verlof/{Leave.objects.get().pk}/weg/")
    assert not Leave.objects.exists()


def test_an_exemption_needs_a_reason_and_can_be_refused(as_asha, as_lotte, page, following, noord):
    assert said(as_asha.post(f"{page}stap/{ROUTE}/", {"what": "exempt", "why": "zomaar"}, follow=True)) == [
        "Kies een reden."
    ]
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "exempt", "why": "role"})
    as_lotte.post(f"/mijn-team/{noord.uuid}/{following.pk}/{ROUTE}/", {"what": "refuse"})
    assert "Geen vrijstelling van Lotte de Vries" in as_asha.get(page).content.decode()
    assert as_lotte.get(f"/mijn-team/{noord.uuid}/").context["page"].exempting == ()
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "exempt", "why": "talked"})
    assert Exemption.objects.get().refused_on is None


def test_asking_for_help_names_who_reads_it_and_goes_when_it_is_dealt_with(as_asha, as_lotte, following, noord):
    form = as_asha.get("/hulp-vragen/").content.decode()
    assert "Dit leest: Lotte de Vries." in form
    assert as_asha.post("/hulp-vragen/", {"need": ""}).status_code == 422
    as_asha.post("/hulp-vragen/", {"need": "time", "about": f"{following.pk} {ROUTE}"})
    team = f"/mijn-team/{noord.uuid}/"
    (asked,) = as_lotte.get(team).context["page"].asked
    assert (asked.person.name, asked.need, asked.about) == (
        "Asha de Vries",
        "Tijd: ik kom er niet aan toe",
        "Acute route",
    )
    as_lotte.post(f"{team}hulp/{asked.uuid}/", {"what": "take"})
    assert "Lotte de Vries pakt dit op" in as_asha.get("/hulp-vragen/").content.decode()
    as_lotte.post(f"{team}hulp/{asked.uuid}/", {"what": "settle"})
    assert not HelpAsked.objects.exists()


def test_help_can_be_taken_back_and_is_not_asked_where_nobody_leads(as_asha, as_sam, as_lotte, lotte, noord):
    as_asha.post("/hulp-vragen/", {"need": "talk", "about": ""})
    as_asha.post("/hulp-vragen/", {"what": "back"})
    assert as_lotte.get(f"/mijn-team/{noord.uuid}/").context["page"].asked == ()
    as_sam.post("/hulp-vragen/", {"need": "talk", "about": ""})
    assert (HelpAsked.objects.count(), as_sam.get("/hulp-vragen/").context["leads"]) == (0, [])


def test_who_is_on_time_and_asks_nothing_is_not_on_the_page(as_lotte, as_asha, page, noord):
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "done"})
    assert "Asha" not in as_lotte.get(f"/mijn-team/{noord.uuid}/").content.decode()


def test_what_one_sees_of_oneself_is_what_the_lead_sees_and_no_line_of_a_colleague(
    as_asha, as_lotte, following, programme, ben, noord, lotte
):
    late(following)
    late(actions.begin(programme, ben, by=lotte))
    whole = as_lotte.get(f"/mijn-team/{noord.uuid}/").context["page"]
    reply = as_asha.get("/profiel/wat-mijn-teamleider-ziet/")
    mine = reply.context["teams"][0]["page"]
    for part in ("asked", "exempting", "not_begun", "late"):
        assert getattr(mine, part) == tuple(
            one for one in getattr(whole, part) if one.person.uuid == following.user.uuid
        )
    assert (
        len(mine.late) > 1,
        "Ben" in reply.content.decode(),
        "Spreek een andere dag af" in reply.content.decode(),
    ) == (
        True,
        False,
        False,
    )


def test_a_deputy_leads_for_a_while_and_then_no_more(as_edith, edith, voorbeeldstad, noord):
    team = f"/mijn-team/{noord.uuid}/"
    assert as_edith.get(team).status_code == 404
    today = timezone.localdate()
    held = people.membership(
        edith, voorbeeldstad, Role.LEAD, noord, started_on=today, ended_on=today + timedelta(days=1)
    )
    assert (as_edith.get(team).status_code, as_edith.get("/mijn-team/")["Location"]) == (200, team)
    Membership.objects.filter(pk=held.pk).update(ended_on=today)
    assert as_edith.get(team).status_code == 404


def test_who_left_the_team_is_out_of_sight_at_once(as_lotte, following, noord, asha):
    late(following)
    team = f"/mijn-team/{noord.uuid}/"
    assert as_lotte.get(team).context["page"].late
    asha.memberships.update(ended_on=timezone.localdate())
    assert as_lotte.get(team).context["page"].late == ()
    assert as_lotte.post(f"{team}{following.pk}/{ROUTE}/", {"what": "date", "due_on": "2030-01-01"}).status_code == 404


def test_another_organisations_programme_is_no_matter_of_this_lead(as_lotte, asha, noord, anderstad):
    people.membership(asha, anderstad)
    late(actions.begin(programmes.programme(programmes.step("Elders", days=1), organisation=anderstad), asha, by=asha))
    assert as_lotte.get(f"/mijn-team/{noord.uuid}/").context["page"].late == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"person": ""}, "Kies iemand van je team."),
        ({"first_day": "gisteren"}, "Vul een dag in"),
        ({"first_day": "2099-01-01"}, "Kies een eerste dag binnen een jaar."),
        ({"mentor": "self"}, "niemand tekent zijn eigen taken af"),
        ({"person": "sam"}, "geldige keuze"),
    ],
)
def test_a_gift_that_cannot_be_is_refused_where_it_was_typed(
    as_lotte, noord, programme, asha, farah, sam, change, words
):
    change = {name: {"self": asha.uuid, "sam": sam.uuid}.get(value, value) for name, value in change.items()}
    gift = {
        "programme": programme.pk,
        "person": asha.uuid,
        "first_day": timezone.localdate(),
        "mentor": farah.uuid,
    } | change
    reply = as_lotte.post(f"/mijn-team/{noord.uuid}/programma/", gift)
    assert (reply.status_code, words in reply.content.decode(), Following.objects.count()) == (422, True, 0)


def test_another_day_lies_ahead(as_lotte, following, noord):
    late(following)
    where = f"/mijn-team/{noord.uuid}/{following.pk}/{ROUTE}/"
    for day in ("2020-01-01", "morgen", "2099-01-01"):
        assert said(as_lotte.post(where, {"what": "date", "due_on": day}, follow=True))[0].startswith(
            ("Kies een dag", "Vul een dag")
        )
    unknown = where.replace(str(ROUTE), str(uuid.uuid4()))
    reply = as_lotte.post(unknown, {"what": "date", "due_on": timezone.localdate()}, follow=True)
    assert said(reply) == ["Deze stap staat niet meer in je programma. Laad de pagina opnieuw."]
    assert not AgreedDate.objects.exists()


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_of_a_team_costs_the_same_however_many_there_are(
    as_lotte, noord, voorbeeldstad, programme, count, lotte, django_assert_num_queries
):
    for number in range(count):
        late(actions.begin(programme, people.member(f"Lid{number}", voorbeeldstad, team=noord), by=lotte))
    team = f"/mijn-team/{noord.uuid}/"
    as_lotte.get(team)
    with django_assert_num_queries(10):
        as_lotte.get(team)


def test_everything_we_hold_tells_of_it_and_erasure_takes_it(
    as_asha, following, page, asha, farah, lotte, noord, as_lotte
):
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "done"})
    as_asha.post("/hulp-vragen/", {"need": "time", "about": ""})
    held = str(data(asha))
    assert all(word in held for word in ("Inwerken", "Acute route", "Tijd: ik kom er niet aan toe", "Farah de Vries"))
    farah.delete()
    assert Following.objects.get().mentor is None
    asha.delete()
    assert [Following.objects.count(), SignOff.objects.count(), HelpAsked.objects.count()] == [0, 0, 0]


def test_who_belongs_nowhere_any_more_is_not_reminded(following, asha):
    late(following)
    today = timezone.localdate()
    assert [one.user for one in steps_due(today, today, [asha.pk])] != []
    asha.memberships.update(ended_on=today)
    assert list(steps_due(today, today, [asha.pk])) == []


def test_home_costs_four_statements_more_with_a_programme(as_asha, as_ben, following):
    counts = []
    for client in (as_ben, as_asha):
        client.get("/")
        with CaptureQueriesContext(connection) as statements:
            client.get("/")
        counts.append(len(statements))
    assert counts[1] - counts[0] == 4


# --- The report -----------------------------------------------------------------------------------


def write(client, text):
    client.post("/spiegel/vraag/3/schrijven/", {"text": text, "key": uuid.uuid4()})
    return Entry.objects.order_by("-created_at").first()


def report(client, page, form, *entries) -> Made:
    """What the worker makes of what was asked on the page."""
    asked = {"form": form, "texts": [str(one.pk) for one in entries], "key": uuid.uuid4()}
    assert client.post(f"{page}leerverslag/", asked).status_code == 302
    export = Export.objects.latest("asked_at")
    assert "Ik " not in str(export.chosen)
    return kinds.kind(export.kind).make(export.user, export.chosen)


def test_a_report_holds_what_was_done_and_the_chosen_texts_alone(as_asha, page, asha, following, farah, as_farah):
    as_asha.post(f"{page}stap/{ROUTE}/", {"what": "done"})
    as_farah.post(f"/begeleiden/{following.pk}/{ROUTE}/", {"what": "sign"})
    mine, other = write(as_asha, "Ik wil *eerder* bellen."), write(as_asha, "Ik houd dit voor mezelf.")
    shown = as_asha.get(f"{page}leerverslag/").content.decode()
    assert (str(mine.pk) in shown, "eerder" in shown, "mezelf" in shown) == (True, False, False)
    made = report(as_asha, page, "report-markdown", mine).content.decode()
    assert "Acute route: gedaan op" in made
    assert "Meldcode: nog niet gedaan" in made
    assert r"> Ik wil \*eerder\* bellen." in made
    assert str(other.pk) not in made
    assert "mezelf" not in made


@pytest.mark.skipif(not is_available(), reason="this machine has no Pango")
def test_a_report_is_tagged_paper_too(as_asha, page):
    made = report(as_asha, page, "report-pdf", write(as_asha, "Ik vraag door."))
    inside = b"".join([made.content, *_streams(made.content)])
    assert [word in inside for word in (b"/Marked true", b"/StructTreeRoot", b"/Lang (nl)", b"pdfuaid")] == [True] * 4


def _streams(content: bytes) -> Iterator[bytes]:
    """What is packed in a PDF, opened up."""
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        with contextlib.suppress(zlib.error):
            yield zlib.decompress(packed)


def test_a_text_of_somebody_else_cannot_be_chosen(as_asha, as_ben, page):
    foreign = write(as_ben, "Ik ben Ben.")
    reply = as_asha.post(
        f"{page}leerverslag/", {"form": "report-markdown", "texts": [str(foreign.pk)], "key": uuid.uuid4()}
    )
    assert (reply.status_code, Export.objects.count()) == (422, 0)


def test_a_worker_makes_no_report_of_anybody_elses_round(following, ben, as_ben):
    own = write(as_ben, "Ik ben Ben.")
    with pytest.raises(Following.DoesNotExist):
        kinds.kind("report-markdown").make(ben, {"following": str(following.pk), "texts": [str(own.pk)]})
