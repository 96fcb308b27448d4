"""The list of one subject's cases by due date, and the figures of all of them, from the agenda.

A page takes one question for its rows and one for its figures, however many cases there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from flask import abort, render_template, request

from ppid.calendar import CalendarMissingError
from ppid.counting import WorkingCalendar
from ppid.database import Value
from ppid.deadlines import CLOCKS, Text
from ppid.events import Role
from projections.agenda import AGENDA, Agendum
from projections.reader import Range, Reader
from projections.tables import ordered, quoted
from web.access import SignedIn, current
from web.office.clocks import in_calendar_days, left_of
from web.office.frame import rooms_for
from web.office.room import AnyRoom
from web.office.words import say
from web.paging import AFTER, BEFORE, part
from web.services import services

SIZE = 25
SOON_DAYS = 3
#: Nobody counts beyond this by eye.
COUNTED_TO = 1000
#: A closed case owes nothing, so that it stands behind all that do.
ORDER = ("due_on", "stream")
CHOICE = "daftar"

Counted: TypeAlias = tuple[str, Sequence[Value]]
"""One figure as part of a question, and its values."""


class Show(StrEnum):
    """Which cases a list shows. The value is part of its address."""

    OPEN = "terbuka"
    OVERDUE = "lewat"
    SOON = "segera"
    ALL = "semua"


WORDS: Mapping[Show, Text] = {
    Show.OPEN: Text("Terbuka", "Open"),
    Show.OVERDUE: Text("Lewat waktu", "Overdue"),
    Show.SOON: Text("Dalam 3 hari kerja", "Within 3 working days"),
    Show.ALL: Text("Semua", "All"),
}


class Line(NamedTuple):
    """A row of the list with what is left of its next due date."""

    row: Agendum
    href: str
    about: str
    left: int | None
    calendar_days: bool
    step: str
    colour: str


class Figures(NamedTuple):
    """How many cases of a room are open, and how many of these are late."""

    room: AnyRoom
    open: int
    overdue: int


@dataclass(frozen=True)
class _Days:
    """Today, and the end of what counts as soon, by the calendar of a body."""

    today: date
    soon: date
    calendar: WorkingCalendar


def list_page(room: AnyRoom) -> str:
    """The list that the address asks for."""
    person = current()
    if person.body is None or room.listing is None:
        abort(404)
    asked = request.args.get(CHOICE, Show.OPEN.value)
    if asked not in set(Show):
        abort(404)
    chosen, days = Show(asked), _days(person)
    reader = Reader(services().views, AGENDA)
    found = part(
        reader,
        where={**_own(person), "kind": room.name, **({} if chosen is Show.ALL else {"closed": False})},
        ranges=_ranges(chosen, days),
        order=ORDER,
        at=request.args,
        size=SIZE,
    )
    counts, as_of, stopped = _counted(person, room, days)
    return render_template(
        "office/subjects.html",
        room=room,
        listing=room.listing,
        chosen=chosen.value,
        tabs=[
            {
                "text": say(text),
                "href": room.list_href(**({} if show is Show.OPEN else {CHOICE: show.value})),
                "current": show is chosen,
                "count": counts[show],
            }
            for show, text in WORDS.items()
        ],
        begins=[
            {"text": say(page.name), "href": room.begin_href(page)}
            for page in room.begins
            if page.on_list and person.actor.role in page.roles
        ],
        lines=[_line(room, row, days) for row in found.rows],
        newer=room.list_href(**{CHOICE: chosen.value, BEFORE: found.before}) if found.before else None,
        older=room.list_href(**{CHOICE: chosen.value, AFTER: found.after}) if found.after else None,
        narrowed=bool(request.args),
        as_of=as_of,
        stopped=stopped,
        zone=person.body.zone,
    )


def _line(room: AnyRoom, row: Agendum, days: _Days) -> Line:
    unit = CLOCKS[row.clock].unit if row.clock else None
    return Line(
        row,
        room.case_href(row.stream.rpartition("-")[2]),
        room.listing.describe(row) if room.listing else "",
        left_of(row.due_on, unit, days.calendar, days.today) if unit else None,
        bool(unit and in_calendar_days(unit)),
        say(room.steps[row.step]),
        room.colours.get(row.step, "blue"),
    )


def _days(person: SignedIn) -> _Days:
    if person.body is None:
        abort(404)
    today = person.body.local_date(services().now())
    calendar = services().directory.calendar(person.body, today)
    try:
        soon = calendar.add(today, SOON_DAYS)
    except CalendarMissingError:
        soon = today
    return _Days(today, soon, calendar)


def _own(person: SignedIn) -> dict[str, str]:
    """What the list never leaves: the officer's body, and for a unit's officer the unit's own."""
    own = {"body": person.actor.body}
    return {**own, "unit": person.actor.unit} if person.actor.role is Role.UNIT_OFFICER else own


