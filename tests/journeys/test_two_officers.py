"""Many at once, through the real program: fifty who file, and two officers who decide one case (F40, F41)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from tests.journeys.caller import Caller
from tests.journeys.server import OFFICERS, PASSWORD, Installation
from tests.journeys.test_killed import receipt_of
from tests.postgres import Cluster, urls_of
from tests.web.citizen.journey import fill
from tests.web.visitor import Page

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(300)]

TYPED = {
    "material": "Rincian anggaran 2025, dengan catatan kaki",
    "formats": "soft",
    "tool": "PDF melalui surel",
}
CITIZENS = 50


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of the running program with one body and three officers, on either database."""
    urls = None
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        urls = urls_of(cluster.create_database())
    installation = Installation(tmp_path_factory.mktemp("office"), urls=urls)
    installation.establish()
    with installation.running() as server:
        yield server.place


def officer(place: str, username: str) -> Caller:
    """A browser in which an officer is signed in."""
    return Caller(place).signed_in(username, PASSWORD)


def complete_case(place: str) -> str:
    """File a request, find it complete, and return the address of its case."""
    citizen = Caller(place)
    receipt = receipt_of(citizen.send(fill(citizen)))
    desk = officer(place, "meja")
    case = in_the_worklist(desk, receipt.number)
    desk.send(desk.get(f"{case}/find-complete"), {"note": "Lengkap."})
    return case


def in_the_worklist(desk: Caller, number: str) -> str:
    """The address of a case, on whichever page of the list it stands: many may have filed before."""
    page = desk.get("/meja")
    while not page.has_link(number):
        page = desk.get(page.link("Halaman berikutnya"))
    return page.link(number)


def answer_form(someone: Caller, case: str) -> Page:
    """The form of a full grant."""
    page = someone.get(f"{case}/answer?outcome=granted")
    assert page.status == 200, page.text
    return page


def test_f40_the_second_officer_is_told_what_happened_meanwhile_and_by_whom(place: str) -> None:
    case = complete_case(place)
    first, second = officer(place, "ppid-satu"), officer(place, "ppid-dua")
    forms = [answer_form(someone, case) for someone in (first, second)]
    published = first.send(first.send(forms[0], TYPED), button="catat", form="seen")
    assert published.url == case, published.text
    told = second.send(forms[1], TYPED)
    assert told.status == 409
    assert "Yang terjadi sementara itu" in told.text
    assert "Permohonan dikabulkan" in told.text
    assert OFFICERS["ppid-satu"][0] in told.text
    page = second.get(case)
    assert page.text.count("Permohonan dikabulkan seluruhnya. Pemberitahuan tertulis nomor") == 1


def test_f40_an_act_that_is_still_lawful_keeps_its_text(place: str) -> None:
    case = complete_case(place)
    first, second = officer(place, "ppid-satu"), officer(place, "ppid-dua")
    form = answer_form(second, case)
    extend = first.send(
        first.get(f"{case}/extend"), {"ground": "not-yet-held", "reason": "Masih dihimpun."}, form="seen"
    )
    assert first.send(extend, button="catat", form="seen").url == case
    told = second.send(form, TYPED)
    assert told.status == 409
    assert OFFICERS["ppid-satu"][0] in told.text
    assert "diperpanjang" in told.text
    kept = told.form("material").values
    assert {name: kept[name] for name in TYPED} == TYPED
    # What is shown now was seen, so sending it again is an answer to the case as it stands.
    assert second.send(second.send(told, form="seen"), button="catat", form="seen").url == case


def test_f40_of_two_who_publish_at_the_same_moment_one_wins(place: str) -> None:
    case = complete_case(place)
    people = [officer(place, name) for name in ("ppid-satu", "ppid-dua")]
    previews = [someone.send(answer_form(someone, case), TYPED) for someone in people]
    at_once = Barrier(2)

    def publish(who: int) -> Page:
        at_once.wait(30)
        return people[who].send(previews[who], button="catat", form="seen")

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(publish, range(2)))
    assert sorted(page.status for page in pages) == [200, 409]
    winner = next(who for who, page in enumerate(pages) if page.status == 200)
    loser = next(page for page in pages if page.status == 409)
    assert OFFICERS[("ppid-satu", "ppid-dua")[winner]][0] in loser.text


def test_f41_fifty_citizens_who_file_at_once_get_fifty_consecutive_numbers(place: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        citizens = [Caller(place) for _ in range(CITIZENS)]
        checked = list(pool.map(fill, citizens))
    at_once = Barrier(CITIZENS)

    def send(who: int) -> Page:
        at_once.wait(60)
        return citizens[who].send(checked[who])

    with ThreadPoolExecutor(CITIZENS) as pool:
        receipts = [receipt_of(page) for page in pool.map(send, range(CITIZENS))]
    numbers = sorted(int(re.split("/", receipt.number)[0]) for receipt in receipts)
    assert numbers == list(range(numbers[0], numbers[0] + CITIZENS))
    assert len({receipt.code for receipt in receipts}) == CITIZENS
