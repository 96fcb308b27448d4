"""The room of objections, and the receipt that is handed over once one was recorded."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, render_template, session, url_for

from ppid.acts import DESK
from ppid.deadlines import D10, Text
from ppid.events import Role
from ppid.objection.lawful import ACTS, Act
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Step
from projections.words_objection import STEPS
from web.access import allow
from web.office.clocks import show as show_clock
from web.office.listing import CHOICES
from web.office.objection import showing
from web.office.objection.beginning import BEGINS
from web.office.objection.filing import FILED
from web.office.objection.pages import PAGES
from web.office.objection.reading import Seen, objector_of
from web.office.objection.words import COLOURS, ground_words
from web.office.opening import open_room
from web.office.person import person_page
from web.office.room import Choice, Letter, Listing, Room
from web.office.sight import NAMED_TO
from web.papers import objections as papers
from web.services import services

#: Whoever recorded it may see the access code for this long; after that it is the objector's alone.
CODE_MINUTES = 30
#: The papers that are handed over when an objection was recorded.
RECEIPT, FORM = "tanda-bukti", "formulir"
#: Before the superior's answer, in time or not.
UNANSWERED = (Step.REGISTERED, Step.SETTLEMENT_TALKS, Step.LAPSED)

ROOM: Room[Objection] = Room(
    subject=OBJECTION,
    place="keberatan",
    caption=Text("Keberatan", "Objection"),
    the=Text("keberatan", "the objection"),
    acts=ACTS,
    desk=lambda parts: parts.objections,
    pages=PAGES,
    steps=STEPS,
    colours=COLOURS,
    begins=BEGINS,
    listing=Listing(
        heading=Text("Keberatan", "Objections"),
        caption=Text("Jatuh tempo terdekat lebih dahulu", "The next due date first"),
        empty=Text("Tidak ada keberatan yang terbuka", "No open objection"),
        choices=(
            *CHOICES[:-1],
            Choice(
                "tanggapan",
                Text("Menunggu tanggapan", "To be answered"),
                {"closed": False, "step": list(UNANSWERED)},
            ),
            Choice(
                "perintah",
                Text("Perintah menunggu", "Orders waiting"),
                {"closed": False, "step": Step.REMEDY_DUE},
            ),
            CHOICES[-1],
        ),
        describe=lambda row: showing.describe(row, OBJECTION),
    ),
    opens=(Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD),
    order=(
        Act.ANSWER,
        Act.RECORD_ANSWER_RECEIVED,
        Act.REMEDY,
        Act.SETTLE,
        Act.FAIL_SETTLEMENT,
        Act.OPEN_SETTLEMENT,
        Act.CLOSE,
        Act.WITHDRAW,
        Act.CORRECT,
    ),
    aside=(Act.WITHDRAW, Act.CORRECT),
    template="office/objection/case.html",
    show=showing.show,
    letters=lambda seen: [Letter(p.slug, p.title, p.on) for p in papers.letters_of(seen.state)],
    letter=lambda seen, slug: papers.send(seen.state, slug),
    files=showing.files,
)
bp = open_room(ROOM, __name__)


@bp.get("/meja/keberatan/<case>/pemohon")
@allow(*sorted(NAMED_TO))
def person(case: str) -> str:
    """All that the objector told of themselves; the opening is recorded for them to see."""
    seen = ROOM.sees(case)
    who, proxy = objector_of(seen)
    return person_page(seen, who, proxy, seen.state.objector, ROOM.case_href(seen.hex))


@bp.get("/meja/keberatan/<case>/selesai")
@allow(*DESK)
def done(case: str) -> str:
    """The receipt to hand over: number, access code, due date."""
    seen = ROOM.sees(case)
    clock = seen.state.clocks[D10.code]
    return render_template(
        "office/objection/done.html",
        found=seen.state,
        hex=seen.hex,
        code=_code(seen),
        minutes=CODE_MINUTES,
        clock=show_clock(clock.promise, seen.body, seen.as_of),
        late=[ground_words(ground) for ground in seen.state.late_grounds],
        case_href=ROOM.case_href(seen.hex),
        form_href=url_for("objection.letter", case=seen.hex, slug=FORM),
    )


@bp.get("/meja/keberatan/<case>/tanda-terima")
@allow(*DESK)
def receipt(case: str) -> Response:
    """The receipt as PDF, with the access code while this browser may still see it."""
    seen = ROOM.sees(case)
    return papers.send(seen.state, RECEIPT, code=_code(seen) or None)


def _code(seen: Seen) -> str:
    """The access code, for a while and only in the browser that recorded it."""
    filed_at = seen.recorded[0].envelope.recorded_at
    fresh = services().now() - filed_at < timedelta(minutes=CODE_MINUTES)
    mine = session.get(FILED) == seen.state.stream and fresh
    return services().vault.access_code(seen.state.stream) if mine else ""
