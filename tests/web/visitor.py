"""A visitor without JavaScript: opens pages, reads their forms, and sends them as a browser would.

The token against forged forms is sent because it stands in the form, not because a test knows it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

Value = str | Sequence[str] | tuple[bytes, str] | Sequence[tuple[bytes, str]]
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Form:
    """A form of a page: where it goes, and what it holds before anybody types."""

    method: str
    action: str
    values: MultiDict[str, str] = field(default_factory=MultiDict)
    names: set[str] = field(default_factory=set)
    buttons: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Reads the words, links, headings, errors and forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.ids: set[str] = set()
        self.headings: list[str] = []
        self.title = ""
        self._in: list[str] = []
        self._form: Form | None = None
        self._link: list[str] | None = None
        self._href = ""
        self._select = ""
        self._option: str | None = None
        self._chosen = False
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if "id" in has:
            self.ids.add(has["id"])
        if tag not in VOID:
            self._in.append(tag)
        if tag == "form":
            self._form = Form(has.get("method", "get").lower(), has.get("action", ""))
            self.forms.append(self._form)
        elif tag == "a":
            self._link, self._href = [], has.get("href", "")
        elif tag == "h1":
            self.headings.append("")
        if self._form is not None and "name" in has:
            self._control(tag, has, {name for name, _ in attrs})
        if tag == "option" and self._form is not None and self._select:
            self._option = has.get("value", "")
            if "selected" in has:
                self._form.values.setlist(self._select, [self._option])
                self._chosen = True
            elif not self._chosen and self._select not in self._form.values:
                self._form.values.add(self._select, self._option)

    def _control(self, tag: str, has: dict[str, str], flags: set[str]) -> None:
        form = self._form
        assert form is not None
        name, kind = has["name"], has.get("type", "text")
        form.names.add(name)
        if tag == "button":
            form.buttons.append(has.get("value", ""))
        elif tag == "select":
            self._select, self._chosen = name, False
        elif tag == "textarea":
            self._area = name
            form.values.add(name, "")
        elif tag == "input" and kind in {"radio", "checkbox"}:
            if "checked" in flags:
                form.values.add(name, has.get("value", "on"))
        elif tag == "input" and kind not in {"file", "submit"}:
            form.values.add(name, has.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._in:
            while self._in.pop() != tag:
                pass
        if tag == "form":
            self._form = None
        elif tag == "a" and self._link is not None:
            self.links.append((" ".join("".join(self._link).split()), self._href))
            self._link = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            typed = self._form.values.get(self._area, "") + data
            # The first line break of a text area is markup.
            self._form.values[self._area] = typed.removeprefix("\n") if typed == data else typed
        if "title" in self._in and "head" in self._in:
            self.title += data
            return
        if "style" in self._in or "script" in self._in:
            return
        self.words.append(data)
        if self._link is not None:
            self._link.append(data)
        if "h1" in self._in:
            self.headings[-1] += data


@dataclass
class Page:
    """What the visitor sees."""

    response: TestResponse
    url: str

    def __post_init__(self) -> None:
        self.status = self.response.status_code
        self.html = self.response.get_data(as_text=True) if self.is_page else ""
        reader = _Reader()
        reader.feed(self.html)
        self.text = re.sub(r"\s+", " ", " ".join(reader.words)).strip()
        self.links, self.forms, self.ids = reader.links, reader.forms, reader.ids
        self.title = " ".join(reader.title.split())
        self.heading = " ".join(reader.headings[0].split()) if reader.headings else ""
        self.location = self.response.headers.get("Location", "")

    @property
    def is_page(self) -> bool:
        """Whether it is HTML."""
        return self.response.mimetype == "text/html"

    def form(self, holding: str = "") -> Form:
        """Return the form that posts and has the field or button ``holding``, or the only one that posts."""
        found = [f for f in self.forms if f.method == "post"]
        found = [f for f in found if holding in f.names] if holding else found
        found = [f for f in found if not f.action.endswith("/keluar")] or found
        assert found, f"no form holds {holding!r} on {self.url}: {self.text[:300]}"
        return found[0]

    def link(self, words: str) -> str:
        """Return the address behind the first link whose words contain ``words``."""
        for text, href in self.links:
            if words in text:
                return href
        raise AssertionError(f"no link says {words!r} on {self.url}: {[text for text, _ in self.links]}")

    def has_link(self, words: str) -> bool:
        """Tell whether a link says that."""
        return any(words in text for text, _ in self.links)

    def error(self, name: str) -> str:
        """Return the error message at a field; empty when there is none."""
        found = re.search(rf'id="{re.escape(name)}-error"[^>]*>(.*?)</p>', self.html, re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", found.group(1)).split()) if found else ""


class Visitor:
    """One browser, with its own cookies."""

    def __init__(self, app: Flask, language: str = "id", address: str = "203.0.113.7") -> None:
        self.client: FlaskClient = app.test_client()
        self.address = address
        if language != "id":
            self.client.set_cookie("bahasa", language)

    def get(self, url: str, *, follow: bool = True, **options: Any) -> Page:
        """Open a page, and go on to where it leads."""
        return self._went(self.client.get(url, **self._from(options)), url, follow=follow)

    def post(
        self, url: str, data: Mapping[str, Any] | None = None, *, follow: bool = True, **options: Any
    ) -> Page:
        """Post what a form would not: no token, no hidden fields, unless given."""
        response = self.client.post(url, data=data, **self._from(options))
        # The client spools a large body to a file and leaves it open.
        response.request.environ["wsgi.input"].close()
        return self._went(response, url, follow=follow)

    def send(
        self,
        page: Page,
        values: Mapping[str, Value] | None = None,
        *,
        button: str = "",
        follow: bool = True,
        form: str = "",
    ) -> Page:
        """Fill in a form of a page (the one with the field ``form``, or with the first value) and send it."""
        wanted = values or {}
        chosen = page.form(form or next(iter(wanted), "")) if (form or wanted) else page.form()
        data: MultiDict[str, Any] = MultiDict(chosen.values)
        files = False
        for name, value in wanted.items():
            entries = [value] if isinstance(value, str) or _is_file(value) else list(value)
            files = files or any(_is_file(entry) for entry in entries)
            data.setlist(name, [_part(entry) for entry in entries])
        if button:
            data.add("tombol", button)
        url = chosen.action or page.url
        options: dict[str, Any] = {"content_type": "multipart/form-data"} if files else {}
        return self.post(url, data, follow=follow, **options)

    def _went(self, response: TestResponse, url: str, *, follow: bool) -> Page:
        for _ in range(10):
            page = Page(response, url)
            assert page.status != 500, f"a fault at {url}: see the log"
            if not follow or page.status not in {301, 302, 303, 307, 308}:
                return page
            url = page.location.removeprefix("http://localhost")
            response = self.client.get(url, **self._from({}))
        raise AssertionError(f"{url} leads nowhere")

    def _from(self, options: dict[str, Any]) -> dict[str, Any]:
        return {"environ_overrides": {"REMOTE_ADDR": self.address}, **options}


def _is_file(value: object) -> bool:
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], bytes)


def _part(entry: Any) -> Any:
    return FileStorage(BytesIO(entry[0]), filename=entry[1]) if _is_file(entry) else entry
