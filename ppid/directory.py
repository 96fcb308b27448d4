"""Public bodies, their officers and the calendar, as the log has them, fresh within a second.

These few streams are read by every use case and change a few times a year, so they are kept and read
again when a second has passed. A promise made on the calendar of a second ago is recounted like any other:
the timekeeper goes on recounting until a new decree is known everywhere.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from ppid import body as rules
from ppid import calendar as calendars
from ppid import commands as c
from ppid.appointing import auditors
from ppid.appointing import refusals as no
from ppid.appointing import rules as appointing
from ppid.appointing.auditors import Auditors
from ppid.appointing.commands import AppointAuditor, ConfirmProposal, DismissAuditor
from ppid.appointing.events import AppointmentProposed, OfficerAppointed
from ppid.body import Body
from ppid.calendar import CALENDAR, Amended, Decreed, Edition
from ppid.counting import WorkingCalendar, working_calendar
from ppid.decrees import SHIPPED
from ppid.events import Actor, CountingRules, Envelope, Event, Role, Sealed, Stream
from ppid.log import Log, PersonKey, StreamMovedError
from ppid.person import Identity, Known
from ppid.vault import Vault

FRESH_SECONDS = 1.0
WEST = ZoneInfo("Asia/Jakarta")
EDITIONS_KEPT = 64
TRIES = 100
DIRECTORY: Stream = "directory-00000000000000000000000000000001"
#: Who appoints. A person whom anybody else made known is no officer but somebody whom the office serves.
APPOINTING = frozenset({Role.BODY_ADMIN, Role.OPERATOR})


def body_stream(code: str) -> Stream:
    """The stream of the body with that code: a code names one body for ever."""
    return f"body-{hashlib.sha256(b'ppid-body-v1/' + code.upper().encode()).hexdigest()[:32]}"


class Directory:
    """Reads and records bodies, officers and calendars."""

    def __init__(
        self,
        log: Log,
        vault: Vault,
        now: Callable[[], datetime],
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = log
        self._vault = vault
        self._now = now
        self._ticks = ticks
        self._kept: dict[Stream, tuple[float, tuple[Event, ...]]] = {}
        self._bodies: dict[Stream, tuple[int, Body]] = {}
        self._editions: dict[tuple[int, date], Edition] = {}
        self._calendars: dict[tuple[int, date, CountingRules], WorkingCalendar] = {}
        self._made_by: dict[Stream, Stream | None] = {}
        self._lock = threading.Lock()

    # Reading -----------------------------------------------------------------------------------------

    def body(self, stream: Stream) -> Body:
        """The body of that stream. Raises ``UnknownBodyError``."""
        events = self._events(stream)
        kept = self._bodies.get(stream)
        if kept and kept[0] == len(events):
            return kept[1]
        body = rules.fold(stream, events)
        if body is None:
            raise rules.UnknownBodyError(body=stream)
        self._bodies[stream] = (len(events), body)
        return body

    def body_now(self, stream: Stream) -> Body:
        """The body at this very moment, whichever process recorded something on it last (F44)."""
        self._look_again(stream)
        return self.body(stream)

    def body_by_code(self, code: str) -> Body:
        """The body of that code. Raises ``UnknownBodyError``."""
        try:
            return self.body(body_stream(code))
        except rules.UnknownBodyError:
            raise rules.UnknownBodyError(body=code) from None

    def bodies(self) -> list[Body]:
        """Every body, in the order they were established here."""
        return [self.body(e.body) for e in self._events(DIRECTORY) if isinstance(e, rules.Listed)]

    def ever_appointed(self) -> frozenset[Stream]:
        """Everybody who was made known by being appointed or proposed as an officer of a body here.

        Not whoever an appointment merely names: that would hide who opened the data of a citizen.
        """
        return frozenset(
            officer
            for body in self.bodies()
            for officer in self._named_by(body.stream)
            if self._appointing_body(officer) is not None
        )

    def check_own(self, body: Stream, person: Stream) -> None:
        """Refuse a person who is known, but not as an officer of this body. Raises ``AnothersPersonError``.

        Ids are no secret. Who could appoint somebody else's officer, or a citizen, could let themselves in
        as that person.
        """
        self._look_again(body)
        if self._log.last(person) is None or self.body(body).appointed.officer(person) is not None:
            return
        if person not in self._named_by(body) or self._appointing_body(person) != body:
            raise no.AnothersPersonError

    def _named_by(self, body: Stream) -> frozenset[Stream]:
        """Whom the appointments of a body, confirmed or not, name."""
        return frozenset(
            event.officer
            for event in self._events(body)
            if isinstance(event, OfficerAppointed | AppointmentProposed)
        )

    def _appointing_body(self, person: Stream) -> Stream | None:
        """The body that made a person known by appointing them; None for anybody else. It never changes."""
        if person not in self._made_by:
            first = next(iter(self._log.load(person, upto_version=1)), None)
            if first is None:
                return None
            made = first.envelope
            # An import carries a key, and those in its book are people who asked.
            appointed = isinstance(made.event, Known) and made.role in APPOINTING and not made.key
            self._made_by[person] = made.body if appointed else None
        return self._made_by[person]

    def edition(self, known_on: date) -> Edition:
        """The calendar edition known on a day. Put together once for each decree that is recorded."""
        events = self._events(CALENDAR)
        key = (len(events), known_on)
        edition = self._editions.get(key)
        if edition is None:
            if len(self._editions) >= EDITIONS_KEPT:
                self._editions.clear()
            edition = self._editions[key] = calendars.edition_known_on(events, known_on)
        return edition

    def calendar(self, body: Body, known_on: date) -> WorkingCalendar:
        """The working calendar of a body as known on a day."""
        edition = self.edition(known_on)
        key = (edition.number, edition.signed_on, body.rules)
        calendar = self._calendars.get(key)
        if calendar is None:
            calendar = self._calendars[key] = working_calendar(edition, body.rules)
        return calendar

    def calendar_events(self) -> tuple[Event, ...]:
        """The decrees, amendments and finished recounts, in order."""
        return self._events(CALENDAR)

    def _look_again(self, stream: Stream) -> None:
        """Forget what is kept of a stream once it has moved: one question for its last event."""
        kept, last = self._kept.get(stream), self._log.last(stream)
        if kept and last and last.envelope.version != len(kept[1]):
            with self._lock:
                self._kept.pop(stream, None)

    def _events(self, stream: Stream) -> tuple[Event, ...]:
        ticks = self._ticks()
        kept = self._kept.get(stream)
        if kept and ticks - kept[0] < FRESH_SECONDS:
            return kept[1]
        events = tuple(r.envelope.event for r in self._log.load(stream))
        if events:  # a name that means nothing is not kept: anybody may ask for any
            with self._lock:
                self._kept[stream] = (ticks, events)
        return events

    # Recording ---------------------------------------------------------------------------------------

    def establish(self, command: c.EstablishBody, actor: Actor) -> int:
        """Take a body into the system. Refused when its code is taken."""
        stream = body_stream(command.code)
        if self._log.load(stream):
            raise rules.BodyExistsError(body=command.code)
        listed = self._log.last(DIRECTORY)
        established = rules.establish(command)
        envelopes = [
            self._envelope(stream, 1, established, actor, stream),
            self._envelope(
                DIRECTORY, listed.envelope.version + 1 if listed else 1, rules.Listed(stream), actor, stream
            ),
        ]
        return self._append(envelopes)

    def set_counting(self, command: c.SetCounting, actor: Actor) -> int:
        """Set how a body counts days."""
        return self.on_body(command.body, actor, lambda _body, _on: rules.CountingSet(command.rules))

    def set_exemption_chain(self, command: c.SetExemptionChain, actor: Actor) -> int:
        """Set who approves an exemption in a body."""
        chain = rules.ExemptionChain(command.superior, command.head)
        return self.on_body(command.body, actor, lambda _body, _on: rules.set_exemption_chain(chain))

    def add_unit(self, command: c.AddUnit, actor: Actor) -> int:
        """Add a unit to a body."""
        event = rules.UnitAdded(command.code, command.name)
        return self.on_body(command.body, actor, lambda body, _on: rules.add_unit(body, event))

    def appoint(self, command: c.AppointOfficer, actor: Actor) -> int:
        """Appoint an officer: a person with a key of their own; or propose it where two have to."""
        self.check_own(command.body, command.officer)
        first, keys, name = self._named(command.officer, command.name, actor, command.body)
        return self.on_body(
            command.body,
            actor,
            lambda body, on: appointing.appoint(body, command, name, on, actor),
            before=first,
            keys=keys,
        )

    def confirm(self, command: ConfirmProposal, actor: Actor) -> int:
        """Confirm what another administrator proposed; of an appointment, only of the body's own person."""

        def decide(body: Body, on: date) -> Event:
            event = appointing.confirm(body, command, on, actor)
            if isinstance(event, OfficerAppointed):
                self.check_own(body.stream, event.officer)
            return event

        return self.on_body(command.body, actor, decide)

    def dismiss(self, command: c.DismissOfficer, actor: Actor) -> int:
        """End an officer's roles."""
        return self.on_body(
            command.body, actor, lambda body, on: appointing.dismiss(body, command, on, actor)
        )

    def decree(self, instrument: Decreed | Amended, actor: Actor) -> int:
        """Record a holiday decree or its amendment. Open clocks are recounted by the timekeeper."""
        # The westernmost day: what is signed by then is signed for every body.
        calendars.check_signed(instrument, self._now().astimezone(WEST).date())
        return self._on_calendar(actor, lambda events: calendars.decide(events, instrument))

    def ship(self, actor: Actor) -> None:
        """Record the decrees that come with the program, as far as their years have none."""
        for instrument in SHIPPED:
            events = [r.envelope.event for r in self._log.load(CALENDAR)]
            # A decree recorded by hand is kept as it is, and so are its amendments.
            if instrument not in events and not any(
                isinstance(e, type(instrument)) and e.year == instrument.year for e in events
            ):
                with suppress(StreamMovedError):  # somebody else ships them at the same moment
                    self.decree(instrument, actor)

    def record_recount(self, finished: calendars.RecountFinished, actor: Actor) -> None:
        """Note that every open clock was recounted with an edition."""
        with suppress(StreamMovedError):  # another timekeeper noted it, or a decree came: the next round sees
            self._on_calendar(actor, lambda _: finished)

    def on_body(
        self,
        stream: Stream,
        actor: Actor,
        decide: Callable[[Body, date], Event],
        before: Sequence[Envelope[Event]] = (),
        keys: Sequence[PersonKey] = (),
    ) -> int:
        """Record what is decided on a body and its local day; decided again where somebody was faster."""
        for _ in range(TRIES):
            recorded = self._log.load(stream)
            body = rules.fold(stream, (r.envelope.event for r in recorded))
            if body is None:
                raise rules.UnknownBodyError(body=stream)
            event = decide(body, body.local_date(self._now()))
            envelope = self._envelope(stream, len(recorded) + 1, event, actor, stream)
            try:
                return self._append([*before, envelope], keys)
            except StreamMovedError:
                if keys and self._log.last(before[0].stream):  # the person became known meanwhile
                    raise
        raise StreamMovedError(stream)

    # Auditors ----------------------------------------------------------------------------------------

    def auditors(self) -> Auditors:
        """Who of the commission may read."""
        return auditors.fold(self._events(DIRECTORY))

    def may_audit(self, auditor: Stream) -> bool:
        """Whether an auditor may read at this moment, whichever process recorded something last (F44)."""
        self._look_again(DIRECTORY)
        return self.auditors().may_read(auditor, self._now().astimezone(WEST).date())

    def appoint_auditor(self, command: AppointAuditor, actor: Actor) -> int:
        """Let somebody of the commission read: a person with a key of their own."""
        first, keys, name = self._named(command.auditor, command.name, actor, "")
        today = self._now().astimezone(WEST).date()
        return self._on_directory(actor, lambda _: auditors.appoint(command, name, today), first, keys)

    def dismiss_auditor(self, command: DismissAuditor, actor: Actor) -> int:
        """End what an auditor may read."""
        return self._on_directory(actor, lambda known: auditors.dismiss(known, command))

    def _on_directory(
        self,
        actor: Actor,
        decide: Callable[[Auditors], Event],
        before: Sequence[Envelope[Event]] = (),
        keys: Sequence[PersonKey] = (),
    ) -> int:
        events = [r.envelope.event for r in self._log.load(DIRECTORY)]
        event = decide(auditors.fold(events))
        return self._append([*before, self._envelope(DIRECTORY, len(events) + 1, event, actor, "")], keys)

    def _named(
        self, person: Stream, name: str, actor: Actor, body: Stream
    ) -> tuple[list[Envelope[Event]], list[PersonKey], Sealed]:
        """A name sealed with its person's own key; the first fact and the key of who was not known."""
        identity = Identity(name=name)
        if self._log.last(person) is not None:
            return [], [], self._vault.seal(self._vault.key_of(person), identity)
        key = self._vault.mint(person)
        known = Known(self._vault.seal(key, identity), key.commitment)
        first = self._envelope(person, 1, known, actor, body)
        return [first], [PersonKey(person, key.wrapped)], self._vault.seal(key, identity)

    def _on_calendar(self, actor: Actor, decide: Callable[[Sequence[Event]], Event]) -> int:
        events = [r.envelope.event for r in self._log.load(CALENDAR)]
        event = decide(events)
        return self._append([self._envelope(CALENDAR, len(events) + 1, event, actor, "")])

    def _envelope(
        self, stream: Stream, version: int, event: Event, actor: Actor, body: Stream
    ) -> Envelope[Event]:
        at = self._now().astimezone(UTC)
        return Envelope(stream, version, event, at, actor.id, actor.role, body)

    def _append(self, envelopes: Sequence[Envelope[Event]], keys: Sequence[PersonKey] = ()) -> int:
        position = self._log.append(envelopes, keys=keys)
        with self._lock:
            for envelope in envelopes:
                self._kept.pop(envelope.stream, None)
        return position
