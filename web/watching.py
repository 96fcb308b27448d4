"""Nobody reads personal data unseen: what a page opened is recorded before the page is sent.

Every page that an officer or an auditor gets goes through here, so no page has to think of it. A citizen who
reads their own data leaves nothing. Law: UU 27/2022 art. 31-32; regulations §10 ("log every view").
"""

from __future__ import annotations

from flask import Flask, Response, request

from ppid.database import StoreUnavailableError
from ppid.events import Actor, Stream
from ppid.log import StreamMovedError
from ppid.openings import What
from web import access, refusing, trail
from web.services import services

REDIRECTS = range(300, 400)
EXPORTS = (".csv", ".xlsx", ".zip")
FILES = "/berkas/"
PAPERS = ("/surat/", "/cetak", "/tanda-bukti", "/tanda-terima", ".pdf")
WHOLE = "/pemohon"


def install(app: Flask) -> None:
    """Note the openings of every page before it leaves."""
    app.after_request(_noted)


def _noted(response: Response) -> Response:
    people, case = trail.opened_so_far()
    streamed = response.is_streamed
    reader = access.signed_in() if people or streamed else None
    # A redirect shows nothing.
    if reader is None or response.status_code in REDIRECTS:
        return response
    actor, what = reader.actor, _what(case)
    if streamed:
        trail.from_now_on(lambda more: _note(more, actor, what, case))
    try:
        _note(people, actor, what, case)
    except (StoreUnavailableError, StreamMovedError):
        # What nobody would know of is not shown.
        return refusing.page(503)
    return response


def _note(people: set[Stream], reader: Actor, what: What, case: Stream) -> None:
    """Officers' own names stand on every letter they sign; only the people they serve are noted."""
    served = people - services().directory.ever_appointed() if people else people
    if served:
        services().openings.note(served, reader, what, case)


def _what(case: Stream) -> What:
    path = request.path
    if path.endswith(EXPORTS):
        return What.EXPORT
    if FILES in path:
        return What.FILE
    if any(mark in path for mark in PAPERS):
        return What.PAPER
    if path.endswith(WHOLE):
        return What.IDENTITY
    return What.CASE if case else What.LIST
