"""The courts after the commission, and what is done about a final decision.

Law: UU 14/2008 art. 47-50; Perki 1/2013 art. 60; regulations §6.4.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from ppid.checks import (
    LETTER_NUMBER,
    LINE_CHARS,
    NOTE,
    Context,
    Label,
    check_happened,
    check_order,
    check_text,
    promise,
)
from ppid.deadlines import RULES, Clock, clock_of
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute import refusals as no
from ppid.dispute.case import REPLACING, Dispute
from ppid.dispute.entry import APPLIED, may_before_ruling
from ppid.dispute.ruling import READ_OUT, become, check_decision, may_after_ruling, order_due, window_end
from ppid.dispute.state import evolve
from ppid.dispute.vocabulary import Court, Ending, Finality, Party
from ppid.refusals import RequiredError

COURT_NAME = Label("Nama pengadilan", "The name of the court", "UU 14/2008 Pasal 47", LINE_CHARS)
CASE_NUMBER = Label("Nomor perkara", "The case number", limit=LINE_CHARS)
PROOF = Label("Bukti pelaksanaan", "The proof of compliance", "Perki 1/2013 Pasal 60", 2000)
PROOF_FILE = Label("Berkas bukti pelaksanaan", "A file that proves it", "Perki 1/2013 Pasal 60")
ORDER_NUMBER = Label(
    "Nomor penetapan", "The number of the court's order", "Perki 1/2013 Pasal 60", LINE_CHARS
)
RECEIPT = Label("Nomor bukti pembayaran", "The receipt number", limit=LINE_CHARS)
FILED = Label("tanggal perkara diajukan", "the day the case was filed")
FINAL = Label("tanggal putusan berkekuatan hukum tetap", "the day the decision became final")

ONE_DAY = timedelta(days=1)
AMOUNT_LIMIT_IDR = 1_000_000_000_000


def default_court() -> Court:
    """Where a decision against a state body is taken. Law: UU 14/2008 art. 47(1)."""
    return Court.ADMINISTRATIVE


def may_appeal(dispute: Dispute) -> None:
    """Each party goes to court once, while the decision is not final.

    Where the timekeeper noted that it became final, an appeal that was filed in time is still recorded: the
    body may hear of it late. Law: UU 14/2008 art. 48(1); Perki 1/2013 art. 60(3).
    """
    may_after_ruling(dispute)
    if dispute.final and dispute.final.how is not Finality.NO_APPEAL:
        raise no.DecisionFinalError(number=dispute.number, on=dispute.final.final_on)
    if dispute.appeal_ruling:
        raise no.AppealRuledError(number=dispute.number)
    if all(dispute.appealed_by(party) for party in Party):
        raise no.AlreadyFiledError(number=dispute.number)


def appeal(dispute: Dispute, command: c.RecordAppeal, context: Context) -> e.Appealed:
    """Record that a party went to court, which ends the time to do so (D22). Law: UU 14/2008 art. 47-48."""
    ruling = may_after_ruling(dispute)
    may_appeal(dispute)
    if dispute.appealed_by(command.by):
        raise no.AlreadyFiledError(number=dispute.number)
    check_happened("filed_on", command.filed_on, context)
    check_order("filed_on", command.filed_on, ruling.read_out_on, READ_OUT)
    _check_not_final(dispute, command, Finality.NO_APPEAL)
    check_text("court_name", command.court_name, COURT_NAME)
    check_text("case_number", command.case_number, CASE_NUMBER, required=False)
    return e.Appealed(
        by=command.by,
        court=command.court,
        court_name=command.court_name,
        filed_on=command.filed_on,
        case_number=command.case_number,
        documents=command.documents,
    )


def _check_not_final(dispute: Dispute, command: c.RecordAppeal | c.RecordCassation, how: Finality) -> None:
    """After a decision became final by lapse of time, only what was filed within that time goes on.

    Where receipt was never recorded, that is what was filed before the day it was noted to be final.
    """
    if dispute.final is None:
        return
    due_on = window_end(dispute, how) or dispute.final.final_on - ONE_DAY
    if command.filed_on > due_on:
        raise no.DecisionFinalError(number=dispute.number, on=dispute.final.final_on)


def may_rule_on_appeal(dispute: Dispute) -> None:
    """The court decides once on what was brought before it."""
    may_after_ruling(dispute)
    if not dispute.appeals:
        raise no.NotAppealedError(number=dispute.number)
    if dispute.appeal_ruling:
        raise no.AppealRuledError(number=dispute.number)


def rule_on_appeal(dispute: Dispute, command: c.RecordAppealRuling, context: Context) -> e.AppealRuled:
    """Record the court's decision on the commission's. Law: UU 14/2008 art. 49."""
    may_rule_on_appeal(dispute)
    _check_court_decision(dispute, command, context)
    check_order("read_out_on", command.read_out_on, dispute.appeals[0].filed_on, FILED)
    return e.AppealRuled(
        number=command.number.strip(),
        read_out_on=command.read_out_on,
        outcome=command.outcome,
        orders=command.orders,
        opened=command.opened,
        summary=command.summary,
        documents=command.documents,
    )


def _check_court_decision(
    dispute: Dispute, command: c.RecordAppealRuling | c.RecordCassationRuling, context: Context
) -> None:
    check_decision(dispute, command, context)
    if command.outcome not in REPLACING and (command.orders or command.opened):
        raise no.NothingOrderedError("orders")


def may_receive_appeal_ruling(dispute: Dispute) -> e.AppealRuled:
    """The court's decision is received once."""
    may_after_ruling(dispute)
    if dispute.appeal_ruling is None:
        raise no.AppealNotRuledError(number=dispute.number)
    if dispute.appeal_ruling_received_on:
        raise no.RulingReceivedError(number=dispute.number, on=dispute.appeal_ruling_received_on)
    return dispute.appeal_ruling


