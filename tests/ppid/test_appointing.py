"""Who appoints, lends and ends powers in a body; what an officer holds on a day; when two people have to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import cast

import pytest
from msgspec.structs import replace

from ppid import body as bodies
from ppid.appointing import auditors, rules
from ppid.appointing import commands as c
from ppid.appointing import events as e
from ppid.appointing import refusals as no
from ppid.appointing.state import digest_of, evolve
from ppid.body import Body, UnknownOfficerError, UnknownUnitError
from ppid.commands import AppointOfficer, DismissOfficer
from ppid.errors import RuleError
from ppid.events import Actor, Event, Role, Sealed
from ppid.objection.lawful import ACTS as OBJECTION_ACTS
from ppid.objection.lawful import Act as ObjectionAct
from ppid.objection.refusals import OwnDecisionError
from ppid.refusals import TooFarError
from tests.examples import REGION, day
from tests.ppid.objection import facts as objected

TODAY = day("2026-06-02")
ADA, BIMA, CITRA, DEWI, EKA = (f"person-{letter * 32}" for letter in "abcde")
ADMIN, SECOND = (Actor(who, Role.BODY_ADMIN, REGION) for who in (ADA, BIMA))
OPERATOR = Actor("operator", Role.OPERATOR)


def sealed(officer: str) -> Sealed:
    return Sealed(officer, "Ym94")


def appointed(officer: str, *roles: Role, unit: str = "", since: str = "", until: str = "") -> Event:
    return e.OfficerAppointed(
        officer,
        sealed(officer),
        roles,
        unit,
        since=day(since) if since else None,
        until=day(until) if until else None,
    )


#: Two administrators, a PPID, the superior, and the officer of a unit.
OFFICE: tuple[Event, ...] = (
    bodies.Established("POLDA-CONTOH", "Polda Contoh", date(2010, 4, 30)),
    bodies.UnitAdded("LANTAS", "Direktorat Lalu Lintas"),
    bodies.UnitAdded("SDM", "Biro SDM"),
    appointed(ADA, Role.BODY_ADMIN),
    appointed(BIMA, Role.BODY_ADMIN),
    appointed(CITRA, Role.PPID),
    appointed(DEWI, Role.SUPERIOR),
    appointed(EKA, Role.UNIT_OFFICER, unit="LANTAS"),
)


def body_of(*more: Event, office: tuple[Event, ...] = OFFICE) -> Body:
    body = bodies.fold(REGION, [*office, *more])
    assert body is not None
    return body


@dataclass(frozen=True)
class Given:
    """A body, and the day on which something is asked of it."""

    body: Body
    on: date = TODAY

    def when(self, rule: Callable[..., Event], *arguments: object) -> Event | RuleError:
        """Ask a rule; the last argument is who asks."""
        try:
            return rule(self.body, *arguments[:-1], self.on, arguments[-1])
        except RuleError as refusal:
            return refusal


def given(*more: Event, on: str = "", office: tuple[Event, ...] = OFFICE) -> Given:
    return Given(body_of(*more, office=office), day(on) if on else TODAY)


def appointing(officer: str, *roles: Role, **changes: object) -> AppointOfficer:
    command = AppointOfficer(body=REGION, officer=officer, name="Nama", roles=roles, proposal="p" * 32)
    return cast("AppointOfficer", _changed(command, changes))


def delegating(giver: str, delegate: str, *roles: Role, **changes: object) -> c.DelegateRoles:
    command = c.DelegateRoles(
        body=REGION,
        delegation="d" * 32,
        giver=giver,
        delegate=delegate,
        roles=roles,
        since=TODAY,
        until=day("2026-06-12"),
        reason="Cuti tahunan",
    )
    return cast("c.DelegateRoles", _changed(command, changes))


def _changed(command: object, changes: dict[str, object]) -> object:
    return replace(command, **changes)  # type: ignore[type-var]


def lent(*roles: Role, giver: str = CITRA, delegate: str = EKA, until: str = "2026-06-12") -> Event:
    return e.Delegated("d" * 32, giver, delegate, roles, TODAY, day(until), "Cuti")


NEW = "person-" + "f" * 32


def as_read(body: Body, proposal: str, on: date, actor: Actor) -> Event:
    """Confirm a proposal as it stands, as somebody does who just read it."""
    waiting = next((each for each in body.appointed.proposals if each.proposal == proposal), None)
    digest = digest_of(waiting) if waiting else ""
    command = c.ConfirmProposal(body=REGION, proposal=proposal, digest=digest)
    return rules.confirm(body, command, on, actor)


# Appointments ---------------------------------------------------------------------------------------------


def test_an_administrator_appoints_from_today_unless_told_otherwise() -> None:
    command = appointing(NEW, Role.PPID, position="PPID")
    event = given().when(rules.appoint, command, sealed(NEW), ADMIN)
    assert event == e.OfficerAppointed(NEW, sealed(NEW), (Role.PPID,), "", "PPID", TODAY)


def test_an_appointment_holds_from_its_first_to_its_last_day() -> None:
    body = body_of(appointed(NEW, Role.PPID, since="2026-06-05", until="2026-06-20"))
    held = {
        on: body.roles_of(NEW, day(on)) for on in ("2026-06-04", "2026-06-05", "2026-06-20", "2026-06-21")
    }
    assert held == {
        "2026-06-04": (),
        "2026-06-05": (Role.PPID,),
        "2026-06-20": (Role.PPID,),
        "2026-06-21": (),
    }


def test_what_was_held_before_ends_the_day_before_a_new_appointment() -> None:
    body = body_of(appointed(CITRA, Role.SERVICE_DESK, since="2026-06-10"))
    assert body.roles_of(CITRA, day("2026-06-09")) == (Role.PPID,)
    assert body.roles_of(CITRA, day("2026-06-10")) == (Role.SERVICE_DESK,)


def test_a_later_appointment_that_never_began_is_replaced() -> None:
    later = appointed(CITRA, Role.HEAD, since="2026-07-01")
    body = body_of(later, appointed(CITRA, Role.SERVICE_DESK, since="2026-06-10"))
    assert body.roles_of(CITRA, day("2026-07-01")) == (Role.SERVICE_DESK,)


def test_an_appointment_of_a_past_release_holds_from_when_it_was_recorded() -> None:
    assert body_of().roles_of(CITRA, date(2026, 1, 1)) == (Role.PPID,)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"roles": ()}, no.NoRoleError),
        ({"roles": (Role.AUDITOR,)}, no.NotHoldableError),
        ({"roles": (Role.OPERATOR,)}, no.NotHoldableError),
        ({"roles": (Role.UNIT_OFFICER,)}, UnknownUnitError),
        ({"unit": "TIDAK-ADA"}, UnknownUnitError),
        ({"since": date(2026, 6, 1)}, no.PastDayError),
        ({"until": date(2026, 6, 1)}, no.EndsBeforeError),
        ({"since": date(9999, 1, 1)}, TooFarError),
        ({"until": date(9999, 1, 1)}, TooFarError),
    ],
)
def test_an_appointment_that_cannot_be_is_refused(
    changes: dict[str, object], refusal: type[RuleError]
) -> None:
    command = appointing(NEW, Role.PPID, **changes)
    assert type(given().when(rules.appoint, command, sealed(NEW), ADMIN)) is refusal


STRANGERS = (
    Actor(CITRA, Role.PPID, REGION),
    Actor(CITRA, Role.BODY_ADMIN, REGION),
    Actor(ADA, Role.PPID, REGION),
    Actor(ADA, Role.BODY_ADMIN, "body-" + "0" * 32),
    Actor("auditor", Role.AUDITOR),
    Actor("case", Role.CITIZEN),
)
WHO = ["ppid", "ppid-in-a-forged-role", "administrator-as-ppid", "of-another-body", "auditor", "citizen"]


@pytest.mark.parametrize("actor", STRANGERS, ids=WHO)
def test_only_an_administrator_of_this_very_body_appoints(actor: Actor) -> None:
    """Whatever a session says: the rule looks at who is appointed now."""
    outcome = given().when(rules.appoint, appointing(NEW, Role.PPID), sealed(NEW), actor)
    assert type(outcome) is no.NotAdministratorError


@pytest.mark.parametrize("actor", STRANGERS, ids=WHO)
def test_nobody_else_delegates_dismisses_notes_or_lets_in(actor: Actor) -> None:
    asked: tuple[tuple[Callable[..., Event], object], ...] = (
        (rules.delegate, delegating(CITRA, EKA, Role.PPID)),
        (rules.dismiss, DismissOfficer(body=REGION, officer=CITRA, reason="Mutasi")),
        (
            rules.note_absence,
            c.NoteAbsence(
                body=REGION,
                absence="a" * 32,
                officer=CITRA,
                since=TODAY,
                until=TODAY,
                kind=e.AbsenceKind.LEAVE,
            ),
        ),
        (rules.invite, c.InviteOfficer(body=REGION, officer=CITRA)),
        (
            rules.propose_factor_reset,
            c.ProposeFactorReset(body=REGION, proposal="p" * 32, officer=CITRA, reason="Hilang"),
        ),
    )
    for rule, command in asked:
        assert type(given().when(rule, command, actor)) is no.NotAdministratorError, rule


def test_an_administrator_whose_term_is_over_appoints_nobody() -> None:
    office = (*OFFICE, appointed(ADA, Role.BODY_ADMIN, since="2026-06-02", until="2026-06-10"))
    outcome = given(office=office, on="2026-06-11").when(
        rules.appoint, appointing(NEW, Role.PPID), sealed(NEW), ADMIN
    )
    assert type(outcome) is no.NotAdministratorError


def test_the_operator_appoints_until_there_are_two_administrators() -> None:
    before = (*OFFICE[:4], *OFFICE[5:])
    command = appointing(BIMA, Role.BODY_ADMIN)
    made = given(office=before).when(rules.appoint, command, sealed(BIMA), OPERATOR)
    assert isinstance(made, e.OfficerAppointed)
    refused = given().when(rules.appoint, appointing(NEW, Role.PPID), sealed(NEW), OPERATOR)
    assert type(refused) is no.OperatorError


def test_the_operator_lets_the_commission_read_a_body_and_the_body_does_not_choose_who_examines_it() -> None:
    asked = appointing(NEW, Role.AUDITOR)
    assert isinstance(given().when(rules.appoint, asked, sealed(NEW), OPERATOR), e.OfficerAppointed)
    assert type(given().when(rules.appoint, asked, sealed(NEW), ADMIN)) is no.NotHoldableError
    both = appointing(NEW, Role.AUDITOR, Role.PPID)
    assert type(given().when(rules.appoint, both, sealed(NEW), OPERATOR)) is no.OperatorError


def test_the_operator_holds_nothing_and_confirms_nothing() -> None:
    proposed = given().when(rules.appoint, appointing(NEW, Role.HEAD), sealed(NEW), ADMIN)
    body = body_of(cast("Event", proposed))
    assert body.roles_of(OPERATOR.id, TODAY) == ()
    confirming = "p" * 32
    assert type(Given(body).when(as_read, confirming, OPERATOR)) is no.NotAdministratorError


def test_no_administrator_touches_who_examines_the_body() -> None:
    """Not by any act, nor by confirming what was proposed before it was refused."""
    body = given(appointed(NEW, Role.AUDITOR))
    reset = c.ProposeFactorReset(body=REGION, proposal="p" * 32, officer=NEW, reason="Hilang")
    gone = DismissOfficer(body=REGION, officer=NEW, reason="Mutasi")
    for outcome in (
        body.when(rules.appoint, appointing(NEW, Role.PPID), sealed(NEW), ADMIN),
        body.when(rules.appoint, appointing(NEW, Role.HEAD), sealed(NEW), ADMIN),
        body.when(rules.dismiss, gone, ADMIN),
        body.when(rules.invite, c.InviteOfficer(body=REGION, officer=NEW), ADMIN),
        body.when(rules.propose_factor_reset, reset, ADMIN),
        body.when(rules.delegate, delegating(CITRA, NEW, Role.PPID), ADMIN),
        body.when(rules.delegate, delegating(NEW, CITRA, Role.PPID), ADMIN),
    ):
        assert type(outcome) is no.ExaminerError
    proposed = e.FactorResetProposed("p" * 32, ADA, NEW, "Hilang")
    confirming = "p" * 32
    late = given(appointed(NEW, Role.AUDITOR), proposed)
    assert type(late.when(as_read, confirming, SECOND)) is no.ExaminerError
    # Who let the auditor in lets them out, and in again.
    assert isinstance(body.when(rules.dismiss, gone, OPERATOR), e.OfficerDismissed)
    invited = body.when(rules.invite, c.InviteOfficer(body=REGION, officer=NEW), OPERATOR)
    assert isinstance(invited, e.OfficerInvited)


def test_nobody_appoints_themselves() -> None:
    outcome = given().when(rules.appoint, appointing(ADA, Role.PPID), sealed(ADA), ADMIN)
    assert type(outcome) is no.OwnAppointmentError


# Two people -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.SUPERIOR, Role.HEAD, Role.BODY_ADMIN])
def test_the_highest_roles_are_proposed_by_one_and_confirmed_by_another(role: Role) -> None:
    proposed = given().when(rules.appoint, appointing(NEW, role), sealed(NEW), ADMIN)
    assert isinstance(proposed, e.AppointmentProposed)
    body = body_of(proposed)
    assert body.roles_of(NEW, TODAY) == ()
    confirming = proposed.proposal
    assert type(Given(body).when(as_read, confirming, ADMIN)) is no.SamePersonError
    confirmed = Given(body).when(as_read, confirming, SECOND)
    assert isinstance(confirmed, e.OfficerAppointed)
    after = body_of(proposed, confirmed)
    assert after.roles_of(NEW, TODAY) == (role,)
    assert after.appointed.proposals == ()
    assert type(Given(after).when(as_read, confirming, SECOND)) is no.UnknownProposalError


@pytest.mark.parametrize("role", [Role.SERVICE_DESK, Role.PPID, Role.UNIT_OFFICER])
def test_one_administrator_suffices_for_the_others(role: Role) -> None:
    command = appointing(NEW, role, unit="LANTAS")
    assert isinstance(given().when(rules.appoint, command, sealed(NEW), ADMIN), e.OfficerAppointed)


def test_a_highest_role_beside_a_low_one_needs_two() -> None:
    command = appointing(NEW, Role.SERVICE_DESK, Role.HEAD)
    assert isinstance(given().when(rules.appoint, command, sealed(NEW), ADMIN), e.AppointmentProposed)


def test_who_gains_by_a_proposal_does_not_confirm_it() -> None:
    proposed = cast("Event", given().when(rules.appoint, appointing(BIMA, Role.HEAD), sealed(BIMA), ADMIN))
    confirming = "p" * 32
    assert type(given(proposed).when(as_read, confirming, SECOND)) is no.SamePersonError


def test_a_proposal_confirmed_late_holds_from_that_day() -> None:
    proposed = cast("Event", given().when(rules.appoint, appointing(NEW, Role.HEAD), sealed(NEW), ADMIN))
    confirming = "p" * 32
    event = given(proposed, on="2026-06-09").when(as_read, confirming, SECOND)
    assert isinstance(event, e.OfficerAppointed)
    assert event.since == day("2026-06-09")


def test_a_proposal_is_confirmed_while_its_proposer_is_an_administrator() -> None:
    office = (*OFFICE, appointed(NEW, Role.BODY_ADMIN), appointed(ADA, Role.PPID, since="2026-06-05"))
    proposed = e.AppointmentProposed("p" * 32, ADA, EKA, sealed(EKA), (Role.HEAD,))
    confirming = "p" * 32
    outcome = given(proposed, office=office, on="2026-06-05").when(as_read, confirming, SECOND)
    assert type(outcome) is no.ProposerGoneError


def test_a_proposal_is_declined_with_a_reason() -> None:
    proposed = cast("Event", given().when(rules.appoint, appointing(NEW, Role.HEAD), sealed(NEW), ADMIN))
    command = c.DropProposal(body=REGION, proposal="p" * 32, reason="Belum ada surat keputusan")
    event = given(proposed).when(rules.drop, command, SECOND)
    assert event == e.ProposalDropped("p" * 32, "Belum ada surat keputusan")
    assert body_of(proposed, cast("Event", event)).appointed.proposals == ()


def test_what_is_confirmed_is_what_was_read() -> None:
    """The proposal that was read was dropped, and another put in its place under the same id."""
    read = e.AppointmentProposed("p" * 32, ADA, NEW, sealed(NEW), (Role.SUPERIOR,))
    other = replace(read, roles=(Role.BODY_ADMIN,))
    swapped = given(read, e.ProposalDropped("p" * 32, "Keliru"), other)
    for digest in (digest_of(read), ""):
        command = c.ConfirmProposal(body=REGION, proposal="p" * 32, digest=digest)
        assert type(swapped.when(rules.confirm, command, SECOND)) is no.ProposalChangedError
    command = c.ConfirmProposal(body=REGION, proposal="p" * 32, digest=digest_of(other))
    assert isinstance(swapped.when(rules.confirm, command, SECOND), e.OfficerAppointed)


def test_an_id_is_proposed_once_also_after_it_was_dropped() -> None:
    """And after what was proposed under it is over, or its officer gone."""
    proposed = e.AppointmentProposed("p" * 32, ADA, NEW, sealed(NEW), (Role.SUPERIOR,))
    reset = c.ProposeFactorReset(body=REGION, proposal="p" * 32, officer=CITRA, reason="Hilang")
    lending = delegating(DEWI, EKA, Role.SUPERIOR, delegation="p" * 32)
    for end in (e.ProposalDropped("p" * 32, "Keliru"), e.OfficerDismissed(NEW, "Mutasi")):
        body = given(proposed, end)
        for outcome in (
            body.when(rules.appoint, appointing(NEW, Role.HEAD), sealed(NEW), ADMIN),
            body.when(rules.delegate, lending, ADMIN),
            body.when(rules.propose_factor_reset, reset, ADMIN),
        ):
            assert type(outcome) is no.ProposalUsedError


def test_what_a_dismissed_administrator_proposed_is_gone() -> None:
    proposed = cast("Event", given().when(rules.appoint, appointing(NEW, Role.HEAD), sealed(NEW), ADMIN))
    assert body_of(proposed, e.OfficerDismissed(ADA, "Mutasi")).appointed.proposals == ()


def test_forgetting_a_second_factor_takes_two() -> None:
    asked = c.ProposeFactorReset(body=REGION, proposal="p" * 32, officer=CITRA, reason="Telepon hilang")
    proposed = cast("Event", given().when(rules.propose_factor_reset, asked, ADMIN))
    confirming = "p" * 32
    assert type(given(proposed).when(as_read, confirming, ADMIN)) is no.SamePersonError
    reset = given(proposed).when(as_read, confirming, SECOND)
    assert reset == e.FactorReset(CITRA, "p" * 32)
    assert body_of(proposed, cast("Event", reset)).appointed.proposals == ()


# Delegation -----------------------------------------------------------------------------------------------


def test_a_delegate_holds_the_role_from_the_first_to_the_last_day() -> None:
    event = given().when(rules.delegate, delegating(CITRA, EKA, Role.PPID), ADMIN)
    assert isinstance(event, e.Delegated)
    body = body_of(event)
    assert body.roles_of(EKA, TODAY) == (Role.UNIT_OFFICER, Role.PPID)
    assert body.roles_of(EKA, day("2026-06-12")) == (Role.UNIT_OFFICER, Role.PPID)
    assert body.roles_of(EKA, day("2026-06-13")) == (Role.UNIT_OFFICER,)
    assert body.roles_of(CITRA, TODAY) == (Role.PPID,)


@pytest.mark.parametrize("role", [Role.SUPERIOR, Role.HEAD])
def test_lending_the_highest_roles_takes_two(role: Role) -> None:
    office = (*OFFICE, appointed(DEWI, role))
    proposed = given(office=office).when(rules.delegate, delegating(DEWI, EKA, role), ADMIN)
    assert isinstance(proposed, e.DelegationProposed)
    assert body_of(proposed, office=office).roles_of(EKA, TODAY) == (Role.UNIT_OFFICER,)
    confirming = "d" * 32
    confirmed = given(proposed, office=office).when(as_read, confirming, SECOND)
    assert isinstance(confirmed, e.Delegated)
    after = body_of(proposed, confirmed, office=office)
    assert after.roles_of(EKA, TODAY) == (Role.UNIT_OFFICER, role)
    assert after.appointed.proposals == ()


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (delegating(CITRA, EKA), no.NoRoleError),
        (delegating(ADA, EKA, Role.BODY_ADMIN), no.NotDelegableError),
        (delegating(CITRA, EKA, Role.HEAD), no.NotHeldError),
        (delegating(CITRA, CITRA, Role.PPID), no.ToThemselvesError),
        (delegating(CITRA, NEW, Role.PPID), no.NotInOfficeError),
        (delegating(CITRA, EKA, Role.PPID, since=date(2026, 6, 1)), no.PastDayError),
        (delegating(CITRA, EKA, Role.PPID, until=date(2026, 6, 1)), no.EndsBeforeError),
        (delegating(CITRA, EKA, Role.PPID, until=date(2027, 6, 3)), no.TooLongDelegationError),
        (delegating(NEW, EKA, Role.PPID), UnknownOfficerError),
    ],
    ids=["none", "admin", "not-held", "self", "stranger", "past", "backwards", "too-long", "unknown"],
)
def test_a_delegation_that_cannot_be_is_refused(command: c.DelegateRoles, refusal: type[RuleError]) -> None:
    assert type(given().when(rules.delegate, command, ADMIN)) is refusal


def test_what_was_lent_is_not_lent_on() -> None:
    chained = delegating(EKA, DEWI, Role.PPID, delegation="c" * 32)
    assert type(given(lent(Role.PPID)).when(rules.delegate, chained, ADMIN)) is no.ChainError


def test_one_role_is_in_one_other_hand_at_a_time() -> None:
    again = delegating(CITRA, DEWI, Role.PPID, delegation="c" * 32)
    assert type(given(lent(Role.PPID)).when(rules.delegate, again, ADMIN)) is no.DelegatedAlreadyError


def test_nobody_acts_for_two_units() -> None:
    office = (*OFFICE, appointed(NEW, Role.UNIT_OFFICER, unit="SDM"))
    command = delegating(NEW, EKA, Role.UNIT_OFFICER)
    assert type(given(office=office).when(rules.delegate, command, ADMIN)) is no.OtherUnitError


def test_a_delegate_of_a_unit_acts_in_the_name_of_that_unit() -> None:
    body = body_of(lent(Role.UNIT_OFFICER, giver=EKA, delegate=CITRA))
    assert [(g.role, g.unit) for g in body.grants_of(CITRA, TODAY)] == [
        (Role.PPID, ""),
        (Role.UNIT_OFFICER, "LANTAS"),
    ]


def test_an_administrator_lends_nothing_to_themselves() -> None:
    outcome = given().when(rules.delegate, delegating(CITRA, ADA, Role.PPID), ADMIN)
    assert type(outcome) is no.OwnAppointmentError


@pytest.mark.parametrize(
    "end",
    [
        e.DelegationEnded("d" * 32, "Kembali lebih awal"),
        e.OfficerDismissed(CITRA, "Mutasi"),
        e.OfficerDismissed(EKA, "Mutasi"),
        appointed(CITRA, Role.SERVICE_DESK, since="2026-06-02"),
        appointed(EKA, Role.UNIT_OFFICER, unit="LANTAS", since="2026-05-01", until="2026-06-01"),
    ],
    ids=["ended", "giver-dismissed", "delegate-dismissed", "giver-has-another-role", "delegate-s-term-over"],
)
def test_a_delegation_outlives_neither_its_giver_s_role_nor_its_delegate_s_office(end: Event) -> None:
    assert Role.PPID not in body_of(lent(Role.PPID), end).roles_of(EKA, TODAY)


def test_a_delegation_does_not_come_back_with_an_officer_who_was_dismissed() -> None:
    for gone in (CITRA, EKA):
        again = appointed(gone, Role.PPID if gone == CITRA else Role.SERVICE_DESK, since="2026-06-02")
        body = body_of(lent(Role.PPID), e.OfficerDismissed(gone, "Mutasi"), again)
        assert Role.PPID not in body.roles_of(EKA, TODAY)


def test_a_delegation_is_ended_with_a_reason_and_once() -> None:
    command = c.EndDelegation(body=REGION, delegation="d" * 32, reason="Kembali lebih awal")
    ended = given(lent(Role.PPID)).when(rules.end_delegation, command, ADMIN)
    assert ended == e.DelegationEnded("d" * 32, "Kembali lebih awal")
    again = given(lent(Role.PPID), cast("Event", ended)).when(rules.end_delegation, command, ADMIN)
    assert type(again) is no.UnknownDelegationError


def test_who_decided_does_not_answer_the_objection_in_a_lent_role() -> None:
    """The PPID who refused is lent the superior's role: the objection to that refusal stays out of reach."""
    filed = replace(objected.FILED, decided_by=(CITRA,))
    objection = objected.objection_of(filed, objected.REGISTERED)
    body = body_of(lent(Role.SUPERIOR, giver=DEWI, delegate=CITRA))
    (grant,) = [g for g in body.grants_of(CITRA, TODAY) if g.role is Role.SUPERIOR]
    lent_role = Actor(CITRA, grant.role, REGION, grant.unit)
    with pytest.raises(OwnDecisionError):
        OBJECTION_ACTS.check_role(ObjectionAct.ANSWER, lent_role, objection)
    OBJECTION_ACTS.check_role(ObjectionAct.ANSWER, Actor(DEWI, Role.SUPERIOR, REGION), objection)


