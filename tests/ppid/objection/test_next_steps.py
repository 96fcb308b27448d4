"""What the citizen's page says they may do now, until when, by which article (issue: the citizen's page)."""

import pytest
from msgspec.structs import replace

from ppid.objection import events as e
from ppid.objection.handling import disputed
from ppid.objection.next_steps import NOTHING, NextStep, Way, next_steps
from ppid.objection.vocabulary import Ground, Verdict
from ppid.request import events as r
from ppid.request.vocabulary import Closing
from tests import examples as x
from tests.examples import day, promise
from tests.ppid.objection import facts as f
from tests.ppid.objection.facts import Story, given, nothing

COMPLETE = (x.FILED, x.REGISTERED, x.FOUND_COMPLETE)
FILED = given(f.FILED, f.REGISTERED)
UPHELD_AND_RECEIVED = (f.UPHELD, f.ANSWER_RECEIVED)


def steps(story: Story) -> tuple[NextStep, ...]:
    """The steps of a story on its day."""
    return next_steps(story.request, story.objection if story.events else None, story.context)


def only(story: Story) -> NextStep:
    """The one step of a story."""
    (step,) = steps(story)
    return step


def test_while_the_answer_is_not_due_the_citizen_waits_for_it() -> None:
    step = only(nothing().of(*COMPLETE).on("2026-06-10"))
    assert (step.way, step.until) == (Way.WAIT, x.ANSWER_DUE)


def test_silence_lets_them_object_from_the_next_day() -> None:
    assert only(nothing().of(*COMPLETE).on("2026-06-17")).way is Way.WAIT
    step = only(nothing().of(*COMPLETE).on("2026-06-18"))
    assert (step.way, [s.ground for s in step.suggestions]) == (Way.OBJECT, [Ground.UNANSWERED])
    assert step.until == day("2026-07-29")


def test_E32c_a_refusal_as_exempt_suggests_ground_a_until_its_day() -> None:
    step = only(nothing().on("2026-08-07"))
    assert [s.ground for s in step.suggestions] == [Ground.EXEMPT, Ground.NOT_FULFILLED]
    assert (step.way, step.until, step.late) == (Way.OBJECT, day("2026-08-07"), False)
    assert "Pasal 36" in step.article
    assert step.suggestions[0].why.en.startswith("the notice refused")


def test_after_the_window_they_are_told_that_it_is_late_and_still_possible() -> None:
    step = only(nothing().on("2026-08-10"))
    assert (step.way, step.until, step.late) == (Way.OBJECT, day("2026-08-07"), True)


def test_without_a_recorded_receipt_the_window_has_no_end_yet() -> None:
    step = only(nothing().of(*COMPLETE, x.REFUSED))
    assert (step.way, step.until, step.late) == (Way.OBJECT, None, False)


def test_what_was_granted_suggests_only_what_the_facts_show() -> None:
    free = only(nothing().of(*COMPLETE, x.GRANTED, x.NOTICE_RECEIVED).on("2026-06-12"))
    assert [s.ground for s in free.suggestions] == [Ground.NOT_AS_ASKED]
    paid = only(nothing().of(*COMPLETE, x.GRANTED_FOR_A_FEE, x.NOTICE_RECEIVED).on("2026-06-12"))
    assert [s.ground for s in paid.suggestions] == [Ground.NOT_AS_ASKED, Ground.FEE]
    overdue = only(nothing().of(*COMPLETE, x.GRANTED, x.NOTICE_RECEIVED).on("2026-06-17"))
    assert [s.ground for s in overdue.suggestions] == [Ground.NOT_AS_ASKED, Ground.LATE]
    assert overdue.until == day("2026-07-24"), "the earliest of the windows"


def test_a_withdrawn_request_leaves_nothing() -> None:
    assert steps(nothing().of(*COMPLETE, x.WITHDRAWN)) == (NOTHING,)
    assert steps(nothing().of(*COMPLETE, r.ClosedUncorrected(), r.Closed(Closing.NOT_CORRECTED))) == (
        NOTHING,
    )


def test_an_objection_waits_for_its_answer_and_offers_the_other_grounds() -> None:
    waiting, other = steps(FILED.on("2026-07-21"))
    assert (waiting.way, waiting.until) == (Way.AWAIT_ANSWER, f.ANSWER_DUE)
    assert (other.way, [s.ground for s in other.suggestions]) == (Way.OBJECT, [Ground.NOT_FULFILLED])


