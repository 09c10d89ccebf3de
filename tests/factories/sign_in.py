"""A sign-in service of our own on loopback: OpenID Connect as it should be, and, told to, as it should not."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from people.openid.service import Service

SECRET = "een-geheim-van-de-test-0123456789abcdef"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """Knows who is signed in there (`subject`), and answers one code with one token. `twist` and `sign` make its tokens bad ones."""

    def __init__(self) -> None:
        self.subject, self.more = "persoon-1", dict[str, Any]()
        self.twist: Callable[[dict[str, Any]], None] = lambda claims: None
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.described: dict[str, Any] = {}
        self.asked: list[str] = []
        self.broken: bytes | None = None
        self.url = ""
        self._codes: dict[str, dict[str, str]] = {}

    def service(self, **more: Any) -> Service:
        return Service(
            **{
                "key": "gemeente",
                "name": "Gemeente Voorbeeldstad",
                "issuer": self.url,
                "client_id": "leerspiegel",
                "client_secret": SECRET,
                "origins": (self.url,),
            }
            | more
        )

    def sign_in(self, address: str) -> str:
        """Do what a person does there: the query with which the browser comes back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["scope"], asked["response_type"], asked["code_challenge_method"]) == ("openid", "code", "S256")
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        return f"code={code}&state={asked['state']}&iss={self.url}"

    @staticmethod
    def signed(claims: dict[str, Any]) -> str:
        return jwt.encode(claims, _KEY, "RS256", {"kid": "een"})

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, bytes]:
        self.asked.append(path)
        if self.broken is not None:
            return 200, self.broken
        if path == "/.well-known/openid-configuration":
            said = {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/auth",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/jwks",
                "authorization_response_iss_parameter_supported": True,
            }
            return 200, json.dumps(said | self.described).encode()
        if path == "/jwks":
            key = jwt.algorithms.RSAAlgorithm.to_jwk(_KEY.public_key(), as_dict=True)
            return 200, json.dumps({"keys": [{**key, "kid": "een", "use": "sig", "alg": "RS256"}]}).encode()
        return self._token(form, authorization) if path == "/token" else (404, b"{}")

    def _token(self, form: dict[str, str], authorization: str) -> tuple[int, bytes]:
        asked = self._codes.pop(form.get("code", ""), None)
        who, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().split(":")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or (unquote(who), unquote(secret)) != ("leerspiegel", SECRET)
            or asked["redirect_uri"] != form["redirect_uri"]
            or base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]
        ):
            return 400, b'{"error": "invalid_grant"}'
        now = int(time.time())
        claims = {"iss": self.url, "sub": self.subject, "aud": "leerspiegel", "nonce": asked["nonce"], "iat": now}
        claims |= {"exp": now + 300, **self.more}
        self.twist(claims)
        return 200, json.dumps({"access_token": "x", "token_type": "Bearer", "id_token": self.sign(claims)}).encode()


@contextmanager
def provider() -> Iterator[Provider]:
    """One that answers until the end of the block."""
    held = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            status, body = held.answer(urlsplit(self.path).path, form, self.headers.get("Authorization", ""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield held
    finally:
        server.shutdown()
        server.server_close()
