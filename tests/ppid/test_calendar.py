"""Properties of the working calendar, beside a second count written the slow and obvious way."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppid.calendar import (
    NO_EDITION,
    Amended,
    CalendarMissingError,
    Decreed,
    Edition,
    Holiday,
    HolidayKind,
    HolidayOutsideYearError,
    YearAlreadyDecreedError,
    YearNotDecreedError,
    decide,
    edition_known_on,
    fold_editions,
)
from ppid.counting import Reason, WorkingCalendar
from ppid.decrees import AMENDMENT_2025, DECREE_2025, DECREE_2026, SHIPPED
from ppid.events import CountingRules
from tests.examples import AFTER_AMENDMENT, BEFORE_AMENDMENT, SHIPPED_EDITION, calendar, day, promise

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
KINDS = st.sampled_from(HolidayKind)
DAYS_OFF = st.dictionaries(st.dates(FIRST, LAST), KINDS, max_size=60)
RULES = st.builds(
    CountingRules,
    week=st.sampled_from([5, 6]),
    joint_leave_off=st.booleans(),
    start_counts=st.booleans(),
    after_hours_next_day=st.booleans(),
)
STARTS = st.dates(FIRST, date(2026, 12, 31))
PERIODS = st.integers(1, 60)


def edition(days_off: dict[date, HolidayKind]) -> Edition:
    """Three decreed years with these days off."""
    holidays = tuple(Holiday(on, "Libur", kind) for on, kind in sorted(days_off.items()))
    return Edition(1, date(2024, 10, 14), ("1",), holidays, (2025, 2026, 2027))


class Naive:
    """The same law, one day at a time: no sequence, no bisection, nothing shared with the calendar."""

    def __init__(self, days_off: dict[date, HolidayKind], rules: CountingRules) -> None:
        self.days_off = days_off
        self.rules = rules

    def working(self, on: date) -> bool:
        """Whether the office works on that day."""
        if on.weekday() == 6 or (on.weekday() == 5 and self.rules.week == 5):
            return False
        kind = self.days_off.get(on)
        if kind is None:
            return True
        return kind is HolidayKind.JOINT_LEAVE and not self.rules.joint_leave_off

    def due(self, start: date, days: int, *, owed_by_body: bool) -> date:
        """Walk forward until enough working days were met."""
        on = start
        if not owed_by_body or self.rules.after_hours_next_day:
            while not self.working(on):
                on += timedelta(days=1)
        first_counts = owed_by_body and self.rules.start_counts and self.working(on)
        left = days - (1 if first_counts else 0)
        while left:
            on += timedelta(days=1)
            left -= self.working(on)
        return on

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to ``end``."""
        return sum(self.working(start + timedelta(n)) for n in range(1, (end - start).days + 1))


@given(DAYS_OFF, RULES, STARTS, PERIODS, st.booleans())
def test_the_count_agrees_with_a_naive_one(
    days_off: dict[date, HolidayKind], rules: CountingRules, start: date, days: int, body: bool
) -> None:
    counted = WorkingCalendar(edition(days_off), rules).due(start, days, owed_by_body=body)
    assert counted == Naive(days_off, rules).due(start, days, owed_by_body=body)


@given(DAYS_OFF, RULES, STARTS, PERIODS)
def test_a_period_never_ends_on_a_day_off(
    days_off: dict[date, HolidayKind], rules: CountingRules, start: date, days: int
) -> None:
    counted = WorkingCalendar(edition(days_off), rules)
    assert counted.is_working(counted.due(start, days))
    assert counted.due(start, days) >= start


@given(DAYS_OFF, RULES, STARTS, STARTS, PERIODS, PERIODS)
def test_a_later_start_or_a_longer_period_never_ends_earlier(
    days_off: dict[date, HolidayKind], rules: CountingRules, one: date, other: date, few: int, more: int
) -> None:
    counted = WorkingCalendar(edition(days_off), rules)
    assert counted.due(min(one, other), few) <= counted.due(max(one, other), few)
    if few < more:
        assert counted.due(one, few) < counted.due(one, more)


@given(DAYS_OFF, RULES, STARTS, PERIODS, st.dates(FIRST, LAST), KINDS)
def test_one_more_holiday_never_shortens_a_period(
    days_off: dict[date, HolidayKind],
    rules: CountingRules,
    start: date,
    days: int,
    added: date,
    kind: HolidayKind,
) -> None:
    if days_off.get(added) is HolidayKind.NATIONAL:
        kind = HolidayKind.NATIONAL  # decreeing a holiday again does not weaken it
    before = WorkingCalendar(edition(days_off), rules).due(start, days)
    assert WorkingCalendar(edition({**days_off, added: kind}), rules).due(start, days) >= before


