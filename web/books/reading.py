"""Request books and lists as files: the bytes of a CSV or XLSX file into rows of cells.

What cells mean is the matter of ``ppid.book`` and ``ppid.catalogue.table``. A file from outside is measured
before it is opened, and whatever is wrong with it becomes an ``UnreadableBookError``.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from ppid.book import Book, Cell, Problem, known_columns, read_book
from ppid.book.sentences import say
from web.books.writing import unguarded

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet
    from openpyxl.worksheet.worksheet import Worksheet

MAX_BYTES: Final = 20 * 1024 * 1024
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 100

_MOST_SHEET_ROWS: Final = 1_048_576  # a workbook has no more, and a file that says so lies
_MOST_CELLS: Final = 5_000_000
_MOST_UNPACKED: Final = 256 * 1024 * 1024
_MOST_STRINGS: Final = 64 * 1024 * 1024
_MOST_PARTS: Final = 2_000
_MOST_RATIO: Final = 150  # honest sheets shrink ten- to fiftyfold
_SMALL_PART: Final = 1024 * 1024
_MOST_SHEETS: Final = 20
_HEADING_ROWS: Final = 20
_ENOUGH_COLUMNS: Final = 5

Known: TypeAlias = Callable[[Sequence[Cell]], int]
"""How many columns a row of cells names: what tells a heading, and the right delimiter, from others."""

# One cell may be as long as the file; the book itself then says which cell is too long.
csv.field_size_limit(MAX_BYTES)


@dataclass(eq=False)
class UnreadableBookError(Exception):
    """The file cannot be read at all. ``code`` is stable; ``id`` and ``en`` are sentences fit to show."""

    code: str
    id: str
    en: str

    def __str__(self) -> str:
        return self.en


_REASONS: Final[dict[str, tuple[str, str]]] = {
    "empty-file": (
        "Berkas ini kosong. Pilih berkas buku register yang terisi.",
        "This file is empty. Choose a request book that has content.",
    ),
    "too-large": (
        "Berkas ini terlalu besar; paling besar 20 MB. Bagi per tahun, lalu impor satu per satu.",
        "This file is too large; the most is 20 MB. Split it by year and import one after another.",
    ),
    "too-many-rows": (
        "Berkas ini berisi lebih dari 100.000 baris. Bagi per tahun, lalu impor satu per satu.",
        "This file has more than 100,000 rows. Split it by year and import one after another.",
    ),
    "unpacks-too-large": (
        "Isi berkas ini membengkak jauh melebihi ukurannya, sehingga tidak dibuka. Simpan ulang sebagai CSV.",
        "This file unpacks to far more than its size, so it was not opened. Save it again as CSV.",
    ),
    "wrong-type": (
        "Berkas ini bukan CSV atau XLSX. Simpan bukunya sebagai salah satunya, lalu ulangi.",
        "This file is neither CSV nor XLSX. Save the book as one of them, then try again.",
    ),
    "old-workbook": (
        "Berkas ini buku kerja Excel lama (.xls) atau bersandi. Simpan sebagai XLSX tanpa sandi.",
        "This is an old Excel workbook (.xls) or has a password. Save it as XLSX without one.",
    ),
    "damaged": (
        "Buku kerja ini rusak atau tidak lengkap. Buka dan simpan ulang sebagai XLSX atau CSV, lalu ulangi.",
        "This workbook is damaged or incomplete. Open it and save it again as XLSX or CSV, then try again.",
    ),
    "encoding": (
        "Huruf dalam berkas ini tidak dapat dibaca. Simpan sebagai CSV UTF-8 atau XLSX, lalu ulangi.",
        "The letters in this file cannot be read. Save it as CSV UTF-8 or XLSX, then try again.",
    ),
}


def _unreadable(code: str) -> UnreadableBookError:
    return UnreadableBookError(code, *_REASONS[code])


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of a file from its first, empty ones included, and what is worth knowing about them."""

    rows: Sequence[Sequence[Cell]]
    notes: tuple[Problem, ...] = ()


def open_book(data: bytes, today: date | None = None) -> Book:
    """Read a request book from the bytes of a CSV or XLSX file.

    Raises UnreadableBookError when it is no such file; what is wrong with its rows is in ``Book.problems``.
    """
    sheet = read_cells(data)
    book = read_book(sheet.rows, today)
    return replace(book, notes=(*sheet.notes, *book.notes))


def read_cells(data: bytes, known: Known = known_columns) -> Sheet:
    """Read the cells of a CSV or XLSX file, told apart by their first bytes. Raises UnreadableBookError."""
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf\xfe\xff"):
        raise _unreadable("empty-file")
    if len(data) > MAX_BYTES:
        raise _unreadable("too-large")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _unreadable("old-workbook")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Sheet(_workbook_rows(data, known))
    text, notes = _decoded(data)
    return Sheet(_csv_rows(text, known), notes)


