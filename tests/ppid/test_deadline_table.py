"""Every row of regulations §12: what starts it, meets it, misses it, and extends it where the law lets it.

Each row goes through the rules of its own subject and through its timekeeper, over days off that the decrees
of 2026 name. The due dates were counted by the script of regulations §13, which shares no code with ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pytest
from msgspec.structs import replace as changed

from ppid import keeping
from ppid.catalogue.lawful import Act as ItemAct
from ppid.clocks import ClockState
from ppid.deadlines import CLOCKS
from ppid.decrees import DECREE_2026
from ppid.dispute import hearing
from ppid.dispute.commands import OpenMediation
from ppid.dispute.events import BecameFinal
from ppid.dispute.lawful import Act as DisputeAct
from ppid.events import Unit
from ppid.exemption.lawful import Act as ExemptionAct
from ppid.objection.lawful import Act as ObjectionAct
from ppid.objection.vocabulary import Ground
from ppid.request import answer
from ppid.request.lawful import Act as RequestAct
from ppid.request.vocabulary import Channel
from tests.examples import day
from tests.ppid import meeting
from tests.ppid import starting as s
from tests.ppid.cases import Case
from tests.ppid.dispute import facts as disputed
from tests.ppid.meeting import LATER

ONE_DAY: Final = timedelta(days=1)
JOINT_LEAVE: Final = day("2026-03-18")
FIRST_HEARING: Final = day("2026-03-26")

#: The clock, the case it runs in, the day it starts, its last day, and a decreed day off that lies within it,
#: or that it starts or ends on without being moved.
DAYS = """
    D01   request   2026-03-18 2026-03-18 2026-03-18
    D02   request   2026-03-18 2026-03-18 2026-03-18
    D03   request   2026-05-13 2026-05-20 2026-05-14
    D04   request   2026-05-26 2026-06-03 2026-05-27
    D05   request   2026-05-26 2026-06-03 2026-06-01
    D06   request   2026-03-10 2026-03-31 2026-03-19
    D07   request   2026-03-31 2026-04-10 2026-04-03
    D08   request   2026-03-10 2026-03-26 2026-03-19
    D09   request   2026-03-02 2026-04-21 2026-03-19
    D10   objection 2026-04-20 2026-06-09 2026-05-14
    D11   objection 2026-05-12 2026-06-08 2026-05-14
    D12   objection 2026-04-29 2026-05-22 2026-05-14
    ORDER objection 2026-03-10 2026-03-23 2026-03-23
    D13   dispute   2026-05-12 2026-05-19 2026-05-14
    D14   dispute   2026-05-20 2026-06-03 2026-05-27
    D15   dispute   2026-05-12 2026-06-08 2026-05-14
    D16   dispute   2026-06-22 2026-11-11 2026-08-17
    D17   dispute   2026-03-26 2026-03-16 2026-03-19
    D18   dispute   2026-03-26 2026-03-17 2026-03-19
    D19   dispute   2026-08-03 2026-08-24 2026-08-17
    D20   dispute   2026-03-26 2026-03-16 2026-03-19
    D21   dispute   2026-05-13 2026-05-20 2026-05-14
    D22   dispute   2026-08-10 2026-09-01 2026-08-17
    D22C  dispute   2026-03-09 2026-03-23 2026-03-23
    D23   dispute   2026-03-09 2026-03-23 2026-03-23
    D24   dispute   2026-04-29 2026-05-18 2026-05-14
    D25   exemption 2026-10-01 2026-08-19 2026-08-25
    D26   item      2026-02-25 2026-08-25 2026-08-25
    D27   catalogue 2026-02-25 2026-08-25 2026-08-25
    D28   catalogue 2025-12-31 2026-03-31 2026-03-19
    D29   item      2026-02-16 2026-02-16 2026-02-16
    D30   privacy   2026-04-03 2026-04-06 2026-04-03
    D31   breach    2026-08-14 2026-08-17 2026-08-17
