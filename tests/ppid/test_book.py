"""An officer's request book: every way of writing a fact, and every fault named by row, column and reason."""

from __future__ import annotations

import csv
import json
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppid.book import COLUMNS, LIMITS, Book, BookRow, Cell, cells, known_columns, read_book, read_row
from ppid.book.sentences import SENTENCES, quotable
from ppid.book.values import CellError, read_date, read_decision, read_fee, read_no, read_tick

DELIVERED = "Hari/Tanggal: Pemberian Informasi"
DATA = Path(__file__).parents[1] / "data"

ROW = BookRow(
    line=2,
    no=7,
    received_on=date(2025, 1, 16),
    name="Ni Luh Sri Astuti",
    address="Jl. Sultan Adam No 2, Banjarmasin",
    contact="+62 800-0000-4228",
    occupation="Wartawan",
    information="Daftar aset tanah; bangunan, dan kendaraan",
    purpose="Peliputan",
    held="held",
    softcopy=True,
    hardcopy=False,
    view=False,
    copy=True,
    decision="granted",
    other_body="",
    refusal_reason="",
    notified_on=date(2025, 1, 20),
    delivered_on=date(2025, 1, 21),
    fee_idr=9_500,
    payment_method="Tunai",
)


def lines(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def written(**changed: Cell) -> dict[str, Cell]:
    """Return the cells of the example by column, some of them changed by the first word of their column."""
    named: dict[str, Cell] = dict(zip(COLUMNS, cells(ROW), strict=True))
    for word, cell in changed.items():
        column = next(name for name in COLUMNS if name.casefold().replace(" ", "_").startswith(word))
        named[column] = cell
    return named


def faults(**changed: Cell) -> list[tuple[str, str]]:
    found = read_row(list(written(**changed).values()), 2)
    return [] if isinstance(found, BookRow) else [(problem.column, problem.code) for problem in found]


def book(*rows: dict[str, Cell]) -> Book:
    return read_book([list(COLUMNS), *(list(row.values()) for row in rows)])


# The given year ---------------------------------------------------------------------------------------------

DECREED_2025 = """
01-01 01-27 01-28 01-29 03-28 03-29 03-31 04-01 04-02 04-03 04-04 04-07 04-18 04-20 05-01 05-12 05-13 05-29
05-30 06-01 06-06 06-09 06-27 08-17 08-18 09-05 12-25 12-26
"""
OFF = {date.fromisoformat(f"2025-{day}") for day in DECREED_2025.split()} | {date(2026, 1, 1)}


def tenth_working_day_after(start: date) -> date:
    day, counted = start, 0
    while counted < 10:
        day += timedelta(days=1)
        counted += day.weekday() < 5 and day not in OFF
    return day


def test_the_year_2025_has_the_counts_that_were_counted_by_hand() -> None:
    found = read_book(lines("register-2025.csv"))
    decisions = Counter(row.decision for row in found.rows)

    assert found.problems == ()
    assert found.notes == ()
    assert json.loads((DATA / "register-2025.expected.json").read_text()) == {
        "rows": len(found.rows),
        "granted": decisions["granted"],
        "partly": decisions["partly-granted"],
        "refused": decisions["refused"],
        "not_held": decisions["not-held"],
        "not_documented": decisions["not-documented"],
        "late": sum(row.notified_on > tenth_working_day_after(row.received_on) for row in found.rows),
        "open": 0,
    }


def test_every_cell_of_the_year_2025_is_kept() -> None:
    rows = lines("register-2025.csv")[1:]
    for row, raw in zip(read_book(lines("register-2025.csv")).rows, rows, strict=True):
        texts = (row.name, row.address, row.contact, row.occupation, row.information, row.purpose)
        assert list(texts) == raw[2:8]
        assert [row.softcopy, row.hardcopy, row.view, row.copy] == [bool(cell) for cell in raw[11:15]]
        assert (row.refusal_reason, row.payment_method) == (raw[16], raw[20])
        assert row.fee_idr == int("".join(c for c in raw[19] if c.isdigit()) or "0")
        assert raw[15].endswith(row.other_body)
        assert (row.delivered_on is None) == (raw[18] == "")
        assert str(row.received_on.year) in raw[1]


BAD_2025 = [
    (2, "1", "Tanggal", "date-impossible"),
    (3, "2", "Informasi yang Diminta", "missing"),
    (4, "2", "No", "duplicate-number"),
    (5, "4", "Hari/Tanggal: Pemberitahuan Tertulis", "before-received"),
    (6, "5", "Alasan Penolakan", "reason-missing"),
    (8, "7", "Tanggal", "date-ambiguous-month"),
    (9, "8", "Informasi yang Diminta", "too-long"),
    (10, "9", "Status: Di Bawah Penguasaan Tidak", "wrong-column-count"),
    (11, "10", "Nama", "control-character"),
    (12, "11", "Keputusan", "unknown-decision"),
    (13, "12", "Tanggal", "missing"),
]


def test_every_bad_row_is_named_by_number_column_and_reason() -> None:
    found = read_book(lines("register-2025-bad.csv"))

    assert [(p.line, p.no, p.column, p.code) for p in found.problems] == BAD_2025
    assert [(row.line, row.no, row.name) for row in found.rows] == [
        (7, 6, '=HYPERLINK("http://x";"klik")')  # a name like a formula is a name
    ]
    assert [note.code for note in found.notes] == ["number-gap"]


def test_no_sentence_about_the_bad_book_tells_who_asked_or_for_what() -> None:
    said = " ".join(p.id + p.en for p in read_book(lines("register-2025-bad.csv")).problems)
    for raw in lines("register-2025-bad.csv")[1:]:
        assert not any(cell in said for cell in raw[2:8] if cell)


def test_sentences_name_value_reason_and_remedy() -> None:
    by_code = {p.code: p for p in read_book(lines("register-2025-bad.csv")).problems}

    assert "“31 Februari 2025”" in by_code["date-impossible"].id
    assert "70.000" in by_code["too-long"].id
    assert "70,000" in by_code["too-long"].en
    assert "13-03-2025" in by_code["date-ambiguous-month"].id
    assert "6 Januari 2025" in by_code["before-received"].id
    assert "6 January 2025" in by_code["before-received"].en
    assert "“Mungkin”" in by_code["unknown-decision"].id
    assert "baris 3" in by_code["duplicate-number"].id
    assert "U+0000" in by_code["control-character"].en


# Single cells -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell",
    [
        "16 Januari 2025",
        "16-01-2025",
        "16/01/2025",
        "2025-01-16",
        "Kamis, 16 Januari 2025",
        "KAMIS , 16 JANUARI  2025",
        "kamis 16/01/2025",
        "16 Jan 2025",
        "16 Jan. 2025",
        "16-Jan-2025",
        "16.1.2025",
        "2025/1/16",
        "2025-01-16T00:00:00",
        "2025-01-16 00:00:00",
        "16 January 2025",
        "45673",
        45673,
        45673.75,
        date(2025, 1, 16),
        datetime(2025, 1, 16, 9, 30),  # noqa: DTZ001 - a workbook knows no zone
    ],
    ids=repr,
)
def test_a_day_is_read_however_it_is_written(cell: Cell) -> None:
    assert read_date(cell) == date(2025, 1, 16)


