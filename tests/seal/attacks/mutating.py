"""Random changes of evidence: of bytes, of values in JSON, of rows and types in SQLite, of a ZIP's files."""

# ruff: noqa: S608 - the SQL is the insider's, made of names in this folder

from __future__ import annotations

import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from tests.seal.attacks.zips import Bundle

Json: TypeAlias = Any
_VALUES: tuple[Json, ...] = (
    None,
    True,
    0,
    -1,
    1,
    7,
    2**63,
    10**15,
    10**30,
    1.5,
    1e308,
    "",
    "0",
    "x",
    "\0",
    "\ud800",
    "é",
    "1" * 5000,
    "A" * 44,
    "AAAA",
    [],
    {},
    [[]] * 40,
    {"sha256": "ab" * 32, "size_bytes": 3},
)
_SQL_VALUES: tuple[object, ...] = (
    None,
    0,
    -1,
    1,
    255,
    2**62,
    -(2**63),
    1.5,
    float("inf"),
    "",
    "text",
    "request-x",
    b"",
    b"\0",
    b"\0" * 31,
    b"\0" * 32,
    b"\xff" * 64,
    b"{}",
    b"[" * 3000,
)


def changed_bytes(rng: Random, data: bytes, most: int = 4) -> bytes:
    """Change some bytes, or take some away, or put some in."""
    made = bytearray(data)
    for _ in range(rng.randint(1, most)):
        at = rng.randrange(len(made)) if made else 0
        size = rng.choice((1, 1, 1, 2, 4, 16, 200))
        match rng.randrange(7):
            case 0 | 1:
                if made:
                    made[at] ^= 1 << rng.randrange(8)
            case 2:
                if made:
                    made[at] = rng.randrange(256)
            case 3:
                del made[at : at + size]
            case 4:
                made[at:at] = rng.randbytes(size)
            case 5:
                made[at:at] = made[at : at + size]
            case _:
                other = rng.randrange(len(made)) if made else 0
                made[at : at + size], made[other : other + size] = (
                    made[other : other + size],
                    made[at : at + size],
                )
    if rng.random() < 0.05:
        del made[rng.randrange(len(made) + 1) :]
    return bytes(made)


def changed_json(rng: Random, value: Json) -> Json:
    """Change one value somewhere inside, take it away, or exchange it for another of the same document."""
    places = list(_places(value))
    if not places:
        return rng.choice(_VALUES)
    container, key = rng.choice(places)
    kind = rng.randrange(8)
    if kind == 0:
        del container[key]
    elif kind == 1:
        container[key] = rng.choice(_VALUES)
    elif kind == 2:
        other, its = rng.choice(places)
        container[key], other[its] = other[its], container[key]
    elif kind == 3 and isinstance(container, list):
        container.insert(key, container[key])
    elif kind == 4 and isinstance(container, list):
        rng.shuffle(container)
    elif isinstance(container[key], str):
        container[key] = _changed_text(rng, container[key])
    elif isinstance(container[key], int):
        container[key] += rng.choice((-1, 1, 10, -256))
    else:
        container[key] = rng.choice(_VALUES)
    return value


def _changed_text(rng: Random, text: str) -> str:
    if rng.random() < 0.4:
        with suppress(ValueError):  # what is inside base64 is what matters
            inside = b64decode(text, validate=True)
            return b64encode(changed_bytes(rng, inside, 1)).decode()
    return changed_bytes(rng, text.encode("utf-8", "replace"), 1).decode("utf-8", "replace")


def _places(value: Json) -> list[tuple[Json, Json]]:
    found: list[tuple[Json, Json]] = []
    stack = [value]
    while stack:
        here = stack.pop()
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        for key in keys:
            found.append((here, key))
            if isinstance(here[key], dict | list):
                stack.append(here[key])
    return found


def written_json(value: Json) -> bytes:
    """JSON as bytes, also of what UTF-8 cannot hold."""
    return json.dumps(value).encode("ascii")


# Bundles ----------------------------------------------------------------------------------------------


def changed_bundle(rng: Random, bundle: Bundle) -> bytes:
    """Change a bundle: the archive's bytes, one of its files, one of its values, or which files there are."""
    kind = rng.randrange(10)
    if kind == 0:
        return changed_bytes(rng, bundle.zipped())
    name = rng.choice(sorted(bundle.files))
    if kind <= 4:
        name = rng.choice([n for n in sorted(bundle.files) if n.endswith("json")])
        _change_json_file(rng, bundle, name)
    elif kind <= 6:
        bundle.files[name] = changed_bytes(rng, bundle.files[name], 1)
    elif kind == 7:
        other = rng.choice(sorted(bundle.files))
        bundle.files[name], bundle.files[other] = bundle.files[other], bundle.files[name]
    elif kind == 8:
        del bundle.files[name]
    else:
        fresh = changed_bytes(rng, name.encode(), 1).decode("ascii", "replace").replace("\0", "") or "x"
        bundle.files[fresh] = bundle.files.pop(name)
    return zipped(rng, bundle)


def zipped(rng: Random, bundle: Bundle) -> bytes:
    """The archive: mostly with a manifest that fits, as an insider makes it."""
    listed = rng.random() < 0.8
    if listed:
        try:
            bundle.list_again()
        except (ValueError, KeyError, TypeError, AttributeError):
            listed = False  # the manifest itself was changed beyond repair
    return bundle.zipped(listed=False)


def _change_json_file(rng: Random, bundle: Bundle, name: str) -> None:
    if name.endswith(".ndjson"):
        lines = [json.loads(line) for line in bundle.files[name].splitlines()]
        lines = changed_json(rng, lines)
        if isinstance(lines, list):
            bundle.files[name] = b"".join(written_json(line) + b"\n" for line in lines)
        return
    bundle.files[name] = written_json(changed_json(rng, json.loads(bundle.files[name])))


