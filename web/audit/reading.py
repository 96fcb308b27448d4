"""The pages of the registers: narrow, read, go on, print, take along as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from flask import Response, abort, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest

from ppid.deadlines import Text as Words
from ppid.events import Role
from projections.bursts import Burst
from projections.history import HISTORY
from projections.history import Line as Told
from projections.words_topics import TOPICS
from web.access import allow, current
from web.audit.asking import body_of
from web.audit.decrees import CHANGES
from web.audit.kinds import hex_of, kind_of
from web.audit.lateness import EXTENSIONS, LATE
from web.audit.machine import CLOCK_ANOMALIES, ERASURES
from web.audit.mass import MASS, burst_of
from web.audit.narrowing import DOERS, SPANS, UNITS, Narrowed, Question, narrowed, page_of
from web.audit.opened import OPENED
from web.audit.registers import BY, CASE, RECORDED, Cell, Line, Register
from web.audit.room import AnyPage, body_options, bp, csv_answer, standing_of
from web.books import OutCell
from web.filters import moment
from web.i18n import pick
from web.office.sight import officer_names
from web.office.words import ROLES, options, say, say_first
from web.paging import AFTER, BEFORE, Part
from web.schemas import Errors, errors_of
from web.services import services

#: In the order in which the front page leads to them.
REGISTERS: tuple[Register, ...] = (LATE, EXTENSIONS, CHANGES, MASS, CLOCK_ANOMALIES, OPENED, ERASURES)
BY_PLACE = {register.place: register for register in REGISTERS}
PLACES = ",".join(f'"{place}"' for place in BY_PLACE)
BATCH = 500
NOTHING: Part[Any] = Part([], "", "")


@bp.get(f"/audit/register/<any({PLACES}):place>")
@allow(Role.AUDITOR)
def register(place: str) -> AnyPage:
    """Show one page of a register, the newest first."""
    chosen, errors = BY_PLACE[place], Errors()
    asked, shown = None, NOTHING
    try:
        asked = narrowed(request.args)
        shown = page_of(chosen.question(asked), request.args)
    except ValidationError as problem:
        errors = errors_of(problem)
    told = chosen.together or chosen.lines
    lines = list(told(shown.rows, asked)) if asked and shown.rows else []
    page = _page(chosen, lines, shown, errors)(
        asked=asked,
        above=chosen.above(asked) if chosen.above and asked else None,
        filtered=bool(_filters()),
        file_href=_address("audit.register_file", _filters(), place=place),
    )
    return page, 422 if errors else 200


@bp.get(f"/audit/register/<any({PLACES}):place>.csv")
@allow(Role.AUDITOR)
def register_file(place: str) -> Response:
    """Give the whole register, narrowed alike, as a file."""
    chosen = BY_PLACE[place]
    try:
        asked = narrowed(request.args)
    except ValidationError:
        raise BadRequest from None  # no page of ours leads there
    return csv_answer(chosen.file_columns, _out(chosen, asked), f"audit-{place}.csv")


def _out(chosen: Register, asked: Narrowed) -> Iterator[Sequence[OutCell]]:
    """Yield every line, with as many facts in memory as one question gives."""
    question = chosen.question(asked)
    rows = question.reader.all(
        where=question.where, ranges=question.ranges, order=question.order, descending=True
    )
    kept = filter(question.keep, rows) if question.keep else rows
    while batch := list(islice(kept, BATCH)):
        yield from (line.out for line in chosen.lines(batch, asked))


# The facts behind a line of the register of mass acts -------------------------------------------------------

FACTS = Register(
    place=f"{MASS.place}/fakta",
    title=MASS.title,
    why=MASS.why,
    empty=Words("Tidak ada fakta.", "No facts."),
    columns=(CASE, Words("Peristiwa", "Event"), RECORDED, BY),
    file_columns=(),
    question=MASS.question,
    lines=MASS.lines,
)


@bp.get(f"/audit/register/{FACTS.place}")
@allow(Role.AUDITOR)
def mass_facts() -> AnyPage:
    """Show what was done so many times, fact by fact."""
    burst = _burst()
    if burst is None:
        abort(404)
    where = {"body": burst.body, "role": burst.role, "topic": burst.topic}
    between = (("position", ">=", burst.first), ("position", "<=", burst.last))
    shown = page_of(Question(HISTORY, where, between, ("position",)), request.args)  # type: ignore[arg-type]
    body = services().directory.body(burst.body)
    names = officer_names((line.body, line.actor) for line in shown.rows)
    lines = [_fact_line(line, names.get((line.body, line.actor), ""), body.zone) for line in shown.rows]
    page = _page(FACTS, lines, shown, {})(
        subtitle=say_first(TOPICS[burst.topic]),
        burst=burst,
        burst_body=body,
        post=say(ROLES[burst.role]),
    )
    return page, 200


def _burst() -> Burst | None:
    asked = {name: request.args.get(name, "") for name in ("badan", "peran", "perbuatan", "hari")}
    try:
        body = body_of(asked["badan"])
    except ValidationError:
        return None
    return burst_of(body.stream, asked["peran"], asked["perbuatan"], asked["hari"]) if body else None


def _fact_line(line: Told, name: str, zone: str) -> Line:
    kind = kind_of(line.stream)
    href = url_for("audit.case", place=kind.place.value, hex=hex_of(line.stream), fakta=line.version)
    return Line(
        (
            Cell(hex_of(line.stream)[:8], (kind.name,), href),
            Cell(pick(id=line.sentence_id, en=line.sentence_en)),
            Cell(moment(line.recorded_at, zone)),
            Cell(name, (say(ROLES[line.role]),)),
        ),
        (),
    )


# What both pages share --------------------------------------------------------------------------------------


def _page(chosen: Register, lines: list[Line], shown: Part[Any], errors: Errors) -> Any:
    def render(**more: Any) -> str:
        return render_template(
            "audit/register.html",
            register=chosen,
            lines=lines,
            older=_neighbour(AFTER, shown.after),
            newer=_neighbour(BEFORE, shown.before),
            errors=errors or None,
            filters=request.args,
            bodies=body_options() if chosen.by_body else [],
            units=options(UNITS),
            spans=options(SPANS),
            doers=options(DOERS),
            bound=current().body,
            **standing_of(chosen.question(_anything()).projection),
            **more,
        )

    return render


def _anything() -> Narrowed:
    return narrowed({})


def _filters() -> list[tuple[str, str]]:
    return [(k, v) for k, v in request.args.items() if k not in {AFTER, BEFORE} and v]


def _neighbour(way: str, place: str) -> str:
    if not place:
        return ""
    return _address(str(request.endpoint), [*_filters(), (way, place)], **(request.view_args or {}))


def _address(endpoint: str, query: list[tuple[str, str]], **values: str) -> str:
    address = url_for(endpoint, **values)  # type: ignore[arg-type]  # names of an address are texts
    return address + (f"?{urlencode(query, errors='replace')}" if query else "")
