"""The room of items: proposed by units, taken in by decree, published, revised, withdrawn."""

from __future__ import annotations

from datetime import timedelta

from ppid.catalogue.lawful import ACTS, Act
from ppid.catalogue.state import ITEM, Item
from ppid.catalogue.vocabulary import Step
from ppid.deadlines import Text
from projections.words_catalogue import STEPS
from web.office.catalogue import importing, overview, public_file
from web.office.catalogue.beginning import BEGINS
from web.office.catalogue.pages import PAGES
from web.office.catalogue.showing import describe, show
from web.office.catalogue.words import COLOURS
from web.office.opening import open_room
from web.office.room import Choice, Listing, Room

#: So long before it is due, periodic information is shown as due soon.
SOON_DAYS = 30

ROOM: Room[Item] = Room(
    subject=ITEM,
    place="daftar-informasi",
    caption=Text("Informasi publik", "Public information"),
    the=Text("informasi", "the item"),
    acts=ACTS,
    desk=lambda parts: parts.catalogue,
    pages=PAGES,
    steps=STEPS,
    colours=COLOURS,
    begins=BEGINS,
    listing=Listing(
        heading=Text("Daftar informasi", "Public information"),
        caption=Text("Daftar Informasi Publik (DIP)", "The list of public information"),
        empty=Text("Tidak ada usulan yang menunggu", "No proposal is waiting"),
        describe=describe,
        template="office/catalogue/list.html",
        show=overview.beside_the_rows,
        choices=(
            Choice("diusulkan", Text("Diusulkan", "Proposed"), {"step": Step.PROPOSED.value}),
            Choice("dikembalikan", Text("Dikembalikan", "Returned"), {"step": Step.RETURNED.value}),
            Choice("tercantum", Text("Tercantum", "Listed"), {"step": Step.LISTED.value}),
            Choice(
                "berkala",
                Text("Berkala jatuh tempo", "Periodic, due"),
                {"closed": False, "clock": "D26"},
                lambda today, _calendar: [("due_on", "<=", today + timedelta(days=SOON_DAYS))],
            ),
            Choice(
                "serta-merta",
                Text("Serta-merta belum diumumkan", "Immediate, not announced"),
                {"closed": False, "clock": "D29"},
            ),
            Choice(
                "lewat",
                Text("Lewat waktu", "Overdue"),
                {"closed": False},
                lambda today, _calendar: [("due_on", "<", today)],
            ),
            Choice("ditarik", Text("Ditarik", "Withdrawn"), {"closed": True}),
            Choice("semua", Text("Semua", "All"), {}),
        ),
    ),
    order=(Act.PUBLISH, Act.REVISE, Act.RETURN, Act.WITHDRAW),
    aside=(Act.RETURN, Act.WITHDRAW),
    templates="office/catalogue",
    template="office/catalogue/case.html",
    show=show,
)
bp = open_room(ROOM, __name__)
overview.add_to(bp)
importing.add_to(bp)
public_file.add_to(bp, ROOM)
