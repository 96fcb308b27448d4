"""Scripts written into every field are words on every page and in every paper, for every role (F57, F58).

Chromium opens the pages with the policy switched off: what keeps the scripts still is how the pages are made.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tests.journeys.hostile import LONG, MARK, Written, write_everywhere
from tests.web.visitor import Visitor
from tests.web.world import OFFICERS, World

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.timeout(600)]

HOME = "http://localhost"
STARTS = {"": "/", "tracker": "/lacak/permohonan", "auditor": "/audit"}
MOST_PAGES, MOST_PAPERS = 60, 12
#: Addresses differ by what they are about; a few of a kind are enough.
KIND = re.compile(r"[0-9a-f]{32}|\d+")
OF_A_KIND = 3
LEFT_OUT = re.compile(r"/(?:static|keluar)|bahasa=|\.zip|\.json")
#: How a page is looked at: nothing that runs, nothing that leads to a script, no element out of the words.
LOOK = """() => {
  const found = [];
  for (const each of document.querySelectorAll('*')) {
    for (const {name, value} of each.attributes) {
      if (name.startsWith('on')) found.push(each.tagName + ' ' + name);
      if (/^\\s*(javascript|data|vbscript):/i.test(value)) found.push(`${each.tagName} ${name}`);
    }
    if (each.tagName === 'SCRIPT' && !each.src) found.push('SCRIPT');
    if (each.tagName === 'svg' && each.hasAttribute('onload')) found.push('svg');
  }
  return found;
}"""
ACTIVE = ("/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/SubmitForm", "/RichMedia", "/XFA")


@dataclass
class Read:
    """What one role read: pages by address, papers by address, tables by address."""

    pages: dict[str, str] = field(default_factory=dict)
    papers: dict[str, bytes] = field(default_factory=dict)
    tables: dict[str, bytes] = field(default_factory=dict)


def walk(visitor: Visitor, start: str) -> Read:
    """Follow the links of every page, some of each kind, as somebody who looks at everything."""
    read, queue, seen = Read(), deque([start]), {start}
    kinds: dict[str, int] = {}
    while queue:
        url = queue.popleft()
        if len(read.pages) >= MOST_PAGES:
            break
        page = visitor.get(url, follow=False)
        kind = page.response.mimetype
        if kind == "text/html":
            read.pages[url] = page.html
        elif kind == "application/pdf":
            read.papers[url] = page.response.data
        elif kind in {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}:
            read.tables[url] = page.response.data
        links = [page.location] if page.location else [href for _, href in page.links]
        for href in links:
            target = urljoin(url, href)
            path = urlsplit(target).path
            if not target.startswith("/") or target in seen or LEFT_OUT.search(target):
                continue
            shape = KIND.sub("…", path)
            if kinds.get(shape, 0) >= OF_A_KIND or (
                path.endswith(".pdf") and len(read.papers) >= MOST_PAPERS
            ):
                continue
            kinds[shape] = kinds.get(shape, 0) + 1
            seen.add(target)
            queue.append(target)
        page.response.close()
    return read


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Written, dict[str, Read]]]:
    """Give a world with scripts in every field, read by every role."""
    from tests.web.world import open_world

    world: World = open_world(tmp_path_factory.mktemp("hostile"))
    written = write_everywhere(world)
    case = _cases(world)[-1]
    people = {"": world.visitor(), "tracker": world.tracker(case)} | {
        name: world.officer(name) for name in OFFICERS
    }
    read = {name: walk(visitor, STARTS.get(name, "/meja")) for name, visitor in people.items()}
    yield written, read
    world.services.close()


def _cases(world: World) -> list[str]:
    return [
        str(recorded.envelope.stream)
        for recorded in world.services.log.stream_all()
        if str(recorded.envelope.stream).startswith("request-")
    ]


def watched(browser: Browser, alerts: list[str]) -> Page:
    """A page with scripts on and the policy off, that notes whatever speaks."""
    context = browser.new_context(java_script_enabled=True, bypass_csp=True)
    page = context.new_page()

    def spoke(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", spoke)
    return page


def look(page: Page, html: str) -> list[str]:
    """Open markup as if this server had sent it, and say what could run."""

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto(f"{HOME}/", wait_until="load")
    found: list[str] = page.evaluate(LOOK)
    page.unroute("**/*")
    return found


def test_F58_scripts_are_found_where_a_page_lets_them_run(browser: Browser) -> None:
    """The proof that the look below sees what it should."""
    for hostile in (
        f"<p>{LONG}</p>",
        f'<input value="{LONG}">',
        f"<textarea>{LONG}</textarea>",
        f"<title>{LONG}</title>",
    ):
        alerts: list[str] = []
        page = watched(browser, alerts)
        found = look(page, f"<!doctype html><meta charset=utf-8>{hostile}")
        assert {"svg onload", "IMG onerror", "SCRIPT", "A href"} <= set(found)
        assert alerts
        page.context.close()


def test_F58_scripts_in_every_field_stay_words_for_every_role(
    browser: Browser, story: tuple[Written, dict[str, Read]]
) -> None:
    written, read = story
    assert len(written.taken) >= 80, sorted(written.taken)
    pages = {f"after a form: {where}": html for where, html in written.pages.items()}
    pages |= {
        f"{name or 'anybody'} at {url}": html
        for name, found in read.items()
        for url, html in found.pages.items()
    }
    hostile = {where: html for where, html in pages.items() if MARK in html}
    assert len(hostile) >= 150
    for name in read:
        assert any(where.startswith(f"{name or 'anybody'} at ") for where in hostile), (
            f"{name} read none of it"
        )
    alerts: list[str] = []
    page = watched(browser, alerts)
    wrong = [f"{where}: {found}" for where, html in hostile.items() if (found := look(page, html))]
    page.context.close()
    assert not wrong, "\n".join(wrong)
    assert alerts == []


def test_F58_scripts_in_every_field_stay_words_in_every_paper(story: tuple[Written, dict[str, Read]]) -> None:
    _, read = story
    papers = {f"{name} {url}": data for name, found in read.items() for url, data in found.papers.items()}
    assert len(papers) >= 20
    wrong = [f"{where}: {what}" for where, data in papers.items() for what in active(data)]
    assert not wrong, "\n".join(wrong)
    # Which cases are walked to goes by their names, which are drawn by lot.
    assert sum(MARK in text_of(data) for data in papers.values()) >= 3


def test_F57_no_table_takes_a_script_for_a_formula(story: tuple[Written, dict[str, Read]]) -> None:
    _, read = story
    tables = [data for found in read.values() for data in found.tables.values()]
    assert len(tables) >= 4
    assert not [data for data in tables if b"<f>" in data]


def active(data: bytes) -> list[str]:
    """What in a PDF acts by itself, or leads elsewhere than to this server."""
    reader, found = PdfReader(BytesIO(data)), []
    for number in range(1, int(str(reader.trailer["/Size"]))):
        thing = reader.get_object(number)
        if not isinstance(thing, DictionaryObject):
            continue
        found += [
            key
            for key in ACTIVE
            if key in thing and not (key == "/OpenAction" and isinstance(thing[key], list))
        ]
        target = str(thing.get("/URI", ""))
        if target and not target.startswith((HOME, "https://", "mailto:", "tel:")):
            found.append(f"leads to {target}")
        if MARK in target:
            found.append(f"leads to what was written: {target}")
    return found


def text_of(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
