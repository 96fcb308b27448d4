"""The log as it lies in the running database, in the form that the verifier reads: one moment of it.

Rows come in batches by two open questions at a time, so that memory stays small however long the log is,
and everything is of one snapshot: what is recorded meanwhile is for the next run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TypeAlias, cast

from ppid.database import Row, Value
from ppid.database.snapshot import Snapshot, snapshot

LeafRow: TypeAlias = tuple[int, bytes | None, int | None, bytes, bytes | None]
EventRow: TypeAlias = tuple[int, bytes, int, bytes, bytes | None]

_LEAVES = "SELECT leaf_index, {text:originator_id}, originator_version, leaf, salt FROM log_leaf"
_EVENTS = "SELECT notification_id, {text:originator_id}, originator_version, {text:topic}, state FROM event"
_NOTES = "SELECT size, {text:note} FROM log_checkpoint ORDER BY size"
_TOKENS = "SELECT size, {text:tsa}, token FROM log_token ORDER BY size, tsa"
_TILES = "SELECT n, hashes FROM log_tile WHERE level = ? ORDER BY n"
_ERASED = "SELECT target_index, erasure_index, remainder FROM log_erased ORDER BY target_index"
_OF = "WHERE originator_id = ? AND originator_version = ?"


class LiveSource:
    """What the verifier asks of a log, answered from a snapshot (see ``verifier.Source``)."""

    def __init__(self, of: Snapshot) -> None:
        self._of = of

    def about(self) -> dict[str, str]:
        """What an export says of itself; the live log says nothing."""
        return {}

    def leaves(self) -> Iterator[LeafRow]:
        """The entries in order."""
        return cast("Iterator[LeafRow]", self._rows(f"{_LEAVES} ORDER BY leaf_index"))

    def leaves_from(self, index: int) -> Iterator[LeafRow]:
        """The entries from ``index`` on."""
        asked = f"{_LEAVES} WHERE leaf_index >= ? ORDER BY leaf_index"
        return cast("Iterator[LeafRow]", self._rows(asked, (index,)))

    def rows(self) -> Iterator[EventRow]:
        """The stored events in the order of the database."""
        return cast("Iterator[EventRow]", self._rows(f"{_EVENTS} ORDER BY notification_id"))

    def checkpoints(self) -> Iterator[tuple[int, bytes]]:
        """The checkpoints, smallest first."""
        return cast("Iterator[tuple[int, bytes]]", self._rows(_NOTES))

    def tokens(self) -> Iterator[tuple[int, bytes, bytes]]:
        """The time stamps."""
        return cast("Iterator[tuple[int, bytes, bytes]]", self._rows(_TOKENS))

    def tiles(self, level: int) -> Iterator[tuple[int, bytes]]:
        """The tiles of a level."""
        return cast("Iterator[tuple[int, bytes]]", self._rows(_TILES, (level,)))

    def erased(self) -> Iterator[tuple[int, int, bytes | None]]:
        """What orders of erasure left."""
        return cast("Iterator[tuple[int, int, bytes | None]]", self._rows(_ERASED))

    def row_of(self, originator_id: bytes, version: int) -> EventRow | None:
        """One stored event; None where there is none."""
        found = self._rows(f"{_EVENTS} {_OF}", (_text(originator_id), version))
        return cast("EventRow | None", next(found, None))

    def leaf_of(self, originator_id: bytes, version: int) -> int | None:
        """The index of the entry of one event; None where there is none."""
        sql = f"SELECT leaf_index FROM log_leaf {_OF}"  # noqa: S608 - constants
        found = next(self._rows(sql, (_text(originator_id), version)), None)
        return found[0] if found and isinstance(found[0], int) else None

    def _rows(self, sql: str, args: Sequence[Value] = ()) -> Iterator[Row]:
        for name in ("originator_id", "topic", "note", "tsa"):
            sql = sql.replace(f"{{text:{name}}}", self._of.as_bytes(name))
        return self._of.rows(sql, args)


def _text(stored: bytes) -> str:
    return stored.decode("utf-8", "replace")


@contextmanager
def open_source(url: str) -> Iterator[LiveSource]:
    """Open the live log at ``url`` for the verifier."""
    with snapshot(url, "ppid_log") as of:
        yield LiveSource(of)


__all__ = ["LiveSource", "open_source"]
