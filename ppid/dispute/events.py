"""The facts of a dispute, as the body learns them from the commission, the courts and its own acts.

Nobody stands here by name: the applicant is who objected, officers stand by key or by office, and panels and
mediators are named in the attached letters. Every event keeps each date as it was promised on its day.
"""

from __future__ import annotations

from datetime import date

import msgspec

from ppid.clocks import Moved, RanOut
from ppid.dispute.vocabulary import (
    Court,
    CourtOutcome,
    Ending,
    EvidenceKind,
    Finality,
    Level,
    MediationResult,
    Outcome,
    Party,
    PaymentKind,
    Point,
    Purpose,
)
from ppid.events import Event, Promise, Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection.vocabulary import Ground
from ppid.request.events import Document


class Commission(msgspec.Struct, frozen=True):
    """The Information Commission that has the case: its name and its level (UU 14/2008 art. 24-27)."""

    name: str
    level: Level


class Notified(Event, frozen=True, kw_only=True):
    """The body received a copy of the application to the commission (UU 14/2008 art. 44(1)).

    ``applied_on`` is the day the commission received it. ``window`` is the period within which it had to come
    (D11 after the answer, D12 after silence), None where the body's own record does not give its start;
    ``early``: the superior's time to answer was still running. Late or early is noted, never blocked: the
    commission decides on it.
    """

    commission: Commission
    applied_on: date
    received_on: date
    grounds: tuple[Ground, ...]
    objection: Stream = ""
    objection_number: str = ""
    request: Stream = ""
    register_number: str = ""
    letter_number: str = ""
    window: Promise | None = None
    early: bool = False
    documents: tuple[Document, ...] = ()
    promises: tuple[Promise, ...] = ()


class FoundIncomplete(Event, frozen=True):
    """The commission told the applicant what the application lacks (Perki 1/2013 art. 17(1))."""

    sent_on: date
    received_on: date
    letter_number: str = ""
    promises: tuple[Promise, ...] = ()


class Completed(Event, frozen=True):
    """The applicant completed the application (Perki 1/2013 art. 17(2))."""

    completed_on: date


class Registered(Event, frozen=True):
    """The commission registered the application under its own number (Perki 1/2013 art. 18(3))."""

    registered_on: date
    register_number: str


class Summoned(Event, frozen=True):
    """The body was called to a hearing (Perki 1/2013 art. 24(2)).

    The first hearing starts, counted back, the clocks of the summons and of a challenge (D17, D18); a hearing
    that reads the decision starts the one of the conclusions (D20).
    """

    purpose: Purpose
    hearing_on: date
    received_on: date
    letter_number: str = ""
    place: str = ""
    documents: tuple[Document, ...] = ()
    promises: tuple[Promise, ...] = ()


class Challenged(Event, frozen=True):
    """A party challenged the mediator or a member of the panel (*hak ingkar*, Perki 1/2013 art. 22(3))."""

    by: Party
    filed_on: date
    reason: str
    letter_number: str = ""


