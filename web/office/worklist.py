"""What an officer owes, by due date: a page of the list, and its figures, in a fixed number of questions."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict

from ppid.calendar import CalendarMissingError
from ppid.counting import WorkingCalendar
from ppid.events import Role
from ppid.request.vocabulary import Step
from projections.people import PEOPLE
from projections.reader import Range, Reader
from projections.replay import days_left
from projections.shape import BadValueError
from projections.worklist import ORDER, WORKLIST, OpenCase
from web.access import SignedIn
from web.i18n import gettext as _
from web.office.figures import Standing, ask, count_of
from web.office.frame import remember_name
from web.office.listing import Figures, others_of, parts_of_others
from web.office.sight import NAMED_TO
from web.services import services

PAGE_ROWS = 50
SOON_DAYS = 3
MARK_CHARS = 200
ANY_UNIT = "semua"


class BadFilterError(Exception):
    """An address that no page of ours leads to."""


class Filter(NamedTuple):
    """What the list is narrowed to, as it stands in the address."""

    step: Step | None = None
    unit: str = ""
    due: str = ""
    after: tuple[object, ...] | None = None
    before: tuple[object, ...] | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.step or self.unit or self.due)

    def address(self) -> dict[str, Any]:
        """The parameters of this filter, without a place in the list."""
        chosen = {"langkah": self.step.value if self.step else "", "unit": self.unit, "batas": self.due}
        return {name: value for name, value in chosen.items() if value}


class Row(NamedTuple):
    """An open case with what is left of its next due date; ``name`` is '' where it is not shown."""

    case: OpenCase
    left: int | None
    name: str
    erased: bool

    @property
    def hex(self) -> str:
        """The case in an address."""
        return self.case.stream.removeprefix("request-")


class Figure(NamedTuple):
    """A number at a glance, and the filter behind it."""

    text: str
    value: int
    address: dict[str, Any]


class Listed(NamedTuple):
    """A page of the worklist."""

    rows: list[Row]
    figures: list[Figure]
    others: list[Figures]
    as_of: datetime | None
    stopped: bool
    next: str
    previous: str


def read_filter(query: MultiDict[str, str]) -> Filter:
    """Read the address. Raises ``BadFilterError``."""
    step, due = query.get("langkah", ""), query.get("batas", "")
    if due not in {"", "lewat", "hari-ini", "segera"} or (step and step not in set(Step)):
        raise BadFilterError
    return Filter(
        Step(step) if step else None,
        query.get("unit", "")[:MARK_CHARS],
        due,
        _place(query.get("sesudah", "")),
        _place(query.get("sebelum", "")),
    )


def _place(mark: str) -> tuple[object, ...] | None:
    if not mark:
        return None
    if len(mark) > MARK_CHARS:
        raise BadFilterError
    try:
        place = json.loads(mark)
    except ValueError:
        raise BadFilterError from None
    if not isinstance(place, list) or not all(isinstance(part, str | None) for part in place):
        raise BadFilterError
    return tuple(place)


def worklist(person: SignedIn, chosen: Filter, today: date) -> Listed:
    """The page of the list that ``chosen`` asks for. Raises ``BadFilterError``."""
    if person.body is None:
        raise BadFilterError
    calendar = services().directory.calendar(person.body, today)
    soon = _soon(calendar, today)
    reader = Reader(services().views, WORKLIST)
    try:
        cases, earlier, later = _page(reader, person, chosen, (today, soon))
    except BadValueError:
        raise BadFilterError from None
    figures, others, standing = _figures(person, (today, soon))
    names = _names(person, cases)
    rows = [
        Row(
            case,
            days_left(calendar, today, case.due_on),
            names.get(case.requester, ""),
            case.requester in names and not names[case.requester],
        )
        for case in cases
    ]
    return Listed(
        rows,
        figures,
        others,
        standing.as_of,
        standing.stopped,
        json.dumps(reader.place(cases[-1], ORDER)) if later else "",
        json.dumps(reader.place(cases[0], ORDER)) if earlier else "",
    )


def _soon(calendar: WorkingCalendar, today: date) -> date:
    try:
        return calendar.add(today, SOON_DAYS)
    except CalendarMissingError:
        return today


def _own(person: SignedIn) -> dict[str, str]:
    """What the list never leaves: the officer's body, and for a unit's officer the unit's open questions."""
    own = {"body": person.actor.body}
    return {**own, "unit": person.actor.unit} if person.actor.role is Role.UNIT_OFFICER else own


