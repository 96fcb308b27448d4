"""What passes between the log and its two recorders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import msgspec

from ppid.events import Stream

StoredRow: TypeAlias = tuple[int, Stream, int, str, bytes]
"""position, stream, version, name, state"""


class PersonKey(msgspec.Struct, frozen=True):
    """The data key of a person, wrapped by the master key that lives outside the database.

    ``marks``: what the person is found by, see ``ppid.marks``.
    """

    person: Stream
    wrapped: bytes
    marks: tuple[str, ...] = ()


class RawEvent(msgspec.Struct, frozen=True):
    """An event exactly as it is stored; ``state`` is JSON."""

    position: int
    stream: Stream
    version: int
    name: str
    state: bytes


@dataclass(frozen=True, slots=True)
class Beside:
    """What happens in the transaction that records the events, and what must hold for it.

    ``unmoved`` are streams that must still be at these versions, though nothing is added to them; ``marks``
    take the place of those that these people had.
    """

    added: Sequence[PersonKey] = ()
    removed: Stream = ""
    unmoved: Mapping[Stream, int] = field(default_factory=dict)
    marks: Mapping[Stream, Sequence[str]] = field(default_factory=dict)

    @property
    def mark_rows(self) -> list[tuple[str, Stream]]:
        """Every mark to be written, with its person."""
        added = [(mark, key.person) for key in self.added for mark in key.marks]
        return added + [(mark, person) for person, marks in self.marks.items() for mark in marks]


@dataclass(frozen=True, slots=True)
class Saved:
    """Where the events stand, and when the newest entry before them was recorded (see ``ppid.seal.leaf``)."""

    positions: Sequence[int]
    last_at: str = ""


NOTHING_BESIDE = Beside()
