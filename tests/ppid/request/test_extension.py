"""The one extension. Law: UU 14/2008 art. 22(8); Perki 1/2021 art. 36; regulations §3.6, U4, U5; D06, D07."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from ppid import refusals as shared
from ppid.calendar import CalendarMissingError
from ppid.commands import ExtendDeadline
from ppid.errors import FieldError
from ppid.events import CountingRules, Promise
from ppid.request import events as e
from ppid.request import intake
from ppid.request import refusals as no
from ppid.request.answer import extend
from ppid.request.vocabulary import ExtensionGround, Step
from tests import examples as x
from tests.examples import calendar, day, promise
from tests.scenario import Story, given, nothing

COMPLETE = given(x.FILED, x.REGISTERED, x.FOUND_COMPLETE)
EXTEND = ExtendDeadline(
    request=x.CASE,
    ground=ExtensionGround.NOT_YET_HELD,
    reason="Data masih dihimpun dari tiga satuan.",
    sent_on=day("2026-06-12"),
)


def received(on: str, rules: CountingRules | None = None) -> Story:
    """A complete request received on a day, with its real promises."""
    command = replace(x.FILE, received_on=day(on))
    story = nothing().at(rules).on(on)
    story = Story(story.when(intake.file, command, sequence=1).events, day(on), rules)
    return story.and_then(e.FoundComplete())


def test_an_extension_is_seven_days_from_the_base_due_date() -> None:
    COMPLETE.on("2026-06-12").when(extend, EXTEND).then(x.EXTENDED)
    request = COMPLETE.and_then(x.EXTENDED).request
    assert request.step is Step.EXTENDED
    assert request.answer_clock is request.clocks["D07"]
    assert not request.clocks["D06"].running
    assert not request.clocks["D05"].running
    assert not request.clocks["D06"].late(day("2026-06-18"))


@pytest.mark.parametrize("ground", ExtensionGround)
def test_there_are_two_grounds_and_each_is_lawful(ground: ExtensionGround) -> None:
    assert len(ExtensionGround) == 2
    extended = COMPLETE.on("2026-06-12").when(extend, replace(EXTEND, ground=ground)).event
    assert isinstance(extended, e.Extended)
    assert extended.ground is ground


def test_a_second_extension_is_refused() -> None:
    COMPLETE.and_then(x.EXTENDED).on("2026-06-15").when(extend, EXTEND).then_refused(
        no.AlreadyExtendedError, number=x.NUMBER, due_on=x.EXTENDED_DUE
    )


@pytest.mark.parametrize(("today", "refused"), [("2026-06-17", False), ("2026-06-18", True)])
def test_an_extension_comes_by_the_base_due_date_or_not_at_all(today: str, refused: bool) -> None:
    extended = COMPLETE.on(today).when(extend, EXTEND)
    if refused:
        extended.then_refused(no.ExtensionTooLateError, due_on=x.ANSWER_DUE)
    else:
        extended.then(x.EXTENDED)


def test_an_extension_gives_its_reason_in_writing() -> None:
    COMPLETE.on("2026-06-12").when(extend, replace(EXTEND, reason=" ")).then_refused(
        shared.RequiredError, "reason"
    )


@pytest.mark.parametrize(
    ("sent_on", "error"), [("2026-06-13", shared.FutureDateError), ("2026-06-01", shared.BeforeError)]
)
def test_the_letter_was_sent_after_receipt_and_before_today(sent_on: str, error: type[FieldError]) -> None:
    COMPLETE.on("2026-06-12").when(extend, replace(EXTEND, sent_on=day(sent_on))).then_refused(
        error, "sent_on"
    )


def test_a_letter_sent_after_the_base_due_date_cures_nothing() -> None:
    # Reached where the base date was unknown when promised, and is known when the letter is recorded.
    unknown = replace(x.REGISTERED, promises=(Promise("D06", x.RECEIVED, 10, None, "0", 2026),))
    story = given(x.FILED, unknown, x.FOUND_COMPLETE).on("2026-06-19")
    story.when(extend, replace(EXTEND, sent_on=day("2026-06-18"))).then_refused(
        no.SentAfterDueError, "sent_on", due_on=x.ANSWER_DUE
    )


@pytest.mark.parametrize(
    ("received_on", "base", "extended"),
    [
        ("2025-03-03", "2025-03-17", "2025-03-26"),
        ("2025-03-20", "2025-04-14", "2025-04-24"),
        ("2025-12-17", "2026-01-05", "2026-01-14"),
        ("2026-02-13", "2026-03-03", "2026-03-12"),
        ("2026-03-10", "2026-03-31", "2026-04-10"),
        ("2025-05-08", "2025-05-26", "2025-06-10"),
        ("2025-01-22", "2025-02-10", "2025-02-19"),
        ("2026-06-02", "2026-06-17", "2026-06-26"),
    ],
    ids=["E01x", "E02x", "E05x", "E06x", "E07x", "E30x", "E31x", "E32b"],
)
def test_seventeen_days_in_all_across_holidays(received_on: str, base: str, extended: str) -> None:
    start = day(received_on)
    for sent_on in (start + timedelta(days=1), day(base)):
        happened = received(received_on).on(sent_on).when(extend, replace(EXTEND, sent_on=sent_on)).event
        assert isinstance(happened, e.Extended)
        # Sent early or on the last day: the extension runs from the base due date all the same (U4).
        assert happened.promises == (promise("D07", day(base), 7, day(extended)),)
    assert calendar().between(start, day(extended)) == 17


def test_where_the_day_of_receipt_counts_the_base_due_date_does_not_count_twice() -> None:
    rules = CountingRules(start_counts=True)
    story = received("2026-06-02", rules)
    assert story.request.clocks["D06"].promise.due_on == day("2026-06-15")
    happened = story.on("2026-06-12").when(extend, EXTEND).event
    assert isinstance(happened, e.Extended)
    assert happened.promises[0].due_on == day("2026-06-25")  # column B of E32b


def test_an_incomplete_request_may_be_extended_since_its_answer_clock_runs() -> None:
    story = given(x.FILED, x.REGISTERED, x.FOUND_INCOMPLETE).on("2026-06-12")
    story.when(extend, EXTEND).then(x.EXTENDED)


def test_an_answered_or_closed_request_is_not_extended() -> None:
    COMPLETE.and_then(x.GRANTED).on("2026-06-12").when(extend, EXTEND).then_refused(
        no.AlreadyAnsweredError, letter="B/17/VI/2026", sent_on=day("2026-06-10")
    )
    COMPLETE.and_then(x.WITHDRAWN).on("2026-06-12").when(extend, EXTEND).then_refused(no.RequestClosedError)


def test_an_extension_into_an_undecreed_year_is_promised_without_a_date() -> None:
    story = received("2026-12-08")
    base = story.request.clocks["D06"].promise.due_on
    assert base == day("2026-12-22")
    happened = story.on("2026-12-10").when(extend, replace(EXTEND, sent_on=day("2026-12-10"))).event
    assert isinstance(happened, e.Extended)
    assert happened.promises == (replace(promise("D07", base, 7, None), missing_year=2027),)
    second = story.and_then(happened).on("2026-12-11").when(extend, EXTEND)
    second.then_refused(no.AlreadyExtendedError, due_on=None)
    assert second.refusal is not None
    assert "(not known yet)" in second.refusal.sentence("en")


def test_an_extension_of_an_unknown_base_date_waits_for_the_decree() -> None:
    story = received("2026-12-22").on("2026-12-23")
    story.when(extend, replace(EXTEND, sent_on=day("2026-12-23"))).then_refused(
        CalendarMissingError, year=2027
    )


def test_a_request_without_an_answer_clock_has_nothing_to_extend() -> None:
    bare = given(x.FILED, replace(x.REGISTERED, promises=())).on(date(2026, 6, 12))
    bare.when(extend, EXTEND).then_refused(no.NoAnswerClockError)
