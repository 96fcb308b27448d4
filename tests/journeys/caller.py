"""A visitor over real HTTP: the same pages and forms as ``tests.web.visitor``, through a socket.

A patient caller sends the very same request again when the server dies under it, as a reader does who presses
"send" once more on the page that is still open.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import Headers, MultiDict
from werkzeug.test import EnvironBuilder, TestResponse, stream_encode_multipart

from tests.journeys.server import PATIENCE_S, healthy
from tests.web.visitor import Visitor

URLENCODED = "application/x-www-form-urlencoded"
BROKEN = (OSError, http.client.HTTPException)


class Wire:
    """What a visitor uses of Flask's test client, over a socket: one connection for each request."""

    def __init__(self, place: str, *, patient: bool = False) -> None:
        self.place = place
        self.patient = patient
        self.cookies: dict[str, str] = {}
        self.repeated: list[str] = []
        self.before_post: Callable[[str], None] = lambda _url: None

    def set_cookie(self, name: str, value: str) -> None:
        """Keep a cookie."""
        self.cookies[name] = value

    def get(self, url: str, **_: Any) -> TestResponse:
        """Open a page."""
        return self._send("GET", url, b"", {})

    def post(
        self, url: str, data: Mapping[str, Any] | None = None, content_type: str = URLENCODED, **_: Any
    ) -> TestResponse:
        """Send a form, with files when ``content_type`` says so."""
        entries: MultiDict[str, Any] = data if isinstance(data, MultiDict) else MultiDict(data or {})
        if content_type == URLENCODED:
            body = urlencode(list(entries.items(multi=True))).encode()
        else:
            stream, _length, boundary = stream_encode_multipart(entries)
            body, content_type = stream.read(), f"{content_type}; boundary={boundary}"
        self.before_post(url)
        return self._send("POST", url, body, {"Content-Type": content_type})

    def _send(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> TestResponse:
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                return self._exchange(method, url, body, headers)
            except BROKEN:
                if not self.patient or time.monotonic() > until:
                    raise
                self.repeated.append(f"{method} {url}")
            while not healthy(self.place) and time.monotonic() < until:
                time.sleep(0.05)

    def _exchange(self, method: str, url: str, body: bytes, headers: dict[str, str]) -> TestResponse:
        connection = http.client.HTTPConnection(self.place, timeout=PATIENCE_S)
        try:
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.request(method, url, body or None, {**headers, "Cookie": cookies})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self._keep(line)
        request = EnvironBuilder(path=url.partition("?")[0]).get_request()
        found = Headers(list(answer.headers.items()))
        return TestResponse([content], f"{answer.status} {answer.reason}", found, request)

    def _keep(self, line: str) -> None:
        pair, *marks = line.split(";")
        name, _, value = pair.strip().partition("=")
        if not value or any(mark.strip().lower() == "max-age=0" for mark in marks):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


class Caller(Visitor):
    """One browser at the address of a running server, with its own cookies."""

    def __init__(self, place: str, language: str = "id", *, patient: bool = False) -> None:
        self.wire = Wire(place, patient=patient)
        self.client = self.wire  # type: ignore[assignment]  # the part of a test client that visitors use
        self.address = ""
        if language != "id":
            self.wire.set_cookie("bahasa", language)

    def signed_in(self, username: str, password: str) -> Caller:
        """Sign in at the desk."""
        page = self.send(self.get("/meja/masuk"), {"username": username, "password": password})
        assert page.status == 200, page.text
        assert "/masuk" not in page.url, page.text
        return self
