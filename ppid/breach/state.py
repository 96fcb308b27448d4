"""A breach as its events make it. Folding never refuses."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

from msgspec.structs import replace

from ppid.breach import events as e
from ppid.breach.refusals import UnknownBreachError
from ppid.breach.vocabulary import DataClass, Step
from ppid.clocks import ClockState, met, noted, resumed, started
from ppid.deadlines import D31
from ppid.events import Actor, Envelope, Event, Role, Stream
from ppid.subject import State, Subject


class Breach(State, frozen=True, kw_only=True):
    """A breach as it stands at ``version``. ``told`` counts the people who were told."""

    known_at: datetime
    known_on: date
    data: tuple[DataClass, ...]
    people: int
    how: str
    happened_on: date | None = None
    assessed: bool = False
    public: bool = False
    persons: tuple[Stream, ...] = ()
    told: int = 0
    told_persons: tuple[Stream, ...] = ()
    last_told_at: datetime | None = None
    last_told_on: date | None = None
    agency: e.AgencyNotified | None = None
    announced: e.PublicNotified | None = None
    contained: e.Contained | None = None
    finished: bool = False

    @property
    def step(self) -> Step:
        """Where it stands by its recorded facts."""
        if self.finished:
            return Step.CLOSED
        if self.all_told and self.agency and self.assessed:
            return Step.TOLD
        return Step.ASSESSED if self.assessed else Step.NOTED

    @property
    def title(self) -> str:
        """What it is, without a word of anybody's."""
        return f"Kegagalan pelindungan data ({self.people} orang)"

    @property
    def closed(self) -> bool:
        """Whether nothing more happens on it."""
        return self.finished

    @property
    def opened_on(self) -> date:
        """The local day it was known."""
        return self.known_on

    @property
    def clock(self) -> ClockState | None:
        """The hours to tell the people and the agency."""
        return self.clocks.get(D31.code)

    @property
    def due_at(self) -> datetime | None:
        """When those hours end."""
        return self.clock.promise.due_at if self.clock else None

    @property
    def untold(self) -> tuple[Stream, ...]:
        """The people named by key who were not told yet."""
        return tuple(person for person in self.persons if person not in self.told_persons)

    @property
    def left(self) -> int:
        """How many people are still to be told."""
        return max(self.people - self.told, len(self.untold))

    @property
    def all_told(self) -> bool:
        """Whether everybody the assessment counts was told."""
        return self.assessed and self.left == 0


OFFICERS = frozenset({Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD})


def may_see(actor: Actor, breach: Breach) -> bool:
    """Whether the actor may know of it: the body's desk, PPID, superior and head, every auditor."""
    if actor.role is Role.AUDITOR:
        return not actor.body or actor.body == breach.body
    return actor.role in OFFICERS and actor.body == breach.body


def _begin(envelope: Envelope[Event]) -> Breach | None:
    event = envelope.event
    if not isinstance(event, e.Noted):
        return None
    return Breach(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        number=event.number,
        clocks=started({}, event.promises),
        known_at=event.known_at,
        known_on=event.known_on,
        data=event.data,
        people=event.people,
        how=event.how,
        happened_on=event.happened_on,
    )


def evolve(breach: Breach, event: Event) -> Breach:
    """Fold one event. Never refuses; what is not a breach's changes nothing."""
    return _evolved(breach, event) if isinstance(event, e.BreachEvent) else breach


def _evolved(breach: Breach, event: e.BreachEvent) -> Breach:  # noqa: PLR0911  (one case per event)
    match event:
        case e.Noted():
            return breach
        case e.Assessed():
            return _told(_assessed(breach, event))
        case e.SubjectNotified():
            return _told(_subjects(breach, event))
        case e.AgencyNotified():
            return _told(replace(breach, agency=event))
        case e.PublicNotified():
            return replace(breach, announced=event)
        case e.Contained():
            return replace(breach, contained=event)
        case e.Closed():
            return replace(breach, finished=True)
        case e.Recounted():
            return replace(breach, clocks=started(breach.clocks, (event.new,)))
        case e.ClockRanOut():
            return replace(breach, clocks=noted(breach.clocks, event))
    assert_never(event)


def _assessed(breach: Breach, event: e.Assessed) -> Breach:
    return replace(
        breach,
        assessed=True,
        data=event.data,
        people=event.people,
        how=event.how,
        public=event.public,
        persons=event.persons,
        happened_on=event.happened_on,
    )


def _subjects(breach: Breach, event: e.SubjectNotified) -> Breach:
    latest = breach.last_told_at is None or event.told_at > breach.last_told_at
    return replace(
        breach,
        told=breach.told + event.people,
        told_persons=(*breach.told_persons, *event.persons),
        last_told_at=event.told_at if latest else breach.last_told_at,
        last_told_on=event.told_on if latest else breach.last_told_on,
    )


def _told(breach: Breach) -> Breach:
    """The hours end when the last of both notices was given: to every person, and to the agency.

    Where nobody is concerned after all, the notice to the agency ends them. Where more people turn out to be
    concerned, they run again to the same instant: those people have to be told within them as well.
    """
    if breach.agency is None or not breach.all_told:
        return replace(breach, clocks=resumed(breach.clocks, (D31.code,)))
    at, on = breach.agency.told_at, breach.agency.told_on
    if breach.last_told_at and breach.last_told_on and breach.last_told_at > at:
        at, on = breach.last_told_at, breach.last_told_on
    return replace(breach, clocks=met(breach.clocks, (D31.code,), on, at))


BREACH: Subject[Breach] = Subject(
    kind="breach",
    state=Breach,
    begin=_begin,
    evolve=evolve,
    may_see=may_see,
    unknown=UnknownBreachError,
    ran_out=e.ClockRanOut,
    moved=e.Recounted,
)
