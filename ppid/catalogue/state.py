"""An item, and the list of a body, as their events make them. Folding never refuses."""

from __future__ import annotations

from datetime import date

import msgspec
from msgspec.structs import replace

from ppid import clocks
from ppid.catalogue import events as e
from ppid.catalogue.refusals import UnknownItemError, UnknownListError
from ppid.catalogue.vocabulary import InfoClass, ListStep, SourceKind, Step
from ppid.events import Actor, Envelope, Event, Role, Stream
from ppid.subject import State, Subject

ITEM_CLOCKS = ("D26", "D29")
SEEING = frozenset({Role.SERVICE_DESK, Role.PPID, Role.SUPERIOR, Role.HEAD})


class Item(State, frozen=True, kw_only=True):
    """An item of public information as it stands at ``version``: a proposal until it is listed."""

    entry: e.Entry
    opened_on: date
    source: e.Source | None = None
    imported: e.ImportedFrom | None = None
    returned: str = ""
    decree: e.ListDecree | None = None
    listed_on: date | None = None
    published: e.Published | None = None
    revised: int = 0
    withdrawn: e.Withdrawn | None = None

    @property
    def step(self) -> Step:
        """Where the item stands by its recorded facts."""
        if self.withdrawn:
            return Step.WITHDRAWN
        if self.listed_on:
            return Step.LISTED
        return Step.RETURNED if self.returned else Step.PROPOSED

    @property
    def title(self) -> str:
        """What the item is called."""
        return self.entry.title

    @property
    def unit(self) -> str:
        """The unit that controls it; empty for the body itself."""
        return self.entry.unit

    @property
    def closed(self) -> bool:
        """Whether nothing more is owed on it."""
        return self.withdrawn is not None

    @property
    def public(self) -> bool:
        """Whether everybody may see it: listed and not withdrawn.

        What is announced at once does not wait for the decree (UU 14/2008 art. 10): published, it is public.
        """
        announced = self.published is not None and self.entry.klass is InfoClass.IMMEDIATE
        return not self.closed and (self.listed_on is not None or announced)

    @property
    def opened_for_good(self) -> bool:
        """Whether a final ruling opened it (Perki 1/2021 art. 52(3)-(4))."""
        return self.source is not None and self.source.kind is SourceKind.RULING


class Reported(msgspec.Struct, frozen=True):
    """A yearly report that was published."""

    budget_year: int
    published_on: date
    copy_sent_on: date
    link: str = ""


class PublicList(State, frozen=True, kw_only=True):
    """The list of a body: its decrees, newest last, its reports, and the clocks of both."""

    opened_on: date
    decrees: tuple[e.ListDecree, ...] = ()
    reports: tuple[Reported, ...] = ()

    @property
    def step(self) -> ListStep:
        """Whether the list was decreed."""
        return ListStep.DECREED if self.decrees else ListStep.UNDECREED

    @property
    def title(self) -> str:
        """What it is called."""
        return "Daftar Informasi Publik"

    @property
    def unit(self) -> str:
        """The list is the body's own."""
        return ""

    @property
    def closed(self) -> bool:
        """A list is kept as long as there is a body."""
        return False

    @property
    def decree(self) -> e.ListDecree | None:
        """The newest decree."""
        return self.decrees[-1] if self.decrees else None


def item_number(stream: Stream) -> str:
    """What people call an item by."""
    return f"DIP-{stream.rpartition('-')[2][:8].upper()}"


def list_stream(body: Stream) -> Stream:
    """The stream of a body's list: one for each body."""
    return f"catalogue-{body.rpartition('-')[2]}"


def _begin_item(envelope: Envelope[Event]) -> Item | None:
    event = envelope.event
    if not isinstance(event, e.Proposed):
        return None
    return Item(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        number=item_number(envelope.stream),
        entry=event.entry,
        opened_on=event.proposed_on,
        source=event.source,
        imported=event.imported,
        clocks=clocks.started({}, event.promises),
    )