class Representative(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who speaks for the body: an officer by key, or an office by its title."""

    position: str
    officer: Stream = ""


class Represented(Event, frozen=True):
    """The body named who speaks for it, by a power of attorney (Perki 1/2021 art. 10(2))."""

    representatives: tuple[Representative, ...]
    letter_number: str
    signed_on: date
    documents: tuple[Document, ...] = ()


class Answered(Event, frozen=True):
    """The body filed its written answer (Perki 1/2013 art. 25)."""

    filed_on: date
    letter_number: str
    documents: tuple[Document, ...] = ()


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """One piece of evidence; ``exemption`` and ``rows`` name the test that it stands on, if exempt."""

    kind: EvidenceKind
    title: str
    sealed: bool = False
    exemption: Stream = ""
    rows: tuple[int, ...] = ()
    document: Document | None = None


class EvidenceSent(Event, frozen=True):
    """The body laid evidence before the panel; what is exempt goes sealed (UU 14/2008 art. 43(2)-(4))."""

    sent_on: date
    letter_number: str
    evidence: tuple[Evidence, ...]


class MediationOpened(Event, frozen=True):
    """The parties met before the mediator for the first time (UU 14/2008 art. 40; Perki 1/2013 art. 37)."""

    first_meeting_on: date
    promises: tuple[Promise, ...] = ()


class MediationExtended(Event, frozen=True):
    """The mediation got its one extension, counted from its base end (Perki 1/2013 art. 41)."""

    agreed_on: date
    promises: tuple[Promise, ...] = ()


class MediationEnded(Event, frozen=True):
    """The mediation ended: agreed, failed, or lapsed with the applicant away (Perki 1/2013 art. 45-48)."""

    ended_on: date
    result: MediationResult
    note: str = ""


class AdjudicationOpened(Event, frozen=True):
    """Day one of the hearing, before a panel of at least three, an odd number (Perki 1/2013 art. 20, 36)."""

    opened_on: date
    panel_size: int
    note: str = ""


class InterimRuled(Event, frozen=True):
    """The panel ruled on a question of day one before the case itself (Perki 1/2013 art. 36)."""

    read_out_on: date
    number: str
    point: Point
    holding: str
    documents: tuple[Document, ...] = ()


class Inspected(Event, frozen=True):
    """The panel inspected documents or a place (*pemeriksaan setempat*); ``closed`` where they are exempt."""

    inspected_on: date
    place: str
    closed: bool = False
    note: str = ""


class ConclusionsFiled(Event, frozen=True):
    """The body filed its written conclusions (Perki 1/2013 art. 57(3))."""

    filed_on: date
    letter_number: str = ""
    documents: tuple[Document, ...] = ()


class Duty(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a ruling orders the body to do, and by when: a day, or working days after it is final.

    The operative part states the time for compliance (Perki 1/2013 art. 59(2)f.4).
    """

    what: str
    due_on: date | None = None
    within_days: int = 0


class Decision(Event, frozen=True, kw_only=True):
    """What the decision of a commission or a court holds, whoever took it."""

    number: str
    read_out_on: date
    orders: tuple[Duty, ...] = ()
    opened: tuple[ExemptionRef, ...] = ()
    summary: str = ""
    documents: tuple[Document, ...] = ()


class CourtDecision(Decision, frozen=True, kw_only=True):
    """What the decision of a court holds: what it did with the one below it (UU 14/2008 art. 49-50)."""

    outcome: CourtOutcome


class Ruled(Decision, frozen=True, kw_only=True):
    """The commission read its decision out (UU 14/2008 art. 46; Perki 1/2013 art. 59).

    ``fee_idr`` is the cost of search and copy that it set (art. 46(2)c).
    """

    outcome: Outcome
    fee_idr: int = 0
    promises: tuple[Promise, ...] = ()


class RulingReceived(Event, frozen=True):
    """The body received the copy of the decision; the time to go to court starts (UU 14/2008 art. 48(1))."""

    received_on: date
    promises: tuple[Promise, ...] = ()


class Appealed(Event, frozen=True):
    """A party took the decision to court (UU 14/2008 art. 47-48)."""

    by: Party
    court: Court
    court_name: str
    filed_on: date
    case_number: str = ""
    documents: tuple[Document, ...] = ()


class AppealRuled(CourtDecision, frozen=True, kw_only=True):
    """The court ruled on the commission's decision (UU 14/2008 art. 49)."""


class AppealRulingReceived(Event, frozen=True):
    """The body received the court's decision; fourteen days to cassation start (UU 14/2008 art. 50)."""

    received_on: date
    promises: tuple[Promise, ...] = ()


class CassationFiled(Event, frozen=True):
    """A party went to the Supreme Court (UU 14/2008 art. 50)."""

    by: Party
    filed_on: date
    case_number: str = ""
    documents: tuple[Document, ...] = ()


class CassationRuled(CourtDecision, frozen=True, kw_only=True):
    """The Supreme Court ruled; there is no further ordinary remedy (UU 14/2008 art. 50)."""


class BecameFinal(Event, frozen=True):
    """A decision got permanent legal force (*berkekuatan hukum tetap*); ``ruling`` is its number.

    ``due`` holds by when each of its orders is to be done; the earliest is the clock that starts (D24).
    """

    final_on: date
    how: Finality
    ruling: str
    due: tuple[Promise, ...] = ()
    promises: tuple[Promise, ...] = ()


class Complied(Event, frozen=True):
    """The body did what one order of ``ruling`` says (counted from 1); the next one's time runs."""

    ruling: str
    order: int
    done_on: date
    proof: str
    documents: tuple[Document, ...] = ()
    promises: tuple[Promise, ...] = ()


class ExecutionOrdered(Event, frozen=True):
    """The head of the court ordered the body to comply (Perki 1/2013 art. 60(4)-(5))."""

    ordered_on: date
    court_name: str
    number: str
    documents: tuple[Document, ...] = ()


class Paid(Event, frozen=True):
    """The body paid costs or damages because of the dispute."""

    kind: PaymentKind
    amount_idr: int
    paid_on: date
    receipt_number: str = ""
    documents: tuple[Document, ...] = ()


class Ended(Event, frozen=True):
    """The case ended without a decision: withdrawn, lapsed, not registered (Perki 1/2013 art. 17, 30)."""

    ending: Ending
    ended_on: date
    letter_number: str = ""
    note: str = ""


class Recounted(Moved, frozen=True):
    """A calendar decree moved a due date: the old one, the new one, and the decree (regulations §9.1)."""


class ClockRanOut(RanOut, frozen=True):
    """A clock ended unmet. The end of D22 or D23 makes a decision final (UU 14/2008 art. 48, 50)."""


DisputeEvent = (
    Notified
    | FoundIncomplete
    | Completed
    | Registered
    | Summoned
    | Challenged
    | Represented
    | Answered
    | EvidenceSent
    | MediationOpened
    | MediationExtended
    | MediationEnded
    | AdjudicationOpened
    | InterimRuled
    | Inspected
    | ConclusionsFiled
    | Ruled
    | RulingReceived
    | Appealed
    | AppealRuled
    | AppealRulingReceived
    | CassationFiled
    | CassationRuled
    | BecameFinal
    | Complied
    | ExecutionOrdered
    | Paid
    | Ended
    | Recounted
    | ClockRanOut
)
