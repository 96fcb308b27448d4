"""A rebuild beside the live rows: nobody waits, nobody sees less, and a failed one changes nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

import pytest
from msgspec import structs

from ppid.database import Database
from ppid.events import Recorded
from projections.fold import FoldError
from projections.reader import Reader
from projections.rebuild import OvertakenError, rebuild
from projections.runner import Follower
from projections.shape import Projection
from projections.store import SCHEMA, ensure, standings
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
    Opened,
    Thrown,
    evolve,
    fold_plainly,
)


def some_log(boxes: int = 30) -> MemoryLog:
    log = MemoryLog()
    for number in range(boxes):
        log.record(f"box-{number:03}", Opened(f"label {number}"), Filled("a"), Moved("attic"))
    log.record("box-000", Thrown())
    return log


def objects(database: Database) -> set[str]:
    """Return the names of all tables and indexes."""
    if database.kind == "sqlite":
        return {row[0] for row in database.query("SELECT name FROM sqlite_master")}
    return {
        row[0]
        for row in database.query(
            "SELECT relname FROM pg_class WHERE relnamespace = ?::regnamespace", (SCHEMA,)
        )
    }


@pytest.mark.parametrize("parts", [1, 3])
def test_a_rebuild_makes_the_same_rows_counts_and_indexes(database: Database, parts: int) -> None:
    log = some_log()
    Follower(log, database, ALL).catch_up()
    told = list[tuple[int, int]]()
    for _ in range(3):  # each generation under names of its own
        for projection in ALL:
            position = rebuild(
                log, database, projection, parts=parts, on_part=lambda *part: told.append(part)
            )
            assert position == log.position()
            assert verify(log, database, projection).equal
    assert told[:parts] == [(number + 1, parts) for number in range(parts)]
    assert Reader(database, BOXES).tally() == {("attic", "full"): 29}
    assert not {
        name for name in objects(database) if "__new" in name and "pkey" not in name and "_idx" not in name
    } - {name for name in objects(database) if name.startswith("sqlite_autoindex")}
    assert {f"boxes_1_g3_i{number}" for number in (1, 2)} <= objects(database)


def test_a_projection_may_be_built_by_a_rebuild_alone(database: Database) -> None:
    log = some_log()
    rebuild(log, database, BOXES)
    assert list(Reader(database, BOXES).all()) == fold_plainly(BOXES, log.events)
    log.record("box-later", Opened("later"))
    Follower(log, database, [BOXES]).catch_up()
    assert verify(log, database, BOXES).equal


def test_an_empty_log_is_rebuilt_too(database: Database) -> None:
    assert rebuild(MemoryLog(), database, BOXES) == 0
    assert standings(database)["boxes_1"].position == 0


def test_readers_see_all_rows_and_followers_go_on_while_it_is_rebuilt(database: Database) -> None:
    log = some_log(40)
    expected = len(fold_plainly(BOXES, log.events))
    follower = Follower(log, database, ALL)
    follower.start()
    assert follower.wait_for(log.position(), timeout_s=30)
    stop, failed = threading.Event(), list[BaseException]()
    sights: list[list[int]] = [[], []]

    def read(seen: list[int]) -> None:
        reader = Reader(database, BOXES)
        try:
            while not stop.is_set():
                seen.append(len(list(reader.page(where={"room": "attic"}, limit=1000))))
                assert reader.count(room="attic") >= expected
        except BaseException as error:  # noqa: BLE001 - shown by the test
            failed.append(error)

    threads = [threading.Thread(target=read, args=(seen,)) for seen in sights]
    for thread in threads:
        thread.start()
    try:
        for number in range(8):
            log.record(f"box-new-{number}", Opened("new"), Moved("attic"))
            rebuild(log, database, BOXES, parts=number % 2 + 1)
            log.record(f"box-new-{number}", Filled("b"))
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
    assert not failed
    for seen in sights:
        assert seen
        assert min(seen) >= expected
        assert seen == sorted(seen)  # never back
    assert follower.wait_for(log.position(), timeout_s=30)
    follower.stop()
    assert verify(log, database, BOXES).equal
    assert len(list(Reader(database, BOXES).all())) == expected + 8


def test_a_rebuild_catches_up_with_what_was_recorded_meanwhile(database: Database) -> None:
    class BusyLog(MemoryLog):
        def stream_all(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
            yield from super().stream_all(after, upto)
            if len(self.events) < 200:  # somebody files, and it is shown before the rebuild is done
                self.record(f"box-{len(self.events)}", Opened("meanwhile"))
                Follower(self, database, [BOXES]).catch_up()

    log = BusyLog(some_log(10).events)
    position = rebuild(log, database, BOXES)
    assert position == standings(database)["boxes_1"].position == log.position()
    assert verify(log, database, BOXES).equal


def test_what_is_shown_at_the_last_moment_is_not_taken_back_by_the_switch(database: Database) -> None:
    class LateLog(MemoryLog):
        late = False

        def read(self, after: int, limit: int) -> list[Recorded]:
            events = super().read(after, limit)
            if not events and not self.late:  # the rebuild believes it is there
                self.late = True
                self.record("box-late", Opened("late"), Moved("attic"))
                Follower(self, database, [BOXES]).catch_up()
            return events

    log = LateLog(some_log(10).events)
    rebuild(log, database, BOXES)
    assert Reader(database, BOXES).get("box-late") is not None
    assert Reader(database, BOXES).count(room="attic") == 10
    assert standings(database)["boxes_1"].position == log.position()
    assert verify(log, database, BOXES).equal


def test_a_rebuild_that_throws_leaves_everything_as_it_was(database: Database) -> None:
    def throwing(row: Box | None, recorded: Recorded) -> Box | None:
        if recorded.position > 20:
            raise ValueError
        return evolve(row, recorded)

    log = some_log()
    Follower(log, database, [BOXES]).catch_up()
    before = objects(database)
    with pytest.raises(FoldError) as stopped:
        rebuild(log, database, replace(BOXES, evolve=throwing))
    assert stopped.value.position == 22
    assert objects(database) == before
    assert set(standings(database)) == {"boxes_1"}
    assert verify(log, database, BOXES).equal


def test_a_rebuild_that_dies_anywhere_leaves_the_live_rows_and_the_next_one_succeeds(
    database: Database,
) -> None:
    log = some_log(12)
    Follower(log, database, [BOXES]).catch_up()
    for statements in count():
        crashing = CrashingDatabase(database.url, statements, schema=SCHEMA)
        try:
            rebuild(log, crashing, BOXES)
        except Crash:
            assert verify(log, database, BOXES).equal
            log.record("box-more", Filled("c"))
            Follower(log, database, [BOXES]).catch_up()
        else:
            break
        finally:
            crashing.close()
    assert statements > 20
    rebuild(log, database, BOXES)
    assert verify(log, database, BOXES).equal
    assert set(standings(database)) == {"boxes_1"}


def test_of_two_rebuilds_at_once_the_later_one_wins(database: Database) -> None:
    class SlowLog(MemoryLog):
        begun = False

        def stream_all(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
            if not self.begun:
                self.begun = True
                rebuild(self, database, BOXES)
            return super().stream_all(after, upto)

    log = SlowLog(some_log(5).events)
    with pytest.raises(OvertakenError):
        rebuild(log, database, BOXES)
    assert verify(log, database, BOXES).equal
    assert set(standings(database)) == {"boxes_1"}


def test_a_rebuild_repairs_a_changed_shape(database: Database) -> None:
    log = some_log(3)
    Follower(log, database, [BOXES]).catch_up()
    other = replace(BOXES, tally_by=("state",), tally=lambda box: [(box.state.value,)])
    rebuild(log, database, other)
    ensure(database, [other])
    assert Reader(database, other).tally() == {("full",): 2}


@contextmanager
def holding(database: Database, projection: Projection[Box]) -> Iterator[None]:
    """Read in one long snapshot, as a slow export would."""
    with database.reading(snapshot=True) as connection:
        connection.execute(f'SELECT count(*) FROM "{projection.table}"')  # noqa: S608 - a name of ours
        yield


@pytest.mark.postgres
def test_a_long_reader_delays_the_switch_but_no_other_reader(postgres_url: str) -> None:
    with Database(postgres_url).transaction() as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    database = Database(postgres_url, schema=SCHEMA, durable=False, statement_timeout_s=2)
    log = some_log(5)
    Follower(log, database, [BOXES, LINES]).catch_up()
    done = threading.Event()

    def again() -> None:
        rebuild(log, database, BOXES)
        done.set()

    thread = threading.Thread(target=again)
    with holding(database, BOXES):
        thread.start()
        for _ in range(60):
            assert Reader(database, BOXES).get("box-001") is not None  # within its time-out, or this raises
            done.wait(0.02)
        assert not done.is_set()
    thread.join(20)
    assert done.is_set()
    assert verify(log, database, BOXES).equal
    database.close()


def test_a_row_that_was_changed_by_hand_is_put_right(database: Database) -> None:
    log = some_log(3)
    Follower(log, database, [BOXES]).catch_up()
    with database.transaction() as connection:
        connection.execute("UPDATE boxes_1 SET label = 'by hand' WHERE stream = 'box-001'")
    assert not verify(log, database, BOXES).equal
    rebuild(log, database, BOXES)
    box = Reader(database, BOXES).get("box-001")
    assert box is not None
    assert structs.asdict(box)["label"] == "label 1"