# Exports ----------------------------------------------------------------------------------------------

TABLES = ("event", "log_leaf", "log_tile", "log_checkpoint", "log_token", "log_erased", "export")


def change_export(rng: Random, path: Path) -> None:
    """Change an export in its place: its bytes, or what its tables hold."""
    if rng.random() < 0.3:
        path.write_bytes(changed_bytes(rng, path.read_bytes(), 3))
        return
    with closing(sqlite3.connect(path, isolation_level=None)) as c:
        c.execute("PRAGMA journal_mode = OFF")
        c.execute("PRAGMA synchronous = OFF")
        for _ in range(rng.choice((1, 1, 1, 2))):
            with suppress(
                sqlite3.Error, IndexError
            ):  # no such table any more, or a rule of the table refused it: then it is as it was
                rng.choice(_EXPORT_CHANGES)(rng, c)


def _row(rng: Random, c: sqlite3.Connection, table: str) -> int:
    (most,) = c.execute(f"SELECT max(rowid) FROM {table}").fetchone()
    return rng.randint(0, int(most or 0))


def _column(rng: Random, c: sqlite3.Connection, table: str) -> str:
    return str(rng.choice(c.execute(f"PRAGMA table_info({table})").fetchall())[1])


def _set_value(rng: Random, c: sqlite3.Connection) -> None:
    table = rng.choice(TABLES)
    column, value = _column(rng, c, table), rng.choice(_SQL_VALUES)
    c.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (value, _row(rng, c, table)))


def _change_value(rng: Random, c: sqlite3.Connection) -> None:
    table = rng.choice(TABLES)
    column, row = _column(rng, c, table), _row(rng, c, table)
    found = c.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,)).fetchone()
    value = found[0] if found else None
    fresh: object = value
    if isinstance(value, bytes):
        fresh = changed_bytes(rng, value, 1)
    elif isinstance(value, str):
        fresh = changed_bytes(rng, value.encode(), 1).decode("utf-8", "replace")
    elif isinstance(value, int):
        fresh = value + rng.choice((-1, 1, 256, -value))
    c.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (fresh, row))


def _change_type(rng: Random, c: sqlite3.Connection) -> None:
    table = rng.choice(TABLES)
    column, kind = _column(rng, c, table), rng.choice(("TEXT", "BLOB", "INTEGER", "REAL"))
    c.execute(
        f"UPDATE {table} SET {column} = CAST({column} AS {kind}) WHERE rowid = ?", (_row(rng, c, table),)
    )


def _swap_values(rng: Random, c: sqlite3.Connection) -> None:
    table = rng.choice(TABLES)
    column = _column(rng, c, table)
    one, two = _row(rng, c, table), _row(rng, c, table)
    c.execute(
        f"UPDATE {table} SET {column} = CASE rowid "
        f"WHEN ?1 THEN (SELECT {column} FROM {table} WHERE rowid = ?2) "
        f"ELSE (SELECT {column} FROM {table} WHERE rowid = ?1) END WHERE rowid IN (?1, ?2)",
        (one, two),
    )


def _delete_row(rng: Random, c: sqlite3.Connection) -> None:
    table = rng.choice(TABLES)
    c.execute(f"DELETE FROM {table} WHERE rowid = ?", (_row(rng, c, table),))


def _delete_rows(rng: Random, c: sqlite3.Connection) -> None:
    table = rng.choice(TABLES)
    c.execute(f"DELETE FROM {table} WHERE rowid >= ?", (_row(rng, c, table),))


def _copy_row(rng: Random, c: sqlite3.Connection) -> None:
    table = rng.choice(TABLES)
    names = [str(column[1]) for column in c.execute(f"PRAGMA table_info({table})")]
    chosen = rng.randrange(len(names))
    values = ", ".join("?" if n == chosen else name for n, name in enumerate(names))
    c.execute(
        f"INSERT INTO {table} SELECT {values} FROM {table} WHERE rowid = ?",
        (rng.choice((289, 300, 10**15, -5)), _row(rng, c, table)),
    )


def _rebuild_table(rng: Random, c: sqlite3.Connection) -> None:
    """The same rows under no rules, or behind a view, or in a column of other comparisons."""
    table = rng.choice(TABLES)
    c.execute(f"CREATE TABLE other AS SELECT * FROM {table}")
    c.execute(f"DROP TABLE {table}")
    if rng.random() < 0.3:
        c.execute(f"CREATE VIEW {table} AS SELECT * FROM other")
        return
    c.execute(f"ALTER TABLE other RENAME TO {table}")
    if rng.random() < 0.7:
        column = _column(rng, c, table)
        c.execute(
            f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (rng.choice(_SQL_VALUES), _row(rng, c, table))
        )


def _rename(rng: Random, c: sqlite3.Connection) -> None:
    table = rng.choice(TABLES)
    c.execute(f"ALTER TABLE {table} RENAME COLUMN {_column(rng, c, table)} TO something")


def _drop(rng: Random, c: sqlite3.Connection) -> None:
    c.execute(f"DROP TABLE {rng.choice(TABLES)}")


_EXPORT_CHANGES: tuple[Callable[[Random, sqlite3.Connection], None], ...] = (
    _set_value,
    _set_value,
    _set_value,
    _change_value,
    _change_value,
    _change_value,
    _change_type,
    _change_type,
    _swap_values,
    _delete_row,
    _delete_row,
    _delete_rows,
    _copy_row,
    _rebuild_table,
    _rename,
    _drop,
)
