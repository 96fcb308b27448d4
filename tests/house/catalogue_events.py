"""One event of each name of the list of public information, as it is frozen in tests/golden."""

from ppid.catalogue import events as e
from ppid.catalogue.vocabulary import Form, InfoClass, Medium, SourceKind
from ppid.events import Approval, Event, Promise, Unit
from tests.examples import day

ITEM = "item-0000000000000000000000000000001d"
SHA = "5f" * 32
MONTHS = Promise("D26", day("2026-02-27"), 6, day("2026-08-27"), "3/2025-09-19", unit=Unit.MONTHS)
LATER = Promise("D29", day("2026-02-27"), 0, day("2026-02-27"), "3/2025-09-19")
DECREE = e.ListDecree("KEP/7/II/2026", day("2026-02-27"), Approval("Kapolda Contoh", day("2026-02-26")))
ENTRY = e.Entry(
    title="Laporan kinerja 2025",
    summary="Kinerja pelayanan selama 2025",
    klass=InfoClass.IMMEDIATE,
    unit="LANTAS",
    responsible="Direktur Lalu Lintas",
    made_when="Januari 2026",
    made_where="Depok",
    forms=(Form.PRINT, Form.DIGITAL, Form.RECORDING, Form.BRAILLE),
    retention="5 tahun",
    language="jv",
    link="https://example.org/laporan",
    file=e.PublicFile(SHA, "application/pdf", 20_480, "laporan.pdf"),
    keywords=("SIM", "kinerja"),
    known_on=day("2026-02-16"),
)
SOURCE = e.Source(
    kind=SourceKind.RULING,
    exemption="exemption-000000000000000000000000000000e0",
    row=3,
    decree="KEP/1/I/2021",
    case="dispute-000000000000000000000000000000d1",
    reference="012/KI/2026",
)

WRITTEN: dict[str, Event] = {
    "item.proposed": e.Proposed(ENTRY, day("2026-02-16"), SOURCE, e.ImportedFrom(SHA, 12), (LATER,)),
    "item.returned": e.Returned("Ringkasan belum lengkap"),
    "item.listed": e.Listed(day("2026-02-27"), DECREE, (MONTHS,)),
    "item.revised": e.Revised(ENTRY, day("2026-05-04"), "Retensi baru", (MONTHS,)),
    "item.published": e.Published(
        day("2026-03-31"), (Medium.WEBSITE, Medium.BOARD), "https://example.org/baru", (MONTHS,)
    ),
    "item.withdrawn": e.Withdrawn(day("2026-05-04"), "Sudah musnah"),
    "item.recounted": e.ItemRecounted(MONTHS, LATER, "933 Tahun 2025"),
    "item.clock-ran-out": e.ItemClockRanOut("D26", day("2026-08-27"), "3/2025-09-19", (MONTHS,)),
    "catalogue.decreed": e.Decreed(DECREE, (ITEM,), (MONTHS,)),
    "catalogue.report-published": e.ReportPublished(
        2025, day("2026-03-27"), day("2026-03-31"), "https://example.org/laporan-2025", (MONTHS,)
    ),
    "catalogue.recounted": e.ListRecounted(MONTHS, LATER, "933 Tahun 2025"),
    "catalogue.clock-ran-out": e.ListClockRanOut("D27", day("2026-08-27"), "3/2025-09-19", (MONTHS,)),
}
