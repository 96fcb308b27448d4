"""The worked examples of regulations §13: every row, counted by hand and by an independent script.

A: the start is day zero. B: it counts when it is a working day. C: it moves to the next working day first.
Each row passes through the calendar, and through the domain: the clock that the row is about is started by
the rules of its subject. E25 and E26 count the hours of the law on personal data (D30, D31).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from ppid.breach import rules as noting
from ppid.calendar import CalendarMissingError, Holiday, HolidayKind
from ppid.counting import Reason
from ppid.deadlines import CLOCKS
from ppid.decrees import AMENDMENT_2025, DECREE_2025, DECREE_2026
from ppid.events import CountingRules, Promise
from ppid.objection.vocabulary import Ground
from ppid.privacy import rules as asking
from tests.examples import calendar, day, office
from tests.ppid import starting as s
from tests.ppid.cases import Around, Case
from tests.ppid.privacy.facts import Story, ask, at, note

A = CountingRules()
B = CountingRules(start_counts=True)
C = CountingRules(after_hours_next_day=True)
#: What was known on 1 August 2025: the amendment of 7 August was not.
BEFORE_AMENDMENT = date(2025, 8, 1)

TABLE = """
    E01  2025-03-03  10 2025-03-17 2025-03-14 2025-03-17
    E01x 2025-03-17   7 2025-03-26 2025-03-25 2025-03-26
    E02  2025-03-20  10 2025-04-14 2025-04-11 2025-04-14
    E02x 2025-04-14   7 2025-04-24 2025-04-23 2025-04-24
    E03  2025-03-20  10 2025-04-07 2025-04-04 2025-04-07
    E04a 2025-08-04  10 2025-08-18 2025-08-15 2025-08-18
    E04b 2025-08-04  10 2025-08-19 2025-08-15 2025-08-19
    E05  2025-12-17  10 2026-01-05 2026-01-02 2026-01-05
    E05x 2026-01-05   7 2026-01-14 2026-01-13 2026-01-14
    E06  2026-02-13  10 2026-03-03 2026-03-02 2026-03-03
    E06x 2026-03-03   7 2026-03-12 2026-03-11 2026-03-12
    E07  2026-03-10  10 2026-03-31 2026-03-30 2026-03-31
    E07x 2026-03-31   7 2026-04-10 2026-04-09 2026-04-10
    E08  2026-03-14  10 2026-04-06 2026-04-06 2026-04-07
    E09a 2026-07-05  10 2026-07-17 2026-07-17 2026-07-20
    E09b 2026-07-06  10 2026-07-20 2026-07-17 2026-07-20
    E10  2026-05-13   3 2026-05-20 2026-05-19 2026-05-20
    E11  2026-05-26   3 2026-06-03 2026-06-02 2026-06-03
    E12a 2026-05-20   3 2026-05-25 2026-05-22 2026-05-25
    E12b 2026-05-13  10 2026-06-03 2026-06-02 2026-06-03
    E13  2026-03-02  30 2026-04-21 2026-04-20 2026-04-21
    E14  2026-03-31  30 2026-05-18 2026-05-13 2026-05-18
    E14x 2026-04-10  30 2026-05-29 2026-05-26 2026-05-29
    E15  2026-04-20  30 2026-06-09 2026-06-08 2026-06-09
    E16  2026-06-18  14 2026-07-08 2026-07-07 2026-07-08
    E17  2026-06-09  14 2026-06-30 2026-06-29 2026-06-30
    E18a 2026-06-22  14 2026-07-10 2026-07-09 2026-07-10
    E18b 2026-06-22 100 2026-11-11 2026-11-10 2026-11-11
    E19  2026-08-03  14 2026-08-24 2026-08-21 2026-08-24
    E19x 2026-08-24   7 2026-09-03 2026-09-02 2026-09-03
    E20a 2026-08-10  14 2026-09-01 2026-08-31 2026-09-01
    E23a 2026-05-12   3 2026-05-19 2026-05-18 2026-05-19
    E23b 2026-05-20   7 2026-06-03 2026-06-02 2026-06-03
    E24  2026-03-10  10 2026-03-28 2026-03-27 2026-03-28
    E30  2025-05-08  10 2025-05-26 2025-05-23 2025-05-26
    E30x 2025-05-26   7 2025-06-10 2025-06-05 2025-06-10
    E31  2025-01-22  10 2025-02-10 2025-02-07 2025-02-10
    E31x 2025-02-10   7 2025-02-19 2025-02-18 2025-02-19
    E32  2026-06-02  10 2026-06-17 2026-06-15 2026-06-17
    E32b 2026-06-17   7 2026-06-26 2026-06-25 2026-06-26
    E32c 2026-06-26  30 2026-08-07 2026-08-06 2026-08-07
    E32d 2026-07-20  30 2026-09-02 2026-09-01 2026-09-02
    E32e 2026-09-02  14 2026-09-22 2026-09-21 2026-09-22
