"""How a dispute reaches the body, and what is noted of its time. Law: UU 14/2008 art. 37, 38, 44(1)."""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid.body import Body
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute import refusals as no
from ppid.dispute.entry import (
    Way,
    default_level,
    notify,
    record_completed,
    record_incomplete,
    record_registered,
    window,
)
from ppid.dispute.vocabulary import Ending, Level, Step
from ppid.events import CountingRules
from ppid.objection.vocabulary import Ground
from ppid.refusals import BeforeError, FutureDateError, RequiredError, TooLongError
from tests import examples as x
from tests.examples import day
from tests.ppid.dispute import facts as f
from tests.ppid.dispute.facts import given, nothing
from tests.scenario import Happened

COMPLETE = c.RecordCompleted(case=f.CASE, completed_on=day("2026-06-02"))
LACKING = c.RecordIncomplete(case=f.CASE, sent_on=day("2026-05-19"), received_on=day("2026-05-20"))
REGISTER = c.RecordRegistered(case=f.CASE, registered_on=day("2026-06-04"), register_number=f" {f.REGISTER} ")


def told(command: c.NotifyDispute = f.NOTIFY, way: Way = f.SILENT, on: date = f.RECEIVED) -> Happened:
    """What a body records when the copy of an application comes."""
    return nothing().on(on).when(notify, command, way=way)


def test_a_copy_of_the_application_begins_the_case_and_the_commission_s_clocks() -> None:
    told().then(f.NOTIFIED)
    dispute = given(f.NOTIFIED).dispute
    assert (dispute.step, dispute.number, dispute.title) == (Step.NOTIFIED, f.REGISTER, f.COMMISSION.name)
    assert (dispute.opened_on, dispute.began_on) == (f.RECEIVED, f.APPLIED)


def test_E18a_and_E18b_the_commission_starts_in_fourteen_and_ends_in_a_hundred_days() -> None:
    notified = told().event
    assert isinstance(notified, e.Notified)
    due = {p.clock: p.due_on for p in notified.promises}
    assert due == {"D15": day("2026-07-10"), "D16": day("2026-11-11")}


def test_an_application_that_is_not_registered_yet_may_lack_something() -> None:
    early = replace(f.NOTIFY, register_number="", applied_on=day("2026-05-12"), received_on=day("2026-05-13"))
    notified = told(early, replace(f.SILENT, answer_due_on=None)).event
    assert notified == f.UNREGISTERED


@pytest.mark.parametrize(
    ("way", "clock", "due_on"),
    [
        pytest.param(f.ANSWERED_WAY, "D11", "2026-07-08", id="E16"),
        pytest.param(f.SILENT, "D12", "2026-06-30", id="E17"),
        # Answered after silence: both windows run, the later end counts.
        pytest.param(
            replace(f.ANSWERED_WAY, answer_sent_on=day("2026-06-17")), "D11", "2026-07-08", id="both"
        ),
    ],
)
def test_the_window_to_the_commission_runs_from_the_answer_or_the_silence(
    way: Way, clock: str, due_on: str
) -> None:
    notified = told(way=way).event
    assert isinstance(notified, e.Notified)
    assert notified.window is not None
    assert (notified.window.clock, notified.window.due_on) == (clock, day(due_on))
    assert not given(notified).dispute.late


def test_an_answer_after_silence_whose_receipt_nobody_recorded_leaves_the_window_of_silence() -> None:
    late_answer = replace(f.SILENT, answer_sent_on=day("2026-06-17"))
    in_time = replace(f.SILENT, answer_sent_on=day("2026-06-09"))
    for way, clock in ((late_answer, "D12"), (in_time, None)):
        notified = told(way=way).event
        assert isinstance(notified, e.Notified)
        assert (notified.window.clock if notified.window else None) == clock
        assert not notified.early


def test_on_the_last_day_of_the_answer_an_application_is_still_early() -> None:
    for due_on, early in ((f.APPLIED, True), (day("2026-06-19"), False)):
        notified = told(way=replace(f.SILENT, answer_due_on=due_on)).event
        assert isinstance(notified, e.Notified)
        assert notified.early is early
        assert (notified.window is None) is early


