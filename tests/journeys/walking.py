"""Somebody who goes from page to page as a person does: follows links, fills in forms, reads what comes.

One story walks in two ways: ``AtHttp`` speaks HTTP and reads the forms of each page; ``AtBrowser`` sits at a
real Chromium without scripts, 360 pixels wide, and has every page judged that is given a name.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from html import unescape
from urllib.parse import urlencode

from playwright.sync_api import FilePayload, Locator
from playwright.sync_api import Page as Tab

from tests.journeys.looking import Looker
from tests.web.visitor import Form, Page, Visitor

#: What is typed: a text, the choices that are ticked, or a file with its name.
Value = str | list[str] | tuple[bytes, str]
Typed = Mapping[str, Value]
TYPES = {"pdf": "application/pdf", "png": "image/png"}
DAY = ("day", "month", "year")


def on(name: str, day: str) -> dict[str, str]:
    """The three boxes of a day written as 2026-06-03."""
    year, month, number = day.split("-")
    return {f"{name}-day": str(int(number)), f"{name}-month": str(int(month)), f"{name}-year": year}


def squeezed(text: str) -> str:
    """Words without what a page puts between them to break lines."""
    return "".join(text.replace("\N{SOFT HYPHEN}", "").split())


class Walker(ABC):
    """Somebody on a page."""

    @property
    @abstractmethod
    def path(self) -> str:
        """Where they are."""

    @property
    @abstractmethod
    def html(self) -> str:
        """The page as it was sent."""

    @property
    @abstractmethod
    def text(self) -> str:
        """What the page says."""

    @abstractmethod
    def open(self, path: str, name: str = "", *, status: int = 200) -> None:
        """Open an address; ``name`` has the page judged."""

    @abstractmethod
    def href(self, words: str) -> str:
        """Where the first link leads whose words contain ``words``."""

    @abstractmethod
    def send(self, typed: Typed, name: str = "", *, button: str = "", holding: str = "") -> None:
        """Fill in the form that has the entry ``holding`` (or the first typed one), and press its button."""

    @abstractmethod
    def fetch(self, path: str) -> bytes:
        """Download a file."""

    @abstractmethod
    def shown(self, name: str) -> str:
        """What stands in a text entry of the page."""

    def follow(self, words: str, name: str = "") -> None:
        """Follow a link."""
        self.open(self.href(words), name)

    def has_link(self, words: str) -> bool:
        """Whether a link says that."""
        links = re.findall(r"<a\b[^>]*>(.*?)</a>", self.html, re.DOTALL)
        return any(squeezed(words) in squeezed(unescape(re.sub(r"<[^>]+>", "", link))) for link in links)

    def says(self, *wanted: str) -> None:
        """Demand that the page says all of this."""
        said = squeezed(self.text)
        missing = [words for words in wanted if squeezed(words) not in said]
        assert not missing, f"{self.path} does not say {missing}: {self.text[:3000]}"

    def keeps_silent(self, *secrets: str) -> None:
        """Demand that the page says nothing of this."""
        said = squeezed(self.html)
        told = [words for words in secrets if squeezed(words) in said]
        assert not told, f"{self.path} says {told}"

    def at(self, path: str) -> None:
        """Demand that they came there; otherwise say what the page complains of."""
        assert self.path == path, f"at {self.path} instead of {path}: {self.text[:3000]}"

    def code(self) -> str:
        """The access code that the page shows."""
        found = re.search(r'class="[^"]*ppid-code[^"]*"[^>]*>(.*?)</', self.html, re.DOTALL)
        assert found, self.text
        return re.sub(r"<[^>]+>|\s", "", found[1])


class AtHttp(Walker):
    """Somebody whose browser is this program."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self._page: Page

    @property
    def path(self) -> str:
        """Where they are."""
        return self._page.url

    @property
    def html(self) -> str:
        """The page as it was sent."""
        return self._page.html

    @property
    def text(self) -> str:
        """What the page says."""
        return self._page.text

    def open(self, path: str, name: str = "", *, status: int = 200) -> None:  # noqa: ARG002  (unseen)
        """Open an address."""
        self._page = self._visitor.get(path)
        assert self._page.status == status, f"{path}: {self._page.status} {self.text[:800]}"

    def href(self, words: str) -> str:
        """Where the first link leads whose words contain ``words``."""
        for text, href in self._page.links:
            if squeezed(words) in squeezed(text):
                return href
        raise AssertionError(f"no link says {words!r} on {self.path}: {self._page.links}")

    def send(self, typed: Typed, name: str = "", *, button: str = "", holding: str = "") -> None:  # noqa: ARG002
        """Fill in a form and send it; nothing can be typed where there is no entry."""
        form = self._form(holding or next(iter(typed), ""), button)
        assert set(typed) <= form.names, f"no entry {set(typed) - form.names} on {self.path}"
        if form.method == "post":
            self._page = self._visitor.send(self._page, typed, button=button, form=holding)
        else:
            query = urlencode({**form.values.to_dict(), **typed}, doseq=True)
            self._page = self._visitor.get(f"{(form.action or self.path).partition('?')[0]}?{query}")

    def _form(self, holding: str, button: str) -> Form:
        for form in self._page.forms:
            plain = form.method == "post" and not form.action.endswith("/keluar")
            if holding in form.names if holding else plain and (not button or button in form.buttons):
                return form
        raise AssertionError(f"no form has {holding or button!r} on {self.path}: {self.text[:800]}")

    def fetch(self, path: str) -> bytes:
        """Download a file."""
        response = self._visitor.client.get(path, buffered=True)
        assert response.status_code == 200, (path, response.status_code)
        return response.get_data()

    def shown(self, name: str) -> str:
        """What stands in a text entry of the page."""
        return self._form(name, "").values[name]


