"""A random sample of cases that can be drawn again by its seed, with a check list for each case."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from flask import Response, render_template, request
from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest

from ppid.body import Body
from ppid.events import Role
from projections.agenda import AGENDA
from projections.cases import CASES
from projections.sampling import Sample, draw
from projections.shape import AnyProjection
from web.access import allow
from web.audit.asking import Asked, body_of, zone_of
from web.audit.checklist import CHECKLISTS
from web.audit.kinds import KINDS, Kind, Place
from web.audit.listing import Row, Source, sources_of
from web.audit.room import AnyPage, body_options, bp, codes, csv_answer, standing_of, today_in
from web.books import OutCell
from web.i18n import gettext as _
from web.office.words import say
from web.schemas import DateParts, EnumField, Errors, FormSchema, Text, WholeNumber, errors_of

SIZE, MOST = 10, 200
SEED_BYTES = 4
COLUMNS = ("urutan", "sha256", "jenis", "nomor", "badan", "kasus", "mulai", "perihal", "langkah")


class SampleSchema(FormSchema):
    """What to draw from, how many, and by which seed."""

    badan = Text(30, required=False)
    jenis = EnumField(Place, required=False)
    dari = DateParts(required=False)
    sampai = DateParts(required=False)
    jumlah = WholeNumber(1, MOST, required=False)
    benih = Text(64, required=False)


class Wanted(NamedTuple):
    """A sample that was asked for."""

    body: Body | None
    kind: Kind
    begin: date | None
    end: date | None
    size: int
    seed: str


class Found(NamedTuple):
    """A case of a sample: its place in it, the digest that put it there, and its row."""

    place: int
    digest: str
    row: Row


class Drawing(NamedTuple):
    """A sample with its cases."""

    sample: Sample
    found: list[Found]


def wanted(query: Mapping[str, object]) -> Wanted:
    """What an address asks for. Raises ``ValidationError``."""
    data = SampleSchema().load(query)
    begin, end, place = data["dari"], data["sampai"], data["jenis"] or Place.REQUEST
    if begin and end and end < begin:
        raise ValidationError({"sampai": [_("Tanggal akhir tidak boleh sebelum tanggal awal.")]})
    if place is Place.ALL:
        raise ValidationError({"jenis": [_("Pilih satu jenis kasus.")]})
    kind = next(kind for kind in KINDS if kind.place is place)
    size = SIZE if data["jumlah"] is None else data["jumlah"]
    return Wanted(body_of(str(data["badan"] or "")), kind, begin, end, size, str(data["benih"] or ""))


def drawn(asked: Wanted) -> Drawing:
    """Draw the cases of a sample, and read their rows."""
    source = _source(asked)
    on = source.order[0]
    ranges = [*source.ranges]
    ranges += [(on, ">=", asked.begin)] if asked.begin else []
    ranges += [(on, "<=", asked.end)] if asked.end else []
    keys = source.reader.keys(where=source.where, ranges=ranges)
    sample = draw(asked.seed, (str(key[0]) for key in keys), asked.size)
    streams = [each.stream for each in sample.drawn]
    rows = source.reader.page(where={"stream": streams}, limit=MOST) if streams else []
    by_stream = {row.stream: source.row_of(row) for row in rows}
    found = [
        Found(place, each.digest, by_stream[each.stream])
        for place, each in enumerate(sample.drawn, start=1)
        if each.stream in by_stream
    ]
    return Drawing(sample, found)


def _source(asked: Wanted) -> Source:
    question = Asked(asked.kind.place, asked.body, None, "", None, "")
    return sources_of(question, today_in(zone_of(asked.body)))[0]


def _projection(asked: Wanted) -> AnyProjection:
    return CASES if asked.kind.place is Place.REQUEST else AGENDA


@bp.get("/audit/contoh")
@allow(Role.AUDITOR)
def sample() -> AnyPage:
    """Ask what to draw, with a seed proposed, and show what is drawn by a seed that was given."""
    errors: Errors = {}
    asked, drawing = None, None
    try:
        asked = wanted(request.args)
        drawing = drawn(asked) if asked.seed else None
    except ValidationError as problem:
        errors = errors_of(problem)
    return _page("audit/sample.html", asked, drawing, errors)


@bp.get("/audit/contoh/lembar-periksa")
@allow(Role.AUDITOR)
def checklists() -> AnyPage:
    """Show a check list for each case of a sample, to be printed and filled in by hand."""
    try:
        asked = wanted(request.args)
    except ValidationError:
        raise BadRequest from None  # no page of ours leads there
    if not asked.seed:
        raise BadRequest
    return _page("audit/checklists.html", asked, drawn(asked), {})


def _page(template: str, asked: Wanted | None, drawing: Drawing | None, errors: Errors) -> AnyPage:
    page = render_template(
        template,
        errors=errors or None,
        asked=asked,
        drawing=drawing,
        steps=CHECKLISTS[asked.kind.place] if asked else (),
        proposed=secrets.token_hex(SEED_BYTES),
        filters=request.args,
        bodies=body_options(),
        kinds=[{"value": kind.place.value, "text": say(kind.many)} for kind in KINDS],
        codes=codes(),
        query=_query(),
        most=MOST,
        zone=zone_of(asked.body if asked else None),
        **(standing_of(_projection(asked)) if asked else {}),
    )
    return page, 422 if errors else 200


def _query() -> dict[str, str]:
    """What was asked, for the addresses of the same sample in another form."""
    return {name: request.args[name] for name in SampleSchema().fields if request.args.get(name)}


@bp.get("/audit/contoh.csv")
@allow(Role.AUDITOR)
def sample_file() -> Response:
    """Give a sample as a file."""
    try:
        asked = wanted(request.args)
    except ValidationError:
        raise BadRequest from None
    if not asked.seed:
        raise BadRequest
    return csv_answer(COLUMNS, _out(drawn(asked).found), "audit-contoh.csv")


def _out(found: Sequence[Found]) -> Iterator[Sequence[OutCell]]:
    known = codes()
    for place, digest, row in found:
        yield (
            place,
            digest,
            row.kind.place.value,
            row.number,
            known.get(row.body, row.body),
            row.stream,
            row.on,
            row.title,
            row.step,
        )
