"""What every test may ask for: a real database, a real browser; and what none may do: reach the network."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests import golang
from tests.browser import ADVICE, Pages, find_chromium, launch
from tests.clamd import ADVICE as CLAMD_ADVICE
from tests.clamd import Clamd, find_clamd
from tests.postgres import Cluster, PostgresMissingError, Urls, urls_of

# A slow or busy machine is no failure of a property; in CI the same examples are drawn in each run.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "here")

_LOCAL = ("127.0.0.1", "::1", "localhost")
_MARKS = {"postgres_cluster": pytest.mark.postgres, "browser": pytest.mark.browser}


def _refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse a connection to any other machine (Unix sockets have an address that is no tuple)."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and address[0] not in _LOCAL:
            raise PermissionError(f"A test tried to reach {address[0]}.")


def pytest_configure() -> None:
    """Shut the network off for the whole run."""
    sys.addaudithook(_refuse_network)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test with what it needs, read from the fixtures it asks for."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if fixture in _MARKS:
                item.add_marker(_MARKS[fixture])


def _leave_out(variable: str, reason: str) -> NoReturn:
    if os.environ.get(variable) == "1":
        pytest.fail(f"{reason} ({variable}=1)")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """Give a running PostgreSQL with the roles owner, app and auditor."""
    cluster = Cluster()
    try:
        cluster.start()
    except PostgresMissingError as problem:
        _leave_out("PPID_REQUIRE_POSTGRES", str(problem))
    yield cluster
    cluster.stop()


@pytest.fixture
def postgres_url(postgres_cluster: Cluster) -> Iterator[str]:
    """Give the owner's address of a fresh empty database."""
    url = postgres_cluster.create_database()
    yield url
    postgres_cluster.drop_database(url)


@pytest.fixture
def postgres_urls(postgres_url: str) -> Urls:
    """Give the three roles' addresses of a fresh empty database."""
    return urls_of(postgres_url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give a running Chromium."""
    executable = find_chromium()
    if executable is None:
        _leave_out("PPID_REQUIRE_BROWSER", ADVICE)
    with sync_playwright() as playwright:
        chromium = launch(playwright, executable)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def go() -> str:
    """Give the path of a Go that can build the judge of the sealed log."""
    found = golang.find_go()
    if found is None:
        _leave_out("PPID_REQUIRE_GO", golang.ADVICE)
    return found


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    """Give a running malware scanner of one's own that knows the harmless test malware."""
    found = find_clamd()
    if found is None:
        _leave_out("PPID_REQUIRE_CLAMD", CLAMD_ADVICE)
    # Not below tmp_path: the path of a socket has room for a hundred characters.
    with TemporaryDirectory(prefix="clamd-") as folder:
        scanner = Clamd(found, Path(folder))
        scanner.start()
        yield scanner
        scanner.stop()


@pytest.fixture
def page_of(browser: Browser) -> Iterator[Pages]:
    """Give a function that opens a page for a width, a language, with or without JavaScript."""
    pages = Pages(browser)
    yield pages
    pages.close()
