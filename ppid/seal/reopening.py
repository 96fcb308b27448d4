"""Opening a new log where the old one cannot go on: entries were lost, or its key was stolen.

The old log is exported first and stays what it is. All events are sealed anew under a new name, behind a
genesis that cites the last checkpoint of the old log, and what orders had erased stays erased by them. As
the owner of the tables: this is the one act that takes leaves away.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ppid.database import Connection, Database
from ppid.log.beginning import first_leaves
from ppid.seal.checkpoint import checkpoint_in
from ppid.seal.integrator import RestoredError
from ppid.seal.leaf import Erasure, Genesis, entry_line, fill, kind_of, log_of, recorded_at_of
from ppid.seal.ledger import Ledger
from ppid.seal.note import Note
from ppid.seal.signer import State
from ppid.seal.spelling import base64_of

_EVENTS = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM event
    WHERE notification_id > ? ORDER BY notification_id LIMIT 1000
"""
_ENTRIES = "SELECT leaf_index, leaf FROM log_leaf WHERE originator_id IS NULL ORDER BY leaf_index"
_ERASED = """
    SELECT l.originator_id, l.originator_version, x.remainder
    FROM log_erased x JOIN log_leaf l ON l.leaf_index = x.target_index
    WHERE x.erasure_index = ? ORDER BY x.target_index
"""
_PLACE = "SELECT leaf_index FROM log_leaf WHERE originator_id = ? AND originator_version = ?"
_INSERT = "INSERT INTO log_leaf VALUES (?, ?, ?, ?, ?)"
_TABLES = ("log_token", "log_checkpoint", "log_tile", "log_erased", "log_leaf")
_LONG_S = 3600.0


@dataclass(frozen=True, slots=True)
class _Order:
    """An order of the old log: its words, and what it left of which versions."""

    told: dict[str, object]
    left: tuple[tuple[str, int, bytes], ...]


def predecessor_of(ledger: Ledger, state: State) -> str:
    """What the new log cites: the last checkpoint of the old log, as kept here or by the signer."""
    newest = ledger.newest()
    said = checkpoint_in(Note.of(newest.text)) if newest else None
    if state.origin == ledger.origin() and state.size > (said.size if said else 0):
        return f"{state.origin} {state.size} {base64_of(state.root)}"
    return f"{said.origin} {said.size} {base64_of(said.root)}" if said else ""


def reopen(url: str, genesis: Genesis) -> int:
    """Seal every event anew behind ``genesis``, in one transaction; return how many entries there are.

    ``url`` is the owner's. Raises RestoredError where the log has this name already.
    """
    database = Database(url, schema="ppid_log", statement_timeout_s=_LONG_S)
    try:
        with database.transaction() as c:
            if c.kind == "postgresql":
                c.execute("SELECT pg_advisory_xact_lock(1886415204, 1)")  # nobody records meanwhile
            entries = [(int(index), bytes(line)) for index, line in c.execute(_ENTRIES)]
            if log_of(entries[0][1]) == genesis.log:
                raise RestoredError(f"This log is called {genesis.log} already.")
            orders = [_order(c, index, line) for index, line in entries if kind_of(line) == "erasure"]
            return _sealed_anew(c, genesis, orders)
    finally:
        database.close()


def _order(c: Connection, index: int, line: bytes) -> _Order:
    left = tuple((str(s), int(v), bytes(remainder)) for s, v, remainder in c.execute(_ERASED, (index,)))
    return _Order(json.loads(line), left)


def _sealed_anew(c: Connection, genesis: Genesis, orders: list[_Order]) -> int:
    with _unguarded(c):
        for table in _TABLES:
            c.execute(f"DELETE FROM {table}")  # noqa: S608 - one of five constants
    size, stamp = 0, ""
    page = lambda after: [(i, s, v, t, bytes(b)) for i, s, v, t, b in c.execute(_EVENTS, (after,))]  # noqa: E731
    for rows in first_leaves(genesis, None, page):
        c.executemany(_INSERT, rows)
        size, stamp = rows[-1][0] + 1, recorded_at_of(rows[-1][3])
    for order in orders:
        _repeat(c, order, size, genesis.log, stamp)
        size += 1
    return size


def _repeat(c: Connection, order: _Order, index: int, log: str, stamp: str) -> None:
    """Write an order of the old log behind the events of the new one, and have it hold."""
    targets = [int(c.execute(_PLACE, (stream, version))[0][0]) for stream, version, _ in order.left]
    files = order.told["files"]
    entry = Erasure(
        targets=tuple(targets),
        remainders=tuple(hashlib.sha256(remainder).hexdigest() for *_, remainder in order.left),
        files=tuple(map(str, files)) if isinstance(files, list) else (),
        order=str(order.told["order"]),
        basis=str(order.told["basis"]),
        approver=str(order.told["approver"]),
    )
    c.execute(_INSERT, (index, None, None, fill(entry_line(entry), index, log, stamp), None))
    for target, (*_, remainder) in zip(targets, order.left, strict=True):
        c.execute("INSERT INTO log_erased VALUES (?, ?, ?)", (target, index, remainder))
        c.execute("UPDATE log_leaf SET salt = NULL WHERE leaf_index = ?", (target,))


@contextmanager
def _unguarded(c: Connection) -> Iterator[None]:
    """Take the guards away that keep leaves from being deleted, within this transaction."""
    if c.kind == "postgresql":
        guards = {"leaf_is_never_deleted": "log_leaf", "erased_is_never_changed": "log_erased"}
        for name, table in guards.items():
            c.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
        yield
        for name, table in guards.items():
            c.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        return
    rows = c.execute(
        "SELECT name, sql FROM sqlite_master "
        "WHERE name IN ('leaf_is_never_deleted', 'erased_is_never_deleted')"
    )
    for name, _ in rows:
        c.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in rows:
        c.execute(str(sql))