def _page(
    reader: Reader[OpenCase], person: SignedIn, chosen: Filter, days: tuple[date, date]
) -> tuple[list[OpenCase], bool, bool]:
    """One row more than a page tells whether there is a next one."""
    where: dict[str, object] = {}
    if chosen.step:
        where["step"] = chosen.step
    ranges = [*_ranges(chosen.due, days)]
    if chosen.unit == ANY_UNIT:
        ranges.append(("unit", ">", ""))
    elif chosen.unit:
        where["unit"] = chosen.unit
    where.update(_own(person))
    back = chosen.before is not None
    found = reader.page(
        where=where,
        ranges=ranges,
        order=ORDER,
        after=chosen.before or chosen.after,
        limit=PAGE_ROWS + 1,
        descending=back,
    )
    more = len(found) > PAGE_ROWS
    rows = found[:PAGE_ROWS]
    if back:
        return rows[::-1], more, bool(rows)
    return rows, bool(chosen.after) and bool(rows), more


def _ranges(due: str, days: tuple[date, date]) -> Sequence[Range]:
    today, soon = days
    if due == "lewat":
        return [("due_on", "<", today)]
    if due == "hari-ini":
        return [("due_on", ">=", today), ("due_on", "<=", today)]
    if due == "segera":
        return [("due_on", ">", today), ("due_on", "<=", soon)]
    return ()


# Names ----------------------------------------------------------------------------------------------------


def _names(person: SignedIn, cases: Sequence[OpenCase]) -> dict[str, str]:
    """Requesters' names, and the officer's own for the head of the page, opened with one look at the keys.

    '' stands for an erased person. A unit's officer is told no names.
    """
    asked = [case.requester for case in cases] if person.actor.role in NAMED_TO else []
    people = Reader(services().views, PEOPLE).page(where={"person": asked}, limit=PAGE_ROWS) if asked else []
    own = [person.officer.name] if person.officer else []
    opened = services().vault.open_all([*own, *(row.sealed for row in people)])
    if own and opened[0]:
        remember_name(opened[0].name)
    return {
        row.person: known.name if known else "" for row, known in zip(people, opened[len(own) :], strict=True)
    }


# Figures --------------------------------------------------------------------------------------------------


def _figures(person: SignedIn, days: tuple[date, date]) -> tuple[list[Figure], list[Figures], Standing]:
    """How many are late, due, and waiting for somebody else; and what stands open in the other rooms."""
    own = _own(person)
    said: tuple[tuple[str, dict[str, str]], ...] = (
        (_("Lewat waktu"), {"batas": "lewat"}),
        (_("Jatuh tempo hari ini"), {"batas": "hari-ini"}),
        (_("Dalam 3 hari kerja"), {"batas": "segera"}),
        (_("Menunggu pemohon"), {"langkah": Step.INCOMPLETE.value}),
        (_("Menunggu unit"), {"unit": ANY_UNIT}),
    )
    parts = [
        *(count_of(WORKLIST, own, _ranges(due, days)) for due in ("lewat", "hari-ini", "segera")),
        count_of(WORKLIST, {**own, "step": Step.INCOMPLETE}),
        count_of(WORKLIST, own, [("unit", ">", "")]),
    ]
    counted, standing = ask([*parts, *parts_of_others(person)], WORKLIST)
    figures = [Figure(text, counted[n], address) for n, (text, address) in enumerate(said)]
    return figures, others_of(person, counted[len(parts) :]), standing
