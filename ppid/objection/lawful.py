"""Which acts are lawful on an objection now, who may take them, and why the others are not.

There is no act to extend: UU 14/2008 art. 36 and Perki 1/2021 art. 44 know no extension of the answer.
"""

from __future__ import annotations

from enum import StrEnum

from ppid.acts import DESK, ActRule, Acts, NotYourActError
from ppid.deadlines import Text
from ppid.events import Actor, Role
from ppid.objection import answering, handling, settling
from ppid.objection.state import Objection


class Act(StrEnum):
    """A step that somebody may take on an objection. The value is part of page addresses."""

    OPEN_SETTLEMENT = "open-settlement"
    SETTLE = "settle"
    FAIL_SETTLEMENT = "fail-settlement"
    ANSWER = "answer"
    RECORD_ANSWER_RECEIVED = "answer-received"
    REMEDY = "remedy"
    WITHDRAW = "withdraw"
    CORRECT = "correct"
    CLOSE = "close"


FILERS = (*DESK, Role.CITIZEN)
SETTLERS = (Role.SUPERIOR, Role.PPID)


def check_filer(actor: Actor) -> None:
    """Refuse a role that takes no objections in. Law: Perki 1/2021 art. 39(2)-(4), 41, 42."""
    if actor.role not in FILERS:
        raise NotYourActError


ACTS: Acts[Act, Objection] = Acts(
    {
        Act.OPEN_SETTLEMENT: ActRule(
            Text("Mulai musyawarah", "Open settlement talks"),
            SETTLERS,
            lambda o, _: settling.may_open_settlement(o),
        ),
        Act.SETTLE: ActRule(
            Text("Catat kesepakatan", "Record the settlement"),
            SETTLERS,
            lambda o, _: settling.may_end_talks(o),
        ),
        Act.FAIL_SETTLEMENT: ActRule(
            Text("Catat musyawarah gagal", "Record that the talks failed"),
            SETTLERS,
            lambda o, _: settling.may_end_talks(o),
        ),
        Act.ANSWER: ActRule(
            Text("Tanggapi keberatan", "Answer the objection"),
            (Role.SUPERIOR,),
            lambda o, _: answering.may_answer(o),
            whose=answering.check_not_own,
        ),
        Act.RECORD_ANSWER_RECEIVED: ActRule(
            Text("Catat tanggapan diterima", "Record receipt of the answer"),
            (*DESK, Role.CITIZEN),
            lambda o, _: answering.may_record_answer_received(o),
        ),
        Act.REMEDY: ActRule(
            Text("Catat pelaksanaan perintah", "Record that an order was carried out"),
            DESK,
            lambda o, _: answering.may_remedy(o),
        ),
        Act.WITHDRAW: ActRule(
            Text("Catat pencabutan", "Withdraw the objection"),
            (*DESK, Role.CITIZEN),
            lambda o, _: handling.may_withdraw(o),
        ),
        Act.CORRECT: ActRule(Text("Betulkan catatan", "Correct an entry"), DESK),
        Act.CLOSE: ActRule(
            Text("Tutup keberatan", "Close the objection"),
            (*DESK, Role.SUPERIOR),
            lambda o, _: handling.may_close(o),
        ),
    }
)
