"""One event of each name of a dispute, as it is frozen in tests/golden."""

from ppid.dispute import events as e
from ppid.dispute.vocabulary import (
    Court,
    CourtOutcome,
    Ending,
    EvidenceKind,
    Finality,
    Level,
    MediationResult,
    Outcome,
    Party,
    PaymentKind,
    Point,
    Purpose,
)
from ppid.events import Event, Promise, Unit
from ppid.exemption.reference import ExemptionRef, OpenedPart
from ppid.objection.vocabulary import Ground
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind
from tests.examples import BUDI, CASE, SARI, day

EDITION = "3/2025-09-19"
OBJECTION = "objection-000000000000000000000000000000b1"
EXEMPTION = "exemption-000000000000000000000000000000e1"
PAPER = Document(DocumentKind.OTHER, "5f" * 32, "application/pdf", 20_480, SARI, "Salinan putusan")
D14 = Promise("D14", day("2026-06-24"), 7, day("2026-07-03"), EDITION)
D15 = Promise("D15", day("2026-06-22"), 14, day("2026-07-10"), EDITION)
D17 = Promise("D17", day("2026-07-20"), 3, day("2026-07-15"), EDITION, backwards=True)
D19 = Promise("D19", day("2026-08-03"), 14, day("2026-08-24"), EDITION)
D21 = Promise("D21", day("2026-08-07"), 3, day("2026-08-12"), EDITION)
D22C = Promise("D22C", day("2026-08-10"), 14, day("2026-08-24"), EDITION, unit=Unit.CALENDAR_DAYS)
D23 = Promise("D23", day("2026-03-09"), 14, day("2026-03-23"), EDITION, unit=Unit.CALENDAR_DAYS)
D24 = Promise("D24", day("2026-09-02"), 0, day("2026-09-10"), EDITION, unit=Unit.AS_SET)
WAITING = Promise("D16", day("2026-12-21"), 100, None, EDITION, 2027)
ORDERS = (e.Duty("Menyerahkan rincian", within_days=10), e.Duty("Mengumumkan", day("2026-09-10")))
OPENED = (ExemptionRef(EXEMPTION, (1, 2), "SK/3/2026", (OpenedPart(3, "Jumlah personel"),)),)
RULING = "021/PTSN/KI-CTH/VIII/2026"

