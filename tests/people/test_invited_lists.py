"""A list of people to invite: looked at line by line, all of them or nobody, and undone as long as nobody came in."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from people.invitations import actions, table
from people.invitations.models import Invitation, InvitedList
from people.models import Role
from people.refusal import Refused
from tests.factories import people

LIST = "/beheer/mensen/gemeente-voorbeeldstad/uitnodigen/lijst/"
WAITING = "/beheer/mensen/gemeente-voorbeeldstad/uitnodigingen/"
GOOD = (
    "voornaam;achternaam;e-mail;team;rol\n"
    "Nienke;Bos;Nienke@voorbeeld.test;wijkteam noord;\n"
    "Zoë;;zoe@voorbeeld.test;Wijkteam Noord;Teamleider\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_list_as_any_spreadsheet_writes_it(encoding, mark):
    rows, wrong = table.read(GOOD.replace(";", mark).encode(encoding), teams=["Wijkteam Noord"])
    assert wrong == []
    assert [(row.line, row.first_name, row.email, row.team, row.role) for row in rows] == [
        (2, "Nienke", "nienke@voorbeeld.test", "Wijkteam Noord", Role.PROFESSIONAL),
        (3, "Zoë", "zoe@voorbeeld.test", "Wijkteam Noord", Role.LEAD),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Nienke;Bos;geen-adres;;", "is geen e-mailadres"),
        (";Bos;n@voorbeeld.test;;", "De voornaam ontbreekt."),
        ("N;;n@voorbeeld.test;Team Elders;", "Het team ‘Team Elders’ is er niet."),
        ("N;;n@voorbeeld.test;;baas", "De rol ‘baas’ is er niet. Kies: wijkteamprofessional, teamleider"),
        ("N;;n@voorbeeld.test;;teamleider", "Een teamleider heeft een team nodig."),
        ("N;;n@voorbeeld.test;;\nM;;N@voorbeeld.test;;", "Dit adres staat ook op regel 2."),
        (f"{'x' * 81};;n@voorbeeld.test;;", "te lang"),
    ],
)
def test_what_is_wrong_is_said_by_line(line, why):
    _rows, wrong = table.read(f"{GOOD.splitlines()[0]}\n{line}\n".encode(), teams=["Wijkteam Noord"])
    assert [why in one.why for one in wrong] == [True]
    assert wrong[0].line == 1 + len(line.splitlines())


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Er ontbreekt: voornaam, e-mail"),
        (b"voornaam;team\nN;Noord\n", "Er ontbreekt: e-mail"),
        (b"voornaam;e-mail\n;\n", "Er staat niemand in"),
        (b"PK\x03\x04\x00\x00", "Dit is geen CSV"),
        (b"voornaam;e-mail\n" + b"N;n@voorbeeld.test\n" * 501, "meer dan 500"),
        (b"x" * (table.MAX_BYTES + 1), "te groot"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(data, why):
    with pytest.raises(Refused, match=why):
        table.read(data, teams=[])


def sent(browser, text):
    return browser.post(LIST, {"file": SimpleUploadedFile("mensen.csv", text.encode())})


def seal(reply):
    return html.unescape(re.search(r'name="sealed" value="([^"]+)"', reply.content.decode())[1])


@pytest.mark.django_db
def test_nobody_is_asked_before_it_is_confirmed_and_the_same_twice_is_once(
    as_omar, noord, django_capture_on_commit_callbacks
):
    looked = sent(as_omar, GOOD)
    assert "2 mensen krijgen een uitnodiging" in looked.content.decode()
    assert not Invitation.objects.exists()
    with django_capture_on_commit_callbacks() as mails:
        for _time in range(2):
            assert as_omar.post(LIST, {"sealed": seal(looked)}).status_code == 302
    assert len(mails) == 2
    assert set(Invitation.objects.values_list("email", "role", "team")) == {
        ("nienke@voorbeeld.test", "professional", noord.pk), ("zoe@voorbeeld.test", "lead", noord.pk),
    }  # fmt: skip


@pytest.mark.django_db
def test_one_line_that_is_wrong_holds_all_back(as_omar, asha, noord, voorbeeldstad, omar):
    text = f"{GOOD}Asha;;{asha.email.upper()};Wijkteam Noord;\n"
    reply = sent(as_omar, text)
    assert (reply.status_code, "Heeft deze rol al." in reply.content.decode()) == (422, True)
    assert 'name="sealed"' not in reply.content.decode()

    looked = sent(as_omar, GOOD)
    actions.invite(voorbeeldstad, actions.Asked(email="zoe@voorbeeld.test", first_name="Zoë"), by=omar)
    reply = as_omar.post(LIST, {"sealed": seal(looked)})
    assert (reply.status_code, "Er is niemand uitgenodigd." in reply.content.decode()) == (422, True)
    assert Invitation.objects.count() == 1


@pytest.mark.django_db
def test_a_seal_is_of_one_person_and_one_organisation(as_omar, as_petra, noord, anderstad):
    mark = seal(sent(as_omar, GOOD))
    for browser, place in ((as_petra, LIST), (as_petra, LIST.replace("voorbeeldstad", "anderstad")), (as_omar, LIST)):
        said = mark[:-3] + "xxx" if browser is as_omar else mark
        reply = browser.post(place, {"sealed": said})
        assert (reply.status_code, "Kies het bestand opnieuw" in reply.content.decode()) == (422, True)
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_a_list_is_undone_and_who_came_in_stays_and_is_named(as_omar, noord):
    as_omar.post(LIST, {"sealed": seal(sent(as_omar, GOOD))})
    actions.accept(
        Invitation.objects.get(email="zoe@voorbeeld.test"), user=people.user("Zoë", email="zoe@voorbeeld.test")
    )
    assert "Je laatste lijst" in as_omar.get(WAITING).content.decode()
    page = as_omar.post(f"{WAITING}lijst/{InvitedList.objects.get().pk}/terug/", follow=True).content.decode()
    assert "Al binnen, en dat blijft zo: Zoë." in page
    assert "Je laatste lijst" not in page
    states = {one.first_name: (one.member is not None, one.ended_at is not None) for one in Invitation.objects.all()}
    assert states == {"Nienke": (False, True), "Zoë": (True, True)}
