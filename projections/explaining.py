"""Why a due date is what it is: every day of a count, counted or skipped, with its reason. Pure.

Law: UU 14/2008 art. 22 counts in working days; regulations §13 (conventions), §14 (U1, U6, U7, U8).
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from ppid.calendar import Day, Reason, WorkingCalendar
from ppid.deadlines import CLOCKS
from ppid.events import Promise


class CountedDay(TypedDict):
    """One day of a count, ready for JSON. ``reason`` is a value of ``ppid.calendar.Reason``."""

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
            for day in days_of(calendar, start, due_on)
        ],
    }


def days_of(
    calendar: WorkingCalendar, start: date, due_on: date, *, owed_by_body: bool = True
) -> tuple[Day, ...]:
    """Return every day from ``start`` to ``due_on``, under the body's rules; as many are counted as promised.

    A count that starts on the next working day (U6) shows the days off before it too; that working day is
    day zero unless the day of receipt counts (U1).
    """
    begin = calendar.starts(start, owed_by_body=owed_by_body)
    if begin == start:
        return calendar.explain(start, due_on)
    return (*calendar.explain(start, begin)[:-1], *calendar.explain(begin, due_on))


def promised_days(calendar: WorkingCalendar, promise: Promise) -> tuple[Day, ...]:
    """Return every day of a promise; none while its date is unknown.

    ``calendar`` is the edition named in the promise. A period of 0 days ends where it starts. The extension
    runs on from the base date, which is never counted twice.
    """
    if promise.due_on is None:
        return ()
    if promise.days == 0:
        return (Day(promise.starts_on, counted=False, reason=Reason.START),)
    if promise.clock == "D07":
        _, *after = calendar.explain(promise.starts_on, promise.due_on)
        return (Day(promise.starts_on, counted=False, reason=Reason.START), *after)
    owed = CLOCKS[promise.clock].owed_by_body
    return days_of(calendar, promise.starts_on, promise.due_on, owed_by_body=owed)
