"""Following the log: nothing lost, nothing twice, whatever breaks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppid.database import Database, StoreUnavailableError
from ppid.events import Recorded
from projections.reader import Reader, wait_for
from projections.rebuild import rebuild
from projections.runner import Follower
from projections.shape import Projection
from projections.store import SCHEMA, NotThereError, ShapeChangedError, Store, drop, ensure, standings
from projections.verify import verify
from tests.projections.machinery.sample import (
    ALL,
    BOXES,
    LINES,
    Box,
    Crash,
    CrashingDatabase,
    Filled,
    MemoryLog,
    Moved,
    Named,
    Opened,
    evolve,
    fold_plainly,
    logs,
    tally,
)

SECRET = "the name of somebody"


def until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.005)


def rows(database: Database, projection: Projection[Any]) -> list[Any]:
    return list(Reader(database, projection).all())


def some_log(boxes: int = 20) -> MemoryLog:
    log = MemoryLog()
    for number in range(boxes):
        log.record(f"box-{number:03}", Opened(f"label {number}"), Filled("a"), Moved("attic"))
    return log


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(log=logs(), batch=st.integers(1, 17), crashes=st.lists(st.integers(1, 25), max_size=6))
def test_live_equals_rebuilt_equals_a_plain_fold_whatever_crashes(
    database: Database, log: MemoryLog, batch: int, crashes: list[int]
) -> None:
    for projection in ALL:
        drop(database, projection)
    for lives in [*crashes, None]:
        crashing = CrashingDatabase(database.url, lives, schema=SCHEMA)
        try:
            Follower(log, crashing, ALL, batch=batch).catch_up()
        except Crash:
            continue
        finally:
            crashing.close()
    for projection in ALL:
        expected = fold_plainly(projection, log.events)
        assert rows(database, projection) == expected
        assert verify(log, database, projection).equal
        rebuild(log, database, projection, parts=batch % 3 + 1)
        assert rows(database, projection) == expected
        assert verify(log, database, projection, parts=2).equal
        assert standings(database)[projection.table].position == log.position()
    counted = Reader(database, BOXES).tally()
    assert sum(counted.values()) == len(rows(database, BOXES))


def test_each_event_is_folded_once_by_followers_that_race(database: Database) -> None:
    log = some_log(60)
    followers = [Follower(log, database, ALL, batch=7) for _ in range(3)]
    for follower in followers:
        follower.start()
    last = log.record("box-000", Filled("b"), Filled("c"))
    assert all(follower.wait_for(last, timeout_s=30) for follower in followers)
    for follower in followers:
        follower.stop()
    assert rows(database, BOXES) == fold_plainly(BOXES, log.events)
    assert verify(log, database, LINES).equal


def test_a_follower_that_was_down_for_long_misses_nothing(database: Database) -> None:
    log = some_log(3)
    Follower(log, database, ALL).catch_up()
    for number in range(50):  # nobody follows
        log.record(f"box-late-{number:02}", Opened("later"), Named("and later"))
    Follower(log, database, ALL, batch=9).catch_up()
    assert rows(database, BOXES) == fold_plainly(BOXES, log.events)


def test_batches_are_told(database: Database) -> None:
    log, told = some_log(4), list[tuple[int, int]]()
    Follower(log, database, ALL, batch=5, on_batch=lambda *batch: told.append(batch)).catch_up()
    assert sum(number for _, number in told) == len(log.events)
    assert told[-1][0] == log.position()


# A projection that throws


def fragile(bad: str) -> Projection[Box]:
    """Answer with BOXES that throw where a label is ``bad``, its text in the message."""

    def throwing(row: Box | None, recorded: Recorded) -> Box | None:
        if getattr(recorded.envelope.event, "label", "") == bad:
            raise ValueError(f"cannot fold {bad}")
        return evolve(row, recorded)

    return replace(BOXES, name="fragile", evolve=throwing)


def test_a_projection_that_throws_stops_alone_and_says_where(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    log = some_log(5)
    bad = log.record("box-bad", Opened(SECRET))
    before_bad = log.events[-2].position
    log.record("box-after", Opened("fine"))
    follower = Follower(log, database, [fragile(SECRET), *ALL])
    with caplog.at_level(logging.DEBUG):
        follower.catch_up()
    standing = {s.name: s for s in follower.lag()}
    stopped = standing["fragile_1"]
    assert stopped.position == before_bad  # everything before it is folded
    assert stopped.fault is not None
    assert (stopped.fault.position, stopped.fault.event) == (bad, "Opened")
    assert stopped.fault.error == "ValueError"
    assert "throwing" in stopped.fault.place
    assert SECRET not in caplog.text
    assert SECRET not in repr(standing)
    assert standing["boxes_1"].position == standing["lines_1"].position == log.position()
    assert rows(database, BOXES) == fold_plainly(BOXES, log.events)

    later = log.record("box-later", Opened("written all the same"))
    follower.catch_up()
    assert rows(database, BOXES)[-1].label == "written all the same"
    assert not follower.wait_for(later, ["fragile_1"], timeout_s=60)  # told at once, not after a minute
    assert not wait_for(database, later, ["fragile_1"], timeout_s=60)

    mended = Follower(log, database, [replace(BOXES, name="fragile")])
    assert [s.fault for s in mended.catch_up()] == [None]
    assert verify(log, database, replace(BOXES, name="fragile")).equal


def test_a_stopped_projection_goes_on_by_itself_after_a_rebuild(database: Database) -> None:
    log = some_log(2)
    log.record("box-bad", Opened(SECRET))
    follower = Follower(log, database, [fragile(SECRET)])
    follower.start()
    until(lambda: "fragile_1" in standings(database) and standings(database)["fragile_1"].fault is not None)
    rebuild(log, database, replace(BOXES, name="fragile"))
    position = log.record("box-new", Opened("new"))
    until(lambda: follower.wait_for(position, timeout_s=0.1))
    follower.stop()
    assert verify(log, database, replace(BOXES, name="fragile")).equal


@pytest.mark.parametrize("where", ["keys_of", "tally", "wrong row", "unfit value"])
def test_it_stops_wherever_its_code_is_wrong(database: Database, where: str) -> None:
    def wrong_tally(row: Box) -> Any:
        return tally(row) if row.label != SECRET else 1 / 0

    def wrong_key(recorded: Recorded) -> Any:
        return (recorded.envelope.stream,) if "bad" not in recorded.envelope.stream else 1 / 0

    def wrong_row(row: Box | None, recorded: Recorded) -> Box | None:
        made = evolve(row, recorded)
        return made and msgspec.structs.replace(made, stream=made.stream.replace("bad", "other"))

    def unfit(row: Box | None, recorded: Recorded) -> Box | None:
        made = evolve(row, recorded)
        return made and msgspec.structs.replace(made, count=2**70 if made.label == SECRET else 1)

    changes: dict[str, dict[str, Any]] = {
        "keys_of": {"keys_of": wrong_key},
        "tally": {"tally": wrong_tally},
        "wrong row": {"evolve": wrong_row},
        "unfit value": {"evolve": unfit},
    }
    wrong = replace(BOXES, name="wrong", **changes[where])
    log = some_log(3)
    bad = log.record("box-bad", Opened(SECRET))
    stopped, other = Follower(log, database, [wrong, LINES]).catch_up()
    assert stopped.fault is not None
    assert stopped.fault.position == bad
    assert len(rows(database, wrong)) == 3
    assert other.position == bad


class ClosedLog(MemoryLog):
    """A log with one event that this code does not know yet."""

    unknown = 0

    def read(self, after: int, limit: int) -> list[Recorded]:
        """Refuse a batch with the event in it."""
        events = super().read(after, limit)
        if any(event.position == self.unknown for event in events):
            raise LookupError(SECRET)
        return events


def test_an_event_that_cannot_be_read_is_waited_for_not_passed_over(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    log = ClosedLog(some_log(3).events)
    log.unknown = log.record("box-new", Opened("of a newer version"))
    last = log.record("box-new", Named("after it"))
    follower = Follower(log, database, ALL)
    follower.start()
    until(lambda: sum(s.fault is not None for s in follower.lag()) == len(ALL))
    assert {s.position for s in follower.lag()} == {log.events[-3].position}
    log.unknown = 0  # the newer code is there
    assert follower.wait_for(last, timeout_s=30)
    until(lambda: all(s.fault is None for s in follower.lag()))
    follower.stop()
    assert SECRET not in caplog.text
    assert verify(log, database, BOXES).equal


# A database that goes away


@pytest.mark.postgres
def test_following_resumes_by_itself_after_connections_were_cut(
    postgres_url: str, postgres_cluster: Any
) -> None:
    superuser = Database(postgres_cluster.superuser_url(postgres_url))
    with superuser.transaction() as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA} AUTHORIZATION ppid_owner")
    database = Database(postgres_url, schema=SCHEMA, durable=False)
    log = some_log(3)
    follower = Follower(log, database, ALL)
    follower.start()
    for number in range(5):
        position = log.record(f"box-cut-{number}", Opened("cut"))
        follower.wake()
        superuser.query(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert follower.wait_for(position, timeout_s=30)
    follower.stop()
    assert verify(log, database, BOXES).equal
    database.close()
    superuser.close()


def test_following_waits_for_a_database_that_cannot_serve_yet(database: Database) -> None:
    class AwayLog(MemoryLog):
        away = True

        def read(self, after: int, limit: int) -> list[Recorded]:
            if self.away:
                raise StoreUnavailableError("away")
            return super().read(after, limit)

    log = AwayLog(some_log(2).events)
    follower = Follower(log, database, ALL)
    follower.start()
    assert not follower.wait_for(log.position(), timeout_s=0.3)
    log.away = False
    assert follower.wait_for(log.position(), timeout_s=30)
    follower.stop()


def test_a_projection_ahead_of_its_log_stops_until_it_is_rebuilt(database: Database) -> None:
    log = some_log(4)
    Follower(log, database, ALL).catch_up()
    restored = MemoryLog(log.events[:5])  # yesterday's backup
    standing = Follower(restored, database, ALL).catch_up()
    assert all(s.fault is not None and "ahead of the log" in s.fault.error for s in standing)
    for projection in ALL:
        rebuild(restored, database, projection)
    restored.record("box-000", Filled("after the restore"))
    assert all(s.fault is None for s in Follower(restored, database, ALL).catch_up())
    assert verify(restored, database, BOXES).equal


# Versions, and waiting for one's own write


def test_a_new_version_catches_up_beside_the_old_one(database: Database) -> None:
    log = some_log(5)
    Follower(log, database, [BOXES]).catch_up()
    second = replace(BOXES, version=2, key=("label",), keys_of=lambda _: ())
    follower = Follower(log, database, [BOXES, second])
    log.record("box-x", Opened("x"))
    assert {s.position for s in follower.catch_up()} == {log.position()}
    drop(database, BOXES)
    assert set(standings(database)) == {"boxes_2"}
    with pytest.raises(NotThereError):
        verify(log, database, BOXES)


def test_a_changed_shape_under_the_same_version_is_refused_and_stops_only_itself(database: Database) -> None:
    log = some_log(2)
    Follower(log, database, [BOXES]).catch_up()
    changed = replace(BOXES, key=("label",), keys_of=lambda _: ())
    with pytest.raises(ShapeChangedError):
        ensure(database, [changed])
    mine, other = Follower(log, database, [changed, LINES]).catch_up()
    assert mine.fault is not None
    assert "rebuild" in mine.fault.error
    assert other.position == log.position()


def test_a_writer_reads_what_it_wrote(database: Database) -> None:
    log = some_log(1)
    follower = Follower(log, database, ALL)
    follower.start()
    reader = Reader(database, BOXES)
    for number in range(20):
        position = log.record(f"box-mine-{number}", Opened("mine"))
        waited = follower.wait_for(position, ["boxes_1"]) if number % 2 else None
        assert waited or wait_for(database, position, ["boxes_1", "lines_1"], timeout_s=20)
        assert reader.get(f"box-mine-{number}") is not None
    follower.stop()
    assert not follower.wait_for(log.position() + 1, timeout_s=0.05)
    assert not wait_for(database, log.position() + 1, ["boxes_1"], timeout_s=0.05)
    with pytest.raises(LookupError):
        follower.wait_for(1, ["nowhere_1"])


def test_stop_ends_the_loop_and_start_takes_it_up_again(database: Database) -> None:
    log = some_log(1)
    follower = Follower(log, database, ALL)
    thread = threading.Thread(target=follower.run)
    thread.start()
    assert follower.wait_for(log.position(), timeout_s=20)
    follower.stop()
    thread.join(20)
    assert not thread.is_alive()
    follower.start()
    assert follower.wait_for(log.record("box-again", Opened("again")), timeout_s=20)
    follower.stop()


def test_who_comes_too_late_writes_nothing(database: Database) -> None:
    log = some_log(2)
    ensure(database, ALL)
    store = Store(database, BOXES)
    events = log.read(0, 10)
    assert store.apply(0, events[:4]) == events[3].position
    assert store.apply(0, events[:2]) == events[3].position
    assert store.apply(events[3].position, events[4:]) == events[-1].position
    assert rows(database, BOXES) == fold_plainly(BOXES, log.events)
