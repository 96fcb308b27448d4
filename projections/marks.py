"""Acts that are lawful and can be abused: the rows of an auditor's registers, one for each such fact.

Said to have happened long before it was recorded; an answer extended; a date moved by a decree; a person
erased; a clock that ran back. A row holds what registers are narrowed and sorted by; what it was about stands
in the fact itself. Pure: no clock, no database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from ppid.clocks import Moved
from ppid.clockwatch import RanBack
from ppid.dispute.events import MediationExtended
from ppid.events import Event, Recorded, Role, Stream
from ppid.person import Erased
from ppid.request.events import Extended
from ppid.topics import NAMES
from projections.shape import Projection
from projections.telling import TELLERS

#: Where the day is the furthest on: no body's local date of a recording is later.
FURTHEST_ON = timezone(timedelta(hours=14))
#: An entry of the next day is everyday, and one of the same day can look like it in the zone furthest on.
FEWEST_DAYS = 2


class MarkKind(StrEnum):
    """Which register a row belongs into, beside that of late entries."""

    ENTRY = "entry"
    EXTENSION = "extension"
    MOVED = "moved"
    ERASURE = "erasure"
    CLOCK = "clock"


class Mark(msgspec.Struct, frozen=True):
    """A fact that belongs into a register.

    ``late``: ``days`` of the calendar, or one fewer, lie between ``claimed_on`` and the local day of the
    recording, and they are two or more. ``clock``, ``old_on`` and ``new_on``: what an extension or a decree
    moved (None: waiting for a calendar), counted with the calendar ``edition``. ``imported``: taken over from
    a book, where entries are late by nature.
    """

    position: int
    kind: MarkKind
    stream: Stream
    version: int
    topic: str
    body: Stream
    recorded_at: datetime
    actor: str
    role: Role
    imported: bool = False
    late: bool = False
    claimed_on: date | None = None
    days: int = 0
    clock: str = ""
    old_on: date | None = None
    new_on: date | None = None
    edition: str = ""


def kind_of(event: Event) -> MarkKind:
    """The register that a fact belongs into by what it is."""
    match event:
        case Erased():
            return MarkKind.ERASURE
        case RanBack():
            return MarkKind.CLOCK
        case Moved():
            return MarkKind.MOVED
        case Extended() | MediationExtended() if event.promises:
            return MarkKind.EXTENSION
        case _:
            return MarkKind.ENTRY


def claimed_on(event: Event) -> date | None:
    """The day a fact of a case is said to have happened on; None where nobody says one."""
    teller = TELLERS.get(type(event))
    return teller.happened_on(event) if teller else None


def days_late(recorded: Recorded) -> int:
    """The most days that can lie between the claimed day and the local day of the recording."""
    claimed = claimed_on(recorded.envelope.event)
    if claimed is None:
        return 0
    return (recorded.envelope.recorded_at.astimezone(FURTHEST_ON).date() - claimed).days


def evolve(_row: Mark | None, recorded: Recorded) -> Mark:
    """Return the row of a fact; a fact never changes."""
    envelope, event = recorded.envelope, recorded.envelope.event
    days = days_late(recorded)
    mark = Mark(
        position=recorded.position,
        kind=kind_of(event),
        stream=envelope.stream,
        version=envelope.version,
        topic=NAMES[type(event)],
        body=envelope.body,
        recorded_at=envelope.recorded_at,
        actor=envelope.actor,
        role=envelope.role,
        imported=envelope.role is Role.IMPORT,
        late=days >= FEWEST_DAYS,
        claimed_on=claimed_on(event),
        days=max(days, 0),
    )
    match event:
        case Moved(old=old, new=new):
            return replace(mark, clock=new.clock, old_on=old.due_on, new_on=new.due_on, edition=new.calendar)
        case Extended(promises=(promise, *_)) | MediationExtended(promises=(promise, *_)):
            # An extension counts from the date that it extends.
            old_on, new_on = promise.starts_on, promise.due_on
            return replace(mark, clock=promise.clock, old_on=old_on, new_on=new_on, edition=promise.calendar)
        case _:
            return mark


def _keys_of(recorded: Recorded) -> Iterable[int]:
    noteworthy = kind_of(recorded.envelope.event) is not MarkKind.ENTRY or days_late(recorded) >= FEWEST_DAYS
    return (recorded.position,) if noteworthy else ()


#: How a register is read: in the order of recording.
ORDER = ("recorded_at", "position")

MARKS = Projection(
    name="marks",
    version=1,
    row=Mark,
    key=("position",),
    keys_of=_keys_of,
    evolve=evolve,
    indexes=(
        ("kind", *ORDER),
        ("body", "kind", *ORDER),
        ("kind", "edition", *ORDER),
        ("late", "imported", *ORDER),
        ("body", "late", "imported", *ORDER),
        ("stream", "position"),
    ),
    tally=lambda mark: [(mark.body, mark.kind.value, mark.edition)],
    tally_by=("body", "kind", "edition"),
)
