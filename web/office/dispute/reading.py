"""What stands behind a dispute, read beside it: its objection, its request, whose papers they are."""

from __future__ import annotations

from ppid.dispute.case import Dispute
from ppid.events import Stream
from ppid.objection.state import Objection
from ppid.request.state import Request
from ppid.vault import ErasedKeyError
from web.office.sight import Sight
from web.services import services

Seen = Sight[Dispute]


def objection_of(seen: Seen) -> Objection | None:
    """The objection that went to the commission; None where ground b stands alone."""
    behind = seen.state.objection
    return services().objections.see(behind, seen.actor) if behind else None


def request_of(seen: Seen) -> Request | None:
    """The request at the bottom of it."""
    asked = seen.state.request
    return services().desk.request(asked, seen.actor) if asked else None


def owner_of(seen: Seen) -> Stream:
    """Under whose key the papers of the case are sealed: the applicant's, else the officer's.

    Papers on somebody who was erased since are the body's own.
    """
    objection = objection_of(seen)
    return owner(objection.objector if objection else "", seen.actor.id)


def owner(applicant: Stream, officer: Stream) -> Stream:
    """The applicant while their key is kept, else the officer."""
    if not applicant:
        return officer
    try:
        services().vault.key_of(applicant)
    except ErasedKeyError:
        return officer
    return applicant
