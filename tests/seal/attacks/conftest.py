"""The history on each database, made once, and a fresh copy of it for each attack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster, urls_of
from tests.seal.attacks.history import History, live
from tests.seal.attacks.scene import Scene, copy_sqlite

_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def sqlite_history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Give the month on SQLite."""
    return live(tmp_path_factory.mktemp("month"))


@pytest.fixture(scope="session")
def postgres_history(tmp_path_factory: pytest.TempPathFactory, postgres_cluster: Cluster) -> History:
    """Give the month on PostgreSQL; nobody stays connected, so that it can be copied."""
    made: list[History] = []

    def prepare(url: str) -> None:
        made.append(live(tmp_path_factory.mktemp("month"), url, urls_of(url).app))

    postgres_cluster.drop_database(postgres_cluster.create_database(prepare))
    made[0].prepare = prepare
    return made[0]


@pytest.fixture(scope="session", params=_BOTH)
def history(request: pytest.FixtureRequest) -> History:
    """Give the month on either database. Never to be changed."""
    made: History = request.getfixturevalue(
        "sqlite_history" if request.param == "sqlite" else "postgres_history"
    )
    return made


@pytest.fixture
def scene(history: History, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Scene]:
    """Give a copy of the month to an insider."""
    if history.url.startswith("sqlite"):
        made = Scene(history, copy_sqlite(history.url, tmp_path / "copy.sqlite3"), tmp_path)
        yield made
        made.close()
        return
    cluster: Cluster = request.getfixturevalue("postgres_cluster")
    url = cluster.create_database(history.prepare)
    made = Scene(history, cluster.superuser_url(url), tmp_path)
    yield made
    made.close()
    cluster.drop_database(url)
