"""Pages of a long list, by place and never by number: the address says after, or before, which row.

A place is what the list sorts by, so a page costs the same wherever it stands, and no row is skipped or shown
twice when others come in meanwhile.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import msgspec
from werkzeug.exceptions import BadRequest

from projections.reader import Range, Reader
from projections.shape import BadValueError

Row = TypeVar("Row", bound=msgspec.Struct)
AFTER, BEFORE = "sesudah", "sebelum"
PLACE_CHARS = 600


class Part(msgspec.Struct, Generic[Row], frozen=True):
    """One page of a list, and the places of its neighbours; '' where there is none."""

    rows: list[Row]
    before: str
    after: str


def part(
    reader: Reader[Row],
    *,
    where: Mapping[str, object],
    order: Sequence[str],
    ranges: Sequence[Range] = (),
    at: Mapping[str, str],
    size: int = 50,
    descending: bool = False,
) -> Part[Row]:
    """Read the page ``sesudah`` or ``sebelum`` a place of an address. A place that is none answers 400."""
    after = at.get(AFTER, "")
    backwards = bool(at.get(BEFORE)) and not after
    place = _place(at[BEFORE] if backwards else after)
    try:
        found = reader.page(
            where=where,
            ranges=ranges,
            order=order,
            after=place,
            limit=size + 1,
            descending=descending != backwards,
        )
    except BadValueError:
        raise BadRequest from None
    more = len(found) > size
    rows = found[:size]
    if backwards:
        rows.reverse()
    earlier = more if backwards else place is not None
    later = place is not None if backwards else more
    return Part(
        rows,
        written(reader.place(rows[0], order)) if rows and earlier else "",
        written(reader.place(rows[-1], order)) if rows and later else "",
    )


def written(place: Sequence[object]) -> str:
    """A place of a list as it stands in an address."""
    return base64.urlsafe_b64encode(json.dumps(list(place)).encode()).decode().rstrip("=")


def _place(text: str) -> list[object] | None:
    if not text:
        return None
    if len(text) > PLACE_CHARS:
        raise BadRequest
    try:
        read = json.loads(base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except (ValueError, UnicodeError, binascii.Error, RecursionError):
        raise BadRequest from None
    if not isinstance(read, list) or not all(v is None or isinstance(v, str | int) for v in read):
        raise BadRequest
    return read
