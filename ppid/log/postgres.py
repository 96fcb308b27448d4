"""The log in PostgreSQL, on the library's own recorder.

The order of positions is kept by a trigger of the table, so nothing here locks it; the follower polls, so
nothing here notifies. One append is one statement in one round trip.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import psycopg
from eventsourcing.persistence import (
    InfrastructureFactory,
    IntegrityError,
    Notification,
    PersistenceError,
    StoredEvent,
)
from eventsourcing.postgres import (
    ConnectionPool,
    PostgresApplicationRecorder,
    PostgresDatastore,
    PostgresFactory,
)
from eventsourcing.utils import Environment
from psycopg import Connection
from psycopg.rows import DictRow, dict_row, tuple_row
from psycopg_pool import PoolClosed, PoolTimeout
from typing_extensions import override

from ppid.database.common import LOCK_TIMEOUT_S, POOL_SIZE, POOL_TIMEOUT_S
from ppid.database.postgres import FreshPool, postgres_settings, translate
from ppid.events import Stream
from ppid.log.errors import LogError, NotMigratedError, UnclearCommitError, VersionGapError
from ppid.log.rows import NOTHING_BESIDE, Beside, Saved, StoredRow
from ppid.seal.leaf import LeafError, is_safe, new_salt

_STREAM = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM ppid_log.event
    WHERE originator_id = %s AND originator_version <= %s ORDER BY originator_version
"""
_STREAMS = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM ppid_log.event
    WHERE originator_id = ANY(%s) ORDER BY originator_id, originator_version
"""
_LAST = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM ppid_log.event
    WHERE originator_id = %s ORDER BY originator_version DESC LIMIT 1
"""
_AFTER = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM ppid_log.event
    WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id LIMIT %s
"""
_THESE = """
    SELECT notification_id, originator_id, originator_version, topic, state
    FROM unnest(%s::text[], %s::bigint[]) AS asked (stream, version)
    JOIN ppid_log.event ON originator_id = stream AND originator_version = version
    ORDER BY notification_id
"""
_KEYS = "SELECT person, wrapped FROM ppid_log.person_key WHERE person = ANY(%s)"
_MARKED = "SELECT person FROM ppid_log.person_mark WHERE mark = ANY(%s)"
# The states go over in binary: as text they would be twice as long.
_RECORD = (
    b"SELECT place, last_at FROM ppid_log.record("
    b"%s::text[], %s::bigint[], %s::text[], %b::bytea[], %s::text[], %b::bytea[], "
    b"%s::timestamptz, %s::text[], %s::bytea[], %s, %s::text[], %s::bigint[])"
)
_RECORD_MARKED = _RECORD.replace(b"record(", b"record_marked(").replace(
    b"%s::bigint[])", b"%s::bigint[], %s::text[], %s::text[], %s::text[])"
)
# Every question to the log follows an index. Left to itself, before the first ANALYZE, PostgreSQL reads and
# sorts the whole rest of the log for each page.
_SETTINGS = (
    "SET enable_bitmapscan = off; SET enable_seqscan = off; "
    f"SET lock_timeout = '{int(LOCK_TIMEOUT_S)}s'; SET statement_timeout = '10s'; "
    "SET idle_in_transaction_session_timeout = '10s'"
)
_POSITION = "SELECT max(notification_id) FROM ppid_log.event"
_NO_LIMIT = 2**63 - 1
_BARE = 12  # what ``record`` takes
_ATTEMPTS = 3
_VERSION_GAP = "PP001"  # raised by ppid_log.record


class LogPool(FreshPool[Connection[DictRow]], ConnectionPool[Connection[DictRow]]):
    """The library's pool, without connections that the server has closed."""


