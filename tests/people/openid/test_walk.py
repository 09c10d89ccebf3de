"""In a real browser, under the real policy: to a sign-in service and back, with axe at each stop. And a key as second step."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from people.openid import protocol
from tests.factories import sign_in
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.whole]


@pytest.fixture
def provider(settings, live_server):
    settings.SITE_URL = live_server.url
    protocol.forget()
    with sign_in.provider() as running:
        settings.OPENID_SERVICES = (running.service(),)
        yield running
    protocol.forget()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 390])
def test_to_the_service_and_back(chromium, live_server, provider, asha, theme, width):
    context = chromium.new_context(color_scheme=theme, viewport={"width": width, "height": 800})
    page, faults = context.new_page(), []
    back = f"{live_server.url}/accounts/via/dienst/gemeente/terug/"

    def there(route):
        route.fulfill(status=302, headers={"Location": f"{back}?{provider.sign_in(route.request.url)}"})

    def stop_at(pattern):
        page.wait_for_url(pattern)
        faults.extend((pattern, one["id"]) for one in Axe().run(page).response["violations"])

    page.route(f"{provider.url}/auth*", there)
    page.goto(f"{live_server.url}/accounts/login/")
    stop_at("**/accounts/login/")
    page.get_by_role("button", name="Log in met Gemeente Voorbeeldstad").click()
    stop_at("**/via/nieuw/")
    page.get_by_role("link", name="Log in met je wachtwoord").click()
    page.fill("[name=login]", asha.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Inloggen", exact=True).click()
    stop_at("**/koppelen/")
    page.get_by_role("button", name="Koppel", exact=True).click()
    stop_at("**/accounts/via/")
    page.get_by_role("button", name="Haal de koppeling weg").click()
    page.get_by_text("De koppeling is weg.").wait_for()
    page.goto(f"{back}?state=x")
    stop_at("**/terug/?state=x")
    context.close()
    assert faults == []


def test_who_writes_registers_a_key_and_comes_in_with_it(chromium, live_server, edith, settings):
    settings.REQUIRE_MFA = True
    site = live_server.url.replace("127.0.0.1", "localhost")  # a key belongs to a name, never to a number
    context = chromium.new_context()
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    said = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**said, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )

    def sign_in_with_password():
        page.goto(f"{site}/accounts/login/")
        page.fill("[name=login]", edith.email)
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="Inloggen", exact=True).click()

    sign_in_with_password()
    page.wait_for_url("**/accounts/reauthenticate/**")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("link", name="Liever een sleutel of passkey").click()
    page.fill("[name=name]", "Laptop")
    page.get_by_role("button", name="Voeg toe").click()
    page.wait_for_url("**/recovery-codes/**")
    context.clear_cookies()
    sign_in_with_password()
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_role("button", name="Gebruik een sleutel of je vingerafdruk").click()
    page.wait_for_url(f"{site}/")
    assert page.goto(f"{site}/profiel/").status == 200
    context.close()
