"""The list of public information for everybody: by body and class, found by words, printed, downloaded.

Nothing here reads an item but through ``projections.items``, which gives no item that is not public; what is
exempt has no row there. Law: Perki 1/2021 art. 21(2), 45, 56, annex I; UU 14/2008 art. 9-11.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from flask import Response, abort, redirect, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from ppid.body import Body
from ppid.catalogue.refusals import UnknownItemError
from ppid.catalogue.state import CATALOGUE, ITEM, PublicList, list_stream
from ppid.catalogue.vocabulary import Form, InfoClass, Medium, SourceKind
from ppid.deadlines import Text
from ppid.directory import body_stream
from projections.items import ITEMS, ORDER, ItemLine, PublicItems
from projections.reader import Reader
from projections.words_catalogue import CLASSES, CLASSES_MEAN, FORMS, MEDIA, SOURCES
from projections.words_searched import Term, terms
from web.access import everyone
from web.books import csv_chunks, list_columns, list_table, write_xlsx
from web.books.items import TITLE
from web.citizen import drafts
from web.citizen.frame import citizen_blueprint
from web.files.giving import give
from web.files.links import Given
from web.filters import day
from web.i18n import gettext as _
from web.i18n import language, pick
from web.letters import render
from web.letters.public_kinds import PublicInformationList
from web.paging import AFTER, BEFORE, part
from web.papers import catalogue as annex
from web.papers.sending import sent
from web.public.finding import excerpt, marked
from web.schemas import CONTROLS, SURROGATES
from web.services import services

bp = citizen_blueprint("public_list", __name__)

SIZE = 25
FOUND_AT_MOST = 50
SEARCH_CHARS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: The classes as an address says them, in the order of the law.
PARTS: dict[str, InfoClass] = {
    "berkala": InfoClass.PERIODIC,
    "serta-merta": InfoClass.IMMEDIATE,
    "setiap-saat": InfoClass.ANY_TIME,
}
HEX = re.compile(r"[0-9a-f]{32}")
WordT = TypeVar("WordT", InfoClass, Form, Medium, SourceKind)


class Shown(NamedTuple):
    """An item as the list shows it: its title and what it holds, with the words that were found marked."""

    line: ItemLine
    href: str
    title: str
    about: str
    klass: str
    body: str


def items() -> PublicItems:
    """The list, as everybody may ask it."""
    return PublicItems(services().views)


def item_href(line: ItemLine) -> str:
    """The address of an item."""
    return url_for("public_list.item", item=line.stream.rpartition("-")[2])


# The list -------------------------------------------------------------------------------------------------


@bp.get("/daftar-informasi")
@everyone
def index() -> ResponseReturnValue:
    """Show the list of the only body, or let the visitor choose one, or search in all of them."""
    bodies = services().directory.bodies()
    if not bodies:
        return redirect(url_for("start.home"), 303)
    if len(bodies) == 1:
        return _list_of(bodies[0])
    search = _search()
    asked = terms(search)
    found = items().search(search, limit=FOUND_AT_MOST) if asked else None
    return render_template(
        "public/bodies.html",
        search=search,
        searched=found is not None,
        all_words=found.all_words if found else True,
        shown=_shown(found.items if found else (), asked, named=True),
        capped=bool(found and len(found.items) == FOUND_AT_MOST),
        bodies=[_counted(body) for body in bodies],
        ask_href=url_for("apply.begin", teks=search or None),
    )


@bp.get("/daftar-informasi/<code>")
@everyone
def of_body(code: str) -> ResponseReturnValue:
    """Show the list of a body."""
    return _list_of(_body(code))


def _list_of(body: Body) -> str:
    search, chosen = _search(), _class()
    asked = terms(search)
    common = _common(body, search, chosen)
    if not asked:
        where: dict[str, object] = {"public": True, "body": body.stream}
        if chosen:
            where["klass"] = chosen
        reader = Reader(services().views, ITEMS)
        rows = part(reader, where=where, order=ORDER, at=request.args, size=SIZE)
        about = {
            "shown": _shown(rows.rows, ()),
            "newer": _at(body, search, chosen, {BEFORE: rows.before}) if rows.before else None,
            "older": _at(body, search, chosen, {AFTER: rows.after}) if rows.after else None,
        }
        return render_template("public/list.html", **common, **about, all_words=True, capped=False)
    found = items().search(search, body.stream, chosen, limit=FOUND_AT_MOST)
    return render_template(
        "public/list.html",
        **common,
        shown=_shown(found.items, asked),
        newer=None,
        older=None,
        all_words=found.all_words,
        capped=len(found.items) == FOUND_AT_MOST,
    )


def _common(body: Body, search: str, chosen: InfoClass | None) -> dict[str, object]:
    counts = items().counts(body.stream)
    public = _public_list(body)
    standing = items().standing()
    return {
        "asked_body": body,
        "search": search,
        "chosen": chosen,
        "chosen_slug": next((slug for slug, klass in PARTS.items() if klass is chosen), ""),
        "meaning": _say(CLASSES_MEAN, chosen) if chosen else "",
        "tabs": _tabs(body, search, chosen, counts),
        "total": sum(counts.values()),
        "several": len(services().directory.bodies()) > 1,
        "action": request.path,
        "decree": public.decree if public else None,
        "reports": sorted(public.reports, key=lambda r: r.budget_year, reverse=True) if public else [],
        "ask_href": url_for("apply.begin", teks=search or None),
        "standing": standing,
        "zone": body.zone,
    }


def _tabs(
    body: Body, search: str, chosen: InfoClass | None, counts: Mapping[InfoClass, int]
) -> list[dict[str, object]]:
    """All, and each class; how many there are is told only where no words narrow them."""
    every: list[tuple[InfoClass | None, str, int]] = [(None, _("Semua"), sum(counts.values()))]
    every += [(klass, _say(CLASSES, klass), counts[klass]) for klass in PARTS.values()]
    return [
        {
            "text": words,
            "href": _at(body, search, klass),
            "current": klass is chosen,
            "count": None if search else count,
        }
        for klass, words, count in every
    ]


def _at(body: Body, search: str, chosen: InfoClass | None, place: Mapping[str, str] | None = None) -> str:
    """The address of this list, narrowed."""
    slug = next((slug for slug, klass in PARTS.items() if klass is chosen), None)
    asked: dict[str, Any] = {"cari": search or None, "golongan": slug, **(place or {})}
    return url_for("public_list.of_body", code=body.code, **asked)


def _shown(lines: Sequence[ItemLine], asked: Sequence[Term], *, named: bool = False) -> list[Shown]:
    names = {b.stream: b.name for b in services().directory.bodies()} if named else {}
    return [
        Shown(
            line=line,
            href=item_href(line),
            title=marked(line.title, asked),
            about=marked(excerpt(line.summary, asked), asked) if line.summary != line.title else "",
            klass=_say(CLASSES, line.klass),
            body=names.get(line.body, ""),
        )
        for line in lines
    ]


def _counted(body: Body) -> dict[str, object]:
    counts = items().counts(body.stream)
    return {
        "name": body.name,
        "href": url_for("public_list.of_body", code=body.code),
        "total": sum(counts.values()),
        "parts": [(_say(CLASSES, klass), counts[klass]) for klass in PARTS.values()],
    }


def _search() -> str:
    written = SURROGATES.sub("", CONTROLS.sub(" ", request.args.get("cari", "")))
    return " ".join(written.split())[:SEARCH_CHARS]


def _class() -> InfoClass | None:
    asked = request.args.get("golongan", "")
    if asked and asked not in PARTS:
        abort(404)
    return PARTS.get(asked)


def _body(code: str) -> Body:
    """The body of an address. Raises ``UnknownBodyError``."""
    return services().directory.body(body_stream(code))


def _public_list(body: Body) -> PublicList | None:
    """The decrees and reports of a body's list: facts that everybody may know."""
    return CATALOGUE.fold(r.envelope for r in services().log.load(list_stream(body.stream)))


