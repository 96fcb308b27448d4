"""The superior's answer and what it orders. Law: UU 14/2008 art. 36(2)-(3), 37(2); Perki 1/2021 art. 44."""

import pytest
from msgspec.structs import replace

from ppid.events import Role
from ppid.objection import events as e
from ppid.objection import refusals as no
from ppid.objection.answering import answer, first_deciders, record_answer_received, remedy
from ppid.objection.commands import RecordAnswerReceived
from ppid.objection.lawful import Act
from ppid.objection.vocabulary import Ground, Step, Verdict
from ppid.refusals import BeforeError, FutureDateError, RequiredError, TooFarError
from tests import examples as x
from tests.examples import day
from tests.ppid.objection import facts as f
from tests.ppid.objection.facts import OVERTURN, given
from tests.scenario import envelopes

FILED = given(f.FILED, f.REGISTERED).on("2026-08-04")
ON_AD = given(f.FILED_AD, f.REGISTERED).on("2026-08-04")
UPHOLD = f.UPHOLD
ANSWERED = FILED.and_then(f.OVERTURNED)


def test_an_answer_that_overturns_orders_what_follows() -> None:
    FILED.when(answer, OVERTURN).then(f.OVERTURNED)
    objection = ANSWERED.objection
    assert (objection.step, objection.verdict) == (Step.REMEDY_DUE, Verdict.OVERTURNED)
    assert objection.answered_by == f.SUPERIOR.id
    clock = objection.clocks["D10"]
    assert (clock.met, clock.on, clock.late(day("2027-01-01"))) == (True, day("2026-08-04"), False)


def test_an_answer_that_upholds_gives_its_written_reasons() -> None:
    FILED.when(answer, UPHOLD).then(f.UPHELD)
    FILED.when(answer, replace(UPHOLD, reasons=" ")).then_refused(RequiredError, "reasons")
    assert FILED.and_then(f.UPHELD).objection.step is Step.UPHELD


def test_an_answer_that_overturns_in_part_says_why_the_rest_stands() -> None:
    partly = replace(
        OVERTURN,
        verdict=Verdict.PARTLY_OVERTURNED,
        reasons="Nama saksi tetap dikecualikan.",
        exemptions=UPHOLD.exemptions,
    )
    event = FILED.when(answer, partly).event
    assert isinstance(event, e.PartlyOverturned)
    assert FILED.and_then(event).objection.step is Step.REMEDY_DUE
    FILED.when(answer, replace(partly, reasons="")).then_refused(RequiredError, "reasons")


def test_each_ground_is_explained_once_and_no_other() -> None:
    ON_AD.when(answer, OVERTURN).then_refused(no.ExplanationsError, "explanations", grounds="a, d")
    both = (*f.EXPLAINED, e.Explanation(Ground.NOT_AS_ASKED, "Rincian per bulan belum diberikan."))
    assert ON_AD.when(answer, replace(OVERTURN, explanations=both)).refusal is None
    FILED.when(answer, replace(OVERTURN, explanations=both)).then_refused(no.ExplanationsError)
    twice = replace(OVERTURN, explanations=(*f.EXPLAINED, *f.EXPLAINED))
    FILED.when(answer, twice).then_refused(no.ExplanationsError)
    empty = replace(OVERTURN, explanations=(e.Explanation(Ground.EXEMPT, " "),))
    FILED.when(answer, empty).then_refused(RequiredError, "explanations")


def test_what_was_settled_needs_no_explanation() -> None:
    settled = ON_AD.and_then(f.TALKS, f.SETTLED)
    assert settled.when(answer, OVERTURN).refusal is None


def test_who_took_the_first_decision_never_answers() -> None:
    own = replace(f.SUPERIOR, id=x.PPID.id)
    FILED.by(own).when(answer, OVERTURN).then_refused(no.OwnDecisionError, number=f.NUMBER)
    refusal = FILED.why_not(own, Act.ANSWER)
    assert isinstance(refusal, no.OwnDecisionError)
    assert FILED.why_not(f.SUPERIOR, Act.ANSWER) is None


