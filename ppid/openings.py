"""Openings of personal data: whoever reads what somebody told of themselves leaves a fact they can see.

One fact tells of everybody whose data an officer had before their eyes for the first time that day in one
way, so that a list of fifty leaves one fact and not fifty, and a page read twice leaves one and not two.
Law: UU 27/2022 art. 31-32 (record of processing, access to the trail); regulations §10.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from enum import StrEnum

import msgspec

from ppid.events import Actor, Envelope, Event, Stream
from ppid.log import Log, StreamMovedError

PREFIX = "opening-"
AT_ONCE = 500
TRIES = 20


class What(StrEnum):
    """In which way personal data were seen. The value stands in the log and is permanent."""

    LIST = "list"
    CASE = "case"
    IDENTITY = "identity"
    PAPER = "paper"
    FILE = "file"
    EXPORT = "export"


class Opened(Event, frozen=True):
    """The data of ``people`` were opened by the one the envelope names; ``case`` is the page's, if one."""

    people: tuple[Stream, ...]
    what: What
    case: Stream = ""


class _Day(msgspec.Struct):
    """What one reader opened on a day, as far as this process has read it."""

    version: int
    seen: set[tuple[Stream, What]]


def stream_of(reader: str, on: date) -> Stream:
    """The stream of everything ``reader`` opened on a day (UTC), which many may fill at once."""
    told = f"ppid-opening-v1/{reader}/{on.isoformat()}"
    return f"{PREFIX}{hashlib.sha256(told.encode()).hexdigest()[:32]}"


class Openings:
    """Records openings, each once a day. Thread-safe."""

    def __init__(self, log: Log, now: Callable[[], datetime]) -> None:
        self._log = log
        self._now = now
        self._lock = threading.Lock()
        self._today: date | None = None
        self._days: dict[Stream, _Day] = {}

    def note(self, people: Iterable[Stream], reader: Actor, what: What, case: Stream = "") -> int:
        """Record that ``reader`` saw the data of ``people``; return how many of them are new today.

        Raises ``StoreUnavailableError``: then nothing may be shown, because nobody would know of it.
        """
        wanted = sorted(set(people))
        at = self._now().astimezone(UTC)
        stream = stream_of(reader.id, at.date())
        for _ in range(TRIES):
            day = self._read(stream, at.date())
            fresh = [person for person in wanted if (person, what) not in day.seen]
            if not fresh:
                return 0
            parts = [tuple(fresh[n : n + AT_ONCE]) for n in range(0, len(fresh), AT_ONCE)]
            envelopes: list[Envelope[Event]] = [
                Envelope(
                    stream,
                    day.version + n,
                    Opened(part, what, case),
                    at,
                    reader.id,
                    reader.role,
                    reader.body,
                )
                for n, part in enumerate(parts, 1)
            ]
            try:
                self._log.append(envelopes)
            except StreamMovedError:
                self._forget(stream)
                continue
            self._remember(stream, _Day(day.version + len(parts), {(p, what) for p in fresh} | day.seen))
            return len(fresh)
        raise StreamMovedError(stream)

    def _read(self, stream: Stream, today: date) -> _Day:
        with self._lock:
            if self._today != today:
                self._today, self._days = today, {}
            if stream in self._days:
                return self._days[stream]
        recorded = self._log.load(stream)
        seen = {
            (person, event.what)
            for event in (each.envelope.event for each in recorded)
            if isinstance(event, Opened)
            for person in event.people
        }
        day = _Day(len(recorded), seen)
        self._remember(stream, day)
        return day

    def _remember(self, stream: Stream, day: _Day) -> None:
        with self._lock:
            kept = self._days.get(stream)
            if kept is None or kept.version < day.version:
                self._days[stream] = day

    def _forget(self, stream: Stream) -> None:
        with self._lock:
            self._days.pop(stream, None)
