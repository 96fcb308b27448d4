"""May this officer do this today, and why: every condition by its name, each with a sentence.

The conditions are those that stop an act when it is tried: the roles of a day (``Body.grants_of``), who may
see a case (``Subject.may_see``), whose act it is and whether it is lawful now (``Acts``). Nothing is decided
here a second time: a page, a command or an interface that asks gets the answer that the act would get.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from ppid.acts import A, Acts
from ppid.appointing import rules
from ppid.appointing.state import Grant, Proposed
from ppid.body import Body
from ppid.checks import Context
from ppid.deadlines import Text
from ppid.errors import Fact, RuleError, say
from ppid.events import Actor, Role, Stream
from ppid.subject import S, Subject


class Predicate(StrEnum):
    """A condition of an act. The value is part of pages and of what commands print."""

    IN_OFFICE = "in-office"
    OF_THE_BODY = "of-the-body"
    HOLDS_THE_ROLE = "holds-the-role"
    MAY_SEE_THE_CASE = "may-see-the-case"
    ANOTHER_PERSON = "another-person"
    LAWFUL_NOW = "lawful-now"


@dataclass(frozen=True)
class Reason:
    """One condition: whether it holds, and what that rests on."""

    predicate: Predicate
    holds: bool
    text: Text


@dataclass(frozen=True)
class Verdict:
    """Whether somebody may, and every reason looked at; ``grant`` is the role it would be done in."""

    reasons: tuple[Reason, ...]
    grant: Grant | None = None

    @property
    def allowed(self) -> bool:
        """Whether every condition holds."""
        return all(reason.holds for reason in self.reasons)

    @property
    def against(self) -> Reason | None:
        """The first condition that does not hold."""
        return next((reason for reason in self.reasons if not reason.holds), None)


@dataclass(frozen=True)
class Powers(Generic[A, S]):
    """The acts of a subject, to be asked about."""

    subject: Subject[S]
    acts: Acts[A, S]

    def name(self, act: A) -> str:
        """The permanent name of the power: ``request.answer``."""
        return f"{self.subject.kind}.{act.value}"

    def explain(self, officer: Stream, act: A, state: S, context: Context) -> Verdict:
        """Whether an officer may take an act on a case today: in the role in which most speaks for it."""
        body, on = context.body, context.as_of
        if state.body != body.stream:
            return Verdict((Reason(Predicate.OF_THE_BODY, False, OTHER_BODY),))
        grants = body.grants_of(officer, on)
        if not grants:
            return Verdict((Reason(Predicate.IN_OFFICE, False, NOT_IN_OFFICE),))
        roles = self.acts.roles(act)
        fitting = [grant for grant in grants if grant.role in roles]
        if not fitting:
            return Verdict((IN_OFFICE, _lacks(roles, grants)))
        verdicts = [self._in(grant, officer, act, state, context) for grant in fitting]
        return max(verdicts, key=lambda verdict: sum(reason.holds for reason in verdict.reasons))

    def explain_all(self, officer: Stream, state: S, context: Context) -> Iterator[tuple[A, Verdict]]:
        """Every act of the subject with its verdict."""
        for act in self.acts:
            yield act, self.explain(officer, act, state, context)

    def _in(self, grant: Grant, officer: Stream, act: A, state: S, context: Context) -> Verdict:
        actor = Actor(officer, grant.role, context.body.stream, grant.unit)
        sees = self.subject.may_see(actor, state)
        reasons = (
            IN_OFFICE,
            Reason(Predicate.HOLDS_THE_ROLE, True, held(grant)),
            Reason(Predicate.MAY_SEE_THE_CASE, sees, SEES if sees else SEES_NOT),
            _tried(Predicate.ANOTHER_PERSON, CONCERNED, lambda: self.acts.check_role(act, actor, state)),
            _tried(Predicate.LAWFUL_NOW, LAWFUL, lambda: self.acts.check(act, state, context)),
        )
        return Verdict(reasons, grant)


OTHER_BODY = Text("Perkara ini milik badan publik lain.", "This case is another body's.")
NOT_IN_OFFICE = Text(
    "Tidak memegang peran apa pun di badan publik ini hari ini.", "Holds no role in this body today."
)
SEES = Text("Perkara ini terbuka baginya.", "The case is open to them.")
SEES_NOT = Text(
    "Perkara ini tidak terbuka bagi unitnya: unit itu tidak ditanyai.",
    "The case is not open to their unit: it was not asked.",
)
CONCERNED = Text(
    "Tidak memutus sendiri apa yang diperiksa di sini; bila sebuah unit ditanyai, itu unitnya.",
    "Did not decide what is examined here; where a unit was asked, it is theirs.",
)
LAWFUL = Text("Langkah ini sah pada keadaan perkara sekarang.", "The act is lawful as the case stands now.")
IN_OFFICE = Reason(
    Predicate.IN_OFFICE,
    True,
    Text("Sedang ditunjuk di badan publik ini.", "Is appointed in this body today."),
)


def held(grant: Grant) -> Text:
    """By what a role is held: an appointment of one's own, or a delegation and until when."""
    name = rules.NAMES[grant.role]
    if grant.delegation is None:
        return _filled(
            Text(
                "Memegang peran {role} dengan penunjukan sendiri.", "Holds the role of {role} by appointment."
            ),
            role=name,
        )
    return _filled(
        Text(
            "Memegang peran {role} karena pelimpahan, sampai {until}.",
            "Holds the role of {role} by delegation, until {until}.",
        ),
        role=name,
        until=grant.delegation.until,
    )


