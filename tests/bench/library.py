"""The bare library, as it comes: its default application, JSON transcoder, recorders, tables and settings.

It is given the same facts as plain JSON values, which spares it the transcoding of dates and enumerations
that it does not know; who, when and in which role are fields of each event, as the envelope has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec
from eventsourcing.application import Application
from eventsourcing.domain import DomainEvent

from ppid.events import Envelope, Event, Recorded, Stream


@dataclass(frozen=True)
class Fact(DomainEvent):
    """One of our events as an event of the library."""

    actor: str
    role: str
    body: str
    key: str
    digest: str
    event: Mapping[str, Any]


class Library(Application[UUID]):
    """The application of the tutorial."""

    name = "library"


class Facts:
    """Turns envelopes into facts of fresh streams, each stream with an id of its own."""

    def __init__(self) -> None:
        self._ids: dict[Stream, UUID] = {}
        self._versions: dict[Stream, int] = {}

    def of(self, recorded: Iterable[Recorded]) -> list[Fact]:
        """Return facts, ready to save."""
        return [self._fact(r.envelope) for r in recorded]

    def _fact(self, envelope: Envelope[Event]) -> Fact:
        stream = envelope.stream
        version = self._versions[stream] = self._versions.get(stream, 0) + 1
        return Fact(
            originator_id=self._ids.setdefault(stream, uuid4()),
            originator_version=version,
            timestamp=envelope.recorded_at,
            actor=envelope.actor,
            role=envelope.role.value,
            body=envelope.body,
            key=envelope.key,
            digest=envelope.digest,
            event=msgspec.to_builtins(envelope.event),
        )
