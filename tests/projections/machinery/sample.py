"""A small subject of its own for the machinery: boxes, opened, named, filled, moved and thrown away."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec.structs import replace

from ppid.database import Connection, Database
from ppid.events import Envelope, Event, Recorded, Role
from projections.shape import Projection

NOON = datetime(2025, 8, 4, 5, 0, tzinfo=UTC)


class Opened(Event, frozen=True):
    """A box is there."""

    label: str
    due_on: date | None = None


class Named(Event, frozen=True):
    """It got another label."""

    label: str


class Filled(Event, frozen=True):
    """Something was put in."""

    thing: str


class Moved(Event, frozen=True):
    """It stands in another room."""

    room: str


class Thrown(Event, frozen=True):
    """It is gone."""


class Ignored(Event, frozen=True):
    """Nobody cares."""


VOCABULARY: dict[str, type[Event]] = {
    "box.opened": Opened,
    "box.named": Named,
    "box.filled": Filled,
    "box.moved": Moved,
    "box.thrown": Thrown,
    "box.ignored": Ignored,
}


class State(StrEnum):
    """How full."""

    EMPTY = "empty"
    FULL = "full"


class Box(msgspec.Struct, frozen=True):
    """One row of each kind of column."""

    stream: str
    label: str
    state: State
    things: tuple[str, ...]
    count: int
    heavy: bool
    due_on: date | None
    room: str | None
    changed_at: datetime


def keys_of(recorded: Recorded) -> tuple[str, ...]:
    """A box is found by its stream."""
    return () if isinstance(recorded.envelope.event, Ignored) else (recorded.envelope.stream,)


def evolve(row: Box | None, recorded: Recorded) -> Box | None:
    """Fold one event."""
    envelope = recorded.envelope
    at = envelope.recorded_at
    match row, envelope.event:
        case None, Opened(label=label, due_on=due_on):
            return Box(envelope.stream, label, State.EMPTY, (), 0, False, due_on, None, at)
        case Box(), Named(label=label):
            return replace(row, label=label, changed_at=at)
        case Box(), Filled(thing=thing):
            things = (*row.things, thing)[-5:]
            more = row.count + 1
            return replace(row, state=State.FULL, things=things, count=more, heavy=more > 3, changed_at=at)
        case Box(), Moved(room=room):
            return replace(row, room=room, changed_at=at)
        case _, Thrown():
            return None
        case _:
            return row


def tally(row: Box) -> Iterable[tuple[str, ...]]:
    """Count boxes by room and state."""
    yield (row.room or "-", row.state.value)


BOXES = Projection(
    name="boxes",
    version=1,
    row=Box,
    key=("stream",),
    keys_of=keys_of,
    evolve=evolve,
    indexes=(("due_on",), ("room", "label")),
    tally=tally,
    tally_by=("room", "state"),
)


class Line(msgspec.Struct, frozen=True):
    """One line of a history: a key of two columns, one of them a number."""

    stream: str
    version: int
    order: str


LINES = Projection(
    name="lines",
    version=1,
    row=Line,
    key=("stream", "version"),
    keys_of=lambda recorded: ((recorded.envelope.stream, recorded.envelope.version),),
    evolve=lambda _, r: Line(r.envelope.stream, r.envelope.version, type(r.envelope.event).__name__),
)

ALL: tuple[Projection[Any], ...] = (BOXES, LINES)


class MemoryLog:
    """A log in memory, with gaps between positions as PostgreSQL leaves them."""

    def __init__(self, events: Iterable[Recorded] = ()) -> None:
        self.events = list(events)

    def record(self, stream: str, *events: Event) -> int:
        """Append events of one stream; return the position of the last."""
        for event in events:
            version = 1 + sum(1 for known in self.events if known.envelope.stream == stream)
            self.events.append(recorded(self.position() + 2, stream, version, event))
        return self.position()

    def read(self, after: int, limit: int) -> list[Recorded]:
        """Return the next events."""
        start = bisect_right(self.events, after, key=lambda r: r.position)
        return self.events[start : start + limit]

    def stream_all(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """Yield all events."""
        return (r for r in self.events if r.position > after and (upto is None or r.position <= upto))

    def position(self) -> int:
        """Return the last position."""
        return self.events[-1].position if self.events else 0


def recorded(position: int, stream: str, version: int, event: Event) -> Recorded:
    """Put an event in its place."""
    at = NOON + timedelta(seconds=position)
    return Recorded(position, Envelope(stream, version, event, at, "somebody", Role.PPID))


def fold_plainly(projection: Projection[Any], events: Iterable[Recorded]) -> list[Any]:
    """Fold without any machinery: what everything else is compared with."""
    rows: dict[Any, Any] = {}
    for event in events:
        for key in projection.keys_of(event):
            rows[key] = projection.fold(rows.get(key), event, key if isinstance(key, tuple) else (key,))
    return [rows[key] for key in sorted(rows) if rows[key] is not None]


_texts = st.text(st.characters(codec="utf-8", exclude_characters="\0\U0010ffff"), max_size=8)
_events = st.one_of(
    st.builds(Opened, _texts, st.none() | st.dates()),
    st.builds(Named, _texts),
    st.builds(Filled, _texts),
    st.builds(Moved, st.sampled_from(["attic", "cellar", "ruang %s ?"])),
    st.just(Thrown()),
    st.just(Ignored()),
)


@st.composite
def logs(draw: st.DrawFn, max_size: int = 60) -> MemoryLog:
    """Draw a log over a few boxes; each box is opened before anything else, as rules would see to."""
    log = MemoryLog()
    for stream, event in draw(st.lists(st.tuples(st.sampled_from("abcdef"), _events), max_size=max_size)):
        log.record(f"box-{stream}", event)
    return log


class CrashingDatabase(Database):
    """A real database that dies after some statements and commits, and stays dead; None: it lives."""

    def __init__(self, url: str, lives: int | None, *, schema: str = "") -> None:
        super().__init__(url, schema=schema)
        self.left = lives
        inner = self._backend.transaction
        self._backend.transaction = lambda: _Crashing(inner(), self.dead)  # type: ignore[method-assign]

    def dead(self) -> bool:
        """Take one step; say whether it was one too many."""
        if self.left is None:
            return False
        self.left -= 1
        return self.left < 0


class Crash(BaseException):
    """The process is gone: nothing in it may go on, not even to handle an error."""


class _Crashing:
    def __init__(self, inner: Any, when: Callable[[], bool]) -> None:
        self.inner, self.when = inner, when

    def __enter__(self) -> Connection:
        connection: Connection = self.inner.__enter__()
        return _CrashingConnection(connection, self.when)

    def __exit__(self, *error: object) -> Any:
        if error[0] is None and self.when():
            crash = Crash()
            self.inner.__exit__(Crash, crash, None)
            raise crash
        return self.inner.__exit__(*error)


class _CrashingConnection(Connection):
    def __init__(self, inner: Connection, when: Callable[[], bool]) -> None:
        self.inner, self.when, self.kind = inner, when, inner.kind

    def execute(self, sql: str, args: Sequence[Any] = ()) -> Any:
        if self.when():
            raise Crash
        return self.inner.execute(sql, args)

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        if self.when():
            raise Crash
        self.inner.executemany(sql, rows)

    def copy_in(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        if self.when():
            raise Crash
        return self.inner.copy_in(table, columns, rows)


def patient(act: Callable[[], object], error: type[Exception]) -> None:
    """Do something that may fail because the test took the database away."""
    try:
        act()
    except error:
        return
