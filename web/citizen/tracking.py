"""The case that this browser proved with number and code: opened, closed, and closed by itself when left.

The session holds one stream: of a request, whose objections then stand open with it, or of an objection.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ppid.events import Stream
from ppid.objection.state import OBJECTION
from web import access
from web.i18n import gettext as _
from web.services import services

SEEN_AT = "kasus_pada"
#: A case left open in a shared browser closes by itself; a form typed long is still taken (F12).
READING = timedelta(hours=2)
SENDING = timedelta(hours=24)
ALWAYS_OPEN = {"track.find", "track.stop"}


def open_case(stream: Stream) -> None:
    """Let this browser see a case whose number and code were proved."""
    session[access.TRACKED] = stream
    session[SEEN_AT] = services().now().isoformat()


def close_case() -> None:
    """Let this browser see no case any more."""
    session.pop(access.TRACKED, None)
    session.pop(SEEN_AT, None)


def is_objection() -> bool:
    """Whether the number of an objection was proved, and not that of a request."""
    return OBJECTION.of(access.tracked())


def close_when_left() -> Response | None:
    """Close a case that was left open: the next person at this machine must not read it."""
    if not access.tracked() or request.endpoint in ALWAYS_OPEN:
        return None
    now = services().now()
    seen_at = _seen_at(now)
    if now - seen_at > (READING if request.method in {"GET", "HEAD"} else SENDING):
        close_case()
        flash(
            _("Tampilan permohonan ditutup karena lama tidak dibuka. Masukkan lagi nomor dan kodenya."),
            "info",
        )
        return redirect(url_for("track.find"), 303)
    if now - seen_at > timedelta(minutes=1) or SEEN_AT not in session:
        session[SEEN_AT] = now.isoformat()
    return None


def _seen_at(now: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(session[SEEN_AT]))
    except (KeyError, ValueError):
        return now
