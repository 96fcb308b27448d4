"""A mark: a box on a page, and the ground of article 17 that closes what stands under it. Pure.

A page is measured as a reader sees it, turned and cropped, from its upper left corner, in thousandths.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

import msgspec

FULL = 1000
#: Pixels of a page are painted in whole blocks of this size: what is compressed apart stays apart.
BLOCK = 8

Area: TypeAlias = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels; the right and the bottom are outside."""
Place: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom as parts of the page, from 0 to 1."""


class Mark(msgspec.Struct, frozen=True, omit_defaults=True):
    """A box in thousandths of its page, with a ground such as ``17(h)(2)`` and the decree that exempts it."""

    page: int
    x: int
    y: int
    w: int
    h: int
    article: str
    decree: str = ""

    @property
    def place(self) -> Place:
        """The box as parts of the page."""
        return self.x / FULL, self.y / FULL, (self.x + self.w) / FULL, (self.y + self.h) / FULL


class Label(NamedTuple):
    """What is written on a box, the fullest wording first."""

    wordings: tuple[str, ...]


def label_of(mark: Mark) -> Label:
    """The ground in words, with the decree where there is one, then ever shorter."""
    letter, part = mark.article[3:4], mark.article[6:7]
    ground = f"Pasal 17 huruf {letter}" + (f" angka {part}" if part else "")
    fullest = (f"{ground} UU 14/2008, {mark.decree}",) if mark.decree else ()
    return Label((*fullest, f"{ground} UU 14/2008", ground, mark.article, letter))


def of_page(marks: Iterable[Mark], page: int) -> tuple[Mark, ...]:
    """The marks of one page, in an order that depends on nothing but themselves."""
    return tuple(
        sorted((m for m in marks if m.page == page), key=lambda m: (m.y, m.x, m.h, m.w, m.article, m.decree))
    )


def covered(mark: Mark, width: int, height: int) -> Area:
    """The pixels under a mark on a picture of that size: every pixel the box touches."""
    return (
        mark.x * width // FULL,
        mark.y * height // FULL,
        -(-(mark.x + mark.w) * width // FULL),
        -(-(mark.y + mark.h) * height // FULL),
    )


def painted(mark: Mark, width: int, height: int) -> Area:
    """The pixels that are painted for a mark: one more on each side, and then whole blocks."""
    left, top, right, bottom = covered(mark, width, height)
    return (
        max(0, (left - 1) // BLOCK * BLOCK),
        max(0, (top - 1) // BLOCK * BLOCK),
        min(width, -(-(right + 1) // BLOCK) * BLOCK),
        min(height, -(-(bottom + 1) // BLOCK) * BLOCK),
    )


def touches(one: Place, other: Place) -> bool:
    """Whether two places share more than an edge."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
