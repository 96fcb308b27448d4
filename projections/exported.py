"""An auditor's export read as a log: the same events, folded by the same code, without the office."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ppid.database import Value
from ppid.database.snapshot import snapshot
from ppid.events import Recorded, Stream
from ppid.log.errors import UnreadableEventError
from ppid.log.mapper import EnvelopeMapper
from ppid.seal.checkpoint import Checkpoint, checkpoint_in
from ppid.seal.leaf import instant, log_of, recorded_at_of
from ppid.seal.note import Note
from ppid.seal.spelling import SealError
from ppid.topics import VOCABULARY

_ROWS = "SELECT notification_id, originator_id, originator_version, topic, state FROM event"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'"
_LEAF = "SELECT leaf FROM log_leaf WHERE leaf_index = ?"


class NotExportedError(SealError):
    """The file is no export of a log."""


class Named(NamedTuple):
    """What a figure rests on: the first ``entries`` of the log, and the checkpoint that covers them."""

    origin: str
    entries: int
    checkpoint: Checkpoint | None


class Exported:
    """The events of an export. It answers what a replay asks of a log.

    Raises NotExportedError for another file, StoreUnavailableError for one that cannot be read, and at an
    event that has not the form of one UnknownNameError or UnreadableEventError.
    """

    def __init__(self, file: Path) -> None:
        self._open = ExitStack()
        self._file = self._open.enter_context(snapshot(f"sqlite:///{file.absolute()}", ""))
        self._mapper = EnvelopeMapper(VOCABULARY)
        if not {b"event", b"log_leaf", b"log_checkpoint"} <= {row[0] for row in self._file.rows(_TABLES)}:
            self.close()
            raise NotExportedError(f"{file.name} is not an export of a log")

    def close(self) -> None:
        """Close the file."""
        self._open.close()

    def load(self, stream: Stream) -> list[Recorded]:
        """Return the events of one stream, in order."""
        return list(self._events("originator_id = ? ORDER BY originator_version", (stream,)))

    def stream_all(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """Yield all events after a position, in order."""
        last = 2**62 if upto is None else upto
        where = "notification_id > ? AND notification_id <= ? ORDER BY notification_id"
        return self._events(where, (after, last))

    def named(self, moment: datetime) -> Named:
        """Name what the log held at ``moment``, and the first checkpoint that covers all of it."""
        size = int(self._one("SELECT coalesce(max(leaf_index) + 1, 0) FROM log_leaf") or 0)
        entries = bisect_right(range(size), instant(moment), key=self._recorded_at)
        note = self._one("SELECT note FROM log_checkpoint WHERE size >= ? ORDER BY size LIMIT 1", (entries,))
        seal = checkpoint_in(Note.of(_bytes(note))) if note else None
        return Named(log_of(_bytes(self._one(_LEAF, (0,)))), entries, seal)

    def _events(self, where: str, args: Sequence[Value]) -> Iterator[Recorded]:
        for place, stream, version, topic, state in self._file.rows(f"{_ROWS} WHERE {where}", args):
            name, what = (_bytes(text).decode("utf-8", "replace") for text in (stream, topic))
            if not isinstance(version, int) or not isinstance(state, bytes):
                raise UnreadableEventError(name, 0, what)
            yield self._mapper.recorded(place, name, version, what, state)

    def _recorded_at(self, index: int) -> str:
        return recorded_at_of(_bytes(self._one(_LEAF, (index,))))

    def _one(self, sql: str, args: Sequence[Value] = ()) -> Value:
        return next((row[0] for row in self._file.rows(sql, args)), None)


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else b""


__all__ = ["Exported", "Named", "NotExportedError"]
