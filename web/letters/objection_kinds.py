"""The papers of an objection, as plain values: the form of annex X, its receipt, the answer, the register.

Law: UU 14/2008 art. 35-36; Perki 1/2021 art. 39-44, annexes X and XI.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from web.letters.kinds import Channel, Ground, Letter, Person, SealedCodes, Signature, check_tracking

Verdict = Literal["upheld", "overturned", "partly-overturned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionLetter(Letter):
    """A letter about one objection."""

    objection_number: str  # only a blank form may leave it empty
    request_number: str = ""  # none for ground b

    @property
    def reference(self) -> str:
        """The letter's own number, or the objection's."""
        return self.letter_number or self.objection_number


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionForm(ObjectionLetter):
    """Formulir keberatan, annex X, in duplicate: one sheet for the objector, one for the file.

    ``declared_on`` is the day it was declared complete in the register, ``answer_on`` the day by which the
    answer will be given. Every text may be empty: a blank form has lines to write on.
    """

    purpose: str = ""
    name: str = ""
    address: str = ""
    occupation: str = ""
    phone: str = ""
    email: str = ""
    representative: Person | None = None
    grounds: tuple[Ground, ...] = ()
    information: str = ""
    case: str = ""
    declared_on: date | None = None
    answer_on: date | None = None
    missing_year: int | None = None
    officer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionReceipt(ObjectionLetter):
    """Tanda terima keberatan. Law: Perki 1/2021 art. 41(3)-(6), 42(3).

    The tracking address must not carry the access code, as a letter is copied and forwarded (ValueError).
    """

    objector: Person
    received_on: date
    channel: Channel
    grounds: tuple[Ground, ...]
    information: str
    answered_by: str
    tracking_url: str
    late_grounds: tuple[Ground, ...] = ()
    received_time: str = ""
    due_on: date | None = None
    missing_year: int | None = None
    access_code: str = ""
    signature: Signature | None = None
    sealed: SealedCodes | None = None

    def __post_init__(self) -> None:
        """Refuse an address that gives the code away, or that fits no code."""
        check_tracking(self.tracking_url, self.access_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What the answer says on one ground."""

    ground: Ground
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What the superior orders the PPID to do, and by when."""

    what: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAnswer(ObjectionLetter):
    """Tanggapan atas keberatan: date, number, explanation, orders, attachments. Law: art. 44(2)-(3)."""

    objector: Person
    received_on: date
    verdict: Verdict
    explanations: tuple[Explanation, ...]
    signature: Signature
    information: str = ""
    reasons: str = ""
    opened: tuple[str, ...] = ()  # what is no longer exempt by this answer
    orders: tuple[Ordered, ...] = ()
    attachments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionLine:
    """A line of the register of objections; a day not known yet is None."""

    number: str
    received_on: date
    name: str
    address: str
    contact: str
    occupation: str
    request_number: str
    information: str
    purpose: str
    grounds: tuple[Ground, ...]
    decision: str = ""
    answered_on: date | None = None
    superior: str = ""
    reaction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRegister(Letter):
    """Buku register keberatan, annex XI, as it stands on ``dated_on``."""

    lines: tuple[ObjectionLine, ...]
    period: str = ""
