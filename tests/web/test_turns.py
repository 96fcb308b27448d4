"""Turns are counted one by one, however many processes take them at once, on both databases (F51, F52)."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ppid.database import Database
from tests.postgres import Urls
from tests.web.world import Clock, World
from web.state import WebState, state_database
from web.turns import Turns

BEGIN = datetime(2026, 6, 2, 2, 14, tzinfo=UTC)
WINDOW = timedelta(minutes=15)
PROCESSES, EACH, MOST = 4, 25, 10

#: One process of an installation: waits for a word, then takes turns from several threads as fast as it can.
TAKER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from web.state import state_database
from web.turns import Turns

turns = Turns(state_database(sys.argv[1]), lambda: datetime(2026, 6, 2, 2, 14, tzinfo=UTC))
print("ready", flush=True)
sys.stdin.readline()
with ThreadPoolExecutor(5) as pool:
    window, each = timedelta(minutes=15), range(int(sys.argv[3]))
    taken = pool.map(lambda _: not turns.take("x", int(sys.argv[2]), window), each)
print(sum(taken), flush=True)
"""


def taken_at_once(url: str) -> int:
    """How many of a hundred turns were given to four processes that ask at the same moment."""
    command = (sys.executable, "-c", TAKER, url, str(MOST), str(EACH))
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    try:
        for each in running:
            assert each.stdout
            assert each.stdout.readline() == "ready\n"
        for each in running:
            assert each.stdin
            each.stdin.write("go\n")
            each.stdin.flush()
        return sum(int(each.communicate(timeout=60)[0]) for each in running)
    finally:
        for each in running:
            each.kill()
            each.communicate()


def test_F51_four_processes_take_no_more_turns_than_there_are(world: World) -> None:
    assert taken_at_once(world.settings.database_url) == MOST


def test_F51_four_processes_on_postgresql_take_no_more_either(
    postgres_urls: Urls, postgres_world: World
) -> None:
    assert taken_at_once(postgres_urls.app) == MOST
    assert postgres_world.services.state.database.query("SELECT COUNT(*) FROM turn") == [(1,)]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    url = f"sqlite:///{tmp_path / 'ppid.sqlite3'}"
    WebState.migrate(url)
    return state_database(url)


def test_all_turns_may_be_taken_at_once_and_come_back_one_by_one(database: Database) -> None:
    clock = Clock(BEGIN)
    turns = Turns(database, clock)
    assert [turns.take("a", 3, WINDOW) for _ in range(3)] == [timedelta()] * 3
    assert turns.take("a", 3, WINDOW) == timedelta(minutes=5)
    assert not turns.left("a", 3, WINDOW)
    assert turns.take("b", 3, WINDOW) == timedelta(), "nobody else has to wait"
    clock.forward(minutes=5)
    assert turns.left("a", 3, WINDOW)
    assert not turns.take("a", 3, WINDOW)
    assert turns.take("a", 3, WINDOW) == timedelta(minutes=5)
    clock.forward(minutes=15)
    assert [bool(turns.take("a", 3, WINDOW)) for _ in range(4)] == [False, False, False, True]


def test_who_is_refused_again_and_again_waits_no_longer_for_it(database: Database) -> None:
    turns = Turns(database, Clock(BEGIN))
    waits = [turns.take("a", 1, WINDOW) for _ in range(50)]
    assert waits == [timedelta(), *[WINDOW] * 49]


def test_a_turn_that_was_given_back_is_there_again(database: Database) -> None:
    turns = Turns(database, Clock(BEGIN))
    for _ in range(100):
        assert not turns.take("a", 3, WINDOW)
        turns.give_back("a", 3, WINDOW)
    assert [bool(turns.take("a", 3, WINDOW)) for _ in range(4)] == [False, False, False, True]


def test_turns_that_were_never_taken_cannot_be_saved_up(database: Database) -> None:
    clock = Clock(BEGIN)
    turns = Turns(database, clock)
    for _ in range(20):
        turns.give_back("a", 2, WINDOW)
    turns.take("a", 2, WINDOW)
    for _ in range(20):
        turns.give_back("a", 2, WINDOW)
    clock.forward(days=1)
    assert [bool(turns.take("a", 2, WINDOW)) for _ in range(3)] == [False, False, True]


def test_F64_a_clock_that_was_set_back_shuts_nobody_out(database: Database) -> None:
    clock = Clock(BEGIN + timedelta(days=365))
    turns = Turns(database, clock)
    for _ in range(4):
        turns.take("a", 3, WINDOW)
    clock.at = BEGIN
    assert turns.left("a", 3, WINDOW)
    assert not turns.take("a", 3, WINDOW)
    assert [bool(turns.take("a", 3, WINDOW)) for _ in range(3)] == [False, False, True]


def test_two_clocks_that_differ_a_little_count_the_same_turns(database: Database) -> None:
    """A process whose clock is a moment behind does not take the turns of the other for nothing."""
    here, there = Clock(BEGIN), Clock(BEGIN - timedelta(seconds=2))
    for _ in range(3):
        Turns(database, here).take("a", 3, WINDOW)
    assert Turns(database, there).take("a", 3, WINDOW) > timedelta(minutes=5)


def test_what_is_free_again_is_forgotten(database: Database) -> None:
    clock = Clock(BEGIN)
    turns = Turns(database, clock)
    turns.take("a", 3, WINDOW)
    turns.sweep()
    assert database.query("SELECT bucket FROM turn") == [("a",)]
    clock.forward(minutes=6)
    turns.sweep()
    assert database.query("SELECT bucket FROM turn") == []
