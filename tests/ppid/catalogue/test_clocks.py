"""D26 to D29: what starts them, meets them, misses them, and that no holiday decree moves them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from ppid import clocks
from ppid.catalogue import decreeing, rules
from ppid.catalogue import events as e
from ppid.catalogue import refusals as no
from ppid.catalogue.commands import DecreeList, ProposeItem, PublishItem, PublishReport
from ppid.catalogue.state import CATALOGUE, ITEM
from ppid.catalogue.vocabulary import ListStep, Medium
from ppid.events import Actor, Approval, Role, Unit
from ppid.refusals import BeforeBodyError, BeforeError, FutureDateError, RequiredError
from tests import examples
from tests.examples import REGION, day
from tests.ppid.catalogue import facts as x
from tests.ppid.catalogue.facts import given, item_of, list_of, nothing


def decree_of(number: str, signed_on: str, approved_on: str = "") -> e.ListDecree:
    return e.ListDecree(number, day(signed_on), Approval("Kapolda Contoh", day(approved_on or signed_on)))


def command_of(number: str, signed_on: str, approved_on: str = "") -> DecreeList:
    return DecreeList(body=REGION, items=(x.THING,), decree=decree_of(number, signed_on, approved_on))


def report_of(year: int, published_on: str, copy_sent_on: str = "") -> PublishReport:
    return PublishReport(
        body=REGION,
        budget_year=year,
        published_on=day(published_on),
        copy_sent_on=day(copy_sent_on or published_on),
    )


# D26 ------------------------------------------------------------------------------------------------------


def test_D26_starts_when_a_periodic_item_is_listed_and_again_at_each_publication() -> None:
    given(x.PROPOSED).when(rules.listed, decree=x.DECREE).then(x.LISTED)
    given(x.PROPOSED_ANY_TIME).when(rules.listed, decree=x.DECREE).then(x.LISTED_ANY_TIME)
    story = given(x.PROPOSED, x.LISTED).on("2026-03-31")
    story.when(rules.publish, x.PUBLISH).then(x.PUBLISHED)
    item = story.and_then(x.PUBLISHED).item
    assert [c.promise.due_on for c in item.running()] == [day("2026-09-30")]


@pytest.mark.parametrize(
    ("published_on", "due_on"),
    [("2026-03-31", "2026-09-30"), ("2025-08-31", "2026-02-28"), ("2026-02-27", "2026-08-27")],
)
def test_D26_ends_six_months_later_on_the_same_day_or_the_last_of_a_shorter_month(
    published_on: str, due_on: str
) -> None:
    command = PublishItem(case=x.THING, published_on=day(published_on), media=(Medium.WEBSITE,))
    event = given(x.PROPOSED, x.LISTED).on("2026-03-31").when(rules.publish, command).event
    assert isinstance(event, e.Published)
    assert event.promises == (x.due("D26", published_on, 6, due_on),)


def test_D26_is_missed_the_day_after_and_noted_once() -> None:
    item = item_of(x.PROPOSED, x.LISTED, x.PUBLISHED)
    due_on = day("2026-09-30")
    assert clocks.ran_out(item.running(), due_on, ITEM.ran_out) == []
    missed = clocks.ran_out(item.running(), due_on + timedelta(days=1), ITEM.ran_out)
    assert missed == [e.ItemClockRanOut("D26", due_on, examples.SHIPPED_EDITION)]
    noted = item_of(x.PROPOSED, x.LISTED, x.PUBLISHED, *missed)
    assert noted.clocks["D26"].ran_out
    assert clocks.ran_out(noted.running(), due_on + timedelta(days=9), ITEM.ran_out) == []
    assert noted.running()[0].late(due_on + timedelta(days=1))


def test_D26_of_a_withdrawn_item_runs_no_more() -> None:
    item = item_of(x.PROPOSED, x.LISTED, e.Withdrawn(withdrawn_on=day("2026-05-04"), reason="Musnah"))
    assert item.running() == []
    assert clocks.ran_out(item.running(), day("2030-01-01"), ITEM.ran_out) == []


# D29 ------------------------------------------------------------------------------------------------------


def test_D29_is_due_the_very_day_the_event_is_known_also_on_a_holiday() -> None:
    # 16 February 2026 is cuti bersama: an announcement at once knows no day off.
    command = ProposeItem(item=x.THING, body=REGION, entry=x.ALARM)
    nothing().on("2026-02-16").when(rules.propose, command).then(x.PROPOSED_ALARM)


def test_D29_is_met_by_the_announcement_and_missed_the_next_day() -> None:
    told = e.Published(published_on=day("2026-02-16"), media=(Medium.APP,))
    item = item_of(x.PROPOSED_ALARM, told)
    assert item.clocks["D29"].met
    assert not item.clocks["D29"].late(day("2026-06-02"))
    late = item_of(x.PROPOSED_ALARM, e.Published(published_on=day("2026-02-17"), media=(Medium.APP,)))
    assert late.clocks["D29"].late(day("2026-06-02"))
    waiting = item_of(x.PROPOSED_ALARM)
    missed = clocks.ran_out(waiting.running(), day("2026-02-17"), ITEM.ran_out)
    assert missed == [e.ItemClockRanOut("D29", day("2026-02-16"), examples.SHIPPED_EDITION)]


def test_D29_of_a_listed_item_still_waits_for_its_announcement() -> None:
    item = item_of(x.PROPOSED_ALARM, e.Listed(listed_on=day("2026-02-27"), decree=x.DECREE))
    assert [c.promise.clock for c in item.running()] == ["D29"]


# D27 ------------------------------------------------------------------------------------------------------


def test_D27_the_list_is_due_again_six_months_after_its_decree_E28() -> None:
    nothing().on("2026-02-27").when(decreeing.decree, x.DECREE_LIST).then(x.DECREED)
    assert x.DECREED.promises[0].due_on == day("2026-08-27")


def test_D27_is_met_by_the_next_decree_and_starts_again() -> None:
    story = given(x.DECREED).on("2026-08-27")
    event = story.when(decreeing.decree, command_of("KEP/9/VIII/2026", "2026-08-27")).event
    assert isinstance(event, e.Decreed)
    assert event.promises == (x.due("D27", "2026-08-27", 6, "2027-02-27"),)
    public = story.and_then(event).public
    assert public is not None
    assert public.clocks["D27"].promise.due_on == day("2027-02-27")
    assert [d.number for d in public.decrees] == ["KEP/7/II/2026", "KEP/9/VIII/2026"]


def test_D27_at_the_end_of_a_month_is_clipped() -> None:
    event = nothing().on("2026-08-31").when(decreeing.decree, command_of("1", "2026-08-31")).event
    assert isinstance(event, e.Decreed)
    assert event.promises[0].due_on == day("2027-02-28")


def test_D27_is_missed_the_day_after() -> None:
    public = list_of(x.DECREED)
    assert public is not None
    reported = e.ReportPublished(2025, day("2026-03-30"), day("2026-03-30"), promises=())
    assert not clocks.ran_out([public.clocks["D27"]], day("2026-08-27"), CATALOGUE.ran_out)
    missed = clocks.ran_out([public.clocks["D27"]], day("2026-08-28"), CATALOGUE.ran_out)
    assert missed == [e.ListClockRanOut("D27", day("2026-08-27"), examples.SHIPPED_EDITION)]
    noted = list_of(x.DECREED, reported, *missed)
    assert noted is not None
    assert noted.clocks["D27"].ran_out
    assert noted.clocks["D27"].running


def test_a_decree_is_approved_before_it_is_signed() -> None:
    story = nothing().on("2026-02-27")
    story.when(decreeing.decree, command_of("1", "2026-02-26", "2026-02-27")).then_refused(
        BeforeError, "signed_on"
    )
    story.when(decreeing.decree, command_of("1", "2026-02-28", "2026-02-27")).then_refused(
        FutureDateError, "signed_on"
    )
    story.when(decreeing.decree, command_of("1", "2001-01-01")).then_refused(BeforeBodyError, "signed_on")
    story.when(decreeing.decree, command_of(" ", "2026-02-27")).then_refused(RequiredError, "number")
    unapproved = e.ListDecree("1", day("2026-02-27"), Approval("", day("2026-02-27")))
    story.when(decreeing.decree, DecreeList(body=REGION, items=(), decree=unapproved)).then_refused(
        RequiredError, "approval"
    )


def test_a_decree_is_recorded_once_and_in_order() -> None:
    story = given(x.DECREED).on("2026-06-02")
    story.when(decreeing.decree, command_of(" KEP/7/II/2026 ", "2026-06-02")).then_refused(
        no.DecreedTwiceError, "number", signed_on=day("2026-02-27")
    )
    story.when(decreeing.decree, command_of("KEP/6/II/2026", "2026-02-26")).then_refused(
        BeforeError, "signed_on"
    )


def test_a_decree_takes_in_a_bounded_number_of_items() -> None:
    many = DecreeList(body=REGION, items=(x.THING,) * 5001, decree=x.DECREE)
    nothing().when(decreeing.decree, many).then_refused(no.TooManyItemsError, count=5001)


def test_a_decree_without_items_confirms_the_list() -> None:
    command = DecreeList(body=REGION, items=(), decree=x.DECREE)
    event = nothing().when(decreeing.decree, command).event
    assert isinstance(event, e.Decreed)
    assert event.promises[0].clock == "D27"


# D28 ------------------------------------------------------------------------------------------------------


def test_D28_the_report_of_2025_is_due_on_31_march_2026_E27() -> None:
    event = nothing().on("2026-02-27").when(decreeing.decree, x.DECREE_LIST).event
    assert isinstance(event, e.Decreed)
    assert event.promises[1] == x.due("D28", "2025-12-31", 3, "2026-03-31")


@pytest.mark.parametrize(
    ("signed_on", "due_on"),
    [("2026-03-31", "2026-03-31"), ("2026-04-01", "2027-03-31"), ("2010-05-03", "2011-03-31")],
)
def test_D28_first_waits_for_the_year_that_can_still_be_reported_in_time(signed_on: str, due_on: str) -> None:
    event = nothing().on("2026-06-02").when(decreeing.decree, command_of("1", signed_on)).event
    assert isinstance(event, e.Decreed)
    assert event.promises[1].due_on == day(due_on)


def test_D28_is_met_by_report_and_copy_and_the_next_year_is_awaited() -> None:
    story = given(x.DECREED).on("2026-03-31")
    event = story.when(decreeing.publish_report, report_of(2025, "2026-03-27", "2026-03-31")).event
    assert event == e.ReportPublished(
        2025,
        day("2026-03-27"),
        day("2026-03-31"),
        promises=(x.due("D28", "2026-12-31", 3, "2027-03-31"),),
    )
    public = story.and_then(event).public
    assert public is not None
    assert public.clocks["D28"].promise.due_on == day("2027-03-31")
    assert public.reports[0].budget_year == 2025


def test_D28_is_missed_on_1_april() -> None:
    public = list_of(x.DECREED)
    assert public is not None
    assert clocks.ran_out(public.running(), day("2026-03-31"), CATALOGUE.ran_out) == []
    missed = clocks.ran_out(public.running(), day("2026-04-01"), CATALOGUE.ran_out)
    assert missed == [e.ListClockRanOut("D28", day("2026-03-31"), examples.SHIPPED_EDITION)]


def test_the_report_of_an_earlier_year_is_recorded_and_meets_nothing() -> None:
    story = given(x.DECREED).on("2026-03-02")
    event = story.when(decreeing.publish_report, report_of(2023, "2026-03-02")).event
    assert isinstance(event, e.ReportPublished)
    assert event.promises == ()
    public = story.and_then(event).public
    assert public is not None
    assert public.clocks["D28"].running
    assert public.clocks["D28"].promise.due_on == day("2026-03-31")


def test_a_report_is_about_a_year_that_is_over_and_published_once() -> None:
    story = given(x.DECREED).on("2026-06-02")
    for year in (2026, 2030, 2009, -1, 10_000):
        story.when(decreeing.publish_report, report_of(year, "2026-06-02")).then_refused(
            no.YearNotOverError, "budget_year"
        )
    story.when(decreeing.publish_report, report_of(2025, "2025-12-30", "2026-01-05")).then_refused(
        BeforeError, "published_on"
    )
    story.when(decreeing.publish_report, report_of(2025, "2026-03-30", "2026-06-03")).then_refused(
        FutureDateError, "copy_sent_on"
    )
    event = story.when(decreeing.publish_report, report_of(2025, "2026-03-30")).event
    story.and_then(event).when(decreeing.publish_report, report_of(2025, "2026-06-01")).then_refused(
        no.ReportedTwiceError, "budget_year"
    )


def test_a_list_may_begin_with_a_report() -> None:
    event = nothing().on("2026-03-30").when(decreeing.publish_report, report_of(2025, "2026-03-30")).event
    public = list_of(event)
    assert public is not None
    assert (public.step, public.decree) == (ListStep.UNDECREED, None)
    decreed = given(event).on("2026-06-02").when(decreeing.decree, command_of("1", "2026-06-02")).event
    assert isinstance(decreed, e.Decreed)
    assert [p.clock for p in decreed.promises] == ["D27"]


# Recounting -----------------------------------------------------------------------------------------------


def test_no_decree_on_holidays_moves_a_period_of_months_or_what_is_due_at_once() -> None:
    later = examples.context(day("2026-06-02"))
    waiting = [
        clocks.ClockState(replace(promise, calendar=examples.BEFORE_AMENDMENT))
        for promise in (
            x.due("D26", "2026-02-27", 6, "2026-08-27"),
            x.due("D27", "2026-02-27", 6, "2026-08-27"),
            x.due("D28", "2025-12-31", 3, "2026-03-31"),
            x.due("D29", "2026-02-16", 0, "2026-02-16", Unit.WORKING_DAYS),
        )
    ]
    assert clocks.recounted(waiting, later, ["a", "b", "c"], ITEM.moved) == []


def test_a_recorded_move_is_folded_as_the_new_promise() -> None:
    new = x.due("D26", "2026-02-27", 6, "2026-08-28")
    item = item_of(x.PROPOSED, x.LISTED, e.ItemRecounted(x.LISTED.promises[0], new, "9 Tahun 2026"))
    assert item.clocks["D26"].promise == new
    moved = x.due("D27", "2026-02-27", 6, "2026-08-28")
    public = list_of(x.DECREED, e.ListRecounted(x.DECREED.promises[0], moved, "9 Tahun 2026"))
    assert public is not None
    assert public.clocks["D27"].promise == moved


def test_the_lists_clocks_are_known_to_its_body_and_every_auditor() -> None:
    public = list_of(x.DECREED)
    assert public is not None
    assert all(
        CATALOGUE.may_see(actor, public)
        for actor in (x.PPID, x.DESK, x.UNIT_OFFICER, Actor("a", Role.AUDITOR))
    )
    assert not any(
        CATALOGUE.may_see(actor, public)
        for actor in (Actor("citizen", Role.CITIZEN), Actor("p", Role.PPID, "body-x"))
    )
