"""How often somebody may try at the door, asked before any password is hashed.

A name alone is never locked: whoever knows it could lock its owner out. What is limited is a name at one
place, and a place. While a name is tried from many places, each place where it never signed in has one try
instead of five, and for longer the more there were; the browsers where its owner signed in before have tries
of their own that nobody else can use up (F51, F52).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from web import limits
from web.account import cookies
from web.limits import Limit
from web.services import services

Counted = tuple[Limit, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """One try. ``wait_s`` is 0 where it may be made, else the seconds until there is one."""

    wait_s: int
    taken: tuple[Counted, ...] = ()
    name_limits: tuple[Counted, ...] = ()

    def give_back(self) -> None:
        """It was no failure: it costs nothing."""
        for limit, who in self.taken:
            limits.give_back(limit, who)

    def failed(self) -> None:
        """It was a failure: count it against the name too, which slows strangers down only."""
        for limit, name in self.name_limits:
            limits.note(limit, name)


@dataclass(frozen=True, slots=True)
class Gate:
    """The limits of one thing that can be guessed.

    ``attacked`` says how many failures of strangers at a name leave how many tries to every further stranger.
    """

    here: Limit
    source: Limit
    known: Limit
    attacked: tuple[tuple[Limit, Limit], ...]

    def take(self, name: str) -> Turn:
        """Take a turn for ``name`` in this browser."""
        device = _device_of(name)
        wanted = [(self.known, f"{name}\n{device}")] if device else list(self._of_stranger(name))
        taken: list[Counted] = []
        for limit, who in wanted:
            wait_s = limits.wait(limit, who)
            if wait_s:
                Turn(0, tuple(taken)).give_back()
                return Turn(wait_s)
            taken.append((limit, who))
        names = () if device else tuple((many, name) for many, _one in self.attacked)
        return Turn(0, tuple(taken), names)

    def _of_stranger(self, name: str) -> Iterator[Counted]:
        source = limits.source()
        here = f"{name}\n{source}"
        yield self.source, source
        yield self.here, here
        for many, one in self.attacked:
            if limits.exceeded(many, name):
                yield one, here


PASSWORDS = Gate(
    here=Limit("sign-in", 5, 15),
    source=Limit("sign-in-source", 30, 15),
    known=Limit("sign-in-device", 10, 15),
    attacked=(
        (Limit("sign-in-name", 20, 15), Limit("sign-in-once", 1, 15)),
        (Limit("sign-in-name-hour", 100, 60), Limit("sign-in-once-hour", 1, 60)),
    ),
)
#: The second step comes after a right password, so whoever fails here often is worse than somebody mistyping.
SECOND_STEPS = Gate(
    here=Limit("second-step", 5, 15),
    source=Limit("second-step-source", 20, 15),
    known=Limit("second-step-device", 10, 15),
    attacked=((Limit("second-step-name", 20, 60), Limit("second-step-once", 1, 60)),),
)


def _device_of(name: str) -> str:
    """The token of this browser where ``name`` signed in with it before, else ''."""
    token = cookies.read(cookies.DEVICE)
    return token if token and services().doors.devices.knows(token, name) else ""
