"""One event of each name of an exemption, with every field filled: what stands frozen in tests/golden."""

from ppid.body import ExemptionChain
from ppid.events import Event, Promise
from ppid.exemption import events as e
from ppid.exemption.articles import Kind, Opening
from ppid.exemption.reference import OpenedPart
from ppid.exemption.vocabulary import Aim, Interest, Occasion
from tests.examples import BUDI, CASE, day
from tests.ppid.exemption import facts as x

PROMISE = Promise("D25", day("2026-10-30"), 30, day("2026-09-18"), "3/2025-09-19", backwards=True)
MOVED = Promise("D25", day("2026-10-30"), 30, day("2026-09-17"), "4/2026-05-01", backwards=True)
ROW = e.SheetRow(
    number=1,
    information="Nama saksi dalam berkas perkara X",
    articles=("17(a)(2)", "17(j)"),
    consequence_opened="Saksi dapat dipengaruhi.",
    consequence_closed="Penyidikan berjalan.",
    public_interest="Perlindungan saksi lebih besar.",
    interest=Interest.OPENING_SERVES_MORE,
    kind=Kind.POLICY,
    opening=Opening.CONSENT,
    legal_basis="UU 14/2008 Pasal 17",
    other_law="UU 31/2014 Pasal 5",
    until=day("2026-10-30"),
    period_basis="UU 28/2014",
)
PART = OpenedPart(2, "Halaman 3 sampai 5")

WRITTEN: dict[str, Event] = {
    "exemption.tested": e.Tested(
        "UK-0001/PPID-POLDA-CONTOH/VI/2026",
        1,
        2026,
        by="officer-ppid",
        tested_on=day("2026-06-02"),
        place="Depok",
        occasion=Occasion.UPON_REQUEST,
        rows=(ROW,),
        testers=(e.Tester(BUDI, "PPID Pelaksana", "LANTAS"),),
        aim=Aim.CHANGE,
        cause=CASE,
        unit="LANTAS",
        chain=ExemptionChain(superior=False, head=True),
        reason="Keadaan berubah",
    ),
    "exemption.returned": e.Returned("Belum cukup"),
    "exemption.reviewed": e.Reviewed("officer-superior", day("2026-06-03"), "Atasan PPID", "Setuju"),
    "exemption.approved": e.Approved(
        "officer-head",
        day("2026-06-05"),
        "Kapolda",
        e.Delegation("Sprin/12", day("2026-05-20"), "5f" * 32),
        (e.SetPeriod(1, day("2028-12-29")),),
        "Setuju",
    ),
    "exemption.decreed": e.Decreed("SK-1", day("2026-06-08"), "Depok", "Bahwa ...", (PROMISE,)),
    "exemption.changed": e.Changed(
        "SK-1-2", day("2026-07-06"), "Depok", (ROW,), (x.CHANGED_ROW,), "Bahwa ...", (PROMISE,)
    ),
    "exemption.lifted": e.Lifted(
        (1,), "SK-1-3", day("2026-07-07"), "Selesai", x.OBJECTION, (PART,), (PROMISE,)
    ),
    "exemption.declared-open": e.DeclaredOpen((1, 2), "SK-1-4", day("2026-09-01"), (PROMISE,)),
    "exemption.expired": e.Expired((1, 2), day("2026-10-30"), (PROMISE,)),
    "exemption.opened-by-ruling": e.OpenedByRuling(
        x.DISPUTE, "12/IX/KIP/2026", day("2026-09-30"), (1,), (PART,), (PROMISE,)
    ),
    "exemption.opened-in-court": e.OpenedInCourt(
        (1,), day("2026-07-20"), "PN Depok", "17/Pid.B/2026", (PROMISE,)
    ),
    "exemption.dropped": e.Dropped("Tidak ada dasarnya"),
    "exemption.recounted": e.Recounted(PROMISE, MOVED, "933 Tahun 2026"),
    "exemption.clock-ran-out": e.ClockRanOut("D25", day("2026-09-18"), "3/2025-09-19", (PROMISE,)),
}
