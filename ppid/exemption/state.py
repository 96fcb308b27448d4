"""An exemption as its events make it. Folding never refuses: the past stays readable when a rule changes.

Whether it is in force on a day is asked for with that day, never stored: a period ends by itself at the end
of its last day, whether or not anybody noted it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from msgspec.structs import replace

from ppid import clocks as tick
from ppid.deadlines import D25
from ppid.errors import RuleError
from ppid.events import Actor, Envelope, Event, Promise, Role
from ppid.exemption import events as e
from ppid.exemption.papers import RUNNING, Decree, Row, Sheet, Signature
from ppid.exemption.reference import OpenedPart
from ppid.exemption.vocabulary import Status, Step
from ppid.subject import State, Subject

TITLE_CHARS = 120


class UnknownExemptionError(RuleError):
    """No such exemption, or not one the asker may know of."""

    code = "unknown-exemption"
    status = 404
    id = "Pengecualian ini tidak ditemukan."
    en = "This exemption was not found."


class Exemption(State, frozen=True, kw_only=True):
    """An exemption as it stands at ``version``.

    ``sheet`` is the newest test; once decreed, it is a test under way only while ``changing``. ``rows`` are
    the decree's, with the status of each; ``decrees`` are the first one and every change, the oldest first;
    ``issued`` counts every letter that was signed, for the number of the next.
    """

    unit: str
    opened_on: date
    sequence: int
    year: int
    sheet: Sheet
    earlier: tuple[Sheet, ...] = ()
    rows: tuple[Row, ...] = ()
    decrees: tuple[Decree, ...] = ()
    changing: bool = False
    issued: int = 0
    dropped: str = ""

    @property
    def decree(self) -> Decree | None:
        """The decree that made the rows exempt; None before it."""
        return self.decrees[0] if self.decrees else None

    @property
    def title(self) -> str:
        """The first row's information, shortened: written to be published, never personal."""
        said = (self.rows or self.sheet.rows)[0].information
        return said if len(said) <= TITLE_CHARS else f"{said[: TITLE_CHARS - 1].rstrip()}…"

    @property
    def step(self) -> Step:
        """Where the exemption stands by its recorded facts."""
        if self.dropped and not self.decrees:
            return Step.DROPPED
        if not self.decrees:
            return self.sheet.step
        if not any(row.status in RUNNING for row in self.rows):
            return Step.OVER
        return Step.CHANGING if self.changing else Step.IN_FORCE

    @property
    def closed(self) -> bool:
        """Whether nothing of it is, or can become, exempt."""
        return self.step in (Step.OVER, Step.DROPPED)

    @property
    def articles(self) -> tuple[str, ...]:
        """Every ground of its rows, each once, in the rows' order."""
        return tuple(dict.fromkeys(code for row in self.rows or self.sheet.rows for code in row.articles))

    @property
    def period_ends_on(self) -> date | None:
        """The earliest end among the rows whose period still runs; None when none has an end."""
        return min((row.until for row in self.rows if row.status in RUNNING and row.until), default=None)

    @property
    def ends_on(self) -> date | None:
        """The next day whose passing has to be recorded: of a deadline, or of a period."""
        clocks = (c.promise.due_on for c in self.running() if not c.ran_out)
        return min((on for on in (*clocks, self.period_ends_on) if on), default=None)

    def in_force(self, on: date) -> bool:
        """Whether any row is exempt on ``on``."""
        return any(row.in_force(on) for row in self.rows)

    def rows_in_force(self, on: date) -> tuple[Row, ...]:
        """The rows that are exempt on ``on``."""
        return tuple(row for row in self.rows if row.in_force(on))

    def row(self, number: int) -> Row | None:
        """The decree's row of that number; None when it has none."""
        return next((row for row in self.rows if row.number == number), None)

    def running(self) -> list[tick.ClockState]:
        """The clocks that still wait for their end."""
        return [] if self.closed else tick.running(self.clocks)


def _begin(envelope: Envelope[Event]) -> Exemption | None:
    event = envelope.event
    if not isinstance(event, e.Tested):
        return None
    return Exemption(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        number=event.number,
        unit=event.unit,
        opened_on=event.tested_on,
        sequence=event.sequence,
        year=event.year,
        sheet=_sheet(event),
    )


