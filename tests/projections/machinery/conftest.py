"""Both databases, empty, for each test of the machinery."""

from collections.abc import Iterator

import pytest

from ppid.database import Database, StoreUnavailableError
from projections.store import SCHEMA
from tests.projections.machinery.sample import patient


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('read') / 'views.sqlite3'}"
    address: str = request.getfixturevalue("postgres_url")
    owner = Database(address)
    with owner.transaction() as connection:
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
    owner.close()
    return address


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """Give a database as the reading side uses it."""
    opened = Database(url, schema=SCHEMA, durable=False)
    yield opened
    patient(opened.close, StoreUnavailableError)
