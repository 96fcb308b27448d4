"""Facts before, one act, facts after: a test reads as a sentence of the law.

``given(FILED, REGISTERED).on(day).when(extend, command).then(event)``. A decision gets whatever it asks
for by name: the folded ``request``, the ``command``, the ``context`` of the day, ``as_of``, or the
``exemptions`` that are in force in the examples.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from ppid.checks import Context
from ppid.errors import Fact, FieldError, RuleError
from ppid.events import Actor, CountingRules, Envelope, Event
from ppid.request import lawful, state
from ppid.request.lawful import Act
from ppid.request.state import Request
from tests import examples


def envelopes(*events: Event) -> list[Envelope[Event]]:
    """Events in their places of one stream, an hour apart."""
    begin = datetime(2026, 6, 2, 2, tzinfo=UTC)
    return [
        Envelope(
            stream=examples.CASE,
            version=version,
            event=event,
            recorded_at=begin + timedelta(hours=version),
            actor=examples.DESK.id,
            role=examples.DESK.role,
            body=examples.REGION,
        )
        for version, event in enumerate(events, start=1)
    ]


def request_of(*events: Event) -> Request:
    """The request that these events make."""
    request = state.fold(envelopes(*events))
    assert request is not None, "a story about a request begins with Filed"
    return request


@dataclass(frozen=True)
class Happened:
    """What an act led to: its events, or the refusal."""

    outcome: object
    refusal: RuleError | None

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of an act that was not refused."""
        assert self.refusal is None, f"refused: {self.refusal!r}"
        found = self.outcome if isinstance(self.outcome, list | tuple) else (self.outcome,)
        assert all(isinstance(event, Event) for event in found)
        return tuple(found)

    @property
    def event(self) -> Event:
        """The one event of an act that was not refused."""
        (event,) = self.events
        return event

    def then(self, *events: Event) -> None:
        """The act is recorded as exactly these events."""
        assert self.events == events

    def then_refused(self, error: type[RuleError], field: str = "", **facts: Fact) -> None:
        """The act is refused, for this reason, at this field, with these facts."""
        assert type(self.refusal) is error, f"expected {error.__name__}, got {self.refusal or self.outcome!r}"
        if field:
            assert isinstance(self.refusal, FieldError)
            assert self.refusal.field == field
        assert facts.items() <= self.refusal.facts.items()


@dataclass(frozen=True)
class Story:
    """Facts on a request, a day, and an office."""

    events: tuple[Event, ...]
    day: date = examples.RECEIVED
    rules: CountingRules | None = None
    known_on: date = date.max
    zone: str = "Asia/Jakarta"

    def on(self, day: str | date) -> Story:
        """The day of the act."""
        return replace(self, day=examples.day(day) if isinstance(day, str) else day)

    def at(
        self, rules: CountingRules | None = None, zone: str = "Asia/Jakarta", known_on: date = date.max
    ) -> Story:
        """The office's way of counting, its zone, and the decrees it can know."""
        return replace(self, rules=rules, zone=zone, known_on=known_on)

    def and_then(self, *events: Event) -> Story:
        """More facts."""
        return replace(self, events=(*self.events, *events))

    @property
    def context(self) -> Context:
        """The context of the act."""
        return examples.context(self.day, self.rules, self.known_on, self.zone)

    @property
    def request(self) -> Request:
        """The request as it stands."""
        return request_of(*self.events)

    def when(self, decision: Callable[..., object], command: object = None, **others: object) -> Happened:
        """One act, decided by the rules."""
        known = {"command": command, "context": self.context, "as_of": self.day}
        known |= {"exemptions": examples.EXEMPTIONS, **others}
        if self.events:
            known["request"] = self.request
        asked = {name: known[name] for name in inspect.signature(decision).parameters}
        try:
            return Happened(decision(**asked), None)
        except RuleError as refusal:
            return Happened(None, refusal)

    def lawful_for(self, actor: Actor) -> set[Act]:
        """What the actor may do now."""
        return {o.act for o in lawful.ACTS.offers(self.request, actor, self.context) if o.lawful}

    def why_not(self, actor: Actor, act: Act) -> RuleError | None:
        """Why the actor may not take an act of their role now."""
        offers = lawful.ACTS.offers(self.request, actor, self.context)
        return next(offer.refusal for offer in offers if offer.act is act)


def given(*events: Event) -> Story:
    """The facts before."""
    return Story(events)


def nothing() -> Story:
    """Before the first word."""
    return Story(())