def _evolve_item(item: Item, event: Event) -> Item:  # noqa: PLR0911  (one case per event)
    match event:
        case e.Returned(reason=reason):
            return replace(item, returned=reason)
        case e.Listed():
            started = clocks.started(item.clocks, event.promises)
            return replace(item, listed_on=event.listed_on, decree=event.decree, returned="", clocks=started)
        case e.Revised():
            return _revised(item, event)
        case e.Published():
            met = clocks.met(item.clocks, ITEM_CLOCKS, event.published_on)
            entry = replace(item.entry, link=event.link) if event.link else item.entry
            return replace(item, published=event, entry=entry, clocks=clocks.started(met, event.promises))
        case e.Withdrawn():
            return replace(item, withdrawn=event, clocks=clocks.replaced(item.clocks, ITEM_CLOCKS))
        case e.ItemRecounted(new=new):
            return replace(item, clocks=clocks.started(item.clocks, (new,)))
        case e.ItemClockRanOut():
            return replace(item, clocks=clocks.noted(item.clocks, event))
        case _:
            return item


def _revised(item: Item, event: e.Revised) -> Item:
    kept = item.clocks
    if event.entry.klass is not item.entry.klass:
        kept = clocks.replaced(kept, ITEM_CLOCKS)
    return replace(
        item,
        entry=event.entry,
        returned="",
        revised=item.revised + 1,
        clocks=clocks.started(kept, event.promises),
    )


def _begin_list(envelope: Envelope[Event]) -> PublicList | None:
    event = envelope.event
    if not isinstance(event, e.Decreed | e.ReportPublished):
        return None
    opened_on = event.decree.signed_on if isinstance(event, e.Decreed) else event.published_on
    begun = PublicList(
        stream=envelope.stream,
        version=envelope.version,
        body=envelope.body,
        number="DIP",
        opened_on=opened_on,
    )
    return _evolve_list(begun, event)


def _evolve_list(public: PublicList, event: Event) -> PublicList:
    match event:
        case e.Decreed(decree=decree):
            met = clocks.met(public.clocks, ("D27",), decree.signed_on)
            started = clocks.started(met, event.promises)
            return replace(public, decrees=(*public.decrees, decree), clocks=started)
        case e.ReportPublished():
            reported = Reported(event.budget_year, event.published_on, event.copy_sent_on, event.link)
            # The duty is the report and its copy; an earlier year's than the awaited one meets nothing.
            on = max(event.published_on, event.copy_sent_on)
            met = clocks.met(public.clocks, ("D28",), on) if event.promises else public.clocks
            started = clocks.started(met, event.promises)
            return replace(public, reports=(*public.reports, reported), clocks=started)
        case e.ListRecounted(new=new):
            return replace(public, clocks=clocks.started(public.clocks, (new,)))
        case e.ListClockRanOut():
            return replace(public, clocks=clocks.noted(public.clocks, event))
        case _:
            return public


def may_see_item(actor: Actor, item: Item) -> bool:
    """Whether the actor may know of an item before it is public: its body's officers, its own unit."""
    if actor.role is Role.AUDITOR:
        return not actor.body or actor.body == item.body
    if actor.body != item.body:
        return False
    if actor.role is Role.UNIT_OFFICER:
        return item.unit == actor.unit
    return actor.role in SEEING


def may_see_list(actor: Actor, public: PublicList) -> bool:
    """Whether the actor may know of the list's clocks: its body's officers, every auditor, an import."""
    if actor.role is Role.AUDITOR:
        return not actor.body or actor.body == public.body
    return actor.body == public.body and actor.role in SEEING | {Role.UNIT_OFFICER, Role.IMPORT}


ITEM = Subject(
    kind="item",
    state=Item,
    begin=_begin_item,
    evolve=_evolve_item,
    may_see=may_see_item,
    unknown=UnknownItemError,
    ran_out=e.ItemClockRanOut,
    moved=e.ItemRecounted,
)
CATALOGUE = Subject(
    kind="catalogue",
    state=PublicList,
    begin=_begin_list,
    evolve=_evolve_list,
    may_see=may_see_list,
    unknown=UnknownListError,
    ran_out=e.ListClockRanOut,
    moved=e.ListRecounted,
)
