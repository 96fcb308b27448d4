"""How the sealed log begins: with its genesis, and with a leaf for whatever was recorded before it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, TypeAlias

import msgspec
import psycopg

from ppid.seal.leaf import Genesis, commitment, entry_line, event_line, fill, instant, new_salt

#: For a log that nobody outside will ever be shown.
NAMELESS = Genesis("ppid.invalid/log1")
#: How a log begins, or what finds that out, asked only when it does: then the signer is made, and never else.
Beginning: TypeAlias = Genesis | Callable[[], Genesis]

_EVENTS = """
    SELECT notification_id, originator_id, originator_version, topic, state FROM {event}
    WHERE notification_id > {after} ORDER BY notification_id LIMIT 1000
"""
LeafRow: TypeAlias = tuple[int, str | None, int | None, bytes, bytes | None]
EventRow: TypeAlias = tuple[int, str, int, str, bytes]


class _Whose(msgspec.Struct):
    body: str = ""


def seal_sqlite(connection: sqlite3.Connection, genesis: Beginning, at: datetime | None) -> None:
    """Begin the sealed log, in the transaction at hand, unless it has begun. ``at``: see ``migrate``."""
    if connection.execute("SELECT 1 FROM log_leaf LIMIT 1").fetchone():
        return
    sql = _EVENTS.format(event="event", after="?")
    for rows in first_leaves(genesis, at, lambda after: connection.execute(sql, (after,)).fetchall()):
        connection.executemany("INSERT INTO log_leaf VALUES (?, ?, ?, ?, ?)", rows)


def seal_postgres(connection: psycopg.Connection[Any], genesis: Beginning, at: datetime | None) -> None:
    """Begin the sealed log, in the transaction at hand, unless it has begun. ``at``: see ``migrate``."""
    connection.execute("SELECT pg_advisory_xact_lock(1886415204, 1)")  # nobody records meanwhile
    if connection.execute("SELECT 1 FROM ppid_log.log_leaf LIMIT 1").fetchone():
        return
    sql = _EVENTS.format(event="ppid_log.event", after="%s").encode()
    with connection.cursor() as cursor:
        for rows in first_leaves(genesis, at, lambda after: connection.execute(sql, (after,)).fetchall()):
            cursor.executemany(b"INSERT INTO ppid_log.log_leaf VALUES (%s, %s, %s, %s, %s)", rows)


def first_leaves(
    genesis: Beginning, at: datetime | None, page: Callable[[int], list[EventRow]]
) -> Iterator[list[LeafRow]]:
    """Yield the rows of the first leaves in batches. What is there already is recorded now: not before."""
    genesis = genesis if isinstance(genesis, Genesis) else genesis()
    events = page(0)
    stamp = instant(datetime.now(UTC) if at is None or events else at)
    yield [(0, None, None, fill(entry_line(genesis), 0, genesis.log, stamp), None)]
    last: dict[str, int] = {}
    index = position = 0
    while events:
        rows: list[LeafRow] = []
        for place, stream, version, topic, state in events:
            index += 1
            salt = new_salt()
            line = event_line(
                commit=commitment(salt, state),
                index=index,
                log=genesis.log,
                stream=stream,
                version=version,
                prev=last.get(stream),
                recorded_at=stamp,
                tenant=msgspec.json.decode(state, type=_Whose).body,
                topic=topic,
            )
            rows.append((index, stream, version, line, salt))
            last[stream] = index
            position = place
        yield rows
        events = page(position)
