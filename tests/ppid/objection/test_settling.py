"""Settlement by both sides. Law: UU 14/2008 art. 35(2)."""

import pytest
from msgspec.structs import replace

from ppid.objection import refusals as no
from ppid.objection.events import SettlementOpened
from ppid.objection.settling import fail_settlement, open_settlement, settle
from ppid.objection.vocabulary import Ground, Party, Step
from ppid.refusals import BeforeError, FutureDateError, NotAValueError, RequiredError
from tests import examples as x
from tests.examples import day
from tests.ppid.objection import facts as f
from tests.ppid.objection.facts import given

ON_D = given(f.FILED_D, f.REGISTERED).on("2026-07-24")
ON_AD = given(f.FILED_AD, f.REGISTERED).on("2026-07-24")


def test_grounds_b_to_g_may_be_settled() -> None:
    ON_D.when(open_settlement, f.OPEN_SETTLEMENT).then(f.TALKS)
    assert ON_D.and_then(f.TALKS).objection.step is Step.SETTLEMENT_TALKS


def test_ground_a_alone_cannot_be_settled() -> None:
    only_a = given(f.FILED, f.REGISTERED).on("2026-07-24")
    only_a.when(open_settlement, f.OPEN_SETTLEMENT).then_refused(no.NothingToSettleError, number=f.NUMBER)


def test_talks_are_opened_once_at_a_time() -> None:
    ON_D.and_then(f.TALKS).when(open_settlement, f.OPEN_SETTLEMENT).then_refused(no.TalksOpenError)
    again = ON_D.and_then(f.TALKS, f.FAILED)
    assert isinstance(again.when(open_settlement, f.OPEN_SETTLEMENT).event, SettlementOpened)


def test_a_settlement_says_what_was_agreed_when_and_by_whom() -> None:
    talking = ON_D.and_then(f.TALKS)
    talking.when(settle, f.SETTLE).then(f.SETTLED)
    objection = talking.and_then(f.SETTLED).objection
    assert objection.step is Step.REMEDY_DUE
    assert objection.settled
    assert (objection.clocks["D10"].on, objection.clocks["D10"].met) == (day("2026-07-24"), True)
    assert objection.clocks["ORDER"].promise.due_on == day("2026-07-31")
    plain = replace(f.SETTLED, orders=(), promises=())
    assert talking.and_then(plain).objection.step is Step.SETTLED


@pytest.mark.parametrize("field", ["agreement", "position"])
def test_an_agreement_has_its_text_and_who_signed_for_the_body(field: str) -> None:
    ON_D.and_then(f.TALKS).when(settle, replace(f.SETTLE, **{field: " "})).then_refused(RequiredError, field)


def test_a_representative_signs_only_where_there_is_one() -> None:
    signed = replace(f.SETTLE, signed_by=Party.REPRESENTATIVE)
    ON_D.and_then(f.TALKS).when(settle, signed).then_refused(NotAValueError, "signed_by")
    represented = given(replace(f.FILED_D, representative=x.BUDI), f.REGISTERED, f.TALKS).on("2026-07-24")
    assert represented.when(settle, signed).refusal is None


def test_a_settlement_never_covers_ground_a() -> None:
    talking = ON_AD.and_then(f.TALKS)
    talking.when(settle, replace(f.SETTLE, grounds=(Ground.EXEMPT,))).then_refused(NotAValueError, "grounds")
    talking.when(settle, f.SETTLE).then(f.SETTLED)
    objection = talking.and_then(f.SETTLED).objection
    assert (objection.pending, objection.settled) == ((Ground.EXEMPT,), False)
    assert objection.clocks["D10"].running, "ground a is still owed an answer"
    assert objection.step is Step.REGISTERED


def test_talks_that_failed_leave_the_answer_owed_on_its_day() -> None:
    talking = ON_D.and_then(f.TALKS)
    talking.when(fail_settlement, f.FAIL).then(f.FAILED)
    objection = talking.and_then(f.FAILED).objection
    assert objection.step is Step.REGISTERED
    assert objection.clocks["D10"].promise.due_on == f.ANSWER_DUE
    talking.when(fail_settlement, replace(f.FAIL, reason="")).then_refused(RequiredError, "reason")


@pytest.mark.parametrize(("decision", "command"), [(settle, f.SETTLE), (fail_settlement, f.FAIL)])
def test_only_open_talks_end(decision: object, command: object) -> None:
    ON_D.when(decision, command).then_refused(no.NoTalksError)  # type: ignore[arg-type]
    ON_D.and_then(f.TALKS, f.FAILED).when(decision, command).then_refused(no.NoTalksError)  # type: ignore[arg-type]


def test_the_days_follow_one_another() -> None:
    opened = replace(f.OPEN_SETTLEMENT, opened_on=day("2026-07-19"))
    ON_D.when(open_settlement, opened).then_refused(BeforeError, "opened_on")
    early = replace(f.SETTLE, agreed_on=day("2026-07-21"), orders=())
    ON_D.and_then(f.TALKS).when(settle, early).then_refused(BeforeError, "agreed_on")
    tomorrow = replace(f.FAIL, failed_on=day("2026-07-25"))
    ON_D.and_then(f.TALKS).when(fail_settlement, tomorrow).then_refused(FutureDateError, "failed_on")


def test_what_is_settled_is_not_answered_or_settled_again() -> None:
    settled = ON_D.and_then(f.TALKS, f.SETTLED)
    settled.when(open_settlement, f.OPEN_SETTLEMENT).then_refused(no.ObjectionSettledError)


def test_what_a_settlement_left_out_may_be_talked_about_again() -> None:
    partly = replace(f.SETTLED, grounds=(Ground.FEE,))
    begun = given(replace(f.FILED_D, grounds=(Ground.NOT_AS_ASKED, Ground.FEE)), f.REGISTERED).on(
        "2026-07-24"
    )
    again = begun.and_then(f.TALKS, partly, f.TALKS)
    assert (again.objection.step, again.objection.pending) == (Step.SETTLEMENT_TALKS, (Ground.NOT_AS_ASKED,))
    rest = again.when(settle, f.SETTLE)
    assert rest.event == f.SETTLED, "the order due first stays the one whose clock runs"
    objection = again.and_then(f.SETTLED).objection
    assert (objection.pending, objection.settled, len(objection.orders)) == ((), True, 2)
    again.and_then(f.FAILED).when(settle, f.SETTLE).then_refused(no.NoTalksError)
