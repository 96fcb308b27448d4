"""Proof that somebody reads a mail address: links of one use, and what a browser may see afterwards.

Links, sessions and opened cases are kept as SHA-256 of their random tokens; what ends here has ended,
whatever cookie is left. A case is opened by its code, or as a person of a proved address and ends with that.
Which persons the address has is found when the link is used, and looked at again each time: who has another
address since, or was erased, is no longer shown. Law: UU 27/2022 art. 7, 35; regulations §10.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ppid.database import Database
from ppid.events import Stream
from ppid.vault import Vault
from web.mailing.addresses import plain

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS mailed_link (
        token TEXT PRIMARY KEY, sealed TEXT NOT NULL, expires_at TEXT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS citizen_session (
        token TEXT PRIMARY KEY, persons TEXT NOT NULL, address TEXT NOT NULL,
        created_at TEXT NOT NULL, seen_at TEXT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS opened_case (
        token TEXT PRIMARY KEY, stream TEXT NOT NULL, person TEXT NOT NULL, address TEXT NOT NULL,
        session TEXT NOT NULL, opened_at TEXT NOT NULL, seen_at TEXT NOT NULL)
    """,
)
TABLES = "mailed_link, citizen_session, opened_case"

TOKEN_BYTES = 32
NONCE_BYTES = 12
LINK = timedelta(minutes=30)
IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)


class Proved(NamedTuple):
    """What a browser proved: the persons of an address, in an order that stays, and the address's mark."""

    persons: tuple[Stream, ...]
    address: str


class Opened(NamedTuple):
    """A case that is open in a browser.

    ``person`` is as whom it was opened through their mail, with the mark of the address; both "" where the
    code was typed.
    """

    stream: Stream
    person: Stream = ""
    address: str = ""