def test_E32_silence_opens_the_commission_on_the_next_day_before_anybody_noted_it() -> None:
    on_time = steps(FILED.on("2026-09-02"))[0]
    assert on_time.way is Way.AWAIT_ANSWER
    open_now = steps(FILED.on("2026-09-03"))[0]
    assert (open_now.way, open_now.until, open_now.late) == (Way.COMMISSION, day("2026-09-22"), False)
    window = promise("D12", f.ANSWER_DUE, 14, day("2026-09-22"))
    noted = FILED.and_then(e.ClockRanOut("D10", f.ANSWER_DUE, x.SHIPPED_EDITION, (window,)))
    assert steps(noted.on("2026-09-03"))[0] == open_now
    assert steps(noted.on("2026-09-23"))[0].late


def test_an_answer_opens_the_commission_for_fourteen_days_from_its_receipt() -> None:
    sent = steps(FILED.and_then(f.UPHELD).on("2026-08-05"))[0]
    assert (sent.way, sent.until) == (Way.COMMISSION, None)
    received = steps(FILED.and_then(*UPHELD_AND_RECEIVED).on("2026-08-05"))[0]
    assert (received.way, received.until, received.late) == (Way.COMMISSION, day("2026-08-27"), False)
    assert steps(FILED.and_then(*UPHELD_AND_RECEIVED).on("2026-08-28"))[0].late


def test_after_a_late_answer_the_earlier_day_that_is_still_ahead_is_the_safe_one() -> None:
    window = promise("D12", f.ANSWER_DUE, 14, day("2026-09-22"))
    own = promise("D11", day("2026-09-08"), 14, day("2026-09-28"))
    late = FILED.and_then(
        e.ClockRanOut("D10", f.ANSWER_DUE, x.SHIPPED_EDITION, (window,)),
        replace(f.UPHELD, letter=replace(f.LETTER, signed_on=day("2026-09-07"), sent_on=day("2026-09-07"))),
        e.AnswerReceived(day("2026-09-08"), (own,)),
    )
    assert steps(late.on("2026-09-10"))[0].until == day("2026-09-22")
    after = steps(late.on("2026-09-23"))[0]
    assert (after.until, after.late) == (day("2026-09-28"), False)


def test_an_answer_that_overturns_is_waited_for_to_be_carried_out() -> None:
    overturned = FILED.and_then(f.OVERTURNED, f.ANSWER_RECEIVED)
    remedy, commission, *_ = steps(overturned.on("2026-08-13"))
    assert (remedy.way, remedy.until, remedy.late) == (Way.AWAIT_REMEDY, day("2026-08-14"), False)
    assert commission.way is Way.COMMISSION
    assert steps(overturned.on("2026-08-15"))[0].late
    assert f.OVERTURN.verdict is Verdict.OVERTURNED


def test_at_the_commission_there_is_nothing_else_to_file() -> None:
    disputes = FILED.and_then(*UPHELD_AND_RECEIVED, disputed("dispute-1", day("2026-08-10")))
    assert steps(disputes.of().on("2026-08-11"))[0].way is Way.AT_COMMISSION


def test_a_settlement_ends_it_and_a_withdrawal_leaves_the_request() -> None:
    plain = replace(f.SETTLED, orders=(), promises=())
    settled = given(f.FILED_D, f.REGISTERED, f.TALKS, plain).of().on("2026-07-27")
    assert steps(settled) == (NOTHING,)
    withdrawn = FILED.and_then(e.Withdrawn(withdrawn_on=day("2026-07-21"))).on("2026-07-21")
    assert [s.way for s in steps(withdrawn)] == [Way.OBJECT]


@pytest.mark.parametrize("on", ["2026-06-10", "2026-06-18", "2026-09-03"])
def test_every_step_is_said_in_both_languages(on: str) -> None:
    stories = [
        nothing().of(*COMPLETE).on(on),
        nothing().on(on),
        FILED.on(on),
        FILED.and_then(f.OVERTURNED).on(on),
    ]
    for step in (step for story in stories for step in steps(story)):
        assert step.title.id != step.title.en
        assert step.says.id != step.says.en
        assert step.article or step.way is Way.NOTHING
