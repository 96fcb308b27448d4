"""How often somebody may try at the door, asked before any password is hashed.

A name alone is never locked: whoever knows it could lock its owner out. What is limited is a name at one place,
and a place. While a name is tried from many places, each place where it never signed in has one try instead of
five, and for longer the more there were; the browsers where its owner signed in before have tries of their own
that nobody else can use up (F51, F52).
"""

from __future__ import annotations

from dataclasses import dataclass

from web import limits
from web.account import cookies
from web.limits import Limit
from web.services import services


@dataclass(frozen=True, slots=True)
class Gate:
    """The limits of one thing that can be guessed. ``attacked`` names how many failures make how long a wait."""

    here: Limit
    source: Limit
    known: Limit
    attacked: tuple[tuple[Limit, Limit], ...]

    def is_shut(self, name: str) -> bool:
        """Whether this browser has no try left for ``name``."""
        device = _device_of(name)
        if device:
            return limits.exceeded(self.known, f"{name}\n{device}")
        source = limits.source()
        if limits.exceeded(self.source, source) or limits.exceeded(self.here, f"{name}\n{source}"):
            return True
        return any(
            limits.exceeded(many, name) and limits.exceeded(one, f"{name}\n{source}")
            for many, one in self.attacked
        )

    def note_failure(self, name: str) -> None:
        """Count a try that failed."""
        device = _device_of(name)
        if device:
            limits.note(self.known, f"{name}\n{device}")
            return
        source = limits.source()
        limits.note(self.source, source)
        limits.note(self.here, f"{name}\n{source}")
        for many, one in self.attacked:
            limits.note(many, name)
            limits.note(one, f"{name}\n{source}")


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
