"""The small door to both databases: the same statements, the same errors, the same recovery."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from ppid.database import (
    ConflictError,
    Database,
    StoreUnavailableError,
    Value,
    beside,
    database_kind,
    sqlite_path,
)
from tests.postgres import Cluster

PROGRAM = """
import os, sys
from ppid.database import Database
database = Database(sys.argv[1])
database.query("SELECT 1")
with database.transaction() as connection:
    connection.execute("INSERT INTO fact VALUES (?, ?)", (1, "parent"))
child = os.fork()
with database.transaction() as connection:
    connection.execute("INSERT INTO fact VALUES (?, ?)", (2 if child else 3, "after"))
assert database.query("SELECT count(*) FROM fact")[0][0] >= 2
if child:
    assert os.waitpid(child, 0)[1] == 0
    assert database.query("SELECT count(*) FROM fact") == [(3,)]
    database.close()
"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'deep' / 'facts.sqlite3'}"
    address: str = request.getfixturevalue("postgres_url")
    return address


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """Give a database with one table."""
    used = Database(url)
    with used.transaction() as connection:
        connection.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, word TEXT CHECK (word <> 'never'))")
    yield used
    used.close()


def _count(database: Database) -> int:
    return int(database.query("SELECT count(*) FROM fact")[0][0])


def test_every_kind_of_value_comes_back_as_it_was(url: str) -> None:
    database = Database(url)
    binary = "BLOB" if database.kind == "sqlite" else "BYTEA"
    rows: list[tuple[Value, ...]] = [
        (2**62, "tab\t, backslash \\, 'quotes', \u202e, newline\n, \\N", 0.1, b"\x00\xff"),
        (-1, "", 1e308, b""),
        (0, None, None, None),
    ]
    with database.transaction() as connection:
        connection.execute(f"CREATE TABLE kinds (a BIGINT, b TEXT, c DOUBLE PRECISION, d {binary})")
        assert connection.copy_in("kinds", ("a", "b", "c", "d"), rows) == 3
        connection.executemany("INSERT INTO kinds VALUES (?, ?, ?, ?)", rows)
        connection.execute("INSERT INTO kinds VALUES (?, ?, ?, ?)", rows[0])
    assert database.query("SELECT * FROM kinds") == [*rows, *rows, rows[0]]
    database.close()


def test_marks_in_quotes_and_percent_signs_are_left_alone(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO fact VALUES (?, '100 % of %s, really?')", (1,))
        connection.execute("INSERT INTO fact VALUES (2, 'it''s 5 % of ?')")
    asked = database.query("SELECT id AS \"?\", word FROM fact WHERE word LIKE '100 %' AND id % 2 = ?", (1,))
    assert asked == [(1, "100 % of %s, really?")]
    assert database.query("SELECT word FROM fact WHERE id = ?", (2,)) == [("it's 5 % of ?",)]


def test_an_exception_takes_everything_back(database: Database) -> None:
    with contextlib.suppress(ZeroDivisionError), database.transaction() as connection:
        connection.execute("INSERT INTO fact VALUES (1, 'a')")
        raise ZeroDivisionError
    assert _count(database) == 0
    with database.transaction() as connection:
        assert connection.execute("INSERT INTO fact VALUES (1, 'a') RETURNING word") == [("a",)]
    assert _count(database) == 1


@pytest.mark.parametrize(
    "statement", ["INSERT INTO fact VALUES (1, 'again')", "INSERT INTO fact VALUES (2, 'never')"]
)
def test_what_a_table_refuses_is_a_conflict_that_tells_no_value(database: Database, statement: str) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO fact VALUES (1, 'a')")
    with pytest.raises(ConflictError) as conflict, database.transaction() as connection:
        connection.execute(statement)
    assert "again" not in str(conflict.value)
    assert "never" not in str(conflict.value)
    assert _count(database) == 1


def test_a_wrong_statement_stays_a_bug(database: Database) -> None:
    with pytest.raises((sqlite3.OperationalError, psycopg.ProgrammingError)):
        database.query("SELECT * FROM nowhere")
    assert _count(database) == 0


def test_a_reader_sees_one_moment_and_may_not_write(database: Database) -> None:
    with database.reading(snapshot=True) as reader:
        assert reader.execute("SELECT count(*) FROM fact") == [(0,)]
        with database.transaction() as writer:
            writer.execute("INSERT INTO fact VALUES (1, 'a')")
        assert reader.execute("SELECT count(*) FROM fact") == [(0,)]
    with pytest.raises((StoreUnavailableError, sqlite3.Error)), database.reading(snapshot=True) as reader:
        reader.execute("INSERT INTO fact VALUES (2, 'b')")
    assert _count(database) == 1


def test_many_threads_write_one_after_another(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO fact VALUES (1, '0')")

    def add(_: int) -> None:
        for _ in range(10):
            with database.transaction() as connection:
                connection.execute("UPDATE fact SET word = word WHERE id = 1")  # takes its turn
                ((word,),) = connection.execute("SELECT word FROM fact WHERE id = 1")
                connection.execute("UPDATE fact SET word = ? WHERE id = 1", (str(int(word) + 1),))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(add, range(8)))
    assert database.query("SELECT word FROM fact") == [("80",)]


def test_a_child_process_has_connections_of_its_own(database: Database) -> None:
    database.close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, database.url], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert _count(database) == 3


