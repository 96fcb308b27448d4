"""The full-text index of a projection: saved with its rows in one transaction, rebuilt and verified too.

SQLite has FTS5; PostgreSQL has a ``tsvector`` in the Indonesian configuration beside the plain one, so that a
word is found by its stem and, while it is being written, by its beginning. Both hold the same plain words
(``words_searched``), and are asked with the same terms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic

from ppid.database import Connection, Kind, Value
from projections.shape import Key, Projection, Row
from projections.words_searched import Term, plain

ID = "_id"
"""The column of a searched table that its index knows a row by, on SQLite."""

_TYPES: Mapping[str, str] = {"text": 'text COLLATE "C"', "integer": "bigint"}
_WEIGHTS = {"sqlite": ("10.0", "4.0", "2.0", "1.0"), "postgresql": ("A", "B", "C", "D")}


def _quoted(name: str) -> str:
    return f'"{name}"'


class SearchIndex(Generic[Row]):
    """The index over the ``search`` columns of one projection, the most telling column first."""

    def __init__(self, projection: Projection[Row], kind: Kind, suffix: str = "") -> None:
        self.projection = projection
        self.kind = kind
        self.name = f"{projection.table}_search{suffix}"
        self.table = projection.table + suffix
        self._at = tuple(projection.names.index(name) for name in projection.search)
        self._texts = [f"t_{name}" for name in projection.search]
        self._keys = [f"k_{name}" for name in projection.key]

    def texts(self, record: Sequence[Value]) -> tuple[str, ...]:
        """Return what the index holds of a stored row."""
        return tuple(plain(str(record[at] or "")) for at in self._at)

    # Making and dropping

    def create(self, *, indexed: bool) -> Iterator[str]:
        """Yield the statements that make the index, empty."""
        texts = ", ".join(map(_quoted, self._texts))
        if self.kind == "sqlite":
            yield f"CREATE VIRTUAL TABLE {_quoted(self.name)} USING fts5({texts}, tokenize = 'unicode61')"
            return
        keys = [
            f"{_quoted(f'k_{name}')} {_TYPES[self.projection.by_name[name].sql]} NOT NULL"
            for name in self.projection.key
        ]
        columns = [f"{_quoted(name)} text NOT NULL" for name in self._texts]
        lines = [*keys, *columns, f"words tsvector GENERATED ALWAYS AS ({self._vector()}) STORED"]
        if indexed:
            lines.append(f"PRIMARY KEY ({self._key_list()})")
        yield f"CREATE TABLE {_quoted(self.name)} ({', '.join(lines)})"

    def _vector(self) -> str:
        parts = [
            f"setweight(to_tsvector('{language}'::regconfig, {_quoted(name)}), '{weight}')"
            for name, weight in zip(self._texts, _WEIGHTS["postgresql"], strict=False)
            for language in ("indonesian", "simple")
        ]
        return " || ".join(parts)

    def index(self, generation: int, *, keyed: bool) -> Iterator[str]:
        """Yield the statements that make what finds its rows fast."""
        if self.kind == "sqlite":
            return
        if not keyed:
            yield f"ALTER TABLE {_quoted(self.name)} ADD PRIMARY KEY ({self._key_list()})"
        name = _quoted(f"{self.projection.table}_g{generation}_words")
        yield f"CREATE INDEX {name} ON {_quoted(self.name)} USING gin (words)"
        if not keyed:
            yield f"ANALYZE {_quoted(self.name)}"

    def drop(self) -> Iterator[str]:
        """Yield the statement that removes the index, where it is there."""
        yield f"DROP TABLE IF EXISTS {_quoted(self.name)}"

    def rename_to(self, other: SearchIndex[Row]) -> Iterator[str]:
        """Yield the statement that gives this index the name of ``other``, which must be gone."""
        yield f"ALTER TABLE {_quoted(self.name)} RENAME TO {_quoted(other.name)}"

    # Rows

    def write(self, connection: Connection, records: Sequence[tuple[Value, ...]]) -> None:
        """Index rows that were just written over what was there."""
        if self.kind == "sqlite":
            self.delete(connection, [self.projection.key_in(record) for record in records])
            self.add(connection, records)
            return
        names = (*self._keys, *self._texts)
        changes = ", ".join(f"{_quoted(name)} = excluded.{_quoted(name)}" for name in self._texts)
        connection.executemany(
            f"INSERT INTO {_quoted(self.name)} ({', '.join(map(_quoted, names))})"  # noqa: S608 - declared names
            f" VALUES ({', '.join('?' * len(names))})"
            f" ON CONFLICT ({self._key_list()}) DO UPDATE SET {changes}",
            [(*self.projection.key_in(record), *self.texts(record)) for record in records],
        )

    def delete(self, connection: Connection, keys: Sequence[Key]) -> None:
        """Forget rows, which on SQLite must still be there."""
        if not keys:
            return
        if self.kind == "sqlite":
            connection.executemany(
                f"DELETE FROM {_quoted(self.name)} WHERE rowid ="  # noqa: S608 - declared names
                f" (SELECT {ID} FROM {_quoted(self.table)} WHERE {self._same_key('')})",
                keys,
            )
        else:
            connection.executemany(
                f"DELETE FROM {_quoted(self.name)} WHERE {self._same_key('k_')}",  # noqa: S608 - declared names
                keys,
            )

    def add(self, connection: Connection, records: Sequence[tuple[Value, ...]]) -> None:
        """Index rows that the index does not know yet, the fastest way."""
        if self.kind == "postgresql":
            rows = ((*self.projection.key_in(record), *self.texts(record)) for record in records)
            connection.copy_in(self.name, (*self._keys, *self._texts), rows)
            return
        connection.executemany(
            f"INSERT INTO {_quoted(self.name)} (rowid, {', '.join(map(_quoted, self._texts))})"  # noqa: S608
            f" SELECT {ID}, {', '.join('?' * len(self._texts))} FROM {_quoted(self.table)}"
            f" WHERE {self._same_key('')}",
            [(*self.texts(record), *self.projection.key_in(record)) for record in records],
        )

    def wrong(self, connection: Connection) -> Iterator[Key]:
        """Yield the keys of rows that the index holds other words of, or none; () for words of no row."""
        width, many = len(self._keys), len(self._texts)
        known = 0
        for row in self._pairs(connection):
            held = row[width + many :]
            known += held[0] is not None
            if tuple(plain(str(text or "")) for text in row[width : width + many]) != held:
                yield tuple(row[:width])
        if connection.execute(f"SELECT count(*) FROM {_quoted(self.name)}")[0][0] != known:  # noqa: S608
            yield ()

    def _pairs(self, connection: Connection, size: int = 2000) -> Iterator[tuple[Value, ...]]:
        """Yield each row's key, its texts, and what the index holds of it, some thousand at a time."""
        keys = ", ".join(f"m.{_quoted(name)}" for name in self.projection.key)
        columns = ", ".join(f"m.{_quoted(name)}" for name in self.projection.search)
        texts = ", ".join(f"s.{_quoted(name)}" for name in self._texts)
        start = (
            f"SELECT {keys}, {columns}, {texts} FROM {_quoted(self.table)} AS m"  # noqa: S608 - declared names
            f" LEFT JOIN {_quoted(self.name)} AS s ON {self._joined('m.', 's.')}"
        )
        end = f" ORDER BY {keys} LIMIT {size}"
        marks = ", ".join("?" * len(self._keys))
        part = connection.execute(start + end)
        while part:
            yield from part
            if len(part) < size:
                return
            after = part[-1][: len(self._keys)]
            part = connection.execute(f"{start} WHERE ({keys}) > ({marks}){end}", after)

    # Asking

    def found(self, terms: Sequence[Term], *, any_of: bool) -> tuple[str, list[Value]]:
        """Return a table expression of the rows that hold the terms, and its arguments.

        It joins the live table as ``m`` and gives ``_rank``: the smaller, the better the row fits.
        """
        if self.kind == "sqlite":
            weights = ", ".join(_WEIGHTS["sqlite"][: len(self._texts)])
            name = _quoted(self.name)
            inner = (
                f"SELECT rowid AS _found, bm25({name}, {weights}) AS _rank"  # noqa: S608 - declared names
                f" FROM {name} WHERE {name} MATCH ?"
            )
            args: list[Value] = [_fts5(terms, any_of=any_of)]
        else:
            query, args = _tsquery(terms, any_of=any_of)
            keys = self._key_list()
            inner = (
                f"SELECT {keys}, -ts_rank(words, asked.query, 1) AS _rank"  # noqa: S608 - declared names
                f" FROM {_quoted(self.name)}, (SELECT {query} AS query) AS asked WHERE words @@ asked.query"
            )
        joined = self._joined("m.", "found.").replace("found.rowid", "found._found")
        return f"({inner}) AS found JOIN {_quoted(self.table)} AS m ON {joined}", args

    # Parts of a statement

    def _joined(self, main: str, index: str) -> str:
        if self.kind == "sqlite":
            return f"{main}{ID} = {index}rowid"
        return " AND ".join(
            f"{main}{_quoted(name)} = {index}{_quoted(f'k_{name}')}" for name in self.projection.key
        )

    def _same_key(self, prefix: str) -> str:
        return " AND ".join(f"{_quoted(prefix + name)} = ?" for name in self.projection.key)

    def _key_list(self) -> str:
        return ", ".join(map(_quoted, self._keys))


def _fts5(terms: Iterable[Term], *, any_of: bool) -> str:
    """Return a question in the language of FTS5. A term is letters and digits, and stands in quotes."""
    words = [f'"{term.word}"{"*" if term.prefix else ""}' for term in terms]
    return (" OR " if any_of else " AND ").join(words)


def _tsquery(terms: Iterable[Term], *, any_of: bool) -> tuple[str, list[Value]]:
    """Return a question in the language of PostgreSQL. A term is letters and digits, and stands in quotes."""
    parts: list[str] = []
    args: list[Value] = []
    for term in terms:
        args.append(f"'{term.word}'")
        if term.prefix:
            parts.append("(to_tsquery('indonesian', ?) || to_tsquery('simple', ?))")
            args.append(f"'{term.word}':*")
        else:
            parts.append("to_tsquery('indonesian', ?)")
    return (" || " if any_of else " && ").join(parts), args
