"""How lists say "soon" where the calendar of the next year is not decreed yet."""

from __future__ import annotations

from datetime import date

import pytest

from ppid.calendar import fold_editions
from ppid.counting import working_calendar
from ppid.decrees import SHIPPED
from ppid.events import CountingRules
from web.office.listing import soon

CALENDAR = working_calendar(fold_editions(SHIPPED)[-1], CountingRules())


@pytest.mark.parametrize(
    ("today", "days", "end"),
    [
        # Three working days from Friday 20 November 2026; sixty from 1 September over no day off.
        (date(2026, 11, 20), 3, date(2026, 11, 25)),
        (date(2026, 9, 1), 60, date(2026, 11, 24)),
        # Sixty would leave the decreed years: what ends in 2026 ends within them.
        (date(2026, 11, 22), 60, date(2026, 12, 31)),
        (date(2026, 12, 31), 3, date(2026, 12, 31)),
        # Nothing is counted in a year that is not decreed.
        (date(2027, 2, 15), 60, date(2027, 2, 15)),
    ],
)
def test_soon_reaches_as_far_as_the_calendar(today: date, days: int, end: date) -> None:
    assert soon(today, CALENDAR, days) == end
