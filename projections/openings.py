"""Who opened whose data and when: a row for each person of each opening, newest last.

A person sees their own rows, a body those of its officers, an auditor all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

import msgspec

from ppid.events import Recorded, Role, Stream
from ppid.openings import Opened, What
from projections.reader import Reader
from projections.shape import Key, Projection


class Opening(msgspec.Struct, frozen=True):
    """Somebody's data were opened: by whom, in which role, for which body, how, on the page of which case."""

    person: Stream
    position: int
    at: datetime
    actor: str
    role: Role
    body: Stream
    what: What
    case: Stream = ""


def _keys(recorded: Recorded) -> Iterator[tuple[Stream, int]]:
    event = recorded.envelope.event
    if isinstance(event, Opened):
        for person in event.people:
            yield person, recorded.position


def evolve(_row: Opening | None, recorded: Recorded, key: Key) -> Opening | None:
    """Return the row of one person of an opening; a fact never changes."""
    envelope, event = recorded.envelope, recorded.envelope.event
    if not isinstance(event, Opened):
        return None
    return Opening(
        person=str(key[0]),
        position=recorded.position,
        at=envelope.recorded_at,
        actor=envelope.actor,
        role=envelope.role,
        body=envelope.body,
        what=event.what,
        case=event.case,
    )


OPENINGS = Projection(
    name="openings",
    version=1,
    row=Opening,
    key=("person", "position"),
    keys_of=_keys,
    evolve_one=evolve,
    indexes=(
        ("body", "position", "person"),
        ("at", "position", "person"),
        ("body", "at", "position", "person"),
    ),
)


def by_look(openings: Iterable[Opening]) -> list[list[Opening]]:
    """Rows that follow one another by the looks that made them: the names of a list were opened with one."""
    return [list(group) for _position, group in groupby(openings, key=lambda row: row.position)]


def of_person(reader: Reader[Opening], person: Stream, limit: int = 200) -> list[Opening]:
    """Who opened the data of ``person``, newest first."""
    return reader.page(where={"person": person}, order=("position",), descending=True, limit=limit)