def _say(words: Mapping[WordT, Text], value: WordT) -> str:
    return pick(id=words[value].id, en=words[value].en)


# One item -------------------------------------------------------------------------------------------------


@bp.get("/informasi/<item>")
@everyone
def item(item: str) -> ResponseReturnValue:
    """Show what the list says of an item, where it is, and how to ask for it."""
    line = _line(item)
    body = services().directory.body(line.body)
    return render_template(
        "public/item.html",
        line=line,
        asked_body=body,
        rows=_annex_rows(line, body),
        others=_other_rows(line),
        klass=_say(CLASSES, line.klass),
        meaning=_say(CLASSES_MEAN, line.klass),
        opened=_say(SOURCES, line.opened_by) if line.opened_by else "",
        file=line.file,
        file_href=url_for("public_list.file", item=item) if line.file else "",
        list_href=url_for("public_list.of_body", code=body.code),
        ask_href=url_for("apply.begin", informasi=item),
        draft=drafts.current(),
    )


def _line(item: str) -> ItemLine:
    line = items().get(f"{ITEM.kind}-{item}") if HEX.fullmatch(item) else None
    if line is None:
        raise UnknownItemError
    return line


def _annex_rows(line: ItemLine, body: Body) -> list[tuple[str, str]]:
    """The columns of annex I, in its order."""
    return [
        (_("Ringkasan isi informasi"), line.summary),
        (_("Pejabat, unit, atau satuan kerja yang menguasai"), _controlled_by(line, body)),
        (_("Penanggung jawab pembuatan atau penerbitan"), line.responsible),
        (_("Waktu dan tempat pembuatan"), ", ".join(filter(None, (line.made_when, line.made_where)))),
        (
            _("Bentuk informasi yang tersedia"),
            ", ".join(_say(FORMS, form) for form in line.forms),
        ),
        (_("Jangka waktu penyimpanan"), line.retention),
    ]


