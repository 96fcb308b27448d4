"""Which acts are lawful on a breach now, who may take them, and why the others are not."""

from __future__ import annotations

from enum import StrEnum

from ppid.acts import ActRule, Acts, NotYourActError
from ppid.breach import rules
from ppid.breach.state import Breach
from ppid.deadlines import Text
from ppid.events import Actor, Role


class Act(StrEnum):
    """A step that somebody may take on a breach. The value is part of page addresses."""

    ASSESS = "assess"
    NOTIFY_SUBJECTS = "notify-subjects"
    NOTIFY_AGENCY = "notify-agency"
    NOTIFY_PUBLIC = "notify-public"
    CONTAIN = "contain"
    CLOSE = "close"


#: The desk reads: what it has to say to people who call stands in the notices.
KEEPERS = (Role.PPID, Role.SUPERIOR, Role.HEAD)


def check_noter(actor: Actor) -> None:
    """Refuse a role that records no breaches."""
    if actor.role not in KEEPERS:
        raise NotYourActError


ACTS: Acts[Act, Breach] = Acts(
    {
        Act.ASSESS: ActRule(
            Text("Catat hasil penelaahan", "Record the assessment"),
            KEEPERS,
            lambda b, _: rules.may_assess(b),
        ),
        Act.NOTIFY_SUBJECTS: ActRule(
            Text("Catat pemberitahuan kepada orangnya", "Record notices to the people"),
            KEEPERS,
            lambda b, _: rules.may_notify_subjects(b),
        ),
        Act.NOTIFY_AGENCY: ActRule(
            Text("Catat pemberitahuan kepada lembaga", "Record the notice to the agency"),
            KEEPERS,
            lambda b, _: rules.may_notify_agency(b),
        ),
        Act.NOTIFY_PUBLIC: ActRule(
            Text("Catat pengumuman kepada masyarakat", "Record the notice to the public"),
            KEEPERS,
            lambda b, _: rules.may_notify_public(b),
        ),
        Act.CONTAIN: ActRule(
            Text("Catat penanganan dan pemulihan", "Record handling and recovery"),
            KEEPERS,
            lambda b, _: rules.may_contain(b),
        ),
        Act.CLOSE: ActRule(
            Text("Tutup catatan", "Close the record"), KEEPERS, lambda b, _: rules.may_close(b)
        ),
    }
)
