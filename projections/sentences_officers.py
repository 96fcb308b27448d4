"""One plain sentence for every fact about the officers of a body, in both languages. Pure.

As everywhere, a sentence names nobody and repeats nothing written freely: whom it is about stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import assert_never

from ppid.appointing import events as e
from ppid.appointing.events import AppointingEvent
from ppid.appointing.rules import NAMES
from ppid.deadlines import Text
from ppid.events import Role, Stream
from projections.saying import fill, joined, listed, said

ABSENCES: dict[e.AbsenceKind, Text] = {
    e.AbsenceKind.LEAVE: Text("cuti", "leave"),
    e.AbsenceKind.DUTY: Text("tugas di luar kantor", "duty elsewhere"),
    e.AbsenceKind.PREVENTED: Text("berhalangan", "prevented"),
}


def about(event: AppointingEvent) -> Stream:
    """Whom a fact is about; '' where it says so only by the id of something earlier."""
    match event:
        case e.Delegated(giver=giver) | e.DelegationProposed(giver=giver):
            return giver
        case e.ProposalDropped() | e.DelegationEnded() | e.AbsenceEnded():
            return ""
        case _:
            return event.officer


def sentence(event: AppointingEvent) -> Text:  # noqa: C901, PLR0911, PLR0912  (one case per event)
    """Return what happened, as the office would write it in its book."""
    match event:
        case e.OfficerAppointed():
            return _term(said("Ditunjuk sebagai {roles}", "Appointed as {roles}"), event)
        case e.AppointmentProposed():
            return _term(said("Diusulkan sebagai {roles}", "Proposed as {roles}"), event)
        case e.OfficerDismissed():
            return said("Penunjukan berakhir.", "The appointment ended.")
        case e.Delegated():
            return _lent(said("Wewenang {roles} dilimpahkan", "The powers of {roles} were delegated"), event)
        case e.DelegationProposed():
            words = said(
                "Pelimpahan wewenang {roles} diusulkan", "Delegating the powers of {roles} was proposed"
            )
            return _lent(words, event)
        case e.DelegationEnded():
            return said("Pelimpahan wewenang diakhiri.", "The delegation was ended.")
        case e.ProposalDropped():
            return said("Usulan tidak dilanjutkan.", "The proposal was dropped.")
        case e.FactorResetProposed():
            return said("Penghapusan faktor kedua diusulkan.", "Forgetting the second factor was proposed.")
        case e.FactorReset():
            return said("Faktor kedua dihapus.", "The second factor was forgotten.")
        case e.AbsenceNoted(since=since, until=until, kind=kind):
            words = said(
                "Tidak di tempat dari {since} sampai {until} ({kind}).",
                "Away from {since} to {until} ({kind}).",
            )
            return fill(words, since=since, until=until, kind=ABSENCES[kind])
        case e.AbsenceEnded():
            return said("Kembali di tempat.", "Back.")
        case e.OfficerInvited(again=again):
            if again:
                return said("Kode masuk baru diterbitkan.", "A new code to sign in was issued.")
            return said("Kode masuk pertama diterbitkan.", "The first code to sign in was issued.")
    assert_never(event)


def _term(words: Text, event: e.OfficerAppointed | e.AppointmentProposed) -> Text:
    text = fill(words, roles=roles_said(event.roles))
    if event.unit:
        text = joined(text, fill(said(" untuk unit {unit}", " for the unit {unit}"), unit=event.unit))
    return joined(text, _days(event.since, event.until))


def _lent(words: Text, event: e.Delegated | e.DelegationProposed) -> Text:
    return joined(fill(words, roles=roles_said(event.roles)), _days(event.since, event.until))


def _days(since: date | None, until: date | None) -> Text:
    text = fill(said(" mulai {since}", " from {since}"), since=since) if since else said("", "")
    end = fill(said(" sampai {until}.", " to {until}."), until=until) if until else said(".", ".")
    return joined(text, end)


def roles_said(roles: Iterable[Role]) -> Text:
    """Roles as they stand inside a sentence."""
    return listed(NAMES.get(role) or Text(role.value, role.value) for role in roles)
