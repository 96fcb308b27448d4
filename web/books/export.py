"""The register as a file: the columns of annex VIII, all that art. 32 asks for, or what the public may see.

The layout of annex VIII reads back with the same facts. Names come out of the people's own boxes, many at a
time; who was erased is shown as erased. Law: Perki 1/2021 art. 32(1), annex VIII; UU 27/2022 art. 43-44.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import islice

import msgspec

from ppid.book import rows as col
from ppid.database import Database
from ppid.events import Stream
from ppid.person import Identity
from ppid.request.vocabulary import Channel
from ppid.vault import Vault
from projections.annex import cells
from projections.people import PEOPLE, Person
from projections.reader import Reader
from projections.register import Entry
from web.books.writing import OutCell

AT_ONCE = 500
ERASED = "[dihapus]"
PRIVATE = frozenset({col.NAME, col.ADDRESS, col.CONTACT, col.OCCUPATION})

NUMBER = "Nomor Pendaftaran"
IDENTITY = "NIK atau Nomor Pengesahan"
MANDATE = "Kuasa"
CHANNEL = "Saluran"
DUE = "Batas Waktu"
LATE = "Terlambat"
NOTICE = "Nomor Pemberitahuan"
ARRIVED = "Hari/Tanggal: Pemberitahuan Diterima"

CHANNELS: dict[Channel, str] = {
    Channel.WEB: "Situs web",
    Channel.EMAIL: "Surel",
    Channel.LETTER: "Surat",
    Channel.COUNTER: "Meja layanan",
    Channel.PHONE: "Telepon",
    Channel.WHATSAPP: "WhatsApp",
    Channel.BOOK: "Buku register",
}


class Layout(StrEnum):
    """Which columns a file has. The value is part of its address and name."""

    ANNEX = "lampiran-viii"
    FULL = "lengkap"
    PUBLIC = "publik"


class Known(msgspec.Struct, frozen=True):
    """A line of the register with its people; None for an unknown person."""

    entry: Entry
    requester: Identity | None = None
    representative: Identity | None = None

    @property
    def annex(self) -> dict[str, str | int | date | None]:
        """The cells of annex VIII, by column."""
        return dict(zip(col.COLUMNS, cells(self.entry, self.requester), strict=True))


def known(entries: Iterable[Entry], views: Database, vault: Vault) -> Iterator[Known]:
    """Join lines with the identities of their people: two questions for every few hundred lines."""
    people = Reader(views, PEOPLE)
    source = iter(entries)
    while batch := list(islice(source, AT_ONCE)):
        wanted = {p for entry in batch for p in (entry.requester, entry.representative) if p}
        who = identities(wanted, people, vault)
        for entry in batch:
            yield Known(entry, who.get(entry.requester), who.get(entry.representative))


def identities(wanted: Collection[Stream], people: Reader[Person], vault: Vault) -> dict[Stream, Identity]:
    """Open who many people are, by key; who was erased is shown as erased, who is unknown is left out."""
    found = people.page(where={"person": sorted(wanted)}, limit=len(wanted))
    opened = vault.open_all([person.sealed for person in found])
    return {
        person.person: identity or Identity(name=ERASED)
        for person, identity in zip(found, opened, strict=True)
    }


def columns(layout: Layout) -> tuple[str, ...]:
    """Return the headings of a layout, in order."""
    match layout:
        case Layout.ANNEX:
            return col.COLUMNS
        case Layout.PUBLIC:
            return (NUMBER, *(name for name in col.COLUMNS if name not in PRIVATE))
        case Layout.FULL:
            return (NUMBER, *col.COLUMNS, IDENTITY, MANDATE, CHANNEL, DUE, LATE, NOTICE, ARRIVED)


def table(layout: Layout, lines: Iterable[Known]) -> Iterator[Sequence[OutCell]]:
    """Yield the rows of a layout, in the order of its ``columns``."""
    for line in lines:
        plain = line.annex
        match layout:
            case Layout.ANNEX:
                yield tuple(plain.values())
            case Layout.PUBLIC:
                yield (line.entry.number, *(cell for name, cell in plain.items() if name not in PRIVATE))
            case Layout.FULL:
                yield (line.entry.number, *plain.values(), *_beyond(line))


def _beyond(line: Known) -> tuple[OutCell, ...]:
    """What article 32(1) and a careful office want beside the columns of annex VIII."""
    entry = line.entry
    return (
        line.requester.number if line.requester else "",
        line.representative.name if line.representative else "",
        CHANNELS[entry.channel],
        entry.due_on,
        bool(entry.late),
        entry.notice_number,
        entry.notice_received_on,
    )