def _decoded(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    notes: tuple[Problem, ...] = ()
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8-sig":
            raise _unreadable("encoding") from None
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            raise _unreadable("encoding") from None
        notes = (say("old-encoding", line=0),)
    start = text[:20_000]
    odd = sum(c < " " and c not in "\t\r\n" for c in start)
    if odd * 100 > len(start) + 200 or start.lstrip().startswith(("%PDF-", "<", "{\\rtf", "\x89PNG")):
        raise _unreadable("wrong-type")
    return text, notes


def _encoding(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = data[:4096]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = start[offset::2]
        if half.count(0) * 10 > len(half) * 8:  # Latin letters in UTF-16 have a zero in every other byte
            return encoding
    return "utf-8-sig"


def _csv_rows(text: str, known: Known) -> list[list[str]]:
    delimiter = max(";,\t", key=lambda mark: _known(text, mark, known))  # the first of equals: the semicolon
    if text.count(delimiter) > _MOST_CELLS:
        raise _unreadable("too-many-rows")
    rows: list[list[str]] = []
    filled = 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        filled += any(row)
        if filled > MAX_ROWS + _HEADING_ROWS or len(rows) >= _MOST_SHEET_ROWS:
            raise _unreadable("too-many-rows")
        rows.append([unguarded(cell) for cell in row])
    return rows


def _known(text: str, delimiter: str, known: Known) -> int:
    rows = csv.reader(io.StringIO(text[:100_000], newline=""), delimiter=delimiter)
    return max((known(row) for row in islice(rows, _HEADING_ROWS)), default=0)


def _workbook_rows(data: bytes, known: Known) -> list[tuple[Cell, ...]]:
    try:
        _weigh(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what else stands in the workbook is not our concern
            return _sheet_rows(data, known)
    except UnreadableBookError:
        raise
    except Exception as fault:  # whatever a stranger's file breaks, it is the file that is broken
        raise _unreadable("damaged") from fault


def _weigh(data: bytes) -> None:
    """Refuse a package that would unpack to far more than it weighs, and one that is no workbook."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
        if "xl/workbook.xml" not in package.namelist():
            raise _unreadable("wrong-type")
        strings = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
        if len(parts) > _MOST_PARTS or strings > _MOST_STRINGS:
            raise _unreadable("unpacks-too-large")
        if sum(part.file_size for part in parts) > _MOST_UNPACKED:
            raise _unreadable("unpacks-too-large")
        for part in parts:
            if part.file_size > max(_SMALL_PART, part.compress_size * _MOST_RATIO):
                raise _unreadable("unpacks-too-large")
            if part.filename.lower().endswith((".xml", ".rels")) and _declares_entities(package, part):
                raise _unreadable("damaged")


def _declares_entities(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether a part has a document type: no workbook needs one, and entities can grow without end."""
    with package.open(part) as stream:
        return b"<!doctype" in stream.read(8192).replace(b"\0", b"").lower()


def _sheet_rows(data: bytes, known: Known) -> list[tuple[Cell, ...]]:
    import openpyxl  # 10 MB that a server does not need until somebody brings a workbook

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = cast("list[ReadOnlyWorksheet]", workbook.worksheets[:_MOST_SHEETS])
        for sheet in sheets:
            sheet.reset_dimensions()  # the size a file states for itself is often wrong
        if not sheets:
            raise _unreadable("damaged")
        chosen = next((sheet for sheet in sheets if _has_heading(sheet, known)), sheets[0])
        return _rectangle(_values(chosen))
    finally:
        workbook.close()


def _has_heading(sheet: ReadOnlyWorksheet, known: Known) -> bool:
    return any(known(row) >= _ENOUGH_COLUMNS for row in islice(_values(sheet), _HEADING_ROWS))


def _values(sheet: ReadOnlyWorksheet) -> Iterator[tuple[Cell, ...]]:
    """Yield each row without its empty end; text has its ``_xHHHH_`` escapes resolved."""
    filled = 0
    rows = cast("Worksheet", sheet).iter_rows(max_col=MAX_COLUMNS, values_only=True)
    for number, row in enumerate(rows, 1):
        empty = row.count(None) == len(row)  # told at once, for a million formatted but empty rows
        width = 0 if empty else next(n for n in range(len(row), 0, -1) if row[n - 1] is not None)
        filled += width > 0
        if filled > MAX_ROWS + _HEADING_ROWS or number > _MOST_SHEET_ROWS:
            raise _unreadable("too-many-rows")
        yield tuple(_unescaped(cell) if isinstance(cell, str) else _plain(cell) for cell in row[:width])


def _plain(cell: object) -> Cell:
    return cell if isinstance(cell, Cell) else str(cell)


def _rectangle(rows: Iterable[tuple[Cell, ...]]) -> list[tuple[Cell, ...]]:
    kept = list(rows)
    while kept and not kept[-1]:
        kept.pop()
    width = max(map(len, kept), default=0)
    return [row + (None,) * (width - len(row)) for row in kept]


_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
