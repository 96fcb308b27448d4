"""The auditor's desk in a real browser: nothing in anybody's way, on phone or screen, in two languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ppid import commands as c
from ppid.clockwatch import CLOCK, RanBack
from ppid.events import Actor, Envelope, Role
from tests.browser import Pages, axe_of, report
from tests.web.audit.test_registers import PLACES, QUERIES, amended, late_by, many
from tests.web.citizen.test_accessible import address
from tests.web.world import OPERATOR, World

__all__ = ["address"]

MASS = "badan=POLDA-X&peran=service-desk&perbuatan=request.found-complete&hari=2026-06-10"


@pytest.mark.slow
@pytest.mark.parametrize(("width", "language"), [(360, "id"), (1280, "en")])
def test_axe_finds_nothing_on_the_auditors_desk(
    world: World, address: str, page_of: Pages, width: int, language: str
) -> None:
    world.clock.set("2026-06-05")
    case = world.at("extended")
    late_by(world, 7)
    amended(world, case)
    cases = many(world, 2)
    erase = c.ErasePerson(
        person=world.request(cases[0]).requester, basis="UU 27/2022 Pasal 43", order="12/2026"
    )
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    at = world.clock()
    back = RanBack(at - timedelta(minutes=5), at)
    version = len(world.services.log.load(CLOCK)) + 1
    world.services.log.append([Envelope(CLOCK, version, back, at, OPERATOR.id, OPERATOR.role)])
    world.follow()
    own = f"/audit/permohonan/{case.removeprefix('request-')}"
    page = page_of(width, language=language)
    token = world.officer("auditor").client.get_cookie("ppid_meja")
    assert token is not None
    page.context.add_cookies(
        [
            {"name": "ppid_meja", "value": token.value, "url": address},
            {"name": "bahasa", "value": language, "url": address},
        ]
    )
    for path in (
        "/audit",
        "/audit/kasus",
        *(f"/audit/register/{place}{QUERIES.get(place, '')}" for place in PLACES),
        "/audit/register/terlambat-dicatat?lebih=x",
        f"/audit/register/serentak/fakta?{MASS}",
        "/audit/perbandingan",
        "/audit/contoh?benih=x&jumlah=2",
        "/audit/contoh/lembar-periksa?benih=x&jumlah=2",
        own,
        f"{own}/dulu-dan-sekarang?per={date(2026, 6, 5)}",
        f"{own}/batas-waktu/D06",
    ):
        page.goto(f"{address}{path}")
        assert page.locator("h1").count() == 1, path
        found = axe_of(page)
        assert not found, f"{path}\n{report(found)}"
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, path
