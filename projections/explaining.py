"""Why a due date is what it is: every day of a count, counted or skipped, with its reason. Pure.

Law: UU 14/2008 art. 22 counts in working days; regulations §13 (conventions), §14 (U1, U6, U7, U8).
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict

from ppid.counting import Day, WorkingCalendar
from ppid.events import Promise


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
    """Return every day of a promise; none while its date is unknown.

    ``calendar`` is the edition that the promise names; the count is under the rules of the promise.
    """
    if promise.due_on is None:
        return ()
    return calendar.under(promise.rules).explain(promise.starts_on, promise.due_on, promise.days)