def test_an_application_out_of_time_is_noted_and_recorded() -> None:
    late = replace(f.NOTIFY, applied_on=day("2026-07-01"), received_on=day("2026-07-02"))
    notified = told(late, on=day("2026-07-02")).event
    assert given(notified).dispute.late


def test_the_last_day_of_the_window_is_in_time() -> None:
    last = replace(f.NOTIFY, applied_on=day("2026-06-30"), received_on=day("2026-07-02"))
    assert not given(told(last, on=day("2026-07-02")).event).dispute.late


def test_a_window_that_begins_on_a_day_off_begins_on_the_next_working_day() -> None:
    way = replace(f.ANSWERED_WAY, answer_received_on=day("2026-06-20"))  # a Saturday
    found = window(way, day("2026-06-23"), x.context(day("2026-06-24")))
    assert found is not None
    assert found.due_on == day("2026-07-10")


def test_an_application_while_the_superior_may_still_answer_is_noted_as_early() -> None:
    notified = told(way=replace(f.SILENT, answer_due_on=day("2026-06-30"))).event
    assert isinstance(notified, e.Notified)
    assert notified.early
    assert notified.window is None
    answered = replace(f.SILENT, answer_due_on=day("2026-06-30"), answer_sent_on=day("2026-06-19"))
    after = told(way=answered).event
    assert isinstance(after, e.Notified)
    assert not after.early


def test_a_dispute_comes_after_an_objection() -> None:
    told(replace(f.NOTIFY, grounds=(Ground.NOT_FULFILLED,)), Way()).then_refused(no.WithoutObjectionError)
    told(replace(f.NOTIFY, grounds=(Ground.PERIODIC, Ground.LATE)), Way()).then_refused(
        no.WithoutObjectionError
    )
    told(f.NOTIFY, replace(f.SILENT, body=x.PRECINCT)).then_refused(no.ObjectionElsewhereError)


def test_periodic_information_may_stand_without_one_and_that_is_noted() -> None:
    notified = told(replace(f.NOTIFY, grounds=(Ground.PERIODIC,)), Way()).event
    assert given(notified).dispute.without_objection
    assert not given(f.NOTIFIED).dispute.without_objection


def test_an_application_stands_on_its_own_grounds_or_those_of_the_objection() -> None:
    narrower = told(replace(f.NOTIFY, grounds=(Ground.LATE,))).event
    assert isinstance(narrower, e.Notified)
    assert narrower.grounds == (Ground.LATE,)
    told(way=replace(f.SILENT, grounds=())).then_refused(no.NoGroundError, "grounds")


@pytest.mark.parametrize(
    ("changes", "error", "field"),
    [
        ({"commission": replace(f.COMMISSION, name=" ")}, RequiredError, "commission"),
        ({"register_number": "9" * 301}, TooLongError, "register_number"),
        ({"letter_number": "9" * 301}, TooLongError, "letter_number"),
        ({"applied_on": day("2026-06-25")}, FutureDateError, "applied_on"),
        ({"received_on": day("2026-06-25")}, FutureDateError, "received_on"),
        ({"received_on": day("2026-06-19")}, BeforeError, "received_on"),
    ],
)
def test_what_is_recorded_of_the_copy_is_checked(
    changes: dict[str, object], error: type[Exception], field: str
) -> None:
    told(replace(f.NOTIFY, **changes)).then_refused(error, field)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("MABES", Level.CENTRAL),
        ("POLDA-X", Level.PROVINCE),
        ("polres-x", Level.PROVINCE),
        ("X", Level.PROVINCE),
    ],
)
def test_U24_headquarters_answer_to_the_central_commission_all_others_to_the_province(
    code: str, level: Level
) -> None:
    assert default_level(replace_code(code)) is level


def replace_code(code: str) -> Body:
    """A body of that code."""
    return replace(x.office(), code=code)


