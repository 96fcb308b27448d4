"""The list of one subject's cases by due date, and the figures of all of them, from the agenda.

A page takes one question for its rows and one for its figures, however many cases there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import abort, render_template, request

from ppid.calendar import CalendarMissingError
from ppid.counting import WorkingCalendar
from ppid.deadlines import CLOCKS, Text
from ppid.events import Role, Unit
from projections.agenda import AGENDA, Agendum
from projections.reader import Range, Reader
from web.access import SignedIn, current
from web.office.clocks import due_words, hours_to, in_calendar_days, left_of
from web.office.figures import Part, Standing, ask, count_of
from web.office.frame import rooms_for
from web.office.room import AnyRoom, Choice
from web.office.words import say
from web.paging import AFTER, BEFORE, part
from web.services import services

SIZE = 25
SOON_DAYS = 3
CHOICE = "daftar"
LATE = "lewat"


def soon(today: date, calendar: WorkingCalendar, days: int = SOON_DAYS) -> date:
    """The end of what counts as soon; where the next year is not decreed, the end of the last that is.

    Whatever ends before a count that leaves the decreed years ends within it, so no guess is needed.
    """
    try:
        return calendar.add(today, days)
    except CalendarMissingError as missing:
        return max(today, date(missing.year - 1, 12, 31))


#: How a list is narrowed unless its subject says otherwise.
CHOICES = (
    Choice("terbuka", Text("Terbuka", "Open"), {"closed": False}),
    Choice(
        LATE,
        Text("Lewat waktu", "Overdue"),
        {"closed": False},
        lambda today, _calendar: [("due_on", "<", today)],
    ),
    Choice(
        "segera",
        Text("Dalam 3 hari kerja", "Within 3 working days"),
        {"closed": False},
        lambda today, calendar: [("due_on", ">=", today), ("due_on", "<=", soon(today, calendar))],
    ),
    Choice("semua", Text("Semua", "All"), {}),
)


class Line(NamedTuple):
    """A row of the list with what is left of its next due date."""

    row: Agendum
    href: str
    about: str
    left: int | None
    calendar_days: bool
    step: str
    colour: str
    due: str
    hours: bool


class Figures(NamedTuple):
    """How many cases the list of a room begins with, in its own words, and how many are late."""

    room: AnyRoom
    first: int
    overdue: int

    @property
    def words(self) -> str:
        """What the first of them are called: "terbuka", "berlaku", "diusulkan"."""
        return say(choices_of(self.room)[0].text).lower()

    @property
    def overdue_href(self) -> str:
        """The list of those that are late; the whole list where it has no such choice."""
        late = any(choice.value == LATE for choice in choices_of(self.room))
        return self.room.list_href(**({CHOICE: LATE} if late else {}))


def choices_of(room: AnyRoom) -> Sequence[Choice]:
    """How the list of a room may be narrowed, in its own words or in those of every list."""
    return (room.listing.choices if room.listing else ()) or CHOICES


@dataclass(frozen=True)
class _Days:
    """Today, and the working calendar, of a body."""

    today: date
    calendar: WorkingCalendar


def list_page(room: AnyRoom) -> str:
    """The list that the address asks for."""
    person = current()
    if person.body is None or room.listing is None:
        abort(404)
    choices = choices_of(room)
    asked = request.args.get(CHOICE, choices[0].value)
    chosen, days = next((c for c in choices if c.value == asked), None), _days(person)
    if chosen is None:
        abort(404)
    reader = Reader(services().views, AGENDA)
    found = part(
        reader,
        where={**_own(person), "kind": room.name, **chosen.where},
        ranges=chosen.ranges(days.today, days.calendar),
        order=room.listing.order,
        at=request.args,
        size=SIZE,
    )
    counts, standing = _counted(person, room, choices, days)
    return render_template(
        room.listing.template,
        room=room,
        listing=room.listing,
        narrowed=chosen is not choices[0],
        tabs=[
            {
                "text": say(choice.text),
                "href": room.list_href(**({} if choice is choices[0] else {CHOICE: choice.value})),
                "current": choice is chosen,
                "count": count,
            }
            for choice, count in zip(choices, counts, strict=True)
        ],
        begins=[
            {"text": say(page.name), "href": room.begin_href(page)}
            for page in room.begins
            if page.on_list and person.actor.role in page.roles
        ],
        lines=[_line(room, row, days) for row in found.rows],
        newer=room.list_href(**{CHOICE: chosen.value, BEFORE: found.before}) if found.before else None,
        older=room.list_href(**{CHOICE: chosen.value, AFTER: found.after}) if found.after else None,
        as_of=standing.as_of,
        stopped=standing.stopped,
        zone=person.body.zone,
        **room.listing.show(),
    )


def _line(room: AnyRoom, row: Agendum, days: _Days) -> Line:
    unit = CLOCKS[row.clock].unit if row.clock else None
    return Line(
        row,
        room.case_href(row.stream.rpartition("-")[2]),
        room.listing.describe(row) if room.listing else "",
        _left(row, unit, days),
        bool(unit and in_calendar_days(unit)),
        say(room.steps[row.step]),
        room.colours.get(row.step, "blue"),
        due_words(row.due_on, row.due_at, row.zone),
        row.due_at is not None,
    )


def _left(row: Agendum, unit: Unit | None, days: _Days) -> int | None:
    if row.due_at:
        return hours_to(row.due_at, services().now())
    return left_of(row.due_on, unit, days.calendar, days.today) if unit else None


def _days(person: SignedIn) -> _Days:
    if person.body is None:
        abort(404)
    today = person.body.local_date(services().now())
    return _Days(today, services().directory.calendar(person.body, today))


def _own(person: SignedIn) -> dict[str, str]:
    """What the list never leaves: the officer's body, and for a unit's officer the unit's own."""
    own = {"body": person.actor.body}
    return {**own, "unit": person.actor.unit} if person.actor.role is Role.UNIT_OFFICER else own


# Figures --------------------------------------------------------------------------------------------------


def parts_of_others(person: SignedIn) -> list[Part]:
    """What every list of this officer begins with, and what of it is late, as parts of a question."""
    if person.body is None:
        return []
    days, own = _days(person), _own(person)
    parts: list[Part] = []
    for room in rooms_for(person):
        first = choices_of(room)[0]
        mine = {**own, "kind": room.name}
        parts.append(count_of(AGENDA, {**mine, **first.where}, first.ranges(days.today, days.calendar)))
        parts.append(count_of(AGENDA, {**mine, "closed": False}, _late(room, days)))
    return parts


def _late(room: AnyRoom, days: _Days) -> Sequence[Range]:
    """What makes a case late: as the room's own list says, where it counts hours."""
    late = next((choice for choice in choices_of(room) if choice.value == LATE), None)
    return late.ranges(days.today, days.calendar) if late else [("due_on", "<", days.today)]


def others_of(person: SignedIn, counted: Sequence[int]) -> list[Figures]:
    """The answer to ``parts_of_others``."""
    pairs = zip(counted[::2], counted[1::2], strict=True)
    return [Figures(room, *pair) for room, pair in zip(rooms_for(person), pairs, strict=False)]


def _counted(
    person: SignedIn, room: AnyRoom, choices: Sequence[Choice], days: _Days
) -> tuple[list[int], Standing]:
    """How many each choice would show, and as of when, in one question."""
    own = {**_own(person), "kind": room.name}
    parts = [count_of(AGENDA, {**own, **c.where}, c.ranges(days.today, days.calendar)) for c in choices]
    return ask(parts, AGENDA)
