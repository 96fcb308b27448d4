"""How a room of the desk is tried: how to come to a case at a step, and what its forms record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ppid.events import Event, Stream
from tests.web.visitor import Value
from web.office.frame import ROOMS

if TYPE_CHECKING:
    from tests.web.world import World


@dataclass(frozen=True)
class Try:
    """An act by somebody on a case at a step: what is typed, and the facts of the case that it records.

    ``query`` stands behind the address where the form depends on a choice.
    """

    officer: str
    step: str
    act: str
    typed: Mapping[str, Value]
    recorded: tuple[type[Event], ...]
    query: str = ""

    def __str__(self) -> str:
        """Name it in a report."""
        return f"{self.step}/{self.act}{self.query}"


@dataclass(frozen=True)
class Begin:
    """A beginning by somebody. ``asked`` prepares the world and gives the address's query ('' or '?...')."""

    officer: str
    what: str
    typed: Mapping[str, Value]
    recorded: tuple[type[Event], ...]
    asked: Callable[[World], str] = field(default=lambda _world: "")

    def __str__(self) -> str:
        """Name it in a report."""
        return f"baru/{self.what}"


@dataclass(frozen=True)
class Tried:
    """How a room is tried. ``at`` takes a fresh case of the subject to a step.

    ``shown`` is a step at which every role that may open the room may see the case.
    """

    kind: str
    at: Callable[[World, str], Stream]
    shown: str
    tries: tuple[Try, ...]
    begins: tuple[Begin, ...] = ()
    #: Entries of its forms that may be sent several times, and those that only hold what is offered.
    several: frozenset[str] = frozenset()
    chosen: frozenset[str] = frozenset()
    #: Officers (of the access test) of a role that may open the room, to whom this case is not shown.
    hidden_from: frozenset[str] = frozenset({"other-unit", "stranger"})

    def page_of(self, world: World, case: Stream, act: str = "") -> str:
        """The address of a case, or of an act on it."""
        place = world.app.extensions[ROOMS][self.kind].place
        return f"/meja/{place}/{case.rpartition('-')[2]}{'/' + act if act else ''}"

    def beginning_of(self, world: World, begin: Begin) -> str:
        """The address of a beginning."""
        place = world.app.extensions[ROOMS][self.kind].place
        return f"/meja/{place}/baru{'/' + begin.what if begin.what else ''}{begin.asked(world)}"