@pytest.mark.parametrize(
    ("month", "names"),
    [
        (2, "Februari Pebruari Feb Peb"),
        (3, "Maret Mar"),
        (5, "Mei May"),
        (8, "Agustus Agu Agt Ags Agust"),
        (11, "November Nopember Nov"),
    ],
)
def test_old_and_short_month_names_are_read(month: int, names: str) -> None:
    for name in names.split():
        assert read_date(f"5 {name} 2025") == date(2025, month, 5)


def test_jumat_is_read_with_and_without_its_apostrophe() -> None:
    for name in ("Jumat", "Jum'at", "Jum\N{RIGHT SINGLE QUOTATION MARK}at"):
        assert read_date(f"{name}, 17 Januari 2025") == date(2025, 1, 17)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31 Februari 2025", "date-impossible"),
        ("29-02-2025", "date-impossible"),
        ("2025-13-40", "date-impossible"),
        ("0 Januari 2025", "date-impossible"),
        ("03/13/2025", "date-ambiguous-month"),
        ("16/01/25", "date-two-digit-year"),
        ("16 Jan 25", "date-two-digit-year"),
        ("Rabu, 16 Januari 2025", "weekday-mismatch"),
        ("16 Januari 9999", "date-out-of-range"),
        ("16 Januari 1825", "date-out-of-range"),
        ("0000-00-00", "date-impossible"),
        ("besok", "date-not-read"),
        ("16 Januri 2025", "date-not-read"),
        ("٣ Januari 2025", "date-not-read"),
        ("16-01/2025", "date-not-read"),
        (True, "date-not-read"),
        (0, "date-not-read"),
        (-3, "date-not-read"),
        (float("nan"), "date-not-read"),
        (float("inf"), "date-not-read"),
        (10**30, "date-not-read"),
        (time(9, 30), "date-not-read"),
        (timedelta(days=3), "date-not-read"),
    ],
    ids=repr,
)
def test_a_day_that_is_none_is_refused_with_its_reason(cell: Cell, code: str) -> None:
    with pytest.raises(CellError) as refused:
        read_date(cell)
    assert refused.value.code == code


