"""Use cases of data subjects' applications: one method per command, each one save."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

import msgspec

from ppid.checks import Context
from ppid.commands import CaseCommand
from ppid.deadlines import Text
from ppid.deciding import Decider, Done, Events, Placed
from ppid.events import Actor, Event, Role, Sealed, Stream
from ppid.holding import Hold
from ppid.keeping import KEEPERS
from ppid.person import PERSON_PREFIX, Corrected, Erased, UnknownPersonError, check_readable
from ppid.privacy import commands as c
from ppid.privacy import rules
from ppid.privacy.lawful import ACTS, Act
from ppid.privacy.refusals import NotYourDataError
from ppid.privacy.state import PRIVACY, Privacy
from ppid.privacy.vocabulary import GROUNDS, STEPS, PrivacyKind, Step
from ppid.vault import ErasedKeyError, Vault

BOOK = "privacy"
CORRECTED_BY = "UU 27/2022 Pasal 6 dan 30"
ASKERS = (Role.CITIZEN, Role.SERVICE_DESK, Role.PPID)


class PrivacyRequest(msgspec.Struct, frozen=True):
    """An application as the person it is about may read it. ``outcome`` is "" while it is open."""

    privacy: Stream
    number: str
    kind: PrivacyKind
    body: Stream
    asked_at: datetime
    due_at: datetime | None
    step: Step
    late: bool
    answered_at: datetime | None
    outcome: Text
    answer: str = ""


class PrivacyRequests:
    """Every use case of applications. Thread-safe.

    ``of_person`` finds the applications of a person, in a projection; ``holds`` what keeps their data.
    """

    def __init__(
        self,
        decider: Decider,
        of_person: Callable[[Stream], Iterable[Stream]],
        holds: Callable[[Stream], Iterable[Hold]],
    ) -> None:
        self._decider = decider
        self._of_person = of_person
        self._holds = holds

    # Reading -----------------------------------------------------------------------------------------

    def see(self, stream: Stream, actor: Actor) -> Privacy:
        """An application as it stands, for somebody who may see it. Raises ``UnknownPrivacyError``."""
        return self._decider.see(PRIVACY, stream, actor)

    def of(self, person: Stream) -> list[PrivacyRequest]:
        """The applications of a person, the newest first, as that person may read them.

        The caller has made sure that it is the person who asks.
        """
        found = [self._decider.load(PRIVACY, stream) for stream in self._of_person(person)]
        mine = sorted((p for p in found if p.person == person), key=lambda p: p.received_at, reverse=True)
        return [self._told(privacy) for privacy in mine]

    def words(self, sealed: Sealed | None) -> str:
        """What was written and sealed; "" when nothing was, or when the person was erased."""
        return opened(self._decider.vault, sealed)

    def erased(self, person: Stream) -> bool:
        """Whether the person's key is destroyed."""
        return any(isinstance(r.envelope.event, Erased) for r in self._decider.log.load(person))

    def _told(self, privacy: Privacy) -> PrivacyRequest:
        now = self._decider.now()
        context = self._decider.context(self._decider.directory.body(privacy.body))
        clock = privacy.clock
        return PrivacyRequest(
            privacy=privacy.stream,
            number=privacy.number,
            kind=privacy.kind,
            body=privacy.body,
            asked_at=privacy.received_at,
            due_at=privacy.due_at,
            step=privacy.step,
            late=clock is not None and clock.late(context.as_of, now),
            answered_at=privacy.answered_at,
            outcome=outcome_of(privacy),
            answer=self.words(privacy.reply.text if privacy.reply else None),
        )

    # Asking ------------------------------------------------------------------------------------------

    def ask(self, command: c.AskPrivacy, actor: Actor) -> Done:
        """Take an application in: its number and its hours, in one save. Law: UU 27/2022 art. 14.

        Sent again, it finds the first one.
        """
        stream = command.privacy or f"{PRIVACY.kind}-{command.key}"
        body = self._body(command, actor)
        context = self._decider.context(self._decider.directory.body(body))
        year = context.body.local_date(command.received_at or context.now).year
        begun = self._decider.enter(
            stream,
            command,
            actor,
            body,
            year=year,
            decision=partial(self._asked, command),
            book=BOOK,
        )
        return begun.done

    def _asked(self, command: c.AskPrivacy, context: Context, sequence: int) -> tuple[Event, ...]:
        sealed = self._sealed(command.person, command.what)
        return rules.ask(command, context, sequence=sequence, what=sealed)

    def foreseen(self, command: c.AskPrivacy, context: Context) -> tuple[Event, ...]:
        """What an application would record, without recording it; its number is not given yet."""
        return rules.ask(command, context, sequence=1)

    def _body(self, command: c.AskPrivacy, actor: Actor) -> Stream:
        """The body that is asked, once it is sure that the person may be asked about."""
        if actor.role not in ASKERS:
            raise NotYourDataError
        check_person(self._decider, command.person)
        keeper = KEEPERS.get(command.case.partition("-")[0])
        concerned = self._decider.load(keeper.subject, command.case) if keeper else None
        if actor.role is Role.CITIZEN:
            # The case's own citizen, who proved the code, applies as one of the people of that case.
            theirs = actor.id == command.person or (
                concerned is not None and actor.id == command.case and command.person in people_of(concerned)
            )
            if not theirs:
                raise NotYourDataError
            return command.body or (concerned.body if concerned else "")
        if command.body and command.body != actor.body:
            raise NotYourDataError
        if concerned is not None and concerned.body != actor.body:
            raise NotYourDataError
        return actor.body

    # Deciding ----------------------------------------------------------------------------------------

    def verify(self, command: c.Verify, actor: Actor) -> Done:
        """Record how the identity was proved."""
        return self._decide(Act.VERIFY, command, actor, lambda p, _: rules.verify(p, command))

    def grant(self, command: c.GrantErasure, actor: Actor) -> Done:
        """Grant an erasure, in writing, unless something keeps the data and no order is named."""
        return self._decide(Act.GRANT, command, actor, lambda p, x: self.granted(p, command, x))

    def granted(self, privacy: Privacy, command: c.GrantErasure, context: Context) -> Events:
        """What granting would record, from what keeps the person's data now."""
        text = self._sealed(privacy.person, command.text)
        return rules.grant(privacy, command, context, text=text, holds=self._holds(privacy.person))

    def answer_done(self, command: c.AnswerDone, actor: Actor) -> Done:
        """Record that it was done and told; what is to be corrected is corrected in the same save."""
        return self._decide(
            Act.DONE,
            command,
            actor,
            lambda p, x: self.finished(p, command, x),
            beside=lambda p, _x, _events: self._corrected(p, command),
        )

    def _corrected(self, privacy: Privacy, command: c.AnswerDone) -> list[Placed]:
        if command.identity is None:
            return []
        vault = self._decider.vault
        sealed = vault.seal(vault.key_of(privacy.person), command.identity)
        return self._decider.after(privacy.person, Corrected(sealed, reason=CORRECTED_BY))

    def finished(self, privacy: Privacy, command: c.AnswerDone, context: Context) -> Events:
        """What finishing would record, from what happened to the person's key."""
        erased = self.erased(privacy.person)
        text = None if erased else self._sealed(privacy.person, command.text)
        return rules.finish(privacy, command, context, text=text, erased=erased)

    def refuse(self, command: c.RefusePrivacy, actor: Actor) -> Done:
        """Refuse in writing; also what was granted, while the data are not erased."""
        return self._decide(Act.REFUSE, command, actor, lambda p, x: self.refused(p, command, x))

    def refused(self, privacy: Privacy, command: c.RefusePrivacy, context: Context) -> Events:
        """What refusing would record, from what happened to the person's key."""
        erased, text = self.erased(privacy.person), self._sealed(privacy.person, command.text)
        return rules.refuse(privacy, command, context, text=text, erased=erased)

    def withdraw(self, command: c.WithdrawPrivacy, actor: Actor) -> Done:
        """Take an application back."""
        return self._decide(Act.WITHDRAW, command, actor, rules.withdraw)

    def _decide(
        self,
        act: Act,
        command: CaseCommand,
        actor: Actor,
        decision: Callable[[Privacy, Context], Events],
        beside: Callable[[Privacy, Context, Sequence[Event]], Sequence[Placed]] = lambda *_: (),
    ) -> Done:
        return self._decider.decide(
            PRIVACY,
            command.case,
            command,
            actor,
            allowed=lambda privacy: ACTS.check_role(act, actor, privacy),
            decision=decision,
            beside=beside,
        )

    def _sealed(self, person: Stream, text: str) -> Sealed | None:
        """Seal what somebody wrote with the key of whom it is about; nothing where that key is gone."""
        if not text.strip():
            return None
        try:
            key = self._decider.vault.key_of(person)
        except ErasedKeyError:
            return None
        box = self._decider.vault.seal_bytes(key, text.encode())
        return Sealed(person, base64.b64encode(box).decode("ascii"))


def opened(vault: Vault, sealed: Sealed | None) -> str:
    """A sealed text in the clear; "" when there is none, or when the person was erased."""
    if sealed is None:
        return ""
    try:
        return vault.open_bytes(sealed.person, base64.b64decode(sealed.box)).decode()
    except (ErasedKeyError, ValueError):
        return ""


def check_person(decider: Decider, person: Stream) -> None:
    """Refuse somebody who is not known, or whose data were erased."""
    if not person.startswith(PERSON_PREFIX):
        raise UnknownPersonError
    check_readable([r.envelope.event for r in decider.log.load(person)])


def people_of(state: object) -> frozenset[Stream]:
    """The people of a case: who asked or objected, and who acts for them."""
    named: Sequence[str] = ("requester", "objector", "applicant", "representative", "person")
    return frozenset(str(found) for name in named if (found := getattr(state, name, "")))


def outcome_of(privacy: Privacy) -> Text:
    """How an application ended, in words; empty while it is open."""
    if not privacy.closed:
        return Text("", "")
    if privacy.ground is None:
        return STEPS[privacy.step]
    ground = GROUNDS[privacy.ground]
    return Text(f"Ditolak: {ground.id}", f"Refused: {ground.en}")
