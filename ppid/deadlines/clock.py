"""What a clock of the law is: what starts it, how long it runs, who owes it, what its end opens."""

from __future__ import annotations

from datetime import date

import msgspec

from ppid.events import Unit

IN_FORCE_UU14 = date(2010, 4, 30)
IN_FORCE_PP61 = date(2010, 8, 23)
IN_FORCE_PERKI_2013 = date(2013, 4, 29)
IN_FORCE_PERKI_2021 = date(2021, 6, 30)


class Text(msgspec.Struct, frozen=True):
    """A sentence in both languages."""

    id: str
    en: str


class Clock(msgspec.Struct, frozen=True):
    """One statutory clock. ``days`` is its length in ``unit``; 0 means at the same moment, or as it was set.

    ``backwards``: counted back from the day it is named after, so that its due date comes before that day.
    ``target``: a service target whose miss gives nobody a right; once it is missed, the legal limit behind
    it is what the body has to look at (U3).
    """

    code: str
    name: Text
    starts: Text
    days: int
    owed_by_body: bool
    on_expiry: Text
    article: str
    since: date
    until: date | None = None
    target: bool = False
    unit: Unit = Unit.WORKING_DAYS
    backwards: bool = False

    def in_force(self, on: date) -> bool:
        """Whether the rule applies to a case that begins on ``on``."""
        return self.since <= on and (self.until is None or on <= self.until)
