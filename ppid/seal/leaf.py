"""The leaf: one line of canonical JSON for each entry of the sealed log, and the only format that is ours.

An event's leaf holds a salted commitment to the bytes that are stored, and nothing that names a person.
There is one spelling only (RFC 8785 of the same values): keys sorted, no spaces, printable ASCII without
quotation mark and backslash, whole numbers below 10^16. Anything else is no leaf. Pure.

    event    what was recorded, and which entry holds the version before
    genesis  entry 0: which log this is, its keys, and the log it goes on from
    heads    the last version of every stream among the entries before ``covers``
    erasure  which contents were erased, by which order
    keys     which keys may sign from here on, and which no longer
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

FORMAT = "ppid-leaf-v1"
SALT_BYTES = 32
LIMIT = 10**16

#: Where the recorder puts what only it knows. No text of a leaf can hold these characters.
INDEX, LOG, RECORDED_AT = "\x01", "\x02", "\x03"

_TEXT = r"[ !#-\[\]-~]"
_NUMBER = r"(?:0|[1-9][0-9]{0,15})"
_TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
_EVENT = re.compile(
    rf'\{{"commit":"(?P<commit>[0-9a-f]{{64}})","index":(?P<index>{_NUMBER}),"kind":"event",'
    rf'"log":"(?P<log>{_TEXT}+)","originator_id":"(?P<stream>{_TEXT}+)",'
    rf'"originator_version":(?P<version>[1-9][0-9]{{0,15}}),"prev":(?P<prev>null|{_NUMBER}),'
    rf'"recorded_at":"(?P<at>{_TIME})","tenant":"(?P<tenant>{_TEXT}*)","topic":"(?P<topic>{_TEXT}+)","v":1\}}'
)
_LOG_OF = re.compile(rf'"log":"({_TEXT}+)"')
_AT_OF = re.compile(rf'"recorded_at":"({_TIME})"')
_KIND_OF = re.compile(r'"kind":"(\w+)"')
_SAFE = re.compile(rf"{_TEXT}*")


class LeafError(ValueError):
    """This is no leaf, or cannot become one."""


@dataclass(frozen=True, slots=True)
class EventLeaf:
    """The leaf of one event, read back."""

    index: int
    log: str
    stream: str
    version: int
    prev: int | None
    recorded_at: datetime
    tenant: str
    topic: str
    commit: str


@dataclass(frozen=True, slots=True)
class Genesis:
    """How a log begins: its name, the keys that may sign it, and the checkpoint it goes on from."""

    log: str
    keys: tuple[str, ...] = ()
    predecessor: str = ""


@dataclass(frozen=True, slots=True)
class Heads:
    """The map of last versions: how many streams, among how many entries, and its root."""

    count: int
    covers: int
    root: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """An order to erase contents: entries, what remains of each (its SHA-256), files, whose authority."""

    targets: tuple[int, ...]
    remainders: tuple[str | None, ...]
    files: tuple[str, ...]
    order: str
    basis: str
    approver: str


@dataclass(frozen=True, slots=True)
class Keys:
    """A change of the log's keys."""

    add: tuple[str, ...] = ()
    retire: tuple[str, ...] = ()


Entry: TypeAlias = Genesis | Heads | Erasure | Keys


def new_salt() -> bytes:
    """Return fresh random bytes for one commitment."""
    return secrets.token_bytes(SALT_BYTES)


def commitment(salt: bytes, state: bytes) -> str:
    """Return what commits to ``state`` and says nothing about it once ``salt`` is gone."""
    if len(salt) != SALT_BYTES:
        raise LeafError(f"A salt has {SALT_BYTES} bytes, not {len(salt)}.")  # else bytes could change sides
    return hashlib.sha256(b"ppid-commit-v1\n" + salt + state).hexdigest()


