"""An auditor's export read as a log: the same events, folded by the same code, without the office."""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ppid.events import Recorded, Stream
from ppid.log.mapper import EnvelopeMapper
from ppid.seal.checkpoint import Checkpoint, checkpoint_in
from ppid.seal.leaf import instant, recorded_at_of
from ppid.seal.note import Note
from ppid.topics import VOCABULARY

_ROWS = "SELECT notification_id, originator_id, originator_version, topic, state FROM event"
_LEAF = "SELECT leaf FROM log_leaf WHERE leaf_index = ?"


class Named(NamedTuple):
    """What a figure rests on: the first ``entries`` of the log, and the checkpoint that covers them."""

    origin: str
    entries: int
    checkpoint: Checkpoint | None


class Exported:
    """The events of an export. It answers what a replay asks of a log."""

    def __init__(self, file: Path) -> None:
        self._file = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        self._mapper = EnvelopeMapper(VOCABULARY)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def load(self, stream: Stream) -> list[Recorded]:
        """Return the events of one stream, in order."""
        rows = self._file.execute(f"{_ROWS} WHERE originator_id = ? ORDER BY originator_version", (stream,))
        return [self._mapper.recorded(*row) for row in rows]

    def stream_all(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """Yield all events after a position, in order."""
        last = 2**62 if upto is None else upto
        rows = self._file.execute(
            f"{_ROWS} WHERE notification_id > ? AND notification_id <= ? ORDER BY notification_id",
            (after, last),
        )
        return (self._mapper.recorded(*row) for row in rows)

    def named(self, moment: datetime) -> Named:
        """Name what the log held at ``moment``, and the first checkpoint that covers all of it."""
        (size,) = self._file.execute("SELECT coalesce(max(leaf_index) + 1, 0) FROM log_leaf").fetchone()
        entries = bisect_right(range(size), instant(moment), key=self._recorded_at)
        note = self._file.execute(
            "SELECT note FROM log_checkpoint WHERE size >= ? ORDER BY size LIMIT 1", (entries,)
        ).fetchone()
        (origin,) = self._file.execute("SELECT value FROM export WHERE key = 'origin'").fetchone()
        return Named(str(origin), entries, checkpoint_in(Note.of(note[0])) if note else None)

    def _recorded_at(self, index: int) -> str:
        return recorded_at_of(bytes(self._file.execute(_LEAF, (index,)).fetchone()[0]))


__all__ = ["Exported", "Named"]
