"""Rows and position of a projection in one transaction, exactly once; and the books of where each one stands.

However many followers there are, they take turns: each locks the position before it writes and goes away
when somebody else was faster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, Protocol

from ppid.database import Connection, Database
from ppid.events import Recorded
from projections.fold import Folding, keys_of
from projections.shape import AnyProjection, Key, Projection, Row, Tally
from projections.tables import NEW, Tables

SCHEMA = "ppid_read"
"""Where the tables of projections are on PostgreSQL."""

_BOOKS = {
    "projection_position": (
        "name text PRIMARY KEY, position bigint NOT NULL, recorded_at text NOT NULL,"
        " generation bigint NOT NULL, fingerprint text NOT NULL"
    ),
    "projection_fault": (
        "name text PRIMARY KEY, position bigint NOT NULL, event text NOT NULL,"
        " error text NOT NULL, place text NOT NULL, noticed_at text NOT NULL"
    ),
}
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtextextended('ppid_read', 0))"


class Log(Protocol):
    """What the reading side needs of the log."""

    def read(self, after: int, limit: int) -> list[Recorded]:
        """Return the next events after a position, at most ``limit``."""

    def stream_all(self, after: int, upto: int) -> Iterator[Recorded]:
        """Yield all events after a position, up to and with another, as fast as they can be read."""

    def position(self) -> int:
        """Return the position of the last event; 0 while there is none."""


class ShapeChangedError(Exception):
    """The stored table has another shape than the code says: the version was not changed with the row."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is stored in another shape: give it a new version, or rebuild it")


