"""The room of disputes, and the hearing file of each."""

from __future__ import annotations

from flask import Response

from ppid.deadlines import Text
from ppid.dispute.case import Dispute
from ppid.dispute.lawful import ACTS, Act
from ppid.dispute.state import DISPUTE, READERS
from projections.words_dispute import STEPS
from web.access import allow
from web.office.dispute import showing
from web.office.dispute.beginning import BEGINS
from web.office.dispute.pages import PAGES
from web.office.dispute.showing import FILE_READERS
from web.office.dispute.words import COLOURS
from web.office.opening import open_room
from web.office.room import Listing, Room
from web.papers import disputes as papers

#: Which acts usually come next, of those that are lawful; the rest are links.
ORDER = (
    Act.RECORD_COMPLIANCE,
    Act.RECORD_CASSATION_RULING,
    Act.RECORD_APPEAL_RULING_RECEIVED,
    Act.RECORD_CASSATION,
    Act.RECORD_APPEAL_RULING,
    Act.RECORD_RULING_RECEIVED,
    Act.RECORD_APPEAL,
    Act.RECORD_REGISTERED,
    Act.RECORD_SUMMONS,
    Act.REPRESENT,
    Act.ANSWER,
    Act.SEND_EVIDENCE,
    Act.END_MEDIATION,
    Act.EXTEND_MEDIATION,
    Act.OPEN_MEDIATION,
    Act.OPEN_ADJUDICATION,
    Act.RECORD_RULING,
    Act.RECORD_FINAL,
)
ASIDE = (
    Act.RECORD_COMPLETED,
    Act.RECORD_INCOMPLETE,
    Act.RECORD_CHALLENGE,
    Act.RECORD_INTERIM_RULING,
    Act.RECORD_INSPECTION,
    Act.FILE_CONCLUSIONS,
    Act.RECORD_EXECUTION_ORDER,
    Act.RECORD_PAID,
    Act.END,
)

ROOM: Room[Dispute] = Room(
    subject=DISPUTE,
    place="sengketa",
    caption=Text("Sengketa", "Dispute"),
    the=Text("sengketa", "the dispute"),
    acts=ACTS,
    desk=lambda parts: parts.disputes,
    pages=PAGES,
    steps=STEPS,
    colours=COLOURS,
    begins=BEGINS,
    listing=Listing(
        heading=Text("Sengketa", "Disputes"),
        caption=Text("Jatuh tempo terdekat lebih dahulu", "The next due date first"),
        empty=Text("Tidak ada sengketa yang terbuka", "No open dispute"),
        describe=lambda row: showing.describe(row, DISPUTE),
    ),
    opens=tuple(sorted(READERS)),
    order=(*ORDER, *ASIDE),
    aside=ASIDE,
    template="office/dispute/case.html",
    show=showing.show,
    files=showing.files,
)
bp = open_room(ROOM, __name__)


@bp.get("/meja/sengketa/<case>/berkas-sidang.pdf")
@allow(*FILE_READERS)
def hearing_pdf(case: str) -> Response:
    """Everything of the case in order, as one PDF with a contents page."""
    seen = ROOM.sees(case)
    return papers.send_hearing(seen.state, seen.actor, form="pdf")


@bp.get("/meja/sengketa/<case>/berkas-sidang.zip")
@allow(*FILE_READERS)
def hearing_zip(case: str) -> Response:
    """The same as one ZIP of its pieces."""
    seen = ROOM.sees(case)
    return papers.send_hearing(seen.state, seen.actor, form="zip")
