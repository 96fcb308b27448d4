"""Who holds which role on a day: by an appointment of their own, or by a delegation.

Pure; folding never refuses.

A delegation carries a role only on days on which its giver holds that role by appointment and the delegate is
in office: it cannot outlive either, and what was got by delegation is never passed on.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from ppid.appointing import events as e
from ppid.events import Event, Role, Sealed, Stream

Proposed = e.AppointmentProposed | e.DelegationProposed | e.FactorResetProposed


class Term(msgspec.Struct, frozen=True):
    """What an officer holds from ``since`` (None: ever since it was recorded) to ``until`` (None: on)."""

    roles: tuple[Role, ...]
    unit: str
    position: str
    since: date | None = None
    until: date | None = None
    basis: str = ""
    confirmed_by: Stream = ""

    def runs(self, on: date) -> bool:
        """Whether it holds on a day; the first and the last day count."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


class Officer(msgspec.Struct, frozen=True):
    """An appointed officer with every term. The name is sealed with the officer's own key."""

    id: str
    name: Sealed
    terms: tuple[Term, ...]

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles of the newest appointment, whatever the day."""
        return self.terms[-1].roles

    @property
    def unit(self) -> str:
        """The unit of the newest appointment."""
        return self.terms[-1].unit

    @property
    def position(self) -> str:
        """The position of the newest appointment."""
        return self.terms[-1].position

    def term(self, on: date) -> Term | None:
        """The term that holds on a day; None before the first and after the last."""
        return next((term for term in reversed(self.terms) if term.runs(on)), None)

    def last_term(self) -> Term:
        """The newest appointment, which may begin later."""
        return self.terms[-1]


class Delegation(msgspec.Struct, frozen=True):
    """Roles of one officer in the hands of another for some days."""

    id: str
    giver: Stream
    delegate: Stream
    roles: tuple[Role, ...]
    since: date
    until: date
    reason: str

    def runs(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= on <= self.until


class Absence(msgspec.Struct, frozen=True):
    """Days on which an officer is away."""

    id: str
    officer: Stream
    since: date
    until: date
    kind: e.AbsenceKind

    def runs(self, on: date) -> bool:
        """Whether the officer is away on a day."""
        return self.since <= on <= self.until


class Grant(msgspec.Struct, frozen=True):
    """A role that an officer may work in on a day, for which unit, and by which delegation if by one."""

    role: Role
    unit: str
    delegation: Delegation | None = None


class Appointed(msgspec.Struct, frozen=True):
    """Everybody who holds something in a body, and what waits for a second administrator."""

    officers: tuple[Officer, ...] = ()
    delegations: tuple[Delegation, ...] = ()
    absences: tuple[Absence, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    #: The ids of every proposal, delegation and absence there ever was.
    used: frozenset[str] = frozenset()

    def officer(self, officer: Stream) -> Officer | None:
        """The officer of that id, whether a term runs today or not."""
        return next((each for each in self.officers if each.id == officer), None)

    def serving(self, on: date) -> tuple[Officer, ...]:
        """Who is in office on a day, in whatever role."""
        return tuple(each for each in self.officers if each.term(on))

    def grants(self, officer: Stream, on: date) -> tuple[Grant, ...]:
        """Every role an officer may work in on a day, each once: their own first, then those delegated."""
        appointed = self.officer(officer)
        own = appointed.term(on) if appointed else None
        if own is None:
            return ()
        found = [Grant(role, own.unit) for role in own.roles]
        for grant in self._lent(officer, on):
            if all(grant.role is not held.role for held in found):
                found.append(grant)
        return tuple(found)

    def _lent(self, officer: Stream, on: date) -> Iterator[Grant]:
        for delegation in self.delegations:
            giver = self.officer(delegation.giver)
            term = giver.term(on) if giver else None
            if delegation.delegate != officer or term is None or not delegation.runs(on):
                continue
            for role in delegation.roles:
                if role in term.roles:
                    yield Grant(role, term.unit, delegation)

    def holders(self, role: Role, on: date) -> tuple[Officer, ...]:
        """Who holds a role by appointment on a day."""
        return tuple(o for o in self.officers if (term := o.term(on)) and role in term.roles)

    def absent(self, officer: Stream, on: date) -> Absence | None:
        """The absence of an officer on a day; None when they are there."""
        return next((a for a in self.absences if a.officer == officer and a.runs(on)), None)

    def delegates_of(self, giver: Stream, on: date) -> tuple[Delegation, ...]:
        """What an officer has delegated on a day."""
        return tuple(d for d in self.delegations if d.giver == giver and d.runs(on))


def evolve(held: Appointed, event: Event) -> Appointed:  # noqa: PLR0911  (one line per event)
    """Fold one fact about officers; any other changes nothing."""
    match event:
        case e.OfficerAppointed():
            return _appointed(held, event)
        case e.OfficerDismissed(officer=officer):
            return _without(held, officer)
        case e.AppointmentProposed() | e.DelegationProposed() | e.FactorResetProposed():
            return replace(held, proposals=(*held.proposals, event), used=held.used | {event.proposal})
        case e.ProposalDropped(proposal=proposal) | e.FactorReset(proposal=proposal):
            return _settled(held, proposal)
        case e.Delegated():
            made = Delegation(
                event.delegation,
                event.giver,
                event.delegate,
                event.roles,
                event.since,
                event.until,
                event.reason,
            )
            used = held.used | {event.delegation}
            return _settled(replace(held, delegations=(*held.delegations, made), used=used), event.proposal)
        case e.DelegationEnded(delegation=ended):
            return replace(held, delegations=tuple(d for d in held.delegations if d.id != ended))
        case e.AbsenceNoted():
            away = Absence(event.absence, event.officer, event.since, event.until, event.kind)
            return replace(held, absences=(*held.absences, away), used=held.used | {event.absence})
        case e.AbsenceEnded(absence=ended):
            return replace(held, absences=tuple(a for a in held.absences if a.id != ended))
        case _:
            return held


def _appointed(held: Appointed, event: e.OfficerAppointed) -> Appointed:
    term = Term(
        event.roles, event.unit, event.position, event.since, event.until, event.basis, event.confirmed_by
    )
    before = held.officer(event.officer)
    terms = (*_cut(before.terms if before else (), event.since), term)
    others = tuple(each for each in held.officers if each.id != event.officer)
    made = replace(held, officers=(*others, Officer(event.officer, event.name, terms)))
    return _settled(made, event.proposal)


def _cut(terms: Iterable[Term], since: date | None) -> Iterator[Term]:
    """Earlier terms end the day before a new one; what would begin only then is gone."""
    for term in terms:
        if since is None or (term.since is not None and term.since >= since):
            continue
        end = since - timedelta(days=1)
        yield term if term.until is not None and term.until < since else replace(term, until=end)


def _without(held: Appointed, officer: Stream) -> Appointed:
    """Nothing of a dismissed officer's stays: no power, none that they lent, nothing they asked for."""
    return replace(
        held,
        officers=tuple(each for each in held.officers if each.id != officer),
        delegations=tuple(d for d in held.delegations if officer not in {d.giver, d.delegate}),
        absences=tuple(a for a in held.absences if a.officer != officer),
        proposals=tuple(p for p in held.proposals if officer not in concerned(p) and p.by != officer),
    )


def digest_of(proposal: Proposed) -> str:
    """What tells one proposal from any other, for whoever confirms the very one they read."""
    said = f"{type(proposal).__name__}\n".encode() + msgspec.json.encode(proposal, order="deterministic")
    return hashlib.sha256(b"ppid-proposal-v1\n" + said).hexdigest()


def concerned(proposal: Proposed) -> tuple[Stream, ...]:
    """Whose powers a proposal is about."""
    match proposal:
        case e.DelegationProposed():
            return (proposal.giver, proposal.delegate)
        case _:
            return (proposal.officer,)


def gains(proposal: Proposed) -> Stream:
    """Who would gain by a proposal, and so cannot be the one to confirm it."""
    return proposal.delegate if isinstance(proposal, e.DelegationProposed) else proposal.officer


def _settled(held: Appointed, proposal: str) -> Appointed:
    if not proposal:
        return held
    return replace(held, proposals=tuple(p for p in held.proposals if p.proposal != proposal))
