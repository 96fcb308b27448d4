"""Whose data were exposed: by the numbers of cases, or by what an officer opened between two instants."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from marshmallow import ValidationError

from ppid.breach.state import Breach
from ppid.events import Stream
from projections.agenda import AGENDA
from projections.cases import CASES
from projections.openings import OPENINGS
from projections.reader import Reader
from web.i18n import gettext as _
from web.masking import masked
from web.services import services

MOST_NUMBERS = 1000


class Concerned(NamedTuple):
    """Somebody to be told: their place in the list, their name, and whether they were told."""

    number: int
    name: str
    contact: str
    told: bool


def by_numbers(text: str, body: Stream) -> tuple[Stream, ...]:
    """The people of the cases named, one number a line. Refuses a number that the body does not have."""
    numbers = list(dict.fromkeys(part.strip() for part in text.splitlines() if part.strip()))
    if len(numbers) > MOST_NUMBERS:
        raise ValidationError({"numbers": [_("Paling banyak 1.000 nomor sekali catat.")]})
    found = _streams(numbers, body)
    unknown = [number for number in numbers if number not in found]
    if unknown:
        said = _("Nomor ini tidak ada pada badan ini: %(numbers)s", numbers=", ".join(unknown[:5]))
        raise ValidationError({"numbers": [said]})
    return services().breaches.people_in((found[number] for number in numbers), body)


def _streams(numbers: list[str], body: Stream) -> dict[str, Stream]:
    if not numbers:
        return {}
    views, where = services().views, {"number": numbers, "body": body}
    requests = Reader(views, CASES).page(where=where, limit=MOST_NUMBERS)
    others = Reader(views, AGENDA).page(where=where, limit=MOST_NUMBERS)
    return {**{row.number: row.stream for row in others}, **{row.number: row.stream for row in requests}}


def opened_by(officer: Stream, body: Stream, since: datetime, until: datetime) -> tuple[Stream, ...]:
    """The people whose data an officer opened between two instants, each once."""
    rows = Reader(services().views, OPENINGS).all(
        where={"body": body},
        ranges=[("at", ">=", since), ("at", "<=", until)],
        order=("at", "position", "person"),
    )
    return tuple(dict.fromkeys(row.person for row in rows if row.actor == officer))


def people_of(breach: Breach, first: int, most: int) -> list[Concerned]:
    """A part of those to be told, by name; contacts are masked."""
    part = enumerate(breach.persons[first : first + most], first + 1)
    return [_concerned(n, breach, person) for n, person in part]


def _concerned(number: int, breach: Breach, person: Stream) -> Concerned:
    who = masked(services().people.identity(person))
    told = person in breach.told_persons
    if who is None:
        return Concerned(number, _("(data pribadi sudah dihapus)"), "", told)
    return Concerned(number, who.name, who.email or who.phone or who.address, told)


def chosen(text: str, breach: Breach) -> tuple[Stream, ...]:
    """The people meant by numbers of the list, as ``1, 3-5``; all who were not told where empty."""
    if not text.strip():
        return breach.untold
    return tuple(breach.persons[n - 1] for n in _numbers(text, len(breach.persons)))


def _numbers(text: str, most: int) -> Iterable[int]:
    found: dict[int, None] = {}
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        ends = (first.strip(), (last if dash else first).strip())
        if not all(end.isascii() and end.isdigit() and 1 <= len(end) <= 6 for end in ends):  # noqa: PLR2004
            raise ValidationError({"rows": [_("Tuliskan nomor urut seperti 1, 3-5.")]})
        low, high = int(ends[0]), int(ends[1])
        if not 1 <= low <= high <= most:
            raise ValidationError({"rows": [_("Nomor urut hanya sampai %(most)s.", most=most)]})
        found.update(dict.fromkeys(range(low, high + 1)))
    return found
