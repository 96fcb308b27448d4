"""One careful POST: to the address that was configured and nowhere else.

It follows no redirect, uses no proxy of the environment, sends no cookie, ends after a fixed time however
slowly the other side speaks, and reads no more than it was told to expect.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

TIMEOUT_S = 20.0
ANSWER_LIMIT_BYTES = 64 * 1024


class UnreachableError(Exception):
    """The other side did not answer as it should; nothing can be said about what it thinks."""


class AddressError(ValueError):
    """This is no address to send anything to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, kind of content without parameters, content."""

    status: int
    media_type: str
    body: bytes


Post: TypeAlias = Callable[[str, bytes, str], Answer]
"""Send: address, content, media type. Raises UnreachableError or AddressError."""


def check_address(url: str) -> SplitResult:
    """Split an address of the web. Raises AddressError for one that names a person, or is no address."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as wrong:
        raise AddressError("This is not an address of the web.") from wrong
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise AddressError("An address starts with http:// or https:// and names a host.")
    if parts.username is not None or parts.fragment or any(c <= " " or c > "~" for c in url):
        raise AddressError("An address holds no sign-in name, no # and no spaces.")
    return parts


def post(url: str, content: bytes, media_type: str, *, timeout_s: float = TIMEOUT_S) -> Answer:
    """Send ``content`` to ``url`` and return what comes back within ``timeout_s``, whatever its status."""
    parts = check_address(url)
    connection = _connection(parts, timeout_s)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.connect()
        # The time-out of a socket starts anew with each byte; this one does not.
        hung_up = threading.Event()
        stop = threading.Timer(timeout_s, _hang_up, (connection.sock, hung_up))
        stop.daemon = True
        stop.start()
        try:
            connection.request("POST", target, content, {"Content-Type": media_type, "Connection": "close"})
            response = connection.getresponse()
            body = response.read(ANSWER_LIMIT_BYTES + 1)
        finally:
            stop.cancel()
        if hung_up.is_set():  # what was read until then may be half of it
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as failed:
        raise UnreachableError(f"No answer from {parts.hostname} ({type(failed).__name__}).") from failed
    finally:
        connection.close()
    if len(body) > ANSWER_LIMIT_BYTES:
        raise UnreachableError(f"The answer from {parts.hostname} is longer than any answer should be.")
    return Answer(response.status, response.headers.get_content_type(), body)


def _connection(parts: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port, timeout=timeout_s)
    return http.client.HTTPSConnection(
        host, parts.port, timeout=timeout_s, context=ssl.create_default_context()
    )


def _hang_up(sock: socket.socket | None, hung_up: threading.Event) -> None:
    hung_up.set()
    with suppress(OSError):
        if sock is not None:
            sock.shutdown(socket.SHUT_RDWR)
