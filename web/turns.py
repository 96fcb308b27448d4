"""Turns that are taken before the work they allow, counted in the database: for every process anywhere.

One row for each thing that is limited and one statement for each turn, so that fifty who come at the same
moment are counted as fifty. The row holds the instant at which all turns are free again: each turn taken
moves it on by its share of the window, and none is given once it lies a whole window ahead. So ``most`` may
come at once, and after that one for each share that has passed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from ppid.database import Database

SCHEMA: tuple[str, ...] = (
    "CREATE TABLE IF NOT EXISTS turn (bucket TEXT PRIMARY KEY, free_at BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS turn_free_at ON turn (free_at)",
)
TABLES = "turn"

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# From when the turns are counted: now where all are free. An instant further ahead than any turn could have
# moved it was left by a clock that was set back since; a second window makes room for clocks that differ.
_FROM = "CASE WHEN turn.free_at > ? AND turn.free_at <= ? THEN turn.free_at ELSE ? END"
_TAKE = f"""
    INSERT INTO turn (bucket, free_at) VALUES (?, ?)
    ON CONFLICT (bucket) DO UPDATE SET free_at = {_FROM} + ? WHERE {_FROM} + ? <= ?
    RETURNING free_at
"""  # noqa: S608 - the text above


class Turns:
    """The turns of one installation. ``now`` is the clock of this process."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def take(self, bucket: str, most: int, window: timedelta) -> timedelta:
        """Take one turn of ``bucket``; returns zero when it was given, else how long to wait for the next."""
        now, share, whole = self._instant(), window // most // _MICROSECOND, window // _MICROSECOND
        counted = (now, now + 2 * whole, now)
        with self._database.transaction() as c:
            if c.execute(_TAKE, (bucket, now + share, *counted, share, *counted, share, now + whole)):
                return timedelta()
            ((free_at,),) = c.execute("SELECT free_at FROM turn WHERE bucket = ?", (bucket,))
        return max(int(free_at or 0) + share - now - whole, 1) * _MICROSECOND

    def give_back(self, bucket: str, most: int, window: timedelta) -> None:
        """Return a turn that turned out to be nothing to count."""
        share = window // most // _MICROSECOND
        with self._database.transaction() as c:
            c.execute("UPDATE turn SET free_at = free_at - ? WHERE bucket = ?", (share, bucket))

    def left(self, bucket: str, most: int, window: timedelta) -> bool:
        """Whether there is a turn to take now."""
        now, share, whole = self._instant(), window // most // _MICROSECOND, window // _MICROSECOND
        rows = self._database.query("SELECT free_at FROM turn WHERE bucket = ?", (bucket,))
        free_at = int(rows[0][0] or 0) if rows else 0
        ahead = free_at if now < free_at <= now + 2 * whole else now
        return ahead + share <= now + whole

    def sweep(self) -> None:
        """Forget whoever has all turns free again."""
        with self._database.transaction() as c:
            c.execute("DELETE FROM turn WHERE free_at <= ?", (self._instant(),))

    def _instant(self) -> int:
        return (self._now() - _EPOCH) // _MICROSECOND