# Absence, ends, the way in --------------------------------------------------------------------------------


def absent(officer: str = CITRA, since: str = "2026-06-03", until: str = "2026-06-09") -> c.NoteAbsence:
    return c.NoteAbsence(
        body=REGION,
        absence="a" * 32,
        officer=officer,
        since=day(since),
        until=day(until),
        kind=e.AbsenceKind.LEAVE,
    )


def test_an_absent_officer_keeps_their_powers_and_the_office_knows() -> None:
    noted = cast("Event", given().when(rules.note_absence, absent(), ADMIN))
    body = body_of(noted)
    assert body.appointed.absent(CITRA, TODAY) is None
    assert body.appointed.absent(CITRA, day("2026-06-09")) is not None
    assert body.appointed.absent(CITRA, day("2026-06-10")) is None
    assert body.roles_of(CITRA, day("2026-06-09")) == (Role.PPID,)


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (absent(until="2026-06-02"), no.EndsBeforeError),
        (absent(since="2026-05-01", until="2026-05-09"), no.PastDayError),
        (absent(until="9999-01-01"), TooFarError),
        (absent(officer=NEW), UnknownOfficerError),
    ],
)
def test_an_absence_that_cannot_be_is_refused(command: c.NoteAbsence, refusal: type[RuleError]) -> None:
    assert type(given().when(rules.note_absence, command, ADMIN)) is refusal


