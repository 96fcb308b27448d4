"""Boxes drawn in a real browser: with the mouse, with the keyboard, without a script; and what axe says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ppid.events import Stream
from ppid.redaction.marks import Mark
from ppid.redaction.state import REDACTION
from tests.browser import Pages, axe_of, report
from tests.web.citizen.test_accessible import address
from tests.web.office.tries_redaction import begun, marked
from tests.web.world import World

__all__ = ["address"]
pytestmark = pytest.mark.slow
#: A folder for pictures of the pages, to be looked at by people.
PICTURES = os.environ.get("PPID_TEST_PICTURES", "")


def opened(world: World, page: Page, address: str, officer: str = "ppid", language: str = "id") -> Page:
    """Sign the browser in."""
    token = world.officer(officer).client.get_cookie("ppid_meja")
    assert token is not None
    cookies = {"ppid_meja": token.value, "bahasa": language}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )
    page.on("console", lambda said: pytest.fail(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda problem: pytest.fail(str(problem)))
    return page


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page, where somebody asked for it."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def sheet(page: Page, address: str, stream: Stream, number: int) -> None:
    """Open the page on which boxes are drawn."""
    page.goto(f"{address}/meja/penghitaman/{stream.rpartition('-')[2]}/halaman/{number}")
    page.wait_for_function("document.querySelector('#lembar image').getBoundingClientRect().height > 100")


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw with the mouse, in parts of the page."""
    page.locator("#lembar").scroll_into_view_if_needed()
    around = page.locator("#lembar").bounding_box()
    assert around is not None
    points = [
        (around["x"] + x * around["width"], around["y"] + y * around["height"]) for x, y in (start, end)
    ]
    page.mouse.move(*points[0])
    page.mouse.down()
    page.mouse.move(*points[1], steps=4)
    page.mouse.up()


def marks(world: World, stream: Stream) -> tuple[Mark, ...]:
    """The boxes as they are recorded."""
    return world.services.redactions.decider.load(REDACTION, stream).marks


@pytest.mark.parametrize("width", [360, 1280])
def test_boxes_are_drawn_with_the_mouse_and_with_the_keyboard(
    world: World, address: str, page_of: Pages, width: int
) -> None:
    stream = begun(world)
    page = opened(world, page_of(width, javascript=True), address)
    sheet(page, address, stream, 1)
    drag(page, (0.15, 0.05), (0.55, 0.15))
    page.select_option("#marks-1-article", "17(h)(2)")
    box = page.locator("#kotak rect")
    box.focus()
    assert "huruf h" in (box.get_attribute("aria-label") or "")
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "Shift+ArrowRight"):
        page.keyboard.press(key)
    page.click("#tambah button")
    assert page.input_value("#marks-2-article") == "17(h)(2)"
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    page.click("#tambah button")
    page.keyboard.press("Delete")
    assert page.locator("#kotak rect").count() == 2
    assert not axe_of(page), report(axe_of(page))
    keep(page, f"editor-{width}")
    page.click("text=Simpan halaman ini")
    page.wait_for_url("**/halaman/2")
    drawn, added = marks(world, stream)
    assert (drawn.article, added.article) == ("17(h)(2)", "17(h)(2)")
    assert [drawn.x, drawn.y, drawn.w, drawn.h] == pytest.approx([160, 55, 405, 100], abs=6)
    assert (added.x, added.y, added.w, added.h) == (350, 435, 300, 40)


def test_a_box_is_moved_with_the_mouse_and_typed_numbers_move_it_too(
    world: World, address: str, page_of: Pages
) -> None:
    stream = begun(world)
    page = opened(world, page_of(1280, javascript=True), address)
    sheet(page, address, stream, 1)
    drag(page, (0.2, 0.1), (0.4, 0.2))
    drag(page, (0.3, 0.15), (0.5, 0.15))
    page.fill("#marks-1-y", "12,5")
    assert page.locator("#kotak rect").get_attribute("y") == str(125 * 1.5)
    page.select_option("#marks-1-article", "17(a)")
    page.click("text=Simpan halaman ini")
    page.wait_for_url("**/halaman/2")
    (moved,) = marks(world, stream)
    assert moved.x == pytest.approx(400, abs=5)
    assert (moved.y, moved.article) == (125, "17(a)")


def test_more_boxes_than_there_were_rows(world: World, address: str, page_of: Pages) -> None:
    stream = begun(world)
    page = opened(world, page_of(1280, javascript=True), address)
    sheet(page, address, stream, 1)
    for n in range(5):
        page.click("#tambah button")
        page.select_option(f"#marks-{n + 1}-article", "17(b)")
        page.fill(f"#marks-{n + 1}-y", str(10 * n))
    page.click("text=Simpan halaman ini")
    page.wait_for_url("**/halaman/2")
    assert [mark.y for mark in marks(world, stream)] == [0, 100, 200, 300, 400]


@pytest.mark.parametrize(("width", "language"), [(360, "id"), (1280, "en")])
def test_axe_finds_nothing_on_the_pages_without_a_script(
    world: World, address: str, page_of: Pages, width: int, language: str
) -> None:
    stream, released = marked(world, begun(world)), marked(world, begun(world))
    ppid = world.officer("ppid")
    case = released.rpartition("-")[2]
    ppid.send(ppid.get(f"/meja/penghitaman/{case}/release"), {"sure": "ya"}, button="catat")
    world.follow()
    page = opened(world, page_of(width, language=language), address, language=language)
    own = f"/meja/penghitaman/{stream.rpartition('-')[2]}"
    for name, path in (
        ("list", "/meja/penghitaman"),
        ("begin", "/meja/penghitaman/baru"),
        ("case", own),
        ("plain-editor", f"{own}/halaman/1"),
        ("release", f"{own}/release"),
        ("drop", f"{own}/drop"),
        ("released", f"/meja/penghitaman/{case}"),
    ):
        page.goto(f"{address}{path}", wait_until="load")
        found = axe_of(page)
        assert not found, f"{path}\n{report(found)}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        keep(page, f"{name}-{width}")
