"""A replay shows exactly what was recorded by then: one case, and the counts of a body."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ppid.calendar import CalendarMissingError, fold_editions
from ppid.clocks import Moved
from ppid.counting import working_calendar
from ppid.decrees import SHIPPED
from ppid.events import CountingRules, Envelope, Event, Promise, Recorded, Unit
from ppid.request.state import Request, fold
from ppid.request.vocabulary import Outcome, Step
from projections.describing import as_dict
from projections.explaining import explain, promised_days, recount
from projections.progress import Progress
from projections.replay import case_as_of, counts_as_of, days_left, find_in_log, moment_of
from tests import examples as x
from tests.projections.histories import History, history
from tests.projections.steps import SECRET


def moments(story: History) -> list[datetime]:
    """Before, between, exactly at, and after what was recorded."""
    at = [r.envelope.recorded_at for r in story.recorded]
    some = at[:: max(1, len(at) // 12)]
    second = timedelta(seconds=0.5)
    return [at[0] - second, *some, *(moment - second for moment in some), at[-1] + timedelta(days=900)]


@pytest.mark.parametrize("seed", range(3))
def test_a_case_is_the_fold_of_what_was_recorded_by_then(seed: int) -> None:
    story = history(seed)
    for moment in moments(story):
        for stream in story.requests:
            replayed = case_as_of(story, stream, moment)
            by_then = [r.envelope for r in story.of(stream) if r.envelope.recorded_at <= moment]
            assert list(replayed.envelopes) == by_then
            assert replayed.state == fold(by_then)
            assert replayed.moment == moment


def expected_counts(story: History, body: str | None, moment: datetime) -> dict[str, Counter[str]]:
    """The slow way: fold every case as of the moment, and count."""
    found: dict[str, Counter[str]] = {name: Counter() for name in ("all", "steps", "outcomes", "closings")}
    for stream, last in story.requests.items():
        request = case_as_of(story, stream, moment).state
        if not isinstance(request, Request) or body not in {None, last.body}:
            continue
        as_of = story.bodies[last.body].local_date(moment)
        found["all"].update(["requests"])
        found["all"].update(["open"] * (request.closing is None) + ["overdue"] * request.overdue(as_of))
        found["all"].update(["late"] * (Progress.of(request).late is True))
        found["steps"].update([request.step.value])
        found["outcomes"].update([request.outcome.value] if request.outcome else [])
        found["closings"].update([request.closing.value] if request.closing else [])
    return found


@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_every_case_at_that_moment(seed: int) -> None:
    story = history(seed)
    overdue = 0
    for moment in moments(story):
        for body in (None, *story.bodies):
            counts, expected = counts_as_of(story, body, moment), expected_counts(story, body, moment)
            assert counts["steps"] == expected["steps"]
            assert counts["outcomes"] == expected["outcomes"]
            assert counts["closings"] == expected["closings"]
            assert counts["requests"] == expected["all"]["requests"]
            assert counts["open"] == expected["all"]["open"]
            assert counts["overdue"] == expected["all"]["overdue"]
            assert counts["late"] == expected["all"]["late"]
            overdue += counts["overdue"]
    assert overdue


def test_overdue_is_told_with_the_promise_of_that_day_not_with_a_later_one() -> None:
    """A case promised for 17 June stands as overdue on the 18th, though an extension came later."""
    story = History(history(0).rng, x.RECEIVED)
    begin = datetime(2026, 6, 2, 3, tzinfo=UTC)
    at = {1: begin, 2: begin, 3: begin + timedelta(days=20)}
    for version, event in enumerate((x.FILED, x.REGISTERED, x.EXTENDED), start=1):
        envelope: Envelope[Event] = Envelope(
            x.CASE, version, event, at[version], x.DESK.id, x.DESK.role, x.REGION
        )
        story.recorded.append(Recorded(version, envelope))

    def on(day: str) -> tuple[int, dict[str, int]]:
        counts = counts_as_of(story, x.REGION, moment_of(date.fromisoformat(day)))
        return counts["overdue"], counts["steps"]

    assert on("2026-06-01") == (0, {})
    assert on("2026-06-05") == (0, {"registered": 1})
    assert on("2026-06-18") == (1, {"registered": 1})
    assert on("2026-06-25") == (1, {"extended": 1})  # the check of its papers is still owed
    assert on("2026-06-30") == (1, {"extended": 1})


def test_a_number_is_found_in_the_log() -> None:
    story = history(1)
    for stream, request in story.requests.items():
        assert find_in_log(story, request.number) == [stream]
    assert find_in_log(story, "0000/NOWHERE") == []


def test_the_end_of_a_day_is_local() -> None:
    assert moment_of(date(2026, 6, 2)) == datetime(2026, 6, 2, 16, 59, 59, 999999, tzinfo=UTC)
    assert moment_of(date(2026, 6, 2), "Asia/Jayapura") == datetime(
        2026, 6, 2, 14, 59, 59, 999999, tzinfo=UTC
    )
    assert moment_of(date.max).date() == date.max
    assert moment_of(date.max, "America/New_York").date() == date.max
    assert moment_of(date.min).date() == date.min


def told(request: Request, as_of: date) -> dict[str, object]:
    described = as_dict(request, as_of, x.calendar())
    assert json.loads(json.dumps(described)) == described
    return described


def test_a_case_is_described_without_anybody_or_their_words() -> None:
    for seed in range(3):
        story = history(seed)
        for request in story.requests.values():
            text = json.dumps(told(request, story.day))
            assert SECRET not in text
            assert request.requester not in text
            assert request.number in text


def test_a_description_tells_step_dates_clocks_and_days() -> None:
    events = (x.FILED, x.REGISTERED, x.FOUND_COMPLETE)
    request = fold(
        Envelope(x.CASE, n, event, datetime(2026, 6, 2, n, tzinfo=UTC), x.DESK.id, x.DESK.role, x.REGION)
        for n, event in enumerate(events, start=1)
    )
    assert request is not None
    described = told(request, date(2026, 6, 9))
    assert described["step"] == Step.COMPLETE.value
    assert described["due_on"] == "2026-06-17"
    assert described["overdue"] is True  # the three-day target of 8 June is missed
    clocks = {clock["clock"]: clock for clock in described["clocks"]}  # type: ignore[attr-defined]
    assert list(clocks) == ["D01", "D03", "D05", "D06"]
    assert (clocks["D05"]["days_left"], clocks["D05"]["late"]) == (-1, True)
    assert (clocks["D06"]["days_left"], clocks["D06"]["late"]) == (5, False)
    assert (clocks["D03"]["status"], clocks["D06"]["status"]) == ("met", "running")
    assert clocks["D03"]["days_left"] is None
    assert told(request, date(2026, 6, 17))["overdue"] is True


def test_a_closed_case_has_no_running_clock() -> None:
    for request in history(0).requests.values():
        clocks = told(request, date(2026, 1, 1))["clocks"]
        running = [c for c in clocks if c["status"] == "running"]  # type: ignore[attr-defined]
        assert bool(running) == bool(request.running())
        if request.outcome is Outcome.NOT_CORRECTED:
            assert not running


def test_days_left_without_a_date_or_a_calendar_are_unknown() -> None:
    assert days_left(x.calendar(), date(2026, 6, 9), None) is None
    assert days_left(x.calendar(), date(2031, 6, 9), date(2026, 6, 9)) is None


def test_only_the_due_day_itself_is_today_also_over_a_weekend() -> None:
    friday, sunday = date(2026, 6, 5), date(2026, 6, 7)
    assert days_left(x.calendar(), friday, friday) == 0
    assert days_left(x.calendar(), sunday, friday) == -1
    assert days_left(x.calendar(), date(2026, 6, 9), friday) == -2
    assert days_left(x.calendar(), date(2026, 6, 6), sunday) == 1


def test_a_due_date_is_explained_day_by_day_with_what_was_known() -> None:
    """E04: before the amendment 18 August 2025 was a working day, after it a joint holiday."""
    before = explain(x.calendar(known_on=date(2025, 8, 1)), date(2025, 8, 4), 10)
    after = explain(x.calendar(known_on=date(2025, 8, 10)), date(2025, 8, 4), 10)
    assert list(after) == ["start", "days", "due_on", "calendar", "count"]
    assert (before["due_on"], before["calendar"]) == ("2025-08-18", x.BEFORE_AMENDMENT)
    assert (after["due_on"], after["calendar"]) == ("2025-08-19", x.AFTER_AMENDMENT)
    assert after["count"][0] == {"date": "2025-08-04", "counted": False, "reason": "start"}
    assert after["count"][-2] == {"date": "2025-08-18", "counted": False, "reason": "cuti-bersama"}
    with pytest.raises(CalendarMissingError):
        explain(x.calendar(), date(2026, 12, 29), 10)


@given(
    st.dates(date(2025, 1, 1), date(2026, 6, 1)),
    st.integers(1, 60),
    st.builds(
        CountingRules,
        week=st.sampled_from((5, 6)),
        joint_leave_off=st.booleans(),
        start_counts=st.booleans(),
        after_hours_next_day=st.booleans(),
    ),
)
def test_as_many_days_are_counted_as_were_promised(start: date, days: int, rules: CountingRules) -> None:
    calendar = x.calendar(rules)
    explained = explain(calendar, start, days)
    dates = [date.fromisoformat(day["date"]) for day in explained["count"]]
    assert dates == list(
        takewhile(lambda on: on <= dates[-1], (start + timedelta(n) for n in range(len(dates))))
    )
    assert dates[0] == start
    assert dates[-1].isoformat() == explained["due_on"]
    assert sum(day["counted"] for day in explained["count"]) == days
    promise = calendar.promise("D06", start, days)
    assert [day.on for day in promised_days(calendar, promise)] == dates


# Counting a promise again ---------------------------------------------------------------------------------


def promises_of(story: History) -> list[Promise]:
    """Every promise that stands in any fact of a log."""
    found: list[Promise] = []
    for event in (r.envelope.event for r in story.recorded):
        found += getattr(event, "promises", ())
        found += [event.new] if isinstance(event, Moved) else []
    return found


@pytest.mark.parametrize("seed", range(6))
def test_every_promise_of_random_lives_is_counted_again_to_the_same_day(seed: int) -> None:
    promises = promises_of(history(seed))
    assert len(promises) > 30
    editions = {edition.name: edition for edition in fold_editions(SHIPPED)}
    for promise in promises:
        calendar = working_calendar(editions[promise.calendar], promise.rules)
        assert recount(calendar, promise) == promise.due_on, promise


def test_a_promise_that_is_a_day_off_is_found_out() -> None:
    calendar = working_calendar(fold_editions(SHIPPED)[-1], CountingRules())
    sound = calendar.promise("D06", date(2026, 6, 2), 10)
    assert recount(calendar, sound) == sound.due_on == date(2026, 6, 17)
    wrong = replace(sound, due_on=date(2026, 6, 18))
    assert recount(calendar, wrong) != wrong.due_on


def test_months_and_calendar_days_are_counted_again_and_set_days_are_not() -> None:
    calendar = working_calendar(fold_editions(SHIPPED)[-1], CountingRules())
    begin = date(2026, 8, 31)
    months = Promise("D26", begin, 6, date(2027, 2, 28), calendar.edition, unit=Unit.MONTHS)
    days = Promise("D21", begin, 14, date(2026, 9, 14), calendar.edition, unit=Unit.CALENDAR_DAYS)
    ordered = Promise("ORDER", begin, 0, date(2026, 10, 1), calendar.edition, unit=Unit.AS_SET)
    assert recount(calendar, months) == months.due_on
    assert recount(calendar, days) == days.due_on
    assert recount(calendar, ordered) is None
