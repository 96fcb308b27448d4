"""Everything a person may ask to do with a breach, as frozen values. A command knows no rule."""

from __future__ import annotations

from datetime import date, datetime

from ppid.breach.vocabulary import Channel, DataClass, Medium
from ppid.commands import CaseCommand, Command
from ppid.events import Stream


class NoteBreach(Command, frozen=True, kw_only=True):
    """Record that a breach became known (now if not said), with the first estimate."""

    breach: Stream
    body: Stream
    data: tuple[DataClass, ...]
    people: int
    how: str
    known_at: datetime | None = None
    happened_on: date | None = None


class AssessBreach(CaseCommand, frozen=True, kw_only=True):
    """Record what it was. ``persons`` are those to be told, by key."""

    data: tuple[DataClass, ...]
    people: int
    how: str
    public: bool = False
    persons: tuple[Stream, ...] = ()
    happened_on: date | None = None


class NotifySubjects(CaseCommand, frozen=True, kw_only=True):
    """Record that people were told in writing: those named by key, or ``people`` without a key."""

    channel: Channel
    people: int = 0
    persons: tuple[Stream, ...] = ()
    told_at: datetime | None = None


class NotifyAgency(CaseCommand, frozen=True, kw_only=True):
    """Record that the agency was told in writing."""

    number: str
    told_at: datetime | None = None


class NotifyPublic(CaseCommand, frozen=True, kw_only=True):
    """Record that the public was told."""

    told_on: date
    medium: Medium
    where: str


class ContainBreach(CaseCommand, frozen=True, kw_only=True):
    """Record what was done against it and to recover."""

    handling: str
    recovery: str
    done_on: date


class CloseBreach(CaseCommand, frozen=True, kw_only=True):
    """Close a record on which nothing more is owed."""

    note: str = ""
