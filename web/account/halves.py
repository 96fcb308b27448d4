"""Half sessions: the password was right, the second step is to come. They open nothing but that step."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from ppid.database import Database
from web.account.accounts import Account
from web.account.sessions import hashed

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS half_session (
        token TEXT PRIMARY KEY, username TEXT NOT NULL, started_at TEXT NOT NULL, wrong INTEGER NOT NULL)
    """,
)
TABLES = "half_session"
HALF_MINUTES = 10
MOST_WRONG = 5


class Half(msgspec.Struct, frozen=True):
    """Whose password was right, and how many codes were wrong since."""

    account: Account
    wrong: int


class Halves:
    """Opens, finds and ends half sessions. Thread-safe."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._db = database
        self._now = now

    def open(self, username: str) -> str:
        """Start the way to the second step, and return its token."""
        token = secrets.token_urlsafe(32)
        with self._db.transaction() as c:
            c.execute("DELETE FROM half_session WHERE started_at < ?", (self._oldest(),))
            c.execute(
                "INSERT INTO half_session (token, username, started_at, wrong) VALUES (?, ?, ?, 0)",
                (hashed(token), username, self._now().isoformat()),
            )
        return token

    def find(self, token: str) -> Half | None:
        """The half session of a token; None when it is unknown, too old, or met too many wrong codes."""
        rows = self._db.query(
            "SELECT a.username, a.officer, a.body, h.wrong FROM half_session h "
            "JOIN account a ON a.username = h.username "
            "WHERE h.token = ? AND h.started_at >= ? AND h.wrong < ?",
            (hashed(token), self._oldest(), MOST_WRONG),
        )
        if not rows:
            return None
        username, officer, body, wrong = rows[0]
        return Half(Account(str(username), str(officer), str(body)), int(wrong))

    def note_try(self, token: str) -> int:
        """Count a code before it is looked at, so that many at once get no more tries; how many are left.

        -1 when the half session has none left.
        """
        with self._db.transaction() as c:
            rows = c.execute(
                "UPDATE half_session SET wrong = wrong + 1 WHERE token = ? AND wrong < ? RETURNING wrong",
                (hashed(token), MOST_WRONG),
            )
        return MOST_WRONG - int(rows[0][0]) if rows else -1

    def end(self, token: str) -> bool:
        """End it: the step was taken, or given up. Of two at once, one ends it."""
        with self._db.transaction() as c:
            return bool(
                c.execute("DELETE FROM half_session WHERE token = ? RETURNING token", (hashed(token),))
            )

    def end_all(self, username: str) -> None:
        """End every half session of an account."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM half_session WHERE username = ?", (username,))

    def _oldest(self) -> str:
        return (self._now() - timedelta(minutes=HALF_MINUTES)).isoformat()
