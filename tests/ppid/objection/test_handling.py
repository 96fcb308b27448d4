"""Withdrawal, correction, closing, the commission, and who may do and see what. Regulations §5, §6.1."""

import pytest
from msgspec.structs import replace

from ppid.events import Actor, Role
from ppid.objection import commands as c
from ppid.objection import events as e
from ppid.objection import refusals as no
from ppid.objection.handling import close, correct, disputed, may_go_to_commission, withdraw
from ppid.objection.lawful import ACTS, Act
from ppid.objection.state import OBJECTION, may_see
from ppid.objection.vocabulary import Closing, Correctable, Step
from ppid.refusals import BeforeError, FutureDateError, NotAValueError, RequiredError
from ppid.request.refusals import NothingChangesError
from tests import examples as x
from tests.examples import day, promise
from tests.ppid.objection import facts as f
from tests.ppid.objection.facts import given
from tests.scenario import envelopes

OPEN = given(f.FILED, f.REGISTERED).on("2026-08-05")
ANSWERED = OPEN.and_then(f.OVERTURNED)
CLOSE = c.CloseObjection(case=f.OBJECTION_CASE)
WITHDRAWN = e.Withdrawn(withdrawn_on=day("2026-08-05"))


def correction(what: Correctable, new: str, reason: str = "Salah ketik") -> c.CorrectObjection:
    """A correction of one entry."""
    return c.CorrectObjection(case=f.OBJECTION_CASE, what=what, new=new, reason=reason)


def test_an_objector_may_withdraw_while_it_is_open() -> None:
    OPEN.when(withdraw, c.WithdrawObjection(case=f.OBJECTION_CASE)).then(WITHDRAWN)
    assert OPEN.and_then(WITHDRAWN).objection.closing is Closing.WITHDRAWN
    OPEN.and_then(WITHDRAWN).when(withdraw, c.WithdrawObjection(case=f.OBJECTION_CASE)).then_refused(
        no.ObjectionClosedError
    )
    early = c.WithdrawObjection(case=f.OBJECTION_CASE, withdrawn_on=day("2026-07-19"))
    OPEN.when(withdraw, early).then_refused(BeforeError, "withdrawn_on")


def test_an_objection_is_closed_once_nothing_is_owed() -> None:
    OPEN.when(close, CLOSE).then_refused(no.ObjectionNotAnsweredError)
    ANSWERED.when(close, CLOSE).then_refused(no.OrdersOpenError)
    ANSWERED.and_then(f.REMEDIED).when(close, CLOSE).then_refused(no.AnswerNotReceivedError)
    done = ANSWERED.and_then(f.REMEDIED, f.ANSWER_RECEIVED)
    done.when(close, CLOSE).then(e.Closed(Closing.ANSWERED))
    assert done.and_then(e.Closed(Closing.ANSWERED)).objection.step is Step.CLOSED


def test_silence_closes_nothing_but_the_commission_does() -> None:
    lapsed = OPEN.and_then(e.ClockRanOut("D10", f.ANSWER_DUE, x.SHIPPED_EDITION))
    lapsed.when(close, CLOSE).then_refused(no.ObjectionNotAnsweredError)
    lapsed.and_then(disputed("dispute-1", day("2026-09-10"))).when(close, CLOSE).then(
        e.Closed(Closing.DISPUTED)
    )


def test_a_case_that_went_to_the_commission_too_early_leaves_the_answer_owed() -> None:
    early = OPEN.and_then(disputed("dispute-1", day("2026-08-03")))
    early.when(close, CLOSE).then_refused(no.ObjectionNotAnsweredError)
    assert "D10" in {clock.promise.clock for clock in early.objection.running()}


def test_a_settled_objection_is_closed_as_settled() -> None:
    plain = replace(f.SETTLED, orders=(), promises=())
    settled = given(f.FILED_D, f.REGISTERED, f.TALKS, plain).on("2026-08-05")
    settled.when(close, CLOSE).then(e.Closed(Closing.SETTLED))


@pytest.mark.parametrize("what", [Correctable.CASE, Correctable.PURPOSE, Correctable.INFORMATION])
def test_an_entry_is_corrected_with_its_reason_and_keeps_what_it_said(what: Correctable) -> None:
    corrected = OPEN.when(correct, correction(what, "Isi baru")).event
    assert isinstance(corrected, e.Corrected)
    assert getattr(OPEN.objection, what) == corrected.old
    assert getattr(OPEN.and_then(corrected).objection, what) == "Isi baru"
    OPEN.when(correct, correction(what, "Isi baru", reason=" ")).then_refused(RequiredError, "reason")
    OPEN.when(correct, correction(what, corrected.old)).then_refused(NothingChangesError, "new")
    OPEN.when(correct, correction(what, "")).then_refused(RequiredError, "new")