def test_an_officer_is_absent_once_at_a_time_and_comes_back() -> None:
    noted = cast("Event", given().when(rules.note_absence, absent(), ADMIN))
    again = given(noted).when(rules.note_absence, absent(since="2026-06-09", until="2026-06-20"), ADMIN)
    assert type(again) is no.AbsentAlreadyError
    back = c.EndAbsence(body=REGION, absence="a" * 32)
    ended = cast("Event", given(noted).when(rules.end_absence, back, ADMIN))
    assert body_of(noted, ended).appointed.absent(CITRA, day("2026-06-05")) is None
    assert type(given(noted, ended).when(rules.end_absence, back, ADMIN)) is no.UnknownAbsenceError


def test_a_dismissed_officer_holds_nothing_from_that_moment() -> None:
    command = DismissOfficer(body=REGION, officer=CITRA, reason="Mutasi")
    body = body_of(cast("Event", given().when(rules.dismiss, command, ADMIN)))
    assert body.roles_of(CITRA, TODAY) == ()
    assert type(Given(body).when(rules.dismiss, command, ADMIN)) is UnknownOfficerError


def test_the_last_administrator_does_not_leave_the_body_without_one() -> None:
    alone = (*OFFICE[:4], *OFFICE[5:])
    own = DismissOfficer(body=REGION, officer=ADA, reason="Pindah")
    assert type(given(office=alone).when(rules.dismiss, own, ADMIN)) is no.LastAdministratorError
    assert isinstance(given().when(rules.dismiss, own, ADMIN), e.OfficerDismissed)


