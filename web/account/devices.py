"""Browsers in which an officer signed in before. They keep tries of their own while the name is attacked.

The browser holds a random token for a long time, the table its hash with each account that signed in there.
It proves nothing by itself: the password is asked as ever.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from ppid.database import Database
from web.account.sessions import hashed

SCHEMA: tuple[str, ...] = (
    """
    CREATE TABLE IF NOT EXISTS known_device (
        token TEXT NOT NULL, username TEXT NOT NULL, seen_at TEXT NOT NULL, PRIMARY KEY (token, username))
    """,
)
TABLES = "known_device"
KNOWN_DAYS = 180


class Devices:
    """Remembers where accounts signed in. Thread-safe."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._db = database
        self._now = now

    def knows(self, token: str, username: str) -> bool:
        """Whether ``username`` signed in with that browser within ``KNOWN_DAYS``."""
        since = (self._now() - timedelta(days=KNOWN_DAYS)).isoformat()
        return bool(token) and bool(
            self._db.query(
                "SELECT 1 FROM known_device WHERE token = ? AND username = ? AND seen_at > ?",
                (hashed(token), username, since),
            )
        )

    def remember(self, token: str, username: str) -> str:
        """Note a sign-in; returns the browser's token, a new one where this one was never given out."""
        with self._db.transaction() as c:
            given = bool(token) and c.execute("SELECT 1 FROM known_device WHERE token = ?", (hashed(token),))
            kept = token if given else secrets.token_urlsafe(32)
            c.execute(
                "INSERT INTO known_device (token, username, seen_at) VALUES (?, ?, ?) "
                "ON CONFLICT (token, username) DO UPDATE SET seen_at = excluded.seen_at",
                (hashed(kept), username, self._now().isoformat()),
            )
        return kept

    def forget(self, username: str) -> None:
        """Forget every browser of an account, as when its password changed."""
        with self._db.transaction() as c:
            c.execute("DELETE FROM known_device WHERE username = ?", (username,))

    def sweep(self) -> None:
        """Forget browsers not seen for ``KNOWN_DAYS``."""
        since = (self._now() - timedelta(days=KNOWN_DAYS)).isoformat()
        with self._db.transaction() as c:
            c.execute("DELETE FROM known_device WHERE seen_at < ?", (since,))
