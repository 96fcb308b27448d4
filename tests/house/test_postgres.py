"""The throw-away PostgreSQL is real, empty, cut into roles, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Cluster, Urls, urls_of


def test_each_role_signs_in_as_itself_and_none_is_superuser(postgres_urls: Urls) -> None:
    for url, role in zip(postgres_urls, ("ppid_owner", "ppid_app", "ppid_auditor"), strict=True):
        with psycopg.connect(url) as connection:
            who = connection.execute(
                "SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user"
            )
            assert who.fetchone() == (role, False)


def test_the_owner_may_create_a_table_that_the_application_may_not_touch(postgres_urls: Urls) -> None:
    with psycopg.connect(postgres_urls.owner) as owner:
        owner.execute("CREATE TABLE fact (id int)")
    with psycopg.connect(postgres_urls.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute("SELECT * FROM fact")


def test_every_database_is_fresh(postgres_cluster: Cluster) -> None:
    first, second = postgres_cluster.create_database(), postgres_cluster.create_database()
    with psycopg.connect(first) as connection:
        connection.execute("CREATE TABLE fact (id int)")
    with psycopg.connect(second) as connection:
        assert connection.execute("SELECT to_regclass('fact')").fetchone() == (None,)
    for url in (first, second):
        postgres_cluster.drop_database(url)


def test_a_prepared_database_is_prepared_once_and_copied(postgres_cluster: Cluster) -> None:
    prepared: list[str] = []

    def prepare(url: str) -> None:
        prepared.append(url)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE fact AS SELECT 42 AS answer")

    copies = [postgres_cluster.create_database(prepare) for _ in range(2)]
    for url in copies:
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT answer FROM fact").fetchone() == (42,)
            connection.execute("DELETE FROM fact")
        postgres_cluster.drop_database(url)
    assert len(prepared) == 1


@pytest.mark.usefixtures("postgres_cluster")
def test_stopping_cuts_connections_and_removes_every_file() -> None:
    with Cluster(durable=True) as cluster:
        connection = psycopg.connect(cluster.superuser_url(cluster.create_database()))
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    assert not cluster.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    connection.close()


@pytest.mark.usefixtures("postgres_cluster")
def test_a_killed_test_run_leaves_no_server_and_no_file() -> None:
    program = (
        "from tests.postgres import Cluster; cluster = Cluster(); cluster.start(); "
        "print(cluster.folder, flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        folder = Path(run.stdout.readline().strip())
        assert (folder / "data").exists()
        run.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while folder.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()


def test_the_three_addresses_differ_in_the_role_alone() -> None:
    urls = urls_of("postgresql://ppid_owner@/case?host=/run/pg")
    assert urls == Urls(
        owner="postgresql://ppid_owner@/case?host=/run/pg",
        app="postgresql://ppid_app@/case?host=/run/pg",
        auditor="postgresql://ppid_auditor@/case?host=/run/pg",
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another user")
def test_root_does_not_run_the_server_itself(postgres_cluster: Cluster) -> None:
    assert (postgres_cluster.folder / "data").stat().st_uid != 0