def test_a_code_goes_to_an_officer_in_office_and_never_to_oneself() -> None:
    invite = c.InviteOfficer(body=REGION, officer=CITRA)
    assert given().when(rules.invite, invite, ADMIN) == e.OfficerInvited(CITRA)
    assert type(given().when(rules.invite, c.InviteOfficer(body=REGION, officer=ADA), ADMIN)) is (
        no.OwnAppointmentError
    )
    over = appointed(CITRA, Role.PPID, since="2026-06-02", until="2026-06-03")
    assert type(given(over, on="2026-06-04").when(rules.invite, invite, ADMIN)) is UnknownOfficerError


@pytest.mark.parametrize("officer", [BIMA, DEWI], ids=["administrator", "superior"])
def test_nobody_alone_lets_themselves_in_as_the_highest(officer: str) -> None:
    """Neither by another code nor by a first one, whoever appointed them before there were two."""
    for again in (True, False):
        asked = c.InviteOfficer(body=REGION, officer=officer, again=again)
        assert type(given().when(rules.invite, asked, ADMIN)) is no.HighestCodeError
        assert given().when(rules.invite, asked, OPERATOR) == e.OfficerInvited(officer, again)
    lending = lent(Role.SUPERIOR, giver=DEWI, delegate=CITRA)
    asked = c.InviteOfficer(body=REGION, officer=CITRA, again=True)
    assert type(given(lending).when(rules.invite, asked, ADMIN)) is no.HighestCodeError


