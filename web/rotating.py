"""Cookies of visitors under the master keys as they are now: a rotation ends no session and asks no restart.

The tokens against forged forms rest on a value inside the cookie, so their own key need not rotate: it is the
application's SECRET_KEY, the same through rotations.
"""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from typing_extensions import override

from ppid.vault import Vault


class RingSessions(SecureCookieSessionInterface):
    """Signs a cookie under the newest master key, and reads it under every key of the ring."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    @override
    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        oldest_first = list(reversed(self._vault.derived("web-session")))
        return URLSafeTimedSerializer(
            oldest_first,
            salt=self.salt,
            serializer=self.serializer,
            signer_kwargs={"key_derivation": self.key_derivation, "digest_method": self.digest_method},
        )
