"""The auditors of the commission: who may read this installation, and until when. Pure.

They belong to no body. Their facts stand on the list of bodies, the one stream of the whole installation. An
account from before these facts has none; it reads on until it is dismissed.
Law: UU 14/2008 art. 23, 26(1), 35; regulations §2.3.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from ppid.appointing import refusals as no
from ppid.appointing.commands import AppointAuditor, DismissAuditor
from ppid.appointing.events import AuditorAppointed, AuditorDismissed
from ppid.appointing.refusals import EndsBeforeError
from ppid.checks import REASON, check_text
from ppid.events import Event, Sealed, Stream


class Auditors(msgspec.Struct, frozen=True):
    """Who was appointed and not dismissed, with the last day where there is one; and who was dismissed."""

    appointed: dict[Stream, AuditorAppointed] = {}
    dismissed: frozenset[Stream] = frozenset()

    def may_read(self, auditor: Stream, on: date) -> bool:
        """Whether an auditor may read on a day."""
        if auditor in self.dismissed:
            return False
        known = self.appointed.get(auditor)
        return known is None or known.until is None or on <= known.until


def fold(events: Iterable[Event]) -> Auditors:
    """The auditors that the facts make; facts of anything else change nothing."""
    appointed: dict[Stream, AuditorAppointed] = {}
    dismissed: set[Stream] = set()
    for event in events:
        match event:
            case AuditorAppointed(auditor=auditor):
                appointed[auditor] = event
                dismissed.discard(auditor)
            case AuditorDismissed(auditor=auditor):
                appointed.pop(auditor, None)
                dismissed.add(auditor)
            case _:
                pass
    return Auditors(appointed, frozenset(dismissed))


def appoint(command: AppointAuditor, name: Sealed, on: date) -> AuditorAppointed:
    """Let somebody of the commission read."""
    if command.until is not None and command.until < on:
        raise EndsBeforeError("until", since=on, until=command.until)
    return AuditorAppointed(command.auditor, name, command.until)


def dismiss(auditors: Auditors, command: DismissAuditor) -> AuditorDismissed:
    """End what an auditor may read, from the next page on."""
    if command.auditor in auditors.dismissed:
        raise no.UnknownAuditorError
    check_text("reason", command.reason, REASON)
    return AuditorDismissed(command.auditor, command.reason)