def test_the_first_code_of_the_highest_is_shown_to_who_confirmed_them() -> None:
    proposed = cast("Event", given().when(rules.appoint, appointing(NEW, Role.HEAD), sealed(NEW), ADMIN))
    confirmed = cast("Event", given(proposed).when(as_read, "p" * 32, SECOND))
    body = given(proposed, confirmed)
    first = c.InviteOfficer(body=REGION, officer=NEW)
    assert type(body.when(rules.invite, first, ADMIN)) is no.HighestCodeError
    assert body.when(rules.invite, first, SECOND) == e.OfficerInvited(NEW)
    assert type(body.when(rules.invite, replace(first, again=True), SECOND)) is no.HighestCodeError


def test_the_operator_helps_the_highest_back_in_and_nobody_else() -> None:
    asked = c.InviteOfficer(body=REGION, officer=ADA)
    assert given().when(rules.invite, asked, OPERATOR) == e.OfficerInvited(ADA)
    outcome = given().when(rules.invite, c.InviteOfficer(body=REGION, officer=CITRA), OPERATOR)
    assert type(outcome) is no.OperatorError


def test_folding_never_refuses_what_was_recorded() -> None:
    held = evolve(body_of().appointed, e.DelegationEnded("x" * 32, "Tidak ada"))
    assert evolve(held, e.AbsenceEnded("x" * 32)) == body_of().appointed