def _sheet(event: e.Tested) -> Sheet:
    return Sheet(
        number=event.number,
        tested_by=event.by,
        tested_on=event.tested_on,
        place=event.place,
        aim=event.aim,
        occasion=event.occasion,
        cause=event.cause,
        rows=event.rows,
        testers=event.testers,
        chain=event.chain,
        reason=event.reason,
    )


def _evolve(exemption: Exemption, event: Event) -> Exemption:
    """Fold one event. Never refuses; what is none of an exemption's events changes nothing."""
    fold = FOLDS.get(type(event))
    return fold(exemption, event) if fold else exemption


def _tested(exemption: Exemption, event: e.Tested) -> Exemption:
    earlier = (*exemption.earlier, exemption.sheet)
    return replace(
        exemption,
        sheet=_sheet(event),
        earlier=earlier,
        unit=event.unit or exemption.unit,
        changing=bool(exemption.decrees),
    )


def _returned(exemption: Exemption, event: e.Returned) -> Exemption:
    return replace(exemption, sheet=replace(exemption.sheet, returned=event.reason))


def _reviewed(exemption: Exemption, event: e.Reviewed) -> Exemption:
    signature = Signature(event.by, event.position, event.on, note=event.note)
    return replace(exemption, sheet=replace(exemption.sheet, reviewed=signature))


def _approved(exemption: Exemption, event: e.Approved) -> Exemption:
    signature = Signature(event.by, event.position, event.on, event.delegation, event.note)
    ends = {period.row: period.until for period in event.periods}
    rows = tuple(replace(row, until=ends.get(row.number, row.until)) for row in exemption.sheet.rows)
    return replace(exemption, sheet=replace(exemption.sheet, approved=signature, rows=rows))


def _decreed(exemption: Exemption, event: e.Decreed) -> Exemption:
    decree = Decree(event.number, event.signed_on, event.place, exemption.sheet, event.considering)
    rows = tuple(_exempt(row, event.signed_on) for row in exemption.sheet.rows)
    decreed = replace(exemption, number=event.number, decrees=(decree,), rows=rows, issued=1)
    return _deadlines(decreed, event.promises)


def _exempt(row: e.SheetRow, since: date, was: Row | None = None) -> Row:
    """A sheet's row under a decree; what a ruling opened of it stays open."""
    said = {name: getattr(row, name) for name in e.SheetRow.__struct_fields__}
    return Row(**said, status=Status.ACTIVE, since=since, opened_parts=was.opened_parts if was else ())


def _changed(exemption: Exemption, event: e.Changed) -> Exemption:
    decree = Decree(event.number, event.signed_on, event.place, exemption.sheet, event.considering)
    after = {row.number: row for row in event.after}
    rows = tuple(
        _exempt(after[row.number], row.since or event.signed_on, row) if row.number in after else row
        for row in exemption.rows
    )
    decrees, issued = (*exemption.decrees, decree), exemption.issued + 1
    changed = replace(exemption, decrees=decrees, rows=rows, changing=False, issued=issued)
    return _deadlines(changed, event.promises)


def _lifted(exemption: Exemption, event: e.Lifted) -> Exemption:
    status = Status.OPENED_BY_OBJECTION if event.objection else Status.LIFTED
    opened = _opened(exemption, event.rows, status, event.signed_on)
    lifted = _part_opened(opened, event.parts)
    if not event.objection:
        lifted = replace(lifted, changing=False, issued=exemption.issued + 1)
    return _deadlines(lifted, event.promises)


def _declared_open(exemption: Exemption, event: e.DeclaredOpen) -> Exemption:
    rows = tuple(
        replace(row, status=Status.DECLARED_OPEN) if row.number in event.rows else row
        for row in exemption.rows
    )
    declared = replace(exemption, rows=rows, issued=exemption.issued + 1)
    return _deadlines(declared, event.promises, event.signed_on)


