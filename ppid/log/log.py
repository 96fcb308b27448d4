"""The log as the rest of the program sees it: append, and read by stream or by position."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, starmap
from typing import Any, TypeAlias

from eventsourcing.application import Application
from eventsourcing.persistence import InfrastructureFactory, IntegrityError, StoredEvent
from eventsourcing.utils import Environment, EnvType

from ppid.clockwatch import CLOCK, SEEN_BEHIND, ClockWatch, Now, RanBack
from ppid.database import database_kind, sqlite_path
from ppid.database.common import POOL_SIZE
from ppid.events import Envelope, Event, Recorded, Role, Stream
from ppid.log import postgres, sqlite
from ppid.log.errors import StreamMovedError
from ppid.log.mapper import EnvelopeMapper
from ppid.log.rows import Beside, PersonKey, RawEvent

Vocabulary: TypeAlias = Mapping[str, type[Event]]

_PAGE = 1000
_TRIES = 5
_FORBIDDEN = "POSTGRES_ENABLE_DB_FUNCTIONS"


class LogApplication(Application[str]):
    """The library's application on our recorders, deaf to the environment."""

    def __init__(self, url: str, pool_size: int) -> None:
        self.url = url
        self.pool_size = pool_size
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Return an empty environment: a stray variable must not change the log."""
        return Environment(name, env)

    def construct_factory(self, env: Environment) -> InfrastructureFactory[Any]:  # noqa: ARG002 - see construct_env
        """Return the factory for the database that the address names."""
        if database_kind(self.url) == "sqlite":
            return sqlite.LogFactory(sqlite_path(self.url))
        return postgres.LogFactory(self.url, self.pool_size)


class Log:
    """All events of an installation, in the order in which they were recorded.

    Cheap to make: it connects when first asked, in each process anew.
    """

    def __init__(
        self, url: str, vocabulary: Vocabulary, *, pool_size: int = POOL_SIZE, now: Now | None = None
    ) -> None:
        database_kind(url)  # a wrong address is told now
        self._watch = ClockWatch(now or _system_clock, SEEN_BEHIND in vocabulary)
        self.url = url
        self._pool_size = pool_size
        self._mapper = EnvelopeMapper(vocabulary)
        self._lock = threading.Lock()
        self._application: LogApplication | None = None
        self._pid = 0

    def append(
        self,
        envelopes: Sequence[Envelope[Event]],
        *,
        keys: Sequence[PersonKey] = (),
        unmoved: Mapping[Stream, int] | None = None,
        marks: Mapping[Stream, Sequence[str]] | None = None,
    ) -> int:
        """Record ``envelopes`` and the new ``keys`` together and return the position of the last.

        ``marks``: by what people who were corrected are found from now on.

        ``unmoved`` are streams on whose version the decision rests, though nothing is added to them.
        Raises StreamMovedError when one of them has moved, or when a version, or a key of one of the persons,
        is there already; StoreUnavailableError when nothing could be recorded.
        """
        return self._insert(envelopes, Beside(added=keys, unmoved=unmoved or {}, marks=marks or {}))

    def erase_key(self, person: Stream, envelopes: Sequence[Envelope[Event]]) -> int:
        """Record ``envelopes`` and destroy the key of ``person`` together; return the last position."""
        position = self._insert(envelopes, Beside(removed=person))
        self._recorder.forget_deleted()
        return position

    def person_keys(self, persons: Iterable[Stream]) -> dict[Stream, bytes]:
        """Return the wrapped keys of ``persons``; who is missing was erased or never known."""
        asked = list(persons)
        return dict(self._recorder.wrapped_keys(asked)) if asked else {}

    def people_marked(self, marks: Iterable[str]) -> list[Stream]:
        """Return the people that have one of ``marks``, each once, in order."""
        asked = list(marks)
        return sorted({person for (person,) in self._recorder.marked(asked)}) if asked else []

    def some_person_key(self) -> list[PersonKey]:
        """Return one of the wrapped keys, to try the master key on; none when there are none yet."""
        return [PersonKey(person, wrapped) for person, wrapped in self._recorder.some_key()]

    def load(self, stream: Stream, upto_version: int | None = None) -> list[Recorded]:
        """Return the events of one stream, in order."""
        return [self._mapper.recorded(*row) for row in self._recorder.stream(stream, upto_version)]

    def load_many(self, streams: Iterable[Stream]) -> dict[Stream, list[Recorded]]:
        """Return the events of several streams with one question; a stream without events is absent."""
        found: dict[Stream, list[Recorded]] = {}
        for row in self._recorder.streams(list(streams)):
            found.setdefault(row[1], []).append(self._mapper.recorded(*row))
        return found

    def last(self, stream: Stream) -> Recorded | None:
        """Return the newest event of a stream."""
        rows = self._recorder.last(stream)
        return self._mapper.recorded(*rows[0]) if rows else None

    def read(self, after: int, limit: int) -> list[Recorded]:
        """Return up to ``limit`` events recorded after the position ``after``, in order."""
        return [self._mapper.recorded(*row) for row in self._recorder.page(after, limit)]

    def stream_all(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """Yield all events after a position, in order, as fast as the database can, in bounded memory."""
        pages = self._recorder.pages(after, upto, _PAGE)
        # One at a time: to decode a page first and hand it on then costs half as much again.
        return starmap(self._mapper.recorded, chain.from_iterable(pages))

    def position(self) -> int:
        """Return the position of the newest event, 0 when there is none."""
        return self._recorder.max_notification_id() or 0

    def raw(self, stream: Stream) -> list[RawEvent]:
        """Return the rows of one stream exactly as they are stored, whatever their names."""
        return [RawEvent(*row) for row in self._recorder.stream(stream, None)]

    def close(self) -> None:
        """Give every connection back. The log may be used again afterwards."""
        with self._lock:
            if self._application is not None and self._pid == os.getpid():
                self._application.close()
                self._application = None

    def _insert(self, envelopes: Sequence[Envelope[Event]], beside: Beside) -> int:
        if not envelopes:
            raise ValueError("An append records at least one event.")
        at = self._watch.now()
        stored = [self._mapper.stored(envelope) for envelope in envelopes]
        tenants = [envelope.body for envelope in envelopes]
        try:
            saved = self._recorder.save(stored, tenants, at, beside)
        except IntegrityError as error:
            raise StreamMovedError(self._moved(stored, beside)) from error
        if anomaly := self._watch.look(at, saved.last_at):
            self._note(anomaly)
        return saved.positions[-1]

    def _note(self, anomaly: RanBack) -> None:
        """Record that the clock ran back, behind what made it seen; somebody else may be doing the same."""
        for _ in range(_TRIES):
            last = self.last(CLOCK)
            version = last.envelope.version + 1 if last else 1
            envelope = Envelope(CLOCK, version, anomaly, anomaly.clock, "log", Role.TIMEKEEPER)
            try:
                self._recorder.save([self._mapper.stored(envelope)], [""], anomaly.clock)
            except IntegrityError:
                continue
            return

    def _moved(self, stored: Sequence[StoredEvent], beside: Beside) -> Stream:
        """Return which stream refused: one that moved, or else a person whose key is there."""
        for stream, version in beside.unmoved.items():
            newest = self._recorder.last(stream)
            if newest and newest[0][2] != version:
                return stream
        for s in stored:
            newest = self._recorder.last(str(s.originator_id))
            if newest and newest[0][2] >= s.originator_version:
                return str(s.originator_id)
        added = [key.person for key in beside.added]
        there = self.person_keys(added)
        return next((person for person in added if person in there), str(stored[0].originator_id))

    @property
    def _recorder(self) -> sqlite.LogRecorder | postgres.LogRecorder:
        application = self._application
        if application is None or self._pid != os.getpid():
            application = self._connect()
        recorder = application.recorder
        assert isinstance(recorder, sqlite.LogRecorder | postgres.LogRecorder)  # noqa: S101 - for the type checker
        return recorder

    def _connect(self) -> LogApplication:
        with self._lock:
            if self._application is None or self._pid != os.getpid():
                if self._application is not None:
                    _INHERITED.append(self._application)
                self._application = LogApplication(self.url, self._pool_size)
                self._pid = os.getpid()
            return self._application


#: What a parent process opened is never closed by its child: that would end the parent's connections.
_INHERITED: list[LogApplication] = []


def _system_clock() -> datetime:
    return datetime.now(UTC)


def open_log(url: str, vocabulary: Vocabulary, *, pool_size: int = POOL_SIZE, now: Now | None = None) -> Log:
    """Return the log at ``url``: ``sqlite:///var/ppid.sqlite3`` or ``postgresql://…``.

    Refuses to start where the library's database functions are switched on: with them readers lose events,
    and events have no leaves. ``now`` is the clock that entries are recorded by, the machine's by default.
    """
    for name, value in os.environ.items():
        if name.endswith(_FORBIDDEN) and value.strip().lower() not in {
            "",
            "n",
            "no",
            "f",
            "false",
            "off",
            "0",
        }:
            raise ValueError(f"{name} must not be set: with it readers of the log lose events.")
    return Log(url, vocabulary, pool_size=pool_size, now=now)
