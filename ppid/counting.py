"""How a period is counted: the working days of one edition of the calendar under one body's rules.

Counting is a bisection over an immutable sequence, so that a count made once can be made again, and every
day of it explained. Pure: no clock, no database.

Law: UU 14/2008 art. 22 counts in working days (*hari kerja*); Perki 1/2021 art. 1(22): "day" means
working day; regulations §13 (conventions), §14 (U1, U6 to U9).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from ppid.calendar import CalendarMissingError, Edition, Holiday, HolidayKind
from ppid.events import CountingRules, Promise

ONE_DAY = timedelta(days=1)


class Reason(StrEnum):
    """Why a day of a count was counted or skipped."""

    START = "start"
    COUNTED = "working-day"
    WEEKEND = "weekend"
    NATIONAL = "national"
    JOINT_LEAVE = "cuti-bersama"


class Day(NamedTuple):
    """One day of a count. ``name`` is the holiday's name where there is one."""

    on: date
    counted: bool
    reason: Reason
    name: str = ""


class _Run:
    """Consecutive decreed years: every day, and the working ones, laid out once."""

    __slots__ = ("days", "first", "last_year", "ordinals")

    def __init__(self, first_year: int, last_year: int, edition: Edition, rules: CountingRules) -> None:
        self.first = date(first_year, 1, 1).toordinal()
        self.last_year = last_year
        off = {
            h.on.toordinal(): h
            for h in edition.holidays
            if rules.joint_leave_off or h.kind is HolidayKind.NATIONAL
        }
        end = date(last_year, 12, 31).toordinal()
        self.days = tuple(_day(n, off.get(n), rules.week) for n in range(self.first, end + 1))
        self.ordinals = tuple(self.first + i for i, day in enumerate(self.days) if day.counted)


def _day(ordinal: int, holiday: Holiday | None, week: int) -> Day:
    on = date.fromordinal(ordinal)
    if holiday is not None:
        reason = Reason.NATIONAL if holiday.kind is HolidayKind.NATIONAL else Reason.JOINT_LEAVE
        return Day(on, counted=False, reason=reason, name=holiday.name)
    if on.weekday() >= week:
        return Day(on, counted=False, reason=Reason.WEEKEND)
    return Day(on, counted=True, reason=Reason.COUNTED)


def _day_zero(day: Day) -> Day:
    return Day(day.on, counted=False, reason=Reason.START) if day.counted else day


