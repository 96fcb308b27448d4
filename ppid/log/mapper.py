"""From an envelope to the bytes that are stored, and back: by an allow-list of names.

The state is the JSON of what stands on the envelope, with the event inside. It is written once and read
as it is; later proofs hash exactly these bytes. A stored name is only ever looked up, never imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

import msgspec
from eventsourcing.persistence import StoredEvent

from ppid.events import Envelope, Event, Recorded, Role, Stream
from ppid.log.errors import UnknownNameError, UnreadableEventError

E = TypeVar("E", bound=Event)


class State(msgspec.Struct, Generic[E], frozen=True, omit_defaults=True, gc=False):
    """What is stored beside stream, version and name."""

    recorded_at: Annotated[datetime, msgspec.Meta(tz=True)]
    actor: str
    role: Role
    event: E
    body: Stream = ""
    key: str = ""
    digest: str = ""


class EnvelopeMapper:
    """Maps envelopes to stored events by the names of a vocabulary."""

    def __init__(self, vocabulary: Mapping[str, type[Event]]) -> None:
        self._names = {event: name for name, event in vocabulary.items()}
        if len(self._names) != len(vocabulary):
            raise ValueError("An event class has two names in the vocabulary.")
        self._encode = msgspec.json.Encoder().encode
        self._decoders = {
            name: msgspec.json.Decoder(State[event]).decode  # type: ignore[valid-type] # a class at run time
            for name, event in vocabulary.items()
        }

    def stored(self, envelope: Envelope[Event]) -> StoredEvent:
        """Return what is stored for ``envelope``. Raises UnknownNameError for an event without a name."""
        event = envelope.event
        name = self._names.get(type(event))
        if name is None:
            raise UnknownNameError(type(event).__name__)
        if envelope.version < 1:
            raise ValueError("The first version of a stream is 1.")
        state = State(
            _in_utc(envelope.recorded_at),
            envelope.actor,
            envelope.role,
            event,
            envelope.body,
            envelope.key,
            envelope.digest,
        )
        return StoredEvent(envelope.stream, envelope.version, name, self._encode(state))

    def recorded(self, position: int, stream: Stream, version: int, name: str, state: bytes) -> Recorded:
        """Return what was recorded. Raises UnknownNameError or UnreadableEventError."""
        decode = self._decoders.get(name)
        if decode is None:
            raise UnknownNameError(name)
        try:
            s = decode(state)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise UnreadableEventError(stream, version, name) from error
        return Recorded(
            position,
            Envelope(stream, version, s.event, s.recorded_at, s.actor, s.role, s.body, s.key, s.digest),
        )


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        raise ValueError("recorded_at must be an aware instant.")
    return moment.astimezone(UTC)