def test_bare_names_are_looked_up_and_made_in_the_schema(postgres_url: str) -> None:
    whole = Database(postgres_url)
    with whole.transaction() as connection:
        connection.execute("CREATE SCHEMA other")
    inside = Database(postgres_url, schema="other", durable=False)
    with inside.transaction() as connection:
        connection.execute("CREATE TABLE t (id int)")
        assert connection.copy_in("other.t", ("id",), [(1,), (2,)]) == 2
    assert whole.query("SELECT count(*) FROM other.t") == [(2,)]
    assert inside.query("SHOW synchronous_commit") == [("off",)]
    whole.close()
    inside.close()


def test_f62_ended_connections_are_noticed_before_they_are_used(
    postgres_url: str, postgres_cluster: Cluster
) -> None:
    database = Database(postgres_url)
    barrier = threading.Barrier(4)

    def hold(_: int) -> None:
        with database.reading() as connection:
            connection.execute("SELECT 1")
            barrier.wait()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(hold, range(4)))
    with psycopg.connect(postgres_cluster.superuser_url(postgres_url), autocommit=True) as superuser:
        ended = superuser.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = 'ppid' AND datname = current_database()"
        ).fetchall()
    assert ended == [(True,)] * 4
    for _ in range(8):
        assert database.query("SELECT 1") == [(1,)]
    database.close()


def test_f62_a_server_that_is_away_is_said(tmp_path: Path) -> None:
    database = Database(f"postgresql://nobody@/nothing?host={tmp_path}")
    with pytest.raises(StoreUnavailableError), database.transaction() as connection:
        connection.execute("SELECT 1")
    database.close()


def test_f63_a_full_disk_is_said_and_writing_goes_on_when_there_is_room(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'small.sqlite3'}")
    with database.transaction() as connection:
        connection.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY, word TEXT)")
        connection.execute("PRAGMA max_page_count=10")
    long = ("x" * 100_000,)
    with pytest.raises(StoreUnavailableError), database.transaction() as connection:
        connection.execute("INSERT INTO fact VALUES (1, ?)", long)
    assert _count(database) == 0
    with database.transaction() as connection:
        connection.execute("PRAGMA max_page_count=1000000")
        connection.execute("INSERT INTO fact VALUES (1, ?)", long)
    assert _count(database) == 1
    database.close()


def test_f63_a_file_that_cannot_be_opened_is_said_and_used_when_it_can(tmp_path: Path) -> None:
    path = tmp_path / "facts.sqlite3"
    path.mkdir()
    database = Database(f"sqlite:///{path}")
    for _ in range(2):
        with pytest.raises(StoreUnavailableError), database.transaction():
            pass
        with pytest.raises(StoreUnavailableError):
            database.query("SELECT 1")
    path.rmdir()
    with database.transaction() as connection:
        connection.execute("CREATE TABLE fact (id INTEGER PRIMARY KEY)")
    assert _count(database) == 0
    database.close()


def test_what_need_not_be_durable_waits_for_the_disk_less_often(tmp_path: Path) -> None:
    for durable, level in ((True, 2), (False, 1)):
        database = Database(f"sqlite:///{tmp_path / 'facts.sqlite3'}", durable=durable)
        with database.transaction() as connection:
            assert connection.execute("PRAGMA synchronous") == [(level,)]
        database.close()
    with closing(sqlite3.connect(tmp_path / "facts.sqlite3")) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_addresses() -> None:
    assert beside("sqlite:///var/ppid.sqlite3", "views") == "sqlite:///var/ppid-views.sqlite3"
    assert beside("sqlite:////var/ppid.sqlite3", "views") == "sqlite:////var/ppid-views.sqlite3"
    assert beside("postgresql://x@y/z", "views") == "postgresql://x@y/z"
    assert sqlite_path("sqlite:////var/a b.sqlite3") == Path("/var/a b.sqlite3")
    assert database_kind("postgres://x") == "postgresql"
    for wrong in ("mysql://x", "", "sqlite:x"):
        with pytest.raises(ValueError, match="sqlite"):
            database_kind(wrong)
    for wrong in ("sqlite:///", "sqlite:///x?mode=memory"):
        with pytest.raises(ValueError, match="file"):
            sqlite_path(wrong)
