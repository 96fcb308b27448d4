"""Where people stand in the facts of a case: in texts that were written into it, and by their files. Pure."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ppid.events import Event, Recorded, Stream
from ppid.finding import Needles, What
from ppid.request.events import Document

#: What names things by key or hash is no text of anybody's.
_KEYED = frozenset({"sha256", "file_sha256", "box", "person", "commitment", "requester", "representative"})


class Mention(msgspec.Struct, frozen=True):
    """Where a person still stands in a text that was written into a case. Never the text."""

    case: Stream
    version: int
    event: type[Event]
    field: str
    what: What


def mentions_in(needles: Needles, recorded: Recorded) -> Iterator[Mention]:
    """Yield where what is looked for stands in a fact, each field and kind once."""
    envelope = recorded.envelope
    for field, text in texts_in(msgspec.to_builtins(envelope.event)):
        for what in sorted({hit.what for hit in needles.in_text(text)}):
            yield Mention(envelope.stream, envelope.version, type(envelope.event), field, what)


def texts_in(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text in an event, with the name of its field as an order of erasure takes it."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, child in value.items():
            if name not in _KEYED:
                yield from texts_in(child, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for index, child in enumerate(value):
            yield from texts_in(child, f"{path}.{index}")


def documents_in(value: object) -> Iterator[Document]:
    """Yield the files that a fact records."""
    if isinstance(value, Document):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from documents_in(getattr(value, name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from documents_in(one)
