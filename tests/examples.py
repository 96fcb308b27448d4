"""Named people, days, offices and facts that tests speak about. Dates were counted by hand (regulations §13).

The case of the examples is E32: received on Tuesday 2 June 2026, ten working days to 17 June, seven more
to 26 June. 16 June 2026 is a national holiday.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec

from ppid import body as bodies
from ppid.appointing.events import OfficerAppointed
from ppid.body import Body
from ppid.calendar import edition_known_on
from ppid.checks import Context
from ppid.commands import FileRequest
from ppid.counting import WorkingCalendar, working_calendar
from ppid.decrees import SHIPPED
from ppid.events import Actor, Approval, CountingRules, Envelope, Event, Promise, Role, Sealed, Stream
from ppid.exemption import events as exempting
from ppid.exemption.reference import ExemptionRef
from ppid.exemption.state import EXEMPTION as EXEMPTION_SUBJECT
from ppid.exemption.state import Exemption
from ppid.exemption.vocabulary import Occasion
from ppid.person import Identity
from ppid.request import events as e
from ppid.request.vocabulary import (
    Channel,
    Closing,
    CopyForm,
    DocumentKind,
    ExtensionGround,
    FeeKind,
    Missing,
    PaymentMethod,
    RequesterKind,
    Way,
)

REGION = "body-00000000000000000000000000000001"
PRECINCT = "body-00000000000000000000000000000002"
CASE = "request-0000000000000000000000000000000a"
SARI = "person-0000000000000000000000000000005a"
BUDI = "person-000000000000000000000000000000b0"

SARI_IDENTITY = Identity(
    name="Sari Wulandari",
    number="3276014107900001",
    address="Jalan Melati 5, Depok",
    phone="+62 812 0000 0001",
    email="sari@example.org",
)

SHIPPED_EDITION = "3/2025-09-19"
BEFORE_AMENDMENT = "1/2024-10-14"
AFTER_AMENDMENT = "2/2025-08-07"

RECEIVED = date(2026, 6, 2)
CHECK_DUE = date(2026, 6, 5)
COMPLETE_ON = date(2026, 6, 3)
TARGET_DUE = date(2026, 6, 8)
ANSWER_DUE = date(2026, 6, 17)
EXTENDED_DUE = date(2026, 6, 26)
NUMBER = "0001/PPID-POLDA-CONTOH/VI/2026"

WISH = e.Wish(information="Anggaran pelayanan SIM tahun 2025", purpose="Penelitian")


def day(text: str) -> date:
    """A date as regulations write it."""
    return date.fromisoformat(text)


def calendar(rules: CountingRules | None = None, known_on: date = date.max) -> WorkingCalendar:
    """The shipped working calendar as it could be known on a day."""
    return working_calendar(edition_known_on(SHIPPED, known_on), rules or CountingRules())


def office(rules: CountingRules | None = None, zone: str = "Asia/Jakarta", *extra: Event) -> Body:
    """A police region with two units and its officers."""
    events: list[Event] = [
        bodies.Established(
            code="POLDA-CONTOH", name="Polda Contoh", established_on=date(2010, 4, 30), zone=zone
        ),
        bodies.UnitAdded(code="LANTAS", name="Direktorat Lalu Lintas"),
        bodies.UnitAdded(code="SDM", name="Biro SDM"),
        OfficerAppointed(
            officer=BUDI,
            name=Sealed(BUDI, "c2VhbGVk"),
            roles=(Role.UNIT_OFFICER,),
            unit="LANTAS",
            position="PPID Pelaksana",
        ),
        *extra,
    ]
    if rules:
        events.append(bodies.CountingSet(rules))
    body = bodies.fold(REGION, events)
    assert body is not None
    return body


def budi_until(until: str, *, then: str = "", since: str = "") -> tuple[Event, ...]:
    """Budi's term with a last day; with ``then``, the position of another that begins on ``since``."""

    def term(position: str, first: str, last: str = "") -> Event:
        return OfficerAppointed(
            officer=BUDI,
            name=Sealed(BUDI, "c2VhbGVk"),
            roles=(Role.UNIT_OFFICER,),
            unit="LANTAS",
            position=position,
            since=day(first),
            until=day(last) if last else None,
        )

    held = term("Paur Lantas", "2010-04-30", until)
    return (held, term(then, since)) if then else (held,)


