"""The timeline of every case: one row per fact, each a sentence in both languages.

A sentence names nobody; who acted stands beside it, by key and role.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from ppid.events import Recorded, Role, Stream
from ppid.topics import NAMES
from projections.shape import Projection
from projections.telling import TELLERS


class Line(msgspec.Struct, frozen=True):
    """A fact. ``happened_on``: the declared day, if there is one; ``recorded_at``: when it was written."""

    stream: Stream
    version: int
    position: int
    body: Stream
    topic: str
    recorded_at: datetime
    actor: str
    role: Role
    happened_on: date | None
    sentence_id: str
    sentence_en: str


def line_of(recorded: Recorded) -> Line:
    """Return the line of one fact of a case: also for reading a single case straight from its stream."""
    envelope = recorded.envelope
    event = envelope.event
    teller = TELLERS[type(event)]
    text = teller.sentence(event)
    return Line(
        stream=envelope.stream,
        version=envelope.version,
        position=recorded.position,
        body=envelope.body,
        topic=NAMES[type(event)],
        recorded_at=envelope.recorded_at,
        actor=envelope.actor,
        role=envelope.role,
        happened_on=teller.happened_on(event),
        sentence_id=text.id,
        sentence_en=text.en,
    )


def _keys(recorded: Recorded) -> tuple[tuple[Stream, int], ...]:
    envelope = recorded.envelope
    return ((envelope.stream, envelope.version),) if type(envelope.event) in TELLERS else ()


HISTORY = Projection(
    name="history",
    version=1,
    row=Line,
    key=("stream", "version"),
    keys_of=_keys,
    evolve=lambda _row, recorded: line_of(recorded),
    indexes=(("body", "position"),),
)
