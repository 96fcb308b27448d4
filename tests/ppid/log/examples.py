"""Small events of every shape that the log must keep, and one address per role of a store."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, TypeAlias

import msgspec

from ppid.events import Envelope, Event, Role
from ppid.log import Log, open_log

NOW = datetime(2025, 8, 4, 2, 30, 0, 123456, tzinfo=UTC)


class Ground(StrEnum):
    """An enumeration, as events have them."""

    SEARCHING = "searching"
    CONSULTING = "consulting"


class ByPost(msgspec.Struct, frozen=True, tag="post"):
    """One side of a union."""

    street: str


class ByMail(msgspec.Struct, frozen=True, tag="mail"):
    """The other side."""

    on: date


Delivery: TypeAlias = ByPost | ByMail


class Filed(Event, frozen=True):
    """Filed."""

    number: str
    due_on: date | None = None
    asked: tuple[str, ...] = ()
    counts: dict[str, int] = msgspec.field(default_factory=dict)


class Extended(Event, frozen=True):
    """Extended."""

    ground: Ground
    delivery: Delivery
    at: datetime
    pairs: tuple[tuple[date, Ground], ...] = ()
    chosen: frozenset[int] = frozenset()
    length: timedelta = timedelta()


VOCABULARY: dict[str, type[Event]] = {"test.filed": Filed, "test.extended": Extended}


class Store(NamedTuple):
    """The same log as its owner, the application and an auditor reach it."""

    owner: str
    app: str
    auditor: str

    @property
    def is_sqlite(self) -> bool:
        """Say which database it is."""
        return self.app.startswith("sqlite")


def opened(url: str) -> Log:
    """Open the log with the vocabulary of these tests."""
    return open_log(url, VOCABULARY)


def filed(stream: str, version: int = 1, number: str = "1") -> Envelope[Event]:
    """Return a small envelope."""
    return Envelope(stream, version, Filed(number), NOW, "officer-1", Role.PPID, "body-1")
