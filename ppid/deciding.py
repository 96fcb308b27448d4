"""The one way a decision is taken and recorded, whatever the subject.

A use case loads the stream, lets the rules decide, puts the envelopes on, and saves: one atomic save. When
somebody was faster it decides again on what is now there. A command that a browser may send twice is
recorded once: the idempotency key stands in the envelope, so the log itself remembers it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeAlias

import msgspec

from ppid.body import Body
from ppid.checks import Context
from ppid.commands import Command
from ppid.directory import Directory
from ppid.errors import RuleError
from ppid.events import Actor, Envelope, Event, Recorded, Role, Stream
from ppid.log import Log, PersonKey, StreamMovedError
from ppid.numbering import Book, Books
from ppid.person import Corrected
from ppid.refusals import ChangedMeanwhileError, KeyReusedError
from ppid.registering import Numbered, Registration
from ppid.subject import S, Subject
from ppid.vault import Vault

TRIES = 100
UNATTENDED = frozenset({Role.TIMEKEEPER})

Placed: TypeAlias = tuple[Stream, int, Event]
"""An event in its place: stream, version, event."""
Events: TypeAlias = Event | Sequence[Event]


class Acting(Protocol):
    """What a command on a case carries: the key of its form, and the version that its asker saw."""

    @property
    def key(self) -> str:
        """The idempotency key; "" where nothing can be sent twice."""

    @property
    def seen(self) -> int | None:
        """The version that was looked at."""


class Done(msgspec.Struct, frozen=True):
    """What a use case did: the position a reader must reach to see it, and whether it was done before."""

    position: int
    stream: Stream
    repeated: bool = False


class Begun(msgspec.Struct, frozen=True):
    """A new stream: what was done, and the facts it begins with."""

    done: Done
    events: tuple[Event, ...]


def _nothing_beside(*_: object) -> Sequence[Placed]:
    return ()


class Decider:
    """Takes decisions on cases of every subject. Thread-safe; time comes from ``now``."""

    def __init__(self, log: Log, vault: Vault, directory: Directory, now: Callable[[], datetime]) -> None:
        self.log = log
        self.vault = vault
        self.directory = directory
        self._now = now
        self._books = Books(log)
        self._rests = _Rests()

    def now(self) -> datetime:
        """The instant facts are recorded with (UTC)."""
        return self._now().astimezone(UTC)

    def context(self, body: Body) -> Context:
        """The day as it is for ``body``: local date, instant and calendar."""
        now = self.now()
        as_of = body.local_date(now)
        return Context(as_of, now, body, self.directory.calendar(body, as_of))

    def digest(self, command: Command) -> str:
        """What tells a repeated command from another under the same key (F11)."""
        return self.vault.digest(type(command).__name__.encode() + msgspec.json.encode(command))

    # Reading -----------------------------------------------------------------------------------------

    def load(self, subject: Subject[S], stream: Stream) -> S:
        """A case as it stands, for a use case that needs it. Raises the subject's ``unknown``.

        A decision that loads it rests on it: should it move before the decision is saved, it is taken again.
        """
        state = subject.fold(r.envelope for r in self.log.load(stream)) if subject.of(stream) else None
        if state is None:
            raise subject.unknown
        self._rests.note(stream, state.version)
        return state

    def see(self, subject: Subject[S], stream: Stream, actor: Actor) -> S:
        """A case as it stands, for somebody who may see it. Raises the subject's ``unknown``."""
        return seen_by(subject, actor, self.log.load(stream) if subject.of(stream) else ())

    def after(self, stream: Stream, *events: Event) -> list[Placed]:
        """Put events behind what a stream holds now, to be saved beside a decision."""
        last = self.log.last(stream)
        version = last.envelope.version if last else 0
        return [(stream, version + n, event) for n, event in enumerate(events, start=1)]

    # Deciding ----------------------------------------------------------------------------------------

    def decide(
        self,
        subject: Subject[S],
        stream: Stream,
        command: Acting,
        actor: Actor,
        *,
        allowed: Callable[[S], None],
        decision: Callable[[S, Context], Events],
        beside: Callable[[S, Context, Sequence[Event]], Sequence[Placed]] = _nothing_beside,
    ) -> Done:
        """Decide on a case that exists. ``beside`` are events of other streams, in the same save."""
        digest = self.digest(command) if command.key and isinstance(command, Command) else ""
        for _ in range(TRIES):
            recorded = self.log.load(stream) if subject.of(stream) else ()
            state = seen_by(subject, actor, recorded)
            if command.key in state.keys:
                return _done_before(command, digest, state.keys, recorded)
            allowed(state)
            _check_seen(command, recorded, state.number)
            context = self.context(self.directory.body(state.body))
            put_on = Envelopes(actor, context, command.key, digest, state.body)
            with self._rests as rests:
                decided = _several(decision(state, context))
                envelopes = [
                    *(put_on(*placed) for placed in beside(state, context, decided)),
                    *(put_on(stream, state.version + n, event) for n, event in enumerate(decided, start=1)),
                ]
            try:
                return Done(self._append(envelopes, rests), stream)
            except StreamMovedError:
                continue
        raise StreamMovedError(stream)

    def begin(
        self,
        stream: Stream,
        command: Command,
        actor: Actor,
        body: Stream,
        *,
        decision: Callable[[Context], Events],
        beside: Callable[[Context, Sequence[Event]], Sequence[Placed]] = _nothing_beside,
        keys: Sequence[PersonKey] = (),
    ) -> Begun:
        """Begin a stream. Sent again, it finds what was begun; other content is refused (F10, F11)."""
        digest = self.digest(command)
        context = self.context(self.directory.body(body))
        put_on = Envelopes(actor, context, command.key, digest)
        for _ in range(TRIES):
            try:
                with self._rests as rests:
                    decided = _several(decision(context))
                    placed = beside(context, decided)
                return self._save_new(put_on, stream, decided, placed, keys, rests)
            except RuleError as refusal:
                if earlier := self._begun_already(stream, digest, refusal):
                    return earlier
                raise
            except StreamMovedError:
                if earlier := self._begun_before(stream, digest):
                    return earlier
        raise StreamMovedError(stream)

    def enter(  # noqa: PLR0913  (one save, told whole)
        self,
        stream: Stream,
        command: Command,
        actor: Actor,
        body: Stream,
        *,
        year: int,
        decision: Callable[[Context, int], Sequence[Event]],
        beside: Sequence[Placed] = (),
        keys: Sequence[PersonKey] = (),
        book: str = "",
    ) -> Begun:
        """Begin a stream that takes the next number of the book of a body and year.

        ``decision`` gets the number; one of its events is the ``Registration`` that says it.
        """
        digest = self.digest(command)
        context = self.context(self.directory.body(body))
        put_on = Envelopes(actor, context, command.key, digest)
        for _ in range(TRIES):
            with self._books.turn(body, year, book) as numbers:
                version, sequence = numbers.next()
                try:
                    with self._rests as rests:
                        decided = decision(context, sequence)
                    numbered = (numbers.stream, version, _numbered(decided, stream))
                    begun = self._save_new(put_on, stream, decided, (*beside, numbered), keys, rests)
                except RuleError as refusal:
                    if earlier := self._begun_already(stream, digest, refusal):
                        return earlier
                    raise
                except StreamMovedError:
                    if earlier := self._begun_before(stream, digest):
                        return earlier
                    numbers.forget()
                else:
                    numbers.took(version, sequence)
                    return begun
        raise StreamMovedError(stream)

    def next_number(self, body: Stream, year: int, book: str) -> Book:
        """The book of a body and year, to take a number for a case that exists already."""
        return self._books.turn(body, year, book)

    def _save_new(
        self,
        put_on: Envelopes,
        stream: Stream,
        decided: Sequence[Event],
        placed: Sequence[Placed],
        keys: Sequence[PersonKey],
        rests: Mapping[Stream, int],
    ) -> Begun:
        envelopes = [
            *(put_on(*one) for one in placed),
            *(put_on(stream, n, event) for n, event in enumerate(decided, start=1)),
        ]
        position = self._append(envelopes, rests, keys)
        return Begun(Done(position, stream), tuple(decided))

    def _append(
        self,
        envelopes: Sequence[Envelope[Event]],
        rests: Mapping[Stream, int],
        keys: Sequence[PersonKey] = (),
    ) -> int:
        written = {envelope.stream for envelope in envelopes}
        unmoved = {stream: version for stream, version in rests.items() if stream not in written}
        return self.log.append(envelopes, keys=keys, unmoved=unmoved, marks=self._marks(envelopes))

    def _marks(self, envelopes: Sequence[Envelope[Event]]) -> dict[Stream, tuple[str, ...]]:
        """By what people whose identity these events correct are found from now on."""
        corrected = {e.stream: e.event.identity for e in envelopes if isinstance(e.event, Corrected)}
        opened = zip(corrected, self.vault.open_all(corrected.values()), strict=True)
        return {person: self.vault.marks(identity) for person, identity in opened if identity}

    def _begun_already(self, stream: Stream, digest: str, refusal: RuleError) -> Begun | None:
        """What was begun stays begun when it is sent again, though the facts of today would refuse it.

        Who may not know of it, or may not do it, is told so as ever.
        """
        return self._begun_before(stream, digest) if refusal.status == RuleError.status else None

    def _begun_before(self, stream: Stream, digest: str) -> Begun | None:
        recorded = self.log.load(stream)
        if not recorded:
            return None
        if recorded[0].envelope.digest != digest:
            raise KeyReusedError
        done = Done(recorded[-1].position, stream, repeated=True)
        return Begun(done, tuple(r.envelope.event for r in recorded))