class LogDatastore(PostgresDatastore):
    """The library's datastore on a pool that starts empty, sees dead connections, and gives up in seconds."""

    def __init__(self, url: str, pool_size: int = POOL_SIZE) -> None:
        super().__init__("", "", "", "", "", schema="ppid_log", originator_id_type="text")
        self.pool = LogPool(
            url,
            connection_class=Connection[DictRow],
            kwargs={**postgres_settings(url), "row_factory": dict_row, "autocommit": True},
            min_size=0,
            max_size=pool_size,
            open=False,
            configure=_configure,
            timeout=POOL_TIMEOUT_S,
            reconnect_timeout=1.0,
            num_workers=1,
        )

    @override
    def register_type_adapters(self) -> None:
        """Do nothing: no composite type is used, and a recorder connects at its first use."""


def _configure(connection: Connection[Any]) -> None:
    connection.execute(_SETTINGS.encode())


class LogRecorder(PostgresApplicationRecorder):
    """The library's recorder, in one statement, and certain of what happened when a connection broke."""

    def __init__(self, datastore: PostgresDatastore) -> None:
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
        """Insert all or nothing, each event with its leaf.

        A broken connection leaves open whether the events are there: then they are looked for, and inserted
        again only if they are not. Finding exactly these events, byte for byte, is success.
        """
        unclear = False
        for attempt in range(_ATTEMPTS):
            try:
                if unclear and (found := self._find(stored_events)):
                    return Saved(found)
                return self._insert(stored_events, tenants, at, beside)
            except IntegrityError:
                # The first attempt may have been committed while we looked for it.
                if unclear and (found := self._find(stored_events)):
                    return Saved(found)
                raise
            except PersistenceError as error:
                lost = _connection_was_lost(error)
                unclear = unclear or lost
                if lost and attempt + 1 < _ATTEMPTS:
                    continue
                if unclear:
                    raise UnclearCommitError("connection") from error
                raise _translated(error) from error
        raise UnclearCommitError("connection")

    def _insert(
        self, stored_events: Sequence[StoredEvent], tenants: Sequence[Stream], at: datetime, beside: Beside
    ) -> Saved:
        _check_names(stored_events, tenants)
        args: list[object] = [
            [s.originator_id for s in stored_events],
            [s.originator_version for s in stored_events],
            [s.topic for s in stored_events],
            [s.state for s in stored_events],
            list(tenants),
            [new_salt() for _ in stored_events],
            at,
            [key.person for key in beside.added],
            [key.wrapped for key in beside.added],
            beside.removed,
            list(beside.unmoved),
            list(beside.unmoved.values()),
        ]
        marks = beside.mark_rows
        if marks or beside.marks:
            args += [list(beside.marks), [person for _, person in marks], [mark for mark, _ in marks]]
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            sql = _RECORD_MARKED if len(args) > _BARE else _RECORD
            rows = cursor.execute(sql, args, prepare=True).fetchall()
        return Saved([place for place, _ in rows], rows[-1][1])

    def _find(self, stored_events: Sequence[StoredEvent]) -> Sequence[int]:
        """Return the positions of exactly these events, or nothing when none of them is there."""
        streams = [s.originator_id for s in stored_events]
        versions = [s.originator_version for s in stored_events]
        rows = self._fetch(_THESE, (streams, versions))
        there = {(stream, version): (name, state) for _, stream, version, name, state in rows}
        if there and there != {
            (s.originator_id, s.originator_version): (s.topic, s.state) for s in stored_events
        }:
            raise IntegrityError("another event has taken the place")
        return [row[0] for row in rows]

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
    def max_notification_id(self) -> int | None:
        rows: list[tuple[int | None]] = self._ask(_POSITION, ())
        return rows[0][0]

    def stream(self, stream: str, upto_version: int | None) -> list[StoredRow]:
        """Return the rows of one stream in order."""
        return self._ask(_STREAM, (stream, _NO_LIMIT if upto_version is None else upto_version))

    def streams(self, streams: Sequence[str]) -> list[StoredRow]:
        """Return the rows of several streams, each in order."""
        return self._ask(_STREAMS, (list(streams),))

    def last(self, stream: str) -> list[StoredRow]:
        """Return the newest row of a stream, if there is one."""
        return self._ask(_LAST, (stream,))

    def page(self, after: int, limit: int, upto: int | None = None) -> list[StoredRow]:
        """Return up to ``limit`` rows after a position, in order."""
        return self._ask(_AFTER, (after, _NO_LIMIT if upto is None else upto, limit))

    def pages(self, after: int, upto: int | None, size: int) -> Iterator[list[StoredRow]]:
        """Yield the rows after a position page by page; no transaction stays open between them.

        The driver fetches and converts a binary page in C: half the time of a COPY, of which it would hand
        over each row alone.
        """
        while page := self.page(after, size, upto):
            yield page
            after = page[-1][0]

    def wrapped_keys(self, persons: Sequence[str]) -> list[tuple[str, bytes]]:
        """Return the wrapped keys of ``persons``, as far as there are any."""
        return self._ask(_KEYS, (list(persons),))

    def marked(self, marks: Sequence[str]) -> list[tuple[str]]:
        """Return the people with one of ``marks``."""
        return self._ask(_MARKED, (list(marks),))

    def some_key(self) -> list[tuple[str, bytes]]:
        """Return one wrapped key, if there is any."""
        return self._ask("SELECT person, wrapped FROM ppid_log.person_key LIMIT 1", ())

    def forget_deleted(self) -> None:
        """Do nothing: PostgreSQL's own vacuum takes what was deleted away."""

    def _ask(self, sql: str, args: tuple[object, ...]) -> list[Any]:
        """Ask, and a second time when the connection turns out to be lost: a question changes nothing."""
        try:
            return self._fetch(sql, args)
        except PersistenceError as error:
            if not _connection_was_lost(error):
                raise _translated(error) from error
        try:
            return self._fetch(sql, args)
        except PersistenceError as error:
            raise _translated(error) from error

    def _fetch(self, sql: str, args: tuple[object, ...]) -> list[Any]:
        with (
            self.datastore.get_connection() as connection,
            connection.cursor(row_factory=tuple_row) as cursor,
        ):
            return cursor.execute(sql.encode(), args, prepare=True, binary=True).fetchall()


