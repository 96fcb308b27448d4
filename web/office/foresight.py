"""What an act will bring about, told before it is done: the rules decide, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from ppid.checks import Context
from ppid.clocks import ClockState, started
from ppid.deadlines import CLOCKS, Text
from ppid.deciding import UNATTENDED
from ppid.events import Actor, Envelope, Event, Promise, Stream
from ppid.refusals import ChangedMeanwhileError
from ppid.subject import S, State, Subject
from projections.telling import TELLERS
from web.i18n import pick
from web.office.clocks import ClockShown, show
from web.office.sight import Sight, step_of, title_of
from web.office.words import say

Decision: TypeAlias = Callable[[Any, Any, Context], Event | Sequence[Event]]
Steps: TypeAlias = Mapping[Any, Text]


class Foreseen(NamedTuple):
    """The sentences that will stand in the history, and what changes of step and clocks.

    ``before`` is '' where a stream begins; ``elsewhere`` is what will be recorded beside it.
    """

    sentences: list[str]
    before: str
    after: str
    started: list[ClockShown]
    ended: list[str]
    replaced: list[str]
    events: tuple[Event, ...]
    elsewhere: tuple[str, ...] = ()


def foresee(
    seen: Sight[S], subject: Subject[S], steps: Steps, decision: Decision, command: object
) -> Foreseen:
    """What ``command`` would record. Raises the refusal that it would get."""
    events = _events(decision(seen.state, command, seen.context))
    after = seen.state
    for event in events:
        after = subject.evolve(after, event)
    return _told(seen.context, events, steps, seen.state, after)


def foresee_beginning(
    stream: Stream,
    subject: Subject[S],
    steps: Steps,
    events: Event | Sequence[Event],
    by: tuple[Actor, Context],
) -> Foreseen:
    """What the first events of a stream bring about; where they begin another subject's, its clocks alone."""
    actor, context = by
    first = _events(events)
    state = subject.fold(
        Envelope(stream, n, event, context.now, actor.id, actor.role, context.body.stream)
        for n, event in enumerate(first, start=1)
    )
    return _told(context, first, steps, None, state)


def _events(decided: Event | Sequence[Event]) -> tuple[Event, ...]:
    return tuple(decided) if isinstance(decided, Sequence) else (decided,)


def _told(
    context: Context, events: tuple[Event, ...], steps: Steps, before: State | None, after: State | None
) -> Foreseen:
    clocks: Mapping[str, ClockState] = before.clocks if before else {}
    reached = after.clocks if after else started({}, _promised(events))
    changed = [clock for code, clock in reached.items() if clock != clocks.get(code)]
    told = [TELLERS[type(event)].sentence(event) for event in events]
    return Foreseen(
        sentences=[pick(id=text.id, en=text.en) for text in told],
        before=_step(steps, before) if before else "",
        after=_step(steps, after) if after else "",
        started=[show(c.promise, context.body, context.as_of) for c in changed if c.running],
        ended=[say(CLOCKS[c.promise.clock].name) for c in changed if c.met],
        replaced=[say(CLOCKS[c.promise.clock].name) for c in changed if c.replaced],
        events=events,
    )


def _promised(events: Iterable[Event]) -> list[Promise]:
    return [promise for event in events for promise in getattr(event, "promises", ())]


def _step(steps: Steps, state: State) -> str:
    step: StrEnum = step_of(state)
    return say(steps[step])


def check_still_the_same(seen: Sight[S], version: int | None) -> None:
    """Refuse to show a preview of a case that moved on since the form was opened (F40)."""
    happened = [
        r
        for r in seen.recorded
        if version is not None and r.envelope.version > version and r.envelope.role not in UNATTENDED
    ]
    if happened:
        raise ChangedMeanwhileError(happened, number=seen.state.number or title_of(seen.state))
