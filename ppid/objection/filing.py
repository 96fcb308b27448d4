"""Taking an objection in: who objects, on which grounds, in time or late, and its number.

Law: UU 14/2008 art. 35-36; Perki 1/2021 art. 39-43, annex X; regulations §5.2 to §5.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from ppid.body import Body
from ppid.checks import Context, check_happened, check_order, check_text, promise
from ppid.deadlines import D10, clock_of
from ppid.events import Stream
from ppid.objection import events as e
from ppid.objection import refusals as no
from ppid.objection.checks import (
    CASE,
    FOUND,
    GROUNDS,
    IDENTITY,
    INFORMATION,
    MANDATE,
    PURPOSE,
    REQUEST_RECEIVED,
    WHO_ACTS,
)
from ppid.objection.commands import FileObjection
from ppid.objection.vocabulary import GROUNDS as GROUND_RULES
from ppid.objection.vocabulary import Ground
from ppid.objection.windows import Window, windows
from ppid.refusals import RequiredError
from ppid.request.intake import ROMAN, check_identity
from ppid.request.state import Request
from ppid.request.vocabulary import Channel, DocumentKind


def objection_number(body: Body, sequence: int, received_on: date) -> str:
    """The registration number, gapless per body and year in the book of objections."""
    return f"{sequence:04d}/KEB-PPID-{body.code}/{ROMAN[received_on.month - 1]}/{received_on.year}"


def file(
    command: FileObjection,
    context: Context,
    *,
    sequence: int,
    request: Request | None,
    raised: Mapping[Ground, str],
    deciders: tuple[str, ...] = (),
) -> tuple[e.Filed, e.Registered]:
    """Take an objection in and give it its number; late grounds are marked, never blocked.

    ``raised`` are the grounds that open objections to the same request have raised, with their numbers;
    ``deciders`` who took the decisions on that request.
    Law: UU 14/2008 art. 35(1), 36(1); Perki 1/2021 art. 39-42, annex X.
    """
    received_on = command.received_on or context.as_of
    check_happened("received_on", received_on, context)
    if request:
        check_order("received_on", received_on, request.received_on, REQUEST_RECEIVED)
    if command.channel is Channel.BOOK:
        raise no.NotAChannelError("channel")
    grounds = _grounds(command, request, raised)
    found_on = _found_on(command, grounds, received_on, context)
    periods = _periods(windows(request, context, on=received_on, found_on=found_on), grounds)
    check_text("case", command.case, CASE)
    check_text("purpose", command.purpose, PURPOSE)
    check_text("information", command.information, INFORMATION, required=request is None)
    _check_people(command, request)
    filed = e.Filed(
        channel=command.channel,
        received_on=received_on,
        objector=request.requester if request else command.objector,
        grounds=grounds,
        case=command.case,
        purpose=command.purpose,
        information=command.information.strip() or (request.wish.information if request else ""),
        request=request.stream if request else "",
        request_number=request.number if request else "",
        found_on=found_on,
        representative=command.representative,
        documents=command.documents,
        received_at=command.received_at,
        language=command.language,
        periods=periods,
        decided_by=deciders,
    )
    return filed, registered(filed, context, sequence)


def registered(filed: e.Filed, context: Context, sequence: int) -> e.Registered:
    """Enter the objection in the register on the day it is recorded; D10 runs from its receipt.

    Thirty working days, and no act extends them. Law: UU 14/2008 art. 36(2); Perki 1/2021 art. 44(1); U10.
    """
    start = counts_from(filed, context)
    return e.Registered(
        number=objection_number(context.body, sequence, filed.received_on),
        sequence=sequence,
        year=filed.received_on.year,
        registered_on=context.as_of,
        promises=(promise(clock_of(D10.code, filed.received_on), start, context),),
    )


def counts_from(filed: e.Filed, context: Context) -> date:
    """Day zero of the answer: the day of receipt, or the next after closing time where U6 says so."""
    if filed.received_at is None or not context.body.rules.after_hours_next_day:
        return filed.received_on
    local = filed.received_at.astimezone(ZoneInfo(context.body.zone))
    after_hours = local.date() == filed.received_on and local.time() >= context.body.hours.closes
    return filed.received_on + timedelta(days=1) if after_hours else filed.received_on


def _grounds(
    command: FileObjection, request: Request | None, raised: Mapping[Ground, str]
) -> tuple[Ground, ...]:
    grounds = tuple(ground for ground in Ground if ground in command.grounds)
    if not grounds:
        raise RequiredError("grounds", label_id=GROUNDS.id, label_en=GROUNDS.en, article=GROUNDS.article)
    for ground in grounds:
        if request is None and GROUND_RULES[ground].needs_request:
            raise no.RequestNeededError("grounds", ground=ground)
        if ground in raised:
            raise no.AlreadyObjectedError("grounds", ground=ground, number=raised[ground])
    return grounds


def _found_on(
    command: FileObjection, grounds: tuple[Ground, ...], received_on: date, context: Context
) -> date | None:
    if Ground.PERIODIC not in grounds:
        return None
    if command.found_on is None:
        raise RequiredError("found_on", label_id=FOUND.id, label_en=FOUND.en, article=FOUND.article)
    check_happened("found_on", command.found_on, context)
    check_order("found_on", received_on, command.found_on, FOUND)
    return command.found_on


def _periods(found: dict[Ground, Window], grounds: tuple[Ground, ...]) -> tuple[e.Period, ...]:
    for ground in grounds:
        if why := found[ground].why_not:
            raise no.GroundNotOpenError("grounds", ground=ground, why_id=why.id, why_en=why.en)
    return tuple(e.Period(ground, found[ground].promise, found[ground].late) for ground in grounds)


def _check_people(command: FileObjection, request: Request | None) -> None:
    """Who objects is known by name; who acts for them shows a special power of attorney (art. 40)."""
    if request is None:
        if not (command.objector and command.identity):
            raise RequiredError(
                "identity", label_id=IDENTITY.id, label_en=IDENTITY.en, article=IDENTITY.article
            )
        check_identity(command.identity)
    if command.representative_identity:
        check_identity(command.representative_identity)
    if command.representative and not _represented(command, request):
        raise RequiredError(
            "representative_identity", label_id=WHO_ACTS.id, label_en=WHO_ACTS.en, article=WHO_ACTS.article
        )
    mandated = any(document.kind is DocumentKind.MANDATE for document in command.documents)
    if command.representative and not mandated:
        raise RequiredError("documents", label_id=MANDATE.id, label_en=MANDATE.en, article=MANDATE.article)


def _represented(command: FileObjection, request: Request | None) -> bool:
    """Whether it is known who acts for the objector: said now, or at the request."""
    known = request is not None and request.representative == command.representative
    return known or command.representative_identity is not None


def list_stream(request: Stream) -> Stream:
    """The stream that lists the objections to a request."""
    return f"objections-{request.removeprefix('request-')}"
