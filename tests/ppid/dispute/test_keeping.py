"""The rules a case keeps, and what a decree moves. Law: regulations §9.1, U26."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from ppid.calendar import Amended, Holiday, HolidayKind, edition_known_on
from ppid.checks import Context
from ppid.counting import working_calendar
from ppid.deadlines import CLOCKS, RULES, Unit
from ppid.decrees import SHIPPED
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute.case import Dispute
from ppid.dispute.courts import receive_appeal_ruling
from ppid.dispute.entry import notify, record_incomplete
from ppid.dispute.hearing import extend_mediation, open_mediation, summon
from ppid.dispute.keeping import recount
from ppid.dispute.ruling import receive_ruling, rule
from ppid.dispute.state import DISPUTE
from ppid.dispute.vocabulary import Purpose
from ppid.events import CountingRules, Event, Promise
from tests import examples as x
from tests.examples import day
from tests.ppid.dispute import facts as f
from tests.ppid.dispute.facts import given, nothing

CHANGE = day("2026-06-23")
CODES = ("D11", "D12", "D13", "D14", "D15", "D16", "D17", "D18", "D19", "D20", "D21", "D22", "D22C", "D23")


def replaced_since(since: str) -> tuple[object, ...]:
    """The clock table in which every rule of a dispute was replaced by one five days longer."""
    old = [replace(clock, until=day(since)) for clock in RULES if clock.code in CODES]
    new = [replace(clock, days=clock.days + 5, since=day(since), until=None) for clock in old]
    return (*(clock for clock in RULES if clock.code not in CODES), *old, *new)


def promised(*events: Event) -> list[Promise]:
    """Every promise that events make."""
    return [p for event in events for p in getattr(event, "promises", ())]


def a_whole_case(rules: object, applied_on: str) -> list[Promise]:
    """The promises of a case from the application to the court's decision, decided with a clock table."""
    on = day(applied_on)
    known = {"rules": rules}
    told = (
        nothing()
        .on("2026-06-30")
        .when(
            notify,
            replace(f.NOTIFY, applied_on=on, received_on=on, register_number=""),
            way=f.SILENT,
            **known,
        )
    )
    story = given(told.event).on("2026-10-15")
    lacking = c.RecordIncomplete(case=f.CASE, sent_on=on, received_on=on)
    steps: tuple[tuple[Callable[..., object], object], ...] = (
        (record_incomplete, lacking),
        (summon, f.SUMMON),
        (summon, replace(f.SUMMON, purpose=Purpose.DECISION, hearing_on=f.READ_OUT)),
        (rule, f.RULE),
        (receive_ruling, c.RecordRulingReceived(case=f.CASE, received_on=f.COPY)),
    )
    for decision, command in steps:
        story = story.and_then(*story.when(decision, command, **known).events)
    court = story.and_then(f.APPEALED, f.COURT_CONFIRMED)
    received = c.RecordAppealRulingReceived(case=f.CASE, received_on=day("2026-10-15"))
    last = court.when(receive_appeal_ruling, received, **known).event
    talks = given(f.NOT_FULFILLED).and_then().on("2026-08-21")
    began = replace(f.NOT_FULFILLED, applied_on=on)
    talks = given(began).on("2026-08-21")
    met = talks.when(
        open_mediation, c.OpenMediation(case=f.CASE, first_meeting_on=day("2026-08-03")), **known
    ).event
    window = told.event.window if isinstance(told.event, e.Notified) else None
    assert window
    return [window, *promised(*story.events, last, met)]


@pytest.mark.parametrize(("applied_on", "longer"), [("2026-06-22", 0), ("2026-06-24", 5)])
def test_U26_a_case_keeps_the_rules_it_began_under(applied_on: str, longer: int) -> None:
    promises = a_whole_case(replaced_since("2026-06-23"), applied_on)
    assert {p.clock for p in promises} == set(CODES) - {"D11"}
    for promise in promises:
        assert promise.days == CLOCKS[promise.clock].days + longer, promise


def test_an_extension_keeps_the_rule_too() -> None:
    began = given(f.NOT_FULFILLED, f.MEDIATED).on("2026-08-21")
    extended = began.when(
        extend_mediation,
        c.ExtendMediation(case=f.CASE, agreed_on=day("2026-08-21")),
        rules=replaced_since("2026-08-01"),
    ).event
    assert extended == f.MEDIATION_EXTENDED


# A decree that moves days ---------------------------------------------------------------------------------

AMENDMENT = Amended(
    year=2026,
    numbers=("9 Tahun 2026",),
    signed_on=day("2026-08-05"),
    added=(
        Holiday(day("2026-08-19"), "Cuti tambahan", HolidayKind.JOINT_LEAVE),
        Holiday(day("2026-08-31"), "Cuti tambahan", HolidayKind.JOINT_LEAVE),
    ),
)
DECREES = ("933 Tahun 2024", "1 Tahun 2025", "1497 Tahun 2025", "9 Tahun 2026")


def amended(on: str) -> Context:
    """The day a decision is taken on, once the amendment is known."""
    known = edition_known_on((*SHIPPED, AMENDMENT), day(on))
    return replace(x.context(day(on)), calendar=working_calendar(known, CountingRules()))


def moved(dispute: Dispute, on: str) -> dict[str, tuple[object, object]]:
    """What a recount moves: from which day to which."""
    events = recount(dispute, amended(on), DECREES)
    assert all(event.decree == "9 Tahun 2026" for event in events)
    folded = dispute
    for event in events:
        folded = DISPUTE.evolve(folded, event)
        assert folded.clocks[event.new.clock].promise == event.new
    return {event.new.clock: (event.old.due_on, event.new.due_on) for event in events}


def test_a_decree_moves_working_days_and_no_calendar_days() -> None:
    found = moved(given(*f.SERVED).dispute, "2026-08-11")
    assert found == {"D22": (day("2026-09-01"), day("2026-09-03"))}
    assert CLOCKS["D22C"].unit is Unit.CALENDAR_DAYS


def test_a_decree_moves_a_count_back_to_an_earlier_day() -> None:
    hearing = replace(f.SUMMONED, purpose=Purpose.DECISION, hearing_on=day("2026-08-21"))
    back = f.back("D20", day("2026-08-21"), 3, day("2026-08-18"))
    story = given(f.NOTIFIED, f.OPENED, replace(hearing, promises=(back,)))
    found = moved(story.dispute, "2026-08-06")
    assert found["D20"] == (day("2026-08-18"), day("2026-08-14"))


def test_an_extended_mediation_moves_with_its_base_end() -> None:
    story = given(f.NOT_FULFILLED, f.MEDIATED, f.MEDIATION_EXTENDED)
    (event,) = [r for r in recount(story.dispute, amended("2026-08-21"), DECREES) if r.new.clock == "D19"]
    # The base end moves over 25 August to the 26th, and seven more days pass over the 31st.
    assert (event.new.starts_on, event.new.due_on) == (day("2026-08-26"), day("2026-09-07"))


def test_a_moved_compliance_day_moves_with_its_order() -> None:
    only_days = replace(f.FINAL, due=f.DUE[:1], promises=f.DUE[:1])
    ruled = replace(f.RULED, orders=(f.HAND_OVER,))
    story = given(*f.HEARD, ruled, f.COPY_RECEIVED, only_days)
    later = replace(f.DUE[0], due_on=day("2026-09-17"), calendar="4/2026-09-03")
    dispute = DISPUTE.evolve(story.dispute, e.Recounted(f.DUE[0], later, "10 Tahun 2026"))
    assert dispute.orders[0].due == later
    assert dispute.clocks["D24"].promise == later
