"""Asking a projection: one row, a page, everything for an export, a count. Always by key, never by offset.

Column names are checked against the row, values are bound, and whatever no row can hold is refused with
BadValueError before a database sees it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, Literal, TypeAlias

from ppid.database import Database, Value
from projections.shape import BadValueError, Column, Key, Projection, Row
from projections.store import Standing, standings
from projections.tables import Tables, last_of, ordered, quoted
from projections.words_searched import Term

Op: TypeAlias = Literal["<", "<=", ">", ">="]
Range: TypeAlias = tuple[str, Op, object]
_OPS = frozenset({"<", "<=", ">", ">="})
_EXPORT_PAGE = 1000
_KEYS_PAGE = 20_000
_STEP_S = 0.005


class Reader(Generic[Row]):
    """Questions to one projection.

    ``where`` maps columns to a value each, to None, or to a list of values of which any will do; ``ranges``
    are (column, operator, value), and None is in no range. ``order`` names columns; the key follows by itself
    so that every place is unique; None comes last.
    """

    def __init__(self, database: Database, projection: Projection[Row]) -> None:
        self.database = database
        self.projection = projection
        self.tables = Tables(projection, database.kind)

    def standing(self) -> Standing:
        """Return how far the projection has come, and where it stopped if it did."""
        return standings(self.database).get(self.projection.table, Standing(self.projection.table, 0, None))

    def get(self, key: object) -> Row | None:
        """Return the row of ``key``: a tuple of values, or a plain value for a one-column key."""
        values = key if isinstance(key, tuple) else (key,)
        if len(values) != len(self.projection.key):
            raise BadValueError(f"a key of {self.projection.table} is {', '.join(self.projection.key)}")
        columns = self._columns(self.projection.key)
        asked = tuple(column.asked(value) for column, value in zip(columns, values, strict=True))
        if None in asked:
            return None
        with self.database.reading() as connection:
            found = self.tables.load(connection, [asked])
        return self.projection.decode(found[0]) if found else None

    def page(
        self,
        *,
        where: Mapping[str, object] | None = None,
        ranges: Sequence[Range] = (),
        order: Sequence[str] = (),
        after: Sequence[object] | None = None,
        limit: int = 50,
        descending: bool = False,
    ) -> list[Row]:
        """Return the next ``limit`` rows after a place (see ``place``), in one query."""
        tests, args = self._tests(where or {}, ranges)
        columns = self._order(order)
        if after is not None:
            marks = ", ".join("?" * len(columns))
            names = ", ".join(map(ordered, columns))
            tests.append(f"({names}) {'<' if descending else '>'} ({marks})")
            args += self._asked_place(columns, after)
        direction = " DESC" if descending else ""
        by = ", ".join(ordered(column) + direction for column in columns)
        sql = self.tables.select(f"{_where(tests)} ORDER BY {by} LIMIT {int(limit)}")
        return [self.projection.decode(record) for record in self.database.query(sql, args)]

    def place(self, row: Row, order: Sequence[str] = ()) -> Key:
        """Return the place of ``row`` in a list of this order: give it as ``after`` for the next page."""
        return tuple(column.stored(getattr(row, column.name)) for column in self._order(order))

    def all(
        self,
        *,
        where: Mapping[str, object] | None = None,
        ranges: Sequence[Range] = (),
        order: Sequence[str] = (),
        descending: bool = False,
    ) -> Iterator[Row]:
        """Yield every row, page by page, holding no lock: memory stays small however many there are."""
        after: Key | None = None
        while True:
            part = self.page(
                where=where,
                ranges=ranges,
                order=order,
                after=after,
                limit=_EXPORT_PAGE,
                descending=descending,
            )
            yield from part
            if len(part) < _EXPORT_PAGE:
                return
            after = self.place(part[-1], order)

    def keys(
        self, *, where: Mapping[str, object] | None = None, ranges: Sequence[Range] = ()
    ) -> Iterator[Key]:
        """Yield the key of every row, in order of the keys, without reading a row."""
        columns = self._order(())
        names = ", ".join(quoted(column.name) for column in columns)
        by = ", ".join(map(ordered, columns))
        after: Key | None = None
        while True:
            tests, args = self._tests(where or {}, ranges)
            if after is not None:
                tests.append(f"({by}) > ({', '.join('?' * len(columns))})")
                args += after
            tail = f"{_where(tests)} ORDER BY {by} LIMIT {_KEYS_PAGE}"
            sql = f"SELECT {names} FROM {quoted(self.tables.name)}{tail}"  # noqa: S608 - declared names
            part = [tuple(record) for record in self.database.query(sql, args)]
            yield from part
            if len(part) < _KEYS_PAGE:
                return
            after = part[-1]

    def exists(self, *, where: Mapping[str, object], ranges: Sequence[Range] = ()) -> bool:
        """Say whether there is any such row."""
        return bool(self.page(where=where, ranges=ranges, limit=1))

    def search(
        self,
        terms: Sequence[Term],
        *,
        where: Mapping[str, object] | None = None,
        any_of: bool = False,
        limit: int = 50,
    ) -> list[Row]:
        """Return the rows that hold all of ``terms`` (or any), the best first; equals in order of the key."""
        index = self.tables.search
        if index is None:
            raise LookupError(f"{self.projection.table} is not searched")
        if not terms:
            return []
        tests, args = self._tests(where or {}, ())
        source, asked = index.found(terms, any_of=any_of)
        keys = ", ".join(f"m.{quoted(name)}" for name in self.projection.key)
        columns = ", ".join(f"m.{quoted(name)}" for name in self.projection.names)
        sql = f"SELECT {columns} FROM {source}{_where(tests)} ORDER BY _rank, {keys} LIMIT {int(limit)}"  # noqa: S608 - declared names
        return [self.projection.decode(record) for record in self.database.query(sql, [*asked, *args])]

    def tally(self, **where: str) -> dict[tuple[str, ...], int]:
        """Return the counts kept for these names, by all names in order of ``tally_by``; no row is read."""
        unknown = where.keys() - set(self.projection.tally_by)
        if unknown or not self.projection.tally_by:
            raise LookupError(f"{self.projection.table} is not counted by {', '.join(sorted(unknown))}")
        asked = {name: _plain(value) for name, value in where.items()}
        with self.database.reading() as connection:
            return dict(self.tables.tally(connection, asked))

    def count(self, **where: str) -> int:
        """Return the sum of the counts kept for these names."""
        return sum(self.tally(**where).values())

    # Parts of a question

    def _columns(self, names: Iterable[str]) -> list[Column]:
        try:
            return [self.projection.by_name[name] for name in names]
        except KeyError as error:
            raise LookupError(f"{self.projection.table} has no column {error.args[0]}") from None

    def _order(self, order: Sequence[str]) -> list[Column]:
        return self._columns(dict.fromkeys((*order, *self.projection.key)))

    def _tests(self, where: Mapping[str, object], ranges: Sequence[Range]) -> tuple[list[str], list[Value]]:
        tests: list[str] = []
        args: list[Value] = []
        for column in self._columns(where):
            wanted = where[column.name]
            values = list(wanted) if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
            stored = [_or_last(column, column.asked(value)) for value in values]
            tests.append(f"{ordered(column)} IN ({', '.join('?' * len(stored))})" if stored else "1 = 0")
            args += stored
        for (_, op, value), column in zip(ranges, self._columns(r[0] for r in ranges), strict=True):
            if op not in _OPS or value is None:
                raise BadValueError(f"{column.name}: no such range")
            tests.append(f"{ordered(column)} {op} ?")
            args.append(column.asked(value))
            if column.nullable:
                tests.append(f"{quoted(column.name)} IS NOT NULL")
        return tests, args

    def _asked_place(self, columns: Sequence[Column], after: Sequence[object]) -> list[Value]:
        if len(after) != len(columns):
            raise BadValueError("this is not a place in this list")
        return [_or_last(c, c.asked(value)) for c, value in zip(columns, after, strict=True)]


def _where(tests: Sequence[str]) -> str:
    return " WHERE " + " AND ".join(tests) if tests else ""


def _or_last(column: Column, value: Value) -> Value:
    return last_of(column) if value is None else value


def _plain(value: str) -> str:
    return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def wait_for(database: Database, position: int, names: Iterable[str], timeout_s: float = 2.0) -> bool:
    """Wait until the named projections have passed ``position``, when the follower is another process.

    False when the time is over, or at once when one of them has stopped before it.
    """
    wanted, deadline = set(names), time.monotonic() + timeout_s
    while True:
        books = standings(database)
        behind = [name for name in wanted if name not in books or books[name].position < position]
        if not behind:
            return True
        stopped = any(name in books and books[name].fault is not None for name in behind)
        if stopped or time.monotonic() >= deadline:
            return False
        time.sleep(_STEP_S)
