"""The case that is open in this browser: opened, closed, and closed by itself when left.

It is opened by number and code, or as a person whose mail address was proved: then only while that person has
a part in it, and as their own only where they are who it is about. The case is a request, with which its
objections stand open, or an objection.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ppid.events import Stream
from ppid.objection.state import OBJECTION
from projections.parties import Part
from web import access
from web.citizen import partaking
from web.i18n import gettext as _
from web.services import services

SEEN_AT = "kasus_pada"
#: The person as whom the case was opened through a proved mail address; "" where its code was typed.
OPENED_BY = "kasus_oleh"
#: A case left open in a shared browser closes by itself; a form typed long is still taken (F12).
READING = timedelta(hours=2)
SENDING = timedelta(hours=24)
ALWAYS_OPEN = {"track.find", "track.stop"}


def open_case(stream: Stream, by: Stream = "") -> None:
    """Let this browser see a case, by its number and code, or as the person whose mail was proved."""
    session[access.TRACKED] = stream
    session[OPENED_BY] = by
    session[SEEN_AT] = services().now().isoformat()


def close_case() -> None:
    """Let this browser see no case any more."""
    session.pop(access.TRACKED, None)
    session.pop(OPENED_BY, None)
    session.pop(SEEN_AT, None)


def opened_by() -> Stream:
    """The person as whom the case was opened through a proved mail address; "" where its code was typed."""
    return str(session.get(OPENED_BY, ""))


def is_own() -> bool:
    """Whether the reader proved to be whom the case is about: by its code, or by their own mail."""
    by = opened_by()
    return not by or partaking.part_of(by, access.tracked()) is Part.OWN


def is_objection() -> bool:
    """Whether the number of an objection was proved, and not that of a request."""
    return OBJECTION.of(access.tracked())


def close_when_left() -> Response | None:
    """Close a case that was left open: the next person at this machine must not read it.

    Close it as well once the part is over of whoever opened it, as at the end of a power of attorney.
    """
    if not access.tracked() or request.endpoint in ALWAYS_OPEN:
        return None
    if opened_by() and partaking.part_of(opened_by(), access.tracked()) is None:
        close_case()
        flash(_("Perkara ini ditutup: yang membukanya tidak lagi berhak melihatnya."), "info")
        return redirect(url_for("mine.index"), 303)
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
