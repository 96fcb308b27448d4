"""The list as a table: the columns of annex I, and beside them class, words, address and id.

An entry becomes cells here; ``table`` turns cells into entries again. Pure: no file, no clock, no database.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ppid.body import Body
from ppid.book.rows import Cell, Problem
from ppid.book.values import read_text
from ppid.catalogue.events import Entry
from ppid.catalogue.vocabulary import Form, InfoClass
from ppid.events import Stream

NO: Final = "No"
NAME: Final = "Judul Informasi"
SUMMARY: Final = "Ringkasan Isi Informasi"
UNIT: Final = "Pejabat/Unit/Satker yang Menguasai Informasi"
RESPONSIBLE: Final = "Penanggung Jawab Pembuatan atau Penerbitan Informasi"
MADE: Final = "Waktu dan Tempat Pembuatan Informasi"
FORMS: Final = "Bentuk Informasi yang Tersedia"
RETENTION: Final = "Jangka Waktu Penyimpanan"
KLASS: Final = "Golongan"
KNOWN: Final = "Tanggal Diketahui"
LANGUAGE: Final = "Bahasa"
KEYWORDS: Final = "Kata Kunci"
LINK: Final = "Tautan"
ID: Final = "ID"

ANNEX: Final = (SUMMARY, UNIT, RESPONSIBLE, MADE, FORMS, RETENTION)
COLUMNS: Final = (NAME, *ANNEX, KLASS, KNOWN, LANGUAGE, KEYWORDS, LINK)
"""What is said of an item, in order; the running number and the id stand around it."""
NEEDED: Final = (*ANNEX, KLASS)


CLASS_WORDS: Final = {
    InfoClass.PERIODIC: "Berkala",
    InfoClass.IMMEDIATE: "Serta-merta",
    InfoClass.ANY_TIME: "Setiap saat",
}
FORM_WORDS: Final = {
    Form.PRINT: "Cetak",
    Form.DIGITAL: "Digital",
    Form.RECORDING: "Rekaman",
    Form.BRAILLE: "Braille",
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """One item of a file. ``line`` is its row there, where the first row is 1."""

    line: int
    stream: Stream
    entry: Entry


@dataclass(frozen=True, slots=True)
class ListTable:
    """A file as read: its sound rows, what is wrong with others, and what is worth knowing all the same."""

    rows: tuple[ListRow, ...]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()


def bare(heading: Cell) -> str:
    """Return a heading, a name or a value without case, accents, punctuation and extra spaces."""
    if not isinstance(heading, str):
        return ""
    letters = unicodedata.normalize("NFKD", heading[:300]).casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"[\u0300-\u036f]", "", letters)).split())


HEADINGS: Final = {bare(name): name for name in (NO, *COLUMNS, ID)} | {
    "nomor": NO,
    "judul": NAME,
    "nama informasi": NAME,
    "ringkasan informasi": SUMMARY,
    "ringkasan isi": SUMMARY,
    "unit yang menguasai": UNIT,
    "unit yang menguasai informasi": UNIT,
    "pejabat unit satker yang menguasai": UNIT,
    "penanggung jawab": RESPONSIBLE,
    "penanggungjawab": RESPONSIBLE,
    "penanggung jawab pembuatan atau penerbitan": RESPONSIBLE,
    "waktu dan tempat pembuatan": MADE,
    "bentuk informasi": FORMS,
    "bentuk yang tersedia": FORMS,
    "retensi arsip": RETENTION,
    "jangka waktu penyimpanan retensi arsip": RETENTION,
    "jangka waktu simpan": RETENTION,
    "kategori": KLASS,
    "klasifikasi": KLASS,
}


def known_list_columns(cells: Sequence[Cell]) -> int:
    """Return how many different columns of the list a row of cells names."""
    return len({HEADINGS[name] for cell in cells if (name := bare(cell)) in HEADINGS})


# Writing --------------------------------------------------------------------------------------------------


def cells_of(entry: Entry, body: Body) -> tuple[str | date | None, ...]:
    """Return what ``COLUMNS`` say of an entry; reading them gives the same entry again."""
    units = {unit.code: unit.name for unit in body.units}
    return (
        entry.title,
        entry.summary,
        units.get(entry.unit, entry.unit) if entry.unit else body.name,
        entry.responsible,
        "; ".join(
            part.strip() for part in (entry.made_when.replace(";", ","), entry.made_where) if part.strip()
        ),
        ", ".join(FORM_WORDS[form] for form in entry.forms),
        entry.retention,
        CLASS_WORDS.get(entry.klass, ""),
        entry.known_on,
        entry.language,
        ", ".join(entry.keywords),
        entry.link,
    )


def same(one: Entry, other: Entry, body: Body) -> bool:
    """Whether two entries say the same as far as a table can say it."""
    return [_said(cell) for cell in cells_of(one, body)] == [_said(cell) for cell in cells_of(other, body)]


def _said(cell: Cell) -> str:
    return " ".join(read_text(cell.isoformat() if isinstance(cell, date) else cell).split())


def row_stream(body: Stream, entry: Entry) -> Stream:
    """The stream of an item that has no id: the same whenever the same list is read."""
    parts = (body, entry.unit, bare(entry.title), bare(entry.made_when), bare(entry.made_where))
    return f"item-{hashlib.sha256('/'.join(('ppid-list-v1', *parts)).encode()).hexdigest()[:32]}"