# Auditors -------------------------------------------------------------------------------------------------


AUDITOR = "person-" + "1" * 32


def test_an_auditor_reads_until_the_last_day_or_the_dismissal() -> None:
    command = c.AppointAuditor(auditor=AUDITOR, name="Nama", until=day("2026-06-30"))
    event = auditors.appoint(command, sealed(AUDITOR), TODAY)
    known = auditors.fold([event])
    assert known.may_read(AUDITOR, day("2026-06-30"))
    assert not known.may_read(AUDITOR, day("2026-07-01"))
    gone = auditors.fold(
        [event, auditors.dismiss(known, c.DismissAuditor(auditor=AUDITOR, reason="Selesai"))]
    )
    assert not gone.may_read(AUDITOR, TODAY)


def test_an_account_from_before_these_facts_reads_until_it_is_dismissed() -> None:
    assert auditors.fold([]).may_read("auditor", TODAY)
    dismissed = auditors.dismiss(
        auditors.fold([]), c.DismissAuditor(auditor="auditor", reason="Masa tugas selesai")
    )
    assert not auditors.fold([dismissed]).may_read("auditor", TODAY)
    with pytest.raises(no.UnknownAuditorError):
        auditors.dismiss(auditors.fold([dismissed]), c.DismissAuditor(auditor="auditor", reason="Lagi"))
