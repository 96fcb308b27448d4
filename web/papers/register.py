"""The register of requests as a page to print, in the columns of annex VIII.

Law: Perki 1/2021 art. 32(1), annex VIII.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ppid.book import rows as col
from ppid.events import Stream
from web.books.export import Known
from web.letters import kinds, render
from web.letters.public_kinds import RequestLine, RequestRegister
from web.letters.wording import Tongue
from web.papers.sending import page_of
from web.papers.then import ERASED, then
from web.services import services

#: What of a line is somebody's own, and prints as erased once they are.
PERSONAL = (col.NAME, col.ADDRESS, col.CONTACT, col.OCCUPATION)


def register(
    body: Stream, lines: Iterable[Known], *, period: str = "", language: kinds.Language = "id"
) -> RequestRegister:
    """Compose annex VIII from lines whose people were opened by whoever may see them."""
    stood, t = then(body), Tongue(language)
    return RequestRegister(
        language=language,
        office=stood.office(),
        dated_on=stood.body.local_date(services().now()),
        lines=tuple(_line(line, t) for line in lines),
        period=period,
    )


def register_pdf(
    body: Stream, lines: Iterable[Known], *, period: str = "", language: kinds.Language = "id"
) -> bytes:
    """Return the register as PDF, on A3."""
    return render(register(body, lines, period=period, language=language))


def register_page(
    body: Stream,
    lines: Iterable[Known],
    *,
    period: str = "",
    language: kinds.Language = "id",
    pdf_href: str = "",
) -> str:
    """Show the register as a page."""
    return page_of(register(body, lines, period=period, language=language), pdf_href)


def _line(line: Known, t: Tongue) -> RequestLine:
    said = line.annex
    if line.requester is None:
        said = {**said, **dict.fromkeys(PERSONAL, ERASED[t.language])}
    return RequestLine(cells=tuple(_cell(column, said[column], t) for column in col.COLUMNS))


def _cell(column: str, value: str | int | date | None, t: Tongue) -> str:
    if isinstance(value, date):
        return t.short(value)
    if column == col.FEE and isinstance(value, int):
        return t.rupiah(value) if value else ""
    return "" if value is None else str(value)
