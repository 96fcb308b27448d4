"""Asking the malware scanner (clamd) about bytes: clean, infected, or no answer. Nothing else is ever clean.

The bytes go through a socket in clamd's own INSTREAM form; nothing is written for the scanner to read.
"""

from __future__ import annotations

import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

CONNECT_SECONDS: Final = 3.0
ANSWER_SECONDS: Final = 60.0
_PIECE: Final = 256 * 1024
_MOST_ANSWER: Final = 4096
_CLEAN: Final = "stream: OK"
_FOUND_BEGIN, _FOUND_END = "stream: ", " FOUND"


class Verdict(StrEnum):
    """What is known of a file. The value stands in the database."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Scan:
    """A verdict; ``signature`` names what was found, ``engine`` the scanner and its data.

    ``away``: the scanner could not be asked at all, so asking about the next file now is of no use.
    """

    verdict: Verdict
    signature: str = ""
    engine: str = ""
    away: bool = False


UNSCANNED: Final = Scan(Verdict.UNSCANNED)


class Scanner:
    """A clamd at ``unix:/path`` or ``tcp://host:port``."""

    def __init__(
        self,
        address: str,
        *,
        connect_seconds: float = CONNECT_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self._address = urlsplit(address)
        self._connect_seconds = connect_seconds
        self._answer_seconds = answer_seconds

    def scan(self, content: bytes) -> Scan:
        """Ask about ``content``. Never raises: what cannot be asked, or answers otherwise, is ``FAILED``."""
        try:
            answer = self._ask(b"zINSTREAM\0", content)
        except OSError:
            # A scanner that hangs up on one file is asked whether it is there at all.
            return Scan(Verdict.FAILED, away=not self.engine())
        if answer == _CLEAN:
            return Scan(Verdict.CLEAN, engine=self.engine())
        if answer.startswith(_FOUND_BEGIN) and answer.endswith(_FOUND_END):
            name = answer[len(_FOUND_BEGIN) : -len(_FOUND_END)]
            return Scan(Verdict.INFECTED, _plain(name), self.engine())
        return Scan(Verdict.FAILED, engine=self.engine())

    def engine(self) -> str:
        """The scanner's version and that of its data; '' when it does not answer."""
        try:
            return _plain(self._ask(b"zVERSION\0"))
        except OSError:
            return ""

    def _ask(self, command: bytes, content: bytes | None = None) -> str:
        with self._connect() as line:
            line.settimeout(self._answer_seconds)
            line.sendall(command)
            if content is not None:
                for at in range(0, len(content), _PIECE):
                    piece = content[at : at + _PIECE]
                    line.sendall(len(piece).to_bytes(4, "big") + piece)
                line.sendall(bytes(4))
            answer = bytearray()
            while b"\0" not in answer and len(answer) < _MOST_ANSWER:
                piece = line.recv(_MOST_ANSWER)
                if not piece:
                    break
                answer += piece
        # An answer that was cut off before its end is none.
        if not answer.endswith(b"\0"):
            raise OSError("the scanner hung up")
        return answer[:-1].decode("utf-8", "replace").strip()

    def _connect(self) -> socket.socket:
        if self._address.scheme == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(self._connect_seconds)
            try:
                line.connect(self._address.path)
            except OSError:
                line.close()
                raise
            return line
        host, port = self._address.hostname or "", self._address.port or 0
        return socket.create_connection((host, port), timeout=self._connect_seconds)


def _plain(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:120]
