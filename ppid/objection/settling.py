"""Settlement (*musyawarah*) of grounds b to g by both sides. It stops no clock.

Law: UU 14/2008 art. 35(2).
"""

from __future__ import annotations

from ppid.checks import NOTE, Context, Label, check_happened, check_order, check_text
from ppid.objection import events as e
from ppid.objection import refusals as no
from ppid.objection.checks import POSITION, RECEIVED, check_orders, may_before_result, order_promise
from ppid.objection.commands import FailSettlement, OpenSettlement, Settle
from ppid.objection.state import Objection, settleable
from ppid.objection.vocabulary import Ground, Party
from ppid.refusals import NotAValueError

AGREEMENT = Label("Isi kesepakatan", "What was agreed", "UU 14/2008 Pasal 35 ayat (2)")
AGREED = Label("tanggal kesepakatan", "the day of the agreement")
OPENED = Label("tanggal musyawarah dimulai", "the day the talks were opened")
FAILED = Label("Alasan musyawarah gagal", "Why the talks failed", "UU 14/2008 Pasal 35 ayat (2)", 5000)


def may_open_settlement(objection: Objection) -> None:
    """Grounds b to g may be settled, a alone may not. Law: UU 14/2008 art. 35(2)."""
    may_before_result(objection)
    if objection.talking and objection.talks:
        raise no.TalksOpenError(number=objection.number, opened_on=objection.talks.opened_on)
    if not settleable(objection):
        raise no.NothingToSettleError(number=objection.number)


def open_settlement(objection: Objection, command: OpenSettlement, context: Context) -> e.SettlementOpened:
    """Record that both sides began to talk."""
    may_open_settlement(objection)
    check_happened("opened_on", command.opened_on, context)
    check_order("opened_on", command.opened_on, objection.received_on, RECEIVED)
    check_text("note", command.note, NOTE, required=False)
    return e.SettlementOpened(opened_on=command.opened_on, note=command.note)


def may_end_talks(objection: Objection) -> None:
    """Only open talks end, in a settlement or without one."""
    may_before_result(objection)
    if not objection.talking:
        raise no.NoTalksError(number=objection.number)


def settle(objection: Objection, command: Settle, context: Context) -> e.Settled:
    """Record what both sides agreed, when, and who signed. Law: UU 14/2008 art. 35(2)."""
    may_end_talks(objection)
    grounds = _settled_grounds(objection, command)
    check_text("agreement", command.agreement, AGREEMENT)
    check_text("position", command.position, POSITION)
    if command.signed_by is Party.REPRESENTATIVE and not objection.representative:
        raise NotAValueError("signed_by")
    check_happened("agreed_on", command.agreed_on, context)
    if objection.talks:
        check_order("agreed_on", command.agreed_on, objection.talks.opened_on, OPENED)
    check_orders(command.orders, command.agreed_on, AGREED, context)
    return e.Settled(
        grounds=grounds,
        agreement=command.agreement,
        agreed_on=command.agreed_on,
        signed_by=command.signed_by,
        position=command.position,
        orders=command.orders,
        documents=command.documents,
        promises=order_promise((*objection.open_orders, *command.orders), command.agreed_on, context),
    )


def _settled_grounds(objection: Objection, command: Settle) -> tuple[Ground, ...]:
    possible = settleable(objection)
    if not command.grounds:
        return possible
    if not set(command.grounds) <= set(possible):
        raise NotAValueError("grounds")
    return tuple(ground for ground in possible if ground in command.grounds)


def fail_settlement(objection: Objection, command: FailSettlement, context: Context) -> e.SettlementFailed:
    """Record that the talks ended without a settlement; the answer is owed as before."""
    may_end_talks(objection)
    check_happened("failed_on", command.failed_on, context)
    if objection.talks:
        check_order("failed_on", command.failed_on, objection.talks.opened_on, OPENED)
    check_text("reason", command.reason, FAILED)
    return e.SettlementFailed(failed_on=command.failed_on, reason=command.reason)
