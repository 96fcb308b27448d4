"""The commission's decision, and what makes it final.

Law: UU 14/2008 art. 39, 46, 48; Perki 1/2013 art. 47, 59, 60; regulations §6.3, §6.4.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from ppid.calendar import CalendarMissingError
from ppid.checks import Context, Label, as_set, check_happened, check_near, check_order, check_text, promise
from ppid.deadlines import RULES, Clock, clock_of
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute import refusals as no
from ppid.dispute.case import Dispute
from ppid.dispute.entry import APPLIED, may_act, may_before_ruling
from ppid.dispute.hearing import RULING_NUMBER
from ppid.dispute.state import evolve
from ppid.dispute.vocabulary import Finality, Outcome
from ppid.events import Promise
from ppid.objection.vocabulary import Ground

ORDER = Label("Perintah putusan", "What the decision orders", "Perki 1/2013 Pasal 59 ayat (2) huruf f", 5000)
SUMMARY = Label("Ringkasan putusan", "The summary of the decision", limit=5000)
PART = Label("Bagian yang dibuka", "The part that is opened", "Perki 1/2021 Pasal 52 ayat (3)", 2000)
READ_OUT = Label("tanggal putusan dibacakan", "the day the decision was read out")

ORDERING = (Outcome.OPEN_ALL, Outcome.OPEN_PART, Outcome.DUTY_ORDERED, Outcome.FEE_SET)
OPENING = (Outcome.OPEN_ALL, Outcome.OPEN_PART)
DISMISSING = (Outcome.REFUSAL_CONFIRMED, Outcome.REJECTED, Outcome.LAPSED)

#: The clock whose end makes a decision final when nobody went on.
WINDOW_OF = {Finality.NO_APPEAL: "D22", Finality.NO_CASSATION: "D23"}

FEE_LIMIT_IDR = 1_000_000_000
WITHIN_LIMIT_DAYS = 250


def may_rule(dispute: Dispute) -> None:
    """One decision, after any mediation has ended."""
    may_before_ruling(dispute)
    if dispute.in_mediation:
        raise no.InMediationError(number=dispute.number)


def rule(
    dispute: Dispute, command: c.RecordRuling, context: Context, rules: Iterable[Clock] = RULES
) -> tuple[e.Ruled | e.BecameFinal, ...]:
    """Record the decision; its copy is due in three working days (D21). A mediation's agreement is final.

    Law: UU 14/2008 art. 39, 46; Perki 1/2013 art. 47, 59(2), 59(4).
    """
    may_rule(dispute)
    rules = tuple(rules)
    check_decision(dispute, command, context)
    _check_agreement(dispute, command.outcome)
    _check_outcome(command)
    ruled = e.Ruled(
        number=command.number.strip(),
        read_out_on=command.read_out_on,
        outcome=command.outcome,
        orders=command.orders,
        opened=command.opened,
        fee_idr=command.fee_idr,
        summary=command.summary,
        documents=command.documents,
        promises=(promise(clock_of("D21", dispute.began_on, rules), command.read_out_on, context),),
    )
    if command.outcome is not Outcome.MEDIATION_AGREEMENT:
        return (ruled,)
    return (ruled, become(evolve(dispute, ruled), command.read_out_on, Finality.MEDIATION, context, rules))


def check_decision(dispute: Dispute, command: c.RecordDecision, context: Context) -> None:
    """What is asked of every decision, of the commission or of a court. Law: Perki 1/2013 art. 59(2)f.4."""
    check_text("number", command.number, RULING_NUMBER)
    check_text("summary", command.summary, SUMMARY, required=False)
    check_happened("read_out_on", command.read_out_on, context)
    check_order("read_out_on", command.read_out_on, dispute.applied_on, APPLIED)
    for order in command.orders:
        check_text("orders", order.what, ORDER)
        if (order.due_on is None) == (
            order.within_days == 0
        ) or not 0 <= order.within_days <= WITHIN_LIMIT_DAYS:
            raise no.OrderTimeError("orders", limit=WITHIN_LIMIT_DAYS)
        if order.due_on:
            check_order("orders", order.due_on, command.read_out_on, READ_OUT)
            check_near("orders", order.due_on, context)
    for opened in command.opened:
        if not (opened.exemption and (opened.rows or opened.parts)):
            raise no.OpenedEmptyError("opened")
        for part in opened.parts:
            check_text("opened", part.part, PART)


def _check_agreement(dispute: Dispute, outcome: Outcome) -> None:
    """A mediation that ended in agreement is decided so, unless ground a goes on to be adjudicated."""
    agreed = dispute.mediation is not None and dispute.mediation.agreed
    if outcome is Outcome.MEDIATION_AGREEMENT and not agreed:
        raise no.NoAgreementError("outcome")
    if agreed and outcome is not Outcome.MEDIATION_AGREEMENT and Ground.EXEMPT not in dispute.grounds:
        raise no.AgreementReachedError("outcome")


def _check_outcome(command: c.RecordRuling) -> None:
    if command.outcome in ORDERING and not command.orders:
        raise no.OrderMissingError("orders")
    if command.outcome in DISMISSING and (command.orders or command.opened):
        raise no.NothingOrderedError("orders")
    if command.opened and command.outcome not in OPENING:
        raise no.OpensNothingError("opened")
    if not 0 <= command.fee_idr <= FEE_LIMIT_IDR:
        raise no.AmountError("fee_idr", least=0, most=FEE_LIMIT_IDR)


def may_receive_ruling(dispute: Dispute) -> None:
    """The copy comes once, after the decision."""
    may_after_ruling(dispute)
    if dispute.ruling_received_on:
        raise no.RulingReceivedError(number=dispute.number, on=dispute.ruling_received_on)


def may_after_ruling(dispute: Dispute) -> e.Ruled:
    """The step follows the commission's decision."""
    may_act(dispute)
    if dispute.ruling is None:
        raise no.NotRuledError(number=dispute.number)
    return dispute.ruling


