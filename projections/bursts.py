"""How many acts of one kind an officer, or a post, took on one day and in its busiest hour.

Many equal acts within an hour are lawful, and may mean that nobody looked at the cases. Days and hours are
those of Jakarta by the clock (09.00 to 09.59 is one hour), so that a row never depends on when it is asked
for. Citizens, imports and the timekeeper act by themselves and are left out. Pure: no clock, no database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from ppid.events import Recorded, Role, Stream
from ppid.topics import NAMES
from projections.shape import Projection
from projections.telling import TELLERS

ZONE = ZoneInfo("Asia/Jakarta")
POSTS = frozenset(Role) - {Role.CITIZEN, Role.TIMEKEEPER, Role.IMPORT, Role.OPERATOR, Role.AUDITOR}


class Share(msgspec.Struct, frozen=True, array_like=True):
    """How many acts one officer took within one hour of the day."""

    hour: int
    actor: str
    acts: int


class Burst(msgspec.Struct, frozen=True):
    """The acts of one kind in one post of a body on one day; ``shares`` by hour and officer.

    ``post_day`` are all of them; ``post_hour`` those of the busiest hour. ``officer_day`` and
    ``officer_hour`` are the most that one officer took. ``first`` and ``last`` are the places in the log that
    they lie between.
    """

    body: Stream
    role: Role
    topic: str
    day: date
    shares: tuple[Share, ...] = ()
    post_day: int = 0
    post_hour: int = 0
    officer_day: int = 0
    officer_hour: int = 0
    first: int = 0
    last: int = 0


def evolve(row: Burst | None, recorded: Recorded) -> Burst:
    """Count one act."""
    envelope = recorded.envelope
    at = envelope.recorded_at.astimezone(ZONE)
    topic = NAMES[type(envelope.event)]
    before = row.shares if row else ()
    mine = next((s for s in before if (s.hour, s.actor) == (at.hour, envelope.actor)), None)
    share = Share(at.hour, envelope.actor, (mine.acts if mine else 0) + 1)
    shares = tuple(sorted((*(s for s in before if s is not mine), share), key=lambda s: (s.hour, s.actor)))
    return Burst(
        body=envelope.body,
        role=envelope.role,
        topic=topic,
        day=at.date(),
        shares=shares,
        post_day=(row.post_day if row else 0) + 1,
        post_hour=max(row.post_hour if row else 0, sum(s.acts for s in shares if s.hour == at.hour)),
        officer_day=max(
            row.officer_day if row else 0, sum(s.acts for s in shares if s.actor == envelope.actor)
        ),
        officer_hour=max(row.officer_hour if row else 0, share.acts),
        first=row.first if row else recorded.position,
        last=recorded.position,
    )


def busiest(burst: Burst, *, within_hour: bool, by_officer: bool) -> list[Share]:
    """The shares added up by what is asked for, the largest first; ``hour`` is -1 for a whole day."""
    counted: Counter[tuple[int, str]] = Counter()
    for share in burst.shares:
        counted[share.hour if within_hour else -1, share.actor if by_officer else ""] += share.acts
    return [Share(*key, acts) for key, acts in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]


def _keys_of(recorded: Recorded) -> Iterable[tuple[Any, ...]]:
    envelope = recorded.envelope
    if envelope.role not in POSTS or type(envelope.event) not in TELLERS:
        return ()
    day = envelope.recorded_at.astimezone(ZONE).date()
    return ((envelope.body, envelope.role, NAMES[type(envelope.event)], day),)


ORDER = ("day", "body", "role", "topic")

BURSTS = Projection(
    name="bursts",
    version=1,
    row=Burst,
    key=("body", "role", "topic", "day"),
    keys_of=_keys_of,
    evolve=evolve,
    indexes=(("day", "body", "role", "topic"), ("body", "day", "role", "topic")),
)
