"""Book files: what cannot be opened is said clearly, and what is written is inert and read back the same."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from ppid.book import COLUMNS, LIMITS, BookRow, Decision, Held, cells
from web.books import (
    OutCell,
    UnreadableBookError,
    csv_chunks,
    guarded,
    open_book,
    read_cells,
    reading,
    unguarded,
    write_csv,
    write_xlsx,
)

DATA = Path(__file__).parents[1] / "data"
YEAR = (DATA / "register-2025.csv").read_bytes()
BAD_YEAR = (DATA / "register-2025-bad.csv").read_bytes()

SIGNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]  # noqa: RUF001 - the full-width forms are meant


def refused(data: bytes) -> str:
    with pytest.raises(UnreadableBookError) as found:
        read_cells(data)
    assert found.value.id != found.value.en
    return found.value.code


def workbook(fill: Callable[[Worksheet], None]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def package(**parts: bytes) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return output.getvalue()


def repacked(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a package with one of its parts changed."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)
    return output.getvalue()


# Reading ----------------------------------------------------------------------------------------------------


def test_the_year_2025_is_read_from_its_file() -> None:
    book = open_book(YEAR)
    assert (len(book.rows), book.problems, book.notes) == (246, (), ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read(encoding: str) -> None:
    text = YEAR.decode("utf-8-sig")
    assert open_book(text.encode(encoding)).rows == open_book(YEAR).rows


@pytest.mark.parametrize("delimiter", [",", "\t"], ids=["comma", "tab"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"], ids=["crlf", "lf", "cr"])
def test_other_separators_and_line_ends_are_found_out(delimiter: str, line_end: str) -> None:
    output = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(YEAR.decode("utf-8-sig"), newline=""), delimiter=";")
    csv.writer(output, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    assert open_book(output.getvalue().encode()).rows == open_book(YEAR).rows


def test_windows_1252_is_read_and_said() -> None:
    text = write_csv(COLUMNS, [cells(example(name="André Müller"))]).decode("utf-8-sig")
    book = open_book(text.encode("cp1252"))
    assert book.rows[0].name == "André Müller"
    assert [note.code for note in book.notes] == ["old-encoding"]


def test_a_line_that_names_the_separator_is_no_heading() -> None:
    book = open_book(b"sep=;\r\n" + YEAR.removeprefix(b"\xef\xbb\xbf"))
    assert (len(book.rows), book.rows[0].line) == (246, 3)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty-file"),
        (b"\0" * 4096, "empty-file"),
        (b"x" * (20 * 1024 * 1024 + 1), "too-large"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old-workbook"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "wrong-type"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(1, 32)) * 40, "wrong-type"),
        (b"<html><table><tr><td>No</td></tr></table></html>", "wrong-type"),
        (b"No;Nama\r\n1;\x81\x8d\x9d\r\n", "encoding"),
        (b"\xff\xfeN\0o\0\x00\xd8;\0", "encoding"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (package(word__document=b"x"), "wrong-type"),
        (package(xl__workbook=b"x"), "wrong-type"),
    ],
    ids=range(13),
)  # fmt: skip
def test_what_is_no_book_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refused(data) == code


def test_more_rows_than_the_limit_are_refused() -> None:
    row = ";".join("1" * len(COLUMNS)).encode() + b"\n"
    head = ";".join(COLUMNS).encode() + b"\n"
    assert len(read_cells(head + row * 100_000).rows) == 100_001
    assert refused(head + row * 100_030) == "too-many-rows"


def test_a_row_of_separators_alone_is_refused() -> None:
    assert refused(";".join(COLUMNS).encode() + b"\n" + b";" * 6_000_000) == "too-many-rows"


def test_a_cell_as_long_as_a_book_is_named_and_not_a_crash() -> None:
    book = open_book(write_csv(COLUMNS, [cells(example(information="x" * 3_000_000))]))
    assert [(p.column, p.code) for p in book.problems] == [("Informasi yang Diminta", "too-long")]


def test_a_quotation_mark_that_is_never_closed_is_told_of_its_row() -> None:
    book = open_book(YEAR + b'247;"2 Januari 2025;Siti;\r\n248;3 Januari 2025;Dewi')
    assert len(book.rows) == 246
    assert [(p.line, p.code) for p in book.problems] == [(248, "wrong-column-count")]


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xff\xfe", b"No;Nama;"):
        try:
            open_book(start + data)
        except UnreadableBookError as found:
            assert found.code in reading._REASONS  # noqa: PT017, SLF001 - most bytes do open


# Workbooks --------------------------------------------------------------------------------------------------


def test_a_workbook_of_real_dates_and_numbers_is_read() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Buku register"])
        sheet.append(list(COLUMNS))
        for row in open_book(YEAR).rows:
            sheet.append([cell or None for cell in cells(row)])
        sheet["Z900"].number_format = "0.00"

    book = open_book(workbook(fill))
    assert book.problems == ()
    assert [facts(row) for row in book.rows] == [facts(row) for row in open_book(YEAR).rows]
    assert book.rows[0].line == 3


def test_the_sheet_with_the_heading_is_found() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Sampul")
    sheet = book.create_sheet("2025")
    sheet.append(list(COLUMNS))
    sheet.append(list(cells(example())))
    output = io.BytesIO()
    book.save(output)
    assert open_book(output.getvalue()).rows == (example(),)


def test_a_workbook_that_states_a_wrong_size_is_read_whole() -> None:
    data = write_xlsx(COLUMNS, [cells(example())], "Register")
    wrong = repacked(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'ref="A1:U2"', b'ref="A1"'))
    assert wrong != data
    assert open_book(wrong).rows == (example(),)


def test_rows_far_down_a_workbook_do_not_run_for_ever() -> None:
    data = write_xlsx(COLUMNS, [cells(example())], "Register")
    far = repacked(
        data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<row r="2"', b'<row r="99999999999"')
    )
    assert refused(far) == "too-many-rows"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_damaged_workbook_is_refused(part: str) -> None:
    data = write_xlsx(COLUMNS, [cells(example())], "Register")
    assert refused(repacked(data, part, lambda xml: xml[: len(xml) // 2])) == "damaged"
    assert refused(data[: len(data) // 2]) == "damaged"


def test_entities_are_refused_before_they_grow() -> None:
    data = write_xlsx(COLUMNS, [cells(example())], "Register")
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    for bomb in (entities.encode(), entities.encode("utf-16-le")):
        assert refused(repacked(data, "xl/worksheets/sheet1.xml", bomb.__add__)) == "damaged"


def test_a_workbook_that_unpacks_to_far_too_much_is_not_opened() -> None:
    data = write_xlsx(COLUMNS, [cells(example())], "Register")
    fat = repacked(data, "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 30_000_000)
    assert len(fat) < 100_000
    assert refused(fat) == "unpacks-too-large"


# Writing ----------------------------------------------------------------------------------------------------


def facts(row: BookRow) -> tuple[object, ...]:
    """Return everything of a row but its place in the file."""
    return cells(row)


def example(
    name: str = "Ni Luh Sri Astuti",
    information: str = "Daftar aset",
    held: Held = "held",
    decision: Decision = "granted",
) -> BookRow:
    return BookRow(
        line=2,
        no=1,
        received_on=date(2025, 1, 16),
        name=name,
        address="Jl. Sultan Adam No 2",
        contact="+62 800-0000-4228",
        occupation="Wartawan",
        information=information,
        purpose="Peliputan",
        held=held,
        softcopy=True,
        hardcopy=False,
        view=False,
        copy=True,
        decision=decision,
        other_body="",
        refusal_reason="",
        notified_on=date(2025, 1, 20),
        delivered_on=None,
        fee_idr=0,
        payment_method="",
    )


def as_csv(rows: tuple[BookRow, ...]) -> bytes:
    return write_csv(COLUMNS, map(cells, rows))


def as_xlsx(rows: tuple[BookRow, ...]) -> bytes:
    return write_xlsx(COLUMNS, map(cells, rows), "Register 2025")


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_year_written_out_is_read_back_with_the_same_facts(
    write: Callable[[tuple[BookRow, ...]], bytes],
) -> None:
    rows = open_book(YEAR).rows
    again = open_book(write(rows))
    assert again.rows == rows
    assert (again.problems, again.notes) == ((), ())


def test_the_name_like_a_formula_leaves_as_text() -> None:
    rows = open_book(BAD_YEAR).rows
    assert [row.name for row in rows] == ['=HYPERLINK("http://x";"klik")']
    raw = list(csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert raw[1][2] == '\'=HYPERLINK("http://x";"klik")'

    with zipfile.ZipFile(io.BytesIO(as_xlsx(rows))) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
        assert not any("hyperlink" in name.lower() for name in parts.namelist())
    assert open_book(as_xlsx(rows)).rows[0].name == rows[0].name


@pytest.mark.parametrize("before", ["", " ", "\u00a0 ", "\u200b", "'", "'' "], ids=ascii)
@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_text_that_may_start_a_formula_is_guarded(before: str, sign: str) -> None:
    assert guarded(f"{before}{sign}1") == f"'{before}{sign}1"


@pytest.mark.parametrize("text", ["", "'", "O'neal", "'tis", "a=b", "3 + 4", "'Umar"], ids=ascii)
def test_other_text_is_left_alone(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text() | st.text("'=+-@ \t\r\nx＝＠\u200b", max_size=6))  # noqa: RUF001
def test_taking_the_guard_away_is_exact(text: str) -> None:
    assert unguarded(guarded(text)) == text


TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
    | st.sampled_from(SIGNS),
    max_size=40,
)
TABLES = st.lists(st.tuples(TEXT, TEXT), max_size=5)


@given(TABLES)
def test_csv_gives_back_any_text(rows: list[tuple[str, str]]) -> None:
    sheet = read_cells(write_csv(["Keputusan", "Pekerjaan"], rows))
    assert [tuple(row) for row in sheet.rows[1:]] == rows


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_xlsx_gives_back_any_text(rows: list[tuple[str, str]]) -> None:
    read = read_cells(write_xlsx(["Keputusan", "Pekerjaan"], [*rows, ("last", "")], "x")).rows[1:-1]
    assert [tuple(cell or "" for cell in row) for row in read] == rows


@pytest.mark.parametrize(
    "text",
    ["<r><t>a</t></r>", "<r>&</r>", "<r></r>", "_x0041_", "]]>", " a ", "a\r\nb\x01"],
    ids=ascii,
)
def test_markup_and_escapes_are_text_in_a_workbook(text: str) -> None:
    assert read_cells(write_xlsx(["A"], [[text]], "x")).rows[1] == (text,)


def kept(text: str) -> str:
    """Return text as a book keeps it: no invisible characters, trimmed, and more than a dash."""
    text = "".join(c for c in text if c.isprintable() or c in "\n\t").strip()
    return f"{text}." if text in {"", "-", "\N{EN DASH}", "\N{EM DASH}"} else text


FACTS = st.builds(
    replace,
    st.just(example(held="not-held", decision="not-held")),
    no=st.integers(1, 9_999_999),
    name=TEXT.map(kept),
    address=TEXT.map(kept),
    contact=TEXT.map(kept),
    information=TEXT.map(kept),
    purpose=TEXT.map(kept),
    refusal_reason=TEXT.map(kept),
    payment_method=TEXT.map(kept),
    softcopy=st.booleans(),
    hardcopy=st.booleans(),
    view=st.booleans(),
    other_body=st.sampled_from(["", "Dinas Perhubungan", "kepada", 'ke-2; "X"\n= Y']),
    notified_on=st.dates(date(2025, 1, 16), date(2099, 12, 31)),
    fee_idr=st.integers(0, 999_999_999_999),
)


@given(FACTS)
@settings(max_examples=40, deadline=None)
def test_any_row_is_read_back_from_both_files(row: BookRow) -> None:
    assert open_book(as_csv((row,))).rows == (row,)
    assert open_book(as_xlsx((row,))).rows == (row,)


def test_letters_that_no_file_can_hold_are_replaced() -> None:
    for data in (write_csv(["A"], [["a\ud800b\uffff"]]), write_xlsx(["A"], [["a\ud800b\uffff"]], "x\ud800")):
        assert read_cells(data).rows[1][0] == "a\ufffdb\ufffd"


def test_a_csv_opens_in_a_spreadsheet() -> None:
    data = as_csv((example(),))
    assert data.startswith(b"\xef\xbb\xbfNo;Tanggal;")
    assert b";2025-01-16;" in b";" + data
    assert "Senin, 20 Januari 2025" in data.decode()
    assert data == b"".join(csv_chunks(COLUMNS, [cells(example())]))
    assert data.count(b"\r\n") == 2


def test_a_workbook_has_a_frozen_heading_and_real_dates() -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(write_xlsx(COLUMNS, [cells(example())], "Register [2025]: a/b?"))
    )
    sheet = book.worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == ("Register  2025   a b", "A2")
    assert sheet["R2"].value == datetime(2025, 1, 20)  # noqa: DTZ001 - a workbook knows no zone
    assert "dddd" in sheet["R2"].number_format
    assert sheet["G2"].alignment.wrap_text
    assert sheet.column_dimensions["D"].width > sheet.column_dimensions["A"].width
    assert sheet["T2"].value == 0


@pytest.mark.parametrize("title", ["", "'", "History", "x" * 400, "😀" * 40, "[]:*?/\\"], ids=ascii)
def test_any_title_makes_a_sheet_name(title: str) -> None:
    name = openpyxl.load_workbook(io.BytesIO(write_xlsx(["A"], [], title))).worksheets[0].title
    assert 0 < len(name.encode("utf-16-le")) // 2 <= 31


def test_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    for text in ("x" * 40_000, "😀" * 20_000):
        kept = read_cells(write_xlsx(["A"], [[text]], "x")).rows[1][0]
        assert isinstance(kept, str)
        assert kept.endswith(" […]")
        assert len(kept.encode("utf-16-le")) <= 32_767 * 2


def test_the_longest_text_of_a_book_fits_a_cell() -> None:
    assert max(LIMITS.values()) < 32_767


def test_ticks_large_numbers_and_moments_are_written() -> None:
    row: list[OutCell] = [True, False, 10**20, datetime(2025, 1, 2, 3, 4)]  # noqa: DTZ001 - written as it is given
    assert write_csv("ABCD", [row]).decode("utf-8-sig").splitlines()[1] == f"V;;{10**20};2025-01-02 03:04:00"
    assert read_cells(write_xlsx("ABCD", [row], "x")).rows[1] == (
        "V",
        None,
        str(10**20),
        "2025-01-02 03:04:00",
    )


def test_a_row_of_another_length_is_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="zip"):
        write_csv(["A", "B"], [["1"]])
