"""The databases themselves refuse to change the past, whoever asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest

from ppid.database import StoreError, sqlite_path
from ppid.log import PersonKey, RawEvent
from tests.postgres import Cluster, urls_of
from tests.ppid.log.conftest import prepare
from tests.ppid.log.examples import Store, filed, opened

CHANGES = [
    "UPDATE {event} SET topic = 'x'",
    "UPDATE {event} SET originator_version = 7 WHERE originator_id = 'request-1'",
    "DELETE FROM {event}",
    "DELETE FROM {event} WHERE originator_id = 'request-1'",
]
INSERT = (
    "INSERT INTO {event} (originator_id, originator_version, topic, state) VALUES ('request-1', 1, 'x', '') "
)
ON_CONFLICT = INSERT + "ON CONFLICT (originator_id, originator_version) DO UPDATE SET topic = 'x'"


@pytest.fixture(scope="module")
def kept(postgres_cluster: Cluster) -> Iterator[Store]:
    """Give one written log for all these tests: nothing that they try may change it."""
    url = postgres_cluster.create_database(prepare)
    store = Store(*urls_of(url))
    _write(store)
    yield store
    postgres_cluster.drop_database(url)


def _write(store: Store) -> None:
    log = opened(store.app)
    log.append([filed("request-1"), filed("request-2")], keys=[PersonKey("person-1", b"wrapped")])
    log.close()


def _rows(store: Store) -> list[RawEvent]:
    log = opened(store.app)
    rows = log.raw("request-1") + log.raw("request-2")
    assert [row.position for row in rows] == [1, 2]
    assert log.position() == 2
    log.close()
    return rows


@pytest.mark.parametrize(
    "change",
    [
        *CHANGES,
        INSERT,
        ON_CONFLICT,
        INSERT.replace("INSERT", "INSERT OR REPLACE"),
        INSERT.replace("INSERT", "INSERT OR IGNORE"),
        "UPDATE event SET notification_id = notification_id + 100",
        "UPDATE OR REPLACE event SET notification_id = 2 WHERE notification_id = 1",
        "REPLACE INTO event SELECT * FROM event",
        "INSERT OR REPLACE INTO event VALUES (1, 'request-9', 1, 'x', x'00')",
    ],
)
def test_sqlite_refuses_any_program(change: str, sqlite_store: Store) -> None:
    _write(sqlite_store)
    before = _rows(sqlite_store)
    # Another program does not have the settings of our own connections.
    with (
        closing(sqlite3.connect(sqlite_path(sqlite_store.app), isolation_level=None)) as other,
        pytest.raises(sqlite3.IntegrityError, match=r"append-only|already recorded"),
    ):
        other.execute(change.format(event="event"))
    assert _rows(sqlite_store) == before


@pytest.mark.parametrize("role", ["app", "owner", "auditor", "superuser"])
@pytest.mark.parametrize(
    "change",
    [
        *CHANGES,
        ON_CONFLICT,
        "TRUNCATE {event}",
        "TRUNCATE {event} RESTART IDENTITY CASCADE",
        "MERGE INTO {event} AS t USING (SELECT 1) AS s ON true WHEN MATCHED THEN DELETE",
    ],
)
def test_postgresql_refuses_every_role(
    role: str, change: str, kept: Store, postgres_cluster: Cluster
) -> None:
    before = _rows(kept)
    url = postgres_cluster.superuser_url(kept.owner)
    url = url if role == "superuser" else getattr(kept, role)
    with psycopg.connect(url, autocommit=True) as other:
        if role == "superuser":  # even as one who plays a replica
            other.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            other.execute(change.format(event="ppid_log.event").encode())
    assert _rows(kept) == before


@pytest.mark.parametrize(
    "change",
    [
        (
            "INSERT INTO ppid_log.event (notification_id, originator_id, originator_version, topic, state) "
            "OVERRIDING SYSTEM VALUE VALUES (900, 'request-9', 1, 'x', '')"
        ),
        "SELECT setval('ppid_log.event_notification_id_seq', 1)",
        "ALTER TABLE ppid_log.event DISABLE TRIGGER ALL",
        "DROP TRIGGER event_is_never_changed ON ppid_log.event",
        "DROP TABLE ppid_log.event",
        "DROP SCHEMA ppid_log CASCADE",
        "CREATE TABLE ppid_log.other (id int)",
        (
            "CREATE OR REPLACE FUNCTION ppid_log.refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RETURN NEW; END'"
        ),
        "UPDATE ppid_log.person_key SET person = 'person-2'",
        "TRUNCATE ppid_log.person_key",
        INSERT.format(event="ppid_log.event").replace("'request-1'", "'request-9'"),  # without a leaf
        "INSERT INTO ppid_log.log_leaf VALUES (3, NULL, NULL, '', NULL)",
        "UPDATE ppid_log.log_leaf SET salt = NULL",
        "DELETE FROM ppid_log.log_leaf",
        "INSERT INTO ppid_log.log_erased VALUES (1, 3, '')",
        "DELETE FROM ppid_log.schema_version",
    ],
)
def test_the_application_may_not_loosen_the_log(change: str, kept: Store) -> None:
    with psycopg.connect(kept.app, autocommit=True) as app:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(change.encode())
        app.execute("UPDATE ppid_log.person_key SET wrapped = 'rewrapped'")  # for a new master key


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("SELECT count(*) FROM ppid_log.event", True),
        ("SELECT convert_from(state, 'utf8')::jsonb FROM ppid_log.event", True),
        ("SELECT version FROM ppid_log.schema_version", True),
        (INSERT.format(event="ppid_log.event").replace("'request-1'", "'request-9'"), False),
        ("SELECT * FROM ppid_log.person_key", False),
        ("SELECT count(*) FROM ppid_log.person_key", False),
        ("DELETE FROM ppid_log.person_key", False),
        ("CREATE TABLE ppid_read.mine (id int)", False),
        ("CREATE TABLE ppid_web.mine (id int)", False),
    ],
)
def test_an_auditor_reads_the_log_and_nothing_else(statement: str, allowed: bool, kept: Store) -> None:
    with psycopg.connect(kept.auditor, autocommit=True) as auditor:
        if allowed:
            assert auditor.execute(statement.encode()).fetchall()
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                auditor.execute(statement.encode())


def test_an_auditor_can_use_the_log_itself(kept: Store) -> None:
    log = opened(kept.auditor)
    assert [r.envelope.stream for r in log.stream_all()] == ["request-1", "request-2"]
    assert log.position() == 2
    with pytest.raises(StoreError, match="permission denied"):
        log.append([filed("request-3")])
    log.close()


def test_the_application_makes_and_renames_its_tables_beside_the_log(kept: Store) -> None:
    with psycopg.connect(kept.app, autocommit=True) as app:
        for schema in ("ppid_read", "ppid_web"):
            app.execute(f"CREATE TABLE {schema}.a (id int PRIMARY KEY)".encode())
            app.execute(f"ALTER TABLE {schema}.a RENAME TO b".encode())
            app.execute(f"DROP TABLE {schema}.b".encode())
    with psycopg.connect(kept.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE ppid_web.account (id bigserial PRIMARY KEY, name text)")
    with psycopg.connect(kept.app, autocommit=True) as app:
        app.execute("INSERT INTO ppid_web.account (name) VALUES ('x')")
        app.execute("DELETE FROM ppid_web.account")
