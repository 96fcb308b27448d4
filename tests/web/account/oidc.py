"""A real OpenID Connect provider (Canaille) at an address of this machine, and one that lies on demand.

Canaille keeps people, clients and codes in memory here. A browser signs in there as people do: by its forms.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask, Response, request
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.serving import serving

CLIENT, SECRET = "ppid", "rahasia bersama & panjang"
PASSWORD = "correct horse battery"
PEOPLE = ("dewi", "budi")
CALLBACK = "http://localhost/meja/masuk/tunggal/kembali"


@contextmanager
def canaille() -> Iterator[str]:
    """Run Canaille in a process of its own, with two people and us as its client; give its issuer."""
    command = (sys.executable, "-W", "ignore", "-m", "tests.web.account.oidc")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def main() -> None:
    """Serve Canaille until ended, after saying where."""
    with serving() as server:
        issuer = f"http://localhost:{server.server_port}"
        key = RSAKey.generate_key(2048, {"kid": "satu", "use": "sig", "alg": "RS256"}).as_dict(private=True)
        server.app = _filled(
            {
                "SECRET_KEY": "only for tests",
                "SERVER_NAME": issuer.removeprefix("http://"),
                "PREFERRED_URL_SCHEME": "http",
                "TESTING": True,
                "WTF_CSRF_ENABLED": False,
                "CANAILLE": {
                    "DATABASE": "memory",
                    "TIMEZONE": "UTC",
                    "LOGGING": {"version": 1},
                    "SMTP": None,
                    "ACL": {"DEFAULT": {"PERMISSIONS": ["use_oidc", "edit_self"]}},
                },
                "CANAILLE_OIDC": {"TRUSTED_DOMAINS": ["localhost"], "ACTIVE_JWKS": [key]},
            }
        )
        print(issuer, flush=True)
        signal.pause()


def _filled(config: dict[str, Any]) -> Flask:
    from canaille import create_app
    from canaille.app import models
    from canaille.backends import Backend

    app: Flask = create_app(config=config)
    with app.app_context():
        for name in PEOPLE:
            person = models.User(
                user_name=name,
                formatted_name=name,
                family_name=name,
                emails=["sama@example.org"],
                password=PASSWORD,
            )
            Backend.instance.save(person)
        client = models.Client(
            client_id=CLIENT,
            client_secret=SECRET,
            client_name="PPID",
            client_uri="http://localhost/",
            redirect_uris=[CALLBACK],
            scope=["openid"],
            grant_types=["authorization_code"],
            response_types=["code"],
            token_endpoint_auth_method="client_secret_basic",
        )
        Backend.instance.save(client)
        client.audience = [client]
        Backend.instance.save(client)
    return app


def sign_in_there(address: str, name: str = "dewi") -> str:
    """Follow a link to Canaille in a fresh browser, sign in, and give the address it leads back to."""
    with requests.Session() as browser:
        page = browser.get(address, timeout=10)
        for entries in ({"login": name}, {"password": PASSWORD}):
            page = browser.post(page.url, data=entries, allow_redirects=False, timeout=10)
            while page.is_redirect:
                to = requests.compat.urljoin(page.url, page.headers["Location"])
                if to.startswith(CALLBACK):
                    return str(to)
                page = browser.get(to, allow_redirects=False, timeout=10)
    raise AssertionError(f"Canaille led to {page.url}: {re.sub('<[^>]+>', ' ', page.text)[:300]}")


@dataclass
class Liar:
    """A provider that answers as a test wants it to: each lie is one change to an honest answer."""

    issuer: str = ""
    now: int = field(default_factory=lambda: int(time.time()))
    claims: dict[str, Any] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    algorithm: str = "RS256"
    foreign_key: bool = False
    says_issuer: str = ""
    token_status: int = 200
    token_body: bytes = b""
    asked: list[dict[str, list[str]]] = field(default_factory=list)
    nonces: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._key = RSAKey.generate_key(2048, {"kid": "k", "use": "sig"})
        self._other = RSAKey.generate_key(2048, {"kid": "k", "use": "sig"})

    def app(self) -> Flask:
        """The provider as an application."""
        app = Flask("liar")

        @app.get("/.well-known/openid-configuration")
        def configuration() -> dict[str, str]:
            return {
                "issuer": self.says_issuer or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
            }

        @app.get("/keys")
        def keys() -> dict[str, Any]:
            return {"keys": [self._key.as_dict(private=False)]}

        @app.post("/token")
        def token() -> Response:
            self.asked.append({name: request.form.getlist(name) for name in request.form})
            body = self.token_body or json.dumps({"id_token": self._token(request.form["code"])}).encode()
            return Response(body, status=self.token_status, mimetype="application/json")

        return app

    def answer_to(self, address: str) -> str:
        """What the browser brings back to the address it was sent from."""
        query = parse_qs(urlsplit(address).query)
        code = f"code-{len(self.nonces)}"
        self.nonces[code] = query["nonce"][0]
        return f"/meja/masuk/tunggal/kembali?state={query['state'][0]}&code={code}"

    def _token(self, code: str) -> str:
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "dewi",
            "nonce": self.nonces[code],
            "iat": self.now,
            "exp": self.now + 300,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if name not in self.without}
        header = {"alg": self.algorithm, "kid": "k"}
        if self.algorithm in {"none", "HS256"}:
            return self._by_hand(claims)
        key = self._other if self.foreign_key else self._key
        return jwt.encode(header, claims, key, algorithms=[self.algorithm])

    def _by_hand(self, claims: dict[str, Any]) -> str:
        """What no library signs: nothing, or the public key used as a secret that everybody knows."""
        parts = (json.dumps({"alg": self.algorithm, "kid": "k"}), json.dumps(claims))
        text = ".".join(_b64(part.encode()) for part in parts)
        public = self._key.as_pem(private=False)
        mac = hmac.new(public, text.encode(), hashlib.sha256).digest() if self.algorithm == "HS256" else b""
        return f"{text}.{_b64(mac)}"


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


if __name__ == "__main__":
    main()
