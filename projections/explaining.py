"""Why a due date is what it is: every day of a count, counted or skipped, with its reason. Pure.

Law: UU 14/2008 art. 22 counts in working days; regulations §13 (conventions), §14 (U1, U6, U7, U8).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypedDict

from ppid.counting import Day, Reason, WorkingCalendar, months_after
from ppid.deadlines import CLOCKS
from ppid.events import Promise, Unit

#: A due date six months or some hours on, or one that was ordered, is not counted day by day.
UNCOUNTED = (Unit.MONTHS, Unit.HOURS, Unit.AS_SET)


class CountedDay(TypedDict):
    """One day of a count, ready for JSON. ``reason`` is a value of ``ppid.counting.Reason``."""

    date: str
    counted: bool
    reason: str


class Explained(TypedDict):
    """A due date with its count, ready for JSON. ``calendar`` is the edition counted with."""

    start: str
    days: int
    due_on: str
    calendar: str
    count: list[CountedDay]


def explain(calendar: WorkingCalendar, start: date, days: int) -> Explained:
    """Return when a period of ``days`` working days from ``start`` ends, and every day of the count.

    Raises ``ValueError`` below 1 day and ``CalendarMissingError`` for a year without a decree.
    """
    due_on = calendar.due(start, days)
    return {
        "start": start.isoformat(),
        "days": days,
        "due_on": due_on.isoformat(),
        "calendar": calendar.edition,
        "count": [
            {"date": day.on.isoformat(), "counted": day.counted, "reason": day.reason.value}
            for day in calendar.explain(start, due_on, days)
        ],
    }


def promised_days(calendar: WorkingCalendar, promise: Promise) -> tuple[Day, ...]:
    """Return every day of a promise; none while its date is unknown, or where no days are counted.

    ``calendar`` is the edition that the promise names; the count is under the rules of the promise. A count
    back from a day is told forwards, from its due date to that day.
    """
    if promise.due_on is None or promise.unit in UNCOUNTED:
        return ()
    if promise.unit is Unit.CALENDAR_DAYS:
        return _calendar_days(promise.starts_on, promise.due_on)
    counted = calendar.under(promise.rules)
    if promise.backwards:
        # The day that is counted back from is day zero, so it does not use up one of the days.
        span = promise.days + counted.is_working(promise.starts_on)
        *days, last = counted.explain(promise.due_on, promise.starts_on, span)
        return (*days, last._replace(counted=False, reason=Reason.START))
    return counted.explain(promise.starts_on, promise.due_on, promise.days)


def _calendar_days(start: date, due_on: date) -> tuple[Day, ...]:
    days = (start + timedelta(days=n) for n in range((due_on - start).days + 1))
    return tuple(
        Day(on, counted=on != start, reason=Reason.COUNTED if on != start else Reason.START) for on in days
    )


def recount(calendar: WorkingCalendar, promise: Promise) -> date | None:
    """Count a promise again from its inputs; None where nothing is counted, or a year has no decree.

    ``calendar`` is the edition to count with: the one that the promise names, or a newer one. The rules are
    those of the promise.
    """
    counted = calendar.under(promise.rules)
    owed = CLOCKS[promise.clock].owed_by_body
    match promise.unit:
        case Unit.AS_SET:
            return None
        case Unit.CALENDAR_DAYS:
            return promise.starts_on + timedelta(days=promise.days)
        case Unit.MONTHS:
            return months_after(promise.starts_on, promise.days)
        case Unit.HOURS:
            # No zone of the country changes its clocks: whole days of hours end at the same time of day.
            return promise.starts_on + timedelta(hours=promise.days)
        case Unit.WORKING_DAYS:
            again = counted.promise(
                promise.clock,
                promise.starts_on,
                promise.days,
                owed_by_body=owed,
                backwards=promise.backwards,
            )
            return again.due_on
