"""The open badge, as a verifier that is not ours reads it (openbadgeslib); and the paper."""

import base64
import json
import re
import zlib
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from learning.dossier.certificates import keys
from learning.dossier.certificates.actions import withdraw
from learning.dossier.certificates.models import IssuerKey, Why
from learning.dossier.certificates.signing import b64, jws
from people.erasure import erase_account
from people.exports import actions as exports
from people.exports import pdf
from people.exports.models import Export, State
from people.keys.models import PersonKey
from tests.learning.certificates import certified

pytestmark = pytest.mark.django_db
OVERVIEW = "/dossier/certificaten/"
ISSUER = "did:web:leerspiegel.test:uitgevers:gemeente-voorbeeldstad"


@pytest.fixture(autouse=True)
def _on_the_web(settings):
    settings.SITE_URL = "https://leerspiegel.test"


@pytest.fixture
def verify(visitor):
    """What a stranger's program makes of a badge: it knows the badge, and asks our public pages for the rest."""

    def download(address):
        at = urlsplit(address)
        assert (at.scheme, at.netloc) == ("https", "leerspiegel.test")
        reply = visitor.get(at.path)
        assert reply.status_code == 200, at.path
        return reply.content

    def verified(token, issuer=ISSUER):
        verifier = OB3Verifier.for_issuer_did(issuer, download=download)
        return verifier.verify(token, check_status=True, download=download)

    return verified


def fetched(browser, certificate):
    reply = browser.get(f"{OVERVIEW}{certificate.pk}/badge/")
    assert reply.status_code == 200
    return reply.content.decode()


def parts(token):
    return [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


# --- What it says ---------------------------------------------------------------------------------


def test_a_stranger_verifies_it(as_asha, asha, verify):
    made = certified(asha)
    said = verify(fetched(as_asha, made))
    assert (said.id, said.issuer.id) == (f"https://leerspiegel.test/controle/{made.code}/", ISSUER)
    assert (said.issuer.name, said.achievement.name) == ("Gemeente Voorbeeldstad", "Een afgeronde module")
    assert said.achievement.achievement_type == "CertificateOfCompletion"
    assert [(one.identity_type, one.identity_hash) for one in said.identifiers] == [("name", "Asha de Vries")]
    assert "geen bevoegdheid" in said.achievement.description
    assert "2 uur en 40 minuten" in said.achievement.criteria_narrative
    assert said.raw["credentialSubject"]["achievement"]["version"] == "editie 1"


def test_it_names_its_holder_by_nothing_that_leads_further(as_asha, asha):
    one = fetched(as_asha, certified(asha))
    text = json.dumps(parts(one))
    assert [word for word in (asha.email, str(asha.uuid), "Noord", asha.profession) if word in text] == []
    other = fetched(as_asha, certified(asha, "nog-een"))
    assert parts(one)[1]["sub"] != parts(other)[1]["sub"]


def test_it_ends_when_the_certificate_does(as_omar, sign_in, asha, verify):
    as_omar.post("/beheer/certificaten/gemeente-voorbeeldstad/geldigheid/", {"months": "12"})
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC)):
        token = fetched(sign_in(asha), certified(asha))
        verify(token)
    with time_machine.travel(datetime(2027, 12, 1, 22, 30, tzinfo=UTC)):
        verify(token)
    with (
        time_machine.travel(datetime(2027, 12, 2, 9, tzinfo=UTC)),
        pytest.raises(OB3VerificationError, match="expired"),
    ):
        verify(token)


# --- What is refused ------------------------------------------------------------------------------


def _other_name(head, claims):
    claims["credentialSubject"]["identifier"][0]["identityHash"] = "Ben de Vries"


def _other_module(head, claims):
    claims["credentialSubject"]["achievement"]["name"] = "Een andere module"


def _no_list(head, claims):
    del claims["credentialStatus"]


def _no_algorithm(head, claims):
    head["alg"] = "none"


@pytest.mark.parametrize("tamper", [_other_name, _other_module, _no_list, _no_algorithm])
def test_what_was_tampered_with_is_refused(as_asha, asha, verify, tamper):
    token = fetched(as_asha, certified(asha))
    verify(token)
    head, claims = parts(token)
    tamper(head, claims)
    changed = ".".join(b64(json.dumps(part).encode()) for part in (head, claims))
    with pytest.raises(OB3VerificationError):
        verify(f"{changed}.{token.rsplit('.', 1)[1]}")


def test_a_key_of_ones_own_signs_for_nobody_else(as_asha, asha, verify):
    head, claims = parts(fetched(as_asha, certified(asha)))
    forged = jws(claims, Ed25519PrivateKey.generate().private_bytes_raw(), key_id=head["kid"])
    with pytest.raises(OB3VerificationError, match="Invalid signature"):
        verify(forged)


def test_one_organisation_signs_for_no_other(as_asha, asha, sam, verify):
    token, elsewhere = fetched(as_asha, certified(asha)), certified(sam)
    assert elsewhere.organisation.slug == "gemeente-anderstad"
    with pytest.raises(OB3VerificationError):
        verify(token, "did:web:leerspiegel.test:uitgevers:gemeente-anderstad")


