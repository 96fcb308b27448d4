"""The sealed receipt for whoever filed: as a file, for the browser that filed and for who holds the code.

A checkpoint covers a filing within seconds. The page of the receipt waits for it a moment, and otherwise says
that it comes; nothing that the citizen needs now depends on it.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import NamedTuple

from flask import Response, request

from ppid.events import Stream
from ppid.seal.receipt import Receipt, receipt_name
from web import seals
from web.i18n import gettext as _
from web.refusing import page
from web.services import services

MEDIA_TYPE = "application/octet-stream"
WAIT_SECONDS = 3.0
LOOK_EVERY_SECONDS = 0.15
#: A log whose oldest unsealed entry is older than this does not keep up, and waiting would be for nothing.
KEEPS_UP = timedelta(seconds=5)


class SealedShown(NamedTuple):
    """What a page says of the sealed receipt. ``entry`` is None while no checkpoint covers the filing."""

    entry: int | None
    confirmed: bool
    asked: bool
    href: str
    again: str


def shown(stream: Stream, href: str, *, wait: bool = False) -> SealedShown:
    """Look for the sealed receipt of a case; with ``wait``, for a moment where it is about to come."""
    found = _awaited(stream) if wait else seals.receipt(stream)
    return SealedShown(
        entry=found.index if found else None,
        confirmed=bool(found and found.quorum),
        asked=bool(seals.policy().witnesses),
        href=href,
        again=request.path,
    )


def _awaited(stream: Stream) -> Receipt | None:
    until = time.monotonic() + WAIT_SECONDS
    found = seals.receipt(stream)
    while found is None and _keeps_up() and time.monotonic() < until:
        time.sleep(LOOK_EVERY_SECONDS)
        found = seals.receipt(stream)
    return found


def _keeps_up() -> bool:
    ledger = seals.ledger()
    newest = ledger.newest()
    oldest = ledger.recorded_at(newest.size) if newest else None
    return newest is not None and (oldest is None or services().now() - oldest < KEEPS_UP)


def give(stream: Stream) -> Response:
    """Give the sealed receipt of a case as a file, to whoever the route lets in."""
    facts = services().log.load(stream, 2) if stream else []
    if not facts:
        return page(404)
    found = seals.receipt(stream)
    if found is None:
        return page(404, _("Catatan ini sedang disegel. Coba lagi sebentar lagi."))
    number = next((str(n) for f in facts if (n := getattr(f.envelope.event, "number", ""))), "")
    response = Response(found.as_file(), mimetype=MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{receipt_name(number)}"'
    response.headers["Cache-Control"] = "no-store"
    return response
