"""Looking for people's names, numbers and addresses in texts and bytes, for many people at once.

What is looked for is taken apart once; whatever is read is read once, however many people there are. A text
is read word by word, bytes from every place on, and again behind UTF-16, JSON, base64 and hexadecimal.
A finding says what kind of value it is and where, never the value. Pure.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from unicodedata import normalize

import msgspec

from ppid.events import Stream
from ppid.marks import INDONESIA, normal
from ppid.person import Identity

LEAST_NUMBER = 8
LEAST_ADDRESS_WORDS = 3
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\+?\d(?:[ .\-()/]{0,2}\d){5,40}")
_MAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_\-]{12,}={0,2}")
_HEX = re.compile(rb"[0-9a-fA-F]{12,}")
#: What is decoded by mistake, or is ciphertext, seldom has so many letters and digits in a row.
_WORDS = re.compile(rb"(?:[A-Za-z0-9 .,@+\-]|[\xc3-\xc9][\x80-\xbf]){6}")
#: In bytes, what is shorter than this could stand anywhere by chance.
LEAST_RAW_BYTES = 9
HEAD = 6
_WIDE = re.compile(rb"(?:[\x20-\x7e]\x00){5,}")
_WIDE_BIG = re.compile(rb"(?:\x00[\x20-\x7e]){5,}")


class What(StrEnum):
    """A kind of value that tells who somebody is."""

    NAME = "name"
    NUMBER = "number"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"


class Hit(msgspec.Struct, frozen=True):
    """Somebody's value was found, ``at`` so far into what was read."""

    what: What
    person: Stream
    at: int
    coded: str = ""


