"""When each ground opens and ends. Law: UU 14/2008 art. 35(1), 36(1); regulations §5.2, U11, U12; D09."""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid.deadlines import CLOCKS
from ppid.objection.vocabulary import GROUNDS, Ground
from ppid.objection.windows import Window, windows
from ppid.request import events as r
from ppid.request.events import NoticeReceived
from ppid.request.vocabulary import Closing
from tests import examples as x
from tests.examples import context, day, promise
from tests.scenario import request_of

COMPLETE = (x.FILED, x.REGISTERED, x.FOUND_COMPLETE)
REFUSED = (*COMPLETE, x.REFUSED)
GRANTED = (*COMPLETE, x.GRANTED)


def window(ground: Ground, on: str | date, *facts: r.RequestEvent, found_on: str = "") -> Window:
    """The window of a ground on a day, of a request with these facts."""
    today = day(on) if isinstance(on, str) else on
    request = request_of(*facts) if facts else None
    return windows(request, context(today), found_on=day(found_on) if found_on else None)[ground]


def answered_on(sent_on: str, received_on: str) -> tuple[r.RequestEvent, ...]:
    """A request that was refused by a notice sent and received on these days."""
    notice = replace(x.EXEMPT_NOTICE, signed_on=day(sent_on), sent_on=day(sent_on), approval=None)
    return (*COMPLETE, r.RefusedExempt(notice=notice), NoticeReceived(received_on=day(received_on)))


def silent(due_on: str, *, extended_to: str = "") -> tuple[r.RequestEvent, ...]:
    """A request whose time to answer ends, or ended, on a day."""
    base = replace(x.REGISTERED, promises=(promise("D06", day("2026-03-10"), 10, day(due_on)),))
    facts: tuple[r.RequestEvent, ...] = (
        replace(x.FILED, received_on=day("2026-03-10")),
        base,
        x.FOUND_COMPLETE,
    )
    if not extended_to:
        return facts
    extension = promise("D07", day(due_on), 7, day(extended_to))
    return (*facts, replace(x.EXTENDED, sent_on=day(due_on), promises=(extension,)))


@pytest.mark.parametrize("ground", [Ground.EXEMPT, Ground.NOT_AS_ASKED, Ground.NOT_FULFILLED, Ground.FEE])
def test_E13_grounds_on_the_notice_run_from_its_receipt(ground: Ground) -> None:
    found = window(ground, "2026-04-21", *answered_on("2026-02-27", "2026-03-02"))
    assert found.open
    assert (found.starts_on, found.ends_on, found.late) == (day("2026-03-02"), day("2026-04-21"), False)
    assert window(ground, "2026-04-22", *answered_on("2026-02-27", "2026-03-02")).late


def test_E32c_the_window_after_an_answer_on_the_last_extended_day() -> None:
    found = window(Ground.EXEMPT, "2026-08-07", *answered_on("2026-06-26", "2026-06-26"))
    assert (found.ends_on, found.late) == (day("2026-08-07"), False)


def test_E14_silence_runs_from_the_last_day_of_the_missed_clock() -> None:
    found = window(Ground.UNANSWERED, "2026-04-01", *silent("2026-03-31"))
    assert found.open
    assert (found.opens_on, found.starts_on) == (day("2026-04-01"), day("2026-03-31"))
    assert found.ends_on == day("2026-05-18")
    assert window(Ground.UNANSWERED, "2026-05-19", *silent("2026-03-31")).late


def test_E14x_silence_after_an_extension_runs_from_the_extended_day() -> None:
    facts = silent("2026-03-31", extended_to="2026-04-10")
    assert not window(Ground.UNANSWERED, "2026-04-10", *facts).open
    found = window(Ground.UNANSWERED, "2026-04-11", *facts)
    assert (found.open, found.starts_on, found.ends_on) == (True, day("2026-04-10"), day("2026-05-29"))


def test_silence_opens_no_ground_while_the_time_to_answer_runs() -> None:
    found = window(Ground.UNANSWERED, "2026-03-31", *silent("2026-03-31"))
    assert not found.open
    assert found.opens_on == day("2026-04-01")
    assert found.why_not is not None
    assert "1 April 2026" in found.why_not.en


def test_an_answer_in_time_closes_the_ground_of_silence_and_a_late_one_leaves_it_open() -> None:
    assert not window(Ground.UNANSWERED, "2026-07-01", *REFUSED).open
    late = window(Ground.UNANSWERED, "2026-07-01", *answered_on("2026-06-18", "2026-06-19"))
    assert (late.open, late.starts_on) == (True, x.ANSWER_DUE)


def test_a_request_that_ended_before_its_answer_was_due_was_not_left_unanswered() -> None:
    withdrawn = window(Ground.UNANSWERED, "2026-07-01", *COMPLETE, x.WITHDRAWN)
    assert not withdrawn.open
    ran_out = r.ClockRanOut(clock="D06", due_on=x.ANSWER_DUE, calendar=x.SHIPPED_EDITION)
    closed = r.Closed(closing=Closing.ANSWERED)
    assert window(Ground.UNANSWERED, "2026-07-01", *COMPLETE, ran_out, closed).open


