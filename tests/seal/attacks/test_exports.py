"""Exports that somebody wrote by hand, to deceive or to stop whoever reads them."""

# ruff: noqa: S608 - the SQL is the insider's, made of names in this folder

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ppid.seal import verifier
from ppid.seal.export import export
from tests.seal.attacks.history import History
from tests.seal.attacks.scene import codes

Act = Callable[[sqlite3.Connection, History], object]


def changed(c: sqlite3.Connection, table: str, definition: str) -> None:
    """The same rows in a table of another definition."""
    names = [str(column[1]) for column in c.execute(f"PRAGMA table_info({table})")]
    c.execute(f"ALTER TABLE {table} RENAME TO was")
    c.execute(f"CREATE TABLE {table} ({definition})")
    c.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(names)} FROM was")
    c.execute("DROP TABLE was")


def view_of_events(c: sqlite3.Connection, _: History) -> None:
    """A view computes what the auditor shall see."""
    c.execute("ALTER TABLE event RENAME TO was")
    c.execute("CREATE VIEW event AS SELECT * FROM was")


def computed_column(c: sqlite3.Connection, _: History) -> None:
    changed(
        c,
        "event",
        "notification_id INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER, topic TEXT, "
        "state BLOB, shown BLOB GENERATED ALWAYS AS (state) VIRTUAL",
    )


def virtual_table(c: sqlite3.Connection, _: History) -> None:
    c.execute("ALTER TABLE log_token RENAME TO was")
    c.execute("CREATE VIRTUAL TABLE log_token USING fts5(size, tsa, token)")


def other_case(c: sqlite3.Connection, h: History) -> None:
    """The column compares without case, and a stream is written in capitals."""
    changed(
        c,
        "event",
        "notification_id INTEGER PRIMARY KEY, originator_id TEXT COLLATE NOCASE, originator_version INTEGER, "
        "topic TEXT, state BLOB, UNIQUE (originator_id, originator_version)",
    )
    c.execute(
        "UPDATE event SET originator_id = upper(originator_id) WHERE originator_id = ?", (h.cases["plain"],)
    )


def other_trailing_space(c: sqlite3.Connection, h: History) -> None:
    changed(
        c,
        "event",
        "notification_id INTEGER PRIMARY KEY, originator_id TEXT COLLATE RTRIM, originator_version INTEGER, "
        "topic TEXT, state BLOB, UNIQUE (originator_id, originator_version)",
    )
    c.execute(
        "UPDATE event SET originator_id = originator_id || '  ' WHERE originator_id = ?", (h.cases["plain"],)
    )


def no_indexes(c: sqlite3.Connection, _: History) -> None:
    for (name,) in c.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall():
        c.execute(f"DROP INDEX {name}")


def no_rules(c: sqlite3.Connection, _: History) -> None:
    for table in ("event", "log_leaf", "log_checkpoint", "log_tile", "log_token"):
        c.execute(f"CREATE TABLE other AS SELECT * FROM {table}")
        c.execute(f"DROP TABLE {table}")
        c.execute(f"ALTER TABLE other RENAME TO {table}")


def leaf_twice(c: sqlite3.Connection, h: History) -> None:
    no_rules(c, h)
    c.execute("INSERT INTO log_leaf SELECT * FROM log_leaf WHERE leaf_index = 40")


def event_twice(c: sqlite3.Connection, h: History) -> None:
    """The same event again, with other content, at the end."""
    no_rules(c, h)
    c.execute(
        "INSERT INTO event SELECT 9999, originator_id, originator_version, topic, ? FROM event "
        "WHERE originator_id = ? AND originator_version = 1",
        (b"{}", h.cases["plain"]),
    )


def checkpoint_twice(c: sqlite3.Connection, h: History) -> None:
    """Two seals of one size: the true one and one of an empty tree."""
    no_rules(c, h)
    c.execute(
        "INSERT INTO log_checkpoint SELECT size, replace(note, char(10) || '284', char(10) || '284x') "
        "FROM log_checkpoint WHERE size = 284"
    )


def huge_index(c: sqlite3.Connection, _: History) -> None:
    c.execute("UPDATE log_leaf SET leaf_index = 9223372036854775807 WHERE leaf_index = 288")


def huge_size(c: sqlite3.Connection, _: History) -> None:
    c.execute("UPDATE log_checkpoint SET size = 9223372036854775807 WHERE size = 284")


def negative_size(c: sqlite3.Connection, _: History) -> None:
    c.execute("UPDATE log_checkpoint SET size = -284 WHERE size = 284")