@given(st.dates(date(2008, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_from_every_style(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for cell in (
        f"{day:%d-%m-%Y}",
        f"{day.day}/{day.month}/{day.year}",
        day.isoformat(),
        serial,
        str(serial),
    ):
        assert read_date(cell) == day


@given(st.text(max_size=40) | st.integers() | st.floats() | st.booleans() | st.none() | st.times())
def test_no_cell_breaks_a_reader(cell: Cell) -> None:
    for reader in (read_date, read_fee, read_no, read_tick):
        with suppress(CellError):
            reader(cell)


@pytest.mark.parametrize(
    "mark", ["V", "v", " ✓ ", "✔", "✔\ufe0f", "√", "x", "X", "Ya", "1", 1, 1.0, True], ids=repr
)
def test_a_tick_is_read(mark: Cell) -> None:
    assert read_tick(mark) is True


@pytest.mark.parametrize("mark", ["", " ", "-", "tidak", "0", 0, False, None, "☐"], ids=repr)
def test_no_tick_is_read(mark: Cell) -> None:
    assert read_tick(mark) is False


@pytest.mark.parametrize("mark", ["✗", "mungkin", "2", 2, 0.5], ids=repr)
def test_what_may_mean_yes_or_no_is_refused(mark: Cell) -> None:
    with pytest.raises(CellError, match="not-a-tick"):
        read_tick(mark)


@pytest.mark.parametrize(
    ("cell", "fee_idr"),
    [
        ("Rp9.500", 9_500),
        ("Rp 9.500", 9_500),
        ("Rp. 9.500,-", 9_500),
        ("rp9.500,00", 9_500),
        ("9500", 9_500),
        ("1.250.000", 1_250_000),
        ("9.500 rupiah", 9_500),
        (9_500, 9_500),
        (9_500.0, 9_500),
        ("0", 0),
        ("-", 0),
        ("", 0),
        (None, 0),
        ("Rp-", 0),
        ("Gratis", 0),
    ],
    ids=repr,
)
def test_a_fee_is_read(cell: Cell, fee_idr: int) -> None:
    assert read_fee(cell) == fee_idr


@pytest.mark.parametrize(
    "cell", ["9,500", "9.50", "-500", -500, 0.5, "seribu", "9" * 40, float("nan"), True], ids=repr
)
def test_an_unclear_fee_is_refused(cell: Cell) -> None:
    with pytest.raises(CellError, match="fee-not-read"):
        read_fee(cell)


@pytest.mark.parametrize(
    ("text", "decision", "other_body"),
    [
        ("Diberikan seluruhnya", "granted", ""),
        ("DIBERIKAN  SELURUHNYA.", "granted", ""),
        ("Dikabulkan sebagian", "partly-granted", ""),
        ("Ditolak", "refused", ""),
        ("Belum didokumentasikan", "not-documented", ""),
        ("Tidak dikuasai", "not-held", ""),
        ("Tidak dikuasai \N{EN DASH} diarahkan ke Dinas Perhubungan", "not-held", "Dinas Perhubungan"),
        ("tidak dikuasai - Diarahkan Ke Kejaksaan Negeri", "not-held", "Kejaksaan Negeri"),
        ("Tidak dikuasai, diarahkan kepada Pengadilan Negeri", "not-held", "Pengadilan Negeri"),
    ],
)
def test_a_decision_is_read(text: str, decision: str, other_body: str) -> None:
    assert read_decision(text) == (decision, other_body)


@pytest.mark.parametrize(
    "cell", ["0", "-1", "1.5", 1.5, 0, True, "satu", "99999999", "1 2", None, 10**40], ids=repr
)
def test_a_running_number_is_a_whole_number_from_one(cell: Cell) -> None:
    with pytest.raises(CellError, match="not-a-number"):
        read_no(cell)


# A row ------------------------------------------------------------------------------------------------------


def test_a_row_is_read_back_as_it_was_written() -> None:
    assert read_row(cells(ROW), 2) == ROW


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"nama": ""}, [("Nama", "missing")]),
        ({"nama": " - "}, [("Nama", "missing")]),
        ({"no": ""}, [("No", "missing")]),
        ({"no": "tujuh"}, [("No", "not-a-number")]),
        ({"nama": "a\ud800b"}, [("Nama", "control-character")]),
        ({"alamat": "a\x85b"}, [("Alamat", "control-character")]),
        ({"informasi": "x" * 20_000}, []),
        ({"informasi": "x" * 20_001}, [("Informasi yang Diminta", "too-long")]),
        ({"status:_di": "✗"}, [("Status: Di Bawah Penguasaan Ya", "not-a-tick")]),
        ({"status:_di": ""}, [("Status: Di Bawah Penguasaan Ya", "status-missing")]),
        ({"status:_belum": "V"}, [("Status: Di Bawah Penguasaan Ya", "status-twice")]),
        ({"keputusan": "Tidak dikuasai"}, [
            ("Keputusan", "status-contradicts"),
            (DELIVERED, "delivered-without-grant"),
        ]),
        ({"keputusan": "Diberikan sebagian"}, [("Alasan Penolakan", "reason-missing")]),
        ({"keputusan": ""}, [("Keputusan", "missing")]),
        ({"keputusan": "", "hari/tanggal:_pemberitahuan": None}, [("Keputusan", "open-case")]),
        ({"hari/tanggal:_pemberitahuan": None}, [("Hari/Tanggal: Pemberitahuan Tertulis", "missing")]),
        ({"hari/tanggal:_pemberian": "15-01-2025"}, [(DELIVERED, "before-received")]),
        ({"hari/tanggal:_pemberian": "19-01-2025"}, [(DELIVERED, "before-notified")]),
        ({"hari/tanggal:_pemberian": "-"}, []),
        ({"biaya": "9,500"}, [("Biaya", "fee-not-read")]),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_column(changed: dict[str, Cell], found: list[tuple[str, str]]) -> None:
    assert faults(**changed) == found


def test_all_faults_of_a_row_are_told_at_once() -> None:
    assert faults(no="x", nama="", tanggal="besok", biaya="seribu") == [
        ("Nama", "missing"),
        ("Tanggal", "date-not-read"),
        ("No", "not-a-number"),
        ("Biaya", "fee-not-read"),
    ]


def test_a_day_after_today_is_refused() -> None:
    found = read_row(cells(ROW), 2, today=date(2025, 1, 20))
    assert isinstance(found, tuple)
    assert [(p.column, p.code) for p in found] == [(DELIVERED, "date-in-future")]
    assert read_row(cells(ROW), 2, today=date(2025, 1, 21)) == ROW


def test_numbers_in_text_columns_of_a_workbook_are_text() -> None:
    found = read_row(list(written(nomor_kontak=80000055855, alamat=7.0, nama=True).values()), 2)
    assert isinstance(found, BookRow)
    assert (found.contact, found.address, found.name) == ("80000055855", "7", "True")


def test_a_name_that_slipped_into_another_column_is_not_repeated() -> None:
    found = read_row(
        list(
            written(
                no="Siti Rahmawati", tanggal="Siti Rahmawati", keputusan="Siti Rahmawati", biaya="Siti"
            ).values()
        ),
        2,
    )
    assert isinstance(found, tuple)
    assert {p.code for p in found} == {"not-a-number", "date-not-read", "unknown-decision", "fee-not-read"}
    assert not any("Siti" in p.id + p.en + p.no for p in found)


@pytest.mark.parametrize("value", ["a@b.example", "0812 3456 7890", "6371010101800001", "", None], ids=repr)
def test_addresses_and_long_numbers_are_never_quoted(value: Cell) -> None:
    assert quotable(value, "Tanggal") is None


@given(
    st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30) | st.floats() | st.integers() | st.none())
)
def test_no_row_breaks_the_reader(changed: dict[str, Cell]) -> None:
    found = read_row(list((written() | changed).values()), 2)
    assert isinstance(found, BookRow) or found


