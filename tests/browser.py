"""A real Chromium for tests, and axe to judge what it shows.

``python -m tests.browser`` prints where Chromium is, or how to get it and exits 1.
"""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route

ADVICE = "no Chromium found: set CHROMIUM to one, or as root: apt-get install chromium"

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Nothing is looked up or fetched but from this machine, and nothing is drawn with a graphics card.
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--no-first-run",
)
_LOCALES = {"id": "id-ID", "en": "en-US"}
_AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What the pages themselves may load, so that a style which production refuses is not judged as if it applied.
_SNAPSHOT_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'"


class Violation(NamedTuple):
    """One rule of axe that a page breaks, and where."""

    rule: str
    impact: str
    help: str
    targets: tuple[str, ...]

    @property
    def serious(self) -> bool:
        """Whether somebody is kept from using the page."""
        return self.impact in {"serious", "critical"}


def find_chromium() -> str | None:
    """Return the path of a Chromium on this machine, the one in CHROMIUM before all others."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    on_path = (found for name in _NAMES if (found := shutil.which(name)))
    return next(on_path, None) or next((place for place in _PLACES if Path(place).exists()), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """Start Chromium. Root has to do without its sandbox, which refuses root."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=executable, args=[*_ARGUMENTS, *sandbox])


class Pages:
    """Opens pages as one kind of visitor sees them; each has cookies of its own."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def __call__(self, width: int = 360, *, javascript: bool = False, language: str = "id") -> Page:
        """Return an empty page ``width`` pixels wide, for a reader of ``language`` (``id`` or ``en``)."""
        context = self._browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
            locale=_LOCALES[language],
            timezone_id="Asia/Jakarta",
        )
        self._contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        """Close every page that was opened."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()


def axe(page: Page) -> list[Violation]:
    """Return what axe finds on a page with JavaScript, whatever its content security policy forbids."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
        ".then(result => result.violations.map(violation => [violation.id, violation.impact, violation.help,"
        " violation.nodes.map(node => node.target.join(' '))]))",
        list(_AXE_TAGS),
    )
    return [Violation(rule, impact, words, tuple(targets)) for rule, impact, words, targets in found]


def axe_of(page: Page) -> list[Violation]:
    """Return what axe finds on a page as it stands, JavaScript or not.

    Axe is a script, so it judges a copy of the document at the same address, with the same cookies, width and
    language. Nothing is asked of the server again but styles, fonts and pictures: the answer to a form and a
    code shown once are judged as they are.
    """
    browser = page.context.browser
    if browser is None:
        raise ValueError("The page belongs to no browser.")
    language = page.locator("html").get_attribute("lang") or "id"
    markup = page.content()
    context = browser.new_context(viewport=page.viewport_size, locale=_LOCALES.get(language, "id-ID"))
    try:
        context.add_cookies([*page.context.cookies()])  # type: ignore[list-item]
        copy = context.new_page()

        def answer(route: Route) -> None:
            if route.request.is_navigation_request():
                headers = {"Content-Security-Policy": _SNAPSHOT_POLICY}
                route.fulfill(body=markup, content_type="text/html; charset=utf-8", headers=headers)
            else:
                route.continue_()

        copy.route("**/*", answer)
        copy.goto(page.url)
        return axe(copy)
    finally:
        context.close()


def report(violations: Sequence[Violation]) -> str:
    """Return the violations as text for a failed assertion, one per line."""
    return "\n".join(f"{v.rule} ({v.impact}): {v.help} at {', '.join(v.targets)}" for v in violations)


def main() -> int:
    """Print where Chromium is; return 1 where there is none."""
    executable = find_chromium()
    if executable is None:
        sys.stdout.write(f"Browser tests are left out, {ADVICE}\n")
        return 1
    sys.stdout.write(f"{executable}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
