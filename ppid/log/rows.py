"""What passes between the log and its two recorders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import msgspec

from ppid.events import Stream

StoredRow: TypeAlias = tuple[int, Stream, int, str, bytes]
"""position, stream, version, name, state"""


class PersonKey(msgspec.Struct, frozen=True):
    """The data key of a person, wrapped by the master key that lives outside the database."""

    person: Stream
    wrapped: bytes


class RawEvent(msgspec.Struct, frozen=True):
    """An event exactly as it is stored; ``state`` is JSON."""

    position: int
    stream: Stream
    version: int
    name: str
    state: bytes


@dataclass(frozen=True, slots=True)
class KeyChange:
    """What happens to keys in the transaction that records the events."""

    added: Sequence[PersonKey] = ()
    removed: Stream = ""