@given(DAYS_OFF, RULES, STARTS, PERIODS, st.booleans())
def test_an_explanation_counts_exactly_the_days_of_its_period(
    days_off: dict[date, HolidayKind], rules: CountingRules, start: date, days: int, body: bool
) -> None:
    counted = WorkingCalendar(edition(days_off), rules)
    due_on = counted.due(start, days, owed_by_body=body)
    told = counted.explain(start, due_on, days)
    assert told[0].on == start
    assert told[-1].on == due_on
    assert len(told) == (due_on - start).days + 1
    assert sum(one.counted for one in told) == days
    naive = Naive(days_off, rules)
    assert all(naive.working(one.on) for one in told if one.counted)
    for one in told[1:]:
        if one.reason in {Reason.NATIONAL, Reason.JOINT_LEAVE}:
            assert one.on in days_off
        if one.reason is Reason.WEEKEND:
            assert one.on.weekday() >= rules.week


@given(DAYS_OFF, RULES, STARTS, PERIODS)
def test_a_body_s_own_clock_is_explained_without_saying_its_length(
    days_off: dict[date, HolidayKind], rules: CountingRules, start: date, days: int
) -> None:
    counted = WorkingCalendar(edition(days_off), rules)
    due_on = counted.due(start, days)
    assert counted.explain(start, due_on) == counted.explain(start, due_on, days)


@given(DAYS_OFF, RULES, STARTS, PERIODS)
def test_counting_back_undoes_counting_forth(
    days_off: dict[date, HolidayKind], rules: CountingRules, start: date, days: int
) -> None:
    counted = WorkingCalendar(edition(days_off), rules)
    end = counted.add(start, days)
    if counted.is_working(start):
        assert counted.back(end, days) == start
    if counted.is_working(date(2027, 6, 1)):
        assert counted.add(counted.back(date(2027, 6, 1), days), days) == date(2027, 6, 1)


@given(DAYS_OFF, RULES, STARTS, STARTS)
def test_the_days_between_agree_with_a_naive_count(
    days_off: dict[date, HolidayKind], rules: CountingRules, one: date, other: date
) -> None:
    counted = WorkingCalendar(edition(days_off), rules)
    start, end = min(one, other), max(one, other)
    assert counted.between(start, end) == Naive(days_off, rules).between(start, end)
    assert counted.between(end, start) == -counted.between(start, end)


@given(DAYS_OFF, STARTS, PERIODS)
def test_a_promise_is_the_due_date_with_its_edition(
    days_off: dict[date, HolidayKind], start: date, days: int
) -> None:
    counted = WorkingCalendar(edition(days_off), CountingRules())
    kept = counted.promise("D06", start, days)
    assert (kept.due_on, kept.calendar, kept.missing_year) == (counted.due(start, days), "1/2024-10-14", None)


@pytest.mark.parametrize("days", [0, -1])
def test_a_period_has_at_least_one_day(days: int) -> None:
    with pytest.raises(ValueError, match="at least 1 day"):
        calendar().add(day("2026-06-02"), days)
    with pytest.raises(ValueError, match="at least 1 day"):
        calendar().back(day("2026-06-02"), days)


def test_a_year_without_a_decree_is_never_guessed() -> None:
    for start in ("2024-06-03", "2027-01-04", "9999-12-31", "0001-01-01"):
        with pytest.raises(CalendarMissingError):
            calendar().due(day(start), 1)
    with pytest.raises(CalendarMissingError):
        calendar().is_working(day("2027-01-04"))
    with pytest.raises(CalendarMissingError):
        calendar().between(day("2026-12-30"), day("2027-01-04"))
    with pytest.raises(CalendarMissingError):
        calendar().between(day("2024-12-30"), day("2025-01-04"))
    with pytest.raises(CalendarMissingError):
        calendar().back(day("2025-01-03"), 10)
    with pytest.raises(CalendarMissingError):
        calendar().explain(day("2026-12-28"), day("2027-01-04"))


def test_day_zero_itself_needs_no_decree() -> None:
    assert calendar().add(day("2024-12-31"), 1) == day("2025-01-02")
    assert [one.reason for one in calendar().explain(day("2024-12-31"), day("2025-01-02"), 1)] == [
        Reason.START,
        Reason.NATIONAL,
        Reason.COUNTED,
    ]


def test_years_that_do_not_touch_are_counted_apart() -> None:
    apart = WorkingCalendar(Edition(1, FIRST, ("1",), (), (2025, 2027)), CountingRules())
    assert apart.add(day("2027-03-01"), 1) == day("2027-03-02")
    with pytest.raises(CalendarMissingError) as refused:
        apart.add(day("2025-12-31"), 1)
    assert refused.value.year == 2026


def test_a_promise_into_an_undecreed_year_names_the_year_it_waits_for() -> None:
    kept = calendar().promise("D06", day("2026-12-28"), 10)
    assert (kept.due_on, kept.missing_year, kept.calendar) == (None, 2027, SHIPPED_EDITION)


def test_a_clock_that_ends_at_once_has_nothing_to_explain() -> None:
    told = calendar().explain(day("2026-06-02"), day("2026-06-02"), 0)
    assert [(one.on, one.reason) for one in told] == [(day("2026-06-02"), Reason.START)]


