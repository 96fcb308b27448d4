"""Who may appoint, delegate and dismiss, and when two have to. Pure: the day and the ids are arguments.

Law: UU 14/2008 art. 13; Perki 1/2021 art. 6-12; regulations §2.1 (who names whom; who decided does not decide
the objection). The system records appointments that the office made on paper; that two administrators enter
the highest ones is ours, and decision 0029 says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ppid.appointing import commands as c
from ppid.appointing import events as e
from ppid.appointing import refusals as no
from ppid.appointing.state import Delegation, Officer, Proposed, concerned, digest_of, gains
from ppid.appointing.terms import check_days, check_near, check_unit
from ppid.body import Body, UnknownOfficerError
from ppid.checks import REASON, check_text
from ppid.commands import AppointOfficer, DismissOfficer
from ppid.deadlines import Text
from ppid.events import Actor, Role, Sealed, Stream

#: What an officer of a body can be.
HOLDABLE = (
    Role.SERVICE_DESK, Role.UNIT_OFFICER, Role.PPID, Role.SUPERIOR, Role.HEAD, Role.BODY_ADMIN,
)  # fmt: skip
#: Who decides objections, signs exemptions, or appoints: two administrators enter it.
HIGHEST = frozenset({Role.SUPERIOR, Role.HEAD, Role.BODY_ADMIN})
DELEGABLE = tuple(role for role in HOLDABLE if role is not Role.BODY_ADMIN)
#: As many administrators as it takes to appoint a third without the operator.
ENOUGH = 2
LONGEST = timedelta(days=366)
NAMES = {
    Role.SERVICE_DESK: Text("petugas layanan informasi", "service desk officer"),
    Role.UNIT_OFFICER: Text("PPID Pelaksana", "unit officer"),
    Role.PPID: Text("PPID", "information officer"),
    Role.SUPERIOR: Text("Atasan PPID", "superior of the PPID"),
    Role.HEAD: Text("pimpinan badan publik", "head of the body"),
    Role.BODY_ADMIN: Text("admin badan publik", "administrator of the body"),
    Role.AUDITOR: Text("auditor Komisi Informasi", "auditor of the commission"),
}


def needs_two(roles: Iterable[Role]) -> bool:
    """Whether a second administrator has to confirm that somebody gets these roles."""
    return not HIGHEST.isdisjoint(roles)


def administrators(body: Body, on: date) -> tuple[Stream, ...]:
    """Who appoints in a body on a day."""
    return tuple(officer.id for officer in body.appointed.holders(Role.BODY_ADMIN, on))


def check_administrator(body: Body, actor: Actor, on: date) -> None:
    """Refuse whoever is no administrator of this body now; the operator only sets up the first two."""
    if actor.role is Role.OPERATOR:
        if len(administrators(body, on)) >= ENOUGH:
            raise no.OperatorError
        return
    if (
        actor.role is not Role.BODY_ADMIN
        or actor.body != body.stream
        or actor.id not in administrators(body, on)
    ):
        raise no.NotAdministratorError


def examines(body: Body, officer: Stream, on: date) -> bool:
    """Whether somebody reads this body for the commission, today or later."""
    found = body.appointed.officer(officer)
    return found is not None and any(
        Role.AUDITOR in term.roles for term in found.terms if term.until is None or term.until >= on
    )


def _check_examined(body: Body, officer: Stream, actor: Actor, on: date) -> None:
    """No body appoints, lends to, lets in or dismisses who examines it."""
    if actor.role is not Role.OPERATOR and examines(body, officer, on):
        raise no.ExaminerError


# Appointments ---------------------------------------------------------------------------------------------


def appoint(
    body: Body, command: AppointOfficer, name: Sealed, on: date, actor: Actor
) -> e.OfficerAppointed | e.AppointmentProposed:
    """Appoint, or propose it where a second administrator has to confirm. Law: Perki 1/2021 art. 6-8."""
    if not _is_auditor_of_body(command.roles, actor):
        check_administrator(body, actor, on)
        _check_roles(command.roles, HOLDABLE)
        _check_examined(body, command.officer, actor, on)
    since = command.since or on
    check_unit(body, command.roles, command.unit)
    check_days(since, command.until, on)
    if needs_two(command.roles) and actor.role is not Role.OPERATOR:
        _check_unused(body, command.proposal)
        return e.AppointmentProposed(
            command.proposal, actor.id, command.officer, name, command.roles,
            command.unit, command.position, since, command.until, command.basis,
        )  # fmt: skip
    if actor.id == command.officer:
        raise no.OwnAppointmentError
    return e.OfficerAppointed(
        command.officer,
        name,
        command.roles,
        command.unit,
        command.position,
        since,
        command.until,
        command.basis,
    )


def _is_auditor_of_body(roles: tuple[Role, ...], actor: Actor) -> bool:
    """Whether the operator lets the commission read this body: no body chooses who examines it."""
    return roles == (Role.AUDITOR,) and actor.role is Role.OPERATOR


def _check_roles(roles: tuple[Role, ...], allowed: tuple[Role, ...]) -> None:
    if not roles:
        raise no.NoRoleError("roles")
    if not set(roles) <= set(HOLDABLE):
        raise no.NotHoldableError("roles")
    if not set(roles) <= set(allowed):
        raise no.NotDelegableError("roles")


def dismiss(body: Body, command: DismissOfficer, on: date, actor: Actor) -> e.OfficerDismissed:
    """End every power of an officer at once. The last administrator cannot leave the body without one."""
    # The operator lets the commission in however many administrators there are, and so ends it too.
    if actor.role is not Role.OPERATOR or not examines(body, command.officer, on):
        check_administrator(body, actor, on)
    body.officer(command.officer)
    _check_examined(body, command.officer, actor, on)
    check_text("reason", command.reason, REASON)
    if actor.id == command.officer and set(administrators(body, on)) == {actor.id}:
        raise no.LastAdministratorError
    return e.OfficerDismissed(command.officer, command.reason)


# Two people -----------------------------------------------------------------------------------------------


def proposal_of(body: Body, proposal: str) -> Proposed:
    """What waits under that id. Raises ``UnknownProposalError``."""
    found = next((each for each in body.appointed.proposals if each.proposal == proposal), None)
    if found is None:
        raise no.UnknownProposalError
    return found


def _check_unused(body: Body, proposal: str) -> None:
    """An id that was dropped and taken again would let what was read be exchanged for something else."""
    if proposal in body.appointed.used:
        raise no.ProposalUsedError


def check_second(body: Body, proposal: Proposed, actor: Actor, on: date) -> None:
    """Refuse to confirm what one proposed oneself, or would gain by; the operator confirms nothing."""
    if actor.role is not Role.BODY_ADMIN:
        raise no.NotAdministratorError
    check_administrator(body, actor, on)
    if actor.id in {proposal.by, gains(proposal)}:
        raise no.SamePersonError
    if proposal.by not in administrators(body, on):
        raise no.ProposerGoneError


def confirm(
    body: Body, command: c.ConfirmProposal, on: date, actor: Actor
) -> e.OfficerAppointed | e.Delegated | e.FactorReset:
    """Confirm another's proposal: it holds from its day, or from today where that day has passed."""
    waiting = proposal_of(body, command.proposal)
    check_second(body, waiting, actor, on)
    if command.digest != digest_of(waiting):
        raise no.ProposalChangedError
    for person in concerned(waiting):
        _check_examined(body, person, actor, on)
    match waiting:
        case e.AppointmentProposed():
            return _confirmed_appointment(body, waiting, on, actor)
        case e.DelegationProposed():
            since = max(waiting.since, on)
            made = c.DelegateRoles(
                body=body.stream, delegation=waiting.proposal, giver=waiting.giver, delegate=waiting.delegate,
                roles=waiting.roles, since=since, until=waiting.until, reason=waiting.reason,
            )  # fmt: skip
            _check_delegation(body, made, on)
            return _delegated(made, waiting.proposal)
        case e.FactorResetProposed():
            body.officer(waiting.officer)
            return e.FactorReset(waiting.officer, waiting.proposal)


