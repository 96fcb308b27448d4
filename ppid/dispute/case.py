"""What a dispute is, made by its events: everything the body knows of the case, and what follows from it.

What stands on a day (late, days left) is asked for with that day, never stored.
"""

from __future__ import annotations

from datetime import date

import msgspec

from ppid.clocks import ClockState, running
from ppid.dispute import events as e
from ppid.dispute.vocabulary import CourtOutcome, MediationResult, Party, Purpose, Step
from ppid.events import Promise, Stream
from ppid.objection.vocabulary import Ground
from ppid.subject import State

#: Decisions of a court that put another in the place of the one below; all others let it stand.
REPLACING = (CourtOutcome.AMENDED, CourtOutcome.ANNULLED)


class Mediation(msgspec.Struct, frozen=True):
    """A mediation: its first meeting, its one extension, its end."""

    opened: e.MediationOpened
    extended: e.MediationExtended | None = None
    ended: e.MediationEnded | None = None

    @property
    def base(self) -> Promise:
        """The promise that an extension counts from."""
        return self.opened.promises[0]

    @property
    def agreed(self) -> bool:
        """Whether the parties agreed."""
        return self.ended is not None and self.ended.result is MediationResult.AGREED


class OrderState(msgspec.Struct, frozen=True):
    """An order of the decision that stands: when it is due once final, and what was done."""

    number: int
    order: e.Duty
    due: Promise | None = None
    done: e.Complied | None = None

    def late(self, as_of: date) -> bool:
        """Whether it was carried out late, or is still open past its day."""
        due_on = self.due.due_on if self.due else None
        return due_on is not None and (self.done.done_on if self.done else as_of) > due_on


def _soonest(order: OrderState) -> tuple[date, int]:
    return ((order.due.due_on if order.due else None) or date.max, order.number)


class Dispute(State, frozen=True, kw_only=True):
    """A dispute at ``version``, as far as the body knows of it."""

    commission: e.Commission
    applied_on: date
    received_on: date
    grounds: tuple[Ground, ...]
    objection: Stream = ""
    objection_number: str = ""
    request: Stream = ""
    register_number: str = ""
    window: Promise | None = None
    early: bool = False
    incomplete: e.FoundIncomplete | None = None
    completed_on: date | None = None
    summonses: tuple[e.Summoned, ...] = ()
    challenges: tuple[e.Challenged, ...] = ()
    represented: e.Represented | None = None
    answered: e.Answered | None = None
    evidence: tuple[e.EvidenceSent, ...] = ()
    mediation: Mediation | None = None
    adjudication: e.AdjudicationOpened | None = None
    interim: tuple[e.InterimRuled, ...] = ()
    inspections: tuple[e.Inspected, ...] = ()
    conclusions: e.ConclusionsFiled | None = None
    ruling: e.Ruled | None = None
    ruling_received_on: date | None = None
    appeals: tuple[e.Appealed, ...] = ()
    appeal_ruling: e.AppealRuled | None = None
    appeal_ruling_received_on: date | None = None
    cassations: tuple[e.CassationFiled, ...] = ()
    cassation_ruling: e.CassationRuled | None = None
    final: e.BecameFinal | None = None
    done: tuple[e.Complied, ...] = ()
    execution: e.ExecutionOrdered | None = None
    payments: tuple[e.Paid, ...] = ()
    ended: e.Ended | None = None

    @property
    def title(self) -> str:
        """What the case is called in lists: never a person."""
        return self.commission.name

    @property
    def unit(self) -> str:
        """A dispute is the body's, not a unit's."""
        return ""

    @property
    def opened_on(self) -> date:
        """The day the body learned of it."""
        return self.received_on

    @property
    def began_on(self) -> date:
        """The day the case began at the commission: it keeps the rules of that day (U26)."""
        return self.applied_on

    @property
    def late(self) -> bool:
        """Whether the application came after its window, as far as the body's own record shows."""
        return bool(self.window and self.window.due_on and self.applied_on > self.window.due_on)

    @property
    def without_objection(self) -> bool:
        """Whether no objection of this body's stands behind it: something to plead on day one."""
        return not self.objection

    @property
    def first_hearing_on(self) -> date | None:
        """Day one, as last announced."""
        return self._announced(Purpose.FIRST)

    @property
    def decision_hearing_on(self) -> date | None:
        """The day the decision is read out, as last announced."""
        return self._announced(Purpose.DECISION)

    def _announced(self, purpose: Purpose) -> date | None:
        return next((s.hearing_on for s in reversed(self.summonses) if s.purpose is purpose), None)

    @property
    def answered_late(self) -> bool:
        """Whether the written answer came on day one or later (Perki 1/2013 art. 25)."""
        first = self.adjudication.opened_on if self.adjudication else self.first_hearing_on
        return bool(self.answered and first and self.answered.filed_on >= first)

    @property
    def in_mediation(self) -> bool:
        """Whether a mediation is under way."""
        return self.mediation is not None and self.mediation.ended is None

    @property
    def standing(self) -> e.Decision | None:
        """The decision that stands: the last that put itself in the place of the one below it."""
        for decision in (self.cassation_ruling, self.appeal_ruling):
            if decision and decision.outcome in REPLACING:
                return decision
        return self.ruling

    @property
    def orders(self) -> tuple[OrderState, ...]:
        """The orders of the decision that stands, in its order."""
        standing = self.standing
        if standing is None:
            return ()
        done = {c.order: c for c in self.done if c.ruling == standing.number}
        due = self.final.due if self.final else ()
        return tuple(
            OrderState(n, order, due[n - 1] if n <= len(due) else None, done.get(n))
            for n, order in enumerate(standing.orders, start=1)
        )

    @property
    def outstanding(self) -> tuple[OrderState, ...]:
        """The orders that were not carried out yet."""
        return tuple(order for order in self.orders if order.done is None)

    @property
    def next_order(self) -> OrderState | None:
        """The order that is due first of those not carried out: the one whose clock runs (D24)."""
        return min(self.outstanding, key=_soonest, default=None)

    @property
    def step(self) -> Step:
        """Where the dispute stands by its recorded facts."""
        if self.ended:
            return Step.ENDED
        if self.final:
            return Step.COMPLYING if self.outstanding else Step.FINAL
        return self._step_at_court() if self.ruling else self._step_at_commission()

    def _step_at_court(self) -> Step:
        if self.cassations:
            return Step.AT_SUPREME_COURT
        if self.appeal_ruling:
            return Step.COURT_RULED
        return Step.AT_COURT if self.appeals else Step.RULED

    def _step_at_commission(self) -> Step:
        if self.in_mediation:
            return Step.MEDIATION
        if self.adjudication or self.mediation:
            return Step.ADJUDICATION
        if self.summonses:
            return Step.SUMMONED
        return Step.INCOMPLETE if self.incomplete and not self.completed_on else Step.NOTIFIED

    @property
    def closed(self) -> bool:
        """Whether nothing more is owed: ended, or final and carried out."""
        return self.step in (Step.ENDED, Step.FINAL)

    def running(self) -> list[ClockState]:
        """The clocks that still wait for their end, the earliest first."""
        return [] if self.closed else running(self.clocks)

    def appealed_by(self, party: Party) -> bool:
        """Whether that party went to court."""
        return any(appeal.by is party for appeal in self.appeals)
