"""Watching the machine's own clock: recorded times never run back, and a clock that did is a fact.

The sealed log writes each entry with the later of now and the time of the entry before. Where the clock is
behind that by more than the tolerance, somebody set it back, or it had run ahead: an auditor must see it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from ppid.events import Event, Stream

Now: TypeAlias = Callable[[], datetime]

CLOCK: Stream = "clock-00000000000000000000000000000001"
SEEN_BEHIND = "clock.ran-back"
TOLERANCE = timedelta(seconds=2)


class RanBack(Event, frozen=True):
    """The clock of a machine stood at ``clock`` after an entry had been recorded at ``last``."""

    clock: datetime
    last: datetime


class ClockWatch:
    """Sees a clock run back, once for each time it does. Thread-safe."""

    def __init__(self, now: Now, speaks: bool) -> None:  # noqa: FBT001 - whether the vocabulary has the name
        self.now = now
        self._speaks = speaks
        self._behind = False
        self._lock = threading.Lock()

    def look(self, clock: datetime, last_at: str) -> RanBack | None:
        """Compare the clock with the entry before; the first look that finds it behind says so."""
        if not self._speaks or not last_at:
            return None
        last = datetime.fromisoformat(last_at)
        with self._lock:
            was_behind, self._behind = self._behind, last - clock > TOLERANCE
            return RanBack(clock, last) if self._behind and not was_behind else None
