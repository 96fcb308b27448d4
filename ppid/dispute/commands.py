"""What may be asked of a dispute, as frozen values. A command knows no rule."""

from __future__ import annotations

from datetime import date

from ppid.commands import CaseCommand, Command
from ppid.dispute.events import Commission, Duty, Evidence, Representative
from ppid.dispute.vocabulary import (
    Court,
    CourtOutcome,
    Ending,
    Finality,
    MediationResult,
    Outcome,
    Party,
    PaymentKind,
    Point,
    Purpose,
)
from ppid.events import Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection.vocabulary import Ground
from ppid.request.events import Document


class NotifyDispute(Command, frozen=True, kw_only=True):
    """Record that a copy of an application came from the commission. ``dispute`` is made by the caller.

    Without ``grounds`` the application stands on those of the objection.
    """

    dispute: Stream
    body: Stream
    commission: Commission
    applied_on: date
    received_on: date
    objection: Stream = ""
    grounds: tuple[Ground, ...] = ()
    register_number: str = ""
    letter_number: str = ""
    documents: tuple[Document, ...] = ()


class RecordIncomplete(CaseCommand, frozen=True, kw_only=True):
    """Record the commission's letter on what the application lacks."""

    sent_on: date
    received_on: date
    letter_number: str = ""


class RecordCompleted(CaseCommand, frozen=True, kw_only=True):
    """Record that the applicant completed the application."""

    completed_on: date


class RecordRegistered(CaseCommand, frozen=True, kw_only=True):
    """Record the commission's register number."""

    registered_on: date
    register_number: str


class RecordSummons(CaseCommand, frozen=True, kw_only=True):
    """Record a summons."""

    purpose: Purpose
    hearing_on: date
    received_on: date
    letter_number: str = ""
    place: str = ""
    documents: tuple[Document, ...] = ()


class RecordChallenge(CaseCommand, frozen=True, kw_only=True):
    """Record a challenge of the mediator or the panel."""

    by: Party
    filed_on: date
    reason: str
    letter_number: str = ""


class AppointRepresentatives(CaseCommand, frozen=True, kw_only=True):
    """Record who speaks for the body."""

    representatives: tuple[Representative, ...]
    letter_number: str
    signed_on: date
    documents: tuple[Document, ...] = ()


class FileAnswer(CaseCommand, frozen=True, kw_only=True):
    """Record the body's written answer."""

    filed_on: date
    letter_number: str
    documents: tuple[Document, ...] = ()


class SendEvidence(CaseCommand, frozen=True, kw_only=True):
    """Record the evidence that was sent."""

    sent_on: date
    letter_number: str
    evidence: tuple[Evidence, ...]


class OpenMediation(CaseCommand, frozen=True, kw_only=True):
    """Record the first mediation meeting."""

    first_meeting_on: date


class ExtendMediation(CaseCommand, frozen=True, kw_only=True):
    """Record the extension of the mediation."""

    agreed_on: date


class EndMediation(CaseCommand, frozen=True, kw_only=True):
    """Record how the mediation ended."""

    ended_on: date
    result: MediationResult
    note: str = ""


class OpenAdjudication(CaseCommand, frozen=True, kw_only=True):
    """Record day one of the hearing."""

    opened_on: date
    panel_size: int
    note: str = ""


class RecordInterimRuling(CaseCommand, frozen=True, kw_only=True):
    """Record an interim ruling."""

    read_out_on: date
    number: str
    point: Point
    holding: str
    documents: tuple[Document, ...] = ()


class RecordInspection(CaseCommand, frozen=True, kw_only=True):
    """Record an inspection by the panel."""

    inspected_on: date
    place: str
    closed: bool = False
    note: str = ""


class FileConclusions(CaseCommand, frozen=True, kw_only=True):
    """Record the body's written conclusions."""

    filed_on: date
    letter_number: str = ""
    documents: tuple[Document, ...] = ()


class RecordDecision(CaseCommand, frozen=True, kw_only=True):
    """What is recorded of every decision."""

    number: str
    read_out_on: date
    orders: tuple[Duty, ...] = ()
    opened: tuple[ExemptionRef, ...] = ()
    summary: str = ""
    documents: tuple[Document, ...] = ()


class RecordRuling(RecordDecision, frozen=True, kw_only=True):
    """Record the commission's decision."""

    outcome: Outcome
    fee_idr: int = 0


class RecordRulingReceived(CaseCommand, frozen=True, kw_only=True):
    """Record when the copy of the decision was received."""

    received_on: date


class RecordAppeal(CaseCommand, frozen=True, kw_only=True):
    """Record that a party went to court."""

    by: Party
    court: Court
    court_name: str
    filed_on: date
    case_number: str = ""
    documents: tuple[Document, ...] = ()


class RecordAppealRuling(RecordDecision, frozen=True, kw_only=True):
    """Record the court's decision."""

    outcome: CourtOutcome


class RecordAppealRulingReceived(CaseCommand, frozen=True, kw_only=True):
    """Record when the court's decision was received."""

    received_on: date


class RecordCassation(CaseCommand, frozen=True, kw_only=True):
    """Record that a party went to the Supreme Court."""

    by: Party
    filed_on: date
    case_number: str = ""
    documents: tuple[Document, ...] = ()


class RecordCassationRuling(RecordDecision, frozen=True, kw_only=True):
    """Record the Supreme Court's decision, which is final."""

    outcome: CourtOutcome


class RecordFinal(CaseCommand, frozen=True, kw_only=True):
    """Record that a decision is final, where the timekeeper could not know the end of the window."""

    final_on: date
    how: Finality


class RecordCompliance(CaseCommand, frozen=True, kw_only=True):
    """Record that an order (counted from 1) was carried out."""

    order: int
    done_on: date
    proof: str
    documents: tuple[Document, ...] = ()


class RecordExecutionOrder(CaseCommand, frozen=True, kw_only=True):
    """Record the court's order to comply."""

    ordered_on: date
    court_name: str
    number: str
    documents: tuple[Document, ...] = ()


class RecordPaid(CaseCommand, frozen=True, kw_only=True):
    """Record a payment of costs or damages."""

    kind: PaymentKind
    amount_idr: int
    paid_on: date
    receipt_number: str = ""
    documents: tuple[Document, ...] = ()


class EndDispute(CaseCommand, frozen=True, kw_only=True):
    """Record that the case ended without a decision on it."""

    ending: Ending
    ended_on: date
    letter_number: str = ""
    note: str = ""
