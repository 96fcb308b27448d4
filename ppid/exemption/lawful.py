"""Which acts are lawful on an exemption now, and who may take them.

Law: UU 14/2008 art. 19; PP 61/2010 art. 3, 10, 11; Perki 1/2021 art. 10(2)e, 52, 53; regulations §4.4.
"""

from __future__ import annotations

from enum import StrEnum

from ppid.acts import ActRule, Acts
from ppid.deadlines import Text
from ppid.events import Role
from ppid.exemption import rules, testing
from ppid.exemption.state import Exemption


class Act(StrEnum):
    """A step that somebody may take on an exemption. The value is part of page addresses."""

    TEST_ANEW = "test-anew"
    RETURN = "return"
    REVIEW = "review"
    APPROVE = "approve"
    DECREE = "decree"
    CHANGE = "change"
    LIFT = "lift"
    DROP = "drop"
    DECLARE_OPEN = "declare-open"
    OPEN_IN_COURT = "open-in-court"


#: Who makes the test that begins an exemption.
TESTERS = (Role.PPID,)

ACTS: Acts[Act, Exemption] = Acts(
    {
        Act.TEST_ANEW: ActRule(
            Text("Uji konsekuensi baru", "Make a new consequence test"),
            TESTERS,
            lambda x, _: testing.may_test_anew(x),
        ),
        Act.RETURN: ActRule(
            Text("Kembalikan lembar uji", "Give the sheet back"),
            (Role.SUPERIOR, Role.HEAD),
            lambda x, _: testing.may_return(x),
        ),
        Act.REVIEW: ActRule(
            Text("Setujui sebagai Atasan PPID", "Approve as the superior"),
            (Role.SUPERIOR,),
            lambda x, _: testing.may_review(x),
            testing.check_other_person,
        ),
        Act.APPROVE: ActRule(
            Text("Setujui sebagai pimpinan atau yang diberi delegasi", "Approve as the head or a delegate"),
            (Role.HEAD, Role.SUPERIOR),
            lambda x, _: testing.may_approve(x),
            testing.check_other_person,
        ),
        Act.DECREE: ActRule(
            Text("Tetapkan pengecualian", "Decree the exemption"),
            TESTERS,
            lambda x, _: testing.may_decree(x),
        ),
        Act.CHANGE: ActRule(Text("Tetapkan perubahan", "Decree the change"), TESTERS, testing.may_change),
        Act.LIFT: ActRule(Text("Cabut pengecualian", "Lift the exemption"), TESTERS, testing.may_lift),
        Act.DROP: ActRule(
            Text("Hentikan uji", "Give the test up"), TESTERS, lambda x, _: testing.may_drop(x)
        ),
        Act.DECLARE_OPEN: ActRule(
            Text("Tetapkan menjadi informasi publik", "Stipulate it as public"),
            TESTERS,
            rules.may_declare_open,
        ),
        Act.OPEN_IN_COURT: ActRule(
            Text("Catat dibuka dalam sidang pengadilan", "Record that a court session opened it"),
            TESTERS,
            rules.may_open_in_court,
        ),
    }
)
