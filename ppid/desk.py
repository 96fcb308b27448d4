"""The desk: one use case per command, each one atomic save, each returning the position to wait for.

A use case loads the stream, lets the rules decide, puts the envelopes on, and saves. When somebody was
faster it decides again on what is now there. A command that a browser may send twice is recorded once:
the idempotency key stands in the envelope, so the log itself remembers it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

import msgspec

from ppid import commands as c
from ppid.body import Body
from ppid.directory import Directory
from ppid.events import Actor, Envelope, Event, Recorded, Role, Stream
from ppid.log import Log, PersonKey, StreamMovedError
from ppid.numbering import Book, Books
from ppid.person import Corrected as PersonCorrected
from ppid.person import ErasedError, Identity, Known, check_readable
from ppid.request import answer, handling, intake
from ppid.request.checks import Context
from ppid.request.events import Numbered
from ppid.request.lawful import Act, check_role, may_see
from ppid.request.refusals import ChangedMeanwhileError, KeyReusedError, UnknownRequestError
from ppid.request.state import Request, fold
from ppid.vault import DataKey, ErasedKeyError, Vault

TRIES = 100
UNATTENDED = frozenset({Role.TIMEKEEPER})

Decision = Callable[[Request, Context], Event | Sequence[Event]]
Beside = Callable[[Request], Sequence[tuple[Stream, int, Event]]]


class Done(msgspec.Struct, frozen=True):
    """What a use case did: the position a reader must reach to see it, and whether it was done before."""

    position: int
    stream: Stream
    repeated: bool = False


class Receipt(msgspec.Struct, frozen=True):
    """What the requester gets at filing. The access code is derived, so a repeated filing shows the same."""

    position: int
    request: Stream
    number: str
    received_on: date
    due_on: date | None
    missing_year: int | None
    access_code: str
    repeated: bool = False


class Desk:
    """Every use case of requests. Thread-safe; time comes from ``now``."""

    def __init__(self, log: Log, vault: Vault, directory: Directory, now: Callable[[], datetime]) -> None:
        self.log = log
        self.vault = vault
        self.directory = directory
        self._now = now
        self._books = Books(log)

    def now(self) -> datetime:
        """The instant facts are recorded with (UTC)."""
        return self._now().astimezone(UTC)

    def context(self, body: Body) -> Context:
        """The day as it is for ``body``: local date, instant and calendar."""
        now = self.now()
        as_of = body.local_date(now)
        return Context(as_of, now, body, self.directory.calendar(body, as_of))

    # Asking ------------------------------------------------------------------------------------------

    def file_request(self, command: c.FileRequest, actor: Actor) -> Receipt:
        """Take a request in: the people, the number and the request, in one save. Law: art. 22(1)-(5)."""
        body = self.directory.body(command.body)
        digest = self._digest(command)
        context = self.context(body)
        year = (command.received_on or context.as_of).year
        for _ in range(TRIES):
            with self._books.turn(command.body, year) as book:
                try:
                    return self._file(command, actor, context, book, digest)
                except StreamMovedError:
                    if earlier := self._filed_before(command, digest):
                        return earlier
                    book.forget()
        raise StreamMovedError(command.request)

    def _file(
        self, command: c.FileRequest, actor: Actor, context: Context, book: Book, digest: str
    ) -> Receipt:
        version, sequence = book.next()
        filed, registered = intake.file(command, context, sequence=sequence)
        people, keys = self._people(command)
        numbered = Numbered(sequence, registered.number, command.request)
        put_on = _Envelopes(actor, context, command.key, digest)
        envelopes = [
            *(put_on(person, 1, known) for person, known in people),
            put_on(book.stream, version, numbered),
            put_on(command.request, 1, filed),
            put_on(command.request, 2, registered),
        ]
        position = self.log.append(envelopes, keys=keys)
        book.took(version, sequence)
        promised = registered.promises[-1]
        return Receipt(
            position,
            command.request,
            registered.number,
            filed.received_on,
            promised.due_on,
            promised.missing_year,
            self.vault.access_code(command.request),
        )

    def _people(self, command: c.FileRequest) -> tuple[list[tuple[Stream, Known]], list[PersonKey]]:
        known: list[tuple[Stream, Known]] = []
        keys: list[PersonKey] = []
        pairs: list[tuple[Stream, Identity | None, str]] = [
            (command.requester, command.identity, command.requester_key),
            (command.representative, command.representative_identity, ""),
        ]
        for person, identity, wrapped in pairs:
            if not (person and identity):
                continue
            key = self.vault.unwrap(person, base64.b64decode(wrapped)) if wrapped else self.vault.mint(person)
            known.append((person, Known(self.vault.seal(key, identity), key.commitment)))
            keys.append(PersonKey(person, key.wrapped))
        return known, keys

    def _filed_before(self, command: c.FileRequest, digest: str) -> Receipt | None:
        """The receipt of the same filing sent before; refused when it had other content (F10, F11)."""
        recorded = self.log.load(command.request)
        request = fold(r.envelope for r in recorded)
        if request is None:
            return None
        if recorded[0].envelope.digest != digest:
            raise KeyReusedError
        promised = request.clocks["D06"].promise
        return Receipt(
            recorded[-1].position,
            request.stream,
            request.number,
            request.received_on,
            promised.due_on,
            promised.missing_year,
            self.vault.access_code(request.stream),
            repeated=True,
        )

    # Deciding ----------------------------------------------------------------------------------------

    def find_complete(self, command: c.FindComplete, actor: Actor) -> Done:
        """Declare a request complete."""
        return self._decide(
            Act.FIND_COMPLETE, command, actor, lambda r, x: intake.find_complete(r, command, x)
        )

    def find_incomplete(self, command: c.FindIncomplete, actor: Actor) -> Done:
        """Declare a request incomplete and issue the letter."""
        return self._decide(
            Act.FIND_INCOMPLETE, command, actor, lambda r, x: intake.find_incomplete(r, command, x)
        )

    def record_incompleteness_received(self, command: c.RecordIncompletenessReceived, actor: Actor) -> Done:
        """Record when the requester received the incompleteness letter."""
        return self._decide(
            Act.RECORD_INCOMPLETENESS_RECEIVED,
            command,
            actor,
            lambda r, x: intake.record_incompleteness_received(r, command, x),
        )

    def complete(self, command: c.CompleteRequest, actor: Actor) -> Done:
        """Take what was missing; a corrected identity is saved with it."""
        return self._decide(
            Act.COMPLETE,
            command,
            actor,
            lambda r, x: intake.complete(r, command, x),
            beside=lambda r: self._corrected_identity(r, command.identity),
        )

    def close_uncorrected(self, command: c.CloseUncorrected, actor: Actor) -> Done:
        """Close a request that was not corrected in time."""
        return self._decide(
            Act.CLOSE_UNCORRECTED, command, actor, lambda r, x: intake.close_uncorrected(r, command, x)
        )

    def route(self, command: c.RouteToUnit, actor: Actor) -> Done:
        """Ask a unit."""
        return self._decide(Act.ROUTE, command, actor, lambda r, x: handling.route(r, command, x))

    def answer_as_unit(self, command: c.AnswerAsUnit, actor: Actor) -> Done:
        """Answer the PPID as the unit."""
        return self._decide(
            Act.ANSWER_AS_UNIT, command, actor, lambda r, _: handling.answer_as_unit(r, command)
        )

    def extend(self, command: c.ExtendDeadline, actor: Actor) -> Done:
        """Use the one extension."""
        return self._decide(Act.EXTEND, command, actor, lambda r, x: answer.extend(r, command, x))

    def answer(self, command: c.AnswerRequest, actor: Actor) -> Done:
        """Issue the written notice."""
        return self._decide(Act.ANSWER, command, actor, lambda r, x: answer.answer(r, command, x))

    def record_notice_received(self, command: c.RecordNoticeReceived, actor: Actor) -> Done:
        """Record when the requester received the notice."""
        return self._decide(
            Act.RECORD_NOTICE_RECEIVED,
            command,
            actor,
            lambda r, x: answer.record_notice_received(r, command, x),
        )

    def record_payment(self, command: c.RecordPayment, actor: Actor) -> Done:
        """Record a payment."""
        return self._decide(
            Act.RECORD_PAYMENT, command, actor, lambda r, x: handling.record_payment(r, command, x)
        )

    def deliver(self, command: c.DeliverInformation, actor: Actor) -> Done:
        """Record the delivery, which closes the case."""
        return self._decide(Act.DELIVER, command, actor, lambda r, x: handling.deliver(r, command, x))

    def withdraw(self, command: c.WithdrawRequest, actor: Actor) -> Done:
        """Withdraw a request."""
        return self._decide(Act.WITHDRAW, command, actor, lambda r, x: handling.withdraw(r, command, x))

    def correct(self, command: c.CorrectRequest, actor: Actor) -> Done:
        """Correct a recorded entry."""
        return self._decide(Act.CORRECT, command, actor, lambda r, x: handling.correct(r, command, x))

    def close(self, command: c.CloseRequest, actor: Actor) -> Done:
        """Close a case on which nothing more is owed."""
        return self._decide(Act.CLOSE, command, actor, lambda r, _: handling.close(r, command))

    # Reading one case --------------------------------------------------------------------------------

    def request(self, stream: Stream, actor: Actor) -> Request:
        """A case as it stands, for somebody who may see it. Raises ``UnknownRequestError``."""
        return self._seen_by(actor, stream, self.log.load(stream))

    def _seen_by(self, actor: Actor, stream: Stream, recorded: Sequence[Recorded]) -> Request:
        request = fold(r.envelope for r in recorded)
        known = request is not None and (
            actor.id == stream if actor.role is Role.CITIZEN else may_see(actor, request)
        )
        if request is None or not known:
            raise UnknownRequestError
        return request

    # The one way a decision is taken -----------------------------------------------------------------

    def _decide(
        self,
        act: Act,
        command: c.RequestCommand,
        actor: Actor,
        decision: Decision,
        *,
        beside: Beside = lambda _request: (),
    ) -> Done:
        digest = self._digest(command) if command.key else ""
        for _ in range(TRIES):
            recorded = self.log.load(command.request)
            request = self._seen_by(actor, command.request, recorded)
            if command.key in request.keys:
                return _done_before(command, digest, request, recorded)
            check_role(act, actor, request)
            _check_seen(command, request, recorded)
            context = self.context(self.directory.body(request.body))
            events = decision(request, context)
            decided = events if isinstance(events, Sequence) else (events,)
            put_on = _Envelopes(actor, context, command.key, digest, request.body)
            envelopes = [
                *(put_on(stream, version, event) for stream, version, event in beside(request)),
                *(put_on(command.request, request.version + 1 + n, event) for n, event in enumerate(decided)),
            ]
            try:
                return Done(self.log.append(envelopes), command.request)
            except StreamMovedError:
                continue
        raise StreamMovedError(command.request)

    def _digest(self, command: c.Command) -> str:
        """What tells a repeated command from another under the same key (F11)."""
        return self.vault.digest(type(command).__name__.encode() + msgspec.json.encode(command))

    def _corrected_identity(
        self, request: Request, identity: Identity | None
    ) -> list[tuple[Stream, int, Event]]:
        if identity is None:
            return []
        known = self.log.load(request.requester)
        check_readable([r.envelope.event for r in known])
        sealed = self.vault.seal(self.vault.key_of(request.requester), identity)
        corrected = PersonCorrected(sealed, reason="Perki 1/2021 Pasal 33 ayat (3)")
        return [(request.requester, known[-1].envelope.version + 1, corrected)]

    def data_key(self, person: Stream) -> DataKey:
        """The data key under which files of ``person`` are sealed. Raises ``ErasedError``."""
        try:
            return self.vault.key_of(person)
        except ErasedKeyError:
            raise ErasedError from None


def _done_before(
    command: c.RequestCommand, digest: str, request: Request, recorded: Sequence[Recorded]
) -> Done:
    if request.keys[command.key] != digest:
        raise KeyReusedError
    position = max(r.position for r in recorded if r.envelope.key == command.key)
    return Done(position, command.request, repeated=True)


def _check_seen(command: c.RequestCommand, request: Request, recorded: Sequence[Recorded]) -> None:
    """Refuse to act on a case that moved on since it was looked at, and say what happened (F40).

    What the timekeeper noted meanwhile changes nobody's decision and does not stop it.
    """
    if command.seen is None:
        return
    happened = [
        r for r in recorded if r.envelope.version > command.seen and r.envelope.role not in UNATTENDED
    ]
    if happened:
        raise ChangedMeanwhileError(happened, number=request.number)


class _Envelopes:
    """Puts the same who, when and why around the events of one save."""

    def __init__(
        self, actor: Actor, context: Context, key: str = "", digest: str = "", body: Stream = ""
    ) -> None:
        self._actor = actor
        self._at = context.now
        self._key = key
        self._digest = digest
        self._body = body or context.body.stream

    def __call__(self, stream: Stream, version: int, event: Event) -> Envelope[Event]:
        return Envelope(
            stream,
            version,
            event,
            self._at,
            self._actor.id,
            self._actor.role,
            self._body,
            self._key,
            self._digest,
        )
