"""The same door against somebody else's provider: npm's oidc-provider, on loopback. Where npm is missing this is skipped, and says so."""

import re
import shutil
import subprocess
import warnings
from dataclasses import replace
from html import unescape
from pathlib import Path

import httpx
import pytest
from django.conf import settings as configured
from django.test import Client
from django.utils import timezone

from people.openid import protocol
from people.openid.models import Identity
from people.openid.service import Service
from tests.factories.sign_in import SECRET

pytestmark = [pytest.mark.django_db, pytest.mark.whole]
PINNED = "oidc-provider@8.8.1"
BEGIN = "/accounts/via/dienst/gemeente/"
BACK = f"{BEGIN}terug/"
_SCRIPT = Path(__file__).with_name("real_provider.mjs")


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Where the provider answers, until these tests are over."""
    if not (shutil.which("npm") and shutil.which("node")):
        warnings.warn(f"NOT TESTED against {PINNED}: npm and node are not installed.", stacklevel=1)
        pytest.skip(f"npm and node are not installed, so {PINNED} cannot run.")
    folder = tmp_path_factory.mktemp("provider")
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    shutil.copy(_SCRIPT, folder)
    install = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", PINNED]
    subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=180)
    command = ["node", _SCRIPT.name, "leerspiegel", SECRET, configured.SITE_URL + BACK]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as provider:
        try:
            yield f"http://127.0.0.1:{int(provider.stdout.readline())}"
        finally:
            provider.terminate()


@pytest.fixture
def service(address, settings):
    protocol.forget()
    made = Service(
        key="gemeente", name="Gemeente Voorbeeldstad", issuer=address, client_id="leerspiegel", client_secret=SECRET,
        origins=(address,),
    )  # fmt: skip
    settings.OPENID_SERVICES = (made,)
    yield made
    protocol.forget()


@pytest.fixture
def _joined(asha, address):
    Identity.objects.create(user=asha, issuer=address, subject="asha-daar", made_at=timezone.now())


def sign_in_there(visitor: Client, name: str) -> str:
    """Go there as our page leads, give a name and agree: the address, of ours, that the provider then sends the browser to."""
    page = visitor.post(BEGIN).content.decode()
    onward = unescape(re.search(r'class="button button-primary" href="([^"]+)"', page)[1])
    with httpx.Client(trust_env=False, timeout=20) as browser:
        reply = browser.get(onward)
        for _step in range(12):
            if reply.is_redirect:
                onward = str(reply.next_request.url)
                if onward.startswith(configured.SITE_URL + BACK):
                    return onward.removeprefix(configured.SITE_URL)
                reply = browser.get(onward)
                continue
            said = {"prompt": "login", "login": name, "password": "x"} if "login" in reply.text else {}
            if 'value="consent"' in reply.text:
                said = {"prompt": "consent"}
            reply = browser.post(re.search(r'action="([^"]+)"', reply.text)[1], data=said)
    raise AssertionError(f"The provider never sent the browser back; it said {reply.status_code}: {reply.text[:300]}")


@pytest.mark.usefixtures("service", "_joined")
def test_who_is_joined_comes_in(visitor):
    assert visitor.get(sign_in_there(visitor, "asha-daar")).headers["Location"] == "/"
    assert visitor.get("/profiel/").context["request"].user.email == "asha@voorbeeld.test"


@pytest.mark.usefixtures("service", "_joined")
def test_whom_nobody_knows_here_stays_outside(visitor):
    assert visitor.get(sign_in_there(visitor, "asha@voorbeeld.test")).headers["Location"] == "/accounts/via/nieuw/"
    assert visitor.get("/profiel/").status_code == 302


@pytest.mark.usefixtures("service", "_joined")
def test_a_code_is_nobody_elses(visitor):
    """Somebody who caught an address on its way back cannot come in by it."""
    caught = sign_in_there(visitor, "asha-daar")
    assert Client().get(caught).status_code == 400


@pytest.mark.usefixtures("_joined")
def test_a_wrong_secret_gets_nothing(visitor, service, settings):
    settings.OPENID_SERVICES = (replace(service, client_secret="een-ander"),)
    assert visitor.get(sign_in_there(visitor, "asha-daar")).status_code == 400
    assert visitor.get("/profiel/").status_code == 302


@pytest.mark.usefixtures("_joined")
def test_an_answer_of_an_issuer_that_is_not_configured_is_refused(visitor, service, settings):
    onward = sign_in_there(visitor, "asha-daar")
    settings.OPENID_SERVICES = (replace(service, issuer=f"{service.issuer}/elders"),)
    assert visitor.get(onward).status_code == 400
    assert visitor.get("/profiel/").status_code == 302
