"""The clocks of a case as its events made them: started, met, replaced, run out, recounted.

Every subject keeps its clocks in one mapping from code to state, and these pure functions change it.
"Overdue" is asked with a day, never stored; that a clock ran out is a fact, recorded once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from ppid.calendar import edition_number
from ppid.deadlines import CLOCKS
from ppid.events import Event, Promise, Unit

if TYPE_CHECKING:
    # The facts of a body come as commands that hold a case's facts, and those hold clocks.
    from ppid.checks import Context


class ClockState(msgspec.Struct, frozen=True):
    """A clock of a case: its promise, and how it ended.

    ``on`` is the day that ended it; None while it runs, and where an imported book does not tell. ``at`` is
    the instant, where hours are counted.
    """

    promise: Promise
    met: bool = False
    on: date | None = None
    ran_out: bool = False
    replaced: bool = False
    at: datetime | None = None

    @property
    def running(self) -> bool:
        """Whether the clock still waits for its end."""
        return not (self.met or self.replaced)

    def late(self, as_of: date, now: datetime | None = None) -> bool:
        """Whether it ended late, or runs past its due date on ``as_of`` (hours: past their end at ``now``).

        Asked with a day alone, hours that have run out are late from the moment that this was recorded.
        """
        if self.promise.due_on is None or self.replaced:
            return False
        if self.met:
            return self.ran_out if self.on is None else self.promise.over(self.on, self.at)
        if self.promise.due_at is not None and self.ran_out:
            return True
        return self.promise.over(as_of, now)


Clocks: TypeAlias = dict[str, ClockState]


class RanOut(Event, frozen=True):
    """A clock ended unmet on ``due_on``; what right that opens stands with the clock (regulations §12).

    ``promises`` start what follows from it by law, such as the way to the commission after silence.
    ``due_at`` is the instant it ended, told in ``zone``, where hours are counted.
    """

    clock: str
    due_on: date
    calendar: str
    promises: tuple[Promise, ...] = ()
    due_at: datetime | None = None
    zone: str = ""


class Moved(Event, frozen=True):
    """A calendar decree moved a due date: the old one, the new one, and the decree (regulations §9.1)."""

    old: Promise
    new: Promise
    decree: str


RanOutT = TypeVar("RanOutT", bound=RanOut)
MovedT = TypeVar("MovedT", bound=Moved)


def started(clocks: Clocks, promises: Iterable[Promise]) -> Clocks:
    """The clocks with those that a new promise started, or started anew."""
    return {**clocks, **{p.clock: ClockState(p) for p in promises}}


def met(clocks: Clocks, codes: Iterable[str], on: date | None, at: datetime | None = None) -> Clocks:
    """The clocks with those of ``codes`` that were running ended on ``on``, or at the instant ``at``."""
    return {
        code: replace(clock, met=True, on=on, at=at) if code in codes and clock.running else clock
        for code, clock in clocks.items()
    }


def resumed(clocks: Clocks, codes: Iterable[str]) -> Clocks:
    """The clocks with those of ``codes`` that were met running again by the same promise.

    For what turns out to be owed still. That one ran out before stays recorded.
    """
    return {
        code: replace(clock, met=False, on=None, at=None) if code in codes and clock.met else clock
        for code, clock in clocks.items()
    }


def replaced(clocks: Clocks, codes: Iterable[str]) -> Clocks:
    """The clocks with those of ``codes`` that were running replaced by another."""
    return {
        code: replace(clock, replaced=True) if code in codes and clock.running else clock
        for code, clock in clocks.items()
    }


def noted(clocks: Clocks, event: RanOut) -> Clocks:
    """The clocks once it is recorded that one ran out, and with what that started."""
    clock = clocks.get(event.clock)
    ended = {**clocks, event.clock: replace(clock, ran_out=True)} if clock else clocks
    return started(ended, event.promises)


def running(clocks: Mapping[str, ClockState]) -> list[ClockState]:
    """The clocks that still wait for their end, the earliest first, unknown dates last."""
    waiting = [clock for clock in clocks.values() if clock.running]
    return sorted(waiting, key=lambda c: (c.promise.due_on or date.max, c.promise.clock))


def overdue(clocks: Iterable[ClockState], as_of: date, now: datetime | None = None) -> bool:
    """Whether a clock the body owes is past its due date on ``as_of``, or past its hours at ``now``."""
    return any(c.late(as_of, now) and CLOCKS[c.promise.clock].owed_by_body for c in clocks)


def ran_out(
    waiting: Iterable[ClockState], as_of: date, event: type[RanOutT], now: datetime | None = None
) -> list[RanOutT]:
    """The clocks whose end passed unmet and unrecorded. Law: regulations §12, column "on expiry"."""
    return [
        event(clock=p.clock, due_on=p.due_on, calendar=p.calendar, due_at=p.due_at, zone=p.zone)
        for p in (c.promise for c in waiting if not c.ran_out)
        if p.due_on and p.over(as_of, now)
    ]


def look_after(promise: Promise) -> date | None:
    """The day whose passing makes a promise worth a look: hours are looked at on the due day itself."""
    if promise.due_on is None or promise.due_at is None:
        return promise.due_on
    return promise.due_on - timedelta(days=1)


def counted_anew(old: Promise, context: Context) -> Promise:
    """The promise by the calendar as it is now, under the rules it was made with."""
    calendar = context.calendar.under(old.rules)
    owed = CLOCKS[old.clock].owed_by_body
    return calendar.promise(old.clock, old.starts_on, old.days, owed_by_body=owed, backwards=old.backwards)


def recounted(
    waiting: Iterable[ClockState],
    context: Context,
    decrees: Sequence[str],
    event: type[MovedT],
    anew: Callable[[Promise, Context], Promise] = counted_anew,
) -> list[MovedT]:
    """Recount open clocks with the calendar as it is now; only a date that moves is an event.

    ``decrees`` are the numbers of every instrument in the order of the editions; those that came after a
    promise are named as what moved it. Only working days are moved by a decree: hours, days and months of
    the calendar are not.

    A clock that has run out stays run out: the body could not know the later decree on that day, but
    neither could the requester, and the right that arose is not taken back. Law: regulations §9.1.
    """
    moved: list[MovedT] = []
    for clock in waiting:
        old = clock.promise
        if old.unit is not Unit.WORKING_DAYS or old.days == 0:
            continue
        if old.calendar == context.calendar.edition or clock.ran_out:
            continue
        new = anew(old, context)
        if (new.due_on, new.missing_year) != (old.due_on, old.missing_year):
            since = decrees[edition_number(old.calendar) :]
            moved.append(event(old=old, new=new, decree="; ".join(since)))
    return moved
