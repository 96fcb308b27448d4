"""What the house knows of a subject whose facts have streams of their own: how it folds, who may see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import msgspec
from msgspec.structs import replace

from ppid.clocks import Clocks, ClockState, Moved, RanOut, look_after, running
from ppid.errors import RuleError
from ppid.events import Actor, Envelope, Event, Stream


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What the state of every subject holds: its place in the log, its number, its clocks, its keys."""

    stream: Stream
    version: int
    body: Stream
    number: str = ""
    clocks: Clocks = {}
    keys: dict[str, str] = {}

    @property
    def closed(self) -> bool:
        """Whether nothing more happens on it, so that none of its clocks runs."""
        return False

    @property
    def unit(self) -> str:
        """The unit it waits for or belongs to; "" when none."""
        return ""

    def running(self) -> list[ClockState]:
        """The clocks that still wait for their end, the earliest first, unknown dates last."""
        return [] if self.closed else running(self.clocks)

    @property
    def ends_on(self) -> date | None:
        """The next day whose passing may be a fact to be recorded; for hours, the day before they end."""
        ends = (look_after(c.promise) for c in self.running() if not c.ran_out)
        return min((on for on in ends if on), default=None)


S = TypeVar("S", bound=State)


def _unsigned(state: S, _envelope: Envelope[Event]) -> S:
    return state


@dataclass(frozen=True)
class Subject(Generic[S]):
    """A kind of case. ``kind`` begins the names of its streams; folding never refuses.

    ``begin`` makes the state from the first event, and gives None for any other; ``unknown`` is what
    somebody gets who asks for a case that is not there, or not theirs to know of. ``sign`` keeps what of
    the envelope the state needs: who decided.
    """

    kind: str
    state: type[S]
    begin: Callable[[Envelope[Event]], S | None]
    evolve: Callable[[S, Event], S]
    may_see: Callable[[Actor, S], bool]
    unknown: type[RuleError]
    ran_out: type[RanOut]
    moved: type[Moved]
    sign: Callable[[S, Envelope[Event]], S] = _unsigned

    def place(self, state: S | None, envelope: Envelope[Event]) -> S | None:
        """Fold one envelope: the event, its version, and the idempotency key it carried."""
        if state is None:
            state = self.begin(envelope)
            if state is None:
                return None
        else:
            state = self.evolve(state, envelope.event)
        state = self.sign(state, envelope)
        keys = {**state.keys, envelope.key: envelope.digest} if envelope.key else state.keys
        return replace(state, version=envelope.version, keys=keys)

    def fold(self, envelopes: Iterable[Envelope[Event]]) -> S | None:
        """The state that envelopes make; None when there are none."""
        state: S | None = None
        for envelope in envelopes:
            state = self.place(state, envelope)
        return state

    def of(self, stream: Stream) -> bool:
        """Whether a stream is one of this subject's."""
        return stream.startswith(f"{self.kind}-")
