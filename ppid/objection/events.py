"""The facts of an objection, as the office would write them in its book.

People stand here by key only. Every event keeps each date as it was promised on its day.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from ppid.clocks import Moved, RanOut
from ppid.events import Event, Promise, Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection.vocabulary import Closing, Correctable, Ground, Party, Verdict
from ppid.registering import Registration
from ppid.request.events import Document
from ppid.request.vocabulary import Channel


class Period(msgspec.Struct, frozen=True, omit_defaults=True):
    """The window of one ground as it was counted at filing (D09).

    Without a ``promise`` its start was not recorded yet. ``late``: filed after the window. A late one is
    taken in and marked; what follows from it is the superior's to decide (regulations §5.2).
    """

    ground: Ground
    promise: Promise | None = None
    late: bool = False


class Filed(Event, frozen=True):
    """Somebody objected (UU 14/2008 art. 35(1); Perki 1/2021 art. 39; annex X).

    ``request`` is empty only for ground b. ``case`` is the *kasus posisi*; ``found_on`` the day on which
    the objector found periodic information missing, as they say. ``decided_by`` names by key who took the
    decision that is objected to, and may not answer.
    """

    channel: Channel
    received_on: date
    objector: Stream
    grounds: tuple[Ground, ...]
    case: str
    purpose: str
    information: str
    request: Stream = ""
    request_number: str = ""
    found_on: date | None = None
    representative: Stream = ""
    documents: tuple[Document, ...] = ()
    received_at: datetime | None = None
    language: str = "id"
    periods: tuple[Period, ...] = ()
    decided_by: tuple[str, ...] = ()


class Registered(Registration, frozen=True):
    """The objection got its number on ``registered_on``; the superior's clock runs from receipt (U10)."""

    registered_on: date
    promises: tuple[Promise, ...] = ()


class Listed(Event, frozen=True):
    """A request's list of objections gained one, so that a ground is never objected to twice at once."""

    objection: Stream
    number: str
    grounds: tuple[Ground, ...]


class SettlementOpened(Event, frozen=True):
    """Both sides began to talk about a settlement of grounds b to g (UU 14/2008 art. 35(2))."""

    opened_on: date
    note: str = ""


class Order(msgspec.Struct, frozen=True):
    """What the PPID must do, and by when."""

    what: str
    due_on: date


class Settled(Event, frozen=True):
    """Both sides settled these grounds: what they agreed, when, and who signed (art. 35(2)).

    ``signed_by`` signed for the objector, the holder of the office ``position`` for the body.
    """

    grounds: tuple[Ground, ...]
    agreement: str
    agreed_on: date
    signed_by: Party
    position: str
    orders: tuple[Order, ...] = ()
    documents: tuple[Document, ...] = ()
    promises: tuple[Promise, ...] = ()


class SettlementFailed(Event, frozen=True):
    """The talks ended without a settlement; the objection is answered on its grounds."""

    failed_on: date
    reason: str


class Explanation(msgspec.Struct, frozen=True):
    """What the answer says on one ground (Perki 1/2021 art. 44(2))."""

    ground: Ground
    text: str


class Letter(msgspec.Struct, frozen=True):
    """The superior's written answer as a letter; ``position`` is the office that signed it (annex XI)."""

    number: str
    signed_on: date
    sent_on: date
    position: str


class Answer(Event, frozen=True):
    """What every answer of the superior holds (Perki 1/2021 art. 44(2)-(3)).

    ``reasons``: why the first decision stands, or the part of it that does; ``exemptions`` is what it
    rests on, ``opened`` what is no longer exempt.
    """

    letter: Letter
    explanations: tuple[Explanation, ...]
    reasons: str = ""
    exemptions: tuple[ExemptionRef, ...] = ()
    opened: tuple[ExemptionRef, ...] = ()
    orders: tuple[Order, ...] = ()
    promises: tuple[Promise, ...] = ()


class Upheld(Answer, frozen=True):
    """The superior upheld the first decision, with written reasons (UU 14/2008 art. 36(3))."""


class Overturned(Answer, frozen=True):
    """The superior overturned the first decision and ordered what follows."""


class PartlyOverturned(Answer, frozen=True):
    """The superior overturned part of the first decision, and says why the rest stands."""


class AnswerReceived(Event, frozen=True):
    """The objector received the answer; the way to the commission opens (UU 14/2008 art. 37(2))."""

    received_on: date
    promises: tuple[Promise, ...] = ()


class Remedied(Event, frozen=True):
    """One order was carried out: which (counted from 1), when, with which proof."""

    order: int
    done_on: date
    proof: str
    documents: tuple[Document, ...] = ()
    promises: tuple[Promise, ...] = ()


class Disputed(Event, frozen=True):
    """The objector took the case to the commission on ``filed_on``; the windows to do so end."""

    dispute: Stream
    filed_on: date


class Withdrawn(Event, frozen=True):
    """The objector withdrew the objection; the record stays."""

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
    """A calendar decree moved a due date: the old one, the new one, and the decree (regulations §9.1)."""


class ClockRanOut(RanOut, frozen=True):
    """A clock ended unmet. The end of D10 starts the way to the commission after silence (D12)."""


class Closed(Event, frozen=True):
    """Nothing more is owed on this objection."""

    closing: Closing
    note: str = ""


ObjectionEvent = (
    Filed
    | Registered
    | SettlementOpened
    | Settled
    | SettlementFailed
    | Upheld
    | Overturned
    | PartlyOverturned
    | AnswerReceived
    | Remedied
    | Disputed
    | Withdrawn
    | Corrected
    | Recounted
    | ClockRanOut
    | Closed
)

ANSWERS: dict[Verdict, type[Answer]] = {
    Verdict.UPHELD: Upheld,
    Verdict.OVERTURNED: Overturned,
    Verdict.PARTLY_OVERTURNED: PartlyOverturned,
}
VERDICTS: dict[type[Answer], Verdict] = {answer: verdict for verdict, answer in ANSWERS.items()}
