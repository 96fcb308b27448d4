"""What time does to a dispute: a clock runs out, and with the time to go on, a decision becomes final.

Law: UU 14/2008 art. 48, 50; Perki 1/2013 art. 60(3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from ppid.checks import Context
from ppid.clocks import ran_out
from ppid.deadlines import RULES, Clock
from ppid.dispute import events as e
from ppid.dispute.case import Dispute
from ppid.dispute.ruling import become
from ppid.dispute.vocabulary import Finality
from ppid.events import Event

#: Whose end makes a decision final when nobody went on.
WINDOWS = {"D22": Finality.NO_APPEAL, "D23": Finality.NO_CASSATION}
ONE_DAY = timedelta(days=1)


def ends(dispute: Dispute, context: Context, rules: Iterable[Clock] = RULES) -> list[Event]:
    """What ran out before today, each with its own day; a decision is final the day after its window.

    Law: UU 14/2008 art. 48(1), 50; Perki 1/2013 art. 60(3).
    """
    noted = ran_out(dispute.running(), context.as_of, e.ClockRanOut)
    events: list[Event] = [*noted]
    if dispute.final is None:
        events += [
            become(dispute, end.due_on + ONE_DAY, WINDOWS[end.clock], context, rules)
            for end in noted
            if end.clock in WINDOWS
        ]
    return events
