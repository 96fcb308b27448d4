"""Everything a person may ask to do with an objection, as frozen values. A command knows no rule."""

from __future__ import annotations

from datetime import date, datetime

from ppid.commands import CaseCommand, Command
from ppid.events import Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection.events import Explanation, Order
from ppid.objection.vocabulary import Correctable, Ground, Party, Verdict
from ppid.person import Identity
from ppid.request.events import Document
from ppid.request.vocabulary import Channel


class FileObjection(Command, frozen=True, kw_only=True):
    """Object to how a body served a request, or (ground b) that it does not publish what it must.

    ``objection`` and the ids of new people are made by the caller, at random. With a ``request`` the
    objector is its requester; without one ``objector`` and ``identity`` say who objects, and
    ``information`` what was not published. ``objector_key`` is the wrapped data key (base64) when files
    were sealed before filing.
    """

    objection: Stream
    body: Stream
    channel: Channel
    grounds: tuple[Ground, ...]
    case: str
    purpose: str
    request: Stream = ""
    information: str = ""
    found_on: date | None = None
    objector: Stream = ""
    identity: Identity | None = None
    objector_key: str = ""
    representative: Stream = ""
    representative_identity: Identity | None = None
    documents: tuple[Document, ...] = ()
    received_on: date | None = None
    received_at: datetime | None = None
    language: str = "id"


class OpenSettlement(CaseCommand, frozen=True, kw_only=True):
    """Begin settlement talks."""

    opened_on: date
    note: str = ""


class Settle(CaseCommand, frozen=True, kw_only=True):
    """Record what both sides agreed. Without ``grounds`` it is all that can be settled."""

    agreement: str
    agreed_on: date
    signed_by: Party
    position: str
    grounds: tuple[Ground, ...] = ()
    orders: tuple[Order, ...] = ()
    documents: tuple[Document, ...] = ()


class FailSettlement(CaseCommand, frozen=True, kw_only=True):
    """Record that the talks ended without a settlement."""

    failed_on: date
    reason: str


class AnswerObjection(CaseCommand, frozen=True, kw_only=True):
    """Answer the objection in writing, as the PPID's superior.

    ``exemptions`` is what an answer that upholds rests on, ``opened`` what one that overturns opens; the
    number of a decree is taken from the exemption itself.
    """

    verdict: Verdict
    letter_number: str
    signed_on: date
    sent_on: date
    position: str
    explanations: tuple[Explanation, ...]
    reasons: str = ""
    exemptions: tuple[ExemptionRef, ...] = ()
    opened: tuple[ExemptionRef, ...] = ()
    orders: tuple[Order, ...] = ()


class RecordAnswerReceived(CaseCommand, frozen=True, kw_only=True):
    """Record when the objector received the answer."""

    received_on: date


class RemedyObjection(CaseCommand, frozen=True, kw_only=True):
    """Record that an order (counted from 1) was carried out."""

    order: int
    done_on: date
    proof: str
    documents: tuple[Document, ...] = ()


class WithdrawObjection(CaseCommand, frozen=True, kw_only=True):
    """Withdraw the objection, as the objector or for them."""

    withdrawn_on: date | None = None
    reason: str = ""


class CorrectObjection(CaseCommand, frozen=True, kw_only=True):
    """Correct a recorded entry, with the reason."""

    what: Correctable
    new: str
    reason: str


class CloseObjection(CaseCommand, frozen=True, kw_only=True):
    """Close an objection on which nothing more is owed."""

    note: str = ""
