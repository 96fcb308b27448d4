"""What an act will bring about, told before it is done: the rules decide, and nothing is recorded."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ppid.deadlines import CLOCKS
from ppid.desk import UNATTENDED
from ppid.events import Event
from ppid.request.checks import Context
from ppid.request.events import RequestEvent
from ppid.request.refusals import ChangedMeanwhileError
from ppid.request.state import Request, evolve
from projections.sentences import sentence
from web.i18n import pick
from web.office.clocks import ClockShown, show
from web.office.sight import Sight
from web.office.words import STEPS, say

Decision = Callable[[Request, Any, Context], Event | Sequence[Event]]


class Foreseen(NamedTuple):
    """The sentences that will stand in the history, and what changes of step and clocks."""

    sentences: list[str]
    before: str
    after: str
    started: list[ClockShown]
    ended: list[str]
    replaced: list[str]
    events: tuple[RequestEvent, ...]


def foresee(seen: Sight, decision: Decision, command: object) -> Foreseen:
    """What ``command`` would record. Raises the refusal that it would get."""
    decided = decision(seen.request, command, seen.context)
    events: tuple[Any, ...] = tuple(decided) if isinstance(decided, Sequence) else (decided,)
    after = seen.request
    for event in events:
        after = evolve(after, event)
    told = [sentence(event) for event in events]
    before = seen.request.clocks
    changed = [clock for code, clock in after.clocks.items() if clock != before.get(code)]
    return Foreseen(
        sentences=[pick(id=text.id, en=text.en) for text in told],
        before=say(STEPS[seen.request.step]),
        after=say(STEPS[after.step]),
        started=[show(c.promise, seen.body, seen.as_of) for c in changed if c.running],
        ended=[say(CLOCKS[c.promise.clock].name) for c in changed if c.met],
        replaced=[say(CLOCKS[c.promise.clock].name) for c in changed if c.replaced],
        events=events,
    )


def check_still_the_same(seen: Sight, version: int | None) -> None:
    """Refuse to show a preview of a case that moved on since the form was opened (F40)."""
    happened = [
        r
        for r in seen.recorded
        if version is not None and r.envelope.version > version and r.envelope.role not in UNATTENDED
    ]
    if happened:
        raise ChangedMeanwhileError(happened, number=seen.request.number)
