"""The facts of a request, as the office would write them in its book.

People stand here by key only. Every event keeps each date as it was promised on its day.
Law: Perki 1/2021 art. 27-38; UU 14/2008 art. 22; regulations §3.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from ppid.clocks import Moved, RanOut
from ppid.events import Approval, Event, Promise, Stream
from ppid.exemption.reference import ExemptionRef
from ppid.registering import Registration
from ppid.request.vocabulary import (
    Channel,
    Closing,
    CopyForm,
    Correctable,
    Delivery,
    DocumentKind,
    ExtensionGround,
    FeeKind,
    Missing,
    Obtain,
    PaymentMethod,
    Reach,
    RequesterKind,
    Way,
)


class Document(msgspec.Struct, frozen=True, omit_defaults=True):
    """An attached file: by the SHA-256 of what is stored (ciphertext). ``person`` holds its key."""

    kind: DocumentKind
    sha256: str
    media_type: str
    size_bytes: int
    person: Stream
    label: str = ""


class ImportSource(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where an imported case was read: the file by its SHA-256, its row, and the book's own number.

    ``ticks`` are the book's tick marks as they stood (held, not-held, undocumented, soft, hard, view,
    copy): a book may tick both forms or none, which a wish cannot say.
    """

    file_sha256: str
    row: int
    number: int
    ticks: tuple[str, ...] = ()


