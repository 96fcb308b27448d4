"""One moment of a database, read in batches however large it is: for what reads all of it."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from typing import Any

import psycopg
from typing_extensions import override

from ppid.database.common import Row, Value, database_kind, sqlite_path
from ppid.database.postgres import postgres_errors, postgres_settings
from ppid.database.sqlite import sqlite_errors

BATCH = 4000


class Snapshot(ABC):
    """One moment of a database. Several questions may be open at once."""

    @abstractmethod
    def batches(self, sql: str, args: Sequence[Value] = ()) -> Iterator[list[Row]]:
        """Yield the rows of a question, many at a time."""

    @abstractmethod
    def as_bytes(self, column: str) -> str:
        """The expression for a text column as the bytes it is stored as, whatever they are."""

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
def snapshot(url: str, schema: str) -> Iterator[Snapshot]:
    """Open this moment of the database at ``url``; on SQLite every text comes as bytes.

    ``schema`` is where bare names are looked up on PostgreSQL.
    """
    if database_kind(url) == "sqlite":
        address = f"{sqlite_path(url).absolute().as_uri()}?mode=ro"
        with sqlite_errors(), closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            connection.text_factory = bytes
            connection.execute("PRAGMA query_only=ON")
            connection.execute("BEGIN")
            connection.execute(
                "SELECT 1 FROM sqlite_master LIMIT 1"
            ).fetchall()  # from here on it stands still
            yield _OfSQLite(connection)
        return
    settings: dict[str, Any] = dict(postgres_settings(url))
    with postgres_errors(), psycopg.connect(url, **settings) as postgres:
        postgres.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        # An audit takes as long as it takes; and it reads all of it in the order of an index.
        postgres.execute("SET LOCAL statement_timeout = 0")
        postgres.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        postgres.execute("SELECT set_config('search_path', %s, true)", (schema,))
        postgres.execute("SET LOCAL cursor_tuple_fraction = 1")
        yield _OfPostgres(postgres)


__all__ = ["Snapshot", "snapshot"]
