"""Around the notice: routing, payment, delivery, withdrawal, correction, closing.

Regulations §3.8 to §3.13.
"""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid import refusals as shared
from ppid.body import UnknownUnitError
from ppid.commands import (
    AnswerAsUnit,
    CloseRequest,
    CorrectRequest,
    DeliverInformation,
    RecordPayment,
    RouteToUnit,
    WithdrawRequest,
)
from ppid.errors import FieldError
from ppid.request import events as e
from ppid.request import handling
from ppid.request import refusals as no
from ppid.request.vocabulary import Closing, CopyForm, Correctable, Delivery, Obtain, PaymentMethod, Step, Way
from tests import examples as x
from tests.examples import day, promise
from tests.scenario import given

REGISTERED = given(x.FILED, x.REGISTERED).on("2026-06-12")
COMPLETE = REGISTERED.and_then(x.FOUND_COMPLETE)
ROUTED = COMPLETE.and_then(x.ROUTED)
GRANTED = COMPLETE.and_then(x.GRANTED)
FOR_A_FEE = COMPLETE.and_then(x.GRANTED_FOR_A_FEE)
REFUSED = COMPLETE.and_then(x.REFUSED)

ROUTE = RouteToUnit(request=x.CASE, unit="LANTAS", question="Apakah unit menguasai data ini?")
UNIT_ANSWER = AnswerAsUnit(request=x.CASE, answer="Ada pada kami, tidak dikecualikan.", holds=True)
PAY = RecordPayment(
    request=x.CASE,
    amount_idr=10_000,
    method=PaymentMethod.CASH,
    paid_on=day("2026-06-12"),
    receipt_number="K-7",
)
DELIVER = DeliverInformation(
    request=x.CASE, delivered_on=day("2026-06-12"), way=Way.EMAIL, proof="Surel 12 Juni 2026"
)
WITHDRAW = WithdrawRequest(request=x.CASE, withdrawn_on=day("2026-06-05"), reason="Sudah mendapat datanya.")
CLOSE = CloseRequest(request=x.CASE)


def correction(what: Correctable, new: str, reason: str = "Salah ketik di loket.") -> CorrectRequest:
    """A correction with its reason."""
    return CorrectRequest(request=x.CASE, what=what, new=new, reason=reason)


# Routing to a unit and back


def test_a_request_goes_to_a_unit_and_comes_back() -> None:
    COMPLETE.when(handling.route, ROUTE).then(x.ROUTED)
    assert ROUTED.request.open_routing is not None
    ROUTED.when(handling.answer_as_unit, UNIT_ANSWER).then(x.UNIT_ANSWERED)
    request = ROUTED.and_then(x.UNIT_ANSWERED).request
    assert request.open_routing is None
    assert (request.routings[0].answer, request.routings[0].holds) == (x.UNIT_ANSWERED.answer, True)


def test_a_unit_that_holds_nothing_has_answered_too() -> None:
    answered = ROUTED.when(handling.answer_as_unit, replace(UNIT_ANSWER, holds=False)).event
    assert ROUTED.and_then(answered).request.open_routing is None


def test_after_one_unit_another_may_be_asked() -> None:
    story = ROUTED.and_then(x.UNIT_ANSWERED)
    story.when(handling.route, replace(ROUTE, unit="SDM")).then(replace(x.ROUTED, unit="SDM"))
    again = story.and_then(x.ROUTED).request
    assert [routing.open for routing in again.routings] == [False, True]


def test_one_question_at_a_time() -> None:
    ROUTED.when(handling.route, replace(ROUTE, unit="SDM")).then_refused(no.AlreadyRoutedError, unit="LANTAS")


def test_only_a_complete_unanswered_request_is_routed_to_a_unit_that_exists() -> None:
    REGISTERED.when(handling.route, ROUTE).then_refused(no.NotCompleteError)
    GRANTED.when(handling.route, ROUTE).then_refused(no.AlreadyAnsweredError)
    COMPLETE.when(handling.route, replace(ROUTE, unit="INTEL")).then_refused(UnknownUnitError, unit="INTEL")
    COMPLETE.when(handling.route, replace(ROUTE, question=" ")).then_refused(shared.RequiredError, "question")


def test_an_answer_is_not_wanted_by_yesterday() -> None:
    COMPLETE.when(handling.route, replace(ROUTE, answer_by=day("2026-06-11"))).then_refused(
        shared.BeforeError, "answer_by"
    )
    COMPLETE.when(handling.route, replace(ROUTE, answer_by=day("2026-06-12"))).then(
        replace(x.ROUTED, answer_by=day("2026-06-12"))
    )


