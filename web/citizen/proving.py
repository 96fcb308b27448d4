"""What a proved mail address shows: its persons, the cases they have a part in, and one of them at a time.

An address names nothing by a number of ours, only by its place in what was proved or by a case that is in it.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from flask import abort, session

from ppid.body import Body
from ppid.errors import RuleError
from ppid.events import Actor, Role, Stream
from ppid.objection.state import OBJECTION, Objection
from ppid.person import Identity
from ppid.request.state import Request
from projections.parties import Part, Partaking
from web import access
from web.citizen import partaking, tracking
from web.mailing.readers import having
from web.services import services

#: More cases than anybody has; a page must not become longer than a screen reader can bear.
MOST_CASES = 200
PLACE_DIGITS = 3


class Person(msgspec.Struct, frozen=True):
    """Somebody whose data may be shown here. ``place`` is where their pages are found."""

    stream: Stream
    identity: Identity
    place: str


class Mine(msgspec.Struct, frozen=True):
    """A case of a proved person: a request, or an objection."""

    part: Part
    person: Person
    body: Body
    filed_at: datetime
    request: Request | None = None
    objection: Objection | None = None

    @property
    def stream(self) -> Stream:
        """The case."""
        found = self.request or self.objection
        return found.stream if found else ""

    @property
    def number(self) -> str:
        """Its registration number."""
        found = self.request or self.objection
        return found.number if found else ""


def begin(address: str) -> None:
    """Let this browser see the persons of an address that was proved; what it proved before ends."""
    end()
    found = having(services(), address)
    session[access.MAILED] = services().proofs.open_session(address, [each.person for each in found])


def end() -> None:
    """End what was proved, and close the case that was opened with it."""
    token = session.pop(access.MAILED, "")
    if token:
        services().proofs.end(str(token))
    tracking.close_case()


def persons() -> list[Person]:
    """The persons of the proved address who still have it, in the order of their places."""
    proved = access.proved()
    if proved is None:
        return []
    found = []
    for place, stream in enumerate(proved.persons, 1):
        identity = services().people.identity(stream)
        # Corrected since, or erased: whoever reads this address has nothing to do with them any more.
        if identity and services().proofs.mark(identity.email) == proved.address:
            found.append(Person(stream, identity, str(place)))
    return found


def of_case(place: str) -> list[Person]:
    """The person whose case is open here; nobody where none is, or they were erased.

    Nobody either where the case was opened through the mail of somebody who acts for them: that proves who
    the agent is, and a power of attorney for a request is none over the other's personal data.
    """
    stream = access.tracked()
    if not stream or not tracking.is_own():
        return []
    citizen = access.citizen_actor(stream)
    if OBJECTION.of(stream):
        person = services().objections.see(stream, citizen).objector
    else:
        person = services().desk.request(stream, citizen).requester
    identity = services().people.identity(person)
    return [Person(person, identity, place)] if identity else []


def cases() -> list[Mine]:
    """Every request and objection of the proved persons, the newest first, each once."""
    found: dict[Stream, Mine] = {}
    for mine in (each for person in persons() for each in cases_of(person)):
        # Who acts in a case of their own sees it as their own.
        if mine.stream not in found or mine.part is Part.OWN:
            found[mine.stream] = mine
    return sorted(found.values(), key=lambda mine: (mine.filed_at, mine.number), reverse=True)[:MOST_CASES]


def cases_of(person: Person) -> list[Mine]:
    """Every case that a person has a part in, the newest first."""
    rows = partaking.rows_of(person.stream, most=MOST_CASES)
    rows.sort(key=lambda row: row.filed_at, reverse=True)
    return [mine for row in rows if (mine := _mine(row, person))]


def open_case(stream: Stream) -> None:
    """Open a case of the proved persons in this browser; 404 for any other."""
    mine = next((each for each in cases() if each.stream == stream), None)
    if mine is None:
        abort(404)
    tracking.open_as(stream, mine.person.stream)


def _mine(row: Partaking, person: Person) -> Mine | None:
    citizen = Actor(row.case, Role.CITIZEN)
    body = services().directory.body(row.body)
    if partaking.over(row):
        # The power of attorney is over; what it opened is closed to whoever held it.
        return None
    try:
        if OBJECTION.of(row.case):
            return Mine(
                row.part, person, body, row.filed_at, objection=services().objections.see(row.case, citizen)
            )
        return Mine(row.part, person, body, row.filed_at, request=services().desk.request(row.case, citizen))
    except RuleError:
        # The list is a moment ahead or behind; what cannot be read is not shown.
        return None
