"""A redaction as its events make it. Folding never refuses."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec.structs import replace

from ppid.clocks import Moved, RanOut
from ppid.events import Actor, Envelope, Event, Role, Stream
from ppid.redaction import events as e
from ppid.redaction.marks import Mark
from ppid.redaction.refusals import UnknownRedactionError
from ppid.subject import State, Subject

#: Who knows of a redaction: who prepares and decides, who hands the copy out, who judges an objection.
SEEING = frozenset({Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD})


class Step(StrEnum):
    """Where a redaction stands."""

    PREPARED = "prepared"
    READY = "ready"
    RELEASED = "released"
    DROPPED = "dropped"


class Redaction(State, frozen=True, kw_only=True):
    """A redaction as it stands at ``version``."""

    title: str
    opened_on: date
    original: e.Original
    of_unit: str = ""
    request: Stream = ""
    marks: tuple[Mark, ...] = ()
    reviewed: tuple[int, ...] = ()
    released: e.Released | None = None
    dropped: e.Dropped | None = None

    @property
    def step(self) -> Step:
        """Where it stands by its recorded facts."""
        if self.dropped:
            return Step.DROPPED
        if self.released:
            return Step.RELEASED
        return Step.READY if self.marks and not self.unreviewed else Step.PREPARED

    @property
    def unit(self) -> str:
        """The unit that prepares it; empty for the PPID."""
        return self.of_unit

    @property
    def closed(self) -> bool:
        """Whether nothing more happens on it."""
        return self.released is not None or self.dropped is not None

    @property
    def unreviewed(self) -> list[int]:
        """The pages that nobody has looked at yet."""
        return sorted(set(range(1, self.original.pages + 1)) - set(self.reviewed))


def redaction_number(stream: Stream) -> str:
    """What people call a redaction by."""
    return f"HTM-{stream.rpartition('-')[2][:8].upper()}"


def _begin(envelope: Envelope[Event]) -> Redaction | None:
    event = envelope.event
    if not isinstance(event, e.Begun):
        return None
    return Redaction(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        number=redaction_number(envelope.stream),
        title=event.title,
        opened_on=event.begun_on,
        original=event.original,
        of_unit=event.unit,
        request=event.request,
    )


def _evolve(redaction: Redaction, event: Event) -> Redaction:
    match event:
        case e.Marked(marks=marks, reviewed=reviewed):
            return replace(redaction, marks=marks, reviewed=reviewed)
        case e.Released():
            return replace(redaction, released=event)
        case e.Dropped():
            return replace(redaction, dropped=event)
        case _:
            return redaction


def may_see(actor: Actor, redaction: Redaction) -> bool:
    """Whether the actor may know of it: its body's officers, the unit that prepares it, an auditor.

    To know of it is not to see its pages: only who prepares it does (``rules.may_look``).
    """
    if actor.role is Role.AUDITOR:
        return not actor.body or actor.body == redaction.body
    if actor.body != redaction.body:
        return False
    if actor.role is Role.UNIT_OFFICER:
        return redaction.unit == actor.unit
    return actor.role in SEEING


REDACTION = Subject(
    kind="redaction",
    state=Redaction,
    begin=_begin,
    evolve=_evolve,
    may_see=may_see,
    unknown=UnknownRedactionError,
    # The law sets no period of its own for it: the clock of the answer runs in the request.
    ran_out=RanOut,
    moved=Moved,
)
