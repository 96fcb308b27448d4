"""The stage of the demo: a clock that is told the time, who is there, and what a story may do on its day."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import chain
from typing import TypeAlias
from zoneinfo import ZoneInfo

from ppid.appointing.desk import Appointing
from ppid.breach.desk import Breaches
from ppid.calendar import CalendarMissingError, fold_editions
from ppid.catalogue.desk import Catalogue
from ppid.counting import working_calendar
from ppid.decrees import SHIPPED
from ppid.desk import Desk
from ppid.directory import Directory, body_stream
from ppid.dispute.desk import Disputes
from ppid.events import Actor, Role, Stream
from ppid.exemption.desk import Exemptions
from ppid.exemption.reference import ExemptionRef
from ppid.log import open_log
from ppid.objection.desk import Objections
from ppid.privacy.desk import PrivacyRequests
from ppid.redaction.desk import Redactions
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind
from ppid.timekeeper import Timekeeper
from ppid.topics import VOCABULARY
from projections import agenda, worklist
from projections.agenda import AGENDA, Agendum
from projections.privacy import ASKINGS, of_person
from projections.reader import Reader
from projections.worklist import WORKLIST, OpenCase
from web.demo.paper import one_page
from web.services import Services
from web.uploads import Upload, keep

#: What the demo's days are laid out by: every decree that ships.
EDITION = fold_editions(SHIPPED)[-1]
ZONE = ZoneInfo("Asia/Jakarta")
OFFICE_OPENS = time(8, 30)
#: A period that ends within the year when the next one is not decreed yet ends at least so far ahead.
LEAST_AHEAD_DAYS = 7


class Walk:
    """A clock that is told the time, and ticks a little at every look: no two facts share an instant."""

    def __init__(self, start: datetime) -> None:
        self._at = start

    def __call__(self) -> datetime:
        """Read it."""
        self._at += timedelta(milliseconds=40)
        return self._at

    def go_to(self, moment: datetime) -> None:
        """Move on; never back."""
        self._at = max(self._at, moment)

    def ticks(self) -> float:
        """For the directory's freshness."""
        return self._at.timestamp()


def on_the_walk(services: Services, walk: Walk) -> Services:
    """The same services, living by another clock; whoever asked closes their log."""
    log = open_log(services.settings.database_url, VOCABULARY, now=walk)
    directory = Directory(log, services.vault, walk, ticks=walk.ticks)
    desk = Desk(log, services.vault, directory, walk)
    return replace(
        services,
        now=walk,
        log=log,
        directory=directory,
        appointing=Appointing(directory),
        desk=desk,
        exemptions=Exemptions(desk.decider),
        objections=Objections(desk.decider),
        disputes=Disputes(desk.decider),
        catalogue=Catalogue(desk.decider),
        privacy=PrivacyRequests(
            desk.decider, partial(of_person, Reader(services.views, ASKINGS)), services.people.erasing.holds
        ),
        breaches=Breaches(desk.decider),
        redactions=Redactions(desk.decider, services.files),
        timekeeper=Timekeeper(desk.decider),
    )


