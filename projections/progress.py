"""How far a request has come, in the few facts that lists and counts need.

A slim copy of ``ppid.request.state``: no texts, no documents, only clocks that still run, so that a hundred
thousand of them fit in memory and in narrow rows. ``Progress.of`` says what it must equal; a test proves
that it always does. Pure: no clock, no database.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

import msgspec
from msgspec.structs import replace

from ppid.deadlines import CLOCKS
from ppid.events import Event, Promise, Stream
from ppid.request import events as e
from ppid.request.events import RequestEvent
from ppid.request.state import ANSWER_CLOCKS, GIVING, OUTCOMES, Request
from ppid.request.vocabulary import Closing, Correctable, Outcome, Step

REQUEST_EVENTS: frozenset[type[Event]] = frozenset(RequestEvent.__args__)
SUBJECT_CHARS = 160
REPLACED_CLOCKS = ("D05", "D06")


class Owed(msgspec.Struct, frozen=True, array_like=True):
    """A clock that still waits for its end. ``due_on`` is None while ``missing_year`` is not decreed."""

    clock: str
    due_on: date | None
    missing_year: int | None = None
    ran_out: bool = False

    @property
    def by_body(self) -> bool:
        """Whether the public body owes it, not the requester."""
        return CLOCKS[self.clock].owed_by_body


class Question(msgspec.Struct, frozen=True, array_like=True):
    """A question to a unit; ``open`` until the unit answers."""

    unit: str
    answer_by: date | None
    open: bool = True


class Progress(msgspec.Struct, frozen=True, array_like=True):
    """Where a request stands. ``due_on`` is the statutory answer date as last promised (D06, then D07)."""

    checked: bool = False
    complete: bool = False
    extended: bool = False
    outcome: Outcome | None = None
    owed_idr: int = 0
    delivered: bool = False
    closing: Closing | None = None
    due_clock: str = ""
    due_on: date | None = None
    answered_on: date | None = None
    waiting: tuple[Owed, ...] = ()
    questions: tuple[Question, ...] = ()

    @classmethod
    def of(cls, request: Request) -> Progress:
        """Return what a whole request comes down to."""
        answer = request.answer_clock
        waiting = [c for c in request.clocks.values() if c.running]
        return cls(
            checked=request.checked,
            complete=request.complete,
            extended=request.extension is not None,
            outcome=request.outcome,
            owed_idr=request.owed_idr,
            delivered=request.delivery is not None,
            closing=request.closing,
            due_clock=answer.promise.clock if answer else "",
            due_on=answer.promise.due_on if answer else None,
            answered_on=request.notice.sent_on if request.notice else None,
            waiting=tuple(sorted((_owed(c.promise, ran_out=c.ran_out) for c in waiting), key=_by_code)),
            questions=tuple(Question(r.unit, r.answer_by, r.open) for r in request.routings),
        )

    @property
    def step(self) -> Step:  # noqa: PLR0911  (one line per step reads better than nesting)
        """Where the request stands by its recorded facts."""
        if self.closing:
            return Step.CLOSED
        if self.delivered:
            return Step.DELIVERED
        if self.outcome in GIVING:
            return Step.AWAITING_PAYMENT if self.owed_idr else Step.AWAITING_DELIVERY
        if self.outcome:
            return Step.NOTIFIED
        if self.checked and not self.complete:
            return Step.INCOMPLETE
        if self.extended:
            return Step.EXTENDED
        return Step.COMPLETE if self.complete else Step.REGISTERED

    @property
    def late(self) -> bool | None:
        """Whether the answer was sent after its statutory date; None before the answer or without a date."""
        if self.answered_on is None or self.due_on is None:
            return None
        return self.answered_on > self.due_on

    @property
    def asked(self) -> Question | None:
        """The question that a unit has not answered yet."""
        return next((q for q in reversed(self.questions) if q.open), None)

    @property
    def units(self) -> tuple[str, ...]:
        """Every unit that was ever asked, each once."""
        return tuple(dict.fromkeys(q.unit for q in self.questions))

    @property
    def ran_out(self) -> bool:
        """Whether it is recorded that a clock of the body's, still running, has run out."""
        return any(owed.ran_out and owed.by_body for owed in self.running)

    @property
    def running(self) -> tuple[Owed, ...]:
        """The clocks that still wait for their end; none on a closed case."""
        return () if self.closing else self.waiting

    def next_ends(self) -> tuple[Owed | None, Owed | None]:
        """Return the clock that ends next that the body owes, and that the requester owes, undated last.

        A service target that was missed does not hide the legal limit behind it.
        """
        mine: Owed | None = None
        theirs: Owed | None = None
        for owed in self.running:  # in the order of their codes, so that the first of equal dates stands
            if owed.ran_out and CLOCKS[owed.clock].target:
                continue
            if owed.by_body:
                mine = owed if mine is None or _earlier(owed, mine) else mine
            else:
                theirs = owed if theirs is None or _earlier(owed, theirs) else theirs
        return mine, theirs

    def overdue(self, as_of: date) -> bool:
        """Whether a clock the body owes is past its due date on ``as_of``."""
        return any(o.by_body and o.due_on is not None and as_of > o.due_on for o in self.running)


