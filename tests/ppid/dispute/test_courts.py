"""The courts, and what is done about a final decision. Law: UU 14/2008 art. 47-50; Perki 1/2013 art. 60."""

import pytest
from msgspec.structs import replace

from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute import refusals as no
from ppid.dispute.courts import (
    appeal,
    comply,
    default_court,
    end,
    file_cassation,
    receive_appeal_ruling,
    record_execution_order,
    record_paid,
    rule_on_appeal,
    rule_on_cassation,
)
from ppid.dispute.keeping import ends
from ppid.dispute.ruling import record_final
from ppid.dispute.vocabulary import Court, CourtOutcome, Ending, Finality, Party, PaymentKind, Step
from ppid.refusals import BeforeError, FutureDateError, RequiredError
from tests import examples as x
from tests.examples import day
from tests.ppid.dispute import facts as f
from tests.ppid.dispute.facts import given

LATER = day("2026-12-30")
SERVED = given(*f.SERVED).on("2026-08-28")
AT_COURT = given(*f.AT_COURT).on("2026-10-12")
COURT_RULED = AT_COURT.and_then(f.COURT_CONFIRMED).on("2026-10-15")
COURT_SERVED = COURT_RULED.and_then(f.COURT_COPY)
AT_SUPREME = COURT_SERVED.and_then(f.CASSATION).on("2026-12-14")
IN_FORCE = given(*f.IN_FORCE).on("2026-09-11")

COURT_RULE = c.RecordAppealRuling(
    case=f.CASE,
    number="12/G/KI/2026/PTUN.CTH",
    read_out_on=day("2026-10-12"),
    outcome=CourtOutcome.CONFIRMED,
)
COURT_COPY = c.RecordAppealRulingReceived(case=f.CASE, received_on=day("2026-10-15"))
CASSATE = c.RecordCassation(case=f.CASE, by=Party.BODY, filed_on=day("2026-10-28"))
SUPREME_RULE = c.RecordCassationRuling(
    case=f.CASE, number="88 K/TUN/KI/2026", read_out_on=day("2026-12-14"), outcome=CourtOutcome.NOT_ADMITTED
)
DO_SECOND = c.RecordCompliance(
    case=f.CASE,
    order=2,
    done_on=day("2026-09-10"),
    proof="Pengumuman di laman PPID",
    documents=(f.PROOF,),
)
DO_FIRST = replace(DO_SECOND, order=1, done_on=day("2026-09-11"), proof="Berita acara penyerahan")
EXECUTE = c.RecordExecutionOrder(
    case=f.CASE, ordered_on=day("2026-09-11"), court_name="PTUN Contoh", number="3/Pen.Eks/2026"
)
PAY = c.RecordPaid(case=f.CASE, kind=PaymentKind.COSTS, amount_idr=350_000, paid_on=day("2026-09-11"))
END = c.EndDispute(case=f.CASE, ending=Ending.WITHDRAWN, ended_on=day("2026-07-13"))


# D22: to court --------------------------------------------------------------------------------------------


def test_state_bodies_are_sued_in_the_administrative_court() -> None:
    assert default_court() is Court.ADMINISTRATIVE


def test_going_to_court_in_time_ends_the_window_and_the_alarm() -> None:
    SERVED.when(appeal, f.APPEAL).then(f.APPEALED)
    assert AT_COURT.dispute.step is Step.AT_COURT
    assert AT_COURT.clock("D22").on == day("2026-08-28")
    assert not AT_COURT.clock("D22").late(LATER)
    assert AT_COURT.clock("D22C").late(LATER)
    assert AT_COURT.on("2026-09-30").when(ends).events == ()


def test_each_party_goes_to_court_once() -> None:
    AT_COURT.when(appeal, f.APPEAL).then_refused(no.AlreadyFiledError)
    other = AT_COURT.when(appeal, replace(f.APPEAL, by=Party.BODY, filed_on=day("2026-08-31")))
    both = AT_COURT.and_then(other.event)
    both.when(appeal, replace(f.APPEAL, by=Party.BODY)).then_refused(no.AlreadyFiledError)
    COURT_RULED.when(appeal, replace(f.APPEAL, by=Party.BODY)).then_refused(no.AppealRuledError)


