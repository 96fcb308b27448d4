"""Living through the demo's stories on a clock that walks through the past weeks."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ppid import commands as c
from ppid.calendar import CalendarMissingError
from ppid.desk import Desk
from ppid.directory import Directory, body_stream
from ppid.errors import RuleError
from ppid.events import Actor, Role, Stream
from ppid.request.events import Wish
from ppid.request.vocabulary import Channel, CopyForm, Delivery, Obtain
from ppid.timekeeper import Timekeeper
from web.demo.cast import AUDITOR, POSTS, PRECINCTS, REGION, REPRESENTATIVE, Office, Post
from web.demo.exempting import decree
from web.demo.stories import STORIES, Scene, Step, Story
from web.services import Services
from web.state import Account

# Printed at every start: the demo holds nothing to protect.
PASSWORD = "coba-ppid-2026"  # noqa: S105  # nosec B105
OPERATOR = Actor("operator", Role.OPERATOR)
ZONE = ZoneInfo("Asia/Jakarta")
CHRONICLE_WEEKS = 10
FOUNDED = date(2010, 5, 1)


@dataclass(frozen=True)
class Access:
    """A demo case that a visitor can follow: its number and code."""

    number: str
    code: str


class _Walk:
    """A clock that is told the time, and ticks a little at every look: no two facts share an instant."""

    def __init__(self, start: datetime) -> None:
        self._at = start

    def __call__(self) -> datetime:
        self._at += timedelta(milliseconds=40)
        return self._at

    def go_to(self, moment: datetime) -> None:
        """Move on; never back."""
        self._at = max(self._at, moment)

    def ticks(self) -> float:
        """For the directory's freshness: always new."""
        return self._at.timestamp()


def is_empty(services: Services) -> bool:
    """Whether no body uses the store yet."""
    return not services.directory.bodies()


def seed(services: Services) -> Access:
    """Fill an empty store with the demo; returns a case to follow as a citizen."""
    today = services.now().astimezone(ZONE).date()
    walk = _Walk(datetime.combine(today - timedelta(weeks=CHRONICLE_WEEKS), time(7), ZONE).astimezone(UTC))
    directory = Directory(services.log, services.vault, walk, ticks=walk.ticks)
    desk = Desk(services.log, services.vault, directory, walk)
    directory.ship(OPERATOR)
    for office in (REGION, *PRECINCTS):
        _establish(directory, office)
    posts = {post.username: _appoint(services, directory, post) for post in POSTS}
    services.state.add_account(Account(AUDITOR, "auditor", ""), PASSWORD)
    _live(_Stage(desk, directory, walk, posts), today, services.now())
    return _followed(services)


def _establish(directory: Directory, office: Office) -> None:
    directory.establish(
        c.EstablishBody(
            code=office.code,
            name=office.name,
            established_on=FOUNDED,
            parent="" if office is REGION else body_stream(REGION.code),
            address=office.address,
            city=office.city,
            phone=office.phone,
            email=f"ppid@{office.code.lower()}.example",
            whatsapp="0800-0000-0000",
        ),
        OPERATOR,
    )
    for code, name in office.units:
        directory.add_unit(c.AddUnit(body=body_stream(office.code), code=code, name=name), OPERATOR)


def _appoint(services: Services, directory: Directory, post: Post) -> Actor:
    officer = f"person-{uuid.uuid4().hex}"
    body = body_stream(post.office)
    directory.appoint(
        c.AppointOfficer(
            body=body,
            officer=officer,
            name=post.name,
            roles=post.roles,
            unit=post.unit,
            position=post.position,
        ),
        OPERATOR,
    )
    services.state.add_account(Account(post.username, officer, body), PASSWORD)
    return Actor(officer, post.roles[0], body, post.unit)


@dataclass(frozen=True)
class _Stage:
    desk: Desk
    directory: Directory
    walk: _Walk
    posts: dict[str, Actor]
    exemptions: dict[Stream, Stream] = field(default_factory=dict)

    def ppid(self, office: str) -> Actor:
        """The information officer of a body."""
        return self.holder(body_stream(office), Role.PPID)

    def exempt(self, office: str) -> Stream:
        """The exemption of a body, decreed on the day it is first needed."""
        body = body_stream(office)
        if body not in self.exemptions:
            today = self.walk().astimezone(ZONE).date()
            self.exemptions[body] = decree(
                self.desk.decider, body, today, lambda role: self.holder(body, role)
            )
        return self.exemptions[body]

    def holder(self, body: Stream, role: Role) -> Actor:
        """Somebody who holds a role in a body."""
        return next(a for a in self.posts.values() if a.body == body and a.role is role)

    def unit(self, office: str, unit: str) -> Actor:
        """The officer of a unit."""
        body = body_stream(office)
        return next(a for a in self.posts.values() if a.body == body and a.unit == unit)


