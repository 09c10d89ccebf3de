"""Who a request is from: one statement for a session in order; anything else is nobody, or what Django makes of it."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session

from people.models import User
from people.viewer import person_of

pytestmark = pytest.mark.django_db
PAGE = "/profiel/"


def is_known(client) -> bool:
    reply = client.get(PAGE)
    assert reply.status_code in {200, 302}
    return reply.status_code == 200


def change(client, **values) -> None:
    """Put other values in the session; None takes one out."""
    session = client.session
    for name, value in values.items():
        session.pop(name, None) if value is None else session.update({name: value})
    session.save()


def test_the_account_that_comes_along_is_the_account(asha):
    found, _viewer = person_of(asha.pk)
    stored = User.objects.get(pk=asha.pk)
    fields = [field.attname for field in User._meta.concrete_fields]
    assert {name: getattr(found, name) for name in fields} == {name: getattr(stored, name) for name in fields}
    assert (found, found._state.adding, found._state.db, found.get_deferred_fields()) == (
        stored,
        False,
        "default",
        set(),
    )


def test_an_account_that_is_gone_is_nobody():
    assert person_of(987_654) is None


def test_session_and_person_are_two_statements(as_asha, django_assert_num_queries):
    is_known(as_asha)
    with django_assert_num_queries(2):
        as_asha.get("/privacy/")


def test_an_account_that_is_closed_is_nobody_at_the_next_request(as_asha, asha):
    assert is_known(as_asha)
    User.objects.filter(pk=asha.pk).update(is_active=False)
    assert not is_known(as_asha)


def test_an_account_that_is_deleted_is_nobody_at_the_next_request(as_asha, asha):
    assert is_known(as_asha)
    User.objects.filter(pk=asha.pk).delete()
    assert not is_known(as_asha)


def test_another_password_ends_the_sessions_that_were_open(as_asha, asha):
    assert is_known(as_asha)
    key = as_asha.session.session_key
    asha.set_password("een-heel-ander-wachtwoord")
    asha.save()
    assert not is_known(as_asha)
    assert not Session.objects.filter(pk=key).exists()


@pytest.mark.parametrize("seal", [None, "", "0" * 64])
def test_a_session_that_is_not_sealed_for_this_account_is_nobody(as_asha, seal):
    change(as_asha, **{HASH_SESSION_KEY: seal})
    assert not is_known(as_asha)


def test_a_session_turned_towards_somebody_else_is_nobody(as_asha, ben):
    ben.set_password("een-wachtwoord-van-ben-zelf")
    ben.save()
    change(as_asha, **{SESSION_KEY: str(ben.pk)})
    assert not is_known(as_asha)


@pytest.mark.parametrize("backend", [None, "django.contrib.auth.backends.ModelBackend", "no.such.Backend"])
def test_a_session_of_another_way_in_is_nobody(as_asha, backend):
    change(as_asha, **{BACKEND_SESSION_KEY: backend})
    assert not is_known(as_asha)


def test_a_session_sealed_with_the_secret_before_this_one_goes_on_and_is_sealed_anew(as_asha, settings):
    before, seal = settings.SECRET_KEY, as_asha.session[HASH_SESSION_KEY]
    kept = dict(as_asha.session)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-new-secret-that-is-long-enough-to-be-one", [before]
    change(as_asha, **kept)
    assert is_known(as_asha)
    assert as_asha.session[HASH_SESSION_KEY] != seal
    settings.SECRET_KEY_FALLBACKS = []
    assert is_known(as_asha)


def test_signing_in_as_another_in_the_same_browser_changes_who_is_seen(client, asha, ben):
    for person in (asha, ben):
        client.force_login(person)
        assert client.get(PAGE).context["viewer"].user_id == person.pk
