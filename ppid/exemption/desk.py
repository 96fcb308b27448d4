"""The use cases of exemptions: one for each command, each one atomic save.

Law: UU 14/2008 art. 19; PP 61/2010 art. 3, 10, 11; Perki 1/2021 art. 49-53.
"""

from __future__ import annotations

from collections.abc import Callable

from ppid.acts import NotYourActError
from ppid.checks import Context
from ppid.commands import CaseCommand
from ppid.deciding import Decider, Done
from ppid.events import Actor, Event, Stream
from ppid.exemption import commands as c
from ppid.exemption import rules, testing
from ppid.exemption.lawful import ACTS, TESTERS, Act
from ppid.exemption.listing import listed
from ppid.exemption.state import EXEMPTION, Exemption

BOOK = "exemption"


class Exemptions:
    """Every use case of exemptions. Thread-safe."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider

    def exemption(self, stream: Stream, actor: Actor) -> Exemption:
        """An exemption as it stands, for somebody who may see it. Raises ``UnknownExemptionError``."""
        return self._decider.see(EXEMPTION, stream, actor)

    def test(self, command: c.MakeTest, actor: Actor) -> Done:
        """Make a consequence test, which begins an exemption with the next number of its book."""
        if actor.role not in TESTERS or actor.body != command.body:
            raise NotYourActError
        known = self._known(command.cause, command.body)
        return self._decider.enter(
            command.exemption,
            command,
            actor,
            command.body,
            year=command.tested_on.year,
            decision=lambda context, sequence: (
                testing.test(command, context, actor, sequence=sequence, known=known),
            ),
            book=BOOK,
        ).done

    def test_anew(self, command: c.MakeTestAnew, actor: Actor) -> Done:
        """Test anew after a return, or to change or lift rows."""
        return self._decide(
            Act.TEST_ANEW,
            command,
            actor,
            lambda state, context: testing.test_anew(
                state, command, context, actor, known=self._known(command.cause, state.body)
            ),
        )

    def give_back(self, command: c.ReturnSheet, actor: Actor) -> Done:
        """Give the sheet back to the PPID."""
        return self._decide(Act.RETURN, command, actor, lambda s, _: testing.give_back(s, command))

    def review(self, command: c.ReviewSheet, actor: Actor) -> Done:
        """Approve the sheet as the superior."""
        return self._decide(Act.REVIEW, command, actor, lambda s, x: testing.review(s, command, x, actor))

    def approve(self, command: c.ApproveSheet, actor: Actor) -> Done:
        """Approve the sheet as the head or a written delegate."""
        return self._decide(Act.APPROVE, command, actor, lambda s, x: testing.approve(s, command, x, actor))

    def drop(self, command: c.DropTest, actor: Actor) -> Done:
        """Give a test up."""
        return self._decide(Act.DROP, command, actor, lambda s, _: testing.drop(s, command))

    def decree(self, command: c.DecreeExemption, actor: Actor) -> Done:
        """Decree the rows of the approved sheet exempt."""
        return self._decide(Act.DECREE, command, actor, lambda s, x: rules.decree(s, command, x))

    def change(self, command: c.ChangeExemption, actor: Actor) -> Done:
        """Decree the rows of an approved test to change."""
        return self._decide(Act.CHANGE, command, actor, lambda s, x: rules.change(s, command, x))

    def lift(self, command: c.LiftExemption, actor: Actor) -> Done:
        """Decree that the rows of an approved test to lift are open."""
        return self._decide(Act.LIFT, command, actor, lambda s, x: rules.lift(s, command, x))

    def declare_open(self, command: c.DeclareOpen, actor: Actor) -> Done:
        """Stipulate that rows become public when their period ends."""
        return self._decide(Act.DECLARE_OPEN, command, actor, lambda s, x: rules.declare_open(s, command, x))

    def open_in_court(self, command: c.RecordOpenedInCourt, actor: Actor) -> Done:
        """Record that rows were opened in a public court session."""
        return self._decide(
            Act.OPEN_IN_COURT, command, actor, lambda s, x: rules.open_in_court(s, command, x)
        )

    def _known(self, cause: Stream, body: Stream) -> bool:
        """Whether the body has the request or dispute that a test is made for."""
        last = self._decider.log.last(cause) if cause else None
        return last is not None and last.envelope.body == body

    def _decide(
        self,
        act: Act,
        command: CaseCommand,
        actor: Actor,
        decision: Callable[[Exemption, Context], Event],
    ) -> Done:
        return self._decider.decide(
            EXEMPTION,
            command.case,
            command,
            actor,
            allowed=lambda state: ACTS.check_role(act, actor, state),
            decision=decision,
            beside=lambda state, context, events: listed(self._decider, state, context, events),
        )
