"""Who has a part in which request or objection: a row for each person of each case, by key only.

Whoever proved that a person is them finds their cases here; a representative finds those they act in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

import msgspec

from ppid.events import Event, Recorded, Stream
from ppid.objection import events as objecting
from ppid.request import events as requesting
from projections.shape import Key, Projection


class Part(StrEnum):
    """In which quality somebody has a part in a case."""

    OWN = "own"
    REPRESENTATIVE = "representative"


class Partaking(msgspec.Struct, frozen=True):
    """A person's part in a case.

    ``request`` is the request an objection is about, "" where there is none; ``until`` the last day of a
    representative's power, None where none is said.
    """

    person: Stream
    case: Stream
    part: Part
    filed_at: datetime
    body: Stream
    request: Stream = ""
    until: date | None = None


def _people(recorded: Recorded) -> dict[Stream, Part]:
    match recorded.envelope.event:
        case requesting.Filed(requester=owner, representative=agent):
            pass
        case objecting.Filed(objector=owner, representative=agent):
            pass
        case _:
            return {}
    found = {agent: Part.REPRESENTATIVE, owner: Part.OWN}
    return {person: part for person, part in found.items() if person}


def _keys(recorded: Recorded) -> Iterator[tuple[Stream, Stream]]:
    for person in _people(recorded):
        yield person, recorded.envelope.stream


def evolve(row: Partaking | None, recorded: Recorded, key: Key) -> Partaking | None:
    """Return the row of one person of a case; who has a part is told when it is filed."""
    envelope, person = recorded.envelope, str(key[0])
    part = _people(recorded).get(person)
    if part is None:
        return row
    event = envelope.event
    return Partaking(
        person=person,
        case=envelope.stream,
        part=part,
        filed_at=envelope.recorded_at,
        body=envelope.body,
        request=event.request if isinstance(event, objecting.Filed) else "",
        until=_until(event) if part is Part.REPRESENTATIVE else None,
    )


def _until(event: Event) -> date | None:
    return event.mandate.until if isinstance(event, requesting.Filed) and event.mandate else None


PARTIES = Projection(
    name="parties",
    version=1,
    row=Partaking,
    key=("person", "case"),
    keys_of=_keys,
    evolve_one=evolve,
    indexes=(("case", "person"),),
)
