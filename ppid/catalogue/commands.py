"""Everything a person may ask of the list of public information, as frozen values."""

from __future__ import annotations

from datetime import date

from ppid.catalogue.events import Entry, ListDecree, Source
from ppid.catalogue.vocabulary import Medium
from ppid.commands import CaseCommand, Command
from ppid.events import Stream


class ProposeItem(Command, frozen=True, kw_only=True):
    """Propose an item. ``item`` is made by the caller, at random; ``source`` names what it was closed by."""

    item: Stream
    body: Stream
    entry: Entry
    source: Source | None = None


class ReturnItem(CaseCommand, frozen=True, kw_only=True):
    """Give a proposal back to its unit."""

    reason: str


class ReviseItem(CaseCommand, frozen=True, kw_only=True):
    """Change what the list says of an item, or amend a proposal."""

    entry: Entry
    reason: str = ""


class PublishItem(CaseCommand, frozen=True, kw_only=True):
    """Record a publication."""

    published_on: date
    media: tuple[Medium, ...]
    link: str = ""


class WithdrawItem(CaseCommand, frozen=True, kw_only=True):
    """Take an item out of the list, or give a proposal up."""

    reason: str


class DecreeList(Command, frozen=True, kw_only=True):
    """Decree the list: these proposals enter it. None at all confirms the list as it stands."""

    body: Stream
    items: tuple[Stream, ...]
    decree: ListDecree
    seen: int | None = None


class PublishReport(Command, frozen=True, kw_only=True):
    """Record the yearly service report of a budget year."""

    body: Stream
    budget_year: int
    published_on: date
    copy_sent_on: date
    link: str = ""
    seen: int | None = None
