"""Worlds with a scanner, and with an address of their own for files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from ppid.outside import Outside
from tests.clamd import Clamd
from tests.web.world import World, app_of
from web.services import open_services


def reopened(world: World, outside: Outside) -> World:
    """The same installation with other services around it."""
    settings = replace(world.settings, outside=outside)
    services = open_services(settings, world.clock)
    return World(services, world.clock, app_of(services), settings)


@pytest.fixture
def around(world: World) -> Iterator[Callable[..., World]]:
    """Give a function that opens the world with other services around it."""
    opened: list[World] = []

    def with_services(**outside: str) -> World:
        opened.append(reopened(world, Outside(**outside)))  # type: ignore[arg-type]
        return opened[-1]

    yield with_services
    for each in opened:
        each.services.close()


@pytest.fixture
def scanned(around: Callable[..., World], clamd: Clamd) -> World:
    """Give a world with a running scanner."""
    return around(clamd=clamd.address)
