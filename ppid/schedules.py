"""The use case of retention: a body sets how long a class of records is kept. Law: UU 43/2009 art. 51."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from ppid.acts import NotYourActError
from ppid.directory import Directory
from ppid.events import Actor, Envelope, Role, Stream
from ppid.log import Log
from ppid.retention import Record, RetentionSet, Rule, check, retention_stream, schedule

SETTERS = (Role.OPERATOR, Role.BODY_ADMIN)


class Retention:
    """The schedules of the bodies."""

    def __init__(self, log: Log, directory: Directory, now: Callable[[], datetime]) -> None:
        self._log = log
        self._directory = directory
        self._now = now

    def of(self, body: Stream) -> Mapping[Record, Rule]:
        """How long a body keeps what."""
        return schedule(r.envelope.event for r in self._log.load(retention_stream(body)))

    def set(self, body: Stream, event: RetentionSet, actor: Actor) -> int:
        """Set how long a class is kept, by the archive schedule of the body."""
        if actor.role not in SETTERS:
            raise NotYourActError
        check(event)
        self._directory.body(body)
        stream = retention_stream(body)
        last = self._log.last(stream)
        version = last.envelope.version + 1 if last else 1
        at = self._now().astimezone(UTC)
        return self._log.append([Envelope(stream, version, event, at, actor.id, actor.role, body)])
