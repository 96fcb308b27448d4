"""How many cases stood where on any day, and how bodies compare, each share with what it is a share of."""

from __future__ import annotations

from datetime import date

from flask import Response, render_template, request
from marshmallow import ValidationError

from ppid.body import Body
from ppid.events import Role
from projections.replay import counts_as_of
from web.access import allow, current
from web.audit import files
from web.audit.asking import FilterSchema, body_of, day_asked, zone_of
from web.audit.counting import groups
from web.audit.resting import as_json, digits, rests_on
from web.audit.room import AnyPage, body_options, bp, json_answer, today_in, year_options
from web.schemas import Errors, errors_of
from web.services import services

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
    rests = rests_on(services().ledger, moment.at) if told and moment else None
    if told and request.args.get("bentuk") == "json":
        content = files.counts_json(told, body.code if body else None, as_json(rests))
        return json_answer(content, "audit-hitungan.json")
    page = render_template(
        "audit/counts.html",
        errors=errors or None,
        told=told,
        groups=groups(told) if told else [],
        moment=moment,
        rests=rests,
        digits=digits(rests) if rests else "",
        command=_recount(moment.day, body, request.args.get("tahun", "")) if moment else "",
        body_chosen=body,
        bodies=body_options(),
        year_options=year_options(body, today_in(zone_of(body))),
        filters=request.args,
        zone=zone_of(body),
    )
    return page, 422 if errors else 200


def _recount(day: date, body: Body | None, year: str) -> str:
    """The command that counts the same again from an auditor's export."""
    narrowed = [f"--body {body.code}"] if body else []
    narrowed += [f"--year {year}"] if year.isdigit() else []
    return " ".join(["ppid log figures ekspor.sqlite3", f"--as-of {day.isoformat()}", *narrowed])
