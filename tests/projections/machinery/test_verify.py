"""The proof names what is not as the log says, and says nothing where all is well."""

from __future__ import annotations

import threading

import pytest

from ppid.database import Database
from projections.rebuild import rebuild
from projections.runner import Follower
from projections.verify import Difference, verify
from tests.projections.machinery.sample import ALL, BOXES, LINES, Filled, MemoryLog, Moved, Opened


@pytest.fixture
def log(database: Database) -> MemoryLog:
    made = MemoryLog()
    for number in range(30):
        made.record(f"box-{number:03}", Opened(f"label {number}"), Filled("a"), Moved("attic"))
    Follower(made, database, ALL).catch_up()
    return made


@pytest.mark.parametrize("parts", [1, 4])
@pytest.mark.parametrize(
    ("statement", "difference"),
    [
        (
            "UPDATE boxes_1 SET label = 'x', count = 9 WHERE stream = 'box-007'",
            Difference("differs", ("box-007",), ("label", "count")),
        ),
        ("DELETE FROM boxes_1 WHERE stream = 'box-007'", Difference("missing", ("box-007",))),
        (
            "UPDATE boxes_1_tally SET count = count + 1 WHERE room = 'attic'",
            Difference("count", ("attic", "full")),
        ),
        (
            "INSERT INTO boxes_1_tally (room, state, count) VALUES ('moon', 'full', 1)",
            Difference("count", ("moon", "full")),
        ),
    ],
)
def test_one_change_by_hand_is_named(
    database: Database, log: MemoryLog, statement: str, difference: Difference, parts: int
) -> None:
    assert verify(log, database, BOXES, parts=parts).equal
    with database.transaction() as connection:
        connection.execute(statement)
    verdict = verify(log, database, BOXES, parts=parts)
    assert not verdict.equal
    assert difference in verdict.differences


def test_a_row_that_the_log_does_not_make_is_named(database: Database, log: MemoryLog) -> None:
    with database.transaction() as connection:
        connection.execute(
            'INSERT INTO lines_1 (stream, version, "order") VALUES (?, ?, ?)', ("box-x", 1, "Opened")
        )
    verdict = verify(log, database, LINES)
    assert verdict.differences == (Difference("extra", ("box-x", 1)),)
    assert verdict.rows == 91


def test_many_differences_are_counted_and_the_first_named(database: Database, log: MemoryLog) -> None:
    with database.transaction() as connection:
        connection.execute("DELETE FROM boxes_1")
    verdict = verify(log, database, BOXES)
    assert verdict.differing == 31  # thirty rows, and one count that is not what the rows are
    assert len(verdict.differences) == 20


def test_what_is_recorded_meanwhile_is_no_difference(database: Database, log: MemoryLog) -> None:
    stop = threading.Event()
    follower = Follower(log, database, ALL)
    follower.start()

    def record() -> None:
        number = 0
        while not stop.is_set():
            log.record(f"box-busy-{number}", Opened("busy"))
            follower.wake()
            number += 1
            stop.wait(0.001)

    thread = threading.Thread(target=record)
    thread.start()
    try:
        for round_ in range(5):
            for projection in ALL:
                assert verify(log, database, projection, parts=round_ % 2 + 1).differences == ()
            rebuild(log, database, LINES)
    finally:
        stop.set()
        thread.join(20)
        follower.stop()
