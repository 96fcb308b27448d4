"""Worlds on both databases, and one in which everybody needs a second factor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.web.world import World, app_of


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest) -> World:
    """Give the world on SQLite, then on PostgreSQL."""
    world: World = request.getfixturevalue("postgres_world" if request.param == "postgresql" else "world")
    return world


@pytest.fixture
def strict_world(world: World) -> World:
    """Give the world of an operator who wants two factors of everybody."""
    return strict(world)


def strict(world: World) -> World:
    """Switch the second factor on for everybody."""
    services = replace(world.services, settings=replace(world.settings, second_factor=True))
    return replace(world, services=services, settings=services.settings, app=app_of(services))
