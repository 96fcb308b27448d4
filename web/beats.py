"""When each of the machine's own rounds was last done, so that somebody notices the one that is not.

A beat is written at most once a minute by each process: it says that something lives, not what it did.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from ppid.database import Database

SCHEMA: tuple[str, ...] = ("CREATE TABLE IF NOT EXISTS beat (name TEXT PRIMARY KEY, at TEXT NOT NULL)",)
TABLES = "beat"
TIMEKEEPER = "timekeeper"
BETWEEN = timedelta(minutes=1)


class Beats:
    """The beats of an installation."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._written: dict[str, datetime] = {}

    def beat(self, name: str) -> None:
        """Say that this round was done just now."""
        now, before = self._now(), self._written.get(name)
        if before is not None and before <= now < before + BETWEEN:
            return
        with self._database.transaction() as c:
            c.execute(
                "INSERT INTO beat VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
                (name, now.isoformat()),
            )
        self._written[name] = now

    def last(self, name: str) -> datetime | None:
        """When that round was last done; None for never."""
        rows = self._database.query("SELECT at FROM beat WHERE name = ?", (name,))
        return datetime.fromisoformat(str(rows[0][0])) if rows else None
