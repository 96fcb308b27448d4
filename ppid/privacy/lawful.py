"""Which acts are lawful on an application now, who may take them, and why the others are not."""

from __future__ import annotations

from enum import StrEnum

from ppid.acts import DESK, ActRule, Acts
from ppid.deadlines import Text
from ppid.events import Role
from ppid.privacy import rules
from ppid.privacy.state import Privacy


class Act(StrEnum):
    """A step that somebody may take on an application. The value is part of page addresses."""

    VERIFY = "verify"
    GRANT = "grant"
    DONE = "done"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


ACTS: Acts[Act, Privacy] = Acts(
    {
        Act.VERIFY: ActRule(
            Text("Catat bukti identitas", "Record the proof of identity"),
            DESK,
            lambda p, _: rules.may_verify(p),
        ),
        Act.GRANT: ActRule(
            Text("Setujui penghapusan", "Grant the erasure"), (Role.PPID,), lambda p, _: rules.may_grant(p)
        ),
        Act.DONE: ActRule(
            Text("Catat dipenuhi", "Record it as fulfilled"), (Role.PPID,), lambda p, _: rules.may_finish(p)
        ),
        Act.REFUSE: ActRule(
            Text("Tolak permohonan", "Refuse the request"), (Role.PPID,), lambda p, _: rules.may_refuse(p)
        ),
        Act.WITHDRAW: ActRule(
            Text("Catat pencabutan", "Withdraw the request"),
            (*DESK, Role.CITIZEN),
            lambda p, _: rules.may_withdraw(p),
        ),
    }
)
