"""What time does to an exemption: a deadline is missed, a period ends and what it held is listed."""

from __future__ import annotations

from collections.abc import Sequence

from ppid import clocks
from ppid.checks import Context
from ppid.deciding import Decider, Placed
from ppid.events import Event
from ppid.exemption.events import Recounted
from ppid.exemption.listing import listed
from ppid.exemption.rules import ends
from ppid.exemption.state import Exemption


def recount(exemption: Exemption, context: Context, decrees: Sequence[str]) -> list[Recounted]:
    """Recount the deadline before the end of a period after a decree (regulations §9.1)."""
    return clocks.recounted(exemption.running(), context, decrees, Recounted)


def beside(
    decider: Decider,
    exemption: Exemption,
    context: Context,
    events: Sequence[Event],
) -> list[Placed]:
    """What was exempt enters the list of public information when its period ends."""
    return listed(decider, exemption, context, events)


__all__ = ["beside", "ends", "recount"]
