"""A migrated log on each database, new for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ppid.log import Log, migrate
from tests.postgres import Cluster, urls_of
from tests.ppid.log.examples import Store, opened


def prepare(url: str) -> None:
    """Make the schema: the same for all, so that it is made once and copied."""
    migrate(url)


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Store:
    """Give a log in a file."""
    url = f"sqlite:///{tmp_path / 'ppid.sqlite3'}"
    migrate(url)
    return Store(url, url, url)


@pytest.fixture
def postgres_store(postgres_cluster: Cluster) -> Iterator[Store]:
    """Give a log in PostgreSQL."""
    url = postgres_cluster.create_database(prepare)
    yield Store(*urls_of(url))
    postgres_cluster.drop_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest) -> Store:
    """Give a log on either database."""
    name = "sqlite_store" if request.param == "sqlite" else "postgres_store"
    made: Store = request.getfixturevalue(name)
    return made


@pytest.fixture
def log(store: Store) -> Iterator[Log]:
    """Give the log as the application uses it."""
    used = opened(store.app)
    yield used
    used.close()
