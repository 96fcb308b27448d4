"""Who in the body opened whose personal data, for those who answer for it.

Law: UU 27/2022 art. 31; Perki 1/2021 art. 5(3); regulations §10.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlencode

from flask import render_template, request, url_for

from ppid.events import Role
from projections.openings import OPENINGS, Opening, by_look
from projections.reader import Reader
from web.access import allow
from web.office.frame import office_blueprint
from web.office.person import Look, how_of, told
from web.office.register import officers_body
from web.paging import AFTER, BEFORE, part
from web.services import services

bp = office_blueprint("openings", __name__)
SIZE = 50
ORDER = ("position", "person")
CASES = {"request": "desk.case", "objection": "objection.case"}


class Row(NamedTuple):
    """An opening in words, what was opened of how many people, and the case it was on."""

    look: Look
    how: str
    href: str


@bp.get("/meja/pembukaan-data")
@allow(Role.PPID, Role.SUPERIOR, Role.HEAD, Role.BODY_ADMIN)
def listed() -> str:
    """Show every opening by the officers of the body, the newest first."""
    body = officers_body()
    reader: Reader[Opening] = Reader(services().views, OPENINGS)
    shown = part(
        reader, where={"body": body.stream}, order=ORDER, at=request.args, size=SIZE, descending=True
    )
    return render_template(
        "office/openings.html",
        rows=_together(shown.rows),
        older=_neighbour(AFTER, shown.after),
        newer=_neighbour(BEFORE, shown.before),
        standing=reader.standing(),
        zone=body.zone,
    )


def _together(openings: list[Opening]) -> list[Row]:
    """One row for everybody who was opened with one look, such as the names of a list."""
    looks = by_look(openings)
    firsts = [group[0] for group in looks]
    return [
        Row(look, how_of(group), _href(group[0])) for look, group in zip(told(firsts), looks, strict=True)
    ]


def _href(row: Opening) -> str:
    kind, _dash, case = row.case.partition("-")
    return url_for(CASES[kind], case=case) if kind in CASES else ""


def _neighbour(way: str, place: str) -> str | None:
    return f"{url_for('openings.listed')}?{urlencode({way: place})}" if place else None
