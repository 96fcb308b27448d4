"""Rebuilding a projection beside the live one: fold the log in memory, write in bulk, switch by renaming.

Readers see the old rows until the moment of the switch and the new ones after it; the live follower goes on
all the while. A rebuild that dies leaves the live tables as they were; the next one sweeps up after it.
"""

from __future__ import annotations

import contextlib
import gc
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic

from ppid.database import Connection, Database, StoreError, StoreUnavailableError, Value
from ppid.events import Recorded
from projections.fold import Folding, tally_of
from projections.shape import Key, Projection, Row, Tally
from projections.store import Log, NotThereError, Store, enter, forget, generation_of, lock, move, open_books
from projections.tables import NEW, Tables, chunks

PART_ROWS = 250_000
"""How many rows are folded in memory at once; more are folded in parts, reading the log as many times."""

_CATCH_UP = 5000
# On SQLite the live follower gets its turn in between.
_COPY_ROWS = {"sqlite": 20_000, "postgresql": PART_ROWS}
_SWITCH_S = 60.0
_RETRY_S = 0.25
# Whoever waits for a table makes its readers wait behind him.
_SHORT_LOCK_WAIT = "SET LOCAL lock_timeout = '50ms'"
_NO_TIME_OUT = "SET LOCAL statement_timeout = 0"


class OvertakenError(RuntimeError):
    """Another rebuild of the same projection began after this one."""


def rebuild(
    log: Log,
    database: Database,
    projection: Projection[Row],
    *,
    parts: int | None = None,
    on_part: Callable[[int, int], None] | None = None,
) -> int:
    """Fold ``projection`` anew from the whole log and put it in place of the live one; return its position.

    ``on_part`` hears how many of how many parts are written. Raises FoldError, with the live rows untouched.
    """
    new = _Rebuild(database, projection)
    new.begin()
    try:
        new.fill(log, parts or parts_of(database, projection), on_part)
        return new.switch(log)
    except BaseException:
        with contextlib.suppress(StoreError, OvertakenError):
            new.sweep()
        raise


def parts_of(database: Database, projection: Projection[Row]) -> int:
    """Return in how many parts a projection of its present size is folded, so that memory stays bounded."""
    with database.reading() as connection:
        if generation_of(connection, projection.table) is None:
            return 1
        return Tables(projection, database.kind).count(connection) // PART_ROWS + 1


def part_of(number: int, parts: int) -> Callable[[Key], bool] | None:
    """Return which keys belong to one part of many."""
    return None if parts == 1 else lambda key: hash(key) % parts == number


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Look for no garbage in cycles: rows and events form none, and looking takes a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Rebuild(Generic[Row]):
    def __init__(self, database: Database, projection: Projection[Row]) -> None:
        self.database = database
        self.projection = projection
        self.live = Tables(projection, database.kind)
        self.store = Store(database, projection, NEW)
        self.new = self.store.tables
        # Stands in the books where a generation does: whoever finds another one there was overtaken.
        self.token = secrets.randbits(62)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with self.database.transaction() as connection:
            if connection.kind == "postgresql":
                connection.execute(_NO_TIME_OUT)
            with contextlib.suppress(NotThereError):
                lock(connection, self.new.name)
            if generation_of(connection, self.new.name) != self.token:
                raise OvertakenError(f"another rebuild of {self.projection.table} began")
            yield connection

    def begin(self) -> None:
        """Sweep away what an earlier attempt left, and make empty tables."""
        with self.database.transaction() as connection:
            open_books(connection)
            forget(connection, self.new.name)
            for statement in (*self.new.drop(), *self.new.create(indexed=False)):
                connection.execute(statement)
            enter(connection, self.projection, self.new.name, self.token)

    def sweep(self) -> None:
        """Leave nothing behind."""
        with self._transaction() as connection:
            forget(connection, self.new.name)
            for statement in self.new.drop():
                connection.execute(statement)

    def fill(self, log: Log, parts: int, on_part: Callable[[int, int], None] | None) -> None:
        """Fold the log as it is now, and write rows, counts, indexes and position."""
        upto = log.position()
        counts: Tally = Counter()
        last: Recorded | None = None
        for number in range(parts):
            folding = Folding(self.projection, part_of(number, parts))
            with _collection_paused():
                for batch in chunks(log.stream_all(0, upto), _CATCH_UP):
                    folding.add(batch)
                    last = batch[-1]
            counts.update(tally_of(self.projection, folding.rows.values()))
            for records in chunks(self._records(folding), _COPY_ROWS[self.database.kind]):
                with self._transaction() as connection:
                    self.new.copy_in(connection, records)
            if on_part is not None:
                on_part(number + 1, parts)
        with self._transaction() as connection:
            generation = (generation_of(connection, self.live.name) or 0) + 1
            for statement in self.new.index(generation, keyed=False):
                connection.execute(statement)
            self.new.add_to_tally(connection, counts)
            if last is not None:
                move(connection, self.new.name, last)

    def _records(self, folding: Folding[Row]) -> Iterator[tuple[Value, ...]]:
        rows = folding.rows
        for key in sorted(key for key, row in rows.items() if row is not None):
            row = rows.pop(key)
            if row is not None:
                yield self.projection.encode(row)

    def switch(self, log: Log) -> int:
        """Follow what was recorded meanwhile, then give the new tables the names of the live ones."""
        deadline = time.monotonic() + _SWITCH_S
        while True:
            self._catch_up(log)
            try:
                return self._rename(log)
            except StoreUnavailableError:  # a long reader holds the live table; let the others pass before us
                if time.monotonic() > deadline:
                    raise
                time.sleep(_RETRY_S)

    def _catch_up(self, log: Log) -> None:
        with self._transaction() as connection:
            position = lock(connection, self.new.name)
        while events := log.read(position, _CATCH_UP):
            position = self.store.apply(position, events)

    def _rename(self, log: Log) -> int:
        with self._transaction() as connection:
            position = self._reach_live(connection, log)
            generation = (generation_of(connection, self.live.name) or 0) + 1
            if connection.kind == "postgresql":
                connection.execute(_SHORT_LOCK_WAIT)
            for statement in (*self.live.drop(), *self.new.rename_to(self.live)):
                connection.execute(statement)
            forget(connection, self.live.name)
            connection.execute(
                "UPDATE projection_position SET name = ?, generation = ? WHERE name = ?",
                (self.live.name, generation, self.new.name),
            )
            return position

    def _reach_live(self, connection: Connection, log: Log) -> int:
        """Stop the live follower, and fold the last events it has already shown to readers."""
        try:
            live = min(lock(connection, self.live.name), log.position())
        except NotThereError:
            live = 0
        position = lock(connection, self.new.name)
        if position < live:
            for batch in chunks(log.stream_all(position, live), _CATCH_UP):
                self.store.fold_into(connection, batch)
                move(connection, self.new.name, batch[-1])
                position = batch[-1].position
        return position
