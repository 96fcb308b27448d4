"""The letters of the information desk, as plain values. Nothing here knows the case: the caller maps it.

Law: UU 14/2008 art. 22; Perki 1/2021 art. 29-36 and annexes VI, VII, IX.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

TRACKING_URL_CHARACTERS: Final = (
    300  # our own address; a longer one would not fit a code that phones can read
)

Language = Literal["id", "en"]
Channel = Literal["web", "email", "letter", "counter", "phone", "whatsapp"]
RequesterKind = Literal["individual", "entity", "group"]
Obtain = Literal["view", "copy"]  # Perki 1/2021 annex VI: see, read, listen, note down; or get a copy
CopyForm = Literal["soft", "hard"]
Deliver = Literal["pickup", "courier", "post", "fax", "email"]
ExtensionGround = Literal["not-held", "undecided"]  # Perki 1/2021 art. 36, a and b
Outcome = Literal["full", "partial", "refused", "not-held", "not-documented"]
Shortfall = Literal["not-yet-held", "not-yet-documented"]
Ground = Literal["a", "b", "c", "d", "e", "f", "g"]  # UU 14/2008 art. 35(1)
Payment = Literal["cash", "transfer", "e-money"]  # Perki 1/2021 art. 38(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The letterhead. ``logo`` holds a PNG or JPEG file, or nothing."""

    name: str
    address: str
    contact: str
    place: str  # the town written before the date
    body: str = ""  # the public body above the desk, on the first line
    logo: bytes = b""
    logo_description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signs for the office."""

    position: str
    name: str
    identity: str = ""  # rank and service number


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """To whom the letter goes."""

    name: str
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Standard costs in whole rupiah; the total is counted here, so that it cannot disagree. Law: art. 38."""

    copy_idr_per_page: int = 0
    pages: int = 0
    sending_idr: int = 0
    other_idr: int = 0
    other_what: str = ""
    how_to_pay: str = ""

    @property
    def copying_idr(self) -> int:
        """Price of all pages."""
        return self.copy_idr_per_page * self.pages

    @property
    def total_idr(self) -> int:
        """What the requester pays in all."""
        return self.copying_idr + self.sending_idr + self.other_idr


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingItem:
    """Something a request lacks, and the article that asks for it."""

    what: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What every letter has. ``dated_on`` is also the date of the file: equal letters, equal bytes."""

    language: Language
    office: Office
    dated_on: date
    letter_number: str = ""  # the office's own number of the outgoing letter

    @property
    def reference(self) -> str:
        """The number that names the file; empty on a blank form, which is dated by hand."""
        return self.letter_number


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLetter(Letter):
    """A letter about one request."""

    request_number: str  # nomor pendaftaran; only a blank form may leave it empty

    @property
    def reference(self) -> str:
        """The letter's own number, or the request's."""
        return self.letter_number or self.request_number


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCodes:
    """What proves an entry in the sealed log: the texts of its codes, and where they are checked."""

    origin: str
    index: int
    texts: tuple[str, ...]
    check_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReceipt(RequestLetter):
    """Tanda bukti permohonan. Law: UU 14/2008 art. 22(4)-(5).

    ``due_on`` may be unknown only because the holidays of ``missing_year`` are not decreed yet. The tracking
    address must not carry the access code, as a letter is copied and forwarded (ValueError).
    """

    requester: Person
    received_on: date
    channel: Channel
    asked: str
    purpose: str
    obtain: tuple[Obtain, ...]
    tracking_url: str
    deliver: Deliver | None = None
    received_time: str = ""  # as the office says it: "09.14 WIB"
    due_on: date | None = None
    missing_year: int | None = None
    day_of_receipt_counts: bool = False  # as the office counts; the law does not say
    access_code: str = ""
    signature: Signature | None = None
    sealed: SealedCodes | None = None

    def __post_init__(self) -> None:
        """Refuse an address that gives the code away, or that fits no code."""
        check_tracking(self.tracking_url, self.access_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestForm(RequestLetter):
    """Annex VI with its rights page and the union of the fields of art. 29(5), 30(1), 32(1).

    Every text may be empty: the form then has a line to write on, so that a blank one can be printed.
    """

    requester_kind: RequesterKind | None = None
    name: str = ""
    identity_number: str = ""  # NIK, or the number of the ratification decree of an entity
    address: str = ""
    occupation: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""
    power_of_attorney: str = ""
    asked: str = ""
    purpose: str = ""
    obtain: tuple[Obtain, ...] = ()
    copy_form: tuple[CopyForm, ...] = ()
    deliver: Deliver | None = None
    attachments: tuple[str, ...] = ()
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompletenessLetter(RequestLetter):
    """Surat keterangan tidak lengkap. Law: Perki 1/2021 art. 33(2)-(4); it has no annex."""

    requester: Person
    requested_on: date
    asked: str
    missing: tuple[MissingItem, ...]
    signature: Signature
    how_to_complete: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionLetter(RequestLetter):
    """Notice that the answer takes longer, once. Law: UU 14/2008 art. 22(8); Perki 1/2021 art. 36."""

    requester: Person
    requested_on: date
    asked: str
    base_due_on: date
    ground: ExtensionGround
    reason: str
    signature: Signature
    new_due_on: date | None = None
    missing_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNotice(RequestLetter):
    """Pemberitahuan tertulis, annex VII. Law: UU 14/2008 art. 22(7); Perki 1/2021 art. 31(4)."""

    requester: Person
    requested_on: date
    asked: str
    outcome: Outcome
    reasons: str  # why it is granted or refused
    controlled_by_us: bool
    signature: Signature
    other_body: str = ""  # who holds it, if not us and if known
    material: str = ""  # what will be given
    physical: tuple[CopyForm, ...] = ()
    delivery: str = ""  # tool and format: "PDF melalui surel"
    costs: Costs = Costs()
    provide_within_days: int | None = None
    provide_on: date | None = None
    blackout_material: str = ""
    blackout_reason: str = ""
    shortfall: Shortfall | None = None
    shortfall_explanation: str = ""
    available_within_days: int | None = None
    available_on: date | None = None
    refused_material: str = ""
    attachments: tuple[str, ...] = ()  # refusal decree, exemption decree
    objection_to: str = ""  # title of the Atasan PPID


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalDecree(RequestLetter):
    """SK PPID tentang penolakan permohonan, annex IX. Law: UU 14/2008 art. 17; Perki 1/2021 art. 34(2)."""

    requester: Person
    requested_on: date
    asked: str
    article_17: tuple[str, ...]  # letters "a" to "i"; "j" is said by ``other_law``
    consequences: str
    signature: Signature
    article_17_detail: str = ""  # "huruf a angka 1"
    other_law: str = ""
    other_article: str = ""
    exemption_decree: str = ""  # number and date of the SK pengecualian
    exempt_rows: tuple[str, ...] = ()  # the rows of that decree which the refusal rests on
    approved_by: str = ""  # the Atasan PPID who approved it
    attachments: tuple[str, ...] = ()  # the SK pengecualian. Law: Perki 1/2021 art. 34(2)
    objection_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRequestForm(RequestLetter):
    """Form for a copy of the information. Law: Perki 1/2021 art. 35(3)a, 38. Empty texts become lines."""

    requester: Person
    requested_on: date | None = None
    material: str = ""
    physical: tuple[CopyForm, ...] = ()
    deliver: Deliver | None = None
    deliver_to: str = ""
    costs: Costs | None = None
    payment: Payment | None = None
    officer: str = ""


def check_tracking(url: str, access_code: str) -> None:
    """Refuse (ValueError) an address that gives the code away, however spelled, or that fits no code."""
    if not 0 < len(url) <= TRACKING_URL_CHARACTERS:
        raise ValueError(f"the tracking address must have 1 to {TRACKING_URL_CHARACTERS} characters")
    if not url.startswith(("https://", "http://")):
        raise ValueError("the tracking address must begin with https:// or http://")
    code = _letters_and_digits(access_code)
    if code and code in _letters_and_digits(url):
        raise ValueError("the tracking address must not contain the access code")


def _letters_and_digits(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
