"""Worlds to visit, made anew for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Urls
from tests.web.world import World, open_world


@pytest.fixture(scope="session")
def established(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with an established installation on SQLite, to be copied and never opened."""
    folder = tmp_path_factory.mktemp("established")
    open_world(folder).services.close()
    return folder


@pytest.fixture
def world(established: Path, tmp_path: Path) -> Iterator[World]:
    """Give a police region on SQLite with officers, decrees and no request."""
    folder = tmp_path / "world"
    shutil.copytree(established, folder)
    world = open_world(folder)
    yield world
    world.services.close()


@pytest.fixture
def postgres_world(postgres_urls: Urls, tmp_path: Path) -> Iterator[World]:
    """Give the same region on PostgreSQL, as the application's own user."""
    world = open_world(tmp_path, postgres_urls.app, postgres_urls.owner)
    yield world
    world.services.close()


@pytest.fixture
def empty_world(tmp_path: Path) -> Iterator[World]:
    """Give an installation in which no body was established yet."""
    world = open_world(tmp_path, empty=True)
    yield world
    world.services.close()