def test_who_decided_after_the_objection_came_does_not_answer_either() -> None:
    silent = given(replace(f.FILED, decided_by=()), f.REGISTERED).on("2026-08-04")
    silent.when(answer, OVERTURN, deciders=(f.SUPERIOR.id,)).then_refused(no.OwnDecisionError)
    assert silent.when(answer, OVERTURN, deciders=(x.PPID.id,)).refusal is None


def test_the_first_deciders_issued_the_notice_or_the_extension() -> None:
    recorded = [replace(ev, actor=f"officer-{ev.version}") for ev in envelopes(*f.REFUSED_REQUEST)]
    assert first_deciders(recorded) == ("officer-4", "officer-5")
    assert first_deciders(envelopes(*f.SILENT_REQUEST)) == ()


def test_only_a_superior_answers() -> None:
    for actor in (x.PPID, x.DESK, f.CITIZEN, x.AUDITOR):
        assert Act.ANSWER not in {offer.act for offer in FILED.offers(actor)}
    assert Act.ANSWER in FILED.lawful_for(f.SUPERIOR)
    assert f.SUPERIOR.role is Role.SUPERIOR


def test_an_objection_is_answered_once() -> None:
    ANSWERED.when(answer, UPHOLD).then_refused(no.ObjectionAnsweredError, letter="B/40/VIII/2026")


def test_an_answer_may_come_while_talks_are_open() -> None:
    on_d = given(f.FILED_D, f.REGISTERED, f.TALKS).on("2026-08-04")
    explained = (e.Explanation(Ground.NOT_AS_ASKED, "Rincian diberikan."),)
    assert on_d.when(answer, replace(OVERTURN, explanations=explained)).refusal is None


def test_an_answer_that_overturns_orders_something_but_for_lateness_alone() -> None:
    FILED.when(answer, replace(OVERTURN, orders=())).then_refused(no.OverturnedWithoutOrderError, "orders")
    FILED.when(answer, replace(UPHOLD, orders=(f.ORDER,))).then_refused(no.NothingToOrderError, "orders")
    late = given(replace(f.FILED, grounds=(Ground.LATE,)), f.REGISTERED).on("2026-08-04")
    explained = (e.Explanation(Ground.LATE, "Penyerahan memang terlambat."),)
    event = late.when(answer, replace(OVERTURN, orders=(), explanations=explained)).event
    assert isinstance(event, e.Overturned)
    assert event.promises == ()
    assert late.and_then(event).objection.step is Step.OVERTURNED


def test_an_order_has_words_and_a_day_that_can_be_meant() -> None:
    for order, error in (
        (replace(f.ORDER, what=" "), RequiredError),
        (replace(f.ORDER, due_on=day("2026-08-03")), BeforeError),
        (replace(f.ORDER, due_on=day("2126-08-03")), TooFarError),
    ):
        FILED.when(answer, replace(OVERTURN, orders=(order,))).then_refused(error, "orders")


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("letter_number", " ", RequiredError),
        ("position", "", RequiredError),
        ("signed_on", day("2026-07-19"), BeforeError),
        ("signed_on", day("2026-08-05"), FutureDateError),
        ("sent_on", day("2026-08-02"), BeforeError),
        ("sent_on", day("2026-08-05"), FutureDateError),
    ],
)
def test_the_letter_has_number_office_and_days_in_order(
    field: str, value: object, error: type[RequiredError]
) -> None:
    FILED.when(answer, replace(OVERTURN, **{field: value})).then_refused(error, field)


