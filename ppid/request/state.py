"""A request as its events make it. Folding never refuses: the past stays readable when a rule changes.

What a request *is* on a day (overdue, days left) is asked for with that day, never stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ppid.deadlines import CLOCKS
from ppid.events import Envelope, Event, Promise, Stream
from ppid.request import events as e
from ppid.request.vocabulary import (
    Channel,
    Closing,
    CopyForm,
    Correctable,
    Delivery,
    Missing,
    Obtain,
    Outcome,
    RequesterKind,
    Step,
)


class ClockState(msgspec.Struct, frozen=True):
    """A clock of this request: its promise, and how it ended.

    ``on`` is the day that ended it; None while it runs, and where an imported book does not tell.
    """

    promise: Promise
    met: bool = False
    on: date | None = None
    ran_out: bool = False
    replaced: bool = False

    @property
    def running(self) -> bool:
        """Whether the clock still waits for its end."""
        return not (self.met or self.replaced)

    def late(self, as_of: date) -> bool:
        """Whether it ended late, or runs past its due date on ``as_of``."""
        if self.promise.due_on is None or self.replaced:
            return False
        if self.met and self.on is None:
            return self.ran_out
        return (self.on or as_of) > self.promise.due_on


class Routing(msgspec.Struct, frozen=True):
    """A question to a unit, and its answer once given."""

    unit: str
    question: str
    answer_by: date | None
    answer: str = ""
    holds: bool | None = None

    @property
    def open(self) -> bool:
        """Whether the unit still owes an answer."""
        return self.holds is None


class Request(msgspec.Struct, frozen=True):
    """An information request as it stands at ``version``."""

    stream: Stream
    version: int
    body: Stream
    channel: Channel
    received_on: date
    requester: Stream
    requester_kind: RequesterKind
    wish: e.Wish
    representative: Stream
    language: str
    imported: e.ImportSource | None
    documents: tuple[e.Document, ...] = ()
    number: str = ""
    sequence: int = 0
    year: int = 0
    checked: bool = False
    complete: bool = False
    missing: tuple[Missing, ...] = ()
    incompleteness: e.FoundIncomplete | None = None
    incompleteness_received_on: date | None = None
    extension: e.Extended | None = None
    routings: tuple[Routing, ...] = ()
    outcome: Outcome | None = None
    notice: e.Notice | None = None
    notice_received_on: date | None = None
    paid: e.FeePaid | None = None
    delivery: e.InformationDelivered | None = None
    closing: Closing | None = None
    clocks: dict[str, ClockState] = {}
    keys: dict[str, str] = {}

    @property
    def step(self) -> Step:  # noqa: PLR0911  (one line per step reads better than nesting)
        """Where the request stands by its recorded facts."""
        if self.closing:
            return Step.CLOSED
        if self.delivery:
            return Step.DELIVERED
        if self.outcome in GIVING and self.notice:
            return Step.AWAITING_PAYMENT if self.owed_idr else Step.AWAITING_DELIVERY
        if self.outcome:
            return Step.NOTIFIED
        if self.checked and not self.complete:
            return Step.INCOMPLETE
        if self.extension:
            return Step.EXTENDED
        return Step.COMPLETE if self.complete else Step.REGISTERED

    @property
    def owed_idr(self) -> int:
        """What the requester still has to pay, in rupiah."""
        return self.notice.fee_idr if self.notice and not self.paid else 0

    @property
    def answer_clock(self) -> ClockState | None:
        """The statutory clock of the written notice: D07 once extended, else D06."""
        return self.clocks.get("D07") or self.clocks.get("D06")

    @property
    def open_routing(self) -> Routing | None:
        """The question that a unit has not answered yet."""
        return next((r for r in reversed(self.routings) if r.open), None)

    def running(self) -> list[ClockState]:
        """The clocks that still wait for their end, the earliest first, unknown dates last."""
        if self.closing:
            return []
        waiting = [c for c in self.clocks.values() if c.running]
        return sorted(waiting, key=lambda c: (c.promise.due_on or date.max, c.promise.clock))

    def overdue(self, as_of: date) -> bool:
        """Whether a clock the body owes is past its due date on ``as_of``."""
        return any(c.late(as_of) and CLOCKS[c.promise.clock].owed_by_body for c in self.running())


GIVING = (Outcome.GRANTED, Outcome.PARTLY_GRANTED)
ANSWER_CLOCKS = ("D05", "D06", "D07")

OUTCOMES: dict[type[e.Answer], Outcome] = {
    e.Granted: Outcome.GRANTED,
    e.PartlyGranted: Outcome.PARTLY_GRANTED,
    e.RefusedExempt: Outcome.REFUSED_EXEMPT,
    e.RefusedOther: Outcome.REFUSED_OTHER,
    e.NotHeld: Outcome.NOT_HELD,
    e.NotDocumented: Outcome.NOT_DOCUMENTED,
}
ANSWERS: dict[Outcome, type[e.Answer]] = {outcome: answer for answer, outcome in OUTCOMES.items()}


def fold(envelopes: Iterable[Envelope[Event]]) -> Request | None:
    """A request from its envelopes; None when there are none."""
    request: Request | None = None
    for envelope in envelopes:
        request = place(request, envelope)
    return request


def place(request: Request | None, envelope: Envelope[Event]) -> Request | None:
    """Fold one envelope: the event, its version, and the idempotency key it carried."""
    event = envelope.event
    if isinstance(event, e.Filed):
        request = _filed(envelope, event)
    elif request is None:
        return None
    else:
        request = evolve(request, event)  # type: ignore[arg-type]
    keys = {**request.keys, envelope.key: envelope.digest} if envelope.key else request.keys
    return replace(request, version=envelope.version, keys=keys)


def _filed(envelope: Envelope[Event], event: e.Filed) -> Request:
    return Request(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        channel=event.channel,
        received_on=event.received_on,
        requester=event.requester,
        requester_kind=event.requester_kind,
        wish=event.wish,
        representative=event.representative,
        language=event.language,
        imported=event.imported,
        documents=event.documents,
    )


def evolve(request: Request, event: e.RequestEvent) -> Request:  # noqa: C901, PLR0911, PLR0912  (one case per event)
    """Fold one event. Never refuses."""
    match event:
        case e.Filed():
            return request
        case e.Registered():
            started = _start(request, event.promises)
            registered = replace(started, number=event.number, sequence=event.sequence, year=event.year)
            return _meet(registered, ("D01", "D02"), _start_of("D03", event.promises))
        case e.FoundComplete():
            met = _meet(request, ("D03",), _start_of("D05", event.promises))
            return replace(_start(met, event.promises), checked=True, complete=True, missing=())
        case e.FoundIncomplete():
            met = _meet(request, ("D03",), event.sent_on)
            return replace(
                met,
                checked=True,
                complete=False,
                missing=event.missing,
                incompleteness=event,
                incompleteness_received_on=None,
            )
        case e.IncompletenessReceived():
            return replace(_start(request, event.promises), incompleteness_received_on=event.received_on)
        case e.Completed():
            met = _meet(request, ("D04",), event.completed_on)
            return replace(
                _start(met, event.promises),
                checked=False,
                documents=(*request.documents, *event.documents),
                wish=event.wish or request.wish,
            )
        case e.ClosedUncorrected():
            return replace(request, outcome=Outcome.NOT_CORRECTED, closing=Closing.NOT_CORRECTED)
        case e.Routed():
            routing = Routing(event.unit, event.question, event.answer_by)
            return replace(request, routings=(*request.routings, routing))
        case e.UnitAnswered():
            return replace(request, routings=_answered(request.routings, event))
        case e.Extended():
            return replace(_start(_replace_clocks(request, ("D05", "D06")), event.promises), extension=event)
        case (
            e.Granted()
            | e.PartlyGranted()
            | e.RefusedExempt()
            | e.RefusedOther()
            | e.NotHeld()
            | e.NotDocumented()
        ):
            met = _meet(request, ANSWER_CLOCKS, event.notice.sent_on)
            return replace(_start(met, event.promises), outcome=OUTCOMES[type(event)], notice=event.notice)
        case e.NoticeReceived():
            return replace(request, notice_received_on=event.received_on)
        case e.FeePaid():
            return replace(request, paid=event)
        case e.InformationDelivered():
            return replace(_meet(request, ("D08",), event.delivered_on), delivery=event)
        case e.Withdrawn():
            return replace(request, closing=Closing.WITHDRAWN)
        case e.Corrected():
            return _corrected(request, event)
        case e.Recounted():
            return _start(request, (event.new,))
        case e.ClockRanOut():
            return _ran_out(request, event)
        case e.Closed():
            return replace(request, closing=event.closing)
    assert_never(event)


def _start(request: Request, promises: tuple[Promise, ...]) -> Request:
    if not promises:
        return request
    return replace(request, clocks={**request.clocks, **{p.clock: ClockState(p) for p in promises}})


def _start_of(code: str, promises: tuple[Promise, ...]) -> date | None:
    """The day that ``code`` started on: the event that starts one clock ends another on the same day."""
    return next((p.starts_on for p in promises if p.clock == code), None)


def _meet(request: Request, codes: tuple[str, ...], on: date | None) -> Request:
    ended = {
        code: replace(clock, met=True, on=on)
        for code, clock in request.clocks.items()
        if code in codes and clock.running
    }
    return replace(request, clocks={**request.clocks, **ended}) if ended else request


def _replace_clocks(request: Request, codes: tuple[str, ...]) -> Request:
    gone = {
        code: replace(clock, replaced=True)
        for code, clock in request.clocks.items()
        if code in codes and clock.running
    }
    return replace(request, clocks={**request.clocks, **gone})


def _ran_out(request: Request, event: e.ClockRanOut) -> Request:
    clock = request.clocks.get(event.clock)
    if clock is None:
        return request
    return replace(request, clocks={**request.clocks, event.clock: replace(clock, ran_out=True)})


def _answered(routings: tuple[Routing, ...], event: e.UnitAnswered) -> tuple[Routing, ...]:
    return tuple(
        replace(r, answer=event.answer, holds=event.holds) if r.open and r.unit == event.unit else r
        for r in routings
    )


def _moved(request: Request, promises: tuple[Promise, ...]) -> Request:
    """Promise anew; a clock that an extension replaced stays replaced, and is the base it counts from."""
    moved = {
        p.clock: ClockState(p, replaced=p.clock in request.clocks and request.clocks[p.clock].replaced)
        for p in promises
    }
    return replace(request, clocks={**request.clocks, **moved}) if moved else request


def _corrected(request: Request, event: e.Corrected) -> Request:
    restarted = _moved(request, event.promises)
    match event.what:
        case Correctable.RECEIVED_ON:
            return replace(restarted, received_on=date.fromisoformat(event.new))
        case Correctable.INFORMATION:
            return replace(restarted, wish=replace(request.wish, information=event.new))
        case Correctable.PURPOSE:
            return replace(restarted, wish=replace(request.wish, purpose=event.new))
        case Correctable.OBTAIN:
            return replace(restarted, wish=replace(request.wish, obtain=Obtain(event.new)))
        case Correctable.COPY_FORM:
            return replace(restarted, wish=replace(request.wish, copy_form=CopyForm(event.new)))
        case Correctable.DELIVERY:
            return replace(restarted, wish=replace(request.wish, delivery=Delivery(event.new)))
    assert_never(event.what)