def _ranges(chosen: Show, days: _Days) -> Sequence[Range]:
    if chosen is Show.OVERDUE:
        return [("due_on", "<", days.today)]
    if chosen is Show.SOON:
        return [("due_on", ">=", days.today), ("due_on", "<=", days.soon)]
    return ()


# Figures --------------------------------------------------------------------------------------------------


def figures(person: SignedIn) -> list[Figures]:
    """What stands open in every room of this officer, in one question; no question where there is no room."""
    rooms = rooms_for(person)
    if not rooms or person.body is None:
        return []
    today = person.body.local_date(services().now())
    parts = [
        part for room in rooms for part in (_part(person, room, "", ()), _part(person, room, *_before(today)))
    ]
    counted = [int(value or 0) for value in _ask(parts)]
    return [Figures(room, counted[2 * n], counted[2 * n + 1]) for n, room in enumerate(rooms)]


def _counted(person: SignedIn, room: AnyRoom, days: _Days) -> tuple[dict[Show, int], datetime | None, bool]:
    """How many each choice would show, and as of when, in one question."""
    due = ordered(AGENDA.by_name["due_on"])
    column = AGENDA.by_name["due_on"]
    within: tuple[Value, ...] = (column.asked(days.today), column.asked(days.soon))
    parts: list[Counted] = [
        _part(person, room, "", ()),
        _part(person, room, *_before(days.today)),
        _part(person, room, f"{due} >= ? AND {due} <= ?", within),
        _part(person, room, "", (), all_of_them=True),
        ("(SELECT recorded_at FROM projection_position WHERE name = ?)", [AGENDA.table]),
        ("(SELECT count(*) FROM projection_fault WHERE name = ?)", [AGENDA.table]),
    ]
    row = _ask(parts)
    counts = {show: int(row[n] or 0) for n, show in enumerate(Show)}
    return counts, datetime.fromisoformat(str(row[-2])) if row[-2] else None, bool(row[-1])


def _ask(parts: Sequence[Counted]) -> tuple[Value, ...]:
    sql = f"SELECT {', '.join(text for text, _args in parts)}"
    (row,) = services().views.query(sql, [value for _text, args in parts for value in args])
    return tuple(row)


def _before(today: date) -> tuple[str, tuple[Value, ...]]:
    column = AGENDA.by_name["due_on"]
    return f"{ordered(column)} < ?", (column.asked(today),)


def _part(
    person: SignedIn, room: AnyRoom, test: str, values: Sequence[Value], *, all_of_them: bool = False
) -> Counted:
    """One count as part of a question; it stops at what nobody would count by eye."""
    own = {**_own(person), "kind": room.name}
    columns = AGENDA.by_name
    tests = [f"{ordered(columns[name])} = ?" for name in own]
    args: list[Value] = [*own.values()]
    if not all_of_them:
        tests.append(f"{ordered(columns['closed'])} = ?")
        args.append(columns["closed"].asked(False))
    if test:
        tests.append(test)
        args += values
    table = quoted(AGENDA.table)
    inner = f"SELECT 1 FROM {table} WHERE {' AND '.join(tests)} LIMIT {COUNTED_TO}"  # noqa: S608  (declared names)
    return f"(SELECT count(*) FROM ({inner}) AS part)", args  # noqa: S608  (the same)
