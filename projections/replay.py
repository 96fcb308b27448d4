"""A case of any subject, or all counts of a body, exactly as they stood in the log at a moment.

What was recorded up to and with that moment counts, whatever day it is said to have happened on; due dates
are those promised by then. Reads the log itself: the answer needs no projection, and no text of anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import takewhile
from typing import Any, Protocol, TypedDict
from zoneinfo import ZoneInfo

import msgspec

from ppid.body import Established
from ppid.calendar import CalendarMissingError
from ppid.catalogue.state import CATALOGUE, ITEM, item_number
from ppid.counting import WorkingCalendar
from ppid.events import Envelope, Event, Recorded, Stream
from ppid.keeping import KEEPERS
from ppid.redaction.state import REDACTION, redaction_number
from ppid.request.events import Filed, Registered
from ppid.subject import State, Subject
from projections.agenda import SUBJECTS, Agendum
from projections.cases import Case
from projections.progress import REQUEST_EVENTS, Progress, advance
from projections.reader import Reader
from projections.tallies import OtherCounts, Others

DEFAULT_ZONE = "Asia/Jakarta"
MOST_FOUND = 50


class Log(Protocol):
    """What a replay needs of the log."""

    def load(self, stream: Stream) -> list[Recorded]:
        """Return the events of one stream, in order."""

    def stream_all(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """Yield all events, in order."""


# One case -------------------------------------------------------------------------------------------------


class Replayed(msgspec.Struct, frozen=True):
    """A case as recorded up to ``moment``. ``state`` is None when nothing was recorded by then."""

    state: State | None
    recorded: tuple[Recorded, ...]
    moment: datetime

    @property
    def envelopes(self) -> tuple[Envelope[Event], ...]:
        """What was recorded, without its places in the log."""
        return tuple(recorded.envelope for recorded in self.recorded)


def subject_of(stream: Stream) -> Subject[Any] | None:
    """The subject that a stream is a case of; None for streams that are none, such as a body's."""
    keeper = KEEPERS.get(stream.partition("-")[0])
    return keeper.subject if keeper else None


def state_of(recorded: Iterable[Recorded]) -> State | None:
    """The case that the facts of one stream make, whatever its subject; None when there are none."""
    facts = tuple(recorded)
    subject = subject_of(facts[0].envelope.stream) if facts else None
    state: State | None = subject.fold(r.envelope for r in facts) if subject else None
    return state


def by_then(recorded: Iterable[Recorded], moment: datetime) -> tuple[Recorded, ...]:
    """The facts that were recorded up to ``moment``, that instant included."""
    return tuple(takewhile(lambda r: r.envelope.recorded_at <= moment, recorded))


def case_as_of(log: Log, stream: Stream, moment: datetime) -> Replayed:
    """Return the case as it stood at ``moment``, that instant included."""
    facts = by_then(log.load(stream), moment)
    return Replayed(state_of(facts), facts, moment)


def find_by_number(number: str, cases: Reader[Case]) -> Stream | None:
    """Return the request of a registration number, through the rows of ``cases``."""
    found = cases.page(where={"number": number}, limit=1)
    return found[0].stream if found and number else None


def find_all(number: str, cases: Reader[Case], agenda: Reader[Agendum]) -> list[Stream]:
    """Return every case of that number: a list is called the same in every body."""
    if not number:
        return []
    requests = [row.stream for row in cases.page(where={"number": number}, limit=MOST_FOUND)]
    others = [
        row.stream for row in agenda.page(where={"kind": list(SUBJECTS), "number": number}, limit=MOST_FOUND)
    ]
    return requests + others


def find_in_log(log: Log, number: str) -> list[Stream]:
    """Return every case of that number by reading the log: slower, and needs no projection.

    Whatever names the number is folded, since a case may be renamed by a decree or a register.
    """
    named = {
        recorded.envelope.stream: None
        for recorded in log.stream_all()
        if subject_of(recorded.envelope.stream) and _names(recorded.envelope, number)
    }
    states = ((stream, state_of(log.load(stream))) for stream in named)
    return [stream for stream, state in states if state and state.number == number]


def _names(envelope: Envelope[Event], number: str) -> bool:
    """Whether a fact says a number, or begins what no fact numbers: an item, the list of a body."""
    if envelope.version == 1 and ITEM.of(envelope.stream):
        return item_number(envelope.stream) == number
    if envelope.version == 1 and REDACTION.of(envelope.stream):
        return redaction_number(envelope.stream) == number
    if envelope.version == 1 and CATALOGUE.of(envelope.stream):
        return True
    return number in msgspec.structs.astuple(envelope.event)


def moment_of(day: date, zone: str = DEFAULT_ZONE) -> datetime:
    """Return the end of a local day, as an instant in UTC: everything recorded on that day is before it."""
    end = datetime.combine(day, time.max, ZoneInfo(zone))
    try:
        return end.astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time.max, UTC)


