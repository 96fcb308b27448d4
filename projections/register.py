"""The request register (*buku register permohonan*): one row per request, everything the law wants in it.

The union of Perki 1/2021 art. 32(1) and annex VIII. People stand by key; whoever may see their names opens
the box in ``people`` when reading. Law: Perki 1/2021 art. 32; regulations §7.1.
"""

from __future__ import annotations

from datetime import date
from typing import Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from ppid.events import Event, Promise, Recorded, Stream
from ppid.request import events as e
from ppid.request.state import OUTCOMES, Request
from ppid.request.vocabulary import (
    Channel,
    Closing,
    CopyForm,
    Correctable,
    Obtain,
    Outcome,
    PaymentMethod,
    RequesterKind,
)
from projections.progress import keys_of_request
from projections.shape import Projection

Held: TypeAlias = Literal["", "held", "not-held", "undocumented"]
"""The status of the information; "" while there is no answer."""


class Entry(msgspec.Struct, frozen=True):
    """One line of the register.

    ``decision`` is the outcome; ``articles`` and ``reasons`` say why it was refused. ``notified_on`` is the
    day the notice was sent, ``notice_received_on`` the day it arrived. ``due_on`` is the statutory
    answer date as last promised. A row without a ``decision`` is not answered, and may be withdrawn.
    ``ticks`` are those of an old book; ``projections.annex`` gives the columns of annex VIII.
    """

    stream: Stream
    body: Stream
    channel: Channel
    received_on: date
    requester: Stream
    requester_kind: RequesterKind
    information: str
    purpose: str
    obtain: Obtain
    copy_form: CopyForm
    representative: Stream = ""
    imported: bool = False
    book_number: int | None = None
    ticks: tuple[str, ...] = ()
    number: str = ""
    sequence: int = 0
    year: int = 0
    held: Held = ""
    other_body: str = ""
    formats: tuple[CopyForm, ...] = ()
    decision: Outcome | None = None
    articles: tuple[str, ...] = ()
    reasons: str = ""
    explanation: str = ""
    notice_number: str = ""
    notified_on: date | None = None
    notice_received_on: date | None = None
    delivered_on: date | None = None
    fee_idr: int = 0
    how_to_pay: str = ""
    payment_method: PaymentMethod | None = None
    paid_on: date | None = None
    closing: Closing | None = None
    due_clock: str = ""
    due_on: date | None = None

    @property
    def softcopy(self) -> bool:
        """Whether the tick stands under *softcopy*: the form of the notice, else the form asked for."""
        return self._in_form("soft", CopyForm.SOFT)

    @property
    def hardcopy(self) -> bool:
        """Whether the tick stands under *hardcopy*."""
        return self._in_form("hard", CopyForm.HARD)

    @property
    def view(self) -> bool:
        """Whether the tick stands under *melihat/mengetahui*."""
        return self._by_way("view", Obtain.VIEW)

    @property
    def copy(self) -> bool:
        """Whether the tick stands under *meminta salinan*."""
        return self._by_way("copy", Obtain.COPY)

    def _in_form(self, tick: str, form: CopyForm) -> bool:
        """A tick of an old book stands as it stood, until the form is corrected."""
        soft, hard = "soft" in self.ticks, "hard" in self.ticks
        ticked = CopyForm.EITHER if soft == hard else CopyForm.SOFT if soft else CopyForm.HARD
        if self.ticks and self.copy_form is ticked:
            return tick in self.ticks
        return form in (self.formats or (self.copy_form,))

    def _by_way(self, tick: str, obtain: Obtain) -> bool:
        ticked = Obtain.VIEW if "view" in self.ticks and "copy" not in self.ticks else Obtain.COPY
        if self.ticks and self.obtain is ticked:
            return tick in self.ticks
        return self.obtain is obtain

    @property
    def late(self) -> bool | None:
        """Whether the notice went out after ``due_on``; None before the notice, or without a date."""
        if self.notified_on is None or self.due_on is None:
            return None
        return self.notified_on > self.due_on


def entry_of(request: Request) -> Entry:
    """Return the row that a whole request comes down to."""
    source, clock, delivery, paid = request.imported, request.answer_clock, request.delivery, request.paid
    row = Entry(
        stream=request.stream,
        body=request.body,
        channel=request.channel,
        received_on=request.received_on,
        requester=request.requester,
        requester_kind=request.requester_kind,
        information=request.wish.information,
        purpose=request.wish.purpose,
        obtain=request.wish.obtain,
        copy_form=request.wish.copy_form,
        representative=request.representative,
        imported=source is not None,
        book_number=source.number if source else None,
        ticks=source.ticks if source else (),
        number=request.number,
        sequence=request.sequence,
        year=request.year,
        decision=request.outcome,
        notice_received_on=request.notice_received_on,
        delivered_on=delivery.delivered_on if delivery else None,
        payment_method=paid.method if paid else None,
        paid_on=paid.paid_on if paid else None,
        closing=request.closing,
        due_clock=clock.promise.clock if clock else "",
        due_on=clock.promise.due_on if clock else None,
    )
    if request.notice and request.outcome:
        return _noticed(row, request.notice, request.outcome)
    return row


