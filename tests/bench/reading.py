"""Reading and decoding the whole log, against parsing the same rows bare.

Bare: the driver alone reads the same columns of the same rows in the same order (PostgreSQL: one binary COPY
cut into fields; SQLite: one cursor, a thousand rows at a time), and every state goes through
``msgspec.json.decode`` without a type. Ours also checks names, makes typed events, dates and instants, and
puts each in its envelope.
"""

from __future__ import annotations

import sqlite3
import struct
from collections import deque
from collections.abc import Iterator
from functools import partial

import msgspec
import psycopg

from ppid.database import sqlite_path
from ppid.log import Log
from tests.bench.measuring import Figure, middle, rate, ratio_of, seconds_of, times
from tests.bench.stores import KINDS, Bench, Kind

GOAL = 0.7
_ROUNDS = 3
_COLUMNS = "notification_id, originator_version, originator_id, topic, state"
_FIXED = struct.Struct(">hiqiqi")
_LENGTH = struct.Struct(">i")
_HEADER_BYTES = 19


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure both databases."""
    for kind in KINDS:
        log = bench.large(kind).services.log
        url = bench.large(kind).settings.database_url
        events = sum(1 for _ in log.stream_all())
        ours: list[float] = []
        bare: list[float] = []
        for _ in range(_ROUNDS):
            ours.append(seconds_of(partial(_ours, log)))
            bare.append(seconds_of(partial(_bare, kind, url)))
        ratio = ratio_of(ours, bare)
        yield Figure(
            f"reading and decoding the log, {kind}",
            f"{GOAL} of parsing it bare",
            f"{times(ratio)}, {rate(events, middle(ours))}",
            f"{rate(events, middle(bare))} bare",
            ratio >= GOAL,
        )


def _ours(log: Log) -> None:
    deque(log.stream_all(), maxlen=0)


def _bare(kind: Kind, url: str) -> None:
    decode = msgspec.json.Decoder().decode
    rows = _from_sqlite(url) if kind == "SQLite" else _from_postgres(url)
    for _position, _version, _stream, _name, state in rows:
        decode(state)


def _from_sqlite(url: str) -> Iterator[tuple[int, int, str, str, bytes]]:
    connection = sqlite3.connect(sqlite_path(url))
    cursor = connection.execute(f"SELECT {_COLUMNS} FROM event ORDER BY notification_id")  # noqa: S608 - a constant
    while rows := cursor.fetchmany(1000):
        yield from rows
    connection.close()


def _from_postgres(url: str) -> Iterator[tuple[int, int, str, str, bytes]]:
    statement = (
        f"COPY (SELECT {_COLUMNS} FROM ppid_log.event ORDER BY notification_id) TO STDOUT (FORMAT BINARY)"  # noqa: S608
    )
    with (
        psycopg.connect(url) as connection,
        connection.cursor() as cursor,
        cursor.copy(statement.encode()) as copy,
    ):
        at = _HEADER_BYTES
        for block in copy:
            message = bytes(block)
            while at + _FIXED.size < len(message):
                _, _, position, _, version, length = _FIXED.unpack_from(message, at)
                at += _FIXED.size
                texts: list[bytes] = []
                for _ in range(3):
                    texts.append(message[at : at + length])
                    at += length
                    if len(texts) < 3:
                        (length,) = _LENGTH.unpack_from(message, at)
                        at += _LENGTH.size
                yield position, version, texts[0].decode(), texts[1].decode(), texts[2]
            at = 0
