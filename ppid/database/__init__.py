"""One small door to SQLite and PostgreSQL for whatever is not the log: projections, accounts, drafts.

The same code runs on both: SQL with ``?`` placeholders, values that both databases know (see ``Value``),
and three errors. Connections are made at first use, belong to one process, and are made again after the
database was away.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from ppid.database.common import (
    POOL_SIZE,
    STATEMENT_TIMEOUT_S,
    Backend,
    ConflictError,
    Connection,
    Kind,
    Row,
    StoreError,
    StoreUnavailableError,
    Value,
    beside,
    database_kind,
    sqlite_path,
)
from ppid.database.postgres import PostgreSQL
from ppid.database.sqlite import SQLite

__all__ = [
    "ConflictError",
    "Connection",
    "Database",
    "Kind",
    "Row",
    "StoreError",
    "StoreUnavailableError",
    "Value",
    "beside",
    "database_kind",
    "sqlite_path",
]


class Database:
    """A database by its address. Cheap to make; connects when first asked.

    ``schema`` is the PostgreSQL schema in which bare names are looked up and made (SQLite has none).
    ``durable=False`` lets a power cut lose the last transactions, never half of one: for what can be rebuilt.
    """

    def __init__(
        self,
        url: str,
        *,
        schema: str = "",
        durable: bool = True,
        pool_size: int = POOL_SIZE,
        statement_timeout_s: float = STATEMENT_TIMEOUT_S,
    ) -> None:
        self.url = url
        self.kind: Kind = database_kind(url)
        self._backend: Backend
        if self.kind == "sqlite":
            self._backend = SQLite(sqlite_path(url), durable=durable)
        else:
            settings = {
                "search_path": schema,
                "statement_timeout": f"{int(statement_timeout_s * 1000)}ms",
                "synchronous_commit": "" if durable else "off",
            }
            self._backend = PostgreSQL(url, settings, pool_size)

    def transaction(self) -> AbstractContextManager[Connection]:
        """Open a transaction that may write: committed at the end, rolled back by an exception."""
        return self._backend.transaction()

    def reading(self, *, snapshot: bool = False) -> AbstractContextManager[Connection]:
        """Open a read-only connection. With ``snapshot`` all its queries see one moment (SQLite: always)."""
        return self._backend.reading(snapshot=snapshot)

    def query(self, sql: str, args: Sequence[Value] = ()) -> list[Row]:
        """Ask one question outside any transaction."""
        with self.reading() as connection:
            return connection.execute(sql, args)

    def forget_deleted(self) -> bool:
        """Take what was overwritten or deleted out of the write-ahead file too; False while others read.

        PostgreSQL does so in its own time (VACUUM).
        """
        return self._backend.forget_deleted()

    def close(self) -> None:
        """Give every connection back. The database may be used again afterwards."""
        self._backend.close()