# A book -----------------------------------------------------------------------------------------------------


def test_headings_are_known_without_case_accents_and_order() -> None:
    loud = ["", *(f" {name.upper()} :".replace("A", "Á") for name in reversed(COLUMNS)), "Catatan", ""]
    found = read_book([["Buku Register 2025"], [], loud, ["", *reversed(cells(ROW)), "", ""]])
    assert found.rows == (replace(ROW, line=4),)
    assert [note.code for note in found.notes] == ["columns-ignored"]
    assert known_columns(loud) == len(COLUMNS)


def test_a_missing_column_is_one_clear_problem() -> None:
    places = [place for place, name in enumerate(COLUMNS) if name != "Biaya"]
    found = read_book([[row[place] for place in places] for row in lines("register-2025.csv")])
    assert found.rows == ()
    assert [(p.line, p.column, p.code) for p in found.problems] == [(1, "Biaya", "column-missing")]
    assert "Biaya" in found.problems[0].id


def test_a_column_that_stands_twice_is_refused() -> None:
    found = read_book([[*COLUMNS, "Nama"], [*cells(ROW), "Lain"]])
    assert [(p.column, p.code) for p in found.problems] == [("Nama", "column-twice")]


@pytest.mark.parametrize("rows", [[], [[]], [["", None], [" "]]], ids=repr)
def test_a_book_without_rows_says_so(rows: list[list[Cell]]) -> None:
    assert [p.code for p in read_book(rows).problems] == ["empty"]


