"""What every page of the auditor's desk shares: its blueprint, the way around, today, answers as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, request, stream_with_context, url_for

from ppid.body import Body
from ppid.events import Role, Stream
from projections.cases import CASES, Case
from projections.counts import years
from projections.reader import Reader
from projections.shape import AnyProjection
from projections.store import standings
from web.access import current, signed_in
from web.audit.asking import bodies
from web.books import OutCell, csv_chunks
from web.i18n import gettext as _
from web.office.frame import frame as office_frame
from web.office.frame import officer_name
from web.services import services

bp = Blueprint("audit", __name__)

AnyPage = tuple[str, int]


@bp.context_processor
def frame() -> dict[str, object]:
    """The way around for an auditor."""
    person = signed_in()
    if person is None or person.actor.role is not Role.AUDITOR:
        return office_frame()  # an officer who is refused here finds the way back
    places = (
        (_("Meja auditor"), "audit.front"),
        (_("Semua kasus"), "audit.cases"),
        (_("Hitungan menurut keadaan"), "audit.counts"),
        (_("Perbandingan"), "audit.comparison"),
        (_("Contoh acak"), "audit.sample"),
        (_("Laporan pemeriksaan"), "audit_seal.report"),
        (_("Catatan akses"), "access.everywhere"),
    )
    return {
        "navigation": [
            {"text": text, "href": url_for(endpoint), "current": request.endpoint == endpoint}
            for text, endpoint in places
        ],
        "account": {
            "name": officer_name(person),
            "role": _("Auditor, hanya membaca"),
            "href": url_for("account.overview"),
            "sign_out_href": url_for("office.sign_out"),
        },
        "home_href": url_for("audit.front"),
    }


def today_in(zone: str) -> date:
    """Today, where a body is."""
    return services().now().astimezone(ZoneInfo(zone)).date()


def codes() -> dict[Stream, str]:
    """The code of each body that may be looked at."""
    return {body.stream: body.code for body in bodies()}


def body_options() -> list[dict[str, str]]:
    """The bodies to choose from; none where there is nothing to choose."""
    if current().body:
        return []
    return [{"value": body.code, "text": body.name, "lang": "id"} for body in bodies()]


def requests() -> Reader[Case]:
    """The rows of requests, and the counts kept beside them."""
    return Reader(services().views, CASES)


def year_options(body: Body | None, today: date) -> list[dict[str, str]]:
    """The years from the first registered request to this one: later cases may follow from old requests."""
    known = years(requests(), body.stream if body else None)
    return [
        {"value": str(y), "text": str(y)} for y in range(today.year, min(known, default=today.year) - 1, -1)
    ]


def standing_of(*projections: AnyProjection) -> dict[str, object]:
    """Up to when a list is complete, and whether a part of it stopped."""
    known = standings(services().views)
    of_list = [known[p.table] for p in projections if p.table in known]
    return {
        "complete_to": min((s.recorded_at for s in of_list if s.recorded_at), default=None),
        "stopped": any(s.fault for s in of_list),
    }


def json_answer(content: str, name: str) -> Response:
    """Give a JSON file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="application/json", headers=headers)


def csv_answer(columns: Sequence[str], rows: Iterable[Sequence[OutCell]], name: str) -> Response:
    """Give a CSV file, piece by piece."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    chunks = stream_with_context(csv_chunks(columns, rows))
    return Response(chunks, mimetype="text/csv", headers=headers)
