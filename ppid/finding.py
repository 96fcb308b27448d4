"""Looking for people's names, numbers and addresses in texts and bytes, for many people at once.

What is looked for is taken apart into words and digits once; a text is read once, however many people there
are. Bytes are read as they stand, and again as UTF-16, as JSON escapes, and as base64 or hexadecimal of any
of these. A finding says what kind of value it is and where, never the value. Pure.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from unicodedata import normalize

import msgspec

from ppid.events import Stream
from ppid.marks import normal
from ppid.person import Identity

LEAST_NUMBER = 8
LEAST_ADDRESS_WORDS = 3
_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\+?\d(?:[ .\-()/]{0,2}\d){5,40}")
_MAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]+(?:\.[\w\-]+)+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_\-]{12,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){6,}")
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

    def in_bytes(self, content: bytes, *, coded: bool = True) -> Iterator[Hit]:
        """Yield what stands in bytes: as text, and unless told otherwise behind the usual codings."""
        for hit in self.in_text(content.decode("utf-8", "replace")):
            yield hit
        if not coded:
            return
        for how, pattern, decode in (
            ("utf-16", _WIDE, lambda run: run[::2]),
            ("utf-16", _WIDE_BIG, lambda run: run[1::2]),
            ("base64", _BASE64, _unbase64),
            ("hex", _HEX, _unhex),
        ):
            for match in pattern.finditer(content):
                for hit in self.in_text(decode(match[0]).decode("utf-8", "replace")):
                    yield Hit(hit.what, hit.person, match.start(), how)


def _plain(text: str) -> str:
    return normalize("NFKC", text).casefold()


def _unbase64(run: bytes) -> bytes:
    text = run.rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(text[: len(text) - (len(text) % 4 == 1)] + b"==="[: -len(text) % 4])
    except (binascii.Error, ValueError):
        return b""


def _unhex(run: bytes) -> bytes:
    return bytes.fromhex(run.decode("ascii"))


def needles_of(people: Iterable[tuple[Stream, Identity]]) -> Needles:
    """Look for all these people."""
    needles = Needles()
    for person, identity in people:
        needles.add(person, identity)
    return needles