def _confirmed_appointment(
    body: Body, waiting: e.AppointmentProposed, on: date, actor: Actor
) -> e.OfficerAppointed:
    since = max(waiting.since or on, on)
    check_unit(body, waiting.roles, waiting.unit)
    check_days(since, waiting.until, on)
    return e.OfficerAppointed(
        waiting.officer, waiting.name, waiting.roles, waiting.unit, waiting.position,
        since, waiting.until, waiting.basis, waiting.proposal, actor.id,
    )  # fmt: skip


def drop(body: Body, command: c.DropProposal, on: date, actor: Actor) -> e.ProposalDropped:
    """Decline a proposal, or take one's own back."""
    check_administrator(body, actor, on)
    proposal_of(body, command.proposal)
    check_text("reason", command.reason, REASON)
    return e.ProposalDropped(command.proposal, command.reason)


# Delegation -----------------------------------------------------------------------------------------------


def delegate(
    body: Body, command: c.DelegateRoles, on: date, actor: Actor
) -> e.Delegated | e.DelegationProposed:
    """Lend roles for some days, or propose it where a second administrator has to confirm.

    Whoever acts by delegation is judged as the person they are: nobody answers an objection to a decision of
    their own, nor signs a sheet twice, in whichever role.
    Law: Perki 1/2021 art. 7(1), 8; PP 61/2010 art. 3(2); regulations §2.1.
    """
    check_administrator(body, actor, on)
    for person in (command.giver, command.delegate):
        _check_examined(body, person, actor, on)
    _check_delegation(body, command, on)
    check_text("reason", command.reason, REASON)
    if needs_two(command.roles) and actor.role is not Role.OPERATOR:
        _check_unused(body, command.delegation)
        return e.DelegationProposed(
            command.delegation, actor.id, command.giver, command.delegate,
            command.roles, command.since, command.until, command.reason,
        )  # fmt: skip
    if actor.id == command.delegate:
        raise no.OwnAppointmentError
    return _delegated(command)


