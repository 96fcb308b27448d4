"""Folding events into rows in memory: the one piece of code behind catching up, rebuilding and verifying.

Pure: no clock, no database.
"""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic

from ppid.events import Event, Recorded
from ppid.topics import NAMES
from projections.shape import Key, Projection, Row, Tally


class FoldError(Exception):
    """The code of a projection threw. Says where and what kind of error; never a value out of the event."""

    def __init__(self, projection: str, recorded: Recorded, error: Exception) -> None:
        self.projection = projection
        self.position = recorded.position
        self.event = event_name(recorded.envelope.event)
        self.kind = type(error).__name__
        self.place = place_of(error)
        super().__init__(
            f"{projection} stopped at position {self.position} ({self.event}): {self.kind} in {self.place}"
        )


class WrongRowError(Exception):
    """A fold answered with a row of another key than it was asked for."""


def event_name(event: Event) -> str:
    """Return the name of an event in the log."""
    return NAMES.get(type(event), type(event).__name__)


def place_of(error: BaseException) -> str:
    """Return module, function and line where ``error`` was raised: enough to find it, without any value."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "unknown"
    last = frames[-1]
    return f"{Path(last.filename).stem}:{last.lineno} {last.name}"


class Folding(Generic[Row]):
    """Rows of one projection, folded in memory. ``mine`` may leave out keys, to fold a log part by part."""

    def __init__(self, projection: Projection[Row], mine: Callable[[Key], bool] | None = None) -> None:
        self.projection = projection
        self.mine = mine
        self.rows: dict[Key, Row | None] = {}

    def add(self, batch: Iterable[Recorded]) -> None:
        """Fold more events into the rows. Raises FoldError where the projection's code throws."""
        for recorded in batch:
            self.step(recorded, keys_of(self.projection, recorded))

    def step(self, recorded: Recorded, keys: Iterable[Key]) -> None:
        """Fold one event into the rows of ``keys``."""
        projection, rows = self.projection, self.rows
        try:
            for key in keys:
                if self.mine is None or self.mine(key):
                    row = projection.fold(rows.get(key), recorded, key)
                    _check_key(projection, key, row)
                    rows[key] = row
        except Exception as error:
            raise FoldError(projection.table, recorded, error) from error


def _check_key(projection: Projection[Row], key: Key, row: Row | None) -> None:
    if row is not None and projection.key_of(row) != key:
        raise WrongRowError(f"{projection.table} was asked for one key and answered with another")


def tally_of(projection: Projection[Row], rows: Iterable[Row | None]) -> Tally:
    """Count ``rows`` as the projection says."""
    counts: Tally = Counter()
    for row in rows:
        counts.update(projection.counts(row))
    return counts


def keys_of(projection: Projection[Row], recorded: Recorded) -> list[Key]:
    """Return the keys that an event touches. Raises FoldError."""
    try:
        return projection.keys(recorded)
    except Exception as error:
        raise FoldError(projection.table, recorded, error) from error
