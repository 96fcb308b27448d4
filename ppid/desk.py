"""The desk: one use case per command on a request, each one save, each returning the position to wait for."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from datetime import date, datetime

import msgspec

from ppid import commands as c
from ppid.body import Body
from ppid.checks import Context
from ppid.deciding import Decider, Done, Events, Placed
from ppid.directory import Directory
from ppid.events import Actor, Event, Promise, Stream
from ppid.log import Log, PersonKey
from ppid.person import Corrected as PersonCorrected
from ppid.person import ErasedError, Identity, Known, check_readable
from ppid.request import answer, handling, intake
from ppid.request.events import Answer, Filed, Registered
from ppid.request.exempting import exemptions_of
from ppid.request.lawful import ACTS, Act
from ppid.request.state import REQUEST, Request
from ppid.vault import DataKey, ErasedKeyError, Vault

Newcomer = tuple[Stream, Identity | None, str]
"""Somebody not known yet: their stream, who they are, and their wrapped data key where one was made."""


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


def newcomers(vault: Vault, people: Sequence[Newcomer]) -> tuple[list[Placed], list[PersonKey]]:
    """The first facts of people who are not known yet, sealed, and their wrapped keys."""
    known: list[Placed] = []
    keys: list[PersonKey] = []
    for person, identity, wrapped in people:
        if not (person and identity):
            continue
        key = vault.unwrap(person, base64.b64decode(wrapped)) if wrapped else vault.mint(person)
        known.append((person, 1, Known(vault.seal(key, identity), key.commitment)))
        # A draft may have waited through a rotation: what is kept is wrapped by the newest master key.
        kept = vault.wrap(person, key.clear).wrapped
        keys.append(PersonKey(person, kept, vault.marks(identity)))
    return known, keys


class Desk:
    """Every use case of requests. Thread-safe; time comes from ``now``."""

    def __init__(self, log: Log, vault: Vault, directory: Directory, now: Callable[[], datetime]) -> None:
        self.log = log
        self.vault = vault
        self.directory = directory
        self.decider = Decider(log, vault, directory, now)

    def now(self) -> datetime:
        """The instant facts are recorded with (UTC)."""
        return self.decider.now()

    def context(self, body: Body) -> Context:
        """The day as it is for ``body``: local date, instant and calendar."""
        return self.decider.context(body)

    # Asking ------------------------------------------------------------------------------------------

    def file_request(self, command: c.FileRequest, actor: Actor) -> Receipt:
        """Take a request in: the people, the number and the request, in one save. Law: art. 22(1)-(5)."""
        body = self.directory.body(command.body)
        year = (command.received_on or body.local_date(self.now())).year
        people, keys = newcomers(
            self.vault,
            (
                (command.requester, command.identity, command.requester_key),
                (command.representative, command.representative_identity, ""),
            ),
        )
        begun = self.decider.enter(
            command.request,
            command,
            actor,
            command.body,
            year=year,
            decision=lambda context, sequence: intake.file(command, context, sequence=sequence),
            beside=people,
            keys=keys,
        )
        filed = next(event for event in begun.events if isinstance(event, Filed))
        registered = next(event for event in begun.events if isinstance(event, Registered))
        promised = self._answer_promise(command.request, registered, repeated=begun.done.repeated)
        return Receipt(
            begun.done.position,
            command.request,
            registered.number,
            filed.received_on,
            promised.due_on,
            promised.missing_year,
            self.vault.access_code(command.request),
            begun.done.repeated,
        )

    def _answer_promise(self, stream: Stream, registered: Registered, *, repeated: bool) -> Promise:
        """The answer date as it stands: a filing that is sent again may find that a decree moved it."""
        if repeated:
            return self.decider.load(REQUEST, stream).clocks["D06"].promise
        return next(promise for promise in registered.promises if promise.clock == "D06")

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
            beside=lambda r, _x, _events: self._corrected_identity(r, command.identity),
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
        return self._decide(Act.ANSWER, command, actor, lambda r, x: self.decide_answer(r, command, x))

    def decide_answer(self, request: Request, command: c.AnswerRequest, context: Context) -> Answer:
        """What an answer would record, from the facts of the exemptions it names."""
        known = exemptions_of(self.decider, command.notice)
        return answer.answer(request, command, context, known)

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
        return self.decider.see(REQUEST, stream, actor)

    def data_key(self, person: Stream) -> DataKey:
        """The data key under which files of ``person`` are sealed. Raises ``ErasedError``."""
        try:
            return self.vault.key_of(person)
        except ErasedKeyError:
            raise ErasedError from None

    def _decide(
        self,
        act: Act,
        command: c.RequestCommand,
        actor: Actor,
        decision: Callable[[Request, Context], Events],
        *,
        beside: Callable[[Request, Context, Sequence[Event]], Sequence[Placed]] = lambda *_: (),
    ) -> Done:
        return self.decider.decide(
            REQUEST,
            command.request,
            command,
            actor,
            allowed=lambda request: ACTS.check_role(act, actor, request),
            decision=decision,
            beside=beside,
        )

    def _corrected_identity(self, request: Request, identity: Identity | None) -> list[Placed]:
        if identity is None:
            return []
        known = self.log.load(request.requester)
        check_readable([r.envelope.event for r in known])
        sealed = self.vault.seal(self.vault.key_of(request.requester), identity)
        corrected = PersonCorrected(sealed, reason="Perki 1/2021 Pasal 33 ayat (3)")
        return [(request.requester, known[-1].envelope.version + 1, corrected)]
