"""A sample of every fact about officers and auditors but the two oldest, with every field filled."""

from __future__ import annotations

from datetime import date

from ppid.appointing import events as e
from ppid.events import Event, Role, Sealed

OFFICER, OTHER, ADMIN = (f"person-{letter * 32}" for letter in "abc")
NAME = Sealed(OFFICER, "c2VhbGVkIG5hbWU=")
SINCE, UNTIL = date(2026, 6, 2), date(2027, 6, 1)
PROPOSAL, DELEGATION, ABSENCE = ("1" * 32, "2" * 32, "3" * 32)

WRITTEN: dict[str, Event] = {
    "body.appointment-proposed": e.AppointmentProposed(
        PROPOSAL,
        ADMIN,
        OFFICER,
        NAME,
        (Role.SUPERIOR,),
        "LANTAS",
        "Kabidhumas",
        SINCE,
        UNTIL,
        "KEP/13/VI/2026",
    ),
    "body.delegation-proposed": e.DelegationProposed(
        PROPOSAL, ADMIN, OFFICER, OTHER, (Role.HEAD,), SINCE, UNTIL, "Pendidikan"
    ),
    "body.factor-reset-proposed": e.FactorResetProposed(PROPOSAL, ADMIN, OFFICER, "Telepon hilang"),
    "body.proposal-dropped": e.ProposalDropped(PROPOSAL, "Belum ada surat keputusan"),
    "body.delegated": e.Delegated(
        DELEGATION, OFFICER, OTHER, (Role.PPID,), SINCE, UNTIL, "Cuti tahunan", PROPOSAL
    ),
    "body.delegation-ended": e.DelegationEnded(DELEGATION, "Kembali lebih awal"),
    "body.absence-noted": e.AbsenceNoted(ABSENCE, OFFICER, SINCE, UNTIL, e.AbsenceKind.DUTY),
    "body.absence-ended": e.AbsenceEnded(ABSENCE),
    "body.officer-invited": e.OfficerInvited(OFFICER, again=True),
    "body.factor-reset": e.FactorReset(OFFICER, PROPOSAL),
    "auditor.appointed": e.AuditorAppointed(OTHER, Sealed(OTHER, "bmFtZQ=="), UNTIL),
    "auditor.dismissed": e.AuditorDismissed(OTHER, "Masa tugas selesai"),
}
