"""What was acknowledged is there, what was not did not half-happen, and nothing happens twice."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from ppid.database import sqlite_path
from ppid.log import Log, StoreUnavailableError, StreamMovedError, UnclearCommitError, migrate
from tests.postgres import Cluster
from tests.ppid.log.examples import Store, filed, opened
from tests.ppid.log.proxy import Proxy

SECONDS = 7.0


@pytest.fixture
def proxy(postgres_store: Store) -> Iterator[Proxy]:
    """Give a wire to PostgreSQL that can be cut."""
    with Proxy(postgres_store.app) as made:
        yield made


@pytest.fixture
def wired(proxy: Proxy) -> Iterator[Log]:
    """Give a log at the other end of that wire, already connected."""
    log = opened(proxy.url)
    assert log.position() == 0
    yield log
    log.close()


def _streams(log: Log) -> list[tuple[str, int]]:
    return [(r.envelope.stream, r.envelope.version) for r in log.stream_all()]


def test_f60_what_was_acknowledged_survives_kill_9(store: Store) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ppid.log.crash_writer", store.app, "24", "7"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
    acknowledged = [tuple(map(int, line.split())) for line in done.stdout.splitlines()]
    assert len({child for child, _ in acknowledged}) > 12, "too few children got as far as an append"
    log = opened(store.app)
    recorded = _streams(log)
    assert len(recorded) == len(set(recorded))
    there = set(recorded)
    for child, number in acknowledged:
        assert (f"request-{child}-a", number) in there
        assert (f"request-{child}-b", number) in there
    for killed in range(24):
        halves = [{v for s, v in there if s == f"request-{killed}-{half}"} for half in "ab"]
        assert halves[0] == halves[1], "an append was recorded by half"
    assert log.append([filed("request-after")]) == log.position()
    log.close()


def test_f62_an_answer_lost_after_the_commit_is_found_and_not_written_twice(proxy: Proxy, wired: Log) -> None:
    for number in range(1, 6):
        proxy.cut_answers = 1
        assert wired.append([filed("request-1", number), filed("request-2", number)]) == wired.position()
    assert proxy.cuts == 5
    assert _streams(wired) == [(f"request-{n}", v) for v in range(1, 6) for n in (1, 2)]


def test_f62_a_question_lost_before_the_server_saw_it_is_asked_again(proxy: Proxy, wired: Log) -> None:
    wired.append([filed("request-1")])
    proxy.cut_questions = 1
    wired.append([filed("request-1", 2)])
    proxy.cut_questions = 1
    assert len(wired.load("request-1")) == 2
    assert proxy.cuts == 2


def test_f62_a_true_conflict_stays_one_after_a_lost_answer(
    proxy: Proxy, wired: Log, postgres_store: Store
) -> None:
    other = opened(postgres_store.app)
    other.append([filed("request-1", 1, "by another")])
    other.close()
    proxy.cut_questions = 1
    with pytest.raises(StreamMovedError):
        wired.append([filed("request-1", 1, "by us")])
    assert proxy.cuts == 1


def test_f62_a_statement_that_commits_behind_our_back_is_recognised(
    proxy: Proxy, wired: Log, postgres_store: Store
) -> None:
    """The wire breaks while the statement waits in the server, and the second attempt queues up behind it."""
    with (
        psycopg.connect(postgres_store.owner) as holder,
        psycopg.connect(postgres_store.owner, autocommit=True) as watcher,
        ThreadPoolExecutor(1) as background,
    ):
        holder.execute("SELECT pg_advisory_xact_lock(1886415204, 1)")
        appending = background.submit(wired.append, [filed("request-1"), filed("request-2")])
        _wait_for_waiting(watcher, 1)
        proxy.cut(clients_only=True)
        _wait_for_waiting(watcher, 2)
        holder.commit()
        assert appending.result(10) == wired.position()
    assert _streams(wired) == [("request-1", 1), ("request-2", 1)]


def _wait_for_waiting(watcher: psycopg.Connection[tuple[object, ...]], count: int) -> None:
    deadline = time.monotonic() + 5
    while True:
        row = watcher.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        ).fetchone()
        if row == (count,):
            return
        assert time.monotonic() < deadline, f"{row} instead of {count} are waiting"
        time.sleep(0.01)


def test_f62_backends_ended_at_random_moments_lose_and_repeat_nothing(
    postgres_store: Store, postgres_cluster: Cluster
) -> None:
    log = opened(postgres_store.app)
    superuser = postgres_cluster.superuser_url(postgres_store.owner)
    chance = random.Random(3)  # noqa: S311 - moments, not secrets
    enough = threading.Event()
    with ThreadPoolExecutor(4) as writers, psycopg.connect(superuser, autocommit=True) as connection:
        writing = [writers.submit(_write_patiently, log, f"request-{n}", enough) for n in range(4)]
        try:
            ended = 0
            while ended < 40 and not any(writer.done() for writer in writing):
                time.sleep(chance.uniform(0.001, 0.02))
                ended += connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ppid_app' "
                    "AND datname = current_database() ORDER BY random() LIMIT 1"
                ).rowcount
        finally:
            enough.set()
    written = [writer.result() for writer in writing]
    assert min(written) > 5
    assert sorted(_streams(log)) == sorted(
        (f"request-{n}", v) for n in range(4) for v in range(1, written[n] + 1)
    )
    log.close()


def _write_patiently(log: Log, stream: str, enough: threading.Event) -> int:
    """Write versions 1, 2, 3, … and return the last; whoever is told that it is unclear looks first."""
    version = 0
    while not enough.is_set():
        try:
            log.append([filed(stream, version + 1)])
        except StoreUnavailableError:
            version = _patiently_newest(log, stream)
        else:
            version += 1
    return version


def _patiently_newest(log: Log, stream: str) -> int:
    while True:
        try:
            newest = log.last(stream)
        except StoreUnavailableError:
            continue
        return newest.envelope.version if newest else 0


def test_f62_a_server_that_is_away_is_said_within_seconds_and_used_when_it_is_back(
    proxy: Proxy, wired: Log
) -> None:
    wired.append([filed("request-1")])
    proxy.down()
    started = time.monotonic()
    with pytest.raises(StoreUnavailableError):
        wired.append([filed("request-1", 2)])
    with pytest.raises(StoreUnavailableError):
        wired.load("request-1")
    assert time.monotonic() - started < 2 * SECONDS
    proxy.up()
    assert _patiently_newest(wired, "request-1") == 1
    assert wired.append([filed("request-1", 2)]) == wired.position()


def test_f62_an_answer_lost_by_a_server_that_stays_away_is_called_unclear(proxy: Proxy, wired: Log) -> None:
    proxy.cut_answers = 1
    proxy.stays_cut = True
    with pytest.raises(UnclearCommitError):
        wired.append([filed("request-1")])
    proxy.up()
    assert _patiently_newest(wired, "request-1") == 1


def test_f62_a_server_that_never_answers_is_given_up_within_seconds(proxy: Proxy, wired: Log) -> None:
    proxy.silent = True
    proxy.cut()
    started = time.monotonic()
    with pytest.raises(StoreUnavailableError):
        wired.position()
    assert time.monotonic() - started < SECONDS


def test_f63_a_database_file_that_cannot_be_opened_is_said_and_used_when_it_can(tmp_path: Path) -> None:
    path = tmp_path / "ppid.sqlite3"
    path.mkdir()
    url = f"sqlite:///{path}"
    log = opened(url)
    for _ in range(3):
        with pytest.raises(StoreUnavailableError):
            log.append([filed("request-1")])
        with pytest.raises(StoreUnavailableError):
            log.load("request-1")
    path.rmdir()
    migrate(url)
    assert log.append([filed("request-1")]) == 1
    log.close()


def test_f63_a_database_file_that_another_program_holds_is_said_within_seconds(sqlite_store: Store) -> None:
    log = opened(sqlite_store.app)
    with closing(sqlite3.connect(sqlite_path(sqlite_store.app), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with pytest.raises(StoreUnavailableError):
            log.append([filed("request-1")])
        assert time.monotonic() - started < SECONDS
        assert log.load("request-1") == []
        other.execute("ROLLBACK")
    assert log.append([filed("request-1")]) == 1
    log.close()


def test_f63_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "ppid.sqlite3").write_bytes(b"this is a letter, not a database\n" * 200)
    log = opened(f"sqlite:///{tmp_path / 'ppid.sqlite3'}")
    with pytest.raises(StoreUnavailableError):
        log.append([filed("request-1")])
    log.close()


def test_a_child_process_has_connections_of_its_own(store: Store) -> None:
    program = (
        "import os, sys\n"
        "from tests.ppid.log.examples import filed, opened\n"
        "log = opened(sys.argv[1])\n"
        "log.append([filed('request-parent')])\n"
        "child = os.fork()\n"
        "log.append([filed(f'request-{os.getpid()}', 1)])\n"
        "assert len(log.load('request-parent')) == 1\n"
        "if child:\n"
        "    assert os.waitpid(child, 0)[1] == 0\n"
        "    log.append([filed('request-parent', 2)])\n"
        "    log.close()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, store.app], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    log = opened(store.app)
    assert len(list(log.stream_all())) == 4
    log.close()