class WorkingCalendar:
    """The working days of one edition under one body's counting rules: an immutable sorted sequence.

    Counting is a bisection over that sequence. Convention A of regulations §13 is the default: the
    start date is day zero. Periods are in working days and end at 23:59:59 local time (U9).
    """

    __slots__ = ("_by_year", "_decreed", "edition", "rules")

    def __init__(self, edition: Edition, rules: CountingRules) -> None:
        self._decreed = edition
        self.edition = edition.name
        self.rules = rules
        self._by_year: dict[int, _Run] = {}
        for first, last in _consecutive(edition.years):
            run = _Run(first, last, edition, rules)
            self._by_year.update(dict.fromkeys(range(first, last + 1), run))

    def under(self, rules: CountingRules) -> WorkingCalendar:
        """The same edition under other rules: those that an older promise was made under."""
        return self if rules == self.rules else working_calendar(self._decreed, rules)

    def add(self, start: date, days: int) -> date:
        """The last day of a period of ``days`` working days after ``start`` (convention A).

        Received on Monday, due in one day, is due on Tuesday. Raises ``ValueError`` below 1 day and
        ``CalendarMissingError`` naming the first undecreed year. Law: UU 14/2008 art. 22(7).
        """
        if days < 1:
            message = f"a period has at least 1 day, not {days}"
            raise ValueError(message)
        ordinal = start.toordinal()
        run = self._by_year.get(start.year) or self._run_of_next_day(start)
        ordinals = run.ordinals
        index = bisect_right(ordinals, ordinal) + days - 1
        if index >= len(ordinals):
            raise CalendarMissingError(year=run.last_year + 1)
        return date.fromordinal(ordinals[index])

    def due(self, start: date, days: int, *, owed_by_body: bool = True) -> date:
        """The due date under this body's rules: U1 (does the day of receipt count) and U6 (days off).

        A window of the requester's that starts on a day off starts on the next working day (U6), and its
        first day never counts: U1 is about what the body owes.
        """
        begin = self.starts(start, owed_by_body=owed_by_body)
        if owed_by_body and self.rules.start_counts and self.is_working(begin):
            return begin if days == 1 else self.add(begin, days - 1)
        return self.add(begin, days)

    def starts(self, start: date, *, owed_by_body: bool = True) -> date:
        """Day zero of a count: ``start``, or the next working day where U6 says so."""
        if owed_by_body and not self.rules.after_hours_next_day:
            return start
        return start if self.is_working(start) else self.add(start, 1)

    def back(self, end: date, days: int) -> date:
        """The day ``days`` working days before ``end`` (E22). Raises as ``add``."""
        if days < 1:
            message = f"a period has at least 1 day, not {days}"
            raise ValueError(message)
        run = self._run_of(end)
        index = bisect_left(run.ordinals, end.toordinal()) - days
        if index < 0:
            raise CalendarMissingError(year=date.fromordinal(run.first).year - 1)
        return date.fromordinal(run.ordinals[index])

    def is_working(self, on: date) -> bool:
        """Whether ``on`` counts. Raises ``CalendarMissingError`` for a year without a decree."""
        run = self._run_of(on)
        return run.days[on.toordinal() - run.first].counted

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative when ``end`` is earlier."""
        if end < start:
            return -self.between(end, start)
        if end == start:
            return 0
        run = self._run_of(end)
        if start.toordinal() < run.first - 1:
            raise CalendarMissingError(year=date.fromordinal(run.first).year - 1)
        return bisect_right(run.ordinals, end.toordinal()) - bisect_right(run.ordinals, start.toordinal())

    def explain(self, start: date, due_on: date, days: int | None = None) -> tuple[Day, ...]:
        """Every day from ``start`` to ``due_on`` with why it was counted or skipped, ``start`` first.

        ``days`` is the length of the period, such as a promise keeps: exactly its last ``days`` working days
        are counted. Without it the count begins as this body's own clocks do. A working day before the count
        is day zero: an extension counts from a base due date, a requester's window may start late (U6).
        """
        if due_on < start or days == 0:
            return (Day(start, counted=False, reason=Reason.START),)
        run = self._by_year.get(start.year) or self._run_of_next_day(start)
        stop = due_on.toordinal() - run.first + 1
        if stop > len(run.days):
            raise CalendarMissingError(year=run.last_year + 1)
        begin = start.toordinal() - run.first
        first = self._first_counted(run, start, due_on, days) - run.first
        if first <= begin:
            return run.days[begin:stop]
        waited = (_day_zero(day) for day in run.days[begin + 1 : first])
        return (Day(start, counted=False, reason=Reason.START), *waited, *run.days[first:stop])

    def _first_counted(self, run: _Run, start: date, due_on: date, days: int | None) -> int:
        if days is not None:
            index = bisect_right(run.ordinals, due_on.toordinal()) - days
            return max(run.ordinals[max(index, 0)], start.toordinal())
        begin = self.starts(start)
        counts = self.rules.start_counts and self.is_working(begin)
        return begin.toordinal() + (0 if counts else 1)

    def promise(
        self, clock: str, start: date, days: int, *, owed_by_body: bool = True, backwards: bool = False
    ) -> Promise:
        """A due date as an event keeps it; without a decree, the year that is waited for instead."""
        due_on, missing_year = None, None
        try:
            if days == 0:
                due_on = start
            elif backwards:
                due_on = self.back(start, days)
            else:
                due_on = self.due(start, days, owed_by_body=owed_by_body)
        except CalendarMissingError as missing:
            missing_year = missing.year
        return Promise(
            clock, start, days, due_on, self.edition, missing_year, self.rules, backwards=backwards
        )

    def _run_of(self, on: date) -> _Run:
        run = self._by_year.get(on.year)
        if run is None:
            raise CalendarMissingError(year=on.year)
        return run

    def _run_of_next_day(self, start: date) -> _Run:
        # Day zero itself is never counted, so only the days after it need a decree.
        if start == date.max:
            raise CalendarMissingError(year=start.year)
        return self._run_of(start + ONE_DAY)


def _consecutive(years: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def months_after(start: date, months: int) -> date:
    """The same day some months later, or the last day of a shorter month (31 August and six: 28 February)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=64)
def working_calendar(edition: Edition, rules: CountingRules) -> WorkingCalendar:
    """The calendar of an edition under a body's rules. Laid out once and shared: it is immutable."""
    return WorkingCalendar(edition, rules)