@dataclass(frozen=True)
class Stage:
    """The bodies with their officers, on the day the clock shows; ``today`` is the day the demo ends on."""

    services: Services
    walk: Walk
    posts: dict[str, Actor]
    today: date
    exemptions: dict[str, Stream] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day on the clock."""
        return self.walk().astimezone(ZONE).date()

    def holder(self, office: str, role: Role) -> Actor:
        """Somebody who holds a role in a body."""
        body = body_stream(office)
        return next(a for a in self.posts.values() if a.body == body and a.role is role)

    def unit(self, office: str, unit: str) -> Actor:
        """The officer of a unit."""
        body = body_stream(office)
        return next(a for a in self.posts.values() if a.body == body and a.unit == unit)

    def working_day(self, office: str, start: date, days: int) -> date:
        """The day so many working days after ``start``, or before it where ``days`` is not positive."""
        body = self.services.directory.body(body_stream(office))
        calendar = working_calendar(EDITION, body.rules)
        try:
            if days > 0:
                return calendar.add(start, days)
            return calendar.back(start + timedelta(days=1), 1 - days)
        except CalendarMissingError:
            # Without a decree for these days the demo still has to stand on some days: weekdays will do.
            return start + timedelta(days=days * 7 // 5)

    def knows(self, on: date) -> bool:
        """Whether the days off of that year are decreed, so that clocks run in it."""
        return on.year in EDITION.years

    def go_to_morning(self, on: date, until: datetime) -> None:
        """Go to the beginning of a working day, or to just before ``until`` for what happens today."""
        self.walk.go_to(min(datetime.combine(on, OFFICE_OPENS, ZONE).astimezone(UTC), until))

    def keep_time(self) -> None:
        """What the timekeeper does of a night: note what ran out by the day on the clock."""
        services = self.services
        services.follower.catch_up()
        requests: Reader[OpenCase] = Reader(services.views, WORKLIST)
        others: Reader[Agendum] = Reader(services.views, AGENDA)
        services.timekeeper.note_ends(
            lambda on: chain(worklist.ended(requests, on), agenda.ended(others, on))
        )

    def recount(self) -> None:
        """What the timekeeper does after decrees: look at every open case once, and say so."""
        services = self.services
        services.follower.catch_up()
        requests: Reader[OpenCase] = Reader(services.views, WORKLIST)
        others: Reader[Agendum] = Reader(services.views, AGENDA)
        cases = chain(worklist.open_requests(requests), agenda.open_cases(others))
        services.timekeeper.recount(cases, seen_all=True)


@dataclass(frozen=True)
class Scene:
    """The moment a step is taken: on which day, in which body, with what the story has made so far."""

    stage: Stage
    office: str
    made: dict[str, Stream]
    today: date

    @property
    def body(self) -> Stream:
        """The body it happens in."""
        return body_stream(self.office)

    @property
    def services(self) -> Services:
        """Every use case."""
        return self.stage.services

    @property
    def desk(self) -> Desk:
        """The use cases of requests."""
        return self.services.desk

    @property
    def ppid(self) -> Actor:
        """The information officer."""
        return self.officer(Role.PPID)

    @property
    def request(self) -> Stream:
        """The request of this story."""
        return self.made["request"]

    @property
    def objection(self) -> Stream:
        """The objection of this story."""
        return self.made["objection"]

    @property
    def dispute(self) -> Stream:
        """The dispute of this story."""
        return self.made["dispute"]

    def begin(self, kind: str) -> Stream:
        """A new stream, kept as this story's."""
        self.made[kind] = f"{kind}-{uuid.uuid4().hex}"
        return self.made[kind]

    def officer(self, role: Role) -> Actor:
        """Somebody of this body."""
        return self.stage.holder(self.office, role)

    def unit(self, unit: str) -> Actor:
        """The officer of a unit."""
        return self.stage.unit(self.office, unit)

    def resting_on(self, exemption: str, *rows: int) -> ExemptionRef:
        """Rows of an exemption of the demo, by its name in ``exempting``."""
        return ExemptionRef(self.stage.exemptions[exemption], rows)

    def day(self, days: int) -> date:
        """So many working days from this day."""
        return self.stage.working_day(self.office, self.today, days)

    def ahead(self, days: int) -> date:
        """So many working days after the demo's last day, within the years whose days off are decreed."""
        stage = self.stage
        on = stage.working_day(self.office, stage.today, days)
        year_end = date(stage.today.year, 12, 31)
        if stage.knows(on) or (year_end - stage.today).days < LEAST_AHEAD_DAYS:
            return on
        return min(on, year_end)

    def ended(self, days: int) -> date:
        """So many working days before the demo's last day, and never before this one."""
        return max(self.today, self.stage.working_day(self.office, self.stage.today, -days))

    def paper(self, owner: Stream, title: str, *lines: str) -> Document:
        """A page that is attached, sealed with the key of its owner."""
        services = self.services
        upload = Upload(title, "application/pdf", one_page(title, lines))
        key = services.vault.key_of(owner)
        return keep(upload, DocumentKind.OTHER, key, vault=services.vault, files=services.files, label=title)


Step: TypeAlias = Callable[[Scene], object]


@dataclass(frozen=True)
class Plot:
    """What begins ``ago`` working days before today, and what follows, by working days since.

    ``follow`` says why a visitor may want to follow it as its requester; "" for most.
    """

    ago: int
    steps: tuple[tuple[int, Step], ...]
    office: str
    follow: str = ""