def _live(stage: _Stage, today: date, until: datetime) -> None:
    """Take every step of every story in the order of the days, and let the timekeeper look each night."""
    plan: dict[date, list[tuple[int, Story, int]]] = {}
    for story in STORIES:
        received = _working_day(stage, story.office, today, -story.ago)
        plan.setdefault(received, []).append((0, story, -1))
        for index, (after, _) in enumerate(story.steps):
            on = _working_day(stage, story.office, received, after)
            if on <= today:
                plan.setdefault(on, []).append((1, story, index))
    cases: dict[Story, Stream] = {}
    keeper = Timekeeper(stage.desk.decider)
    for on in sorted(plan):
        # Before a working day begins, or just now for what happens today.
        morning = datetime.combine(on, time(8, 30), ZONE).astimezone(UTC)
        stage.walk.go_to(min(morning, until - timedelta(minutes=10)))
        keeper.note_ends(lambda _: list(cases.values()))
        for _, story, index in sorted(plan[on], key=lambda entry: (entry[0], entry[2])):
            if index < 0:
                cases[story] = _file(stage, story)
            else:
                _step(stage, story, cases[story], on, story.steps[index][1])
    stage.walk.go_to(until - timedelta(minutes=5))
    keeper.recount(list(cases.values()), seen_all=True)
    keeper.note_ends(lambda _: list(cases.values()))


def _working_day(stage: _Stage, office: str, start: date, days: int) -> date:
    calendar = stage.directory.calendar(stage.directory.body_by_code(office), date.max)
    try:
        if days > 0:
            return calendar.add(start, days)
        return calendar.back(start + timedelta(days=1), 1 - days)
    except CalendarMissingError:
        # Without a decree for these days the demo still has to stand on some days: weekdays will do.
        return start + timedelta(days=days * 7 // 5)


def _file(stage: _Stage, story: Story) -> Stream:
    request = f"request-{uuid.uuid4().hex}"
    citizen = story.channel is Channel.WEB
    paper = story.channel in {Channel.LETTER, Channel.COUNTER}
    command = c.FileRequest(
        key=request,
        request=request,
        body=body_stream(story.office),
        channel=story.channel,
        requester_kind=story.kind,
        requester=f"person-{uuid.uuid4().hex}",
        identity=story.who,
        representative=f"person-{uuid.uuid4().hex}" if story.represented else "",
        representative_identity=REPRESENTATIVE if story.represented else None,
        wish=Wish(
            information=story.wants,
            purpose=story.purpose,
            obtain=Obtain.COPY,
            copy_form=CopyForm.HARD if paper else CopyForm.SOFT,
            delivery=Delivery.PICK_UP if paper else Delivery.EMAIL,
        ),
    )
    actor = Actor(request, Role.CITIZEN) if citizen else stage.ppid(story.office)
    return stage.desk.file_request(command, actor).request


def _step(stage: _Stage, story: Story, request: Stream, on: date, step: Step) -> None:
    scene = Scene(
        desk=stage.desk,
        request=request,
        today=stage.walk().astimezone(ZONE).date(),
        ppid=stage.ppid(story.office),
        unit=lambda unit: stage.unit(story.office, unit),
        exempt=lambda: stage.exempt(story.office),
    )
    try:
        step(scene)
    except CalendarMissingError:
        # An extension into a year that is not decreed yet cannot be promised; the case stays as it is.
        return
    except RuleError as refusal:
        message = f"the demo's own story broke on {on}: {story.wants}: {refusal.code}"
        raise RuntimeError(message) from refusal


def _followed(services: Services) -> Access:
    book = f"book-{body_stream(REGION.code).removeprefix('body-')}"
    year = services.now().astimezone(ZONE).year
    for recorded in services.log.load(f"{book}-{year}"):
        numbered = recorded.envelope.event
        return Access(numbered.number, services.vault.access_code(numbered.request))  # type: ignore[attr-defined]
    message = "the demo filed nothing"
    raise RuntimeError(message)
