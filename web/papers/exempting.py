"""What letters say of an exemption: a row's ground and period, the decree that something rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol

from ppid.events import Recorded, Stream
from ppid.exemption.events import SheetRow
from ppid.exemption.state import EXEMPTION, Exemption
from web.letters.wording import Tongue
from web.papers.terms import article
from web.papers.then import dated
from web.services import services

#: A legal basis that says no more than the letters that were chosen.
ONLY_SEVENTEEN = re.compile(
    r"(UU|Undang-Undang)( Nomor| No\.)? ?14(/| Tahun )2008,? Pasal 17 huruf [a-j]( angka \d)?\.?"
    r"|Pasal 17 huruf [a-j]( angka \d)?,? (UU|Undang-Undang)( Nomor| No\.)? ?14(/| Tahun )2008\.?"
)


class Reference(Protocol):
    """Rows of an exemption that something rests on, as a request or an objection keeps it."""

    @property
    def exemption(self) -> Stream:
        """The exemption's stream."""

    @property
    def rows(self) -> tuple[int, ...]:
        """The numbers of the rows."""

    @property
    def decree(self) -> str:
        """The number of the decree."""


def basis(row: SheetRow, t: Tongue) -> str:
    """The legal basis of a row: its grounds in article 17, the other statute, what else was written."""
    named = [article(code, t) for code in row.articles]
    more = "" if ONLY_SEVENTEEN.fullmatch(row.legal_basis.strip()) else row.legal_basis
    return "; ".join(filter(None, (*named, row.other_law, more)))


def period(row: SheetRow, t: Tongue) -> str:
    """How long a row is exempt, and on which legislation."""
    needed = t("selama diperlukan", "as long as needed")
    said = t(f"sampai dengan {t.day(row.until)}", f"until {t.day(row.until)}") if row.until else needed
    return f"{said} ({row.period_basis})" if row.period_basis else said


def exemption_then(stream: Stream, position: int | None = None) -> Exemption | None:
    """An exemption as it stood at a position of the log."""
    recorded = services().log.load(stream)
    return EXEMPTION.fold(r.envelope for r in upto(recorded, position))


def upto(recorded: Iterable[Recorded], position: int | None) -> list[Recorded]:
    """The facts recorded up to a position of the log."""
    return [r for r in recorded if position is None or r.position <= position]


def decree_signed_on(exemption: Exemption | None, number: str) -> date | None:
    """The day of a decree of that number."""
    decrees = exemption.decrees if exemption else ()
    return next((decree.signed_on for decree in decrees if decree.number == number), None)


def decree_named(reference: Reference, t: Tongue, position: int | None = None) -> str:
    """The decree of a reference by number and day."""
    exemption = exemption_then(reference.exemption, position)
    number = reference.decree or (exemption.decree.number if exemption and exemption.decree else "")
    return dated(number, decree_signed_on(exemption, number), t)


def rows_named(reference: Reference, t: Tongue, position: int | None = None) -> tuple[str, ...]:
    """Each row of a reference in words: what it is about, its number in the decree, its ground."""
    exemption = exemption_then(reference.exemption, position)
    found = (exemption.row(number) for number in reference.rows) if exemption else ()
    place = t("nomor", "number")
    return tuple(f"{row.information} ({place} {row.number}; {basis(row, t)})" for row in found if row)