@pytest.mark.parametrize("goes", ["withdrawn", "erased"])
def test_a_copy_of_what_is_gone_counts_no_more(as_asha, as_ben, asha, ben, verify, goes):
    made, stays = certified(asha), fetched(as_ben, certified(ben))
    token = fetched(as_asha, made)
    verify(token)
    if goes == "withdrawn":
        withdraw(made, by=asha, why=Why.HOLDER)
    else:
        erase_account(asha)
    with pytest.raises(OB3VerificationError, match="revocation"):
        verify(token)
    verify(stays)


def test_what_counts_no_more_is_not_signed_again(as_asha, asha):
    made = certified(asha)
    withdraw(made, by=asha, why=Why.HOLDER)
    assert as_asha.get(f"{OVERVIEW}{made.pk}/badge/").status_code == 422
    assert as_asha.post(f"{OVERVIEW}{made.pk}/pdf/", {"key": uuid4()}).status_code == 422


# --- Keys -----------------------------------------------------------------------------------------


def test_what_an_old_key_signed_stays_good_after_a_rotation(as_asha, asha, voorbeeldstad, verify):
    made = certified(asha)
    old = fetched(as_asha, made)
    call_command("rotate_issuer_key", "gemeente-voorbeeldstad")
    new = fetched(as_asha, made)
    assert parts(old)[0]["kid"] != parts(new)[0]["kid"]
    assert verify(old).id == verify(new).id
    assert [bool(key.sealed) for key in IssuerKey.objects.order_by("made_at")] == [False, True]


def test_what_a_stolen_key_signed_is_refused_and_fetched_anew(as_asha, asha, voorbeeldstad, verify):
    made = certified(asha)
    old = fetched(as_asha, made)
    call_command("rotate_issuer_key", "gemeente-voorbeeldstad", "--stolen")
    with pytest.raises(OB3VerificationError):
        verify(old)
    verify(fetched(as_asha, made))


def test_the_private_half_stands_nowhere_open(as_asha, asha, visitor):
    made = certified(asha)
    private = keys.pen(made.organisation).private
    row = IssuerKey.objects.get()
    assert private not in bytes(row.sealed)
    (method,) = visitor.get("/uitgevers/gemeente-voorbeeldstad/did.json").json()["verificationMethod"]
    assert set(method["publicKeyJwk"]) == {"kty", "crv", "x", "kid", "alg", "use"}
    assert b64(private) not in json.dumps(method)


def test_without_the_key_store_nothing_is_signed_and_the_page_says_so(as_asha, asha, visitor):
    made = certified(asha)
    PersonKey.objects.filter(person=made.organisation.uuid).delete()
    reply = as_asha.get(f"{OVERVIEW}{made.pk}/badge/")
    assert (reply.status_code, "Vraag de beheerder" in reply.content.decode()) == (503, True)
    assert visitor.get("/uitgevers/gemeente-voorbeeldstad/ingetrokken.jwt").status_code == 503


def test_an_organisation_that_never_issued_has_no_keys_and_looking_makes_none(visitor, anderstad):
    for what in ("did.json", "ingetrokken.jwt"):
        assert visitor.get(f"/uitgevers/gemeente-anderstad/{what}").status_code == 404
    assert IssuerKey.objects.count() == 0


def test_the_list_tells_not_which_was_asked_after(visitor, asha):
    """Everybody gets the same whole list: 131,072 places, of which none says to whom it belongs."""
    certified(asha)
    claims = parts(visitor.get("/uitgevers/gemeente-voorbeeldstad/ingetrokken.jwt").content.decode())[1]
    packed = base64.urlsafe_b64decode(claims["credentialSubject"]["encodedList"][1:] + "==")
    assert len(zlib.decompress(packed, 31)) * 8 == 131_072


# --- The paper ------------------------------------------------------------------------------------


def opened(made):
    streams = re.findall(rb"stream\r?\n(.*?)endstream", made, re.DOTALL)
    return made + b"\n".join(zlib.decompressobj().decompress(one) for one in streams if one[:1] == b"x")


@pytest.mark.skipif(not pdf.is_available(), reason="this machine has no Pango")
def test_the_pdf_is_tagged_and_its_code_is_told_in_words(as_asha, asha):
    made = certified(asha)
    as_asha.post(f"{OVERVIEW}{made.pk}/pdf/", {"key": uuid4()})
    export = Export.objects.get()
    exports.build(export.pk)
    export.refresh_from_db()
    assert export.state == State.READY
    raw = opened(exports.opened(export, by=asha))
    wanted = (b"/Marked true", b"/StructTreeRoot", b"/Lang (nl)", b"pdfuaid", b"/DisplayDocTitle true")
    assert [word for word in wanted if word not in raw] == []
    tags = {tag.decode() for tag in re.findall(rb"/S /(\w+)", raw)}
    assert {"H1", "H2", "H3", "P", "L", "LI", "Figure"} <= tags
    figures = re.findall(rb"/Alt \(([^)]*)\)", raw)
    assert [made.code.encode() in alt for alt in figures] == [True]


def test_a_certificate_that_was_withdrawn_meanwhile_becomes_no_pdf(as_asha, asha):
    made = certified(asha)
    as_asha.post(f"{OVERVIEW}{made.pk}/pdf/", {"key": uuid4()})
    withdraw(made, by=asha, why=Why.HOLDER)
    export = Export.objects.get()
    exports.build(export.pk)
    export.refresh_from_db()
    assert (export.state, export.failure) == (State.FAILED, "fault")
