"""A request as it stood when a letter was issued: the request, its people, its body, and who signed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ppid.body import Body
from ppid.events import Recorded
from ppid.person import Identity
from ppid.request.state import Request, fold
from web.letters import Signature
from web.papers.then import ERASED, NoSuchLetterError, Then, then

__all__ = ["ERASED", "CaseFile", "NoSuchLetterError", "open_case"]


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case up to the fact that issued a letter, with the people and the body as they were then.

    ``identity`` is None once the requester was erased. ``signature`` is of the officer who recorded the fact.
    """

    request: Request
    then: Then
    identity: Identity | None
    representative: Identity | None
    filed: Recorded
    issued: Recorded
    signature: Signature

    @property
    def body(self) -> Body:
        """The body as it was then."""
        return self.then.body

    @property
    def recorded_on(self) -> date:
        """The body's own day on which the fact was recorded."""
        return self.then.on(self.issued)


def open_case(recorded: list[Recorded], issued: Recorded) -> CaseFile:
    """Fold the case, its people and its body up to the fact that issued a letter."""
    request = fold(r.envelope for r in recorded if r.position <= issued.position)
    if request is None:
        raise NoSuchLetterError
    stood = then(request.body, issued.position)
    return CaseFile(
        request=request,
        then=stood,
        identity=stood.identity(request.requester),
        representative=stood.identity(request.representative),
        filed=recorded[0],
        issued=issued,
        signature=stood.signature(issued.envelope.actor),
    )
