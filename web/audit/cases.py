"""Every case, in a list and by itself, as it stands and as it stood."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import urlencode

from flask import Response, render_template, request, stream_with_context, url_for
from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest

from ppid.clocks import overdue
from ppid.dispute.case import Dispute
from ppid.events import Role
from projections.agenda import AGENDA
from projections.cases import CASES
from projections.counts import count
from web.access import allow, current
from web.audit import files
from web.audit.asking import Asked, FilterSchema, asked, find, see, zone_of
from web.audit.belonging import belonging
from web.audit.kinds import KINDS, Place, hex_of
from web.audit.listing import all_of, page_of
from web.audit.room import (
    AnyPage,
    body_options,
    bp,
    codes,
    csv_answer,
    json_answer,
    requests,
    standing_of,
    today_in,
    year_options,
)
from web.audit.sealing import marks
from web.audit.telling import clocks, differences, entries, facts
from web.i18n import gettext as _
from web.office.sight import step_of, title_of
from web.office.words import ENDINGS, STEPS, options, say
from web.paging import AFTER, BEFORE, Part
from web.papers import disputes
from web.schemas import Errors, errors_of

# The list -------------------------------------------------------------------------------------------------


@bp.get("/audit/kasus")
@allow(Role.AUDITOR)
def cases() -> AnyPage:
    """Show the cases of a kind, or of all, the newest first, and how many requests stand where now."""
    errors: Errors = {}
    shown: Part[Any] = Part([], "", "")
    wanted: Asked | None = None
    try:
        wanted = asked(request.args)
        shown = page_of(wanted, request.args, today_in(zone_of(wanted.body)))
    except ValidationError as problem:
        errors = errors_of(problem)
    body = wanted.body if wanted else current().body
    kind = wanted.kinds[0] if wanted and wanted.place is not Place.ALL else None
    today = today_in(zone_of(body))
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
        bodies=body_options(),
        codes=codes(),
        year_options=year_options(body, today),
        steps=options(kind.steps) if kind else [],
        outcomes=options(ENDINGS),
        today=today,
        **standing_of(CASES, AGENDA),
        zone=zone_of(body),
        hex_of=hex_of,
        file_query=urlencode(_filters(), errors="replace"),
    )
    return page, 422 if errors else 200


def _figures(wanted: Asked) -> list[dict[str, object]]:
    """The steps that any request is at, each leading to its requests."""
    counted = count(requests(), wanted.body.stream if wanted.body else None, wanted.year)
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
    found = all_of(wanted, today_in(zone_of(wanted.body)))
    name = f"audit-{wanted.place.value}.{ending}"
    if ending == "csv":
        return csv_answer(files.LIST_COLUMNS, files.list_rows(found, codes()), name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    chunks = stream_with_context(files.list_json(found, codes()))
    return Response(chunks, mimetype="application/json", headers=headers)


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
    today = today_in(seen.body.zone)
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
        seals=marks(seen.kind.place.value, seen.stream),
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
        return json_answer(files.case_json(seen, facts(seen)), name)
    return csv_answer(files.CASE_COLUMNS, files.case_rows(facts(seen)), name)


@bp.get("/audit/sengketa/<hex>/berkas-sidang.<any(pdf, zip):ending>")
@allow(Role.AUDITOR)
def hearing_file(hex: str, ending: Literal["pdf", "zip"]) -> Response:  # noqa: A002  (so it is called in every address)
    """Give the hearing file of a dispute, without what names a person and without what is sealed."""
    _kind, _body, _recorded, dispute = find(Place.DISPUTE.value, hex)
    assert isinstance(dispute, Dispute)  # noqa: S101  (the kind says so)
    return disputes.send_hearing(dispute, current().actor, form=ending)
