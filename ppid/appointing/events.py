"""The facts about officers, on the stream of their body. Names are sealed with each officer's own key.

No fact says why somebody is absent beyond a kind: an illness is nobody's business in a log that keeps all
(UU 27/2022 art. 4(2)a, 16(2)).
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from ppid.events import Event, Role, Sealed, Stream


class AbsenceKind(StrEnum):
    """Why an officer is away, as far as the office has to know."""

    LEAVE = "leave"
    DUTY = "duty"
    PREVENTED = "prevented"


class OfficerAppointed(Event, frozen=True):
    """Somebody holds roles in the body, and in a unit where the role needs one, from ``since`` to ``until``.

    What they held before ends the day before. ``basis`` is the written appointment; ``proposal`` names what
    another administrator proposed, where two were needed, and ``confirmed_by`` who confirmed it. Without
    ``since`` it holds from when it was recorded, without ``until`` until it is ended.
    """

    officer: str
    name: Sealed
    roles: tuple[Role, ...]
    unit: str = ""
    position: str = ""
    since: date | None = None
    until: date | None = None
    basis: str = ""
    proposal: str = ""
    confirmed_by: Stream = ""


class OfficerDismissed(Event, frozen=True):
    """Somebody no longer holds any role in the body."""

    officer: str
    reason: str


class AppointmentProposed(Event, frozen=True):
    """An administrator proposed an appointment that needs a second one. ``by`` proposed it."""

    proposal: str
    by: Stream
    officer: Stream
    name: Sealed
    roles: tuple[Role, ...]
    unit: str = ""
    position: str = ""
    since: date | None = None
    until: date | None = None
    basis: str = ""


class DelegationProposed(Event, frozen=True):
    """An administrator proposed to delegate powers that need a second one. ``by`` proposed it."""

    proposal: str
    by: Stream
    giver: Stream
    delegate: Stream
    roles: tuple[Role, ...]
    since: date
    until: date
    reason: str


class FactorResetProposed(Event, frozen=True):
    """An administrator proposed to forget an officer's second factor. ``by`` proposed it."""

    proposal: str
    by: Stream
    officer: Stream
    reason: str


class ProposalDropped(Event, frozen=True):
    """A proposal was not confirmed: the second administrator declined it, or the first took it back."""

    proposal: str
    reason: str


class Delegated(Event, frozen=True):
    """``delegate`` may use roles of ``giver`` for some days; ``proposal`` where two people decided it."""

    delegation: str
    giver: Stream
    delegate: Stream
    roles: tuple[Role, ...]
    since: date
    until: date
    reason: str
    proposal: str = ""


class DelegationEnded(Event, frozen=True):
    """A delegation ended before its last day."""

    delegation: str
    reason: str


class AbsenceNoted(Event, frozen=True):
    """An officer is away from ``since`` to ``until``."""

    absence: str
    officer: Stream
    since: date
    until: date
    kind: AbsenceKind


class AbsenceEnded(Event, frozen=True):
    """An officer is back before the last day of an absence, or the note was a mistake."""

    absence: str


class OfficerInvited(Event, frozen=True):
    """An officer got a one-time code with which to choose a password: for the first time, or ``again``."""

    officer: Stream
    again: bool = False


class FactorReset(Event, frozen=True):
    """Two administrators had an officer's second factor forgotten, so that a new one can be set."""

    officer: Stream
    proposal: str


AppointingEvent = (
    OfficerAppointed
    | OfficerDismissed
    | AppointmentProposed
    | DelegationProposed
    | FactorResetProposed
    | ProposalDropped
    | Delegated
    | DelegationEnded
    | AbsenceNoted
    | AbsenceEnded
    | OfficerInvited
    | FactorReset
)


# Auditors of the commission -------------------------------------------------------------------------------


class AuditorAppointed(Event, frozen=True):
    """Somebody of the commission may read this installation, until ``until`` where it is given."""

    auditor: Stream
    name: Sealed
    until: date | None = None


class AuditorDismissed(Event, frozen=True):
    """An auditor may read no longer."""

    auditor: Stream
    reason: str
