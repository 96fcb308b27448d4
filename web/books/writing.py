"""Rows of cells out as CSV or XLSX, so that no program takes a citizen's text for a formula or for markup."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, TypeAlias

from babel.dates import format_date

if TYPE_CHECKING:
    import xlsxwriter

OutCell: TypeAlias = str | int | bool | date | None
"""What may be written: text, a number, a tick, a day or nothing."""

_EXCEL_TEXT: Final = 32_767  # UTF-16 units in one cell

# What a spreadsheet may take for the start of a formula, also behind spaces it drops: the ASCII signs and
# their full-width forms. Leading apostrophes are counted in, so that taking one away is always exact.
_FORMULA = re.compile("'*[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NOT_TEXT = re.compile("[\ud800-\udfff\ufffe\uffff]")


def guarded(text: str) -> str:
    """Return text with an apostrophe before it where a spreadsheet might take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Take the apostrophe of ``guarded`` away again."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> bytes:
    """Return a CSV file as a spreadsheet opens it: UTF-8 with byte-order mark, semicolons, guarded text."""
    return b"".join(csv_chunks(columns, rows))


def csv_chunks(columns: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> Iterator[bytes]:
    """Yield the file of ``write_csv`` piece by piece, for answers longer than memory should hold."""
    yield codecs.BOM_UTF8
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    for row in chain([columns], rows):
        writer.writerow([_csv_cell(cell, head) for head, cell in zip(columns, row, strict=True)])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def _csv_cell(cell: OutCell, column: str) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "V" if cell else ""
        case int():
            return str(cell)
        case str():
            return guarded(_NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", cell))
        case datetime():
            return cell.isoformat(sep=" ")
        case date():
            return _day_in_words(cell) if _asks_weekday(column) else cell.isoformat()


@lru_cache(maxsize=4096)
def _day_in_words(day: date) -> str:
    return format_date(day, "EEEE, d MMMM y", locale="id")


def _asks_weekday(column: str) -> bool:
    return column.casefold().startswith("hari/")


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[OutCell]], title: str) -> bytes:
    """Return a workbook of one sheet named after ``title``: frozen heading, real dates, text as text only."""
    import xlsxwriter

    output = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(output, options) as workbook:
        workbook.set_properties({"title": _NOT_TEXT.sub("", title)})
        _SheetWriter(workbook, _sheet_name(title), columns).write(rows)
    return output.getvalue()


class _SheetWriter:
    """Writes one sheet from top to bottom; no row stays in memory."""

    def __init__(self, workbook: xlsxwriter.Workbook, name: str, columns: Sequence[str]) -> None:
        self.sheet = workbook.add_worksheet(name)
        self.columns = columns
        cell = {"text_wrap": True, "valign": "top"}
        self.text = workbook.add_format(cell)
        self.head = workbook.add_format({**cell, "bold": True, "bottom": 1, "bg_color": "#E8EDF3"})
        self.day = workbook.add_format({**cell, "num_format": "[$-421]d mmmm yyyy", "align": "left"})
        self.weekday = workbook.add_format(
            {**cell, "num_format": "[$-421]dddd, d mmmm yyyy", "align": "left"}
        )
        self.number = workbook.add_format({**cell, "num_format": "#,##0"})

    def write(self, rows: Iterable[Sequence[OutCell]]) -> None:
        source = iter(rows)
        first = list(islice(source, 50))
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, _width(column, [row[place] for row in first]))
            self._text(0, place, column, self.head)
        self.sheet.freeze_panes(1, 0)
        self.sheet.repeat_rows(0)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)  # A4
        self.sheet.fit_to_pages(1, 0)
        for line, row in enumerate(chain(first, source), 1):
            for place, (column, cell) in enumerate(zip(self.columns, row, strict=True)):
                self._cell(line, place, cell, column)

    def _cell(self, line: int, place: int, cell: OutCell, column: str) -> None:
        match cell:
            case None | "" | False:
                return
            case True:
                self.sheet.write_string(line, place, "V", self.text)
            case int() if abs(cell) < 10**15:
                self.sheet.write_number(line, place, cell, self.number)
            case int():
                self.sheet.write_string(line, place, str(cell), self.text)
            case str():
                self._text(line, place, cell, self.text)
            case datetime():
                self.sheet.write_string(line, place, cell.isoformat(sep=" "), self.text)
            case date():
                style = self.weekday if _asks_weekday(column) else self.day
                self.sheet.write_datetime(line, place, datetime.combine(cell, datetime.min.time()), style)

    def _text(self, line: int, place: int, text: str, style: xlsxwriter.format.Format) -> None:
        text = _fitting(_NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", text))
        if text.startswith("<r>") and text.endswith("</r>"):
            # The library would copy such text into the file as its own markup; as three pieces it is escaped.
            self.sheet.write_rich_string(line, place, text[:1], text[1:2], text[2:], style)
        else:
            self.sheet.write_string(line, place, text, style)


def _fitting(text: str) -> str:
    """Cut text to what a cell of a workbook holds, and say so at its end."""
    if len(text) * 2 <= _EXCEL_TEXT or len(text.encode("utf-16-le")) <= _EXCEL_TEXT * 2:
        return text
    mark = " […]"
    kept = text.encode("utf-16-le")[: (_EXCEL_TEXT - len(mark)) * 2]
    return kept.decode("utf-16-le", errors="ignore") + mark


def _width(column: str, sample: Iterable[OutCell]) -> int:
    if _asks_weekday(column):
        return 26
    longest = max((len(str(cell)) for cell in sample if cell is not None), default=0)
    return max(8, min(50, max(longest + 2, min(len(column), 18))))


def _sheet_name(title: str) -> str:
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", _NOT_TEXT.sub("", title)).strip(" '")
    name = name.encode("utf-16-le")[:62].decode("utf-16-le", errors="ignore").strip(" '")
    return name if name and name.casefold() != "history" else "Register"
