"""For auditors: every case as it stands and as it stood, read-only, with nobody's name but officers'."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest

from ppid.events import Role, Stream
from projections.cases import CASES, Case
from projections.counts import Counts, count, years
from projections.reader import Reader
from projections.replay import counts_as_of
from projections.words import CHANNELS, CLOSINGS
from web.access import allow, current, signed_in
from web.audit import files
from web.audit.asking import FilterSchema, bodies, body_of, day_asked, see, where_of, zone_of
from web.audit.telling import clocks, differences, facts, outcome_words
from web.books import csv_chunks
from web.i18n import gettext as _
from web.office.frame import frame as office_frame
from web.office.frame import officer_name
from web.office.words import ENDINGS, KINDS, STEP_COLOURS, STEPS, options, say, say_first
from web.paging import AFTER, BEFORE, Part, part
from web.schemas import Errors, errors_of
from web.services import services

bp = Blueprint("audit", __name__)

ORDER = ("received_on",)
SIZE = 50
AnyPage = tuple[str, int]


@bp.context_processor
def frame() -> dict[str, object]:
    """The way around for an auditor."""
    person = signed_in()
    if person is None or person.actor.role is not Role.AUDITOR:
        return office_frame()  # an officer who is refused here finds the way back
    here = request.endpoint
    return {
        "navigation": [
            {"text": _("Semua permohonan"), "href": url_for("audit.cases"), "current": here == "audit.cases"},
            {
                "text": _("Hitungan menurut keadaan"),
                "href": url_for("audit.counts"),
                "current": here == "audit.counts",
            },
        ],
        "account": {
            "name": officer_name(person),
            "role": _("Auditor, hanya membaca"),
            "sign_out_href": url_for("office.sign_out"),
        },
        "home_href": url_for("audit.cases"),
    }


def _reader() -> Reader[Case]:
    return Reader(services().views, CASES)


# The list -------------------------------------------------------------------------------------------------


@bp.get("/audit")
@allow(Role.AUDITOR)
def cases() -> AnyPage:
    """Show all cases, the newest first, and how many stand where now."""
    errors: Errors = {}
    shown: Part[Case] = Part([], "", "")
    counted = Counts()
    where: dict[str, object] = {}
    body = current().body
    try:
        asked = FilterSchema().load(request.args)
        where = where_of(asked)
        body = body_of(str(asked["badan"]))
        counted = count(_reader(), body.stream if body else None, _whole(asked["tahun"]))
        shown = part(_reader(), where=where, order=ORDER, at=request.args, size=SIZE, descending=True)
    except ValidationError as problem:
        errors = errors_of(problem)
    standing = _reader().standing()
    page = render_template(
        "audit/cases.html",
        errors=errors or None,
        rows=shown.rows,
        older=_neighbour(AFTER, shown.after),
        newer=_neighbour(BEFORE, shown.before),
        figures=[] if errors else _figures(counted),
        requests=counted.requests,
        filters=request.args,
        filtered=any(request.args.get(name) for name in FilterSchema().fields),
        bodies=_body_options(),
        codes=_codes(),
        year_options=[
            {"value": str(y), "text": str(y)} for y in years(_reader(), body.stream if body else None)
        ],
        steps=options(STEPS),
        outcomes=options(ENDINGS),
        standing=standing,
        zone=zone_of(body),
        file_query=urlencode(_filters(), errors="replace"),
        **_words(),
    )
    return page, 422 if errors else 200


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _figures(counted: Counts) -> list[dict[str, object]]:
    """The steps that any case is at, each leading to its cases."""
    kept = [(k, v) for k, v in request.args.items() if k in {"badan", "tahun"} and v]
    return [
        {
            "text": say(STEPS[step]),
            "value": counted.steps[step.value],
            "href": _address([*kept, ("langkah", step.value)]),
        }
        for step in STEPS
        if counted.steps.get(step.value)
    ]


def _words() -> dict[str, object]:
    return {
        "step_words": {step: say(text) for step, text in STEPS.items()},
        "step_colours": STEP_COLOURS,
        "outcome_words": {outcome: say(text) for outcome, text in ENDINGS.items()},
        "closing_words": {closing: say_first(text) for closing, text in CLOSINGS.items()},
        "channel_words": {channel: say_first(text) for channel, text in CHANNELS.items()},
        "kind_words": {kind: say(text) for kind, text in KINDS.items()},
    }


def _codes() -> dict[Stream, str]:
    return {body.stream: body.code for body in bodies()}


def _body_options() -> list[dict[str, str]]:
    """The bodies to choose from; none where there is nothing to choose."""
    if current().body:
        return []
    return [{"value": body.code, "text": body.name} for body in bodies()]


def _filters() -> list[tuple[str, str]]:
    return [(k, v) for k, v in request.args.items() if k not in {AFTER, BEFORE} and v]


def _neighbour(way: str, place: str) -> str | None:
    if not place:
        return None
    return _address([*_filters(), (way, place)])


def _address(query: list[tuple[str, str]]) -> str:
    return f"{url_for('audit.cases')}?{urlencode(query, errors='replace')}"


@bp.get("/audit/permohonan.<any(csv, json):ending>")
@allow(Role.AUDITOR)
def cases_file(ending: str) -> Response:
    """Give the filtered list as a file."""
    try:
        where = where_of(FilterSchema().load(request.args))
    except ValidationError:
        raise BadRequest from None  # no page of ours leads there
    found = _reader().all(where=where, order=ORDER)
    headers = {"Content-Disposition": f'attachment; filename="audit-permohonan.{ending}"'}
    if ending == "json":
        chunks = files.list_json(found, _codes())
        return Response(stream_with_context(chunks), mimetype="application/json", headers=headers)
    rows = csv_chunks(files.LIST_COLUMNS, files.list_rows(found, _codes()))
    return Response(stream_with_context(rows), mimetype="text/csv", headers=headers)


# Counts on any day ----------------------------------------------------------------------------------------


@bp.get("/audit/hitung")
@allow(Role.AUDITOR)
def counts() -> AnyPage | Response:
    """Count the cases by state as they stood at the end of a day, from the log itself."""
    errors: Errors = {}
    told, moment, body = None, None, current().body
    try:
        body = body_of(str(FilterSchema(only=("badan",)).load(request.args)["badan"]))
        moment = day_asked(request.args, body)
        told = counts_as_of(services().log, body.stream if body else None, moment.at)
    except ValidationError as problem:
        errors = errors_of(problem)
    if told and request.args.get("bentuk") == "json":
        return _json(files.counts_json(told, body.code if body else None), "audit-hitungan.json")
    page = render_template(
        "audit/counts.html",
        errors=errors or None,
        told=told,
        moment=moment,
        body_chosen=body,
        bodies=_body_options(),
        filters=request.args,
        zone=zone_of(body),
        **_words(),
    )
    return page, 422 if errors else 200


def _json(content: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/json", headers=headers)


# One case -------------------------------------------------------------------------------------------------


@bp.get("/audit/kasus/<hex>")
@allow(Role.AUDITOR)
def case(hex: str) -> AnyPage:  # noqa: A002  (so it is called in every address)
    """Show a case as it stood at the end of a day, or right after a fact."""
    errors: Errors = {}
    try:
        seen = see(hex, request.args)
    except ValidationError as problem:
        errors = errors_of(problem)
        seen = see(hex, {})
    today = _today(seen.body.zone)
    page = render_template(
        "audit/case.html",
        errors=errors or None,
        seen=seen,
        asked=seen.request,
        facts=[] if errors else facts(seen),
        clocks=[] if errors else clocks(seen),
        differences=[] if errors else differences(seen, today),
        outcome=outcome_words(seen.request) if seen.request else "",
        filters=request.args,
        today=today,
        zone=seen.body.zone,
        **_words(),
    )
    return page, 422 if errors else 200


@bp.get("/audit/kasus/<hex>.<any(csv, json):ending>")
@allow(Role.AUDITOR)
def case_file(hex: str, ending: str) -> Response:  # noqa: A002  (so it is called in every address)
    """Give a case at a moment as a file."""
    try:
        seen = see(hex, request.args)
    except ValidationError:
        raise BadRequest from None
    name = f"audit-kasus-{hex}.{ending}"
    if ending == "json":
        return _json(files.case_json(seen, facts(seen)), name)
    chunks = csv_chunks(files.CASE_COLUMNS, files.case_rows(facts(seen)))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(b"".join(chunks), mimetype="text/csv", headers=headers)


def _today(zone: str) -> date:
    return services().now().astimezone(ZoneInfo(zone)).date()