def context(
    as_of: date,
    rules: CountingRules | None = None,
    known_on: date = date.max,
    zone: str = "Asia/Jakarta",
    *extra: Event,
) -> Context:
    """The day a decision is taken on."""
    body = office(rules, zone, *extra)
    now = datetime(as_of.year, as_of.month, as_of.day, 3, tzinfo=UTC)
    return Context(as_of, now, body, calendar(body.rules, known_on))


def promise(
    clock: str, starts_on: date, days: int, due_on: date | None, edition: str = SHIPPED_EDITION
) -> Promise:
    """A promise under the shipped calendar."""
    return Promise(clock, starts_on, days, due_on, edition)


def document(kind: DocumentKind) -> e.Document:
    """An attached scan."""
    return e.Document(kind=kind, sha256="ab" * 32, media_type="image/png", size_bytes=1024, person=SARI)


KTP = document(DocumentKind.IDENTITY)

FILE = FileRequest(
    request=CASE,
    body=REGION,
    channel=Channel.WEB,
    requester_kind=RequesterKind.INDIVIDUAL,
    requester=SARI,
    identity=SARI_IDENTITY,
    wish=WISH,
    received_on=RECEIVED,
    documents=(KTP,),
)

FILED = e.Filed(
    channel=Channel.WEB,
    received_on=RECEIVED,
    requester=SARI,
    requester_kind=RequesterKind.INDIVIDUAL,
    wish=WISH,
    documents=(KTP,),
)
REGISTERED = e.Registered(
    number=NUMBER,
    sequence=1,
    year=2026,
    promises=(
        promise("D01", RECEIVED, 0, RECEIVED),
        promise("D03", RECEIVED, 3, CHECK_DUE),
        promise("D06", RECEIVED, 10, ANSWER_DUE),
    ),
)
FOUND_COMPLETE = e.FoundComplete(promises=(promise("D05", COMPLETE_ON, 3, TARGET_DUE),))
FOUND_INCOMPLETE = e.FoundIncomplete(
    missing=(Missing.IDENTITY_DOCUMENT,), letter_number=f"TL-{NUMBER}", sent_on=COMPLETE_ON
)
LETTER_RECEIVED = e.IncompletenessReceived(
    received_on=day("2026-06-04"), promises=(promise("D04", day("2026-06-04"), 3, day("2026-06-09")),)
)
COMPLETED = e.Completed(
    completed_on=day("2026-06-08"),
    documents=(KTP,),
    promises=(promise("D03", day("2026-06-08"), 3, day("2026-06-11")),),
)
ROUTED = e.Routed(unit="LANTAS", question="Apakah unit menguasai data ini?")
UNIT_ANSWERED = e.UnitAnswered(unit="LANTAS", answer="Ada pada kami, tidak dikecualikan.", holds=True)
EXTENDED = e.Extended(
    ground=ExtensionGround.NOT_YET_HELD,
    reason="Data masih dihimpun dari tiga satuan.",
    letter_number=f"PJ-{NUMBER}",
    sent_on=day("2026-06-12"),
    promises=(promise("D07", ANSWER_DUE, 7, EXTENDED_DUE),),
)

