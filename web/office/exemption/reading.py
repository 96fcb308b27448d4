"""What is read beside an exemption: its officers by name, and the request or dispute it was tested for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import current_app, url_for

from ppid.body import Body
from ppid.dispute.state import DISPUTE
from ppid.errors import RuleError
from ppid.events import Actor, Stream
from ppid.exemption.state import Exemption
from ppid.objection.state import OBJECTION
from ppid.request.refusals import UnknownRequestError
from ppid.request.state import REQUEST
from projections.agenda import AGENDA, Agendum
from projections.cases import CASES
from projections.people import OFFICERS
from projections.reader import Reader
from web.i18n import gettext as _
from web.office.sight import HEX, Sight
from web.schemas import digits
from web.services import services

Seen = Sight[Exemption]

#: In the address of a beginning: what the test is made for.
REQUEST_ASKED, DISPUTE_ASKED = "permohonan", "sengketa"
MOST_DISPUTES = 200


def names_of(body: Body, officers: Iterable[Stream]) -> dict[Stream, str]:
    """The names of officers, also of those who are no longer appointed."""
    wanted = [officer for officer in dict.fromkeys(officers) if officer]
    boxes = {officer.id: officer.name for officer in body.officers if officer.id in wanted}
    gone = [officer for officer in wanted if officer not in boxes]
    if gone:
        past = Reader(services().views, OFFICERS).page(where={"officer": gone, "body": body.stream})
        boxes |= {officer.officer: officer.name for officer in past}
    opened = services().vault.open_all(list(boxes.values()))
    found = dict.fromkeys(wanted, _("petugas yang tidak lagi bertugas"))
    for officer, identity in zip(boxes, opened, strict=True):
        found[officer] = identity.name if identity else _("(nama dihapus)")
    return found


def known_cause(cause: Stream, body: Stream) -> bool:
    """Whether the body has the request or dispute that a test is made for."""
    last = services().log.last(cause) if cause else None
    return last is not None and last.envelope.body == body


def cause_asked(asked: Mapping[str, str], actor: Actor) -> Stream:
    """The request or dispute that an address names; '' where it names none. Raises what is unknown."""
    named, case = asked.get(REQUEST_ASKED, ""), asked.get(DISPUTE_ASKED, "")
    if named:
        if not HEX.fullmatch(named):
            raise UnknownRequestError
        return services().desk.request(f"{REQUEST.kind}-{named}", actor).stream
    if case:
        if not HEX.fullmatch(case):
            raise DISPUTE.unknown
        return services().disputes.see(f"{DISPUTE.kind}-{case}", actor).stream
    return ""


def number_of(cause: Stream, actor: Actor) -> str:
    """The number of a request, objection or dispute; '' where there is none that this officer may see."""
    try:
        if cause.startswith(REQUEST.kind):
            return services().desk.request(cause, actor).number
        if cause.startswith(DISPUTE.kind):
            return services().disputes.see(cause, actor).number
        if cause.startswith(OBJECTION.kind):
            return services().objections.see(cause, actor).number
    except RuleError:
        pass
    return ""


def request_by_number(body: Stream, typed: str) -> Stream:
    """The request of that number; '' where the body has none."""
    wanted = "".join(digits(typed).upper().split())
    if not wanted or "\0" in wanted:
        return ""
    found = Reader(services().views, CASES).page(where={"body": body, "number": wanted}, limit=1)
    return found[0].stream if found else ""


def open_disputes(body: Stream) -> list[Agendum]:
    """The disputes that a test may be made in."""
    reader = Reader(services().views, AGENDA)
    where = {"kind": DISPUTE.kind, "body": body, "closed": False}
    return reader.page(where=where, order=("opened_on", "stream"), limit=MOST_DISPUTES, descending=True)


def link_of(case: Stream, actor: Actor) -> tuple[str, str]:
    """The number and the address of another case; two '' where this officer may not see it."""
    kind, _sign, name = case.partition("-")
    endpoint = "desk.case" if kind == REQUEST.kind else f"{kind}.case"
    if endpoint not in current_app.view_functions:
        return "", ""
    number = number_of(case, actor)
    return (number, url_for(endpoint, case=name)) if number else ("", "")
