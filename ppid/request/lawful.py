"""Which acts are lawful on a request now, who may take them, and why the others are not.

Pages, commands and interfaces share this one answer.
"""

from __future__ import annotations

from enum import StrEnum

from ppid.acts import DESK, ActRule, Acts
from ppid.deadlines import Text
from ppid.errors import RuleError
from ppid.events import Actor, Role
from ppid.request import answer, handling, intake
from ppid.request.state import Request


class Act(StrEnum):
    """A step that somebody may take on a request. The value is part of page addresses."""

    FIND_COMPLETE = "find-complete"
    FIND_INCOMPLETE = "find-incomplete"
    RECORD_INCOMPLETENESS_RECEIVED = "letter-received"
    COMPLETE = "complete"
    CLOSE_UNCORRECTED = "close-uncorrected"
    ROUTE = "route"
    ANSWER_AS_UNIT = "answer-as-unit"
    EXTEND = "extend"
    ANSWER = "answer"
    RECORD_NOTICE_RECEIVED = "notice-received"
    RECORD_PAYMENT = "record-payment"
    DELIVER = "deliver"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    CLOSE = "close"


class NotYourUnitError(RuleError):
    """The question went to another unit."""

    code = "not-your-unit"
    status = 403
    id = "Pertanyaan ini ditujukan kepada unit {unit}."
    en = "This question was put to the unit {unit}."


def _asked_unit(request: Request, actor: Actor) -> None:
    routing = request.open_routing
    if routing and routing.unit != actor.unit:
        raise NotYourUnitError(unit=routing.unit)


ACTS: Acts[Act, Request] = Acts(
    {
        Act.FIND_COMPLETE: ActRule(
            Text("Nyatakan lengkap", "Declare complete"), DESK, lambda r, _: intake.may_check(r)
        ),
        Act.FIND_INCOMPLETE: ActRule(
            Text("Nyatakan tidak lengkap", "Declare incomplete"), DESK, lambda r, _: intake.may_check(r)
        ),
        Act.RECORD_INCOMPLETENESS_RECEIVED: ActRule(
            Text("Catat surat tidak lengkap diterima", "Record receipt of the incompleteness letter"),
            DESK,
            lambda r, _: intake.may_record_incompleteness_received(r),
        ),
        Act.COMPLETE: ActRule(
            Text("Lengkapi permohonan", "Supply what was missing"),
            (*DESK, Role.CITIZEN),
            lambda r, _: intake.may_be_completed(r),
        ),
        Act.CLOSE_UNCORRECTED: ActRule(
            Text("Tutup karena tidak dilengkapi", "Close as not corrected"),
            DESK,
            intake.may_close_uncorrected,
        ),
        Act.ROUTE: ActRule(
            Text("Teruskan ke unit", "Route to a unit"), (Role.PPID,), lambda r, _: handling.may_route(r)
        ),
        Act.ANSWER_AS_UNIT: ActRule(
            Text("Jawab sebagai unit", "Answer as the unit"),
            (Role.UNIT_OFFICER,),
            lambda r, _: handling.may_answer_as_unit(r),
            whose=_asked_unit,
        ),
        Act.EXTEND: ActRule(Text("Perpanjang waktu", "Extend the deadline"), (Role.PPID,), answer.may_extend),
        Act.ANSWER: ActRule(
            Text("Jawab permohonan", "Answer the request"), (Role.PPID,), lambda r, _: answer.may_answer(r)
        ),
        Act.RECORD_NOTICE_RECEIVED: ActRule(
            Text("Catat pemberitahuan diterima", "Record receipt of the notice"),
            (*DESK, Role.CITIZEN),
            lambda r, _: answer.may_record_notice_received(r),
        ),
        Act.RECORD_PAYMENT: ActRule(
            Text("Catat pembayaran", "Record the payment"), DESK, lambda r, _: handling.may_record_payment(r)
        ),
        Act.DELIVER: ActRule(
            Text("Serahkan informasi", "Deliver the information"), DESK, lambda r, _: handling.may_deliver(r)
        ),
        Act.WITHDRAW: ActRule(
            Text("Catat pencabutan", "Withdraw the request"),
            (*DESK, Role.CITIZEN),
            lambda r, _: handling.may_withdraw(r),
        ),
        Act.CORRECT: ActRule(Text("Betulkan catatan", "Correct an entry"), DESK, lambda _r, _c: None),
        Act.CLOSE: ActRule(
            Text("Tutup permohonan", "Close the request"), DESK, lambda r, _: handling.may_close(r)
        ),
    }
)