def test_the_way_to_court_follows_the_decision() -> None:
    given(*f.HEARD).on("2026-08-28").when(appeal, f.APPEAL).then_refused(no.NotRuledError)
    SERVED.when(appeal, replace(f.APPEAL, filed_on=day("2026-08-06"))).then_refused(BeforeError, "filed_on")
    SERVED.when(appeal, replace(f.APPEAL, filed_on=day("2026-08-29"))).then_refused(
        FutureDateError, "filed_on"
    )
    SERVED.when(appeal, replace(f.APPEAL, court_name="")).then_refused(RequiredError, "court_name")


def test_an_appeal_in_time_that_is_heard_of_late_takes_finality_back() -> None:
    heard_late = IN_FORCE.when(appeal, f.APPEAL).event
    story = IN_FORCE.and_then(heard_late)
    assert story.dispute.step is Step.AT_COURT
    assert not story.clock("D24").running
    assert not story.clock("D22").late(LATER)
    too_late = replace(f.APPEAL, filed_on=day("2026-09-02"))
    IN_FORCE.when(appeal, too_late).then_refused(no.DecisionFinalError, on=day("2026-09-02"))


def test_a_late_filing_before_anybody_noted_the_end_is_recorded_as_late() -> None:
    late = SERVED.on("2026-09-02").when(appeal, replace(f.APPEAL, filed_on=day("2026-09-02"))).event
    assert SERVED.and_then(late).clock("D22").late(LATER)


# The court, D23 -------------------------------------------------------------------------------------------


def test_the_court_decides_once_on_what_came_before_it() -> None:
    AT_COURT.when(rule_on_appeal, COURT_RULE).then(f.COURT_CONFIRMED)
    SERVED.when(rule_on_appeal, COURT_RULE).then_refused(no.NotAppealedError)
    COURT_RULED.when(rule_on_appeal, COURT_RULE).then_refused(no.AppealRuledError)
    before = replace(COURT_RULE, read_out_on=day("2026-08-27"))
    AT_COURT.when(rule_on_appeal, before).then_refused(BeforeError, "read_out_on")


@pytest.mark.parametrize(
    "outcome", [CourtOutcome.CONFIRMED, CourtOutcome.NOT_ADMITTED, CourtOutcome.WITHDRAWN]
)
def test_a_court_that_lets_the_decision_stand_orders_nothing_of_its_own(outcome: CourtOutcome) -> None:
    command = replace(COURT_RULE, outcome=outcome)
    ruled = AT_COURT.when(rule_on_appeal, command).event
    assert AT_COURT.and_then(ruled).dispute.standing == f.RULED
    for more in ({"orders": (f.HAND_OVER,)}, {"opened": (f.HALF,)}):
        AT_COURT.when(rule_on_appeal, replace(command, **more)).then_refused(no.NothingOrderedError, "orders")


def test_a_court_that_amends_or_annuls_puts_its_decision_in_the_place_of_the_other() -> None:
    command = replace(COURT_RULE, outcome=CourtOutcome.AMENDED, orders=(replace(f.HAND_OVER, within_days=3),))
    amended = AT_COURT.when(rule_on_appeal, command).event
    assert AT_COURT.and_then(amended).dispute.standing == amended
    annulled = AT_COURT.when(rule_on_appeal, replace(COURT_RULE, outcome=CourtOutcome.ANNULLED)).event
    assert AT_COURT.and_then(annulled).dispute.orders == ()


def test_E21_fourteen_calendar_days_to_cassation_do_not_roll_over_a_day_off() -> None:
    old = (
        replace(f.NOTIFIED, applied_on=day("2025-09-01"), received_on=day("2025-09-03"), promises=()),
        replace(f.RULED, read_out_on=day("2025-12-01"), promises=()),
        replace(f.APPEALED, filed_on=day("2025-12-10")),
        replace(f.COURT_CONFIRMED, read_out_on=day("2026-03-05")),
    )
    story = given(*old).on("2026-03-09")
    received = story.when(receive_appeal_ruling, replace(COURT_COPY, received_on=day("2026-03-09"))).event
    assert isinstance(received, e.AppealRulingReceived)
    assert received.promises == (f.calendar_days("D23", day("2026-03-09"), day("2026-03-23")),)
    assert not x.calendar().is_working(day("2026-03-23"))
    assert story.and_then(received).on("2026-03-23").when(ends).events == ()
    ran_out, final = story.and_then(received).on("2026-03-30").when(ends).events
    assert isinstance(ran_out, e.ClockRanOut)
    assert isinstance(final, e.BecameFinal)
    assert (ran_out.due_on, final.final_on) == (day("2026-03-23"), day("2026-03-24"))
    assert (final.how, final.ruling) == (Finality.NO_CASSATION, f.RULING)