NOTICE = e.Notice(
    number="B/17/VI/2026",
    signed_on=day("2026-06-10"),
    sent_on=day("2026-06-10"),
    material="Rincian anggaran pelayanan SIM 2025",
    formats=(CopyForm.SOFT,),
    ready_in_days=3,
)
COPY_COST = e.Fee(kind=FeeKind.COPY, quantity=20, each_idr=500, label="Fotokopi")
DELIVERY = promise("D08", day("2026-06-10"), 3, day("2026-06-15"))
GRANTED = e.Granted(notice=NOTICE, promises=(DELIVERY,))
GRANTED_FOR_A_FEE = e.Granted(
    notice=e.Notice(
        number="B/18/VI/2026",
        signed_on=day("2026-06-10"),
        sent_on=day("2026-06-10"),
        material="Rincian anggaran pelayanan SIM 2025",
        formats=(CopyForm.HARD,),
        fees=(COPY_COST,),
        how_to_pay="Transfer ke rekening resmi Polda Contoh",
        ready_in_days=3,
    ),
    promises=(DELIVERY,),
)
#: A decree in force: the file of a case on letter a, what is personal on letter h, a design on letter b.
CASE_FILE = exempting.SheetRow(
    number=1,
    information="Berkas perkara laka lantas 17/2026",
    articles=("17(a)",),
    consequence_opened="Saksi dapat dipengaruhi.",
    consequence_closed="Penyidikan berjalan tanpa gangguan.",
    public_interest="Perlindungan saksi lebih besar manfaatnya.",
    until=day("2027-06-30"),
)
PERSONAL = msgspec.structs.replace(
    CASE_FILE, number=2, information="Data pribadi anggota", articles=("17(h)(4)",), until=None
)
DESIGN = msgspec.structs.replace(
    CASE_FILE,
    number=3,
    information="Rancangan perangkat lunak",
    articles=("17(b)",),
    period_basis="UU 28/2014",
)
EXEMPTION = "exemption-000000000000000000000000000000e1"
DECREE = exempting.Decreed("SK-0001/PPID-POLDA-CONTOH/VI/2026", day("2026-06-03"), "Depok")
EXEMPTION_EVENTS: tuple[Event, ...] = (
    exempting.Tested(
        "UK-0001/PPID-POLDA-CONTOH/VI/2026",
        1,
        2026,
        by="officer-ppid",
        tested_on=RECEIVED,
        place="Depok",
        occasion=Occasion.BEFORE_REQUEST,
        rows=(CASE_FILE, PERSONAL, DESIGN),
        testers=(exempting.Tester(position="Kepala Bidang Hukum"),),
    ),
    exempting.Reviewed("officer-superior", RECEIVED, "Atasan PPID"),
    exempting.Approved("officer-head", day("2026-06-03"), "Kapolda"),
    DECREE,
)


def exemption_of(*events: Event) -> Exemption:
    """The exemption that these facts make."""
    at = datetime(2026, 6, 2, 2, tzinfo=UTC)
    made = EXEMPTION_SUBJECT.fold(
        Envelope(EXEMPTION, version, event, at, "officer-ppid", Role.PPID, REGION)
        for version, event in enumerate(events, start=1)
    )
    assert made is not None
    return made


#: The exemptions that a decision on the case may rest on.
EXEMPTIONS: dict[Stream, Exemption] = {EXEMPTION: exemption_of(*EXEMPTION_EVENTS)}


def resting_on(*rows: int) -> ExemptionRef:
    """Rows of the decree in force, as a notice keeps them."""
    return ExemptionRef(EXEMPTION, rows, DECREE.number)


EXEMPT_NOTICE = e.Notice(
    number="B/19/VI/2026",
    signed_on=day("2026-06-10"),
    sent_on=day("2026-06-10"),
    articles=("17(a)",),
    reasons="Membuka berkas menghambat penyidikan.",
    consequence="Saksi dapat dipengaruhi.",
    approval=Approval(by="Kapolda Contoh", on=day("2026-06-09")),
    exemptions=(resting_on(1),),
)
REFUSED = e.RefusedExempt(notice=EXEMPT_NOTICE)
NOTICE_RECEIVED = e.NoticeReceived(received_on=day("2026-06-11"))
PAID = e.FeePaid(
    amount_idr=10_000, method=PaymentMethod.CASH, paid_on=day("2026-06-12"), receipt_number="K-7"
)
DELIVERED = e.InformationDelivered(delivered_on=day("2026-06-12"), way=Way.EMAIL, proof="Surel 12 Juni 2026")
CLOSED = e.Closed(closing=Closing.DELIVERED)
WITHDRAWN = e.Withdrawn(withdrawn_on=day("2026-06-05"), reason="Sudah mendapat datanya.")

PPID = Actor("officer-ppid", Role.PPID, REGION)
DESK = Actor("officer-desk", Role.SERVICE_DESK, REGION)
CITIZEN = Actor("citizen", Role.CITIZEN)
LANTAS = Actor(BUDI, Role.UNIT_OFFICER, REGION, "LANTAS")
SDM = Actor("officer-sdm", Role.UNIT_OFFICER, REGION, "SDM")
AUDITOR = Actor("officer-auditor", Role.AUDITOR)
