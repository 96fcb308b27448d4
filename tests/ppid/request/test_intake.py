"""From the first word to a complete request. Law: regulations §3.1 to §3.5; D01 to D04."""

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from ppid import refusals as shared
from ppid.calendar import CalendarMissingError
from ppid.commands import (
    CloseUncorrected,
    CompleteRequest,
    FileRequest,
    FindComplete,
    FindIncomplete,
    RecordIncompletenessReceived,
)
from ppid.errors import FieldError
from ppid.events import CountingRules
from ppid.person import Identity
from ppid.request import events as e
from ppid.request import intake
from ppid.request import refusals as no
from ppid.request.requirements import lacking_documents, lacking_entries
from ppid.request.vocabulary import (
    Channel,
    Closing,
    DocumentKind,
    Missing,
    Outcome,
    RequesterKind,
    Step,
)
from tests import examples as x
from tests.examples import day, promise
from tests.scenario import given, nothing

REGISTERED = given(x.FILED, x.REGISTERED)
INCOMPLETE = REGISTERED.and_then(x.FOUND_INCOMPLETE)
LETTER_RECEIVED = INCOMPLETE.and_then(x.LETTER_RECEIVED)


def test_a_filing_gets_its_number_and_its_clocks() -> None:
    nothing().on(x.RECEIVED).when(intake.file, x.FILE, sequence=1).then(x.FILED, x.REGISTERED)


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_is_taken_in(channel: Channel) -> None:
    command = replace(x.FILE, channel=channel)
    filed, registered = nothing().when(intake.file, command, sequence=1).events
    assert isinstance(filed, e.Filed)
    assert isinstance(registered, e.Registered)
    assert filed.channel is channel
    at_once = "D02" if channel is Channel.LETTER else "D01"
    assert [p.clock for p in registered.promises] == [at_once, "D03", "D06"]


@pytest.mark.parametrize("kind", RequesterKind)
def test_every_kind_of_requester_may_ask(kind: RequesterKind) -> None:
    filed, _ = nothing().when(intake.file, replace(x.FILE, requester_kind=kind), sequence=1).events
    assert isinstance(filed, e.Filed)
    assert filed.requester_kind is kind


@pytest.mark.parametrize(
    ("kind", "represented", "attached", "lacking"),
    [
        (RequesterKind.INDIVIDUAL, False, [], [Missing.IDENTITY_DOCUMENT]),
        (RequesterKind.INDIVIDUAL, False, [DocumentKind.IDENTITY], []),
        (RequesterKind.INDIVIDUAL, False, [DocumentKind.RESIDENCE], []),
        (RequesterKind.INDIVIDUAL, True, [DocumentKind.IDENTITY], [Missing.MANDATE_DOCUMENT]),
        (RequesterKind.INDIVIDUAL, True, [DocumentKind.IDENTITY, DocumentKind.MANDATE], []),
        (RequesterKind.LEGAL_ENTITY, False, [DocumentKind.IDENTITY], [Missing.DEED_DOCUMENT]),
        (RequesterKind.LEGAL_ENTITY, False, [DocumentKind.DEED], []),
        (RequesterKind.LEGAL_ENTITY, True, [DocumentKind.DEED], [Missing.MANDATE_DOCUMENT]),
        (RequesterKind.GROUP, False, [], [Missing.MANDATE_DOCUMENT, Missing.MANDATORS_DOCUMENT]),
        (RequesterKind.GROUP, False, [DocumentKind.MANDATE], [Missing.MANDATORS_DOCUMENT]),
        (RequesterKind.GROUP, True, [DocumentKind.MANDATE, DocumentKind.MANDATORS_IDENTITY], []),
    ],
)
def test_each_kind_of_requester_attaches_its_documents(
    kind: RequesterKind, represented: bool, attached: list[DocumentKind], lacking: list[Missing]
) -> None:
    documents = [x.document(kind) for kind in attached]
    assert list(lacking_documents(kind, documents, represented=represented)) == lacking


def test_the_form_is_the_union_of_article_and_annex() -> None:
    assert lacking_entries(x.SARI_IDENTITY, x.WISH) == ()
    assert lacking_entries(Identity(name="Sari", email="s@example.org"), x.WISH) == (
        Missing.IDENTITY_NUMBER,
        Missing.ADDRESS,
    )
    assert lacking_entries(Identity(), e.Wish(" ", "")) == (
        Missing.NAME,
        Missing.IDENTITY_NUMBER,
        Missing.ADDRESS,
        Missing.CONTACT,
        Missing.INFORMATION,
        Missing.PURPOSE,
    )