def test_the_court_s_decision_is_received_once() -> None:
    COURT_RULED.when(receive_appeal_ruling, COURT_COPY).then(f.COURT_COPY)
    COURT_SERVED.when(receive_appeal_ruling, COURT_COPY).then_refused(no.RulingReceivedError)
    AT_COURT.when(receive_appeal_ruling, COURT_COPY).then_refused(no.AppealNotRuledError)


def test_a_cassation_in_time_ends_the_window() -> None:
    story = COURT_SERVED.on("2026-10-28")
    story.when(file_cassation, CASSATE).then(f.CASSATION)
    assert AT_SUPREME.clock("D23").on == day("2026-10-28")
    assert not AT_SUPREME.clock("D23").late(LATER)
    assert AT_SUPREME.dispute.step is Step.AT_SUPREME_COURT
    AT_SUPREME.when(file_cassation, CASSATE).then_refused(no.AlreadyFiledError)
    late = COURT_SERVED.on("2026-10-30").when(file_cassation, replace(CASSATE, filed_on=day("2026-10-30")))
    assert COURT_SERVED.and_then(late.event).clock("D23").late(LATER)
    AT_COURT.when(file_cassation, CASSATE).then_refused(no.AppealNotRuledError)


def test_a_cassation_in_time_that_is_heard_of_late_takes_finality_back() -> None:
    story = COURT_SERVED.on("2026-11-16")
    final = story.and_then(*story.when(ends).events)
    assert final.dispute.final
    back = final.and_then(final.when(file_cassation, replace(CASSATE, by=Party.APPLICANT)).event)
    assert back.dispute.step is Step.AT_SUPREME_COURT
    late = replace(CASSATE, filed_on=day("2026-10-30"))
    final.when(file_cassation, late).then_refused(no.DecisionFinalError)


def test_with_the_supreme_court_the_case_is_final() -> None:
    happened = AT_SUPREME.when(rule_on_cassation, SUPREME_RULE)
    ruled, final = happened.events
    assert isinstance(final, e.BecameFinal)
    assert (final.how, final.final_on, final.ruling) == (
        Finality.CASSATION,
        day("2026-12-14"),
        f.RULING,
    )
    story = AT_SUPREME.and_then(ruled, final)
    story.when(rule_on_cassation, SUPREME_RULE).then_refused(no.DecisionFinalError)
    story.when(file_cassation, replace(CASSATE, by=Party.APPLICANT)).then_refused(no.DecisionFinalError)
    COURT_SERVED.when(rule_on_cassation, SUPREME_RULE).then_refused(no.NoCassationError)


def test_a_case_before_the_supreme_court_is_not_final() -> None:
    final = c.RecordFinal(case=f.CASE, final_on=day("2026-11-02"), how=Finality.NO_CASSATION)
    AT_SUPREME.when(record_final, final).then_refused(no.CourtPendingError)
    by_hand = COURT_RULED.on("2026-11-02").when(record_final, final).event
    assert isinstance(by_hand, e.BecameFinal)
    assert by_hand.ruling == f.RULING


# D24: compliance ------------------------------------------------------------------------------------------


def test_each_order_has_its_own_day_and_the_earliest_is_the_clock() -> None:
    assert [order.due for order in IN_FORCE.dispute.orders] == list(f.DUE)
    assert IN_FORCE.clock("D24").promise.due_on == day("2026-09-10")
    second = IN_FORCE.when(comply, DO_SECOND).event
    assert isinstance(second, e.Complied)
    assert second.promises == (f.DUE[0],)
    story = IN_FORCE.and_then(second)
    assert story.clock("D24").promise.due_on == day("2026-09-16")
    assert [order.number for order in story.dispute.outstanding] == [1]
    first = story.when(comply, DO_FIRST).event
    done = story.and_then(first)
    assert done.dispute.step is Step.FINAL
    assert done.clock("D24").on == day("2026-09-11")
    assert not any(order.late(LATER) for order in done.dispute.orders)
    done.when(comply, DO_FIRST).then_refused(no.NothingOutstandingError)


def test_an_order_that_is_not_the_earliest_leaves_the_clock_alone() -> None:
    first = IN_FORCE.when(comply, DO_FIRST).event
    assert isinstance(first, e.Complied)
    assert first.promises == ()
    assert IN_FORCE.and_then(first).clock("D24").promise.due_on == day("2026-09-10")


