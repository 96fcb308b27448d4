"""Named facts of an objection, and given / when / then for it. Dates were counted by hand (regulations §13).

The request of the examples was refused as exempt; the requester received the notice on 11 June 2026. The
objection is received on Monday 20 July 2026: thirty working days run to 2 September (E32d; 17 and 25 August
are holidays).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace as changed

from ppid.acts import Offer
from ppid.checks import Context
from ppid.errors import RuleError
from ppid.events import Actor, CountingRules, Envelope, Event, Promise, Role, Unit
from ppid.exemption.reference import ExemptionRef
from ppid.objection import commands as c
from ppid.objection import events as e
from ppid.objection.filing import file
from ppid.objection.lawful import ACTS, Act
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Ground, Party, Verdict
from ppid.request.events import Document, RefusedExempt
from ppid.request.state import Request
from ppid.request.vocabulary import Channel, DocumentKind
from tests import examples as x
from tests.examples import day, promise
from tests.ppid.exemption import facts as exempt
from tests.ppid.exemption.facts import exemption_of
from tests.scenario import Happened, request_of

OBJECTION_CASE = "objection-000000000000000000000000000000b1"
NUMBER = "0001/KEB-PPID-POLDA-CONTOH/VII/2026"
RECEIVED = date(2026, 7, 20)
ANSWER_DUE = date(2026, 9, 2)
SUPERIOR = Actor("officer-superior", Role.SUPERIOR, x.REGION)
OTHER_SUPERIOR = Actor("officer-superior-2", Role.SUPERIOR, x.REGION)
CITIZEN = Actor(x.CASE, Role.CITIZEN)
MANDATE = Document(DocumentKind.MANDATE, "cd" * 32, "application/pdf", 4096, x.SARI, "Surat kuasa")

#: Received on 26 June, so that the chain of E32 holds: the window to object ends on 7 August.
REFUSED_REQUEST = (
    x.FILED,
    x.REGISTERED,
    x.FOUND_COMPLETE,
    x.EXTENDED,
    RefusedExempt(notice=changed(x.EXEMPT_NOTICE, signed_on=day("2026-06-24"), sent_on=day("2026-06-25"))),
    changed(x.NOTICE_RECEIVED, received_on=day("2026-06-26")),
)
SILENT_REQUEST = (x.FILED, x.REGISTERED, x.FOUND_COMPLETE)

FILE = c.FileObjection(
    objection=OBJECTION_CASE,
    body=x.REGION,
    channel=Channel.WEB,
    grounds=(Ground.EXEMPT,),
    case="Anggaran adalah informasi terbuka.",
    purpose="Penelitian",
    request=x.CASE,
    received_on=RECEIVED,
)
FILED = e.Filed(
    channel=Channel.WEB,
    received_on=RECEIVED,
    objector=x.SARI,
    grounds=(Ground.EXEMPT,),
    case="Anggaran adalah informasi terbuka.",
    purpose="Penelitian",
    information=x.WISH.information,
    request=x.CASE,
    request_number=x.NUMBER,
    periods=(e.Period(Ground.EXEMPT, promise("D09", day("2026-06-26"), 30, day("2026-08-07"))),),
    decided_by=(x.PPID.id,),
)
REGISTERED = e.Registered(
    number=NUMBER,
    sequence=1,
    year=2026,
    registered_on=RECEIVED,
    promises=(promise("D10", RECEIVED, 30, ANSWER_DUE),),
)
#: The same on two grounds: a, which cannot be settled, and d, which can.
FILED_AD = changed(FILED, grounds=(Ground.EXEMPT, Ground.NOT_AS_ASKED), periods=(e.Period(Ground.EXEMPT),))
FILED_D = changed(FILED, grounds=(Ground.NOT_AS_ASKED,), periods=(e.Period(Ground.NOT_AS_ASKED),))

OPEN_SETTLEMENT = c.OpenSettlement(case=OBJECTION_CASE, opened_on=day("2026-07-22"))
TALKS = e.SettlementOpened(opened_on=day("2026-07-22"))
SETTLE = c.Settle(
    case=OBJECTION_CASE,
    agreement="PPID memberikan rincian per bulan.",
    agreed_on=day("2026-07-24"),
    signed_by=Party.OBJECTOR,
    position="Wakapolda Contoh",
    orders=(e.Order("Memberikan rincian per bulan", day("2026-07-31")),),
)
SETTLED = e.Settled(
    grounds=(Ground.NOT_AS_ASKED,),
    agreement=SETTLE.agreement,
    agreed_on=SETTLE.agreed_on,
    signed_by=Party.OBJECTOR,
    position=SETTLE.position,
    orders=SETTLE.orders,
    promises=(Promise("ORDER", SETTLE.agreed_on, 0, day("2026-07-31"), x.SHIPPED_EDITION, unit=Unit.AS_SET),),
)
FAIL = c.FailSettlement(case=OBJECTION_CASE, failed_on=day("2026-07-24"), reason="Para pihak tidak sepakat.")
FAILED = e.SettlementFailed(failed_on=FAIL.failed_on, reason=FAIL.reason)

EXPLAINED = (e.Explanation(Ground.EXEMPT, "Pengecualian tidak berlaku untuk anggaran."),)
ORDER = e.Order("Memberikan rincian anggaran", day("2026-08-14"))
OVERTURN = c.AnswerObjection(
    case=OBJECTION_CASE,
    verdict=Verdict.OVERTURNED,
    letter_number="B/40/VIII/2026",
    signed_on=day("2026-08-03"),
    sent_on=day("2026-08-04"),
    position="Wakapolda Contoh",
    explanations=EXPLAINED,
    orders=(ORDER,),
)
LETTER = e.Letter("B/40/VIII/2026", day("2026-08-03"), day("2026-08-04"), "Wakapolda Contoh")
ORDER_CLOCK = Promise("ORDER", day("2026-08-04"), 0, day("2026-08-14"), x.SHIPPED_EDITION, unit=Unit.AS_SET)
OVERTURNED = e.Overturned(letter=LETTER, explanations=EXPLAINED, orders=(ORDER,), promises=(ORDER_CLOCK,))
#: A decree in force, as the request's refusal and the answer that upholds it name it (tests of exemptions).
EXEMPTION = exemption_of(*exempt.IN_FORCE)
EXEMPTIONS = {EXEMPTION.stream: EXEMPTION}
REF = ExemptionRef(EXEMPTION.stream, (1,), exempt.DECREE_NUMBER)
UPHOLD = changed(
    OVERTURN,
    verdict=Verdict.UPHELD,
    orders=(),
    reasons="Penyidikan masih berjalan.",
    exemptions=(changed(REF, decree=""),),
)
UPHELD = e.Upheld(letter=LETTER, explanations=EXPLAINED, reasons=UPHOLD.reasons, exemptions=(REF,))
ANSWER_RECEIVED = e.AnswerReceived(
    received_on=day("2026-08-05"), promises=(promise("D11", day("2026-08-05"), 14, day("2026-08-27")),)
)
REMEDY = c.RemedyObjection(
    case=OBJECTION_CASE, order=1, done_on=day("2026-08-12"), proof="Tanda terima 12 Agustus 2026"
)
REMEDIED = e.Remedied(order=1, done_on=REMEDY.done_on, proof=REMEDY.proof)


def objection_of(*events: Event, actor: Actor = SUPERIOR) -> Objection:
    """The objection that these events make, an hour apart, recorded by ``actor``."""
    begin = datetime(2026, 7, 20, 2, tzinfo=UTC)
    objection = OBJECTION.fold(
        Envelope(OBJECTION_CASE, n, event, begin + timedelta(hours=n), actor.id, actor.role, x.REGION)
        for n, event in enumerate(events, start=1)
    )
    assert objection is not None, "a story about an objection begins with Filed"
    return objection


@dataclass(frozen=True)
class Story:
    """Facts on an objection and on its request, and the day of the act."""

    events: tuple[Event, ...] = ()
    about: tuple[Event, ...] = REFUSED_REQUEST
    day: date = RECEIVED
    rules: CountingRules | None = None
    known_on: date = date.max
    actor: Actor = SUPERIOR

    def on(self, day: str | date) -> Story:
        """The day of the act."""
        return replace(self, day=x.day(day) if isinstance(day, str) else day)

    def known(self, on: str) -> Story:
        """The decrees that the office knows are those up to a day."""
        return replace(self, known_on=x.day(on))

    def counting(self, rules: CountingRules) -> Story:
        """The office counts by these rules."""
        return replace(self, rules=rules)

    def by(self, actor: Actor) -> Story:
        """Who acts."""
        return replace(self, actor=actor)

    def of(self, *request: Event) -> Story:
        """The facts of the request."""
        return replace(self, about=request)

    def and_then(self, *events: Event) -> Story:
        """More facts."""
        return replace(self, events=(*self.events, *events))

    @property
    def context(self) -> Context:
        """The context of the act."""
        return x.context(self.day, self.rules, self.known_on)

    @property
    def objection(self) -> Objection:
        """The objection as it stands."""
        return objection_of(*self.events)

    @property
    def request(self) -> Request | None:
        """The request as it stands."""
        return request_of(*self.about) if self.about else None

    def file(self, command: c.FileObjection = FILE, **others: object) -> Happened:
        """File an objection."""
        known = {"sequence": 1, "raised": {}, "deciders": (x.PPID.id,), **others}
        return self.when(file, command, **known)

    def when(self, decision: Callable[..., object], command: object = None, **others: object) -> Happened:
        """One act, decided by the rules."""
        known = {"command": command, "context": self.context, "actor": self.actor, "request": self.request}
        known |= {"deciders": (), "exemptions": EXEMPTIONS, **others}
        if self.events:
            known["objection"] = self.objection
        asked = {name: known[name] for name in inspect.signature(decision).parameters if name in known}
        try:
            return Happened(decision(**asked), None)
        except RuleError as refusal:
            return Happened(None, refusal)

    def offers(self, actor: Actor) -> Sequence[Offer[Act]]:
        """What the actor's role may do."""
        return ACTS.offers(self.objection, actor, self.context)

    def lawful_for(self, actor: Actor) -> set[Act]:
        """What the actor may do now."""
        return {offer.act for offer in self.offers(actor) if offer.lawful}

    def why_not(self, actor: Actor, act: Act) -> RuleError | None:
        """Why the actor may not take an act of their role now."""
        return next(offer.refusal for offer in self.offers(actor) if offer.act is act)


def given(*events: Event) -> Story:
    """The facts of the objection before."""
    return Story(events)


def nothing() -> Story:
    """Before the objection."""
    return Story()
