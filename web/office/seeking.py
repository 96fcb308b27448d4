"""Somebody's cases by their identity number: a number that stands in no row, in no address and in no log.

It comes in the form, is turned into its mark (``ppid.marks``), and is forgotten with the answer. What is told
is which cases of the body there are, never whose. Who searched, and when, is in the access records; whoever
opens a case from here is recorded there as from everywhere. A unit searches for documents, and has no need to
know who asked. Law: UU 27/2022 art. 16(2), 31, 35; regulations §10.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from ppid.body import Body
from ppid.deadlines import CLOCKS
from ppid.events import Recorded, Stream
from ppid.objection.state import OBJECTION, Objection
from ppid.request.state import REQUEST, Request
from projections.agenda import Agendum, agendum_of
from projections.parties import PARTIES, Part, Partaking
from projections.reader import Reader
from projections.worklist import OpenCase, open_case_of
from web import limits
from web.access import SignedIn, allow, current
from web.account.entry import note
from web.account.records import RecordKind
from web.i18n import gettext as _
from web.limits import Limit
from web.office.acts import ROOM as REQUESTS
from web.office.clocks import due_words, in_calendar_days, left_of
from web.office.frame import office_blueprint
from web.office.objection.room import ROOM as OBJECTIONS
from web.office.register import officers_body
from web.office.room import AnyRoom
from web.office.sight import NAMED_TO, step_of
from web.office.words import say
from web.schemas import Errors, FormSchema, Nik, errors_of
from web.services import services

bp = office_blueprint("seeking", __name__)

#: A number can be guessed, and a guess that fits tells where somebody has asked: so nobody has many.
TURNS = Limit("cari-orang", 60, 60)
#: Nobody reads more in one look; the register has the rest.
SHOWN = 100
AT_ONCE = 1000
ORDER = ("filed_at", "case")


class SeekSchema(FormSchema):
    """Whose cases."""

    nik = Nik(missing=lambda: _("Tuliskan NIK, 16 angka pada KTP."))


@dataclass(frozen=True)
class Found:
    """A case of theirs. ``due`` is the next end that the body owes, "" where it owes none."""

    number: str
    href: str
    kind: str
    by_proxy: bool
    received_on: date
    step: str
    colour: str
    due: str
    left: int | None
    calendar_days: bool
    missing_year: int | None


@bp.route("/meja/cari-orang", methods=["GET", "POST"])
@allow(*sorted(NAMED_TO))
def seek() -> ResponseReturnValue:
    """Ask for a number, and answer on the same page: the number never becomes an address."""
    if request.method == "GET":
        return _page()
    try:
        number = SeekSchema().load(request.form)["nik"]
    except ValidationError as problem:
        return _page(_typed(), errors_of(problem)), 422
    person = current()
    if seconds := limits.wait(TURNS, person.actor.id):
        answer = make_response(_page(_typed(), _too_many(seconds)), 429)
        answer.headers["Retry-After"] = str(seconds)
        return answer
    found, more = _cases(person, officers_body(), number)
    # Before it is shown: what nobody would know of is not shown.
    note(RecordKind.SOUGHT, person.account, str(len(found)))
    return _page("" if found else _typed(), found=found, more=more)


def _typed() -> str:
    return request.form.get("nik", "")


def _too_many(seconds: int) -> Errors:
    sentence = _(
        "Pencarian Anda sudah mencapai batas %(most)s kali dalam satu jam. Coba lagi dalam %(minutes)s "
        "menit.",
        most=TURNS.most,
        minutes=-(-seconds // 60),
    )
    return {"_schema": [sentence]}


def _page(
    typed: str = "", errors: Errors | None = None, found: list[Found] | None = None, *, more: bool = False
) -> str:
    return render_template(
        "office/seeking.html",
        typed=typed,
        errors=errors,
        found=found,
        more=more,
        shown=SHOWN,
        most=TURNS.most,
        standing=Reader(services().views, PARTIES).standing(),
        zone=officers_body().zone,
    )


# Finding --------------------------------------------------------------------------------------------------


def _cases(person: SignedIn, body: Body, number: str) -> tuple[list[Found], bool]:
    """The newest cases of this number that the officer may know of, and whether there are more."""
    parts = _parts(services().people.find("number", number), body.stream)
    asked = list(parts)[: SHOWN + 1]
    streams = services().log.load_many(asked)
    today = body.local_date(services().now())
    found = [
        line
        for case in asked
        if (line := _line(person, body, streams.get(case, ()), parts[case], today)) is not None
    ]
    return found[:SHOWN], len(parts) > SHOWN


def _parts(people: list[Stream], body: Stream) -> dict[Stream, Part]:
    """Their cases in the body, the newest first; who asks for themselves is no proxy."""
    reader, rows = Reader(services().views, PARTIES), list[Partaking]()
    for start in range(0, len(people), AT_ONCE):
        where = {"person": people[start : start + AT_ONCE], "body": body}
        rows += reader.page(where=where, order=ORDER, descending=True, limit=2 * SHOWN + 2)
    rows.sort(key=lambda row: (row.filed_at, row.case), reverse=True)
    parts: dict[Stream, Part] = {}
    for row in rows:
        if parts.setdefault(row.case, row.part) is not Part.OWN:
            parts[row.case] = row.part
    return parts


def _line(
    person: SignedIn, body: Body, recorded: Iterable[Recorded], part: Part, today: date
) -> Found | None:
    """A case as it stands; None where it is not this officer's to know of."""
    envelopes = [each.envelope for each in recorded]
    stream = envelopes[0].stream if envelopes else ""
    if REQUEST.of(stream):
        asked = REQUEST.fold(envelopes)
        if asked is not None and REQUEST.may_see(person.actor, asked):
            return _told(REQUESTS, asked, open_case_of(asked), part, body, today)
    elif OBJECTION.of(stream):
        objected = OBJECTION.fold(envelopes)
        if objected is not None and OBJECTION.may_see(person.actor, objected):
            return _told(OBJECTIONS, objected, agendum_of(OBJECTION.kind, objected), part, body, today)
    return None


def _told(
    room: AnyRoom,
    state: Request | Objection,
    owed: OpenCase | Agendum | None,
    part: Part,
    body: Body,
    today: date,
) -> Found:
    unit = CLOCKS[owed.clock].unit if owed and owed.clock else None
    due_on = owed.due_on if owed else None
    calendar = services().directory.calendar(body, today)
    step = step_of(state)
    return Found(
        number=room.label(state),
        href=room.case_href(state.stream.rpartition("-")[2]),
        kind=say(room.caption),
        by_proxy=part is Part.REPRESENTATIVE,
        received_on=state.received_on,
        step=say(room.steps[step]),
        colour=room.colours.get(step, "blue"),
        due=due_words(due_on, None, "") if due_on else "",
        left=left_of(due_on, unit, calendar, today) if unit else None,
        calendar_days=bool(unit and in_calendar_days(unit)),
        missing_year=owed.missing_year if owed else None,
    )
