"""The server is killed while citizens file: every receipt that was shown is there afterwards (F60)."""

from __future__ import annotations

import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest

from ppid.log import open_log
from ppid.request.events import Registered
from ppid.topics import VOCABULARY
from tests.journeys.caller import Caller
from tests.journeys.server import Installation, Server
from tests.web.citizen.journey import file
from tests.web.visitor import Page
from tests.web.world import PNG

CLIENTS = 8
KILLS = 6
CODE = re.compile(r'class="ppid-code[^"]*"[^>]*>\s*([^<]+?)\s*<')
NUMBER = re.compile(r"\b(\d{4,})/PPID-POLDA-X/[IVX]+/\d{4}\b")


class Receipt(NamedTuple):
    """What a citizen was shown."""

    number: str
    code: str


@dataclass
class Crowd:
    """Citizens who file one request after the other until told to stop."""

    place: str
    receipts: list[Receipt] = field(default_factory=list)
    sent_again: list[str] = field(default_factory=list)
    sending: threading.Event = field(default_factory=threading.Event)
    enough: threading.Event = field(default_factory=threading.Event)

    def file_on(self) -> None:
        """File until it is enough; a filing that was begun is brought to its receipt."""
        while not self.enough.is_set():
            citizen = Caller(self.place, patient=True)
            citizen.wire.before_post = self._tell
            receipt = receipt_of(file(citizen))
            self.receipts.append(receipt)
            self.sent_again += citizen.wire.repeated

    def _tell(self, url: str) -> None:
        if url.endswith("/periksa"):
            self.sending.set()


def receipt_of(page: Page) -> Receipt:
    """Number and code as they stand on the page."""
    # A long number may break behind its slashes.
    number, code = NUMBER.search(page.text.replace("/ ", "/")), CODE.search(page.html)
    assert number, page.text
    assert code, page.html
    return Receipt(number[0], code[1])


def kill_during_filings(installation: Installation, server: Server, crowd: Crowd) -> Server:
    """Cut the power several times just after somebody sent a request; return the last server."""
    chance = random.Random(60)  # noqa: S311  (spreads the moments, hides nothing)
    for _ in range(KILLS):
        time.sleep(chance.uniform(0.2, 1.2))
        crowd.sending.clear()
        assert crowd.sending.wait(30), "nobody files"
        time.sleep(chance.uniform(0, 0.03))
        server.kill()
        server = installation.start()
    return server


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.timeout(400)
def test_F60_every_receipt_shown_is_there_after_the_server_was_killed(installation: Installation) -> None:
    crowd = Crowd(installation.place)
    server = installation.start()
    try:
        with ThreadPoolExecutor(CLIENTS) as pool:
            citizens = [pool.submit(crowd.file_on) for _ in range(CLIENTS)]
            try:
                server = kill_during_filings(installation, server, crowd)
            finally:
                crowd.enough.set()
                for citizen in citizens:
                    citizen.result()
        receipts = crowd.receipts
        filings_sent_again = [sent for sent in crowd.sent_again if sent == "POST /ajukan/periksa"]
        print(f"{len(receipts)} receipts, {len(filings_sent_again)} filings sent again after a crash")
        assert "fault" not in "".join(p.read_text() for p in installation.folder.glob("printed-*.txt"))
        assert_all_there(installation, receipts)
    finally:
        server.kill()
    assert "differ" not in installation.done("projections", "verify")


def assert_all_there(installation: Installation, receipts: list[Receipt]) -> None:
    """Each receipt opens its case; numbers run on; nothing was filed without a receipt, or twice."""
    assert len(receipts) >= CLIENTS
    sequence = sorted(int(r.number.partition("/")[0]) for r in receipts)
    assert sequence == list(range(1, len(receipts) + 1))
    log = open_log(installation.database_url, VOCABULARY)
    try:
        events = [recorded.envelope.event for recorded in log.stream_all()]
    finally:
        log.close()
    filed = sorted(e.number for e in events if isinstance(e, Registered))
    assert filed == sorted(r.number for r in receipts)
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda receipt: assert_tracked(installation, receipt), receipts))


def assert_tracked(installation: Installation, receipt: Receipt) -> None:
    """Number and code open the case, with the file that was attached to it."""
    citizen = Caller(installation.place)
    page = citizen.send(citizen.get("/lacak"), {"number": receipt.number, "code": receipt.code})
    assert (page.status, page.url) == (200, "/lacak/permohonan"), page.text
    assert receipt.number in page.text.replace("/ ", "/")
    card = citizen.get("/lacak/berkas/pemohon/1")
    assert card.response.get_data() == PNG
