"""Three times twenty-four hours: from an instant to an instant, whatever the days between are."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from ppid.breach import rules as breach
from ppid.checks import promise, promise_from
from ppid.clocks import ClockState, overdue, ran_out, recounted
from ppid.deadlines import D06, D30, D31, Text
from ppid.events import Promise, Unit
from ppid.privacy import rules
from ppid.privacy.commands import AnswerDone, Verify
from ppid.privacy.events import ClockRanOut, Recounted
from ppid.privacy.vocabulary import Proof
from projections.explaining import recount
from projections.sentences_privacy import of_request
from tests import examples as x
from tests.examples import day
from tests.ppid.privacy.facts import Story, ask, at, note, reply

ZONES = [("Asia/Jakarta", "WIB"), ("Asia/Makassar", "WITA"), ("Asia/Jayapura", "WIT")]
DONE = reply(AnswerDone)


def asked(zone: str = "Asia/Jakarta", now: str = "2026-04-03 10:00") -> Story:
    return Story("privacy", zone).begins(now, rules.ask, ask())


def clock_of(story: Story, code: str = "D30") -> ClockState:
    clock: ClockState = story.state.clocks[code]
    return clock


def ran_out_words(story: Story) -> Text:
    (event,) = (event for event in story.events if isinstance(event, ClockRanOut))
    return of_request(event)


@pytest.mark.parametrize(("zone", "name"), ZONES)
def test_E26_an_application_on_good_friday_is_due_on_monday_at_the_same_time(zone: str, name: str) -> None:
    story = asked(zone)
    promised = clock_of(story).promise
    assert promised.due_at == at("2026-04-06 10:00", zone)
    assert (promised.starts_on, promised.due_on) == (day("2026-04-03"), day("2026-04-06"))
    assert (promised.days, promised.unit, promised.zone) == (72, Unit.HOURS, zone)
    assert not story.context("2026-04-03 10:00").calendar.is_working(day("2026-04-03"))
    told = ran_out_words(story.later("2026-04-06 10:00:01"))
    assert told.id.startswith(f"Batas waktu 6 April 2026 pukul 10.00 {name} telah lewat")
    assert told.en.startswith(f"The time limit of 6 April 2026 at 10:00 {name} has passed")


def test_E25_a_breach_known_on_friday_is_told_by_monday_although_it_is_a_holiday() -> None:
    story = Story("breach").begins("2026-08-14 16:00", breach.note, note())
    assert clock_of(story, "D31").promise.due_at == at("2026-08-17 16:00")
    assert not story.context("2026-08-17 16:00").calendar.is_working(day("2026-08-17"))


@pytest.mark.parametrize(("zone", "_name"), ZONES)
def test_at_the_exact_instant_it_has_not_run_out_and_a_second_later_it_has(zone: str, _name: str) -> None:
    story = asked(zone)
    assert story.passes("2026-04-06 10:00:00") == ()
    (missed,) = story.passes("2026-04-06 10:00:01")
    assert missed == ClockRanOut(
        "D30", day("2026-04-06"), x.SHIPPED_EDITION, (), at("2026-04-06 10:00", zone), zone
    )


def test_it_is_noted_once_and_with_its_own_instant_after_a_week_away() -> None:
    story = asked()
    (missed,) = story.passes("2026-04-13 08:00")
    assert missed.due_at == at("2026-04-06 10:00")  # type: ignore[attr-defined]
    assert story.later("2026-04-13 08:00").passes("2026-04-14 08:00") == ()


def test_it_ends_between_two_days_where_the_body_is() -> None:
    # 23:30 in Jayapura is still the afternoon of the same day in UTC: only the body's own day is told.
    story = asked("Asia/Jayapura", "2026-04-03 23:30")
    assert clock_of(story).promise.due_on == day("2026-04-06")
    assert story.passes("2026-04-06 23:30") == ()
    assert len(story.passes("2026-04-06 23:31")) == 1


def test_the_timekeeper_looks_on_the_due_day_itself() -> None:
    # It asks for what ended before today: a day of grace would let an hour pass unnoticed until tomorrow.
    assert asked().state.ends_on == day("2026-04-05")


@pytest.mark.parametrize(
    ("told", "late"),
    [("2026-04-06 10:00:00", False), ("2026-04-06 10:00:01", True), ("2026-04-04 08:00", False)],
)
def test_an_answer_is_in_time_up_to_the_instant(told: str, late: bool) -> None:
    story = asked().does("2026-04-03 11:00", rules.verify, Verify(case="", by=Proof.DESK))
    clock = clock_of(story.does(told, rules.finish, DONE))
    assert (clock.met, clock.at, clock.on) == (True, at(told), at(told).date())
    assert clock.late(day("2026-12-01")) is late


def test_it_is_late_by_the_hour_when_somebody_asks_with_an_instant() -> None:
    story = asked()
    clock, today = clock_of(story), day("2026-04-06")
    assert not clock.late(today, at("2026-04-06 10:00"))
    assert clock.late(today, at("2026-04-06 10:00:01"))
    assert not clock.late(today), "with a day alone the day has to be over"
    assert clock_of(story.later("2026-04-06 12:00")).late(today), "or the timekeeper has noted it"
    assert clock.late(today + timedelta(days=1))
    assert overdue([clock], today, at("2026-04-06 11:00"))
    assert not overdue([clock], today, at("2026-04-06 09:00"))


def test_no_decree_moves_hours() -> None:
    old = msgspec.structs.replace(clock_of(asked()).promise, calendar=x.BEFORE_AMENDMENT)
    now = x.context(day("2026-04-04"))
    assert recounted([ClockState(old)], now, ["1", "2", "3"], Recounted) == []
    days = msgspec.structs.replace(old, unit=Unit.WORKING_DAYS, days=10, due_at=None)
    assert recounted([ClockState(days)], now, ["1", "2", "3"], Recounted), "days of work are moved"


def test_days_and_hours_do_not_mix() -> None:
    context = x.context(day("2026-04-03"))
    with pytest.raises(ValueError, match="from an instant"):
        promise(D30, day("2026-04-03"), context)
    with pytest.raises(ValueError, match="only hours"):
        promise_from(D06, context.now, context)


@pytest.mark.parametrize("clock", [D30, D31])
def test_the_law_counts_three_times_twenty_four_hours(clock: object) -> None:
    assert clock in {D30, D31}
    assert (D30.days, D31.days) == (72, 72)
    assert {D30.unit, D31.unit} == {Unit.HOURS}
    assert D30.owed_by_body
    assert D31.owed_by_body


def test_the_day_is_found_again_from_the_promise_alone() -> None:
    promised = clock_of(asked("Asia/Jayapura", "2026-04-03 23:30")).promise
    assert recount(x.calendar(), promised) == promised.due_on


def test_a_clock_of_days_is_not_asked_for_its_hour() -> None:
    old = Promise("D06", day("2026-06-02"), 10, day("2026-06-17"), x.SHIPPED_EDITION)
    night = datetime(2026, 6, 17, 16, 59, 59, tzinfo=UTC)
    assert ran_out([ClockState(old)], day("2026-06-17"), ClockRanOut, night) == []
    (missed,) = ran_out([ClockState(old)], day("2026-06-18"), ClockRanOut, night)
    assert (missed.due_on, missed.due_at, missed.zone) == (date(2026, 6, 17), None, "")
    assert b"due_at" not in msgspec.json.encode(old)
    assert b"zone" not in msgspec.json.encode(missed)