class NotThereError(LookupError):
    """A projection has no tables yet."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has no tables yet")


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a projection had to stop, and in which code. Holds nothing out of the event."""

    position: int
    event: str
    error: str
    place: str
    noticed_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a projection has come: its position, when that event was recorded, its fault if it has one."""

    name: str
    position: int
    recorded_at: datetime | None
    fault: Fault | None = None


# Books ----------------------------------------------------------------------------------------------------


def ensure(database: Database, projections: Iterable[AnyProjection]) -> None:
    """Make the tables that are missing, at position 0. Raises ShapeChangedError where the shape differs."""
    with database.transaction() as connection:
        open_books(connection)
        for projection in projections:
            found = connection.execute(
                "SELECT fingerprint FROM projection_position WHERE name = ?", (projection.table,)
            )
            if not found:
                tables = Tables(projection, database.kind)
                for statement in (*tables.drop(), *tables.create(), *tables.index(0)):
                    connection.execute(statement)
                enter(connection, projection, projection.table)
            elif found[0][0] != projection.fingerprint:
                raise ShapeChangedError(projection.table)


def open_books(connection: Connection) -> None:
    """Make the two tables that hold positions and faults. Many may start at once: they take turns."""
    if connection.kind == "postgresql":
        connection.execute(_ONE_AT_A_TIME)
    for name, columns in _BOOKS.items():
        if not _there(connection, name):
            connection.execute(f"CREATE TABLE {name} ({columns})")


def _there(connection: Connection, name: str) -> bool:
    if connection.kind == "postgresql":
        return connection.execute("SELECT to_regclass(?)", (name,))[0][0] is not None
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)))


def enter(connection: Connection, projection: AnyProjection, name: str, generation: int = 0) -> None:
    """Write a projection into the books at position 0."""
    connection.execute(
        "INSERT INTO projection_position (name, position, recorded_at, generation, fingerprint)"
        " VALUES (?, 0, '', ?, ?)",
        (name, generation, projection.fingerprint),
    )


def forget(connection: Connection, name: str) -> None:
    """Strike a projection out of the books."""
    connection.execute("DELETE FROM projection_position WHERE name = ?", (name,))
    connection.execute("DELETE FROM projection_fault WHERE name = ?", (name,))


def generation_of(connection: Connection, name: str) -> int | None:
    """Return which generation of its tables ``name`` has: one more at each rebuild. None: it has none."""
    if not _there(connection, "projection_position"):
        return None
    found = connection.execute("SELECT generation FROM projection_position WHERE name = ?", (name,))
    return int(found[0][0]) if found else None


def position_of(connection: Connection, name: str) -> int:
    """Return the position of ``name``. Raises NotThereError."""
    found = connection.execute("SELECT position FROM projection_position WHERE name = ?", (name,))
    if not found:
        raise NotThereError(name)
    return int(found[0][0])


def lock(connection: Connection, name: str) -> int:
    """Return the position of ``name`` and keep every other follower away from it. Raises NotThereError."""
    if connection.kind == "sqlite":  # which locked when we began
        return position_of(connection, name)
    found = connection.execute("SELECT position FROM projection_position WHERE name = ? FOR UPDATE", (name,))
    if not found:
        raise NotThereError(name)
    return int(found[0][0])


def move(connection: Connection, name: str, last: Recorded) -> None:
    """Set the position of ``name`` to an event."""
    recorded_at = last.envelope.recorded_at.astimezone(UTC).isoformat()
    connection.execute(
        "UPDATE projection_position SET position = ?, recorded_at = ? WHERE name = ?",
        (last.position, recorded_at, name),
    )


def standings(database: Database) -> dict[str, Standing]:
    """Return how far every projection has come, old versions and unfinished rebuilds included."""
    with database.reading(snapshot=True) as connection:
        if not _there(connection, "projection_fault"):
            return {}
        faults = {
            str(row[0]): Fault(row[1], row[2], row[3], row[4], datetime.fromisoformat(row[5]))
            for row in connection.execute(
                "SELECT name, position, event, error, place, noticed_at FROM projection_fault"
            )
        }
        rows = connection.execute("SELECT name, position, recorded_at FROM projection_position ORDER BY name")
    return {
        name: Standing(
            name, position, datetime.fromisoformat(at) if at else None, _still(faults.get(name), position)
        )
        for name, position, at in rows
    }


def _still(fault: Fault | None, position: int) -> Fault | None:
    """Return ``fault`` unless its event was passed since, by other code in another process."""
    return None if fault is not None and fault.event and position >= fault.position else fault


def record_fault(database: Database, name: str, fault: Fault | None) -> None:
    """Keep where ``name`` stopped; None when it goes again."""
    with database.transaction() as connection:
        connection.execute("DELETE FROM projection_fault WHERE name = ?", (name,))
        if fault is not None:
            connection.execute(
                "INSERT INTO projection_fault (name, position, event, error, place, noticed_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (name, fault.position, fault.event, fault.error, fault.place, fault.noticed_at.isoformat()),
            )


def drop(database: Database, projection: AnyProjection) -> None:
    """Remove the tables of a projection, an old version for instance, and forget its position."""
    with database.transaction() as connection:
        open_books(connection)
        for suffix in ("", NEW):
            for statement in Tables(projection, database.kind, suffix).drop():
                connection.execute(statement)
            forget(connection, projection.table + suffix)


# Rows -----------------------------------------------------------------------------------------------------


class Store(Generic[Row]):
    """The rows of one projection, and the way forward."""

    def __init__(self, database: Database, projection: Projection[Row], suffix: str = "") -> None:
        self.database = database
        self.projection = projection
        self.tables = Tables(projection, database.kind, suffix)
        self.name = self.tables.name

    def apply(self, after: int, batch: Sequence[Recorded]) -> int:
        """Fold the events that follow position ``after``; save rows and position together.

        Return the position afterwards. If it is not ``after`` any more when we come to write, somebody else
        was faster: nothing is written, and theirs is returned. Raises FoldError, with nothing written.
        """
        with self.database.transaction() as connection:
            held = lock(connection, self.name)
            if held != after or not batch:
                return held
            self.fold_into(connection, batch)
            move(connection, self.name, batch[-1])
            return batch[-1].position

    def fold_into(self, connection: Connection, batch: Sequence[Recorded]) -> None:
        """Load what the events touch, fold, and write what changed."""
        projection, tables = self.projection, self.tables
        steps = [(recorded, keys_of(projection, recorded)) for recorded in batch]
        keys = list(dict.fromkeys(key for _, touched in steps for key in touched))
        if not keys:
            return
        before = {projection.key_in(record): record for record in tables.load(connection, keys)}
        folding = Folding(projection)
        folding.rows = {key: projection.decode(record) for key, record in before.items()}
        old = dict(folding.rows)
        for recorded, touched in steps:
            folding.step(recorded, touched)
        changed = []
        for key, row in folding.rows.items():
            if row is not None and (record := projection.encode(row)) != before.get(key):
                changed.append(record)
        tables.upsert(connection, changed)
        tables.delete(connection, [key for key in before if folding.rows[key] is None])
        if projection.tally_by:
            tables.add_to_tally(connection, _difference(projection, old, folding.rows))


def _difference(
    projection: Projection[Row], before: dict[Key, Row | None], after: dict[Key, Row | None]
) -> Tally:
    difference: Tally = Counter()
    for key, row in after.items():
        if row is not before.get(key):
            difference.update(projection.counts(row))
            difference.subtract(projection.counts(before.get(key)))
    return difference
