"""What is said about a cell that cannot be read: one sentence per code and language, fit to show.

A value is quoted only where it cannot be a person's name or address, and never at length: these sentences
reach screens, terminals and support mails.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from ppid.book.rows import DECISION, Cell, Problem

#: code -> Indonesian, English. ``{value}`` is quoted, or becomes "this cell" where it must not be shown.
SENTENCES: Final[dict[str, tuple[str, str]]] = {
    # The file
    "empty": (
        "Berkas ini tidak berisi satu baris pun. Pilih berkas buku register yang terisi.",
        "This file has no rows. Choose a request book that has some.",
    ),
    "column-missing": (
        "Kolom yang tidak ada di baris judul: {columns}. Tambahkan dengan nama yang sama, lalu ulangi.",
        "Columns not found in the heading row: {columns}. Add them with these names, then try again.",
    ),
    "column-twice": (
        "Kolom {columns} ada lebih dari satu kali di baris judul. Sisakan satu, lalu ulangi.",
        "The heading row has more than one column {columns}. Keep one, then try again.",
    ),
    # The row
    "wrong-column-count": (
        (
            "Baris berisi {count} sel, padahal judulnya {expected}; mulai meleset di kolom {column}. "
            "Periksa pemisah dan tanda kutipnya."
        ),
        (
            "This row has {count} cells, but the heading has {expected}: it goes wrong at column {column}. "
            "Check separators and quotation marks."
        ),
    ),
    "missing": (
        "Kolom {column} kosong. Isi menurut buku aslinya.",
        "Column {column} is empty. Fill it in from the original book.",
    ),
    "open-case": (
        (
            "Kolom {column} dan tanggal pemberitahuan kosong: permohonan ini belum selesai. "
            "Daftarkan lewat loket, bukan lewat impor."
        ),
        (
            "Column {column} and the date of the notice are empty: this request is not finished. "
            "Register it at the desk instead of importing it."
        ),
    ),
    "control-character": (
        "Kolom {column} berisi karakter yang tidak tampak dan tidak sah ({character}). Ketik ulang isinya.",
        "Column {column} holds an invisible character that is not allowed ({character}). Type it again.",
    ),
    "too-long": (
        "Kolom {column} berisi {count} karakter; paling banyak {limit}. Ringkas isinya.",
        "Column {column} has {count} characters; the most is {limit}. Shorten it.",
    ),
    "not-a-number": (
        "Kolom {column}: {value} bukan nomor urut. Tulis bilangan bulat mulai dari 1.",
        "Column {column}: {value} is not a running number. Write a whole number from 1 up.",
    ),
    "duplicate-number": (
        "Kolom {column}: nomor {value} sudah ada di baris {first}. Beri setiap permohonan nomor sendiri.",
        "Column {column}: number {value} is already used in row {first}. Give each request its own number.",
    ),
    "date-impossible": (
        "Kolom {column}: {value} tidak ada dalam kalender. Tulis tanggal yang benar menurut buku aslinya.",
        "Column {column}: {value} is not in the calendar. Write the right date from the original book.",
    ),
    "date-ambiguous-month": (
        (
            "Kolom {column}: {value} menyebut bulan ke-{month}, yang tidak ada; mungkin bulan dan tanggalnya "
            "tertukar. Tulis hari, bulan, tahun, misalnya {example}, bila itu yang dimaksud."
        ),
        (
            "Column {column}: {value} names month {month}, which does not exist; perhaps day and month are "
            "swapped. Write day, month, year, such as {example}, if that is meant."
        ),
    ),
    "date-not-read": (
        "Kolom {column}: {value} tidak terbaca sebagai tanggal. Contoh: 16 Januari 2025 atau 2025-01-16.",
        "Column {column}: {value} cannot be read as a date. Examples: 16 Januari 2025 or 2025-01-16.",
    ),
    "date-two-digit-year": (
        "Kolom {column}: tahun pada {value} hanya dua angka. Tulis tahunnya dengan empat angka.",
        "Column {column}: the year in {value} has two digits only. Write the year with four digits.",
    ),
    "date-out-of-range": (
        "Kolom {column}: {value} di luar masa berlaku UU 14/2008 (2008 sampai 2099). Periksa tahunnya.",
        "Column {column}: {value} is outside the years of Law 14/2008 (2008 to 2099). Check the year.",
    ),
    "date-in-future": (
        "Kolom {column}: {value} belum terjadi. Buku memuat hal yang sudah terjadi; periksa tanggalnya.",
        "Column {column}: {value} has not come yet. A book holds only what has happened; check the date.",
    ),
    "weekday-mismatch": (
        "Kolom {column}: nama hari pada {value} tidak cocok dengan tanggalnya. Perbaiki salah satunya.",
        "Column {column}: the day name in {value} does not fit its date. Correct one of them.",
    ),
    "before-received": (
        "Kolom {column}: {value} lebih awal dari tanggal permohonan diterima ({other}). Periksa keduanya.",
        "Column {column}: {value} is earlier than the day the request was received ({other}). Check both.",
    ),
    "before-notified": (
        "Kolom {column}: {value} lebih awal daripada pemberitahuan tertulis ({other}). Periksa keduanya.",
        "Column {column}: {value} is earlier than the written notice ({other}). Check both.",
    ),
    "not-a-tick": (
        "Kolom {column}: {value} bukan tanda centang. Tulis V bila ya, kosongkan bila tidak.",
        "Column {column}: {value} is not a tick mark. Write V for yes, leave it empty for no.",
    ),
    "status-missing": (
        "Kolom {column} dan dua kolom status lainnya kosong. Beri tanda V pada salah satunya.",
        "Column {column} and the other two status columns are empty. Put a V in one of them.",
    ),
    "status-twice": (
        "Kolom {column}: lebih dari satu kolom status bertanda. Sisakan satu tanda V.",
        "Column {column}: more than one status column is ticked. Keep one V.",
    ),
    "unknown-decision": (
        (
            "Kolom {column}: {value} bukan keputusan yang dikenal. "
            "Tulis Diberikan seluruhnya, Diberikan sebagian, Ditolak, "
            "Tidak dikuasai - diarahkan ke …, atau Belum didokumentasikan."
        ),
        (
            "Column {column}: {value} is not a known decision. "
            "Write Diberikan seluruhnya, Diberikan sebagian, Ditolak, "
            "Tidak dikuasai - diarahkan ke …, or Belum didokumentasikan."
        ),
    ),
    "status-contradicts": (
        "Kolom {column}: {value} tidak sesuai dengan kolom status yang bertanda. Perbaiki salah satunya.",
        "Column {column}: {value} does not agree with the status column that is ticked. Correct one of them.",
    ),
    "reason-missing": (
        "Kolom {column} kosong, padahal permohonan ditolak (sebagian). Tulis alasan dan pasalnya.",
        "Column {column} is empty, but the request was refused (in part). Write the reason and article.",
    ),
    "delivered-without-grant": (
        (
            "Kolom {column}: {value} adalah tanggal pemberian, padahal informasinya tidak diberikan. "
            "Perbaiki tanggal atau keputusannya."
        ),
        (
            "Column {column}: {value} is a date of giving, but the information was not given. "
            "Correct the date or the decision."
        ),
    ),
    "fee-not-read": (
        "Kolom {column}: {value} bukan jumlah rupiah yang jelas. Tulis misalnya Rp9.500, atau 0 bila gratis.",
        "Column {column}: {value} is not a clear amount in rupiah. Write, say, Rp9.500, or 0 if free.",
    ),
    # Worth knowing, no reason to leave a row out
    "number-gap": (
        "Kolom {column}: nomor yang tidak ada di antara yang terkecil dan terbesar: {numbers}.",
        "Column {column}: numbers absent between the smallest and the largest: {numbers}.",
    ),
    "columns-ignored": (
        "{count} kolom lain di berkas ini tidak dibaca, karena bukan kolom lampiran VIII.",
        "{count} other columns of this file are not read, as they are not columns of annex VIII.",
    ),
    "payment-missing": (
        "Kolom {column} kosong, padahal ada biaya. Baris ini tetap dibaca.",
        "Column {column} is empty although there was a fee. The row is read all the same.",
    ),
    "old-encoding": (
        "Berkas ini tidak memakai UTF-8 dan dibaca sebagai Windows-1252. Periksa huruf beraksen pada nama.",
        "This file is not in UTF-8 and was read as Windows-1252. Check accented letters in names.",
    ),
}

_MONTHS: Final = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_HIDDEN: Final = {"id": "isi sel ini", "en": "this cell"}

_LONGEST_QUOTE: Final = 30
_MOST_DIGITS: Final = 8  # a date has eight; a telephone or identity number has more
_DECISION_TALK: Final = frozenset(
    {
        "-", "\N{EN DASH}", "belum", "bukan", "dalam", "di", "diarahkan", "diberikan", "didokumentasikan",
        "dikabulkan", "dikuasai", "dipenuhi", "diproses", "ditolak", "ditunda", "informasi", "ke", "lengkap",
        "proses", "sebagian", "sedang", "selesai", "seluruhnya", "sudah", "tidak",
    }
)  # fmt: skip


def say(
    code: str, *, line: int, no: str = "", column: str = "", value: Cell = None, **facts: str | int | date
) -> Problem:
    """Word a problem. ``facts`` fill the gaps of its sentence; dates and numbers are written per language."""
    words = []
    for language, template in zip(("id", "en"), SENTENCES[code], strict=True):
        filled = {name: _written(fact, language) for name, fact in facts.items()}
        quoted = quotable(value, column)
        shown = _HIDDEN[language] if quoted is None else f"“{quoted}”"
        words.append(template.format(column=column, value=shown, **filled))
    return Problem(line, no, column, code, *words)


def quotable(value: Cell, column: str) -> str | None:
    """Return a value as it may be shown, or None where it might be somebody's name, address or number.

    Cells can slip into a neighbour's column, so a date without a digit is not quoted either.
    """
    text = value if isinstance(value, str) else "" if value is None else str(value)
    text = "".join(
        "�" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn"} else c for c in text[:200]
    )
    text = " ".join(text.split())
    digits = sum(c.isdigit() for c in text)
    if not text or "@" in text or digits > _MOST_DIGITS:
        return None
    words = text.casefold().split()
    if column == DECISION:
        known = not digits and (len(words) == 1 or set(words) <= _DECISION_TALK)
    else:
        named = re.findall(r"[^\W\d_]{2,}", text)
        known = bool(digits) and len(named) <= 2  # noqa: PLR2004 - a day and a month
    if not known and len(text) > 1:
        return None
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


def _written(fact: str | int | date, language: str) -> str:
    if isinstance(fact, date):
        return f"{fact.day} {_MONTHS[language][fact.month - 1]} {fact.year}"
    if isinstance(fact, int):
        grouped = f"{fact:,}"
        return grouped.replace(",", ".") if language == "id" else grouped
    return fact
