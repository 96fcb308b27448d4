"""The model: plain objects that remember what was done, and say what the law allows next.

Nothing here is taken from the rules under test: the days are counted by ``naive``, the steps are told by
a few flags. Due dates stand beside the day and length they were counted from: a decree can move them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from ppid.events import Actor, Role, Stream
from tests.model.naive import Almanac

#: The citizen's own windows begin on a working day (U6).
CITIZENS = frozenset({"D11", "D12", "D13", "D14", "D15", "D16", "D19", "D21"})
OFFICERS = frozenset({Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD})


@dataclass
class Due:
    """A running deadline: from when, how many working days (0: a set day), and the day it came to."""

    start: date
    days: int
    on: date | None
    backwards: bool = False
    ran_out: bool = False
    base: Due | None = None

    def recount(self, code: str, almanac: Almanac) -> None:
        """Count again with what is known now; what ran out stays as it was."""
        if self.days and not self.ran_out:
            if self.base is not None:
                start = almanac.after(self.base.start, self.base.days, citizens=code in CITIZENS)
                if start is None:
                    return
                self.start = start
            self.on = count(code, self.start, self.days, almanac, backwards=self.backwards)


def count(code: str, start: date, days: int, almanac: Almanac, *, backwards: bool = False) -> date | None:
    """A due date by the naive count."""
    if backwards:
        return almanac.before(start, days)
    return almanac.after(start, days, citizens=code in CITIZENS)


def set_day(start: date, on: date) -> Due:
    """A deadline whose day was ordered or told by the calendar: nothing is counted, no decree moves it."""
    return Due(start, 0, on)


@dataclass
class Case:
    """What every case has: its body, whether it is closed, and its running deadlines."""

    stream: Stream
    body: Stream
    closed: bool = False
    due: dict[str, Due] = field(default_factory=dict)
    version: int = 0

    def start(self, code: str, start: date, days: int, almanac: Almanac, *, backwards: bool = False) -> None:
        """Begin a deadline."""
        self.due[code] = Due(start, days, count(code, start, days, almanac, backwards=backwards), backwards)

    def stop(self, *codes: str) -> None:
        """End deadlines."""
        for code in codes:
            self.due.pop(code, None)

    def seen_by(self, actor: Actor) -> bool:
        """Whether an officer may know of it."""
        return actor.body == self.body and actor.role in OFFICERS


@dataclass
class Request(Case):
    """A request: from its receipt to its answer and after."""

    received: date = date.min
    checked: bool = False
    extended_by: str = ""
    outcome: str = ""
    answered_on: date | None = None
    answered_by: str = ""
    missed_on: date | None = None
    #: The answer's last day as it stood when the answer came, or when it ran out.
    answer_due: date | None = None
    rests_on: tuple[Stream, ...] = ()
    receipt: date | None = None
    promised: date | None = None
    delivered: date | None = None
    objected: set[str] = field(default_factory=set)

    @property
    def deciders(self) -> set[str]:
        """Who took the decisions on it."""
        return {one for one in (self.answered_by, self.extended_by) if one}

    def fits(self, ground: str, on: date) -> bool:  # noqa: PLR0911  (one line for each ground)
        """Whether a ground of article 35(1) is open on a day."""
        if ground == "b":
            return True
        if ground == "c":
            due = self.answer_due
            if self.outcome:
                return bool(due and self.answered_on and self.answered_on > due)
            if self.closed and self.missed_on is None:
                return False
            running = self.due.get("D07") or self.due.get("D06")
            due = self.missed_on or (running.on if running else None)
            return bool(due and due < on)
        if not self.outcome:
            return False
        if ground == "a":
            return self.outcome in {"refused-exempt", "partly-granted"}
        if ground == "g":
            given = self.outcome in {"granted", "partly-granted"}
            late = self.promised is not None and (self.delivered or on) > self.promised
            return given and late
        return True


@dataclass
class Row:
    """A row of an exemption: its letters, its last day, and whether it was opened or ended."""

    letters: tuple[str, ...]
    until: date | None
    over: bool = False

    def in_force(self, on: date) -> bool:
        """Whether it is exempt on a day."""
        return not self.over and (self.until is None or on <= self.until)


@dataclass
class Exemption(Case):
    """An exemption: tested, signed twice, decreed, over."""

    rows: dict[int, Row] = field(default_factory=dict)
    signed: set[str] = field(default_factory=set)
    signers: set[str] = field(default_factory=set)
    decreed_on: date | None = None
    tester: str = ""

    def in_force(self, row: int, on: date) -> bool:
        """Whether a row is exempt on a day."""
        return self.decreed_on is not None and row in self.rows and self.rows[row].in_force(on)

    def expire(self, today: date) -> list[int]:
        """End the rows whose last day is over."""
        ended = [n for n, row in self.rows.items() if not row.over and row.until and row.until < today]
        for number in ended:
            self.rows[number].over = True
        return ended


@dataclass
class Objection(Case):
    """An objection: talks, an answer by another person, its receipt, the way onwards."""

    grounds: tuple[str, ...] = ()
    request: Request | None = None
    received: date = date.min
    deciders: frozenset[str] = frozenset()
    talking: bool = False
    settled: set[str] = field(default_factory=set)
    answered: str = ""
    answer_received: bool = False
    silent: bool = False
    disputed: bool = False
    orders: dict[int, date] = field(default_factory=dict)

    @property
    def pending(self) -> tuple[str, ...]:
        """The grounds that are not settled."""
        return tuple(ground for ground in self.grounds if ground not in self.settled)

    def before_result(self) -> set[str]:
        """Why a step that belongs before the answer is refused."""
        return {
            code
            for code, holds in (
                ("objection-closed", self.closed),
                ("objection-answered", bool(self.answered)),
                ("objection-settled", not self.pending),
            )
            if holds
        }


@dataclass
class Dispute(Case):
    """A dispute: mediation, hearing, decision, finality, compliance."""

    grounds: tuple[str, ...] = ()
    applied: date = date.min
    mediation: str = ""  # "open", "extended", "agreed", "failed"
    adjudicated: bool = False
    ruled: str = ""
    opened: tuple[tuple[Stream, int], ...] = ()
    copy_received: date | None = None
    final_on: date | None = None
    order_open: bool = False

    @property
    def mediating(self) -> bool:
        """Whether a mediation is under way."""
        return self.mediation in {"open", "extended"}


@dataclass
class Item(Case):
    """An item of the list of public information."""

    klass: str = ""
    unit: str = ""
    listed: bool = False
    withdrawn: bool = False
    by_itself: bool = False


def day_after(on: date) -> date:
    """The next day."""
    return on + timedelta(days=1)
