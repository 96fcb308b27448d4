"""The written notice: six outcomes, ten contents.

Law: UU 14/2008 art. 22(7); Perki 1/2021 art. 31(4), 34, 35.
Regulations §3.7 to §3.10, U21 to U23; D05 to D08.
"""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid import refusals as shared
from ppid.commands import AnswerRequest, RecordNoticeReceived
from ppid.errors import FieldError
from ppid.events import Approval, CountingRules, Event
from ppid.request import events as e
from ppid.request import refusals as no
from ppid.request.answer import BOUNDED, answer, record_notice_received
from ppid.request.state import ANSWERS
from ppid.request.vocabulary import CopyForm, FeeKind, Outcome, Step
from tests import examples as x
from tests.examples import day, promise
from tests.scenario import Happened, Story, given

COMPLETE = given(x.FILED, x.REGISTERED, x.FOUND_COMPLETE).on("2026-06-10")

BARE = e.Notice(number="B/20/VI/2026", signed_on=day("2026-06-10"), sent_on=day("2026-06-10"))
BLACKOUT = e.Blackout(
    material="Nama saksi", reason="Menghambat penyidikan", article="17(a)", exemption=x.resting_on(1)
)
NO_MATERIAL = replace(BLACKOUT, material="")
NO_REASON = replace(BLACKOUT, reason=" ")
NO_ARTICLE = replace(BLACKOUT, article="")
NOBODY = Approval(" ", day("2026-06-09"))
TOMORROW = Approval("Kapolda Contoh", day("2026-06-11"))
LAWFUL: dict[Outcome, e.Notice] = {
    Outcome.GRANTED: x.NOTICE,
    Outcome.PARTLY_GRANTED: replace(x.NOTICE, blackouts=(BLACKOUT,), reasons="Sebagian dikecualikan."),
    Outcome.REFUSED_EXEMPT: x.EXEMPT_NOTICE,
    Outcome.REFUSED_OTHER: replace(BARE, articles=("6(3)c",), reasons="Menyangkut hak pribadi."),
    Outcome.NOT_HELD: replace(
        BARE, held=False, other_body="Dinas Perhubungan", explanation="Kewenangan instansi lain."
    ),
    Outcome.NOT_DOCUMENTED: replace(
        BARE, explanation="Laporan masih disusun.", available_on=day("2026-09-30")
    ),
}


def decide(outcome: Outcome, notice: e.Notice, story: Story = COMPLETE) -> Happened:
    """The answer of an office."""
    return story.when(answer, AnswerRequest(request=x.CASE, outcome=outcome, notice=notice))


def answered(outcome: Outcome, notice: e.Notice | None = None, story: Story = COMPLETE) -> e.Answer:
    """The answer that was recorded."""
    event = decide(outcome, notice or LAWFUL[outcome], story).event
    assert isinstance(event, e.Answer)
    return event


def test_a_notice_has_six_outcomes_and_the_seventh_is_a_register_note() -> None:
    assert set(LAWFUL) == set(ANSWERS) == set(Outcome) - {Outcome.NOT_CORRECTED}
    decide(Outcome.NOT_CORRECTED, BARE).then_refused(no.NotANoticeError, "outcome")


@pytest.mark.parametrize("outcome", LAWFUL)
def test_each_outcome_is_recorded_with_all_that_its_notice_says(outcome: Outcome) -> None:
    event = answered(outcome)
    assert type(event) is ANSWERS[outcome]
    assert event.notice == LAWFUL[outcome]
    request = COMPLETE.and_then(event).request
    assert (request.outcome, request.notice) == (outcome, event.notice)
    # The notice ends the answer clocks on the day it was sent.
    for clock in ("D05", "D06"):
        assert request.clocks[clock].on == day("2026-06-10")
    assert not request.clocks["D06"].late(day("2026-07-01"))


