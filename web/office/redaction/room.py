"""The room of redactions."""

from __future__ import annotations

from ppid.deadlines import Text
from ppid.redaction.lawful import ACTS, Act
from ppid.redaction.state import REDACTION, Redaction, Step
from projections.sentences_redaction import STEPS
from web.office.opening import open_room
from web.office.redaction import editor
from web.office.redaction.pages import BEGINS, PAGES
from web.office.redaction.showing import files, show
from web.office.redaction.words import COLOURS
from web.office.room import Choice, Listing, Room

ROOM: Room[Redaction] = Room(
    subject=REDACTION,
    place="penghitaman",
    caption=Text("Penghitaman", "Redaction"),
    the=Text("penghitaman", "the redaction"),
    acts=ACTS,
    desk=lambda parts: parts.redactions,
    pages=PAGES,
    steps=STEPS,
    colours=COLOURS,
    begins=BEGINS,
    listing=Listing(
        heading=Text("Penghitaman", "Redaction"),
        caption=Text(
            "Dokumen yang diberikan dengan bagian dihitamkan",
            "Documents that are given with parts blacked out",
        ),
        empty=Text("Tidak ada penghitaman yang dikerjakan", "No redaction is being prepared"),
        choices=(
            Choice("dikerjakan", Text("Dikerjakan", "In work"), {"closed": False}),
            Choice("dirilis", Text("Dirilis", "Released"), {"step": Step.RELEASED.value}),
            Choice("semua", Text("Semua", "All"), {}),
        ),
    ),
    order=(Act.RELEASE, Act.DROP),
    aside=(Act.DROP,),
    template="office/redaction/case.html",
    show=show,
    files=files,
)
bp = open_room(ROOM, __name__)
editor.add_to(bp, ROOM)
