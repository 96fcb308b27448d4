"""An application as its events make it. Folding never refuses.

What it *is* at an instant (late, hours left) is asked for with that instant, never stored.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

from msgspec.structs import replace

from ppid.clocks import ClockState, met, noted, started
from ppid.deadlines import D30
from ppid.events import Actor, Envelope, Event, Role, Sealed, Stream
from ppid.privacy import events as e
from ppid.privacy.refusals import UnknownPrivacyError
from ppid.privacy.vocabulary import KINDS, Ground, PrivacyKind, Proof, Step, Way
from ppid.subject import State, Subject


class Privacy(State, frozen=True, kw_only=True):
    """An application as it stands at ``version``."""

    person: Stream
    kind: PrivacyKind
    way: Way
    received_at: datetime
    received_on: date
    what: Sealed | None = None
    case: Stream = ""
    language: str = "id"
    proof: Proof | None = None
    grant: e.Granted | None = None
    reply: e.Reply | None = None
    done: bool = False
    ground: Ground | None = None
    until: date | None = None
    withdrawn_at: datetime | None = None

    @property
    def granted(self) -> bool:
        """Whether an erasure was granted, carried out or not."""
        return self.grant is not None

    @property
    def undone(self) -> bool:
        """Whether an erasure was granted, could not be carried out, and was refused after all."""
        return self.granted and self.ground is not None

    @property
    def step(self) -> Step:
        """Where it stands by its recorded facts."""
        if self.withdrawn_at:
            return Step.WITHDRAWN
        if self.ground:
            return Step.REFUSED
        if self.done:
            return Step.DONE
        if self.grant:
            return Step.GRANTED
        return Step.VERIFIED if self.proof else Step.ASKED

    @property
    def title(self) -> str:
        """What it is, without a word of anybody's."""
        return f"Permohonan data pribadi: {KINDS[self.kind].id}"

    @property
    def closed(self) -> bool:
        """Whether nothing more happens on it."""
        return self.step in CLOSED

    @property
    def opened_on(self) -> date:
        """The local day it came."""
        return self.received_on

    @property
    def clock(self) -> ClockState | None:
        """The hours to answer."""
        return self.clocks.get(D30.code)

    @property
    def due_at(self) -> datetime | None:
        """When those hours end."""
        return self.clock.promise.due_at if self.clock else None

    @property
    def answered_at(self) -> datetime | None:
        """When the person was told."""
        return self.reply.told_at if self.reply else None


CLOSED = frozenset({Step.DONE, Step.REFUSED, Step.WITHDRAWN})
OFFICERS = frozenset({Role.SERVICE_DESK, Role.PPID})


def may_see(actor: Actor, privacy: Privacy) -> bool:
    """Whether the actor may know of it: the person, the body's desk and PPID, every auditor."""
    if actor.role is Role.CITIZEN:
        return bool(actor.id) and actor.id in {privacy.stream, privacy.person, privacy.case}
    if actor.role is Role.AUDITOR:
        return not actor.body or actor.body == privacy.body
    return actor.role in OFFICERS and actor.body == privacy.body


def _begin(envelope: Envelope[Event]) -> Privacy | None:
    event = envelope.event
    if not isinstance(event, e.Asked):
        return None
    return Privacy(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        number=event.number,
        clocks=started({}, event.promises),
        person=event.person,
        kind=event.kind,
        way=event.way,
        received_at=event.received_at,
        received_on=event.received_on,
        what=event.what,
        case=event.case,
        language=event.language,
    )


def evolve(privacy: Privacy, event: Event) -> Privacy:
    """Fold one event. Never refuses; what is not an application's changes nothing."""
    return _evolved(privacy, event) if isinstance(event, e.PrivacyEvent) else privacy


def _evolved(privacy: Privacy, event: e.PrivacyEvent) -> Privacy:  # noqa: PLR0911  (one case per event)
    match event:
        case e.Asked():
            return privacy
        case e.Verified():
            return replace(privacy, proof=event.by)
        case e.Granted():
            return replace(_answered(privacy, event.reply), grant=event)
        case e.Done():
            return replace(_answered(privacy, event.reply), done=True)
        case e.Refused():
            refused = _answered(privacy, event.reply)
            return replace(refused, ground=event.ground, until=event.until)
        case e.Withdrawn():
            clocks = met(privacy.clocks, (D30.code,), event.withdrawn_on, event.withdrawn_at)
            return replace(privacy, withdrawn_at=event.withdrawn_at, clocks=clocks)
        case e.Recounted():
            return replace(privacy, clocks=started(privacy.clocks, (event.new,)))
        case e.ClockRanOut():
            return replace(privacy, clocks=noted(privacy.clocks, event))
    assert_never(event)


def _answered(privacy: Privacy, reply: e.Reply | None) -> Privacy:
    """The hours end when the person is told."""
    if reply is None:
        return privacy
    clocks = met(privacy.clocks, (D30.code,), reply.told_on, reply.told_at)
    return replace(privacy, reply=reply, clocks=clocks)


PRIVACY: Subject[Privacy] = Subject(
    kind="privacy",
    state=Privacy,
    begin=_begin,
    evolve=evolve,
    may_see=may_see,
    unknown=UnknownPrivacyError,
    ran_out=e.ClockRanOut,
    moved=e.Recounted,
)
