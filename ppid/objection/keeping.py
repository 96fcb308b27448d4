"""What time does to an objection: a clock that ends opens the next right, a decree moves the days."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ppid import clocks
from ppid.checks import Context, promise
from ppid.deadlines import D10, D12, clock_of
from ppid.objection.events import ClockRanOut, Recounted
from ppid.objection.state import Objection


def ends(objection: Objection, context: Context) -> list[ClockRanOut]:
    """The clocks that ended. The end of the answer's opens the way to the commission by itself (D12).

    Law: UU 14/2008 art. 37(2); Perki 1/2013 art. 5(b), 13(b); regulations §12, column "on expiry".
    """
    ended = clocks.ran_out(objection.running(), context.as_of, ClockRanOut)
    return [_with_way_onwards(objection, event, context) for event in ended]


def _with_way_onwards(objection: Objection, event: ClockRanOut, context: Context) -> ClockRanOut:
    if event.clock != D10.code:
        return event
    window = promise(clock_of(D12.code, objection.received_on), event.due_on, context)
    return replace(event, promises=(window,))


def recount(objection: Objection, context: Context, decrees: Sequence[str]) -> list[Recounted]:
    """Recount the clocks that still run after a decree (regulations §9.1)."""
    return clocks.recounted(objection.running(), context, decrees, Recounted)
