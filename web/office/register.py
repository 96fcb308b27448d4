"""The statutory register of requests, and its files.

On the page and in the files stand names and addresses: they are for the officers of the body alone. The file
for the public has none of them. Law: Perki 1/2021 art. 32(1), annex VIII.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from flask import Response, abort, render_template, request, stream_with_context, url_for
from marshmallow import ValidationError

from ppid.body import Body
from ppid.book.rows import PAYMENT, REASON
from ppid.events import Role
from ppid.request.vocabulary import Channel, Outcome
from projections.cases import CASES
from projections.counts import years
from projections.reader import Reader
from projections.register import REGISTER, Entry
from projections.words import CHANNELS, CLOSINGS
from web.access import allow, current
from web.books import csv_chunks, write_xlsx
from web.books.export import Known, Layout, columns, known, table
from web.i18n import gettext as _
from web.office.frame import office_blueprint
from web.office.person import OVERSEERS
from web.office.words import ENDINGS, options, say, say_first
from web.paging import AFTER, BEFORE, Part, part
from web.schemas import EnumField, Errors, FormSchema, WholeNumber, errors_of
from web.services import services

bp = office_blueprint("register", __name__)

READERS = (Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD)
ORDER = ("year", "sequence")
SIZE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FilterSchema(FormSchema):
    """Which lines of the register."""

    tahun = WholeNumber(1900, 9999, required=False)
    keputusan = EnumField(Outcome, required=False)
    saluran = EnumField(Channel, required=False)
    urut = WholeNumber(1, 10**9, required=False)


class FileSchema(FormSchema):
    """Which year, in which layout."""

    tahun = WholeNumber(1900, 9999, required=False)
    susunan = EnumField(Layout, required=False)


def _reader() -> Reader[Entry]:
    return Reader(services().views, REGISTER)


def officers_body() -> Body:
    """The body whose register it is: the one of who is signed in."""
    body = current().body
    if body is None:  # only an auditor has none, and no route here lets an auditor in
        raise RuntimeError
    return body


@bp.get("/meja/register")
@allow(*READERS)
def book() -> tuple[str, int]:
    """Show the register of the officer's own body."""
    body = officers_body()
    errors: Errors = {}
    chosen: dict[str, object] = {}
    try:
        chosen = FilterSchema().load(request.args)
    except ValidationError as problem:
        errors = errors_of(problem)
    kept = years(Reader(services().views, CASES), body.stream)
    year = _year(chosen.get("tahun"), kept, body)
    where = _where(body, year, chosen)
    shown: Part[Entry] = Part([], "", "")
    if not errors:
        shown = part(_reader(), where=where, order=ORDER, at=request.args, size=SIZE, descending=True)
    page = render_template(
        "office/register.html",
        errors=errors or None,
        lines=list(known(shown.rows, services().views, services().vault)),
        year=year,
        year_options=_year_options(kept, year),
        filters=request.args,
        filtered=len(where) > 2,  # noqa: PLR2004  (body and year are always asked for)
        outcomes=options(ENDINGS),
        channels=[{"value": c.value, "text": say_first(CHANNELS[c])} for c in Channel],
        older=_neighbour(AFTER, shown.after),
        newer=_neighbour(BEFORE, shown.before),
        standing=_reader().standing(),
        zone=body.zone,
        layouts=_layouts(),
        oversees=current().actor.role in OVERSEERS,
        **_words(),
    )
    return page, 422 if errors else 200


def _year_options(kept: list[int], year: int) -> list[dict[str, str]]:
    """The years that have requests, and the one asked for, newest first."""
    return [{"value": str(y), "text": str(y)} for y in sorted({*kept, year}, reverse=True)]