def _delegated(command: c.DelegateRoles, proposal: str = "") -> e.Delegated:
    return e.Delegated(
        command.delegation, command.giver, command.delegate, command.roles,
        command.since, command.until, command.reason, proposal,
    )  # fmt: skip


def _check_delegation(body: Body, command: c.DelegateRoles, on: date) -> None:
    _check_roles(command.roles, DELEGABLE)
    check_days(command.since, command.until, on)
    if command.until - command.since >= LONGEST:
        raise no.TooLongDelegationError("until", days=LONGEST.days)
    if command.giver == command.delegate:
        raise no.ToThemselvesError("delegate")
    _check_delegate(body, command)
    for role in command.roles:
        _check_held(body, command, role)
        _check_free(body, command, role)


def _check_delegate(body: Body, command: c.DelegateRoles) -> None:
    officer = body.appointed.officer(command.delegate)
    term = officer.term(command.since) if officer else None
    if term is None:
        raise no.NotInOfficeError("delegate", since=command.since)
    giver = body.officer(command.giver).term(command.since)
    other_unit = giver is not None and term.unit != giver.unit
    if Role.UNIT_OFFICER in command.roles and Role.UNIT_OFFICER in term.roles and other_unit:
        raise no.OtherUnitError("delegate")


def _check_held(body: Body, command: c.DelegateRoles, role: Role) -> None:
    """Lent is what is held by appointment on the first day; what was lent is not lent on."""
    said = {"role_id": NAMES[role].id, "role_en": NAMES[role].en}
    grants = body.grants_of(command.giver, command.since)
    held = next((grant for grant in grants if grant.role is role), None)
    if held is None:
        raise no.NotHeldError("roles", since=command.since, **said)
    if held.delegation is not None:
        raise no.ChainError("roles", **said)


def _check_free(body: Body, command: c.DelegateRoles, role: Role) -> None:
    for other in body.appointed.delegations:
        overlaps = other.since <= command.until and command.since <= other.until
        if other.giver == command.giver and role in other.roles and overlaps:
            raise no.DelegatedAlreadyError(
                "roles", role_id=NAMES[role].id, role_en=NAMES[role].en, since=other.since, until=other.until
            )


