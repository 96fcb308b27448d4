"""The statutory register of objections, and its files.

On the page and in the files stand names and addresses: they are for the officers of the body alone. The file
for the public has none of them. Law: Perki 1/2021 art. 43(2), annex XI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Response, abort, render_template, request, stream_with_context, url_for
from marshmallow import ValidationError

from ppid.body import Body
from ppid.deadlines import D10
from ppid.objection.state import Objection
from ppid.objection.vocabulary import GROUNDS, Closing, Ground, Step, Verdict
from projections import objection_register as lines
from projections.agenda import AGENDA, Agendum
from projections.reader import Reader
from projections.words import CHANNELS
from projections.words_objection import ENDINGS, STEPS
from web.access import allow
from web.books import csv_chunks, write_xlsx
from web.books.objections import Layout, columns, known, table
from web.i18n import gettext as _
from web.i18n import language
from web.letters.kinds import Language
from web.office.frame import office_blueprint
from web.office.objection.words import VERDICTS, ground_words
from web.office.register import READERS, SIZE, XLSX, officers_body
from web.office.words import options, say, say_first
from web.papers import objections as papers
from web.schemas import EnumField, Errors, FormSchema, WholeNumber, errors_of
from web.services import services

bp = office_blueprint("objection_register", __name__)

PAGE = "halaman"
#: Steps that say no more than the decision itself.
ANSWERED = frozenset({Step.UPHELD, Step.OVERTURNED, Step.PARTLY_OVERTURNED, Step.CLOSED})


class FilterSchema(FormSchema):
    """Which lines of the register."""

    tahun = WholeNumber(1900, 9999, required=False)
    alasan = EnumField(Ground, required=False)
    keputusan = EnumField(Verdict, required=False)
    urut = WholeNumber(1, 10**9, required=False)
    halaman = WholeNumber(1, 10**6, required=False)


class FileSchema(FormSchema):
    """Which year, in which layout."""

    tahun = WholeNumber(1900, 9999, required=False)
    susunan = EnumField(Layout, required=False)


class Shown(NamedTuple):
    """One page of the lines that fit."""

    rows: list[Objection]
    newer: str | None
    older: str | None


def _agenda() -> Reader[Agendum]:
    return Reader(services().views, AGENDA)


@bp.get("/meja/register/keberatan")
@allow(*READERS)
def book() -> tuple[str, int]:
    """Show the register of objections of the officer's own body."""
    body = officers_body()
    errors: Errors = {}
    chosen: dict[str, Any] = {}
    try:
        chosen = FilterSchema().load(request.args)
    except ValidationError as problem:
        errors = errors_of(problem)
    kept = lines.years(_agenda(), body.stream)
    year = _year(chosen.get("tahun"), kept, body)
    shown = Shown([], None, None) if errors else _page(body, year, chosen)
    page = render_template(
        "office/objection/register.html",
        errors=errors or None,
        lines=list(known(shown.rows, services().views, services().vault)),
        newer=shown.newer,
        older=shown.older,
        year=year,
        year_options=[{"value": str(y), "text": str(y)} for y in sorted({*kept, year}, reverse=True)],
        filters=request.args,
        filtered=any(chosen.get(name) for name in ("alasan", "keputusan", "urut")),
        ground_options=[{"value": g.value, "text": ground_words(g)} for g in GROUNDS],
        verdict_options=options(VERDICTS),
        standing=_agenda().standing(),
        zone=body.zone,
        layouts=_layouts(),
        due_of=lambda objection: objection.clocks[D10.code].promise.due_on,
        late=lines.late,
        decision=_decision,
        reason=lines.reason,
        answered_on=lines.answered_on,
        ground_words=ground_words,
        channel_words={channel: say_first(text) for channel, text in CHANNELS.items()},
    )
    return page, 422 if errors else 200


def _decision(objection: Objection) -> str:
    """What was decided, or how it stands without; afterwards only what followed."""
    told = [say(VERDICTS[objection.verdict])] if objection.verdict else []
    if objection.step not in ANSWERED:
        told.append(say(STEPS[objection.step]))
    if objection.closing is Closing.WITHDRAWN:
        told.append(say_first(ENDINGS[objection.closing]))
    return "; ".join(told)