def huge_state(c: sqlite3.Connection, h: History) -> None:
    c.execute(
        "UPDATE event SET state = zeroblob(300000000) WHERE originator_id = ? AND originator_version = 1",
        (h.cases["plain"],),
    )


def huge_note(c: sqlite3.Connection, _: History) -> None:
    c.execute(
        "UPDATE log_checkpoint SET note = note || replace(hex(zeroblob(20000000)), '00', 'x') "
        "WHERE size = 284"
    )


def many_signatures(c: sqlite3.Connection, h: History) -> None:
    """A note with a hundred thousand lines, each to be checked."""
    line = h.seals[-1].text.splitlines()[-1]
    c.execute("UPDATE log_checkpoint SET note = note || ? WHERE size = 284", (f"{line}\n" * 100_000,))


def tiles_as_text(c: sqlite3.Connection, _: History) -> None:
    c.execute("UPDATE log_tile SET hashes = 'x'")


def tokens_as_numbers(c: sqlite3.Connection, _: History) -> None:
    c.execute("UPDATE log_token SET token = 7, tsa = NULL")


def other_origin(c: sqlite3.Connection, _: History) -> None:
    c.execute("UPDATE export SET value = 'ppid.example.go.id/log2' WHERE key = 'origin'")


def nested_state(c: sqlite3.Connection, h: History) -> None:
    state = b'{"event":' + b"[" * 100_000 + b'"sha256"'
    c.execute(
        "UPDATE event SET state = ? WHERE originator_id = ? AND originator_version = 1",
        (state, h.cases["plain"]),
    )


def no_leaves(c: sqlite3.Connection, _: History) -> None:
    c.execute("DELETE FROM log_leaf")


def nothing_at_all(c: sqlite3.Connection, _: History) -> None:
    for table in ("event", "log_leaf", "log_checkpoint", "log_tile", "log_token", "log_erased"):
        c.execute(f"DELETE FROM {table}")


def slow_trigger(c: sqlite3.Connection, _: History) -> None:
    """Something that runs when others write."""
    c.execute("CREATE TRIGGER t AFTER INSERT ON export BEGIN DELETE FROM log_leaf; END")


EXPORTS: tuple[tuple[Act, set[int], set[str]], ...] = (
    (view_of_events, {2}, set()),
    (computed_column, {2}, set()),
    (virtual_table, {0, 1, 2}, set()),
    (other_case, {1}, {"E02", "E03"}),
    (other_trailing_space, {1}, {"E02", "E03"}),
    (no_indexes, {0}, set()),
    (no_rules, {0}, set()),
    (leaf_twice, {1}, {"L03"}),
    (event_twice, {1}, {"E03"}),
    (checkpoint_twice, {1}, {"C11"}),
    (huge_index, {1}, set()),
    (huge_size, {1}, {"C11"}),
    (negative_size, {1}, {"C11"}),
    (huge_state, {1}, set()),
    (huge_note, {1}, {"C11"}),
    (many_signatures, {1}, {"C11"}),
    (tiles_as_text, {1}, {"T01"}),
    (tokens_as_numbers, {1}, {"D05"}),
    (other_origin, {1, 3}, {"C02"}),
    (nested_state, {1}, {"E01"}),
    (no_leaves, {1}, {"T02"}),
    (nothing_at_all, {1, 3}, {"C03"}),
    (slow_trigger, {0}, set()),
)


@pytest.mark.parametrize(("act", "exits", "found"), EXPORTS, ids=[act.__name__ for act, _, _ in EXPORTS])
def test_exports_written_by_hand_deceive_nobody(
    sqlite_history: History, tmp_path: Path, act: Act, exits: set[int], found: set[str]
) -> None:
    h, path = sqlite_history, tmp_path / "export.sqlite3"
    export(h.url, path, h.created_at)
    with closing(sqlite3.connect(path, isolation_level=None)) as c:
        c.execute("PRAGMA journal_mode = OFF")
        act(c, h)
    begun = time.process_time()
    try:
        with closing(verifier.SqliteSource(str(path))) as source:
            result = verifier.audit(
                source, verifier.parse_policy(h.policy.encode()), files=str(h.folder / "files")
            )
    except verifier.CannotRead:
        assert 2 in exits
        return
    assert time.process_time() - begun < 10
    assert result.exit_code in exits, [(f.code, f.sentence("en")) for f in result.findings]
    assert found <= set(codes(result)), [(f.code, f.sentence("en")) for f in result.findings]