def test_a_corrected_day_of_receipt_moves_the_running_answer() -> None:
    corrected = OPEN.when(correct, correction(Correctable.RECEIVED_ON, "2026-07-17")).event
    assert isinstance(corrected, e.Corrected)
    assert corrected.promises == (promise("D10", day("2026-07-17"), 30, day("2026-09-01")),)
    objection = OPEN.and_then(corrected).objection
    assert (objection.received_on, objection.clocks["D10"].promise.due_on) == (
        day("2026-07-17"),
        day("2026-09-01"),
    )
    ended = ANSWERED.when(correct, correction(Correctable.RECEIVED_ON, "2026-07-17")).event
    assert isinstance(ended, e.Corrected)
    assert ended.promises == ()


@pytest.mark.parametrize(
    ("new", "error"),
    [("besok", NotAValueError), ("2026-08-06", FutureDateError), ("2026-08-04", BeforeError)],
)
def test_a_corrected_day_of_receipt_is_a_day_before_what_followed(
    new: str, error: type[NotAValueError]
) -> None:
    ANSWERED.when(correct, correction(Correctable.RECEIVED_ON, new)).then_refused(error, "new")


def test_no_correction_puts_the_day_of_receipt_after_the_register_and_so_extends_the_answer() -> None:
    late = OPEN.on("2026-09-01")  # the day before the answer is due
    for new in ("2026-07-21", "2026-09-01"):
        late.when(correct, correction(Correctable.RECEIVED_ON, new)).then_refused(BeforeError, "new")


def test_the_commission_takes_a_case_after_the_answer_or_after_silence() -> None:
    OPEN.when(may_go_to_commission).then_refused(no.CommissionTooSoonError)
    OPEN.on("2026-09-02").when(may_go_to_commission).then_refused(no.CommissionTooSoonError)
    may_go_to_commission(OPEN.objection, OPEN.on("2026-09-03").context)  # also before it was noted
    may_go_to_commission(ANSWERED.objection, ANSWERED.context)
    filed = ANSWERED.and_then(disputed("dispute-1", day("2026-08-05")))
    filed.when(may_go_to_commission).then_refused(no.AlreadyDisputedError, filed_on=day("2026-08-05"))


def test_after_closing_nothing_is_lawful_but_a_correction() -> None:
    closed = OPEN.and_then(WITHDRAWN)
    for actor in (f.SUPERIOR, x.PPID, x.DESK, f.CITIZEN):
        assert closed.lawful_for(actor) <= {Act.CORRECT}


def test_each_act_belongs_to_its_roles() -> None:
    offered = {
        actor.role: {o.act for o in OPEN.offers(actor)} for actor in (f.SUPERIOR, x.PPID, x.DESK, f.CITIZEN)
    }
    talks = {Act.OPEN_SETTLEMENT, Act.SETTLE, Act.FAIL_SETTLEMENT}
    desk = {Act.RECORD_ANSWER_RECEIVED, Act.REMEDY, Act.WITHDRAW, Act.CORRECT, Act.CLOSE}
    assert offered[Role.SUPERIOR] == {*talks, Act.ANSWER, Act.CLOSE}
    assert offered[Role.PPID] == {*talks, *desk}
    assert offered[Role.SERVICE_DESK] == desk
    assert offered[Role.CITIZEN] == {Act.RECORD_ANSWER_RECEIVED, Act.WITHDRAW}
    assert all(ACTS.name(act).id != ACTS.name(act).en for act in Act)


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (Actor(x.CASE, Role.CITIZEN), True),
        (Actor(f.OBJECTION_CASE, Role.CITIZEN), True),
        (Actor("request-0000000000000000000000000000000f", Role.CITIZEN), False),
        (Actor("", Role.CITIZEN), False),
        (x.DESK, True),
        (x.PPID, True),
        (f.SUPERIOR, True),
        (Actor("head", Role.HEAD, x.REGION), True),
        (x.LANTAS, False),
        (x.AUDITOR, True),
        (Actor("auditor", Role.AUDITOR, x.PRECINCT), False),
        (Actor("desk", Role.SERVICE_DESK, x.PRECINCT), False),
        (Actor("operator", Role.OPERATOR), False),
    ],
)
def test_who_sees_an_objection(actor: Actor, sees: bool) -> None:
    assert may_see(actor, OPEN.objection) is sees


def test_the_citizen_without_a_request_is_not_everybody_without_one() -> None:
    alone = given(replace(f.FILED, request="", request_number=""), f.REGISTERED).objection
    assert not may_see(Actor("", Role.CITIZEN), alone)
    assert may_see(Actor(f.OBJECTION_CASE, Role.CITIZEN), alone)


def test_what_is_not_an_objections_begins_and_changes_nothing() -> None:
    assert OBJECTION.fold(envelopes(x.FILED, x.REGISTERED)) is None
    objection = OPEN.objection
    assert OBJECTION.evolve(objection, x.REGISTERED) == objection