def instant(at: datetime) -> str:
    """Write an aware instant as leaves do: UTC, six digits of a second."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def event_line(  # noqa: PLR0913  (the fields of the format)
    *,
    commit: str,
    index: int,
    log: str,
    stream: str,
    version: int,
    prev: int | None,
    recorded_at: str,
    tenant: str,
    topic: str,
) -> bytes:
    """Write the leaf of an event. Raises ``LeafError`` for text that a leaf cannot hold."""
    before = "null" if prev is None else prev
    line = (
        f'{{"commit":"{commit}","index":{index},"kind":"event","log":"{log}","originator_id":"{stream}",'
        f'"originator_version":{version},"prev":{before},"recorded_at":"{recorded_at}",'
        f'"tenant":"{tenant}","topic":"{topic}","v":1}}'
    )
    if not _EVENT.fullmatch(line):
        raise LeafError("A stream, topic or body has a name that a leaf cannot hold.")
    return line.encode("ascii")


def entry_line(entry: Entry) -> str:
    """Write an entry that is no event, with ``INDEX``, ``LOG`` and ``RECORDED_AT`` still to be filled in."""
    match entry:
        case Genesis():
            before = f'"format":"{FORMAT}","hash":"sha256",'
            predecessor = _text(entry.predecessor) if entry.predecessor else "null"
            after = (
                f'"keys":{_texts(entry.keys)},"kind":"genesis","log":"{LOG}",'
                f'"predecessor":{predecessor},"recorded_at":"{RECORDED_AT}",'
            )
        case Heads():
            before = f'"count":{entry.count},"covers":{entry.covers},'
            after = f'"kind":"heads","log":"{LOG}","recorded_at":"{RECORDED_AT}","root":{_text(entry.root)},'
        case Erasure():
            before = (
                f'"approver":{_text(entry.approver)},"basis":{_text(entry.basis)},'
                f'"files":{_texts(entry.files)},'
            )
            after = (
                f'"kind":"erasure","log":"{LOG}","order":{_text(entry.order)},"recorded_at":"{RECORDED_AT}",'
                f'"remainders":{_texts(entry.remainders)},"targets":[{",".join(map(str, entry.targets))}],'
            )
        case Keys():
            before = f'"add":{_texts(entry.add)},'
            after = (
                f'"kind":"keys","log":"{LOG}","recorded_at":"{RECORDED_AT}","retire":{_texts(entry.retire)},'
            )
    return f'{{{before}"index":{INDEX},{after}"v":1}}'


def fill(line: str, index: int, log: str, recorded_at: str) -> bytes:
    """Complete what ``entry_line`` wrote."""
    filled = line.replace(INDEX, str(index)).replace(LOG, log).replace(RECORDED_AT, recorded_at)
    return filled.encode("ascii")


def parse_event(line: bytes) -> EventLeaf:
    """Read the leaf of an event. Raises ``LeafError``."""
    try:
        found = _EVENT.fullmatch(line.decode("ascii"))
    except UnicodeDecodeError:
        found = None
    if found is None:
        raise LeafError("This is not the leaf of an event.")
    prev = found["prev"]
    return EventLeaf(
        index=int(found["index"]),
        log=found["log"],
        stream=found["stream"],
        version=int(found["version"]),
        prev=None if prev == "null" else int(prev),
        recorded_at=datetime.strptime(found["at"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC),
        tenant=found["tenant"],
        topic=found["topic"],
        commit=found["commit"],
    )


def log_of(line: bytes) -> str:
    """Return the name of the log that a leaf of any kind belongs to."""
    return _one(_LOG_OF, line)


def recorded_at_of(line: bytes) -> str:
    """Return when a leaf of any kind was recorded, as it is written."""
    return _one(_AT_OF, line)


def kind_of(line: bytes) -> str:
    """Return which kind of entry a leaf is."""
    return _one(_KIND_OF, line)


def is_safe(text: str) -> bool:
    """Say whether a leaf can hold ``text``: printable ASCII without quotation mark and backslash."""
    return _SAFE.fullmatch(text) is not None


def _one(pattern: re.Pattern[str], line: bytes) -> str:
    found = pattern.search(line.decode("ascii", "replace"))
    if found is None:
        raise LeafError("This is not a leaf.")
    return found[1]


def _text(text: str) -> str:
    if not is_safe(text):
        raise LeafError("A leaf holds printable ASCII without quotation marks and backslashes only.")
    return f'"{text}"'


def _texts(texts: Sequence[str | None]) -> str:
    return "[" + ",".join("null" if text is None else _text(text) for text in texts) + "]"
