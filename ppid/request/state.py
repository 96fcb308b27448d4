"""A request as its events make it. Folding never refuses: the past stays readable when a rule changes.

What a request *is* on a day (overdue, days left) is asked for with that day, never stored.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ppid import clocks
from ppid.clocks import ClockState
from ppid.events import Actor, Envelope, Event, Promise, Role, Stream
from ppid.request import events as e
from ppid.request.refusals import UnknownRequestError
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
from ppid.subject import State, Subject


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


class Request(State, frozen=True, kw_only=True):
    """An information request as it stands at ``version``. ``answered_by`` took the first decision."""

    channel: Channel
    received_on: date
    requester: Stream
    requester_kind: RequesterKind
    wish: e.Wish
    representative: Stream
    language: str
    imported: e.ImportSource | None
    documents: tuple[e.Document, ...] = ()
    mandate: e.Mandate | None = None
    sequence: int = 0
    year: int = 0
    registered_at: datetime | None = None
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
    answered_by: str = ""

    @property
    def closed(self) -> bool:
        """Whether nothing more happens on it."""
        return self.closing is not None

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

    def overdue(self, as_of: date) -> bool:
        """Whether a clock the body owes is past its due date on ``as_of``."""
        return clocks.overdue(self.running(), as_of)


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


def _begin(envelope: Envelope[Event]) -> Request | None:
    event = envelope.event
    return _filed(envelope, event) if isinstance(event, e.Filed) else None


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
        mandate=event.mandate,
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
            base = replace(request, clocks=clocks.replaced(request.clocks, ("D05", "D06")))
            return replace(_start(base, event.promises), extension=event)
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
            return replace(request, clocks=clocks.noted(request.clocks, event))
        case e.Closed():
            return replace(request, closing=event.closing)
    assert_never(event)


def _start(request: Request, promises: tuple[Promise, ...]) -> Request:
    return replace(request, clocks=clocks.started(request.clocks, promises)) if promises else request


def _start_of(code: str, promises: tuple[Promise, ...]) -> date | None:
    """The day that ``code`` started on: the event that starts one clock ends another on the same day."""
    return next((p.starts_on for p in promises if p.clock == code), None)


def _meet(request: Request, codes: tuple[str, ...], on: date | None) -> Request:
    return replace(request, clocks=clocks.met(request.clocks, codes, on))


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


def _placed(request: Request, event: Event) -> Request:
    return evolve(request, event) if isinstance(event, e.RequestEvent) else request


def _signed(request: Request, envelope: Envelope[Event]) -> Request:
    """Who took the first decision, and when the request was entered in the register.

    The first cannot decide an objection against it (regulations §2.1); receipt is never after the second.
    """
    match envelope.event:
        case e.Answer():
            return replace(request, answered_by=envelope.actor)
        case e.Registered():
            return replace(request, registered_at=envelope.recorded_at)
        case _:
            return request


def may_see(actor: Actor, request: Request) -> bool:
    """Whether the actor may know of the case: its citizen, its body, a unit once asked, an auditor."""
    if actor.role is Role.CITIZEN:
        return actor.id == request.stream
    if actor.role is Role.AUDITOR:
        return not actor.body or actor.body == request.body
    if actor.body != request.body:
        return False
    if actor.role is Role.UNIT_OFFICER:
        return any(r.unit == actor.unit for r in request.routings)
    return actor.role in {Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD}


REQUEST = Subject(
    kind="request",
    state=Request,
    begin=_begin,
    evolve=_placed,
    sign=_signed,
    may_see=may_see,
    unknown=UnknownRequestError,
    ran_out=e.ClockRanOut,
    moved=e.Recounted,
)
fold = REQUEST.fold
place = REQUEST.place
