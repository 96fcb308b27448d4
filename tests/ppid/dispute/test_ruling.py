"""The commission's decision and when it is final. Law: UU 14/2008 art. 39, 46, 48; Perki 1/2013."""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute import refusals as no
from ppid.dispute.keeping import ends
from ppid.dispute.ruling import receive_ruling, record_final, rule
from ppid.dispute.vocabulary import Ending, Finality, Outcome, Step
from ppid.errors import RuleError
from ppid.events import CountingRules
from ppid.exemption.reference import ExemptionRef, OpenedPart
from ppid.objection.vocabulary import Ground
from ppid.refusals import BeforeError, FutureDateError, RequiredError, TooFarError
from tests.examples import day, promise
from tests.ppid.dispute import facts as f
from tests.ppid.dispute.facts import given

LATER = day("2026-12-01")
HEARD = given(*f.HEARD).on("2026-08-07")
DECIDED = given(*f.DECIDED).on("2026-08-10")
SERVED = given(*f.SERVED)
RECEIVE = c.RecordRulingReceived(case=f.CASE, received_on=f.COPY)
FINAL = c.RecordFinal(case=f.CASE, final_on=day("2026-09-02"), how=Finality.NO_APPEAL)
TALKED = given(f.NOT_FULFILLED, f.MEDIATED)
AGREEMENT = replace(
    f.RULE,
    outcome=Outcome.MEDIATION_AGREEMENT,
    read_out_on=day("2026-08-21"),
    orders=(replace(f.HAND_OVER, within_days=5),),
    opened=(),
)
DISMISSING = (Outcome.REFUSAL_CONFIRMED, Outcome.REJECTED, Outcome.LAPSED)
ORDERING = (Outcome.OPEN_ALL, Outcome.OPEN_PART, Outcome.DUTY_ORDERED, Outcome.FEE_SET)


def test_a_decision_ends_the_commission_s_clocks_and_starts_the_copy_s() -> None:
    HEARD.when(rule, f.RULE).then(f.RULED)
    assert DECIDED.dispute.step is Step.RULED
    assert DECIDED.clock("D16").on == f.READ_OUT
    assert not DECIDED.clock("D16").late(LATER)
    assert [clock.promise.clock for clock in DECIDED.dispute.running()] == ["D21"]


def test_a_hundred_days_are_for_information_and_late_is_late() -> None:
    late = replace(f.RULED, read_out_on=day("2026-11-12"))
    assert given(*f.HEARD, late).clock("D16").late(LATER)


def test_the_copy_comes_three_working_days_after_the_reading() -> None:
    assert DECIDED.clock("D21").promise.due_on == day("2026-08-12")
    DECIDED.when(receive_ruling, RECEIVE).then(f.COPY_RECEIVED)
    assert not SERVED.clock("D21").late(LATER)
    late = DECIDED.on("2026-08-13").when(receive_ruling, replace(RECEIVE, received_on=day("2026-08-13")))
    assert DECIDED.and_then(late.event).clock("D21").late(LATER)


def test_E20a_and_E20b_fourteen_working_days_to_court_and_the_alarm_after_fourteen_days() -> None:
    assert SERVED.clock("D22").promise.due_on == day("2026-09-01")
    assert SERVED.clock("D22C").promise.due_on == day("2026-08-24")


def test_the_copy_comes_once_and_after_the_decision() -> None:
    SERVED.on("2026-08-10").when(receive_ruling, RECEIVE).then_refused(no.RulingReceivedError, on=f.COPY)
    HEARD.when(receive_ruling, RECEIVE).then_refused(no.NotRuledError)
    DECIDED.when(receive_ruling, replace(RECEIVE, received_on=day("2026-08-06"))).then_refused(
        BeforeError, "received_on"
    )


def test_there_is_one_decision_and_it_waits_for_the_mediation() -> None:
    DECIDED.when(rule, f.RULE).then_refused(no.AlreadyRuledError)
    TALKED.on("2026-08-07").when(rule, f.RULE).then_refused(no.InMediationError)


@pytest.mark.parametrize("outcome", DISMISSING)
def test_a_decision_that_lets_the_refusal_stand_orders_nothing(outcome: Outcome) -> None:
    bare = replace(f.RULE, outcome=outcome, orders=(), opened=())
    assert HEARD.when(rule, bare).refusal is None
    HEARD.when(rule, replace(bare, orders=(f.PUBLISH,))).then_refused(no.NothingOrderedError, "orders")
    HEARD.when(rule, replace(bare, opened=(f.HALF,))).then_refused(no.NothingOrderedError, "orders")


