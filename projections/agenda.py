"""Every case that is no request in one row: exemptions, objections, disputes, the catalogue, personal data.

The whole state of the case stands in its row, folded by its own subject, so that lists show what they like
without another question. What is overdue is asked for with a day, never stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Protocol

import msgspec

from ppid.clocks import ClockState
from ppid.deadlines import CLOCKS
from ppid.events import Recorded, Stream
from ppid.keeping import KEEPERS
from ppid.request.state import REQUEST
from ppid.subject import S, Subject
from projections.reader import Reader
from projections.shape import Projection

#: By the first word of a stream's name.
SUBJECTS: dict[str, Subject[Any]] = {
    kind: keeper.subject for kind, keeper in KEEPERS.items() if kind != REQUEST.kind
}
_ENCODER = msgspec.json.Encoder(order="deterministic")
_DECODERS = {kind: msgspec.json.Decoder(subject.state) for kind, subject in SUBJECTS.items()}


class Agendum(msgspec.Struct, frozen=True):
    """A case as a list shows it.

    ``clock`` and ``due_on`` are the next end that the body owes; ``clock`` is "" when it owes nothing, and
    ``due_on`` None then and while the calendar of ``missing_year`` is not decreed. ``due_at`` is the instant
    of that end, where hours are counted, told in ``zone``. ``ends_on`` is the next
    day whose passing has to be recorded. ``running``: a clock still waits for its end, be it the citizen's
    on a closed case. ``state`` is the whole case as JSON (see ``state_of``).
    """

    stream: Stream
    kind: str
    body: Stream
    unit: str
    number: str
    title: str
    step: str
    opened_on: date
    closed: bool
    running: bool
    clock: str
    due_on: date | None
    missing_year: int | None
    ends_on: date | None
    state: str
    due_at: datetime | None = None
    zone: str = ""


class Listed(Protocol):
    """What the state of a case that is listed tells of itself."""

    @property
    def title(self) -> str:
        """What it is about, in short; never personal."""

    @property
    def step(self) -> str:
        """Where it stands."""

    @property
    def opened_on(self) -> date:
        """The day it began."""


def state_of(row: Agendum, subject: Subject[S]) -> S:
    """The case behind a row."""
    state: S = _DECODERS[subject.kind].decode(row.state)
    return state


def agendum_of(kind: str, state: Any) -> Agendum:
    """Return the row that a whole case comes down to."""
    listed: Listed = state
    waiting: list[ClockState] = state.running()
    owed = next((c for c in waiting if CLOCKS[c.promise.clock].owed_by_body and _matters(c)), None)
    return Agendum(
        stream=state.stream,
        kind=kind,
        body=state.body,
        unit=state.unit,
        number=state.number,
        title=listed.title,
        step=listed.step,
        opened_on=listed.opened_on,
        closed=state.closed,
        running=bool(waiting),
        clock=owed.promise.clock if owed else "",
        due_on=owed.promise.due_on if owed else None,
        missing_year=owed.promise.missing_year if owed else None,
        ends_on=state.ends_on,
        state=_ENCODER.encode(state).decode(),
        due_at=owed.promise.due_at if owed else None,
        zone=owed.promise.zone if owed else "",
    )


def _matters(clock: ClockState) -> bool:
    """A target that was missed gives nobody a right: the limit behind it is what has to be looked at (U3)."""
    return not (clock.ran_out and CLOCKS[clock.promise.clock].target)


def evolve(row: Agendum | None, recorded: Recorded) -> Agendum | None:
    """Fold one event of a case into its row."""
    kind = _kind(recorded.envelope.stream)
    before = _DECODERS[kind].decode(row.state) if row else None
    after = SUBJECTS[kind].place(before, recorded.envelope)
    return None if after is None else agendum_of(kind, after)


def _kind(stream: Stream) -> str:
    return stream.partition("-")[0]


def _keys_of(recorded: Recorded) -> Iterable[Stream]:
    stream = recorded.envelope.stream
    return (stream,) if _kind(stream) in SUBJECTS else ()


AGENDA = Projection(
    name="agenda",
    version=4,
    row=Agendum,
    key=("stream",),
    keys_of=_keys_of,
    evolve=evolve,
    indexes=(
        ("body", "kind", "closed", "due_on", "stream"),
        ("body", "kind", "unit", "due_on", "stream"),
        ("body", "closed", "due_on", "stream"),
        ("body", "kind", "closed", "due_at", "stream"),
        ("kind", "number"),
        ("kind", "opened_on", "stream"),
        ("opened_on", "stream"),
        ("ends_on", "stream"),
        ("running", "stream"),
    ),
    tally=lambda row: [(row.body, row.kind, str(row.opened_on.year))],
    tally_by=("body", "kind", "year"),
)


def ended(agenda: Reader[Agendum], day: date) -> Iterator[Stream]:
    """Yield the cases with an end before ``day`` that is not recorded yet."""
    rows = agenda.all(ranges=[("ends_on", "<", day)], order=("ends_on", "stream"))
    return (row.stream for row in rows)


def open_cases(agenda: Reader[Agendum]) -> Iterator[Stream]:
    """Yield every case in which a clock runs: the way to the commission outlives a closed objection."""
    return (row.stream for row in agenda.all(where={"running": True}))
