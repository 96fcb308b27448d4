"""The comparison of bodies as a page and as a file: each share with its part and its whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from flask import Response, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest

from ppid.body import Body
from ppid.deadlines import Text as Words
from ppid.events import Role
from projections.agenda import AGENDA
from projections.cases import CASES
from projections.comparing import Share, Standing, compare
from projections.reader import Reader
from web.access import allow, current
from web.audit.asking import bodies, zone_of
from web.audit.room import AnyPage, bp, csv_answer, requests, standing_of, today_in, year_options
from web.books import OutCell
from web.filters import number
from web.i18n import gettext as _
from web.i18n import language
from web.office.words import say
from web.schemas import EnumField, Errors, FormSchema, WholeNumber, errors_of
from web.services import services


class Sort(StrEnum):
    """What the bodies are sorted by."""

    NAME = "badan"
    REQUESTS = "permohonan"
    ANSWERED = "dijawab"
    LATE = "terlambat"
    REFUSED = "ditolak"
    EXTENDED = "diperpanjang"
    OBJECTIONS = "keberatan"


class Way(StrEnum):
    """The highest first, or the lowest."""

    DOWN = "turun"
    UP = "naik"


class Column(NamedTuple):
    """A column: its words, and the value it is sorted by (None last, either way)."""

    words: Words
    value: Callable[[Standing], float | None]


def _of(share: Callable[[Standing], Share]) -> Callable[[Standing], float | None]:
    def value(standing: Standing) -> float | None:
        part, whole = share(standing)
        return part / whole if whole else None

    return value


COLUMNS: Mapping[Sort, Column] = {
    Sort.REQUESTS: Column(Words("Permohonan", "Requests"), lambda s: s.requests),
    Sort.ANSWERED: Column(Words("Dijawab", "Answered"), lambda s: s.answered),
    Sort.LATE: Column(Words("Dijawab terlambat", "Answered late"), _of(lambda s: s.late)),
    Sort.REFUSED: Column(Words("Ditolak", "Refused"), _of(lambda s: s.refused)),
    Sort.EXTENDED: Column(Words("Diperpanjang", "Extended"), _of(lambda s: s.extended)),
    Sort.OBJECTIONS: Column(
        Words("Keberatan per 100 penolakan", "Objections per 100 refusals"), _of(lambda s: s.objections)
    ),
}
FILE_COLUMNS = (
    *("badan", "nama", "permohonan", "dijawab", "terlambat", "terlambat_dari", "ditolak", "ditolak_dari"),
    *("diperpanjang", "diperpanjang_dari", "keberatan", "keberatan_per_penolakan"),
)


class ComparisonSchema(FormSchema):
    """Which year, and in which order."""

    tahun = WholeNumber(1900, 9999, required=False)
    urut = EnumField(Sort, required=False)
    arah = EnumField(Way, required=False)


class Row(NamedTuple):
    """A body with its shares in words."""

    body: Body
    standing: Standing

    @property
    def cells(self) -> list[tuple[str, str]]:
        """The words of every column with its label."""
        s = self.standing
        values = (
            number(s.requests),
            number(s.answered),
            *(said(share) for share in (s.late, s.refused, s.extended)),
            _rate(s.objections),
        )
        return [(say(column.words), value) for column, value in zip(COLUMNS.values(), values, strict=True)]


def said(share: Share) -> str:
    """``3 dari 41 (7,3 %)``; a share of nothing has no per cent."""
    of = _("%(part)s dari %(whole)s", part=number(share.part), whole=number(share.whole))
    return of if share.permille is None else f"{of} ({_tenths(share.permille)} %)"


def _rate(share: Share) -> str:
    of = _("%(part)s atas %(whole)s", part=number(share.part), whole=number(share.whole))
    if share.permille is None:
        return of
    return f"{of} ({_('%(rate)s per 100', rate=_tenths(share.permille))})"


def _tenths(permille: int) -> str:
    return f"{number(permille // 10)}{',' if language() == 'id' else '.'}{permille % 10}"


def rows_of(year: int | None, sort: Sort, way: Way) -> list[Row]:
    """The bodies that may be looked at, in the order that was asked for."""
    known = {body.stream: body for body in bodies()}
    found = compare(requests(), Reader(services().views, AGENDA), known, year)
    rows = [Row(known[standing.body], standing) for standing in found]
    rows.sort(key=lambda row: row.body.name, reverse=sort is Sort.NAME and way is Way.DOWN)
    if sort is Sort.NAME:
        return rows
    value = COLUMNS[sort].value
    some = [row for row in rows if value(row.standing) is not None]
    some.sort(key=lambda row: value(row.standing) or 0.0, reverse=way is Way.DOWN)
    return some + [row for row in rows if value(row.standing) is None]


@bp.get("/audit/perbandingan")
@allow(Role.AUDITOR)
def comparison() -> AnyPage:
    """Compare the bodies of a year, or of all years."""
    errors: Errors = {}
    year, sort, way, rows = None, Sort.NAME, Way.UP, list[Row]()
    try:
        year, sort, way = _asked()
        rows = rows_of(year, sort, way)
    except ValidationError as problem:
        errors = errors_of(problem)
    body = current().body
    page = render_template(
        "audit/comparison.html",
        errors=errors or None,
        rows=rows,
        heads=_heads(year, sort, way),
        year=year,
        filters=request.args,
        year_options=year_options(body, today_in(zone_of(body))),
        zone=zone_of(body),
        **standing_of(CASES, AGENDA),
    )
    return page, 422 if errors else 200


def _asked() -> tuple[int | None, Sort, Way]:
    data = ComparisonSchema().load(request.args)
    sort = data["urut"] or Sort.NAME
    return data["tahun"], sort, data["arah"] or (Way.UP if sort is Sort.NAME else Way.DOWN)


def _heads(year: int | None, sort: Sort, way: Way) -> list[dict[str, object]]:
    """Ways to sort by each column; the one that holds turns around."""
    heads: list[dict[str, object]] = []
    for each, words in ((Sort.NAME, _("Badan publik")), *((s, say(c.words)) for s, c in COLUMNS.items())):
        first = Way.UP if each is Sort.NAME else Way.DOWN
        other = Way.UP if way is Way.DOWN else Way.DOWN
        turned = other if each is sort else first
        href = url_for("audit.comparison", tahun=year, urut=each.value, arah=turned.value)
        arrow = ("↓" if way is Way.DOWN else "↑") if each is sort else ""
        heads.append({"text": f"{words} {arrow}".strip(), "href": href, "current": each is sort})
    return heads


@bp.get("/audit/perbandingan.csv")
@allow(Role.AUDITOR)
def comparison_file() -> Response:
    """Give the comparison as a file."""
    try:
        year, sort, way = _asked()
    except ValidationError:
        raise BadRequest from None
    return csv_answer(FILE_COLUMNS, _out(rows_of(year, sort, way)), "audit-perbandingan.csv")


def _out(rows: list[Row]) -> Iterator[Sequence[OutCell]]:
    for body, s in rows:
        shares = (s.late, s.refused, s.extended, s.objections)
        yield (body.code, body.name, s.requests, s.answered, *(n for share in shares for n in share))
