"""A case of any subject, taken on by its own rules: what a test of several subjects speaks about."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from ppid import keeping
from ppid.checks import Context
from ppid.clocks import ClockState, RanOut
from ppid.errors import RuleError
from ppid.events import Actor, CountingRules, Envelope, Event, Stream
from ppid.subject import State
from tests import examples as x
from tests.ppid.catalogue import facts as listed
from tests.ppid.dispute import facts as disputed
from tests.ppid.exemption import facts as exempted
from tests.ppid.objection import facts as objected
from tests.ppid.privacy.facts import BREACH_CASE, PRIVACY_CASE

#: What the decisions of a subject call their case.
NAMES = {"item": "item", "catalogue": "public"}
STREAMS: dict[str, Stream] = {
    "request": x.CASE,
    "objection": objected.OBJECTION_CASE,
    "dispute": disputed.CASE,
    "exemption": exempted.THING,
    "item": listed.THING,
    "catalogue": listed.LIST,
    "privacy": PRIVACY_CASE,
    "breach": BREACH_CASE,
}


@dataclass(frozen=True)
class Around:
    """The office and its time: how it counts, which decrees it knows, in which zone it lives."""

    rules: CountingRules | None = None
    known_on: date = date.max
    zone: str = "Asia/Jakarta"

    def on(self, day: date) -> Context:
        """The context of an act on a day."""
        return x.context(day, self.rules, self.known_on, self.zone)


HERE = Around()


@dataclass(frozen=True)
class Case:
    """A case of any subject: its events as the rules decided them, and who acts."""

    kind: str
    around: Around = HERE
    events: tuple[Event, ...] = ()
    actor: Actor = x.PPID

    @property
    def state(self) -> Any:
        """The case as it stands."""
        begin = datetime(2010, 5, 1, 2, tzinfo=UTC)
        return keeping.KEEPERS[self.kind].subject.fold(
            Envelope(STREAMS[self.kind], n, event, begin, self.actor.id, self.actor.role, x.REGION)
            for n, event in enumerate(self.events, start=1)
        )

    def clock(self, code: str) -> ClockState:
        """A clock as it stands."""
        state: State = self.state
        return state.clocks[code]

    def by(self, actor: Actor) -> Case:
        """Somebody else acts."""
        return replace(self, actor=actor)

    def does(self, on: date, rule: Callable[..., object], command: object = None, **facts: object) -> Case:
        """The case after an act that a rule decided on a day."""
        known = {"command": command, "context": self.around.on(on), "actor": self.actor, "sequence": 1}
        known |= {NAMES.get(self.kind, self.kind): self.state, **facts}
        asked = [name for name in inspect.signature(rule).parameters if name in known]
        decided = rule(**{name: known[name] for name in asked})
        events = decided if isinstance(decided, list | tuple) else (decided,)
        assert all(isinstance(event, Event) for event in events)
        return replace(self, events=(*self.events, *events))

    def may(self, on: date, rule: Callable[..., object], command: object) -> bool:
        """Whether the rules let an act happen on a day."""
        try:
            self.does(on, rule, command)
        except RuleError:
            return False
        return True

    def passes(self, on: date) -> tuple[Event, ...]:
        """What the timekeeper notes on a day."""
        return tuple(keeping.KEEPERS[self.kind].ends(self.state, self.around.on(on)))

    def later(self, on: date) -> Case:
        """The case after the timekeeper came by on a day."""
        return replace(self, events=(*self.events, *self.passes(on)))

    def noted(self, code: str, on: date) -> list[RanOut]:
        """That a clock ran out, as the timekeeper notes it on a day."""
        return [e for e in self.passes(on) if isinstance(e, RanOut) and e.clock == code]
