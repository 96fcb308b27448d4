"""The case that is open in this browser: opened, closed, and closed by itself when left.

It is opened by number and code, or as a person whose mail address was proved: then only while that person has
the address and a part in it, and as their own only where they are who it is about. The case is a request, by
which its objections stand open, or an objection. The cookie holds a token; what it opens ends on the server.
"""

from __future__ import annotations

from flask import flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from ppid.events import Stream
from ppid.objection.state import OBJECTION
from projections.parties import Part
from web import access
from web.citizen import partaking
from web.i18n import gettext as _
from web.mailing.proofs import Opened
from web.services import services

ALWAYS_OPEN = {"track.find", "track.stop"}


def open_case(stream: Stream) -> None:
    """Let this browser see a case whose number and code were proved; what was open before is closed."""
    close_case()
    session[access.TRACKED] = services().proofs.open_case(Opened(stream))


def open_as(stream: Stream, person: Stream) -> None:
    """Let this browser see a case as a person of the proved mail address, no longer than that is proved."""
    close_case()
    proved = access.proved()
    if proved is not None:
        opened = Opened(stream, person, proved.address)
        token = services().proofs.open_case(opened, str(session[access.MAILED]))
        session[access.TRACKED] = token


def close_case() -> None:
    """Close the case, in this browser and in every copy of its cookie."""
    if token := session.pop(access.TRACKED, ""):
        services().proofs.close_case(str(token))


def opened_by() -> Stream:
    """The person as whom the case was opened through a proved mail address; "" where its code was typed."""
    found = access.opened()
    return found.person if found else ""


def is_own() -> bool:
    """Whether the reader proved to be whom the case is about: by its code, or by their own mail."""
    by = opened_by()
    return not by or partaking.part_of(by, access.tracked()) is Part.OWN


def is_objection() -> bool:
    """Whether the number of an objection was proved, and not that of a request."""
    return OBJECTION.of(access.tracked())


def close_when_left() -> Response | None:
    """Close a case that was left open: the next person at this machine must not read it.

    Close it as well once whoever opened it has no part in it any more, as at the end of a power of attorney.
    """
    if access.TRACKED not in session or request.endpoint in ALWAYS_OPEN:
        return None
    found = access.opened()
    if found is None:
        close_case()
        flash(
            _(
                "Tampilan permohonan sudah ditutup, misalnya karena lama tidak dibuka."
                " Masukkan lagi nomor dan kodenya."
            ),
            "info",
        )
        return redirect(url_for("track.find"), 303)
    if found.person and not _still_theirs(found):
        close_case()
        flash(_("Perkara ini ditutup: yang membukanya tidak lagi berhak melihatnya."), "info")
        return redirect(url_for("mine.index"), 303)
    return None


def _still_theirs(opened: Opened) -> bool:
    """Whether who opened the case still has the address that was proved, and a part in the case."""
    identity = services().people.identity(opened.person)
    if identity is None or services().proofs.mark(identity.email) != opened.address:
        return False
    return partaking.part_of(opened.person, opened.stream) is not None