def receive_appeal_ruling(
    dispute: Dispute, command: c.RecordAppealRulingReceived, context: Context, rules: Iterable[Clock] = RULES
) -> e.AppealRulingReceived:
    """Record the receipt: fourteen calendar days to cassation, which no day off moves (D23; U14).

    Law: UU 14/2008 art. 50.
    """
    ruling = may_receive_appeal_ruling(dispute)
    check_happened("received_on", command.received_on, context)
    check_order("received_on", command.received_on, ruling.read_out_on, READ_OUT)
    if dispute.cassations or dispute.final:
        return e.AppealRulingReceived(command.received_on)
    start = promise(clock_of("D23", dispute.began_on, rules), command.received_on, context)
    return e.AppealRulingReceived(command.received_on, (start,))


def may_go_to_cassation(dispute: Dispute) -> e.AppealRuled:
    """Each party goes to the Supreme Court once, after the court decided. Law: UU 14/2008 art. 50."""
    may_after_ruling(dispute)
    if dispute.appeal_ruling is None:
        raise no.AppealNotRuledError(number=dispute.number)
    if dispute.final and dispute.final.how is not Finality.NO_CASSATION:
        raise no.DecisionFinalError(number=dispute.number, on=dispute.final.final_on)
    if {filed.by for filed in dispute.cassations} == set(Party):
        raise no.AlreadyFiledError(number=dispute.number)
    return dispute.appeal_ruling


def file_cassation(dispute: Dispute, command: c.RecordCassation, context: Context) -> e.CassationFiled:
    """Record that a party went to the Supreme Court, which ends the time to do so (D23)."""
    ruling = may_go_to_cassation(dispute)
    if command.by in {filed.by for filed in dispute.cassations}:
        raise no.AlreadyFiledError(number=dispute.number)
    check_happened("filed_on", command.filed_on, context)
    check_order("filed_on", command.filed_on, ruling.read_out_on, READ_OUT)
    _check_not_final(dispute, command, Finality.NO_CASSATION)
    check_text("case_number", command.case_number, CASE_NUMBER, required=False)
    return e.CassationFiled(command.by, command.filed_on, command.case_number, command.documents)


def may_rule_on_cassation(dispute: Dispute) -> None:
    """The Supreme Court decides once on what was brought before it."""
    may_after_ruling(dispute)
    if not dispute.cassations:
        raise no.NoCassationError(number=dispute.number)
    if dispute.final:
        raise no.DecisionFinalError(number=dispute.number, on=dispute.final.final_on)


def rule_on_cassation(
    dispute: Dispute, command: c.RecordCassationRuling, context: Context, rules: Iterable[Clock] = RULES
) -> tuple[e.CassationRuled | e.BecameFinal, ...]:
    """Record the Supreme Court's decision, with which the case is final. Law: UU 14/2008 art. 50."""
    may_rule_on_cassation(dispute)
    _check_court_decision(dispute, command, context)
    check_order("read_out_on", command.read_out_on, dispute.cassations[0].filed_on, FILED)
    ruled = e.CassationRuled(
        number=command.number.strip(),
        read_out_on=command.read_out_on,
        outcome=command.outcome,
        orders=command.orders,
        opened=command.opened,
        summary=command.summary,
        documents=command.documents,
    )
    final = become(evolve(dispute, ruled), command.read_out_on, Finality.CASSATION, context, rules)
    return ruled, final


