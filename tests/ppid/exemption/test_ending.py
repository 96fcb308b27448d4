"""How an exemption ends: stipulated before its end (D25), by itself, by a ruling, an objection, a session."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from ppid import refusals as shared
from ppid.clocks import recounted
from ppid.errors import RuleError
from ppid.events import Event, Promise
from ppid.exemption import events as e
from ppid.exemption import refusals as no
from ppid.exemption import rules
from ppid.exemption.keeping import ends, recount
from ppid.exemption.lawful import Act
from ppid.exemption.listing import opened_rows
from ppid.exemption.reference import OpenedPart
from ppid.exemption.rows import task_opens_on, tasks
from ppid.exemption.state import EXEMPTION
from ppid.exemption.vocabulary import Status, Step
from tests import examples
from tests.examples import day
from tests.ppid.exemption import facts as x
from tests.ppid.exemption.facts import exemption_of, given, row
from tests.scenario import Happened

LATER = row(number=2, information="Rencana pengamanan perkara X", until=day("2026-12-18"))
TWO_ENDS = (
    replace(x.TESTED, rows=(x.ROW, LATER)),
    x.REVIEWED,
    x.APPROVED,
    x.DECREED,
)


def d25(ends_on: str, due_on: str) -> Promise:
    """The deadline before an end, counted back."""
    return replace(examples.promise("D25", day(ends_on), 30, day(due_on)), backwards=True)


SECOND = d25("2026-12-18", "2026-11-06")


# D25 ---------------------------------------------------------------------------------------------------


def test_the_deadline_is_thirty_working_days_before_the_end() -> None:
    """E22: the end of 30 October 2026 needs its stipulation by 18 September."""
    happened = given(*x.IN_FORCE[:3]).when(rules.decree, x.DECREE)
    assert isinstance(happened.event, e.Decreed)
    assert happened.event.promises == (x.D25,)
    clock = exemption_of(*x.IN_FORCE).clocks["D25"]
    assert clock.promise.due_on == day("2026-09-18")
    assert clock.running


def test_the_deadline_crosses_christmas_and_new_year() -> None:
    """Back from Friday 15 January 2027 would need 2027; from 31 December 2026 it skips 24 and 25 December."""
    tested = replace(x.TESTED, rows=(row(until=day("2026-12-31")),))
    happened = given(tested, x.REVIEWED, x.APPROVED).when(rules.decree, x.DECREE)
    assert isinstance(happened.event, e.Decreed)
    (promise,) = happened.event.promises
    assert promise.due_on == day("2026-11-17")


def test_an_end_in_a_year_that_is_not_decreed_waits_for_its_calendar() -> None:
    tested = replace(x.TESTED, rows=(x.DEFENCE,))
    happened = given(tested, x.REVIEWED, x.APPROVED).when(rules.decree, x.DECREE)
    assert isinstance(happened.event, e.Decreed)
    (promise,) = happened.event.promises
    assert (promise.due_on, promise.missing_year) == (None, 2028)


def test_what_has_no_end_has_no_deadline() -> None:
    tested = replace(x.TESTED, rows=(x.SECRET,))
    given(tested, x.REVIEWED, x.APPROVED).when(rules.decree, x.DECREE).then(replace(x.DECREED, promises=()))


def test_the_earliest_end_comes_first() -> None:
    tested = replace(x.TESTED, rows=(replace(LATER, number=1), replace(x.ROW, number=2)))
    given(tested, x.REVIEWED, x.APPROVED).when(rules.decree, x.DECREE).then(x.DECREED)


def test_the_task_opens_sixty_working_days_before_the_end() -> None:
    story = given(*x.IN_FORCE)
    assert task_opens_on(story.exemption.rows[0], story.context) == x.TASK_OPENS
    assert task_opens_on(story.exemption.rows[1], story.context) is None
    before = story.on(x.TASK_OPENS - timedelta(days=1))
    assert tasks(before.exemption, before.context) == ()
    opened = story.on(x.TASK_OPENS)
    assert [each.number for each in tasks(opened.exemption, opened.context)] == [1]


def test_it_is_not_stipulated_before_the_task_opens() -> None:
    early = replace(x.DECLARE, signed_on=day("2026-08-04"))
    given(*x.IN_FORCE).on("2026-08-04").when(rules.declare_open, early).then_refused(
        no.TooEarlyToDeclareError, "rows", row=1, until=x.ENDS_ON, opens_on=x.TASK_OPENS
    )
    refusal = given(*x.IN_FORCE).on("2026-08-04").why_not(Act.DECLARE_OPEN)
    assert isinstance(refusal, no.TooEarlyToDeclareError)
    on_time = replace(x.DECLARE, signed_on=x.TASK_OPENS)
    assert given(*x.IN_FORCE).on(x.TASK_OPENS).when(rules.declare_open, on_time).refusal is None


def test_stipulating_meets_the_deadline_and_the_row_stays_exempt_to_its_end() -> None:
    given(*x.IN_FORCE).on("2026-09-01").when(rules.declare_open, x.DECLARE).then(x.DECLARED)
    exemption = exemption_of(*x.IN_FORCE, x.DECLARED)
    clock = exemption.clocks["D25"]
    assert (clock.met, clock.on, clock.late(day("2026-10-30"))) == (True, day("2026-09-01"), False)
    assert exemption.rows[0].status is Status.DECLARED_OPEN
    assert exemption.rows[0].in_force(x.ENDS_ON)


def test_a_late_stipulation_is_late_and_lawful() -> None:
    late = replace(x.DECLARE, signed_on=day("2026-09-21"))
    happened = given(*x.IN_FORCE).on("2026-09-21").when(rules.declare_open, late)
    assert exemption_of(*x.IN_FORCE, happened.event).clocks["D25"].late(day("2026-09-21"))


def test_a_missed_deadline_is_noted_the_day_after() -> None:
    story = given(*x.IN_FORCE)
    assert ends(story.exemption, story.on("2026-09-18").context) == []
    missed = e.ClockRanOut("D25", day("2026-09-18"), examples.SHIPPED_EDITION)
    assert ends(story.exemption, story.on("2026-09-19").context) == [missed]
    again = story.and_then(missed)
    assert ends(again.exemption, again.on("2026-09-21").context) == []
    assert again.exemption.clocks["D25"].late(day("2026-09-19"))


def test_the_next_end_starts_its_deadline_once_the_first_is_stipulated() -> None:
    happened = given(*TWO_ENDS).on("2026-09-01").when(rules.declare_open, x.DECLARE)
    happened.then(replace(x.DECLARED, promises=(SECOND,)))
    clock = exemption_of(*TWO_ENDS, happened.event).clocks["D25"]
    assert clock.running
    assert clock.promise == SECOND


def test_a_deadline_is_met_once_every_row_of_its_end_is_stipulated() -> None:
    both = (replace(x.TESTED, rows=(x.ROW, replace(x.ROW, number=2))), *x.IN_FORCE[1:])
    first = given(*both).on("2026-09-01").when(rules.declare_open, x.DECLARE)
    first.then(x.DECLARED)
    assert exemption_of(*both, x.DECLARED).clocks["D25"].running
    second = replace(x.DECLARE, rows=(2,))
    done = given(*both, x.DECLARED).on("2026-09-01").when(rules.declare_open, second)
    assert exemption_of(*both, x.DECLARED, done.event).clocks["D25"].met


def test_a_changed_end_moves_the_deadline() -> None:
    changing = (*x.IN_FORCE, x.TESTED_CHANGE, x.REVIEWED_AGAIN, x.APPROVED_AGAIN)
    shorter = replace(x.TESTED_CHANGE, rows=(row(until=day("2026-12-18")),))
    events = (*x.IN_FORCE, shorter, x.REVIEWED_AGAIN, x.APPROVED_AGAIN)
    happened = given(*events).on("2026-07-06").when(rules.change, x.CHANGE)
    assert exemption_of(*events, happened.event).clocks["D25"].promise == SECOND
    happened = given(*changing).on("2026-07-06").when(rules.change, x.CHANGE)
    waiting = exemption_of(*changing, happened.event).clocks["D25"].promise
    assert (waiting.starts_on, waiting.due_on, waiting.missing_year) == (day("2027-06-30"), None, 2027)


def test_a_decree_on_days_off_moves_the_deadline() -> None:
    """Decree 933 of 2025 made 18 August 2025 a day off, after the deadline was promised without it."""
    ends_on = day("2025-09-12")
    tested = replace(x.TESTED, tested_on=day("2025-06-02"), rows=(row(until=ends_on),))
    signed = (
        replace(x.REVIEWED, on=day("2025-06-03")),
        replace(x.APPROVED, on=day("2025-06-04")),
    )
    story = given(tested, *signed).on("2025-06-05").knowing("2025-06-05")
    decreed = story.when(rules.decree, replace(x.DECREE, signed_on=day("2025-06-05"))).event
    assert isinstance(decreed, e.Decreed)
    (old,) = decreed.promises
    known = story.and_then(decreed).knowing("2025-08-07").on("2025-07-01")
    decrees = ["SKB 2025", "933 Tahun 2025"]
    (moved,) = recount(known.exemption, known.context, decrees)
    assert (old.due_on, moved.new.due_on) == (day("2025-07-31"), day("2025-07-30"))
    assert moved.decree == "933 Tahun 2025"
    after = known.and_then(moved)
    assert after.exemption.clocks["D25"].promise == moved.new
    assert recounted(after.exemption.running(), after.context, decrees, e.Recounted) == []


# The period --------------------------------------------------------------------------------------------


def test_the_last_day_is_exempt_to_its_end_and_the_next_is_not() -> None:
    exemption = exemption_of(*x.IN_FORCE)
    assert not exemption.rows[0].in_force(day("2026-06-07"))
    assert exemption.rows[0].in_force(x.DECREED_ON)
    assert exemption.rows[0].in_force(x.ENDS_ON)
    assert not exemption.rows[0].in_force(day("2026-10-31"))
    assert [each.number for each in exemption.rows_in_force(day("2026-10-31"))] == [2]


@pytest.mark.parametrize("until", ["2026-06-08", "2026-10-30", "2026-12-31", "2056-06-02"])
def test_nothing_is_in_force_past_its_period_whatever_was_recorded(until: str) -> None:
    tested = replace(x.TESTED, rows=(row(until=day(until)),))
    exemption = exemption_of(tested, x.REVIEWED, x.APPROVED, replace(x.DECREED, promises=()))
    assert exemption.in_force(day(until))
    assert not exemption.in_force(day(until) + timedelta(days=1))


def test_before_the_decree_nothing_is_exempt() -> None:
    assert not exemption_of(*x.IN_FORCE[:3]).in_force(date(2026, 6, 8))
    assert exemption_of(*x.IN_FORCE[:3]).decree is None


def test_the_end_is_recorded_the_day_after_and_once() -> None:
    story = given(*x.IN_FORCE, x.DECLARED)
    assert ends(story.exemption, story.on(x.ENDS_ON).context) == []
    assert ends(story.exemption, story.on("2026-10-31").context) == [x.EXPIRED]
    over = story.and_then(x.EXPIRED)
    assert ends(over.exemption, over.on("2026-11-02").context) == []
    assert over.exemption.rows[0].status is Status.EXPIRED
    assert over.exemption.step is Step.IN_FORCE


def test_after_a_long_absence_each_end_has_its_own_day() -> None:
    story = given(*TWO_ENDS).on("2026-12-30")
    assert ends(story.exemption, story.context) == [
        e.ClockRanOut("D25", day("2026-09-18"), examples.SHIPPED_EDITION),
        replace(x.EXPIRED, promises=(SECOND,)),
        e.Expired((2,), day("2026-12-18")),
    ]


def test_when_its_last_row_ends_an_exemption_is_over() -> None:
    tested = replace(x.TESTED, rows=(x.ROW,))
    over = given(tested, *x.IN_FORCE[1:], x.EXPIRED).on("2026-10-31")
    assert over.exemption.step is Step.OVER
    assert over.exemption.closed
    assert over.exemption.running() == []
    over.when(rules.declare_open, replace(x.DECLARE, signed_on=x.ENDS_ON)).then_refused(no.ExemptionOverError)
    assert over.lawful() == set()


def test_the_next_day_to_look_at_is_the_deadlines_then_the_periods() -> None:
    exemption = exemption_of(*x.IN_FORCE)
    assert (exemption.ends_on, exemption.period_ends_on) == (x.STIPULATE_BY, x.ENDS_ON)
    noted = exemption_of(*x.IN_FORCE, e.ClockRanOut("D25", x.STIPULATE_BY, examples.SHIPPED_EDITION))
    assert noted.ends_on == x.ENDS_ON
    assert exemption_of(*x.IN_FORCE, x.EXPIRED).ends_on is None


def test_only_rows_with_an_end_that_are_still_exempt_are_stipulated() -> None:
    story = given(*x.IN_FORCE).on("2026-09-01")

    def declare(*rows: int) -> Happened:
        return story.when(rules.declare_open, replace(x.DECLARE, rows=rows))

    declare(2).then_refused(no.NoEndError, "rows", row=2)
    declare(9).then_refused(no.UnknownRowError, "rows", row=9)
    declare().then_refused(no.NothingOpenedError, "rows")
    declared = story.and_then(x.DECLARED)
    declared.when(rules.declare_open, x.DECLARE).then_refused(no.AlreadyDeclaredError, "rows", row=1)
    assert isinstance(declared.why_not(Act.DECLARE_OPEN), no.AlreadyDeclaredError)
    endless = given(replace(x.TESTED, rows=(x.SECRET,)), *x.IN_FORCE[1:3], replace(x.DECREED, promises=()))
    assert isinstance(endless.why_not(Act.DECLARE_OPEN), no.NoEndError)
    late = replace(x.DECLARE, signed_on=day("2026-10-31"))
    given(*x.IN_FORCE).on("2026-10-31").when(rules.declare_open, late).then_refused(
        no.RowNotInForceError, "rows", row=1
    )


# Opened by others --------------------------------------------------------------------------------------


def test_a_final_ruling_opens_whole_rows_and_parts() -> None:
    story = given(*x.IN_FORCE).on("2026-09-30")
    part = OpenedPart(2, "Ringkasan tanpa nama")
    (event,) = rules.open_by_ruling(
        story.exemption,
        story.context,
        dispute=x.DISPUTE,
        ruling="12/IX/KIP-JBR/2026",
        final_on=day("2026-09-25"),
        rows=(1,),
        parts=(part,),
    )
    assert event == e.OpenedByRuling(x.DISPUTE, "12/IX/KIP-JBR/2026", day("2026-09-25"), (1,), (part,))
    exemption = story.and_then(event).exemption
    assert exemption.rows[0].status is Status.OPENED_BY_RULING
    assert exemption.rows[0].in_force(day("2026-09-24"))
    assert not exemption.rows[0].in_force(day("2026-09-25"))
    assert exemption.rows[1].in_force(day("2026-12-31"))
    assert exemption.rows[1].opened_parts == ("Ringkasan tanpa nama",)
    assert not exemption.clocks["D25"].running


def test_what_is_open_already_needs_no_ruling() -> None:
    story = given(*x.IN_FORCE, x.EXPIRED).on("2026-11-30")
    opened = rules.open_by_ruling(
        story.exemption, story.context, dispute=x.DISPUTE, ruling="12", final_on=day("2026-11-25"), rows=(1,)
    )
    assert opened == ()


@pytest.mark.parametrize(
    ("rows", "parts", "refusal"),
    [
        ((), (), no.NothingOpenedError),
        ((9,), (), no.UnknownRowError),
        ((), (OpenedPart(9, "Halaman 3"),), no.UnknownRowError),
        ((), (OpenedPart(1, " "),), shared.RequiredError),
    ],
)
def test_a_ruling_says_what_it_opens(
    rows: tuple[int, ...], parts: tuple[OpenedPart, ...], refusal: type[RuleError]
) -> None:
    story = given(*x.IN_FORCE).on("2026-09-30")
    with pytest.raises(refusal):
        rules.open_by_ruling(
            story.exemption,
            story.context,
            dispute=x.DISPUTE,
            ruling="12",
            final_on=day("2026-09-25"),
            rows=rows,
            parts=parts,
        )


def test_the_answer_to_an_objection_opens_rows() -> None:
    story = given(*x.IN_FORCE).on("2026-07-20")
    (event,) = rules.open_by_objection(
        story.exemption,
        story.context,
        objection=x.OBJECTION,
        number="B/30/VII/2026",
        signed_on=day("2026-07-17"),
        rows=(1, 2),
    )
    exemption = story.and_then(event).exemption
    assert {each.status for each in exemption.rows} == {Status.OPENED_BY_OBJECTION}
    assert exemption.step is Step.OVER


def test_an_objection_does_not_end_a_change_that_is_being_tested() -> None:
    story = given(*x.IN_FORCE, x.TESTED_CHANGE).on("2026-07-20")
    (event,) = rules.open_by_objection(
        story.exemption,
        story.context,
        objection=x.OBJECTION,
        number="B/30/VII/2026",
        signed_on=day("2026-07-17"),
        parts=(OpenedPart(2, "Ringkasan"),),
    )
    assert story.and_then(event).exemption.step is Step.CHANGING


def test_a_public_session_ends_letter_a() -> None:
    happened = given(*x.IN_FORCE).on("2026-07-20").when(rules.open_in_court, x.IN_COURT)
    happened.then(e.OpenedInCourt((1,), day("2026-07-20"), x.IN_COURT.court, x.IN_COURT.case_number))
    exemption = exemption_of(*x.IN_FORCE, happened.event)
    assert exemption.rows[0].status is Status.OPENED_IN_COURT
    assert not exemption.rows[0].in_force(day("2026-07-20"))


def test_a_public_session_ends_no_other_letter() -> None:
    story = given(*x.IN_FORCE).on("2026-07-20")
    story.when(rules.open_in_court, replace(x.IN_COURT, rows=(2,))).then_refused(
        no.OnlyLetterAError, "rows", row=2
    )
    mixed = (replace(x.TESTED, rows=(row(articles=("17(a)", "17(j)"), other_law="UU 1/1946 Pasal 1"),)),)
    refusal = given(*mixed, *x.IN_FORCE[1:]).on("2026-07-20").why_not(Act.OPEN_IN_COURT)
    assert isinstance(refusal, no.OnlyLetterAError)
    story.when(rules.open_in_court, replace(x.IN_COURT, court="")).then_refused(shared.RequiredError, "court")


@pytest.mark.parametrize(
    ("event", "kinds"),
    [
        (x.EXPIRED, ["expiry"]),
        (e.Lifted((1,), "SK-2", day("2026-07-06")), ["lifting"]),
        (e.Lifted((1, 2), "B/30", day("2026-07-17"), objection=x.OBJECTION), ["objection"] * 2),
        (
            e.OpenedByRuling(x.DISPUTE, "12", day("2026-09-25"), (1,), (OpenedPart(2, "Hal. 3"),)),
            ["ruling"] * 2,
        ),
        (e.OpenedInCourt((1,), day("2026-07-20"), "PN Depok", "17"), ["lifting"]),
        (x.RETURNED, []),
    ],
)
def test_what_is_opened_goes_into_the_list_with_what_opened_it(event: Event, kinds: list[str]) -> None:
    opened = opened_rows(exemption_of(*x.IN_FORCE), [event])
    assert [each.source.kind for each in opened] == kinds
    assert all(each.source.decree == x.DECREE_NUMBER for each in opened)
    if kinds == ["ruling"] * 2:
        assert [each.title for each in opened] == [x.ROW.information, "Hal. 3"]


def test_a_stipulated_row_enters_the_list_as_stipulated() -> None:
    (opened,) = opened_rows(exemption_of(*x.IN_FORCE, x.DECLARED), [x.EXPIRED])
    assert opened.source.kind == "stipulation"


# Who may ----------------------------------------------------------------------------------------------


def test_each_role_has_its_acts() -> None:
    tested = given(x.TESTED)
    assert tested.by(x.PPID).lawful() == {Act.DROP}
    assert tested.by(x.SUPERIOR).lawful() == {Act.REVIEW, Act.RETURN}
    assert tested.by(x.HEAD).lawful() == {Act.RETURN}
    reviewed = given(x.TESTED, x.REVIEWED)
    assert reviewed.by(x.HEAD).lawful() == {Act.APPROVE, Act.RETURN}
    assert reviewed.by(x.SUPERIOR).lawful() == {Act.RETURN}
    assert given(*x.IN_FORCE[:3]).by(x.PPID).lawful() == {Act.DECREE, Act.DROP}
    assert given(*x.IN_FORCE).by(x.PPID).lawful() == {Act.TEST_ANEW, Act.OPEN_IN_COURT}
    assert given(*x.IN_FORCE).by(examples.DESK).lawful() == set()
    assert given(*x.IN_FORCE).on("2026-09-01").by(x.PPID).lawful() >= {Act.DECLARE_OPEN}


def test_a_body_keeps_its_tests_from_strangers() -> None:
    exemption = exemption_of(*x.IN_FORCE)
    may_see = EXEMPTION.may_see
    assert may_see(x.PPID, exemption)
    assert may_see(examples.LANTAS, exemption)
    assert may_see(examples.AUDITOR, exemption)
    assert not may_see(examples.SDM, exemption)
    assert not may_see(examples.CITIZEN, exemption)
    assert not may_see(replace(x.PPID, body=examples.PRECINCT), exemption)
