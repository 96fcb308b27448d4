"""A due date as a page shows it: the date, what is left of it, and why it is that day.

Nothing is counted here that was not promised: the count is explained with the calendar named in the promise.
"""

from __future__ import annotations

from datetime import date
from typing import TypedDict

import msgspec

from ppid.body import Body
from ppid.calendar import CalendarMissingError, Edition, fold_editions
from ppid.counting import WorkingCalendar, working_calendar
from ppid.deadlines import CLOCKS
from ppid.events import Promise
from projections.explaining import promised_days
from projections.replay import days_left
from web.citizen.words import reason_words
from web.filters import day as day_words
from web.i18n import gettext as _
from web.services import services


class CountedDay(TypedDict):
    """One day of a count, in words."""

    date: date
    counted: bool
    reason: str


class Due(msgspec.Struct, frozen=True):
    """A promise to show. ``count`` is empty where the day-by-day count cannot be shown."""

    clock: str
    start: date
    days: int
    due_on: date | None
    missing_year: int | None
    left: int | None
    count: tuple[CountedDay, ...]
    calendar: str
    law: str


def due_of(promise: Promise, body: Body, as_of: date | None = None) -> Due:
    """Show a promise of ``body``; with ``as_of`` also what is left of it on that day."""
    edition = _edition(promise.calendar)
    left = days_left(services().directory.calendar(body, as_of), as_of, promise.due_on) if as_of else None
    return Due(
        clock=promise.clock,
        start=promise.starts_on,
        days=promise.days,
        due_on=promise.due_on,
        missing_year=promise.missing_year,
        left=left,
        count=_count(promise, working_calendar(edition, body.rules)) if edition else (),
        calendar=_calendar_words(edition),
        law=CLOCKS[promise.clock].article,
    )


def _edition(name: str) -> Edition | None:
    editions = fold_editions(services().directory.calendar_events())
    return next((edition for edition in editions if edition.name == name), None)


def _count(promise: Promise, calendar: WorkingCalendar) -> tuple[CountedDay, ...]:
    try:
        days = promised_days(calendar, promise)
    except CalendarMissingError:
        return ()
    first = 0 if days and days[0].counted else 1
    return tuple(
        CountedDay(date=each.on, counted=each.counted, reason=reason_words(each.reason, each.name))
        for each in days[first:]
    )


def _calendar_words(edition: Edition | None) -> str:
    if edition is None or not edition.number:
        return ""
    return _(
        "SKB 3 Menteri Nomor %(numbers)s, ditandatangani %(signed)s",
        numbers="; ".join(edition.numbers),
        signed=day_words(edition.signed_on),
    )
