"""D10, D11, D12 and an order's day: each starts, is met, is missed, is recounted. Regulations §12, §13."""

from datetime import date

import pytest
from msgspec.structs import replace

from ppid.deadlines import CLOCKS
from ppid.events import Promise
from ppid.objection import events as e
from ppid.objection.answering import record_answer_received
from ppid.objection.commands import RecordAnswerReceived
from ppid.objection.filing import registered
from ppid.objection.handling import disputed
from ppid.objection.keeping import ends, recount
from ppid.objection.lawful import ACTS, Act
from ppid.objection.vocabulary import Closing, Step
from tests import examples as x
from tests.examples import context, day, promise
from tests.ppid.objection import facts as f
from tests.ppid.objection.facts import Story, given

DECREES = ["1497 Tahun 2024", "933 Tahun 2025", "1497 Tahun 2025"]
SILENT = given(f.FILED, f.REGISTERED)


def received(on: str, known_on: date = date.max) -> Story:
    """An objection received on a day, with its real promise."""
    filed = replace(f.FILED, received_on=day(on))
    return Story((filed, registered(filed, context(day(on), known_on=known_on), 1)), known_on=known_on)


def answered(sent_on: str) -> e.Upheld:
    """An answer sent on a day."""
    return replace(f.UPHELD, letter=replace(f.LETTER, signed_on=day(sent_on), sent_on=day(sent_on)))


def d11(received_on: str) -> Promise:
    """The window to the commission after an answer that was received on a day."""
    story = SILENT.and_then(answered(received_on)).on(received_on)
    command = RecordAnswerReceived(case=f.OBJECTION_CASE, received_on=day(received_on))
    event = story.when(record_answer_received, command).event
    assert isinstance(event, e.AnswerReceived)
    return event.promises[0]


def test_D10_runs_thirty_working_days_from_receipt() -> None:
    assert received("2026-04-20").objection.clocks["D10"].promise.due_on == day("2026-06-09")  # E15
    assert received("2026-07-20").objection.clocks["D10"].promise.due_on == day("2026-09-02")  # E32d


def test_D10_is_met_by_the_day_the_answer_was_sent() -> None:
    clock = SILENT.and_then(answered("2026-09-02")).objection.clocks["D10"]
    assert (clock.met, clock.late(day("2026-12-01"))) == (True, False)


def test_D10_has_no_extension_and_no_act_to_extend() -> None:
    assert not any("extend" in act for act in Act)
    assert set(ACTS) == set(Act)
    talking = given(f.FILED_D, f.REGISTERED, f.TALKS)
    assert talking.objection.clocks["D10"].promise.due_on == f.ANSWER_DUE, "talks stop no clock"


def test_D10_missed_opens_the_way_to_the_commission_without_an_officers_act() -> None:
    assert SILENT.on("2026-09-02").when(ends).events == ()
    window = promise("D12", f.ANSWER_DUE, 14, day("2026-09-22"))
    ran_out = e.ClockRanOut("D10", f.ANSWER_DUE, x.SHIPPED_EDITION, (window,))
    SILENT.on("2026-09-03").when(ends).then(ran_out)
    lapsed = SILENT.and_then(ran_out).on("2026-09-04")
    assert lapsed.objection.step is Step.LAPSED
    assert lapsed.objection.clocks["D12"].promise == window
    assert lapsed.when(ends).events == (), "noted once"


def test_E17_after_silence_the_window_runs_from_the_last_day_of_the_answer() -> None:
    (event,) = received("2026-04-20").on("2026-06-10").when(ends).events
    assert isinstance(event, e.ClockRanOut)
    (window,) = event.promises
    assert (window.clock, window.starts_on, window.due_on) == ("D12", day("2026-06-09"), day("2026-06-30"))


def test_D10_missed_is_noted_with_its_right_days_after_a_long_absence() -> None:
    (event,) = SILENT.on("2026-12-01").when(ends).events
    assert isinstance(event, e.ClockRanOut)
    assert (event.due_on, event.promises[0].due_on) == (f.ANSWER_DUE, day("2026-09-22"))


def test_D10_ends_with_a_settlement_or_a_withdrawal() -> None:
    settled = given(f.FILED_D, f.REGISTERED, f.TALKS, replace(f.SETTLED, orders=(), promises=()))
    assert settled.on("2026-12-01").when(ends).events == ()
    withdrawn = SILENT.and_then(e.Withdrawn(withdrawn_on=day("2026-08-01")))
    assert withdrawn.on("2026-12-01").when(ends).events == ()


def test_D10_is_recounted_when_a_decree_moves_days_and_the_answer_is_open() -> None:
    # 18 August 2025 became joint leave by the amendment of 7 August.
    story = received("2025-07-14", day("2025-08-01"))
    assert story.objection.clocks["D10"].promise.due_on == day("2025-08-25")
    (moved,) = story.known("2025-08-10").on("2025-08-10").when(recount, decrees=DECREES).events
    assert isinstance(moved, e.Recounted)
    assert moved.new.due_on == day("2025-08-26")
    assert "933 Tahun 2025" in moved.decree
    assert story.and_then(moved).objection.clocks["D10"].promise.due_on == day("2025-08-26")
    ended = story.and_then(answered("2025-08-05")).known("2025-08-10").on("2025-08-10")
    assert ended.when(recount, decrees=DECREES).events == ()


