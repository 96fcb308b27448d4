"""Proof that the live rows are what the log says: fold it anew and compare, row by row and count by count.

Differences are named by key and column, never by value. Nothing is written, nobody waits.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Generic, Literal

from ppid.database import Connection, Database, Value
from projections.fold import Folding, tally_of
from projections.rebuild import part_of, parts_of
from projections.shape import Key, Projection, Row, Tally
from projections.store import Log, NotThereError, generation_of, position_of
from projections.tables import Tables, chunks

_BATCH = 5000
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where live and rebuilt are not equal.

    ``missing``: the log makes this row, it is not there. ``extra``: it is there, the log does not make it.
    ``differs``: in these columns. ``count``: the tally says another number than the rows. ``search``: the
    full-text index holds other words than the row, or (without a key) words of no row.
    """

    kind: Literal["missing", "extra", "differs", "count", "search"]
    key: Key
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out: how much was compared, how many differences, and the first of them by name."""

    name: str
    position: int
    rows: int
    differing: int
    differences: tuple[Difference, ...]

    @property
    def equal(self) -> bool:
        """Whether a rebuild would change nothing."""
        return not self.differing


def verify(log: Log, database: Database, projection: Projection[Row], *, parts: int | None = None) -> Verdict:
    """Compare the live rows of ``projection`` with a fold of the log up to where they stand.

    Raises NotThereError without tables, FoldError where the code throws.
    """
    while True:
        with database.reading() as connection:
            generation = generation_of(connection, projection.table)
        if generation is None:
            raise NotThereError(projection.table)
        comparison = _Comparison(log, database, projection)
        number = parts or parts_of(database, projection)
        for part in range(number):
            comparison.compare(part, number)
        with database.reading() as connection:
            if generation_of(connection, projection.table) == generation:
                return comparison.verdict()
        # A rebuild was switched in while we looked: what we saw is gone.


class _Comparison(Generic[Row]):
    def __init__(self, log: Log, database: Database, projection: Projection[Row]) -> None:
        self.log = log
        self.database = database
        self.projection = projection
        self.tables = Tables(projection, database.kind)
        self.position = self.rows = self.differing = 0
        self.found: list[Difference] = []

    def verdict(self) -> Verdict:
        return Verdict(
            self.projection.table, self.position, self.rows, self.differing, tuple(self.found[:_NAMED])
        )

    def compare(self, part: int, parts: int) -> None:
        """Fold one part of the keys up to about now, then to the very position of a snapshot, and compare."""
        folding = Folding(self.projection, part_of(part, parts))
        with self.database.reading() as connection:
            near = position_of(connection, self.projection.table)
        self._fold(folding, 0, near)
        with self.database.reading(snapshot=True) as connection:
            self.position = position_of(connection, self.projection.table)
            self._fold(folding, near, self.position)
            self._compare_rows(connection, folding)
            if part == 0 and self.projection.tally_by:
                self._compare_counts(connection)
            if part == 0 and self.tables.search:
                for key in self.tables.search.wrong(connection):
                    self._note(Difference("search", key))
        for key, row in folding.rows.items():
            if row is not None:
                self.rows += 1
                self._note(Difference("missing", key))

    def _fold(self, folding: Folding[Row], after: int, upto: int) -> None:
        if upto > after:
            for batch in chunks(self.log.stream_all(after, upto), _BATCH):
                folding.add(batch)

    def _compare_rows(self, connection: Connection, folding: Folding[Row]) -> None:
        for record in self.tables.scan(connection):
            key = self.projection.key_in(record)
            if folding.mine is not None and not folding.mine(key):
                continue
            self.rows += 1
            row = folding.rows.pop(key, None)
            if row is None:
                self._note(Difference("extra", key))
            elif (expected := self.projection.encode(row)) != record:
                self._note(Difference("differs", key, self._differing(expected, record)))

    def _differing(self, expected: tuple[Value, ...], record: tuple[Value, ...]) -> tuple[str, ...]:
        pairs = zip(self.projection.names, expected, record, strict=True)
        return tuple(name for name, ours, theirs in pairs if ours != theirs)

    def _compare_counts(self, connection: Connection) -> None:
        decode = self.projection.decode
        expected = tally_of(self.projection, (decode(record) for record in self.tables.scan(connection)))
        kept: Tally = Counter(dict(self.tables.tally(connection, {})))
        for key in sorted(expected.keys() | kept.keys()):
            if expected[key] != kept[key]:
                self._note(Difference("count", key))

    def _note(self, difference: Difference) -> None:
        self.differing += 1
        if len(self.found) < _NAMED:
            self.found.append(difference)
