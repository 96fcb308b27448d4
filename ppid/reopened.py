"""That one sealed log was closed and another opened: the first fact of the new (`ppid.seal.reopening`)."""

from __future__ import annotations

from ppid.events import Event, Stream

LOG: Stream = "log-00000000000000000000000000000001"


class Reopened(Event, frozen=True):
    """A log was closed by ``order``; ``closed`` is its last checkpoint, ``opened`` names the new one."""

    order: str
    closed: str
    opened: str
