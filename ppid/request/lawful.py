"""Which acts are lawful on a request now, who may take them, and why the others are not.

Pages, commands and interfaces share this one answer.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import msgspec

from ppid.deadlines import Text
from ppid.errors import RuleError
from ppid.events import Actor, Role
from ppid.request import answer, handling, intake
from ppid.request.checks import Context
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


CHECKS: dict[Act, Callable[[Request, Context], None]] = {
    Act.FIND_COMPLETE: lambda r, _: intake.may_check(r),
    Act.FIND_INCOMPLETE: lambda r, _: intake.may_check(r),
    Act.RECORD_INCOMPLETENESS_RECEIVED: lambda r, _: intake.may_record_incompleteness_received(r),
    Act.COMPLETE: lambda r, _: intake.may_be_completed(r),
    Act.CLOSE_UNCORRECTED: intake.may_close_uncorrected,
    Act.ROUTE: lambda r, _: handling.may_route(r),
    Act.ANSWER_AS_UNIT: lambda r, _: handling.may_answer_as_unit(r),
    Act.EXTEND: answer.may_extend,
    Act.ANSWER: lambda r, _: answer.may_answer(r),
    Act.RECORD_NOTICE_RECEIVED: lambda r, _: answer.may_record_notice_received(r),
    Act.RECORD_PAYMENT: lambda r, _: handling.may_record_payment(r),
    Act.DELIVER: lambda r, _: handling.may_deliver(r),
    Act.WITHDRAW: lambda r, _: handling.may_withdraw(r),
    Act.CORRECT: lambda _r, _c: None,
    Act.CLOSE: lambda r, _: handling.may_close(r),
}

DESK = (Role.SERVICE_DESK, Role.PPID)
ROLES: dict[Act, tuple[Role, ...]] = {
    Act.FIND_COMPLETE: DESK,
    Act.FIND_INCOMPLETE: DESK,
    Act.RECORD_INCOMPLETENESS_RECEIVED: DESK,
    Act.COMPLETE: (*DESK, Role.CITIZEN),
    Act.CLOSE_UNCORRECTED: DESK,
    Act.ROUTE: (Role.PPID,),
    Act.ANSWER_AS_UNIT: (Role.UNIT_OFFICER,),
    Act.EXTEND: (Role.PPID,),
    Act.ANSWER: (Role.PPID,),
    Act.RECORD_NOTICE_RECEIVED: (*DESK, Role.CITIZEN),
    Act.RECORD_PAYMENT: DESK,
    Act.DELIVER: DESK,
    Act.WITHDRAW: (*DESK, Role.CITIZEN),
    Act.CORRECT: DESK,
    Act.CLOSE: DESK,
}

NAMES: dict[Act, Text] = {
    Act.FIND_COMPLETE: Text("Nyatakan lengkap", "Declare complete"),
    Act.FIND_INCOMPLETE: Text("Nyatakan tidak lengkap", "Declare incomplete"),
    Act.RECORD_INCOMPLETENESS_RECEIVED: Text(
        "Catat surat tidak lengkap diterima", "Record receipt of the incompleteness letter"
    ),
    Act.COMPLETE: Text("Lengkapi permohonan", "Supply what was missing"),
    Act.CLOSE_UNCORRECTED: Text("Tutup karena tidak dilengkapi", "Close as not corrected"),
    Act.ROUTE: Text("Teruskan ke unit", "Route to a unit"),
    Act.ANSWER_AS_UNIT: Text("Jawab sebagai unit", "Answer as the unit"),
    Act.EXTEND: Text("Perpanjang waktu", "Extend the deadline"),
    Act.ANSWER: Text("Jawab permohonan", "Answer the request"),
    Act.RECORD_NOTICE_RECEIVED: Text("Catat pemberitahuan diterima", "Record receipt of the notice"),
    Act.RECORD_PAYMENT: Text("Catat pembayaran", "Record the payment"),
    Act.DELIVER: Text("Serahkan informasi", "Deliver the information"),
    Act.WITHDRAW: Text("Catat pencabutan", "Withdraw the request"),
    Act.CORRECT: Text("Betulkan catatan", "Correct an entry"),
    Act.CLOSE: Text("Tutup permohonan", "Close the request"),
}


class NotYourActError(RuleError):
    """The act belongs to another role."""

    code = "not-your-act"
    status = 403
    id = "Langkah ini bukan wewenang peran Anda."
    en = "This step is not for your role to take."


class NotYourUnitError(RuleError):
    """The question went to another unit."""

    code = "not-your-unit"
    status = 403
    id = "Pertanyaan ini ditujukan kepada unit {unit}."
    en = "This question was put to the unit {unit}."


class Offer(msgspec.Struct, frozen=True):
    """An act of the asker's role: lawful now, or the refusal that says why not."""

    act: Act
    refusal: RuleError | None = None

    @property
    def lawful(self) -> bool:
        """Whether the act may be taken now."""
        return self.refusal is None


def check_role(act: Act, actor: Actor, request: Request) -> None:
    """Refuse an act that is not of the actor's role or unit."""
    if actor.role not in ROLES[act]:
        raise NotYourActError
    routing = request.open_routing
    if act is Act.ANSWER_AS_UNIT and routing and routing.unit != actor.unit:
        raise NotYourUnitError(unit=routing.unit)


def may_see(actor: Actor, request: Request) -> bool:
    """Whether the actor may know of the case: its body's officers, a unit once asked, every auditor."""
    if actor.role is Role.AUDITOR:
        return not actor.body or actor.body == request.body
    if actor.body != request.body:
        return False
    if actor.role is Role.UNIT_OFFICER:
        return any(r.unit == actor.unit for r in request.routings)
    return actor.role in {Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD}


def offers(request: Request, actor: Actor, context: Context) -> list[Offer]:
    """Every act of the actor's role, each lawful or with the reason it is not."""
    found: list[Offer] = []
    for act, check in CHECKS.items():
        if actor.role not in ROLES[act]:
            continue
        try:
            check_role(act, actor, request)
            check(request, context)
        except RuleError as refusal:
            found.append(Offer(act, refusal))
        else:
            found.append(Offer(act))
    return found
