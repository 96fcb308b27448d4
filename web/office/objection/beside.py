"""The objections to a request, as the request's own page shows them."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from ppid.acts import DESK
from ppid.objection.state import Objection
from projections.words_objection import STEPS
from web.office.objection.words import COLOURS, letters_of
from web.office.sight import RequestSight
from web.office.words import say
from web.services import services


class ObjectionShown(NamedTuple):
    """An objection in a line."""

    number: str
    href: str
    grounds: str
    step: str
    colour: str


def objections_beside(seen: RequestSight) -> list[ObjectionShown]:
    """The objections to a request that this officer may know of, the first one first."""
    found = services().objections.of_request(seen.request.stream, seen.actor)
    return [_shown(objection) for objection in found]


def begin_href(seen: RequestSight) -> str:
    """Where one is recorded; "" for who records none."""
    return url_for("objection.begin", permohonan=seen.hex) if seen.actor.role in DESK else ""


def _shown(objection: Objection) -> ObjectionShown:
    return ObjectionShown(
        objection.number,
        url_for("objection.case", case=objection.stream.rpartition("-")[2]),
        letters_of(objection.grounds),
        say(STEPS[objection.step]),
        COLOURS[objection.step],
    )
