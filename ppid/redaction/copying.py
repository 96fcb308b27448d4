"""The copy of a document with boxes over it: its pages as pictures, the boxes painted, bound anew.

Nothing of the original goes into it but the pixels outside the boxes. Runs in the limited child only.
"""

from __future__ import annotations

from collections.abc import Sequence

from ppid.redaction.marks import Mark, of_page
from ppid.redaction.painting import pack, paint
from ppid.redaction.pictures import opened
from ppid.redaction.writing import write


def rebuild(original: bytes, media_type: str, marks: Sequence[Mark]) -> bytes:
    """The copy. The same document and the same boxes make the same bytes. Raises ``UnreadableError``."""
    with opened(original, media_type) as pages:
        return write(
            [
                (size, pack(paint(pages.picture(number), of_page(marks, number))))
                for number, size in enumerate(pages.sizes, start=1)
            ]
        )
