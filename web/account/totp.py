"""Codes of an authenticator application (TOTP, RFC 6238), each accepted once.

The shared secret is sealed for its officer; a row moved to another officer does not open. A code counts only
when its step is later than the last accepted one, which one statement checks and sets: of two, one wins.
A secret on offer belongs to the session, whole or half, that it was shown in: whoever else got as far as the
password never sees the secret that the officer is about to keep.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ppid.database import Database
from ppid.events import Stream
from ppid.vault import Vault
from web.account.sessions import hashed

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS second_factor (
        officer TEXT PRIMARY KEY, sealed TEXT NOT NULL, set_at TEXT NOT NULL, last_step BIGINT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS second_factor_offer (
        officer TEXT NOT NULL, asker TEXT NOT NULL, sealed TEXT NOT NULL, offered_at TEXT NOT NULL,
        PRIMARY KEY (officer, asker))
    """,
)
TABLES = "second_factor, second_factor_offer"
STEP_S = 30
DRIFT_STEPS = 1
NONCE_BYTES = 12
OFFER_MINUTES = 30


class Totp:
    """Sets up and checks the codes of officers. Thread-safe."""

    def __init__(self, database: Database, now: Callable[[], datetime], vault: Vault) -> None:
        self._db = database
        self._now = now
        self._cipher = AESGCM(vault.derive("second-factor"))

    def is_set(self, officer: Stream) -> bool:
        """Whether the officer confirmed an application."""
        return bool(self._db.query("SELECT 1 FROM second_factor WHERE officer = ?", (officer,)))

    def offer(self, officer: Stream, token: str = "") -> str:
        """A secret to be set up, in base32. It counts for nothing.

        The session with ``token`` is shown the same one again for a while, every other one another; without a
        token it is always a new one.
        """
        known = self._offered(officer, token) if token else None
        if known:
            return known[1]
        secret = pyotp.random_base32()
        with self._db.transaction() as c:
            c.execute("DELETE FROM second_factor_offer WHERE offered_at <= ?", (self._offers_since(),))
            c.execute(
                "INSERT INTO second_factor_offer (officer, asker, sealed, offered_at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (officer, asker) DO UPDATE "
                "SET sealed = excluded.sealed, offered_at = excluded.offered_at",
                (officer, hashed(token), self._seal(officer, secret), self._now().isoformat()),
            )
        return secret

    def fits(self, officer: Stream, code: str, token: str = "") -> bool:
        """Whether ``code`` shows that the application has the secret that this session was offered."""
        known = self._offered(officer, token)
        return known is not None and self._step(known[1], code) is not None

    def confirm(self, officer: Stream, code: str, token: str = "") -> bool:
        """Make the secret offered to this session the officer's, when ``code`` fits; all offers end."""
        known = self._offered(officer, token)
        step = self._step(known[1], code) if known else None
        if known is None or step is None:
            return False
        with self._db.transaction() as c:
            if not c.execute(
                "DELETE FROM second_factor_offer WHERE officer = ? AND asker = ? AND sealed = ? "
                "RETURNING officer",
                (officer, hashed(token), known[0]),
            ):
                return False
            c.execute("DELETE FROM second_factor_offer WHERE officer = ?", (officer,))
            c.execute(
                "INSERT INTO second_factor (officer, sealed, set_at, last_step) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (officer) DO UPDATE SET sealed = excluded.sealed, set_at = excluded.set_at, "
                "last_step = excluded.last_step",
                (officer, self._seal(officer, known[1]), self._now().isoformat(), step),
            )
        return True

    def accept(self, officer: Stream, code: str) -> bool:
        """Whether ``code`` is right now, and not used before; it is used with this."""
        rows = self._db.query("SELECT sealed FROM second_factor WHERE officer = ?", (officer,))
        secret = self._open(officer, str(rows[0][0])) if rows else None
        step = self._step(secret, code) if secret else None
        if step is None:
            return False
        with self._db.transaction() as c:
            return bool(
                c.execute(
                    "UPDATE second_factor SET last_step = ? WHERE officer = ? AND last_step < ? "
                    "RETURNING officer",
                    (step, officer, step),
                )
            )

    def remove(self, officer: Stream) -> bool:
        """Forget the officer's secret; False when there was none."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM second_factor_offer WHERE officer = ?", (officer,))
            return bool(
                c.execute("DELETE FROM second_factor WHERE officer = ? RETURNING officer", (officer,))
            )

    def _step(self, secret: str, code: str) -> int | None:
        """The latest step near now whose code this is. Every near step is compared, whichever fits."""
        typed = "".join(code.split())
        now = int(self._now().timestamp()) // STEP_S
        generator = pyotp.TOTP(secret)
        found = None
        for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1):
            if hmac.compare_digest(generator.at(step * STEP_S).encode(), typed.encode("utf-8", "replace")):
                found = step
        return found

    def _offered(self, officer: Stream, token: str) -> tuple[str, str] | None:
        """The secret that stands offered to a session, sealed and open."""
        rows = self._db.query(
            "SELECT sealed FROM second_factor_offer WHERE officer = ? AND asker = ? AND offered_at > ?",
            (officer, hashed(token), self._offers_since()),
        )
        secret = self._open(officer, str(rows[0][0])) if rows else None
        return (str(rows[0][0]), secret) if secret else None

    def _offers_since(self) -> str:
        return (self._now() - timedelta(minutes=OFFER_MINUTES)).isoformat()

    def _seal(self, officer: Stream, secret: str) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        box = nonce + self._cipher.encrypt(nonce, secret.encode(), officer.encode())
        return base64.b64encode(box).decode()

    def _open(self, officer: Stream, sealed: str) -> str | None:
        try:
            box = base64.b64decode(sealed)
            return self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], officer.encode()).decode()
        except (InvalidTag, binascii.Error, ValueError):
            return None


def provisioning(secret: str, username: str, issuer: str) -> str:
    """The address that an authenticator application reads from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=issuer)
