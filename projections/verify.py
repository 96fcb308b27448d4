"""Proof that the live rows are what the log says: fold it anew and compare, row by row and count by count.

Differences are named by key and column. Dates, numbers and choices from a list are told as well, what
somebody wrote is not. Nothing is written, nobody waits.
"""

from __future__ import annotations

import typing
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Generic, Literal

import msgspec

from ppid.database import Connection, Database, Value
from projections.fold import Folding, tally_of
from projections.rebuild import part_of, parts_of
from projections.shape import Column, Key, Projection, Row, Tally
from projections.store import Log, NotThereError, generation_of, position_of
from projections.tables import Tables, chunks

_BATCH = 5000
_NAMED = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where live and rebuilt are not equal.

    ``missing``: the log makes this row, it is not there. ``extra``: it is there, the log does not make it.
    ``differs``: in these columns. ``count``: the tally says another number than the rows. ``search``: the
    full-text index holds other words than the row, or (without a key) words of no row. ``shown`` and
    ``right`` are what the columns say and what the log makes of them; None for what somebody wrote.
    """

    kind: Literal["missing", "extra", "differs", "count", "search"]
    key: Key
    columns: tuple[str, ...] = ()
    shown: tuple[str | None, ...] = field(default=(), compare=False)
    right: tuple[str | None, ...] = field(default=(), compare=False)


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


def told(column: Column, value: Value) -> str | None:
    """What a column says, where its type leaves no room for what somebody wrote; else None.

    A value that no row of this column can hold is what somebody wrote.
    """
    if value is None:
        return "-"
    kinds = {kind for kind in (column.annotation, *typing.get_args(column.annotation)) if kind is not None}
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, date | int | Enum):
            try:
                msgspec.convert(value, kind, strict=False)
            except (msgspec.ValidationError, ValueError, TypeError):
                continue
            return str(value)
    return None


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
                self._note(self._differing(key, expected, record))

    def _differing(self, key: Key, expected: tuple[Value, ...], record: tuple[Value, ...]) -> Difference:
        pairs = zip(self.projection.columns, expected, record, strict=True)
        wrong = [(column, ours, theirs) for column, ours, theirs in pairs if ours != theirs]
        return Difference(
            "differs",
            key,
            tuple(column.name for column, _, _ in wrong),
            shown=tuple(told(column, theirs) for column, _, theirs in wrong),
            right=tuple(told(column, ours) for column, ours, _ in wrong),
        )

    def _compare_counts(self, connection: Connection) -> None:
        decode = self.projection.decode
        expected = tally_of(self.projection, (decode(record) for record in self.tables.scan(connection)))
        kept: Tally = Counter(dict(self.tables.tally(connection, {})))
        for key in sorted(expected.keys() | kept.keys()):
            if expected[key] != kept[key]:
                self._note(Difference("count", key, shown=(str(kept[key]),), right=(str(expected[key]),)))

    def _note(self, difference: Difference) -> None:
        self.differing += 1
        if len(self.found) < _NAMED:
            self.found.append(difference)
