"""The schema is made once, however many start at once, with rights for the roles that exist."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import psycopg
import pytest

from ppid.database import Database, StoreError, sqlite_path
from ppid.database.sqlite import connect_sqlite
from ppid.log import Roles, StoreUnavailableError, migrate, newest_version
from tests.postgres import Cluster, urls_of
from tests.ppid.log.examples import filed, opened


def _all_at_once(count: int, act: Callable[[], Any]) -> list[Any]:
    barrier = Barrier(count)

    def one(_: int) -> Any:
        barrier.wait()
        return act()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database in which nothing is yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'ppid.sqlite3'}"
    else:
        yield request.getfixturevalue("postgres_url")


def test_eight_starts_at_once_make_one_schema(empty_url: str) -> None:
    assert _all_at_once(8, lambda: migrate(empty_url)) == [newest_version(empty_url)] * 8
    log = opened(empty_url)
    assert log.append([filed("request-1")]) == 1
    assert migrate(empty_url) == newest_version(empty_url)
    assert len(log.load("request-1")) == 1
    log.close()


class Refusing(sqlite3.Connection):
    """Sends the first who want write-ahead mode away at once, as SQLite does while another switches to it."""

    left = 0

    def execute(self, sql: str, *args: Any) -> sqlite3.Cursor:
        """Refuse, or do it."""
        if "journal_mode" in sql and Refusing.left:
            Refusing.left -= 1
            refused = sqlite3.OperationalError("database is locked")
            refused.sqlite_errorcode, refused.sqlite_errorname = sqlite3.SQLITE_BUSY, "SQLITE_BUSY"
            raise refused
        return super().execute(sql, *args)


@pytest.mark.parametrize(("refusals", "opens"), [(3, True), (1000, False)])
def test_who_is_sent_away_while_a_file_is_new_tries_again_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int, opens: bool
) -> None:
    monkeypatch.setattr(sqlite3, "connect", partial(sqlite3.connect, factory=Refusing))
    monkeypatch.setattr(Refusing, "left", refusals)
    with nullcontext() if opens else pytest.raises(StoreUnavailableError):
        connect_sqlite(tmp_path / "new.sqlite3", durable=True, lock_timeout_s=0.5).close()
    assert (Refusing.left == 0) is opens


def test_a_database_directory_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'new' / 'ppid.sqlite3'}")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


def test_sqlite_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ppid.sqlite3'}"
    migrate(url)
    with closing(sqlite3.connect(sqlite_path(url))) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    settings = Database(url)
    assert settings.query("PRAGMA synchronous") == [(2,)]
    settings.close()


def test_a_position_is_never_issued_again(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ppid.sqlite3'}"
    migrate(url)
    log = opened(url)
    log.append([filed("request-1"), filed("request-2")])
    log.close()
    with closing(sqlite3.connect(sqlite_path(url), isolation_level=None)) as other:
        other.execute("DROP TRIGGER event_is_never_deleted")
        other.execute("DELETE FROM event WHERE notification_id = 2")
        other.execute("DROP TRIGGER leaf_is_never_deleted")
        other.execute("DELETE FROM log_leaf WHERE leaf_index = 2")
    assert log.append([filed("request-2")]) == 3
    log.close()


def test_other_names_of_roles_get_the_same_rights(postgres_url: str, postgres_cluster: Cluster) -> None:
    with psycopg.connect(postgres_cluster.superuser_url(postgres_url), autocommit=True) as superuser:
        superuser.execute('CREATE ROLE "desk of the office" LOGIN')
        migrate(postgres_url, Roles(app="desk of the office", auditor="nobody of this name"))
        log = opened(postgres_url.replace("ppid_owner@", "desk%20of%20the%20office@"))
        assert log.append([filed("request-1")]) == 1
        log.close()
        stranger = opened(postgres_url.replace("ppid_owner@", "ppid_app@"))
        with pytest.raises(StoreError, match="permission denied"):
            stranger.append([filed("request-2")])
        stranger.close()
        superuser.execute('DROP OWNED BY "desk of the office"')
        superuser.execute('DROP ROLE "desk of the office"')


def test_roles_made_later_get_their_rights_at_the_next_migration(postgres_url: str) -> None:
    migrate(postgres_url, Roles(app="not yet", auditor="not yet"))
    app = opened(postgres_url.replace("ppid_owner@", "ppid_app@"))
    with pytest.raises(StoreError, match="permission denied"):
        app.append([filed("request-1")])
    migrate(postgres_url)
    assert app.append([filed("request-1")])
    app.close()


@pytest.mark.postgres
def test_a_migration_is_repeated_beside_the_tables_of_the_application(postgres_url: str) -> None:
    migrate(postgres_url)
    views = Database(urls_of(postgres_url).app, schema="ppid_read")
    with views.transaction() as connection:
        connection.execute("CREATE TABLE made_by_the_application (n bigint)")
    with psycopg.connect(postgres_url) as owner:
        owner.execute("CREATE TABLE ppid_web.made_by_the_owner (n bigint)")

    migrate(postgres_url)

    with views.transaction() as connection:
        connection.execute("INSERT INTO made_by_the_application VALUES (1)")
        connection.execute("INSERT INTO ppid_web.made_by_the_owner VALUES (1)")
    views.close()


def test_a_server_that_is_away_is_said_within_seconds(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError):
        migrate(f"postgresql://x@/x?host={tmp_path}")
