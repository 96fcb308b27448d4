"""Which cases somebody has a part in: requests and objections, and the disputes that follow from these."""

from __future__ import annotations

from collections.abc import Callable

from ppid.database import Database
from ppid.dispute.state import DISPUTE
from ppid.events import Stream
from projections.agenda import AGENDA, state_of
from projections.parties import PARTIES
from projections.reader import Reader


def cases_of(views: Database) -> Callable[[Stream], list[Stream]]:
    """Return what finds the cases of a person, as far as the projections have come."""
    parties, agenda = Reader(views, PARTIES), Reader(views, AGENDA)

    def of(person: Stream) -> list[Stream]:
        own = [row.case for row in parties.all(where={"person": person})]
        if not own:
            return []
        disputes = [state_of(row, DISPUTE) for row in agenda.all(where={"kind": DISPUTE.kind})]
        return own + [d.stream for d in disputes if d.objection in own or d.request in own]

    return of
