"""The little of DER that a time-stamp needs: strict reading, and writing of a request.

Strict: one spelling of every length and number, nothing left over, and no depth or length that the input
could use to make us work. Standard: X.690 (DER). Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BOOLEAN, INTEGER, BIT_STRING, OCTET_STRING, NULL, OID = 0x01, 0x02, 0x03, 0x04, 0x05, 0x06
GENERALIZED_TIME, SEQUENCE, SET = 0x18, 0x30, 0x31
_LONG = 0x80
_LENGTH_BYTES = 3  # 16 megabytes: far above any token
_TIME_CHARS = 14
_MICROSECOND_DIGITS = 6


class DerError(ValueError):
    """These bytes are not the DER they should be."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its tag, its content, and all its bytes."""

    tag: int
    content: bytes
    whole: bytes

    def children(self) -> Elements:
        """What it holds, to be read in order."""
        return Elements(self.content)


def read_one(data: bytes) -> Element:
    """The single element that ``data`` is. Raises DerError when there is more or less."""
    elements = Elements(data)
    element = elements.take()
    elements.end()
    return element


class Elements:
    """Elements one after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __iter__(self) -> Iterator[Element]:
        """What is left, to the end."""
        while not self.done:
            yield self.take()

    @property
    def done(self) -> bool:
        """Nothing is left."""
        return self._at == len(self._data)

    def end(self) -> None:
        """Insist that nothing is left."""
        if not self.done:
            raise DerError("something stands after the end")

    def take(self, tag: int | None = None) -> Element:
        """The next element; with ``tag``, it has to be of that kind."""
        start, data = self._at, self._data
        head = data[start : start + 2]
        if len(head) < 2:  # noqa: PLR2004 - a tag and a length
            raise DerError("an element is cut off")
        content_at, length = self._length(start, head[1])
        end = content_at + length
        if end > len(data):
            raise DerError("an element is longer than what holds it")
        if tag is not None and head[0] != tag:
            raise DerError(f"element {head[0]:#04x} stands where {tag:#04x} belongs")
        self._at = end
        return Element(head[0], data[content_at:end], data[start:end])

    def _length(self, start: int, first: int) -> tuple[int, int]:
        if first < _LONG:
            return start + 2, first
        size = first - _LONG
        if not 0 < size <= _LENGTH_BYTES:
            raise DerError("a length is written in a way DER does not know")
        written = self._data[start + 2 : start + 2 + size]
        length = int.from_bytes(written, "big")
        if len(written) < size or written[0] == 0 or length < _LONG:
            raise DerError("a length is not written the shortest way")
        return start + 2 + size, length

    def optional(self, tag: int) -> Element | None:
        """The next element if it is of that kind, otherwise nothing is taken."""
        if self.done or self._data[self._at] != tag:
            return None
        return self.take(tag)


def whole_number(element: Element) -> int:
    """The value of an INTEGER that is not negative."""
    content = element.content
    if element.tag != INTEGER or not content or content[0] >= _LONG:
        raise DerError("this is no whole number")
    if len(content) > 1 and content[0] == 0 and content[1] < _LONG:
        raise DerError("a number is not written the shortest way")
    return int.from_bytes(content, "big")


def instant(element: Element) -> datetime:
    """The value of a GeneralizedTime in UTC. Digits after the sixth of a second are dropped."""
    try:
        text = element.content.decode("ascii")
        if element.tag != GENERALIZED_TIME or not text.endswith("Z"):
            raise DerError("this is no time in UTC")
        whole, dot, fraction = text[:-1].partition(".")
        wrong_fraction = dot and (not fraction.isdigit() or fraction.endswith("0"))
        if len(whole) != _TIME_CHARS or not whole.isdigit() or wrong_fraction:
            raise DerError("a time is not written as DER wants it")
        micros = int(fraction[:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0") or 0)
        moment = datetime.strptime(whole, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return moment + timedelta(microseconds=micros)
    except (UnicodeDecodeError, OverflowError, ValueError) as wrong:
        if isinstance(wrong, DerError):
            raise
        raise DerError("a time is no date of the calendar") from wrong


def element(tag: int, *contents: bytes) -> bytes:
    """Write one element."""
    content = b"".join(contents)
    size = len(content)
    if size < _LONG:
        return bytes((tag, size)) + content
    written = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG | len(written))) + written + content


def integer(value: int) -> bytes:
    """Write a whole number that is not negative."""
    return element(INTEGER, value.to_bytes(value.bit_length() // 8 + 1, "big"))
