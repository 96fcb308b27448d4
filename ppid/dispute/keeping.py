"""What time does to a dispute: a clock runs out, and with the time to go on, a decision becomes final.

Law: UU 14/2008 art. 48, 50; Perki 1/2013 art. 60(3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from msgspec.structs import replace

from ppid.calendar import CalendarMissingError
from ppid.checks import Context
from ppid.clocks import counted_anew, ran_out, recounted
from ppid.deadlines import RULES, Clock
from ppid.deciding import Decider, Placed
from ppid.dispute import events as e
from ppid.dispute.case import Dispute
from ppid.dispute.opening import opened_beside
from ppid.dispute.ruling import become
from ppid.dispute.vocabulary import Finality
from ppid.events import Event, Promise

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


def recount(dispute: Dispute, context: Context, decrees: Sequence[str]) -> list[e.Recounted]:
    """Recount what still runs after a decree; an extension from the moved base end (regulations §9.1)."""

    def anew(old: Promise, context: Context) -> Promise:
        return counted_anew(_from_base(dispute, old, context), context)

    return recounted(dispute.running(), context, decrees, e.Recounted, anew)


def _from_base(dispute: Dispute, old: Promise, context: Context) -> Promise:
    mediation = dispute.mediation
    if old.clock != "D19" or mediation is None or mediation.extended is None:
        return old
    base = mediation.base
    calendar = context.calendar.under(base.rules)
    try:
        return replace(old, starts_on=calendar.due(base.starts_on, base.days, owed_by_body=False))
    except CalendarMissingError:
        return old


def beside(decider: Decider, dispute: Dispute, context: Context, events: Sequence[Event]) -> list[Placed]:
    """What a decision opens is open in the same save in which it becomes final."""
    return opened_beside(decider, dispute, context, events)
