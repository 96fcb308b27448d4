"""The sealed log for an auditor: one SQLite file from either database, or the C2SP folder of static tiles.

The export is one moment of the log, row for row: entries, events, tiles, checkpoints, time stamps, orders of
erasure. Never in it: keys of persons, accounts, drafts. It is made by copying rows: a copy of the database's
own file without its write-ahead log would look exactly like a log whose end was cut off.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from ppid.database import Row, Value, database_kind, sqlite_path
from ppid.database.snapshot import Snapshot, snapshot
from ppid.database.sqlite import sqlite_errors
from ppid.files import FileStore
from ppid.seal.leaf import instant, log_of
from ppid.seal.spelling import SealError
from ppid.seal.tiles import WIDTH

FORMAT = "ppid-export/1"
Progress: TypeAlias = Callable[[int, int], None]

_BATCH = 20_000
_HASH_BYTES = 32
_NO_END = 2**62
#: What is exported: tables and their columns, in the order in which they are copied.
TABLES: Mapping[str, tuple[str, ...]] = {
    "log_leaf": ("leaf_index", "originator_id", "originator_version", "leaf", "salt"),
    "event": ("notification_id", "originator_id", "originator_version", "topic", "state"),
    "log_tile": ("level", "n", "hashes"),
    "log_checkpoint": ("size", "note"),
    "log_token": ("size", "tsa", "token"),
    "log_erased": ("target_index", "erasure_index", "remainder"),
}
_TEXT = frozenset({"originator_id", "topic", "note", "tsa"})
_BYTES = frozenset({"leaf", "salt", "state", "hashes", "token", "remainder"})
#: Large tables: by what their rows are found and ordered.
_KEYS = {"log_leaf": "leaf_index", "event": "notification_id"}
_ORDERS = {"log_tile": "level, n", "log_checkpoint": "size", "log_token": "size, tsa"}
_INDEXES = (
    "CREATE {unique} INDEX leaf_stream_version ON log_leaf (originator_id, originator_version)",
    "CREATE {unique} INDEX event_stream_version ON event (originator_id, originator_version)",
    "CREATE {unique} INDEX tile_place ON log_tile (level, n)",
    "CREATE {unique} INDEX checkpoint_size ON log_checkpoint (size)",
)
_RECORDED = re.compile(rb'"sha256":\s*"([0-9a-f]{64})"')
# The last event among the first entries: the rows behind it were recorded later.
_LAST_EVENT = """
    SELECT max(e.notification_id) FROM (
        SELECT originator_id, originator_version FROM log_leaf
        WHERE leaf_index < {upto} AND originator_id IS NOT NULL ORDER BY leaf_index DESC LIMIT 100
    ) AS l JOIN event e
        ON e.originator_id = l.originator_id AND e.originator_version = l.originator_version
"""
_LATE_ERASURE = """
    SELECT min(erasure_index) FROM log_erased WHERE erasure_index >= {upto} AND target_index < {upto}
"""


class ExportError(SealError):
    """The log cannot be exported as it was asked for."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds."""

    origin: str
    entries: int
    events: int
    checkpoints: int


def export(
    url: str, out: Path, at: datetime, *, upto: int | None = None, progress: Progress | None = None
) -> Exported:
    """Write the log at ``url`` to the new file ``out``; with ``upto`` only its first entries.

    Raises ExportError where ``out`` is there already, and where ``upto`` lies between a content and the order
    that has erased it since: what is there now is not what was there then.
    """
    if out.exists():
        raise ExportError(f"{out.name} is there already")
    part = out.with_name(f"{out.name}.part")
    try:
        try:
            done = _written(url, part, at, upto, progress, strict=True)
        except sqlite3.IntegrityError:
            # Somebody put two rows where only one can be: an auditor shall see both.
            done = _written(url, part, at, upto, progress, strict=False)
        _sync(part)
        part.rename(out)
    except sqlite3.Error as error:
        raise ExportError(f"the export cannot be written ({error})") from error
    finally:
        part.unlink(missing_ok=True)
    return done


def _written(
    url: str, part: Path, at: datetime, upto: int | None, progress: Progress | None, *, strict: bool
) -> Exported:
    part.unlink(missing_ok=True)
    part.touch()  # a folder that is not there is told by its name
    address = f"{part.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode=OFF")
        target.execute("PRAGMA synchronous=OFF")
        for name in TABLES:
            target.execute(_creating(name, strict=strict))
        target.execute("CREATE TABLE export (key TEXT PRIMARY KEY, value TEXT)")
        if database_kind(url) == "sqlite":
            _copy_sqlite(url, target, upto, progress)
        else:
            with snapshot(url, "ppid_log") as of:
                _copy(of, target, upto, progress)
        for index in _INDEXES:
            target.execute(index.format(unique="UNIQUE" if strict else ""))
        return _described(target, at)


