"""The way around the notice: routing to a unit, payment, delivery, withdrawal, correction, closing, clocks.

Law: Perki 1/2021 art. 12, 31(4)f, 32, 35, 38, 45; regulations §3.9 to §3.13, §9.1.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from ppid import clocks
from ppid import refusals as shared
from ppid.calendar import CalendarMissingError
from ppid.checks import REASON, SENT, Context, Label, check_happened, check_near, check_order, check_text
from ppid.commands import (
    AnswerAsUnit,
    CloseRequest,
    CorrectRequest,
    DeliverInformation,
    RecordPayment,
    RouteToUnit,
    WithdrawRequest,
)
from ppid.deadlines import D06, D07
from ppid.events import Promise
from ppid.request import events as e
from ppid.request import refusals as no
from ppid.request.answer import extension_promise
from ppid.request.checks import RECEIVED, may_act, may_before_answer
from ppid.request.intake import INFORMATION, PURPOSE, registration_promises
from ppid.request.state import GIVING, Request
from ppid.request.vocabulary import Closing, CopyForm, Correctable, Delivery, Obtain, PaymentMethod

QUESTION = Label("Pertanyaan kepada unit", "The question to the unit", "Perki 1/2021 Pasal 45", 5000)
UNIT_ANSWER = Label("Jawaban unit", "The unit's answer", "Perki 1/2021 Pasal 12")
PROOF = Label("Bukti penyerahan", "The proof of delivery", limit=1000)
RECEIPT = Label("Nomor kuitansi", "The receipt number", "Perki 1/2021 Pasal 38 ayat (4)", 300)


def may_route(request: Request) -> None:
    """A complete request, before its answer, and one question at a time."""
    may_before_answer(request)
    if not request.complete:
        raise no.NotCompleteError(number=request.number)
    if routing := request.open_routing:
        raise no.AlreadyRoutedError(number=request.number, unit=routing.unit)


def route(request: Request, command: RouteToUnit, context: Context) -> e.Routed:
    """Ask a unit to find or assess the information. Law: Perki 1/2021 art. 12, 45."""
    may_route(request)
    context.body.unit(command.unit)
    check_text("question", command.question, QUESTION)
    if command.answer_by:
        check_order("answer_by", command.answer_by, context.as_of, Label("hari ini", "today"))
        check_near("answer_by", command.answer_by, context)
    return e.Routed(unit=command.unit, question=command.question, answer_by=command.answer_by)


def may_answer_as_unit(request: Request) -> None:
    """Only a unit that was asked, and has not answered, answers."""
    may_before_answer(request)
    if request.open_routing is None:
        raise no.NotRoutedError(number=request.number)


def answer_as_unit(request: Request, command: AnswerAsUnit) -> e.UnitAnswered:
    """Give the PPID what the unit holds and advises. Law: Perki 1/2021 art. 12."""
    may_answer_as_unit(request)
    check_text("answer", command.answer, UNIT_ANSWER)
    routing = request.open_routing
    return e.UnitAnswered(unit=routing.unit if routing else "", answer=command.answer, holds=command.holds)


def _may_give(request: Request) -> None:
    may_act(request)
    if request.outcome is None:
        raise no.NotAnsweredError(number=request.number)
    if request.outcome not in GIVING:
        raise no.NothingGrantedError(number=request.number)


def may_record_payment(request: Request) -> None:
    """Only an unpaid fee of a granted request is paid."""
    _may_give(request)
    if not request.owed_idr:
        raise no.NoFeeError(number=request.number)


def record_payment(request: Request, command: RecordPayment, context: Context) -> e.FeePaid:
    """Record the payment; cash needs a receipt. Law: Perki 1/2021 art. 38(3)-(4)."""
    may_record_payment(request)
    if command.amount_idr != request.owed_idr:
        raise no.WrongAmountError("amount_idr", expected=request.owed_idr, amount=command.amount_idr)
    check_happened("paid_on", command.paid_on, context)
    if request.notice:
        check_order("paid_on", command.paid_on, request.notice.sent_on, SENT)
    check_text(
        "receipt_number", command.receipt_number, RECEIPT, required=command.method is PaymentMethod.CASH
    )
    return e.FeePaid(
        amount_idr=command.amount_idr,
        method=command.method,
        paid_on=command.paid_on,
        receipt_number=command.receipt_number,
    )


def may_deliver(request: Request) -> None:
    """Granted information is delivered once, after its fee. Law: Perki 1/2021 art. 35(3)."""
    _may_give(request)
    if request.owed_idr:
        raise no.UnpaidError(number=request.number, amount=request.owed_idr)


def deliver(
    request: Request, command: DeliverInformation, context: Context
) -> tuple[e.InformationDelivered, e.Closed]:
    """Record that the information was given, which closes the case. Law: Perki 1/2021 art. 32(1)n."""
    may_deliver(request)
    check_happened("delivered_on", command.delivered_on, context)
    if request.notice:
        check_order("delivered_on", command.delivered_on, request.notice.sent_on, SENT)
    check_text("proof", command.proof, PROOF, required=False)
    delivered = e.InformationDelivered(
        delivered_on=command.delivered_on, way=command.way, proof=command.proof, documents=command.documents
    )
    return delivered, e.Closed(closing=Closing.DELIVERED)


def may_withdraw(request: Request) -> None:
    """An open request may be withdrawn (regulations §3.8)."""
    may_act(request)


def withdraw(request: Request, command: WithdrawRequest, context: Context) -> e.Withdrawn:
    """The requester takes the request back; the record stays."""
    may_withdraw(request)
    on = command.withdrawn_on or context.as_of
    check_happened("withdrawn_on", on, context)
    check_order("withdrawn_on", on, request.received_on, RECEIVED)
    check_text("reason", command.reason, REASON, required=False)
    return e.Withdrawn(withdrawn_on=on, reason=command.reason)


def may_close(request: Request) -> None:
    """Close what is answered and received, or granted and never paid for."""
    may_act(request)
    if request.outcome is None:
        raise no.NotAnsweredError(number=request.number)
    if request.outcome in GIVING and not request.owed_idr:
        raise no.StillOwedError(number=request.number)
    if request.notice_received_on is None:
        raise no.ReceiptUnknownError(number=request.number)


def close(request: Request, command: CloseRequest) -> e.Closed:
    """Close a case on which nothing more is owed."""
    may_close(request)
    check_text("note", command.note, REASON, required=request.outcome in GIVING)
    closing = Closing.NOT_PAID if request.outcome in GIVING else Closing.ANSWERED
    return e.Closed(closing=closing, note=command.note)


def correct(request: Request, command: CorrectRequest, context: Context) -> e.Corrected:
    """Correct a recorded entry and keep what it said; a corrected day of receipt recounts its clocks."""
    check_text("reason", command.reason, REASON)
    old, new, promises = _correction(request, command, context)
    if old == new:
        raise no.NothingChangesError("new")
    return e.Corrected(what=command.what, old=old, new=new, reason=command.reason, promises=promises)


def _correction(
    request: Request, command: CorrectRequest, context: Context
) -> tuple[str, str, tuple[Promise, ...]]:
    wish = request.wish
    match command.what:
        case Correctable.INFORMATION:
            check_text("new", command.new, INFORMATION)
            return wish.information, command.new, ()
        case Correctable.PURPOSE:
            check_text("new", command.new, PURPOSE)
            return wish.purpose, command.new, ()
        case Correctable.OBTAIN:
            return wish.obtain, _member(Obtain, command.new), ()
        case Correctable.COPY_FORM:
            return wish.copy_form, _member(CopyForm, command.new), ()
        case Correctable.DELIVERY:
            return wish.delivery, _member(Delivery, command.new), ()
        case Correctable.RECEIVED_ON:
            return _corrected_receipt(request, command.new, context)


def _member(kind: type[StrEnum], value: str) -> str:
    try:
        return str(kind(value).value)
    except ValueError:
        raise shared.NotAValueError("new") from None


def _corrected_receipt(request: Request, new: str, context: Context) -> tuple[str, str, tuple[Promise, ...]]:
    try:
        received_on = date.fromisoformat(new)
    except ValueError:
        raise shared.NotAValueError("new") from None
    check_happened("new", received_on, context)
    for known in _known_later(request, context):
        check_order("new", known, received_on, RECEIVED)
    filed = e.Filed(
        channel=request.channel,
        received_on=received_on,
        requester=request.requester,
        requester_kind=request.requester_kind,
        wish=request.wish,
    )
    return request.received_on.isoformat(), received_on.isoformat(), _moved_promises(request, filed, context)


def _known_later(request: Request, context: Context) -> list[date]:
    """Days of this case that the day of receipt cannot follow.

    One is the day of the register: what stands there was received by then, and a later day would only gain
    time to answer.
    """
    letters = (request.incompleteness, request.extension)
    days = [letter.sent_on for letter in letters if letter]
    if request.notice:
        days.append(request.notice.signed_on)
    registered_at = request.registered_at
    return [*days, context.body.local_date(registered_at)] if registered_at else days


def _moved_promises(request: Request, filed: e.Filed, context: Context) -> tuple[Promise, ...]:
    """What a corrected day of receipt moves: only a clock that still runs.

    What ended was promised, and met or missed, as it was. A running extension moves with its base.
    """
    fresh = {p.clock: p for p in registration_promises(filed, context)}["D06"]
    running = {c.promise.clock for c in request.running()}
    if "D07" in running:
        return (fresh, extension_promise(fresh, context))
    return (fresh,) if "D06" in running else ()


def run_out(request: Request, as_of: date) -> list[e.ClockRanOut]:
    """The clocks whose end passed unmet and unrecorded. Law: regulations §12, column "on expiry"."""
    return clocks.ran_out(request.running(), as_of, e.ClockRanOut)


def recount(request: Request, context: Context, decrees: Sequence[str]) -> list[e.Recounted]:
    """Recount the open clocks; an extension is counted from its base as it is now. Law: regulations §9.1."""

    def anew(old: Promise, context: Context) -> Promise:
        if old.clock != D07.code:
            return clocks.counted_anew(old, context)
        try:
            return extension_promise(request.clocks[D06.code].promise, context)
        except CalendarMissingError:
            return old

    return clocks.recounted(request.running(), context, decrees, e.Recounted, anew)
