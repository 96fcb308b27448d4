"""What both databases share: addresses, values, errors, time-outs, and what one may ask."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Literal, TypeAlias

Kind: TypeAlias = Literal["sqlite", "postgresql"]
Value: TypeAlias = str | int | float | bytes | None
"""What may be stored: dates and instants go in as ISO text, truth as 0 and 1."""
Row: TypeAlias = tuple[Any, ...]

CONNECT_TIMEOUT_S = 2
POOL_TIMEOUT_S = 3.0
LOCK_TIMEOUT_S = 5.0
STATEMENT_TIMEOUT_S = 30.0
IDLE_IN_TRANSACTION_TIMEOUT_S = 60.0
POOL_SIZE = 4


class StoreError(Exception):
    """The store answered no. The message never repeats a stored value."""


class StoreUnavailableError(StoreError):
    """The store cannot serve now: away, locked, full, read-only.

    Nothing of the transaction is in it, unless the connection broke after COMMIT was sent: then nobody can
    tell, and whoever tries again looks first.
    """


class ConflictError(StoreError):
    """A row with the same key is already there, or a constraint of the table says no."""


def database_kind(url: str) -> Kind:
    """Return which database ``url`` names. Raises ValueError for any other."""
    if url.startswith("sqlite:///"):
        return "sqlite"
    if url.startswith(("postgresql://", "postgres://")):
        return "postgresql"
    raise ValueError("A database address starts with sqlite:/// or postgresql://.")


def sqlite_path(url: str) -> Path:
    """Return the file of an address: ``sqlite:///var/a.sqlite3`` is relative, ``sqlite:////var/a`` is not."""
    name = url.removeprefix("sqlite:///")
    if not name or "?" in name:
        raise ValueError("A SQLite address names a file: sqlite:///var/ppid.sqlite3.")
    return Path(name)


def beside(url: str, name: str) -> str:
    """Return where ``name`` lives next to ``url``: on SQLite in a file of its own, on PostgreSQL in the same.

    A file of its own keeps the writing of views off the write lock of the log.
    """
    if database_kind(url) == "postgresql":
        return url
    path = sqlite_path(url)
    return f"sqlite:///{path.with_name(f'{path.stem}-{name}{path.suffix}')}"


class Connection(ABC):
    """What may be asked inside one transaction."""

    kind: Kind

    @abstractmethod
    def execute(self, sql: str, args: Sequence[Value] = ()) -> list[Row]:
        """Run one statement; return its rows (none for a statement that returns none)."""

    @abstractmethod
    def executemany(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for each row, in as few round trips as the database allows."""

    @abstractmethod
    def copy_in(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
        """Add many rows the fastest way the database has; return how many."""


class Backend(ABC):
    """What ``Database`` asks of either database; described there."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Connection]:
        """Open a transaction that may write."""

    @abstractmethod
    def reading(self, *, snapshot: bool) -> AbstractContextManager[Connection]:
        """Open a read-only connection."""

    @abstractmethod
    def forget_deleted(self) -> bool:
        """Empty the write-ahead file."""

    @abstractmethod
    def close(self) -> None:
        """Give every connection back."""
