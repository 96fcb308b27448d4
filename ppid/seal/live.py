"""The log as it lies in the running database, in the form that the verifier reads: one moment of it.

Rows come in batches by two open questions at a time, so that memory stays small however long the log is,
and everything is of one snapshot: what is recorded meanwhile is for the next run.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from typing import Any, TypeAlias, cast

import psycopg
from typing_extensions import override

from ppid.database import Row, Value, database_kind, sqlite_path
from ppid.database.postgres import postgres_errors, postgres_settings
from ppid.database.sqlite import sqlite_errors

BATCH = 4000

LeafRow: TypeAlias = tuple[int, bytes | None, int | None, bytes, bytes | None]
EventRow: TypeAlias = tuple[int, bytes, int, bytes, bytes | None]

_LEAVES = "SELECT leaf_index, {text:originator_id}, originator_version, leaf, salt FROM log_leaf"
_EVENTS = "SELECT notification_id, {text:originator_id}, originator_version, {text:topic}, state FROM event"
_NOTES = "SELECT size, {text:note} FROM log_checkpoint ORDER BY size"
_TOKENS = "SELECT size, {text:tsa}, token FROM log_token ORDER BY size, tsa"
_TILES = "SELECT n, hashes FROM log_tile WHERE level = ? ORDER BY n"
_ERASED = "SELECT target_index, erasure_index, remainder FROM log_erased ORDER BY target_index"
_OF = "WHERE originator_id = ? AND originator_version = ?"


class Snapshot(ABC):
    """One moment of a database, read in batches. Texts may be asked for as the bytes they are stored as."""

    @abstractmethod
    def batches(self, sql: str, args: Sequence[Value] = ()) -> Iterator[list[Row]]:
        """Yield the rows of a question, many at a time. Several questions may be open at once."""

    @abstractmethod
    def as_bytes(self, column: str) -> str:
        """The expression for a text column as bytes."""

    def rows(self, sql: str, args: Sequence[Value] = ()) -> Iterator[Row]:
        """Yield the rows of a question."""
        for batch in self.batches(sql, args):
            yield from batch


class _OfPostgres(Snapshot):
    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self.connection = connection
        self.numbers = count(1)

    @override
    def batches(self, sql: str, args: Sequence[Value] = ()) -> Iterator[list[Row]]:
        name = f"batches_{next(self.numbers)}"
        with postgres_errors(), self.connection.cursor(name) as cursor:
            cursor.execute(sql.replace("?", "%s").encode(), args or None, binary=True)
            while rows := cursor.fetchmany(BATCH):
                yield rows

    @override
    def as_bytes(self, column: str) -> str:
        return f"convert_to({column}, 'UTF8')"


class _OfSQLite(Snapshot):
    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection

    @override
    def batches(self, sql: str, args: Sequence[Value] = ()) -> Iterator[list[Row]]:
        with sqlite_errors():
            cursor = self.connection.execute(sql, args)
            while rows := cursor.fetchmany(BATCH):
                yield rows

    @override
    def as_bytes(self, column: str) -> str:
        return column  # as the connection gives every text


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Open one moment of the database at ``url``, for reading alone."""
    if database_kind(url) == "sqlite":
        address = f"{sqlite_path(url).absolute().as_uri()}?mode=ro"
        with sqlite_errors(), closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            connection.text_factory = bytes
            connection.execute("PRAGMA query_only=ON")
            connection.execute("BEGIN")
            connection.execute("SELECT 1 FROM log_leaf LIMIT 1").fetchall()  # from here on it stands still
            yield _OfSQLite(connection)
        return
    settings: dict[str, Any] = dict(postgres_settings(url))
    with postgres_errors(), psycopg.connect(url, **settings) as postgres:
        postgres.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # An audit takes as long as it takes; and it reads all of it in the order of an index.
        postgres.execute("SET LOCAL statement_timeout = 0")
        postgres.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        postgres.execute("SET LOCAL search_path = ppid_log")
        postgres.execute("SET LOCAL cursor_tuple_fraction = 1")
        yield _OfPostgres(postgres)


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
    with snapshot(url) as of:
        yield LiveSource(of)


__all__ = ["LiveSource", "Snapshot", "open_source", "snapshot"]
