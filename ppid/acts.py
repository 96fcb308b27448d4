"""Which acts are lawful on a case now, who may take them, and why the others are not.

Pages, commands and interfaces share this one answer. Each subject declares its acts in a table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from ppid.checks import Context
from ppid.deadlines import Text
from ppid.errors import RuleError
from ppid.events import Actor, Role
from ppid.subject import S

A = TypeVar("A", bound=StrEnum)

#: Who keeps the desk: takes in, checks, records what came and what was given.
DESK = (Role.SERVICE_DESK, Role.PPID)


class NotYourActError(RuleError):
    """The act belongs to another role."""

    code = "not-your-act"
    status = 403
    id = "Langkah ini bukan wewenang peran Anda."
    en = "This step is not for your role to take."


@dataclass(frozen=True)
class ActRule(Generic[S]):
    """An act: its name, the roles it belongs to, and why it may not be lawful now.

    ``whose`` refuses an actor of the right role whom this case does not concern: another unit, or who took
    the decision that is objected to.
    """

    name: Text
    roles: tuple[Role, ...]
    check: Callable[[S, Context], None] = lambda _state, _context: None
    whose: Callable[[S, Actor], None] = lambda _state, _actor: None


@dataclass(frozen=True)
class Offer(Generic[A]):
    """An act of the asker's role: lawful now, or the refusal that says why not."""

    act: A
    refusal: RuleError | None = None

    @property
    def lawful(self) -> bool:
        """Whether the act may be taken now."""
        return self.refusal is None


class Acts(Generic[A, S]):
    """The acts of a subject, by what their addresses call them."""

    def __init__(self, rules: Mapping[A, ActRule[S]]) -> None:
        self._rules = dict(rules)

    def __iter__(self) -> Iterator[A]:
        return iter(self._rules)

    def name(self, act: A) -> Text:
        """What an act is called."""
        return self._rules[act].name

    def roles(self, act: A) -> tuple[Role, ...]:
        """Whose act it is."""
        return self._rules[act].roles

    def check_role(self, act: A, actor: Actor, state: S) -> None:
        """Refuse an act that is not of the actor's role, or not this actor's on this case."""
        if actor.role not in self._rules[act].roles:
            raise NotYourActError
        self._rules[act].whose(state, actor)

    def check(self, act: A, state: S, context: Context) -> None:
        """Refuse an act that is not lawful now, whoever takes it."""
        self._rules[act].check(state, context)

    def offers(self, state: S, actor: Actor, context: Context) -> list[Offer[A]]:
        """Every act of the actor's role, each lawful or with the reason it is not."""
        return [
            Offer(act, self._why_not(act, state, actor, context))
            for act, rule in self._rules.items()
            if actor.role in rule.roles
        ]

    def _why_not(self, act: A, state: S, actor: Actor, context: Context) -> RuleError | None:
        try:
            self.check_role(act, actor, state)
            self.check(act, state, context)
        except RuleError as refusal:
            return refusal
        return None