def test_missing_papers_do_not_stop_a_filing() -> None:
    bare = replace(x.FILE, channel=Channel.WHATSAPP, identity=Identity(name="Sari"), documents=())
    assert len(nothing().when(intake.file, bare, sequence=1).events) == 2


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (replace(x.FILE, identity=replace(x.SARI_IDENTITY, name=" ")), "name"),
        (replace(x.FILE, representative_identity=Identity()), "name"),
        (replace(x.FILE, wish=replace(x.WISH, information="")), "information"),
        (replace(x.FILE, wish=replace(x.WISH, purpose=" \n")), "purpose"),
    ],
)
def test_a_filing_says_who_asks_what_and_what_for(command: FileRequest, field: str) -> None:
    nothing().when(intake.file, command, sequence=1).then_refused(shared.RequiredError, field)


def test_a_text_beyond_its_limit_is_refused_with_its_length() -> None:
    long = replace(x.FILE, wish=replace(x.WISH, information="a" * 70_000))
    nothing().when(intake.file, long, sequence=1).then_refused(
        shared.TooLongError, "information", length=70_000, limit=20_000
    )
    nik = replace(x.FILE, identity=replace(x.SARI_IDENTITY, number="3" * 301))
    nothing().when(intake.file, nik, sequence=1).then_refused(shared.TooLongError, "number", length=301)


def test_nothing_is_received_in_the_future_or_before_the_body_existed() -> None:
    late = replace(x.FILE, received_on=day("2026-06-03"))
    nothing().on("2026-06-02").when(intake.file, late, sequence=1).then_refused(
        shared.FutureDateError, "received_on", on=day("2026-06-03"), as_of=day("2026-06-02")
    )
    far = replace(x.FILE, received_on=date.max)
    nothing().when(intake.file, far, sequence=1).then_refused(shared.FutureDateError, "received_on")
    early = replace(x.FILE, received_on=day("2010-04-29"))
    nothing().when(intake.file, early, sequence=1).then_refused(shared.BeforeBodyError, "received_on")


def test_without_a_day_the_request_is_received_today() -> None:
    command = replace(x.FILE, received_on=None)
    filed, registered = nothing().on(x.RECEIVED).when(intake.file, command, sequence=1).events
    assert (filed, registered) == (x.FILED, x.REGISTERED)


@pytest.mark.parametrize(
    ("sequence", "received_on", "number"),
    [
        (1, "2026-01-02", "0001/PPID-POLDA-CONTOH/I/2026"),
        (9, "2026-09-30", "0009/PPID-POLDA-CONTOH/IX/2026"),
        (12345, "2025-12-31", "12345/PPID-POLDA-CONTOH/XII/2025"),
    ],
)
def test_a_number_names_sequence_body_month_and_year(sequence: int, received_on: str, number: str) -> None:
    assert intake.request_number(x.office(), sequence, day(received_on)) == number


def test_a_letter_registered_later_was_received_when_it_came() -> None:
    # The answer clock runs from receipt (U2, U10); the check runs from the entry in the register.
    letter = replace(x.FILE, channel=Channel.LETTER)
    story = nothing().on("2026-06-05")
    _, registered = story.when(intake.file, letter, sequence=1).events
    assert isinstance(registered, e.Registered)
    assert registered.promises == (
        promise("D02", x.RECEIVED, 0, x.RECEIVED),
        promise("D03", day("2026-06-05"), 3, day("2026-06-10")),
        promise("D06", x.RECEIVED, 10, x.ANSWER_DUE),
    )
    request = given(replace(x.FILED, channel=Channel.LETTER), registered).request
    assert request.clocks["D02"].on == day("2026-06-05")
    assert request.clocks["D02"].late(day("2026-06-05"))


def test_a_number_given_on_the_day_of_receipt_is_in_time() -> None:
    clock = REGISTERED.request.clocks["D01"]
    assert (clock.met, clock.on, clock.late(day("2026-12-01"))) == (True, x.RECEIVED, False)


@pytest.mark.parametrize(
    ("received_at", "received_on", "due_on"),
    [
        # 15:00 is closing time in Jakarta: what comes then counts from the next working day, here Wednesday.
        (datetime(2026, 6, 2, 7, 59, tzinfo=UTC), "2026-06-02", "2026-06-17"),
        (datetime(2026, 6, 2, 8, 0, tzinfo=UTC), "2026-06-02", "2026-06-18"),
        # Friday after closing counts from Monday, as if it had come then.
        (datetime(2026, 6, 5, 10, 0, tzinfo=UTC), "2026-06-05", "2026-06-23"),
    ],
)
def test_after_hours_receipt_moves_to_the_next_working_day_only_where_the_body_says_so(
    received_at: datetime, received_on: str, due_on: str
) -> None:
    command = replace(x.FILE, received_at=received_at, received_on=day(received_on))
    strict = nothing().on(received_on)
    _, by_default = strict.when(intake.file, command, sequence=1).events
    assert isinstance(by_default, e.Registered)
    assert by_default.promises[2].starts_on == day(received_on)
    lenient = strict.at(CountingRules(after_hours_next_day=True))
    _, registered = lenient.when(intake.file, command, sequence=1).events
    assert isinstance(registered, e.Registered)
    assert registered.promises[2].due_on == day(due_on)


