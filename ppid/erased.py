"""The list of what was erased: outside the database and its backups, and applied again at every start.

A backup that is restored brings keys and words back that were erased after it was made; the list says which.
A line is written, and on the disk, before anything is destroyed: who is listed and still there was being
erased when the power went. Every line carries a checksum over itself and all before it, so that a line that
was cut off, altered or taken out is noticed. No personal data stand here: people by key, contents by place.
Law: UU 27/2022 art. 43-44; regulations §10; decision 0031.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

import msgspec

from ppid.events import Stream
from ppid.person import Destroyed
from ppid.seal.erasing import Order

_HEAD = "ppid-erased-v1"
_CHAIN_CHARS = 32


class ErasedListError(Exception):
    """The list cannot be trusted: the sentence says why and what to do."""


class PersonErased(msgspec.Struct, frozen=True, tag="person", tag_field="kind", omit_defaults=True):
    """The key of a person was destroyed, by an order or without one."""

    person: Stream
    on: date
    order: str = ""


class PapersErased(msgspec.Struct, frozen=True, tag="papers", tag_field="kind", omit_defaults=True):
    """Files of a person were destroyed."""

    person: Stream
    record: str
    papers: tuple[Destroyed, ...]
    basis: str
    on: date
    order: str = ""


class ContentErased(msgspec.Struct, frozen=True, tag="content", tag_field="kind", omit_defaults=True):
    """Texts or files of an event were erased by an order. ``remainder`` is the hash of what was left."""

    stream: Stream
    version: int
    remainder: str
    fields: tuple[str, ...]
    files: tuple[str, ...]
    order: str
    basis: str
    by: str
    on: date

    @classmethod
    def of(cls, order: Order, remainder: bytes, on: date) -> ContentErased:
        """The line of an order that is about to be carried out."""
        left = hashlib.sha256(remainder).hexdigest()
        return cls(
            order.stream,
            order.version,
            left,
            order.fields,
            order.files,
            order.number,
            order.basis,
            order.by,
            on,
        )

    @property
    def as_order(self) -> Order:
        """The order, to be carried out again."""
        return Order(self.stream, self.version, self.fields, self.files, self.order, self.basis, self.by)

    def left(self, remainder: bytes) -> bool:
        """Whether this is what the order left then: another event may stand in the place now."""
        return hashlib.sha256(remainder).hexdigest() == self.remainder


Erasure: TypeAlias = PersonErased | PapersErased | ContentErased
_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[Erasure] = msgspec.json.Decoder(Erasure)


@dataclass(frozen=True, slots=True)
class Read:
    """What a list says; without ``chain`` there is none, or it was emptied.

    ``torn``: its last line was cut off while it was written, and counts for nothing.
    """

    erasures: tuple[Erasure, ...]
    chain: str
    whole_bytes: int
    torn: bool

    @property
    def people(self) -> dict[Stream, PersonErased]:
        """The people, each once."""
        return {e.person: e for e in self.erasures if isinstance(e, PersonErased)}

    @property
    def papers(self) -> list[PapersErased]:
        """The files, in order."""
        return [e for e in self.erasures if isinstance(e, PapersErased)]

    @property
    def contents(self) -> list[ContentErased]:
        """The contents, in order."""
        return [e for e in self.erasures if isinstance(e, ContentErased)]

    def lacking(self, erasures: Iterable[Erasure]) -> list[Erasure]:
        """What of ``erasures`` the list says nothing of, by whatever order it may be there."""
        listed = {place for erasure in self.erasures for place in _places(erasure)}
        return [erasure for erasure in erasures if not listed.issuperset(_places(erasure))]


def _places(erasure: Erasure) -> Iterator[tuple[str, Stream, str | int]]:
    """Yield what an erasure is about: a person, each file of a person, an event."""
    match erasure:
        case PersonErased():
            yield "person", erasure.person, ""
        case PapersErased():
            yield from (("paper", erasure.person, paper.sha256) for paper in erasure.papers)
        case ContentErased():
            yield "content", erasure.stream, erasure.version


class ErasedList:
    """The file. Safe to write from many processes at once."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def exists(self) -> bool:
        """Whether there is a list."""
        return self.path.exists()

    def read(self) -> Read:
        """What the list says; nothing where there is none. Raises ``ErasedListError``."""
        try:
            mode, content = self.path.stat().st_mode, self.path.read_bytes()
        except FileNotFoundError:
            return Read((), "", 0, torn=False)
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            message = (
                f"The list of erased people {self.path} is open to others ({stat.filemode(mode)}). "
                f"Run: chmod 600 {self.path}"
            )
            raise ErasedListError(message)
        return self._parsed(content)

    def add(self, *erasures: Erasure) -> None:
        """Write what is about to be erased. When this returns it is on the disk."""
        with self._open() as file:
            self._append(file, erasures)

    def begin(self, erasures: Iterable[Erasure] = ()) -> bool:
        """Make the list where there is none, or one without its head, with these in it.

        False where somebody was faster.
        """
        with self._open() as file:
            if self._parsed(_all_of(file)).chain:
                return False
            self._append(file, list(erasures))
            return True

    def set_aside(self) -> Path:
        """Move a list that is no good out of the way, to be looked at; return where it is."""
        aside = next(
            path
            for n in range(1, 1000)
            if not (path := self.path.with_name(f"{self.path.name}.aside-{n}")).exists()
        )
        self.path.rename(aside)
        return aside

    def _append(self, file: int, erasures: Sequence[Erasure]) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        read = self._parsed(_all_of(file))
        text = b"" if read.chain else _line(_HEAD.encode(), "")
        chain = read.chain or _chain(_HEAD.encode(), "")
        for erasure in erasures:
            told = _ENCODER.encode(erasure)
            text += _line(told, chain)
            chain = _chain(told, chain)
        if read.torn:  # what was cut off was never acted upon
            os.ftruncate(file, read.whole_bytes)
        os.lseek(file, read.whole_bytes, os.SEEK_SET)
        while text:
            text = text[os.write(file, text) :]
        os.fsync(file)

    @contextmanager
    def _open(self) -> Iterator[int]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = not self.path.exists()
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)
        if fresh:
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _parsed(self, content: bytes) -> Read:
        erasures: list[Erasure] = []
        chain, at = "", 0
        *lines, rest = content.split(b"\n")
        for number, line in enumerate(lines, start=1):
            told, _, said = line.rpartition(b" ")
            if not told or said.decode("ascii", "replace") != _chain(told, chain):
                raise self._altered(number)
            chain = _chain(told, chain)
            at += len(line) + 1
            if number == 1:
                if told != _HEAD.encode():
                    raise self._altered(number)
                continue
            try:
                erasures.append(_DECODER.decode(told))
            except msgspec.DecodeError:
                raise self._altered(number) from None
        return Read(tuple(erasures), chain, at, torn=bool(rest))

    def _altered(self, number: int) -> ErasedListError:
        return ErasedListError(
            f"The list of erased people {self.path} was altered at line {number}. Restore it from its own "
            "copy; where there is none, make it anew from the log: ppid data erased --from-log"
        )


def _all_of(file: int) -> bytes:
    parts = []
    while part := os.read(file, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _chain(told: bytes, before: str) -> str:
    return hashlib.sha256(before.encode() + b"\n" + told).hexdigest()[:_CHAIN_CHARS]


def _line(told: bytes, before: str) -> bytes:
    return told + b" " + _chain(told, before).encode() + b"\n"
