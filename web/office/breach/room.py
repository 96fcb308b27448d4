"""The room of breaches: what was exposed, who has to be told and by which hour, the notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flask import render_template, request, url_for

from ppid.breach import rules
from ppid.breach.lawful import ACTS, Act
from ppid.breach.state import BREACH, Breach
from ppid.breach.vocabulary import MEDIA, STEPS, Step
from ppid.deadlines import Text
from ppid.events import Role
from web.access import allow
from web.filters import day, number, weekday_moment
from web.i18n import gettext as _
from web.i18n import pick
from web.office.breach import whom
from web.office.breach.pages import BEGINS, PAGES, data_words
from web.office.opening import open_room
from web.office.privacy.room import BY_THE_HOUR
from web.office.room import Letter, Listing, Room, Rows, rows_of
from web.office.sight import Sight
from web.office.words import say
from web.papers import privacy as papers

Seen = Sight[Breach]
OPENS = (Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD)
PER_PAGE = 50
COLOURS = {Step.NOTED: "red", Step.ASSESSED: "orange", Step.TOLD: "green", Step.CLOSED: "grey"}


class Line(NamedTuple):
    """Somebody to be told, with the address of their notice."""

    who: whom.Concerned
    href: str


def show(seen: Seen) -> Mapping[str, object]:
    """What was exposed, who was told, what was done, what is missing."""
    breach = seen.state
    return {
        "what": _what(seen),
        "told": _told(seen),
        "contained": _contained(breach),
        "owed": [] if breach.closed else [pick(id=t.id, en=t.en) for t in rules.missing(breach)],
        "people_href": url_for("breach.people", case=seen.hex),
        "named": len(breach.persons),
    }


def _what(seen: Seen) -> Rows:
    breach = seen.state
    return rows_of(
        (_("Diketahui"), weekday_moment(breach.known_at, seen.body.zone)),
        (_("Terjadi pada"), day(breach.happened_on) if breach.happened_on else ""),
        (_("Data yang terungkap"), data_words(breach.data)),
        (_("Jumlah orang"), number(breach.people)),
        (_("Bagaimana data terungkap"), breach.how),
    )


def _told(seen: Seen) -> Rows:
    breach, agency, public = seen.state, seen.state.agency, seen.state.announced
    at = weekday_moment(agency.told_at, seen.body.zone) if agency else ""
    return rows_of(
        (
            _("Orang yang diberi tahu"),
            _("%(n)s dari %(all)s", n=number(breach.told), all=number(breach.people)),
        ),
        (_("Lembaga"), f"{agency.number}, {at}" if agency else _("belum diberi tahu")),
        (
            _("Masyarakat"),
            f"{day(public.told_on)}, {say(MEDIA[public.medium])}: {public.where}" if public else "",
        ),
    )


def _contained(breach: Breach) -> Rows:
    done = breach.contained
    if done is None:
        return []
    return rows_of(
        (_("Penanganan"), done.handling), (_("Pemulihan"), done.recovery), (_("Pada"), day(done.done_on))
    )


ROOM: Room[Breach] = Room(
    subject=BREACH,
    place="kegagalan-data",
    caption=Text("Kegagalan pelindungan data", "Breach of personal data"),
    the=Text("catatan", "the record"),
    acts=ACTS,
    desk=lambda parts: parts.breaches,
    pages=PAGES,
    begins=BEGINS,
    steps=STEPS,
    colours=COLOURS,
    listing=Listing(
        heading=Text("Kegagalan data", "Breaches"),
        caption=Text(
            "Orangnya dan lembaga diberi tahu dalam 3x24 jam sejak diketahui",
            "People and agency are told within 3x24 hours of its being known",
        ),
        empty=Text("Tidak ada kegagalan pelindungan data yang terbuka", "No open breach"),
        choices=BY_THE_HOUR,
        order=("due_at", "stream"),
    ),
    opens=OPENS,
    order=(Act.ASSESS, Act.NOTIFY_SUBJECTS, Act.NOTIFY_AGENCY, Act.NOTIFY_PUBLIC, Act.CONTAIN, Act.CLOSE),
    template="office/breach/case.html",
    show=show,
    letters=lambda seen: [Letter(p.slug, p.title, p.on) for p in papers.notices_of(seen.state)],
    letter=lambda seen, slug: papers.send_notice(seen.state, slug),
)
bp = open_room(ROOM, __name__)


@bp.get("/meja/kegagalan-data/<case>/orang")
@allow(*OPENS)
def people(case: str) -> str:
    """Everybody to be told, a page at a time, each with the notice to print."""
    seen = ROOM.sees(case)
    total = len(seen.state.persons)
    first = _first(total)
    concerned = whom.people_of(seen.state, first, PER_PAGE)
    return render_template(
        "office/breach/people.html",
        seen=seen,
        lines=[
            Line(who, url_for("breach.letter", case=seen.hex, slug=f"{papers.PERSON_SLUG}-{who.number}"))
            for who in concerned
        ],
        total=total,
        back_href=ROOM.case_href(seen.hex),
        newer=_part(seen, first - PER_PAGE) if first else None,
        older=_part(seen, first + PER_PAGE) if first + PER_PAGE < total else None,
    )


def _first(total: int) -> int:
    """Where the part of the list begins that the address asks for; the beginning for what is no place."""
    asked = request.args.get("dari", "")
    place = int(asked) - 1 if asked.isascii() and asked.isdigit() and len(asked) <= len(str(total)) else 0
    return max(0, min(place, total - 1)) // PER_PAGE * PER_PAGE if total else 0


def _part(seen: Seen, first: int) -> str:
    return url_for("breach.people", case=seen.hex, dari=first + 1)
