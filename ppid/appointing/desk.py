"""What an administrator of a body does, one method for each command. Thread-safe.

Each is decided on the body as it stands and its own day, and recorded on the body's stream with the
administrator as the one who acted; decided again where somebody was faster.
"""

from __future__ import annotations

from ppid.appointing import commands as c
from ppid.appointing import rules
from ppid.commands import AppointOfficer, DismissOfficer
from ppid.directory import Directory
from ppid.events import Actor


class Appointing:
    """Appointments, delegations and absences of the bodies in a directory."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def appoint(self, command: AppointOfficer, actor: Actor) -> int:
        """Appoint an officer, or propose it where two administrators have to."""
        return self._directory.appoint(command, actor)

    def dismiss(self, command: DismissOfficer, actor: Actor) -> int:
        """End every power of an officer."""
        return self._directory.dismiss(command, actor)

    def confirm(self, command: c.ConfirmProposal, actor: Actor) -> int:
        """Confirm what another administrator proposed."""
        return self._directory.confirm(command, actor)

    def drop(self, command: c.DropProposal, actor: Actor) -> int:
        """Decline a proposal, or take one's own back."""
        return self._directory.on_body(
            command.body, actor, lambda body, on: rules.drop(body, command, on, actor)
        )

    def delegate(self, command: c.DelegateRoles, actor: Actor) -> int:
        """Lend roles of one officer to another, or propose it where two administrators have to."""
        return self._directory.on_body(
            command.body, actor, lambda body, on: rules.delegate(body, command, on, actor)
        )

    def end_delegation(self, command: c.EndDelegation, actor: Actor) -> int:
        """End a delegation before its last day."""
        return self._directory.on_body(
            command.body, actor, lambda body, on: rules.end_delegation(body, command, on, actor)
        )

    def note_absence(self, command: c.NoteAbsence, actor: Actor) -> int:
        """Note that an officer is away."""
        return self._directory.on_body(
            command.body, actor, lambda body, on: rules.note_absence(body, command, on, actor)
        )

    def end_absence(self, command: c.EndAbsence, actor: Actor) -> int:
        """Note that an officer is back."""
        return self._directory.on_body(
            command.body, actor, lambda body, on: rules.end_absence(body, command, on, actor)
        )

    def invite(self, command: c.InviteOfficer, actor: Actor) -> int:
        """Record that an officer gets a one-time code."""
        return self._directory.on_body(
            command.body, actor, lambda body, on: rules.invite(body, command, on, actor)
        )

    def propose_factor_reset(self, command: c.ProposeFactorReset, actor: Actor) -> int:
        """Propose to forget an officer's second factor."""
        return self._directory.on_body(
            command.body, actor, lambda body, on: rules.propose_factor_reset(body, command, on, actor)
        )
