"""Sessions of officers, kept on the server: listed and ended by their owner, and over after a while.

The browser holds a random token that only this module makes; the table holds its hash. A token that
somebody planted is never adopted, one that was copied ends with the session it belongs to (F53).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from ppid.database import Connection, Database, Row
from web.account.accounts import Account

IDLE_HOURS = 8
ABSOLUTE_HOURS = 24
FRESH_MINUTES = 15
SEEN_EVERY = timedelta(minutes=1)

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS officer_session (
        token TEXT PRIMARY KEY, username TEXT NOT NULL, role TEXT NOT NULL,
        created_at TEXT NOT NULL, seen_at TEXT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS session_detail (
        token TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, proof TEXT NOT NULL, proved_at TEXT NOT NULL,
        device TEXT NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS officer_session_username ON officer_session (username)",
)
TABLES = "officer_session, session_detail"
_SELECT = (
    "SELECT a.username, a.officer, a.body, s.role, s.created_at, s.seen_at, COALESCE(d.id, ''), "
    "COALESCE(d.proof, 'password'), COALESCE(d.proved_at, ''), COALESCE(d.device, ''), s.token "
    "FROM officer_session s JOIN account a ON a.username = s.username "
    "LEFT JOIN session_detail d ON d.token = s.token"
)


class Proof(StrEnum):
    """With what an officer got in."""

    PASSWORD = "password"  # noqa: S105  (the name of a way in)
    TOTP = "password+totp"
    RECOVERY = "password+recovery"
    SECOND_PASSKEY = "password+passkey"
    PASSKEY = "passkey"
    SINGLE_SIGN_ON = "single-sign-on"

    @property
    def is_two_factors(self) -> bool:
        """Whether it is more than something one knows.

        A passkey is a device and what opens it. Single sign-on counts because its account was linked by the
        officer, signed in.
        """
        return self is not Proof.PASSWORD


class Session(msgspec.Struct, frozen=True):
    """A signed-in officer, in one of their roles ('' until one is chosen).

    ``id`` names the session on pages and opens nothing. ``device``: what the browser called itself.
    """

    account: Account
    role: str
    id: str
    proof: Proof
    device: str
    created_at: datetime
    seen_at: datetime
    proved_at: datetime
    token_hash: str

    @property
    def idle_until(self) -> datetime:
        """When it ends if nothing more is done."""
        return self.seen_at + timedelta(hours=IDLE_HOURS)

    @property
    def ends_at(self) -> datetime:
        """When it ends in any case."""
        return self.created_at + timedelta(hours=ABSOLUTE_HOURS)

    def is_over(self, at: datetime) -> bool:
        """Whether it ran out."""
        return at > self.idle_until or at > self.ends_at

    def is_fresh(self, at: datetime) -> bool:
        """Whether its owner proved who they are a short while ago."""
        return at - self.proved_at <= timedelta(minutes=FRESH_MINUTES)


class Sessions:
    """Opens, finds, lists and ends sessions. Thread-safe."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._db = database
        self._now = now

    def open(self, account: Account, role: str, proof: Proof = Proof.PASSWORD, device: str = "") -> str:
        """Start a session and return its token, which is stored only as a hash."""
        at = self._now().isoformat()
        with self._db.transaction() as c:
            return _insert(c, account.username, role, (at, at), (proof.value, at, device))

    def renew(self, token: str, role: str) -> str:
        """Another token and role for a session that goes on; '' when it ended. Its time goes on too."""
        old = self.find(token)
        if old is None:
            return ""
        created, seen = old.created_at.isoformat(), self._now().isoformat()
        with self._db.transaction() as c:
            if not _drop(c, hashed(token)):
                return ""
            proved = old.proved_at.isoformat()
            return _insert(
                c, old.account.username, role, (created, seen), (old.proof.value, proved, old.device)
            )

    def find(self, token: str) -> Session | None:
        """The session of a token; None when unknown, idle for long, or too old."""
        rows = self._db.query(f"{_SELECT} WHERE s.token = ?", (hashed(token),))
        if not rows:
            return None
        found, now = _session(rows[0]), self._now()
        if found.is_over(now):
            self.end(token)
            return None
        if now - found.seen_at > SEEN_EVERY:
            with self._db.transaction() as c:
                c.execute(
                    "UPDATE officer_session SET seen_at = ? WHERE token = ?",
                    (now.isoformat(), found.token_hash),
                )
        return found

    def of(self, username: str) -> list[Session]:
        """The running sessions of an account, the last seen first."""
        rows = self._db.query(
            f"{_SELECT} WHERE s.username = ? ORDER BY s.seen_at DESC, s.token",
            (username,),
        )
        return [session for session in map(_session, rows) if not session.is_over(self._now())]

    def prove(self, token: str) -> None:
        """Note that the owner proved again who they are."""
        with self._db.transaction() as c:
            c.execute(
                "UPDATE session_detail SET proved_at = ? WHERE token = ?",
                (self._now().isoformat(), hashed(token)),
            )

    def end(self, token: str) -> bool:
        """End a session; its token opens nothing any more. False when there was none."""
        with self._db.transaction() as c:
            return _drop(c, hashed(token))

    def end_one(self, username: str, id_: str) -> bool:
        """End the session of that id, if it is this account's."""
        rows = [s.token_hash for s in self.of(username) if s.id and s.id == id_]
        with self._db.transaction() as c:
            return sum(_drop(c, token) for token in rows) > 0

    def end_all(self, username: str, but: str = "") -> int:
        """End every session of an account, except the one of the token ``but``; return how many."""
        kept = hashed(but) if but else ""
        with self._db.transaction() as c:
            rows = c.execute("SELECT token FROM officer_session WHERE username = ?", (username,))
            return sum(_drop(c, str(token)) for (token,) in rows if token != kept)

    def sweep(self) -> None:
        """Forget sessions past their time."""
        oldest = (self._now() - timedelta(hours=ABSOLUTE_HOURS)).isoformat()
        with self._db.transaction() as c:
            c.execute("DELETE FROM officer_session WHERE created_at < ?", (oldest,))
            c.execute("DELETE FROM session_detail WHERE token NOT IN (SELECT token FROM officer_session)")


def hashed(token: str) -> str:
    """A token as it is kept."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _insert(
    c: Connection, username: str, role: str, times: tuple[str, str], detail: tuple[str, str, str]
) -> str:
    token = secrets.token_urlsafe(32)
    c.execute("INSERT INTO officer_session VALUES (?, ?, ?, ?, ?)", (hashed(token), username, role, *times))
    c.execute(
        "INSERT INTO session_detail (token, id, proof, proved_at, device) VALUES (?, ?, ?, ?, ?)",
        (hashed(token), secrets.token_hex(8), *detail),
    )
    return token


def _drop(c: Connection, token_hash: str) -> bool:
    c.execute("DELETE FROM session_detail WHERE token = ?", (token_hash,))
    return bool(c.execute("DELETE FROM officer_session WHERE token = ? RETURNING token", (token_hash,)))


def _session(row: Row) -> Session:
    username, officer, body, role, created, seen, id_, proof, proved, device, token = map(str, row)
    created_at = datetime.fromisoformat(created)
    proved_at = datetime.fromisoformat(proved) if proved else created_at
    return Session(
        account=Account(username, officer, body),
        role=role,
        id=id_,
        proof=Proof(proof),
        device=device,
        created_at=created_at,
        seen_at=datetime.fromisoformat(seen),
        proved_at=proved_at,
        token_hash=token,
    )