def test_without_a_recorded_receipt_a_ground_is_open_and_its_window_does_not_run() -> None:
    found = window(Ground.EXEMPT, "2027-06-30", *REFUSED)
    assert (found.open, found.starts_on, found.promise, found.late) == (True, None, None, False)


def test_ground_a_is_about_an_exemption_or_a_blackout() -> None:
    partly = (*COMPLETE, r.PartlyGranted(notice=x.NOTICE, promises=(x.DELIVERY,)))
    assert window(Ground.EXEMPT, "2026-06-12", *partly).open
    assert not window(Ground.EXEMPT, "2026-06-12", *GRANTED).open
    assert not window(Ground.EXEMPT, "2026-06-12", *COMPLETE).open
    other = (*COMPLETE, r.RefusedOther(notice=x.NOTICE))
    assert not window(Ground.EXEMPT, "2026-06-12", *other).open


@pytest.mark.parametrize("ground", [Ground.NOT_AS_ASKED, Ground.NOT_FULFILLED, Ground.FEE, Ground.LATE])
def test_grounds_on_an_answer_wait_for_one(ground: Ground) -> None:
    found = window(ground, "2026-06-12", *COMPLETE)
    assert (found.open, found.opens_on) == (False, None)


def test_an_answer_sent_later_than_the_objection_came_opens_nothing_for_it() -> None:
    assert not window(Ground.EXEMPT, "2026-06-09", *REFUSED).open


def test_ground_g_runs_from_the_promised_day_while_nothing_came() -> None:
    assert not window(Ground.LATE, "2026-06-15", *GRANTED).open
    found = window(Ground.LATE, "2026-06-17", *GRANTED)
    assert (found.open, found.opens_on, found.starts_on) == (True, day("2026-06-16"), day("2026-06-15"))
    # Thirty working days after 15 June 2026; 16 June is a holiday.
    assert found.ends_on == day("2026-07-28")


def test_ground_g_runs_from_a_late_delivery() -> None:
    delivered = replace(x.DELIVERED, delivered_on=day("2026-06-22"))
    found = window(Ground.LATE, "2026-06-23", *GRANTED, delivered, x.CLOSED)
    assert (found.open, found.starts_on, found.ends_on) == (True, day("2026-06-22"), day("2026-08-03"))


def test_ground_g_needs_something_promised_and_late() -> None:
    assert not window(Ground.LATE, "2026-06-23", *GRANTED, x.DELIVERED, x.CLOSED).open
    assert not window(Ground.LATE, "2026-06-23", *REFUSED).open


def test_ground_b_runs_from_the_day_the_objector_names_and_needs_no_request() -> None:
    found = window(Ground.PERIODIC, "2026-04-21", found_on="2026-03-02")
    assert (found.open, found.ends_on, found.late) == (True, day("2026-04-21"), False)
    assert window(Ground.PERIODIC, "2026-04-22", found_on="2026-03-02").late
    assert window(Ground.PERIODIC, "2026-06-12", *REFUSED, found_on="2026-06-12").open


@pytest.mark.parametrize("ground", [g for g in Ground if GROUNDS[g].needs_request])
def test_every_other_ground_is_about_a_request(ground: Ground) -> None:
    assert not window(ground, "2026-06-12").open


def test_U6_a_window_that_opens_on_a_day_off_opens_on_the_next_working_day() -> None:
    found = window(Ground.EXEMPT, "2026-06-15", *answered_on("2026-06-12", "2026-06-13"))
    monday = window(Ground.EXEMPT, "2026-06-15", *answered_on("2026-06-12", "2026-06-15"))
    assert found.ends_on == monday.ends_on


def test_D09_a_decree_that_moves_days_moves_an_open_window() -> None:
    facts = answered_on("2025-07-10", "2025-07-11")
    request = request_of(*facts)
    before = windows(request, context(day("2025-08-01"), known_on=day("2025-08-01")))[Ground.EXEMPT]
    after = windows(request, context(day("2025-08-10"), known_on=day("2025-08-10")))[Ground.EXEMPT]
    assert (before.ends_on, after.ends_on) == (day("2025-08-22"), day("2025-08-25"))


def test_a_window_into_an_undecreed_year_has_no_end_yet_and_nothing_is_late() -> None:
    found = window(Ground.EXEMPT, "2027-03-01", *answered_on("2026-12-21", "2026-12-22"))
    assert found.promise is not None
    assert (found.promise.missing_year, found.ends_on, found.late) == (2027, None, False)


def test_every_ground_is_named_in_both_languages_with_its_article() -> None:
    assert set(GROUNDS) == set(Ground)
    assert [str(ground) for ground in Ground] == list("abcdefg")
    for ground, rule in GROUNDS.items():
        assert f"huruf {ground}" in rule.article
        assert rule.name.id != rule.name.en
    assert [g for g in Ground if not GROUNDS[g].settles] == [Ground.EXEMPT]
    assert [g for g in Ground if not GROUNDS[g].needs_request] == [Ground.PERIODIC]
    assert CLOCKS["D09"].days == 30
    assert not CLOCKS["D09"].owed_by_body
