"""The log in one SQLite file, on the library's own recorder."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from eventsourcing.persistence import (
    ConnectionPoolClosedError,
    ConnectionUnavailableError,
    InfrastructureFactory,
    IntegrityError,
    Notification,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment
from typing_extensions import override

from ppid.database import StoreUnavailableError
from ppid.database.common import LOCK_TIMEOUT_S
from ppid.database.sqlite import connect_sqlite, sqlite_errors
from ppid.log.errors import NotMigratedError
from ppid.log.rows import KeyChange, StoredRow

_INSERT = "INSERT INTO event (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)"
_STREAM = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM event
    WHERE originator_id = ? AND originator_version <= ? ORDER BY originator_version
"""
_STREAMS = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM event
    WHERE originator_id IN (SELECT value FROM json_each(?)) ORDER BY originator_id, originator_version
"""
_LAST = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM event
    WHERE originator_id = ? ORDER BY originator_version DESC LIMIT 1
"""
_AFTER = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM event
    WHERE notification_id > ? AND notification_id <= ? ORDER BY notification_id LIMIT ?
"""
_KEYS = "SELECT person, wrapped FROM person_key WHERE person IN (SELECT value FROM json_each(?))"
_POSITION = "SELECT coalesce(max(notification_id), 0) FROM event"
_NO_LIMIT = 2**63 - 1


@contextmanager
def log_errors() -> Iterator[None]:
    """Turn errors of library and driver into ours. A version already taken stays an IntegrityError."""
    try:
        yield
    except IntegrityError:
        raise
    except (PersistenceError, sqlite3.Error) as error:
        cause = error if isinstance(error, sqlite3.Error) else error.__cause__
        if isinstance(cause, sqlite3.Error):
            if "no such table" in str(cause):
                raise NotMigratedError from error
            with sqlite_errors():
                raise cause from error
        raise StoreUnavailableError("no connection") from error


class LogPool(SQLiteConnectionPool):
    """The library's pool with our connections and a shorter way to them.

    The original keeps its write lock for ever when a connection cannot be made: one full disk, and nobody
    writes until the process is started again.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(db_name=str(path), pool_timeout=LOCK_TIMEOUT_S)

    @override
    def get_connection(
        self, timeout: float | None = None, *, is_writer: bool | None = None
    ) -> SQLiteConnection:
        if self._closed:
            raise ConnectionPoolClosedError
        if is_writer and not self._writer_lock.acquire(
            timeout=self.pool_timeout if timeout is None else timeout
        ):
            raise ConnectionUnavailableError("another writer holds the log")
        try:
            connection = self._pool.pop() if self._pool else self._create_connection()
        except IndexError:  # another thread took the last one in between
            connection = self._create_connection()
        except BaseException:
            if is_writer:
                self._writer_lock.release()
            raise
        connection.is_writer = is_writer
        return connection

    @override
    def put_connection(self, conn: SQLiteConnection) -> None:
        was_writer, conn.is_writer = conn.is_writer, None
        if self._closed or len(self._pool) >= self.pool_size:
            conn.close()
        else:
            self._pool.append(conn)
        if was_writer:
            self._writer_lock.release()

    @override
    def _create_connection(self) -> SQLiteConnection:
        raw = connect_sqlite(Path(self.db_name), durable=True)
        raw.execute("PRAGMA secure_delete=ON")
        raw.execute("PRAGMA wal_autocheckpoint=4000")  # 16 MB: an append seldom has to tidy up for others
        return SQLiteConnection(sqlite_conn=raw, max_age=None)


class LogDatastore(SQLiteDatastore):
    """The library's datastore on our pool."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), originator_id_type="text")
        self.pool = LogPool(path)


class LogRecorder(SQLiteApplicationRecorder):
    """The library's recorder, with columns by name and the keys of persons in the same transaction."""

    def __init__(self, datastore: SQLiteDatastore) -> None:
        super().__init__(datastore, events_table_name="event")
        self.insert_events_statement = _INSERT

    @override
    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        with log_errors(), self.datastore.transaction(commit=True) as c:
            return self._insert_events(c, stored_events, **kwargs)

    @override
    def _insert_events(
        self,
        c: SQLiteCursor,
        stored_events: Sequence[StoredEvent],
        *,
        keys: KeyChange | None = None,
        **_: Any,
    ) -> Sequence[int]:
        positions = []
        for stored in stored_events:
            c.execute(_INSERT, (stored.originator_id, stored.originator_version, stored.topic, stored.state))
            positions.append(c.lastrowid)
        if keys is not None:
            for key in keys.added:
                c.execute("INSERT INTO person_key VALUES (?, ?)", (key.person, key.wrapped))
            if keys.removed:
                c.execute("DELETE FROM person_key WHERE person = ?", (keys.removed,))
        return positions

    @override
    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        after = 0 if start is None else start - inclusive_of_start
        return [
            Notification(stream, version, name, state, position)
            for position, stream, version, name, state in self.page(after, limit, stop)
            if not topics or name in topics
        ]

    @override
    def max_notification_id(self) -> int:
        ((position,),) = self._ask(_POSITION, ())
        return int(position)

    def stream(self, stream: str, upto_version: int | None) -> list[StoredRow]:
        """Return the rows of one stream in order."""
        return self._ask(_STREAM, (stream, _NO_LIMIT if upto_version is None else upto_version))

    def streams(self, streams: Sequence[str]) -> list[StoredRow]:
        """Return the rows of several streams, each in order."""
        return self._ask(_STREAMS, (json.dumps(list(streams)),))

    def last(self, stream: str) -> list[StoredRow]:
        """Return the newest row of a stream, if there is one."""
        return self._ask(_LAST, (stream,))

    def page(self, after: int, limit: int, upto: int | None = None) -> list[StoredRow]:
        """Return up to ``limit`` rows after a position, in order."""
        return self._ask(_AFTER, (after, _NO_LIMIT if upto is None else upto, limit))

    def pages(self, after: int, upto: int | None, size: int) -> Iterator[list[StoredRow]]:
        """Yield the rows after a position page by page; no transaction stays open between them."""
        while page := self.page(after, size, upto):
            yield page
            after = page[-1][0]

    def wrapped_keys(self, persons: Sequence[str]) -> list[tuple[str, bytes]]:
        """Return the wrapped keys of ``persons``, as far as there are any."""
        return self._ask(_KEYS, (json.dumps(list(persons)),))

    def forget_deleted(self) -> None:
        """Move what was deleted out of the write-ahead file too, unless somebody is reading just then."""
        with (
            suppress(StoreUnavailableError),
            log_errors(),
            self.datastore.get_connection(commit=True) as connection,
        ):
            cursor = connection.cursor()
            cursor.execute("PRAGMA busy_timeout=200")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            finally:
                cursor.execute(f"PRAGMA busy_timeout={int(LOCK_TIMEOUT_S * 1000)}")

    def _ask(self, sql: str, args: tuple[Any, ...]) -> list[Any]:
        with log_errors(), self.datastore.get_connection(commit=False) as connection:
            return connection._sqlite_conn.execute(sql, args).fetchall()  # noqa: SLF001 - one statement needs no BEGIN


class LogFactory(SQLiteFactory):
    """Hands our recorder to the library's application; nothing comes from the environment."""

    def __init__(self, path: Path) -> None:
        InfrastructureFactory.__init__(self, Environment("ppid", {"CREATE_TABLE": "n"}))
        self.datastore = LogDatastore(path)

    @override
    def application_recorder(self) -> LogRecorder:
        return LogRecorder(self.datastore)
