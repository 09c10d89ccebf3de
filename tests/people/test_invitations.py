"""Invitations: a mail proves whose mailbox it is, a link asks for that mail, and each end has its own page."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from people.invitations import actions
from people.invitations.actions import Asked
from people.invitations.models import Invitation
from people.invitations.tokens import Way
from people.models import Membership, Role, User
from people.refusal import Refused
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_passwords")]
INVITE = "/beheer/mensen/gemeente-voorbeeldstad/uitnodigen/"
LIST = "/beheer/mensen/gemeente-voorbeeldstad/uitnodigingen/"
NEW = {"first_name": "Nienke", "last_name": "Bos", "password": "een zin van woorden", "again": "een zin van woorden"}


@pytest.fixture
def invited(voorbeeldstad, omar, noord):
    return actions.invite(voorbeeldstad, Asked(email="Nienke@voorbeeld.test", first_name="Nienke", team=noord), by=omar)


def path(invitation: Invitation, way: Way = Way.MAIL) -> str:
    return "/welkom/" + actions.address(invitation, way).split("/welkom/")[1]


def mailed(invitation: Invitation) -> str:
    """The path in the mail that goes out."""
    mail.outbox.clear()
    actions.deliver(invitation.pk)
    (sent,) = mail.outbox
    assert sent.to == [invitation.email]
    return re.search(r"https?://[^/]+(/welkom/\S+)", sent.body)[1]


def test_from_the_form_to_a_first_page(as_omar, noord, django_capture_on_commit_callbacks):
    form = {
        "first_name": "Nienke",
        "last_name": "Bos",
        "email": "Nienke@voorbeeld.test",
        "role": "lead",
        "team": noord.pk,
    }
    with django_capture_on_commit_callbacks(execute=True):
        page = as_omar.post(INVITE, form, follow=True).content.decode()
    assert "nienke@voorbeeld.test krijgt een mail" in page
    found = Invitation.objects.get()
    visitor = Client()
    address = mailed(found)
    assert "Je logt straks in met nienke@voorbeeld.test" in visitor.get(address).content.decode()
    reply = visitor.post(address, NEW)
    assert reply.headers["Location"] == "/"
    assert visitor.get("/profiel/").status_code == 200
    user = User.objects.get(email="nienke@voorbeeld.test")
    assert list(user.memberships.values_list("role", "team", "started_on")) == [
        ("lead", noord.pk, timezone.localdate())
    ]
    assert user.check_password(NEW["password"])
    gone = Client().get(address)
    assert (gone.status_code, "Je bent al binnen" in gone.content.decode()) == (410, True)
    assert "Aangenomen op" in as_omar.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"again": "een andere zin"}, "De wachtwoorden zijn niet gelijk."),
        ({"password": "kort", "again": "kort"}, "12 tekens"),
        ({"first_name": ""}, "Voornaam"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(invited, change, said):
    reply = Client().post(path(invited), NEW | change)
    assert (reply.status_code, said in reply.content.decode()) == (422, True)
    assert not User.objects.filter(email=invited.email).exists()


def test_a_link_shows_nothing_of_accounts_and_sends_the_mail_to_who_was_invited(
    invited, django_capture_on_commit_callbacks
):
    link = path(invited, Way.LINK)
    before = Client().get(link).content.decode()
    people.user("Nienke", email=invited.email)
    assert re.sub(r'value="[^"]+"', "", Client().get(link).content.decode()) == re.sub(r'value="[^"]+"', "", before)
    with django_capture_on_commit_callbacks() as sent:
        reply = Client().post(link, NEW)
    assert ("Kijk in je mail" in reply.content.decode(), len(sent)) == (True, 1)
    actions.deliver(invited.pk)
    with django_capture_on_commit_callbacks() as sent:
        Client().post(link)
    assert sent == []  # one in five minutes, whoever asks


def test_who_has_an_account_signs_in_and_gets_the_role_beside_what_they_are(invited, noord):
    user = people.user("Nienke", email=invited.email)
    page = Client().get(path(invited)).content.decode()
    assert "Je hebt al een account" in page
    assert Client().post(path(invited), NEW).status_code == 200
    assert not user.memberships.exists()
    browser = Client()
    browser.force_login(user)
    assert "Sluit je aan bij" in browser.get(path(invited)).content.decode()
    assert browser.post(path(invited)).headers["Location"] == "/"
    assert user.memberships.get().team == noord


def test_who_is_somebody_else_gets_nothing(invited, as_sam, sam):
    before = sam.memberships.count()
    assert "ander e-mailadres" in as_sam.get(path(invited)).content.decode()
    assert as_sam.post(path(invited)).status_code == 409
    assert sam.memberships.count() == before


def test_each_end_has_its_own_page(invited, as_omar):
    old = path(invited)
    again = f"{LIST}{invited.pk}/opnieuw/"
    as_omar.post(again)
    invited.refresh_from_db()
    assert (Client().get(old).status_code, Client().get(path(invited)).status_code) == (404, 200)
    assert "Deze link werkt niet" in Client().get("/welkom/zomaar/").content.decode()

    Invitation.objects.update(
        made_at=timezone.now() - timedelta(days=15), expires_at=timezone.now() - timedelta(days=1)
    )
    late = Client().get(path(invited))
    assert (late.status_code, "verlopen" in late.content.decode()) == (410, True)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    as_omar.post(f"{LIST}{invited.pk}/intrekken/")
    invited.refresh_from_db()
    withdrawn = Client().post(path(invited), NEW)
    assert (withdrawn.status_code, "ingetrokken" in withdrawn.content.decode()) == (410, True)
    mail.outbox.clear()
    actions.deliver(invited.pk)
    assert mail.outbox == []


def test_one_address_has_one_open_invitation(invited, as_omar, omar, voorbeeldstad):
    reply = as_omar.post(INVITE, {"first_name": "N", "email": "NIENKE@voorbeeld.test", "role": "professional"})
    assert (reply.status_code, "is al uitgenodigd" in reply.content.decode()) == (422, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            organisation=voorbeeldstad,
            email=invited.email,
            made_at=timezone.now(),
            expires_at=timezone.now() + timedelta(1),
        )
    actions.withdraw(invited)
    assert actions.invite(voorbeeldstad, Asked(email=invited.email, first_name="N"), by=omar).pk != invited.pk


def test_who_has_the_role_already_is_not_invited(voorbeeldstad, omar, asha, noord):
    with pytest.raises(Refused, match="heeft deze rol al"):
        actions.invite(voorbeeldstad, Asked(email=asha.email, first_name="Asha", team=noord), by=omar)


def test_a_lead_has_a_team_of_the_organisation_itself(as_omar, anderstad):
    form = {"first_name": "N", "email": "n@voorbeeld.test", "role": Role.LEAD, "team": ""}
    assert "Kies het team" in as_omar.post(INVITE, form).content.decode()
    foreign = people.team(anderstad, "Team Elders")
    assert as_omar.post(INVITE, form | {"team": foreign.pk}).status_code == 422
    assert "Team Elders" not in as_omar.get(INVITE).content.decode()


def test_two_who_accept_at_once_make_one_account(invited):
    actions.accept_with_new_account(invited, password="x" * 12, first_name="N", last_name="", profession="")
    with pytest.raises(Refused):
        actions.accept_with_new_account(invited, password="y" * 12, first_name="N", last_name="", profession="")
    assert Membership.objects.filter(user__email=invited.email).count() == 1


def test_what_ended_long_ago_is_deleted(invited):
    assert actions.sweep() == 0
    Invitation.objects.update(
        made_at=timezone.now() - timedelta(days=200), expires_at=timezone.now() - timedelta(days=91)
    )
    assert actions.sweep() == 1
