"""Who is who: people and officers by key, their identity in a box that only their own key opens.

A list joins these rows and opens many boxes with one question for keys. An erased person keeps the row, so
that a page can say so instead of showing nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from ppid.appointing.events import OfficerAppointed, OfficerDismissed
from ppid.events import Recorded, Role, Sealed, Stream
from ppid.person import Corrected, Erased, Known
from projections.shape import Projection


class Person(msgspec.Struct, frozen=True):
    """A person. ``box`` is the ciphertext of their ``Identity``; "" once they are erased."""

    person: Stream
    known_at: datetime
    box: str = ""
    changed_at: datetime | None = None
    erased_at: datetime | None = None

    @property
    def sealed(self) -> Sealed | None:
        """The identity to open; None once it is erased."""
        return Sealed(self.person, self.box) if self.box else None


def _person_keys(recorded: Recorded) -> tuple[Stream, ...]:
    return (
        (recorded.envelope.stream,) if isinstance(recorded.envelope.event, Known | Corrected | Erased) else ()
    )


def evolve_person(row: Person | None, recorded: Recorded) -> Person | None:
    """Fold one event of a person."""
    envelope, at = recorded.envelope, recorded.envelope.recorded_at
    match envelope.event:
        case Known(identity=identity):
            return Person(envelope.stream, at, identity.box)
        case Corrected(identity=identity) if row and row.erased_at is None:
            return replace(row, box=identity.box, changed_at=at)
        case Erased():
            return replace(row or Person(envelope.stream, at), box="", erased_at=at)
        case _:
            return row


PEOPLE = Projection(
    name="people",
    version=1,
    row=Person,
    key=("person",),
    keys_of=_person_keys,
    evolve=evolve_person,
)


class Officer(msgspec.Struct, frozen=True):
    """An officer of a body as last appointed, also after dismissal. ``name`` opens with their own key.

    ``since`` and ``until`` are the days of that appointment, where it has them; ``appointed_by`` recorded it.
    What is delegated stands in the body's own stream.
    """

    officer: str
    body: Stream
    name: Sealed
    roles: tuple[Role, ...]
    unit: str
    position: str
    appointed_at: datetime
    since: date | None = None
    until: date | None = None
    appointed_by: str = ""
    dismissed_at: datetime | None = None


def _officer_keys(recorded: Recorded) -> Iterator[tuple[str, Stream]]:
    event = recorded.envelope.event
    if isinstance(event, OfficerAppointed | OfficerDismissed):
        yield event.officer, recorded.envelope.stream


def evolve_officer(row: Officer | None, recorded: Recorded) -> Officer | None:
    """Fold one appointment or dismissal."""
    envelope = recorded.envelope
    match envelope.event:
        case OfficerAppointed() as event:
            return Officer(
                event.officer,
                envelope.stream,
                event.name,
                event.roles,
                event.unit,
                event.position,
                envelope.recorded_at,
                event.since,
                event.until,
                envelope.actor,
            )
        case OfficerDismissed() if row:
            return replace(row, roles=(), dismissed_at=envelope.recorded_at)
        case _:
            return row


OFFICERS = Projection(
    name="officers",
    version=2,
    row=Officer,
    key=("officer", "body"),
    keys_of=_officer_keys,
    evolve=evolve_officer,
    indexes=(("body", "officer"),),
)
