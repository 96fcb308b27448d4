"""What each officer owes, by due date: one row per open request, gone when it is closed.

The order of the list is (``due_on``, ``stream``): no due date comes last.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec
from msgspec.structs import replace

from ppid.events import Recorded, Stream
from ppid.request.events import Filed, Registered
from ppid.request.state import Request
from ppid.request.vocabulary import Channel, Step
from projections.progress import Progress, advance, keys_of_request, subject_of, told
from projections.reader import Reader
from projections.shape import Projection

ORDER = ("due_on", "stream")


class OpenCase(msgspec.Struct, frozen=True):
    """An open request. ``clock`` and ``due_on`` are the next end that the body owes.

    ``clock`` is "" when the body owes nothing; ``due_on`` is None then, and while the calendar of
    ``missing_year`` is not decreed. ``unit`` owes an answer to the PPID by ``answer_by``. ``ran_out``: it
    is recorded that a clock of the body's has run out. ``ends_on``: when the next clock of anybody's ends
    whose end is not recorded yet.
    """

    stream: Stream
    body: Stream
    channel: Channel
    received_on: date
    requester: Stream
    subject: str
    progress: Progress
    number: str = ""
    step: Step = Step.REGISTERED
    clock: str = ""
    due_on: date | None = None
    missing_year: int | None = None
    requester_clock: str = ""
    requester_due_on: date | None = None
    extended: bool = False
    unit: str = ""
    answer_by: date | None = None
    ran_out: bool = False
    ends_on: date | None = None


def open_case_of(request: Request) -> OpenCase | None:
    """Return the row that a whole request comes down to; None once it is closed."""
    row = OpenCase(
        stream=request.stream,
        body=request.body,
        channel=request.channel,
        received_on=request.received_on,
        requester=request.requester,
        subject=subject_of(request.wish.information),
        progress=Progress(),
        number=request.number,
    )
    return _at(row, Progress.of(request))


def evolve(row: OpenCase | None, recorded: Recorded) -> OpenCase | None:
    """Fold one event of a request into its row; None when that closes it."""
    envelope = recorded.envelope
    event = envelope.event
    if isinstance(event, Filed):
        return OpenCase(
            stream=envelope.stream,
            body=envelope.body,
            channel=event.channel,
            received_on=event.received_on,
            requester=event.requester,
            subject=subject_of(event.wish.information),
            progress=Progress(),
        )
    if row is None:
        return None
    if isinstance(event, Registered):
        row = replace(row, number=event.number)
    entry = told(event)
    if entry.received_on:
        row = replace(row, received_on=entry.received_on)
    if entry.information is not None:
        row = replace(row, subject=subject_of(entry.information))
    return _at(row, advance(row.progress, event))  # type: ignore[arg-type]  # keys_of lets only these in


def _at(row: OpenCase, progress: Progress) -> OpenCase | None:
    if progress.closing:
        return None
    if progress == row.progress:
        return row
    mine, theirs = progress.next_ends()
    asked = progress.asked
    return replace(
        row,
        progress=progress,
        step=progress.step,
        clock=mine.clock if mine else "",
        due_on=mine.due_on if mine else None,
        missing_year=mine.missing_year if mine else None,
        requester_clock=theirs.clock if theirs else "",
        requester_due_on=theirs.due_on if theirs else None,
        extended=progress.extended,
        unit=asked.unit if asked else "",
        answer_by=asked.answer_by if asked else None,
        ran_out=progress.ran_out,
        ends_on=min((o.due_on for o in progress.running if o.due_on and not o.ran_out), default=None),
    )


WORKLIST = Projection(
    name="worklist",
    version=1,
    row=OpenCase,
    key=("stream",),
    keys_of=lambda recorded: keys_of_request(recorded.envelope.stream, recorded.envelope.event),
    evolve=evolve,
    indexes=(
        ("body", "due_on", "stream"),
        ("body", "unit", "due_on", "stream"),
        ("body", "step", "due_on", "stream"),
        ("ends_on", "stream"),
    ),
)


def ended(worklist: Reader[OpenCase], day: date) -> Iterator[Stream]:
    """Yield the open requests with a clock that ended before ``day`` and whose end is not recorded yet."""
    rows = worklist.all(ranges=[("ends_on", "<", day)], order=("ends_on", "stream"))
    return (row.stream for row in rows)


def open_requests(worklist: Reader[OpenCase]) -> Iterator[Stream]:
    """Yield every open request."""
    return (row.stream for row in worklist.all())