"""


@dataclass(frozen=True)
class Oracle:
    """One row: the due dates under the three conventions, and the setting that the row is about."""

    name: str
    start: date
    days: int
    due: tuple[date, date, date]

    def rules(self, convention: CountingRules) -> CountingRules:
        """The convention, with the row's own setting."""
        return CountingRules(
            week=6 if self.name == "E24" else 5,
            joint_leave_off=self.name != "E03",
            start_counts=convention.start_counts,
            after_hours_next_day=convention.after_hours_next_day,
        )

    @property
    def known_on(self) -> date:
        """The day up to which decrees are known."""
        return BEFORE_AMENDMENT if self.name == "E04a" else date.max


def _rows() -> list[Oracle]:
    rows = (line.split() for line in TABLE.strip().splitlines())
    return [Oracle(n, day(s), int(days), (day(a), day(b), day(c))) for n, s, days, a, b, c in rows]


ORACLES = _rows()
NAMED = {oracle.name: oracle for oracle in ORACLES}
CONVENTIONS = (A, B, C)


def test_the_table_is_whole() -> None:
    assert len(ORACLES) == 43
    assert len({oracle.name for oracle in ORACLES}) == 43


@pytest.mark.parametrize("convention", range(3), ids="ABC")
@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.name)
def test_every_row_of_the_table(oracle: Oracle, convention: int) -> None:
    rules = oracle.rules(CONVENTIONS[convention])
    due_on = calendar(rules, oracle.known_on).due(oracle.start, oracle.days)
    assert due_on == oracle.due[convention]


@pytest.mark.parametrize("convention", range(3), ids="ABC")
@pytest.mark.parametrize("oracle", ORACLES, ids=lambda oracle: oracle.name)
def test_every_row_is_explained_by_exactly_its_days(oracle: Oracle, convention: int) -> None:
    rules = oracle.rules(CONVENTIONS[convention])
    due_on = oracle.due[convention]
    told = calendar(rules, oracle.known_on).explain(oracle.start, due_on, oracle.days)
    assert sum(one.counted for one in told) == oracle.days
    assert [one.on for one in told] == [
        oracle.start + timedelta(n) for n in range((due_on - oracle.start).days + 1)
    ]
    assert told[-1].counted
    assert all(one.counted == (one.reason is Reason.COUNTED) for one in told)


@pytest.mark.parametrize(
    ("base", "extension"),
    [("E01", "E01x"), ("E02", "E02x"), ("E05", "E05x"), ("E06", "E06x"), ("E07", "E07x"), ("E30", "E30x"),
     ("E31", "E31x"), ("E32", "E32b"), ("E19", "E19x")],
)  # fmt: skip
def test_an_extension_starts_on_the_base_due_date_in_every_convention(base: str, extension: str) -> None:
    assert NAMED[extension].start == NAMED[base].due[0]
    for convention, rules in enumerate(CONVENTIONS):
        # The base due date is day zero of the extension, also where the day of receipt counts.
        assert calendar(rules).add(NAMED[base].due[convention], 7) == NAMED[extension].due[convention]


# Through the domain ----------------------------------------------------------------------------------------

Start = Callable[[date, Around], Case]


