"""The crier: reads the log and queues a mail where somebody should know that there is something to see.

It stands in the log at one place for all processes; a step on and the mails of that step are one transaction,
so none is queued twice and none is lost. It begins where the log is when mail is first set up: what is past
is not told. What it finds late is queued with the end it would have had, and becomes a task (F65).
Law: UU 14/2008 art. 22(7); Perki 1/2021 art. 30(2), 31, 44; UU 27/2022 art. 30, 32, 41.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ppid.errors import RuleError
from ppid.events import Actor, Recorded, Role, Stream
from ppid.objection import events as objecting
from ppid.person import Corrected
from ppid.privacy import events as privacy
from ppid.request import events as requesting
from web.mailing.outbox import Kind, Note
from web.services import Services

STEP = 500
#: Whose facts are told to somebody else. What a person did, and what a book told, is no news.
TELLING = frozenset({Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD, Role.OPERATOR})
REQUEST_NEWS = (
    requesting.Answer,
    requesting.Extended,
    requesting.FoundIncomplete,
    requesting.InformationDelivered,
)


class Crier:
    """Queues what is to be told. Any number may work at once."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def round(self) -> int:
        """Read on in the log and queue; return how many mails were queued."""
        outbox, log = self._services.outbox, self._services.log
        heard = outbox.heard()
        if heard is None:
            outbox.hear_from(log.position())
            return 0
        step = list(islice(log.stream_all(after=heard), STEP))
        if not step:
            return 0
        notes = [note for recorded in step for note in self._notes(recorded)]
        return len(notes) if outbox.hear(heard, step[-1].position, notes) else 0

    def _notes(self, recorded: Recorded) -> Iterator[Note]:
        envelope = recorded.envelope
        if envelope.role not in TELLING:
            return
        at, stream = envelope.recorded_at, envelope.stream
        match envelope.event:
            case event if isinstance(event, REQUEST_NEWS):
                yield from (Note(Kind.NEWS, person, stream, at) for person in self._askers(stream))
            case objecting.Answer():
                yield from (Note(Kind.NEWS, person, stream, at) for person in self._objectors(stream))
            case Corrected():
                yield Note(Kind.DATA, stream, "", at)
            case privacy.Granted() | privacy.Done() | privacy.Refused():
                yield Note(Kind.DATA, self._subject(stream), "", at)
            case _:
                pass

    def _askers(self, case: Stream) -> list[Stream]:
        try:
            found = self._services.desk.request(case, Actor(case, Role.CITIZEN))
        except RuleError:
            return []
        return [person for person in (found.requester, found.representative) if person]

    def _objectors(self, case: Stream) -> list[Stream]:
        try:
            found = self._services.objections.see(case, Actor(case, Role.CITIZEN))
        except RuleError:
            return []
        return [person for person in (found.objector, found.representative) if person]

    def _subject(self, stream: Stream) -> Stream:
        return self._services.privacy.see(stream, Actor(stream, Role.CITIZEN)).person