def _words() -> dict[str, object]:
    """What the register says for each value of the log."""
    return {
        "outcome_words": {outcome: say(text) for outcome, text in ENDINGS.items()},
        "closing_words": {closing: say_first(text) for closing, text in CLOSINGS.items()},
        "channel_words": {channel: say_first(text) for channel, text in CHANNELS.items()},
        "held_words": {
            "held": _("Di bawah penguasaan"),
            "not-held": _("Tidak di bawah penguasaan"),
            "undocumented": _("Belum didokumentasikan"),
            "": _("Status belum dicatat"),
        },
        "form_words": _form_words,
        "type_words": _type_words,
        "reason_of": lambda line: line.annex[REASON],
        "payment_of": lambda line: line.annex[PAYMENT],
    }


def _form_words(entry: Entry) -> str:
    ticked = ((entry.softcopy, "softcopy"), (entry.hardcopy, "hardcopy"))
    return ", ".join(words for yes, words in ticked if yes) or _("bentuk bebas")


def _type_words(entry: Entry) -> str:
    ticked = ((entry.view, _("melihat/mengetahui")), (entry.copy, _("meminta salinan")))
    return ", ".join(words for yes, words in ticked if yes) or _("jenis tidak dicatat")


def _where(body: Body, year: int, chosen: dict[str, object]) -> dict[str, object]:
    where: dict[str, object] = {"body": body.stream, "year": year}
    for name, column in (("keputusan", "decision"), ("saluran", "channel"), ("urut", "sequence")):
        if chosen.get(name):
            where[column] = chosen[name]
    return where


def _year(asked: object, kept: list[int], body: Body) -> int:
    if isinstance(asked, int):
        return asked
    return kept[0] if kept else body.local_date(services().now()).year


def _neighbour(way: str, place: str) -> str | None:
    if not place:
        return None
    kept = [(k, v) for k, v in request.args.items() if k not in {AFTER, BEFORE} and v]
    return f"{url_for('register.book')}?{urlencode([*kept, (way, place)], errors='replace')}"


def _layouts() -> list[dict[str, str]]:
    return [
        {
            "value": Layout.ANNEX.value,
            "text": _("Lampiran VIII"),
            "hint": _("Susunan buku register menurut Perki 1/2021, dengan nama dan alamat pemohon."),
        },
        {
            "value": Layout.FULL.value,
            "text": _("Lengkap"),
            "hint": _("Semua kolom Pasal 32 ayat (1), termasuk NIK, kuasa, saluran, dan batas waktu."),
        },
        {
            "value": Layout.PUBLIC.value,
            "text": _("Untuk umum"),
            "hint": _("Tanpa nama, alamat, kontak, dan pekerjaan. Periksa dahulu isi kolom informasi."),
        },
    ]


# Files ----------------------------------------------------------------------------------------------------


def _file() -> tuple[Body, int, Layout]:
    try:
        chosen = FileSchema().load(request.args)
    except ValidationError:
        abort(400)  # no page of ours leads there
    body = officers_body()
    kept = years(Reader(services().views, CASES), body.stream)
    layout = chosen["susunan"] if isinstance(chosen["susunan"], Layout) else Layout.ANNEX
    return body, _year(chosen["tahun"], kept, body), layout


def _lines(body: Body, year: int) -> Iterator[Known]:
    found = _reader().all(where={"body": body.stream, "year": year}, order=ORDER)
    return known(found, services().views, services().vault)


def _headers(body: Body, year: int, layout: Layout, ending: str) -> dict[str, str]:
    name = re.sub(r"[^0-9A-Za-z.-]+", "-", f"register-{body.code}-{year}-{layout.value}.{ending}")
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}


@bp.get("/meja/register.csv")
@allow(*READERS)
def csv() -> Response:
    """Give a year of the register as CSV."""
    body, year, layout = _file()
    chunks = csv_chunks(columns(layout), table(layout, _lines(body, year)))
    return Response(
        stream_with_context(chunks), mimetype="text/csv", headers=_headers(body, year, layout, "csv")
    )


@bp.get("/meja/register.xlsx")
@allow(*READERS)
def xlsx() -> Response:
    """Give a year of the register as a workbook."""
    body, year, layout = _file()
    content = write_xlsx(columns(layout), table(layout, _lines(body, year)), f"Register {year}")
    return Response(content, mimetype=XLSX, headers=_headers(body, year, layout, "xlsx"))
