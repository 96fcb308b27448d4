"""Living through the demo's stories on a clock that walks through the past months."""

from __future__ import annotations

import uuid
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from ppid import commands as c
from ppid.calendar import CalendarMissingError
from ppid.decrees import SHIPPED
from ppid.directory import Directory, body_stream
from ppid.errors import RuleError
from ppid.events import Actor, Role, Stream
from web.demo import appointing, dispute_stories, exempting, listing, objection_stories, privacy, stories
from web.demo.cast import AUDITOR, POSTS, PRECINCTS, REGION, Office, Post
from web.demo.stage import ZONE, Plot, Scene, Stage, Walk, on_the_walk
from web.services import Services
from web.state import Account

# Printed at every start: the demo holds nothing to protect.
PASSWORD = "coba-ppid-2026"  # noqa: S105  # nosec B105
OPERATOR = Actor("operator", Role.OPERATOR)
#: Longer than half a year, so that what is due every six months can be overdue.
CHRONICLE_WEEKS = 32
FOUNDED = date(2010, 5, 1)

#: Exemptions and the list come first: on the day they begin, everything else may rest on them.
PLOTS: tuple[Plot, ...] = (
    *exempting.PLOTS,
    *listing.PLOTS,
    *(story.plot for story in (*stories.STORIES, *objection_stories.STORIES, *dispute_stories.STORIES)),
    *objection_stories.PLOTS,
)


@dataclass(frozen=True)
class Access:
    """A demo case that a visitor can follow: its number and code, and why it is worth it."""

    number: str
    code: str
    why: str


def is_empty(services: Services) -> bool:
    """Whether no body uses the store yet."""
    return not services.directory.bodies()


def seed(services: Services) -> tuple[Access, ...]:
    """Fill an empty store with the demo; returns the cases to follow as a citizen."""
    now = services.now()
    walk = Walk(begins(now))
    walking = on_the_walk(services, walk)
    with closing(walking.log):
        return _seed(walking, walk, now)


def begins(now: datetime) -> datetime:
    """When the demo's history begins, and its log."""
    today = now.astimezone(ZONE).date()
    return datetime.combine(today - timedelta(weeks=CHRONICLE_WEEKS), time(7), ZONE).astimezone(UTC)


def _seed(walking: Services, walk: Walk, now: datetime) -> tuple[Access, ...]:
    for office in (REGION, *PRECINCTS):
        _establish(walking.directory, office)
    posts = {post.username: _appoint(walking, post) for post in POSTS}
    walking.state.add_account(Account(AUDITOR, "auditor", ""), PASSWORD)
    stage = Stage(walking, walk, posts, now.astimezone(ZONE).date())
    made = _live(stage, now)
    return tuple(_access(walking, plot, made[plot]["request"]) for plot in PLOTS if plot.follow)


def _establish(directory: Directory, office: Office) -> None:
    body = body_stream(office.code)
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
        directory.add_unit(c.AddUnit(body=body, code=code, name=name), OPERATOR)
    if not office.head_approves:
        directory.set_exemption_chain(c.SetExemptionChain(body=body, head=False), OPERATOR)


def _appoint(services: Services, post: Post) -> Actor:
    officer = f"person-{uuid.uuid4().hex}"
    body = body_stream(post.office)
    services.directory.appoint(
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


def _live(stage: Stage, until: datetime) -> dict[Plot, dict[str, Stream]]:
    """Take every step of every plot in the order of the days, and let the timekeeper look each night."""
    plan: dict[date, list[tuple[int, Plot]]] = {}
    for plot in PLOTS:
        begins = stage.working_day(plot.office, stage.today, -plot.ago)
        for index, (after, _) in enumerate(plot.steps):
            on = stage.working_day(plot.office, begins, after) if after else begins
            if on <= stage.today:
                plan.setdefault(on, []).append((index, plot))
    made: dict[Plot, dict[str, Stream]] = {plot: {} for plot in PLOTS}
    ended: set[Plot] = set()
    for on in sorted(plan):
        stage.go_to_morning(on, until - timedelta(minutes=10))
        _decree_calendars(stage)
        stage.keep_time()
        for index, plot in sorted(plan[on], key=lambda entry: entry[0]):
            if plot not in ended and not _taken(stage, plot, index, made[plot]):
                ended.add(plot)
    stage.walk.go_to(until - timedelta(minutes=5))
    _decree_calendars(stage)
    stage.recount()
    stage.keep_time()
    appointing.appoint(stage)
    privacy.live(stage, [story["request"] for story in made.values() if "request" in story])
    return made


def _decree_calendars(stage: Stage) -> None:
    """Record the holiday decrees on the day they are signed, so that nobody promises by one of the future."""
    recorded = stage.services.directory.calendar_events()
    fresh = [d for d in SHIPPED if d not in recorded and d.signed_on <= stage.day]
    for instrument in fresh:
        stage.services.directory.decree(instrument, OPERATOR)
    if fresh:
        stage.recount()


def _taken(stage: Stage, plot: Plot, index: int, made: dict[str, Stream]) -> bool:
    """Take a step; False where the story cannot go on, because clocks of an undecreed year do not run."""
    scene = Scene(stage, plot.office, made, stage.day)
    try:
        plot.steps[index][1](scene)
    except CalendarMissingError:
        # An extension into a year that is not decreed yet cannot be promised; the case stays as it is.
        return False
    except RuleError as refusal:
        if not (stage.knows(stage.today) and stage.knows(scene.today)):
            return False
        message = f"a story of {plot.office}, {plot.ago} days ago, broke at step {index}: {refusal.code}"
        raise RuntimeError(message) from refusal
    return True


def _access(services: Services, plot: Plot, request: Stream) -> Access:
    seen = services.desk.request(request, Actor(request, Role.CITIZEN))
    return Access(seen.number, services.vault.access_code(request), plot.follow)
