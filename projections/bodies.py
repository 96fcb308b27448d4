"""The public bodies that use this system, for lists and for finding one by its code.

Everything else about a body stands in its own stream (``ppid.body``).
"""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from ppid.body import Described, Established, UnitAdded
from ppid.events import Recorded, Stream
from projections.shape import Projection


class BodyLine(msgspec.Struct, frozen=True):
    """A public body. ``units`` are pairs of code and name."""

    stream: Stream
    code: str
    name: str
    zone: str
    parent: Stream
    units: tuple[tuple[str, str], ...] = ()


def _keys(recorded: Recorded) -> tuple[Stream, ...]:
    event = recorded.envelope.event
    return (recorded.envelope.stream,) if isinstance(event, Established | Described | UnitAdded) else ()


def evolve(row: BodyLine | None, recorded: Recorded) -> BodyLine | None:
    """Fold one event of a body."""
    match recorded.envelope.event:
        case Established() as event:
            return BodyLine(recorded.envelope.stream, event.code, event.name, event.zone, event.parent)
        case Described(name=name) if row:
            return replace(row, name=name)
        case UnitAdded(code=code, name=name) if row:
            return replace(row, units=(*row.units, (code, name)))
        case _:
            return row


BODIES = Projection(
    name="bodies",
    version=1,
    row=BodyLine,
    key=("stream",),
    keys_of=_keys,
    evolve=evolve,
    indexes=(("code", "stream"),),
)
