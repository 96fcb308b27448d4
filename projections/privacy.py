"""Every data subject's application in one row, found by the person it is about. No word of anybody's."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from ppid.events import Recorded, Stream
from ppid.privacy.events import Asked
from ppid.privacy.state import PRIVACY
from projections.reader import Reader
from projections.shape import Projection

MOST = 500


class Asking(msgspec.Struct, frozen=True):
    """An application: whose, and when it came."""

    stream: Stream
    person: Stream
    body: Stream
    received_at: datetime


def _keys_of(recorded: Recorded) -> Iterable[Stream]:
    asked = isinstance(recorded.envelope.event, Asked) and PRIVACY.of(recorded.envelope.stream)
    return (recorded.envelope.stream,) if asked else ()


def evolve(row: Asking | None, recorded: Recorded) -> Asking | None:
    """Note whose application it is; nothing later changes that."""
    event, envelope = recorded.envelope.event, recorded.envelope
    if row is not None or not isinstance(event, Asked):
        return row
    return Asking(envelope.stream, event.person, envelope.body, event.received_at)


ASKINGS = Projection(
    name="askings",
    version=1,
    row=Asking,
    key=("stream",),
    keys_of=_keys_of,
    evolve=evolve,
    indexes=(("person", "received_at", "stream"),),
)


def of_person(askings: Reader[Asking], person: Stream) -> list[Stream]:
    """Return the applications of a person."""
    rows = askings.page(where={"person": person}, order=("received_at", "stream"), limit=MOST)
    return [row.stream for row in rows]
