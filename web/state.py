"""What the web keeps beside the log: officers' accounts and sessions, and drafts of unfinished forms.

None of it is history. Drafts hold personal data before a request exists, so they are sealed, and go
after some days; passwords are kept as Argon2id hashes, session tokens as SHA-256.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import BoundedSemaphore
from typing import NamedTuple

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ppid.database import ConflictError, Database, beside
from ppid.events import Stream
from ppid.vault import Vault

DRAFT_DAYS = 7
IDLE_HOURS = 8
ABSOLUTE_HOURS = 24
NONCE_BYTES = 12
#: Each hash takes 64 MiB: a flood of sign-ins must not become a flood of memory.
HASHES_AT_ONCE = 2
MIN_PASSWORD_CHARS = 10

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS account (
        username TEXT PRIMARY KEY, officer TEXT NOT NULL, body TEXT NOT NULL, password TEXT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS officer_session (
        token TEXT PRIMARY KEY, username TEXT NOT NULL, role TEXT NOT NULL,
        created_at TEXT NOT NULL, seen_at TEXT NOT NULL)
    """,
    """
    CREATE TABLE IF NOT EXISTS draft (
        id TEXT PRIMARY KEY, sealed TEXT NOT NULL, saved_at TEXT NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS draft_saved_at ON draft (saved_at)",
    "CREATE TABLE IF NOT EXISTS attempt (bucket TEXT NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS attempt_bucket ON attempt (bucket, at)",
    """
    CREATE TABLE IF NOT EXISTS audit_run (
        id TEXT PRIMARY KEY, started_at TEXT NOT NULL, seen_at TEXT NOT NULL, told TEXT NOT NULL,
        result TEXT NOT NULL)
    """,
)
TABLES = "account, officer_session, draft, attempt, audit_run"


class Part(NamedTuple):
    """Tables of one concern, beside the log: how they are made, and what the application may do with them."""

    schema: tuple[str, ...]
    tables: str
    rights: str = "SELECT, INSERT, UPDATE, DELETE"


#: Every concern that keeps tables here. A part's own module holds its schema and its questions.
PARTS: tuple[Part, ...] = (Part(SCHEMA, TABLES),)


class Account(msgspec.Struct, frozen=True):
    """Who signs in: the officer's id and body. An empty body is an auditor of the whole installation."""

    username: str
    officer: Stream
    body: Stream


class Session(msgspec.Struct, frozen=True):
    """A signed-in officer, in one of their roles ('' until one is chosen)."""

    account: Account
    role: str


class UsernameTakenError(Exception):
    """Two accounts cannot share a name."""


