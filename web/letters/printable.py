"""Any text a person may send, made fit for paper: nothing here may fail, overflow the page or take long.

Kept out: control characters, invisible marks that reorder what is read, and more than the stated limits.
A character for which the vendored fonts have no glyph (Chinese, Thai, most emoji) becomes a visible box; the
letter then says so, and the record keeps the original.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

Item = TypeVar("Item")

FONTS = Path(__file__).with_name("fonts")
WIDEST_FONT = FONTS / "DejaVuSans.ttf"

FIELD_CHARACTERS = 20_000  # of one text: about seven pages
READ_CHARACTERS = 4 * FIELD_CHARACTERS  # enough even if most of it is invisible
LETTER_CHARACTERS = 100_000  # of all texts of one letter; what comes after has LINE_CHARACTERS left
LIST_ITEMS = 200
BOOK_CHARACTERS = 5_000_000  # of a list or register, which is as long as it has to be
BOOK_ITEMS = 10_000
FIELD_LINES = 400
LINE_CHARACTERS = 300  # of a name, a number, an address in the letterhead: parts that never break
LONGEST_WORD = 24  # letters without a break that fit into the narrowest column of a letter
MARKS_IN_A_ROW = 4  # combining marks on one letter; no language of the vendored scripts needs more

WIDE = 1.4  # of a capital, against a small letter

BOX = "□"
CUT = " […]"
BREAK_HERE = "\u200b"  # zero-width space
NO_BREAK = "\u00a0"

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_GOOD_BREAKS = re.compile(r"(?<=[/@._\-?&=:,;])(?=\w)")
_TOGETHER = re.compile(
    r"\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b"  # 4 Mei 2026
    r"|\b(?:Pasal|pasal|ayat|huruf|angka|Nomor|nomor|Tahun|UU|Article|letter|number|art\.|Law)"
    r" (?:\(\w{1,3}\)|[\w/]{1,7}\b)"
    r"|\b\d{1,3} (?=hari|lembar|working|pages)"
)


class Printer:
    """Cleans the texts of one letter and remembers whether anything was cut or replaced."""

    def __init__(self, *, book: bool = False) -> None:
        self.cut = False
        self.boxed = False
        self._left = BOOK_CHARACTERS if book else LETTER_CHARACTERS
        self._items = BOOK_ITEMS if book else LIST_ITEMS

    def clean(self, text: str, limit: int = FIELD_CHARACTERS, longest_word: int = LONGEST_WORD) -> str:
        """Return ``text`` as it can be printed: at most ``limit`` long, and breakable where it must be.

        A word of more than ``longest_word`` letters may be broken; a shorter one stays whole.
        """
        limit = min(limit, max(self._left, LINE_CHARACTERS))
        started_long = len(text) > READ_CHARACTERS
        kept = self._visible(_LINE_ENDS.sub("\n", text[:READ_CHARACTERS]))
        # Composing sorts the marks of each pile, in the square of its height: piles are cut down before.
        kept = self._with_glyphs(unicodedata.normalize("NFC", kept))
        if started_long or len(kept) > limit:
            kept = kept[:limit] + CUT
            self.cut = True
        self._left -= len(kept)
        lines = _TOGETHER.sub(lambda said: _together(said[0], longest_word), self._lines(kept))
        return _long_word(longest_word).sub(lambda word: _breakable(word[0], longest_word), lines)

    def shorten(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return the first items of a list: as many as a letter may have, or a book."""
        self.cut = self.cut or len(items) > self._items
        return items[: self._items]

    def _visible(self, text: str) -> str:
        """Drop what is invisible or would reorder the rest, and cut down piles of combining marks."""
        kept: list[str] = []
        marks = 0
        for character in text:
            category = unicodedata.category(character)
            if character == "\n":
                kept.append(character)
                marks = 0
            elif category == "Zs" or character == "\t":
                kept.append(" ")
                marks = 0
            elif category in {"Cc", "Cf"} or _is_variation_selector(character):
                continue
            elif unicodedata.combining(character) or category in {"Mn", "Me"}:
                marks += 1
                if marks <= MARKS_IN_A_ROW:
                    kept.append(character)
                else:
                    self.cut = True
            else:
                kept.append(character)
                marks = 0
        return "".join(kept)

    def _with_glyphs(self, text: str) -> str:
        """Put a box in the place of every character that the fonts cannot show."""
        kept = [c if c == "\n" or ord(c) in glyphs() else BOX for c in text]
        self.boxed = self.boxed or any(new != old for new, old in zip(kept, text, strict=True))
        return "".join(kept)

    def _lines(self, text: str) -> str:
        """Drop empty lines, which would only stretch the letter, and stop at FIELD_LINES."""
        lines = [line for part in text.split("\n") if (line := re.sub(" +", " ", part).strip())]
        if len(lines) > FIELD_LINES:
            self.cut = True
            lines = [*lines[:FIELD_LINES], CUT.strip()]
        return "\n".join(lines)