"""


@dataclass(frozen=True)
class Run:
    """A case in which the clock runs, and the act that meets it.

    ``noted``: the timekeeper notes its end; the other clocks end with the act that starts them, or are kept
    by nobody. ``anew``: what meets it starts it again. ``clock`` finds it in a case.
    """

    case: Callable[[], Case]
    meets: Callable[[Case, date], Case]
    noted: bool = True
    anew: bool = False
    clock: Callable[[Case, str], ClockState] = Case.clock


def on(start: Callable[[date], Case], day_of_start: str) -> Callable[[], Case]:
    """The case that a start makes on a day."""
    return lambda: start(day(day_of_start))


def registered(channel: Channel) -> Callable[[Case, date], Case]:
    """The number comes with the registration: what starts the clock also ends it."""
    return lambda _, day_of_entry: s.received(JOINT_LEAVE, day_of_entry, channel=channel)


def summoned() -> Case:
    """A case whose summons to day one came early."""
    return s.summons(day("2026-03-10"), FIRST_HEARING)


def window(case: Case, code: str) -> ClockState:
    """D09, which nobody keeps: asked for while nobody objects, then as the objection tells it."""
    if case.kind == "request":
        return s.window(case, Ground.NOT_FULFILLED, LATER)
    (period,) = case.state.periods
    assert period.promise.clock == code
    found = ClockState(period.promise, met=True, on=case.state.received_on)
    assert found.late(LATER) is period.late
    return found


RUNS: Final = {
    "D01": Run(on(s.request, "2026-03-18"), registered(Channel.WEB), noted=False),
    "D02": Run(on(s.letter, "2026-03-18"), registered(Channel.LETTER), noted=False),
    "D03": Run(on(s.request, "2026-05-13"), meeting.found),
    "D04": Run(on(s.incomplete, "2026-05-26"), meeting.completed),
    "D05": Run(on(s.complete, "2026-05-26"), meeting.answered),
    "D06": Run(on(s.complete, "2026-03-10"), meeting.answered),
    "D07": Run(on(s.extended, "2026-03-10"), meeting.answered),
    "D08": Run(on(s.granted, "2026-03-10"), meeting.delivered),
    "D09": Run(on(s.not_held, "2026-03-02"), meeting.objected, noted=False, clock=window),
    "D10": Run(on(s.objection, "2026-04-20"), meeting.answered_objection),
    "D11": Run(on(s.answer_received, "2026-05-12"), meeting.to_commission),
    "D12": Run(on(s.silent, "2026-03-10"), meeting.to_commission),
    "ORDER": Run(lambda: s.ordered(day("2026-03-10"), day("2026-03-23")), meeting.remedied),
    "D13": Run(on(s.unregistered, "2026-05-12"), meeting.told_lacking),
    "D14": Run(on(s.lacking, "2026-05-20"), meeting.supplied),
    "D15": Run(on(s.application, "2026-05-12"), meeting.day_one),
    "D16": Run(on(s.adjudicated, "2026-06-22"), meeting.decided),
    "D17": Run(summoned, lambda _, on: s.summons(on, FIRST_HEARING), noted=False),
    "D18": Run(summoned, meeting.challenged),
    "D19": Run(on(s.mediated, "2026-08-03"), meeting.mediation_ended),
    "D20": Run(lambda: s.announced(day("2026-03-10"), FIRST_HEARING), meeting.concluded),
    "D21": Run(on(s.ruled, "2026-05-13"), meeting.copy_came),
    "D22": Run(on(s.served, "2026-08-10"), meeting.went_to_court),
    "D22C": Run(on(s.served, "2026-03-09"), meeting.went_to_court),
    "D23": Run(on(s.at_court, "2026-03-09"), meeting.went_to_cassation),
    "D24": Run(on(s.final, "2026-04-08"), meeting.complied),
    "D25": Run(lambda: s.exemption(day("2026-06-08"), day("2026-10-01")), meeting.stipulated),
    "D26": Run(on(s.periodic, "2026-02-25"), s.publishes, anew=True),
    "D27": Run(on(s.decreed, "2026-02-25"), meeting.decreed_anew, anew=True),
    "D28": Run(on(s.decreed, "2026-02-25"), meeting.reported, anew=True),
    "D29": Run(on(s.immediate, "2026-02-16"), s.publishes),
    "D30": Run(on(s.privacy, "2026-04-03"), meeting.told),
    "D31": Run(on(s.breach, "2026-08-14"), meeting.agency_told),
}


@dataclass(frozen=True)
class Row:
    """A clock with its days, and how it runs."""

    code: str
    kind: str
    starts_on: date
    due: date
    crosses: date
    run: Run

    def now(self) -> ClockState:
        """The clock while nobody has acted."""
        return self.run.clock(self.run.case(), self.code)

    def met(self, on: date) -> ClockState:
        """The clock once its act was done on a day."""
        return self.run.clock(self.run.meets(self.run.case(), on), self.code)


def _rows() -> tuple[Row, ...]:
    lines = (line.split() for line in DAYS.strip().splitlines())
    return tuple(Row(code, kind, day(a), day(b), day(off), RUNS[code]) for code, kind, a, b, off in lines)


TABLE: Final = _rows()

ALL = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.code)
ENDING = pytest.mark.parametrize("row", [r for r in TABLE if not r.run.anew], ids=lambda row: row.code)
AGAIN = pytest.mark.parametrize("row", [r for r in TABLE if r.run.anew], ids=lambda row: row.code)
NOTED = pytest.mark.parametrize("row", [r for r in TABLE if r.run.noted], ids=lambda row: row.code)
UNNOTED = pytest.mark.parametrize("row", [r for r in TABLE if not r.run.noted], ids=lambda row: row.code)
#: What the act that starts it ends: the number is given, the summons came.
AT_ONCE: Final = {"D01", "D02", "D17"}
#: D05 and D06 give way to D07; D19 is itself made longer. Nothing else is.
EXTENSIBLE: Final = {"D05", "D06", "D19"}
#: Where a mediation may still be held, and so be extended.
BEFORE_A_DECISION: Final = {"D13", "D14", "D15", "D16", "D17", "D18", "D20"}
FIXED: Final = [row for row in TABLE if row.code not in EXTENSIBLE]


def test_every_clock_of_the_law_is_in_the_table() -> None:
    assert sorted(row.code for row in TABLE) == sorted(CLOCKS)


@ALL
def test_it_starts_and_says_its_last_day(row: Row) -> None:
    clock = row.now()
    assert (clock.promise.starts_on, clock.promise.due_on) == (row.starts_on, row.due)
    assert clock.promise.backwards is CLOCKS[row.code].backwards
    # A ruling orders days or a day: what it orders in days is counted in working days.
    assert clock.promise.unit is (Unit.WORKING_DAYS if row.code == "D24" else CLOCKS[row.code].unit)
    assert (row.run.case().kind, clock.running) == (row.kind, row.code not in AT_ONCE)


@ALL
def test_a_decreed_day_off_lies_in_it(row: Row) -> None:
    first, last = sorted((row.starts_on, row.due))
    assert first <= row.crosses <= last
    assert row.crosses in {holiday.on for holiday in DECREE_2026.holidays}


@ENDING
def test_met_on_its_last_day_it_is_in_time(row: Row) -> None:
    clock = row.met(row.due)
    assert (clock.met, clock.on) == (True, row.due)
    assert not clock.late(LATER)


@ENDING
def test_met_the_day_after_it_is_late_and_recorded(row: Row) -> None:
    clock = row.met(row.due + ONE_DAY)
    assert (clock.met, clock.on) == (True, row.due + ONE_DAY)
    assert clock.late(row.due + ONE_DAY)


@AGAIN
def test_what_comes_again_starts_again_when_it_is_met(row: Row) -> None:
    done = row.run.meets(row.run.case(), row.due)
    clock = row.run.clock(done, row.code)
    assert clock.running
    assert clock.promise.due_on is not None
    assert clock.promise.due_on > row.due + timedelta(days=180)
    assert done.noted(row.code, row.due + ONE_DAY) == []


@NOTED
def test_on_its_last_day_nothing_is_noted_and_the_day_after_that_it_ran_out(row: Row) -> None:
    case = row.run.case()
    assert case.noted(row.code, row.due) == []
    (missed,) = case.noted(row.code, row.due + ONE_DAY)
    assert missed.due_on == row.due
    later = case.later(row.due + ONE_DAY)
    assert row.run.clock(later, row.code).ran_out
    assert later.noted(row.code, row.due + timedelta(days=9)) == [], "noted once"


@NOTED
def test_after_a_week_away_it_is_noted_with_its_own_day(row: Row) -> None:
    (missed,) = row.run.case().noted(row.code, row.due + timedelta(days=7))
    assert missed.due_on == row.due


@NOTED
def test_what_was_met_in_time_is_never_noted(row: Row) -> None:
    assert row.run.meets(row.run.case(), row.due).noted(row.code, row.due + ONE_DAY) == []


@UNNOTED
def test_what_ends_with_the_act_that_starts_it_is_noted_by_nobody(row: Row) -> None:
    assert row.run.case().noted(row.code, LATER) == []


# Extensions ----------------------------------------------------------------------------------------------

TABLE_OF: Final = {row.code: row for row in TABLE}


@pytest.mark.parametrize(
    ("code", "on"), [("D05", "2026-03-13"), ("D06", "2026-03-10"), ("D06", "2026-03-31")]
)
def test_the_answer_is_extended_once_by_seven_days_from_its_base_end(code: str, on: str) -> None:
    agreed = day(on)
    command = changed(s.EXTEND, sent_on=agreed)
    case = s.complete(day("2026-03-10")).does(agreed, answer.extend, command)
    assert case.clock(code).replaced
    assert (case.clock("D07").promise.starts_on, case.clock("D07").promise.due_on) == (
        day("2026-03-31"),
        day("2026-04-10"),
    )
    assert case.noted(code, LATER) == []
    assert not case.may(agreed, answer.extend, command), "no second extension"


def test_the_answer_is_not_extended_once_its_time_is_over() -> None:
    late = day("2026-04-01")
    assert not s.complete(day("2026-03-10")).may(late, answer.extend, changed(s.EXTEND, sent_on=late))


@pytest.mark.parametrize("on", ["2026-08-04", "2026-08-24"])
def test_mediation_is_extended_once_by_seven_days_from_its_base_end(on: str) -> None:
    agreed = day(on)
    command = changed(s.EXTEND_TALKS, agreed_on=agreed)
    case = s.mediated(day("2026-08-03")).does(agreed, hearing.extend_mediation, command)
    promise = case.clock("D19").promise
    assert (promise.starts_on, promise.due_on) == (day("2026-08-24"), day("2026-09-03"))
    assert not case.may(agreed, hearing.extend_mediation, command), "no second extension"
    assert case.noted("D19", day("2026-09-03")) == []
    assert [missed.due_on for missed in case.noted("D19", day("2026-09-04"))] == [day("2026-09-03")]


def test_no_subject_has_another_act_that_extends() -> None:
    acts = (*RequestAct, *ObjectionAct, *DisputeAct, *ExemptionAct, *ItemAct)
    assert {act for act in acts if "extend" in act} == {RequestAct.EXTEND, DisputeAct.EXTEND_MEDIATION}


@pytest.mark.parametrize("row", [r for r in FIXED if r.kind == "request"], ids=lambda row: row.code)
def test_extending_the_answer_moves_no_other_clock(row: Row) -> None:
    case, on = row.run.case(), row.starts_on
    command = changed(s.EXTEND, sent_on=on)
    if case.may(on, answer.extend, command):
        case = case.does(on, answer.extend, command)
    assert row.run.clock(case, row.code).promise.due_on == row.due


@pytest.mark.parametrize("row", [r for r in FIXED if r.kind == "dispute"], ids=lambda row: row.code)
def test_extending_a_mediation_moves_no_other_clock(row: Row) -> None:
    case, on = row.run.case(), day("2026-06-24")
    meet = OpenMediation(case=disputed.CASE, first_meeting_on=on)
    if case.may(on, hearing.open_mediation, meet):
        case = case.does(on, hearing.open_mediation, meet)
    extend = changed(s.EXTEND_TALKS, agreed_on=on)
    assert case.may(on, hearing.extend_mediation, extend) is (row.code in BEFORE_A_DECISION)
    if case.may(on, hearing.extend_mediation, extend):
        case = case.does(on, hearing.extend_mediation, extend)
    assert row.run.clock(case, row.code).promise.due_on == row.due


# What follows --------------------------------------------------------------------------------------------


def test_silence_on_an_objection_starts_the_window_to_the_commission() -> None:
    (missed,) = s.objection(day("2026-04-20")).noted("D10", day("2026-06-10"))
    (window,) = missed.promises
    assert (window.clock, window.starts_on, window.due_on) == ("D12", day("2026-06-09"), day("2026-06-30"))


@pytest.mark.parametrize(
    ("code", "final_on"), [("D22", "2026-09-02"), ("D23", "2026-03-24")], ids=["D22", "D23"]
)
def test_nobody_went_on_and_the_decision_is_final_the_day_after(code: str, final_on: str) -> None:
    row = TABLE_OF[code]
    assert not any(isinstance(event, BecameFinal) for event in row.run.case().passes(row.due))
    (final,) = [event for event in row.run.case().passes(LATER) if isinstance(event, BecameFinal)]
    assert final.final_on == day(final_on)


def test_an_exemption_that_nobody_stipulated_opens_by_itself_after_its_last_day() -> None:
    case = TABLE_OF["D25"].run.case()
    assert case.state.rows[0].in_force(day("2026-10-01"))
    assert not case.later(day("2026-10-02")).state.rows[0].in_force(day("2026-10-02"))


def test_every_subject_with_a_clock_has_its_timekeeper() -> None:
    # The law sets no days for blacking out a document; those of its request run on.
    assert {row.run.case().kind for row in TABLE} == set(keeping.KEEPERS) - {"redaction"}
