"""Everything a person may ask the desk to do, as frozen values. A command knows no rule.

``seen`` is the version of the case that the asker had before their eyes; when the case has moved on
since, the desk says what happened instead of acting. ``key`` is the idempotency key of a form that a
browser may send twice.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from ppid.events import CountingRules, Role, Stream
from ppid.person import Identity
from ppid.request.events import Document, ImportSource, Mandate, Notice, Wish
from ppid.request.vocabulary import (
    Channel,
    Correctable,
    ExtensionGround,
    Missing,
    Outcome,
    PaymentMethod,
    RequesterKind,
    Way,
)


class Command(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every command carries."""

    key: str = ""


class CaseCommand(Command, frozen=True, kw_only=True):
    """A command on a case that exists, of any subject."""

    case: Stream
    seen: int | None = None


class RequestCommand(Command, frozen=True, kw_only=True):
    """A command on a request that exists."""

    request: Stream
    seen: int | None = None


class FileRequest(Command, frozen=True, kw_only=True):
    """Ask a body for information. ``request`` and the people's ids are made by the caller, at random.

    ``requester_key`` is the requester's wrapped data key (base64) when files were sealed before filing.
    """

    request: Stream
    body: Stream
    channel: Channel
    requester_kind: RequesterKind
    requester: Stream
    identity: Identity
    wish: Wish
    requester_key: str = ""
    received_on: date | None = None
    received_at: datetime | None = None
    representative: Stream = ""
    representative_identity: Identity | None = None
    mandate: Mandate | None = None
    documents: tuple[Document, ...] = ()
    language: str = "id"
    imported: ImportSource | None = None


class FindComplete(RequestCommand, frozen=True, kw_only=True):
    """Declare the request complete."""

    note: str = ""


class FindIncomplete(RequestCommand, frozen=True, kw_only=True):
    """Declare the request incomplete and issue the letter."""

    missing: tuple[Missing, ...]
    sent_on: date
    letter_number: str = ""
    note: str = ""


class RecordIncompletenessReceived(RequestCommand, frozen=True, kw_only=True):
    """Record that the requester received the incompleteness letter."""

    received_on: date


class CompleteRequest(RequestCommand, frozen=True, kw_only=True):
    """Supply what was missing."""

    completed_on: date | None = None
    documents: tuple[Document, ...] = ()
    wish: Wish | None = None
    identity: Identity | None = None
    note: str = ""


class CloseUncorrected(RequestCommand, frozen=True, kw_only=True):
    """Close a request that was not corrected in time."""

    note: str = ""


class RouteToUnit(RequestCommand, frozen=True, kw_only=True):
    """Ask a unit to find or assess the information."""

    unit: str
    question: str
    answer_by: date | None = None


class AnswerAsUnit(RequestCommand, frozen=True, kw_only=True):
    """Answer the PPID as the unit that was asked."""

    answer: str
    holds: bool


class ExtendDeadline(RequestCommand, frozen=True, kw_only=True):
    """Use the one extension."""

    ground: ExtensionGround
    reason: str
    sent_on: date
    letter_number: str = ""


class AnswerRequest(RequestCommand, frozen=True, kw_only=True):
    """Issue the written notice with its outcome."""

    outcome: Outcome
    notice: Notice


class RecordNoticeReceived(RequestCommand, frozen=True, kw_only=True):
    """Record that the requester received the written notice."""

    received_on: date


class RecordPayment(RequestCommand, frozen=True, kw_only=True):
    """Record that the fee was paid."""

    amount_idr: int
    method: PaymentMethod
    paid_on: date
    receipt_number: str = ""


class DeliverInformation(RequestCommand, frozen=True, kw_only=True):
    """Record that the information was given."""

    delivered_on: date
    way: Way
    proof: str = ""
    documents: tuple[Document, ...] = ()


class WithdrawRequest(RequestCommand, frozen=True, kw_only=True):
    """Withdraw the request, as the requester or for them."""

    withdrawn_on: date | None = None
    reason: str = ""


class CorrectRequest(RequestCommand, frozen=True, kw_only=True):
    """Correct a recorded entry, with the reason."""

    what: Correctable
    new: str
    reason: str


class CloseRequest(RequestCommand, frozen=True, kw_only=True):
    """Close a case on which nothing more is owed."""

    note: str = ""


class EstablishBody(Command, frozen=True, kw_only=True):
    """Take a public body into the system."""

    code: str
    name: str
    established_on: date
    zone: str = "Asia/Jakarta"
    parent: Stream = ""
    address: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    whatsapp: str = ""
    website: str = ""


class SetCounting(Command, frozen=True, kw_only=True):
    """Set how a body counts days where the law leaves it open."""

    body: Stream
    rules: CountingRules


class SetExemptionChain(Command, frozen=True, kw_only=True):
    """Set whose signatures an exemption needs besides the PPID's."""

    body: Stream
    superior: bool = True
    head: bool = True


class AddUnit(Command, frozen=True, kw_only=True):
    """Add a work unit to a body."""

    body: Stream
    code: str
    name: str


class AppointOfficer(Command, frozen=True, kw_only=True):
    """Appoint an officer to roles, from today unless ``since`` is given.

    ``proposal`` is a fresh id, for an appointment that another administrator has to confirm.
    """

    body: Stream
    officer: Stream
    name: str
    roles: tuple[Role, ...]
    unit: str = ""
    position: str = ""
    since: date | None = None
    until: date | None = None
    basis: str = ""
    proposal: str = ""


class DismissOfficer(Command, frozen=True, kw_only=True):
    """End an officer's roles."""

    body: Stream
    officer: Stream
    reason: str


class CorrectPerson(Command, frozen=True, kw_only=True):
    """Correct a requester's identity, with the reason."""

    person: Stream
    identity: Identity
    reason: str


class ErasePerson(Command, frozen=True, kw_only=True):
    """Destroy a person's key, on a stated basis."""

    person: Stream
    basis: str
    order: str = ""
