"""Every request in one row: for lists of officers and auditors, for finding a number, and for counts.

What is overdue is asked for with a day, never stored: compare ``next_due_on`` with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from ppid.events import Envelope, Event, Recorded, Stream
from ppid.request.events import Filed, Registered
from ppid.request.state import Request
from ppid.request.vocabulary import Channel, Closing, Outcome, RequesterKind, Step
from projections.progress import Progress, advance, keys_of_request, subject_of, told
from projections.shape import Projection


class Case(msgspec.Struct, frozen=True):
    """A request as a list shows it.

    ``due_on`` is the statutory answer date as last promised (``due_clock`` D06 or D07), also once answered.
    ``next_clock`` and ``next_due_on`` are the next end that the body owes, ``requester_clock`` and
    ``requester_due_on`` the next that the requester owes; "" and None when there is none. A clock without a
    date waits for the calendar of ``missing_year``. ``unit`` owes an answer to the PPID by ``answer_by``;
    ``units`` were ever asked. ``late``: answered after ``due_on``; None before the answer.
    """

    stream: Stream
    version: int
    body: Stream
    channel: Channel
    received_on: date
    requester: Stream
    requester_kind: RequesterKind
    subject: str
    imported: bool
    filed_at: datetime
    last_at: datetime
    progress: Progress
    number: str = ""
    sequence: int = 0
    year: int = 0
    step: Step = Step.REGISTERED
    outcome: Outcome | None = None
    closing: Closing | None = None
    due_clock: str = ""
    due_on: date | None = None
    next_clock: str = ""
    next_due_on: date | None = None
    missing_year: int | None = None
    requester_clock: str = ""
    requester_due_on: date | None = None
    extended: bool = False
    unit: str = ""
    answer_by: date | None = None
    units: tuple[str, ...] = ()
    answered_on: date | None = None
    late: bool | None = None
    ran_out: bool = False


def case_of(request: Request, filed_at: datetime, last_at: datetime) -> Case:
    """Return the row that a whole request comes down to."""
    row = Case(
        stream=request.stream,
        version=request.version,
        body=request.body,
        channel=request.channel,
        received_on=request.received_on,
        requester=request.requester,
        requester_kind=request.requester_kind,
        subject=subject_of(request.wish.information),
        imported=request.imported is not None,
        filed_at=filed_at,
        last_at=last_at,
        progress=Progress(),
        number=request.number,
        sequence=request.sequence,
        year=request.year,
    )
    return _at(row, Progress.of(request))


def evolve(row: Case | None, recorded: Recorded) -> Case | None:
    """Fold one event of a request into its row."""
    envelope = recorded.envelope
    event = envelope.event
    if isinstance(event, Filed):
        return _at(_filed(envelope, event), Progress())
    if row is None:
        return None
    if isinstance(event, Registered):
        row = replace(row, number=event.number, sequence=event.sequence, year=event.year)
    entry = told(event)
    if entry.received_on:
        row = replace(row, received_on=entry.received_on)
    if entry.information is not None:
        row = replace(row, subject=subject_of(entry.information))
    row = replace(row, version=envelope.version, last_at=envelope.recorded_at)
    return _at(row, advance(row.progress, event))  # type: ignore[arg-type]  # keys_of lets only these in


def _filed(envelope: Envelope[Event], event: Filed) -> Case:
    return Case(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        channel=event.channel,
        received_on=event.received_on,
        requester=event.requester,
        requester_kind=event.requester_kind,
        subject=subject_of(event.wish.information),
        imported=event.imported is not None,
        filed_at=envelope.recorded_at,
        last_at=envelope.recorded_at,
        progress=Progress(),
    )


def _at(row: Case, progress: Progress) -> Case:
    if progress == row.progress:
        return row
    mine, theirs = progress.next_ends()
    asked = progress.asked
    return replace(
        row,
        progress=progress,
        step=progress.step,
        outcome=progress.outcome,
        closing=progress.closing,
        due_clock=progress.due_clock,
        due_on=progress.due_on,
        next_clock=mine.clock if mine else "",
        next_due_on=mine.due_on if mine else None,
        missing_year=mine.missing_year if mine else None,
        requester_clock=theirs.clock if theirs else "",
        requester_due_on=theirs.due_on if theirs else None,
        extended=progress.extended,
        unit=asked.unit if asked else "",
        answer_by=asked.answer_by if asked else None,
        units=progress.units,
        answered_on=progress.answered_on,
        late=progress.late,
        ran_out=progress.ran_out,
    )


def _tally(row: Case) -> Iterable[tuple[str, ...]]:
    body, year = row.body, str(row.year)
    yield body, year, "step", row.step.value
    yield body, year, "channel", row.channel.value
    if row.outcome:
        yield body, year, "outcome", row.outcome.value
    if row.closing:
        yield body, year, "closing", row.closing.value
    if row.late is not None:
        yield body, year, "late", "late" if row.late else "in-time"
    if row.answered_on is not None:
        yield body, year, "answered", "extended" if row.extended else "plain"


CASES = Projection(
    name="cases",
    version=2,
    row=Case,
    key=("stream",),
    keys_of=lambda recorded: keys_of_request(recorded.envelope.stream, recorded.envelope.event),
    evolve=evolve,
    indexes=(
        ("number",),
        ("received_on", "stream"),
        ("body", "received_on", "stream"),
        ("body", "step", "received_on", "stream"),
        ("body", "next_due_on", "stream"),
        ("requester", "stream"),
    ),
    tally=_tally,
    tally_by=("body", "year", "kind", "value"),
)
