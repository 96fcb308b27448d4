"""A wire between the application and PostgreSQL that can be cut at the worst moment."""

from __future__ import annotations

import contextlib
import socket
import threading
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit


class Proxy:
    """Listens on a port and passes everything on, until told to cut.

    ``cut_answers``: how many more answers to an append are lost, after the server has committed it.
    ``cut_questions``: how many more questions are lost before the server sees them.
    ``stays_cut``: nobody gets through any more after that.
    ``silent``: connections are accepted and nothing ever comes back.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._server = f"{unquote(parse_qs(parts.query)['host'][0])}/.s.PGSQL.5432"
        self._user, self._database = parts.username, parts.path
        self._listener: socket.socket | None = None
        self._port = 0
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self.cut_answers = 0
        self.cut_questions = 0
        self.silent = False
        self.stays_cut = False
        self.cuts = 0

    @property
    def url(self) -> str:
        """The address to give to the application."""
        return f"postgresql://{self._user}@127.0.0.1:{self._port}{self._database}?gssencmode=disable"

    def __enter__(self) -> Self:
        """Start listening."""
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop listening and cut everything."""
        self.down()

    def up(self) -> None:
        """Listen, on the same port as before."""
        self._listener = socket.create_server(("127.0.0.1", self._port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def down(self) -> None:
        """Refuse new connections and cut the others."""
        if self._listener is not None:
            # Closing alone does not wake the thread that waits in accept.
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.cut()

    def cut(self, *, clients_only: bool = False) -> None:
        """Cut what is open; the server notices nothing when only the clients' side is cut."""
        for client, server in self._pairs:
            _close(client)
            if not clients_only:
                _close(server)
        if not clients_only:
            self._pairs.clear()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                server = socket.socket(socket.AF_UNIX)
                server.connect(self._server)
                self._pairs.append((client, server))
                threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_question: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.silent:
                    continue
                if self._is_cut(data, is_question=is_question):
                    self.cuts += 1
                    if self.stays_cut:
                        self.down()
                    _close(source)
                    break
                target.sendall(data)
        # The server's side stays open when a client vanished without a word, as behind a dead network.
        if not is_question:
            _close(target)

    def _is_cut(self, data: bytes, *, is_question: bool) -> bool:
        if is_question and self.cut_questions and b"request-" in data:
            self.cut_questions -= 1
            return True
        if not is_question and self.cut_answers and b"last_at" in data:
            self.cut_answers -= 1
            return True
        return False


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
