"""The values of a request book: its columns, one finished case per row, and what was wrong with others.

Law: Perki KI 1/2021 art. 32(1) and annex VIII.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, TypeAlias

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell of a CSV file (always text) or of a workbook may hold."""

Held: TypeAlias = Literal["held", "not-held", "undocumented"]
"""Whether the office had the information under its control."""

Decision: TypeAlias = Literal["granted", "partly-granted", "refused", "not-held", "not-documented"]
"""How a case of the book ended."""

NO: Final = "No"
RECEIVED: Final = "Tanggal"
NAME: Final = "Nama"
ADDRESS: Final = "Alamat"
CONTACT: Final = "Nomor Kontak"
OCCUPATION: Final = "Pekerjaan"
INFORMATION: Final = "Informasi yang Diminta"
PURPOSE: Final = "Tujuan Penggunaan Informasi"
HELD: Final = "Status: Di Bawah Penguasaan Ya"
NOT_HELD: Final = "Status: Di Bawah Penguasaan Tidak"
UNDOCUMENTED: Final = "Status: Belum Didokumentasikan"
SOFTCOPY: Final = "Bentuk: Softcopy"
HARDCOPY: Final = "Bentuk: Hardcopy"
VIEW: Final = "Jenis: Melihat/Mengetahui"
COPY: Final = "Jenis: Meminta Salinan"
DECISION: Final = "Keputusan"
REASON: Final = "Alasan Penolakan"
NOTIFIED: Final = "Hari/Tanggal: Pemberitahuan Tertulis"
DELIVERED: Final = "Hari/Tanggal: Pemberian Informasi"
FEE: Final = "Biaya"
PAYMENT: Final = "Cara Pembayaran"

COLUMNS: Final = (
    NO, RECEIVED, NAME, ADDRESS, CONTACT, OCCUPATION, INFORMATION, PURPOSE, HELD, NOT_HELD, UNDOCUMENTED,
    SOFTCOPY, HARDCOPY, VIEW, COPY, DECISION, REASON, NOTIFIED, DELIVERED, FEE, PAYMENT,
)  # fmt: skip
"""The columns of annex VIII, its grouped headings written out, in their order."""

LIMITS: Final = {
    NAME: 200,
    ADDRESS: 500,
    CONTACT: 200,
    OCCUPATION: 200,
    INFORMATION: 20_000,
    PURPOSE: 5_000,
    DECISION: 300,
    REASON: 5_000,
    PAYMENT: 200,
}
"""The most characters a text of the book may have, by column."""

TICK: Final = "V"

DECISION_WORDS: Final[dict[Decision, str]] = {
    "granted": "Diberikan seluruhnya",
    "partly-granted": "Diberikan sebagian",
    "refused": "Ditolak",
    "not-held": "Tidak dikuasai",
    "not-documented": "Belum didokumentasikan",
}
"""How the book words each decision."""


@dataclass(frozen=True, slots=True)
class BookRow:
    """One finished case of the book. ``line`` is its row in the file, where the first row is 1."""

    line: int
    no: int
    received_on: date
    name: str
    address: str
    contact: str
    occupation: str
    information: str
    purpose: str
    held: Held
    softcopy: bool
    hardcopy: bool
    view: bool
    copy: bool
    decision: Decision
    other_body: str
    refusal_reason: str
    notified_on: date
    delivered_on: date | None
    fee_idr: int
    payment_method: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the book that a person must look at, worded in both languages.

    ``no`` is the number as the book writes it and may be empty; ``code`` never changes its meaning. The
    sentences name the column, the value where it cannot be somebody's name, the reason, and what to do.
    """

    line: int
    no: str
    column: str
    code: str
    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Book:
    """A book as read: its sound rows, what kept other rows out, and what is worth knowing all the same."""

    rows: tuple[BookRow, ...]
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def cells(row: BookRow) -> tuple[str | int | date | None, ...]:
    """Return the cells of a row in the order of ``COLUMNS``; reading them gives the same facts again."""
    decision = DECISION_WORDS[row.decision]
    if row.other_body:
        decision = f"{decision} \N{EN DASH} diarahkan ke {row.other_body}"
    ticks = (
        row.held == "held",
        row.held == "not-held",
        row.held == "undocumented",
        row.softcopy,
        row.hardcopy,
        row.view,
        row.copy,
    )
    return (
        row.no,
        row.received_on,
        row.name,
        row.address,
        row.contact,
        row.occupation,
        row.information,
        row.purpose,
        *(TICK if tick else "" for tick in ticks),
        decision,
        row.refusal_reason,
        row.notified_on,
        row.delivered_on,
        row.fee_idr,
        row.payment_method,
    )
