"""The room of data subjects' applications: by the hour they are due, their answers in writing."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for

from ppid.acts import DESK
from ppid.deadlines import Text
from ppid.privacy.lawful import ACTS, Act
from ppid.privacy.state import PRIVACY, Privacy
from ppid.privacy.vocabulary import STEPS, Step
from web.access import allow
from web.office.listing import LATE
from web.office.opening import open_room
from web.office.person import person_page
from web.office.privacy import showing
from web.office.privacy.pages import BEGINS, PAGES
from web.office.room import Choice, Letter, Listing, Room
from web.papers import privacy as papers
from web.services import services

COLOURS = {
    Step.ASKED: "yellow",
    Step.VERIFIED: "blue",
    Step.GRANTED: "orange",
    Step.DONE: "green",
    Step.REFUSED: "red",
    Step.WITHDRAWN: "grey",
}
#: What is due by the hour is looked at by the hour.
BY_THE_HOUR = (
    Choice("terbuka", Text("Terbuka", "Open"), {"closed": False}),
    Choice(
        LATE,
        Text("Lewat waktu", "Overdue"),
        {"closed": False},
        lambda _today, _calendar: [("due_at", "<", services().now())],
    ),
    Choice(
        "segera",
        Text("Dalam 24 jam", "Within 24 hours"),
        {"closed": False},
        lambda _today, _calendar: [
            ("due_at", ">=", services().now()),
            ("due_at", "<=", services().now() + timedelta(hours=24)),
        ],
    ),
    Choice("semua", Text("Semua", "All"), {}),
)

ROOM: Room[Privacy] = Room(
    subject=PRIVACY,
    place="data-pribadi",
    caption=Text("Permohonan data pribadi", "Request on personal data"),
    the=Text("permohonan data pribadi", "the request on personal data"),
    acts=ACTS,
    desk=lambda parts: parts.privacy,
    pages=PAGES,
    begins=BEGINS,
    steps=STEPS,
    colours=COLOURS,
    listing=Listing(
        heading=Text("Data pribadi", "Personal data"),
        caption=Text(
            "Permohonan subjek data, dijawab dalam 3x24 jam sejak diterima",
            "Requests of data subjects, answered within 3x24 hours of receipt",
        ),
        empty=Text("Tidak ada permohonan data pribadi yang terbuka", "No open request on personal data"),
        choices=BY_THE_HOUR,
        order=("due_at", "stream"),
    ),
    opens=DESK,
    order=(Act.DONE, Act.GRANT, Act.VERIFY, Act.REFUSE, Act.WITHDRAW),
    aside=(Act.REFUSE, Act.WITHDRAW),
    template="office/privacy/case.html",
    show=showing.show,
    letters=lambda seen: [Letter(p.slug, p.title, p.on) for p in papers.letters_of(seen.state)],
    letter=lambda seen, slug: papers.send(seen.state, slug),
)
bp = open_room(ROOM, __name__)


@bp.get("/meja/data-pribadi/<case>/pemohon")
@allow(*DESK)
def person(case: str) -> str:
    """All that the person told of themselves, and who looked; the opening is recorded."""
    seen = ROOM.sees(case)
    who = services().people.identity(seen.state.person)
    return person_page(seen, who, None, seen.state.person, url_for("privacy.case", case=seen.hex))