# Afterwards -----------------------------------------------------------------------------------------------


def may_comply(dispute: Dispute) -> e.Decision:
    """An order of the decision that stands is left to be carried out."""
    may_after_ruling(dispute)
    if dispute.standing is None or not dispute.outstanding:
        raise no.NothingOutstandingError(number=dispute.number)
    return dispute.standing


def comply(
    dispute: Dispute, command: c.RecordCompliance, context: Context, rules: Iterable[Clock] = RULES
) -> e.Complied:
    """Record that an order was carried out, with its proof; the next order's time goes on (D24).

    Law: Perki 1/2013 art. 59(2)f.4, 60(4).
    """
    standing = may_comply(dispute)
    order = next((o for o in dispute.orders if o.number == command.order), None)
    if order is None:
        raise no.UnknownOrderError("order", order=command.order)
    if order.done:
        raise no.OrderDoneError("order", order=command.order, on=order.done.done_on)
    check_happened("done_on", command.done_on, context)
    check_order("done_on", command.done_on, standing.read_out_on, READ_OUT)
    check_text("proof", command.proof, PROOF)
    if not command.documents:
        raise RequiredError(
            "documents", label_id=PROOF_FILE.id, label_en=PROOF_FILE.en, article=PROOF_FILE.article
        )
    complied = e.Complied(
        ruling=standing.number,
        order=command.order,
        done_on=command.done_on,
        proof=command.proof,
        documents=command.documents,
    )
    clock = clock_of("D24", dispute.began_on, rules)
    following = evolve(dispute, complied).next_order
    if dispute.final is None or following is None or following == dispute.next_order:
        return complied
    start = order_due(following.order, dispute.final.final_on, clock, context)
    return replace(complied, promises=(start,))


def may_order_execution(dispute: Dispute) -> e.BecameFinal:
    """A court orders compliance with a final decision, once. Law: Perki 1/2013 art. 60(4)-(5)."""
    may_after_ruling(dispute)
    if dispute.final is None:
        raise no.NotFinalError(number=dispute.number)
    if dispute.execution:
        raise no.ExecutionOrderedError(number=dispute.number)
    return dispute.final


def record_execution_order(
    dispute: Dispute, command: c.RecordExecutionOrder, context: Context
) -> e.ExecutionOrdered:
    """Record the order of the head of the court to comply."""
    final = may_order_execution(dispute)
    check_happened("ordered_on", command.ordered_on, context)
    check_order("ordered_on", command.ordered_on, final.final_on, FINAL)
    check_text("court_name", command.court_name, COURT_NAME)
    check_text("number", command.number, ORDER_NUMBER)
    return e.ExecutionOrdered(command.ordered_on, command.court_name, command.number, command.documents)


def record_paid(dispute: Dispute, command: c.RecordPaid, context: Context) -> e.Paid:
    """Record a payment of costs or damages."""
    ruling = may_after_ruling(dispute)
    if not 1 <= command.amount_idr <= AMOUNT_LIMIT_IDR:
        raise no.AmountError("amount_idr", least=1, most=AMOUNT_LIMIT_IDR)
    check_happened("paid_on", command.paid_on, context)
    check_order("paid_on", command.paid_on, ruling.read_out_on, READ_OUT)
    check_text("receipt_number", command.receipt_number, RECEIPT, required=False)
    return e.Paid(
        command.kind, command.amount_idr, command.paid_on, command.receipt_number, command.documents
    )


def end(dispute: Dispute, command: c.EndDispute, context: Context) -> e.Ended:
    """Record that the case ended without a decision on it. Law: Perki 1/2013 art. 17(3), 30."""
    may_before_ruling(dispute)
    if command.ending is Ending.NOT_REGISTERED and dispute.register_number:
        raise no.AlreadyRegisteredError(number=dispute.number)
    check_happened("ended_on", command.ended_on, context)
    check_order("ended_on", command.ended_on, dispute.applied_on, APPLIED)
    check_text("letter_number", command.letter_number, LETTER_NUMBER, required=False)
    check_text("note", command.note, NOTE, required=False)
    return e.Ended(command.ending, command.ended_on, command.letter_number, command.note)
