"""Registration numbers: gapless per body and year, also when many file at once (regulations §3.4).

The book of a body and year is a stream: whoever gives a number writes its next version, so two can never
give the same one, and a number is given in the same save as the request it is for, so none is lost.
"""

from __future__ import annotations

import threading
from typing import Self

from ppid.events import Stream
from ppid.log import Log
from ppid.registering import Numbered


def book_stream(body: Stream, year: int, kind: str = "") -> Stream:
    """The stream of the book of a body and year; requests have the book without a kind."""
    return f"book-{body.removeprefix('body-')}-{year}{'-' if kind else ''}{kind}"


class Book:
    """The numbering of one body and year, held by one filing at a time inside a process."""

    def __init__(self, log: Log, stream: Stream) -> None:
        self.stream = stream
        self._log = log
        self._last: tuple[int, int] | None = None
        self._turn = threading.Lock()

    def __enter__(self) -> Self:
        self._turn.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self._turn.release()

    def next(self) -> tuple[int, int]:
        """The next version of the stream and the next number, as far as this process knows.

        A wrong guess is refused by the log, and costs one more look.
        """
        if self._last is None:
            newest = self._log.last(self.stream)
            event = newest.envelope.event if newest else None
            last = event.last if isinstance(event, Numbered) else 0
            self._last = (newest.envelope.version if newest else 0, last)
        version, sequence = self._last
        return version + 1, sequence + 1

    def took(self, version: int, sequence: int) -> None:
        """Remember the number just given."""
        self._last = (version, sequence)

    def forget(self) -> None:
        """Somebody else gave a number: look again."""
        self._last = None


class Books:
    """One book per body and year. Filings of one book take turns inside a process: they would collide."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self._open: dict[Stream, Book] = {}
        self._lock = threading.Lock()

    def turn(self, body: Stream, year: int, kind: str = "") -> Book:
        """The book to take a number from, held while it is used as a context manager."""
        stream = book_stream(body, year, kind)
        with self._lock:
            return self._open.setdefault(stream, Book(self._log, stream))
