"""The use cases of the list of public information: each one atomic save, each returning its position."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from ppid.acts import NotYourActError
from ppid.catalogue import commands as c
from ppid.catalogue import decreeing, rules
from ppid.catalogue import events as e
from ppid.catalogue.lawful import ACTS, PROPOSERS, Act
from ppid.catalogue.refusals import ItemOfOtherUnitError, UnknownItemError
from ppid.catalogue.state import CATALOGUE, ITEM, Item, PublicList, list_stream
from ppid.checks import Context
from ppid.deciding import TRIES, Decider, Done, Events, Placed
from ppid.events import Actor, Event, Role, Stream
from ppid.exemption.state import EXEMPTION, UnknownExemptionError
from ppid.log import StreamMovedError
from ppid.refusals import KeyReusedError

ListCommand = c.DecreeList | c.PublishReport


class Catalogue:
    """Every use case of items and of the list. Thread-safe."""

    def __init__(self, decider: Decider) -> None:
        self.decider = decider

    # Items -------------------------------------------------------------------------------------------

    def item(self, stream: Stream, actor: Actor) -> Item:
        """An item as it stands, for somebody who may see it. Raises ``UnknownItemError``."""
        return self.decider.see(ITEM, stream, actor)

    def propose(self, command: c.ProposeItem, actor: Actor) -> Done:
        """Propose an item for the list; a unit officer for their own unit. Raises ``NotYourActError``."""
        self._check_proposer(command, actor)
        begun = self.decider.begin(
            command.item,
            command,
            actor,
            command.body,
            decision=lambda x: rules.propose(command, x, self.rows_in_force(command.source, x)),
        )
        return begun.done

    def _check_proposer(self, command: c.ProposeItem, actor: Actor) -> None:
        if actor.role not in PROPOSERS or actor.body != command.body:
            raise NotYourActError
        if actor.role is Role.UNIT_OFFICER and command.entry.unit != actor.unit:
            raise ItemOfOtherUnitError
        if not ITEM.of(command.item):
            raise UnknownItemError

    def give_back(self, command: c.ReturnItem, actor: Actor) -> Done:
        """Return a proposal to its unit."""
        return self._decide(Act.RETURN, command, actor, lambda i, _: rules.give_back(i, command))

    def revise(self, command: c.ReviseItem, actor: Actor) -> Done:
        """Change an entry; a unit officer only within their own unit."""
        if actor.role is Role.UNIT_OFFICER and command.entry.unit != actor.unit:
            raise ItemOfOtherUnitError
        return self._decide(Act.REVISE, command, actor, lambda i, x: rules.revise(i, command, x))

    def publish(self, command: c.PublishItem, actor: Actor) -> Done:
        """Record a publication."""
        return self._decide(Act.PUBLISH, command, actor, lambda i, x: rules.publish(i, command, x))

    def withdraw(self, command: c.WithdrawItem, actor: Actor) -> Done:
        """Take an item out of the list, or give a proposal up."""
        return self._decide(Act.WITHDRAW, command, actor, lambda i, x: rules.withdraw(i, command, x))

    def _decide(
        self,
        act: Act,
        command: c.ReturnItem | c.ReviseItem | c.PublishItem | c.WithdrawItem,
        actor: Actor,
        decision: Callable[[Item, Context], Events],
    ) -> Done:
        return self.decider.decide(
            ITEM,
            command.case,
            command,
            actor,
            allowed=lambda item: ACTS.check_role(act, actor, item),
            decision=decision,
        )

    def rows_in_force(self, source: e.Source | None, context: Context) -> Collection[int]:
        """The rows of a source's exemption that still close what they name. Raises where it is unknown."""
        if source is None:
            return ()
        exemption = self.decider.load(EXEMPTION, source.exemption)
        if exemption.body != context.body.stream or exemption.row(source.row) is None:
            raise UnknownExemptionError
        return {row.number for row in exemption.rows_in_force(context.as_of)}

    # The list ----------------------------------------------------------------------------------------

    def public_list(self, body: Stream, actor: Actor) -> PublicList:
        """The list of a body with its clocks, for its officers. Raises ``UnknownListError``."""
        return self.decider.see(CATALOGUE, list_stream(body), actor)

    def decree(self, command: c.DecreeList, actor: Actor) -> Done:
        """Decree the list: every proposal named enters it, in one save with the decree, or none does."""
        self._check_ppid(command.body, actor)
        return self.on_list(
            command,
            actor,
            lambda public, x: decreeing.decree(public, command, x),
            beside=lambda x: self._listed(command, x),
        )

    def _listed(self, command: c.DecreeList, context: Context) -> list[Placed]:
        placed: list[Placed] = []
        for stream in dict.fromkeys(command.items):
            item = self.decider.load(ITEM, stream)
            if item.body != command.body:
                raise UnknownItemError
            in_force = self.rows_in_force(item.source, context)
            listed = rules.listed(item, command.decree, context, in_force)
            placed.append((stream, item.version + 1, listed))
        return placed

    def publish_report(self, command: c.PublishReport, actor: Actor) -> Done:
        """Record the yearly service report and its copy to the commission."""
        self._check_ppid(command.body, actor)
        return self.on_list(command, actor, lambda public, x: decreeing.publish_report(public, command, x))

    @staticmethod
    def _check_ppid(body: Stream, actor: Actor) -> None:
        if actor.role is not Role.PPID or actor.body != body:
            raise NotYourActError

    def on_list(
        self,
        command: ListCommand,
        actor: Actor,
        decision: Callable[[PublicList | None, Context], Event],
        beside: Callable[[Context], Sequence[Placed]] = lambda _context: (),
    ) -> Done:
        """Decide on a body's list, which its first decree or report begins."""
        stream = list_stream(command.body)
        for _ in range(TRIES):
            first = self.decider.log.load(stream, 1)
            if first:
                return self.decider.decide(
                    CATALOGUE,
                    stream,
                    command,
                    actor,
                    allowed=lambda _public: None,
                    decision=decision,
                    beside=lambda _public, x, _events: beside(x),
                )
            try:
                begun = self.decider.begin(
                    stream,
                    command,
                    actor,
                    command.body,
                    decision=lambda x: decision(None, x),
                    beside=lambda x, _events: beside(x),
                )
            except KeyReusedError:
                # Somebody else began the list in this very moment: decide on what is there now.
                continue
            return begun.done
        raise StreamMovedError(stream)
