"""Where somebody stands: requests, objections, disputes, redactions, and what they asked of their data."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ppid.database import Database
from ppid.dispute.state import DISPUTE
from ppid.events import Stream
from projections.agenda import AGENDA, Agendum, state_of
from projections.parties import PARTIES
from projections.privacy import ASKINGS, of_person
from projections.reader import Reader
from projections.redactions import REDACTIONS


class _Disputes:
    """The disputes by the case they follow from, read again when the projection has moved on."""

    def __init__(self, agenda: Reader[Agendum]) -> None:
        self._agenda = agenda
        self._read: tuple[int, dict[Stream, list[Stream]]] = (-1, {})

    def of(self, cases: Iterable[Stream]) -> list[Stream]:
        position = self._agenda.standing().position
        if self._read[0] != position:
            found: dict[Stream, list[Stream]] = {}
            for row in self._agenda.all(where={"kind": DISPUTE.kind}):
                dispute = state_of(row, DISPUTE)
                for case in {dispute.objection, dispute.request} - {""}:
                    found.setdefault(case, []).append(dispute.stream)
            self._read = (position, found)
        return sorted({stream for case in cases for stream in self._read[1].get(case, ())})


def cases_of(views: Database) -> Callable[[Stream], list[Stream]]:
    """Return what finds the cases of a person, as far as the projections have come."""
    parties, askings = Reader(views, PARTIES), Reader(views, ASKINGS)
    disputes, redactions = _Disputes(Reader(views, AGENDA)), Reader(views, REDACTIONS)

    def of(person: Stream) -> list[Stream]:
        own = [row.case for row in parties.all(where={"person": person})]
        if not own:
            return of_person(askings, person)
        # What was redacted for somebody is sealed with their key, given up or not.
        redacted = [row.stream for row in redactions.all(where={"request": own})]
        return of_person(askings, person) + own + disputes.of(own) + redacted

    return of
