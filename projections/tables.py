"""Every SQL statement about the tables of a projection, for both databases.

Names come from declarations in code, values are bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Generic, TypeVar

import msgspec

from ppid.database import Connection, Kind, Value
from projections.searching import ID, SearchIndex
from projections.shape import LAST_NUMBER, LAST_TEXT, Column, Key, Projection, Row, Tally

T = TypeVar("T")

NEW = "__new"
"""What the name of a table ends in while it is being rebuilt beside the live one."""

_LAST = {"text": f"'{LAST_TEXT}'", "integer": str(LAST_NUMBER)}
_TYPES: Mapping[Kind, Mapping[str, str]] = {
    "sqlite": {"text": "text", "integer": "integer"},
    "postgresql": {"text": 'text COLLATE "C"', "integer": "bigint"},  # bytes order, as SQLite has it
}
_BARE = {"text": "text", "integer": "bigint"}
_CHUNK = 1000


def quoted(name: str) -> str:
    """Return ``name`` as an identifier. Names are ours; quoting lets a column be called ``order``."""
    return f'"{name}"'


def ordered(column: Column) -> str:
    """Return the expression to compare and sort ``column`` by; indexes use the same one."""
    name = quoted(column.name)
    return f"coalesce({name}, {_LAST[column.sql]})" if column.nullable else name


def last_of(column: Column) -> Value:
    """Return what ``ordered`` makes of None."""
    return LAST_TEXT if column.sql == "text" else LAST_NUMBER


def _list(names: Iterable[str], prefix: str = "") -> str:
    return ", ".join(prefix + quoted(name) for name in names)


class Tables(Generic[Row]):
    """The tables of one projection on one kind of database: its rows and its tally."""

    def __init__(self, projection: Projection[Row], kind: Kind, suffix: str = "") -> None:
        self.projection = projection
        self.kind = kind
        self.name = projection.table + suffix
        self.tally_name = f"{projection.table}_tally{suffix}"
        self.search = SearchIndex(projection, kind, suffix) if projection.search else None
        self._columns = _list(projection.names)
        self._keys = [projection.by_name[name] for name in projection.key]
        self._load = self._load_sql()
        self._upsert = self._upsert_sql()
        self._delete = f"DELETE FROM {quoted(self.name)} WHERE " + " AND ".join(  # noqa: S608 - declared names
            f"{quoted(name)} = ?" for name in projection.key
        )

    # Making and dropping

    def create(self, *, indexed: bool = True) -> Iterator[str]:
        """Yield the statements that make the tables. A bulk load adds keys and indexes afterwards."""
        types = _TYPES[self.kind]
        lines = [
            f"{quoted(c.name)} {types[c.sql]}{'' if c.nullable else ' NOT NULL'}"
            for c in self.projection.columns
        ]
        if self.search and self.kind == "sqlite":  # a row needs a number that stays its own
            lines = [f"{ID} integer PRIMARY KEY", *lines, f"UNIQUE ({_list(self.projection.key)})"]
        elif indexed or self.kind == "sqlite":
            lines.append(f"PRIMARY KEY ({_list(self.projection.key)})")
        yield f"CREATE TABLE {quoted(self.name)} ({', '.join(lines)})"
        if self.projection.tally_by:
            by = self.projection.tally_by
            lines = [f"{quoted(name)} {types['text']} NOT NULL" for name in by]
            lines += [f"{quoted('count')} bigint NOT NULL", f"PRIMARY KEY ({_list(by)})"]
            tail = " WITHOUT ROWID" if self.kind == "sqlite" else ""
            yield f"CREATE TABLE {quoted(self.tally_name)} ({', '.join(lines)}){tail}"
        if self.search:
            yield from self.search.create(indexed=indexed)

    def index(self, generation: int, *, keyed: bool = True) -> Iterator[str]:
        """Yield the statements that make the indexes, named by ``generation``: they outlive a renaming."""
        if not keyed and self.kind == "postgresql":
            yield f"ALTER TABLE {quoted(self.name)} ADD PRIMARY KEY ({_list(self.projection.key)})"
        for number, declared in enumerate(self.projection.indexes, start=1):
            names = dict.fromkeys((*declared, *self.projection.key))  # as lists are sorted, see reader.py
            index = quoted(f"{self.projection.table}_g{generation}_i{number}")
            columns = ", ".join(f"({ordered(self.projection.by_name[name])})" for name in names)
            yield f"CREATE INDEX {index} ON {quoted(self.name)} ({columns})"
        if not keyed and self.kind == "postgresql":
            yield f"ANALYZE {quoted(self.name)}"
        if self.search:
            yield from self.search.index(generation, keyed=keyed)

    def drop(self) -> Iterator[str]:
        """Yield the statements that remove the tables, where they are there."""
        yield f"DROP TABLE IF EXISTS {quoted(self.name)}"
        yield f"DROP TABLE IF EXISTS {quoted(self.tally_name)}"
        if self.search:
            yield from self.search.drop()

    def rename_to(self, other: Tables[Row]) -> Iterator[str]:
        """Yield the statements that give these tables the names of ``other``, which must be gone."""
        yield f"ALTER TABLE {quoted(self.name)} RENAME TO {quoted(other.name)}"
        if self.projection.tally_by:
            yield f"ALTER TABLE {quoted(self.tally_name)} RENAME TO {quoted(other.tally_name)}"
        if self.search and other.search:
            yield from self.search.rename_to(other.search)

    # Rows

    def load(self, connection: Connection, keys: Sequence[Key]) -> list[tuple[Value, ...]]:
        """Return the rows of ``keys`` that are there, in one question per thousand keys."""
        names = self.projection.key
        found: list[tuple[Value, ...]] = []
        for start in range(0, len(keys), _CHUNK):
            part = keys[start : start + _CHUNK]
            if len(part) == 1:
                found += connection.execute(self._get_sql(), part[0])
            else:
                text = msgspec.json.encode([dict(zip(names, key, strict=True)) for key in part]).decode()
                found += connection.execute(self._load, (text,))
        return found

    def upsert(self, connection: Connection, records: Sequence[tuple[Value, ...]]) -> None:
        """Write rows over what is there."""
        names = self.projection.names
        if self.kind == "sqlite":
            connection.executemany(self._upsert, records)
        else:
            for start in range(0, len(records), _CHUNK):
                part = [dict(zip(names, record, strict=True)) for record in records[start : start + _CHUNK]]
                connection.execute(self._upsert, (msgspec.json.encode(part).decode(),))
        if self.search and records:
            self.search.write(connection, records)

    def delete(self, connection: Connection, keys: Sequence[Key]) -> None:
        """Remove the rows of ``keys``."""
        if keys and self.search:
            self.search.delete(connection, keys)
        if keys:
            connection.executemany(self._delete, keys)

    def copy_in(self, connection: Connection, records: Iterable[tuple[Value, ...]]) -> int:
        """Add rows that are not there yet, the fastest way."""
        if not self.search:
            return connection.copy_in(self.name, self.projection.names, records)
        there = list(records)
        count = connection.copy_in(self.name, self.projection.names, there)
        self.search.add(connection, there)
        return count

    def scan(self, connection: Connection, size: int = 5000) -> Iterator[tuple[Value, ...]]:
        """Yield all rows in the order of their keys, some thousand at a time."""
        keys = _list(self.projection.key)
        start = f"SELECT {self._columns} FROM {quoted(self.name)}"  # noqa: S608 - declared names
        end = f" ORDER BY {keys} LIMIT {size}"
        marks = ", ".join("?" * len(self._keys))
        part = connection.execute(start + end)
        while part:
            yield from part
            if len(part) < size:
                return
            after = self.projection.key_in(part[-1])
            part = connection.execute(f"{start} WHERE ({keys}) > ({marks}){end}", after)

    def count(self, connection: Connection) -> int:
        """Return how many rows there are."""
        return int(connection.execute(f"SELECT count(*) FROM {quoted(self.name)}")[0][0])  # noqa: S608

    def select(self, tail: str) -> str:
        """Return a question for whole rows that ends in ``tail``."""
        return f"SELECT {self._columns} FROM {quoted(self.name)}{tail}"  # noqa: S608 - declared names

    def _get_sql(self) -> str:
        return self.select(" WHERE " + " AND ".join(f"{quoted(column.name)} = ?" for column in self._keys))

    def _load_sql(self) -> str:
        table = quoted(self.name)
        same = " AND ".join(f"r.{quoted(c.name)} = k.{quoted(c.name)}" for c in self._keys)
        if self.kind == "sqlite":
            values = ", ".join(f"json_extract(value, '$.{c.name}') AS {quoted(c.name)}" for c in self._keys)
            source = f"(SELECT {values} FROM json_each(?)) AS k"  # noqa: S608 - declared names
            columns = _list(self.projection.names, "r.")
            return f"SELECT {columns} FROM {source} CROSS JOIN {table} AS r WHERE {same}"  # noqa: S608
        types = ", ".join(f"{quoted(c.name)} {_BARE[c.sql]}" for c in self._keys)
        # One look into the index for each key, also where a plan made for a small table meets a large one.
        row = f"SELECT {self._columns} FROM {table} AS r WHERE {same} LIMIT 1"  # noqa: S608 - declared names
        return f"SELECT r.* FROM json_to_recordset(?::json) AS k({types}) CROSS JOIN LATERAL ({row}) AS r"  # noqa: S608

    def _upsert_sql(self) -> str:
        table, names = quoted(self.name), self.projection.names
        rest = [quoted(name) for name in names if name not in self.projection.key]
        change = (
            "UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in rest) if rest else "NOTHING"
        )
        if self.kind == "postgresql":
            types = ", ".join(f"{quoted(c.name)} {_BARE[c.sql]}" for c in self.projection.columns)
            source = f"SELECT {self._columns} FROM json_to_recordset(?::json) AS k({types})"  # noqa: S608
        else:
            source = f"VALUES ({', '.join('?' * len(names))})"
        keys = _list(self.projection.key)
        return f"INSERT INTO {table} ({self._columns}) {source} ON CONFLICT ({keys}) DO {change}"

    # Tally

    def add_to_tally(self, connection: Connection, difference: Tally) -> None:
        """Add what changed to the counts."""
        rows: list[tuple[Value, ...]] = [(*key, n) for key, n in sorted(difference.items()) if n]
        if not rows:
            return
        table, by = quoted(self.tally_name), self.projection.tally_by
        connection.executemany(
            f"INSERT INTO {table} ({_list(by)}, {quoted('count')}) VALUES ({'?, ' * len(by)}?)"  # noqa: S608
            f" ON CONFLICT ({_list(by)}) DO UPDATE SET count = {table}.count + excluded.count",
            rows,
        )

    def tally(self, connection: Connection, where: Mapping[str, str]) -> list[tuple[tuple[str, ...], int]]:
        """Return the counts whose names are as in ``where``."""
        by = self.projection.tally_by
        tests = "".join(f" AND {quoted(name)} = ?" for name in where)
        found = connection.execute(
            f"SELECT {_list(by)}, count FROM {quoted(self.tally_name)} WHERE count <> 0{tests}"  # noqa: S608
            f" ORDER BY {_list(by)}",
            tuple(where.values()),
        )
        return [(tuple(row[:-1]), int(row[-1])) for row in found]


def chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield ``things`` in lists of at most ``size``."""
    iterator = iter(things)
    while part := list(islice(iterator, size)):
        yield part
