"""The register of objections (*buku register keberatan*): one line per objection, as the law wants it.

The union of Perki 1/2021 art. 43(2) and annex XI. The cases come from the agenda, whole; people stand by key,
and whoever may see their names opens the boxes when reading. Law: Perki 1/2021 art. 43(2), annex XI.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import msgspec

from ppid.book.rows import ADDRESS, CONTACT, INFORMATION, NAME, NO, OCCUPATION, PURPOSE, RECEIVED, TICK
from ppid.deadlines import D10, D11, D12
from ppid.events import Stream
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Closing, Ground, Verdict
from ppid.person import Identity
from projections.agenda import Agendum, state_of
from projections.reader import Reader

NUMBER: Final = "Nomor Keberatan"
IDENTITY: Final = "NIK atau Nomor Pengesahan"
REPRESENTATIVE: Final = "Kuasa"
REQUEST: Final = "Nomor Pendaftaran Permohonan"
GROUNDS: Final = tuple(f"Alasan: {ground}" for ground in Ground)
DECISION: Final = "Keputusan Atasan PPID"
REASON: Final = "Alasan Menolak/Mengabulkan"
ANSWERED: Final = "Hari/Tanggal: Pemberian Tanggapan"
SUPERIOR: Final = "Nama dan Jabatan Atasan PPID"
REACTION: Final = "Tanggapan Pemohon"

COLUMNS: Final = (
    NO, NUMBER, RECEIVED, NAME, IDENTITY, ADDRESS, CONTACT, OCCUPATION, REPRESENTATIVE, REQUEST, INFORMATION,
    PURPOSE, *GROUNDS, DECISION, REASON, ANSWERED, SUPERIOR, REACTION,
)  # fmt: skip
"""The columns of annex XI in their order, and beside them what only art. 43(2) asks for."""

DECISIONS: Final[dict[Verdict, str]] = {
    Verdict.UPHELD: "Menguatkan keputusan PPID",
    Verdict.OVERTURNED: "Mengabulkan keberatan",
    Verdict.PARTLY_OVERTURNED: "Mengabulkan sebagian",
}
UNKNOWN: Final = Identity()


class Line(msgspec.Struct, frozen=True):
    """A line of the register with its people; None for who is unknown or stands nowhere."""

    objection: Objection
    objector: Identity | None = None
    representative: Identity | None = None
    superior: Identity | None = None


def register(agenda: Reader[Agendum], body: Stream, year: int) -> Iterator[Objection]:
    """Return the objections in the book of a body and year, in order of their numbers."""
    found = (state_of(row, OBJECTION) for row in agenda.all(where={"kind": OBJECTION.kind, "body": body}))
    return iter(sorted((o for o in found if o.year == year), key=lambda o: o.sequence))


def years(agenda: Reader[Agendum], body: Stream) -> list[int]:
    """Return the years that have objections, the newest first."""
    found = (state_of(row, OBJECTION) for row in agenda.all(where={"kind": OBJECTION.kind, "body": body}))
    return sorted({objection.year for objection in found}, reverse=True)


def cells(line: Line) -> tuple[str | int | date | None, ...]:
    """Return the cells of a line in the order of ``COLUMNS``; who is not known leaves gaps."""
    objection, who = line.objection, line.objector or UNKNOWN
    return (
        objection.sequence,
        objection.number,
        objection.received_on,
        who.name,
        who.number,
        who.address,
        "; ".join(filter(None, (who.phone, who.email))),
        who.occupation,
        line.representative.name if line.representative else "",
        objection.request_number,
        objection.information,
        objection.purpose,
        *(TICK if ground in objection.grounds else "" for ground in Ground),
        decision(objection),
        reason(objection),
        answered_on(objection),
        _superior(line),
        reaction(objection),
    )


def decision(objection: Objection) -> str:
    """Return what the superior decided, or how it ended without."""
    if objection.verdict:
        return DECISIONS[objection.verdict]
    if objection.settled:
        return "Diselesaikan secara musyawarah"
    if objection.closing is Closing.WITHDRAWN:
        return "Dicabut"
    return "Tidak ditanggapi dalam 30 hari kerja" if objection.lapsed else ""


def reason(objection: Objection) -> str:
    """Return why it was refused or granted: each ground's explanation, and the reasons for upholding."""
    if objection.answer is None:
        return "\n".join(settled.agreement for settled in objection.settlements)
    explained = [f"{one.ground}) {one.text}" for one in objection.answer.explanations]
    return "\n".join(filter(None, (*explained, objection.answer.reasons)))


def answered_on(objection: Objection) -> date | None:
    """Return the day of the answer or, where all was settled, of the agreement."""
    if objection.answer:
        return objection.answer.letter.sent_on
    return objection.settlement.agreed_on if objection.settlement and objection.settled else None


def reaction(objection: Objection) -> str:
    """Return how the objector took it, as far as it was recorded."""
    if objection.dispute:
        return "Mengajukan sengketa ke Komisi Informasi"
    if objection.closing is Closing.WITHDRAWN:
        return "Mencabut keberatan"
    if objection.settled:
        return "Menyepakati penyelesaian"
    over = [objection.clocks[code].ran_out for code in (D11.code, D12.code) if code in objection.clocks]
    return "Tidak mengajukan sengketa" if over and all(over) else ""


def late(objection: Objection) -> bool:
    """Return whether the answer came, or is known not to have come, after its day."""
    clock = objection.clocks.get(D10.code)
    return clock is not None and (clock.ran_out or (clock.on is not None and clock.late(clock.on)))


def _superior(line: Line) -> str:
    objection = line.objection
    if objection.answer is None:
        return objection.settlement.position if objection.settlement and objection.settled else ""
    name = line.superior.name if line.superior else ""
    return ", ".join(filter(None, (name, objection.answer.letter.position)))
