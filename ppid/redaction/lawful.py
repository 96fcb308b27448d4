"""Which acts are lawful on a redaction now, who may take them, and why the others are not."""

from __future__ import annotations

from enum import StrEnum

from ppid.acts import ActRule, Acts
from ppid.deadlines import Text
from ppid.events import Actor, Role
from ppid.redaction import rules
from ppid.redaction.state import Redaction

#: Who knows the documents and may see what stands under a box.
PREPARERS = (Role.UNIT_OFFICER, Role.PPID)


class Act(StrEnum):
    """A step that somebody may take on a redaction. The value is part of page addresses."""

    MARK = "mark"
    RELEASE = "release"
    DROP = "drop"


def may_look(actor: Actor) -> bool:
    """Whether somebody who may know of a redaction may also see the pages of its original."""
    return actor.role in PREPARERS


ACTS: Acts[Act, Redaction] = Acts(
    {
        Act.MARK: ActRule(
            Text("Gambar kotak", "Draw boxes"), PREPARERS, lambda r, _: rules.may_mark(r)
        ),
        # Giving and withholding is the PPID's decision (UU 14/2008 art. 13; Perki 1/2021 art. 10(2)e).
        Act.RELEASE: ActRule(
            Text("Rilis salinan", "Release the copy"), (Role.PPID,), lambda r, _: rules.may_release(r)
        ),
        Act.DROP: ActRule(
            Text("Batalkan penghitaman", "Give the redaction up"), PREPARERS, lambda r, _: rules.may_mark(r)
        ),
    }
)  # fmt: skip