def evolve(row: Entry | None, recorded: Recorded) -> Entry | None:  # noqa: C901, PLR0911, PLR0912  (one case per event)
    """Fold one event of a request into its row."""
    envelope = recorded.envelope
    if isinstance(envelope.event, e.Filed):
        return _filed(envelope.stream, envelope.body, envelope.event)
    if row is None:
        return None
    row = _promised(row, envelope.event)
    match envelope.event:
        case e.Registered() as event:
            return replace(row, number=event.number, sequence=event.sequence, year=event.year)
        case e.Completed(wish=wish) if wish:
            return _wished(row, wish)
        case e.Corrected() as event:
            return _corrected(row, event)
        case e.Answer() as event:
            return _noticed(row, event.notice, OUTCOMES[type(event)])
        case e.NoticeReceived() as event:
            return replace(row, notice_received_on=event.received_on)
        case e.FeePaid() as event:
            return replace(row, payment_method=event.method, paid_on=event.paid_on)
        case e.InformationDelivered() as event:
            return replace(row, delivered_on=event.delivered_on)
        case e.ClosedUncorrected():
            return replace(row, decision=Outcome.NOT_CORRECTED, closing=Closing.NOT_CORRECTED)
        case e.Withdrawn():
            return replace(row, closing=Closing.WITHDRAWN)
        case e.Closed() as event:
            return replace(row, closing=event.closing)
        case _:
            return row


def _filed(stream: Stream, body: Stream, event: e.Filed) -> Entry:
    return Entry(
        stream=stream,
        body=body,
        channel=event.channel,
        received_on=event.received_on,
        requester=event.requester,
        requester_kind=event.requester_kind,
        information=event.wish.information,
        purpose=event.wish.purpose,
        obtain=event.wish.obtain,
        copy_form=event.wish.copy_form,
        representative=event.representative,
        imported=event.imported is not None,
        book_number=event.imported.number if event.imported else None,
        ticks=event.imported.ticks if event.imported else (),
    )


def _promised(row: Entry, event: Event) -> Entry:
    """Keep the answer date as last promised: D06, and D07 once there is one."""
    promises: tuple[Promise, ...] = getattr(event, "promises", ())
    if isinstance(event, e.Recounted):
        promises = (event.new,)
    for promise in promises:
        if promise.clock in {"D06", "D07"} and promise.clock >= row.due_clock:
            row = replace(row, due_clock=promise.clock, due_on=promise.due_on)
    return row


def _wished(row: Entry, wish: e.Wish) -> Entry:
    return replace(
        row,
        information=wish.information,
        purpose=wish.purpose,
        obtain=wish.obtain,
        copy_form=wish.copy_form,
    )


def _corrected(row: Entry, event: e.Corrected) -> Entry:
    match event.what:
        case Correctable.RECEIVED_ON:
            return replace(row, received_on=date.fromisoformat(event.new))
        case Correctable.INFORMATION:
            return replace(row, information=event.new)
        case Correctable.PURPOSE:
            return replace(row, purpose=event.new)
        case Correctable.OBTAIN:
            return replace(row, obtain=Obtain(event.new))
        case Correctable.COPY_FORM:
            return replace(row, copy_form=CopyForm(event.new))
        case Correctable.DELIVERY:
            return row  # the register has no column for it


def _noticed(row: Entry, notice: e.Notice, outcome: Outcome) -> Entry:
    return replace(
        row,
        decision=outcome,
        held=_held(row.ticks, notice, outcome),
        other_body=notice.other_body,
        formats=notice.formats,
        articles=notice.articles,
        reasons=notice.reasons,
        explanation=notice.explanation,
        notice_number=notice.number,
        notified_on=notice.sent_on,
        fee_idr=notice.fee_idr,
        how_to_pay=notice.how_to_pay,
    )


def _held(ticks: tuple[str, ...], notice: e.Notice, outcome: Outcome) -> Held:
    if outcome is Outcome.NOT_DOCUMENTED or "undocumented" in ticks:
        return "undocumented"
    return "held" if notice.held and outcome is not Outcome.NOT_HELD else "not-held"


REGISTER = Projection(
    name="register",
    version=1,
    row=Entry,
    key=("stream",),
    keys_of=lambda recorded: keys_of_request(recorded.envelope.stream, recorded.envelope.event),
    evolve=evolve,
    indexes=(("body", "year", "sequence", "stream"), ("body", "received_on", "stream")),
)