def test_a_unit_answers_what_it_was_asked_with_words() -> None:
    COMPLETE.when(handling.answer_as_unit, UNIT_ANSWER).then_refused(no.NotRoutedError)
    ROUTED.when(handling.answer_as_unit, replace(UNIT_ANSWER, answer="")).then_refused(
        shared.RequiredError, "answer"
    )


# Payment and delivery


def test_a_fee_is_paid_as_the_notice_set_it() -> None:
    assert FOR_A_FEE.request.step is Step.AWAITING_PAYMENT
    FOR_A_FEE.when(handling.record_payment, PAY).then(x.PAID)
    request = FOR_A_FEE.and_then(x.PAID).request
    assert (request.owed_idr, request.step) == (0, Step.AWAITING_DELIVERY)


@pytest.mark.parametrize("amount", [0, -10_000, 9_999, 10_001])
def test_no_other_amount_is_taken(amount: int) -> None:
    FOR_A_FEE.when(handling.record_payment, replace(PAY, amount_idr=amount)).then_refused(
        no.WrongAmountError, "amount_idr", expected=10_000, amount=amount
    )


def test_cash_needs_a_receipt_and_a_transfer_does_not() -> None:
    FOR_A_FEE.when(handling.record_payment, replace(PAY, receipt_number=" ")).then_refused(
        shared.RequiredError, "receipt_number"
    )
    for method in (PaymentMethod.TRANSFER, PaymentMethod.E_MONEY):
        paid = FOR_A_FEE.when(handling.record_payment, replace(PAY, method=method, receipt_number=""))
        assert isinstance(paid.event, e.FeePaid)


@pytest.mark.parametrize(
    ("paid_on", "error"),
    [(date(2026, 6, 13), shared.FutureDateError), (date(2026, 6, 9), shared.BeforeError)],
)
def test_a_fee_is_paid_after_the_notice_that_sets_it(paid_on: date, error: type[FieldError]) -> None:
    FOR_A_FEE.when(handling.record_payment, replace(PAY, paid_on=paid_on)).then_refused(error, "paid_on")


def test_nothing_is_paid_for_what_is_free_paid_refused_or_unanswered() -> None:
    GRANTED.when(handling.record_payment, PAY).then_refused(no.NoFeeError)
    FOR_A_FEE.and_then(x.PAID).when(handling.record_payment, PAY).then_refused(no.NoFeeError)
    REFUSED.when(handling.record_payment, PAY).then_refused(no.NothingGrantedError)
    COMPLETE.when(handling.record_payment, PAY).then_refused(no.NotAnsweredError)


def test_delivery_closes_the_case() -> None:
    GRANTED.when(handling.deliver, DELIVER).then(x.DELIVERED, x.CLOSED)
    delivered = GRANTED.and_then(x.DELIVERED).request
    assert delivered.step is Step.DELIVERED
    assert (delivered.clocks["D08"].on, delivered.clocks["D08"].late(day("2026-12-01"))) == (
        day("2026-06-12"),
        False,
    )
    closed = GRANTED.and_then(x.DELIVERED, x.CLOSED).request
    assert (closed.step, closed.closing) == (Step.CLOSED, Closing.DELIVERED)


def test_a_late_delivery_is_recorded_and_stays_late() -> None:
    story = GRANTED.on("2026-06-16")
    events = story.when(handling.deliver, replace(DELIVER, delivered_on=day("2026-06-16"))).events
    assert story.and_then(*events).request.clocks["D08"].late(day("2026-06-16"))


@pytest.mark.parametrize("way", Way)
def test_every_way_of_giving_is_recorded(way: Way) -> None:
    delivered, _ = GRANTED.when(handling.deliver, replace(DELIVER, way=way)).events
    assert isinstance(delivered, e.InformationDelivered)
    assert delivered.way is way


def test_what_costs_is_given_once_paid() -> None:
    FOR_A_FEE.when(handling.deliver, DELIVER).then_refused(no.UnpaidError, amount=10_000)
    FOR_A_FEE.and_then(x.PAID).when(handling.deliver, DELIVER).then(x.DELIVERED, x.CLOSED)


def test_only_what_is_granted_is_given_and_once() -> None:
    COMPLETE.when(handling.deliver, DELIVER).then_refused(no.NotAnsweredError)
    REFUSED.when(handling.deliver, DELIVER).then_refused(no.NothingGrantedError)
    GRANTED.and_then(x.DELIVERED, x.CLOSED).when(handling.deliver, DELIVER).then_refused(
        no.RequestClosedError
    )


