"""What registers are narrowed by: a body, a period of recording, and what each register asks besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from marshmallow import ValidationError

from ppid.body import Body
from ppid.deadlines import Text as Words
from projections.reader import Range, Reader
from projections.replay import moment_of
from projections.shape import Projection, Row
from web.audit.asking import body_of, zone_of
from web.filters import number
from web.i18n import gettext as _
from web.office.words import say
from web.paging import AFTER, BEFORE, Part, part, written
from web.schemas import DateParts, EnumField, FormSchema, Text, WholeNumber
from web.services import services

SIZE = 50
#: How many rows are looked at for a page whose rows have to be counted in working days.
SIFTED = (2 * SIZE, 8 * SIZE)
DAYS = 3
ACTS = 20


class Unit(StrEnum):
    """What the days of a late entry are counted in."""

    WORKING = "kerja"
    CALENDAR = "kalender"


class Span(StrEnum):
    """Within which time many acts are many."""

    HOUR = "jam"
    DAY = "hari"


class Doer(StrEnum):
    """Whose acts are added up."""

    OFFICER = "petugas"
    POST = "jabatan"


class Imported(StrEnum):
    """Whether what was taken over from a book is shown too."""

    YES = "ya"


UNITS: Mapping[Unit, Words] = {
    Unit.WORKING: Words("hari kerja", "working days"),
    Unit.CALENDAR: Words("hari kalender", "calendar days"),
}
SPANS: Mapping[Span, Words] = {
    Span.HOUR: Words("satu jam", "one hour"),
    Span.DAY: Words("satu hari", "one day"),
}
DOERS: Mapping[Doer, Words] = {
    Doer.OFFICER: Words("satu petugas", "one officer"),
    Doer.POST: Words("satu jabatan", "one post"),
}


class RegisterSchema(FormSchema):
    """Which rows of a register."""

    badan = Text(30, required=False)
    dari = DateParts(required=False)
    sampai = DateParts(required=False)
    lebih = WholeNumber(1, 3650, required=False)
    satuan = EnumField(Unit, required=False)
    impor = EnumField(Imported, required=False)
    jumlah = WholeNumber(2, 100_000, required=False)
    dalam = EnumField(Span, required=False)
    oleh = EnumField(Doer, required=False)
    kalender = Text(40, required=False)


class Narrowed(NamedTuple):
    """What was asked for; what was not, as it counts then."""

    body: Body | None
    begin: date | None
    end: date | None
    days: int
    unit: Unit
    imported: bool
    acts: int
    span: Span
    doer: Doer
    edition: str

    @property
    def zone(self) -> str:
        """Whose local days the period is in."""
        return zone_of(self.body)

    @property
    def where(self) -> dict[str, object]:
        """The body as a question."""
        return {"body": self.body.stream} if self.body else {}

    @property
    def gap(self) -> str:
        """Beyond which gap an entry is late, in words."""
        return f"{number(self.days)} {say(UNITS[self.unit])}"

    @property
    def span_words(self) -> str:
        """Within which time, in words."""
        return say(SPANS[self.span])

    @property
    def doer_words(self) -> str:
        """By whom, in words."""
        return say(DOERS[self.doer])

    def recorded(self, column: str = "recorded_at") -> tuple[Range, ...]:
        """The period as a question for instants."""
        ranges: list[Range] = []
        if self.begin and self.begin > date.min:
            ranges.append((column, ">", moment_of(self.begin - timedelta(days=1), self.zone)))
        if self.end:
            ranges.append((column, "<=", moment_of(self.end, self.zone)))
        return tuple(ranges)

    def days_of(self, column: str) -> tuple[Range, ...]:
        """The period as a question for days."""
        ranges: list[Range] = [(column, ">=", self.begin)] if self.begin else []
        return (*ranges, (column, "<=", self.end)) if self.end else tuple(ranges)


def narrowed(query: Mapping[str, object]) -> Narrowed:
    """What an address asks for. Raises ``ValidationError``."""
    data = RegisterSchema().load(query)
    begin, end = data["dari"], data["sampai"]
    if begin and end and end < begin:
        raise ValidationError({"sampai": [_("Tanggal akhir tidak boleh sebelum tanggal awal.")]})
    return Narrowed(
        body=body_of(str(data["badan"] or "")),
        begin=begin,
        end=end,
        days=DAYS if data["lebih"] is None else data["lebih"],
        unit=data["satuan"] or Unit.WORKING,
        imported=data["impor"] is not None,
        acts=ACTS if data["jumlah"] is None else data["jumlah"],
        span=data["dalam"] or Span.HOUR,
        doer=data["oleh"] or Doer.OFFICER,
        edition=str(data["kalender"] or ""),
    )


class Question(NamedTuple):
    """What is asked of a projection. ``keep`` looks at each row once more, where SQL cannot say it all."""

    projection: Projection[Any]
    where: Mapping[str, object]
    ranges: tuple[Range, ...]
    order: tuple[str, ...]
    keep: Callable[[Any], bool] | None = None

    @property
    def reader(self) -> Reader[Any]:
        """Where the rows are."""
        return Reader(services().views, self.projection)


def page_of(question: Question, at: Mapping[str, str]) -> Part[Any]:
    """One page of a register, the newest first.

    Where rows are looked at once more, so many are read that a page is full or there are no more; after a
    few hundred the page ends as it is, and the next one goes on where it ended.
    """
    if question.keep is None:
        return _part(question, at, SIZE)
    keep, reader = question.keep, question.reader
    backwards = bool(at.get(BEFORE)) and not at.get(AFTER)
    rows: list[Any] = []
    found, behind = None, ""
    for size in SIFTED:
        place = at if found is None else {BEFORE: found.before} if backwards else {AFTER: found.after}
        found, first = _part(question, place, size), found is None
        if first:
            behind = found.after if backwards else found.before
        good = [row for row in found.rows if keep(row)]
        rows = good + rows if backwards else rows + good
        if len(rows) >= SIZE or not (found.before if backwards else found.after):
            break
    onward = (found.before if backwards else found.after) if found else ""
    if len(rows) > SIZE:
        rows = rows[-SIZE:] if backwards else rows[:SIZE]
        onward = _written(reader, rows[0 if backwards else -1], question.order)
    return Part(rows, onward, behind) if backwards else Part(rows, behind, onward)


def _part(question: Question, at: Mapping[str, str], size: int) -> Part[Any]:
    return part(
        question.reader,
        where=question.where,
        ranges=question.ranges,
        order=question.order,
        at=at,
        size=size,
        descending=True,
    )


def _written(reader: Reader[Row], row: Row, order: tuple[str, ...]) -> str:
    return written(reader.place(row, order))
