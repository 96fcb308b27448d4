"""What the log may answer instead of an event. No message repeats what an event says."""

from __future__ import annotations

from ppid.database import StoreUnavailableError
from ppid.events import Stream


class LogError(Exception):
    """The log cannot do this, whoever asks and however often."""


class StreamMovedError(LogError):
    """Somebody else recorded this version of the stream first: load again and decide again."""

    def __init__(self, stream: Stream) -> None:
        super().__init__(f"{stream} has moved on since it was read.")
        self.stream = stream


class UnknownNameError(LogError):
    """A name that this version does not know, perhaps of a newer one: never skipped, never guessed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The event name {name!r} is not in the vocabulary of this version.")
        self.name = name


class UnreadableEventError(LogError):
    """A stored event does not have the shape that its name promises."""

    def __init__(self, stream: Stream, version: int, name: str) -> None:
        super().__init__(f"Version {version} of {stream} cannot be read as {name}.")
        self.stream = stream
        self.version = version
        self.name = name


class VersionGapError(LogError):
    """The version before this one is not recorded: whoever appends has not read the stream."""

    def __init__(self) -> None:
        super().__init__("An event was to be appended behind a version that is not recorded.")


class NotMigratedError(LogError):
    """The database has no log, or an older one."""

    def __init__(self) -> None:
        super().__init__("The database has no current schema: run `ppid migrate` first.")


class UnclearCommitError(StoreUnavailableError):
    """The connection broke after the events were sent, and the store could not be asked since.

    They are either all recorded or none is. Whoever tries again carries the same events or the same
    idempotency key.
    """
