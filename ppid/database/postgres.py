"""PostgreSQL through psycopg: a pool that starts empty and comes back by itself."""

from __future__ import annotations

import os
import re
import select
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier
from psycopg_pool import ConnectionPool
from typing_extensions import override

from ppid.database.common import (
    CONNECT_TIMEOUT_S,
    IDLE_IN_TRANSACTION_TIMEOUT_S,
    LOCK_TIMEOUT_S,
    POOL_TIMEOUT_S,
    Backend,
    ConflictError,
    Connection,
    Kind,
    Row,
    StoreError,
    StoreUnavailableError,
    Value,
)

CT = TypeVar("CT", bound=psycopg.Connection[Any])

#: TCP gives a silent server up within seconds: the server's own time-outs do not help against a dead network.
TCP_SETTINGS: dict[str, str | int] = {
    "connect_timeout": CONNECT_TIMEOUT_S,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 6000,
}

_READ_ONLY_TRANSACTION = "25006"  # we were moved to a standby
_IDLE_IN_TRANSACTION = "25P03"


@contextmanager
def postgres_errors() -> Iterator[None]:
    """Turn the driver's errors into ours; a wrong statement stays what it is, a bug."""
    try:
        yield
    except psycopg.Error as error:
        ours = translate(error)
        if ours is error:
            raise
        raise ours from error


def translate(error: psycopg.Error) -> Exception:
    """Return our error for one of the driver's, or that error where a statement is wrong."""
    if isinstance(error, psycopg.IntegrityError):
        return ConflictError(error.diag.constraint_name or "constraint")
    away = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    if away or error.sqlstate in {_READ_ONLY_TRANSACTION, _IDLE_IN_TRANSACTION}:
        return StoreUnavailableError(error.sqlstate or "connection")
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return StoreError("permission denied")
    return error


class FreshPool(ConnectionPool[CT]):
    """A pool that hands out no connection that the server has closed meanwhile.

    The pool's own check pauses for a second, then two, after each dead connection that it finds: after a
    restart of the server nobody would be served in time.
    """

    @override
    def getconn(self, timeout: float | None = None) -> CT:
        while True:
            connection = super().getconn(timeout)
            if _is_alive(connection):
                return connection
            connection.close()
            self.putconn(connection)


def _is_alive(connection: psycopg.Connection[Any]) -> bool:
    """Find out, without asking the server, whether it has closed this idle connection.

    An idle connection has nothing to say; if its socket can be read, it is a farewell or a notice.
    """
    try:
        if hasattr(select, "poll"):
            poll = select.poll()
            poll.register(connection.fileno(), select.POLLIN)
            if not poll.poll(0):
                return True
        connection.execute("")
    except psycopg.Error:
        return False
    return True


@lru_cache(maxsize=1024)
def _with_percent(sql: str) -> str:
    """Turn ``?`` outside quotes into the driver's ``%s``."""
    parts = re.split(r"('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\")", sql.replace("%", "%%"))
    parts[::2] = [part.replace("?", "%s") for part in parts[::2]]
    return "".join(parts)


class PostgresConnection(Connection):
    """One connection from the pool."""

    kind: Kind = "postgresql"

    def __init__(self, raw: psycopg.Connection[Row]) -> None:
        self.raw = raw

    @override
    def execute(self, sql: str, args: Sequence[Value] = ()) -> list[Row]:
        with postgres_errors():
            cursor = (
                self.raw.execute(_with_percent(sql).encode(), args)
                if args
                else self.raw.execute(sql.encode())
            )
            return cursor.fetchall() if cursor.description else []

    @override
    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        with postgres_errors(), self.raw.cursor() as cursor:
            cursor.executemany(_with_percent(sql).encode(), rows)

    @override
    def copy_in(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
        statement = SQL("COPY {} ({}) FROM STDIN").format(
            Identifier(*table.split(".")), SQL(", ").join(map(Identifier, columns))
        )
        with postgres_errors(), self.raw.cursor() as cursor:
            with cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)
            return cursor.rowcount


class PostgreSQL(Backend):
    """A pool made at first use, in each process its own."""

    def __init__(self, url: str, settings: dict[str, str], pool_size: int) -> None:
        self.url = url
        self.settings = {
            "lock_timeout": f"{int(LOCK_TIMEOUT_S * 1000)}ms",
            "idle_in_transaction_session_timeout": f"{int(IDLE_IN_TRANSACTION_TIMEOUT_S * 1000)}ms",
            **{name: value for name, value in settings.items() if value},
        }
        self.pool_size = pool_size
        self.lock = threading.Lock()
        self.pool: ConnectionPool[psycopg.Connection[Row]] | None = None
        self.pid = os.getpid()

    @override
    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        with postgres_errors(), self._pool().connection() as raw, raw.transaction():
            yield PostgresConnection(raw)

    @override
    @contextmanager
    def reading(self, *, snapshot: bool) -> Iterator[Connection]:
        with postgres_errors(), self._pool().connection() as raw:
            if not snapshot:
                yield PostgresConnection(raw)
                return
            with raw.transaction():
                raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield PostgresConnection(raw)

    def _pool(self) -> ConnectionPool[psycopg.Connection[Row]]:
        pool = self.pool
        if pool is not None and self.pid == os.getpid():
            return pool
        with self.lock:
            if self.pool is None or self.pid != os.getpid():  # threads of a pool do not survive a fork
                self.pool = FreshPool(
                    self.url,
                    kwargs=postgres_settings(self.url) | {"autocommit": True},
                    min_size=0,
                    max_size=self.pool_size,
                    open=True,
                    configure=self._configure,
                    timeout=POOL_TIMEOUT_S,
                    reconnect_timeout=1.0,  # give up early and let the next caller try: back within a second
                    num_workers=1,
                )
                self.pid = os.getpid()
            return self.pool

    def _configure(self, raw: psycopg.Connection[Row]) -> None:
        calls = ", ".join(["set_config(%s, %s, false)"] * len(self.settings))
        raw.execute(f"SELECT {calls}".encode(), [text for pair in self.settings.items() for text in pair])

    @override
    def forget_deleted(self) -> bool:
        return True

    @override
    def close(self) -> None:
        with self.lock:
            if self.pool is not None and self.pid == os.getpid():
                self.pool.close()
            self.pool = None


def postgres_settings(url: str) -> dict[str, str | int]:
    """Return our connection settings, less those that ``url`` sets itself."""
    given = conninfo_to_dict(url)
    ours = {"application_name": "ppid", **TCP_SETTINGS}
    return {name: value for name, value in ours.items() if name not in given}
