"""The access records, each reader their part: one's own, those of the officers of a body, or all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from flask import Blueprint, abort, render_template, request, url_for

from ppid.events import Role, Stream
from web.access import SIGNED_IN, allow, current
from web.account.records import AccessRecord, Counted, place
from web.account.words import KINDS, detail_words
from web.audit.room import frame as audit_frame
from web.i18n import gettext as _
from web.services import services

bp = Blueprint("access", __name__)
bp.context_processor(audit_frame)  # which is the desk's own for whoever is no auditor

SIZE = 50
COUNTED_DAYS = 7
PLACE = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}\+00:00)~([0-9a-f]{16})")
Lines = Callable[[int, Sequence[str]], list[AccessRecord]]


@bp.get("/meja/akun/akses")
@allow(*SIGNED_IN)
def own() -> str:
    """Show every record about oneself."""
    officer = current().account.officer
    records = services().records
    return _page(
        _("Catatan akses saya"), lambda limit, before: records.of_officer(officer, limit, before), names=False
    )


@bp.get("/meja/akses")
@allow(Role.BODY_ADMIN)
def of_body() -> str:
    """Show the records of the officers of the administrator's body."""
    body = current().account.body
    records = services().records
    counted = records.counted(_lately(), body)
    return _page(
        _("Catatan akses petugas"), lambda limit, before: records.of_body(body, limit, before), counted
    )


@bp.get("/audit/akses")
@allow(Role.AUDITOR)
def everywhere() -> str:
    """Show all records; to an auditor of one body, those of that body."""
    records, body = services().records, current().account.body
    counted = records.counted(_lately(), body or None)

    def lines(limit: int, before: Sequence[str]) -> list[AccessRecord]:
        return records.of_body(body, limit, before) if body else records.everywhere(limit, before)

    return _page(_("Catatan akses"), lines, counted)


def _page(heading: str, lines: Lines, counted: Sequence[Counted] = (), *, names: bool = True) -> str:
    found = lines(SIZE + 1, _before())
    shown, more = found[:SIZE], len(found) > SIZE
    onward = "~".join(place(shown[-1])) if more else ""
    return render_template(
        "account/access.html",
        heading=heading,
        records=shown,
        kinds=KINDS,
        detail_words=detail_words,
        names=_names(shown, counted) if names else None,
        counted=counted,
        counted_days=COUNTED_DAYS,
        first=url_for(request.endpoint or "") if _before() else None,
        next=url_for(request.endpoint or "", sebelum=onward) if onward else None,
    )


def _before() -> Sequence[str]:
    """The place that the page comes before; an address with something else there is none."""
    text = request.args.get("sebelum", "")
    found = PLACE.fullmatch(text)
    if text and found is None:
        abort(400)
    return found.groups() if found else ()


def _names(records: Sequence[AccessRecord], counted: Sequence[Counted]) -> dict[Stream, str]:
    officers = {r.officer for r in records} | {c.officer for c in counted if c.officer}
    return services().doors.accounts.names(officers)


def _lately() -> datetime:
    return services().now() - timedelta(days=COUNTED_DAYS)
