"""The list of exempt information for everybody (DIK): what a body keeps closed, why, until when, and by what.

Nothing here reads an exemption but through ``projections.exempt_list``, which gives decrees alone, and of
these only the columns of the list. Law: UU 14/2008 art. 17-20, 35; Perki 1/2021 art. 49-53; regulations §4.7.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import Response, abort, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from ppid.body import Body
from ppid.deadlines import Text
from ppid.directory import body_stream
from ppid.exemption.vocabulary import Status
from projections.exempt_list import ORDER, ExemptLine, ExemptRow, PublicExemptions, asked
from projections.words_searched import terms
from web.access import everyone
from web.books import OutCell, csv_chunks, write_xlsx
from web.citizen.frame import citizen_blueprint
from web.filters import day
from web.i18n import gettext as _
from web.i18n import pick
from web.office.articles import article_words
from web.paging import AFTER, BEFORE, part
from web.papers.exempting import ONLY_SEVENTEEN
from web.schemas import CONTROLS, SURROGATES
from web.services import services

bp = citizen_blueprint("exempt_list", __name__)

SIZE = 25
FOUND_AT_MOST = 50
SEARCH_CHARS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Which decrees are shown, as an address says it.
KEPT: Mapping[str, bool | None] = {"": True, "berakhir": False, "semua": None}

OPENED: Mapping[Status, Text] = {
    Status.EXPIRED: Text("Terbuka: jangka waktunya berakhir", "Public: its period ended"),
    Status.LIFTED: Text("Terbuka: pengecualiannya dicabut", "Public: the exemption was lifted"),
    Status.OPENED_BY_OBJECTION: Text("Terbuka: atas keberatan", "Public: by an objection"),
    Status.OPENED_BY_RULING: Text("Terbuka: atas putusan", "Public: by a ruling"),
    Status.OPENED_IN_COURT: Text(
        "Terbuka: dibuka dalam sidang pengadilan", "Public: opened in a court session"
    ),
}


class Shown(NamedTuple):
    """A row of the list in words."""

    number: int
    information: str
    basis: str
    if_opened: str
    if_closed: str
    period: str
    unit: str
    sheet: str
    tested_on: date
    decree: str
    decreed_on: date
    approver: str
    state: str
    exempt: bool
    changed: bool
    opened_parts: tuple[str, ...]


def listed() -> PublicExemptions:
    """The list, as everybody may ask it."""
    return PublicExemptions(services().views)


# The pages ------------------------------------------------------------------------------------------------


@bp.get("/informasi-dikecualikan")
@everyone
def index() -> ResponseReturnValue:
    """Show the list of the only body, or let the visitor choose one."""
    bodies = services().directory.bodies()
    if not bodies:
        return redirect(url_for("start.home"), 303)
    if len(bodies) == 1:
        return _list_of(bodies[0])
    chosen = [
        {
            "name": body.name,
            "href": url_for("exempt_list.of_body", code=body.code),
            "running": listed().counts(body.stream)[True],
        }
        for body in bodies
    ]
    return render_template("public/exempt_bodies.html", bodies=chosen)


@bp.get("/informasi-dikecualikan/<code>")
@everyone
def of_body(code: str) -> ResponseReturnValue:
    """Show the list of a body."""
    return _list_of(_body(code))


def _list_of(body: Body) -> str:
    search, kept = _search(), request.args.get("keadaan", "")
    if kept not in KEPT:
        abort(404)
    lines, newer, older = _lines(body, search, kept)
    counts = listed().counts(body.stream)
    return render_template(
        "public/exempt.html",
        asked_body=body,
        several=len(services().directory.bodies()) > 1,
        search=search,
        kept=kept,
        action=request.path,
        rows=shown_rows(lines, body),
        capped=bool(search) and len(lines) == FOUND_AT_MOST,
        newer=newer,
        older=older,
        total=sum(counts.values()),
        tabs=_tabs(body, search, kept, counts),
        standing=listed().standing(),
        zone=body.zone,
    )


def _lines(body: Body, search: str, kept: str) -> tuple[list[ExemptLine], str | None, str | None]:
    """The decrees of a page, and its neighbours; of a search, the best of all."""
    if terms(search):
        return listed().search(search, body.stream, running=KEPT[kept], limit=FOUND_AT_MOST), None, None
    where = asked(body.stream, running=KEPT[kept])
    found = part(listed().reader, where=where, order=ORDER, at=request.args, size=SIZE, descending=True)
    return (
        found.rows,
        _at(body, "", kept, {BEFORE: found.before}) if found.before else None,
        _at(body, "", kept, {AFTER: found.after}) if found.after else None,
    )


def _tabs(body: Body, search: str, kept: str, counts: Mapping[bool, int]) -> list[dict[str, object]]:
    words = {"": _("Masih dikecualikan"), "berakhir": _("Sudah terbuka"), "semua": _("Semua")}
    numbers = {"": counts[True], "berakhir": counts[False], "semua": sum(counts.values())}
    return [
        {
            "text": words[each],
            "href": _at(body, search, each),
            "current": each == kept,
            "count": None if search else numbers[each],
        }
        for each in KEPT
    ]


def _at(body: Body, search: str, kept: str, place: Mapping[str, str] | None = None) -> str:
    """The address of this list, narrowed."""
    narrowed: dict[str, Any] = {"cari": search or None, "keadaan": kept or None, **(place or {})}
    return url_for("exempt_list.of_body", code=body.code, **narrowed)


def _search() -> str:
    written = SURROGATES.sub("", CONTROLS.sub(" ", request.args.get("cari", "")))
    return " ".join(written.split())[:SEARCH_CHARS]


def _body(code: str) -> Body:
    found = next((b for b in services().directory.bodies() if b.stream == body_stream(code)), None)
    return found or abort(404)


# Rows in words --------------------------------------------------------------------------------------------


def shown_rows(lines: Iterable[ExemptLine], body: Body) -> list[Shown]:
    """The rows of decrees, one after the other."""
    today = body.local_date(services().now())
    units = {unit.code: unit.name for unit in body.units}
    return [
        Shown(
            number=row.number,
            information=row.information,
            basis=basis_of(row),
            if_opened=row.if_opened,
            if_closed=row.if_closed,
            period=_period(row),
            unit=units.get(line.unit, line.unit) or body.name,
            sheet=row.sheet,
            tested_on=row.tested_on,
            decree=row.decree,
            decreed_on=row.decreed_on,
            approver=row.approver,
            state=state_of(row, today),
            exempt=row.exempt(today),
            changed=row.changed,
            opened_parts=row.opened_parts,
        )
        for line in lines
        for row in line.rows
    ]


def basis_of(row: ExemptRow) -> str:
    """The legal basis of a row: its grounds, the other statute, what was written beside them."""
    more = "" if ONLY_SEVENTEEN.fullmatch(row.legal_basis.strip()) else row.legal_basis
    return "\n".join(filter(None, (*map(article_words, row.articles), row.other_law, more)))


def _period(row: ExemptRow) -> str:
    end = _("sampai dengan %(on)s", on=day(row.until)) if row.until else _("selama diperlukan")
    since = _("Sejak %(on)s", on=day(row.since))
    return f"{since} {end} ({row.period_basis})" if row.period_basis else f"{since} {end}"


def state_of(row: ExemptRow, on: date) -> str:
    """Whether a row is exempt on a day, or how and since when it is public."""
    if row.exempt(on):
        if row.status is Status.DECLARED_OPEN and row.until:
            return _("Dikecualikan; ditetapkan terbuka sesudah %(on)s", on=day(row.until))
        return _("Dikecualikan")
    words = OPENED.get(row.status, OPENED[Status.EXPIRED])
    said = pick(id=words.id, en=words.en)
    return _("%(state)s, sejak %(on)s", state=said, on=day(row.opened_on)) if row.opened_on else said


# The whole list, on paper and as a file -------------------------------------------------------------------

TITLE = "Daftar Informasi yang Dikecualikan"
COLUMNS = (
    "No.",
    "Informasi",
    "Dasar Hukum",
    "Konsekuensi bila Dibuka",
    "Manfaat bila Ditutup",
    "Dikecualikan Sejak",
    "Sampai Dengan",
    "Dasar Jangka Waktu",
    "Unit yang Menguasai",
    "Nomor Lembar Uji",
    "Tanggal Uji",
    "Nomor Keputusan",
    "Tanggal Keputusan",
    "Pejabat yang Menyetujui",
    "Keadaan",
    "Terbuka Sejak",
)


def table(lines: Iterable[ExemptLine], body: Body) -> Iterator[tuple[OutCell, ...]]:
    """Yield the rows of the list in the order of ``COLUMNS``, numbered through."""
    today = body.local_date(services().now())
    units = {unit.code: unit.name for unit in body.units}
    rows = ((line, row) for line in lines for row in line.rows)
    for number, (line, row) in enumerate(rows, start=1):
        yield (
            number,
            row.information,
            basis_of(row),
            row.if_opened,
            row.if_closed,
            row.since,
            row.until,
            row.period_basis,
            units.get(line.unit, line.unit) or body.name,
            row.sheet,
            row.tested_on,
            row.decree,
            row.decreed_on,
            row.approver,
            state_of(row, today),
            row.opened_on,
        )


@bp.get("/informasi-dikecualikan/<code>/cetak")
@everyone
def printed(code: str) -> str:
    """Show the whole list on one page, to be printed."""
    body = _body(code)
    rows = shown_rows(listed().all(body.stream), body)
    today = body.local_date(services().now())
    return render_template("public/exempt_printed.html", asked_body=body, rows=rows, today=today)


@bp.get("/informasi-dikecualikan/<code>/unduh.csv")
@everyone
def csv(code: str) -> Response:
    """Give the whole list as CSV, to be read by machines."""
    body = _body(code)
    chunks = csv_chunks(COLUMNS, table(listed().all(body.stream), body))
    return Response(stream_with_context(chunks), mimetype="text/csv", headers=_headers(body, "csv"))


@bp.get("/informasi-dikecualikan/<code>/unduh.xlsx")
@everyone
def xlsx(code: str) -> Response:
    """Give the whole list as a workbook."""
    body = _body(code)
    content = write_xlsx(COLUMNS, table(listed().all(body.stream), body), TITLE)
    return Response(content, mimetype=XLSX, headers=_headers(body, "xlsx"))


def _headers(body: Body, ending: str) -> dict[str, str]:
    name = re.sub(r"[^0-9A-Za-z.-]+", "-", f"informasi-dikecualikan-{body.code}.{ending}")
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
