"""Erasing bytes by order: the content goes, the proof that something stood there remains.

What an order names is replaced in the stored event, so that the case still replays; the salt of its leaf is
destroyed, so that nobody can test a guess against the commitment. The order itself is an entry of the log:
a content that is missing without one is an alarm. To erase a person, their key is destroyed (`ppid.people`);
this is for what stands in the clear. Law: UU 27/2022 art. 43-44.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

import msgspec

from ppid.events import Event, Stream
from ppid.files import NAME, FileStore
from ppid.log import UnknownNameError, UnreadableEventError
from ppid.log.mapper import EnvelopeMapper
from ppid.seal.leaf import Erasure, is_safe
from ppid.seal.ledger import ConflictError, Leaf, Ledger

ERASED = "[dihapus]"

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
#: What other things hang on: without it the case could not be found, opened or counted any more.
_STRUCTURE = frozenset(
    {"sha256", "file_sha256", "number", "code", "key", "person", "box", "media_type", "edition", "calendar"}
)
_REFERENCE = re.compile(r"[a-z]+-[0-9a-f]{32}|[0-9a-f]{64}")


class ErasureError(Exception):
    """The order cannot be carried out. Nothing was erased; the sentence says why."""


class ErasedBeforeError(ErasureError):
    """The event was erased by an order already."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which text fields of which event are to go, and which stored files; by whose order."""

    stream: Stream
    version: int
    fields: tuple[str, ...]
    files: tuple[str, ...]
    number: str
    basis: str
    by: str


def erase(
    ledger: Ledger, files: FileStore, vocabulary: Mapping[str, type[Event]], order: Order, at: datetime
) -> int:
    """Carry out an order; return the index of its entry. Raises ErasureError.

    What was folded from the event, and copies of the database, are the caller's to clean.
    """
    _check_words(order)
    leaf = _leaf(ledger, order)
    remainder = _remainder(leaf, order, vocabulary)
    entry = Erasure(
        targets=(leaf.index,),
        remainders=(hashlib.sha256(remainder).hexdigest(),),
        files=order.files,
        order=order.number,
        basis=order.basis,
        approver=order.by,
    )
    try:
        index = ledger.erase(entry, [remainder], at)
    except ConflictError:
        raise ErasureError("This entry was erased by another order at the same moment.") from None
    carry_out(ledger, files)
    return index


def remainder_of(ledger: Ledger, vocabulary: Mapping[str, type[Event]], order: Order) -> bytes:
    """What an order would leave of its event. Raises ErasureError when it cannot be carried out."""
    _check_words(order)
    return _remainder(_leaf(ledger, order), order, vocabulary)


def carry_out(ledger: Ledger, files: FileStore) -> int:
    """Delete the files that orders name and that are still there; return how many.

    Deleting follows the entry, so a process that ended in between leaves files that are deleted here.
    """
    return sum(
        files.delete(name)
        for _, line in ledger.entries("erasure")
        for name in json.loads(line)["files"]
        if NAME.match(name)
    )


def _check_words(order: Order) -> None:
    for what, words in (("order", order.number), ("basis", order.basis), ("name", order.by)):
        if not words.strip():
            raise ErasureError(f"An erasure needs its {what}: without it, it counts as tampering.")
        if not is_safe(words):
            raise ErasureError(
                f"The {what} stands in the log for ever, in plain letters without accents, quotation marks "
                "and line breaks. Write it so."
            )
    if not (order.fields or order.files):
        raise ErasureError("Name at least one field to erase, such as wish.information, or a file.")


def _leaf(ledger: Ledger, order: Order) -> Leaf:
    found = [leaf for leaf in ledger.leaves_of(order.stream) if leaf.version == order.version]
    if not found:
        raise ErasureError(f"{order.stream} has no version {order.version}. See: ppid replay")
    if found[0].salt is None:
        raise ErasedBeforeError(f"Version {order.version} of {order.stream} was erased before.")
    return found[0]


def _remainder(leaf: Leaf, order: Order, vocabulary: Mapping[str, type[Event]]) -> bytes:
    """The event as it stands after the order. It still has to be read as what it was."""
    try:
        state = json.loads(leaf.state)
        event = state["event"]
    except (ValueError, LookupError, TypeError):
        raise ErasureError(
            f"Version {order.version} of {order.stream} was altered: it cannot be read."
        ) from None
    recorded = set(_files_in(event))
    for name in order.files:
        if name not in recorded:
            raise ErasureError(f"The event records no file {name[:16]}.")
    for field in order.fields:
        _blank(event, field)
    # With the master key, and only with it, the digest of the command would let somebody test a guess.
    state.pop("digest", None)
    remainder = msgspec.json.encode(state)
    try:
        EnvelopeMapper(vocabulary).recorded(0, order.stream, order.version, leaf.topic, remainder)
    except (UnknownNameError, UnreadableEventError):
        raise ErasureError(
            f"Without this field the event {leaf.topic} could not be read any more, nor the case. "
            "Only free text can be erased."
        ) from None
    return remainder


def _blank(event: Json, field: str) -> None:
    *path, last = field.split(".")
    place: Json = event
    for step in path:
        place = _inside(place, step, field)
    value = _inside(place, last, field)
    if not isinstance(value, str) or not value:
        raise ErasureError(f"{field} is no text in this event. Only text can be erased.")
    if value == ERASED:
        raise ErasureError(f"{field} was erased before.")
    if last in _STRUCTURE or _REFERENCE.fullmatch(value):
        raise ErasureError(f"The case hangs on {field}; it names no person. Only free text can be erased.")
    if isinstance(place, list):
        place[int(last)] = ERASED
    elif isinstance(place, dict):
        place[last] = ERASED


def _inside(place: Json, step: str, field: str) -> Json:
    if isinstance(place, dict) and step in place:
        return place[step]
    if isinstance(place, list) and step.isascii() and step.isdigit() and len(step) < 10:  # noqa: PLR2004
        at = int(step)
        if at < len(place):
            return place[at]
    raise ErasureError(f"There is no field {field} in this event. See: ppid replay")


def _files_in(value: Json) -> Iterator[str]:
    children: Sequence[Json] = ()
    if isinstance(value, dict):
        name = value.get("sha256")
        if isinstance(name, str):
            yield name
        children = list(value.values())
    elif isinstance(value, list):
        children = value
    for child in children:
        yield from _files_in(child)
