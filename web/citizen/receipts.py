"""The receipt in the browser that filed: what it may show, and for how long the access code.

The code is derived and never stored; it is shown in this browser for half an hour after filing, so that a
reload or a lost page costs nothing, and never again. Law: UU 14/2008 art. 22(4)-(5).
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from flask import Response, session

from ppid.body import Body
from ppid.events import Actor, Role, Stream
from ppid.request.refusals import UnknownRequestError
from ppid.request.state import Request
from web import papers
from web.citizen.deadlines import Due, due_of
from web.i18n import language
from web.services import services

RECEIPT = "tanda_bukti"
CODE_MINUTES = 30


class Shown(msgspec.Struct, frozen=True):
    """What a receipt shows. ``code`` is empty once its time is over."""

    request: Request
    body: Body
    code: str
    filed_at: datetime
    check: Due | None
    answer: Due | None


def remember(request: Stream) -> None:
    """Let this browser see the receipt of what it filed."""
    session[RECEIPT] = request


def forget() -> None:
    """Let this browser see no receipt any more."""
    session.pop(RECEIPT, None)


def remembered() -> bool:
    """Whether this browser filed a request and may see its receipt."""
    return RECEIPT in session


def was_filed(draft: str) -> bool:
    """Whether the draft of that id became a request."""
    return bool(draft) and services().log.last(f"request-{draft}") is not None


def shown() -> Shown | None:
    """The receipt of this browser; None when it filed nothing."""
    stream = str(session.get(RECEIPT, ""))
    recorded = services().log.load(stream) if stream else []
    if not recorded:
        return None
    try:
        request = services().desk.request(stream, Actor(stream, Role.CITIZEN))
    except UnknownRequestError:
        return None
    body = services().directory.body(request.body)
    filed_at = recorded[0].envelope.recorded_at
    fresh = services().now() - filed_at < timedelta(minutes=CODE_MINUTES)
    check, answer = request.clocks.get("D03"), request.answer_clock
    return Shown(
        request=request,
        body=body,
        code=services().vault.access_code(stream) if fresh else "",
        filed_at=filed_at,
        check=due_of(check.promise, body) if check else None,
        answer=due_of(answer.promise, body) if answer else None,
    )


def as_pdf(receipt: Shown) -> Response:
    """The receipt as PDF, with the code while it may be shown."""
    return papers.send(
        receipt.request, "tanda-bukti", language=language(), code=receipt.code or None, download=True
    )