def days_left(calendar: WorkingCalendar, as_of: date, due_on: date | None) -> int | None:
    """Return the working days after ``as_of`` up to ``due_on``, below zero when it is over.

    0 is the due day itself: on the Sunday after a due Friday no working day has gone by, and yet the
    time is over. None without a date, and where the calendar has no decree for the days between.
    """
    if due_on is None:
        return None
    try:
        left = calendar.between(as_of, due_on)
    except CalendarMissingError:
        return None
    if due_on == as_of:
        return 0
    return min(left, -1) if due_on < as_of else max(left, 1)


# Counts of a body -----------------------------------------------------------------------------------------


class RequestCounts(TypedDict):
    """How many requests stood where at a moment, ready for JSON.

    ``overdue``: open with a clock of the body's past its due date on the body's local day of that moment.
    ``late``: answered after the statutory date. ``open`` are all that are not closed.
    """

    moment: str
    requests: int
    open: int
    overdue: int
    late: int
    steps: dict[str, int]
    outcomes: dict[str, int]
    closings: dict[str, int]


class Counts(RequestCounts, OtherCounts):
    """How many cases of every subject stood where at a moment, ready for JSON."""


def counts_as_of(log: Log, body: Stream | None, moment: datetime, year: int | None = None) -> Counts:
    """Return the counts of a body, or of all bodies, as they stood at ``moment``.

    With ``year`` only the requests and objections that were registered in it count, and the disputes,
    requests on personal data and breaches that the body learned of in it; exemptions and items are those of
    the moment in any case. Reads the whole log
    once. What is kept in memory grows with the requests that were open at one time, and with all cases of
    the other subjects, which are few.
    """
    counter, others = _Counter(moment, year), Others(moment, year)
    for recorded in log.stream_all():
        envelope = recorded.envelope
        if isinstance(envelope.event, Established):
            counter.zones[envelope.stream] = envelope.event.zone
        elif body is not None and envelope.body != body:
            continue
        elif type(envelope.event) in REQUEST_EVENTS:
            counter.take(envelope)
        else:
            others.take(envelope)
    return {**counter.result(), **others.result(counter.day_of)}


class _Counter:
    """Counts a request when it is closed, when its next event is after the moment, or at the end."""

    def __init__(self, moment: datetime, year: int | None) -> None:
        self.moment = moment
        self.year = year
        self.zones: dict[Stream, str] = {}
        self.open: dict[Stream, tuple[Stream, Progress]] = {}
        self.counts: Counter[tuple[str, str]] = Counter()

    def take(self, envelope: Envelope[Event]) -> None:
        stream, event = envelope.stream, envelope.event
        if envelope.recorded_at > self.moment:
            if stream in self.open:
                self.settle(*self.open.pop(stream))
        elif isinstance(event, Filed):
            self.open[stream] = (envelope.body, Progress())
        elif stream in self.open:
            body, progress = self.open.pop(stream)
            if isinstance(event, Registered) and self.year not in {None, event.year}:
                return
            progress = advance(progress, event)  # type: ignore[arg-type]  # only facts of requests come here
            if progress.closing:
                self.settle(body, progress)
            else:
                self.open[stream] = (body, progress)

    def settle(self, body: Stream, progress: Progress) -> None:
        as_of = self.day_of(body)
        said = [
            ("requests", "all"),
            ("step", progress.step.value),
            ("requests", "open") if not progress.closing else ("closing", progress.closing.value),
        ]
        if progress.outcome:
            said.append(("outcome", progress.outcome.value))
        if progress.overdue(as_of):
            said.append(("requests", "overdue"))
        if progress.late:
            said.append(("requests", "late"))
        self.counts.update(said)

    def day_of(self, body: Stream) -> date:
        """The local day of the moment where a body is."""
        return self.moment.astimezone(ZoneInfo(self.zones.get(body, DEFAULT_ZONE))).date()

    def result(self) -> RequestCounts:
        while self.open:
            self.settle(*self.open.popitem()[1])
        return {
            "moment": self.moment.isoformat(),
            "requests": self.counts["requests", "all"],
            "open": self.counts["requests", "open"],
            "overdue": self.counts["requests", "overdue"],
            "late": self.counts["requests", "late"],
            "steps": self._of("step"),
            "outcomes": self._of("outcome"),
            "closings": self._of("closing"),
        }

    def _of(self, kind: str) -> dict[str, int]:
        return dict(sorted(_named(self.counts, kind)))


def _named(counts: Counter[tuple[str, str]], kind: str) -> Iterable[tuple[str, int]]:
    return ((value, n) for (of, value), n in counts.items() if of == kind)
