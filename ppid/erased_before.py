"""What the log itself says was erased: to begin the list of the erased where there is none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import msgspec

from ppid.database import Database
from ppid.erased import ContentErased, Erasure, PapersErased, PersonErased
from ppid.events import Envelope, Event
from ppid.log.mapper import EnvelopeMapper
from ppid.mentioned import texts_in
from ppid.person import PERSON_PREFIX, Erased, PapersDestroyed
from ppid.seal.erasing import ERASED
from ppid.seal.leaf import recorded_at_of
from ppid.seal.ledger import Ledger
from ppid.topics import VOCABULARY

#: So many positions at a time: the topic has no index, and no statement may take long.
STEP = 100_000
_TOPICS = tuple(name for name, event in VOCABULARY.items() if event in {Erased, PapersDestroyed})
_OF_TOPICS = (
    "SELECT notification_id, originator_id, originator_version, topic, state FROM event "  # noqa: S608
    f"WHERE notification_id > ? AND notification_id <= ? AND topic IN ({', '.join('?' * len(_TOPICS))}) "
    "ORDER BY notification_id"
)
_NEWEST = "SELECT coalesce(max(notification_id), 0) FROM event"


def erased_in(ledger: Ledger) -> list[Erasure]:
    """Everything that was erased, as far as the log says so, in the order in which it was."""
    return [*_people(ledger.database), *_contents(ledger)]


def _people(database: Database) -> Iterator[Erasure]:
    mapper = EnvelopeMapper(VOCABULARY)
    newest = int(database.query(_NEWEST)[0][0])
    for start in range(0, newest, STEP):
        for position, stream, version, topic, state in database.query(
            _OF_TOPICS, (start, start + STEP, *_TOPICS)
        ):
            envelope = mapper.recorded(
                int(position), str(stream), int(version), str(topic), bytes(state)
            ).envelope
            yield from _line(envelope)


def _line(envelope: Envelope[Event]) -> Iterator[Erasure]:
    event, on = envelope.event, envelope.recorded_at.date()
    if isinstance(event, Erased):
        yield PersonErased(envelope.stream, on, event.order)
    elif isinstance(event, PapersDestroyed):
        yield PapersErased(envelope.stream, event.record, event.papers, event.basis, on, event.order)


def _contents(ledger: Ledger) -> Iterator[Erasure]:
    """The orders on events of cases; those on files of people go with the people."""
    for _, line in ledger.entries("erasure"):
        told = json.loads(line)
        on = date.fromisoformat(recorded_at_of(line)[:10])
        for target, remainder in zip(told["targets"], told["remainders"], strict=True):
            entry = ledger.entry(target)
            if entry is None or entry[1] is None:
                continue
            stream = str(json.loads(entry[0])["originator_id"])
            if stream.startswith(PERSON_PREFIX):
                continue
            state = msgspec.json.decode(entry[1].state)
            fields = tuple(path for path, text in texts_in(state["event"]) if text == ERASED)
            files = tuple(told["files"])
            yield ContentErased(
                stream,
                entry[1].version,
                str(remainder),
                fields,
                files,
                str(told["order"]),
                str(told["basis"]),
                str(told["approver"]),
                on,
            )