def _page(body: Body, year: int, chosen: dict[str, Any]) -> Shown:
    """The newest number first; a page that is no longer there is the last one."""
    found = [o for o in lines.register(_agenda(), body.stream, year) if _fits(o, chosen)]
    found.reverse()
    last = max(1, -(-len(found) // SIZE))
    here = min(chosen.get(PAGE) or 1, last)
    rows = found[(here - 1) * SIZE : here * SIZE]
    newer = _at(here - 1) if here > 1 else None
    return Shown(rows, newer, _at(here + 1) if here < last else None)


def _fits(objection: Objection, chosen: dict[str, Any]) -> bool:
    ground, verdict, sequence = (chosen.get(name) for name in ("alasan", "keputusan", "urut"))
    return (
        (not ground or ground in objection.grounds)
        and (not verdict or objection.verdict is verdict)
        and (not sequence or objection.sequence == sequence)
    )


def _at(number: int) -> str:
    kept = [(k, v) for k, v in request.args.items() if k != PAGE and v]
    asked = urlencode([*kept, (PAGE, str(number))], errors="replace")
    return f"{url_for('objection_register.book')}?{asked}"


def _year(asked: object, kept: list[int], body: Body) -> int:
    if isinstance(asked, int):
        return asked
    return kept[0] if kept else body.local_date(services().now()).year


def _layouts() -> list[dict[str, str]]:
    return [
        {
            "value": Layout.ANNEX.value,
            "text": _("Lampiran XI"),
            "hint": _("Kolom Lampiran XI dan Pasal 43 ayat (2), dengan nama dan alamat pengaju."),
        },
        {
            "value": Layout.FULL.value,
            "text": _("Lengkap"),
            "hint": _("Ditambah saluran, alasan yang terlambat, batas waktu, dan surat tanggapan."),
        },
        {
            "value": Layout.PUBLIC.value,
            "text": _("Untuk umum"),
            "hint": _("Tanpa identitas, tujuan, dan penjelasan. Periksa dahulu isi kolom informasi."),
        },
    ]


# Files ----------------------------------------------------------------------------------------------------


def _file() -> tuple[Body, int, Layout]:
    try:
        chosen = FileSchema().load(request.args)
    except ValidationError:
        abort(400)  # no page of ours leads there
    body = officers_body()
    layout = chosen["susunan"] if isinstance(chosen["susunan"], Layout) else Layout.ANNEX
    return body, _year(chosen["tahun"], lines.years(_agenda(), body.stream), body), layout


def _lines(body: Body, year: int) -> Iterator[lines.Line]:
    return known(lines.register(_agenda(), body.stream, year), services().views, services().vault)


def _headers(body: Body, year: int, layout: Layout, ending: str) -> dict[str, str]:
    name = re.sub(r"[^0-9A-Za-z.-]+", "-", f"register-keberatan-{body.code}-{year}-{layout.value}.{ending}")
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


@bp.get("/meja/register/keberatan.csv")
@allow(*READERS)
def csv() -> Response:
    """Give a year of the register as CSV."""
    body, year, layout = _file()
    chunks = csv_chunks(columns(layout), table(layout, _lines(body, year)))
    headers = _headers(body, year, layout, "csv")
    return Response(stream_with_context(chunks), mimetype="text/csv", headers=headers)


@bp.get("/meja/register/keberatan.xlsx")
@allow(*READERS)
def xlsx() -> Response:
    """Give a year of the register as a workbook."""
    body, year, layout = _file()
    content = write_xlsx(columns(layout), table(layout, _lines(body, year)), f"Keberatan {year}")
    return Response(content, mimetype=XLSX, headers=_headers(body, year, layout, "xlsx"))


@bp.get("/meja/register/keberatan.pdf")
@allow(*READERS)
def pdf() -> Response:
    """Give a year of the register as annex XI, to print."""
    body, year, _layout = _file()
    spoken: Language = "en" if language() == "en" else "id"
    content = papers.register_pdf(body.stream, _lines(body, year), language=spoken)
    return Response(content, mimetype="application/pdf", headers=_headers(body, year, Layout.ANNEX, "pdf"))
