"""Officers as the pages show them: names opened once, roles of today, what is lent, who is away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from ppid.appointing import events as e
from ppid.appointing.rules import HOLDABLE
from ppid.appointing.state import Absence, Delegation, Officer, Proposed, Term, concerned
from ppid.body import Body
from ppid.deadlines import Text
from ppid.events import Role, Sealed, Stream
from projections.sentences_officers import ABSENCES
from web.account.accounts import Account
from web.i18n import gettext as _
from web.office.officers.room import hex_of
from web.office.words import ROLES, say
from web.services import services

SECOND_FACTOR = {
    True: Text("Langkah kedua terpasang", "Second step set up"),
    False: Text("Belum ada langkah kedua", "No second step yet"),
}


class Lent(NamedTuple):
    """A delegation in words."""

    id: str
    giver: str
    delegate: str
    roles: str
    since: date
    until: date
    reason: str
    runs: bool


class Away(NamedTuple):
    """An absence in words; ``covered`` names those who hold delegated powers meanwhile."""

    id: str
    since: date
    until: date
    kind: str
    runs: bool


class Row(NamedTuple):
    """An officer on the list."""

    hex: str
    id: Stream
    name: str
    position: str
    roles: str
    unit: str
    since: date | None
    until: date | None
    begins_later: bool
    over: bool
    lent_to: tuple[Lent, ...]
    lent_by: tuple[Lent, ...]
    away: tuple[Away, ...]
    username: str
    has_second: bool
    code_until: datetime | None


class Names:
    """The names of the officers of a body, and of those proposed, opened with one look at the keys."""

    def __init__(self, body: Body) -> None:
        proposed = [p for p in body.appointed.proposals if isinstance(p, e.AppointmentProposed)]
        boxes: dict[Stream, Sealed] = {p.officer: p.name for p in proposed}
        boxes |= {officer.id: officer.name for officer in body.officers}
        opened = services().vault.open_all(list(boxes.values()))
        self._names = {
            officer: known.name if known else _("(nama dihapus)")
            for officer, known in zip(boxes, opened, strict=True)
        }

    def of(self, officer: Stream) -> str:
        """The name of an officer; of somebody dismissed, as a list of names before now remembers them."""
        return self._names.get(officer) or _("(sudah diberhentikan)")


def roles_said(roles: Iterable[Role]) -> str:
    """Roles in words, each with a capital, in the order of the law."""
    chosen = set(roles)
    return ", ".join(say(ROLES[role]) for role in (*HOLDABLE, Role.AUDITOR) if role in chosen)


def rows(body: Body, on: date) -> list[Row]:
    """Every officer, by name."""
    names, accounts = Names(body), services().doors.accounts.names([each.id for each in body.officers])
    made = [row_of(officer, body, on, names, accounts.get(officer.id, "")) for officer in body.officers]
    return sorted(made, key=lambda row: (row.over, row.name.casefold(), row.hex))


def row_of(officer: Officer, body: Body, on: date, names: Names, username: str) -> Row:
    """One officer, with the term that holds today, or the newest."""
    held = officer.term(on)
    term = held or officer.last_term()
    later = held is None and term.since is not None and term.since > on
    return Row(
        hex=hex_of(officer.id),
        id=officer.id,
        name=names.of(officer.id),
        position=term.position,
        roles=roles_said(term.roles),
        unit=_unit(body, term),
        since=term.since,
        until=term.until,
        begins_later=later,
        over=held is None and not later,
        lent_to=_lents(body, on, names, lambda d: d.giver == officer.id),
        lent_by=_lents(body, on, names, lambda d: d.delegate == officer.id),
        away=tuple(
            _away(a, on) for a in body.appointed.absences if a.officer == officer.id and a.until >= on
        ),
        username=username,
        has_second=services().doors.has_second_factor(officer.id),
        code_until=services().invitations.waiting(officer.id),
    )


def _unit(body: Body, term: Term) -> str:
    return next((unit.name for unit in body.units if unit.code == term.unit), term.unit)


def _lents(body: Body, on: date, names: Names, chosen: Callable[[Delegation], bool]) -> tuple[Lent, ...]:
    return tuple(lent_of(d, names, on) for d in body.appointed.delegations if d.until >= on and chosen(d))


def lent_of(delegation: Delegation, names: Names, on: date) -> Lent:
    """A delegation in words."""
    return Lent(
        delegation.id,
        names.of(delegation.giver),
        names.of(delegation.delegate),
        roles_said(delegation.roles),
        delegation.since,
        delegation.until,
        delegation.reason,
        delegation.runs(on),
    )


def _aways(body: Body, on: date, officer: Stream) -> tuple[Away, ...]:
    noted = body.appointed.absences
    return tuple(_away(each, on) for each in noted if each.officer == officer and each.until >= on)


def _away(absence: Absence, on: date) -> Away:
    return Away(absence.id, absence.since, absence.until, say(ABSENCES[absence.kind]), absence.runs(on))


class Waiting(NamedTuple):
    """What waits for a second administrator, in words."""

    id: str
    what: str
    who: str
    by: str
    rows: list[dict[str, object]]


def waiting(body: Body, names: Names) -> list[Waiting]:
    """Every proposal, the oldest first."""
    return [waiting_of(proposal, body, names) for proposal in body.appointed.proposals]


def waiting_of(proposal: Proposed, body: Body, names: Names) -> Waiting:
    """One proposal with all that it would bring about."""
    match proposal:
        case e.AppointmentProposed():
            what, told = _("Penunjukan"), _appointment(proposal, body)
        case e.DelegationProposed():
            what, told = _("Pelimpahan wewenang"), _delegation(proposal, names)
        case e.FactorResetProposed():
            what, told = _("Penghapusan langkah kedua"), [(_("Alasan"), proposal.reason)]
    who = names.of(concerned(proposal)[0])
    facts: list[tuple[str, object]] = [(_("Petugas"), who), *told]
    shown = [{"key": key, "value": value} for key, value in facts if value]
    return Waiting(proposal.proposal, what, who, names.of(proposal.by), shown)


def _appointment(proposal: e.AppointmentProposed, body: Body) -> list[tuple[str, object]]:
    unit = next((unit.name for unit in body.units if unit.code == proposal.unit), proposal.unit)
    return [
        (_("Peran"), roles_said(proposal.roles)),
        (_("Unit"), unit),
        (_("Jabatan"), proposal.position),
        (_("Dasar"), proposal.basis),
        (_("Mulai"), proposal.since),
        (_("Sampai"), proposal.until),
    ]


def _delegation(proposal: e.DelegationProposed, names: Names) -> list[tuple[str, object]]:
    return [
        (_("Kepada"), names.of(proposal.delegate)),
        (_("Peran"), roles_said(proposal.roles)),
        (_("Mulai"), proposal.since),
        (_("Sampai"), proposal.until),
        (_("Alasan"), proposal.reason),
    ]


def account_of(officer: Stream, body: Body) -> Account | None:
    """The account of an officer in this body; None while they have none, or have it elsewhere."""
    found = services().doors.accounts.of_officer(officer)
    return found if found is not None and found.body == body.stream else None