def test_an_answer_after_its_day_is_recorded_and_stays_late() -> None:
    late = replace(OVERTURN, signed_on=day("2026-09-03"), sent_on=day("2026-09-03"))
    late = replace(late, orders=(replace(f.ORDER, due_on=day("2026-09-10")),))
    ran_out = e.ClockRanOut(clock="D10", due_on=f.ANSWER_DUE, calendar=x.SHIPPED_EDITION)
    story = FILED.and_then(ran_out).on("2026-09-04")
    assert story.objection.step is Step.LAPSED
    answered = story.and_then(story.when(answer, late).event).objection
    assert answered.step is Step.REMEDY_DUE
    clock = answered.clocks["D10"]
    assert (clock.met, clock.ran_out, clock.late(day("2026-09-03"))) == (True, True, True)


def test_the_receipt_of_the_answer_opens_the_way_to_the_commission() -> None:
    story = ANSWERED.on("2026-08-05")
    receive = RecordAnswerReceived(case=f.OBJECTION_CASE, received_on=day("2026-08-05"))
    story.when(record_answer_received, receive).then(f.ANSWER_RECEIVED)
    again = story.and_then(f.ANSWER_RECEIVED)
    again.when(record_answer_received, receive).then_refused(no.AnswerAlreadyReceivedError)
    FILED.when(record_answer_received, receive).then_refused(no.ObjectionNotAnsweredError)
    early = replace(receive, received_on=day("2026-08-03"))
    story.when(record_answer_received, early).then_refused(BeforeError, "received_on")


def test_a_remedy_is_recorded_with_its_day_and_proof() -> None:
    story = ANSWERED.on("2026-08-13")
    story.when(remedy, f.REMEDY).then(f.REMEDIED)
    objection = story.and_then(f.REMEDIED).objection
    assert objection.step is Step.OVERTURNED
    assert not objection.orders[0].late(day("2027-01-01"))
    assert (objection.clocks["ORDER"].met, objection.clocks["ORDER"].on) == (True, f.REMEDY.done_on)
    story.when(remedy, replace(f.REMEDY, proof=" ")).then_refused(RequiredError, "proof")
    story.when(remedy, replace(f.REMEDY, done_on=day("2026-08-02"))).then_refused(BeforeError, "done_on")


def test_a_missed_remedy_is_visible_and_stays_late() -> None:
    assert not ANSWERED.objection.orders[0].late(day("2026-08-14"))
    assert ANSWERED.objection.orders[0].late(day("2026-08-15"))
    assert ANSWERED.objection.clocks["ORDER"].late(day("2026-08-15"))
    late = ANSWERED.and_then(replace(f.REMEDIED, done_on=day("2026-08-18"))).objection
    assert late.orders[0].late(day("2026-08-18"))


def test_of_two_orders_the_clock_stands_at_the_one_due_next() -> None:
    second = e.Order("Menjawab dalam bentuk salinan", day("2026-08-21"))
    event = FILED.when(answer, replace(OVERTURN, orders=(second, f.ORDER))).event
    story = FILED.and_then(event).on("2026-08-12")
    assert story.objection.clocks["ORDER"].promise.due_on == day("2026-08-14")
    first_done = story.when(remedy, replace(f.REMEDY, order=2)).event
    after = story.and_then(first_done).objection
    assert after.clocks["ORDER"].promise.due_on == day("2026-08-21")
    assert after.step is Step.REMEDY_DUE
    other_done = story.when(remedy, replace(f.REMEDY, order=1)).event
    assert isinstance(other_done, e.Remedied)
    assert other_done.promises == ()
    assert story.and_then(other_done).objection.clocks["ORDER"].promise.due_on == day("2026-08-14")


@pytest.mark.parametrize("order", [0, 2, -1])
def test_only_an_order_that_was_given_and_waits_is_carried_out(order: int) -> None:
    story = ANSWERED.on("2026-08-13")
    story.when(remedy, replace(f.REMEDY, order=order)).then_refused(no.NotAnOpenOrderError, "order")
    story.and_then(f.REMEDIED).when(remedy, f.REMEDY).then_refused(no.NoOrderError)
    FILED.when(remedy, f.REMEDY).then_refused(no.NoOrderError)
