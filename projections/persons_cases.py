"""Where somebody stands: requests and objections, the disputes that follow, what they asked of their data."""

from __future__ import annotations

from collections.abc import Callable

from ppid.database import Database
from ppid.dispute.state import DISPUTE
from ppid.events import Stream
from projections.agenda import AGENDA, state_of
from projections.parties import PARTIES
from projections.privacy import ASKINGS, of_person
from projections.reader import Reader


def cases_of(views: Database) -> Callable[[Stream], list[Stream]]:
    """Return what finds the cases of a person, as far as the projections have come."""
    parties, agenda, askings = Reader(views, PARTIES), Reader(views, AGENDA), Reader(views, ASKINGS)

    def of(person: Stream) -> list[Stream]:
        asked = of_person(askings, person)
        own = [row.case for row in parties.all(where={"person": person})]
        if not own:
            return asked
        disputes = [state_of(row, DISPUTE) for row in agenda.all(where={"kind": DISPUTE.kind})]
        return asked + own + [d.stream for d in disputes if d.objection in own or d.request in own]

    return of