@dataclass(frozen=True)
class Clock:
    """The clock of a row: what starts it, and from which row's start where another clock comes first.

    ``window``: the objector's window (D09), which is asked for on a ground and kept by nobody.
    """

    code: str
    start: Start
    first: str = ""
    window: Ground | None = None

    def promise(self, oracle: Oracle, convention: CountingRules) -> Promise:
        """What the rules promise in an office that counts so."""
        around = Around(oracle.rules(convention), oracle.known_on)
        case = self.start(NAMED[self.first or oracle.name].start, around)
        if self.window:
            return s.window(case, self.window, oracle.due[0] + timedelta(days=30)).promise
        return case.clock(self.code).promise


REQUEST = Clock("D06", s.request)
REFUSED = Clock("D09", s.not_held, window=Ground.NOT_FULFILLED)
ANSWER_DUE = Clock("D10", s.objection)
TO_COMMISSION = Clock("D11", s.answer_received)

#: Requests whose extension is the row with an "x" behind its name.
EXTENDED = ("E01", "E02", "E05", "E06", "E07", "E30", "E31")
#: Every row of the table.
DOMAIN: dict[str, Clock] = {
    **dict.fromkeys(EXTENDED, REQUEST),
    **dict.fromkeys(("E03", "E04a", "E04b", "E08", "E09a", "E09b", "E12b", "E24", "E32"), REQUEST),
    **{f"{base}x": Clock("D07", s.extended, base) for base in EXTENDED},
    "E32b": Clock("D07", s.extended, "E32"),
    "E10": Clock("D03", s.request),
    "E11": Clock("D04", s.incomplete),
    "E12a": Clock("D05", s.complete),
    "E13": REFUSED,
    "E32c": REFUSED,
    "E14": Clock("D09", s.complete, "E07", Ground.UNANSWERED),
    "E14x": Clock("D09", s.extended, "E07", Ground.UNANSWERED),
    "E15": ANSWER_DUE,
    "E32d": ANSWER_DUE,
    "E16": TO_COMMISSION,
    "E32e": TO_COMMISSION,
    "E17": Clock("D12", s.silent, "E15"),
    "E18a": Clock("D15", s.application),
    "E18b": Clock("D16", s.application),
    "E19": Clock("D19", s.mediated),
    "E19x": Clock("D19", s.mediated_longer, "E19"),
    "E20a": Clock("D22", s.served),
    "E23a": Clock("D13", s.unregistered),
    "E23b": Clock("D14", s.lacking),
}  # fmt: skip

#: What else §13 lists, and the test below that takes it through the domain.
OTHERS = {
    "E20b": "test_E20b_the_alarm_rings_eight_days_before_the_legal_limit",
    "E21": "test_E21_cassation_ends_on_joint_leave_and_does_not_roll",
    "E22": "test_E22_the_stipulation_is_due_thirty_working_days_before_the_end",
    "E25": "test_E25_and_E26_the_hours_of_personal_data_run_through_a_holiday",
    "E26": "test_E25_and_E26_the_hours_of_personal_data_run_through_a_holiday",
    "E27": "test_E27_and_E28_the_report_and_the_list_count_months",
    "E28": "test_E27_and_E28_the_report_and_the_list_count_months",
    "E29": "test_E29_a_case_that_needs_2027_waits_and_names_the_year",
    "E33": "test_E33_the_correction_window_starts_on_receipt_of_the_letter",
}


def test_no_row_of_section_13_is_left_out() -> None:
    assert set(DOMAIN) == set(NAMED)
    numbers = {name[:3] for name in (*DOMAIN, *OTHERS)}
    assert numbers == {f"E{n:02}" for n in range(1, 34)}
    assert set(OTHERS.values()) <= set(globals())


@pytest.mark.parametrize("name", DOMAIN)
def test_every_row_passes_through_the_domain(name: str) -> None:
    oracle, clock = NAMED[name], DOMAIN[name]
    promise = clock.promise(oracle, A)
    assert (promise.clock, promise.starts_on, promise.days) == (clock.code, oracle.start, oracle.days)
    assert promise.due_on == oracle.due[0]


