"""The timekeeper: each end once, with its right date, however long it was away; recounts after a decree."""

from __future__ import annotations

import threading
import time
from datetime import date

import pytest

from ppid import commands as c
from ppid.calendar import CALENDAR, Amended, Decreed, Holiday, HolidayKind, RecountFinished, SignedLaterError
from ppid.desk import Desk
from ppid.directory import Directory
from ppid.events import Actor, CountingRules, Event, Role
from ppid.request.events import ClockRanOut, Recounted
from ppid.request.vocabulary import Channel, ExtensionGround
from projections.reader import Reader
from projections.worklist import WORKLIST
from tests.web.world import BODY, OPERATOR, World
from web.serving import Keeper, keep_time


def _facts(world: World, case: str, kind: type[Event]) -> list[Event]:
    return [r.envelope.event for r in world.services.log.load(case) if isinstance(r.envelope.event, kind)]


def _keep_time(world: World) -> tuple[int, int]:
    world.services.follower.start()
    try:
        return keep_time(world.services)
    finally:
        world.services.follower.stop()


def test_a_clock_that_ran_out_is_noted_once(either: World) -> None:
    case = either.at("complete")
    either.clock.set("2026-06-18")
    assert _keep_time(either) == (0, 1)
    ended = {(e.clock, e.due_on) for e in _facts(either, case, ClockRanOut) if isinstance(e, ClockRanOut)}
    assert ("D06", date(2026, 6, 17)) in ended
    either.clock.set("2026-06-19")
    assert _keep_time(either) == (0, 0)
    assert len(_facts(either, case, ClockRanOut)) == len(ended)


def test_F65_after_a_week_away_each_end_has_its_right_date(either: World) -> None:
    late = either.at("registered")
    either.clock.set("2026-06-09")
    later = either.at("registered")
    either.clock.set("2026-06-30")
    _keep_time(either)
    ends = {
        (case, e.clock): e.due_on
        for case in (late, later)
        for e in _facts(either, case, ClockRanOut)
        if isinstance(e, ClockRanOut)
    }
    assert ends[late, "D03"] == date(2026, 6, 5)
    assert ends[late, "D06"] == date(2026, 6, 17)
    assert ends[later, "D06"] == date(2026, 6, 24)


def test_nothing_ends_on_its_own_due_day(either: World) -> None:
    either.at("complete")
    either.clock.set("2026-06-05", hour=23, minute=59)
    assert _keep_time(either) == (0, 0)


def test_an_amendment_moves_open_clocks_and_says_by_which_decree(either: World) -> None:
    case = either.at("complete")
    closed = either.at("delivered")
    amendment = Amended(
        year=2026,
        numbers=("9 Tahun 2026",),
        signed_on=date(2026, 6, 3),
        added=(Holiday(date(2026, 6, 15), "Cuti tambahan", HolidayKind.JOINT_LEAVE),),
    )
    either.clock.set("2026-06-04")
    either.services.directory.decree(amendment, OPERATOR)
    moved, _ = _keep_time(either)
    assert moved == 1
    recounted = [e for e in _facts(either, case, Recounted) if isinstance(e, Recounted)]
    assert [(e.old.clock, e.old.due_on, e.new.due_on, e.decree) for e in recounted] == [
        ("D06", date(2026, 6, 17), date(2026, 6, 18), "9 Tahun 2026")
    ]
    assert not _facts(either, closed, Recounted)
    assert _keep_time(either)[0] == 0
    row = Reader(either.services.views, WORKLIST).get(case)
    assert row is not None


def test_a_promise_into_an_undecreed_year_gets_its_date_with_the_decree(either: World) -> None:
    either.clock.set("2026-12-28")
    receipt = either.file()
    assert (receipt.due_on, receipt.missing_year) == (None, 2027)
    new_year = Holiday(date(2027, 1, 1), "Tahun Baru", HolidayKind.NATIONAL)
    either.services.directory.decree(
        Decreed(year=2027, numbers=("1",), signed_on=date(2026, 12, 28), holidays=(new_year,)), OPERATOR
    )
    _keep_time(either)
    clock = either.request(receipt.request).clocks["D06"]
    assert clock.promise.due_on == date(2027, 1, 12)
    assert either.request(receipt.request).clocks["D03"].promise.due_on == date(2026, 12, 31)


def test_F42_an_extension_while_the_timekeeper_runs_is_decided_on_what_is_there(either: World) -> None:
    case = either.at("complete")
    seen = either.request(case).version
    either.clock.set("2026-06-08")
    _keep_time(either)
    done = either.services.desk.extend(
        c.ExtendDeadline(
            request=case,
            seen=seen,
            ground=ExtensionGround.STATUS_UNDECIDED,
            reason="Uji konsekuensi berjalan",
            sent_on=date(2026, 6, 8),
        ),
        either.actor("ppid"),
    )
    assert done.position
    assert either.request(case).clocks["D07"].promise.due_on == date(2026, 6, 26)


@pytest.mark.parametrize(("zone", "day"), [("WIB", date(2026, 7, 5)), ("UTC", date(2026, 7, 6))])
def test_F08_the_bodys_own_day_decides(either: World, zone: str, day: date) -> None:
    # 23:30 in Jakarta is still the fifth; half an hour later it is the sixth there.
    either.clock.set("2026-07-05", hour=23, minute=30)
    if zone == "UTC":
        either.clock.forward(hours=1)
    assert either.file().received_on == day