def test_D11_runs_fourteen_working_days_from_the_receipt_of_the_answer() -> None:
    assert d11("2026-06-18").due_on == day("2026-07-08")  # E16
    assert d11("2026-09-02").due_on == day("2026-09-22")  # E32e


def test_U6_an_answer_received_on_a_day_off_counts_from_the_next_working_day() -> None:
    assert d11("2026-06-20").due_on == d11("2026-06-22").due_on


def test_D11_is_met_by_the_application_and_missed_without_one() -> None:
    waiting = SILENT.and_then(answered("2026-08-04"), f.ANSWER_RECEIVED)
    assert waiting.on("2026-08-27").when(ends).events == ()
    (missed,) = waiting.on("2026-08-28").when(ends).events
    assert isinstance(missed, e.ClockRanOut)
    assert (missed.clock, missed.promises) == ("D11", ())
    filed = waiting.and_then(disputed("dispute-1", day("2026-08-27")))
    assert (filed.objection.step, filed.objection.clocks["D11"].met) == (Step.DISPUTED, True)
    assert filed.on("2026-12-01").when(ends).events == ()
    late = waiting.and_then(missed, disputed("dispute-1", day("2026-08-28"))).objection
    assert late.clocks["D11"].late(day("2026-08-28"))


def test_D11_outlives_the_closing_of_the_objection() -> None:
    closed = SILENT.and_then(answered("2026-08-04"), f.ANSWER_RECEIVED, e.Closed(Closing.ANSWERED))
    assert [c.promise.clock for c in closed.objection.running()] == ["D11"]
    assert [type(event) for event in closed.on("2026-08-28").when(ends).events] == [e.ClockRanOut]


@pytest.mark.parametrize("code", ["D11", "D12"])
def test_the_way_to_the_commission_is_recounted(code: str) -> None:
    before = promise(code, day("2025-08-04"), 14, day("2025-08-22"), x.BEFORE_AMENDMENT)
    lapsed = e.ClockRanOut("D10", day("2025-08-04"), x.BEFORE_AMENDMENT, (before,))
    facts = (
        (lapsed,)
        if code == "D12"
        else (answered("2025-08-04"), e.AnswerReceived(day("2025-08-04"), (before,)))
    )
    story = received("2025-06-20", day("2025-08-01")).and_then(*facts)
    (moved,) = story.known("2025-08-10").on("2025-08-10").when(recount, decrees=DECREES).events
    assert isinstance(moved, e.Recounted)
    assert (moved.old.clock, moved.new.due_on) == (code, day("2025-08-25"))


def test_D12_is_met_by_the_application_and_missed_without_one() -> None:
    window = promise("D12", f.ANSWER_DUE, 14, day("2026-09-22"))
    lapsed = SILENT.and_then(e.ClockRanOut("D10", f.ANSWER_DUE, x.SHIPPED_EDITION, (window,)))
    assert lapsed.on("2026-09-22").when(ends).events == ()
    (missed,) = lapsed.on("2026-09-23").when(ends).events
    assert isinstance(missed, e.ClockRanOut)
    assert missed.clock == "D12"
    filed = lapsed.and_then(disputed("dispute-1", day("2026-09-22"))).objection
    assert filed.clocks["D12"].met
    assert not filed.clocks["D12"].late(day("2026-12-01"))


def test_a_late_answer_leaves_the_window_after_silence_and_opens_its_own() -> None:
    window = promise("D12", f.ANSWER_DUE, 14, day("2026-09-22"))
    lapsed = SILENT.and_then(e.ClockRanOut("D10", f.ANSWER_DUE, x.SHIPPED_EDITION, (window,)))
    late = lapsed.and_then(answered("2026-09-07")).on("2026-09-08")
    command = RecordAnswerReceived(case=f.OBJECTION_CASE, received_on=day("2026-09-08"))
    event = late.when(record_answer_received, command).event
    clocks = late.and_then(event).objection.clocks
    assert clocks["D12"].running
    assert clocks["D11"].promise.due_on == day("2026-09-28")


def test_a_year_without_a_decree_is_waited_for() -> None:
    waiting = received("2026-12-07")
    promised = waiting.objection.clocks["D10"].promise
    assert (promised.due_on, promised.missing_year) == (None, 2027)
    assert waiting.on("2027-06-01").when(ends).events == ()


def test_a_missed_order_is_noted_by_the_timekeeper() -> None:
    ordered = given(f.FILED, f.REGISTERED, f.OVERTURNED)
    assert ordered.on("2026-08-14").when(ends).events == ()
    (missed,) = ordered.on("2026-08-15").when(ends).events
    assert isinstance(missed, e.ClockRanOut)
    assert (missed.clock, missed.due_on) == ("ORDER", day("2026-08-14"))
    assert CLOCKS["ORDER"].owed_by_body


def test_the_lengths_are_those_of_the_law() -> None:
    lengths = {"D09": (30, False), "D10": (30, True), "D11": (14, False), "D12": (14, False)}
    assert {code: (CLOCKS[code].days, CLOCKS[code].owed_by_body) for code in lengths} == lengths
