"""Positions are issued in the order of commits, so that a reader who goes forward misses nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from ppid.events import Recorded
from ppid.log import Log, StreamMovedError
from tests.ppid.log.examples import Store, filed, opened

WRITERS = 8
APPENDS = 30
INSERT = (
    "INSERT INTO ppid_log.event (originator_id, originator_version, topic, state) VALUES (%s, 1, 'x', '')"
)


def _append(store: Store, writer: int) -> list[int]:
    """Append as one process of many would, with some appends that are refused."""
    log = opened(store.app)
    positions = []
    for number in range(1, APPENDS + 1):
        both = [filed(f"request-{writer}", number), filed(f"other-{writer}", (number + 1) // 2)]
        batch = both[: 1 + number % 2]
        positions.append(log.append(batch))
        if number % 5 == 0:
            with pytest.raises(StreamMovedError):
                log.append([filed(f"lost-{writer}-{number}"), filed(f"request-{writer}", number)])
    log.close()
    return positions


def test_a_reader_beside_eight_writers_sees_everything_once_and_in_order(log: Log, store: Store) -> None:
    done = threading.Event()
    seen: list[Recorded] = []

    def follow() -> None:
        while True:
            finished = done.is_set()
            page = log.read(seen[-1].position if seen else 0, 50)
            seen.extend(page)
            if finished and not page:
                return

    reader = threading.Thread(target=follow)
    reader.start()
    try:
        with ThreadPoolExecutor(WRITERS) as writers:
            acknowledged = list(writers.map(lambda writer: _append(store, writer), range(WRITERS)))
    finally:
        done.set()
        reader.join()
    assert seen == list(log.stream_all())
    assert {position for positions in acknowledged for position in positions} <= {r.position for r in seen}
    assert len(seen) == WRITERS * (APPENDS + APPENDS // 2)
    for writer in range(WRITERS):
        versions = [r.envelope.version for r in seen if r.envelope.stream == f"request-{writer}"]
        assert versions == list(range(1, APPENDS + 1))


def test_one_of_eight_who_decide_the_same_version_wins(log: Log, store: Store) -> None:
    barrier = threading.Barrier(WRITERS)

    def decide(writer: int) -> int | str:
        own = opened(store.app)
        own.position()
        barrier.wait()
        try:
            return own.append([filed(f"decision-{writer}"), filed("request-1", 1, f"by {writer}")])
        except StreamMovedError as moved:
            return moved.stream
        finally:
            own.close()

    with ThreadPoolExecutor(WRITERS) as writers:
        answers = list(writers.map(decide, range(WRITERS)))
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert answers.count("request-1") == WRITERS - 1
    assert len(list(log.stream_all())) == 2


def test_no_position_is_issued_while_an_earlier_one_is_not_committed(postgres_store: Store) -> None:
    with psycopg.connect(postgres_store.owner) as first, psycopg.connect(postgres_store.owner) as second:
        first.execute(INSERT, ("request-1",))
        second.execute("SET lock_timeout = '100ms'")
        second.commit()
        with pytest.raises(psycopg.errors.LockNotAvailable):
            second.execute(INSERT, ("request-2",))
        second.rollback()
        first.commit()
        second.execute(INSERT, ("request-2",))
        second.commit()
        rows = second.execute("SELECT originator_id FROM ppid_log.event ORDER BY notification_id").fetchall()
    assert rows == [("request-1",), ("request-2",)]


def test_reading_goes_on_while_somebody_writes(postgres_store: Store) -> None:
    log = opened(postgres_store.app)
    log.append([filed("request-1")])
    with psycopg.connect(postgres_store.owner) as writer:
        writer.execute(INSERT, ("request-2",))
        assert len(log.read(0, 9)) == len(list(log.stream_all())) == 1
        assert log.position() == 1
    log.close()