def test_an_order_that_is_missed_runs_out_and_opens_the_execution() -> None:
    (ended,) = IN_FORCE.when(ends).events
    assert isinstance(ended, e.ClockRanOut)
    assert (ended.clock, ended.due_on) == ("D24", day("2026-09-10"))
    late = IN_FORCE.when(comply, replace(DO_SECOND, done_on=day("2026-09-11"))).event
    assert IN_FORCE.and_then(late).dispute.orders[1].late(LATER)
    assert IN_FORCE.dispute.orders[1].late(day("2026-09-11"))
    assert not IN_FORCE.dispute.orders[1].late(day("2026-09-10"))


def test_an_order_is_carried_out_once_with_proof() -> None:
    IN_FORCE.when(comply, replace(DO_SECOND, documents=())).then_refused(RequiredError, "documents")
    IN_FORCE.when(comply, replace(DO_SECOND, proof=" ")).then_refused(RequiredError, "proof")
    for number in (0, 3):
        IN_FORCE.when(comply, replace(DO_SECOND, order=number)).then_refused(no.UnknownOrderError, "order")
    done = IN_FORCE.and_then(IN_FORCE.when(comply, DO_SECOND).event)
    done.when(comply, DO_SECOND).then_refused(no.OrderDoneError, "order", on=day("2026-09-10"))
    SERVED.when(comply, replace(DO_SECOND, done_on=day("2026-08-06"))).then_refused(BeforeError, "done_on")


def test_what_was_done_before_the_decision_is_final_counts() -> None:
    early = replace(DO_SECOND, done_on=day("2026-08-20"))
    done = SERVED.when(comply, early).event
    story = SERVED.and_then(done).on("2026-09-02")
    *_, final = story.when(ends).events
    assert isinstance(final, e.BecameFinal)
    assert final.promises == (f.DUE[0],)


def test_what_was_done_for_a_decision_that_fell_does_not_count_for_the_next() -> None:
    done = SERVED.when(comply, replace(DO_SECOND, done_on=day("2026-08-20"))).event
    amended = replace(f.COURT_CONFIRMED, number="99", outcome=CourtOutcome.AMENDED, orders=(f.PUBLISH,))
    story = SERVED.and_then(done, f.APPEALED, amended)
    assert [order.number for order in story.dispute.outstanding] == [1]


def test_a_court_orders_compliance_once_the_decision_is_final() -> None:
    SERVED.on("2026-09-11").when(record_execution_order, EXECUTE).then_refused(no.NotFinalError)
    ordered = IN_FORCE.when(record_execution_order, EXECUTE).event
    IN_FORCE.and_then(ordered).when(record_execution_order, EXECUTE).then_refused(no.ExecutionOrderedError)
    before = replace(EXECUTE, ordered_on=day("2026-09-01"))
    IN_FORCE.when(record_execution_order, before).then_refused(BeforeError, "ordered_on")


def test_costs_and_damages_are_sensible_amounts() -> None:
    paid = IN_FORCE.when(record_paid, PAY).event
    assert IN_FORCE.and_then(paid).dispute.payments == (paid,)
    for amount in (0, -1, 1_000_000_000_001):
        IN_FORCE.when(record_paid, replace(PAY, amount_idr=amount)).then_refused(no.AmountError, "amount_idr")
    given(*f.HEARD).on("2026-09-11").when(record_paid, PAY).then_refused(no.NotRuledError)


# Ending ---------------------------------------------------------------------------------------------------


def test_a_case_may_end_without_a_decision() -> None:
    story = given(f.NOTIFIED, f.SUMMONED).on("2026-07-13")
    for ending in (Ending.WITHDRAWN, Ending.LAPSED):
        ended = story.when(end, replace(END, ending=ending)).event
        assert story.and_then(ended).dispute.closed
        assert story.and_then(ended).dispute.running() == []
    story.when(end, replace(END, ending=Ending.NOT_REGISTERED)).then_refused(no.AlreadyRegisteredError)
    unregistered = given(f.UNREGISTERED, f.INCOMPLETE).on("2026-07-13")
    assert unregistered.when(end, replace(END, ending=Ending.NOT_REGISTERED)).refusal is None
    SERVED.when(end, END).then_refused(no.AlreadyRuledError)
