"""A case as it stood when a letter was issued: the request, its people, its body, and who signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ppid import body as bodies
from ppid.body import Body, OfficerAppointed
from ppid.errors import RuleError
from ppid.events import Recorded, Stream
from ppid.person import Identity, current_identity
from ppid.request.state import Request, fold
from web.letters import Signature, kinds
from web.services import services

ERASED: dict[kinds.Language, str] = {"id": "[dihapus]", "en": "[erased]"}
PPID_POSITION = "Pejabat Pengelola Informasi dan Dokumentasi"


class NoSuchLetterError(RuleError):
    """The case has no such letter now."""

    code = "no-such-letter"
    status = 404
    id = "Surat ini tidak ada pada permohonan ini."
    en = "This request has no such letter."


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case up to the fact that issued a letter, with the people and the body as they were then.

    ``identity`` is None once the requester was erased. ``signature`` is of the officer who recorded the fact.
    """

    request: Request
    body: Body
    identity: Identity | None
    representative: Identity | None
    filed: Recorded
    issued: Recorded
    signature: Signature
    parent: str = ""

    @property
    def recorded_on(self) -> date:
        """The body's own day on which the fact was recorded."""
        return self.body.local_date(self.issued.envelope.recorded_at)


def open_case(recorded: list[Recorded], issued: Recorded) -> CaseFile:
    """Fold the case, its people and its body up to the fact that issued a letter."""
    request = fold(r.envelope for r in recorded if r.position <= issued.position)
    if request is None:
        raise NoSuchLetterError
    log = services().log
    of_body = [r for r in log.load(request.body) if r.position <= issued.position]
    body = bodies.fold(request.body, (r.envelope.event for r in of_body))
    if body is None:
        raise bodies.UnknownBodyError(body=request.body)
    parent = services().directory.body(body.parent).name if body.parent else ""
    return CaseFile(
        request=request,
        body=body,
        identity=_who_then(request.requester, issued.position),
        representative=_who_then(request.representative, issued.position),
        filed=recorded[0],
        issued=issued,
        signature=_signature(of_body, issued),
        parent=parent,
    )


def _who_then(person: Stream, position: int) -> Identity | None:
    """Who a person was said to be when the letter was issued; None when unknown or erased since."""
    if not person:
        return None
    then = [r.envelope.event for r in services().log.load(person) if r.position <= position]
    return services().vault.open(current_identity(then))


def _signature(of_body: list[Recorded], issued: Recorded) -> Signature:
    """Who signs: the officer who recorded the fact, in the position held then."""
    held = [
        r.envelope.event
        for r in of_body
        if isinstance(r.envelope.event, OfficerAppointed)
        and r.envelope.event.officer == issued.envelope.actor
    ]
    if not held:
        return Signature(position=PPID_POSITION, name="")
    known = services().vault.open(held[-1].name)
    return Signature(position=held[-1].position or PPID_POSITION, name=known.name if known else ERASED["id"])
