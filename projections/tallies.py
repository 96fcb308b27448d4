"""How many cases of every subject but requests stood where at a moment: folded from their facts alone.

Pure: facts go in, counts come out; ``projections.replay`` reads the log for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any, TypedDict, TypeVar

from ppid.breach.state import Breach
from ppid.catalogue.state import Item
from ppid.clocks import overdue
from ppid.deadlines import D10, D30, D31
from ppid.dispute.case import Dispute
from ppid.events import Envelope, Event, Stream
from ppid.exemption.state import Exemption
from ppid.objection.state import Objection
from ppid.privacy.state import Privacy
from ppid.subject import State
from projections.agenda import SUBJECTS

DayOf = Callable[[Stream], date]
StateT = TypeVar("StateT", bound=State)


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


class PrivacyCounts(TypedDict):
    """Requests on personal data. ``late``: answered after the 72 hours, or not yet."""

    all: int
    open: int
    overdue: int
    late: int
    steps: dict[str, int]
    kinds: dict[str, int]
    grounds: dict[str, int]


class BreachCounts(TypedDict):
    """Breaches. ``late``: the notices came after the 72 hours, or not yet; ``told`` are of the ``people``."""

    all: int
    open: int
    overdue: int
    late: int
    people: int
    told: int
    steps: dict[str, int]


class OtherCounts(TypedDict):
    """What is counted beside requests."""

    objections: ObjectionCounts
    disputes: DisputeCounts
    exemptions: ExemptionCounts
    items: ItemCounts
    privacy: PrivacyCounts
    breaches: BreachCounts


class Others:
    """Folds every case that is no request up to the moment. ``year`` narrows all but exemptions and items."""

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
        objections = [o for o in self._all(Objection) if self._in(o.year)]
        disputes = [d for d in self._all(Dispute) if self._in(d.opened_on.year)]
        asked = [p for p in self._all(Privacy) if self._in(p.opened_on.year)]
        breaches = [b for b in self._all(Breach) if self._in(b.opened_on.year)]
        return {
            "objections": _objections(objections, day_of),
            "disputes": _disputes(disputes, day_of),
            "exemptions": _exemptions(self._all(Exemption), day_of),
            "items": _items(self._all(Item), day_of),
            "privacy": _privacy(asked, day_of, self.moment),
            "breaches": _breaches(breaches, day_of, self.moment),
        }

    def _all(self, kind: type[StateT]) -> list[StateT]:
        return [state for state in self.states.values() if isinstance(state, kind)]

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


def _privacy(found: list[Privacy], day_of: DayOf, moment: datetime) -> PrivacyCounts:
    return {
        "all": len(found),
        "open": sum(not p.closed for p in found),
        "overdue": _overdue(found, day_of, moment),
        "late": _late(found, D30.code, day_of, moment),
        "steps": _sorted(p.step.value for p in found),
        "kinds": _sorted(p.kind.value for p in found),
        "grounds": _sorted(p.ground.value for p in found if p.ground),
    }


def _breaches(found: list[Breach], day_of: DayOf, moment: datetime) -> BreachCounts:
    return {
        "all": len(found),
        "open": sum(not b.closed for b in found),
        "overdue": _overdue(found, day_of, moment),
        "late": _late(found, D31.code, day_of, moment),
        "people": sum(b.people for b in found),
        "told": sum(b.told for b in found),
        "steps": _sorted(b.step.value for b in found),
    }


def _late(found: Iterable[State], clock: str, day_of: DayOf, moment: datetime) -> int:
    """Whose hours ended late, or have run out by the moment."""
    return sum(s.clocks[clock].late(day_of(s.body), moment) for s in found if clock in s.clocks)


def _overdue(found: Iterable[State], day_of: DayOf, moment: datetime | None = None) -> int:
    """Who owes something past its day; where hours are counted, past their end at ``moment``."""
    return sum(overdue(state.running(), day_of(state.body), moment) for state in found)


def _sorted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