@pytest.mark.parametrize("outcome", ORDERING)
def test_a_decision_against_the_body_says_what_and_by_when(outcome: Outcome) -> None:
    bare = replace(f.RULE, outcome=outcome, orders=(), opened=())
    HEARD.when(rule, bare).then_refused(no.OrderMissingError, "orders")
    assert HEARD.when(rule, replace(bare, orders=(f.PUBLISH,))).refusal is None


@pytest.mark.parametrize(
    ("order", "error"),
    [
        (replace(f.PUBLISH, what=" "), RequiredError),
        (replace(f.PUBLISH, due_on=None), no.OrderTimeError),
        (replace(f.PUBLISH, within_days=3), no.OrderTimeError),
        (replace(f.HAND_OVER, within_days=-1), no.OrderTimeError),
        (replace(f.HAND_OVER, within_days=251), no.OrderTimeError),
        (replace(f.PUBLISH, due_on=day("2026-08-06")), BeforeError),
        (replace(f.PUBLISH, due_on=date.max), TooFarError),
    ],
)
def test_an_order_has_words_and_one_time_limit(order: e.Duty, error: type[RuleError]) -> None:
    HEARD.when(rule, replace(f.RULE, orders=(f.HAND_OVER, order))).then_refused(error, "orders")


def test_only_a_decision_that_opens_opens_exempt_rows() -> None:
    duty = replace(f.RULE, outcome=Outcome.DUTY_ORDERED)
    HEARD.when(rule, duty).then_refused(no.OpensNothingError, "opened")
    for empty in (replace(f.HALF, rows=()), replace(f.HALF, exemption="")):
        HEARD.when(rule, replace(f.RULE, opened=(empty,))).then_refused(no.OpenedEmptyError, "opened")
    part = ExemptionRef(exemption=f.EXEMPTION, parts=(OpenedPart(1, ""),))
    HEARD.when(rule, replace(f.RULE, opened=(part,))).then_refused(RequiredError, "opened")
    named = replace(part, parts=(OpenedPart(1, "Jumlah personel per polsek"),))
    assert HEARD.when(rule, replace(f.RULE, opened=(named,))).refusal is None


def test_what_is_recorded_of_a_decision_is_checked() -> None:
    HEARD.when(rule, replace(f.RULE, number=" ")).then_refused(RequiredError, "number")
    HEARD.when(rule, replace(f.RULE, read_out_on=day("2026-08-08"))).then_refused(
        FutureDateError, "read_out_on"
    )
    HEARD.when(rule, replace(f.RULE, read_out_on=day("2026-06-19"))).then_refused(BeforeError, "read_out_on")
    for fee in (-1, 1_000_000_001):
        HEARD.when(rule, replace(f.RULE, fee_idr=fee)).then_refused(no.AmountError, "fee_idr")


# Mediation decisions --------------------------------------------------------------------------------------


def test_what_was_agreed_is_a_final_decision_at_once() -> None:
    story = TALKED.and_then(f.AGREED).on("2026-08-21")
    happened = story.when(rule, AGREEMENT)
    _, final = happened.events
    assert isinstance(final, e.BecameFinal)
    assert (final.final_on, final.how) == (day("2026-08-21"), Finality.MEDIATION)
    assert final.promises == (promise("D24", day("2026-08-21"), 5, day("2026-08-31")),)
    decided = story.and_then(*happened.events)
    assert decided.dispute.step is Step.COMPLYING
    received = decided.on("2026-08-24").when(receive_ruling, replace(RECEIVE, received_on=day("2026-08-24")))
    received.then(e.RulingReceived(day("2026-08-24")))


def test_a_mediation_decision_needs_an_agreement_and_follows_it() -> None:
    TALKED.and_then(f.FAILED).on("2026-08-21").when(rule, AGREEMENT).then_refused(
        no.NoAgreementError, "outcome"
    )
    HEARD.on("2026-08-21").when(rule, AGREEMENT).then_refused(no.NoAgreementError, "outcome")
    agreed = TALKED.and_then(f.AGREED).on("2026-08-21")
    agreed.when(rule, replace(f.RULE, outcome=Outcome.DUTY_ORDERED, opened=())).then_refused(
        no.AgreementReachedError, "outcome"
    )
    mixed = replace(f.NOTIFIED, grounds=(Ground.EXEMPT, Ground.LATE))
    both = given(mixed, f.MEDIATED, f.AGREED).on("2026-08-21")
    assert both.when(rule, f.RULE).refusal is None


