"""A case, or all counts of a body, exactly as they stood in the log at a moment.

What was recorded up to and with that moment counts, whatever day it is said to have happened on; due dates
are those promised by then. Reads the log itself: the answer needs no projection, and no text of anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import takewhile
from typing import Protocol, TypedDict
from zoneinfo import ZoneInfo

import msgspec

from ppid.body import Established
from ppid.calendar import CalendarMissingError
from ppid.clocks import ClockState
from ppid.counting import WorkingCalendar
from ppid.events import Envelope, Event, Recorded, Stream
from ppid.request.events import Filed, Registered
from ppid.request.state import Request, fold
from projections.cases import Case
from projections.progress import REQUEST_EVENTS, Progress, advance
from projections.reader import Reader

DEFAULT_ZONE = "Asia/Jakarta"


class Log(Protocol):
    """What a replay needs of the log."""

    def load(self, stream: Stream) -> list[Recorded]:
        """Return the events of one stream, in order."""

    def stream_all(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """Yield all events, in order."""


# One case -------------------------------------------------------------------------------------------------


class Replayed(msgspec.Struct, frozen=True):
    """A case as recorded up to ``moment``. ``request`` is None when nothing was recorded by then."""

    request: Request | None
    recorded: tuple[Recorded, ...]
    moment: datetime

    @property
    def envelopes(self) -> tuple[Envelope[Event], ...]:
        """What was recorded, without its places in the log."""
        return tuple(recorded.envelope for recorded in self.recorded)


def case_as_of(log: Log, stream: Stream, moment: datetime) -> Replayed:
    """Return the case as it stood at ``moment``, that instant included."""
    by_then = tuple(takewhile(lambda r: r.envelope.recorded_at <= moment, log.load(stream)))
    return Replayed(fold(recorded.envelope for recorded in by_then), by_then, moment)


def find_by_number(number: str, cases: Reader[Case]) -> Stream | None:
    """Return the request of a registration number, through the rows of ``cases``."""
    found = cases.page(where={"number": number}, limit=1)
    return found[0].stream if found and number else None


def find_in_log(log: Log, number: str) -> Stream | None:
    """Return the request of a registration number by reading the log: slower, and needs no projection."""
    for recorded in log.stream_all():
        event = recorded.envelope.event
        if isinstance(event, Registered) and event.number == number:
            return recorded.envelope.stream
    return None


def moment_of(day: date, zone: str = DEFAULT_ZONE) -> datetime:
    """Return the end of a local day, as an instant in UTC: everything recorded on that day is before it."""
    end = datetime.combine(day, time.max, ZoneInfo(zone))
    try:
        return end.astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time.max, UTC)


# Described ------------------------------------------------------------------------------------------------


class ClockShown(TypedDict):
    """One clock, ready for JSON. ``ended_on`` is the day that met it; ``days_left`` only while it runs."""

    clock: str
    starts_on: str
    days: int
    due_on: str | None
    missing_year: int | None
    calendar: str
    status: str
    ended_on: str | None
    late: bool
    ran_out: bool
    days_left: int | None


def as_dict(request: Request, as_of: date, calendar: WorkingCalendar | None = None) -> dict[str, object]:
    """Return a case as it stands on ``as_of``, ready for JSON: no person, no text that anybody wrote freely.

    With the body's working calendar every running clock also says how many working days are left, below
    zero when it is over.
    """
    notice, delivery, answer = request.notice, request.delivery, request.answer_clock
    return {
        "request": request.stream,
        "version": request.version,
        "body": request.body,
        "number": request.number,
        "year": request.year,
        "as_of": as_of.isoformat(),
        "step": request.step.value,
        "outcome": _text(request.outcome),
        "closing": _text(request.closing),
        "overdue": request.overdue(as_of),
        "channel": request.channel.value,
        "requester_kind": request.requester_kind.value,
        "imported": request.imported is not None,
        "received_on": request.received_on.isoformat(),
        "due_on": _text(answer.promise.due_on) if answer else None,
        "missing": [lack.value for lack in request.missing],
        "incompleteness_received_on": _text(request.incompleteness_received_on),
        "extended": request.extension is not None,
        "units": list(dict.fromkeys(routing.unit for routing in request.routings)),
        "unit_asked": request.open_routing.unit if request.open_routing else None,
        "notice": notice.number if notice else None,
        "signed_on": _text(notice.signed_on) if notice else None,
        "notified_on": _text(notice.sent_on) if notice else None,
        "notice_received_on": _text(request.notice_received_on),
        "fee_idr": notice.fee_idr if notice else 0,
        "owed_idr": request.owed_idr,
        "paid_on": _text(request.paid.paid_on) if request.paid else None,
        "delivered_on": _text(delivery.delivered_on) if delivery else None,
        "clocks": [_clock(c, request, as_of, calendar) for _, c in sorted(request.clocks.items())],
    }


def _clock(clock: ClockState, request: Request, as_of: date, calendar: WorkingCalendar | None) -> ClockShown:
    promise = clock.promise
    running = clock.running and request.closing is None
    return {
        "clock": promise.clock,
        "starts_on": promise.starts_on.isoformat(),
        "days": promise.days,
        "due_on": _text(promise.due_on),
        "missing_year": promise.missing_year,
        "calendar": promise.calendar,
        "status": _status(clock, running=running),
        "ended_on": _text(clock.on),
        "late": clock.late(as_of) if running or clock.met else False,
        "ran_out": clock.ran_out,
        "days_left": days_left(calendar, as_of, promise.due_on) if running and calendar else None,
    }


def _status(clock: ClockState, *, running: bool) -> str:
    if running:
        return "running"
    if clock.met:
        return "met"
    return "replaced" if clock.replaced else "ended"


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


def _text(value: date | str | None) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


# Counts of a body -----------------------------------------------------------------------------------------


class Counts(TypedDict):
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


def counts_as_of(log: Log, body: Stream | None, moment: datetime) -> Counts:
    """Return the counts of a body, or of all bodies, as they stood at ``moment``.

    Reads the whole log once. What is kept in memory grows with the requests that were open at one time,
    not with all there ever were.
    """
    counter = _Counter(moment)
    for recorded in log.stream_all():
        envelope = recorded.envelope
        if isinstance(envelope.event, Established):
            counter.zones[envelope.stream] = envelope.event.zone
        elif type(envelope.event) in REQUEST_EVENTS and (body is None or envelope.body == body):
            counter.take(envelope)
    return counter.result()


class _Counter:
    """Counts a request when it is closed, when its next event is after the moment, or at the end."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
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
            progress = advance(progress, event)  # type: ignore[arg-type]  # only facts of requests come here
            if progress.closing:
                self.settle(body, progress)
            else:
                self.open[stream] = (body, progress)

    def settle(self, body: Stream, progress: Progress) -> None:
        as_of = self.moment.astimezone(ZoneInfo(self.zones.get(body, DEFAULT_ZONE))).date()
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

    def result(self) -> Counts:
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
