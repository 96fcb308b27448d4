"""A second, naive count of days: one day after another, past a set of days off.

It shares no code with the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from ppid.calendar import Amended, Decreed
from ppid.decrees import SHIPPED

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass
class Almanac:
    """The days off that are known so far; a year that nobody decreed is not known at all."""

    off: set[date] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    def learn(self, instrument: Decreed | Amended) -> None:
        """Take in a decree or an amendment."""
        if isinstance(instrument, Decreed):
            self.years.add(instrument.year)
            self.off |= {holiday.on for holiday in instrument.holidays}
        else:
            self.off |= {holiday.on for holiday in instrument.added}
            self.off -= set(instrument.removed)

    def works(self, on: date) -> bool:
        """Whether it is a working day. Raises ``LookupError`` in a year that is not decreed."""
        if on.year not in self.years:
            raise LookupError(on.year)
        return on.weekday() < SATURDAY and on not in self.off

    def after(self, start: date, days: int, *, citizens: bool = False) -> date | None:
        """The last of ``days`` working days after ``start``; None when the count leaves the decreed years.

        A window of the citizen's that opens on a day off opens on the next working day (U6).
        """
        try:
            on = start
            while citizens and not self.works(on):
                on += ONE_DAY
            for _ in range(days):
                on += ONE_DAY
                while not self.works(on):
                    on += ONE_DAY
        except LookupError:
            return None
        return on

    def before(self, end: date, days: int) -> date | None:
        """The day ``days`` working days before ``end``."""
        try:
            on = end
            for _ in range(days):
                on -= ONE_DAY
                while not self.works(on):
                    on -= ONE_DAY
        except LookupError:
            return None
        return on


INSTRUMENTS: tuple[Decreed | Amended, ...] = tuple(sorted(SHIPPED, key=lambda one: one.signed_on))
