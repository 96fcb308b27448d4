"""A due date, bare and with the reason for every day of its count."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from ppid.calendar import edition_known_on
from ppid.counting import WorkingCalendar, working_calendar
from ppid.decrees import SHIPPED
from ppid.events import CountingRules
from tests.bench.measuring import Figure, middle, seconds_of
from tests.bench.stores import Bench

DAYS = 10
_FIRST, _LAST = date(2025, 1, 1), date(2026, 11, 30)
_ROUNDS = 30


def measure(_: Bench) -> Iterator[Figure]:
    """Count ten working days from every day of two years, as a promise of D06 does."""
    calendar = working_calendar(edition_known_on(SHIPPED, date.max), CountingRules())
    starts = [_FIRST + timedelta(days=n) for n in range((_LAST - _FIRST).days)]

    def bare() -> None:
        for start in starts:
            calendar.due(start, DAYS)

    def explained() -> None:
        for start in starts:
            calendar.explain(start, calendar.due(start, DAYS), DAYS)

    naive = _naive(calendar, starts)
    yield _figure("a due date with its explanation", explained, len(starts), 20, naive)
    yield _figure("the bare due date", bare, len(starts), 2, naive)


def _figure(what: str, act: Callable[[], None], count: int, goal: float, naive: float) -> Figure:
    each = middle([seconds_of(act) for _ in range(_ROUNDS)]) / count * 1e6
    beside = f"{naive:.2f} µs by looking at day after day"
    return Figure(what, f"under {goal} µs", f"{each:.2f} µs", beside, each < goal)


def _naive(calendar: WorkingCalendar, starts: list[date]) -> float:
    """Return the microseconds of the same dates from a set of days off, without any explanation."""
    days = calendar.explain(_FIRST, date(2026, 12, 31))
    off = {day.on for day, _ in pairwise(days) if not day.counted}

    def count() -> None:
        for start in starts:
            on, left = start, DAYS
            while left:
                on += timedelta(days=1)
                left -= on not in off

    return middle([seconds_of(count) for _ in range(_ROUNDS)]) / len(starts) * 1e6
