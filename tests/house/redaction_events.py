"""One event of each name of redaction, as it is frozen in tests/golden."""

from ppid.events import Event
from ppid.redaction import events as e
from ppid.redaction.marks import Mark
from ppid.request.events import Document
from ppid.request.vocabulary import DocumentKind
from tests.examples import day

REQUEST = "request-0000000000000000000000000000001a"
PERSON = "person-0000000000000000000000000000001b"
ORIGINAL = Document(DocumentKind.OTHER, "1a" * 32, "application/pdf", 120_000, PERSON, "laporan.pdf")
COPY = Document(DocumentKind.OTHER, "2b" * 32, "application/pdf", 90_000, PERSON, "Laporan lapangan")
MARKS = (
    Mark(page=1, x=80, y=100, w=500, h=60, article="17(h)(2)", decree="KEP/12/2026"),
    Mark(page=2, x=0, y=0, w=1000, h=1000, article="17(a)"),
)

WRITTEN: dict[str, Event] = {
    "redaction.begun": e.Begun(
        "Laporan lapangan", e.Original(ORIGINAL, "3c" * 32, (1414, 707)), day("2026-06-10"), "LANTAS", REQUEST
    ),
    "redaction.marked": e.Marked(MARKS, (1, 2)),
    "redaction.released": e.Released(
        "3c" * 32,
        "4d" * 32,
        COPY,
        (e.Boxes("a", 1), e.Boxes("h", 1)),
        ("pdfminer.six 20260107", "pypdf 7.1.0", "pypdfium2 5.15.2"),
    ),
    "redaction.dropped": e.Dropped("Dokumen lain yang dimaksud"),
}