def _described(target: sqlite3.Connection, at: datetime) -> Exported:
    first = target.execute("SELECT leaf FROM log_leaf ORDER BY leaf_index LIMIT 1").fetchone()
    if first is None:
        raise ExportError("the sealed log has not begun")
    try:
        origin = log_of(bytes(first[0]))
    except (ValueError, TypeError):
        origin = ""  # a first entry that is none: the verifier says so
    about = {"format": FORMAT, "origin": origin, "created_at": instant(at)}
    target.executemany("INSERT INTO export VALUES (?, ?)", about.items())
    counts = [
        int(target.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608 - our own names
        for name in ("log_leaf", "event", "log_checkpoint")
    ]
    return Exported(origin, *counts)


# Copying --------------------------------------------------------------------------------------------------


def _filters(upto: int | None, ask: Callable[[str], int | None]) -> dict[str, str]:
    """Which rows belong to the first ``upto`` entries, as a condition for each table."""
    if upto is None:
        return dict.fromkeys(TABLES, "TRUE")
    late = ask(_LATE_ERASURE.format(upto=upto))
    if late is not None:
        raise ExportError(f"entry {late} erased a content among the first {upto} entries: export more")
    last = ask(_LAST_EVENT.format(upto=upto)) or 0
    return {
        "log_leaf": f"leaf_index < {upto}",
        "event": f"notification_id <= {last}",
        "log_tile": f"n * {WIDTH} < ({upto} >> (8 * level))",
        "log_checkpoint": f"size <= {upto}",
        "log_token": f"size <= {upto}",
        "log_erased": f"erasure_index < {upto}",
    }


def _cut_tiles(target: sqlite3.Connection, upto: int | None) -> None:
    """Take away the hashes of later entries."""
    if upto is not None:
        target.execute(
            f"UPDATE log_tile SET hashes = substr(hashes, 1, {_HASH_BYTES} *"  # noqa: S608 - numbers
            f" min({WIDTH}, ({upto} >> (8 * level)) - n * {WIDTH}))"
        )


def _copy(of: Snapshot, target: sqlite3.Connection, upto: int | None, progress: Progress | None) -> None:
    """Copy from PostgreSQL, as its rows come."""

    def ask(sql: str) -> int | None:
        return next((int(row[0]) for row in of.rows(sql) if row[0] is not None), None)

    filters = _filters(upto, ask)
    total = sum(ask(_counting(name, filters[name])) or 0 for name in _KEYS) if progress else 0
    done = 0
    target.execute("BEGIN")
    for name, columns in TABLES.items():
        marks = ", ".join("?" * len(columns))
        sql = f"SELECT {', '.join(columns)} FROM {name} WHERE {filters[name]} ORDER BY {_order(name)}"  # noqa: S608 - our own names
        for batch in of.batches(sql):
            target.executemany(f"INSERT INTO {name} VALUES ({marks})", batch)  # noqa: S608 - our own names
            if progress and name in _KEYS:
                done += len(batch)
                progress(done, total)
    _cut_tiles(target, upto)
    target.execute("COMMIT")


def _copy_sqlite(url: str, target: sqlite3.Connection, upto: int | None, progress: Progress | None) -> None:
    """Copy from SQLite inside SQLite, so that every value keeps its type, even one that does not belong."""
    with sqlite_errors():
        target.execute("ATTACH ? AS live", (f"{sqlite_path(url).absolute().as_uri()}?mode=ro",))
    target.execute("BEGIN")

    def ask(sql: str) -> int | None:
        found = target.execute(re.sub(r"\b(FROM|JOIN) (\w+)", r"\1 live.\2", sql)).fetchone()[0]
        return None if found is None else int(found)

    filters = _filters(upto, ask)
    total = sum(ask(_counting(name, filters[name])) or 0 for name in _KEYS) if progress else 0
    done = 0
    for name in TABLES:
        for copied in _chunks(target, name, filters[name]):
            if progress and name in _KEYS:
                done += copied
                progress(done, total)
    _cut_tiles(target, upto)
    target.execute("COMMIT")
    target.execute("DETACH live")


def _chunks(target: sqlite3.Connection, name: str, where: str) -> Iterator[int]:
    columns, key = ", ".join(TABLES[name]), _KEYS.get(name)
    copy = f"INSERT INTO main.{name} SELECT {columns} FROM live.{name} WHERE {where}"  # noqa: S608 - our own names
    if key is None:
        yield target.execute(f"{copy} ORDER BY {_order(name)}").rowcount
        return
    last = -_NO_END
    while copied := target.execute(f"{copy} AND {key} > ? ORDER BY {key} LIMIT {_BATCH}", (last,)).rowcount:
        yield copied
        (last,) = target.execute(f"SELECT max({key}) FROM main.{name}").fetchone()  # noqa: S608 - our own names


def _creating(name: str, *, strict: bool) -> str:
    key = _KEYS.get(name) if strict else None
    said = [
        f"{c} {'TEXT' if c in _TEXT else 'BLOB' if c in _BYTES else 'INTEGER'}{' PRIMARY KEY' * (c == key)}"
        for c in TABLES[name]
    ]
    return f"CREATE TABLE {name} ({', '.join(said)})"


def _order(name: str) -> str:
    return _KEYS.get(name) or _ORDERS.get(name) or TABLES[name][0]


def _counting(name: str, where: str) -> str:
    return f"SELECT count(*) FROM {name} WHERE {where}"  # noqa: S608 - our own names


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# Files ----------------------------------------------------------------------------------------------------


def export_files(exported: Path, files: FileStore, folder: Path) -> tuple[int, int]:
    """Copy the stored bytes of every file that an export records to ``folder``; count them and the missing.

    What is in the store and in no entry, such as a file of a form that nobody has sent yet, stays there.
    """
    copied, missing = 0, 0
    seen: set[bytes] = set()
    with closing(sqlite3.connect(f"{exported.absolute().as_uri()}?mode=ro", uri=True)) as source:
        states: Iterator[Row] = source.execute("SELECT state FROM event WHERE instr(state, 'sha256') > 0")
        for (state,) in states:
            for name in set(_RECORDED.findall(_bytes(state))) - seen:
                seen.add(name)
                content = files.stored(name.decode())
                if content is None:
                    missing += 1
                    continue
                place = folder / "files" / name[:2].decode() / name.decode()
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content)
                copied += 1
    return copied, missing


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


__all__ = ["TABLES", "ExportError", "Exported", "export", "export_files"]
