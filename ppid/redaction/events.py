"""The facts of a redaction: a document was taken in, boxes were drawn, a copy was released or given up.

No event says what stands under a box. Both fingerprints, of the original and of the copy, stand in the
release. Law: UU 14/2008 art. 22(7)e; Perki 1/2021 art. 50; regulations §4.6.
"""

from __future__ import annotations

from datetime import date

import msgspec

from ppid.events import Event, Stream
from ppid.redaction.marks import Mark
from ppid.request.events import Document


class Original(msgspec.Struct, frozen=True):
    """The document that is disclosed in part.

    ``document`` is what is stored, sealed; ``content`` is the SHA-256 of its bytes in the clear.
    ``heights`` are those of its pages in thousandths of their width.
    """

    document: Document
    content: str
    heights: tuple[int, ...]

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return len(self.heights)


class Boxes(msgspec.Struct, frozen=True):
    """How many boxes rest on a letter of article 17."""

    letter: str
    count: int


class Begun(Event, frozen=True):
    """A document was taken in for redaction: for a request, or for the office itself where it is empty."""

    title: str
    original: Original
    begun_on: date
    unit: str = ""
    request: Stream = ""


class Marked(Event, frozen=True):
    """The boxes as they stand now, all of them, and the pages that somebody has looked at."""

    marks: tuple[Mark, ...]
    reviewed: tuple[int, ...]


class Released(Event, frozen=True):
    """The copy passed the leak check and may be given.

    ``original`` and ``content`` are the SHA-256 of both in the clear; ``document`` is the copy as it is
    stored, sealed. ``boxes`` counts them by letter; ``checked_by`` are the readers that found nothing.
    """

    original: str
    content: str
    document: Document
    boxes: tuple[Boxes, ...]
    checked_by: tuple[str, ...]


class Dropped(Event, frozen=True):
    """The redaction was given up, and why; nothing of it was released."""

    reason: str


RedactionEvent = Begun | Marked | Released | Dropped