class _Rests(threading.local):
    """What the decision that this thread is taking rests on: other cases, at the versions it has seen."""

    def __init__(self) -> None:
        self._noted: dict[Stream, int] | None = None

    def note(self, stream: Stream, version: int) -> None:
        """Remember a case, while a decision is being taken."""
        if self._noted is not None:
            self._noted[stream] = version

    def __enter__(self) -> dict[Stream, int]:
        self._noted = {}
        return self._noted

    def __exit__(self, *_: object) -> None:
        self._noted = None


def seen_by(subject: Subject[S], actor: Actor, recorded: Sequence[Recorded]) -> S:
    """The case that these facts make, for somebody who may see it. Raises the subject's ``unknown``."""
    state = subject.fold(r.envelope for r in recorded)
    if state is None or not subject.may_see(actor, state):
        raise subject.unknown
    return state


class Envelopes:
    """Puts the same who, when and why around the events of one save."""

    def __init__(
        self, actor: Actor, context: Context, key: str = "", digest: str = "", body: Stream = ""
    ) -> None:
        self._actor = actor
        self._at = context.now
        self._key = key
        self._digest = digest
        self._body = body or context.body.stream

    def __call__(self, stream: Stream, version: int, event: Event) -> Envelope[Event]:
        """Put ``event`` into its place."""
        return Envelope(
            stream,
            version,
            event,
            self._at,
            self._actor.id,
            self._actor.role,
            self._body,
            self._key,
            self._digest,
        )


def _several(decided: Events) -> Sequence[Event]:
    return decided if isinstance(decided, Sequence) else (decided,)


def _numbered(decided: Sequence[Event], stream: Stream) -> Numbered:
    registered = next(event for event in decided if isinstance(event, Registration))
    return Numbered(registered.sequence, registered.number, stream)


def _done_before(command: Acting, digest: str, keys: dict[str, str], recorded: Sequence[Recorded]) -> Done:
    if keys[command.key] != digest:
        raise KeyReusedError
    position = max(r.position for r in recorded if r.envelope.key == command.key)
    return Done(position, recorded[0].envelope.stream, repeated=True)


def _check_seen(command: Acting, recorded: Sequence[Recorded], number: str) -> None:
    """Refuse to act on a case that moved on since it was looked at, and say what happened (F40).

    What the timekeeper noted meanwhile changes nobody's decision and does not stop it.
    """
    if command.seen is None:
        return
    happened = [
        r for r in recorded if r.envelope.version > command.seen and r.envelope.role not in UNATTENDED
    ]
    if happened:
        raise ChangedMeanwhileError(happened, number=number)
