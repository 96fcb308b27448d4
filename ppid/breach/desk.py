"""Use cases of breaches: one method per command, each one save; and whose data a set of cases holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from ppid.breach import commands as c
from ppid.breach import rules
from ppid.breach.lawful import ACTS, Act, check_noter
from ppid.breach.refusals import UnknownBreachError
from ppid.breach.state import BREACH, Breach
from ppid.checks import Context
from ppid.commands import CaseCommand
from ppid.deciding import Decider, Done, Events
from ppid.events import Actor, Event, Stream
from ppid.keeping import KEEPERS
from ppid.privacy.desk import people_of

BOOK = "breach"


class Breaches:
    """Every use case of breaches. Thread-safe."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider

    def see(self, stream: Stream, actor: Actor) -> Breach:
        """A breach as it stands, for somebody who may see it. Raises ``UnknownBreachError``."""
        return self._decider.see(BREACH, stream, actor)

    def people_in(self, cases: Iterable[Stream], body: Stream) -> tuple[Stream, ...]:
        """The people of cases of a body, each once: those who have to be told when these were exposed."""
        found: dict[Stream, None] = {}
        for stream in cases:
            keeper = KEEPERS.get(stream.partition("-")[0])
            recorded = self._decider.log.load(stream) if keeper else ()
            state = keeper.subject.fold(r.envelope for r in recorded) if keeper else None
            if state is not None and state.body == body:
                found.update(dict.fromkeys(sorted(people_of(state))))
        return tuple(found)

    # Deciding ----------------------------------------------------------------------------------------

    def note(self, command: c.NoteBreach, actor: Actor) -> Done:
        """Record that a breach is known: its number and its hours, in one save. Law: UU 27/2022 art. 46.

        Sent again, it finds the first one.
        """
        check_noter(actor)
        if command.body != actor.body:
            raise UnknownBreachError
        context = self._decider.context(self._decider.directory.body(command.body))
        year = context.body.local_date(command.known_at or context.now).year
        begun = self._decider.enter(
            command.breach,
            command,
            actor,
            command.body,
            year=year,
            decision=partial(self._noted, command),
            book=BOOK,
        )
        return begun.done

    @staticmethod
    def _noted(command: c.NoteBreach, context: Context, sequence: int) -> tuple[Event, ...]:
        return rules.note(command, context, sequence=sequence)

    def assess(self, command: c.AssessBreach, actor: Actor) -> Done:
        """Record what it was."""
        return self._decide(Act.ASSESS, command, actor, lambda b, x: rules.assess(b, command, x))

    def notify_subjects(self, command: c.NotifySubjects, actor: Actor) -> Done:
        """Record that people were told."""
        return self._decide(
            Act.NOTIFY_SUBJECTS, command, actor, lambda b, x: rules.notify_subjects(b, command, x)
        )

    def notify_agency(self, command: c.NotifyAgency, actor: Actor) -> Done:
        """Record that the agency was told."""
        return self._decide(
            Act.NOTIFY_AGENCY, command, actor, lambda b, x: rules.notify_agency(b, command, x)
        )

    def notify_public(self, command: c.NotifyPublic, actor: Actor) -> Done:
        """Record that the public was told."""
        return self._decide(
            Act.NOTIFY_PUBLIC, command, actor, lambda b, x: rules.notify_public(b, command, x)
        )

    def contain(self, command: c.ContainBreach, actor: Actor) -> Done:
        """Record handling and recovery."""
        return self._decide(Act.CONTAIN, command, actor, lambda b, x: rules.contain(b, command, x))

    def close(self, command: c.CloseBreach, actor: Actor) -> Done:
        """Close a record on which nothing more is owed."""
        return self._decide(Act.CLOSE, command, actor, lambda b, _: rules.close(b, command))

    def _decide(
        self,
        act: Act,
        command: CaseCommand,
        actor: Actor,
        decision: Callable[[Breach, Context], Events],
    ) -> Done:
        return self._decider.decide(
            BREACH,
            command.case,
            command,
            actor,
            allowed=lambda breach: ACTS.check_role(act, actor, breach),
            decision=decision,
        )
