"""An OpenID Connect provider: where it asks people to sign in, and whom it then says it saw.

Code flow with PKCE. Everything it says over the network is read through ``ppid.outgoing``; its word about a
person is believed only with its signature, for us, for this very question, and now. Keys are asked for each
time, so a key it withdrew opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from ppid.outgoing import AddressError, UnreachableError, fetch
from ppid.outside import SingleSignOn

#: Signatures of a key pair only: with a shared secret, or none, anybody could sign.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
PAIRS = frozenset({"RSA", "EC", "OKP"})
#: Where a provider puts the name by which people know an account, the best first. Shown, never matched.
NAMES = ("preferred_username", "email", "name")
NAME_CHARS = 100
LEEWAY_S = 60
OLDEST_TOKEN_S = 600
TIMEOUT_S = 8.0
KNOWN_FOR = timedelta(minutes=10)
OK = 200


class Wrong(Enum):
    """Why nobody was seen."""

    AWAY = "away"
    REFUSED = "refused"
    FORGED = "forged"


class ProviderError(Exception):
    """The provider cannot be asked, refused, or said what must not be believed. Holds nothing it said."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Endpoints:
    """What the provider says of itself."""

    issuer: str
    authorization: str
    token: str
    keys: str
    secret_in_body: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """Whom the provider saw: its own lasting name for that person, and the one that people read."""

    issuer: str
    subject: str
    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the provider: what came with it, and must come back."""

    state: str
    nonce: str
    verifier: str


class Provider:
    """Talks to one provider. Thread-safe."""

    def __init__(self, at: SingleSignOn, private_hosts: frozenset[str], now: Callable[[], datetime]) -> None:
        self._at = at
        self._private_hosts = private_hosts
        self._now = now
        self._known: tuple[datetime, Endpoints] | None = None

    def address(self, asked: Asked, redirect_uri: str) -> str:
        """Where the browser goes to be asked. Raises ``ProviderError``."""
        digest = hashlib.sha256(asked.verifier.encode()).digest()
        query = urlencode(
            {
                "response_type": "code",
                "client_id": self._at.client_id,
                "redirect_uri": redirect_uri,
                "scope": "openid",
                "state": asked.state,
                "nonce": asked.nonce,
                "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
                "code_challenge_method": "S256",
            }
        )
        place = self.endpoints().authorization
        return f"{place}{'&' if '?' in place else '?'}{query}"

    def seen(self, code: str, asked: Asked, redirect_uri: str) -> Seen:
        """Whom the provider saw. Raises ``ProviderError``."""
        token = self._token(code, asked, redirect_uri)
        endpoints = self.endpoints()
        keys = self._keys(endpoints)
        try:
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            self._registry(endpoints, asked).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise ProviderError(Wrong.FORGED) from None
        self._check_party(claims)
        subject = str(claims["sub"])
        said = next((claims[each] for each in NAMES if isinstance(claims.get(each), str)), subject)
        return Seen(endpoints.issuer, subject, said[:NAME_CHARS])

    def endpoints(self) -> Endpoints:
        """What the provider says of itself, asked again after some minutes. Raises ``ProviderError``."""
        known = self._known
        if known and self._now() - known[0] <= KNOWN_FOR:
            return known[1]
        said = self._json("GET", f"{self._at.issuer}/.well-known/openid-configuration")
        try:
            issuer, methods = str(said["issuer"]), said.get("token_endpoint_auth_methods_supported")
            found = Endpoints(
                issuer=issuer,
                authorization=str(said["authorization_endpoint"]),
                token=str(said["token_endpoint"]),
                keys=str(said["jwks_uri"]),
                secret_in_body=isinstance(methods, list) and "client_secret_basic" not in methods,
            )
        except KeyError:
            raise ProviderError(Wrong.AWAY) from None
        if issuer.rstrip("/") != self._at.issuer or not found.authorization.startswith(
            ("https://", "http://")
        ):
            raise ProviderError(Wrong.FORGED)
        self._known = (self._now(), found)
        return found

    def _token(self, code: str, asked: Asked, redirect_uri: str) -> str:
        endpoints = self.endpoints()
        secret = _secret(self._at.secret_file)
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": asked.verifier,
        }
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if endpoints.secret_in_body:
            form |= {"client_id": self._at.client_id, "client_secret": secret}
        else:
            pair = f"{quote(self._at.client_id, safe='')}:{quote(secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        said = self._json("POST", endpoints.token, urlencode(form).encode(), headers)
        token = said.get("id_token")
        if not isinstance(token, str):
            raise ProviderError(Wrong.REFUSED)
        return token

    def _keys(self, endpoints: Endpoints) -> KeySet:
        said = self._json("GET", endpoints.keys)
        try:
            pairs = [
                key for key in said["keys"] if key.get("kty") in PAIRS and key.get("use", "sig") == "sig"
            ]
            return KeySet.import_key_set({"keys": pairs})
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            raise ProviderError(Wrong.FORGED) from None

    def _registry(self, endpoints: Endpoints, asked: Asked) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(self._now().timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": endpoints.issuer},
            aud={"essential": True, "value": self._at.client_id},
            nonce={"essential": True, "value": asked.nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        )

    def _check_party(self, claims: dict[str, Any]) -> None:
        """Refuse a word that is also for others without naming us as its party, or that is old."""
        audience, party = claims["aud"], claims.get("azp")
        shared = isinstance(audience, list) and len(audience) > 1
        if (shared or party is not None) and party != self._at.client_id:
            raise ProviderError(Wrong.FORGED)
        if claims["iat"] < self._now().timestamp() - OLDEST_TOKEN_S or not claims["sub"]:
            raise ProviderError(Wrong.FORGED)

    def _json(
        self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        try:
            answer = fetch(
                "POST" if method == "POST" else "GET",
                url,
                body=body,
                headers=headers or {"Accept": "application/json"},
                private_hosts=self._private_hosts,
                timeout=TIMEOUT_S,
            )
        except (AddressError, UnreachableError):
            raise ProviderError(Wrong.AWAY) from None
        if answer.status != OK:
            raise ProviderError(Wrong.REFUSED if method == "POST" else Wrong.AWAY)
        try:
            said = json.loads(answer.body)
        except (ValueError, RecursionError):
            raise ProviderError(Wrong.AWAY) from None
        if not isinstance(said, dict):
            raise ProviderError(Wrong.AWAY)
        return said


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        raise ProviderError(Wrong.AWAY) from None