class WebState:
    """Accounts, sessions and drafts. Thread-safe."""

    def __init__(self, url: str, vault: Vault, now: Callable[[], datetime]) -> None:
        self._db = state_database(url)
        self._drafts = AESGCM(vault.derive("draft"))
        self._now = now
        self._hasher = PasswordHasher()
        self._hashing = BoundedSemaphore(HASHES_AT_ONCE)
        # Checked when a name is unknown, so that an unknown name takes as long as a wrong password.
        self._nobody = ""

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

    # Accounts ----------------------------------------------------------------------------------------

    def add_account(self, account: Account, password: str) -> None:
        """Add an account. Raises ``UsernameTakenError``."""
        with self._hashing:
            hashed = self._hasher.hash(password)
        try:
            with self._db.transaction() as c:
                c.execute(
                    "INSERT INTO account (username, officer, body, password) VALUES (?, ?, ?, ?)",
                    (account.username, account.officer, account.body, hashed),
                )
        except ConflictError:
            raise UsernameTakenError(account.username) from None

    def sign_in(self, username: str, password: str) -> Account | None:
        """The account when name and password fit; takes as long when they do not."""
        rows = self._db.query(
            "SELECT username, officer, body, password FROM account WHERE username = ?",
            (username.strip().lower(),),
        )
        with self._hashing:
            if not self._nobody:
                self._nobody = self._hasher.hash(secrets.token_urlsafe())
            hashed = str(rows[0][3]) if rows else self._nobody
            try:
                self._hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return None
        return Account(str(rows[0][0]), str(rows[0][1]), str(rows[0][2])) if rows else None

    # Sessions ----------------------------------------------------------------------------------------

    def open_session(self, account: Account, role: str) -> str:
        """Start a session and return its token, which is stored only as a hash."""
        token = secrets.token_urlsafe(32)
        at = self._now().isoformat()
        with self._db.transaction() as c:
            c.execute(
                "INSERT INTO officer_session VALUES (?, ?, ?, ?, ?)",
                (_hash(token), account.username, role, at, at),
            )
        return token

    def session(self, token: str) -> Session | None:
        """The session of a token; None when unknown, idle for long, or too old."""
        rows = self._db.query(
            "SELECT a.username, a.officer, a.body, s.role, s.created_at, s.seen_at "
            "FROM officer_session s JOIN account a ON a.username = s.username WHERE s.token = ?",
            (_hash(token),),
        )
        if not rows:
            return None
        username, officer, body, role, created_at, seen_at = map(str, rows[0])
        now = self._now()
        created, seen = datetime.fromisoformat(created_at), datetime.fromisoformat(seen_at)
        if now - seen > timedelta(hours=IDLE_HOURS) or now - created > timedelta(hours=ABSOLUTE_HOURS):
            self.end_session(token)
            return None
        if now - seen > timedelta(minutes=1):
            with self._db.transaction() as c:
                c.execute(
                    "UPDATE officer_session SET seen_at = ? WHERE token = ?", (now.isoformat(), _hash(token))
                )
        return Session(Account(username, officer, body), role)

    def end_session(self, token: str) -> None:
        """End a session; its token opens nothing any more."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM officer_session WHERE token = ?", (_hash(token),))

    # Drafts ------------------------------------------------------------------------------------------

    def save_draft(self, draft: str, content: bytes) -> None:
        """Keep an unfinished form under its random id, sealed."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        box = (nonce + self._drafts.encrypt(nonce, content, draft.encode())).hex()
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
        box = bytes.fromhex(str(rows[0][0]))
        try:
            return self._drafts.decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], draft.encode())
        except InvalidTag:
            return None

    def drop_draft(self, draft: str) -> None:
        """Forget a draft that was sent."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM draft WHERE id = ?", (draft,))

    # Attempts ----------------------------------------------------------------------------------------

    def note_attempt(self, bucket: str, window: timedelta) -> None:
        """Count a failed attempt for as long as ``window``."""
        now = self._now()
        with self._db.transaction() as c:
            c.execute(
                "INSERT INTO attempt VALUES (?, ?, ?)", (bucket, now.isoformat(), (now + window).isoformat())
            )

    def attempts(self, bucket: str, window: timedelta) -> int:
        """How many attempts failed within ``window`` until now."""
        since = (self._now() - window).isoformat()
        rows = self._db.query("SELECT COUNT(*) FROM attempt WHERE bucket = ? AND at > ?", (bucket, since))
        return int(rows[0][0] or 0)

    def sweep(self) -> int:
        """Forget drafts, sessions and attempts past their time; returns how many drafts went."""
        now = self._now()
        with self._db.transaction() as c:
            gone = c.execute(
                "DELETE FROM draft WHERE saved_at < ? RETURNING id",
                ((now - timedelta(days=DRAFT_DAYS)).isoformat(),),
            )
            c.execute(
                "DELETE FROM officer_session WHERE created_at < ?",
                ((now - timedelta(hours=ABSOLUTE_HOURS)).isoformat(),),
            )
            c.execute("DELETE FROM attempt WHERE until < ?", (now.isoformat(),))
        return len(gone)


def state_database(url: str) -> Database:
    """Where accounts, sessions and drafts lie: a file or a schema of their own."""
    return Database(beside(url, "web"), schema="ppid_web", durable=True)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
