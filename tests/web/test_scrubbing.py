"""Whatever goes wrong with personal data in reach, the log names kinds and places and nobody."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from io import StringIO
from typing import NoReturn

import pytest

from ppid.database import StoreUnavailableError
from tests.web.world import SARI, World
from web import scrubbing
from web.scrubbing import masked

TOKEN = "kT3v0zq8Yb1nWm4Rr7Xs2LpQ9aFhUcDe"
SECRETS = {
    "number": "3276014107900001",
    "spaced number": "3276 0141 0790 0001",
    "dotted number": "32.7601.410790.0001",
    "phone": "0812 0000 0001",
    "phone abroad": "+62 812-0000-0001",
    "short phone": "081234567890",
    "mail": "sari@example.org",
    "tagged mail": "sari.w+ppid@mail.example.go.id",
    "code": "K7QM-2XTA-9RVB",
    "token": TOKEN,
    "query": "anggaran+rahasia",
    "password": "kata-sandi-panjang",
    "basic": "dXNlcjpyYWhhc2lh",
}
LINES = (
    ("Refused %(number)s, %(phone)s, %(mail)s and %(code)s", ("number", "phone", "mail", "code")),
    ("{'nik': '%(spaced number)s', 'hp': '%(phone abroad)s'}", ("spaced number", "phone abroad")),
    ("%(dotted number)s/%(short phone)s <%(tagged mail)s>", ("dotted number", "short phone", "tagged mail")),
    ("Exception while serving /surel/%(token)s", ("token",)),
    ("GET /daftar-informasi?cari=%(query)s HTTP/1.1", ("query",)),
    ("https://x.example/cb?code=%(token)s&state=%(query)s failed", ("token", "query")),
    ("Cookie: ppid_meja=%(token)s; bahasa=en", ("token",)),
    ("headers {'Authorization': 'Basic %(basic)s', 'Accept': '*/*'}", ("basic",)),
    ("connection to postgresql://ppid_app:%(password)s@db/ppid failed", ("password",)),
    ("login password=%(password)s for kode: %(code)s", ("password", "code")),
)


@pytest.mark.parametrize(("line", "hidden"), LINES)
def test_what_says_who_somebody_is_or_lets_in_is_masked(line: str, hidden: tuple[str, ...]) -> None:
    written = masked(line % SECRETS)
    for name in hidden:
        assert SECRETS[name] not in written, name
    assert "***" in written


@pytest.mark.parametrize(
    "line",
    [
        "The seal of the day holds 12345 entries.",
        "fault 1a2b3c4d: KeyError at /srv/ppid/web/office/acting_on_many_things2.py:120 on desk.worklist",
        f"the projection cases stopped at event 4711 of request-{'0f' * 16}",
        f"stream body-{'0f' * 16}, exempt-item-{'1a' * 16}",
        "2026-06-02 09:14:00,123 ppid.seal A round failed (TimeoutError).",
        "No answer from tsa.example.go.id (gaierror).",
        "Is it there? Then start again.",
    ],
)
def test_what_an_operator_needs_is_left(line: str) -> None:
    assert masked(line) == line


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[StringIO]:
    """Give what is logged from now on, as a server writes it."""
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    level, raising = root.level, logging.raiseExceptions
    hooks = sys.excepthook, threading.excepthook
    for handler in before:  # not closed by what comes instead
        root.removeHandler(handler)
    stream = StringIO()
    scrubbing.install(stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:] = before
    root.setLevel(level)
    logging.raiseExceptions = raising
    sys.excepthook, threading.excepthook = hooks


def fail_with(words: str) -> NoReturn:
    """Break, with somebody's data in the message, in the cause and in the frame."""
    name, number = SARI.name, SARI.number
    try:
        _ = SECRETS[number]
    except KeyError as cause:
        message = f"{name} {words}"
        raise ValueError(message) from cause
    raise AssertionError


def assert_silent(text: str) -> None:
    for secret in (SARI.name, SARI.number, SARI.email, SARI.phone, SARI.address, "Wulandari", "rahasia"):
        assert secret not in text, secret


def test_an_exception_is_its_kind_and_its_places(written: StringIO) -> None:
    try:
        fail_with("rahasia")
    except ValueError:
        logging.getLogger("waitress").exception("Exception while serving %s", f"/surel/{TOKEN}")
        logging.getLogger("ppid.seal").exception("again", stack_info=True)
    text = written.getvalue()
    assert "ValueError at" in text
    assert "after KeyError at" in text
    assert "test_scrubbing.py:" in text
    assert TOKEN not in text
    assert_silent(text)


def test_what_nobody_caught_is_its_kind_and_its_places(written: StringIO) -> None:
    thread = threading.Thread(target=fail_with, args=("rahasia",), name="follower")
    thread.start()
    thread.join()
    try:
        fail_with("rahasia")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    text = written.getvalue()
    assert "The thread follower ends: ValueError at" in text
    assert "The program ends: ValueError at" in text
    assert_silent(text)


def test_a_line_that_cannot_be_written_does_not_spill_its_values(
    written: StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    class Spilling:
        def __str__(self) -> str:
            return f"{fail_with('rahasia')}"

    logging.getLogger("ppid").warning("%d entries of %s", SARI.name, SARI.number)
    logging.getLogger("ppid").warning("%s", Spilling())
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"deprecated for {SARI.email}", stacklevel=1)
    assert written.getvalue().count("could not be written") == 2
    assert_silent(written.getvalue() + "".join(capsys.readouterr()))


FAULTS = {
    "a bug": ValueError(f"{SARI.name} {SARI.number}"),
    "the store is away": StoreUnavailableError(f"{SARI.email}"),
    "no memory": MemoryError(SARI.address),
    "a full disk": OSError(28, "No space left on device", f"/srv/{SARI.name}"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_on_a_page_with_personal_data_is_logged_without_it(
    world: World, written: StringIO, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    case = world.at("registered")
    officer, citizen = world.officer("ppid"), world.tracker(case)

    def broken(**_values: object) -> NoReturn:
        raise FAULTS[fault]

    for endpoint in ("desk.case", "track.follow", "track.find"):
        if endpoint in world.app.view_functions:
            monkeypatch.setitem(world.app.view_functions, endpoint, broken)
    places = (
        f"/meja/permohonan/{case.removeprefix('request-')}",
        "/lacak/permohonan",
        f"/lacak?nik={SARI.number}",
    )
    statuses = [
        (officer if place.startswith("/meja") else citizen).client.get(place).status_code for place in places
    ]
    assert set(statuses) & {500, 503}
    assert_silent(written.getvalue())
    if fault != "the store is away":
        assert "fault " in written.getvalue()
