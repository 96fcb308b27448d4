"""The auditor's export of either database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from ppid.database import Database
from ppid.seal.leaf import instant
from tests.seal.attacks.sealing import ORIGIN

# Without the rules of the live tables: an insider took those away, and an export still shows what is there.
TABLES = {
    "event": "notification_id INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER, topic TEXT, "
    "state BLOB",
    "log_leaf": "leaf_index INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER, leaf BLOB, "
    "salt BLOB",
    "log_tile": "level INTEGER, n INTEGER, hashes BLOB, PRIMARY KEY (level, n)",
    "log_checkpoint": "size INTEGER PRIMARY KEY, note TEXT",
    "log_token": "size INTEGER, tsa TEXT, token BLOB, PRIMARY KEY (size, tsa)",
    "log_erased": "target_index INTEGER PRIMARY KEY, erasure_index INTEGER, remainder BLOB",
}


def export(url: str, path: Path, created_at: datetime) -> None:
    """Write every table as it is; what the tables forbid is left to the tests that write exports by hand."""
    path.unlink(missing_ok=True)
    database = Database(url, schema="ppid_log")
    with closing(sqlite3.connect(path, isolation_level=None)) as target, database.reading(snapshot=True) as c:
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("BEGIN")
        target.execute("CREATE TABLE export (key TEXT PRIMARY KEY, value TEXT)")
        about = {"format": "ppid-export/1", "origin": ORIGIN, "created_at": instant(created_at)}
        target.executemany("INSERT INTO export VALUES (?, ?)", about.items())
        for table, columns in TABLES.items():
            target.execute(f"CREATE TABLE {table} ({columns})")
            kept = columns.partition(", PRIMARY KEY (")[0]
            names = [column.split()[0] for column in kept.split(", ")]
            rows = c.execute(f"SELECT {', '.join(names)} FROM {table}")  # noqa: S608 - names from above
            marks = ", ".join("?" * len(names))
            target.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - the same
        target.execute("COMMIT")
    database.close()
