"""Installations of the real program, on either database."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.conftest import either
from tests.journeys.server import Installation
from tests.web.conftest import established, postgres_world, world

__all__ = ["either", "established", "postgres_world", "world"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Installation:
    """Give an installation with one body and its officers, on SQLite and on PostgreSQL."""
    urls = request.getfixturevalue("postgres_urls") if request.param == "postgresql" else None
    found = Installation(tmp_path, urls=urls)
    found.establish()
    return found