def _expired(exemption: Exemption, event: e.Expired) -> Exemption:
    rows = tuple(
        replace(row, status=Status.EXPIRED) if row.number in event.rows else row for row in exemption.rows
    )
    return _deadlines(replace(exemption, rows=rows), event.promises)


def _opened_by_ruling(exemption: Exemption, event: e.OpenedByRuling) -> Exemption:
    opened = _opened(exemption, event.rows, Status.OPENED_BY_RULING, event.final_on)
    return _deadlines(_part_opened(opened, event.parts), event.promises)


def _opened_in_court(exemption: Exemption, event: e.OpenedInCourt) -> Exemption:
    opened = _opened(exemption, event.rows, Status.OPENED_IN_COURT, event.session_on)
    return _deadlines(opened, event.promises)


def _opened(exemption: Exemption, numbers: Iterable[int], status: Status, on: date) -> Exemption:
    named = set(numbers)
    rows = tuple(
        replace(row, status=status, opened_on=on) if row.number in named else row for row in exemption.rows
    )
    return replace(exemption, rows=rows)


def _part_opened(exemption: Exemption, parts: tuple[OpenedPart, ...]) -> Exemption:
    rows = tuple(
        replace(row, opened_parts=(*row.opened_parts, *(p.part for p in parts if p.row == row.number)))
        for row in exemption.rows
    )
    return replace(exemption, rows=rows)


def _dropped(exemption: Exemption, event: e.Dropped) -> Exemption:
    if exemption.decrees:
        return replace(exemption, changing=False)
    return replace(exemption, dropped=event.reason)


def _recounted(exemption: Exemption, event: e.Recounted) -> Exemption:
    return replace(exemption, clocks=tick.started(exemption.clocks, (event.new,)))


def _ran_out(exemption: Exemption, event: e.ClockRanOut) -> Exemption:
    return replace(exemption, clocks=tick.noted(exemption.clocks, event))


def waits_for(exemption: Exemption) -> tuple[Row, ...]:
    """The rows whose period has an end that nobody has stipulated yet, the earliest first."""
    waiting = [row for row in exemption.rows if row.status is Status.ACTIVE and row.until]
    return tuple(sorted(waiting, key=lambda row: (row.until or date.max, row.number)))


def _deadlines(
    exemption: Exemption, promises: tuple[Promise, ...], stipulated_on: date | None = None
) -> Exemption:
    """The deadline before the earliest end: met by its stipulation, gone with its rows, started anew."""
    clocks = exemption.clocks
    running = clocks.get(D25.code)
    ends = {row.until for row in waits_for(exemption)}
    if running and running.promise.starts_on not in ends:
        over = tick.met(clocks, (D25.code,), stipulated_on) if stipulated_on else None
        clocks = over or tick.replaced(clocks, (D25.code,))
    return replace(exemption, clocks=tick.started(clocks, promises))


FOLDS: dict[type[Event], Callable[..., Exemption]] = {
    e.Tested: _tested,
    e.Returned: _returned,
    e.Reviewed: _reviewed,
    e.Approved: _approved,
    e.Decreed: _decreed,
    e.Changed: _changed,
    e.Lifted: _lifted,
    e.DeclaredOpen: _declared_open,
    e.Expired: _expired,
    e.OpenedByRuling: _opened_by_ruling,
    e.OpenedInCourt: _opened_in_court,
    e.Dropped: _dropped,
    e.Recounted: _recounted,
    e.ClockRanOut: _ran_out,
}


def _may_see(actor: Actor, exemption: Exemption) -> bool:
    """Whether the actor may know of it: its body's officers, the unit that holds it, every auditor."""
    if actor.role is Role.AUDITOR:
        return not actor.body or actor.body == exemption.body
    if actor.body != exemption.body:
        return False
    if actor.role is Role.UNIT_OFFICER:
        return bool(exemption.unit) and actor.unit == exemption.unit
    return actor.role in {Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD}


EXEMPTION: Subject[Exemption] = Subject(
    kind="exemption",
    state=Exemption,
    begin=_begin,
    evolve=_evolve,
    may_see=_may_see,
    unknown=UnknownExemptionError,
    ran_out=e.ClockRanOut,
    moved=e.Recounted,
)
