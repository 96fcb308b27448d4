"""What never happens, read from the whole log: each check is named in docs/invariants.md.

They know no model: whatever way the events came about, these hold of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from ppid.calendar import Decreed
from ppid.clocks import Moved, RanOut
from ppid.deadlines import D10
from ppid.events import Envelope, Event, Promise, Role, Unit
from ppid.exemption import events as x
from ppid.exemption.reference import ExemptionRef
from ppid.exemption.state import EXEMPTION
from ppid.objection import events as o
from ppid.objection.vocabulary import Ground
from ppid.registering import Numbered
from ppid.request import events as r

Log = list[Envelope[Event]]


def no_refusal_without_a_test_in_force(log: Log) -> None:
    """UU 14/2008 art. 17, 19; Perki 1/2021 art. 34(2), 50."""
    for at, envelope in enumerate(log):
        for ref, on in _withheld(envelope.event):
            before = [e for e in log[:at] if e.stream == ref.exemption]
            exemption = EXEMPTION.fold(before)
            assert exemption is not None
            assert exemption.body == envelope.body
            assert any(isinstance(e.event, x.Tested) for e in before)
            assert all(row and row.in_force(on) for row in map(exemption.row, ref.rows)), envelope


def _withheld(event: Event) -> Iterable[tuple[ExemptionRef, date]]:
    if isinstance(event, r.RefusedExempt):
        assert event.notice.exemptions
        return [(ref, event.notice.signed_on) for ref in event.notice.exemptions]
    if isinstance(event, r.PartlyGranted):
        refs = [blackout.exemption for blackout in event.notice.blackouts]
        assert all(refs)
        return [(ref, event.notice.signed_on) for ref in refs if ref]
    return []


def no_objection_answered_by_its_first_decider(log: Log) -> None:
    """UU 14/2008 art. 35-36; regulations §2.1."""
    decided: dict[str, set[str]] = defaultdict(set)
    filed: dict[str, str] = {}
    for envelope in log:
        if isinstance(envelope.event, r.Answer | r.Extended):
            decided[envelope.stream].add(envelope.actor)
        elif isinstance(envelope.event, o.Filed):
            filed[envelope.stream] = envelope.event.request
        elif isinstance(envelope.event, o.Answer):
            assert envelope.role is Role.SUPERIOR
            assert envelope.actor not in decided[filed[envelope.stream]]


def no_exemption_past_its_period(log: Log) -> None:
    """UU 14/2008 art. 20; PP 61/2010 art. 5, 11; Perki 1/2021 art. 51-52."""
    streams: dict[str, Log] = defaultdict(list)
    for envelope in log:
        if EXEMPTION.of(envelope.stream):
            streams[envelope.stream].append(envelope)
    for envelopes in streams.values():
        exemption = EXEMPTION.fold(envelopes)
        assert exemption is not None
        for row in exemption.rows:
            assert row.until is None or not row.in_force(date.fromordinal(row.until.toordinal() + 1))
        for envelope in envelopes:
            if isinstance(envelope.event, x.Expired):
                ended = {row.number: row for row in exemption.rows}
                assert all(ended[number].until for number in envelope.event.rows)


def no_second_extension(log: Log) -> None:
    """UU 14/2008 art. 22(8); Perki 1/2021 art. 36."""
    extended = Counter(e.stream for e in log if isinstance(e.event, r.Extended))
    assert all(times == 1 for times in extended.values())


def no_extension_of_an_objections_answer(log: Log) -> None:
    """UU 14/2008 art. 36(2); Perki 1/2021 art. 44(1): the answer's clock is only moved by a decree."""
    for envelope in log:
        if isinstance(envelope.event, o.ObjectionEvent) and not isinstance(
            envelope.event, Moved | o.Registered
        ):
            assert all(p.clock != D10.code for p in promises_of(envelope.event))


def no_settlement_of_a_refusal_alone(log: Log) -> None:
    """UU 14/2008 art. 35(2)."""
    for envelope in log:
        if isinstance(envelope.event, o.Settled):
            assert Ground.EXEMPT not in envelope.event.grounds


def numbers_are_gapless(log: Log) -> None:
    """UU 14/2008 art. 22(4); Perki 1/2021 art. 29(3), 41: per body, year and book."""
    books: dict[str, list[int]] = defaultdict(list)
    for envelope in log:
        if isinstance(envelope.event, Numbered):
            books[envelope.stream].append(envelope.event.sequence)
    assert books
    assert all(given == list(range(1, len(given) + 1)) for given in books.values())


def every_end_is_noted_once_after_its_day(log: Log) -> None:
    """Regulations §12: a clock that ran out is a fact with its own day, noted once."""
    noted = Counter((e.stream, e.event.clock, e.event.due_on) for e in log if isinstance(e.event, RanOut))
    assert noted
    assert all(times == 1 for times in noted.values())
    for envelope in log:
        if isinstance(envelope.event, RanOut):
            assert envelope.event.due_on < envelope.recorded_at.date()


def no_date_in_a_year_without_a_decree(log: Log) -> None:
    """Regulations §9.3: a count that runs into an undecreed year has no date, and names the year."""
    years: set[int] = set()
    for envelope in log:
        if isinstance(envelope.event, Decreed):
            years.add(envelope.event.year)
        for promise in promises_of(envelope.event):
            counted = promise.unit is Unit.WORKING_DAYS and promise.days
            if counted and promise.due_on:
                assert promise.due_on.year in years
            elif promise.due_on is None:
                assert promise.missing_year not in years


def promises_of(event: Event) -> tuple[Promise, ...]:
    """The promises that an event makes."""
    found: tuple[Promise, ...] = getattr(event, "promises", ())
    return (*found, event.new) if isinstance(event, Moved) else found


INVARIANTS: tuple[Callable[[Log], None], ...] = (
    no_refusal_without_a_test_in_force,
    no_objection_answered_by_its_first_decider,
    no_exemption_past_its_period,
    no_second_extension,
    no_extension_of_an_objections_answer,
    no_settlement_of_a_refusal_alone,
    numbers_are_gapless,
    every_end_is_noted_once_after_its_day,
    no_date_in_a_year_without_a_decree,
)
