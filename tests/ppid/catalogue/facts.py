"""Named facts of the list of public information, and given / when / then for its two subjects."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

from ppid.catalogue import events as e
from ppid.catalogue.commands import DecreeList, ProposeItem, PublishItem
from ppid.catalogue.state import CATALOGUE, ITEM, Item, PublicList, list_stream
from ppid.catalogue.vocabulary import Form, InfoClass, Medium, SourceKind
from ppid.checks import Context
from ppid.errors import RuleError
from ppid.events import Actor, Approval, Envelope, Event, Promise, Role, Stream, Unit
from ppid.subject import State, Subject
from tests import examples
from tests.examples import REGION, day
from tests.scenario import Happened

S = TypeVar("S", bound=State)

THING: Stream = "item-0000000000000000000000000000001d"
LIST = list_stream(REGION)
EXEMPTION: Stream = "exemption-000000000000000000000000000000e0"
UNIT_OFFICER = Actor("officer-unit", Role.UNIT_OFFICER, REGION, "LANTAS")
OTHER_UNIT = Actor("officer-sdm", Role.UNIT_OFFICER, REGION, "SDM")
PPID = Actor("officer-ppid", Role.PPID, REGION)
DESK = Actor("officer-desk", Role.SERVICE_DESK, REGION)

ENTRY = e.Entry(
    title="Laporan kinerja pelayanan SIM 2025",
    summary="Jumlah SIM yang diterbitkan, waktu layanan dan anggarannya selama tahun 2025.",
    klass=InfoClass.PERIODIC,
    unit="LANTAS",
    responsible="Kepala Subdirektorat Registrasi dan Identifikasi",
    made_when="Januari 2026",
    made_where="Depok",
    forms=(Form.PRINT, Form.DIGITAL),
    retention="5 tahun",
    link="https://polda-contoh.example/sim-2025.pdf",
    keywords=("SIM", "anggaran"),
)
ALARM = e.Entry(
    title="Penutupan jalan akibat longsor",
    summary="Jalan raya Depok-Bogor ditutup karena longsor; pengalihan arus melalui Cibinong.",
    klass=InfoClass.IMMEDIATE,
    unit="LANTAS",
    responsible="Direktur Lalu Lintas",
    made_when="16 Februari 2026",
    made_where="Depok",
    forms=(Form.DIGITAL,),
    retention="1 tahun",
    known_on=day("2026-02-16"),
)
ANY_TIME = e.Entry(
    title="Perjanjian dengan pihak ketiga",
    summary="Naskah kerja sama pengadaan kendaraan.",
    klass=InfoClass.ANY_TIME,
    unit="LANTAS",
    responsible="Direktur Lalu Lintas",
    made_when="2025",
    made_where="Depok",
    forms=(Form.PRINT,),
    retention="10 tahun",
)
DECREE = e.ListDecree(
    number="KEP/7/II/2026",
    signed_on=day("2026-02-27"),
    approval=Approval(by="Kapolda Contoh", on=day("2026-02-26")),
)
SOURCE = e.Source(kind=SourceKind.EXPIRY, exemption=EXEMPTION, row=2, decree="KEP/1/I/2021")
RULED = e.Source(
    kind=SourceKind.RULING,
    exemption=EXEMPTION,
    row=1,
    decree="KEP/1/I/2021",
    case="dispute-000000000000000000000000000000d1",
    reference="012/KI/2026",
)


def due(clock: str, starts_on: str, length: int, due_on: str, unit: Unit = Unit.MONTHS) -> Promise:
    """A promise of a clock of the list."""
    return Promise(clock, day(starts_on), length, day(due_on), examples.SHIPPED_EDITION, unit=unit)


PROPOSED = e.Proposed(entry=ENTRY, proposed_on=day("2026-02-10"))
RETURNED = e.Returned(reason="Ringkasannya belum menyebut tahun.")
LISTED = e.Listed(
    listed_on=day("2026-02-27"), decree=DECREE, promises=(due("D26", "2026-02-27", 6, "2026-08-27"),)
)
LISTED_ANY_TIME = e.Listed(listed_on=day("2026-02-27"), decree=DECREE)
PROPOSED_ANY_TIME = e.Proposed(entry=ANY_TIME, proposed_on=day("2026-02-10"))
PROPOSED_ALARM = e.Proposed(
    entry=ALARM,
    proposed_on=day("2026-02-16"),
    promises=(due("D29", "2026-02-16", 0, "2026-02-16", Unit.WORKING_DAYS),),
)
PUBLISHED = e.Published(
    published_on=day("2026-03-31"),
    media=(Medium.WEBSITE,),
    promises=(due("D26", "2026-03-31", 6, "2026-09-30"),),
)
DECREED = e.Decreed(
    decree=DECREE,
    items=(THING,),
    promises=(
        due("D27", "2026-02-27", 6, "2026-08-27"),
        due("D28", "2025-12-31", 3, "2026-03-31"),
    ),
)
PROPOSE = ProposeItem(item=THING, body=REGION, entry=ENTRY)
PUBLISH = PublishItem(case=THING, published_on=day("2026-03-31"), media=(Medium.WEBSITE,))
DECREE_LIST = DecreeList(body=REGION, items=(THING,), decree=DECREE)


def _fold(subject: Subject[S], stream: Stream, events: tuple[Event, ...]) -> S | None:
    begin = datetime(2026, 2, 10, 2, tzinfo=UTC)
    return subject.fold(
        Envelope(stream, n, event, begin + timedelta(hours=n), PPID.id, PPID.role, REGION)
        for n, event in enumerate(events, start=1)
    )


def item_of(*events: Event) -> Item:
    """The item that these events make."""
    item = _fold(ITEM, THING, events)
    assert item is not None, "a story about an item begins with Proposed"
    return item


def list_of(*events: Event) -> PublicList | None:
    """The list that these events make; None before the first."""
    return _fold(CATALOGUE, LIST, events)


@dataclass(frozen=True)
class Story:
    """Facts, and a day. A decision gets what it asks for by name: item, public, command, context, ..."""

    events: tuple[Event, ...]
    day: date = DECREE.signed_on

    def on(self, text: str) -> Story:
        """The day of the act."""
        return replace(self, day=day(text))

    def and_then(self, *events: Event) -> Story:
        """More facts."""
        return replace(self, events=(*self.events, *events))

    @property
    def context(self) -> Context:
        """The context of the act."""
        return examples.context(self.day)

    @property
    def item(self) -> Item:
        """The item as it stands."""
        return item_of(*self.events)

    @property
    def public(self) -> PublicList | None:
        """The list as it stands."""
        return list_of(*self.events)

    def when(self, decision: Callable[..., object], command: object = None, **others: object) -> Happened:
        """One act, decided by the rules."""
        known: dict[str, object] = {"command": command, "context": self.context, **others}
        asked = list(inspect.signature(decision).parameters)
        if "item" in asked:
            known["item"] = self.item
        if "public" in asked:
            known["public"] = self.public
        try:
            return Happened(decision(**{name: known[name] for name in asked if name in known}), None)
        except RuleError as refusal:
            return Happened(None, refusal)


def given(*events: Event) -> Story:
    """The facts before."""
    return Story(events)


def nothing() -> Story:
    """Before the first word."""
    return Story(())
