"""Applications served on a free port of this machine, for a browser or another program to ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import IO, Any

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wsgi import FileWrapper


class Quiet(WSGIRequestHandler):
    """Prints no line for each request: a failing test is read by its pages."""

    _file: FileWrapper | None = None

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - named by its base
        """Say nothing."""

    def make_environ(self) -> dict[str, Any]:
        """Have files sent through us."""
        return super().make_environ() | {"wsgi.file_wrapper": self._sent}

    def run_wsgi(self) -> None:
        """Answer, and close what was sent also where the browser went on to another page meanwhile."""
        try:
            super().run_wsgi()
        finally:
            if self._file is not None:
                self._file.close()

    def _sent(self, file: IO[bytes], size: int = 8192) -> FileWrapper:
        self._file = FileWrapper(file, size)
        return self._file


@contextmanager
def serving(app: Flask | None = None) -> Iterator[BaseWSGIServer]:
    """Serve an application, or one that is set later as ``app`` of what is given."""
    server = make_server("127.0.0.1", 0, app or Flask("none"), threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application and give its address."""
    with serving(app) as server:
        yield f"http://127.0.0.1:{server.port}"