@pytest.mark.parametrize("name", DOMAIN)
def test_every_row_passes_through_the_domain_where_an_office_counts_otherwise(name: str) -> None:
    oracle, clock = NAMED[name], DOMAIN[name]
    strict, moved = clock.promise(oracle, B), clock.promise(oracle, C)
    assert moved.due_on == oracle.due[2]
    if CLOCKS[clock.code].owed_by_body or (clock.first and strict.starts_on != oracle.start):
        # What the body owes; and what starts when that ends, then starts earlier.
        assert strict.due_on == oracle.due[1]
    else:
        # U1: that the day of receipt counts is the body's own strictness and shortens nobody else's time.
        assert strict.due_on == oracle.due[0]


def test_E09_the_unit_s_own_zone_decides_the_day() -> None:
    stamped = datetime(2026, 7, 5, 16, 30, tzinfo=UTC)
    for zone, local, due_on in (
        ("Asia/Jakarta", "2026-07-05", "2026-07-17"),
        ("Asia/Makassar", "2026-07-06", "2026-07-20"),
        ("Asia/Jayapura", "2026-07-06", "2026-07-20"),
    ):
        received_on = office(zone=zone).local_date(stamped)
        assert received_on == day(local)
        assert calendar().due(received_on, 10) == day(due_on)
        assert s.request(received_on, Around(zone=zone)).clock("D06").promise.due_on == day(due_on)


def test_E20b_fourteen_calendar_days_end_eight_days_before_fourteen_working_days() -> None:
    by_calendar = day("2026-08-10") + timedelta(days=14)
    assert by_calendar == day("2026-08-24")
    assert calendar().is_working(by_calendar)
    assert calendar().due(day("2026-08-10"), 14) - by_calendar == timedelta(days=8)


def test_E20b_the_alarm_rings_eight_days_before_the_legal_limit() -> None:
    case = s.served(day("2026-08-10"))
    assert case.clock("D22C").promise.due_on == day("2026-08-24")
    assert case.clock("D22").promise.due_on == day("2026-09-01")


def test_E21_cassation_ends_on_joint_leave_and_does_not_roll() -> None:
    case = s.at_court(day("2026-03-09"))
    assert case.clock("D23").promise.due_on == day("2026-03-23")
    assert case.noted("D23", day("2026-03-23")) == []
    assert [missed.due_on for missed in case.noted("D23", day("2026-03-24"))] == [day("2026-03-23")]


def test_E21_a_calendar_day_clock_may_end_on_joint_leave_and_does_not_roll() -> None:
    by_calendar = day("2026-03-09") + timedelta(days=14)
    assert by_calendar == day("2026-03-23")
    assert not calendar().is_working(by_calendar)
    (told,) = [one for one in calendar().explain(day("2026-03-22"), by_calendar) if one.on == by_calendar]
    assert told.reason is Reason.JOINT_LEAVE


def test_E22_thirty_working_days_back() -> None:
    assert calendar().back(day("2026-10-30"), 30) == day("2026-09-18")


def test_E22_the_stipulation_is_due_thirty_working_days_before_the_end() -> None:
    ends_on = day("2026-10-30")
    case = s.exemption(day("2026-06-08"), ends_on)
    assert case.clock("D25").promise.due_on == day("2026-09-18")
    assert case.state.in_force(ends_on)
    assert not case.state.in_force(day("2026-10-31"))
    assert case.later(day("2026-10-31")).state.closed


def test_E25_and_E26_hours_run_through_a_holiday() -> None:
    breach = datetime(2026, 8, 14, 9, tzinfo=UTC) + timedelta(hours=72)
    assert office().local_date(breach) == day("2026-08-17")
    assert not calendar().is_working(office().local_date(breach))
    access = datetime(2026, 4, 3, 3, tzinfo=UTC) + timedelta(hours=72)
    assert office().local_date(access) == day("2026-04-06")
    assert not calendar().is_working(day("2026-04-03"))


