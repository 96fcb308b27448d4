"""One case as an officer has it before their eyes: read from its own stream, so always current."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, NamedTuple, Protocol, cast

from flask import abort

from ppid.body import Body
from ppid.checks import Context
from ppid.events import Actor, Recorded, Role, Stream
from ppid.person import Identity
from ppid.request.state import REQUEST, Request
from ppid.subject import S, State, Subject
from projections.history import line_of
from projections.people import OFFICERS
from projections.reader import Reader
from web.access import current
from web.i18n import gettext as _
from web.i18n import pick
from web.office.words import ROLES, say
from web.services import services
from web.trail import on_case

HEX = re.compile(r"[0-9a-f]{32}")
#: Who may know the requester: a unit searches for documents, and needs no name for that (UU 27/2022 art. 16).
NAMED_TO = frozenset({Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD})


@dataclass(frozen=True)
class Sight(Generic[S]):
    """A case of any subject, its facts, the day, and who looks."""

    state: S
    recorded: tuple[Recorded, ...]
    context: Context
    actor: Actor

    @property
    def hex(self) -> str:
        """The case in an address."""
        return self.state.stream.rpartition("-")[2]

    @property
    def body(self) -> Body:
        """The body whose case it is."""
        return self.context.body

    @property
    def as_of(self) -> date:
        """Today, where the body is."""
        return self.context.as_of

    @property
    def names_people(self) -> bool:
        """Whether this officer needs to know who asks or objects."""
        return self.actor.role in NAMED_TO


class RequestSight(Sight[Request]):
    """A request, called by its own name."""

    @property
    def request(self) -> Request:
        """The request as it stands."""
        return self.state

    @property
    def names_requester(self) -> bool:
        """Whether this officer needs to know who asks."""
        return self.names_people


class Fact(NamedTuple):
    """One fact of the case in words: what, who, when it happened and when it was recorded."""

    sentence: str
    by: str
    role: str
    happened_on: date | None
    recorded: Recorded


class _Stepping(Protocol):
    @property
    def step(self) -> StrEnum: ...


def step_of(state: State) -> StrEnum:
    """Where a case stands: every state has a step of its own kind."""
    return cast("_Stepping", state).step


def title_of(state: State) -> str:
    """What a case is about, in few words; '' where its subject has no titles."""
    return str(getattr(state, "title", ""))


def look(subject: Subject[S], case: str) -> Sight[S]:
    """The case of that address, for the officer who is signed in. Raises the subject's own 404."""
    if not HEX.fullmatch(case):
        abort(404)
    actor = current().actor
    recorded = tuple(services().log.load(f"{subject.kind}-{case}"))
    state = subject.fold(r.envelope for r in recorded)
    if state is None or not subject.may_see(actor, state):
        raise subject.unknown
    on_case(state.stream)
    body = services().directory.body(state.body)
    return Sight(state, recorded, services().desk.context(body), actor)


def sight(case: str) -> RequestSight:
    """The request of that address. Raises ``UnknownRequestError``."""
    seen = look(REQUEST, case)
    return RequestSight(seen.state, seen.recorded, seen.context, seen.actor)


def requester_of(seen: RequestSight) -> tuple[Identity | None, Identity | None]:
    """Who asks, and who acts for them; None where erased, or not this officer's to know."""
    if not seen.names_requester:
        return None, None
    people = services().people
    proxy = seen.request.representative
    return people.identity(seen.request.requester), people.identity(proxy) if proxy else None


def facts_of(body: Body, recorded: Iterable[Recorded]) -> list[Fact]:
    """Facts in words, with the names of the officers who recorded them."""
    facts = list(recorded)
    names = _names(body, {r.envelope.actor for r in facts})
    found: list[Fact] = []
    for fact in facts:
        line = line_of(fact)
        role = say(ROLES[line.role])
        name = names.get(line.actor, role)
        sentence = pick(id=line.sentence_id, en=line.sentence_en)
        found.append(Fact(sentence, name, role, line.happened_on, fact))
    return found


def _names(body: Body, actors: set[Stream]) -> dict[Stream, str]:
    """The names of officers, also of those who are no longer appointed."""
    boxes = {officer.id: officer.name for officer in body.officers if officer.id in actors}
    gone = [actor for actor in actors if actor not in boxes and actor.startswith("person-")]
    if gone:
        past = Reader(services().views, OFFICERS).page(where={"officer": gone, "body": body.stream})
        boxes.update({officer.officer: officer.name for officer in past})
    opened = services().vault.open_all(list(boxes.values()))
    return {
        officer: known.name if known else _("(nama dihapus)")
        for officer, known in zip(boxes, opened, strict=True)
    }


def officer_names(wanted: Iterable[tuple[Stream, str]]) -> dict[tuple[Stream, str], str]:
    """The names of officers of bodies; whoever was erased is said to be."""
    pairs = dict.fromkeys(wanted)
    if not pairs:
        return {}
    where = {"officer": [actor for _body, actor in pairs], "body": [body for body, _actor in pairs]}
    rows = Reader(services().views, OFFICERS).page(where=where, limit=2 * len(pairs))
    opened = services().vault.open_all([row.name for row in rows])
    return {
        (row.body, row.officer): known.name if known else _("(nama dihapus)")
        for row, known in zip(rows, opened, strict=True)
    }


def unit_name(body: Body, code: str) -> str:
    """A unit's name; its code where the unit is gone."""
    return next((unit.name for unit in body.units if unit.code == code), code)


def newest(recorded: Sequence[Recorded], position: int) -> Recorded | None:
    """The last fact up to a position of the log."""
    return next((r for r in reversed(recorded) if r.position <= position), None)