@pytest.mark.parametrize(
    ("delivered_on", "error"),
    [(date(2026, 6, 13), shared.FutureDateError), (date(2026, 6, 9), shared.BeforeError)],
)
def test_delivery_follows_the_notice(delivered_on: date, error: type[FieldError]) -> None:
    GRANTED.when(handling.deliver, replace(DELIVER, delivered_on=delivered_on)).then_refused(
        error, "delivered_on"
    )


# Withdrawal and closing


def test_an_open_request_may_be_withdrawn_and_its_record_stays() -> None:
    REGISTERED.when(handling.withdraw, WITHDRAW).then(x.WITHDRAWN)
    request = REGISTERED.and_then(x.WITHDRAWN).request
    assert (request.step, request.closing) == (Step.CLOSED, Closing.WITHDRAWN)
    assert (request.number, request.wish, request.running()) == (x.NUMBER, x.WISH, [])
    assert not request.overdue(day("2026-12-01"))


def test_a_withdrawal_without_a_day_is_of_today_and_needs_no_reason() -> None:
    REGISTERED.when(handling.withdraw, WithdrawRequest(request=x.CASE)).then(e.Withdrawn(day("2026-06-12")))


def test_a_withdrawal_lies_between_receipt_and_today_and_is_one() -> None:
    for on, error in ((day("2026-06-13"), shared.FutureDateError), (day("2026-06-01"), shared.BeforeError)):
        REGISTERED.when(handling.withdraw, replace(WITHDRAW, withdrawn_on=on)).then_refused(
            error, "withdrawn_on"
        )
    REGISTERED.and_then(x.WITHDRAWN).when(handling.withdraw, WITHDRAW).then_refused(no.RequestClosedError)


def test_a_refused_request_is_closed_once_its_notice_was_received() -> None:
    REFUSED.when(handling.close, CLOSE).then_refused(no.ReceiptUnknownError)
    received = REFUSED.and_then(x.NOTICE_RECEIVED)
    received.when(handling.close, CLOSE).then(e.Closed(Closing.ANSWERED))


def test_what_was_granted_is_closed_by_giving_it() -> None:
    GRANTED.and_then(x.NOTICE_RECEIVED).when(handling.close, CLOSE).then_refused(no.StillOwedError)
    FOR_A_FEE.and_then(x.NOTICE_RECEIVED, x.PAID).when(handling.close, CLOSE).then_refused(no.StillOwedError)


def test_what_was_never_paid_for_is_closed_with_a_note() -> None:
    story = FOR_A_FEE.and_then(x.NOTICE_RECEIVED)
    story.when(handling.close, CLOSE).then_refused(shared.RequiredError, "note")
    story.when(handling.close, replace(CLOSE, note="Tidak dibayar setelah dua pengingat.")).then(
        e.Closed(Closing.NOT_PAID, "Tidak dibayar setelah dua pengingat.")
    )


def test_an_unanswered_request_is_not_closed() -> None:
    COMPLETE.when(handling.close, CLOSE).then_refused(no.NotAnsweredError)
    REGISTERED.and_then(x.WITHDRAWN).when(handling.close, CLOSE).then_refused(no.RequestClosedError)


# Correction


@pytest.mark.parametrize(
    ("what", "new", "old"),
    [
        (Correctable.INFORMATION, "Anggaran pelayanan SIM 2024", x.WISH.information),
        (Correctable.PURPOSE, "Skripsi", "Penelitian"),
        (Correctable.OBTAIN, "view", "copy"),
        (Correctable.COPY_FORM, "hard", "either"),
        (Correctable.DELIVERY, "post", "email"),
    ],
)
def test_a_wrong_entry_is_corrected_with_its_reason_and_what_it_said_stays(
    what: Correctable, new: str, old: str
) -> None:
    story = COMPLETE
    story.when(handling.correct, correction(what, new)).then(
        e.Corrected(what, old, new, "Salah ketik di loket.")
    )
    corrected = story.and_then(e.Corrected(what, old, new, "Salah ketik di loket.")).request
    assert getattr(corrected.wish, what.value.replace("-", "_")) == new
    assert corrected.clocks == story.request.clocks


def test_corrected_words_are_words_of_their_kind() -> None:
    wish = REGISTERED.and_then(
        e.Corrected(Correctable.OBTAIN, "copy", "view", "x"),
        e.Corrected(Correctable.COPY_FORM, "either", "hard", "x"),
        e.Corrected(Correctable.DELIVERY, "email", "post", "x"),
    ).request.wish
    assert (wish.obtain, wish.copy_form, wish.delivery) == (Obtain.VIEW, CopyForm.HARD, Delivery.POST)


