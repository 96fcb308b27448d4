"""The use cases of objections: one method per command, each one atomic save."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

import msgspec

from ppid.checks import Context
from ppid.commands import CaseCommand
from ppid.deadlines import D10
from ppid.deciding import Decider, Done, Events, Placed, seen_by
from ppid.desk import Newcomer, newcomers
from ppid.events import Actor, Event, Recorded, Role, Stream
from ppid.objection import answering, filing, handling, settling
from ppid.objection import commands as c
from ppid.objection.answering import first_deciders
from ppid.objection.events import Answer, Filed, Listed, Registered
from ppid.objection.exempting import exemptions_of, opened_beside
from ppid.objection.lawful import ACTS, Act, check_filer
from ppid.objection.refusals import UnknownObjectionError
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Ground
from ppid.request import exempting as resting
from ppid.request.refusals import UnknownRequestError
from ppid.request.state import REQUEST, Request

BOOK = "objection"


class Receipt(msgspec.Struct, frozen=True):
    """What the objector gets at filing (Perki 1/2021 art. 41(3)-(6), 42(3)): a receipt is mandatory."""

    position: int
    objection: Stream
    number: str
    received_on: date
    due_on: date | None
    missing_year: int | None
    access_code: str
    late: tuple[Ground, ...] = ()
    repeated: bool = False


class Objections:
    """Every use case of objections. Thread-safe."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider

    # Reading -----------------------------------------------------------------------------------------

    def see(self, stream: Stream, actor: Actor) -> Objection:
        """An objection as it stands, for somebody who may see it. Raises ``UnknownObjectionError``."""
        return self._decider.see(OBJECTION, stream, actor)

    def of_request(self, request: Stream, actor: Actor) -> list[Objection]:
        """The objections to a request, the first one first, for somebody who may see them."""
        found = [self._decider.load(OBJECTION, listed.objection) for listed in self._listed(request)[1]]
        return [objection for objection in found if OBJECTION.may_see(actor, objection)]

    def receipt(self, stream: Stream, actor: Actor) -> Receipt:
        """The receipt of an objection as it stands."""
        objection = self.see(stream, actor)
        last = self._decider.log.last(stream)
        return self._receipt(objection, last.position if last else 0, repeated=True)

    # Filing ------------------------------------------------------------------------------------------

    def file(self, command: c.FileObjection, actor: Actor) -> Receipt:
        """Take an objection in: the people, the number, and the request's list of objections, in one save.

        Sent again it finds the first filing. Law: Perki 1/2021 art. 39-43.
        """
        check_filer(actor)
        self._check_own(command, actor)
        body = self._decider.directory.body(command.body)
        year = (command.received_on or body.local_date(self._decider.now())).year
        people, keys = newcomers(self._decider.vault, _people(command))
        beside: list[Placed] = []
        begun = self._decider.enter(
            command.objection,
            command,
            actor,
            command.body,
            year=year,
            decision=partial(self._file, command, actor, people, beside),
            beside=beside,
            keys=keys,
            book=BOOK,
        )
        objection = self._decider.load(OBJECTION, command.objection)
        return self._receipt(objection, begun.done.position, repeated=begun.done.repeated)

    def _file(
        self,
        command: c.FileObjection,
        actor: Actor,
        people: Sequence[Placed],
        beside: list[Placed],
        context: Context,
        sequence: int,
    ) -> Sequence[Event]:
        """Decide a filing on what is there now; ``beside`` is filled anew each time somebody was faster."""
        version, listed = self._listed(command.request)
        filed, registered = self._decided(command, actor, context, sequence, listed)
        beside[:] = people
        if filed.request:
            entry = Listed(command.objection, registered.number, filed.grounds)
            beside.append((filing.list_stream(filed.request), version + 1, entry))
        return filed, registered

    def _decided(
        self,
        command: c.FileObjection,
        actor: Actor,
        context: Context,
        sequence: int,
        listed: Sequence[Listed],
    ) -> tuple[Filed, Registered]:
        request, recorded = self._request(command, actor)
        return filing.file(
            command,
            context,
            sequence=sequence,
            request=request,
            raised=self._raised(one.objection for one in listed if one.objection != command.objection),
            deciders=self._deciders(request, recorded),
        )

    def foreseen(self, command: c.FileObjection, actor: Actor, context: Context) -> tuple[Filed, Registered]:
        """What a filing would record, without recording it; its number is not given yet."""
        check_filer(actor)
        self._check_own(command, actor)
        return self._decided(command, actor, context, 1, self._listed(command.request)[1])

    def _request(self, command: c.FileObjection, actor: Actor) -> tuple[Request | None, Sequence[Recorded]]:
        if not command.request:
            return None, ()
        recorded = self._decider.log.load(command.request) if REQUEST.of(command.request) else []
        request = seen_by(REQUEST, actor, recorded)
        if request.body != command.body:
            raise UnknownRequestError
        return request, recorded

    def _check_own(self, command: c.FileObjection, actor: Actor) -> None:
        """Without a request nobody else's case is named: only the citizen themselves, or the body's desk."""
        if command.request:
            return
        own = actor.id == command.objection if actor.role is Role.CITIZEN else actor.body == command.body
        if not own:
            raise UnknownObjectionError

    def _listed(self, request: Stream) -> tuple[int, list[Listed]]:
        """The objections to a request, and the version of the list that says so."""
        if not request:
            return 0, []
        recorded = self._decider.log.load(filing.list_stream(request))
        events = [r.envelope.event for r in recorded]
        return len(recorded), [event for event in events if isinstance(event, Listed)]

    def _raised(self, streams: Iterable[Stream]) -> dict[Ground, str]:
        """The grounds of objections that are still open, each with the number it was raised under."""
        found = [self._decider.load(OBJECTION, stream) for stream in streams]
        return {ground: o.number for o in found if not o.closed for ground in o.grounds}

    def _receipt(self, objection: Objection, position: int, *, repeated: bool) -> Receipt:
        promised = objection.clocks[D10.code].promise
        return Receipt(
            position,
            objection.stream,
            objection.number,
            objection.received_on,
            promised.due_on,
            promised.missing_year,
            self._decider.vault.access_code(objection.stream),
            objection.late_grounds,
            repeated,
        )

    # Deciding ----------------------------------------------------------------------------------------

    def open_settlement(self, command: c.OpenSettlement, actor: Actor) -> Done:
        """Record that settlement talks began."""
        return self._decide(
            Act.OPEN_SETTLEMENT, command, actor, lambda o, x: settling.open_settlement(o, command, x)
        )

    def settle(self, command: c.Settle, actor: Actor) -> Done:
        """Record what both sides agreed."""
        return self._decide(Act.SETTLE, command, actor, lambda o, x: settling.settle(o, command, x))

    def fail_settlement(self, command: c.FailSettlement, actor: Actor) -> Done:
        """Record that the talks failed."""
        return self._decide(
            Act.FAIL_SETTLEMENT, command, actor, lambda o, x: settling.fail_settlement(o, command, x)
        )

    def answer(self, command: c.AnswerObjection, actor: Actor) -> Done:
        """Answer as the PPID's superior, never one's own decision."""
        return self._decide(
            Act.ANSWER,
            command,
            actor,
            lambda o, x: self.answered(o, command, x, actor),
            beside=lambda o, x, events: opened_beside(self._decider, o, x, events),
        )

    def answered(
        self, objection: Objection, command: c.AnswerObjection, context: Context, actor: Actor
    ) -> Answer:
        """What an answer would record, from the facts of the request and of the exemptions it names."""
        return answering.answer(
            objection,
            command,
            context,
            actor=actor,
            deciders=self._deciders_now(objection),
            exemptions=exemptions_of(self._decider, command),
        )

    def _deciders_now(self, objection: Objection) -> tuple[str, ...]:
        if not objection.request:
            return ()
        recorded = self._decider.log.load(objection.request)
        return self._deciders(REQUEST.fold(r.envelope for r in recorded), recorded)

    def _deciders(self, request: Request | None, recorded: Sequence[Recorded]) -> tuple[str, ...]:
        """Who took the first decision: its notice, its extension, and the PPID's test that it rests on."""
        deciders = first_deciders(r.envelope for r in recorded)
        if request is None or request.notice is None:
            return deciders
        rested_on = resting.exemptions_of(self._decider, request.notice).values()
        # A test that was made anew since does not take the first one back.
        sheets = (sheet for exemption in rested_on for sheet in (*exemption.earlier, exemption.sheet))
        return tuple(dict.fromkeys((*deciders, *(sheet.tested_by for sheet in sheets))))

    def record_answer_received(self, command: c.RecordAnswerReceived, actor: Actor) -> Done:
        """Record when the objector received the answer."""
        return self._decide(
            Act.RECORD_ANSWER_RECEIVED,
            command,
            actor,
            lambda o, x: answering.record_answer_received(o, command, x),
        )

    def remedy(self, command: c.RemedyObjection, actor: Actor) -> Done:
        """Record that an order was carried out."""
        return self._decide(Act.REMEDY, command, actor, lambda o, x: answering.remedy(o, command, x))

    def withdraw(self, command: c.WithdrawObjection, actor: Actor) -> Done:
        """Withdraw an objection."""
        return self._decide(Act.WITHDRAW, command, actor, lambda o, x: handling.withdraw(o, command, x))

    def correct(self, command: c.CorrectObjection, actor: Actor) -> Done:
        """Correct a recorded entry."""
        return self._decide(Act.CORRECT, command, actor, lambda o, x: handling.correct(o, command, x))

    def close(self, command: c.CloseObjection, actor: Actor) -> Done:
        """Close an objection on which nothing more is owed."""
        return self._decide(Act.CLOSE, command, actor, lambda o, _: handling.close(o, command))

    def _decide(
        self,
        act: Act,
        command: CaseCommand,
        actor: Actor,
        decision: Callable[[Objection, Context], Events],
        beside: Callable[[Objection, Context, Sequence[Event]], Sequence[Placed]] = lambda *_: (),
    ) -> Done:
        return self._decider.decide(
            OBJECTION,
            command.case,
            command,
            actor,
            allowed=lambda objection: ACTS.check_role(act, actor, objection),
            decision=decision,
            beside=beside,
        )


def _people(command: c.FileObjection) -> tuple[Newcomer, ...]:
    """Who is not known yet: the objector of a ground b without request, and the representative."""
    objector = (
        ("", None, "") if command.request else (command.objector, command.identity, command.objector_key)
    )
    return (objector, (command.representative, command.representative_identity, ""))