def receive_ruling(
    dispute: Dispute, command: c.RecordRulingReceived, context: Context, rules: Iterable[Clock] = RULES
) -> e.RulingReceived:
    """Record the copy's receipt: fourteen working days to court (D22), alarm after fourteen days (D22C; U13).

    Law: UU 14/2008 art. 48(1); Perki 1/2013 art. 60(2).
    """
    may_receive_ruling(dispute)
    check_happened("received_on", command.received_on, context)
    if dispute.ruling:
        check_order("received_on", command.received_on, dispute.ruling.read_out_on, READ_OUT)
    # Where it is final by agreement, or at court already, nobody's time to go there starts.
    codes = () if dispute.final or dispute.appeals else ("D22", "D22C")
    rules = tuple(rules)
    return e.RulingReceived(
        command.received_on,
        tuple(
            promise(clock_of(code, dispute.began_on, rules), command.received_on, context) for code in codes
        ),
    )


# Becoming final -------------------------------------------------------------------------------------------


def may_become_final(dispute: Dispute) -> Finality:
    """How the decision may become final now. Law: UU 14/2008 art. 48, 50; Perki 1/2013 art. 60(3)."""
    may_after_ruling(dispute)
    if dispute.final:
        raise no.DecisionFinalError(number=dispute.number, on=dispute.final.final_on)
    if dispute.cassations or (dispute.appeals and not dispute.appeal_ruling):
        raise no.CourtPendingError(number=dispute.number)
    return Finality.NO_CASSATION if dispute.appeals else Finality.NO_APPEAL


def may_record_final(dispute: Dispute, context: Context) -> Finality:
    """Nobody's time to go on may still run."""
    how = may_become_final(dispute)
    due_on = earliest_end(dispute, how, context)
    if context.as_of <= due_on:
        raise no.WindowOpenError(number=dispute.number, due_on=due_on)
    return how


def earliest_end(dispute: Dispute, how: Finality, context: Context) -> date:
    """The last day to go on; where receipt is not recorded, as if the copy had come the day it was read out.

    Nobody can have received it earlier, so no window ends before. Raises ``CalendarMissingError`` while the
    days off of that year are not decreed.
    """
    if due_on := window_end(dispute, how):
        return due_on
    code, decision = WINDOW_OF[how], dispute.appeal_ruling or dispute.ruling
    running = dispute.clocks.get(code)
    start = running.promise.starts_on if running else decision.read_out_on if decision else context.as_of
    window = promise(clock_of(code, dispute.began_on), start, context)
    if window.due_on is None:
        raise CalendarMissingError(year=window.missing_year or start.year)
    return window.due_on


def window_end(dispute: Dispute, how: Finality) -> date | None:
    """The last day on which the decision could be taken further, where it is known."""
    clock = dispute.clocks.get(WINDOW_OF[how])
    return clock.promise.due_on if clock else None


def record_final(
    dispute: Dispute, command: c.RecordFinal, context: Context, rules: Iterable[Clock] = RULES
) -> e.BecameFinal:
    """Record that a decision is final, where receipt was never recorded. Law: Perki 1/2013 art. 60(3)."""
    how = may_record_final(dispute, context)
    if command.how is not how:
        raise no.WrongFinalityError("how")
    check_happened("final_on", command.final_on, context)
    decision = dispute.appeal_ruling or dispute.ruling
    if decision:
        check_order("final_on", command.final_on, decision.read_out_on, READ_OUT)
    due_on = earliest_end(dispute, how, context)
    if command.final_on <= due_on:
        raise no.WindowOpenError(number=dispute.number, due_on=due_on)
    return become(dispute, command.final_on, how, context, rules)


def become(
    dispute: Dispute, final_on: date, how: Finality, context: Context, rules: Iterable[Clock] = RULES
) -> e.BecameFinal:
    """The decision that stands becomes final: the time to carry its orders out starts (D24).

    Law: Perki 1/2013 art. 59(2)f.4, 60(3).
    """
    clock = clock_of("D24", dispute.began_on, rules)
    due = tuple(order_due(order.order, final_on, clock, context) for order in dispute.orders)
    standing = dispute.standing
    final = e.BecameFinal(final_on=final_on, how=how, ruling=standing.number if standing else "", due=due)
    first = evolve(dispute, final).next_order
    return replace(final, promises=(first.due,)) if first and first.due else final


def order_due(order: e.Duty, final_on: date, clock: Clock, context: Context) -> Promise:
    """By when an order is to be carried out: the day it names, or working days after it became final."""
    if order.due_on:
        return as_set(clock, final_on, order.due_on, context)
    return context.calendar.promise(clock.code, final_on, order.within_days)