def test_a_citizen_may_complete_until_the_case_is_closed(either: World) -> None:
    case = either.at("incomplete")
    either.clock.set("2026-06-30")
    _keep_time(either)
    done = either.services.desk.complete(
        c.CompleteRequest(request=case, note="KTP menyusul"), Actor(case, Role.CITIZEN)
    )
    assert done.stream == case
    assert either.request(case).step.value == "registered"


def test_a_letter_counts_from_the_day_it_came_not_from_the_day_it_was_entered(either: World) -> None:
    receipt = either.file(channel=Channel.LETTER, received_on=date(2026, 5, 29))
    promises = either.request(receipt.request).clocks
    assert promises["D02"].promise.due_on == date(2026, 5, 29)
    assert promises["D06"].promise.due_on == date(2026, 6, 15)


def _amendment(signed_on: date = date(2026, 6, 3)) -> Amended:
    extra = Holiday(date(2026, 6, 15), "Cuti tambahan", HolidayKind.JOINT_LEAVE)
    return Amended(year=2026, numbers=("9 Tahun 2026",), signed_on=signed_on, added=(extra,))


def test_a_case_filed_by_a_process_that_did_not_know_the_decree_yet_is_recounted_too(either: World) -> None:
    behind = Directory(either.services.log, either.services.vault, either.clock, ticks=lambda: 0.0)
    elsewhere = Desk(either.services.log, either.services.vault, behind, either.clock)
    behind.edition(date.max)
    either.clock.set("2026-06-04")
    either.services.directory.decree(_amendment(), OPERATOR)
    _keep_time(either)
    case = elsewhere.file_request(either.command(), Actor("x", Role.CITIZEN)).request
    assert either.request(case).clocks["D06"].promise.due_on == date(2026, 6, 19)
    either.clock.forward(minutes=1)
    assert _keep_time(either)[0] == 1
    assert either.request(case).clocks["D06"].promise.due_on == date(2026, 6, 22)


def test_a_recount_is_finished_once_and_only_when_every_case_was_seen(either: World) -> None:
    either.at("complete")
    either.clock.set("2026-06-04")
    either.services.directory.decree(_amendment(), OPERATOR)
    keeper = either.services.timekeeper
    either.clock.forward(minutes=5)
    assert keeper.recount([], seen_all=False) == 0
    finished = [e for e in _calendar(either) if isinstance(e, RecountFinished)]
    assert finished == []
    _keep_time(either)
    _keep_time(either)
    finished = [e for e in _calendar(either) if isinstance(e, RecountFinished)]
    assert [(f.edition, f.checked) for f in finished] == [("4/2026-06-03", 1)]


def _calendar(world: World) -> list[Event]:
    return [r.envelope.event for r in world.services.log.load(CALENDAR)]


def test_an_extension_between_decree_and_recount_counts_from_the_moved_base(either: World) -> None:
    case = either.at("complete")
    either.clock.set("2026-06-04")
    either.services.directory.decree(_amendment(), OPERATOR)
    either.services.desk.extend(
        c.ExtendDeadline(
            request=case, ground=ExtensionGround.NOT_YET_HELD, reason="x", sent_on=either.clock.today
        ),
        either.actor("ppid"),
    )
    assert either.request(case).clocks["D07"].promise.due_on == date(2026, 6, 29)
    _keep_time(either)
    assert either.request(case).clocks["D07"].promise.due_on == date(2026, 6, 29)


def test_a_case_keeps_the_counting_rules_it_began_under(either: World) -> None:
    case = either.at("complete")
    either.services.directory.set_counting(
        c.SetCounting(body=BODY, rules=CountingRules(week=6, start_counts=True)), OPERATOR
    )
    either.clock.set("2026-06-04")
    either.services.directory.decree(_amendment(), OPERATOR)
    _keep_time(either)
    assert either.request(case).clocks["D06"].promise.due_on == date(2026, 6, 18)
    later = either.file().request
    assert either.request(later).clocks["D06"].promise.rules == CountingRules(week=6, start_counts=True)


def test_a_decree_that_is_not_signed_yet_is_refused(either: World) -> None:
    with pytest.raises(SignedLaterError):
        either.services.directory.decree(_amendment(date(2062, 6, 3)), OPERATOR)


def test_the_timekeeper_goes_on_after_a_failed_round(either: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = either.at("complete")
    either.clock.set("2026-06-18")
    monkeypatch.setattr("web.serving.TICK_SECONDS", 0.05)
    either.services.follower.start()
    keeper = Keeper(either.services)
    real, failed = either.services.state.sweep, threading.Event()

    def fail_once() -> int:
        if not failed.is_set():
            failed.set()
            raise RuntimeError("the disk is full of Sari Wulandari")
        return real()

    monkeypatch.setattr(type(either.services.state), "sweep", lambda _self: fail_once())
    keeper.start()
    assert failed.wait(20)
    either.clock.set("2026-06-30")
    other = either.at("complete")
    either.clock.set("2026-07-30")
    for _ in range(200):
        if _facts(either, other, ClockRanOut):
            break
        time.sleep(0.1)
    keeper.stop()
    either.services.follower.stop()
    assert _facts(either, case, ClockRanOut)
    assert _facts(either, other, ClockRanOut)
