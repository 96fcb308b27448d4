"""The timeline of every request: one row per fact, each a sentence in both languages.

A sentence names nobody; who acted stands beside it, by key and role.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from ppid.events import Recorded, Role, Stream
from ppid.topics import NAMES
from projections.progress import REQUEST_EVENTS
from projections.sentences import happened_on, sentence
from projections.shape import Projection


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
    """Return the line of one fact of a request: also for reading a single case straight from its stream."""
    envelope = recorded.envelope
    event = envelope.event
    text = sentence(event)  # type: ignore[arg-type]  # keys_of lets only facts of requests in
    return Line(
        stream=envelope.stream,
        version=envelope.version,
        position=recorded.position,
        body=envelope.body,
        topic=NAMES[type(event)],
        recorded_at=envelope.recorded_at,
        actor=envelope.actor,
        role=envelope.role,
        happened_on=happened_on(event),  # type: ignore[arg-type]
        sentence_id=text.id,
        sentence_en=text.en,
    )


def _keys(recorded: Recorded) -> tuple[tuple[Stream, int], ...]:
    envelope = recorded.envelope
    return ((envelope.stream, envelope.version),) if type(envelope.event) in REQUEST_EVENTS else ()


HISTORY = Projection(
    name="history",
    version=1,
    row=Line,
    key=("stream", "version"),
    keys_of=_keys,
    evolve=lambda _row, recorded: line_of(recorded),
    indexes=(("body", "position"),),
)