class Needles:
    """What is looked for. A name of one word is found only where it is the whole text: it may be a word."""

    def __init__(self) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], What, Stream]]] = {}
        self._alone: dict[str, Stream] = {}
        self._numbers: dict[str, Stream] = {}
        self._phones: dict[str, Stream] = {}
        self._mails: dict[str, Stream] = {}
        self._heads: dict[bytes, list[tuple[bytes, What, Stream]]] = {}

    def __len__(self) -> int:
        phrases = sum(map(len, self._phrases.values()))
        return phrases + sum(map(len, (self._alone, self._numbers, self._phones, self._mails)))

    @property
    def alone(self) -> int:
        """How many names of one word there are."""
        return len(self._alone)

    def add(self, person: Stream, identity: Identity) -> None:
        """Look for this person too."""
        self._add_phrase(person, What.NAME, identity.name, 2)
        self._add_phrase(person, What.ADDRESS, identity.address, LEAST_ADDRESS_WORDS)
        number = normal("number", identity.number)
        if len(number) >= LEAST_NUMBER:
            self._numbers.setdefault(number, person)
        if phone := normal("phone", identity.phone):
            self._phones.setdefault(phone, person)
        if mail := normal("email", identity.email):
            self._mails.setdefault(mail, person)
        for what, text in _spellings(identity):
            self._add_head(person, what, text)

    def _add_head(self, person: Stream, what: What, text: str) -> None:
        value = text.encode("utf-8", "replace").lower()
        if len(value) >= LEAST_RAW_BYTES:
            known = self._heads.setdefault(value[:HEAD], [])
            if not any(value == other for other, *_ in known):
                known.append((value, what, person))

    def _add_phrase(self, person: Stream, what: What, text: str, least: int) -> None:
        words = tuple(m[0] for m in _WORD.finditer(_plain(text)))
        if len(words) >= least:
            phrases = self._phrases.setdefault(words[0], [])
            if not any(known == words for known, *_ in phrases):
                phrases.append((words, what, person))
        elif what is What.NAME and words:
            self._alone.setdefault(words[0], person)

    # Reading -----------------------------------------------------------------------------------------

    def in_text(self, text: str) -> Iterator[Hit]:
        """Yield what stands in a text, as it is and with JSON's escapes read."""
        yield from self._in_plain(text)
        if "\\u" in text:
            told = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
            yield from (msgspec.structs.replace(hit, coded="json") for hit in self._in_plain(told))

    def _in_plain(self, text: str) -> Iterator[Hit]:
        plain = _plain(text)
        if (person := self._alone.get(plain.strip())) is not None:
            yield Hit(What.NAME, person, 0)
        words = list(_WORD.finditer(plain))
        for index, match in enumerate(words):
            for phrase, what, person in self._phrases.get(match[0], ()):
                following = words[index : index + len(phrase)]
                if len(following) == len(phrase) and all(
                    m[0] == word for m, word in zip(following, phrase, strict=True)
                ):
                    yield Hit(what, person, match.start())
        if self._mails:
            for match in _MAIL.finditer(plain):
                if (person := self._mails.get(match[0].strip("."))) is not None:
                    yield Hit(What.EMAIL, person, match.start())
        if self._numbers or self._phones:
            yield from self._digits_in(plain)

    def _digits_in(self, plain: str) -> Iterator[Hit]:
        for match in _DIGITS.finditer(plain):
            digits = "".join(c for c in match[0] if c.isdecimal())
            if (person := self._numbers.get(digits)) is not None:
                yield Hit(What.NUMBER, person, match.start())
            elif (person := self._phones.get(normal("phone", digits))) is not None:
                yield Hit(What.PHONE, person, match.start())
        # The number of a decree has letters in it; grouped with dots and strokes it is one word here.
        for match in re.finditer(r"[\w./\-]{8,64}", plain):
            word = "".join(c for c in match[0] if c.isalnum()).upper()
            if not word.isdecimal() and (person := self._numbers.get(word)) is not None:
                yield Hit(What.NUMBER, person, match.start())

    def in_coded(self, content: bytes) -> Iterator[Hit]:
        """Yield what stands in bytes behind the usual codings: UTF-16, base64, hexadecimal."""
        for how, pattern, decode in _CODINGS:
            for match in pattern.finditer(content):
                for decoded in filter(_WORDS.search, decode(match[0])):
                    for hit in self._in_plain_bytes(decoded):
                        yield Hit(hit.what, hit.person, match.start(), how)

    def in_raw(self, content: bytes) -> Iterator[Hit]:
        """Yield what stands anywhere in bytes without order, where no word need begin or end."""
        yield from self._in_plain_bytes(content)
        yield from self.in_coded(content)

    def _in_plain_bytes(self, content: bytes) -> Iterator[Hit]:
        low, heads = content.lower(), self._heads
        for at in range(len(low) - HEAD + 1):
            if (found := heads.get(low[at : at + HEAD])) is not None:
                for value, what, person in found:
                    if low.startswith(value, at):
                        yield Hit(what, person, at)


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _spellings(identity: Identity) -> Iterator[tuple[What, str]]:
    """Yield how a value may stand in bytes: as it was given, in its one way, and as JSON writes it."""
    phone = normal("phone", identity.phone)
    given = (
        (What.NAME, " ".join(identity.name.split())),
        (What.NUMBER, identity.number),
        (What.NUMBER, normal("number", identity.number)),
        (What.ADDRESS, identity.address),
        (What.PHONE, identity.phone),
        (What.PHONE, phone.removeprefix(INDONESIA)),
        (What.EMAIL, identity.email),
    )
    for what, text in given:
        if text and (what not in {What.NAME, What.ADDRESS} or " " in text):
            yield what, text
            if not text.isascii():
                yield what, json.dumps(text)[1:-1]


def _unbase64(run: bytes) -> Iterator[bytes]:
    text = run.rstrip(b"=").translate(_URL_SAFE)
    for start in range(4):  # other letters may stand in front
        part = text[start : start + (len(text) - start) // 4 * 4]
        rest = text[start + len(part) :]
        tail = rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""
        yield base64.b64decode(part + tail)


def _unhex(run: bytes) -> Iterator[bytes]:
    for start in range(2):
        part = run[start : start + (len(run) - start) // 2 * 2]
        yield bytes.fromhex(part.decode("ascii"))


_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_CODINGS: tuple[tuple[str, re.Pattern[bytes], Callable[[bytes], Iterable[bytes]]], ...] = (
    ("utf-16", _WIDE, lambda run: (run[::2],)),
    ("utf-16", _WIDE_BIG, lambda run: (run[1::2],)),
    ("base64", _BASE64, _unbase64),
    ("hex", _HEX, _unhex),
)


def needles_of(people: Iterable[tuple[Stream, Identity]]) -> Needles:
    """Look for all these people."""
    needles = Needles()
    for person, identity in people:
        needles.add(person, identity)
    return needles
