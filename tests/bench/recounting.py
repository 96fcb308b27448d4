"""Recounting every open clock after an amendment of the calendar, against the bare writing of its events.

The amendment adds a day off that lies in every period, so every clock moves. Bare: the driver alone inserts
the same rows in the same groups into the same table of an empty store.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial

import psycopg

from ppid.calendar import Amended, Holiday, HolidayKind
from ppid.database import sqlite_path
from ppid.database.sqlite import connect_sqlite
from ppid.events import Recorded
from ppid.timekeeper import BATCH
from projections.reader import Reader
from projections.worklist import WORKLIST, open_requests
from tests.bench.measuring import Figure, rate, seconds_of
from tests.bench.office import FRIDAY, TODAY, Installation
from tests.bench.stores import KINDS, Bench, Kind
from tests.web.world import OPERATOR

GOAL_S = 10.0
_INSERT = "INSERT INTO {} (originator_id, originator_version, topic, state) VALUES ({})"
_Row = tuple[str, int, str, bytes]


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure both databases."""
    for kind in KINDS:
        office = bench.large(kind)
        bench.build_views(kind)
        office.clock.set(TODAY)
        amendment = Amended(
            year=FRIDAY.year,
            numbers=("SKB 1/2026",),
            signed_on=TODAY,
            added=(Holiday(FRIDAY, "Hari libur tambahan", HolidayKind.JOINT_LEAVE),),
        )
        office.services.directory.decree(amendment, OPERATOR)
        before = office.services.log.position()
        reader = Reader(office.services.views, WORKLIST)
        recount = partial(office.services.timekeeper.recount, open_requests(reader), seen_all=True)
        took = seconds_of(recount)
        moved = [
            r for r in office.services.log.stream_all(before) if r.envelope.stream.startswith("request-")
        ]
        bare = _bare(bench.empty(kind), kind, _rows(office, moved))
        yield Figure(
            f"recounting {len(moved):,} open clocks, {kind}",
            f"under {GOAL_S:.0f} s and the bare writing",
            f"{took:.1f} s, {rate(len(moved), took)}",
            f"{bare:.1f} s for the bare writing of its events",
            took < GOAL_S + bare,
        )


def _rows(office: Installation, moved: Sequence[Recorded]) -> list[_Row]:
    """Return the rows as they are stored."""
    mapper = office.services.log._mapper  # noqa: SLF001 - the bytes that were stored
    stored = [mapper.stored(r.envelope) for r in moved]
    return [(str(s.originator_id), s.originator_version, s.topic, s.state) for s in stored]


def _bare(office: Installation, kind: Kind, rows: Sequence[_Row]) -> float:
    cases = len({row[0] for row in rows})
    size = max(len(rows) * BATCH // max(cases, 1), 1)
    groups = [rows[at : at + size] for at in range(0, len(rows), size)]
    if kind == "SQLite":
        with closing(connect_sqlite(sqlite_path(office.settings.database_url), durable=True)) as connection:

            def write() -> None:
                for group in groups:
                    connection.execute("BEGIN")
                    connection.executemany(_INSERT.format("event", "?, ?, ?, ?"), group)
                    connection.execute("COMMIT")

            return seconds_of(write)
    with psycopg.connect(office.settings.database_url) as server:
        statement = _INSERT.format("ppid_log.event", "%s, %s, %s, %s").encode()

        def insert() -> None:
            for group in groups:
                with server.transaction(), server.cursor() as cursor:
                    cursor.executemany(statement, group)

        return seconds_of(insert)
