"""The log in one SQLite file, on the library's own recorder."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

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
    SQLiteDatastore,
    SQLiteFactory,
)
from eventsourcing.utils import Environment
from typing_extensions import override

from ppid.database import StoreUnavailableError
from ppid.database.common import LOCK_TIMEOUT_S
from ppid.database.sqlite import connect_sqlite, sqlite_errors
from ppid.events import Stream
from ppid.log.errors import LogError, NotMigratedError, VersionGapError
from ppid.log.rows import NOTHING_BESIDE, Beside, Saved, StoredRow
from ppid.seal.leaf import commitment, event_line, instant, log_of, new_salt, recorded_at_of

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
_LAST_LEAF = "SELECT leaf_index, leaf FROM log_leaf ORDER BY leaf_index DESC LIMIT 1"
_LEAF_OF = "SELECT leaf_index FROM log_leaf WHERE originator_id = ? AND originator_version = ?"
_ADD_LEAF = "INSERT INTO log_leaf VALUES (?, ?, ?, ?, ?)"
_VERSION = "SELECT coalesce(max(originator_version), 0) FROM event WHERE originator_id = ?"
_KEYS = "SELECT person, wrapped FROM person_key WHERE person IN (SELECT value FROM json_each(?))"
_MARKED = "SELECT person FROM person_mark WHERE mark IN (SELECT value FROM json_each(?))"
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
            try:
                connection = self._pool.pop()
            except IndexError:
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
        if conn.closed:
            pass
        elif self._closed or len(self._pool) >= self.pool_size:
            conn.close()
        else:
            self._pool.append(conn)
        if was_writer:
            self._writer_lock.release()

    @override
    def _create_connection(self) -> SQLiteConnection:
        raw = connect_sqlite(Path(self.db_name), durable=True)
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

    @override
    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int]:
        """Refuse the library's own way: an event is recorded with whose it is and when, by ``save``."""
        raise LogError("Events are recorded by Log.append alone.")

    def save(
        self,
        stored_events: Sequence[StoredEvent],
        tenants: Sequence[Stream],
        at: datetime,
        beside: Beside = NOTHING_BESIDE,
    ) -> Saved:
        """Insert all or nothing, each event with its leaf, straight through the driver."""
        pool = self.datastore.pool
        with log_errors():
            connection = pool.get_connection(is_writer=True)
            try:
                return _in_one_transaction(connection, _Saving(stored_events, tenants, at, beside))
            finally:
                pool.put_connection(connection)

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

    def marked(self, marks: Sequence[str]) -> list[tuple[str]]:
        """Return the people with one of ``marks``."""
        return self._ask(_MARKED, (json.dumps(list(marks)),))

    def some_key(self) -> list[tuple[str, bytes]]:
        """Return one wrapped key, if there is any."""
        return self._ask("SELECT person, wrapped FROM person_key LIMIT 1", ())

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
        pool = self.datastore.pool
        with log_errors():
            connection = pool.get_connection(is_writer=False)
            try:
                return _raw(connection).execute(sql, args).fetchall()  # one statement needs no BEGIN
            finally:
                pool.put_connection(connection)


def _raw(connection: SQLiteConnection) -> sqlite3.Connection:
    return connection._sqlite_conn  # noqa: SLF001 - the library offers no other way to it


class _Saving(NamedTuple):
    stored_events: Sequence[StoredEvent]
    tenants: Sequence[Stream]
    at: datetime
    beside: Beside


def _in_one_transaction(connection: SQLiteConnection, saving: _Saving) -> Saved:
    raw = _raw(connection)
    raw.execute("BEGIN IMMEDIATE")
    try:
        _change_beside(raw, saving.beside)
        saved = _insert(raw, saving)
        raw.execute("COMMIT")
    except BaseException as error:
        _roll_back(connection)
        if isinstance(error, sqlite3.IntegrityError):
            raise IntegrityError(error) from error
        raise
    return saved


def _change_beside(raw: sqlite3.Connection, beside: Beside) -> None:
    for stream, version in beside.unmoved.items():
        if raw.execute(_VERSION, (stream,)).fetchone()[0] != version:
            raise sqlite3.IntegrityError("a stream has moved on")
    for key in beside.added:
        raw.execute("INSERT INTO person_key VALUES (?, ?)", (key.person, key.wrapped))
    for person in beside.marks:
        raw.execute("DELETE FROM person_mark WHERE person = ?", (person,))
    raw.executemany("INSERT OR IGNORE INTO person_mark VALUES (?, ?)", beside.mark_rows)
    if beside.removed:
        raw.execute("DELETE FROM person_key WHERE person = ?", (beside.removed,))


def _insert(raw: sqlite3.Connection, saving: _Saving) -> Saved:
    """Insert the events and their leaves. The newest leaf says which log this is, and its time."""
    last = raw.execute(_LAST_LEAF).fetchone()
    if last is None:
        raise NotMigratedError
    index, leaf = last
    log, last_at = log_of(leaf), recorded_at_of(leaf)
    at = max(instant(saving.at), last_at)
    positions = []
    for index, (s, tenant) in enumerate(  # noqa: B020 - goes on from the last
        zip(saving.stored_events, saving.tenants, strict=True), start=index + 1
    ):
        stream, version = str(s.originator_id), s.originator_version
        cursor = raw.execute(_INSERT, (stream, version, s.topic, s.state))
        positions.append(int(cursor.lastrowid or 0))
        salt = new_salt()
        line = event_line(
            commit=commitment(salt, s.state),
            index=index,
            log=log,
            stream=stream,
            version=version,
            prev=_entry_before(raw, stream, version),
            recorded_at=at,
            tenant=tenant,
            topic=s.topic,
        )
        raw.execute(_ADD_LEAF, (index, stream, version, line, salt))
    return Saved(positions, last_at)


def _entry_before(raw: sqlite3.Connection, stream: str, version: int) -> int | None:
    if version == 1:
        return None
    found = raw.execute(_LEAF_OF, (stream, version - 1)).fetchone()
    if found is None:
        raise VersionGapError
    return int(found[0])


def _roll_back(connection: SQLiteConnection) -> None:
    try:
        if _raw(connection).in_transaction:  # a full disk has already rolled back
            _raw(connection).execute("ROLLBACK")
    except sqlite3.Error:
        connection.close()  # and the pool lets it go


class LogFactory(SQLiteFactory):
    """Hands our recorder to the library's application; nothing comes from the environment."""

    def __init__(self, path: Path) -> None:
        InfrastructureFactory.__init__(self, Environment("ppid", {"CREATE_TABLE": "n"}))
        self.datastore = LogDatastore(path)

    @override
    def application_recorder(self) -> LogRecorder:
        return LogRecorder(self.datastore)
