"""The stage of a walk: two public bodies, their officers, a clock, and decrees known from their day on."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ppid import commands as c
from ppid.calendar import Amended, Decreed
from ppid.directory import body_stream
from ppid.events import Actor, Role, Stream
from tests.model.naive import INSTRUMENTS, Almanac
from tests.web.world import World

OPERATOR = Actor("operator", Role.OPERATOR)
CODES = ("POLDA-A", "POLDA-B")
#: In each body; "both" is one person who is PPID and superior, and acts as either.
ROLES: dict[str, tuple[Role, ...]] = {
    "desk": (Role.SERVICE_DESK,),
    "ppid": (Role.PPID,),
    "both": (Role.PPID, Role.SUPERIOR),
    "superior": (Role.SUPERIOR,),
    "head": (Role.HEAD,),
}


#: How often the right officer acts, and how often one of the same body does.
RIGHTLY = 0.6
AT_HOME = 0.85


@dataclass
class Office:
    """What a walk acts on. ``almanac`` is what the model knows of days; the product reads its own log."""

    world: World
    rng: random.Random
    almanac: Almanac = field(default_factory=Almanac)
    pending: list[Decreed | Amended] = field(default_factory=lambda: list(INSTRUMENTS))

    def __post_init__(self) -> None:
        self.bodies = tuple(body_stream(code) for code in CODES)
        directory = self.world.services.directory
        for code, body in zip(CODES, self.bodies, strict=True):
            directory.establish(
                c.EstablishBody(code=code, name=f"Kepolisian {code}", established_on=date(2020, 1, 1)),
                OPERATOR,
            )
            for name, roles in ROLES.items():
                directory.appoint(
                    c.AppointOfficer(
                        body=body, officer=person(body, name), name=name, roles=roles, position=name
                    ),
                    OPERATOR,
                )
        self.decree_what_is_due()

    @property
    def today(self) -> date:
        """The day on which everybody acts."""
        return self.world.clock.today

    def decree_what_is_due(self) -> bool:
        """Record every decree that is signed by now; tell whether there was one."""
        due = [one for one in self.pending if one.signed_on <= self.today]
        for instrument in due:
            self.world.services.directory.decree(instrument, OPERATOR)
            self.almanac.learn(instrument)
            self.pending.remove(instrument)
        return bool(due)

    def actor(self, body: Stream, name: str, role: Role | None = None) -> Actor:
        """An officer of a body, in the first of their roles unless another is named."""
        return Actor(person(body, name), role or ROLES[name][0], body)

    def anybody(self, body: Stream, *rightly: Role) -> Actor:
        """Mostly an officer whose act it is; else anybody in some role, now and then of the other body."""
        if rightly and self.rng.random() < RIGHTLY:
            role = self.rng.choice(rightly)
            return self.actor(body, self.rng.choice([n for n, held in ROLES.items() if role in held]), role)
        home = body if self.rng.random() < AT_HOME else self.rng.choice(self.bodies)
        name = self.rng.choice(list(ROLES))
        return self.actor(home, name, self.rng.choice(ROLES[name]))

    def chance(self, share: float) -> bool:
        """Whether something of that probability happens."""
        return self.rng.random() < share

    def fresh(self, kind: str) -> Stream:
        """A new stream, from the walk's own dice, so that a seed tells the same story."""
        return f"{kind}-{self.rng.getrandbits(128):032x}"


def person(body: Stream, name: str) -> Stream:
    """The stream of an officer."""
    return f"person-{body.removeprefix('body-')[:16]}{name.encode().hex():0>16}"


def key() -> str:
    """An idempotency key."""
    return secrets.token_hex(8)


@dataclass
class Attempt:
    """One act: the use case, its command, who acts; the refusals the law knows for it (none: it is lawful).

    ``then`` is what the model remembers once it is done.
    """

    name: str
    use: Callable[[Any, Actor], Any]
    command: Any
    actor: Actor
    codes: set[str]
    then: Callable[[], None]

    def call(self) -> Any:
        """Take the act."""
        return self.use(self.command, self.actor)

    def anew(self, command: Any) -> Any:
        """Take it with another command."""
        return self.use(command, self.actor)
