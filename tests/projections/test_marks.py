"""The registers of an auditor hold every fact that belongs in them, and none that does not."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ppid.clocks import Moved
from ppid.clockwatch import CLOCK, RanBack
from ppid.events import Envelope, Event, Promise, Recorded, Role
from ppid.person import Erased
from ppid.request import events as e
from ppid.request.vocabulary import ExtensionGround
from ppid.topics import NAMES
from projections.bursts import BURSTS, POSTS, Burst, busiest
from projections.fold import Folding, tally_of
from projections.marks import MARKS, Mark, MarkKind, claimed_on
from projections.shape import AnyProjection
from projections.telling import TELLERS
from projections.words_topics import TOPICS
from tests.projections.histories import History, history

AT = datetime(2026, 6, 10, 3, tzinfo=UTC)
BODY = "body-" + "b" * 32
CASE = "request-" + "c" * 32


@pytest.fixture(scope="module")
def histories() -> list[History]:
    return [history(seed) for seed in range(12)]


def folded(projection: AnyProjection, recorded: list[Recorded]) -> list[Any]:
    folding: Folding[Any] = Folding(projection)
    folding.add(recorded)
    return [row for row in folding.rows.values() if row is not None]


def fact(event: Event, at: datetime = AT, role: Role = Role.PPID, **changes: Any) -> Recorded:
    said: dict[str, Any] = {"stream": CASE, "version": 3, "actor": "officer-1", "body": BODY} | changes
    return Recorded(7, Envelope(event=event, recorded_at=at, role=role, **said))


def only(recorded: Recorded) -> Mark:
    (row,) = folded(MARKS, [recorded])
    assert isinstance(row, Mark)
    return row


def withdrawn(on: date) -> e.Withdrawn:
    return e.Withdrawn(withdrawn_on=on, reason="Tidak perlu lagi")


# Late entries ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "late"), [(0, False), (1, False), (2, True), (40, True)])
def test_an_entry_is_late_when_more_than_a_day_lies_between(days: int, late: bool) -> None:
    rows = folded(MARKS, [fact(withdrawn(AT.date() - timedelta(days=days)))])
    assert [row.late for row in rows] == [True] * late
    assert [row.days for row in rows] == [days] * late


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"])
@pytest.mark.parametrize("hour", range(24))
def test_no_late_entry_is_missing_in_any_zone_at_any_hour(zone: str, hour: int) -> None:
    at = AT.replace(hour=hour)
    local = at.astimezone(ZoneInfo(zone)).date()
    (row,) = folded(MARKS, [fact(withdrawn(local - timedelta(days=2)), at)])
    assert row.days - 2 in {0, 1}


def test_every_late_entry_of_random_lives_is_there_and_nothing_else(histories: list[History]) -> None:
    met = 0
    for story in histories:
        rows = {row.position: row for row in folded(MARKS, story.recorded)}
        for recorded in story.recorded:
            envelope, claimed = recorded.envelope, claimed_on(recorded.envelope.event)
            if envelope.body not in story.bodies or claimed is None:
                continue
            days = (story.bodies[envelope.body].local_date(envelope.recorded_at) - claimed).days
            row = rows.get(recorded.position)
            if days >= 2:
                assert row is not None
                assert (row.late, row.claimed_on, row.imported) == (
                    True,
                    claimed,
                    envelope.role is Role.IMPORT,
                )
                assert row.days - days in {0, 1}
                met += 1
            elif row is not None and row.late:
                assert days == 1  # which was two days where the day is the furthest on
    assert met > 50


# What a fact is -------------------------------------------------------------------------------------------


def test_an_extension_says_from_which_day_to_which() -> None:
    promise = Promise("D07", date(2026, 6, 17), 7, date(2026, 6, 26), "2/2025-09-19")
    extended = e.Extended(
        ground=ExtensionGround.NOT_YET_HELD, reason="Mencari", letter_number="B/1", sent_on=AT.date(),
        promises=(promise,),
    )  # fmt: skip
    row = only(fact(extended))
    assert (row.kind, row.late) == (MarkKind.EXTENSION, False)
    assert (row.clock, row.old_on, row.new_on) == ("D07", date(2026, 6, 17), date(2026, 6, 26))


def test_an_extension_recorded_late_stands_in_both_registers() -> None:
    promise = Promise("D07", date(2026, 6, 1), 7, date(2026, 6, 10), "2/2025-09-19")
    extended = e.Extended(
        ground=ExtensionGround.NOT_YET_HELD, reason="Mencari", letter_number="B/1", sent_on=date(2026, 6, 1),
        promises=(promise,),
    )  # fmt: skip
    row = only(fact(extended))
    assert (row.kind, row.late, row.days) == (MarkKind.EXTENSION, True, 9)


def test_a_date_moved_by_a_decree_says_which_calendar_moved_it() -> None:
    old = Promise("D06", date(2026, 6, 2), 10, date(2026, 6, 17), "2/2025-09-19")
    new = Promise("D06", date(2026, 6, 2), 10, date(2026, 6, 18), "3/2026-06-04")
    row = only(fact(e.Recounted(old=old, new=new, decree="1/2026"), role=Role.TIMEKEEPER))
    assert (row.kind, row.old_on, row.new_on) == (MarkKind.MOVED, old.due_on, new.due_on)
    assert row.edition == "3/2026-06-04"


def test_an_erasure_and_a_clock_that_ran_back_are_marked() -> None:
    person = "person-" + "d" * 32
    erased = only(fact(Erased("UU 27/2022 Pasal 43"), stream=person))
    assert (erased.kind, erased.stream, erased.topic) == (MarkKind.ERASURE, person, "person.erased")
    back = only(fact(RanBack(AT, AT + timedelta(hours=1)), stream=CLOCK, body=""))
    assert (back.kind, back.body, back.topic) == (MarkKind.CLOCK, "", "clock.ran-back")


def test_every_noteworthy_fact_of_random_lives_is_there_once_and_counted(histories: list[History]) -> None:
    met: Counter[MarkKind] = Counter()
    for story in histories:
        rows = folded(MARKS, story.recorded)
        events = [r.envelope.event for r in story.recorded]
        found = Counter(row.kind for row in rows)
        assert found[MarkKind.MOVED] == sum(isinstance(event, Moved) for event in events)
        assert found[MarkKind.EXTENSION] == sum(isinstance(event, e.Extended) for event in events)
        assert found[MarkKind.ERASURE] == sum(isinstance(event, Erased) for event in events)
        tally = tally_of(MARKS, rows)
        assert sum(tally.values()) == len(rows)
        assert {kind for _, kind, _ in tally} == {row.kind.value for row in rows}
        met += found
    assert set(met) >= {MarkKind.ENTRY, MarkKind.EXTENSION, MarkKind.MOVED, MarkKind.ERASURE}


# Mass acts ------------------------------------------------------------------------------------------------


def acts(*minutes: int, actor: str = "officer-1", role: Role = Role.PPID) -> list[Recorded]:
    begin = datetime(2026, 6, 10, 2, tzinfo=UTC)  # 09.00 in Jakarta
    return [
        fact(e.FoundComplete(), begin + timedelta(minutes=m), role, actor=actor, stream=f"request-{n:032x}")
        for n, m in enumerate(minutes)
    ]


def test_acts_are_counted_by_hour_by_officer_and_by_post() -> None:
    (row,) = folded(BURSTS, [*acts(0, 1, 59, 60), *acts(2, 3, actor="officer-2")])
    assert isinstance(row, Burst)
    assert (row.body, row.role, row.topic, row.day) == (
        BODY, Role.PPID, "request.found-complete", date(2026, 6, 10),
    )  # fmt: skip
    assert (row.officer_hour, row.post_hour, row.officer_day, row.post_day) == (3, 5, 4, 6)
    shares = busiest(row, within_hour=True, by_officer=True)
    assert [(s.hour, s.actor, s.acts) for s in shares] == [
        (9, "officer-1", 3), (9, "officer-2", 2), (10, "officer-1", 1),
    ]  # fmt: skip
    assert [s.acts for s in busiest(row, within_hour=False, by_officer=False)] == [6]


def test_what_comes_by_itself_is_no_mass_act() -> None:
    for role in (Role.CITIZEN, Role.TIMEKEEPER, Role.IMPORT, Role.OPERATOR):
        assert folded(BURSTS, acts(0, 1, role=role)) == []


def test_all_acts_of_random_lives_are_counted_once(histories: list[History]) -> None:
    for story in histories:
        rows = folded(BURSTS, story.recorded)
        mine = [
            r.envelope
            for r in story.recorded
            if r.envelope.role in POSTS and r.envelope.stream.startswith("request-")
        ]
        assert sum(row.post_day for row in rows) == len(mine)
        expected = Counter((x.body, NAMES[type(x.event)]) for x in mine)
        found: Counter[tuple[str, str]] = Counter()
        for row in rows:
            found[row.body, row.topic] += sum(share.acts for share in row.shares)
            assert row.officer_hour <= min(row.officer_day, row.post_hour) <= row.post_day
        assert found == expected


def test_every_fact_of_a_case_has_a_few_words_in_both_languages() -> None:
    assert set(TOPICS) == {NAMES[event] for event in TELLERS}
    for words in TOPICS.values():
        assert words.id
        assert words.en