# The commission's own papers ------------------------------------------------------------------------------


def test_E23a_the_commission_says_within_three_days_what_is_missing() -> None:
    story = given(f.UNREGISTERED).on("2026-05-20")
    assert story.clock("D13").promise.due_on == day("2026-05-19")
    story.when(record_incomplete, LACKING).then(f.INCOMPLETE)
    assert story.and_then(f.INCOMPLETE).clock("D13").on == day("2026-05-19")
    assert not story.and_then(f.INCOMPLETE).clock("D13").late(day("2026-12-01"))
    late = replace(f.INCOMPLETE, sent_on=day("2026-05-20"))
    assert story.and_then(late).clock("D13").late(day("2026-12-01"))
    assert story.and_then(f.INCOMPLETE).dispute.step is Step.INCOMPLETE


def test_E23b_the_applicant_completes_within_seven_days_of_the_letter() -> None:
    story = given(f.UNREGISTERED, f.INCOMPLETE).on("2026-06-04")
    assert story.clock("D14").promise.due_on == day("2026-06-03")
    story.when(record_completed, COMPLETE).then(f.COMPLETED)
    assert not story.and_then(f.COMPLETED).clock("D14").late(day("2026-12-01"))
    late = story.when(record_completed, replace(COMPLETE, completed_on=day("2026-06-04"))).event
    assert story.and_then(late).clock("D14").late(day("2026-12-01"))


def test_a_registered_application_lacks_nothing_any_more() -> None:
    story = given(f.UNREGISTERED).on("2026-06-04")
    story.when(record_registered, REGISTER).then(f.REGISTERED)
    registered = story.and_then(f.REGISTERED)
    assert registered.dispute.number == f.REGISTER
    assert not registered.clock("D13").running
    registered.when(record_registered, REGISTER).then_refused(no.AlreadyRegisteredError)
    registered.when(record_incomplete, LACKING).then_refused(no.AlreadyRegisteredError)


def test_the_papers_are_found_incomplete_once_and_completed_once() -> None:
    story = given(f.UNREGISTERED).on("2026-06-04")
    story.when(record_completed, COMPLETE).then_refused(no.NothingToCompleteError)
    story.and_then(f.INCOMPLETE).when(record_incomplete, LACKING).then_refused(no.IncompleteAlreadyError)
    done = story.and_then(f.INCOMPLETE, f.COMPLETED)
    done.when(record_completed, COMPLETE).then_refused(no.NothingToCompleteError)


def test_the_dates_of_those_papers_follow_each_other() -> None:
    story = given(f.UNREGISTERED).on("2026-06-04")
    before = replace(LACKING, sent_on=day("2026-05-11"))
    story.when(record_incomplete, before).then_refused(BeforeError, "sent_on")
    before = replace(LACKING, received_on=day("2026-05-18"))
    story.when(record_incomplete, before).then_refused(BeforeError, "received_on")
    before_letter = replace(COMPLETE, completed_on=day("2026-05-19"))
    story.and_then(f.INCOMPLETE).when(record_completed, before_letter).then_refused(
        BeforeError, "completed_on"
    )
    before_application = replace(REGISTER, registered_on=day("2026-05-11"))
    story.when(record_registered, before_application).then_refused(BeforeError, "registered_on")


def test_nothing_more_is_recorded_in_a_case_that_ended() -> None:
    ended = given(f.UNREGISTERED, e.Ended(Ending.NOT_REGISTERED, day("2026-06-04"))).on("2026-06-05")
    ended.when(record_registered, REGISTER).then_refused(no.DisputeEndedError)
    assert ended.dispute.closed
    assert ended.dispute.running() == []


def test_a_strict_office_does_not_shorten_the_applicant_s_window() -> None:
    strict = x.context(f.RECEIVED, CountingRules(start_counts=True))
    found = window(f.ANSWERED_WAY, f.APPLIED, strict)
    assert found is not None
    assert found.due_on == day("2026-07-08")
