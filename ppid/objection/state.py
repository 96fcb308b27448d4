"""An objection as its events make it. Folding never refuses: the past stays readable when a rule changes.

What an objection *is* on a day (overdue, days left) is asked for with that day, never stored.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ppid.clocks import ClockState, met, noted, running, started
from ppid.deadlines import D10, D11, D12, ORDER
from ppid.events import Actor, Envelope, Event, Role, Stream
from ppid.objection import events as e
from ppid.objection.refusals import UnknownObjectionError
from ppid.objection.vocabulary import GROUNDS, Closing, Correctable, Ground, Step, Verdict
from ppid.request.events import Document
from ppid.request.vocabulary import Channel
from ppid.subject import State, Subject


class OrderState(msgspec.Struct, frozen=True):
    """An order of an answer or a settlement, and how it was carried out."""

    what: str
    due_on: date
    done_on: date | None = None
    proof: str = ""
    documents: tuple[Document, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it was carried out."""
        return self.done_on is not None

    def late(self, as_of: date) -> bool:
        """Whether it was carried out late, or is past its due date on ``as_of``."""
        return (self.done_on or as_of) > self.due_on


class Objection(State, frozen=True, kw_only=True):
    """An objection as it stands at ``version``. ``talking``: settlement talks are open."""

    channel: Channel
    received_on: date
    objector: Stream
    grounds: tuple[Ground, ...]
    case: str
    purpose: str
    information: str
    request: Stream
    request_number: str
    found_on: date | None
    representative: Stream
    language: str
    periods: tuple[e.Period, ...]
    decided_by: tuple[str, ...]
    documents: tuple[Document, ...] = ()
    sequence: int = 0
    year: int = 0
    registered_on: date | None = None
    talks: e.SettlementOpened | None = None
    talking: bool = False
    settlements: tuple[e.Settled, ...] = ()
    failed: e.SettlementFailed | None = None
    answer: e.Answer | None = None
    verdict: Verdict | None = None
    answered_by: str = ""
    answer_received_on: date | None = None
    orders: tuple[OrderState, ...] = ()
    dispute: e.Disputed | None = None
    closing: Closing | None = None

    @property
    def step(self) -> Step:
        """Where the objection stands by its recorded facts."""
        if self.closing:
            return Step.CLOSED
        if self.dispute:
            return Step.DISPUTED
        if self.verdict or self.settled:
            if self.open_orders:
                return Step.REMEDY_DUE
            return STEPS[self.verdict] if self.verdict else Step.SETTLED
        if self.lapsed:
            return Step.LAPSED
        return Step.SETTLEMENT_TALKS if self.talking else Step.REGISTERED

    @property
    def title(self) -> str:
        """What it is about, without a word of anybody's: its grounds by letter."""
        return f"Keberatan ({', '.join(self.grounds)})"

    @property
    def unit(self) -> str:
        """No unit works on an objection: it is the superior's."""
        return ""

    @property
    def closed(self) -> bool:
        """Whether nothing more is owed on it."""
        return self.closing is not None

    @property
    def opened_on(self) -> date:
        """The day it began."""
        return self.received_on

    @property
    def late_grounds(self) -> tuple[Ground, ...]:
        """The grounds that were objected to after their window."""
        return tuple(period.ground for period in self.periods if period.late)

    @property
    def pending(self) -> tuple[Ground, ...]:
        """The grounds that were not settled: an answer explains each of them."""
        gone = {ground for settlement in self.settlements for ground in settlement.grounds}
        return tuple(ground for ground in self.grounds if ground not in gone)

    @property
    def settlement(self) -> e.Settled | None:
        """The last settlement: what it left out may be talked about again."""
        return self.settlements[-1] if self.settlements else None

    @property
    def settled(self) -> bool:
        """Whether both sides settled every ground, so that no answer is owed."""
        return bool(self.settlements) and not self.pending

    @property
    def lapsed(self) -> bool:
        """Whether the time to answer ended without an answer, as the timekeeper recorded."""
        clock = self.clocks.get(D10.code)
        return clock is not None and clock.running and clock.ran_out

    @property
    def open_orders(self) -> tuple[OrderState, ...]:
        """The orders that were not carried out yet."""
        return tuple(order for order in self.orders if not order.done)

    def running(self) -> list[ClockState]:
        """The clocks that still wait for their end; none on a closed objection but the way onwards."""
        waiting = running(self.clocks)
        return [c for c in waiting if c.promise.clock in WAY_ONWARDS] if self.closing else waiting


STEPS = {
    Verdict.UPHELD: Step.UPHELD,
    Verdict.OVERTURNED: Step.OVERTURNED,
    Verdict.PARTLY_OVERTURNED: Step.PARTLY_OVERTURNED,
}
#: The objector's windows to go to the commission: they outlive the closing of the objection.
WAY_ONWARDS = (D11.code, D12.code)
OFFICERS = frozenset({Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD})


def may_see(actor: Actor, objection: Objection) -> bool:
    """Whether the actor may know of the case: its citizen, its body's officers, every auditor."""
    if actor.role is Role.CITIZEN:
        return bool(actor.id) and actor.id in {objection.stream, objection.request}
    if actor.role is Role.AUDITOR:
        return not actor.body or actor.body == objection.body
    return actor.role in OFFICERS and actor.body == objection.body