@pytest.mark.parametrize("outcome", [Outcome.GRANTED, Outcome.PARTLY_GRANTED])
def test_what_is_granted_is_promised_a_day(outcome: Outcome) -> None:
    event = answered(outcome)
    assert event.promises == (x.DELIVERY,)
    assert COMPLETE.and_then(event).request.step is Step.AWAITING_DELIVERY


@pytest.mark.parametrize(
    "outcome", [Outcome.REFUSED_EXEMPT, Outcome.REFUSED_OTHER, Outcome.NOT_HELD, Outcome.NOT_DOCUMENTED]
)
def test_what_is_not_granted_promises_nothing(outcome: Outcome) -> None:
    event = answered(outcome)
    assert event.promises == ()
    assert COMPLETE.and_then(event).request.step is Step.NOTIFIED


@pytest.mark.parametrize(
    ("outcome", "change", "error", "field"),
    [
        # 1 and 2: under the body's control or not, and who controls it, if known: see the tests below.
        # 3: the reasons
        (Outcome.REFUSED_EXEMPT, {"reasons": ""}, shared.RequiredError, "reasons"),
        (Outcome.REFUSED_OTHER, {"reasons": " "}, shared.RequiredError, "reasons"),
        (Outcome.REFUSED_OTHER, {"articles": ()}, shared.RequiredError, "articles"),
        (Outcome.REFUSED_OTHER, {"articles": (" ",)}, shared.RequiredError, "articles"),
        (Outcome.REFUSED_OTHER, {"articles": ("6(3)c", "")}, shared.RequiredError, "articles"),
        (Outcome.REFUSED_OTHER, {"articles": (" 17(h) ",)}, no.SeventeenElsewhereError, "articles"),
        # 4: the material
        (Outcome.GRANTED, {"material": ""}, shared.RequiredError, "material"),
        (Outcome.PARTLY_GRANTED, {"material": " "}, shared.RequiredError, "material"),
        # 5: what is blacked out, and why
        (Outcome.PARTLY_GRANTED, {"blackouts": ()}, shared.RequiredError, "blackouts"),
        (Outcome.PARTLY_GRANTED, {"blackouts": (NO_MATERIAL,)}, shared.RequiredError, "blackouts"),
        (Outcome.PARTLY_GRANTED, {"blackouts": (NO_REASON,)}, shared.RequiredError, "blackouts"),
        (Outcome.PARTLY_GRANTED, {"blackouts": (NO_ARTICLE,)}, shared.RequiredError, "blackouts"),
        # 6: the form
        (Outcome.GRANTED, {"formats": ()}, shared.RequiredError, "formats"),
        # 7: the costs and how to pay them
        (
            Outcome.GRANTED,
            {"formats": (CopyForm.HARD,), "fees": (x.COPY_COST,)},
            shared.RequiredError,
            "how_to_pay",
        ),
        # 8: the time needed
        (Outcome.GRANTED, {"ready_in_days": 8}, no.DeliveryTooFarError, "ready_in_days"),
        (Outcome.GRANTED, {"ready_in_days": -1}, no.DeliveryTooFarError, "ready_in_days"),
        (Outcome.GRANTED, {"ready_in_days": 251, "reasons": "x"}, no.DeliveryTooFarError, "ready_in_days"),
        # 9: part or whole is the outcome itself.
        # 10: the explanation of what is not held or not documented, and by when it will be
        (Outcome.NOT_HELD, {"explanation": ""}, shared.RequiredError, "explanation"),
        (Outcome.NOT_DOCUMENTED, {"explanation": ""}, shared.RequiredError, "explanation"),
        (Outcome.NOT_DOCUMENTED, {"available_on": None}, shared.RequiredError, "available_on"),
        (Outcome.NOT_DOCUMENTED, {"available_on": day("2026-06-09")}, shared.BeforeError, "available_on"),
        # The papers of a refusal as exempt
        (Outcome.REFUSED_EXEMPT, {"articles": ()}, no.NotSeventeenError, "articles"),
        (Outcome.REFUSED_EXEMPT, {"articles": ("17",)}, no.NotSeventeenError, "articles"),
        (Outcome.REFUSED_EXEMPT, {"articles": ("17(k)",)}, no.NotSeventeenError, "articles"),
        (Outcome.REFUSED_EXEMPT, {"articles": ("17(a)", "6(3)c")}, no.NotSeventeenError, "articles"),
        (Outcome.REFUSED_EXEMPT, {"articles": ("17(a)\n",)}, no.NotSeventeenError, "articles"),
        (Outcome.REFUSED_EXEMPT, {"consequence": ""}, shared.RequiredError, "consequence"),
        (Outcome.REFUSED_EXEMPT, {"approval": None}, shared.RequiredError, "approval"),
        (Outcome.REFUSED_EXEMPT, {"approval": NOBODY}, shared.RequiredError, "approval"),
        (Outcome.REFUSED_EXEMPT, {"approval": TOMORROW}, shared.FutureDateError, "approval"),
        # The letter itself
        (Outcome.GRANTED, {"number": ""}, shared.RequiredError, "number"),
        (Outcome.GRANTED, {"signed_on": day("2026-06-11")}, shared.FutureDateError, "signed_on"),
        (Outcome.GRANTED, {"signed_on": day("2026-06-01")}, shared.BeforeError, "signed_on"),
        (Outcome.GRANTED, {"sent_on": day("2026-06-11")}, shared.FutureDateError, "sent_on"),
        (Outcome.GRANTED, {"sent_on": day("2026-06-09")}, shared.BeforeError, "sent_on"),
    ],
)  # fmt: skip
def test_a_notice_that_lacks_a_content_is_refused(
    outcome: Outcome, change: dict[str, object], error: type[FieldError], field: str
) -> None:
    answered(outcome)  # with it the notice is lawful
    decide(outcome, replace(LAWFUL[outcome], **change)).then_refused(error, field)


