"""Named facts of exemptions, and given / when / then for them. Dates were counted by hand (regulations §13).

The exemption of the examples ends on Friday 30 October 2026 (E22): thirty working days before is Friday
18 September, sixty are Wednesday 5 August (17 and 25 August are national holidays).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import msgspec

from ppid.body import Body, ExemptionChain, ExemptionChainSet
from ppid.checks import Context
from ppid.errors import RuleError
from ppid.events import Actor, CountingRules, Envelope, Event, Role, Stream
from ppid.exemption import commands as c
from ppid.exemption import events as e
from ppid.exemption.articles import Kind, Opening
from ppid.exemption.lawful import ACTS, Act
from ppid.exemption.state import EXEMPTION, Exemption
from ppid.exemption.vocabulary import Aim, Interest, Occasion
from tests import examples
from tests.examples import BUDI, CASE, REGION, day
from tests.scenario import Happened

THING: Stream = "exemption-000000000000000000000000000000e0"
DISPUTE: Stream = "dispute-0000000000000000000000000000000d"
OBJECTION: Stream = "objection-0000000000000000000000000000000b"

PPID = Actor("officer-ppid", Role.PPID, REGION)
SUPERIOR = Actor("officer-superior", Role.SUPERIOR, REGION)
OTHER_SUPERIOR = Actor("officer-deputy", Role.SUPERIOR, REGION)
HEAD = Actor("officer-head", Role.HEAD, REGION)

TESTED_ON = day("2026-06-02")
DECREED_ON = day("2026-06-08")
ENDS_ON = day("2026-10-30")
STIPULATE_BY = day("2026-09-18")
TASK_OPENS = day("2026-08-05")

ROW = e.SheetRow(
    number=1,
    information="Nama dan alamat saksi dalam berkas perkara X",
    articles=("17(a)(1)", "17(a)(2)"),
    legal_basis="UU 14/2008 Pasal 17 huruf a angka 1 dan 2",
    consequence_opened="Saksi dapat dipengaruhi sebelum diperiksa.",
    consequence_closed="Penyidikan berjalan tanpa gangguan.",
    public_interest="Perlindungan saksi lebih besar manfaatnya daripada pengumuman namanya.",
    until=ENDS_ON,
)
SECRET = msgspec.structs.replace(
    ROW,
    number=2,
    information="Riwayat kesehatan anggota dalam berkas perkara X",
    articles=("17(h)(2)",),
    opening=Opening.NONE,
    until=None,
)
DEFENCE = msgspec.structs.replace(
    ROW, information="Susunan kekuatan pengamanan", articles=("17(c)(3)",), until=day("2028-12-29")
)
STATUTE = msgspec.structs.replace(
    ROW,
    information="Isi rahasia bank nasabah",
    articles=("17(j)",),
    other_law="UU 10/1998 Pasal 40",
    until=None,
)
TESTERS = (e.Tester(officer=BUDI), e.Tester(position="Kepala Bidang Hukum", unit="BIDKUM"))
TESTERS_WRITTEN = (
    e.Tester(officer=BUDI, position="PPID Pelaksana", unit="LANTAS"),
    e.Tester(position="Kepala Bidang Hukum", unit="BIDKUM"),
)

SHEET_NUMBER = "UK-0001/PPID-POLDA-CONTOH/VI/2026"
DECREE_NUMBER = "SK-0001/PPID-POLDA-CONTOH/VI/2026"

MAKE_TEST = c.MakeTest(
    exemption=THING,
    body=REGION,
    tested_on=TESTED_ON,
    place="Depok",
    occasion=Occasion.BEFORE_REQUEST,
    rows=(ROW, SECRET),
    testers=TESTERS,
    unit="LANTAS",
)
TESTED = e.Tested(
    SHEET_NUMBER,
    1,
    2026,
    by=PPID.id,
    tested_on=TESTED_ON,
    place="Depok",
    occasion=Occasion.BEFORE_REQUEST,
    rows=(ROW, SECRET),
    testers=TESTERS_WRITTEN,
    unit="LANTAS",
)
RETURNED = e.Returned("Uji kepentingan publik belum cukup.")
REVIEWED = e.Reviewed(SUPERIOR.id, day("2026-06-03"), "Atasan PPID")
APPROVED = e.Approved(HEAD.id, day("2026-06-05"), "Kapolda")
D25 = msgspec.structs.replace(examples.promise("D25", ENDS_ON, 30, STIPULATE_BY), backwards=True)
DECREED = e.Decreed(DECREE_NUMBER, DECREED_ON, "Depok", promises=(D25,))
IN_FORCE = (TESTED, REVIEWED, APPROVED, DECREED)

REVIEW = c.ReviewSheet(case=THING, position="Atasan PPID")
APPROVE = c.ApproveSheet(case=THING, position="Kapolda")
DECREE = c.DecreeExemption(case=THING, signed_on=DECREED_ON, place="Depok")
DELEGATION = e.Delegation("Sprin/12/V/2026", day("2026-05-20"), "ab" * 32)

CHANGED_ROW = msgspec.structs.replace(
    ROW, articles=("17(a)(2)",), until=day("2027-06-30"), consequence_opened="Saksi masih diperiksa."
)
TEST_CHANGE = c.MakeTestAnew(
    case=THING,
    tested_on=day("2026-07-01"),
    place="Depok",
    rows=(CHANGED_ROW,),
    testers=TESTERS,
    aim=Aim.CHANGE,
    reason="Penyidikan belum selesai.",
)
TESTED_CHANGE = e.Tested(
    "UK-0001-2/PPID-POLDA-CONTOH/VII/2026",
    1,
    2026,
    by=PPID.id,
    tested_on=day("2026-07-01"),
    place="Depok",
    occasion=Occasion.BEFORE_REQUEST,
    rows=(CHANGED_ROW,),
    testers=TESTERS_WRITTEN,
    aim=Aim.CHANGE,
    unit="LANTAS",
    reason="Penyidikan belum selesai.",
)
OPENED_ROW = msgspec.structs.replace(ROW, interest=Interest.OPENING_SERVES_MORE, kind=Kind.NONE_OF_THESE)
TESTED_LIFT = msgspec.structs.replace(
    TESTED_CHANGE, aim=Aim.LIFT, rows=(OPENED_ROW,), reason="Saksi sudah memberi keterangan di sidang."
)
REVIEWED_AGAIN = e.Reviewed(SUPERIOR.id, day("2026-07-02"), "Atasan PPID")
APPROVED_AGAIN = e.Approved(HEAD.id, day("2026-07-03"), "Kapolda")
CHANGE = c.ChangeExemption(case=THING, signed_on=day("2026-07-06"), place="Depok")
LIFT = c.LiftExemption(case=THING, signed_on=day("2026-07-06"))
DECLARE = c.DeclareOpen(case=THING, rows=(1,), signed_on=day("2026-09-01"))
DECLARED = e.DeclaredOpen((1,), "SK-0001-2/PPID-POLDA-CONTOH/IX/2026", day("2026-09-01"))
EXPIRED = e.Expired((1,), ENDS_ON)
IN_COURT = c.RecordOpenedInCourt(
    case=THING,
    rows=(1,),
    session_on=day("2026-07-20"),
    court="Pengadilan Negeri Depok",
    case_number="17/Pid.B/2026/PN Dpk",
)


def envelopes(*events: Event) -> list[Envelope[Event]]:
    """Events in their places of the exemption's stream, an hour apart."""
    begin = datetime(2026, 6, 2, 2, tzinfo=UTC)
    return [
        Envelope(THING, version, event, begin + timedelta(hours=version), PPID.id, PPID.role, REGION)
        for version, event in enumerate(events, start=1)
    ]


