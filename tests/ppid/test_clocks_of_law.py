"""The clocks of §12 as data: their lengths, units and directions, and the rule a case keeps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from ppid.checks import as_set, promise
from ppid.clocks import ClockState, RanOut, noted, ran_out, replaced, running, started
from ppid.counting import Reason, months_after
from ppid.deadlines import (
    CLOCKS,
    D06,
    D19,
    D22,
    D22C,
    D23,
    D24,
    D25,
    D26,
    D27,
    D28,
    D29,
    RULES,
    Clock,
    Unit,
    clock_of,
)
from projections.explaining import promised_days
from tests import examples as x
from tests.examples import day

CONTEXT = x.context(day("2026-09-01"))


@pytest.mark.parametrize(
    ("clock", "start", "due_on"),
    [
        pytest.param(D25, "2026-10-30", "2026-09-18", id="E22"),
        pytest.param(D23, "2026-03-09", "2026-03-23", id="E21: a joint leave day is not rolled forward"),
        pytest.param(D22C, "2026-08-10", "2026-08-24", id="E20b"),
        pytest.param(D22, "2026-08-10", "2026-09-01", id="E20a"),
        pytest.param(D28, "2025-12-31", "2026-03-31", id="E27"),
        pytest.param(D27, "2026-02-27", "2026-08-27", id="E28"),
        pytest.param(D26, "2026-08-31", "2027-02-28", id="the last day of a shorter month"),
        pytest.param(D29, "2026-08-15", "2026-08-15", id="at once, also on a day off"),
    ],
)
def test_a_clock_is_counted_in_its_own_unit_and_direction(clock: Clock, start: str, due_on: str) -> None:
    assert promise(clock, day(start), CONTEXT).due_on == day(due_on)


def test_a_count_back_is_told_forwards_and_counts_the_day_it_ends_on() -> None:
    told = promised_days(CONTEXT.calendar, promise(D25, day("2026-10-30"), CONTEXT))
    assert (told[0].on, told[0].counted) == (day("2026-09-18"), True)
    assert (told[-1].on, told[-1].reason) == (day("2026-10-30"), Reason.START)
    assert sum(one.counted for one in told) == D25.days


def test_a_count_back_from_a_day_off_counts_as_many_days() -> None:
    saturday = day("2026-10-31")
    told = promised_days(CONTEXT.calendar, promise(D25, saturday, CONTEXT))
    assert sum(one.counted for one in told) == D25.days
    assert told[-1].on == saturday


def test_calendar_days_are_told_one_by_one_and_months_are_not() -> None:
    fourteen = promised_days(CONTEXT.calendar, promise(D23, day("2026-03-09"), CONTEXT))
    assert sum(one.counted for one in fourteen) == 14
    assert promised_days(CONTEXT.calendar, promise(D27, day("2026-02-27"), CONTEXT)) == ()
    assert promised_days(CONTEXT.calendar, as_set(D24, day("2026-02-27"), day("2026-03-27"), CONTEXT)) == ()


def test_a_year_without_a_decree_leaves_only_counted_days_without_a_date() -> None:
    late = day("2026-12-28")
    waiting = promise(D06, late, CONTEXT)
    assert (waiting.due_on, waiting.missing_year) == (None, 2027)
    assert promise(D23, late, CONTEXT).due_on == day("2027-01-11")


def test_months_keep_the_day_or_end_with_the_month() -> None:
    for start in (date(2026, 1, 1) + timedelta(days=n) for n in range(730)):
        later = months_after(start, 6)
        assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == 6
        assert later.day == start.day or (later + timedelta(days=1)).day == 1


def test_every_clock_of_the_table_is_there_once_and_in_force() -> None:
    assert {f"D{n:02d}" for n in range(1, 30)} <= set(CLOCKS)
    assert len(CLOCKS) == len(RULES)
    assert all(clock.in_force(day("2026-01-01")) for clock in RULES)
    assert all(text.id and text.en for c in RULES for text in (c.name, c.starts, c.on_expiry))


def test_a_case_keeps_the_rule_it_began_under() -> None:
    old = replace(D19, until=day("2027-06-30"))
    new = replace(D19, days=20, since=day("2027-07-01"))
    assert clock_of("D19", day("2027-06-30"), (old, new)).days == 14
    assert clock_of("D19", day("2027-07-01"), (new, old)).days == 20
    assert clock_of("D19", day("2009-01-01"), (new, old)).days == 14
    with pytest.raises(KeyError):
        clock_of("D99", day("2026-01-01"))


def test_a_clock_runs_out_once_and_starts_what_follows() -> None:
    due = promise(D06, day("2026-06-02"), CONTEXT)
    clocks = started({}, [due])
    assert ran_out(running(clocks), day("2026-06-17"), RanOut) == []
    (ended,) = ran_out(running(clocks), day("2026-06-18"), RanOut)
    follows = promise(D27, day("2026-06-17"), CONTEXT)
    clocks = noted(clocks, replace(ended, promises=(follows,)))
    assert ran_out([clocks["D06"]], day("2026-06-30"), RanOut) == []
    assert clocks["D27"] == ClockState(follows)
    assert clocks["D06"].promise.unit is Unit.WORKING_DAYS


def test_a_replaced_clock_no_longer_runs() -> None:
    clocks = replaced(started({}, [promise(D06, day("2026-06-02"), CONTEXT)]), ("D06",))
    assert running(clocks) == []
    assert not clocks["D06"].late(day("2027-01-01"))
