"""The timekeeper: records once that a clock ran out, and recounts open clocks when a decree moved days.

It asks a projection which cases may concern it and decides each on its own stream, so a stale answer
costs a look and never a wrong fact. After a week's absence it records each clock with its right date.
Law: regulations §9.1 (amendments), §12 (what the end of a clock opens).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from ppid.calendar import CALENDAR, Amended, Decreed, RecountFinished, fold_editions
from ppid.checks import Context
from ppid.deciding import Decider, Envelopes, Placed
from ppid.events import Actor, Envelope, Event, Recorded, Role, Stream
from ppid.keeping import KEEPERS, Keeper
from ppid.log import StreamMovedError
from ppid.subject import State

TIMEKEEPER = Actor("timekeeper", Role.TIMEKEEPER)
BATCH = 500
#: How long another process may go on with a calendar it read before: well over a second, and a form's way.
SETTLED = timedelta(minutes=2)

Candidates = Callable[[date], Iterable[Stream]]
Decide = Callable[[Keeper, State, Context], Sequence[Event]]


class Timekeeper:
    """Runs beside the follower; every run is safe to repeat and to run twice at once."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider

    def note_ends(self, candidates: Candidates) -> int:
        """Record every clock that ran out before today and was not noted. Returns how many."""
        # The easternmost day decides whom to ask; each body's own day decides what ran out.
        now = self._decider.now()
        latest = max((body.local_date(now) for body in self._decider.directory.bodies()), default=None)
        if latest is None:
            return 0
        return self._record(candidates(latest), lambda keeper, state, x: keeper.ends(state, x))

    def recount(self, open_cases: Iterable[Stream], *, seen_all: bool) -> int:
        """Recount open clocks after a decree, each moved date an event; returns in how many cases.

        It is done again each round until the decree is known everywhere: a process that read the calendar
        a moment earlier may still promise by the old one. ``seen_all`` says that ``open_cases`` is
        complete; only then is the recount finished.
        """
        recorded = self._decider.log.load(CALENDAR)
        pending = _pending([r.envelope for r in recorded])
        if not pending:
            return 0
        decrees = [
            "; ".join(r.envelope.event.numbers)
            for r in recorded
            if isinstance(r.envelope.event, Decreed | Amended)
        ]
        checked = _Counted(open_cases)
        moved = self._record(checked, lambda keeper, state, x: keeper.recount(state, x, decrees))
        if seen_all and self._decider.now() - pending[-1].recorded_at >= SETTLED:
            edition = fold_editions(r.envelope.event for r in recorded)[-1].name
            finished = RecountFinished(edition, checked.count, moved)
            self._decider.directory.record_recount(finished, TIMEKEEPER)
        return moved

    def _record(self, streams: Iterable[Stream], decide: Decide) -> int:
        """Decide many cases, a batch a transaction; returns in how many something was recorded."""
        changed = 0
        remaining = iter(streams)
        while batch := list(islice(remaining, BATCH)):
            changed += self._record_batch(batch, decide)
        return changed

    def _record_batch(self, streams: Sequence[Stream], decide: Decide) -> int:
        contexts: dict[Stream, Context] = {}
        loaded = self._decider.log.load_many(streams)
        decided = {stream: self._decided(stream, loaded[stream], decide, contexts) for stream in loaded}
        changed = {stream: envelopes for stream, envelopes in decided.items() if envelopes}
        if not changed:
            return 0
        try:
            self._decider.log.append([envelope for envelopes in changed.values() for envelope in envelopes])
        except StreamMovedError:
            if len(streams) == 1:
                # Somebody acted on this case just now: decide again on what is there.
                return self._record_batch(streams, decide)
            return sum(self._record_batch([stream], decide) for stream in changed)
        return len(changed)

    def _decided(
        self, stream: Stream, recorded: Sequence[Recorded], decide: Decide, contexts: dict[Stream, Context]
    ) -> list[Envelope[Event]]:
        keeper = KEEPERS.get(stream.partition("-")[0])
        state = keeper.subject.fold(r.envelope for r in recorded) if keeper else None
        if keeper is None or state is None:
            return []
        context = contexts.get(state.body)
        if context is None:
            context = contexts[state.body] = self._decider.context(self._decider.directory.body(state.body))
        events = decide(keeper, state, context)
        placed: list[Placed] = [
            *(keeper.beside(self._decider, state, context, events) if events else ()),
            *((stream, state.version + n, event) for n, event in enumerate(events, start=1)),
        ]
        put_on = Envelopes(TIMEKEEPER, context, body=state.body)
        return [put_on(*one) for one in placed]


def _pending(calendar: Sequence[Envelope[Event]]) -> list[Envelope[Event]]:
    """The decrees since the last recount that was finished."""
    pending: list[Envelope[Event]] = []
    for envelope in calendar:
        if isinstance(envelope.event, RecountFinished):
            pending.clear()
        elif isinstance(envelope.event, Decreed | Amended):
            pending.append(envelope)
    return pending


class _Counted:
    """Counts what passes by, so that a recount can say how many cases it looked at."""

    def __init__(self, streams: Iterable[Stream]) -> None:
        self._streams = streams
        self.count = 0

    def __iter__(self) -> Iterator[Stream]:
        for stream in self._streams:
            self.count += 1
            yield stream
