"""How many objections, disputes, exemptions and items stood where at a moment: folded from their facts alone.

Pure: facts go in, counts come out; ``projections.replay`` reads the log for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, TypedDict

from ppid.catalogue.state import Item
from ppid.clocks import overdue
from ppid.deadlines import D10
from ppid.dispute.case import Dispute
from ppid.events import Envelope, Event, Stream
from ppid.exemption.state import Exemption
from ppid.objection.state import Objection
from ppid.subject import State
from projections.agenda import SUBJECTS

DayOf = Callable[[Stream], date]


class ObjectionCounts(TypedDict):
    """Objections. ``overdue`` is as for requests; ``late``: answered after the 30 working days, or not yet.

    ``filed_late`` came after the window of one of their grounds; one objection may raise several grounds.
    """

    all: int
    open: int
    overdue: int
    late: int
    filed_late: int
    steps: dict[str, int]
    grounds: dict[str, int]
    verdicts: dict[str, int]
    closings: dict[str, int]


class DisputeCounts(TypedDict):
    """Disputes. ``outcomes`` are of the commission; ``at_court`` went on to a court."""

    all: int
    open: int
    overdue: int
    at_court: int
    steps: dict[str, int]
    outcomes: dict[str, int]


class ExemptionCounts(TypedDict):
    """Exemptions. ``in_force`` have a row that is exempt on the day; ``rows`` are all such rows."""

    all: int
    in_force: int
    rows: int
    steps: dict[str, int]


class ItemCounts(TypedDict):
    """Items of public information. ``public`` are those everybody may see, in their ``classes``."""

    all: int
    public: int
    overdue: int
    steps: dict[str, int]
    classes: dict[str, int]


class OtherCounts(TypedDict):
    """What is counted beside requests."""

    objections: ObjectionCounts
    disputes: DisputeCounts
    exemptions: ExemptionCounts
    items: ItemCounts


class Others:
    """Folds every case that is no request up to the moment. ``year`` narrows objections and disputes."""

    def __init__(self, moment: datetime, year: int | None) -> None:
        self.moment = moment
        self.year = year
        self.states: dict[Stream, Any] = {}

    def take(self, envelope: Envelope[Event]) -> None:
        """Fold one fact; what belongs to no such case, or was recorded later, changes nothing."""
        subject = SUBJECTS.get(envelope.stream.partition("-")[0])
        if subject is None or envelope.recorded_at > self.moment:
            return
        state = subject.place(self.states.get(envelope.stream), envelope)
        if state is not None:
            self.states[envelope.stream] = state

    def result(self, day_of: DayOf) -> OtherCounts:
        """The counts, each case by the local day of its body."""
        states: list[State] = list(self.states.values())
        objections = [s for s in states if isinstance(s, Objection) and self._in(s.year)]
        disputes = [s for s in states if isinstance(s, Dispute) and self._in(s.opened_on.year)]
        return {
            "objections": _objections(objections, day_of),
            "disputes": _disputes(disputes, day_of),
            "exemptions": _exemptions([s for s in states if isinstance(s, Exemption)], day_of),
            "items": _items([s for s in states if isinstance(s, Item)], day_of),
        }

    def _in(self, year: int) -> bool:
        return self.year is None or self.year == year


def _objections(found: list[Objection], day_of: DayOf) -> ObjectionCounts:
    return {
        "all": len(found),
        "open": sum(not o.closed for o in found),
        "overdue": _overdue(found, day_of),
        "late": sum(D10.code in o.clocks and o.clocks[D10.code].late(day_of(o.body)) for o in found),
        "filed_late": sum(bool(o.late_grounds) for o in found),
        "steps": _sorted(o.step.value for o in found),
        "grounds": _sorted(ground.value for o in found for ground in o.grounds),
        "verdicts": _sorted(o.verdict.value for o in found if o.verdict),
        "closings": _sorted(o.closing.value for o in found if o.closing),
    }


def _disputes(found: list[Dispute], day_of: DayOf) -> DisputeCounts:
    return {
        "all": len(found),
        "open": sum(not d.closed for d in found),
        "overdue": _overdue(found, day_of),
        "at_court": sum(bool(d.appeals) for d in found),
        "steps": _sorted(d.step.value for d in found),
        "outcomes": _sorted(d.ruling.outcome.value for d in found if d.ruling),
    }


def _exemptions(found: list[Exemption], day_of: DayOf) -> ExemptionCounts:
    rows = [len(x.rows_in_force(day_of(x.body))) for x in found]
    return {
        "all": len(found),
        "in_force": sum(n > 0 for n in rows),
        "rows": sum(rows),
        "steps": _sorted(x.step.value for x in found),
    }


def _items(found: list[Item], day_of: DayOf) -> ItemCounts:
    return {
        "all": len(found),
        "public": sum(i.public for i in found),
        "overdue": _overdue(found, day_of),
        "steps": _sorted(i.step.value for i in found),
        "classes": _sorted(i.entry.klass.value for i in found if i.public),
    }


def _overdue(found: Iterable[State], day_of: DayOf) -> int:
    return sum(overdue(state.running(), day_of(state.body)) for state in found)


def _sorted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
