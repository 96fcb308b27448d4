"""Accounts at an OpenID Connect provider that officers linked to their own here, and questions on their way.

A link is made by an officer who is signed in, never found by an equal name or mail address.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from ppid.database import ConflictError, Database
from ppid.events import Stream
from web.account.provider import Asked
from web.account.sessions import hashed

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS oidc_link (
        issuer TEXT NOT NULL, subject TEXT NOT NULL, officer TEXT NOT NULL, linked_at TEXT NOT NULL,
        PRIMARY KEY (issuer, subject))
    """,
    "CREATE UNIQUE INDEX IF NOT EXISTS oidc_link_officer ON oidc_link (issuer, officer)",
    """
    CREATE TABLE IF NOT EXISTS oidc_question (
        state TEXT PRIMARY KEY, nonce TEXT NOT NULL, verifier TEXT NOT NULL, officer TEXT NOT NULL,
        back TEXT NOT NULL, asked_at TEXT NOT NULL)
    """,
    "CREATE INDEX IF NOT EXISTS oidc_question_asked ON oidc_question (asked_at)",
)
TABLES = "oidc_link, oidc_question"
QUESTION_MINUTES = 10


class Question(msgspec.Struct, frozen=True):
    """A question on its way: ``officer`` wants a link; '' wants to sign in and go on to ``back``."""

    asked: Asked
    officer: Stream
    back: str


class LinkedElsewhereError(Exception):
    """That account at the provider belongs to another officer, or the officer linked another one."""


class Links:
    """Keeps links and questions. Thread-safe."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._db = database
        self._now = now

    def ask(self, officer: Stream, back: str) -> Question:
        """Note a question, good for ten minutes and one answer."""
        asked = Asked(*(secrets.token_urlsafe(32) for _ in range(3)))
        row = (hashed(asked.state), asked.nonce, asked.verifier, officer, back, self._now().isoformat())
        with self._db.transaction() as c:
            c.execute("DELETE FROM oidc_question WHERE asked_at < ?", (self._oldest(),))
            c.execute(
                "INSERT INTO oidc_question (state, nonce, verifier, officer, back, asked_at) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
        return Question(asked, officer, back)

    def take(self, state: str) -> Question | None:
        """The question of that state, which is answered with this, well or not; None where there is none."""
        with self._db.transaction() as c:
            rows = c.execute(
                "DELETE FROM oidc_question WHERE state = ? "
                "RETURNING nonce, verifier, officer, back, asked_at",
                (hashed(state),),
            )
        if not rows or str(rows[0][4]) < self._oldest():
            return None
        nonce, verifier, officer, back, _at = map(str, rows[0])
        return Question(Asked(state, nonce, verifier), officer, back)

    def link(self, issuer: str, subject: str, officer: Stream) -> None:
        """Link an account at the provider. Raises ``LinkedElsewhereError``."""
        if self.officer_of(issuer, subject) == officer:
            return
        try:
            with self._db.transaction() as c:
                c.execute(
                    "INSERT INTO oidc_link (issuer, subject, officer, linked_at) VALUES (?, ?, ?, ?)",
                    (issuer, subject, officer, self._now().isoformat()),
                )
        except ConflictError:
            raise LinkedElsewhereError from None

    def officer_of(self, issuer: str, subject: str) -> Stream:
        """Whose account it is; '' for nobody's."""
        rows = self._db.query(
            "SELECT officer FROM oidc_link WHERE issuer = ? AND subject = ?", (issuer, subject)
        )
        return str(rows[0][0]) if rows else ""

    def is_linked(self, officer: Stream) -> bool:
        """Whether an officer linked an account."""
        return bool(self._db.query("SELECT 1 FROM oidc_link WHERE officer = ?", (officer,)))

    def unlink(self, officer: Stream) -> bool:
        """Forget the officer's links; False when there was none."""
        with self._db.transaction() as c:
            return bool(c.execute("DELETE FROM oidc_link WHERE officer = ? RETURNING officer", (officer,)))

    def _oldest(self) -> str:
        return (self._now() - timedelta(minutes=QUESTION_MINUTES)).isoformat()
