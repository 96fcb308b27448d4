"""The administrators' pages in a real browser: nothing in anybody's way, on phone or screen, id and en."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ppid import commands as c
from ppid.appointing import commands as ac
from ppid.appointing.events import AbsenceKind
from ppid.events import Role
from tests.browser import Pages, axe_of, report
from tests.web.citizen.test_accessible import address
from tests.web.office.administrators import add_officer, admin_actor, appoint_admins, browser
from tests.web.world import BODY, World, officer_id

__all__ = ["address"]

TODAY = date(2026, 6, 2)


def hex_of(username: str) -> str:
    return officer_id(username).removeprefix("person-")


def peopled(world: World) -> str:
    """Fill the pages: a case, somebody away, a delegation, a proposal, a long name; return its number."""
    appoint_admins(world)
    add_officer(
        world, "panjang", "Raden Ajeng Kusumaningtyas Wulandari Prawirodirdjo", Role.PPID, actor=admin_actor()
    )
    case = world.at("complete")
    world.follow()
    world.services.appointing.note_absence(
        ac.NoteAbsence(
            body=BODY,
            absence="a" * 32,
            officer=officer_id("ppid"),
            since=TODAY,
            until=date(2026, 6, 9),
            kind=AbsenceKind.LEAVE,
        ),
        admin_actor(),
    )
    world.services.appointing.delegate(
        ac.DelegateRoles(
            body=BODY,
            delegation="d" * 32,
            giver=officer_id("ppid"),
            delegate=officer_id("desk"),
            roles=(Role.PPID,),
            since=TODAY,
            until=date(2026, 6, 9),
            reason="Cuti tahunan",
        ),
        admin_actor(),
    )
    world.services.appointing.appoint(
        c.AppointOfficer(
            body=BODY,
            officer="person-" + "9" * 32,
            name="Wakil Kepala",
            roles=(Role.SUPERIOR,),
            position="Wakabid",
            proposal="9" * 32,
        ),
        admin_actor("admin-dua"),
    )
    return world.request(case).number


def signed_in_page(world: World, address: str, page_of: Pages, width: int, language: str) -> Page:
    page = page_of(width, language=language)
    token = browser(world, "admin").client.get_cookie("ppid_meja")
    assert token is not None
    page.context.add_cookies(
        [
            {"name": "ppid_meja", "value": token.value, "url": address},
            {"name": "bahasa", "value": language, "url": address},
        ]
    )
    return page


@pytest.mark.slow
@pytest.mark.parametrize(("width", "language"), [(360, "id"), (1280, "en")])
def test_axe_finds_nothing_on_the_pages_of_officers(
    world: World, address: str, page_of: Pages, width: int, language: str
) -> None:
    number = peopled(world)
    page = signed_in_page(world, address, page_of, width, language)
    ppid = f"/meja/petugas/{hex_of('ppid')}"
    for n, path in enumerate(
        (
            "/meja/petugas",
            ppid,
            "/meja/petugas/baru",
            *(f"{ppid}/{task}" for task in ("tunjuk", "limpahkan", "pergi", "berhentikan", "undang")),
            f"/meja/petugas/usulan/{'9' * 32}",
            f"/meja/petugas/pelimpahan/{'d' * 32}",
            "/meja/petugas/riwayat",
            f"/meja/petugas/wewenang?petugas={hex_of('desk')}&nomor={number}",
            "/meja/undangan",
        )
    ):
        page.goto(f"{address}{path}")
        assert page.locator("h1").count() == 1, path
        if folder := os.environ.get("PPID_TEST_PICTURES"):
            page.screenshot(path=Path(folder) / f"petugas-{width}-{n:02}.png", full_page=True)
        found = axe_of(page)
        assert not found, f"{path}\n{report(found)}"
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, path


@pytest.mark.slow
def test_an_appointment_is_made_with_the_keyboard_alone(world: World, address: str, page_of: Pages) -> None:
    appoint_admins(world)
    page = signed_in_page(world, address, page_of, 360, "id")
    page.goto(f"{address}/meja/petugas/baru")
    page.locator("#name").focus()
    page.keyboard.type("Sekar Arum")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.locator("#position").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Sekar Arum", level=1).wait_for()
    assert Role.SERVICE_DESK in world.body.officers[-1].roles
