"""Whole lawful logs at random: several bodies and many cases, decided by the real rules.

With late and missed clocks, amendments and recounts, corrections and erasures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from ppid import commands as c
from ppid.appointing.events import OfficerAppointed, OfficerDismissed
from ppid.body import Body, Established, Listed, UnitAdded
from ppid.body import evolve as evolve_body
from ppid.calendar import CALENDAR, edition_known_on
from ppid.checks import Context
from ppid.counting import working_calendar
from ppid.decrees import SHIPPED
from ppid.directory import DIRECTORY
from ppid.errors import RuleError
from ppid.events import Envelope, Event, Recorded, Role, Sealed, Stream
from ppid.person import Corrected, Erased, Identity, Known
from ppid.registering import Numbered
from ppid.request import handling, intake
from ppid.request.events import ImportSource
from ppid.request.lawful import Act
from ppid.request.state import Request, place
from ppid.request.vocabulary import Channel, RequesterKind
from tests.projections.steps import take, text, wish

STARTS = (date(2025, 7, 18), date(2026, 2, 2), date(2026, 12, 7))
RARE = {Act.WITHDRAW: 0.1, Act.CORRECT: 0.2, Act.COMPLETE: 0.3, Act.FIND_COMPLETE: 0.6}


@dataclass
class History:
    """A log in the making, and the requests as they stand: the oracle of every projection."""

    rng: Random
    day: date
    recorded: list[Recorded] = field(default_factory=list)
    requests: dict[Stream, Request] = field(default_factory=dict)
    bodies: dict[Stream, Body] = field(default_factory=dict)
    versions: dict[Stream, int] = field(default_factory=dict)
    filed_at: dict[Stream, datetime] = field(default_factory=dict)
    last_at: dict[Stream, datetime] = field(default_factory=dict)
    ticks: int = 0

    def now(self) -> datetime:
        """A later instant of the same day with every look, within office hours of every zone."""
        self.ticks += 1
        return datetime.combine(self.day, time(1), UTC) + timedelta(seconds=self.ticks)

    def context(self, body: Stream) -> Context:
        """The day a decision is taken on."""
        office, now = self.bodies[body], self.now()
        as_of = office.local_date(now)
        return Context(as_of, now, office, working_calendar(edition_known_on(SHIPPED, as_of), office.rules))

    def record(self, stream: Stream, event: Event, body: Stream, role: Role = Role.PPID) -> None:
        """Put one event at the end of the log."""
        version = self.versions[stream] = self.versions.get(stream, 0) + 1
        envelope = Envelope(stream, version, event, self.now(), f"officer-{role.value}", role, body)
        position = (self.recorded[-1].position if self.recorded else 0) + self.rng.choice((1, 1, 1, 4))
        self.recorded.append(Recorded(position, envelope))
        if stream in self.bodies or isinstance(event, Established):
            office = evolve_body(self.bodies.get(stream), stream, event)
            assert office is not None
            self.bodies[stream] = office
        if stream.startswith("request-"):
            request = place(self.requests.get(stream), envelope)
            assert request is not None
            self.requests[stream] = request
            self.filed_at.setdefault(stream, envelope.recorded_at)
            self.last_at[stream] = envelope.recorded_at

    def of(self, stream: Stream) -> list[Recorded]:
        """The events of one stream."""
        return [r for r in self.recorded if r.envelope.stream == stream]

    # What a log needs of one to replay a case

    def load(self, stream: Stream) -> list[Recorded]:
        """As a log does."""
        return self.of(stream)

    def stream_all(self, after: int = 0, upto: int | None = None) -> Iterator[Recorded]:
        """As a log does."""
        last = upto if upto is not None else self.recorded[-1].position
        return (r for r in self.recorded if after < r.position <= last)


def history(seed: int, days: int = 40, filings: int = 24) -> History:
    """A lawful log of about ``filings`` requests over ``days`` days, the same for the same seed."""
    rng = Random(seed)  # noqa: S311 - the same life for the same seed, no secret
    story = History(rng, STARTS[seed % len(STARTS)])
    for decree in SHIPPED:
        story.record(CALENDAR, decree, "")
    _establish(story, "POLDA", "Asia/Jakarta")
    _establish(story, "POLRES", "Asia/Jayapura")
    left = filings
    for _ in range(days):
        if left and rng.random() < 0.6:
            left -= 1
            _file(story)
        _act(story)
        _people(story)
        story.day += timedelta(days=rng.choice((1, 1, 2, 5)))
        story.ticks = 0
        if rng.random() < 0.5:
            _keep_time(story)
    return story


def _hex(story: History) -> str:
    return f"{story.rng.getrandbits(128):032x}"


def _establish(story: History, code: str, zone: str) -> None:
    stream = f"body-{_hex(story)}"
    story.record(stream, Established(code, f"Kantor {code}", date(2010, 4, 30), zone), stream)
    story.record(DIRECTORY, Listed(stream), stream)
    for unit in ("LANTAS", "SDM"):
        story.record(stream, UnitAdded(unit, f"Unit {unit}"), stream)
    for n in range(2):
        officer = f"person-{_hex(story)}"
        appointed = OfficerAppointed(officer, Sealed(officer, f"box{n}"), (Role.PPID, Role.SERVICE_DESK))
        story.record(stream, appointed, stream)
    story.record(stream, OfficerDismissed(officer, text(story.rng)), stream)


def _file(story: History) -> None:
    rng = story.rng
    body = rng.choice(list(story.bodies))
    context, stream, person = story.context(body), f"request-{_hex(story)}", f"person-{_hex(story)}"
    imported = ImportSource("ab" * 32, rng.randint(1, 90), rng.randint(1, 90)) if rng.random() < 0.2 else None
    received_on = context.as_of - timedelta(days=rng.choice((0, 0, 3, 20)))
    book = f"book-{body.removeprefix('body-')}-{received_on.year}"
    command = c.FileRequest(
        request=stream,
        body=body,
        channel=rng.choice(list(Channel)),
        requester_kind=rng.choice(list(RequesterKind)),
        requester=person,
        identity=Identity(name=text(rng)),
        wish=wish(rng),
        received_on=received_on,
        imported=imported,
        representative=f"person-{_hex(story)}" if rng.random() < 0.2 else "",
    )
    sequence = story.versions.get(book, 0) + 1
    try:
        filed, registered = intake.file(command, context, sequence=sequence)
    except RuleError:
        return
    story.record(person, Known(Sealed(person, "box"), "commitment"), body, Role.CITIZEN)
    story.record(book, Numbered(sequence, registered.number, stream), body, Role.CITIZEN)
    story.record(stream, filed, body, Role.CITIZEN)
    story.record(stream, registered, body, Role.CITIZEN)


def _act(story: History) -> None:
    for _ in range(story.rng.randint(0, 4)):
        if not story.requests:
            return
        request = story.requests[story.rng.choice(list(story.requests))]
        acts = [act for act in Act if story.rng.random() < RARE.get(act, 1)]
        story.rng.shuffle(acts)
        for act in acts:
            events = take(act, request, story.context(request.body), story.rng)
            for event in events:
                story.record(request.stream, event, request.body)
            if events:
                break


def _people(story: History) -> None:
    known = [r for r in story.requests.values() if len(story.of(r.requester)) == 1]
    if known and story.rng.random() < 0.3:
        request = story.rng.choice(known)
        person = request.requester
        corrected = Corrected(Sealed(person, "box2"), text(story.rng))
        story.record(person, corrected, request.body)
        if story.rng.random() < 0.5:
            story.record(person, Erased(text(story.rng)), request.body)


def _keep_time(story: History) -> None:
    for stream in list(story.requests):
        for decide in (handling.run_out, handling.recount):
            request = story.requests[stream]
            context = story.context(request.body)
            if decide is handling.run_out:
                events: Sequence[Event] = handling.run_out(request, context.as_of)
            else:
                events = handling.recount(request, context, ["", "933 Tahun 2025", ""])
            for event in events:
                story.record(stream, event, request.body, Role.TIMEKEEPER)
