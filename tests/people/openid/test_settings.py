"""Sign-in services come from the environment; one that makes no sense is refused by the name of its variable."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import openid

_WHOLE = {
    "OIDC_SERVICES": "gemeente",
    "OIDC_GEMEENTE_ISSUER": "https://inloggen.gemeente.example",
    "OIDC_GEMEENTE_CLIENT_ID": "leerspiegel",
    "OIDC_GEMEENTE_CLIENT_SECRET": "geheim",
    "OIDC_GEMEENTE_NAME": "Gemeente",
}


@pytest.fixture
def environment(monkeypatch):
    def given(**changed: str) -> None:
        for name, value in {**_WHOLE, **changed}.items():
            monkeypatch.setenv(name, value)

    return given


def test_without_any_there_is_none():
    assert openid.services() == ()


def test_a_service_as_it_was_described(environment):
    environment(OIDC_GEMEENTE_SECOND_FACTOR="mfa, hwk", OIDC_GEMEENTE_ALSO_ASK="https://sleutels.example/x")
    (found,) = openid.services()
    assert (found.key, found.second_factor, found.organisation) == ("gemeente", {"mfa", "hwk"}, "")
    assert found.may_ask("https://inloggen.gemeente.example:443/token")
    assert found.may_ask("https://sleutels.example/andere")
    assert not found.may_ask("https://elders.example/token")


@pytest.mark.parametrize("name", [name for name in _WHOLE if name != "OIDC_SERVICES"])
def test_what_is_missing_is_named(environment, name):
    environment(**{name: ""})
    with pytest.raises(ImproperlyConfigured, match=f"{name} must be set"):
        openid.services()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_GEMEENTE_ISSUER", "http://inloggen.gemeente.example"),
        ("OIDC_GEMEENTE_ISSUER", "https://naam:geheim@inloggen.gemeente.example"),
        ("OIDC_GEMEENTE_ISSUER", "https://inloggen.gemeente.example?x=1"),
        ("OIDC_GEMEENTE_ALSO_ASK", "ftp://elders.example"),
        ("OIDC_SERVICES", "Gemeente!"),
        ("OIDC_SERVICES", "gemeente,gemeente"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(environment, name, value):
    environment(**{name: value})
    with pytest.raises(ImproperlyConfigured, match=name):
        openid.services()