@pytest.mark.parametrize("what", Correctable)
def test_a_correction_changes_something_into_something_that_fits(what: Correctable) -> None:
    now = {
        Correctable.INFORMATION: x.WISH.information,
        Correctable.PURPOSE: "Penelitian",
        Correctable.OBTAIN: "copy",
        Correctable.COPY_FORM: "either",
        Correctable.DELIVERY: "email",
        Correctable.RECEIVED_ON: "2026-06-02",
    }[what]
    COMPLETE.when(handling.correct, correction(what, now)).then_refused(no.NothingChangesError, "new")
    unfit = COMPLETE.when(handling.correct, correction(what, ""))
    text = what in {Correctable.INFORMATION, Correctable.PURPOSE}
    unfit.then_refused(shared.RequiredError if text else shared.NotAValueError, "new")
    COMPLETE.when(handling.correct, correction(what, "2026-06-01", reason=" ")).then_refused(
        shared.RequiredError, "reason"
    )


def test_a_corrected_day_of_receipt_moves_the_running_answer_clock() -> None:
    corrected = COMPLETE.when(handling.correct, correction(Correctable.RECEIVED_ON, "2026-06-01")).event
    assert corrected == e.Corrected(
        Correctable.RECEIVED_ON,
        "2026-06-02",
        "2026-06-01",
        "Salah ketik di loket.",
        (promise("D06", day("2026-06-01"), 10, day("2026-06-15")),),
    )
    request = COMPLETE.and_then(corrected).request
    assert request.received_on == day("2026-06-01")
    assert request.clocks["D06"].promise.due_on == day("2026-06-15")
    assert request.clocks["D05"] == COMPLETE.request.clocks["D05"]
    assert request.clocks["D03"] == COMPLETE.request.clocks["D03"]


def test_a_corrected_day_of_receipt_moves_a_running_extension_with_its_base() -> None:
    story = COMPLETE.and_then(x.EXTENDED)
    corrected = story.when(handling.correct, correction(Correctable.RECEIVED_ON, "2026-06-01")).event
    assert isinstance(corrected, e.Corrected)
    assert corrected.promises == (
        promise("D06", day("2026-06-01"), 10, day("2026-06-15")),
        promise("D07", day("2026-06-15"), 7, day("2026-06-25")),
    )
    request = story.and_then(corrected).request
    # The base stays replaced, and a later recount of the extension begins from it.
    assert [c.promise.clock for c in request.running()] == ["D07"]
    assert request.clocks["D06"].promise.starts_on == day("2026-06-01")


def test_a_corrected_day_of_receipt_moves_no_clock_that_ended() -> None:
    for story in (GRANTED, REGISTERED.and_then(x.WITHDRAWN)):
        before = story.request.clocks
        corrected = story.when(handling.correct, correction(Correctable.RECEIVED_ON, "2026-06-01")).event
        assert isinstance(corrected, e.Corrected)
        assert corrected.promises == ()
        after = story.and_then(corrected).request
        assert (after.clocks, after.received_on) == (before, day("2026-06-01"))


def test_no_correction_puts_the_day_of_receipt_after_the_register_and_so_gains_time() -> None:
    late = COMPLETE.on("2026-06-15")
    for new in ("2026-06-03", "2026-06-15"):
        refused = late.when(handling.correct, correction(Correctable.RECEIVED_ON, new))
        refused.then_refused(shared.BeforeError, "new")


def test_a_case_from_a_book_without_clocks_can_be_corrected() -> None:
    bare = given(x.FILED, replace(x.REGISTERED, promises=())).on("2026-06-12")
    corrected = bare.when(handling.correct, correction(Correctable.RECEIVED_ON, "2026-06-01")).event
    assert isinstance(corrected, e.Corrected)
    assert corrected.promises == ()


def test_the_day_of_receipt_precedes_all_that_followed_it() -> None:
    later = correction(Correctable.RECEIVED_ON, "2026-06-12")
    for fact, known in (
        (x.FOUND_INCOMPLETE, "2026-06-03"),
        (x.GRANTED, "2026-06-10"),
    ):
        REGISTERED.and_then(fact).when(handling.correct, later).then_refused(
            shared.BeforeError, "new", on=day(known), earlier=day("2026-06-12")
        )
    extended = replace(x.EXTENDED, sent_on=day("2026-06-11"))
    COMPLETE.and_then(extended).when(handling.correct, later).then_refused(shared.BeforeError, "new")
    REGISTERED.when(handling.correct, correction(Correctable.RECEIVED_ON, "2026-06-13")).then_refused(
        shared.FutureDateError, "new"
    )