def test_a_request_found_complete_starts_the_service_clock() -> None:
    found = REGISTERED.on(x.COMPLETE_ON).when(intake.find_complete, FindComplete(request=x.CASE))
    found.then(x.FOUND_COMPLETE)
    request = REGISTERED.and_then(x.FOUND_COMPLETE).request
    assert request.step is Step.COMPLETE
    assert request.clocks["D03"].on == x.COMPLETE_ON
    assert not request.clocks["D03"].late(day("2026-07-01"))


def test_a_check_after_its_three_days_is_recorded_and_stays_late() -> None:
    story = REGISTERED.on("2026-06-08")
    found = story.when(intake.find_complete, FindComplete(request=x.CASE)).event
    clock = REGISTERED.and_then(found).request.clocks["D03"]
    assert clock.met
    assert clock.late(day("2026-06-08"))


def test_a_request_complete_only_after_its_extension_starts_no_service_clock() -> None:
    story = REGISTERED.and_then(x.EXTENDED).on("2026-06-15")
    story.when(intake.find_complete, FindComplete(request=x.CASE)).then(e.FoundComplete())


def test_an_incomplete_request_gets_its_letter() -> None:
    command = FindIncomplete(
        request=x.CASE,
        missing=(Missing.IDENTITY_DOCUMENT, Missing.IDENTITY_DOCUMENT),
        sent_on=x.COMPLETE_ON,
    )
    REGISTERED.on(x.COMPLETE_ON).when(intake.find_incomplete, command).then(x.FOUND_INCOMPLETE)
    request = INCOMPLETE.request
    assert (request.step, request.missing) == (Step.INCOMPLETE, (Missing.IDENTITY_DOCUMENT,))
    # The letter ends the check; the window of the requester waits for its receipt; the answer clock runs on.
    assert request.clocks["D03"].on == x.COMPLETE_ON
    assert "D04" not in request.clocks
    assert request.clocks["D06"].running


def test_a_letter_keeps_the_number_that_the_office_gave_it() -> None:
    command = FindIncomplete(
        request=x.CASE, missing=(Missing.ADDRESS,), sent_on=x.COMPLETE_ON, letter_number=" B/3/VI "
    )
    found = REGISTERED.on(x.COMPLETE_ON).when(intake.find_incomplete, command).event
    assert isinstance(found, e.FoundIncomplete)
    assert found.letter_number == "B/3/VI"


@pytest.mark.parametrize(
    ("missing", "sent_on", "error", "field"),
    [
        ((), x.COMPLETE_ON, shared.RequiredError, "missing"),
        ((Missing.ADDRESS,), day("2026-06-04"), shared.FutureDateError, "sent_on"),
        ((Missing.ADDRESS,), day("2026-06-01"), shared.BeforeError, "sent_on"),
    ],
)
def test_a_letter_names_what_is_missing_and_was_sent(
    missing: tuple[Missing, ...], sent_on: date, error: type[FieldError], field: str
) -> None:
    command = FindIncomplete(request=x.CASE, missing=missing, sent_on=sent_on)
    REGISTERED.on(x.COMPLETE_ON).when(intake.find_incomplete, command).then_refused(error, field)


def test_papers_are_checked_once_for_each_state_of_them() -> None:
    complete = REGISTERED.and_then(x.FOUND_COMPLETE)
    for story in (complete, INCOMPLETE):
        story.when(intake.find_complete, FindComplete(request=x.CASE)).then_refused(no.AlreadyCheckedError)
    again = INCOMPLETE.and_then(x.COMPLETED).on("2026-06-09")
    assert isinstance(again.when(intake.find_complete, FindComplete(request=x.CASE)).event, e.FoundComplete)


def test_the_correction_window_starts_when_the_letter_is_received() -> None:
    command = RecordIncompletenessReceived(request=x.CASE, received_on=day("2026-06-04"))
    INCOMPLETE.on("2026-06-05").when(intake.record_incompleteness_received, command).then(x.LETTER_RECEIVED)


def test_E33_the_window_crosses_nyepi_and_idul_fitri() -> None:
    filed = replace(x.FILED, received_on=day("2026-03-09"))
    command = replace(x.FILE, received_on=day("2026-03-09"))
    _, registered = nothing().on("2026-03-09").when(intake.file, command, sequence=1).events
    assert isinstance(registered, e.Registered)
    assert registered.promises[1].due_on == day("2026-03-12")
    found = e.FoundIncomplete((Missing.ADDRESS,), "TL-1", day("2026-03-12"))
    letter = RecordIncompletenessReceived(request=x.CASE, received_on=day("2026-03-17"))
    story = given(filed, registered, found).on("2026-03-17")
    received = story.when(intake.record_incompleteness_received, letter).event
    assert isinstance(received, e.IncompletenessReceived)
    assert received.promises == (promise("D04", day("2026-03-17"), 3, day("2026-03-27")),)


