"""The bundle of a case as the office hands it out: the evidence, and a report for people beside it.

The report names nobody and is no evidence: it says in sentences what the entries say in theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import BinaryIO
from weakref import WeakKeyDictionary

from ppid.events import Recorded, Stream
from ppid.log import LogError
from ppid.seal.bundle import Bundled, write_bundle
from ppid.seal.heads import HeadsBook
from ppid.seal.ledger import Ledger
from ppid.seal.policy import Policy
from projections.history import Line, line_of
from projections.replay import state_of
from projections.telling import TELLERS
from web.services import Services

#: A map of so many streams takes about 100 MB.
MOST_KEPT = 300_000
_BOOKS: WeakKeyDictionary[Ledger, HeadsBook] = WeakKeyDictionary()
_STYLE = (
    "@page{size:A4;margin:15mm}body{font:10.5pt/1.45 system-ui,sans-serif;max-width:180mm;margin:0 auto;"
    "padding:4mm;color:#111}h1{font-size:15pt}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #bbb;padding:1mm 2mm;text-align:left;vertical-align:top}"
    "td:last-child{overflow-wrap:anywhere}small{color:#444}"
)
_NOT_EVIDENCE_ID = (
    "Lembar ini untuk dibaca dan bukan alat bukti. Yang membuktikan adalah berkas lain dalam paket ini,"
    " diperiksa dengan ppid-verify.py."
)
_NOT_EVIDENCE_EN = (
    "This sheet is for reading and is not evidence. What proves are the other files of this bundle, checked"
    " with ppid-verify.py."
)
_HEAD = (
    '<tr><th scope="col">No.<th scope="col">Dicatat (UTC) / Recorded'
    '<th scope="col">Terjadi / Happened<th scope="col">Fakta / Fact'
)


def bundle_of(
    services: Services,
    stream: Stream,
    out: BinaryIO,
    *,
    policy: Policy | None = None,
    heads: HeadsBook | None = None,
    pdf: bytes = b"",
    quorum_only: bool = False,
) -> Bundled:
    """Write the bundle of a case with its report. Raises as ``write_bundle`` does.

    ``pdf`` is a case file for reading, where the caller has one that whoever gets the bundle may read.
    """
    return write_bundle(
        services.ledger,
        services.files,
        stream,
        out,
        policy=policy,
        heads=heads or _book(services.ledger),
        extra=lambda shown: _reports(services, stream, shown) | ({"report.pdf": pdf} if pdf else {}),
        quorum_only=quorum_only,
    )


def _book(ledger: Ledger) -> HeadsBook:
    """The maps of heads, kept from one bundle to the next unless the map would fill the memory."""
    book = _BOOKS.get(ledger)
    if book is None:
        book = _BOOKS.setdefault(ledger, HeadsBook(ledger))
    newest = book.newest()
    return book if newest is None or newest.count <= MOST_KEPT else HeadsBook(ledger)


def _reports(services: Services, stream: Stream, shown: int) -> dict[str, bytes]:
    try:
        return {"report.html": report(services.log.load(stream)[:shown])}
    except LogError:
        return {}  # whoever altered an event cannot keep the evidence of it back: it goes without the sheet


def report(recorded: Sequence[Recorded]) -> bytes:
    """The facts of a case in sentences, Indonesian first, as one page."""
    state = state_of(recorded)
    number = (state.number if state else "") or recorded[0].envelope.stream
    lines = [line_of(each) for each in recorded if type(each.envelope.event) in TELLERS]
    page = [
        '<!doctype html><html lang="id"><meta charset="utf-8">',
        f"<title>{escape(number)}</title><style>{_STYLE}</style><h1>{escape(number)}</h1>",
        f'<p>{_NOT_EVIDENCE_ID}<br><small lang="en">{_NOT_EVIDENCE_EN}</small></p>',
        f"<table>{_HEAD}",
        *map(_row, lines),
        "</table></html>\n",
    ]
    return "".join(page).encode()


def _row(line: Line) -> str:
    happened = line.happened_on.isoformat() if line.happened_on else ""
    return (
        f"<tr><td>{line.version}<td>{line.recorded_at:%Y-%m-%d %H:%M:%S}<td>{happened}"
        f'<td>{escape(line.sentence_id)}<br><small lang="en">{escape(line.sentence_en)}</small>'
    )


__all__ = ["bundle_of", "report"]