# Becoming final -------------------------------------------------------------------------------------------


def test_the_alarm_rings_after_fourteen_days_and_the_law_s_limit_still_runs() -> None:
    alarm = SERVED.on("2026-08-25").when(ends)
    alarm.then(e.ClockRanOut("D22C", day("2026-08-24"), f.DUE[0].calendar))
    assert SERVED.and_then(*alarm.events).clock("D22").running
    assert SERVED.and_then(*alarm.events).dispute.step is Step.RULED


def test_nobody_went_to_court_and_the_decision_is_final_the_day_after() -> None:
    on_the_last_day = SERVED.on("2026-09-01").when(ends).events
    assert [type(event) for event in on_the_last_day] == [e.ClockRanOut]
    over = SERVED.and_then(*on_the_last_day).on("2026-09-02").when(ends)
    over.then(e.ClockRanOut("D22", day("2026-09-01"), f.DUE[0].calendar), f.FINAL)


def test_after_a_week_away_it_is_final_since_its_own_day() -> None:
    happened = SERVED.on("2026-09-09").when(ends)
    assert happened.events[-1] == f.FINAL
    story = SERVED.and_then(*happened.events).on("2026-09-09")
    assert story.when(ends).events == ()
    assert story.dispute.step is Step.COMPLYING
    assert [clock.promise.clock for clock in story.dispute.running()] == ["D24"]
    assert story.clock("D22").ran_out


def test_a_strict_office_counts_the_day_of_receipt_for_itself() -> None:
    strict = DECIDED.at(CountingRules(start_counts=True)).when(receive_ruling, RECEIVE).event
    assert isinstance(strict, e.RulingReceived)
    assert {p.clock: p.due_on for p in strict.promises} == {
        "D22": day("2026-08-31"),
        "D22C": day("2026-08-24"),
    }


def test_a_confirmed_refusal_becomes_final_and_closes() -> None:
    confirmed = replace(f.RULED, outcome=Outcome.REFUSAL_CONFIRMED, orders=(), opened=())
    story = given(*f.HEARD, confirmed, f.COPY_RECEIVED).on("2026-09-02")
    over = story.and_then(*story.when(ends).events)
    assert over.dispute.step is Step.FINAL
    assert over.dispute.closed


def test_finality_is_recorded_by_hand_only_where_no_window_runs() -> None:
    unknown = DECIDED.on("2026-10-01")
    recorded = unknown.when(record_final, FINAL).event
    assert recorded == f.FINAL
    SERVED.on("2026-09-01").when(record_final, replace(FINAL, final_on=day("2026-09-01"))).then_refused(
        no.WindowOpenError, due_on=day("2026-09-01")
    )
    SERVED.on("2026-09-03").when(record_final, replace(FINAL, final_on=day("2026-09-01"))).then_refused(
        no.WindowOpenError, due_on=day("2026-09-01")
    )
    # Without a recorded receipt nobody can have had the copy before it was read out, on 7 August.
    at_once = replace(FINAL, final_on=f.READ_OUT)
    DECIDED.on("2026-08-10").when(record_final, at_once).then_refused(
        no.WindowOpenError, due_on=day("2026-08-31")
    )
    unknown.when(record_final, replace(FINAL, final_on=day("2026-08-31"))).then_refused(no.WindowOpenError)
    for how in (Finality.CASSATION, Finality.MEDIATION, Finality.NO_CASSATION):
        unknown.when(record_final, replace(FINAL, how=how)).then_refused(no.WrongFinalityError, "how")
    unknown.when(record_final, replace(FINAL, final_on=day("2026-08-06"))).then_refused(
        BeforeError, "final_on"
    )
    given(*f.IN_FORCE).on("2026-10-01").when(record_final, FINAL).then_refused(no.DecisionFinalError)
    given(*f.AT_COURT).on("2026-10-01").when(record_final, FINAL).then_refused(no.CourtPendingError)
    HEARD.when(record_final, FINAL).then_refused(no.NotRuledError)


def test_a_case_that_ended_has_no_decision() -> None:
    ended = given(f.NOTIFIED, e.Ended(Ending.WITHDRAWN, day("2026-07-01"))).on("2026-08-07")
    ended.when(rule, f.RULE).then_refused(no.DisputeEndedError)
    assert ended.dispute.step is Step.ENDED
    assert ended.on("2027-01-04").when(ends).events == ()