def _other_rows(line: ItemLine) -> list[tuple[str, str]]:
    """What the list says beside annex I; what is empty is left out."""
    media = ", ".join(_say(MEDIA, medium) for medium in line.media)
    said = (
        (_("Peristiwa diketahui"), day(line.known_on) if line.known_on else ""),
        (_("Terakhir diumumkan"), day(line.published_on) if line.published_on else ""),
        (_("Diumumkan melalui"), media),
        (_("Tercantum sejak"), day(line.listed_on) if line.listed_on else ""),
        (_("Keputusan PPID"), line.decree),
        (_("Pemutakhiran terakhir"), day(line.changed_on) if line.changed_on else ""),
        (_("Kata kunci"), line.keywords),
    )
    return [(key, value) for key, value in said if value]


def _controlled_by(line: ItemLine, body: Body) -> str:
    return next((unit.name for unit in body.units if unit.code == line.unit), line.unit or body.name)


@bp.get("/informasi/<item>/berkas")
@everyone
def file(item: str) -> Response:
    """Give the file of an item, as an attachment that no browser runs."""
    line = _line(item)
    if line.file is None:
        abort(404)
    kept = line.file
    return give(Given(kept.sha256, "", kept.media_type, kept.name or line.number))


# The whole list, on paper and as a file -------------------------------------------------------------------


@bp.get("/daftar-informasi/<code>/lampiran-i")
@everyone
def printed(code: str) -> str:
    """Show the whole list in the columns of annex I, to be printed."""
    body = _body(code)
    href = url_for("public_list.pdf", code=body.code)
    return annex.list_page(body.stream, items().all(body.stream), language=language(), pdf_href=href)


@bp.get("/daftar-informasi/<code>/lampiran-i.pdf")
@everyone
def pdf(code: str) -> Response:
    """Give the whole list in the columns of annex I as PDF."""
    body = _body(code)
    content = _set(annex.public_list(body.stream, items().all(body.stream), language=language()))
    return sent(content, f"daftar-informasi-publik-{body.code}", download=False)


@lru_cache(maxsize=4)
def _set(letter: PublicInformationList) -> bytes:
    """Set a list as PDF. A long one takes seconds, and everybody may ask: the same list is set once."""
    return render(letter)


@bp.get("/daftar-informasi/<code>/unduh.csv")
@everyone
def csv(code: str) -> Response:
    """Give the whole list as CSV, to be read by machines."""
    body = _body(code)
    chunks = csv_chunks(list_columns(), list_table(items().all(body.stream), body))
    return Response(stream_with_context(chunks), mimetype="text/csv", headers=_headers(body, "csv"))


@bp.get("/daftar-informasi/<code>/unduh.xlsx")
@everyone
def xlsx(code: str) -> Response:
    """Give the whole list as a workbook."""
    body = _body(code)
    content = write_xlsx(list_columns(), list_table(items().all(body.stream), body), TITLE)
    return Response(content, mimetype=XLSX, headers=_headers(body, "xlsx"))


def _headers(body: Body, ending: str) -> dict[str, str]:
    name = re.sub(r"[^0-9A-Za-z.-]+", "-", f"daftar-informasi-publik-{body.code}.{ending}")
    return {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