def _lacks(roles: Iterable[Role], grants: Iterable[Grant]) -> Reason:
    wanted = _named(roles)
    has = _named(grant.role for grant in grants)
    words = Text(
        "Langkah ini milik {wanted}; yang dipegangnya: {has}.", "This act is for {wanted}; they hold: {has}."
    )
    return Reason(Predicate.HOLDS_THE_ROLE, False, _filled(words, wanted=wanted, has=has))


def _named(roles: Iterable[Role]) -> Text:
    names = [rules.NAMES[role] for role in roles if role in rules.NAMES]
    return Text(", ".join(n.id for n in names), ", ".join(n.en for n in names))


def _filled(words: Text, **facts: Fact | Text) -> Text:
    of_id = {name: fact.id if isinstance(fact, Text) else fact for name, fact in facts.items()}
    of_en = {name: fact.en if isinstance(fact, Text) else fact for name, fact in facts.items()}
    return Text(say(words.id, "id", of_id), say(words.en, "en", of_en))


def _tried(predicate: Predicate, holds: Text, check: Callable[[], None]) -> Reason:
    try:
        check()
    except RuleError as refusal:
        return Reason(predicate, False, Text(refusal.sentence("id"), refusal.sentence("en")))
    return Reason(predicate, True, holds)


# Powers over officers -------------------------------------------------------------------------------------


def may_appoint(body: Body, officer: Stream, context: Context) -> Verdict:
    """Whether somebody may appoint, delegate, note absences and dismiss in a body today."""
    actor = _as_administrator(body, officer)
    grants = body.grants_of(officer, context.as_of)
    if not grants:
        return Verdict((Reason(Predicate.IN_OFFICE, False, NOT_IN_OFFICE),))
    if all(grant.role is not Role.BODY_ADMIN for grant in grants):
        return Verdict((IN_OFFICE, _lacks((Role.BODY_ADMIN,), grants)))
    grant = next(grant for grant in grants if grant.role is Role.BODY_ADMIN)
    lawful = _tried(
        Predicate.LAWFUL_NOW, APPOINTS, lambda: rules.check_administrator(body, actor, context.as_of)
    )
    return Verdict((IN_OFFICE, Reason(Predicate.HOLDS_THE_ROLE, True, held(grant)), lawful), grant)


def may_confirm(body: Body, officer: Stream, proposal: Proposed, context: Context) -> Verdict:
    """Whether somebody may confirm what waits for a second administrator."""
    first = may_appoint(body, officer, context)
    if not first.allowed:
        return first
    actor = _as_administrator(body, officer)
    second = _tried(
        Predicate.ANOTHER_PERSON,
        CONFIRMS,
        lambda: rules.check_second(body, proposal, actor, context.as_of),
    )
    return Verdict((*first.reasons, second), first.grant)


APPOINTS = Text("Dapat mengatur petugas badan publik ini.", "May appoint the officers of this body.")
CONFIRMS = Text("Bukan pengusulnya, dan bukan penerima wewenangnya.", "Neither proposed it nor gains by it.")


def _as_administrator(body: Body, officer: Stream) -> Actor:
    return Actor(officer, Role.BODY_ADMIN, body.stream)
