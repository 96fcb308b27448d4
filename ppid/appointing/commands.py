"""What an administrator of a body may ask for, as frozen values. A command knows no rule."""

from __future__ import annotations

from datetime import date

from ppid.appointing.events import AbsenceKind
from ppid.commands import Command
from ppid.events import Role, Stream


class ConfirmProposal(Command, frozen=True, kw_only=True):
    """Confirm what another administrator proposed; ``digest`` is of the proposal as it was read."""

    body: Stream
    proposal: str
    digest: str


class DropProposal(Command, frozen=True, kw_only=True):
    """Decline a proposal, or take one's own back, with the reason."""

    body: Stream
    proposal: str
    reason: str


class DelegateRoles(Command, frozen=True, kw_only=True):
    """Put roles of one officer into the hands of another for some days. ``delegation`` is a fresh id."""

    body: Stream
    delegation: str
    giver: Stream
    delegate: Stream
    roles: tuple[Role, ...]
    since: date
    until: date
    reason: str


class EndDelegation(Command, frozen=True, kw_only=True):
    """End a delegation now, with the reason."""

    body: Stream
    delegation: str
    reason: str


class NoteAbsence(Command, frozen=True, kw_only=True):
    """Note that an officer is away. ``absence`` is a fresh id."""

    body: Stream
    absence: str
    officer: Stream
    since: date
    until: date
    kind: AbsenceKind


class EndAbsence(Command, frozen=True, kw_only=True):
    """Note that an officer is back."""

    body: Stream
    absence: str


class InviteOfficer(Command, frozen=True, kw_only=True):
    """Record that an officer gets a one-time code; ``again`` where they have an account already."""

    body: Stream
    officer: Stream
    again: bool = False


class ProposeFactorReset(Command, frozen=True, kw_only=True):
    """Propose to forget an officer's second factor. ``proposal`` is a fresh id."""

    body: Stream
    proposal: str
    officer: Stream
    reason: str


class AppointAuditor(Command, frozen=True, kw_only=True):
    """Let somebody of the commission read this installation."""

    auditor: Stream
    name: str
    until: date | None = None


class DismissAuditor(Command, frozen=True, kw_only=True):
    """End what an auditor may read, with the reason."""

    auditor: Stream
    reason: str
