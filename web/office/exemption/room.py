"""The room of exemptions, and the document by which somebody approved in the head's name."""

from __future__ import annotations

import filetype
from flask import abort
from werkzeug.wrappers import Response

from ppid.deadlines import Text
from ppid.exemption.lawful import ACTS, Act
from ppid.exemption.state import EXEMPTION, Exemption
from ppid.exemption.vocabulary import Step
from web.access import OFFICERS, allow
from web.files.giving import give
from web.files.links import Given
from web.i18n import language
from web.office.exemption import showing
from web.office.exemption.beginning import BEGINS
from web.office.exemption.pages import PAGES
from web.office.exemption.words import COLOURS, STEPS, UNDER_TEST
from web.office.listing import soon
from web.office.opening import open_room
from web.office.room import Choice, Letter, Listing, Room
from web.papers import exemptions as papers
from web.services import services

#: What counts as ending soon: as long before as the stipulation may be made.
SOON_DAYS = 60
IN_FORCE = (Step.IN_FORCE.value, Step.CHANGING.value)

ROOM: Room[Exemption] = Room(
    subject=EXEMPTION,
    place="pengecualian",
    caption=Text("Pengecualian informasi", "Exemption of information"),
    the=Text("pengecualian", "the exemption"),
    acts=ACTS,
    desk=lambda parts: parts.exemptions,
    pages=PAGES,
    steps=STEPS,
    colours=COLOURS,
    begins=BEGINS,
    listing=Listing(
        heading=Text("Pengecualian", "Exemptions"),
        caption=Text("Batas waktu terdekat lebih dahulu", "The next due date first"),
        empty=Text("Tidak ada pengecualian yang berlaku", "No exemption is in force"),
        describe=showing.describe,
        choices=(
            Choice("berlaku", Text("Berlaku", "In force"), {"step": IN_FORCE}),
            Choice(
                "diuji",
                Text("Sedang diuji", "Under test"),
                {"step": tuple(step.value for step in UNDER_TEST)},
            ),
            Choice(
                "segera",
                Text("Segera berakhir", "Ending soon"),
                {"step": IN_FORCE},
                lambda today, calendar: [("ends_on", "<=", soon(today, calendar, SOON_DAYS))],
            ),
            Choice("berakhir", Text("Berakhir", "Over"), {"closed": True}),
            Choice("semua", Text("Semua", "All"), {}),
        ),
    ),
    order=(
        Act.REVIEW,
        Act.APPROVE,
        Act.DECREE,
        Act.CHANGE,
        Act.LIFT,
        Act.DECLARE_OPEN,
        Act.TEST_ANEW,
        Act.RETURN,
        Act.OPEN_IN_COURT,
        Act.DROP,
    ),
    aside=(Act.RETURN, Act.OPEN_IN_COURT, Act.DROP),
    template="office/exemption/case.html",
    show=showing.show,
    letters=lambda seen: [Letter(p.slug, p.title, p.on) for p in papers.letters_of(seen.state)],
    letter=lambda seen, slug: papers.send(seen.state, slug, language=language()),
)
bp = open_room(ROOM, __name__)


@bp.get("/meja/pengecualian/<case>/pendelegasian")
@allow(*OFFICERS)
def delegation(case: str) -> Response:
    """The document by which the head let somebody else approve, as it was sent."""
    seen = ROOM.sees(case)
    approved = seen.state.sheet.approved
    if approved is None or approved.delegation is None:
        abort(404)
    sha256 = approved.delegation.sha256
    content = services().files.stored(sha256) or b""
    return give(Given(sha256, "", filetype.guess_mime(content[:512]) or "", "pendelegasian"))
