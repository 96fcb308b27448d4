"""SQLite: one writer behind a lock, readers that never wait for it."""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from typing_extensions import override

from ppid.database.common import (
    LOCK_TIMEOUT_S,
    POOL_SIZE,
    Backend,
    ConflictError,
    Connection,
    Kind,
    Row,
    StoreUnavailableError,
    Value,
)

_SQL_IS_WRONG = 1  # SQLITE_ERROR: no such table, bad syntax; every other code means the file cannot serve
_AGAIN_S = 0.01


@contextmanager
def sqlite_errors() -> Iterator[None]:
    """Turn the driver's errors into ours; a wrong statement stays what it is, a bug."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise ConflictError(getattr(error, "sqlite_errorname", "constraint")) from error
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        code = getattr(error, "sqlite_errorcode", _SQL_IS_WRONG) & 0xFF
        if isinstance(error, sqlite3.ProgrammingError) or code == _SQL_IS_WRONG:
            raise
        raise StoreUnavailableError(getattr(error, "sqlite_errorname", "")) from error


def connect_sqlite(
    path: Path, *, durable: bool, lock_timeout_s: float = LOCK_TIMEOUT_S
) -> sqlite3.Connection:
    """Open a database file in write-ahead mode, set so that a stored trigger or view cannot misuse us."""
    with sqlite_errors():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(
            path, timeout=lock_timeout_s, isolation_level=None, check_same_thread=False
        )
        try:
            _write_ahead(connection, lock_timeout_s)
            connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA recursive_triggers=ON")
            connection.execute("PRAGMA trusted_schema=OFF")
            # What is deleted (a person's key, a draft) is overwritten, not only forgotten.
            connection.execute("PRAGMA secure_delete=ON")
        except BaseException:
            connection.close()
            raise
        return connection


def _write_ahead(connection: sqlite3.Connection, timeout_s: float) -> None:
    """Switch to write-ahead mode; of several who open a new file at once, SQLite makes only some wait."""
    until = time.monotonic() + timeout_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as refused:
            if refused.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_AGAIN_S)
        else:
            return


class SQLiteConnection(Connection):
    """One connection to the file."""

    kind: Kind = "sqlite"

    def __init__(self, raw: sqlite3.Connection) -> None:
        self.raw = raw

    @override
    def execute(self, sql: str, args: Sequence[Value] = ()) -> list[Row]:
        with sqlite_errors():
            return self.raw.execute(sql, args).fetchall()

    @override
    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        with sqlite_errors():
            self.raw.executemany(sql, rows)

    @override
    def copy_in(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
        names = ", ".join(map(_quoted, columns))
        marks = ", ".join("?" * len(columns))
        target = ".".join(map(_quoted, table.split(".")))
        with sqlite_errors():
            return self.raw.executemany(f"INSERT INTO {target} ({names}) VALUES ({marks})", rows).rowcount  # noqa: S608 - quoted names


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


class SQLite(Backend):
    """One writing connection behind a lock, and reading connections that never wait for it."""

    def __init__(self, path: Path, *, durable: bool) -> None:
        self.path = path
        self.durable = durable
        self.lock = threading.Lock()
        self.writer: SQLiteConnection | None = None
        self.readers: deque[SQLiteConnection] = deque()
        self.pid = os.getpid()

    @override
    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        self._own()
        if not self.lock.acquire(timeout=LOCK_TIMEOUT_S):
            raise StoreUnavailableError("another writer holds the database")
        try:
            if self.writer is None:
                self.writer = self._connect()
            connection = self.writer
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                self._roll_back(connection)
                raise
        finally:
            self.lock.release()

    def _roll_back(self, connection: SQLiteConnection) -> None:
        try:
            if connection.raw.in_transaction:  # a full disk has already rolled back
                connection.raw.execute("ROLLBACK")
        except sqlite3.Error:
            connection.raw.close()
            self.writer = None

    @override
    @contextmanager
    def reading(self, *, snapshot: bool) -> Iterator[Connection]:
        self._own()
        try:
            connection = self.readers.pop()
        except IndexError:
            connection = self._connect()
            connection.execute("PRAGMA query_only=ON")
        try:
            connection.execute("BEGIN")
            yield connection
            connection.execute("ROLLBACK")
        except BaseException:
            connection.raw.close()
            raise
        if len(self.readers) < POOL_SIZE:
            self.readers.append(connection)
        else:
            connection.raw.close()

    def _connect(self) -> SQLiteConnection:
        return SQLiteConnection(connect_sqlite(self.path, durable=self.durable))

    def _own(self) -> None:
        """Forget connections inherited through a fork: SQLite forbids their use, even their closing."""
        if self.pid != os.getpid():
            _INHERITED.append((self.writer, self.readers))
            self.lock = threading.Lock()
            self.writer, self.readers, self.pid = None, deque(), os.getpid()

    @override
    def forget_deleted(self) -> bool:
        self._own()
        with self.lock:
            self.writer = connection = self.writer or self._connect()
            ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return not busy

    @override
    def close(self) -> None:
        self._own()
        with self.lock:
            if self.writer is not None:
                self.writer.raw.close()
                self.writer = None
            while self.readers:
                self.readers.pop().raw.close()


_INHERITED: list[object] = []
