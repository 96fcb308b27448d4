"""A projection catching up and rebuilding, against the library's way: one transaction for every event.

The library's way is its own application log, mapper and tracking recorder: for each event one transaction
with one row and the position, waiting for the disk as its defaults do. Its row is as wide as ours and is
ready before the clock starts, so that the library is spared the folding.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.sqlite import SQLiteDatastore, SQLiteTrackingRecorder
from psycopg.sql import SQL

from ppid.events import Recorded
from projections.catalog import ALL
from projections.rebuild import rebuild
from projections.register import REGISTER
from projections.runner import Follower
from projections.shape import AnyProjection
from projections.store import Log, drop
from projections.worklist import WORKLIST
from tests.bench.library import Facts, Library
from tests.bench.measuring import Figure, middle, rate, ratio_of, seconds_of, times
from tests.bench.stores import KINDS, Bench, Kind

MEASURED: tuple[AnyProjection, ...] = (REGISTER, WORKLIST)
CATCHING_UP: dict[Kind, float] = {"SQLite": 20, "PostgreSQL": 20}
REBUILDING: dict[Kind, float] = {"SQLite": 25, "PostgreSQL": 50}
_APPLICATION = "library"
_TABLE: Final = "CREATE TABLE entry (id text PRIMARY KEY, content text)"
_UPSERT = "INSERT INTO entry VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET content = excluded.content"


@dataclass(frozen=True)
class Section:
    """The beginning of a log, as if it ended there."""

    log: Log
    upto: int

    def read(self, after: int, limit: int) -> list[Recorded]:
        """Return the next events of the section."""
        return [r for r in self.log.read(after, limit) if r.position <= self.upto]

    def stream_all(self, after: int, upto: int) -> Iterator[Recorded]:
        """Yield the events of the section."""
        return self.log.stream_all(after, min(upto, self.upto))

    def position(self) -> int:
        """Return where the section ends."""
        return self.upto


class SQLiteEntries(SQLiteTrackingRecorder):
    """One table and its tracking, as the library's documentation builds a view."""

    def construct_create_table_statements(self) -> list[str]:
        """Add the table."""
        statements: list[str] = super().construct_create_table_statements()
        return [*statements, _TABLE]

    def write(self, key: str, content: str, tracking: Tracking) -> None:
        """Write one row and the position, together."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(_UPSERT.format(marks="?, ?"), (key, content))


class PostgresEntries(PostgresTrackingRecorder):
    """The same on PostgreSQL."""

    def __init__(self, datastore: PostgresDatastore) -> None:
        super().__init__(datastore)
        self.sql_create_statements.append(SQL(_TABLE).format())

    def write(self, key: str, content: str, tracking: Tracking) -> None:
        """Write one row and the position, together."""
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(_UPSERT.format(marks="%s, %s").encode(), (key, content), prepare=True)


class LibrarysWay:
    """A log of the library's, and a view of it one transaction for each event."""

    def __init__(self, bench: Bench, kind: Kind, recorded: Sequence[Recorded]) -> None:
        environment = bench.library_environment(kind)
        self.library = Library(env=environment)
        facts = Facts().of(recorded)
        for at in range(0, len(facts), 500):
            self.library.save(*facts[at : at + 500])
        self.rows = [(r.envelope.stream, str(r.envelope.event)) for r in recorded]
        self.view: SQLiteEntries | PostgresEntries
        if kind == "SQLite":
            self.view = SQLiteEntries(SQLiteDatastore(environment["SQLITE_DBNAME"] + "-view"))
        else:
            names = ("DBNAME", "HOST", "PORT", "USER", "PASSWORD")
            place = [environment[f"POSTGRES_{name}"] for name in names]
            self.view = PostgresEntries(PostgresDatastore(*place))
        self.view.create_table()
        self.done = 0

    def follow(self, count: int) -> None:
        """Take the next events into the view."""
        log, mapper = self.library.notification_log, self.library.mapper
        left = self.rows[self.done : self.done + count]
        while left:
            for notification in log.select(self.done + 1, min(len(left), 10)):
                mapper.to_domain_event(notification)
                key, content = left.pop(0)
                self.view.write(key, content, Tracking(_APPLICATION, notification.id))
                self.done = notification.id

    def close(self) -> None:
        """Give the connections back."""
        self.library.close()
        self.view.datastore.close()


@dataclass(frozen=True)
class _Seconds:
    """What the rounds took: seconds for one event."""

    ours: list[float]
    bare: list[float]


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure both databases."""
    for kind in KINDS:
        yield from _measure(bench, kind)


def _measure(bench: Bench, kind: Kind) -> Iterator[Figure]:
    office = bench.large(kind)
    log, views = office.services.log, office.services.views
    section, longer = Section(log, bench.sizes.caught_up), Section(log, bench.sizes.rebuilt)
    rounds = bench.sizes.rounds
    bare = bench.sizes.caught_up_bare
    librarys = LibrarysWay(bench, kind, log.read(0, bare * rounds * 2 * (len(MEASURED) + 1)))

    def one_by_one() -> float:
        return seconds_of(lambda: librarys.follow(bare)) / bare

    def catch_up(*projections: AnyProjection) -> float:
        for projection in projections:
            drop(views, projection)
        follower = Follower(section, views, projections)
        follower._open()  # noqa: SLF001 - making the tables is no part of catching up
        return seconds_of(follower.catch_up) / section.upto

    def build(projection: AnyProjection) -> float:
        return seconds_of(lambda: rebuild(longer, views, projection)) / longer.upto

    one_by_one()
    for projection in MEASURED:
        catching_up, rebuilding = _Seconds([], []), _Seconds([], [])
        for _ in range(rounds):
            each = one_by_one()
            for seconds in (catching_up, rebuilding):
                seconds.bare.append(each)
            catching_up.ours.append(catch_up(projection))
            rebuilding.ours.append(build(projection))
        yield _figure(f"{projection.name} catching up, {kind}", CATCHING_UP[kind], catching_up)
        yield _figure(f"{projection.name} rebuilding, {kind}", REBUILDING[kind], rebuilding)
    together = _Seconds([], [])
    for _ in range(min(rounds, 3)):
        together.bare.append(one_by_one())
        together.ours.append(catch_up(*ALL))
    yield _figure(f"  all {len(ALL)} projections at once, {kind}", None, together)
    librarys.close()


def _figure(what: str, goal: float | None, seconds: _Seconds) -> Figure:
    ratio = ratio_of(seconds.ours, seconds.bare)
    return Figure(
        what,
        f"{goal:.0f} times one by one" if goal else "",
        f"{times(ratio)}, {rate(1, middle(seconds.ours))}",
        f"{rate(1, middle(seconds.bare))} by the library, one by one",
        None if goal is None else ratio >= goal,
    )