def test_a_file_of_something_else_lacks_its_columns() -> None:
    assert [p.code for p in read_book([["a", "b"], ["1", "2"]]).problems] == ["column-missing"]


def test_empty_rows_are_skipped_and_counted() -> None:
    found = read_book([list(COLUMNS), [], ["", " ", None], list(cells(ROW))])
    assert found.rows == (replace(ROW, line=4),)


def test_cells_past_the_heading_must_be_empty() -> None:
    assert read_book([COLUMNS, [*cells(ROW), "", None]]).rows == (ROW,)
    found = read_book([COLUMNS, [*cells(ROW), "", "x", ""]])
    assert [(p.column, p.code) for p in found.problems] == [("Cara Pembayaran", "wrong-column-count")]


def test_a_repeated_number_is_told_with_the_other_faults_of_its_row() -> None:
    found = book(written(), written(nama=""), written(no="007"))
    assert [(p.line, p.code) for p in found.problems] == [
        (3, "duplicate-number"),
        (3, "missing"),
        (4, "duplicate-number"),
    ]
    assert len(found.rows) == 1


def test_gaps_between_numbers_are_worth_a_note() -> None:
    found = book(written(no=1), written(no=3), written(no=9), written(no=2))
    assert len(found.rows) == 4
    assert [note.id for note in found.notes] == [
        "Kolom No: nomor yang tidak ada di antara yang terkecil dan terbesar: 4 - 8."
    ]


def test_a_fee_without_its_way_of_payment_is_worth_a_note() -> None:
    found = book(written(cara=""))
    assert len(found.rows) == 1
    assert [(note.column, note.code) for note in found.notes] == [("Cara Pembayaran", "payment-missing")]


def test_every_sentence_is_written_in_both_languages() -> None:
    for indonesian, english in SENTENCES.values():
        assert indonesian != english
        assert indonesian.endswith(".")
        assert english.endswith(".")


def test_limits_are_for_columns_of_the_book() -> None:
    assert set(LIMITS) < set(COLUMNS)