class Glyphs:
    """The characters a font can show, as sorted ranges."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._firsts = [first for first, _ in ranges]
        self._lasts = [last for _, last in ranges]

    def __contains__(self, code_point: int) -> bool:
        at = bisect_right(self._firsts, code_point) - 1
        return at >= 0 and code_point <= self._lasts[at]


@cache
def glyphs() -> Glyphs:
    """Return what the widest vendored font shows.

    Only that font is asked: a letter with an accent is set from one font, and each such pair must have one.
    """
    return Glyphs(_ranges(WIDEST_FONT.read_bytes()))


def _ranges(font: bytes) -> list[tuple[int, int]]:
    """Read the ranges of the character map (an OpenType table ``cmap`` of format 12)."""
    for index in range(struct.unpack_from(">H", font, 4)[0]):
        tag, _, start, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * index)
        if tag == b"cmap":
            break
    else:
        raise ValueError("the font has no character map")
    for index in range(struct.unpack_from(">H", font, start + 2)[0]):
        map_at = start + struct.unpack_from(">HHL", font, start + 4 + 8 * index)[2]
        if struct.unpack_from(">H", font, map_at)[0] == 12:  # noqa: PLR2004  the number of the format
            count = struct.unpack_from(">L", font, map_at + 12)[0]
            groups = struct.iter_unpack(">LLL", font[map_at + 16 : map_at + 16 + 12 * count])
            return [(first, last) for first, last, _ in groups]
    raise ValueError("the font has no character map of format 12")


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _together(said: str, letters: int) -> str:
    """Keep a date, or a number and what it numbers, on one line where the column is wide enough."""
    return said.replace(" ", NO_BREAK) if len(said) <= letters else said


@cache
def _long_word(letters: int) -> re.Pattern[str]:
    # In a narrow column capitals count for more, so shorter words are looked at.
    fewest = letters + 1 if letters >= LONGEST_WORD else letters // 2 + 1
    return re.compile(rf"[^\s{BREAK_HERE}]{{{fewest},}}")


def _breakable(word: str, letters: int) -> str:
    """Allow a break after punctuation, and anywhere in a part that is still too long for a line."""
    if _width(word, letters) <= letters:
        return word
    parts = _GOOD_BREAKS.split(word)
    return BREAK_HERE.join(
        part if _width(part, letters) <= letters else _between_letters(part) for part in parts
    )


def _width(word: str, letters: int) -> float:
    """How many small letters wide a word is; on a whole line a letter is a letter."""
    if letters >= LONGEST_WORD:
        return len(word)
    return sum(WIDE if c.isupper() or c in "mw@%" else 1 for c in word)


def _between_letters(part: str) -> str:
    """Allow a break before every letter, never between a letter and its marks."""
    return "".join(
        character if at == 0 or unicodedata.combining(character) else BREAK_HERE + character
        for at, character in enumerate(part)
    )
