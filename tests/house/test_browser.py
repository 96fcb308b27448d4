"""The browser shows what a visitor would see, and axe speaks up when it should."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.browser import Pages, axe, axe_of, report

GOOD = (
    '<!doctype html><html lang="id"><head><title>Ajukan permohonan</title>'
    '<meta name="viewport" content="width=device-width"></head><body><main><h1>Ajukan permohonan</h1>'
    '<form method="post"><label for="name">Nama</label><input id="name" name="name" autocomplete="name">'
    "<button>Lanjut</button></form><noscript><p>Tanpa skrip</p></noscript></main></body></html>"
)
BAD = (
    '<html><body><img src="data:,"><input name="name">'
    '<p style="color:#aaa;background:#fff">abu-abu</p></body></html>'
)


class _Visited(BaseHTTPRequestHandler):
    """Serves the good page and the bad one under a policy that forbids every script; counts its visits."""

    visits: list[str]

    def do_GET(self) -> None:
        self._answer(BAD if self.path == "/bad" else GOOD)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(BAD)

    def _answer(self, page: str) -> None:
        self.visits.append(f"{self.command} {self.path} {self.headers['Accept-Language']}")
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'none'; require-trusted-types-for 'script'")
        self.end_headers()
        self.wfile.write(page.encode())

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


class Site:
    """A served address and what was asked of it."""

    def __init__(self, url: str, visits: list[str]) -> None:
        self.url = url
        self.visits = visits


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(_Visited):
        visits: list[str] = []  # noqa: RUF012 - the server makes one handler per visit; they share the list

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield Site(f"http://127.0.0.1:{server.server_port}", Handler.visits)
        server.shutdown()
        thread.join()


def test_axe_finds_what_is_wrong_with_a_bad_page_under_a_strict_policy(page_of: Pages, site: Site) -> None:
    page = page_of(1280, javascript=True)
    page.goto(f"{site.url}/bad")
    rules = {violation.rule for violation in axe(page)}
    assert {"document-title", "html-has-lang", "image-alt", "label"} <= rules


def test_axe_finds_nothing_on_a_good_page(page_of: Pages, site: Site) -> None:
    page = page_of(360)
    page.goto(site.url)
    found = axe_of(page)
    assert not found, report(found)


def test_the_answer_to_a_form_is_judged_without_asking_for_it_again(page_of: Pages, site: Site) -> None:
    page = page_of(360, language="en")
    page.goto(site.url)
    page.get_by_role("button").click()
    page.wait_for_selector("img", state="attached")
    found = axe_of(page)
    assert any(violation.serious for violation in found)
    assert "image-alt (critical)" in report(found)
    asked = [visit for visit in site.visits if "favicon" not in visit]
    assert [visit.split()[0] for visit in asked] == ["GET", "POST"]
    assert asked[0].endswith("en-US")


def test_a_style_that_the_policy_refuses_is_not_judged(page_of: Pages, site: Site) -> None:
    page = page_of(360)
    page.goto(f"{site.url}/bad")
    assert "color-contrast" not in {violation.rule for violation in axe_of(page)}


@pytest.mark.parametrize(("javascript", "shown"), [(False, 1), (True, 0)])
def test_a_page_without_javascript_is_really_without(
    page_of: Pages, site: Site, javascript: bool, shown: int
) -> None:
    page = page_of(360, javascript=javascript)
    page.goto(site.url)
    assert page.locator("noscript p").count() == shown
    assert page.viewport_size == {"width": 360, "height": 800}