def test_an_explanation_names_each_holiday() -> None:
    told = {one.on: one for one in calendar().explain(day("2026-06-02"), day("2026-06-17"), 10)}
    assert told[day("2026-06-16")].name == "1 Muharam Tahun Baru Islam 1448 Hijriah"
    assert told[day("2026-06-16")].reason is Reason.NATIONAL
    assert told[day("2026-06-06")].reason is Reason.WEEKEND


def test_a_letter_received_on_a_day_off_opens_its_window_on_the_next_working_day() -> None:
    # Saturday: the window of the requester starts on Monday (U6), so its last day is Thursday.
    assert calendar().due(day("2026-06-06"), 3, owed_by_body=False) == day("2026-06-11")
    assert calendar().due(day("2026-06-06"), 3, owed_by_body=True) == day("2026-06-10")
    told = calendar().explain(day("2026-06-06"), day("2026-06-11"), 3)
    assert [(one.on.day, one.reason) for one in told[:3]] == [
        (6, Reason.START),
        (7, Reason.WEEKEND),
        (8, Reason.START),
    ]


def test_an_extension_is_explained_from_its_base_due_date_also_where_receipt_counts() -> None:
    counted = calendar(CountingRules(start_counts=True))
    told = counted.explain(day("2026-06-15"), day("2026-06-25"), 7)
    assert told[0].reason is Reason.START
    assert sum(one.counted for one in told) == 7


def test_editions_are_the_sum_of_the_decrees_so_far() -> None:
    editions = fold_editions(SHIPPED)
    assert [one.name for one in editions] == ["0", BEFORE_AMENDMENT, AFTER_AMENDMENT, SHIPPED_EDITION]
    assert [len(one.holidays) for one in editions] == [0, 27, 28, 53]
    assert editions[0] == NO_EDITION
    assert editions[-1].years == (2025, 2026)


def test_an_edition_is_known_from_the_signing_of_its_decree() -> None:
    names = [
        edition_known_on(SHIPPED, day(known)).name
        for known in ("2024-10-13", "2024-10-14", "2025-08-06", "2025-08-07", "2025-09-18", "2025-09-19")
    ]
    assert names == [
        "0",
        BEFORE_AMENDMENT,
        BEFORE_AMENDMENT,
        AFTER_AMENDMENT,
        AFTER_AMENDMENT,
        SHIPPED_EDITION,
    ]


def test_an_amendment_adds_removes_and_replaces_days() -> None:
    moved = Amended(
        year=2026,
        numbers=("9 Tahun 2026",),
        signed_on=day("2026-05-01"),
        added=(
            Holiday(day("2026-06-02"), "Hari tambahan", HolidayKind.JOINT_LEAVE),
            Holiday(day("2026-12-24"), "Kelahiran Yesus Kristus", HolidayKind.NATIONAL),
        ),
        removed=(day("2026-06-16"),),
    )
    after = fold_editions([*SHIPPED, moved])[-1]
    days_off = {holiday.on: holiday.kind for holiday in after.holidays}
    assert days_off[day("2026-06-02")] is HolidayKind.JOINT_LEAVE
    assert days_off[day("2026-12-24")] is HolidayKind.NATIONAL
    assert day("2026-06-16") not in days_off
    assert after.years == (2025, 2026)
    assert decide(SHIPPED, moved) == moved


def test_an_amendment_alone_makes_no_year_known() -> None:
    assert fold_editions([AMENDMENT_2025])[-1].years == ()
    assert edition_known_on([DECREE_2026, AMENDMENT_2025], day("2025-08-07")).years == ()


def test_a_year_is_decreed_once() -> None:
    assert decide([], DECREE_2025) == DECREE_2025
    assert decide([DECREE_2025], DECREE_2026) == DECREE_2026
    with pytest.raises(YearAlreadyDecreedError):
        decide([DECREE_2025], DECREE_2025)


def test_only_a_decreed_year_is_amended() -> None:
    assert decide([DECREE_2025], AMENDMENT_2025) == AMENDMENT_2025
    with pytest.raises(YearNotDecreedError):
        decide([DECREE_2026], AMENDMENT_2025)


def test_every_day_of_a_decree_lies_in_its_year_once() -> None:
    new_year = Holiday(day("2027-01-01"), "Tahun Baru", HolidayKind.NATIONAL)
    outside = Decreed(2028, ("1",), day("2027-10-01"), (new_year,))
    with pytest.raises(HolidayOutsideYearError):
        decide([], outside)
    with pytest.raises(HolidayOutsideYearError):
        decide([], Decreed(2027, ("1",), day("2026-10-01"), (new_year, new_year)))
    with pytest.raises(HolidayOutsideYearError):
        decide([DECREE_2025], Amended(2025, ("1",), day("2025-10-01"), (), (day("2026-08-18"),)))


def test_a_promise_reads_as_the_examples_write_it() -> None:
    assert calendar().promise("D06", day("2026-06-02"), 10) == promise(
        "D06", day("2026-06-02"), 10, day("2026-06-17")
    )
