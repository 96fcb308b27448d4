"""What this browser may see of a case: the request with its objections, or one objection alone.

Objections are counted from 1 in the order they were filed; no address names one by anything else, so no
address can name somebody else's.
"""

from __future__ import annotations

from datetime import date

import msgspec
from flask import abort

from ppid.body import Body
from ppid.checks import Context
from ppid.events import Actor, Recorded, Stream
from ppid.objection.state import OBJECTION, Objection
from ppid.request.state import Request
from web import access
from web.services import services

PLACE_DIGITS = 3


class Dossier(msgspec.Struct, frozen=True):
    """A followed case on a day. ``request`` is None where only an objection's number was proved."""

    actor: Actor
    body: Body
    context: Context
    request: Request | None
    objections: tuple[Objection, ...]

    @property
    def as_of(self) -> date:
        """The body's own day."""
        return self.context.as_of

    def place_of(self, stream: Stream) -> int:
        """Where an objection stands among those of the case, counted from 1."""
        return [each.stream for each in self.objections].index(stream) + 1


class Chosen(msgspec.Struct, frozen=True):
    """One objection of a dossier: its place, itself, and its facts."""

    dossier: Dossier
    place: int
    objection: Objection
    recorded: tuple[Recorded, ...]

    @property
    def body(self) -> Body:
        """The body that is objected to."""
        return self.dossier.body


def dossier() -> Dossier:
    """The case of the number and code that were proved in this browser."""
    stream = access.tracked()
    actor = access.citizen_actor(stream)
    if OBJECTION.of(stream):
        objection = services().objections.see(stream, actor)
        body = services().directory.body(objection.body)
        return Dossier(actor, body, services().desk.context(body), None, (objection,))
    request = services().desk.request(stream, actor)
    body = services().directory.body(request.body)
    found = tuple(services().objections.of_request(stream, actor))
    return Dossier(actor, body, services().desk.context(body), request, found)


def chosen(place: str) -> Chosen:
    """The objection of that place; 404 where there is none."""
    found = dossier()
    # A number of 5,000 digits is no number here (F20).
    wanted = int(place) if place.isascii() and place.isdigit() and len(place) <= PLACE_DIGITS else 0
    if not 1 <= wanted <= len(found.objections):
        abort(404)
    return choose(found, wanted)


def choose(found: Dossier, place: int) -> Chosen:
    """The objection of a place that exists."""
    objection = found.objections[place - 1]
    recorded = tuple(services().log.load(objection.stream)[: objection.version])
    return Chosen(found, place, objection, recorded)