def _begin(envelope: Envelope[Event]) -> Objection | None:
    event = envelope.event
    if not isinstance(event, e.Filed):
        return None
    return Objection(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        channel=event.channel,
        received_on=event.received_on,
        objector=event.objector,
        grounds=event.grounds,
        case=event.case,
        purpose=event.purpose,
        information=event.information,
        request=event.request,
        request_number=event.request_number,
        found_on=event.found_on,
        representative=event.representative,
        language=event.language,
        periods=event.periods,
        decided_by=event.decided_by,
        documents=event.documents,
    )


def _sign(objection: Objection, envelope: Envelope[Event]) -> Objection:
    if isinstance(envelope.event, e.Answer):
        return replace(objection, answered_by=envelope.actor)
    return objection


def evolve(objection: Objection, event: Event) -> Objection:
    """Fold one event. Never refuses; what is not an objection's changes nothing."""
    return _evolved(objection, event) if isinstance(event, e.ObjectionEvent) else objection


def _evolved(objection: Objection, event: e.ObjectionEvent) -> Objection:  # noqa: C901, PLR0911, PLR0912
    match event:
        case e.Filed():
            return objection
        case e.Registered():
            return replace(
                objection,
                number=event.number,
                sequence=event.sequence,
                year=event.year,
                registered_on=event.registered_on,
                clocks=started(objection.clocks, event.promises),
            )
        case e.SettlementOpened():
            return replace(objection, talks=event, talking=True, failed=None)
        case e.Settled():
            return _settled(objection, event)
        case e.SettlementFailed():
            return replace(objection, talking=False, failed=event)
        case e.Upheld() | e.Overturned() | e.PartlyOverturned():
            return _answered(objection, event)
        case e.AnswerReceived():
            clocks = started(objection.clocks, event.promises)
            return replace(objection, answer_received_on=event.received_on, clocks=clocks)
        case e.Remedied():
            return _remedied(objection, event)
        case e.Disputed():
            return replace(
                objection, dispute=event, clocks=met(objection.clocks, WAY_ONWARDS, event.filed_on)
            )
        case e.Withdrawn():
            return replace(objection, closing=Closing.WITHDRAWN)
        case e.Corrected():
            return _corrected(objection, event)
        case e.Recounted():
            return replace(objection, clocks=started(objection.clocks, (event.new,)))
        case e.ClockRanOut():
            return replace(objection, clocks=noted(objection.clocks, event))
        case e.Closed():
            return replace(objection, closing=event.closing)
    assert_never(event)


def _ordered(orders: tuple[e.Order, ...]) -> tuple[OrderState, ...]:
    return tuple(OrderState(order.what, order.due_on) for order in orders)


def _settled(objection: Objection, event: e.Settled) -> Objection:
    settled = replace(
        objection,
        talking=False,
        settlements=(*objection.settlements, event),
        orders=(*objection.orders, *_ordered(event.orders)),
        documents=(*objection.documents, *event.documents),
    )
    clocks = met(settled.clocks, (D10.code,), event.agreed_on) if settled.settled else settled.clocks
    return replace(settled, clocks=started(clocks, event.promises))


def _answered(objection: Objection, event: e.Answer) -> Objection:
    clocks = met(objection.clocks, (D10.code,), event.letter.sent_on)
    return replace(
        objection,
        talking=False,
        answer=event,
        verdict=e.VERDICTS[type(event)],
        orders=(*objection.orders, *_ordered(event.orders)),
        clocks=started(clocks, event.promises),
    )


def _remedied(objection: Objection, event: e.Remedied) -> Objection:
    orders = tuple(
        replace(order, done_on=event.done_on, proof=event.proof, documents=event.documents)
        if place == event.order
        else order
        for place, order in enumerate(objection.orders, start=1)
    )
    remedied = replace(objection, orders=orders, clocks=started(objection.clocks, event.promises))
    if remedied.open_orders:
        return remedied
    return replace(remedied, clocks=met(remedied.clocks, (ORDER.code,), event.done_on))


def _corrected(objection: Objection, event: e.Corrected) -> Objection:
    clocks = started(objection.clocks, event.promises)
    match event.what:
        case Correctable.CASE:
            return replace(objection, case=event.new)
        case Correctable.PURPOSE:
            return replace(objection, purpose=event.new)
        case Correctable.INFORMATION:
            return replace(objection, information=event.new)
        case Correctable.RECEIVED_ON:
            return replace(objection, received_on=date.fromisoformat(event.new), clocks=clocks)
    assert_never(event.what)


def settleable(objection: Objection) -> tuple[Ground, ...]:
    """The grounds that both sides may settle: b to g (UU 14/2008 art. 35(2))."""
    return tuple(ground for ground in objection.pending if GROUNDS[ground].settles)


OBJECTION: Subject[Objection] = Subject(
    kind="objection",
    state=Objection,
    begin=_begin,
    evolve=evolve,
    may_see=may_see,
    unknown=UnknownObjectionError,
    ran_out=e.ClockRanOut,
    moved=e.Recounted,
    sign=_sign,
)
