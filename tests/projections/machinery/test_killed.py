"""Processes that follow and rebuild are killed at any moment; on the real log nothing is lost or twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ppid.database import Database, beside
from ppid.events import Envelope, Event, Role
from ppid.log import Log, migrate, open_log
from projections.reader import Reader
from projections.rebuild import rebuild
from projections.runner import Follower
from projections.store import SCHEMA, standings
from projections.verify import verify
from tests.postgres import Cluster, urls_of
from tests.projections.machinery.sample import (
    ALL,
    BOXES,
    NOON,
    VOCABULARY,
    Filled,
    Moved,
    Named,
    Opened,
    Thrown,
    fold_plainly,
)

ROOT = Path(__file__).parents[3]


def prepare(url: str) -> None:
    """Make the schema."""
    migrate(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a migrated log, for the role of the application."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'ppid.sqlite3'}"
        migrate(url)
        yield url
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    owner = cluster.create_database(prepare)
    yield urls_of(owner).app
    cluster.drop_database(owner)


@contextmanager
def victims(tasks: list[str], address: str, read: str) -> Iterator[None]:
    """Run processes that are killed at the end, and only then."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.projections.machinery.victim", task, address, read],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )
        for task in tasks
    ]
    try:
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == b"going\n"
        yield
        assert all(process.poll() is None for process in started), "one ended by itself"
    finally:
        for process in started:
            process.kill()
            process.communicate()


def write(log: Log, numbers: range) -> int:
    """Record the story of some boxes, a save for each event."""
    position = 0
    for number in numbers:
        stream = f"box-{number:04}"
        story: list[Event] = [
            Opened(f"label {number}"),
            Filled("a"),
            Moved("attic"),
            Named("other"),
            Filled("b"),
        ]
        if number % 5 == 0:
            story.append(Thrown())
        for version, event in enumerate(story, start=1):
            position = log.append([Envelope(stream, version, event, NOON, "somebody", Role.PPID)])
    return position


def test_rows_are_as_the_log_says_after_processes_were_killed_at_any_moment(address: str) -> None:
    log = open_log(address, VOCABULARY)
    read = beside(address, "views")
    database = Database(read, schema=SCHEMA, durable=False)
    chance = random.Random(20250804)  # noqa: S311 - moments, no secrets
    write(log, range(40))
    Follower(log, database, ALL, batch=20).catch_up()
    last = 0
    for round_ in range(6):
        before = standings(database)["boxes_1"].position
        with victims(["follow", "follow", "rebuild"], address, read):
            last = write(log, range(40 + 10 * round_, 50 + 10 * round_))
            deadline = time.monotonic() + 20
            while standings(database)["boxes_1"].position <= before:
                assert time.monotonic() < deadline
                time.sleep(0.002)
            time.sleep(chance.random() / 20)  # the moment of the kill is what is tried
        for projection in ALL:
            assert verify(log, database, projection).equal
    Follower(log, database, ALL).catch_up()
    rebuild(log, database, BOXES)
    for projection in ALL:
        verdict = verify(log, database, projection)
        assert verdict.equal
        assert verdict.position == last
        assert list(Reader(database, projection).all()) == fold_plainly(projection, log.stream_all())
    assert Reader(database, BOXES).count(room="attic") == 80
    assert {s.fault for s in standings(database).values()} == {None}
    database.close()
    log.close()