def test_a_letter_is_received_once_and_not_before_it_was_sent() -> None:
    command = RecordIncompletenessReceived(request=x.CASE, received_on=day("2026-06-02"))
    story = INCOMPLETE.on("2026-06-09")
    story.when(intake.record_incompleteness_received, command).then_refused(shared.BeforeError, "received_on")
    LETTER_RECEIVED.when(intake.record_incompleteness_received, command).then_refused(
        no.LetterAlreadyReceivedError, received_on=day("2026-06-04")
    )
    REGISTERED.when(intake.record_incompleteness_received, command).then_refused(no.NotIncompleteError)


def test_what_was_missing_is_supplied_and_checked_again_within_three_days() -> None:
    command = CompleteRequest(request=x.CASE, documents=(x.KTP,))
    LETTER_RECEIVED.on("2026-06-08").when(intake.complete, command).then(x.COMPLETED)
    request = LETTER_RECEIVED.and_then(x.COMPLETED).request
    assert request.step is Step.REGISTERED
    assert request.clocks["D04"].on == day("2026-06-08")
    assert request.clocks["D03"].promise.due_on == day("2026-06-11")
    assert request.documents == (x.KTP, x.KTP)


def test_a_supplement_after_the_window_is_still_taken() -> None:
    command = CompleteRequest(request=x.CASE, note="KTP diserahkan di loket")
    completed = LETTER_RECEIVED.on("2026-06-12").when(intake.complete, command).event
    clock = LETTER_RECEIVED.and_then(completed).request.clocks["D04"]
    assert clock.met
    assert clock.late(day("2026-06-12"))


def test_an_empty_supplement_is_refused() -> None:
    LETTER_RECEIVED.on("2026-06-08").when(intake.complete, CompleteRequest(request=x.CASE)).then_refused(
        shared.RequiredError, "documents"
    )


def test_only_an_incomplete_request_is_completed() -> None:
    command = CompleteRequest(request=x.CASE, documents=(x.KTP,))
    REGISTERED.when(intake.complete, command).then_refused(no.NotIncompleteError)
    REGISTERED.and_then(x.FOUND_COMPLETE).when(intake.complete, command).then_refused(no.NotIncompleteError)


@pytest.mark.parametrize(
    ("today", "refused"), [("2026-06-05", True), ("2026-06-09", True), ("2026-06-10", False)]
)
def test_an_uncorrected_request_is_closed_only_after_the_window(today: str, refused: bool) -> None:
    closed = LETTER_RECEIVED.on(today).when(intake.close_uncorrected, CloseUncorrected(request=x.CASE))
    if refused:
        closed.then_refused(no.CorrectionWindowOpenError, due_on=day("2026-06-09"))
    else:
        closed.then(e.ClosedUncorrected())
        request = LETTER_RECEIVED.and_then(e.ClosedUncorrected()).request
        assert (request.outcome, request.closing) == (Outcome.NOT_CORRECTED, Closing.NOT_CORRECTED)
        assert request.running() == []


def test_without_a_receipt_the_window_never_ends() -> None:
    INCOMPLETE.on("2026-12-01").when(intake.close_uncorrected, CloseUncorrected(request=x.CASE)).then_refused(
        no.LetterNotReceivedError
    )


def test_a_second_letter_opens_a_second_window() -> None:
    again = LETTER_RECEIVED.and_then(x.COMPLETED, replace(x.FOUND_INCOMPLETE, sent_on=day("2026-06-09")))
    again.on("2026-06-30").when(intake.close_uncorrected, CloseUncorrected(request=x.CASE)).then_refused(
        no.LetterNotReceivedError
    )


def test_a_window_into_an_undecreed_year_stays_open() -> None:
    window = e.IncompletenessReceived(
        day("2026-12-30"), (replace(promise("D04", day("2026-12-30"), 3, None), missing_year=2027),)
    )
    story = INCOMPLETE.and_then(window).on("2027-02-01")
    story.when(intake.close_uncorrected, CloseUncorrected(request=x.CASE)).then_refused(
        CalendarMissingError, year=2027
    )


def test_a_closed_request_takes_nothing_more() -> None:
    story = LETTER_RECEIVED.and_then(e.ClosedUncorrected()).on("2026-06-12")
    story.when(intake.complete, CompleteRequest(request=x.CASE, documents=(x.KTP,))).then_refused(
        no.RequestClosedError, number=x.NUMBER
    )
