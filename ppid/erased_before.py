"""What the log itself says was erased: to begin the list of the erased where there is none."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import date

import msgspec

from ppid.database import Database
from ppid.erased import ContentErased, Erasure, PapersErased, PersonErased
from ppid.events import Envelope, Event
from ppid.log import LogError
from ppid.log.mapper import EnvelopeMapper
from ppid.mentioned import texts_in
from ppid.person import PERSON_PREFIX, Erased, PapersDestroyed
from ppid.seal.erasing import ERASED
from ppid.seal.leaf import recorded_at_of
from ppid.seal.ledger import Ledger
from ppid.topics import VOCABULARY

faults = logging.getLogger("ppid.faults")
#: What was altered is found by the check of the log; nobody is kept from running it.
UNREADABLE = "an erasure in the log cannot be read, see ppid log verify: %s"
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
            try:
                read = mapper.recorded(int(position), str(stream), int(version), str(topic), bytes(state))
            except LogError as problem:
                faults.critical(UNREADABLE, problem)
                continue
            yield from _line(read.envelope)


def _line(envelope: Envelope[Event]) -> Iterator[Erasure]:
    event, on = envelope.event, envelope.recorded_at.date()
    if isinstance(event, Erased):
        yield PersonErased(envelope.stream, on, event.order)
    elif isinstance(event, PapersDestroyed):
        yield PapersErased(envelope.stream, event.record, event.papers, event.basis, on, event.order)


def _contents(ledger: Ledger) -> Iterator[Erasure]:
    """The orders on events of cases; those on files of people go with the people."""
    for index, line in ledger.entries("erasure"):
        try:
            yield from _ordered(ledger, line)
        except (msgspec.DecodeError, ValueError, LookupError, TypeError, AttributeError):
            faults.critical(UNREADABLE, f"Entry {index}, or what it names.")


def _ordered(ledger: Ledger, line: bytes) -> Iterator[Erasure]:
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
        yield ContentErased(
            stream,
            entry[1].version,
            str(remainder),
            fields,
            tuple(told["files"]),
            str(told["order"]),
            str(told["basis"]),
            str(told["approver"]),
            on,
        )