@pytest.mark.parametrize("outcome", LAWFUL)
@pytest.mark.parametrize("field", BOUNDED)
def test_no_text_of_a_notice_is_without_a_limit(outcome: Outcome, field: str) -> None:
    long = "x" * 70_000
    decide(outcome, replace(LAWFUL[outcome], **{field: long})).then_refused(shared.TooLongError, field)


@pytest.mark.parametrize(
    ("outcome", "held"),
    [(Outcome.NOT_HELD, False), (Outcome.GRANTED, True), (Outcome.PARTLY_GRANTED, True)],
)
def test_the_notice_says_of_control_what_its_outcome_says(outcome: Outcome, held: bool) -> None:
    for said in (True, False):
        assert answered(outcome, replace(LAWFUL[outcome], held=said)).notice.held is held


@pytest.mark.parametrize("held", [True, False])
def test_of_control_over_what_is_not_yet_documented_the_office_says_what_is_so(held: bool) -> None:
    event = answered(Outcome.NOT_DOCUMENTED, replace(LAWFUL[Outcome.NOT_DOCUMENTED], held=held))
    assert event.notice.held is held


def test_who_else_holds_it_is_named_only_if_known() -> None:
    event = answered(Outcome.NOT_HELD, replace(LAWFUL[Outcome.NOT_HELD], other_body=""))
    assert event.notice.other_body == ""


@pytest.mark.parametrize("letter", "abcdefghij")
def test_every_letter_of_article_17_is_a_ground(letter: str) -> None:
    code = f"17({letter})"
    tested = replace(x.EXEMPTION_EVENTS[0], rows=(replace(x.CASE_FILE, articles=(code,)),))
    known = {x.EXEMPTION: x.exemption_of(tested, *x.EXEMPTION_EVENTS[1:])}
    notice = replace(x.EXEMPT_NOTICE, articles=(code,))
    command = AnswerRequest(request=x.CASE, outcome=Outcome.REFUSED_EXEMPT, notice=notice)
    assert COMPLETE.when(answer, command, exemptions=known).refusal is None