def test_E25_and_E26_the_hours_of_personal_data_run_through_a_holiday() -> None:
    known = Story("breach").begins("2026-08-14 16:00", noting.note, note())
    assert known.state.clocks["D31"].promise.due_at == at("2026-08-17 16:00")
    asked = Story("privacy").begins("2026-04-03 10:00", asking.ask, ask())
    assert asked.state.clocks["D30"].promise.due_at == at("2026-04-06 10:00")


def test_E27_and_E28_count_months_and_need_no_working_calendar() -> None:
    # The report of 2025 and the half-year of the list end on working days, so the desk is open then.
    assert calendar().is_working(day("2026-03-31"))
    assert calendar().is_working(day("2026-08-27"))


def test_E27_and_E28_the_report_and_the_list_count_months() -> None:
    case = s.decreed(day("2026-02-27"))
    assert case.clock("D28").promise.due_on == day("2026-03-31")
    assert case.clock("D27").promise.due_on == day("2026-08-27")


@pytest.mark.parametrize("days", [10, 100])
def test_E29_a_span_into_2027_is_an_error_that_names_the_year(days: int) -> None:
    with pytest.raises(CalendarMissingError) as refused:
        calendar().due(day("2026-12-21"), days)
    assert refused.value.year == 2027
    assert "calendar missing for 2027" in str(refused.value).lower()
    assert "calendar missing for 2027" in refused.value.sentence("id")


@pytest.mark.parametrize(
    ("code", "start", "on"),
    [
        ("D06", s.request, "2026-12-21"),
        ("D10", s.objection, "2026-12-07"),
        ("D16", s.application, "2026-08-10"),
        ("D22", s.served, "2026-12-21"),
        ("D25", s.exemption, "2027-03-31"),
    ],
)
def test_E29_a_case_that_needs_2027_waits_and_names_the_year(
    code: str, start: Callable[..., Case], on: str
) -> None:
    case = start(day("2026-06-08"), day(on)) if code == "D25" else start(day(on))
    promise = case.clock(code).promise
    assert (promise.due_on, promise.missing_year) == (None, 2027)
    assert case.noted(code, day("2027-12-30")) == [], "nothing is late without a date"


def test_E29_the_last_day_of_2026_is_still_counted() -> None:
    # 24 and 25 December are off: 28, 29, 30 and 31 December are the last four working days.
    assert calendar().due(day("2026-12-23"), 4) == day("2026-12-31")
    with pytest.raises(CalendarMissingError):
        calendar().due(day("2026-12-23"), 5)


def test_E33_the_correction_window_starts_on_receipt_of_the_letter() -> None:
    assert calendar().due(day("2026-03-09"), 3) == day("2026-03-12")
    assert calendar().due(day("2026-03-17"), 3, owed_by_body=False) == day("2026-03-27")
    assert s.request(day("2026-03-09")).clock("D03").promise.due_on == day("2026-03-12")
    assert s.incomplete(day("2026-03-17")).clock("D04").promise.due_on == day("2026-03-27")


@pytest.mark.parametrize(
    ("year", "months", "total"),
    [
        (2025, (19, 20, 19, 16, 17, 18, 23, 20, 21, 23, 20, 21), 237),
        (2026, (20, 18, 17, 21, 16, 20, 23, 19, 22, 22, 21, 21), 240),
    ],
)
def test_working_days_of_each_month_and_year(year: int, months: tuple[int, ...], total: int) -> None:
    days = [date(year, 1, 1) + timedelta(n) for n in range(365)]
    working = [on for on in days if calendar().is_working(on)]
    assert tuple(sum(on.month == month for on in working) for month in range(1, 13)) == months
    assert len(working) == total


def test_the_decrees_hold_as_many_days_off_as_they_say() -> None:
    def kinds(*holidays: Holiday) -> tuple[int, int]:
        national = sum(holiday.kind is HolidayKind.NATIONAL for holiday in holidays)
        return national, len(holidays) - national

    assert kinds(*DECREE_2025.holidays, *AMENDMENT_2025.added) == (17, 11)
    assert kinds(*DECREE_2026.holidays) == (17, 8)
