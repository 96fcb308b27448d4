"""A list of public information from rows of cells: entries, or problems named by row, column and reason.

A row is read whole, so that all its faults are told at once. Pure: no file, no clock, no database;
``web.books`` opens files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice
from typing import Final, TypeVar

from ppid.book.rows import Cell, Problem
from ppid.book.sentences import say as say_of_cells
from ppid.book.values import CellError, odd_character, read_date, read_text
from ppid.catalogue import columns as col
from ppid.catalogue.columns import (
    CLASS_WORDS,
    HEADINGS,
    ListRow,
    ListTable,
    bare,
    known_list_columns,
    row_stream,
)
from ppid.catalogue.events import Entry
from ppid.catalogue.rules import TITLE, check_entry, tidy_keywords
from ppid.catalogue.vocabulary import Form, InfoClass
from ppid.checks import Context
from ppid.errors import FieldError, RuleError
from ppid.events import Stream

T = TypeVar("T")

HEADING_SEARCH: Final = 20
_FIELDS: Final = {
    "title": col.NAME,
    "summary": col.SUMMARY,
    "unit": col.UNIT,
    "responsible": col.RESPONSIBLE,
    "made_when": col.MADE,
    "made_where": col.MADE,
    "forms": col.FORMS,
    "retention": col.RETENTION,
    "klass": col.KLASS,
    "known_on": col.KNOWN,
    "language": col.LANGUAGE,
    "keywords": col.KEYWORDS,
    "link": col.LINK,
}
_FORMS_READ: Final = {
    **dict.fromkeys(("cetak", "tercetak", "hardcopy", "hard copy", "kertas", "buku", "print"), Form.PRINT),
    **dict.fromkeys(
        ("digital", "softcopy", "soft copy", "elektronik", "online", "daring", "pdf", "file", "website"),
        Form.DIGITAL,
    ),
    **dict.fromkeys(("rekaman", "audio", "video", "audiovisual", "audio visual", "foto"), Form.RECORDING),
    "braille": Form.BRAILLE,
}
_LANGUAGES_READ: Final = {
    **dict.fromkeys(("", "indonesia", "bahasa indonesia"), "id"),
    **dict.fromkeys(("inggris", "bahasa inggris", "english"), "en"),
    **dict.fromkeys(("jawa", "bahasa jawa"), "jv"),
    **dict.fromkeys(("sunda", "bahasa sunda"), "su"),
}

SENTENCES: Final[dict[str, tuple[str, str]]] = {
    "empty-list": (
        "Berkas ini tidak berisi satu baris pun. Pilih berkas daftar informasi yang terisi.",
        "This file has no rows. Choose a list of information that has some.",
    ),
    "cell-missing": ("Kolom {column} kosong. Isi kolom ini.", "Column {column} is empty. Fill it in."),
    "unknown-class": (
        "Kolom {column}: bukan golongan yang dikenal. Tulis Berkala, Serta-merta atau Setiap saat.",
        "Column {column}: not a known class. Write Berkala, Serta-merta or Setiap saat.",
    ),
    "exempt-row": (
        "Kolom {column}: informasi yang dikecualikan tidak masuk Daftar Informasi Publik. Hapus baris ini.",
        "Column {column}: exempt information does not enter the list. Remove this row.",
    ),
    "unknown-form": (
        "Kolom {column}: bentuk tidak dikenal. Tulis Cetak, Digital, Rekaman atau Braille, dengan koma.",
        "Column {column}: not a known form. Write Cetak, Digital, Rekaman or Braille, with commas.",
    ),
    "unit-not-known": (
        "Kolom {column}: unit ini tidak dikenal di badan publik ini. Tulis nama atau kodenya.",
        "Column {column}: this unit is not known in this body. Write its name or code.",
    ),
    "place-missing": (
        "Kolom {column}: waktu dan tempat tidak terbaca. Tulis misalnya Januari 2025; Jakarta.",
        "Column {column}: time and place cannot be told apart. Write, say, Januari 2025; Jakarta.",
    ),
    "unknown-language": (
        "Kolom {column}: bahasa tidak dikenal. Tulis kodenya, misalnya id, en atau jv.",
        "Column {column}: not a known language. Write its code, such as id, en or jv.",
    ),
    "not-an-id": (
        "Kolom {column}: bukan ID dari daftar ini. Kosongkan untuk informasi baru.",
        "Column {column}: not an ID of this list. Leave it empty for a new item.",
    ),
    "row-twice": (
        "Kolom {column}: informasi yang sama sudah ada di baris {first}. Hapus salah satunya.",
        "Column {column}: the same information stands in row {first} already. Remove one of them.",
    ),
}


# Reading --------------------------------------------------------------------------------------------------


def read_list(rows: Iterable[Sequence[Cell]], context: Context) -> ListTable:
    """Read a list from all rows of its file, heading and empty rows included, for the body of ``context``."""
    source = enumerate(rows, 1)
    first = [row for row in islice(source, HEADING_SEARCH) if _filled(row[1])]
    if not first:
        return ListTable((), (_say("empty-list", 1),))
    line, heading = max(first, key=lambda row: (known_list_columns(row[1]), -row[0]))
    names = [HEADINGS.get(bare(cell), "") for cell in heading]
    missing = [name for name in col.NEEDED if name not in names]
    twice = [name for name in dict.fromkeys(names) if name and names.count(name) > 1]
    for code, columns in (("column-missing", missing), ("column-twice", twice)):
        if columns:
            one = columns[0] if len(columns) == 1 else ""
            return ListTable((), (say_of_cells(code, line=line, column=one, columns=", ".join(columns)),))
    places = {name: place for place, name in enumerate(names) if name}
    reader = _Reader(places, context)
    for at, cells in (*(row for row in first if row[0] > line), *source):
        if _filled(cells):
            reader.take(cells, at)
    return ListTable(tuple(reader.rows), tuple(reader.problems))


class _Reader:
    """Takes the rows of one file in turn, and compares them."""

    def __init__(self, places: dict[str, int], context: Context) -> None:
        self.places = places
        self.context = context
        self.rows: list[ListRow] = []
        self.problems: list[Problem] = []
        self.seen: dict[Stream, int] = {}

    def take(self, cells: Sequence[Cell], line: int) -> None:
        named = {name: cells[at] if at < len(cells) else None for name, at in self.places.items()}
        row = _Row(named, line, self.context)
        entry, given = row.entry(), row.stream()
        if entry is None or row.problems:
            self.problems += row.problems
            return
        stream = given or row_stream(self.context.body.stream, entry)
        first = self.seen.setdefault(stream, line)
        if first != line:
            self.problems.append(_say("row-twice", line, row.no, col.ID if given else col.NAME, first=first))
            return
        self.rows.append(ListRow(line, stream, entry))


class _Row:
    """Reads the cells of one row and collects everything that is wrong with them."""

    def __init__(self, named: dict[str, Cell], line: int, context: Context) -> None:
        self.cells = named
        self.line = line
        self.context = context
        self.no = read_text(named.get(col.NO))[:10]
        self.problems: list[Problem] = []

    def entry(self) -> Entry | None:
        """Return the row as the list would hold it; None when something is wrong."""
        texts = {name: self.text(name) for name in (*col.COLUMNS, col.ID) if name not in {col.KNOWN, col.ID}}
        when, where = self.made(texts[col.MADE])
        entry = Entry(
            title=texts[col.NAME] or texts[col.SUMMARY].split("\n", 1)[0][: TITLE.limit].rstrip(),
            summary=texts[col.SUMMARY],
            klass=self.understood(col.KLASS, texts[col.KLASS], _klass) or InfoClass.ANY_TIME,
            unit=self.understood(col.UNIT, texts[col.UNIT], self.unit) or "",
            responsible=texts[col.RESPONSIBLE],
            made_when=when,
            made_where=where,
            forms=self.understood(col.FORMS, texts[col.FORMS], _forms) or (),
            retention=texts[col.RETENTION],
            language=self.understood(col.LANGUAGE, texts[col.LANGUAGE], _language) or "id",
            link=texts[col.LINK],
            keywords=tidy_keywords((texts[col.KEYWORDS],)),
            known_on=self.day(col.KNOWN),
        )
        return None if self.problems else self.checked(entry)

    def checked(self, entry: Entry) -> Entry | None:
        """Ask the rules that every entry is asked; what they refuse is a problem of this row."""
        try:
            return check_entry(entry, self.context, known=False)
        except RuleError as refusal:
            column = _FIELDS.get(refusal.field, "") if isinstance(refusal, FieldError) else ""
            in_id, in_en = (f"Kolom {column}: ", f"Column {column}: ") if column else ("", "")
            told = Problem(
                self.line,
                self.no,
                column,
                refusal.code,
                in_id + refusal.sentence("id"),
                in_en + refusal.sentence("en"),
            )
            self.problems.append(told)
            return None

    def stream(self) -> Stream:
        """Return the stream that the id names; empty without one."""
        given = read_text(self.cells.get(col.ID)).removeprefix("item-").lower()
        if given and not re.fullmatch(r"[0-9a-f]{32}", given):
            self.fault("not-an-id", col.ID)
        return f"item-{given}" if given else ""

    def fault(self, code: str, column: str, **facts: int | str) -> None:
        self.problems.append(_say(code, self.line, self.no, column, **facts))

    def text(self, column: str) -> str:
        text = read_text(self.cells.get(column))
        if odd := odd_character(text):
            self.problems.append(
                say_of_cells("control-character", line=self.line, no=self.no, column=column, character=odd)
            )
        if not text and column in col.NEEDED:
            self.fault("cell-missing", column)
        return text

    def understood(self, column: str, text: str, reader: Callable[[str], T]) -> T | None:
        if not text and column != col.LANGUAGE:
            return None
        try:
            return reader(text)
        except CellError as wrong:
            self.fault(wrong.code, column)
            return None

    def unit(self, text: str) -> str:
        name, body = bare(text), self.context.body
        if name in {bare(body.name), bare(body.code)}:
            return ""
        for unit in body.units:
            if name in {bare(unit.code), bare(unit.name)}:
                return unit.code
        raise CellError("unit-not-known")

    def made(self, text: str) -> tuple[str, str]:
        """Tell time and place apart: by a semicolon, or by where the figures are."""
        if not text:
            return "", ""
        head, mark, tail = (part.strip() for part in text.partition(";"))
        if not mark:
            head, mark, tail = (part.strip() for part in text.rpartition(","))
            if any(c.isdigit() for c in tail) and not any(c.isdigit() for c in head):
                head, tail = tail, head
        if not (mark and head and tail):
            self.fault("place-missing", col.MADE)
        return head, tail

    def day(self, column: str) -> date | None:
        cell = self.cells.get(column)
        if not read_text(cell):
            return None
        try:
            return read_date(cell)
        except CellError as wrong:
            self.problems.append(
                say_of_cells(wrong.code, line=self.line, no=self.no, column=column, value=cell, **wrong.facts)
            )
            return None


_AROUND_A_CLASS = frozenset({"informasi", "yang", "wajib", "tersedia", "diumumkan", "disediakan", "secara"})


def _klass(text: str) -> InfoClass:
    word = " ".join(part for part in bare(text).split() if part not in _AROUND_A_CLASS)
    if "dikecualikan" in word:
        raise CellError("exempt-row")
    for klass, name in CLASS_WORDS.items():
        if word in {bare(name), klass.value}:
            return klass
    raise CellError("unknown-class")


def _forms(text: str) -> tuple[Form, ...]:
    words = [bare(part) for part in re.split(r"[,;/&+\n]|\bdan\b", text)]
    found = [_FORMS_READ.get(word) for word in words if word]
    if not found or None in found:
        raise CellError("unknown-form")
    return tuple(form for form in Form if form in found)


def _language(text: str) -> str:
    name = " ".join(text.casefold().split())
    if name in _LANGUAGES_READ:
        return _LANGUAGES_READ[name]
    if re.fullmatch(r"[a-zA-Z]{2,3}(-[A-Za-z]{2,8})?", text):
        return text
    raise CellError("unknown-language")


def _say(code: str, line: int, no: str = "", column: str = "", **facts: int | str) -> Problem:
    words = (template.format(column=column, **facts) for template in SENTENCES[code])
    return Problem(line, no, column, code, *words)


def _filled(cells: Sequence[Cell]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in cells)
