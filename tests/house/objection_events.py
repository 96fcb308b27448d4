"""One event of each name of an objection, with every field filled: what stands frozen in tests/golden."""

from datetime import UTC, datetime

from ppid.events import Event, Promise, Unit
from ppid.exemption.reference import ExemptionRef, OpenedPart
from ppid.objection import events as e
from ppid.objection.vocabulary import Closing, Correctable, Ground, Party
from ppid.request.events import Document
from ppid.request.vocabulary import Channel, DocumentKind
from tests.examples import BUDI, CASE, NUMBER, SARI, day

OBJECTION = "objection-000000000000000000000000000000b1"
EXEMPTION = "exemption-000000000000000000000000000000e0"
DISPUTE = "dispute-0000000000000000000000000000000d"
EDITION = "3/2025-09-19"
D09 = Promise("D09", day("2026-06-26"), 30, day("2026-08-07"), EDITION)
D10 = Promise("D10", day("2026-07-20"), 30, day("2026-09-02"), EDITION)
MOVED = Promise("D10", day("2026-07-20"), 30, day("2026-09-03"), "4/2026-08-01")
D11 = Promise("D11", day("2026-08-05"), 14, day("2026-08-27"), EDITION)
D12 = Promise("D12", day("2026-09-02"), 14, day("2026-09-22"), EDITION)
DUE = Promise("ORDER", day("2026-08-04"), 0, day("2026-08-14"), EDITION, unit=Unit.AS_SET)
SCAN = Document(DocumentKind.MANDATE, "5f" * 32, "application/pdf", 20_480, SARI, "Surat kuasa")
ORDER = e.Order("Memberikan rincian anggaran", day("2026-08-14"))
LETTER = e.Letter("B/40/VIII/2026", day("2026-08-03"), day("2026-08-04"), "Wakapolda Contoh")
EXPLAINED = (e.Explanation(Ground.EXEMPT, "Tidak dikecualikan."), e.Explanation(Ground.FEE, "Biaya wajar."))
REF = ExemptionRef(EXEMPTION, (1, 3), "SK-0001", (OpenedPart(2, "Halaman 3"),))

WRITTEN: dict[str, Event] = {
    "objection.filed": e.Filed(
        channel=Channel.LETTER,
        received_on=day("2026-07-20"),
        objector=SARI,
        grounds=(Ground.EXEMPT, Ground.PERIODIC),
        case="Anggaran adalah informasi terbuka.",
        purpose="Penelitian",
        information="Anggaran 2025",
        request=CASE,
        request_number=NUMBER,
        found_on=day("2026-07-13"),
        representative=BUDI,
        documents=(SCAN,),
        received_at=datetime(2026, 7, 20, 3, 4, 5, tzinfo=UTC),
        language="en",
        periods=(e.Period(Ground.EXEMPT, D09, late=True), e.Period(Ground.PERIODIC)),
        decided_by=("officer-ppid",),
    ),
    "objection.registered": e.Registered(
        "0001/KEB-PPID-POLDA-CONTOH/VII/2026", 1, 2026, day("2026-07-21"), (D10,)
    ),
    "objection.listed": e.Listed(OBJECTION, "0001/KEB-PPID-POLDA-CONTOH/VII/2026", (Ground.EXEMPT,)),
    "objection.settlement-opened": e.SettlementOpened(day("2026-07-22"), "Pertemuan di kantor"),
    "objection.settled": e.Settled(
        grounds=(Ground.FEE,),
        agreement="Biaya disesuaikan.",
        agreed_on=day("2026-07-24"),
        signed_by=Party.REPRESENTATIVE,
        position="Wakapolda Contoh",
        orders=(ORDER,),
        documents=(SCAN,),
        promises=(DUE,),
    ),
    "objection.settlement-failed": e.SettlementFailed(day("2026-07-24"), "Tidak sepakat"),
    "objection.upheld": e.Upheld(LETTER, EXPLAINED, "Penyidikan masih berjalan.", (REF,)),
    "objection.overturned": e.Overturned(LETTER, EXPLAINED, opened=(REF,), orders=(ORDER,), promises=(DUE,)),
    "objection.partly-overturned": e.PartlyOverturned(
        LETTER, EXPLAINED, "Sisanya tetap dikecualikan.", (REF,), (REF,), (ORDER,), (DUE,)
    ),
    "objection.answer-received": e.AnswerReceived(day("2026-08-05"), (D11,)),
    "objection.remedied": e.Remedied(1, day("2026-08-12"), "Tanda terima", (SCAN,), (DUE,)),
    "objection.disputed": e.Disputed(DISPUTE, day("2026-08-20")),
    "objection.withdrawn": e.Withdrawn(day("2026-07-23"), "Sudah mendapat datanya"),
    "objection.corrected": e.Corrected(
        Correctable.RECEIVED_ON, "2026-07-20", "2026-07-17", "Cap pos", (D10,)
    ),
    "objection.recounted": e.Recounted(D10, MOVED, "9 Tahun 2026"),
    "objection.clock-ran-out": e.ClockRanOut("D10", day("2026-09-02"), EDITION, (D12,)),
    "objection.closed": e.Closed(Closing.ANSWERED, "Selesai"),
}
