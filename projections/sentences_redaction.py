"""One plain sentence for every fact of a redaction, in both languages; none says what a box covers."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from ppid.deadlines import Text
from ppid.events import Event
from ppid.redaction import events as e
from ppid.redaction.events import RedactionEvent
from ppid.redaction.state import Step
from projections.saying import fill, said

REDACTION_EVENTS: frozenset[type[Event]] = frozenset(RedactionEvent.__args__)

STEPS: dict[Step, Text] = {
    Step.PREPARED: Text("Disiapkan", "Being prepared"),
    Step.READY: Text("Siap dirilis", "Ready to release"),
    Step.RELEASED: Text("Dirilis", "Released"),
    Step.DROPPED: Text("Dibatalkan", "Given up"),
}


def sentence(event: RedactionEvent) -> Text:
    """Return what happened, as the office would tell it."""
    match event:
        case e.Begun(original=original):
            begun = said(
                "Dokumen diterima untuk dihitamkan sebagian; jumlah halaman: {pages}.",
                "A document was taken in to be redacted in part; pages: {pages}.",
            )
            return fill(begun, pages=original.pages)
        case e.Marked(marks=marks, reviewed=reviewed):
            marked = said(
                "Kotak yang tersimpan: {boxes}; halaman yang sudah diperiksa: {pages}.",
                "Boxes saved: {boxes}; pages looked at: {pages}.",
            )
            return fill(marked, boxes=len(marks), pages=len(reviewed))
        case e.Released(boxes=boxes):
            released = said(
                "Salinan dengan penghitaman dirilis setelah lulus pemeriksaan kebocoran; kotak per huruf "
                "Pasal 17: {letters}.",
                "The redacted copy was released after it passed the leak check; boxes by letter of article "
                "17: {letters}.",
            )
            return fill(released, letters=", ".join(f"{each.letter} {each.count}" for each in boxes))
        case e.Dropped():
            return said("Penghitaman dibatalkan dengan alasan.", "The redaction was given up with a reason.")
    assert_never(event)


def happened_on(event: RedactionEvent) -> date | None:
    """Return the day on which it happened, as it was declared; None when that is the day it was recorded."""
    return event.begun_on if isinstance(event, e.Begun) else None
