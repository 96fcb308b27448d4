"""Clocks that run out, move by a decree, or wait for one; local days. Law: regulations §9.1, §12; F08."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from ppid.calendar import Amended, Decreed, Holiday, HolidayKind, edition_known_on
from ppid.checks import Context
from ppid.commands import CorrectRequest, ExtendDeadline
from ppid.counting import working_calendar
from ppid.decrees import SHIPPED
from ppid.events import CountingRules, Event, Promise
from ppid.request import events as e
from ppid.request import handling, intake
from ppid.request.answer import extend
from ppid.request.vocabulary import Channel, Correctable, ExtensionGround
from tests import examples as x
from tests.examples import day, promise
from tests.scenario import Story, given, nothing

COMPLETE = given(x.FILED, x.REGISTERED, x.FOUND_COMPLETE)
DECREE = "933 Tahun 2025; 1 Tahun 2025; 3 Tahun 2025"
DECREE_2027 = Decreed(
    2027, ("1 Tahun 2026",), day("2026-09-15"),
    (Holiday(day("2027-01-01"), "Tahun Baru 2027 Masehi", HolidayKind.NATIONAL),),
)  # fmt: skip


def received(on: str, known_on: date = date.max) -> Story:
    """A complete request received on a day, promised with what was known then."""
    story = nothing().on(on).at(known_on=known_on)
    filed = story.when(intake.file, replace(x.FILE, received_on=day(on)), sequence=1).events
    return replace_events(story, (*filed, e.FoundComplete()))


def replace_events(story: Story, events: tuple[Event, ...]) -> Story:
    """The same day and office, with these facts."""
    return Story(events, story.day, story.rules, story.known_on, story.zone)


def recounted(story: Story, decrees: tuple[Decreed | Amended, ...] = SHIPPED) -> Sequence[Event]:
    """What a recount with these decrees records."""
    calendar = working_calendar(edition_known_on(decrees, date.max), CountingRules())
    context = Context(story.day, story.context.now, story.context.body, calendar)
    return handling.recount(story.request, context, ["; ".join(d.numbers) for d in decrees])


# Running out


def test_a_clock_has_run_out_the_day_after_its_due_date() -> None:
    COMPLETE.on(x.TARGET_DUE).when(handling.run_out).then()
    missed = e.ClockRanOut("D05", x.TARGET_DUE, x.SHIPPED_EDITION)
    COMPLETE.on("2026-06-09").when(handling.run_out).then(missed)
    assert COMPLETE.and_then(missed).request.clocks["D05"].ran_out


def test_a_clock_runs_out_once_with_its_own_date_also_a_week_later() -> None:
    missed = (
        e.ClockRanOut("D05", x.TARGET_DUE, x.SHIPPED_EDITION),
        e.ClockRanOut("D06", x.ANSWER_DUE, x.SHIPPED_EDITION),
    )
    story = COMPLETE.on("2026-06-24")
    story.when(handling.run_out).then(*missed)
    story.and_then(*missed).when(handling.run_out).then()
    story.and_then(*missed).on("2027-06-24").when(handling.run_out).then()


@pytest.mark.parametrize(
    ("facts", "clock", "due_on"),
    [
        ((), "D03", x.CHECK_DUE),
        ((x.FOUND_INCOMPLETE, x.LETTER_RECEIVED), "D04", day("2026-06-09")),
        ((x.FOUND_COMPLETE,), "D05", x.TARGET_DUE),
        ((x.FOUND_COMPLETE,), "D06", x.ANSWER_DUE),
        ((x.FOUND_COMPLETE, x.EXTENDED), "D07", x.EXTENDED_DUE),
        ((x.FOUND_COMPLETE, x.GRANTED), "D08", day("2026-06-15")),
    ],
)
def test_every_clock_that_waits_can_run_out(facts: tuple[Event, ...], clock: str, due_on: date) -> None:
    story = given(x.FILED, x.REGISTERED, *facts).on("2026-07-15")
    missed = {m.clock: m.due_on for m in story.when(handling.run_out).events if isinstance(m, e.ClockRanOut)}
    assert missed[clock] == due_on


@pytest.mark.parametrize(
    "facts",
    [
        (x.FOUND_COMPLETE, x.REFUSED),
        (x.FOUND_COMPLETE, x.GRANTED, x.DELIVERED),
        (x.FOUND_COMPLETE, x.GRANTED, x.DELIVERED, x.CLOSED),
        (x.WITHDRAWN,),
        (x.FOUND_INCOMPLETE, x.LETTER_RECEIVED, e.ClosedUncorrected()),
    ],
)
def test_what_ended_cannot_run_out(facts: tuple[Event, ...]) -> None:
    given(x.FILED, x.REGISTERED, *facts).on("2026-12-01").when(handling.run_out).then()


def test_an_extension_leaves_only_its_own_clock_to_run_out() -> None:
    story = COMPLETE.and_then(x.EXTENDED)
    story.on(x.EXTENDED_DUE).when(handling.run_out).then()
    story.on("2026-06-27").when(handling.run_out).then(
        e.ClockRanOut("D07", x.EXTENDED_DUE, x.SHIPPED_EDITION)
    )


def test_an_incomplete_request_still_has_its_answer_clock() -> None:
    # U2: the hard alarm counts from the first receipt.
    story = given(x.FILED, x.REGISTERED, x.FOUND_INCOMPLETE).on("2026-06-18")
    story.when(handling.run_out).then(e.ClockRanOut("D06", x.ANSWER_DUE, x.SHIPPED_EDITION))


def test_overdue_is_asked_for_with_a_day_and_never_a_state() -> None:
    request = COMPLETE.and_then(x.EXTENDED).request
    assert not request.overdue(x.EXTENDED_DUE)
    assert request.overdue(x.EXTENDED_DUE + timedelta(days=1))
    letter = given(x.FILED, x.REGISTERED, x.FOUND_INCOMPLETE, x.LETTER_RECEIVED).request
    # The window of the requester is nobody's delay.
    assert not letter.overdue(day("2026-06-12"))


# The amendment of 7 August 2025: E04a, E04b


def test_E04_an_amendment_moves_the_due_date_and_keeps_the_old_one() -> None:
    story = received("2025-08-04", known_on=day("2025-08-04"))
    old = promise("D06", day("2025-08-04"), 10, day("2025-08-18"), x.BEFORE_AMENDMENT)
    assert story.request.clocks["D06"].promise == old
    new = replace(old, due_on=day("2025-08-19"), calendar=x.AFTER_AMENDMENT)
    moved = recounted(story.on("2025-08-08"), SHIPPED[:2])
    assert moved == [e.Recounted(old=old, new=new, decree=DECREE)]
    assert story.and_then(*moved).request.clocks["D06"].promise == new
    # Asked again with the same decrees, nothing moves.
    assert recounted(story.and_then(*moved).on("2025-08-08"), SHIPPED[:2]) == []


def test_E04_an_extension_moves_with_its_base() -> None:
    story = received("2025-08-04", known_on=day("2025-08-05")).on("2025-08-05")
    command = ExtendDeadline(
        request=x.CASE, ground=ExtensionGround.STATUS_UNDECIDED, reason="Uji.", sent_on=day("2025-08-05")
    )
    story = story.and_then(*story.when(extend, command).events)
    old = promise("D07", day("2025-08-18"), 7, day("2025-08-27"), x.BEFORE_AMENDMENT)
    assert story.request.clocks["D07"].promise == old
    new = promise("D07", day("2025-08-19"), 7, day("2025-08-28"), x.AFTER_AMENDMENT)
    assert recounted(story.on("2025-08-08"), SHIPPED[:2]) == [e.Recounted(old=old, new=new, decree=DECREE)]


def test_an_amendment_after_a_corrected_receipt_counts_the_extension_from_the_corrected_base() -> None:
    story = received("2025-08-05", known_on=day("2025-08-06")).on("2025-08-06")
    command = ExtendDeadline(
        request=x.CASE, ground=ExtensionGround.STATUS_UNDECIDED, reason="Uji.", sent_on=day("2025-08-06")
    )
    story = story.and_then(*story.when(extend, command).events)
    fix = CorrectRequest(request=x.CASE, what=Correctable.RECEIVED_ON, new="2025-08-04", reason="Cap pos.")
    story = story.and_then(*story.when(handling.correct, fix).events)
    assert story.request.clocks["D07"].promise.due_on == day("2025-08-27")
    (moved,) = recounted(story.on("2025-08-08"), SHIPPED[:2])
    assert isinstance(moved, e.Recounted)
    assert moved.new.due_on == day("2025-08-28")


def test_an_amendment_outside_the_period_moves_nothing() -> None:
    story = received("2025-07-01", known_on=day("2025-07-01"))
    assert recounted(story.on("2025-08-08"), SHIPPED[:2]) == []


def test_a_right_that_arose_is_not_taken_back_by_a_later_decree() -> None:
    story = received("2025-08-04", known_on=day("2025-08-04")).on("2025-08-19")
    missed = story.when(handling.run_out).events
    assert [m.due_on for m in missed if isinstance(m, e.ClockRanOut)] == [day("2025-08-18")]
    assert recounted(story.and_then(*missed), SHIPPED[:2]) == []


def test_a_clock_that_ended_is_not_recounted() -> None:
    story = received("2025-08-04", known_on=day("2025-08-04")).and_then(
        e.RefusedExempt(replace(x.EXEMPT_NOTICE, sent_on=day("2025-08-06")))
    )
    assert recounted(story.on("2025-08-08"), SHIPPED[:2]) == []


# A year that nobody decreed yet


def test_a_due_date_in_2027_waits_for_its_decree_and_is_then_counted() -> None:
    story = received("2026-12-21")
    waiting = Promise("D06", day("2026-12-21"), 10, None, x.SHIPPED_EDITION, 2027)
    assert story.request.clocks["D06"].promise == waiting
    # Without a date nothing is late and nothing runs out.
    assert not story.request.overdue(day("2027-06-01"))
    story.on("2027-06-01").when(handling.run_out).then()
    decreed = (*SHIPPED, DECREE_2027)
    found = promise("D06", day("2026-12-21"), 10, day("2027-01-07"), "4/2026-09-15")
    moved = recounted(story.on("2026-12-28"), decreed)
    assert moved == [e.Recounted(old=waiting, new=found, decree="1 Tahun 2026")]
    assert story.and_then(*moved).request.clocks["D06"].promise == found


def test_an_extension_in_2027_waits_for_its_decree_too() -> None:
    story = received("2026-12-08").on("2026-12-10")
    command = ExtendDeadline(
        request=x.CASE, ground=ExtensionGround.NOT_YET_HELD, reason="Uji.", sent_on=day("2026-12-10")
    )
    story = story.and_then(*story.when(extend, command).events)
    (moved,) = recounted(story.on("2026-12-11"), (*SHIPPED, DECREE_2027))
    assert isinstance(moved, e.Recounted)
    assert (moved.old.due_on, moved.old.missing_year) == (None, 2027)
    assert moved.new == promise("D07", day("2026-12-22"), 7, day("2027-01-05"), "4/2026-09-15")


def test_a_decree_of_another_year_leaves_the_wait_as_it_is() -> None:
    story = received("2026-12-21")
    decree = Decreed(2028, ("2",), day("2027-09-01"), ())
    assert recounted(story.on("2027-09-02"), (*SHIPPED, decree)) == []


def test_a_wait_says_which_year_is_missing_now() -> None:
    far = given(
        x.FILED, replace(x.REGISTERED, promises=(Promise("D08", day("2027-12-30"), 7, None, "0", 2027),))
    )
    (moved,) = recounted(far.on("2027-12-31"), (*SHIPPED, DECREE_2027))
    assert isinstance(moved, e.Recounted)
    assert (moved.new.due_on, moved.new.missing_year) == (None, 2028)


# Local days: E09, F08


@pytest.mark.parametrize(
    ("zone", "offset"), [("Asia/Jakarta", 7), ("Asia/Makassar", 8), ("Asia/Jayapura", 9)]
)
@pytest.mark.parametrize(
    ("hour", "minute", "local"), [(23, 30, "2026-06-17"), (0, 30, "2026-06-18"), (0, 0, "2026-06-18")]
)
def test_F08_the_right_local_day_around_midnight(
    zone: str, offset: int, hour: int, minute: int, local: str
) -> None:
    on = day(local)
    instant = datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC) - timedelta(hours=offset)
    as_of = x.office(zone=zone).local_date(instant)
    assert as_of == on
    # Due on the 17th: to the end of that day in the body's own zone, and not a moment longer.
    missed = COMPLETE.at(zone=zone).on(as_of).when(handling.run_out).events
    answer_missed = any(isinstance(m, e.ClockRanOut) and m.clock == "D06" for m in missed)
    assert answer_missed is (local == "2026-06-18")


def test_E09_one_instant_two_days_two_due_dates() -> None:
    at = datetime(2026, 7, 5, 16, 30, tzinfo=UTC)
    due = {}
    for zone in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"):
        received_on = x.office(zone=zone).local_date(at)
        command = replace(x.FILE, received_on=received_on, received_at=at, channel=Channel.EMAIL)
        story = nothing().at(zone=zone).on(received_on)
        _, registered = story.when(intake.file, command, sequence=1).events
        assert isinstance(registered, e.Registered)
        due[zone] = registered.promises[2].due_on
    assert due == {
        "Asia/Jakarta": day("2026-07-17"),
        "Asia/Makassar": day("2026-07-20"),
        "Asia/Jayapura": day("2026-07-20"),
    }


def test_an_amendment_moves_a_window_of_the_requester_that_opened_on_a_day_off() -> None:
    # Received on Sunday 17 August, the window opens on the next working day: first the 18th, then the 19th.
    old = promise("D04", day("2025-08-17"), 3, day("2025-08-21"), x.BEFORE_AMENDMENT)
    letter = e.IncompletenessReceived(day("2025-08-17"), (old,))
    registered = replace(x.REGISTERED, promises=())
    story = given(replace(x.FILED, received_on=day("2025-08-04")), registered, x.FOUND_INCOMPLETE, letter)
    (moved,) = recounted(story.on("2025-08-18"), SHIPPED[:2])
    assert isinstance(moved, e.Recounted)
    assert moved.new == replace(old, due_on=day("2025-08-22"), calendar=x.AFTER_AMENDMENT)


def test_a_check_that_ran_out_stays_late_when_its_end_has_no_day_of_its_own() -> None:
    # Once extended no service clock starts, so nothing says on which day the papers were found complete.
    missed = e.ClockRanOut("D03", x.CHECK_DUE, x.SHIPPED_EDITION)
    story = given(x.FILED, x.REGISTERED, x.EXTENDED)
    assert story.and_then(missed, e.FoundComplete()).request.clocks["D03"].late(day("2026-06-15"))
    assert not story.and_then(e.FoundComplete()).request.clocks["D03"].late(day("2026-06-15"))
