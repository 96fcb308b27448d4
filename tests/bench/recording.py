"""Recording through the desk: whole use cases, against the bare library's ``save`` of the same events.

Ours loads the case, checks role and law, counts the due dates, gives the number, mints a key, seals the
identity, and saves. The library only saves what is ready. After each case of ours the library saves the same
events in the same groups, so that both meet the same minutes of the machine; of each call the median counts.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from ppid import commands as c
from ppid.desk import Desk
from ppid.events import Actor, Role
from tests.bench.library import Fact, Facts, Library
from tests.bench.measuring import Figure, middle, rate, seconds_of, times
from tests.bench.office import TODAY, Installation, delivery, extension, filing, grant
from tests.bench.stores import KINDS, Bench, Kind
from tests.web.world import BODY, officer_id

GOALS: dict[Kind, float] = {"SQLite": 0.9, "PostgreSQL": 1.5}
_DESK = Actor(officer_id("desk"), Role.SERVICE_DESK, BODY)
#: Until the write-ahead files of both have their full size: from then on they are written over.
_WARM = 250
_PPID = Actor(officer_id("ppid"), Role.PPID, BODY)


@dataclass
class _Calls:
    """How long each call of each use case took, in seconds."""

    ours: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bare: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    events: int = 0

    def life(self, office: Installation, library: Library, number: int) -> None:
        """Take one case from filing to delivery through the desk; let the library save what it recorded."""
        desk, log = office.services.desk, office.services.log
        facts = Facts()
        saves: list[tuple[str, list[Fact]]] = []
        for name, act in _acts(desk, filing(number)):
            before = log.position()
            self.ours[name].append(seconds_of(act, collect=False))
            saves.append((name, facts.of(log.read(before, 100))))
        for name, events in saves:
            self.bare[name].append(seconds_of(partial(library.save, *events), collect=False))
        self.events = sum(len(events) for _, events in saves)


def _acts(desk: Desk, command: c.FileRequest) -> Iterator[tuple[str, Callable[[], object]]]:
    case = command.request
    yield "file", lambda: desk.file_request(command, Actor(case, Role.CITIZEN))
    yield "find complete", lambda: desk.find_complete(c.FindComplete(request=case), _DESK)
    yield "extend", lambda: desk.extend(extension(case, TODAY), _PPID)
    yield "answer", lambda: desk.answer(grant(case, TODAY), _PPID)
    yield "deliver", lambda: desk.deliver(delivery(case, TODAY), _DESK)


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure both databases."""
    for kind in KINDS:
        yield from _measure(bench, kind)


def _measure(bench: Bench, kind: Kind) -> Iterator[Figure]:
    office = bench.empty(kind)
    office.clock.set(TODAY)
    library = Library(env=bench.library_environment(kind))
    for number in range(_WARM):
        _Calls().life(office, library, number)
    calls = _Calls()
    gc.collect()
    for number in range(bench.sizes.lives):
        calls.life(office, library, _WARM + number)
    library.close()
    ours = {name: middle(seconds) for name, seconds in calls.ours.items()}
    bare = {name: middle(seconds) for name, seconds in calls.bare.items()}
    ratio = sum(bare.values()) / sum(ours.values())
    yield Figure(
        f"recording through the desk, {kind}",
        f"{GOALS[kind]} of the library's save",
        f"{times(ratio)}, {rate(calls.events, sum(ours.values()))}",
        f"{rate(calls.events, sum(bare.values()))} events saved by the library",
        ratio >= GOALS[kind],
    )
    for name, each in ours.items():
        reached = f"{times(bare[name] / each)}, {each * 1e6:,.0f} µs"
        yield Figure(f"  {name}", "", reached, f"{bare[name] * 1e6:,.0f} µs")
