"""The register of objections as a file: the statutory columns, what a careful office adds, or what is public.

Names come out of the people's own boxes, many at a time; who was erased is shown as erased.
Law: Perki 1/2021 art. 43(2), annex XI; UU 27/2022 art. 43-44.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import islice
from typing import Final

from ppid.book.rows import PURPOSE
from ppid.database import Database
from ppid.deadlines import D10
from ppid.objection.state import Objection
from ppid.vault import Vault
from projections import objection_register as register
from projections.objection_register import COLUMNS, Line, cells
from projections.people import PEOPLE
from projections.reader import Reader
from web.books.export import AT_ONCE, CHANNELS, PRIVATE, identities
from web.books.writing import OutCell

#: Also the purpose and the free explanations of an answer may tell of a person: no public file has them.
HIDDEN: Final = PRIVATE | {register.IDENTITY, register.REPRESENTATIVE, PURPOSE, register.REASON}
BEYOND: Final = (
    "Saluran",
    "Alasan yang Diajukan Terlambat",
    "Batas Waktu Tanggapan",
    "Tanggapan Terlambat",
    "Nomor Surat Tanggapan",
    "Hari/Tanggal: Tanggapan Diterima",
)


class Layout(StrEnum):
    """Which columns a file has. The value is part of its address and name."""

    ANNEX = "lampiran-xi"
    FULL = "lengkap"
    PUBLIC = "publik"


def known(objections: Iterable[Objection], views: Database, vault: Vault) -> Iterator[Line]:
    """Join objections with the identities of their people: two questions for every few hundred lines."""
    people = Reader(views, PEOPLE)
    source = iter(objections)
    while batch := list(islice(source, AT_ONCE)):
        wanted = {p for o in batch for p in (o.objector, o.representative, o.answered_by) if p}
        who = identities(wanted, people, vault)
        for o in batch:
            yield Line(o, who.get(o.objector), who.get(o.representative), who.get(o.answered_by))


def columns(layout: Layout) -> tuple[str, ...]:
    """Return the headings of a layout, in order."""
    match layout:
        case Layout.ANNEX:
            return COLUMNS
        case Layout.FULL:
            return (*COLUMNS, *BEYOND)
        case Layout.PUBLIC:
            return tuple(name for name in COLUMNS if name not in HIDDEN)


def table(layout: Layout, lines: Iterable[Line]) -> Iterator[Sequence[OutCell]]:
    """Yield the rows of a layout, in the order of its ``columns``."""
    for line in lines:
        plain = cells(line)
        match layout:
            case Layout.ANNEX:
                yield plain
            case Layout.FULL:
                yield (*plain, *_beyond(line.objection))
            case Layout.PUBLIC:
                named = zip(COLUMNS, _without_names(line), strict=True)
                yield tuple(cell for name, cell in named if name not in HIDDEN)


def _without_names(line: Line) -> Sequence[OutCell]:
    return cells(Line(line.objection))


def _beyond(objection: Objection) -> tuple[OutCell, ...]:
    clock = objection.clocks.get(D10.code)
    letter = objection.answer.letter if objection.answer else None
    return (
        CHANNELS[objection.channel],
        ", ".join(objection.late_grounds),
        clock.promise.due_on if clock else None,
        register.late(objection),
        letter.number if letter else "",
        objection.answer_received_on,
    )
