"""What an examination says: one finding for each thing that was looked at, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How something stands."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``do`` says what the operator does; "" where nothing is to be done."""

    check: str
    state: State
    says: str
    do: str = ""


def ok(check: str, says: str) -> Finding:
    """All is well."""
    return Finding(check, State.OK, says)


def warning(check: str, says: str, do: str = "") -> Finding:
    """Somebody should look, today."""
    return Finding(check, State.WARNING, says, do)


def problem(check: str, says: str, do: str = "") -> Finding:
    """Something does not work, or is not safe."""
    return Finding(check, State.PROBLEM, says, do)
