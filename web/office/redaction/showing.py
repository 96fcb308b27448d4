"""What the desk shows of a redaction: its document, its pages with their boxes, its copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from flask import url_for

from ppid.redaction.lawful import ACTS, Act, may_look
from ppid.redaction.state import Redaction
from ppid.request.events import Document
from ppid.request.state import REQUEST
from web.filters import number
from web.i18n import gettext as _
from web.office.redaction.forms import AGAIN_ASKED
from web.office.room import Section, rows_of
from web.office.sight import Sight, unit_name
from web.services import services

Seen = Sight[Redaction]


def show(seen: Seen) -> Mapping[str, object]:
    """The parts of the case's page that every case has not."""
    redaction, looks = seen.state, may_look(seen.actor)
    again: dict[str, Any] = {AGAIN_ASKED: seen.hex}
    return {
        "sections": [Section(_("Dokumen"), _document(seen)), *_copy(redaction)],
        "looks": looks,
        "pages": pages_of(seen) if looks else [],
        "marks_here": looks and _may(Act.MARK, seen),
        "next_page": redaction.unreviewed[0] if redaction.unreviewed else 1,
        "again_href": url_for("redaction.begin", **again) if looks and redaction.closed else "",
    }


def _may(act: Act, seen: Seen) -> bool:
    return any(
        offer.act is act and offer.lawful for offer in ACTS.offers(seen.state, seen.actor, seen.context)
    )


def _document(seen: Seen) -> list[dict[str, object]]:
    redaction = seen.state
    return rows_of(
        (_("Untuk permohonan"), _request_number(redaction)),
        (_("Disiapkan oleh unit"), unit_name(seen.body, redaction.unit) if redaction.unit else ""),
        (_("Halaman"), number(redaction.original.pages)),
        (_("Halaman yang sudah diperiksa"), number(len(redaction.reviewed))),
        (_("Kotak"), number(len(redaction.marks))),
        (_("Alasan pembatalan"), redaction.dropped.reason if redaction.dropped else ""),
        (_("Sidik SHA-256 dokumen asli"), redaction.original.content),
    )


def _request_number(redaction: Redaction) -> str:
    if not redaction.request:
        return ""
    return services().desk.decider.load(REQUEST, redaction.request).number


def _copy(redaction: Redaction) -> list[Section]:
    released = redaction.released
    if released is None:
        return []
    letters = ", ".join(
        _("huruf %(letter)s: %(count)s", letter=each.letter, count=number(each.count))
        for each in released.boxes
    )
    rows = rows_of(
        (_("Kotak menurut huruf Pasal 17"), letters),
        (_("Diperiksa dengan"), ", ".join(released.checked_by)),
        (_("Sidik SHA-256 salinan"), released.content),
    )
    return [Section(_("Salinan yang dirilis"), rows)]


def pages_of(seen: Seen) -> list[dict[str, object]]:
    """Every page with its boxes, for who prepares it."""
    counts = Counter(mark.page for mark in seen.state.marks)
    return [
        {
            "number": page,
            "boxes": counts[page],
            "reviewed": page in seen.state.reviewed,
            "href": url_for("redaction.page", case=seen.hex, page=page),
        }
        for page in range(1, seen.state.original.pages + 1)
    ]


def preview_pages(seen: Seen) -> list[dict[str, object]]:
    """The pages with boxes as the copy will show them; a page without any stays as it is."""
    return [
        {
            "number": page,
            "boxes": sum(mark.page == page for mark in seen.state.marks),
            "src": url_for("redaction.picture", case=seen.hex, page=page, hitam="ya", v=seen.state.version),
            "height": seen.state.original.heights[page - 1],
        }
        for page in sorted({mark.page for mark in seen.state.marks})
    ]


def files(seen: Seen) -> list[Document]:
    """The copy alone: the original is shown page by page, and only to who prepares it."""
    return [seen.state.released.document] if seen.state.released else []