def test_an_approval_after_the_signature_is_none() -> None:
    late = replace(x.EXEMPT_NOTICE, approval=Approval("Kapolda Contoh", day("2026-06-10")))
    notice = replace(late, signed_on=day("2026-06-09"))
    decide(Outcome.REFUSED_EXEMPT, notice).then_refused(shared.BeforeError, "signed_on")


def test_a_request_is_answered_once_it_is_complete() -> None:
    for story in (
        given(x.FILED, x.REGISTERED),
        given(x.FILED, x.REGISTERED, x.FOUND_INCOMPLETE),
        given(x.FILED, x.REGISTERED, x.FOUND_INCOMPLETE, x.LETTER_RECEIVED, x.COMPLETED),
    ):
        decide(Outcome.GRANTED, x.NOTICE, story.on("2026-06-10")).then_refused(no.NotCompleteError)


def test_a_request_is_answered_once() -> None:
    decide(Outcome.GRANTED, x.NOTICE, COMPLETE.and_then(x.REFUSED)).then_refused(
        no.AlreadyAnsweredError, letter="B/19/VI/2026"
    )


@pytest.mark.parametrize("before", [(), (x.EXTENDED,)])
def test_a_late_answer_is_still_recorded_and_stays_late(before: tuple[Event, ...]) -> None:
    late = day("2026-07-01")
    notice = replace(x.NOTICE, signed_on=late, sent_on=late, ready_in_days=0)
    story = COMPLETE.and_then(*before).on(late)
    event = answered(Outcome.GRANTED, notice, story)
    clock = story.and_then(event).request.answer_clock
    assert clock is not None
    assert clock.met
    assert clock.late(late)


def test_an_answer_within_its_extension_is_in_time() -> None:
    sent = day("2026-06-26")
    story = COMPLETE.and_then(x.EXTENDED).on(sent)
    notice = replace(x.NOTICE, signed_on=sent, sent_on=sent, ready_in_days=0)
    clock = story.and_then(answered(Outcome.GRANTED, notice, story)).request.answer_clock
    assert clock is not None
    assert not clock.late(day("2026-12-01"))


@pytest.mark.parametrize(
    ("days", "reasons", "due_on"),
    [(0, "", "2026-06-10"), (1, "", "2026-06-11"), (7, "", "2026-06-22"), (30, "Digandakan.", "2026-07-23")],
)
def test_delivery_is_promised_within_seven_days_unless_a_reason_says_why(
    days: int, reasons: str, due_on: str
) -> None:
    event = answered(Outcome.GRANTED, replace(x.NOTICE, ready_in_days=days, reasons=reasons))
    assert event.promises == (promise("D08", day("2026-06-10"), days, day(due_on)),)


def test_delivery_is_not_promised_beyond_base_due_and_seven_without_a_reason() -> None:
    sent = day("2026-06-24")
    notice = replace(x.NOTICE, signed_on=sent, sent_on=sent, ready_in_days=3)
    story = COMPLETE.and_then(x.EXTENDED).on(sent)
    decide(Outcome.GRANTED, notice, story).then_refused(
        no.DeliveryBeyondCapError, "ready_in_days", due_on=day("2026-06-29"), cap=x.EXTENDED_DUE
    )
    answered(Outcome.GRANTED, replace(notice, ready_in_days=2), story)
    answered(Outcome.GRANTED, replace(notice, reasons="Berkas 4.000 halaman dipindai."), story)


