"""For auditors: every case as it stands and as it stood, read-only, with nobody's name but officers'."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest

from ppid.body import Body
from ppid.clocks import overdue
from ppid.dispute.case import Dispute
from ppid.events import Role, Stream
from projections.agenda import AGENDA
from projections.cases import CASES, Case
from projections.counts import count, years
from projections.reader import Reader
from projections.replay import counts_as_of
from projections.store import standings
from web.access import allow, current, signed_in
from web.audit import files
from web.audit.asking import Asked, FilterSchema, asked, bodies, body_of, day_asked, find, see, zone_of
from web.audit.belonging import belonging
from web.audit.counting import groups
from web.audit.kinds import KINDS, Place, hex_of
from web.audit.listing import all_of, page_of
from web.audit.telling import clocks, differences, entries, facts
from web.books import csv_chunks
from web.i18n import gettext as _
from web.office.frame import frame as office_frame
from web.office.frame import officer_name
from web.office.sight import step_of, title_of
from web.office.words import ENDINGS, STEPS, options, say
from web.paging import AFTER, BEFORE, Part
from web.papers import disputes
from web.schemas import Errors, errors_of
from web.services import services

bp = Blueprint("audit", __name__)

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
            {"text": _("Semua kasus"), "href": url_for("audit.cases"), "current": here == "audit.cases"},
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


# The list -------------------------------------------------------------------------------------------------


@bp.get("/audit")
@allow(Role.AUDITOR)
def cases() -> AnyPage:
    """Show the cases of a kind, or of all, the newest first, and how many requests stand where now."""
    errors: Errors = {}
    shown: Part[Any] = Part([], "", "")
    wanted: Asked | None = None
    try:
        wanted = asked(request.args)
        shown = page_of(wanted, request.args, _today(zone_of(wanted.body)))
    except ValidationError as problem:
        errors = errors_of(problem)
    body = wanted.body if wanted else current().body
    kind = wanted.kinds[0] if wanted and wanted.place is not Place.ALL else None
    today = _today(zone_of(body))
    page = render_template(
        "audit/cases.html",
        errors=errors or None,
        rows=shown.rows,
        older=_neighbour(AFTER, shown.after),
        newer=_neighbour(BEFORE, shown.before),
        figures=_figures(wanted) if wanted and wanted.place is Place.REQUEST else [],
        filters=request.args,
        filtered=any(request.args.get(name) for name in FilterSchema().fields if name != "jenis"),
        tabs=_tabs(wanted.place if wanted else None),
        of_requests=kind is not None and kind.place is Place.REQUEST,
        bodies=_body_options(),
        codes=_codes(),
        year_options=_year_options(body, today),
        steps=options(kind.steps) if kind else [],
        outcomes=options(ENDINGS),
        today=today,
        **_standing(),
        zone=zone_of(body),
        hex_of=hex_of,
        file_query=urlencode(_filters(), errors="replace"),
    )
    return page, 422 if errors else 200


def _figures(wanted: Asked) -> list[dict[str, object]]:
    """The steps that any request is at, each leading to its requests."""
    counted = count(_requests(), wanted.body.stream if wanted.body else None, wanted.year)
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


def _requests() -> Reader[Case]:
    return Reader(services().views, CASES)


def _year_options(body: Body | None, today: date) -> list[dict[str, str]]:
    """The years from the first registered request to this one: later cases may follow from old requests."""
    known = years(_requests(), body.stream if body else None)
    return [
        {"value": str(y), "text": str(y)} for y in range(today.year, min(known, default=today.year) - 1, -1)
    ]


def _standing() -> dict[str, object]:
    """Up to when the list is complete, and whether a part of it stopped."""
    known = standings(services().views)
    of_list = [known[p.table] for p in (CASES, AGENDA) if p.table in known]
    return {
        "complete_to": min((s.recorded_at for s in of_list if s.recorded_at), default=None),
        "stopped": any(s.fault for s in of_list),
    }


def _tabs(place: Place | None) -> list[dict[str, object]]:
    """Each kind of case, with what else the list is narrowed by that every kind has."""
    kept = [(k, v) for k, v in request.args.items() if k in {"badan", "tahun", "nomor"} and v]
    named = [(kind.place, say(kind.many)) for kind in KINDS]
    return [
        {
            "text": text,
            "href": _address([("jenis", each.value), *kept]),
            "current": each is place,
        }
        for each, text in (*named, (Place.ALL, _("Semua jenis")))
    ]


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


@bp.get("/audit/kasus.<any(csv, json):ending>")
@allow(Role.AUDITOR)
def cases_file(ending: str) -> Response:
    """Give the filtered list as a file."""
    try:
        wanted = asked(request.args)
    except ValidationError:
        raise BadRequest from None  # no page of ours leads there
    found = all_of(wanted, _today(zone_of(wanted.body)))
    headers = {"Content-Disposition": f'attachment; filename="audit-{wanted.place.value}.{ending}"'}
    if ending == "json":
        chunks = files.list_json(found, _codes())
        return Response(stream_with_context(chunks), mimetype="application/json", headers=headers)
    rows = csv_chunks(files.LIST_COLUMNS, files.list_rows(found, _codes()))
    return Response(stream_with_context(rows), mimetype="text/csv", headers=headers)


# Counts on any day ----------------------------------------------------------------------------------------


@bp.get("/audit/hitung")
@allow(Role.AUDITOR)
def counts() -> AnyPage | Response:
    """Count the cases of every kind as they stood at the end of a day, from the log itself."""
    errors: Errors = {}
    told, moment, body = None, None, current().body
    try:
        narrowed = FilterSchema(only=("badan", "tahun")).load(request.args)
        body = body_of(str(narrowed["badan"] or ""))
        moment = day_asked(request.args, body)
        told = counts_as_of(services().log, body.stream if body else None, moment.at, narrowed["tahun"])
    except ValidationError as problem:
        errors = errors_of(problem)
    if told and request.args.get("bentuk") == "json":
        return _json(files.counts_json(told, body.code if body else None), "audit-hitungan.json")
    page = render_template(
        "audit/counts.html",
        errors=errors or None,
        told=told,
        groups=groups(told) if told else [],
        moment=moment,
        body_chosen=body,
        bodies=_body_options(),
        year_options=_year_options(body, _today(zone_of(body))),
        filters=request.args,
        zone=zone_of(body),
    )
    return page, 422 if errors else 200


def _json(content: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/json", headers=headers)


# One case -------------------------------------------------------------------------------------------------

PLACES = ",".join(f'"{kind.place.value}"' for kind in KINDS)


@bp.get(f"/audit/<any({PLACES}):place>/<hex>")
@allow(Role.AUDITOR)
def case(place: str, hex: str) -> AnyPage:  # noqa: A002  (so it is called in every address)
    """Show a case as it stood at the end of a day, or right after a fact."""
    errors: Errors = {}
    try:
        seen = see(place, hex, request.args)
    except ValidationError as problem:
        errors = errors_of(problem)
        seen = see(place, hex, {})
    today = _today(seen.body.zone)
    page = render_template(
        "audit/case.html",
        errors=errors or None,
        seen=seen,
        step=step_of(seen.state).value if seen.state else "",
        overdue=seen.state is not None and overdue(seen.state.running(), seen.moment.day),
        label=seen.now.number or title_of(seen.now),
        title=title_of(seen.state) if seen.state else "",
        entries=[] if errors else entries(seen),
        facts=[] if errors else facts(seen),
        clocks=[] if errors else clocks(seen),
        belonging=[] if errors else belonging(seen),
        differences=[] if errors else differences(seen, today),
        filters=request.args,
        zone=seen.body.zone,
    )
    return page, 422 if errors else 200


@bp.get(f"/audit/<any({PLACES}):place>/<hex>.<any(csv, json):ending>")
@allow(Role.AUDITOR)
def case_file(place: str, hex: str, ending: str) -> Response:  # noqa: A002  (so it is called in every address)
    """Give a case at a moment as a file."""
    try:
        seen = see(place, hex, request.args)
    except ValidationError:
        raise BadRequest from None
    name = f"audit-{place}-{hex}.{ending}"
    if ending == "json":
        return _json(files.case_json(seen, facts(seen)), name)
    chunks = csv_chunks(files.CASE_COLUMNS, files.case_rows(facts(seen)))
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(b"".join(chunks), mimetype="text/csv", headers=headers)


@bp.get("/audit/sengketa/<hex>/berkas-sidang.<any(pdf, zip):ending>")
@allow(Role.AUDITOR)
def hearing_file(hex: str, ending: Literal["pdf", "zip"]) -> Response:  # noqa: A002  (so it is called in every address)
    """Give the hearing file of a dispute, without what names a person and without what is sealed."""
    _kind, _body, _recorded, dispute = find(Place.DISPUTE.value, hex)
    assert isinstance(dispute, Dispute)  # noqa: S101  (the kind says so)
    return disputes.send_hearing(dispute, current().actor, form=ending)


def _today(zone: str) -> date:
    return services().now().astimezone(ZoneInfo(zone)).date()
