"""The people of the demo's region as its administrators see them: one away, one standing in, one waiting."""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta

from ppid import commands as c
from ppid.appointing import commands as ac
from ppid.appointing.events import AbsenceKind
from ppid.events import Role
from web.demo.cast import REGION
from web.demo.stage import Stage

ADMIN, SECOND = "admin", "admin2"
AWAY, STANDS_IN = "keuangan", "pengganti"
DAYS = timedelta(days=11)


def appoint(stage: Stage) -> None:
    """On the demo's last day: an absence, the delegation that goes with it, and a proposal that waits."""
    appointing, posts, today = stage.services.appointing, stage.posts, stage.day
    admin, body = posts[ADMIN], posts[ADMIN].body
    away, stands_in = posts[AWAY].id, posts[STANDS_IN].id
    appointing.note_absence(
        ac.NoteAbsence(
            body=body,
            absence=secrets.token_hex(16),
            officer=away,
            since=today,
            until=today + DAYS,
            kind=AbsenceKind.LEAVE,
        ),
        admin,
    )
    appointing.delegate(
        ac.DelegateRoles(
            body=body,
            delegation=secrets.token_hex(16),
            giver=away,
            delegate=stands_in,
            roles=(Role.UNIT_OFFICER,),
            since=today,
            until=today + DAYS,
            reason="Cuti tahunan",
        ),
        admin,
    )
    appointing.appoint(
        c.AppointOfficer(
            body=body,
            officer=f"person-{uuid.uuid4().hex}",
            name="Nyoman Adi Putra",
            roles=(Role.SUPERIOR,),
            position="Wakil Kepala Bidang Humas",
            basis=f"Sprin/27/{REGION.code}",
            proposal=secrets.token_hex(16),
        ),
        admin,
    )
