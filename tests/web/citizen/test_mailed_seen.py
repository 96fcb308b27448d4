"""A link by mail, all my requests and my data in a real browser without scripts, on a phone and a screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import Pages
from tests.serving import served
from tests.web.citizen.reading import link_in
from tests.web.citizen.test_accessible import judge, press
from tests.web.citizen.test_mailed import object_to
from tests.web.mailing.posting import Box, post
from tests.web.world import SARI, World

#: Where pictures of the pages are put, for whoever wants to look at them.
PICTURES = os.environ.get("PPID_PICTURES", "")


@pytest.fixture
def address(mailing: World) -> Iterator[str]:
    """Give the address at which the world is served."""
    with served(mailing.app) as address:
        yield address


def look(page: Page, name: str) -> None:
    """Judge a page, and that nothing sticks out of a narrow screen."""
    if PICTURES:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    judge(page)
    inside = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert inside, f"{page.url} is wider than the screen"


@pytest.mark.slow
@pytest.mark.parametrize(("width", "language"), [(360, "id"), (1280, "en")])
def test_from_a_link_by_mail_to_ones_own_data(
    mailing: World, box: Box, address: str, page_of: Pages, width: int, language: str
) -> None:
    case = mailing.at("delivered")
    object_to(mailing, case)
    mailing.at("extended")
    mailing.file(representative="person-" + "c" * 32, representative_identity=SARI)
    mailing.follow()
    mailing.officer("desk").get(f"/meja/permohonan/{case.removeprefix('request-')}/pemohon")
    page = page_of(width, language=language)
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": address}])

    page.goto(f"{address}/surel")
    look(page, "ask")
    press(page)
    look(page, "ask-wrong")
    page.locator("[name='email']").fill(SARI.email)
    press(page)
    look(page, "asked")
    post(mailing)

    page.goto(f"{address}{link_in(box)}")
    look(page, "use")
    press(page)
    assert page.url == f"{address}/saya"
    look(page, "mine")

    page.locator("a[href='/saya/data']").click()
    look(page, "people")
    page.locator("main ul a.govuk-link").first.click()
    look(page, "data")
    for what in ("betulkan", "batasi", "hapus"):
        page.goto(f"{address}/saya/data/1/ajukan/{what}")
        look(page, what)
    page.locator("[name='what']").fill("Semua data saya.")
    press(page)
    mailing.follow()
    page.goto(f"{address}/saya/data/1")
    look(page, "data-asked")
    page.goto(f"{address}/saya/data/1/kontak")
    look(page, "contact")
    page.locator("[name='phone']").fill("0811 9999 888")
    press(page)
    look(page, "changed")

    page.goto(f"{address}/saya")
    press(page)
    assert page.url == f"{address}/"
    page.goto(f"{address}/saya")
    assert page.url == f"{address}/surel"
    page.goto(f"{address}{link_in(box)}")
    look(page, "used")


@pytest.mark.slow
def test_an_installation_without_mail_is_honest(world: World, page_of: Pages) -> None:
    with served(world.app) as address:
        page = page_of(360)
        page.goto(f"{address}/surel")
        look(page, "no-mail")