def advance(progress: Progress, event: RequestEvent) -> Progress:  # noqa: C901, PLR0911, PLR0912  (one case per event)
    """Fold one event. Never refuses."""
    match event:
        case e.Filed() | e.NoticeReceived():
            return progress
        case e.Registered():
            return _meet(_start(progress, event.promises), ("D01", "D02"))
        case e.FoundComplete():
            met = _start(_meet(progress, ("D03",)), event.promises)
            return replace(met, checked=True, complete=True)
        case e.FoundIncomplete():
            return replace(_meet(progress, ("D03",)), checked=True, complete=False)
        case e.IncompletenessReceived():
            return _start(progress, event.promises)
        case e.Corrected():
            return _correct(progress, event.promises)
        case e.Completed():
            return replace(_start(_meet(progress, ("D04",)), event.promises), checked=False)
        case e.ClosedUncorrected():
            return replace(progress, outcome=Outcome.NOT_CORRECTED, closing=Closing.NOT_CORRECTED)
        case e.Routed():
            asked = Question(event.unit, event.answer_by)
            return replace(progress, questions=(*progress.questions, asked))
        case e.UnitAnswered():
            return replace(progress, questions=_answered(progress.questions, event.unit))
        case e.Extended():
            return replace(_start(_meet(progress, REPLACED_CLOCKS), event.promises), extended=True)
        case (
            e.Granted()
            | e.PartlyGranted()
            | e.RefusedExempt()
            | e.RefusedOther()
            | e.NotHeld()
            | e.NotDocumented()
        ):
            return _answer(progress, event)
        case e.FeePaid():
            return replace(progress, owed_idr=0)
        case e.InformationDelivered():
            return replace(_meet(progress, ("D08",)), delivered=True)
        case e.Withdrawn():
            return replace(progress, closing=Closing.WITHDRAWN)
        case e.Recounted():
            return _start(progress, (event.new,))
        case e.ClockRanOut():
            return replace(progress, waiting=_ran_out(progress.waiting, event.clock))
        case e.Closed():
            return replace(progress, closing=event.closing)
    assert_never(event)


def subject_of(information: str) -> str:
    """Return what is asked, on one line short enough for a list."""
    line = " ".join(information.split())
    return line if len(line) <= SUBJECT_CHARS else line[: SUBJECT_CHARS - 1].rstrip() + "…"


class Told(msgspec.Struct, frozen=True):
    """What an event says anew about the entry itself: the day of receipt, or what is asked."""

    received_on: date | None = None
    information: str | None = None


NOTHING_TOLD = Told()


def told(event: Event) -> Told:
    """Return what ``event`` changes of the entry in lists: a correction, or a wish that was completed."""
    if isinstance(event, e.Completed) and event.wish:
        return Told(information=event.wish.information)
    if isinstance(event, e.Corrected):
        if event.what is Correctable.RECEIVED_ON:
            return Told(received_on=date.fromisoformat(event.new))
        if event.what is Correctable.INFORMATION:
            return Told(information=event.new)
    return NOTHING_TOLD


def keys_of_request(stream: Stream, event: Event) -> tuple[Stream, ...]:
    """Return the row that an event of a request touches: its own; none for other subjects."""
    return (stream,) if type(event) in REQUEST_EVENTS else ()


def _owed(promise: Promise, *, ran_out: bool = False) -> Owed:
    return Owed(promise.clock, promise.due_on, promise.missing_year, ran_out)


def _earlier(one: Owed, other: Owed) -> bool:
    return one.due_on is not None and (other.due_on is None or one.due_on < other.due_on)


def _by_code(owed: Owed) -> str:
    return owed.clock


def _start(progress: Progress, promises: tuple[Promise, ...]) -> Progress:
    if not promises:
        return progress
    waiting = {o.clock: o for o in progress.waiting} | {p.clock: _owed(p) for p in promises}
    due_clock, due_on = progress.due_clock, progress.due_on
    for promise in promises:
        if promise.clock in {"D06", "D07"} and promise.clock >= due_clock:
            due_clock, due_on = promise.clock, promise.due_on
    ordered = tuple(sorted(waiting.values(), key=_by_code))
    return replace(progress, waiting=ordered, due_clock=due_clock, due_on=due_on)


def _correct(progress: Progress, promises: tuple[Promise, ...]) -> Progress:
    """Promise anew; a clock that the extension replaced does not run again."""
    corrected = _start(progress, promises)
    return _meet(corrected, REPLACED_CLOCKS) if progress.extended else corrected


def _meet(progress: Progress, codes: tuple[str, ...]) -> Progress:
    left = tuple(o for o in progress.waiting if o.clock not in codes)
    return progress if len(left) == len(progress.waiting) else replace(progress, waiting=left)


def _answer(progress: Progress, event: e.Answer) -> Progress:
    return replace(
        _start(_meet(progress, ANSWER_CLOCKS), event.promises),
        outcome=OUTCOMES[type(event)],
        owed_idr=event.notice.fee_idr,
        answered_on=event.notice.sent_on,
    )


def _answered(questions: tuple[Question, ...], unit: str) -> tuple[Question, ...]:
    return tuple(replace(q, open=False) if q.open and q.unit == unit else q for q in questions)


def _ran_out(waiting: tuple[Owed, ...], clock: str) -> tuple[Owed, ...]:
    return tuple(replace(o, ran_out=True) if o.clock == clock else o for o in waiting)
