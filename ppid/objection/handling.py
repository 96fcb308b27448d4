"""The way around the answer: the commission, withdrawal, correction, closing."""

from __future__ import annotations

from datetime import date

from ppid.checks import REASON, Context, Label, check_happened, check_order, check_text
from ppid.deadlines import D10, clock_of
from ppid.events import Promise, Stream
from ppid.objection import events as e
from ppid.objection import refusals as no
from ppid.objection.checks import CASE, INFORMATION, PURPOSE, RECEIVED, may_act
from ppid.objection.commands import CloseObjection, CorrectObjection, WithdrawObjection
from ppid.objection.state import Objection
from ppid.objection.vocabulary import Closing, Correctable
from ppid.refusals import NotAValueError
from ppid.request.refusals import NothingChangesError

WHY = Label("Alasan pembetulan", "The reason of the correction", "Perki 1/2021 Pasal 43", 5000)


def may_go_to_commission(objection: Objection, context: Context) -> None:
    """After the answer, or once the time to answer ended. Law: Perki 1/2013 art. 5."""
    if objection.dispute:
        raise no.AlreadyDisputedError(number=objection.number, filed_on=objection.dispute.filed_on)
    clock = objection.clocks.get(D10.code)
    silent = clock is not None and clock.running and clock.late(context.as_of)
    if not (objection.answer or silent):
        raise no.CommissionTooSoonError(number=objection.number)


def disputed(dispute: Stream, filed_on: date) -> e.Disputed:
    """The case went to the commission: the windows to go there (D11, D12) end, met or late.

    What the commission took in is a fact, so nothing is refused here.
    """
    return e.Disputed(dispute=dispute, filed_on=filed_on)


def may_withdraw(objection: Objection) -> None:
    """An open objection may be withdrawn; the record stays."""
    may_act(objection)


def withdraw(objection: Objection, command: WithdrawObjection, context: Context) -> e.Withdrawn:
    """The objector takes the objection back."""
    may_withdraw(objection)
    on = command.withdrawn_on or context.as_of
    check_happened("withdrawn_on", on, context)
    check_order("withdrawn_on", on, objection.received_on, RECEIVED)
    check_text("reason", command.reason, REASON, required=False)
    return e.Withdrawn(withdrawn_on=on, reason=command.reason)


def may_close(objection: Objection) -> None:
    """Close what was settled, or answered and received, once every order is carried out.

    Where nobody answered, only what went to the commission after the time to answer: before that an answer
    is still owed, whoever is said to have gone there.
    """
    may_act(objection)
    gone = objection.dispute is not None and objection.lapsed
    if not (objection.settled or objection.answer or gone):
        raise no.ObjectionNotAnsweredError(number=objection.number)
    if objection.open_orders:
        raise no.OrdersOpenError(number=objection.number)
    if objection.answer and not (objection.answer_received_on or objection.dispute):
        raise no.AnswerNotReceivedError(number=objection.number)


def close(objection: Objection, command: CloseObjection) -> e.Closed:
    """Close an objection on which nothing more is owed."""
    may_close(objection)
    check_text("note", command.note, REASON, required=False)
    return e.Closed(closing=_closing(objection), note=command.note)


def _closing(objection: Objection) -> Closing:
    if objection.answer:
        return Closing.ANSWERED
    return Closing.SETTLED if objection.settled else Closing.DISPUTED


def correct(objection: Objection, command: CorrectObjection, context: Context) -> e.Corrected:
    """Correct a recorded entry and keep what it said; a corrected day of receipt recounts the answer."""
    check_text("reason", command.reason, WHY)
    old, new, promises = _correction(objection, command, context)
    if old == new:
        raise NothingChangesError("new")
    return e.Corrected(what=command.what, old=old, new=new, reason=command.reason, promises=promises)


def _correction(
    objection: Objection, command: CorrectObjection, context: Context
) -> tuple[str, str, tuple[Promise, ...]]:
    match command.what:
        case Correctable.CASE:
            check_text("new", command.new, CASE)
            return objection.case, command.new, ()
        case Correctable.PURPOSE:
            check_text("new", command.new, PURPOSE)
            return objection.purpose, command.new, ()
        case Correctable.INFORMATION:
            check_text("new", command.new, INFORMATION)
            return objection.information, command.new, ()
        case Correctable.RECEIVED_ON:
            return _corrected_receipt(objection, command.new, context)


def _corrected_receipt(
    objection: Objection, new: str, context: Context
) -> tuple[str, str, tuple[Promise, ...]]:
    try:
        received_on = date.fromisoformat(new)
    except ValueError:
        raise NotAValueError("new") from None
    check_happened("new", received_on, context)
    for known in _known_later(objection):
        check_order("new", known, received_on, RECEIVED)
    return objection.received_on.isoformat(), received_on.isoformat(), _moved(objection, received_on, context)


def _known_later(objection: Objection) -> list[date]:
    """Days of this case that the day of receipt cannot follow.

    One is the day of the register: what stands there was received by then, and a later day would extend
    the answer, which the law does not know.
    """
    days = [objection.registered_on] if objection.registered_on else []
    if objection.talks:
        days.append(objection.talks.opened_on)
    return [*days, objection.answer.letter.signed_on] if objection.answer else days


def _moved(objection: Objection, received_on: date, context: Context) -> tuple[Promise, ...]:
    """A running answer clock moves with the day of receipt; what ended was met or missed as promised."""
    clock = objection.clocks.get(D10.code)
    if clock is None or not clock.running or clock.ran_out:
        return ()
    rule = clock_of(D10.code, received_on)
    moved = context.calendar.under(clock.promise.rules).promise(D10.code, received_on, rule.days)
    return (moved,)