def _check_names(stored_events: Sequence[StoredEvent], tenants: Sequence[Stream]) -> None:
    """Refuse, as SQLite's recorder does, names that a leaf cannot hold. Raises ``LeafError``."""
    for s, tenant in zip(stored_events, tenants, strict=True):
        if not (is_safe(str(s.originator_id)) and is_safe(s.topic) and is_safe(tenant)):
            raise LeafError("A stream, topic or body has a name that a leaf cannot hold.")


def _connection_was_lost(error: PersistenceError) -> bool:
    """Say whether the connection broke, so that nobody knows what became of the statement."""
    cause = error.__cause__
    if isinstance(cause, PoolTimeout | PoolClosed):
        return False  # there was none to break
    if isinstance(cause, psycopg.InterfaceError):
        return True
    state = getattr(cause, "sqlstate", None) or "08"
    return isinstance(cause, psycopg.OperationalError) and state.startswith(("08", "57P"))


def _translated(error: PersistenceError) -> Exception:
    """Return our error for one of the library's."""
    cause = error.__cause__
    if isinstance(
        cause,
        psycopg.errors.UndefinedTable | psycopg.errors.InvalidSchemaName | psycopg.errors.UndefinedFunction,
    ):
        return NotMigratedError()
    if getattr(cause, "sqlstate", None) == _VERSION_GAP:
        return VersionGapError()
    return translate(cause) if isinstance(cause, psycopg.Error) else error


class LogFactory(PostgresFactory):
    """Hands our recorder to the library's application; nothing comes from the environment."""

    def __init__(self, url: str, pool_size: int) -> None:
        InfrastructureFactory.__init__(self, Environment("ppid", {"CREATE_TABLE": "n"}))
        self.datastore = LogDatastore(url, pool_size)

    @override
    def application_recorder(self) -> LogRecorder:
        return LogRecorder(self.datastore)
