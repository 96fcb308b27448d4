"""What the web keeps beside the log: drafts of unfinished forms, and the tables of every other concern.

None of it is history. Drafts hold personal data before a request exists, so they are sealed, and go
after some days. Accounts, sessions and factors have their modules in ``web.account``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

import msgspec

from ppid.database import Database, beside
from ppid.events import Stream
from ppid.finding import Needles
from ppid.mentioned import texts_in
from ppid.vault import Vault
from web import beats, turns
from web.account import (
    accounts,
    devices,
    halves,
    invitations,
    links,
    passkeys,
    records,
    recovery,
    sessions,
    totp,
)
from web.account.accounts import Account, Accounts, UsernameTakenError
from web.account.devices import Devices
from web.account.passwords import MIN_PASSWORD_CHARS, Hashing
from web.account.sessions import Proof, Session, Sessions
from web.files import scans
from web.mailing import outbox, proofs

__all__ = [
    "MIN_PASSWORD_CHARS",
    "PARTS",
    "Account",
    "Part",
    "Proof",
    "Session",
    "UsernameTakenError",
    "WebState",
    "state_database",
]

DRAFT = "draft"
DRAFT_DAYS = 7
THREADS = 8

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS draft (
        id TEXT PRIMARY KEY, sealed TEXT NOT NULL, saved_at TEXT NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS draft_saved_at ON draft (saved_at)",
    """
    CREATE TABLE IF NOT EXISTS audit_run (
        id TEXT PRIMARY KEY, started_at TEXT NOT NULL, seen_at TEXT NOT NULL, told TEXT NOT NULL,
        result TEXT NOT NULL)
    """,
)
TABLES = "draft, audit_run"


class Part(NamedTuple):
    """Tables of one concern, beside the log: how they are made, and what the application may do with them."""

    schema: tuple[str, ...]
    tables: str
    rights: str = "SELECT, INSERT, UPDATE, DELETE"


#: Every concern that keeps tables here. A part's own module holds its schema and its questions.
PARTS: tuple[Part, ...] = (
    Part(SCHEMA, TABLES),
    Part(outbox.SCHEMA, outbox.TABLES),
    Part(proofs.SCHEMA, proofs.TABLES),
    Part(accounts.SCHEMA, accounts.TABLES),
    Part(sessions.SCHEMA, sessions.TABLES),
    Part(halves.SCHEMA, halves.TABLES),
    Part(totp.SCHEMA, totp.TABLES),
    Part(passkeys.SCHEMA, passkeys.TABLES),
    Part(links.SCHEMA, links.TABLES),
    Part(recovery.SCHEMA, recovery.TABLES),
    Part(devices.SCHEMA, devices.TABLES),
    Part(invitations.SCHEMA, invitations.TABLES),
    Part(records.SCHEMA, records.TABLES, records.RIGHTS),
    Part(records.COUNT_SCHEMA, records.COUNT_TABLES, records.COUNT_RIGHTS),
    Part(turns.SCHEMA, turns.TABLES),
    Part(beats.SCHEMA, beats.TABLES),
    Part(scans.SCHEMA, scans.TABLES),
)


class WebState:
    """Accounts, sessions and drafts. Thread-safe. ``threads``: how many requests a process serves at once."""

    def __init__(self, url: str, vault: Vault, now: Callable[[], datetime], threads: int = THREADS) -> None:
        self._db = state_database(url)
        self._vault = vault
        self._now = now
        self.accounts = Accounts(self._db, Hashing(threads))
        self.sessions = Sessions(self._db, now)
        self.devices = Devices(self._db, now)

    @staticmethod
    def migrate(url: str) -> None:
        """Create the tables; on PostgreSQL as their owner, with the application's rights."""
        database = state_database(url)
        try:
            with database.transaction() as c:
                for part in PARTS:
                    for statement in part.schema:
                        c.execute(statement)
                if database.kind == "postgresql" and c.execute(
                    "SELECT 1 FROM pg_roles WHERE rolname = ?", ("ppid_app",)
                ):
                    for part in PARTS:
                        # A schema may hand out more by default than this part wants.
                        c.execute(f"REVOKE ALL ON {part.tables} FROM ppid_app")
                        c.execute(f"GRANT {part.rights} ON {part.tables} TO ppid_app")
        finally:
            database.close()

    @property
    def database(self) -> Database:
        """Where the tables of every part lie, for the modules that ask them."""
        return self._db

    def close(self) -> None:
        """Give the connections back."""
        self._db.close()

    # The door, in short -------------------------------------------------------------------------------

    def add_account(self, account: Account, password: str) -> None:
        """Add an account. Raises ``UsernameTakenError``."""
        self.accounts.add(account, password)

    def open_session(self, account: Account, role: str, proof: Proof = Proof.PASSWORD) -> str:
        """Start a session and return its token."""
        return self.sessions.open(account, role, proof)

    # Drafts ------------------------------------------------------------------------------------------

    def save_draft(self, draft: str, content: bytes) -> None:
        """Keep an unfinished form under its random id, sealed."""
        box = self._vault.seal_own(DRAFT, content, draft).hex()
        with self._db.transaction() as c:
            c.execute(
                "INSERT INTO draft VALUES (?, ?, ?) "
                "ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed, saved_at = excluded.saved_at",
                (draft, box, self._now().isoformat()),
            )

    def draft(self, draft: str) -> bytes | None:
        """The draft of that id; None when there is none, or it is too old."""
        rows = self._db.query("SELECT sealed, saved_at FROM draft WHERE id = ?", (draft,))
        if not rows or self._now() - datetime.fromisoformat(str(rows[0][1])) > timedelta(days=DRAFT_DAYS):
            return None
        return self._vault.open_own(DRAFT, bytes.fromhex(str(rows[0][0])), draft)

    def drafts(self) -> Iterator[bytes]:
        """Every draft that can still be opened."""
        for (draft,) in self._db.query("SELECT id FROM draft"):
            if (content := self.draft(str(draft))) is not None:
                yield content

    def drop_draft(self, draft: str) -> None:
        """Forget a draft that was sent."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM draft WHERE id = ?", (draft,))

    def drop_drafts_of(self, stream: Stream) -> int:
        """Forget every unfinished form in which a person or a case stands; return how many.

        Pages name a case by the end of its key, in their address.
        """
        told = (stream.partition("-")[2] or stream).encode()
        return self._drop_drafts(lambda content: told in content)

    def drop_drafts_naming(self, needles: Needles) -> int:
        """Forget every unfinished form in which somebody stands by name, number or address.

        A form typed about a person often knows no key of theirs yet.
        """
        return self._drop_drafts(
            lambda content: any(any(needles.in_text(text)) for text in _texts_of(content))
        )

    def _drop_drafts(self, goes: Callable[[bytes], bool]) -> int:
        gone = 0
        for draft, sealed in self._db.query("SELECT id, sealed FROM draft"):
            content = self._vault.open_own(DRAFT, bytes.fromhex(str(sealed)), str(draft))
            if content is not None and goes(content):
                self.drop_draft(str(draft))
                gone += 1
        return gone

    def sweep(self) -> int:
        """Forget drafts, sessions and turns past their time; returns how many drafts went."""
        now = self._now()
        with self._db.transaction() as c:
            gone = c.execute(
                "DELETE FROM draft WHERE saved_at < ? RETURNING id",
                ((now - timedelta(days=DRAFT_DAYS)).isoformat(),),
            )
        self.sessions.sweep()
        self.devices.sweep()
        turns.Turns(self._db, self._now).sweep()
        return len(gone)


def _texts_of(content: bytes) -> Iterator[str]:
    try:
        told = msgspec.json.decode(content)
    except msgspec.DecodeError:
        told = content.decode("utf-8", "replace")
    return (text for _, text in texts_in(told))


def state_database(url: str) -> Database:
    """Where accounts, sessions and drafts lie: a file or a schema of their own."""
    return Database(beside(url, "web"), schema="ppid_web", durable=True)
