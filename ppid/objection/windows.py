"""When each ground may be raised, from which day its thirty working days run, and when they end (D09).

A window is asked for, never stored while nobody objects: a decree that moves days moves it too. What is
filed late is taken in and marked. Law: UU 14/2008 art. 35(1), 36(1); regulations §5.2 (U11, U12).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import msgspec

from ppid.checks import Context, promise
from ppid.deadlines import D08, D09, Text, clock_of
from ppid.errors import say_date
from ppid.events import Promise
from ppid.objection.vocabulary import Ground
from ppid.request.state import GIVING, Request
from ppid.request.vocabulary import Outcome

ONE_DAY = timedelta(days=1)
EXEMPTING = (Outcome.REFUSED_EXEMPT, Outcome.PARTLY_GRANTED)

NO_REQUEST = Text("alasan ini hanya dapat diajukan atas sebuah permohonan", "it can only be about a request")
NOT_EXEMPT = Text(
    "permohonan ini tidak ditolak dan tidak dihitamkan dengan dasar pengecualian",
    "nothing in this request was refused or blacked out as exempt",
)
NOT_ANSWERED = Text(
    "permohonan ini belum dijawab dengan pemberitahuan tertulis",
    "the request has not been answered by a written notice",
)
ANSWERED_IN_TIME = Text("permohonan ini dijawab pada waktunya", "the request was answered in time")
ENDED_BEFORE = Text(
    "permohonan ini berakhir sebelum waktu jawabannya habis", "the request ended before its time to answer"
)
ANSWER_NOT_DUE = Text("waktu untuk menjawab belum berakhir", "the time to answer has not ended")
NOTHING_PROMISED = Text("tidak ada informasi yang dijanjikan", "no information was promised")
DELIVERED_IN_TIME = Text("informasinya diserahkan pada waktunya", "the information was delivered in time")
DELIVERY_NOT_DUE = Text("waktu penyerahannya belum berakhir", "the time to deliver has not ended")


class Found(msgspec.Struct, frozen=True):
    """What the facts say of a ground: why it does not fit, or since when it does and from when it runs.

    ``opens_on`` may lie ahead while a clock still runs.
    """

    opens_on: date | None = None
    starts_on: date | None = None
    why_not: Text | None = None


class Window(msgspec.Struct, frozen=True):
    """The window of one ground on a day.

    ``opens_on``: the first day to raise it, None while no fact opens it; ``why_not`` says why it is not
    open on the day asked about. ``starts_on`` and ``promise``: its thirty working days; both None while
    the day that starts them is not recorded, and then nothing can be late.
    """

    ground: Ground
    asked_on: date
    opens_on: date | None = None
    starts_on: date | None = None
    promise: Promise | None = None
    why_not: Text | None = None

    @property
    def open(self) -> bool:
        """Whether the ground may be raised on the day asked about, late or not."""
        return self.why_not is None

    @property
    def ends_on(self) -> date | None:
        """The last day in time; None while it is not running or its calendar is not decreed."""
        return self.promise.due_on if self.promise else None

    @property
    def late(self) -> bool:
        """Whether the thirty working days are over on the day asked about."""
        return self.ends_on is not None and self.asked_on > self.ends_on


def windows(
    request: Request | None, context: Context, *, on: date | None = None, found_on: date | None = None
) -> dict[Ground, Window]:
    """The window of every ground on the day ``on`` (by default the context's).

    ``found_on``: the day on which the objector says they found periodic information missing.
    Law: UU 14/2008 art. 36(1); regulations §5.2, U11: the start of each ground.
    """
    asked_on = on or context.as_of
    return {ground: _window(ground, _found(ground, request, asked_on, found_on), asked_on, context)
            for ground in Ground}  # fmt: skip


def _window(ground: Ground, found: Found, asked_on: date, context: Context) -> Window:
    if found.starts_on is None:
        return Window(ground, asked_on, found.opens_on, why_not=found.why_not)
    window = promise(clock_of(D09.code, found.starts_on), found.starts_on, context)
    return Window(ground, asked_on, found.opens_on, found.starts_on, window, found.why_not)


def _found(ground: Ground, request: Request | None, on: date, found_on: date | None) -> Found:
    if ground is Ground.PERIODIC:
        return Found(opens_on=found_on or on, starts_on=found_on)
    if request is None:
        return Found(why_not=NO_REQUEST)
    return FITS[ground](request, on)


def _answered(request: Request, on: date) -> Found:
    """Grounds on what the notice says run from its receipt; until that is recorded they may be raised."""
    notice = request.notice
    if notice is None or notice.sent_on > on:
        return Found(why_not=NOT_ANSWERED)
    return Found(opens_on=notice.sent_on, starts_on=request.notice_received_on)


def _exempt(request: Request, on: date) -> Found:
    answered = _answered(request, on)
    if answered.why_not is None and request.outcome not in EXEMPTING:
        return Found(why_not=NOT_EXEMPT)
    return answered


def _unanswered(request: Request, on: date) -> Found:
    """From the last day of the missed clock, extended if it was validly extended (E14, E14x)."""
    clock, notice = request.answer_clock, request.notice
    if clock is None:  # read from an old book, which promised nothing
        return Found(why_not=ANSWERED_IN_TIME) if notice else Found(opens_on=request.received_on)
    due_on = clock.promise.due_on
    if notice and not clock.late(on):
        return Found(why_not=ANSWERED_IN_TIME)
    if notice is None and request.closing and not clock.ran_out:
        return Found(why_not=ENDED_BEFORE)
    if due_on is None:
        return Found(why_not=ANSWER_NOT_DUE)
    return _after(due_on, due_on, on, ANSWER_NOT_DUE)


def _late(request: Request, on: date) -> Found:
    """From the late delivery, or from the promised day while nothing was delivered."""
    if request.notice is None or request.notice.sent_on > on:
        return Found(why_not=NOT_ANSWERED)
    clock = request.clocks.get(D08.code)
    if request.outcome not in GIVING or clock is None:
        return Found(why_not=NOTHING_PROMISED)
    due_on = clock.promise.due_on
    if due_on is None:
        return Found(why_not=DELIVERY_NOT_DUE)
    delivered_on = request.delivery.delivered_on if request.delivery else None
    if delivered_on and delivered_on <= due_on:
        return Found(why_not=DELIVERED_IN_TIME)
    return _after(due_on, delivered_on or due_on, on, DELIVERY_NOT_DUE)


def _after(due_on: date, starts_on: date, on: date, not_due: Text) -> Found:
    """Open from the day after a missed day; before that, since when it will be."""
    opens_on = due_on + ONE_DAY
    if on >= opens_on:
        return Found(opens_on, starts_on)
    return Found(opens_on, why_not=_with_day(not_due, opens_on))


def _with_day(why: Text, opens_on: date) -> Text:
    return Text(
        f"{why.id}; alasan ini terbuka mulai {say_date(opens_on, 'id')}",
        f"{why.en}; it opens on {say_date(opens_on, 'en')}",
    )


FITS: dict[Ground, Callable[[Request, date], Found]] = {
    Ground.EXEMPT: _exempt,
    Ground.UNANSWERED: _unanswered,
    Ground.NOT_AS_ASKED: _answered,
    Ground.NOT_FULFILLED: _answered,
    Ground.FEE: _answered,
    Ground.LATE: _late,
}
