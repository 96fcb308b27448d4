"""The clocks of the law as data. The content is regulations §12.

A clock names the dates between which its rule is in force; a case keeps the rule it began under, so a rule
that is replaced gets an ``until`` and a second entry of the same code follows it. "Day" means working day
unless a clock says otherwise (Perki 1/2021 art. 1(22)).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ppid.deadlines.clock import Clock, Text
from ppid.deadlines.dispute import D13, D14, D15, D16, D17, D18, D19, D20, D21, D22, D22C, D23, D24
from ppid.deadlines.objection import D09, D10, D11, D12, ORDER
from ppid.deadlines.privacy import D30, D31
from ppid.deadlines.publishing import D25, D26, D27, D28, D29
from ppid.deadlines.request import D01, D02, D03, D04, D05, D06, D07, D08
from ppid.events import Unit

RULES: tuple[Clock, ...] = (
    *(D01, D02, D03, D04, D05, D06, D07, D08),
    *(D09, D10, D11, D12, ORDER),
    *(D13, D14, D15, D16, D17, D18, D19, D20, D21, D22, D22C, D23, D24),
    *(D25, D26, D27, D28, D29),
    *(D30, D31),
)
#: Each clock by its code, in its newest rule: for its name and its meaning, which outlive a changed length.
CLOCKS: dict[str, Clock] = {clock.code: clock for clock in RULES}


def clock_of(code: str, began_on: date, rules: Iterable[Clock] = RULES) -> Clock:
    """The rule of ``code`` that a case keeps which began on ``began_on``; the oldest for older cases.

    Raises ``KeyError`` for a code that no rule has.
    """
    known = sorted((clock for clock in rules if clock.code == code), key=lambda clock: clock.since)
    if not known:
        raise KeyError(code)
    return next((clock for clock in known if clock.in_force(began_on)), known[0])


__all__ = [
    "CLOCKS",
    "D01",
    "D02",
    "D03",
    "D04",
    "D05",
    "D06",
    "D07",
    "D08",
    "D09",
    "D10",
    "D11",
    "D12",
    "D13",
    "D14",
    "D15",
    "D16",
    "D17",
    "D18",
    "D19",
    "D20",
    "D21",
    "D22",
    "D22C",
    "D23",
    "D24",
    "D25",
    "D26",
    "D27",
    "D28",
    "D29",
    "D30",
    "D31",
    "ORDER",
    "RULES",
    "Clock",
    "Text",
    "Unit",
    "clock_of",
]  # fmt: skip
