"""What somebody sees who types ``make run``: the demo on an empty store, the same data again, or no demo."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from ppid.log import open_log
from ppid.topics import NAMES, VOCABULARY
from tests.journeys.caller import Caller
from tests.journeys.server import Installation

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(300)]

SIGN_IN = re.compile(r"^ {4}([a-z]+) +([a-z, -]+[a-z]) {2,}\S", re.MULTILINE)
ROLES = {"service-desk", "unit-officer", "ppid", "superior", "head", "auditor", "body-admin"}
SECRET = re.compile(r"password (\S+)\)")
FOLLOWED = re.compile(r"^ {4}(\S+) {2}code (\S+) {2}\S", re.MULTILINE)


def facts(installation: Installation) -> Counter[str]:
    """How many facts of each kind the log holds, by their names."""
    log = open_log(installation.database_url, VOCABULARY)
    try:
        return Counter(NAMES[type(recorded.envelope.event)] for recorded in log.stream_all())
    finally:
        log.close()


def assert_pages_open(installation: Installation, printed: str) -> None:
    """Every address that was printed opens, and every name signs in."""
    for address in re.findall(r"http://\S+", printed):
        assert address.startswith(f"http://{installation.place}")
        page = Caller(installation.place).get(address.removeprefix(f"http://{installation.place}"))
        assert page.status == 200, address
    secret = SECRET.search(printed)
    assert secret, printed
    found = SIGN_IN.findall(printed)
    assert {role for _, roles in found for role in roles.split(", ")} == ROLES
    for name, _ in found:
        Caller(installation.place).signed_in(name, secret[1])


def test_an_empty_store_is_filled_once_and_kept(tmp_path: Path) -> None:
    installation = Installation(tmp_path, demo=True)
    begun = time.monotonic()
    with installation.running() as server:
        print(f"the first page came {time.monotonic() - begun:.1f} s after the start")
        first = server.printed
        assert_pages_open(installation, first)
        followed = FOLLOWED.findall(first)
        assert len(followed) >= 3, first
        for number, code in followed:
            citizen = Caller(installation.place)
            page = citizen.send(citizen.get("/lacak"), {"number": number, "code": code})
            assert page.url == "/lacak/permohonan", page.text
    before = facts(installation)
    assert 40 <= before["request.registered"] <= 80
    with installation.running() as server:
        again = server.printed
        assert "filling in" not in again
        assert_pages_open(installation, again)
        page = citizen.get("/lacak/permohonan")
        assert page.status == 200, "the browser of before still follows its case"
    # The timekeeper may have noted what ran out meanwhile; nothing else may have come.
    after = facts(installation)
    changed = {name.rpartition(".")[2] for name, count in after.items() if count != before[name]}
    assert changed <= {"clock-ran-out", "recounted", "recount-finished"}
    assert "differ" not in installation.done("projections", "verify")


def test_without_the_demo_the_start_page_says_what_to_do(tmp_path: Path) -> None:
    installation = Installation(tmp_path, demo=False)
    with installation.running() as server:
        assert "password" not in server.printed
        home = Caller(installation.place).get("/")
        assert home.status == 200
        assert "Layanan ini belum dibuka" in home.text
        assert "hubungi langsung meja layanan" in home.text
        assert Caller(installation.place, "en").get("/").status == 200
        for address in ("/lacak", "/hak", "/meja/masuk", "/sehat"):
            assert Caller(installation.place).get(address).status == 200
        begun = Caller(installation.place)
        assert begun.get("/ajukan").status < 500
    assert facts(installation).keys() <= {"calendar.decreed", "calendar.amended", "calendar.recount-finished"}
