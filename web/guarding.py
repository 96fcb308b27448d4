"""What stands around every page: the headers each answer carries, and the names this server answers to.

It is the outermost layer, so that no page, no error and no library can leave it out. The policy has no
exception: scripts, styles and pictures come from this server's own files alone; a page that hands out
somebody's file may only be stricter (F17, F58).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import SplitResult, urlsplit

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from ppid.settings import Settings

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: dict[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    # `frame-ancestors` says the same to every browser of today.
    "X-Frame-Options": "DENY",
    # Not no-referrer: over HTTPS the CSRF check needs the referrer of our own pages.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=()"
    ),
}
#: Two years. Not for names below this one: they may be somebody else's.
HSTS = {"Strict-Transport-Security": "max-age=63072000"}
#: What a server tells about itself helps those alone who look for its weaknesses.
UNSAID = frozenset({"server", "x-powered-by"})
#: A supervisor asks by the machine's address; the answers hold nothing.
ASKED_BY_ADDRESS = frozenset({"/sehat", "/siap"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
REFUSED = (
    "Alamat ini tidak dilayani di sini. Buka layanan ini lewat alamat resminya.\n"
    "This address is not served here. Open this service at its official address.\n"
)
HeaderList: TypeAlias = list[tuple[str, str]]
ExcInfo: TypeAlias = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None


class Guard:
    """Wraps an application: refuses foreign host names, and completes the headers of every answer."""

    def __init__(self, application: WSGIApplication, settings: Settings) -> None:
        self._application = application
        self._places = [urlsplit(url) for url in (settings.base_url, settings.outside.files_url) if url]
        self._headers = headers_for(settings)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""

        def started(
            status: str, headers: HeaderList, exc_info: ExcInfo = None, /
        ) -> Callable[[bytes], object]:
            return start_response(status, complete(headers, self._headers), exc_info)

        if environ.get("PATH_INFO") not in ASKED_BY_ADDRESS and not self.serves(_host(environ)):
            body = REFUSED.encode()
            plain = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
            started("400 Bad Request", [*plain, ("Cache-Control", "no-store")])
            return [body]
        return self._application(environ, started)

    def serves(self, host: str) -> bool:
        """Whether ``host``, as it stands in a request, is a name of this installation (F17)."""
        asked = _split(host)
        return asked is not None and any(_same(place, asked) for place in self._places)


def headers_for(settings: Settings) -> dict[str, str]:
    """The headers of every answer of an installation."""
    return HEADERS | (HSTS if settings.base_url.startswith("https://") else {})


def complete(headers: HeaderList, wanted: dict[str, str]) -> HeaderList:
    """``headers`` with those of ``wanted`` that they lack, and without those that tell about the server."""
    there = {name.lower() for name, _ in headers}
    kept = [(name, value) for name, value in headers if name.lower() not in UNSAID]
    return kept + [(name, value) for name, value in wanted.items() if name.lower() not in there]


def _host(environ: WSGIEnvironment) -> str:
    host = environ.get("HTTP_HOST")
    return f"{environ.get('SERVER_NAME', '')}:{environ.get('SERVER_PORT', '')}" if host is None else str(host)


def _split(host: str) -> SplitResult | None:
    """``Host`` taken apart; None where it is more or less than a name and a port."""
    if not host or any(c <= " " or c > "~" or c in "/\\?#@,;%" for c in host):
        return None
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None


def _same(place: SplitResult, asked: SplitResult) -> bool:
    if place.hostname in LOOPBACK:  # tried on somebody's own machine, at whatever port is free
        return asked.hostname in LOOPBACK
    usual = 443 if place.scheme == "https" else 80
    return asked.hostname == place.hostname and (asked.port or usual) == (place.port or usual)
