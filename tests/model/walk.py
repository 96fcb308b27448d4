"""A walk: random acts on a moving clock, each held against the model; then the log held against the law."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from ppid.catalogue.state import ITEM
from ppid.catalogue.state import Item as CatalogueItem
from ppid.deciding import Done
from ppid.errors import RuleError
from ppid.keeping import KEEPERS
from tests.model.asking import Exemptions, Requests
from tests.model.law import Case, Dispute, Exemption, Objection, day_after
from tests.model.objecting import Disputes, Items, Objections
from tests.model.office import Attempt, Office
from tests.web.world import World

FIRST = date(2025, 2, 3)
LOOK_EVERY = 25


class Walk:
    """One walk of a seed over one installation."""

    def __init__(self, world: World, seed: int) -> None:
        world.clock.set(FIRST)
        self.office = Office(world, random.Random(seed))  # noqa: S311  (dice, no secret)
        self.exemptions = Exemptions(self.office)
        self.requests = Requests(self.office, self.exemptions)
        self.objections = Objections(self.office, self.requests, self.exemptions)
        self.disputes = Disputes(self.office, self.objections)
        self.items = Items(self.office)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.ends: dict[tuple[str, str, date], int] = {}
        self.last: Attempt | None = None

    @property
    def cases(self) -> list[Case]:
        """Every case of the model."""
        groups = (self.requests, self.exemptions, self.objections, self.disputes, self.items)
        return [case for group in groups for case in group.cases]

    def go(self, steps: int, days: int) -> None:
        """Walk: so many steps over about so many days."""
        for step in range(steps):
            if self.office.chance(days / steps):
                self.night()
            self.step()
            if step % LOOK_EVERY == 0:
                self.look(self.office.rng.sample(self.cases, min(5, len(self.cases))))
        self.look(self.cases)

    # One step ----------------------------------------------------------------------------------------

    def step(self) -> None:
        """Try something, and find exactly what the model expects."""
        office = self.office
        groups = (self.requests, self.exemptions, self.objections, self.disputes, self.items)
        moves = [move for group in groups for move in group.moves()]
        attempt = office.rng.choices([act for _, act in moves], [often for often, _ in moves])[0]()
        log = office.world.services.log
        before = log.position()
        refusal = _refusal(attempt)
        if refusal is not None:
            told = (
                f"{attempt.name} by {attempt.actor}: {refusal.code}, expected {attempt.codes or 'no refusal'}"
            )
            assert refusal.code in attempt.codes, told
            assert log.position() == before, f"{attempt.name} was refused and recorded something"
            self.refused[refusal.code] += 1
            return
        assert not attempt.codes, f"{attempt.name} by {attempt.actor} was lawful, expected {attempt.codes}"
        self.done[attempt.name] += 1
        attempt.then()
        if office.chance(0.1):
            self.again(attempt)
        elif office.chance(0.05) and getattr(attempt.command, "seen", 0) is None:
            self.stale(attempt)

    def again(self, attempt: Attempt) -> None:
        """The same command, sent twice, is recorded once."""
        log = self.office.world.services.log
        before = log.position()
        told: Any = attempt.call()
        done = told if isinstance(told, Done) or hasattr(told, "repeated") else told.done
        assert done.repeated, attempt.name
        assert log.position() == before, attempt.name

    def stale(self, attempt: Attempt) -> None:
        """Whoever acts on what they saw before it moved on is told so, and nothing is recorded."""
        log = self.office.world.services.log
        before = log.position()
        fresh = msgspec.structs.replace(attempt.command, seen=0, key="")
        with pytest.raises(RuleError) as told:
            attempt.anew(fresh)
        assert log.position() == before, attempt.name
        self.refused[told.value.code] += 1

    # Time --------------------------------------------------------------------------------------------

    def night(self) -> None:
        """A day or more pass, decrees become known, and the timekeeper looks at everything."""
        office, world = self.office, self.office.world
        world.clock.forward(days=office.rng.choice((1, 1, 1, 2, 4)))
        streams = [case.stream for case in self.cases]
        office.decree_what_is_due()
        world.services.timekeeper.recount(streams, seen_all=True)
        for case in self.cases:
            for code, due in case.due.items():
                if not self._stopped(case, code):
                    due.recount(code, office.almanac)
        world.services.timekeeper.note_ends(lambda _day: streams)
        for case in self.cases:
            self.pass_by(case)

    def _stopped(self, case: Case, code: str) -> bool:
        """A closed case has no clocks, but for the objector's way to the commission."""
        return case.closed and not (isinstance(case, Objection) and code in {"D11", "D12"})

    def pass_by(self, case: Case) -> None:
        """What the end of a day does by law to a case."""
        today = self.office.today
        for code, due in list(case.due.items()):
            if self._stopped(case, code) or due.ran_out or due.on is None or due.on >= today:
                continue
            due.ran_out = True
            self.ends[case.stream, code, due.on] = 1
            self.follows(case, code, due.on)
        if isinstance(case, Exemption) and case.decreed_on and not case.closed and case.expire(today):
            case.closed = all(row.over for row in case.rows.values())
            self.exemptions.deadline_after(case)

    def follows(self, case: Case, code: str, on: date) -> None:
        """What the end of a clock begins."""
        if code in {"D06", "D07"} and hasattr(case, "missed_on"):
            case.missed_on = on
        if isinstance(case, Objection) and code == "D10":
            case.silent = True
            # Also where an application came too early: the commission may turn that one away.
            case.start("D12", on, 14, self.office.almanac)
        if isinstance(case, Dispute) and code == "D22" and case.final_on is None:
            case.final_on = day_after(on)
            case.stop("D22", "D22C")
            if case.order_open:
                case.start("D24", case.final_on, 10, self.office.almanac)
            case.closed = not case.order_open
            for stream, number in case.opened:
                exemption = next(x for x in self.exemptions.cases if x.stream == stream)
                if not exemption.rows[number].over:
                    exemption.rows[number].over = True
                    exemption.closed = all(row.over for row in exemption.rows.values())
                    self.exemptions.deadline_after(exemption)

    def item(self, stream: str) -> CatalogueItem:
        """An item of the list as the log has it."""
        return self.office.world.services.desk.decider.load(ITEM, stream)

    # Looking -----------------------------------------------------------------------------------------

    def look(self, cases: list[Case]) -> None:
        """Fold cases from the log and compare them with the model."""
        for case in cases:
            recorded = self.office.world.services.log.load(case.stream)
            subject = KEEPERS[case.stream.partition("-")[0]].subject
            state: Any = subject.fold(r.envelope for r in recorded)
            assert state.closed == case.closed, (case.stream, state.step, case)
            running = {c.promise.clock: c for c in state.running()}
            expected = {code: due for code, due in case.due.items() if not self._stopped(case, code)}
            told = {code: (clock.promise.due_on, clock.ran_out) for code, clock in running.items()}
            wanted = {code: (due.on, due.ran_out) for code, due in expected.items()}
            assert told == wanted, (case.stream, told, wanted)
            self.look_closer(case, state)

    def look_closer(self, case: Case, state: Any) -> None:
        """What is particular to a subject."""
        if isinstance(case, Exemption) and case.decreed_on:
            for number in case.rows:
                for on in (self.office.today, self.office.today + timedelta(days=30)):
                    assert state.row(number).in_force(on) == case.in_force(number, on), (case, number, on)
        elif isinstance(case, Objection):
            assert bool(state.answer) == bool(case.answered)
            assert set(state.pending) == set(case.pending) or case.answered
        elif isinstance(case, Dispute):
            assert (state.final.final_on if state.final else None) == case.final_on


def _refusal(attempt: Attempt) -> RuleError | None:
    """Take the act; tell why it was refused, if it was."""
    try:
        attempt.call()
    except RuleError as refusal:
        return refusal
    return None
