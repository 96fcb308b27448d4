"""The facts of a breach, as the office would write them in its book. People by key or by number only."""

from __future__ import annotations

from datetime import date, datetime

from ppid.breach.vocabulary import Channel, DataClass, Medium
from ppid.clocks import Moved, RanOut
from ppid.events import Event, Promise, Stream
from ppid.registering import Registration


class Noted(Registration, frozen=True):
    """A breach became known at an instant, and its hours began. ``people`` is the first estimate."""

    known_at: datetime
    known_on: date
    data: tuple[DataClass, ...]
    people: int
    how: str
    promises: tuple[Promise, ...]
    happened_on: date | None = None


class Assessed(Event, frozen=True):
    """What the breach was is clear: the data, the people, how; whether the public has to be told.

    ``persons`` are the people to be told, by key; ``people`` counts them and those without a key here.
    """

    data: tuple[DataClass, ...]
    people: int
    how: str
    public: bool
    persons: tuple[Stream, ...] = ()
    happened_on: date | None = None


class SubjectNotified(Event, frozen=True):
    """People were told in writing: by key where the log knows them, and how many in all."""

    people: int
    channel: Channel
    told_at: datetime
    told_on: date
    persons: tuple[Stream, ...] = ()


class AgencyNotified(Event, frozen=True):
    """The agency for personal data was told in writing."""

    number: str
    told_at: datetime
    told_on: date


class PublicNotified(Event, frozen=True):
    """The public was told."""

    told_on: date
    medium: Medium
    where: str


class Contained(Event, frozen=True):
    """What was done against it and to recover."""

    handling: str
    recovery: str
    done_on: date


class Closed(Event, frozen=True):
    """Nothing more is owed: everybody was told, and it is handled."""

    note: str = ""


class Recounted(Moved, frozen=True):
    """A decree moved a due date. Hours are never moved: the name is there because every subject has it."""


class ClockRanOut(RanOut, frozen=True):
    """The hours to tell the people and the agency ended, and not all were told."""


BreachEvent = (
    Noted
    | Assessed
    | SubjectNotified
    | AgencyNotified
    | PublicNotified
    | Contained
    | Closed
    | Recounted
    | ClockRanOut
)