def exemption_of(*events: Event) -> Exemption:
    """The exemption that these events make."""
    exemption = EXEMPTION.fold(envelopes(*events))
    assert exemption is not None, "a story about an exemption begins with Tested"
    return exemption


def row(base: e.SheetRow = ROW, **changes: object) -> e.SheetRow:
    """A row that says something else."""
    return msgspec.structs.replace(base, **changes)


@dataclass(frozen=True)
class Story:
    """Facts on an exemption, a day, an office, and who acts."""

    events: tuple[Event, ...]
    day: date = DECREED_ON
    actor: Actor = PPID
    chain: ExemptionChain | None = None
    known_on: date = date.max
    appointed: tuple[Event, ...] = ()

    def on(self, on: str | date) -> Story:
        """The day of the act."""
        return replace(self, day=day(on) if isinstance(on, str) else on)

    def by(self, actor: Actor) -> Story:
        """Who acts."""
        return replace(self, actor=actor)

    def where(self, chain: ExemptionChain) -> Story:
        """Who approves in this office."""
        return replace(self, chain=chain)

    def in_office(self, *appointed: Event) -> Story:
        """Further appointments of this office."""
        return replace(self, appointed=appointed)

    def knowing(self, known_on: str) -> Story:
        """The decrees that could be known on a day."""
        return replace(self, known_on=day(known_on))

    def and_then(self, *events: Event) -> Story:
        """More facts."""
        return replace(self, events=(*self.events, *events))

    @property
    def context(self) -> Context:
        """The context of the act."""
        now = datetime(self.day.year, self.day.month, self.day.day, 3, tzinfo=UTC)
        calendar = examples.calendar(CountingRules(), self.known_on)
        return Context(self.day, now, self._office, calendar)

    @property
    def _office(self) -> Body:
        extra = (ExemptionChainSet(self.chain),) if self.chain else ()
        return examples.office(None, "Asia/Jakarta", *extra, *self.appointed)

    @property
    def exemption(self) -> Exemption:
        """The exemption as it stands."""
        return exemption_of(*self.events)

    def when(self, decision: Callable[..., object], command: object = None, **others: object) -> Happened:
        """One act, decided by the rules."""
        known: dict[str, object] = {"sequence": 1, "known": False, **others}
        known |= {"command": command, "context": self.context, "actor": self.actor}
        if self.events:
            known["exemption"] = self.exemption
        asked = {name: known[name] for name in inspect.signature(decision).parameters if name in known}
        try:
            return Happened(decision(**asked), None)
        except RuleError as refusal:
            return Happened(None, refusal)

    def lawful(self) -> set[Act]:
        """What the actor may do now."""
        return {o.act for o in ACTS.offers(self.exemption, self.actor, self.context) if o.lawful}

    def why_not(self, act: Act) -> RuleError | None:
        """Why the actor may not take an act of their role now."""
        offers = ACTS.offers(self.exemption, self.actor, self.context)
        return next(offer.refusal for offer in offers if offer.act is act)


def given(*events: Event) -> Story:
    """The facts before."""
    return Story(events)


def nothing() -> Story:
    """Before the test."""
    return Story((), TESTED_ON)


REQUEST = CASE