class Proofs:
    """Links, sessions and opened cases of citizens. Thread-safe."""

    def __init__(self, database: Database, vault: Vault, now: Callable[[], datetime]) -> None:
        self._db = database
        self._now = now
        self._cipher = AESGCM(vault.derive("mailed-link"))
        self._secret = vault.derive("mailed-address")

    def link(self, address: str) -> tuple[str, datetime]:
        """Make a link for an address: its token, kept only as a hash, and until when it can be used."""
        token, until = secrets.token_urlsafe(TOKEN_BYTES), self._now() + LINK
        hashed, nonce = _hash(token), secrets.token_bytes(NONCE_BYTES)
        box = nonce + self._cipher.encrypt(nonce, address.encode(), hashed.encode())
        with self._db.transaction() as c:
            c.execute("INSERT INTO mailed_link VALUES (?, ?, ?)", (hashed, box.hex(), until.isoformat()))
        return token, until

    def stands(self, token: str) -> bool:
        """Whether a link can still be used. Looking at it uses nothing up."""
        rows = self._db.query(
            "SELECT 1 FROM mailed_link WHERE token = ? AND expires_at > ?",
            (_hash(token), self._now().isoformat()),
        )
        return bool(rows)

    def use(self, token: str) -> str:
        """Use a link up and return its address; "" when it was used, expired, or never made."""
        hashed = _hash(token)
        with self._db.transaction() as c:
            rows = c.execute(
                "DELETE FROM mailed_link WHERE token = ? AND expires_at > ? RETURNING sealed",
                (hashed, self._now().isoformat()),
            )
        if not rows:
            return ""
        box = bytes.fromhex(str(rows[0][0]))
        try:
            return self._cipher.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], hashed.encode()).decode()
        except InvalidTag:
            return ""

    def open_session(self, address: str, persons: Iterable[Stream]) -> str:
        """Let a browser see those persons; returns its token, kept only as a hash."""
        token, at = secrets.token_urlsafe(TOKEN_BYTES), self._now().isoformat()
        told = json.dumps(list(dict.fromkeys(persons)))
        with self._db.transaction() as c:
            c.execute(
                "INSERT INTO citizen_session VALUES (?, ?, ?, ?, ?)",
                (_hash(token), told, self.mark(address), at, at),
            )
        return token

    def session(self, token: str) -> Proved | None:
        """What a token proved; None when unknown, idle for long, too old, or ended."""
        rows = self._db.query(
            "SELECT persons, address, created_at, seen_at FROM citizen_session WHERE token = ?",
            (_hash(token),),
        )
        if not rows:
            return None
        persons, address, created_at, seen_at = map(str, rows[0])
        now = self._now()
        seen = datetime.fromisoformat(seen_at)
        if now - seen > IDLE or now - datetime.fromisoformat(created_at) > ABSOLUTE:
            # A case that was opened has ends of its own: a form in it may still be sent.
            with self._db.transaction() as c:
                c.execute("DELETE FROM citizen_session WHERE token = ?", (_hash(token),))
            return None
        if now - seen > timedelta(minutes=1):
            with self._db.transaction() as c:
                c.execute(
                    "UPDATE citizen_session SET seen_at = ? WHERE token = ?", (now.isoformat(), _hash(token))
                )
        return Proved(tuple(json.loads(persons)), address)

    def end(self, token: str) -> None:
        """End a session and every case opened with it; its token opens nothing any more."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM citizen_session WHERE token = ?", (_hash(token),))
            c.execute("DELETE FROM opened_case WHERE session = ?", (_hash(token),))

    def open_case(self, opened: Opened, session: str = "") -> str:
        """Open a case in a browser; returns its token, kept only as a hash. It ends with that session."""
        token, at = secrets.token_urlsafe(TOKEN_BYTES), self._now().isoformat()
        with self._db.transaction() as c:
            c.execute(
                "INSERT INTO opened_case VALUES (?, ?, ?, ?, ?, ?, ?)",
                (_hash(token), *opened, _hash(session) if session else "", at, at),
            )
        return token

    def opened(self, token: str, *, sending: bool = False) -> Opened | None:
        """The case a token opens; None when unknown, idle for long, too old, or closed.

        A form that was typed for long is still taken (F12), though its page would not be shown any more.
        """
        rows = self._db.query(
            "SELECT stream, person, address, opened_at, seen_at FROM opened_case WHERE token = ?",
            (_hash(token),),
        )
        if not rows:
            return None
        stream, person, address, opened_at, seen_at = map(str, rows[0])
        now = self._now()
        idle = now - datetime.fromisoformat(seen_at)
        if now - datetime.fromisoformat(opened_at) > ABSOLUTE:
            self.close_case(token)
            return None
        if idle > IDLE and not sending:
            return None
        if idle > timedelta(minutes=1):
            with self._db.transaction() as c:
                c.execute(
                    "UPDATE opened_case SET seen_at = ? WHERE token = ?", (now.isoformat(), _hash(token))
                )
        return Opened(stream, person, address)

    def close_case(self, token: str) -> None:
        """Close a case, for every copy of the cookie that opened it."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM opened_case WHERE token = ?", (_hash(token),))

    def mark(self, address: str) -> str:
        """A keyed hash of an address: says whether two are the same, and nothing else."""
        return hmac.new(self._secret, plain(address).encode("utf-8", "replace"), hashlib.sha256).hexdigest()

    def sweep(self) -> None:
        """Forget links, sessions and opened cases past their time."""
        now = self._now()
        with self._db.transaction() as c:
            c.execute("DELETE FROM mailed_link WHERE expires_at < ?", (now.isoformat(),))
            c.execute(
                "DELETE FROM citizen_session WHERE created_at < ? OR seen_at < ?",
                ((now - ABSOLUTE).isoformat(), (now - IDLE).isoformat()),
            )
            c.execute("DELETE FROM opened_case WHERE opened_at < ?", ((now - ABSOLUTE).isoformat(),))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