class AtBrowser(Walker):
    """Somebody at a browser of their own."""

    def __init__(self, tab: Tab, base: str, looker: Looker) -> None:
        self._tab, self._base, self._looker = tab, base, looker

    @property
    def path(self) -> str:
        """Where they are."""
        return self._tab.url.removeprefix(self._base)

    @property
    def html(self) -> str:
        """The page as it was sent."""
        return self._tab.content()

    @property
    def text(self) -> str:
        """What the page says."""
        return re.sub(r"\s+", " ", self._tab.locator("body").text_content() or "")

    def open(self, path: str, name: str = "", *, status: int = 200) -> None:
        """Open an address; ``name`` has the page judged."""
        response = self._tab.goto(self._base + path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status} {self.text[:800]}"
        self._looked(name)

    def href(self, words: str) -> str:
        """Where the first link leads whose words contain ``words``."""
        links = self._tab.locator("a").evaluate_all(
            "links => links.map(link => [link.textContent, link.getAttribute('href')])"
        )
        for text, href in links:
            if squeezed(words) in squeezed(text):
                return str(href)
        raise AssertionError(f"no link says {words!r} on {self.path}: {links}")

    def follow(self, words: str, name: str = "") -> None:
        """Click on a link in the page; where that is no page, the address is for ``fetch``."""
        link = self._tab.locator("main a", has_text=words).first
        self._unfold(link)
        link.click()
        self._tab.wait_for_load_state()
        self._looked(name)

    def send(self, typed: Typed, name: str = "", *, button: str = "", holding: str = "") -> None:
        """Fill in a form and press its button."""
        entry = holding or next(iter(typed), "")
        form = self._tab.locator(f"main form:has([name='{entry}'])" if entry else "main form").first
        for what, value in typed.items():
            self._type(form.locator(f"[name='{what}']"), value)
        wanted = f"button[name=tombol][value='{button}']" if button else "button"
        # Enter presses a hidden twin of the button, which stands first.
        form.locator(wanted).last.click()
        self._tab.wait_for_load_state()
        self._looked(name)

    def _type(self, entry: Locator, value: Value) -> None:
        kind = entry.first.get_attribute("type") or entry.first.evaluate("e => e.localName")
        if kind == "hidden":
            assert entry.first.input_value() == value
        elif isinstance(value, tuple):
            self._unfold(entry.first)
            content, label = value
            kept = FilePayload(name=label, mimeType=TYPES[label.rpartition(".")[2]], buffer=content)
            entry.first.set_input_files(kept)
        elif kind in {"radio", "checkbox"}:
            self._tick(entry, [value] if isinstance(value, str) else value)
        elif kind == "select":
            self._unfold(entry.first)
            entry.first.select_option(value)
        else:
            assert isinstance(value, str)
            self._unfold(entry.first)
            entry.first.fill(value)

    def _tick(self, entry: Locator, values: Sequence[str]) -> None:
        """Tick these choices and no other."""
        offered = {str(each.get_attribute("value")): each for each in entry.all()}
        assert set(values) <= set(offered), f"{values} not offered on {self.path}: {list(offered)}"
        for value, each in offered.items():
            if value in values:
                self._unfold(each)
                each.check()
            elif each.is_checked() and each.get_attribute("type") == "checkbox":
                self._unfold(each)
                each.uncheck()

    def _unfold(self, entry: Locator) -> None:
        """Open what hides an entry, as its reader has to."""
        for summary in entry.locator("xpath=ancestor::details[not(@open)]/summary").all():
            summary.click()

    def fetch(self, path: str) -> bytes:
        """Download a file, with the cookies of this browser."""
        response = self._tab.request.get(self._base + path)
        assert response.status == 200, (path, response.status)
        return response.body()

    def shown(self, name: str) -> str:
        """What stands in a text entry of the page."""
        return self._tab.locator(f"main [name='{name}']").first.input_value()

    def _looked(self, name: str) -> None:
        if name:
            self._looker.look(self._tab, name)
