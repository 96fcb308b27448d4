"""The server that listens: waitress, set so that no connection holds more than its share.

What it answers by itself, before any page of ours is asked (a request that is none, a head or body that is
too large), carries the same headers as every page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import waitress
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.task import ErrorTask
from werkzeug.middleware.proxy_fix import ProxyFix

from web.guarding import complete, headers_for

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from ppid.settings import Settings

LARGEST_BODY_BYTES = 32 * 1024 * 1024
LARGEST_HEAD_BYTES = 64 * 1024
IDLE_SECONDS = 30
#: Far more than threads: a connection that sends slowly costs a little memory and no thread.
CONNECTIONS = 800


def serve(application: WSGIApplication, settings: Settings) -> None:
    """Serve until the process is told to stop."""
    wanted = headers_for(settings)

    class Refusal(ErrorTask):  # type: ignore[misc]
        """What the server answers by itself."""

        response_headers: list[tuple[str, str]]

        def build_response_header(self) -> bytes:
            """Complete the headers just before they are sent."""
            self.response_headers = complete(self.response_headers, wanted)
            head: bytes = super().build_response_header()
            return head

    class Channel(HTTPChannel):  # type: ignore[misc]
        """One connection."""

        error_task_class = Refusal

    listening: dict[int, object] = {}
    server = waitress.create_server(
        application,
        map=listening,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        ident=None,
        max_request_body_size=LARGEST_BODY_BYTES,
        max_request_header_size=LARGEST_HEAD_BYTES,
        channel_timeout=IDLE_SECONDS,
        connection_limit=CONNECTIONS,
        asyncore_use_poll=True,
        # Ours to read where proxies are configured (see `behind`); taken out of the request otherwise.
        clear_untrusted_proxy_headers=not settings.proxies,
    )
    for each in listening.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = Channel
    server.run()


def behind(application: WSGIApplication, hops: int) -> WSGIApplication:
    """Believe the last ``hops`` proxies, and nobody before them, about address, scheme and host."""
    return ProxyFix(application, x_for=hops, x_proto=hops, x_host=hops) if hops else application
