"""How other subjects name rows of an exemption: what a refusal rests on, what a decision opens."""

from __future__ import annotations

import msgspec

from ppid.events import Stream


class OpenedPart(msgspec.Struct, frozen=True):
    """A part of a row that was opened, in words; the rest of the row stays exempt."""

    row: int
    part: str


class ExemptionRef(msgspec.Struct, frozen=True, omit_defaults=True):
    """Rows, or parts of rows, of an exemption; ``decree`` is the number of its decree."""

    exemption: Stream
    rows: tuple[int, ...] = ()
    decree: str = ""
    parts: tuple[OpenedPart, ...] = ()
