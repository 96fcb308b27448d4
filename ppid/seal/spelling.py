"""One spelling for everything that is signed or proved: base64, whole numbers, and text in UTF-8.

A second spelling of the same value would let two different texts pass for one, so it is refused. Pure.
"""

from __future__ import annotations

import binascii
import re

#: Sizes and indexes stay below this in every format of the sealed log, so that each spelling has an end.
NUMBER_LIMIT = 10**16
_NUMBER = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


class SealError(ValueError):
    """Something of the sealed log cannot be read, made or believed; the message says what."""


class SpellingError(SealError):
    """A value is not written in the one form that the format knows."""


def base64_of(data: bytes) -> str:
    """Return ``data`` in standard base64 with padding."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def bytes_of(text: str, what: str, length: int | None = None) -> bytes:
    """Return what ``text`` spells in standard base64; ``what`` names it in the refusal.

    Raises SpellingError where it could be spelt otherwise, or is not ``length`` bytes long.
    """
    try:
        data = binascii.a2b_base64(text.encode("ascii"), strict_mode=True)
    except (binascii.Error, UnicodeEncodeError):
        raise SpellingError(f"the {what} is not base64") from None
    if base64_of(data) != text:
        raise SpellingError(f"the {what} is not base64 in its one spelling")
    if length is not None and len(data) != length:
        raise SpellingError(f"the {what} has {len(data)} bytes, not {length}")
    return data


def number_of(text: str, what: str) -> int:
    """Return the whole number that ``text`` spells: decimal digits, no sign, no leading zero, below 10^16."""
    if not _NUMBER.fullmatch(text):
        raise SpellingError(f"the {what} is not a whole number below 10^16 without leading zeros")
    return int(text)


def text_of(data: bytes, what: str) -> str:
    """Return ``data`` as text; ``what`` names it in the refusal."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise SpellingError(f"the {what} is not UTF-8 text") from None
