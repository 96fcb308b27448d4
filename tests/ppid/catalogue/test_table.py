"""A list from rows of cells: each row an entry, or told what is wrong, by number, column and reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from ppid.book.rows import Cell
from ppid.book.values import BLANKS
from ppid.catalogue import columns as col
from ppid.catalogue.columns import COLUMNS, ID, NO, ListTable, cells_of, known_list_columns, row_stream, same
from ppid.catalogue.events import Entry
from ppid.catalogue.rules import tidy_keywords
from ppid.catalogue.table import SENTENCES, read_list
from ppid.catalogue.vocabulary import Form, InfoClass
from tests.examples import REGION, context, day
from tests.ppid.catalogue import facts as x

CONTEXT = context(day("2026-06-02"))
HEADING = (NO, *COLUMNS, ID)
GOOD: dict[str, Cell] = {
    col.NO: 1,
    col.NAME: "Laporan kinerja 2025",
    col.SUMMARY: "Kinerja pelayanan selama 2025",
    col.UNIT: "Direktorat Lalu Lintas",
    col.RESPONSIBLE: "Direktur Lalu Lintas",
    col.MADE: "Januari 2026; Depok",
    col.FORMS: "Cetak, digital",
    col.RETENTION: "5 tahun",
    col.KLASS: "Berkala",
}


def read(*rows: dict[str, Cell], heading: Sequence[str] = HEADING) -> ListTable:
    lines = [[row.get(name) for name in heading] for row in rows]
    return read_list([heading, *lines], CONTEXT)


def one(**cells: Cell) -> Entry:
    named = {getattr(col, name): cell for name, cell in cells.items()}
    table = read({**GOOD, **named})
    assert table.problems == ()
    return table.rows[0].entry


def faults(**cells: Cell) -> list[tuple[str, str]]:
    named = {getattr(col, name): cell for name, cell in cells.items()}
    table = read({**GOOD, **named})
    assert table.rows == ()
    assert {(p.line, p.no) for p in table.problems} == {(2, "1")}
    return [(p.column, p.code) for p in table.problems]


def test_a_row_of_annex_one_is_an_entry() -> None:
    assert one() == Entry(
        title="Laporan kinerja 2025",
        summary="Kinerja pelayanan selama 2025",
        klass=InfoClass.PERIODIC,
        unit="LANTAS",
        responsible="Direktur Lalu Lintas",
        made_when="Januari 2026",
        made_where="Depok",
        forms=(Form.PRINT, Form.DIGITAL),
        retention="5 tahun",
    )


def test_a_title_and_empty_rows_may_stand_above_and_columns_in_any_order() -> None:
    heading = [name.upper() for name in reversed([*col.ANNEX, col.KLASS])]
    row = [GOOD[name] for name in reversed([*col.ANNEX, col.KLASS])]
    rows: list[Sequence[Cell]] = [["DAFTAR INFORMASI PUBLIK"], [], ["", None], heading, [], row]
    table = read_list(rows, CONTEXT)
    assert table.problems == ()
    assert [(r.line, r.entry.title) for r in table.rows] == [(6, "Kinerja pelayanan selama 2025")]


@pytest.mark.parametrize(
    ("written", "klass"),
    [
        ("Serta-merta", InfoClass.IMMEDIATE),
        ("informasi serta merta", InfoClass.IMMEDIATE),
        ("SETIAP SAAT", InfoClass.ANY_TIME),
        ("Tersedia setiap saat", InfoClass.ANY_TIME),
        ("Informasi yang wajib diumumkan secara berkala", InfoClass.PERIODIC),
        ("wajib diumumkan secara berkala", InfoClass.PERIODIC),
        ("periodic", InfoClass.PERIODIC),
    ],
)
def test_classes_are_read_as_offices_write_them(written: str, klass: InfoClass) -> None:
    assert one(KLASS=written).klass is klass


@pytest.mark.parametrize(
    ("written", "when", "where"),
    [
        ("Januari 2026; Depok, Jawa Barat", "Januari 2026", "Depok, Jawa Barat"),
        ("Januari 2026, Depok", "Januari 2026", "Depok"),
        ("Depok, 3 Januari 2026", "3 Januari 2026", "Depok"),
    ],
)
def test_time_and_place_are_told_apart(written: str, when: str, where: str) -> None:
    entry = one(MADE=written)
    assert (entry.made_when, entry.made_where) == (when, where)


def test_what_else_a_list_may_say() -> None:
    entry = one(
        KLASS="Serta-merta",
        KNOWN=datetime(2026, 5, 4),  # noqa: DTZ001 - as a workbook keeps a day
        LANGUAGE="Bahasa Jawa",
        KEYWORDS="SIM; pelayanan,  lalu  lintas ,",
        LINK="https://example.org/a",
        UNIT="polda-contoh",
        FORMS="Hardcopy dan rekaman / braille",
    )
    assert (entry.known_on, entry.language, entry.unit) == (day("2026-05-04"), "jv", "")
    assert entry.keywords == ("SIM", "pelayanan", "lalu lintas")
    assert entry.forms == (Form.PRINT, Form.RECORDING, Form.BRAILLE)
    assert one(KLASS="Serta-merta").known_on is None


def test_each_wrong_cell_is_named_by_row_column_and_reason() -> None:
    assert faults(KLASS="Rahasia") == [(col.KLASS, "unknown-class")]
    assert faults(KLASS="Dikecualikan") == [(col.KLASS, "exempt-row")]
    assert faults(UNIT="Intelkam") == [(col.UNIT, "unit-not-known")]
    assert faults(FORMS="mikrofilm") == [(col.FORMS, "unknown-form")]
    assert faults(FORMS=", ;") == [(col.FORMS, "unknown-form")]
    assert faults(MADE="Depok") == [(col.MADE, "place-missing")]
    assert faults(LANGUAGE="bahasa kami") == [(col.LANGUAGE, "unknown-language")]
    assert faults(LINK="javascript:alert(1)") == [(col.LINK, "not-a-link")]
    assert faults(KNOWN="kemarin", KLASS="Serta-merta") == [(col.KNOWN, "date-not-read")]
    assert faults(KNOWN="3 Juni 2026", KLASS="Serta-merta") == [(col.KNOWN, "future-date")]
    assert faults(ID="12") == [(ID, "not-an-id")]
    assert faults(RETENTION="x" * 201) == [(col.RETENTION, "too-long")]
    assert faults(SUMMARY="a\x07b") == [(col.SUMMARY, "control-character")]
    assert faults(KEYWORDS=",".join("abcdefghijklmnopqrstuvw")) == [(col.KEYWORDS, "too-many-keywords")]


def test_all_faults_of_a_row_are_told_at_once_and_good_rows_are_still_read() -> None:
    bad = {**GOOD, col.NO: 7, col.SUMMARY: "", col.UNIT: "?", col.KLASS: None, col.RETENTION: " - "}
    table = read(GOOD, bad)
    assert len(table.rows) == 1
    assert {(p.line, p.no, p.column, p.code) for p in table.problems} == {
        (3, "7", col.SUMMARY, "cell-missing"),
        (3, "7", col.UNIT, "unit-not-known"),
        (3, "7", col.KLASS, "cell-missing"),
        (3, "7", col.RETENTION, "cell-missing"),
    }


def test_the_same_information_twice_is_told() -> None:
    table = read(GOOD, {**GOOD, col.SUMMARY: "Lain"})
    assert [(p.line, p.column, p.code) for p in table.problems] == [(3, col.NAME, "row-twice")]
    same_id = {**GOOD, ID: "0" * 31 + "A"}
    table = read(same_id, {**same_id, col.NAME: "Lain"})
    assert [(p.line, p.column, p.code) for p in table.problems] == [(3, ID, "row-twice")]
    assert table.rows[0].stream == "item-" + "0" * 31 + "a"


def test_a_heading_that_lacks_or_repeats_a_column_is_the_one_problem() -> None:
    short = [name for name in HEADING if name != col.RETENTION]
    assert [(p.code, p.column) for p in read(GOOD, heading=short).problems] == [
        ("column-missing", col.RETENTION)
    ]
    assert [p.code for p in read(GOOD, heading=(*HEADING, col.LINK)).problems] == ["column-twice"]
    assert [p.code for p in read_list([], CONTEXT).problems] == ["empty-list"]
    assert [p.code for p in read_list([[None], [" "]], CONTEXT).problems] == ["empty-list"]
    assert [p.code for p in read_list([["apa", "saja"]], CONTEXT).problems] == ["column-missing"]


def test_every_sentence_says_the_same_in_both_languages() -> None:
    for in_id, in_en in SENTENCES.values():
        assert in_id != in_en
        assert ("{column}" in in_id) == ("{column}" in in_en)
        assert in_id.endswith(".")
        assert in_en.endswith(".")


def test_known_columns_tell_a_heading_from_a_row() -> None:
    assert known_list_columns(HEADING) == len(HEADING)
    assert known_list_columns([GOOD[name] for name in col.ANNEX]) == 0


def test_a_row_has_the_same_stream_whenever_it_is_read() -> None:
    entry = one()
    assert row_stream(REGION, entry) == row_stream(REGION, replace(entry, summary="Lain", retention="2"))
    assert row_stream(REGION, entry) != row_stream(REGION, replace(entry, title="Lain"))
    assert row_stream(REGION, entry) != row_stream("body-x", entry)
    assert row_stream(REGION, entry).startswith("item-")


#: A lone dash is how offices write that a cell is empty.
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60
).filter(lambda text: text.strip() not in BLANKS)
entries = st.builds(
    Entry,
    title=texts,
    summary=texts,
    klass=st.sampled_from([InfoClass.PERIODIC, InfoClass.IMMEDIATE, InfoClass.ANY_TIME]),
    unit=st.sampled_from(["", "LANTAS", "SDM"]),
    responsible=texts,
    made_when=texts,
    made_where=texts,
    forms=st.sets(st.sampled_from(Form), min_size=1).map(lambda forms: tuple(f for f in Form if f in forms)),
    retention=texts,
    language=st.sampled_from(["id", "en", "jv"]),
    link=st.sampled_from(["", "https://example.org/?a=1;b,c"]),
    keywords=st.lists(texts, max_size=5).map(tidy_keywords),
    known_on=st.none() | st.dates(date(2020, 1, 1), date(2026, 6, 2)),
)


@given(entries)
def test_what_is_written_reads_back_as_the_same(entry: Entry) -> None:
    if entry.klass is not InfoClass.IMMEDIATE:
        entry = replace(entry, known_on=None)
    row: list[Cell] = [1, *cells_of(entry, CONTEXT.body), "ab" * 16]
    table = read_list([HEADING, row], CONTEXT)
    if table.problems:  # what only looks like a text is told, never misread
        assert {p.code for p in table.problems} <= {"cell-missing", "place-missing", "control-character"}
        return
    assert same(table.rows[0].entry, entry, CONTEXT.body)
    assert table.rows[0].entry.klass is entry.klass
    assert table.rows[0].entry.unit == entry.unit


@given(
    st.lists(
        st.lists(st.none() | st.text(max_size=20) | st.integers() | st.floats() | st.dates(), max_size=9)
    )
)
def test_no_row_of_cells_breaks_the_reading(rows: list[list[Cell]]) -> None:
    read_list(rows, CONTEXT)
    read_list([HEADING, *rows], CONTEXT)


def test_examples_of_the_tests_fit_the_table() -> None:
    for entry in (x.ENTRY, x.ALARM, x.ANY_TIME):
        cells = cells_of(entry, CONTEXT.body)
        table = read_list([HEADING, [1, *cells, None]], CONTEXT)
        assert table.rows[0].entry == entry
