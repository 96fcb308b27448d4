"""Named facts of disputes, and given / when / then for them. Dates were counted by hand (regulations §13).

The commission receives the application on Monday 22 June 2026: it has to start by 10 July (E18a), and a
hundred working days end on 11 November (E18b). The decision's copy comes on 10 August: fourteen working days
to court end on 1 September (E20a), fourteen days on 24 August (E20b).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace as changed

from ppid.checks import Context
from ppid.clocks import ClockState
from ppid.dispute import commands as c
from ppid.dispute import events as e
from ppid.dispute.case import Dispute
from ppid.dispute.entry import Way
from ppid.dispute.lawful import ACTS, Act
from ppid.dispute.state import DISPUTE
from ppid.dispute.vocabulary import (
    Court,
    CourtOutcome,
    Finality,
    Level,
    MediationResult,
    Outcome,
    Party,
    Purpose,
)
from ppid.errors import RuleError
from ppid.events import Actor, CountingRules, Envelope, Event, Promise, Role, Unit
from ppid.exemption.reference import ExemptionRef
from ppid.objection.vocabulary import Ground
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind
from tests import examples as x
from tests.examples import day, promise
from tests.scenario import Happened

CASE = "dispute-000000000000000000000000000000d1"
OBJECTION = "objection-000000000000000000000000000000b1"
OBJECTION_NUMBER = "0001/KEB-PPID-POLDA-CONTOH/IV/2026"
EXEMPTION = "exemption-000000000000000000000000000000e1"
REGISTER = "021/VI/KI-CTH-PS/2026"
COMMISSION = e.Commission("Komisi Informasi Provinsi Contoh", Level.PROVINCE)
RULING = "021/PTSN/KI-CTH/VIII/2026"

SUPERIOR = Actor("officer-superior", Role.SUPERIOR, x.REGION)
HEAD = Actor("officer-head", Role.HEAD, x.REGION)

APPLIED = day("2026-06-22")
RECEIVED = day("2026-06-24")
FIRST_HEARING = day("2026-07-20")
READ_OUT = day("2026-08-07")
COPY = day("2026-08-10")

#: E15 to E17: received 20 April, no answer by 9 June; E16: an answer received on 18 June.
SILENT = Way(
    objection=OBJECTION,
    body=x.REGION,
    number=OBJECTION_NUMBER,
    request=x.CASE,
    grounds=(Ground.EXEMPT,),
    answer_due_on=day("2026-06-09"),
)
ANSWERED_WAY = changed(SILENT, answer_sent_on=day("2026-06-09"), answer_received_on=day("2026-06-18"))
TALKING = changed(SILENT, grounds=(Ground.NOT_FULFILLED,))

PROOF = Document(DocumentKind.OTHER, "cd" * 32, "application/pdf", 4096, x.SARI, "Berita acara")

NOTIFY = c.NotifyDispute(
    dispute=CASE,
    body=x.REGION,
    commission=COMMISSION,
    applied_on=APPLIED,
    received_on=RECEIVED,
    objection=OBJECTION,
    register_number=REGISTER,
)
STARTS = (promise("D15", APPLIED, 14, day("2026-07-10")), promise("D16", APPLIED, 100, day("2026-11-11")))
NOTIFIED = e.Notified(
    commission=COMMISSION,
    applied_on=APPLIED,
    received_on=RECEIVED,
    grounds=(Ground.EXEMPT,),
    objection=OBJECTION,
    objection_number=OBJECTION_NUMBER,
    request=x.CASE,
    register_number=REGISTER,
    window=promise("D12", day("2026-06-09"), 14, day("2026-06-30")),
    promises=STARTS,
)
NOT_FULFILLED = changed(NOTIFIED, grounds=(Ground.NOT_FULFILLED,))
#: E23a: the commission has until 19 May to say what is missing.
UNREGISTERED = changed(
    NOTIFIED,
    applied_on=day("2026-05-12"),
    received_on=day("2026-05-13"),
    register_number="",
    window=None,
    promises=(
        promise("D13", day("2026-05-12"), 3, day("2026-05-19")),
        promise("D15", day("2026-05-12"), 14, day("2026-06-08")),
        promise("D16", day("2026-05-12"), 100, day("2026-10-09")),
    ),
)
INCOMPLETE = e.FoundIncomplete(
    sent_on=day("2026-05-19"),
    received_on=day("2026-05-20"),
    promises=(promise("D14", day("2026-05-20"), 7, day("2026-06-03")),),
)
COMPLETED = e.Completed(day("2026-06-02"))
REGISTERED = e.Registered(day("2026-06-04"), REGISTER)


def back(clock: str, starts_on: date, days: int, due_on: date) -> Promise:
    """A promise that was counted back."""
    return Promise(clock, starts_on, days, due_on, x.SHIPPED_EDITION, backwards=True)


def calendar_days(clock: str, starts_on: date, due_on: date) -> Promise:
    """A promise of fourteen calendar days."""
    return Promise(clock, starts_on, 14, due_on, x.SHIPPED_EDITION, unit=Unit.CALENDAR_DAYS)


SUMMON = c.RecordSummons(
    case=CASE, purpose=Purpose.FIRST, hearing_on=FIRST_HEARING, received_on=day("2026-07-13")
)
SUMMONED = e.Summoned(
    purpose=Purpose.FIRST,
    hearing_on=FIRST_HEARING,
    received_on=day("2026-07-13"),
    promises=(
        back("D17", FIRST_HEARING, 3, day("2026-07-15")),
        back("D18", FIRST_HEARING, 2, day("2026-07-16")),
    ),
)
TO_DECISION = e.Summoned(
    purpose=Purpose.DECISION,
    hearing_on=READ_OUT,
    received_on=day("2026-07-29"),
    promises=(back("D20", READ_OUT, 3, day("2026-08-04")),),
)
#: E19 and its extension E19x.
MEDIATED = e.MediationOpened(day("2026-08-03"), (promise("D19", day("2026-08-03"), 14, day("2026-08-24")),))
MEDIATION_EXTENDED = e.MediationExtended(
    day("2026-08-21"), (promise("D19", day("2026-08-24"), 7, day("2026-09-03")),)
)
AGREED = e.MediationEnded(day("2026-08-20"), MediationResult.AGREED)
FAILED = e.MediationEnded(day("2026-08-20"), MediationResult.FAILED)
OPENED = e.AdjudicationOpened(FIRST_HEARING, 3)

HAND_OVER = e.Duty(what="Menyerahkan rincian anggaran", within_days=10)
PUBLISH = e.Duty(what="Mengumumkan ringkasannya", due_on=day("2026-09-10"))
HALF = ExemptionRef(exemption=EXEMPTION, decree="SK/3/2026", rows=(1,))
RULE = c.RecordRuling(
    case=CASE,
    number=RULING,
    read_out_on=READ_OUT,
    outcome=Outcome.OPEN_PART,
    orders=(HAND_OVER, PUBLISH),
    opened=(HALF,),
)
RULED = e.Ruled(
    number=RULING,
    read_out_on=READ_OUT,
    outcome=Outcome.OPEN_PART,
    orders=(HAND_OVER, PUBLISH),
    opened=(HALF,),
    promises=(promise("D21", READ_OUT, 3, day("2026-08-12")),),
)
COPY_RECEIVED = e.RulingReceived(
    COPY, (promise("D22", COPY, 14, day("2026-09-01")), calendar_days("D22C", COPY, day("2026-08-24")))
)
#: Final on the day after the window; ten working days from there end on 16 September.
DUE = (
    promise("D24", day("2026-09-02"), 10, day("2026-09-16")),
    Promise("D24", day("2026-09-02"), 0, day("2026-09-10"), x.SHIPPED_EDITION, unit=Unit.AS_SET),
)
FINAL = e.BecameFinal(
    final_on=day("2026-09-02"), how=Finality.NO_APPEAL, ruling=RULING, due=DUE, promises=(DUE[1],)
)
APPEAL = c.RecordAppeal(
    case=CASE,
    by=Party.APPLICANT,
    court=Court.ADMINISTRATIVE,
    court_name="PTUN Contoh",
    filed_on=day("2026-08-28"),
    case_number="12/G/KI/2026/PTUN.CTH",
)
APPEALED = e.Appealed(
    by=Party.APPLICANT,
    court=Court.ADMINISTRATIVE,
    court_name="PTUN Contoh",
    filed_on=day("2026-08-28"),
    case_number="12/G/KI/2026/PTUN.CTH",
)
COURT_CONFIRMED = e.AppealRuled(
    number="12/G/KI/2026/PTUN.CTH", read_out_on=day("2026-10-12"), outcome=CourtOutcome.CONFIRMED
)
COURT_COPY = e.AppealRulingReceived(
    day("2026-10-15"), (calendar_days("D23", day("2026-10-15"), day("2026-10-29")),)
)
CASSATION = e.CassationFiled(Party.BODY, day("2026-10-28"))

HEARD = (NOTIFIED, SUMMONED, OPENED, TO_DECISION)
DECIDED = (*HEARD, RULED)
SERVED = (*DECIDED, COPY_RECEIVED)
AT_COURT = (*SERVED, APPEALED)
IN_FORCE = (*SERVED, FINAL)


def envelopes(*events: Event) -> list[Envelope[Event]]:
    """Events in their places of one dispute, an hour apart."""
    begin = datetime(2026, 6, 24, 2, tzinfo=UTC)
    return [
        Envelope(CASE, n, event, begin + timedelta(hours=n), x.PPID.id, x.PPID.role, x.REGION)
        for n, event in enumerate(events, start=1)
    ]


def dispute_of(*events: Event) -> Dispute:
    """The dispute that these events make."""
    dispute = DISPUTE.fold(envelopes(*events))
    assert dispute is not None, "a story about a dispute begins with Notified"
    return dispute


@dataclass(frozen=True)
class Story:
    """Facts on a dispute, and a day."""

    events: tuple[Event, ...]
    day: date = RECEIVED
    rules: CountingRules | None = None
    appointed: tuple[Event, ...] = ()

    def on(self, on: str | date) -> Story:
        """The day of the act."""
        return replace(self, day=day(on) if isinstance(on, str) else on)

    def at(self, rules: CountingRules) -> Story:
        """The office's way of counting."""
        return replace(self, rules=rules)

    def in_office(self, *appointed: Event) -> Story:
        """Further appointments of the office."""
        return replace(self, appointed=appointed)

    def and_then(self, *events: Event) -> Story:
        """More facts."""
        return replace(self, events=(*self.events, *events))

    @property
    def context(self) -> Context:
        """The context of the act."""
        return x.context(self.day, self.rules, date.max, "Asia/Jakarta", *self.appointed)

    @property
    def dispute(self) -> Dispute:
        """The dispute as it stands."""
        return dispute_of(*self.events)

    def clock(self, code: str) -> ClockState:
        """A clock as it stands."""
        return self.dispute.clocks[code]

    def when(self, decision: Callable[..., object], command: object = None, **others: object) -> Happened:
        """One act, decided by the rules."""
        known = {"command": command, "context": self.context, **others}
        if self.events:
            known["dispute"] = self.dispute
        asked = {n: known[n] for n in inspect.signature(decision).parameters if n in known}
        try:
            return Happened(decision(**asked), None)
        except RuleError as refusal:
            return Happened(None, refusal)

    def lawful_for(self, actor: Actor) -> set[Act]:
        """What the actor may record now."""
        return {o.act for o in ACTS.offers(self.dispute, actor, self.context) if o.lawful}


def given(*events: Event) -> Story:
    """The facts before."""
    return Story(events)


def nothing() -> Story:
    """Before the first word."""
    return Story(())