class Wish(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is asked, what for, and how the answer should come (Perki 1/2021 art. 29(5)g-j)."""

    information: str
    purpose: str
    obtain: Obtain = Obtain.COPY
    copy_form: CopyForm = CopyForm.EITHER
    delivery: Delivery = Delivery.EMAIL


class Mandate(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a representative may do, and until when: None for as long as that takes."""

    reach: Reach = Reach.REQUEST
    until: date | None = None


class Filed(Event, frozen=True):
    """Somebody asked for information (UU 14/2008 art. 22(1))."""

    channel: Channel
    received_on: date
    requester: Stream
    requester_kind: RequesterKind
    wish: Wish
    representative: Stream = ""
    documents: tuple[Document, ...] = ()
    received_at: datetime | None = None
    language: str = "id"
    imported: ImportSource | None = None
    mandate: Mandate | None = None


class Registered(Registration, frozen=True):
    """The request got its number, and its clocks started (UU 14/2008 art. 22(4)-(7))."""

    promises: tuple[Promise, ...] = ()


class FoundComplete(Event, frozen=True):
    """The request meets articles 27, 29 and 30; the three-day service clock starts (art. 31(3))."""

    promises: tuple[Promise, ...] = ()
    note: str = ""


class FoundIncomplete(Event, frozen=True):
    """The request lacks something; the letter that says so was issued (Perki 1/2021 art. 33(1)-(2))."""

    missing: tuple[Missing, ...]
    letter_number: str
    sent_on: date
    note: str = ""


class IncompletenessReceived(Event, frozen=True):
    """The requester received the incompleteness letter; three days to correct start (art. 33(3))."""

    received_on: date
    promises: tuple[Promise, ...] = ()


class Completed(Event, frozen=True):
    """The requester supplied what was missing (Perki 1/2021 art. 33(3)); it is checked again."""

    completed_on: date
    documents: tuple[Document, ...] = ()
    wish: Wish | None = None
    note: str = ""
    promises: tuple[Promise, ...] = ()


class ClosedUncorrected(Event, frozen=True):
    """Nothing was corrected in time; noted in the register (Perki 1/2021 art. 33(4))."""

    note: str = ""


class Routed(Event, frozen=True):
    """The PPID asked a unit (*PPID Pelaksana*) to find or assess the information (art. 12, 45)."""

    unit: str
    question: str
    answer_by: date | None = None


class UnitAnswered(Event, frozen=True):
    """The unit answered the PPID: what it holds and what it advises."""

    unit: str
    answer: str
    holds: bool = True


class Extended(Event, frozen=True):
    """The one extension, seven days from the base due date, in writing (UU 14/2008 art. 22(8))."""

    ground: ExtensionGround
    reason: str
    letter_number: str
    sent_on: date
    promises: tuple[Promise, ...] = ()


class Fee(msgspec.Struct, frozen=True, omit_defaults=True):
    """One line of cost: ``quantity`` times ``each_idr`` rupiah (Perki 1/2021 art. 37-38; annex VII)."""

    kind: FeeKind
    quantity: int
    each_idr: int
    label: str = ""

    @property
    def total_idr(self) -> int:
        """The line's amount in rupiah."""
        return self.quantity * self.each_idr


class Blackout(msgspec.Struct, frozen=True, omit_defaults=True):
    """Material that is blacked out, and why (UU 14/2008 art. 22(7)e; Perki 1/2021 art. 50).

    ``exemption`` is the decree and row it rests on; an old book has none.
    """

    material: str
    reason: str
    article: str
    exemption: ExemptionRef | None = None


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    """The ten contents of the written notice (UU 14/2008 art. 22(7)a-g; art. 31(4)a-i; annex VII).

    1 ``held``; 2 ``other_body``; 3 the event itself and ``reasons``; 4 ``material``; 5 ``blackouts``;
    6 ``formats`` and ``tool``; 7 ``fees`` and ``how_to_pay``; 8 ``ready_in_days``; 9 the event itself
    (whole or part); 10 ``explanation`` and ``available_on`` of what is not yet held or documented.
    ``exemptions`` are the decrees in force that a refusal under article 17 rests on.
    """

    number: str
    signed_on: date
    sent_on: date
    held: bool = True
    other_body: str = ""
    reasons: str = ""
    material: str = ""
    blackouts: tuple[Blackout, ...] = ()
    formats: tuple[CopyForm, ...] = ()
    tool: str = ""
    fees: tuple[Fee, ...] = ()
    how_to_pay: str = ""
    ready_in_days: int = 0
    explanation: str = ""
    available_on: date | None = None
    articles: tuple[str, ...] = ()
    consequence: str = ""
    approval: Approval | None = None
    exemptions: tuple[ExemptionRef, ...] = ()

    @property
    def fee_idr(self) -> int:
        """The whole cost in rupiah."""
        return sum(fee.total_idr for fee in self.fees)


class Answer(Event, frozen=True):
    """What the written notice of every outcome shares (UU 14/2008 art. 22(7))."""

    notice: Notice
    promises: tuple[Promise, ...] = ()


class Granted(Answer, frozen=True):
    """All that was asked will be given (Perki 1/2021 art. 35)."""


class PartlyGranted(Answer, frozen=True):
    """Part will be given, the rest blacked out or withheld with its reason (art. 50(2)-(3))."""


class RefusedExempt(Answer, frozen=True):
    """Refused as exempt under article 17 (Perki 1/2021 art. 34(2), annex IX)."""


class RefusedOther(Answer, frozen=True):
    """Refused on another article than 17, which the notice names (UU 14/2008 art. 6(2); art. 34(1))."""


class NotHeld(Answer, frozen=True):
    """The body does not control the information; the notice names who does, if known (art. 22(7)b)."""


class NotDocumented(Answer, frozen=True):
    """Not yet held or documented; the notice says by when (UU 14/2008 art. 6(3)e; art. 31(4)i)."""


class NoticeReceived(Event, frozen=True):
    """The requester received the written notice; later windows run from this day."""

    received_on: date


class FeePaid(Event, frozen=True):
    """The fee was paid; a receipt is mandatory for cash (Perki 1/2021 art. 38(3)-(4))."""

    amount_idr: int
    method: PaymentMethod
    paid_on: date
    receipt_number: str = ""


class InformationDelivered(Event, frozen=True):
    """The information was given: when, by which way, with which proof (art. 32(1)n)."""

    delivered_on: date
    way: Way
    proof: str = ""
    documents: tuple[Document, ...] = ()


class Withdrawn(Event, frozen=True):
    """The requester withdrew the request; the record stays (regulations §3.8)."""

    withdrawn_on: date
    reason: str = ""


class Corrected(Event, frozen=True):
    """A recorded entry was wrong: what it said, what it says now, and why. Nothing is overwritten."""

    what: Correctable
    old: str
    new: str
    reason: str
    promises: tuple[Promise, ...] = ()


class Recounted(Moved, frozen=True):
    """A calendar decree moved a due date of this request (regulations §9.1)."""


class ClockRanOut(RanOut, frozen=True):
    """A clock of this request ended unmet (regulations §12)."""


class Closed(Event, frozen=True):
    """Nothing more is owed on this request."""

    closing: Closing
    note: str = ""


RequestEvent = (
    Filed
    | Registered
    | FoundComplete
    | FoundIncomplete
    | IncompletenessReceived
    | Completed
    | ClosedUncorrected
    | Routed
    | UnitAnswered
    | Extended
    | Granted
    | PartlyGranted
    | RefusedExempt
    | RefusedOther
    | NotHeld
    | NotDocumented
    | NoticeReceived
    | FeePaid
    | InformationDelivered
    | Withdrawn
    | Corrected
    | Recounted
    | ClockRanOut
    | Closed
)