@pytest.mark.parametrize(
    ("formats", "fees", "error"),
    [
        ((CopyForm.SOFT,), (x.COPY_COST,), no.DigitalIsFreeError),
        ((CopyForm.SOFT, CopyForm.SOFT), (x.COPY_COST,), no.DigitalIsFreeError),
        ((CopyForm.HARD,), (replace(x.COPY_COST, each_idr=-1),), no.NotAFeeError),
        ((CopyForm.HARD,), (replace(x.COPY_COST, quantity=-20, each_idr=-500),), no.NotAFeeError),
        ((CopyForm.HARD,), (replace(x.COPY_COST, each_idr=10**60),), no.NotAFeeError),
        ((CopyForm.HARD,), (replace(x.COPY_COST, label="x" * 301),), shared.TooLongError),
    ],
)
def test_costs_are_for_copying_and_sending_and_a_digital_copy_is_free(
    formats: tuple[CopyForm, ...], fees: tuple[e.Fee, ...], error: type[FieldError]
) -> None:
    notice = replace(x.NOTICE, formats=formats, fees=fees, how_to_pay="Tunai di loket")
    decide(Outcome.GRANTED, notice).then_refused(error, "fees")


def test_costs_are_itemised_and_sum_up() -> None:
    sending = e.Fee(kind=FeeKind.SENDING, quantity=1, each_idr=15_000, label="Pos kilat")
    notice = replace(
        x.NOTICE,
        formats=(CopyForm.SOFT, CopyForm.HARD),
        fees=(x.COPY_COST, sending),
        how_to_pay="Tunai di loket",
    )
    event = answered(Outcome.GRANTED, notice)
    request = COMPLETE.and_then(event).request
    assert (event.notice.fee_idr, request.owed_idr) == (25_000, 25_000)
    assert request.step is Step.AWAITING_PAYMENT


def test_an_answer_without_costs_is_free() -> None:
    request = COMPLETE.and_then(answered(Outcome.GRANTED)).request
    assert request.owed_idr == 0
    sending = e.Fee(kind=FeeKind.SENDING, quantity=1, each_idr=0)
    free = answered(Outcome.GRANTED, replace(x.NOTICE, fees=(sending,)))
    assert free.notice.fee_idr == 0


@pytest.mark.parametrize(
    "outcome", [Outcome.REFUSED_EXEMPT, Outcome.REFUSED_OTHER, Outcome.NOT_HELD, Outcome.NOT_DOCUMENTED]
)
def test_a_refusal_costs_nothing(outcome: Outcome) -> None:
    decide(outcome, replace(LAWFUL[outcome], fees=(x.COPY_COST,))).then_refused(
        no.NothingToChargeError, "fees"
    )


def test_where_the_first_day_counts_it_counts_for_delivery_too() -> None:
    event = answered(Outcome.GRANTED, story=COMPLETE.at(CountingRules(start_counts=True)))
    assert event.promises[0].due_on == day("2026-06-12")


RECEIVED = RecordNoticeReceived(request=x.CASE, received_on=day("2026-06-11"))


def test_sending_and_receipt_are_two_dates() -> None:
    story = COMPLETE.and_then(x.REFUSED).on("2026-06-12")
    story.when(record_notice_received, RECEIVED).then(x.NOTICE_RECEIVED)
    request = story.and_then(x.NOTICE_RECEIVED).request
    assert request.notice is not None
    assert (request.notice.sent_on, request.notice_received_on) == (day("2026-06-10"), day("2026-06-11"))


@pytest.mark.parametrize(
    ("received_on", "error"),
    [(date(2026, 6, 13), shared.FutureDateError), (date(2026, 6, 9), shared.BeforeError)],
)
def test_a_notice_is_received_after_it_was_sent(received_on: date, error: type[FieldError]) -> None:
    story = COMPLETE.and_then(x.REFUSED).on("2026-06-12")
    story.when(record_notice_received, replace(RECEIVED, received_on=received_on)).then_refused(
        error, "received_on"
    )


def test_a_notice_is_received_once_and_only_if_there_is_one() -> None:
    COMPLETE.when(record_notice_received, RECEIVED).then_refused(no.NotAnsweredError)
    COMPLETE.and_then(x.REFUSED, x.NOTICE_RECEIVED).when(record_notice_received, RECEIVED).then_refused(
        no.NoticeAlreadyReceivedError, received_on=day("2026-06-11")
    )