def end_delegation(body: Body, command: c.EndDelegation, on: date, actor: Actor) -> e.DelegationEnded:
    """End a delegation before its last day; what was done under it stays done."""
    check_administrator(body, actor, on)
    delegation_of(body, command.delegation, on)
    check_text("reason", command.reason, REASON)
    return e.DelegationEnded(command.delegation, command.reason)


def delegation_of(body: Body, delegation: str, on: date) -> Delegation:
    """A delegation that holds or is to begin. Raises ``UnknownDelegationError``."""
    for found in body.appointed.delegations:
        if found.id == delegation and found.until >= on:
            return found
    raise no.UnknownDelegationError


# Absence, the way in --------------------------------------------------------------------------------------


def note_absence(body: Body, command: c.NoteAbsence, on: date, actor: Actor) -> e.AbsenceNoted:
    """Note that an officer is away. Their powers stay; a delegation is an act of its own (decision 0029)."""
    check_administrator(body, actor, on)
    body.officer(command.officer)
    if command.until < command.since:
        raise no.EndsBeforeError("until", since=command.since, until=command.until)
    if command.until < on:
        raise no.PastDayError("until", on=command.until, as_of=on)
    check_near("until", command.until, on)
    for other in body.appointed.absences:
        overlaps = other.since <= command.until and command.since <= other.until
        if other.officer == command.officer and overlaps:
            raise no.AbsentAlreadyError("since", since=other.since, until=other.until)
    return e.AbsenceNoted(command.absence, command.officer, command.since, command.until, command.kind)


def end_absence(body: Body, command: c.EndAbsence, on: date, actor: Actor) -> e.AbsenceEnded:
    """Note that an officer is back, or that the note was wrong."""
    check_administrator(body, actor, on)
    if all(away.id != command.absence or away.until < on for away in body.appointed.absences):
        raise no.UnknownAbsenceError
    return e.AbsenceEnded(command.absence)


def invite(body: Body, command: c.InviteOfficer, on: date, actor: Actor) -> e.OfficerInvited:
    """Give an officer a one-time code. The operator helps the highest and the auditor in, nobody else."""
    officer = body.officer(command.officer)
    high = _holds_highest(body, officer.id, on)
    if actor.role is not Role.OPERATOR or not (high or examines(body, officer.id, on)):
        check_administrator(body, actor, on)
    _check_examined(body, officer.id, actor, on)
    if actor.id == command.officer:
        raise no.OwnAppointmentError
    if all(term.until is not None and term.until < on for term in officer.terms):
        raise UnknownOfficerError
    if high and actor.role is not Role.OPERATOR:
        _check_first_code(officer, command, actor)
    return e.OfficerInvited(command.officer, command.again)


def _check_first_code(officer: Officer, command: c.InviteOfficer, actor: Actor) -> None:
    """One person never lets themselves in as the superior, the head or another administrator.

    Two stand behind the appointment, so the first code is shown to the second of them alone. A code for an
    account that is there would take it over; it is the operator's.
    """
    last = officer.last_term()
    if command.again or not needs_two(last.roles) or last.confirmed_by != actor.id:
        raise no.HighestCodeError


def _holds_highest(body: Body, officer: Stream, on: date) -> bool:
    """Whether somebody holds, or is to hold, what two administrators give: by appointment or lent."""
    found = body.appointed.officer(officer)
    terms = found.terms if found else ()
    held = [term.roles for term in terms if term.until is None or term.until >= on]
    lent = [d.roles for d in body.appointed.delegations if d.delegate == officer and d.until >= on]
    return any(needs_two(roles) for roles in (*held, *lent))


def propose_factor_reset(
    body: Body, command: c.ProposeFactorReset, on: date, actor: Actor
) -> e.FactorResetProposed:
    """Propose to forget an officer's second factor; another administrator confirms it."""
    if actor.role is not Role.BODY_ADMIN:
        raise no.NotAdministratorError
    check_administrator(body, actor, on)
    body.officer(command.officer)
    _check_examined(body, command.officer, actor, on)
    check_text("reason", command.reason, REASON)
    _check_unused(body, command.proposal)
    return e.FactorResetProposed(command.proposal, actor.id, command.officer, command.reason)
