"""What a form is tried with: how to get to it, and what to type so that it is taken."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ppid.events import Role
from tests.web.office.administrators import ADMINS, add_officer, admin_actor, appoint_admins
from tests.web.visitor import Page, Visitor
from tests.web.world import World

Typed = Mapping[str, Any]
Opened = tuple[Visitor, Page]
#: Of every newcomer.
PASSWORD = "kata-sandi-panjang-9"


@dataclass(frozen=True)
class Specimen:
    """A form with sound entries. ``holds`` is a field by which it is found on its page.

    An entry that is a function gives another value each time.
    """

    name: str
    endpoint: str
    open: Callable[[World], Opened]
    typed: Typed = field(default_factory=dict)
    holds: str = ""
    button: str = ""
    records: bool = False
    #: Where the form is sent that has no field of its own.
    action: str = ""
    #: Fields that are written here, and chosen from a list in a form of another page.
    written: frozenset[str] = frozenset()

    def __str__(self) -> str:
        """Name it in a report."""
        return self.name


def opening(who: str, address: str, step: str = "") -> Callable[[World], Opened]:
    """Open an address as somebody, for a fresh case at a step where the address is of a case."""

    def reach(world: World) -> Opened:
        case = world.at(step) if step else ""
        if who == "citizen":
            return (visitor := world.tracker(case)), visitor.get(address)
        return (visitor := world.officer(who) if who else world.visitor()), visitor.get(address)

    return reach


def filled_in(page: Page, **entries: str) -> Page:
    """Type into a form what only its page, a telephone or a paper shows, beside what is always typed."""
    form = page.form(next(iter(entries)))
    for name, value in entries.items():
        assert name in form.names, f"{name!r} is no field of {page.url}"
        form.values[name] = value
    return page


def around(world: World, name: str, make: Callable[[World], World]) -> World:
    """The same world with other services around it, made once."""
    kept: dict[str, World] = world.app.extensions.setdefault("tried-worlds", {})
    if name not in kept:
        kept[name] = make(world)
    return kept[name]


def appointed_admins(world: World) -> None:
    """Have the two administrators there, once."""
    if not world.body.appointed.holders(Role.BODY_ADMIN, world.clock.today):
        appoint_admins(world, *ADMINS)


def newcomer(world: World, role: Role = Role.SERVICE_DESK) -> str:
    """Appoint somebody new, who may sign in; return the name they sign in with."""
    appointed_admins(world)
    username = secrets.token_hex(4)
    add_officer(world, username, f"Petugas {username}", role, actor=admin_actor())
    return username