WRITTEN: dict[str, Event] = {
    "dispute.notified": e.Notified(
        commission=e.Commission("Komisi Informasi Provinsi Contoh", Level.REGENCY),
        applied_on=day("2026-06-22"),
        received_on=day("2026-06-24"),
        grounds=(Ground.EXEMPT, Ground.LATE),
        objection=OBJECTION,
        objection_number="0001/KEB-PPID-POLDA-CONTOH/IV/2026",
        request=CASE,
        register_number="021/VI/KI-CTH-PS/2026",
        letter_number="101/KI-CTH/VI/2026",
        window=Promise("D12", day("2026-06-09"), 14, day("2026-06-30"), EDITION),
        early=True,
        documents=(PAPER,),
        promises=(D15, WAITING),
    ),
    "dispute.found-incomplete": e.FoundIncomplete(day("2026-06-23"), day("2026-06-24"), "102/KI", (D14,)),
    "dispute.completed": e.Completed(day("2026-06-29")),
    "dispute.registered": e.Registered(day("2026-06-30"), "021/VI/KI-CTH-PS/2026"),
    "dispute.summoned": e.Summoned(
        Purpose.DECISION, day("2026-07-20"), day("2026-07-13"), "103/KI", "Ruang sidang", (PAPER,), (D17,)
    ),
    "dispute.challenged": e.Challenged(Party.BODY, day("2026-07-16"), "Pernah menangani.", "B/80"),
    "dispute.represented": e.Represented(
        (e.Representative("Kasubbid PID", BUDI), e.Representative("Kabidkum")),
        "SKU/4",
        day("2026-07-10"),
        (PAPER,),
    ),
    "dispute.answered": e.Answered(day("2026-07-17"), "B/90", (PAPER,)),
    "dispute.evidence-sent": e.EvidenceSent(
        day("2026-07-17"),
        "B/91",
        (
            e.Evidence(EvidenceKind.EXEMPT_DOCUMENT, "Rencana", True, EXEMPTION, (1,), PAPER),
            e.Evidence(EvidenceKind.TEST_SHEET, "Lembar uji", False, EXEMPTION),
            e.Evidence(EvidenceKind.DOCUMENT, "Tanda bukti"),
        ),
    ),
    "dispute.mediation-opened": e.MediationOpened(day("2026-08-03"), (D19,)),
    "dispute.mediation-extended": e.MediationExtended(day("2026-08-21"), (D19,)),
    "dispute.mediation-ended": e.MediationEnded(day("2026-08-24"), MediationResult.LAPSED, "Tidak hadir"),
    "dispute.adjudication-opened": e.AdjudicationOpened(day("2026-07-20"), 5, "Terbuka untuk umum"),
    "dispute.interim-ruled": e.InterimRuled(
        day("2026-07-20"), "021/PS", Point.APPLICANT_STANDING, "Diterima", (PAPER,)
    ),
    "dispute.inspected": e.Inspected(day("2026-07-27"), "Mapolda", True, "Tertutup"),
    "dispute.conclusions-filed": e.ConclusionsFiled(day("2026-08-04"), "B/99", (PAPER,)),
    "dispute.ruled": e.Ruled(
        number=RULING,
        read_out_on=day("2026-08-07"),
        outcome=Outcome.OPEN_PART,
        orders=ORDERS,
        opened=OPENED,
        fee_idr=15_000,
        summary="Sebagian terbuka",
        documents=(PAPER,),
        promises=(D21,),
    ),
    "dispute.ruling-received": e.RulingReceived(day("2026-08-10"), (D22C,)),
    "dispute.appealed": e.Appealed(
        Party.APPLICANT, Court.DISTRICT, "PN Contoh", day("2026-08-28"), "12/G/2026", (PAPER,)
    ),
    "dispute.appeal-ruled": e.AppealRuled(
        number="12/G/2026",
        read_out_on=day("2026-10-12"),
        outcome=CourtOutcome.AMENDED,
        orders=ORDERS,
        opened=OPENED,
        summary="Diubah",
        documents=(PAPER,),
    ),
    "dispute.appeal-ruling-received": e.AppealRulingReceived(day("2026-03-09"), (D23,)),
    "dispute.cassation-filed": e.CassationFiled(Party.BODY, day("2026-03-20"), "88 K/2026", (PAPER,)),
    "dispute.cassation-ruled": e.CassationRuled(
        number="88 K/2026",
        read_out_on=day("2026-12-14"),
        outcome=CourtOutcome.ANNULLED,
        orders=ORDERS,
        opened=OPENED,
        summary="Dibatalkan",
        documents=(PAPER,),
    ),
    "dispute.became-final": e.BecameFinal(day("2026-09-02"), Finality.NO_APPEAL, RULING, (D24,), (D24,)),
    "dispute.complied": e.Complied(RULING, 2, day("2026-09-10"), "Berita acara", (PAPER,), (D24,)),
    "dispute.execution-ordered": e.ExecutionOrdered(
        day("2026-09-11"), "PTUN Contoh", "3/Pen.Eks/2026", (PAPER,)
    ),
    "dispute.paid": e.Paid(PaymentKind.DAMAGES, 350_000, day("2026-09-11"), "K-9", (PAPER,)),
    "dispute.ended": e.Ended(Ending.NOT_REGISTERED, day("2026-07-03"), "104/KI", "Tanpa identitas"),
    "dispute.recounted": e.Recounted(WAITING, D15, "9 Tahun 2026"),
    "dispute.clock-ran-out": e.ClockRanOut("D22", day("2026-09-01"), EDITION, (D24,)),
}
