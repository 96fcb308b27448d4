"""The citizen's pages in a real browser, without scripts: nothing in the way, on a phone or a screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import Pages, axe_of, report
from tests.serving import served
from tests.web.citizen.journey import ANSWERS
from tests.web.world import World


@pytest.fixture
def address(world: World) -> Iterator[str]:
    """Give the address at which the world is served."""
    with served(world.app) as address:
        yield address


def judge(page: Page) -> None:
    """Fail on anything that axe finds."""
    found = axe_of(page)
    assert not found, f"{page.url}\n{report(found)}"


def press(page: Page) -> None:
    """Send the last form of the page."""
    page.locator("main form button.govuk-button").last.click()


def answer(page: Page, slug: str) -> None:
    """Fill in the question on the page."""
    for name, value in ANSWERS[slug].items():
        field = page.locator(f"[name='{name}']")
        if isinstance(value, tuple):
            field.set_input_files({"name": value[1], "mimeType": "image/png", "buffer": value[0]})
        elif field.first.get_attribute("type") == "radio":
            page.locator(f"[name='{name}'][value='{value}']").check(force=True)
        else:
            field.fill(str(value))


@pytest.mark.slow
@pytest.mark.parametrize(("width", "language"), [(360, "id"), (1280, "en")])
def test_axe_finds_nothing_from_the_first_page_to_the_notice(
    world: World, address: str, page_of: Pages, width: int, language: str
) -> None:
    page = page_of(width, language=language)
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": address}])
    for path in ("/", "/hak", "/bantuan", "/lacak", "/ajukan"):
        page.goto(f"{address}{path}")
        judge(page)
    press(page)
    while not page.url.endswith("/periksa"):
        slug = page.url.rsplit("/", 1)[-1]
        judge(page)
        if slug == "identitas":
            press(page)
            assert page.locator(".govuk-error-summary").count() == 1
            judge(page)
        answer(page, slug)
        press(page)
    judge(page)
    press(page)
    judge(page)
    case = world.at("partly-granted")
    page.goto(f"{address}/lacak")
    page.fill("[name=number]", world.request(case).number)
    page.fill("[name=code]", world.services.vault.access_code(case))
    press(page)
    for path in ("permohonan", "pemberitahuan", "terima", "cabut"):
        page.goto(f"{address}/lacak/{path}")
        judge(page)


@pytest.mark.slow
def test_every_kind_of_page_fits_a_window_of_320_pixels(world: World, address: str, page_of: Pages) -> None:
    page = page_of(320, javascript=True)
    case = world.at("refusal-received")
    for path in ("/", "/hak", "/bantuan", "/ajukan", "/lacak"):
        page.goto(f"{address}{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
    page.fill("[name=number]", world.request(case).number)
    page.fill("[name=code]", world.services.vault.access_code(case))
    press(page)
    for path in ("permohonan", "pemberitahuan"):
        page.goto(f"{address}/lacak/{path}")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
