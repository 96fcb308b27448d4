"""The facts of an item of public information, and of the list it stands in.

No event names a person: who is responsible stands as a position. Every event keeps each date as it was
promised on its day. Perki 1/2021 art. 18-21, 45, 56 and annex I; regulations §7.2 to §7.4.
"""

from __future__ import annotations

from datetime import date

import msgspec

from ppid.catalogue.vocabulary import Form, InfoClass, Medium, SourceKind
from ppid.clocks import Moved, RanOut
from ppid.events import Approval, Event, Promise, Stream


class PublicFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file anybody may have, by the SHA-256 of its bytes: public, so stored as it is, under no key."""

    sha256: str
    media_type: str
    size_bytes: int
    name: str = ""


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the list says of an item: the columns of annex I, its class, and where to find it.

    ``unit`` controls it (the body itself where empty); ``responsible`` is the position that made or issued
    it. ``known_on``: since when the body knows of what has to be announced at once.
    """

    title: str
    summary: str
    klass: InfoClass
    unit: str = ""
    responsible: str = ""
    made_when: str = ""
    made_where: str = ""
    forms: tuple[Form, ...] = ()
    retention: str = ""
    language: str = "id"
    link: str = ""
    file: PublicFile | None = None
    keywords: tuple[str, ...] = ()
    known_on: date | None = None


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which exemption an item was closed by, and what opened it.

    ``decree`` is the number of the exemption's decree; ``case`` the objection or dispute that opened it, and
    ``reference`` the number of the answer, ruling or stipulation.
    """

    kind: SourceKind
    exemption: Stream
    row: int
    decree: str = ""
    case: Stream = ""
    reference: str = ""


class ListDecree(msgspec.Struct, frozen=True):
    """The PPID's decree on the list (Perki 1/2021 art. 45), approved by the superior."""

    number: str
    signed_on: date
    approval: Approval


class ImportedFrom(msgspec.Struct, frozen=True):
    """Which row of which file said it: the file by its SHA-256."""

    file_sha256: str
    line: int


class Proposed(Event, frozen=True):
    """A unit, or the PPID, proposed an item; the clock of what has to be announced at once starts."""

    entry: Entry
    proposed_on: date
    source: Source | None = None
    imported: ImportedFrom | None = None
    promises: tuple[Promise, ...] = ()


class Returned(Event, frozen=True):
    """The PPID gave a proposal back to its unit, and said why."""

    reason: str


class Listed(Event, frozen=True):
    """The item stands in the list: by a decree, or by itself once its exemption ended (art. 52)."""

    listed_on: date
    decree: ListDecree | None = None
    promises: tuple[Promise, ...] = ()


class Revised(Event, frozen=True):
    """What the list says of the item was changed; a returned proposal is proposed again by it."""

    entry: Entry
    revised_on: date
    reason: str = ""
    promises: tuple[Promise, ...] = ()


class Published(Event, frozen=True):
    """The information was published; what is periodic is due again in six months (art. 18)."""

    published_on: date
    media: tuple[Medium, ...]
    link: str = ""
    promises: tuple[Promise, ...] = ()


class Withdrawn(Event, frozen=True):
    """The item left the list, or its proposal was given up, and why; the record stays."""

    withdrawn_on: date
    reason: str


class ItemRecounted(Moved, frozen=True):
    """A calendar decree moved a due date of an item (regulations §9.1)."""


class ItemClockRanOut(RanOut, frozen=True):
    """An item was not published in time."""


ItemEvent = Proposed | Returned | Listed | Revised | Published | Withdrawn | ItemRecounted | ItemClockRanOut


class Decreed(Event, frozen=True):
    """The list was decreed anew, with the superior's approval: which items it took in (art. 45).

    The next update is due in six months; a body's first decree also starts the clock of its yearly report.
    """

    decree: ListDecree
    items: tuple[Stream, ...] = ()
    promises: tuple[Promise, ...] = ()


class ReportPublished(Event, frozen=True):
    """The yearly service report of a budget year was published, with a copy to the commission (art. 56)."""

    budget_year: int
    published_on: date
    copy_sent_on: date
    link: str = ""
    promises: tuple[Promise, ...] = ()


class ListRecounted(Moved, frozen=True):
    """A calendar decree moved a due date of the list (regulations §9.1)."""


class ListClockRanOut(RanOut, frozen=True):
    """The list was not updated, or the report not published, in time."""


ListEvent = Decreed | ReportPublished | ListRecounted | ListClockRanOut
