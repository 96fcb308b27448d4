"""What the page of a request shows of redactions, and the copies that may be given in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from ppid.events import Role, Stream
from ppid.redaction.lawful import PREPARERS
from ppid.redaction.state import REDACTION, Step, redaction_number
from ppid.request.events import Document
from ppid.request.state import Request
from projections.reader import Reader
from projections.redactions import REDACTIONS, Redacted, of_request
from projections.sentences_redaction import STEPS
from web.office.redaction.forms import REQUEST_ASKED
from web.office.sight import RequestSight, Sight
from web.office.words import say
from web.services import services


def redactions_beside(seen: RequestSight) -> dict[str, object]:
    """The redactions for a request, and where another begins; nothing for who may not know of them."""
    begins: dict[str, Any] = {REQUEST_ASKED: seen.hex}
    may_begin = seen.actor.role in PREPARERS and not seen.request.closed
    return {
        "redactions": [_line(row) for row in _rows(seen)],
        "redaction_href": url_for("redaction.begin", **begins) if may_begin else "",
    }


def _rows(seen: RequestSight) -> list[Redacted]:
    rows = of_request(Reader(services().views, REDACTIONS), seen.state.stream)
    return [row for row in rows if _may_see(seen, row)]


def _may_see(seen: RequestSight, row: Redacted) -> bool:
    return seen.actor.role is not Role.UNIT_OFFICER or row.unit == seen.actor.unit


def _line(row: Redacted) -> dict[str, str]:
    return {
        "href": url_for(f"{REDACTION.kind}.case", case=row.stream.rpartition("-")[2]),
        "number": redaction_number(row.stream),
        "title": row.title,
        "step": say(STEPS[Step.RELEASED if row.released else Step.PREPARED]),
        "colour": "green" if row.released else "yellow",
    }


def copies_offered(seen: RequestSight) -> list[dict[str, str]]:
    """The released copies of a request as options of the form that hands the information over."""
    return [
        {"value": row.stream.rpartition("-")[2], "text": f"{redaction_number(row.stream)} – {row.title}"}  # noqa: RUF001
        for row in _rows(seen)
        if row.released
    ]


def copies_given(seen: Sight[Request], chosen: Sequence[Stream]) -> tuple[Document, ...]:
    """The chosen copies as documents of the delivery. Raises ``CopyNotOfCaseError``."""
    if not chosen:
        return ()
    return tuple(services().redactions.released(chosen, seen.state.stream, seen.actor))
