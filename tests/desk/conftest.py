"""The same world on either database."""

from __future__ import annotations

import pytest

from tests.web.conftest import established, postgres_world, world
from tests.web.world import World

__all__ = ["established", "postgres_world", "world"]


@pytest.fixture(params=["world", "postgres_world"], ids=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest) -> World:
    """Give the world on SQLite, then on PostgreSQL."""
    found: World = request.getfixturevalue(request.param)
    return found
