"""The use cases of disputes: one method per command, each one atomic save."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace

from ppid.acts import NotYourActError
from ppid.checks import Context
from ppid.commands import CaseCommand
from ppid.deadlines import D10
from ppid.deciding import Decider, Done, Events, Placed
from ppid.dispute import commands as c
from ppid.dispute import courts, entry, hearing, opening, ruling
from ppid.dispute.case import Dispute
from ppid.dispute.entry import Way
from ppid.dispute.events import Notified
from ppid.dispute.lawful import ACTS, NOTIFIERS, Act
from ppid.dispute.state import DISPUTE
from ppid.events import Actor, Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection.handling import disputed
from ppid.objection.refusals import AlreadyDisputedError
from ppid.objection.state import OBJECTION, Objection


class Disputes:
    """Every use case of disputes. Thread-safe."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider

    # Reading -----------------------------------------------------------------------------------------

    def see(self, stream: Stream, actor: Actor) -> Dispute:
        """A dispute as it stands, for somebody who may see it. Raises ``UnknownDisputeError``."""
        return self._decider.see(DISPUTE, stream, actor)

    def of_objection(self, objection: Objection, actor: Actor) -> Dispute | None:
        """The dispute that an objection went on to, for somebody who may see it."""
        return self.see(objection.dispute.dispute, actor) if objection.dispute else None

    # Beginning ---------------------------------------------------------------------------------------

    def notify(self, command: c.NotifyDispute, actor: Actor) -> Done:
        """Record the copy of an application, and on the objection that it went to the commission.

        Law: UU 14/2008 art. 37(1), 44(1).
        """
        beside: list[Placed] = []

        def decide(context: Context) -> Events:
            notified, objection = self._notified(command, actor, context)
            beside.clear()
            if objection:
                gone = disputed(command.dispute, notified.applied_on)
                beside.append((objection.stream, objection.version + 1, gone))
            return notified

        _check_notifier(command, actor)
        begun = self._decider.begin(
            command.dispute, command, actor, command.body, decision=decide, beside=lambda *_: beside
        )
        return begun.done

    def foreseen(self, command: c.NotifyDispute, actor: Actor, context: Context) -> Notified:
        """What a notification would record, without recording it."""
        _check_notifier(command, actor)
        return self._notified(command, actor, context)[0]

    def _notified(
        self, command: c.NotifyDispute, actor: Actor, context: Context
    ) -> tuple[Notified, Objection | None]:
        objection = self._decider.see(OBJECTION, command.objection, actor) if command.objection else None
        if objection:
            self._check_first(command, objection)
        way = way_of(objection) if objection else Way()
        return entry.notify(command, way, context), objection

    def _check_first(self, command: c.NotifyDispute, objection: Objection) -> None:
        """One dispute about an objection, unless an earlier one ended without a decision."""
        earlier = objection.dispute
        if earlier is None or earlier.dispute == command.dispute:
            return
        if not self._decider.load(DISPUTE, earlier.dispute).ended:
            raise AlreadyDisputedError(number=objection.number, filed_on=earlier.filed_on)

    # At the commission -------------------------------------------------------------------------------

    def record_incomplete(self, command: c.RecordIncomplete, actor: Actor) -> Done:
        """Record the commission's letter on what the application lacks."""
        return self._decide(
            Act.RECORD_INCOMPLETE, command, actor, lambda d, x: entry.record_incomplete(d, command, x)
        )

    def record_completed(self, command: c.RecordCompleted, actor: Actor) -> Done:
        """Record that the applicant completed the application."""
        return self._decide(
            Act.RECORD_COMPLETED, command, actor, lambda d, x: entry.record_completed(d, command, x)
        )

    def record_registered(self, command: c.RecordRegistered, actor: Actor) -> Done:
        """Record the commission's register number."""
        return self._decide(
            Act.RECORD_REGISTERED, command, actor, lambda d, x: entry.record_registered(d, command, x)
        )

    def summon(self, command: c.RecordSummons, actor: Actor) -> Done:
        """Record a summons."""
        return self._decide(Act.RECORD_SUMMONS, command, actor, lambda d, x: hearing.summon(d, command, x))

    def challenge(self, command: c.RecordChallenge, actor: Actor) -> Done:
        """Record a challenge of the mediator or the panel."""
        return self._decide(
            Act.RECORD_CHALLENGE, command, actor, lambda d, x: hearing.challenge(d, command, x)
        )

    def represent(self, command: c.AppointRepresentatives, actor: Actor) -> Done:
        """Record who speaks for the body."""
        return self._decide(Act.REPRESENT, command, actor, lambda d, x: hearing.represent(d, command, x))

    def answer(self, command: c.FileAnswer, actor: Actor) -> Done:
        """Record the body's written answer."""
        return self._decide(Act.ANSWER, command, actor, lambda d, x: hearing.answer(d, command, x))

    def send_evidence(self, command: c.SendEvidence, actor: Actor) -> Done:
        """Record the evidence that was sent."""
        return self._decide(Act.SEND_EVIDENCE, command, actor, lambda d, x: self.evidence_sent(d, command, x))

    def evidence_sent(self, dispute: Dispute, command: c.SendEvidence, context: Context) -> Events:
        """What evidence would record: the tests it stands on are checked to be this body's own."""
        known = opening.exemptions_of(self._decider, command.evidence)
        opening.check_tested(dispute, command.evidence, known)
        return hearing.send_evidence(dispute, command, context)

    def open_mediation(self, command: c.OpenMediation, actor: Actor) -> Done:
        """Record the first mediation meeting."""
        return self._decide(
            Act.OPEN_MEDIATION, command, actor, lambda d, x: hearing.open_mediation(d, command, x)
        )

    def extend_mediation(self, command: c.ExtendMediation, actor: Actor) -> Done:
        """Record the one extension of the mediation."""
        return self._decide(
            Act.EXTEND_MEDIATION, command, actor, lambda d, x: hearing.extend_mediation(d, command, x)
        )

    def end_mediation(self, command: c.EndMediation, actor: Actor) -> Done:
        """Record how the mediation ended."""
        return self._decide(
            Act.END_MEDIATION, command, actor, lambda d, x: hearing.end_mediation(d, command, x)
        )

    def open_adjudication(self, command: c.OpenAdjudication, actor: Actor) -> Done:
        """Record day one of the hearing."""
        return self._decide(
            Act.OPEN_ADJUDICATION, command, actor, lambda d, x: hearing.open_adjudication(d, command, x)
        )

    def record_interim_ruling(self, command: c.RecordInterimRuling, actor: Actor) -> Done:
        """Record an interim ruling."""
        return self._decide(
            Act.RECORD_INTERIM_RULING,
            command,
            actor,
            lambda d, x: hearing.record_interim_ruling(d, command, x),
        )

    def record_inspection(self, command: c.RecordInspection, actor: Actor) -> Done:
        """Record an inspection by the panel."""
        return self._decide(
            Act.RECORD_INSPECTION, command, actor, lambda d, x: hearing.record_inspection(d, command, x)
        )

    def file_conclusions(self, command: c.FileConclusions, actor: Actor) -> Done:
        """Record the body's written conclusions."""
        return self._decide(
            Act.FILE_CONCLUSIONS, command, actor, lambda d, x: hearing.file_conclusions(d, command, x)
        )

    # Decisions ---------------------------------------------------------------------------------------

    def rule(self, command: c.RecordRuling, actor: Actor) -> Done:
        """Record the commission's decision; a mediation's agreement is final with it."""
        return self._decide(Act.RECORD_RULING, command, actor, lambda d, x: self.ruled(d, command, x))

    def ruled(self, dispute: Dispute, command: c.RecordRuling, context: Context) -> Events:
        """What a decision would record: the rows it opens are checked, and their decrees named."""
        return ruling.rule(dispute, replace(command, opened=self._opened(dispute, command)), context)

    def receive_ruling(self, command: c.RecordRulingReceived, actor: Actor) -> Done:
        """Record when the copy of the decision was received."""
        return self._decide(
            Act.RECORD_RULING_RECEIVED, command, actor, lambda d, x: ruling.receive_ruling(d, command, x)
        )

    def appeal(self, command: c.RecordAppeal, actor: Actor) -> Done:
        """Record that a party went to court."""
        return self._decide(Act.RECORD_APPEAL, command, actor, lambda d, x: courts.appeal(d, command, x))

    def rule_on_appeal(self, command: c.RecordAppealRuling, actor: Actor) -> Done:
        """Record the court's decision."""
        return self._decide(
            Act.RECORD_APPEAL_RULING, command, actor, lambda d, x: self.ruled_on_appeal(d, command, x)
        )

    def ruled_on_appeal(self, dispute: Dispute, command: c.RecordAppealRuling, context: Context) -> Events:
        """What a court's decision would record."""
        return courts.rule_on_appeal(
            dispute, replace(command, opened=self._opened(dispute, command)), context
        )

    def receive_appeal_ruling(self, command: c.RecordAppealRulingReceived, actor: Actor) -> Done:
        """Record when the court's decision was received."""
        return self._decide(
            Act.RECORD_APPEAL_RULING_RECEIVED,
            command,
            actor,
            lambda d, x: courts.receive_appeal_ruling(d, command, x),
        )

    def file_cassation(self, command: c.RecordCassation, actor: Actor) -> Done:
        """Record that a party went to the Supreme Court."""
        return self._decide(
            Act.RECORD_CASSATION, command, actor, lambda d, x: courts.file_cassation(d, command, x)
        )

    def rule_on_cassation(self, command: c.RecordCassationRuling, actor: Actor) -> Done:
        """Record the Supreme Court's decision, with which the case is final."""
        return self._decide(
            Act.RECORD_CASSATION_RULING, command, actor, lambda d, x: self.ruled_on_cassation(d, command, x)
        )

    def ruled_on_cassation(
        self, dispute: Dispute, command: c.RecordCassationRuling, context: Context
    ) -> Events:
        """What the Supreme Court's decision would record."""
        named = replace(command, opened=self._opened(dispute, command))
        return courts.rule_on_cassation(dispute, named, context)

    # Afterwards --------------------------------------------------------------------------------------

    def record_final(self, command: c.RecordFinal, actor: Actor) -> Done:
        """Record that a decision is final; what it opens is opened with it."""
        return self._decide(Act.RECORD_FINAL, command, actor, lambda d, x: ruling.record_final(d, command, x))

    def comply(self, command: c.RecordCompliance, actor: Actor) -> Done:
        """Record that an order was carried out."""
        return self._decide(Act.RECORD_COMPLIANCE, command, actor, lambda d, x: courts.comply(d, command, x))

    def record_execution_order(self, command: c.RecordExecutionOrder, actor: Actor) -> Done:
        """Record the court's order to comply."""
        return self._decide(
            Act.RECORD_EXECUTION_ORDER,
            command,
            actor,
            lambda d, x: courts.record_execution_order(d, command, x),
        )

    def record_paid(self, command: c.RecordPaid, actor: Actor) -> Done:
        """Record a payment of costs or damages."""
        return self._decide(Act.RECORD_PAID, command, actor, lambda d, x: courts.record_paid(d, command, x))

    def end(self, command: c.EndDispute, actor: Actor) -> Done:
        """Record that the case ended without a decision on it."""
        return self._decide(Act.END, command, actor, lambda d, x: courts.end(d, command, x))

    # The one way -------------------------------------------------------------------------------------

    def _opened(self, dispute: Dispute, command: c.RecordDecision) -> tuple[ExemptionRef, ...]:
        known = opening.exemptions_of(self._decider, command.opened)
        return opening.decreed(dispute, command.opened, known)

    def _decide(
        self,
        act: Act,
        command: CaseCommand,
        actor: Actor,
        decision: Callable[[Dispute, Context], Events],
    ) -> Done:
        return self._decider.decide(
            DISPUTE,
            command.case,
            command,
            actor,
            allowed=lambda dispute: ACTS.check_role(act, actor, dispute),
            decision=decision,
            beside=partial(opening.opened_beside, self._decider),
        )


def way_of(objection: Objection) -> Way:
    """What the body's own record of an objection says of the way to the commission."""
    clock = objection.clocks.get(D10.code)
    return Way(
        objection=objection.stream,
        body=objection.body,
        number=objection.number,
        request=objection.request,
        grounds=objection.grounds,
        received_on=objection.received_on,
        answer_due_on=clock.promise.due_on if clock else None,
        answer_sent_on=objection.answer.letter.sent_on if objection.answer else None,
        answer_received_on=objection.answer_received_on,
    )


def _check_notifier(command: c.NotifyDispute, actor: Actor) -> None:
    if actor.role not in NOTIFIERS or actor.body != command.body:
        raise NotYourActError
