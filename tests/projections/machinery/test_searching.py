"""The full-text index is always what the rows say, and no question, however odd, is a wrong one."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ppid.database import Database
from projections.reader import Reader
from projections.rebuild import rebuild
from projections.runner import Follower
from projections.shape import AnyProjection, Projection, ShapeError
from projections.store import ShapeChangedError, drop, ensure
from projections.verify import Difference, verify
from projections.words_searched import Term, plain, subject, terms
from tests.projections.machinery.sample import (
    BOXES,
    LINES,
    Filled,
    MemoryLog,
    Moved,
    Named,
    Opened,
    Thrown,
    logs,
)
from tests.projections.machinery.test_rebuild import objects


class Note(msgspec.Struct, frozen=True):
    """A row that is searched, with a key of two columns."""

    stream: str
    version: int
    title: str
    body: str
    room: str | None = None


def _note(label: str, stream: str, version: int) -> Note:
    title, _, rest = label.partition("|")
    body, _, room = rest.partition("|")
    return Note(stream, version, title, body, room or None)


NOTES = Projection(
    name="notes",
    version=1,
    row=Note,
    key=("stream", "version"),
    keys_of=lambda r: (
        ((r.envelope.stream, 1),) if isinstance(r.envelope.event, Opened | Named | Thrown) else ()
    ),
    evolve=lambda _, r: (
        None
        if isinstance(r.envelope.event, Thrown)
        else _note(r.envelope.event.label, r.envelope.stream, 1)
        if isinstance(r.envelope.event, Opened | Named)
        else None
    ),
    search=("title", "body"),
)
SEARCHED_BOXES = replace(BOXES, name="searched", search=("label",))
ALL: tuple[AnyProjection, ...] = (NOTES, SEARCHED_BOXES)


def follow(database: Database, *labels: str) -> MemoryLog:
    log = MemoryLog()
    for number, label in enumerate(labels):
        log.record(f"box-{number}", Opened(label))
    Follower(log, database, ALL).catch_up()
    return log


def found(database: Database, text: str, **options: bool) -> list[str]:
    rows = Reader(database, NOTES).search(terms(text), any_of=options.get("any_of", False))
    return [row.stream for row in rows]


def test_words_are_all_asked_for_and_the_last_may_be_unfinished(database: Database) -> None:
    follow(database, "Anggaran pelayanan SIM 2025", "Anggaran operasional", "Laporan tahunan SIM")
    assert found(database, "anggaran SIM") == ["box-0"]
    assert found(database, "ANGGARAN") == ["box-1", "box-0"]
    assert found(database, "sim angg") == ["box-0"]
    assert found(database, "angg sim") == []
    assert found(database, "operasi") == ["box-1"]
    assert set(found(database, "laporan operasional", any_of=True)) == {"box-1", "box-2"}
    assert found(database, "") == found(database, "  \t ") == found(database, "\"'*()") == []


def test_the_first_column_counts_most(database: Database) -> None:
    follow(database, "Rapat|Kamera pengawas kamera kamera kamera", "Kamera pengawas|Rapat")
    assert found(database, "kamera") == ["box-1", "box-0"]


def test_function_words_need_not_be_there(database: Database) -> None:
    follow(database, "Anggaran pelayanan", "Yang dan di|Tulisan")
    assert found(database, "anggaran untuk pelayanan yang") == ["box-0"]
    assert found(database, "yang") == ["box-1"]


def test_postgresql_finds_a_word_by_its_indonesian_stem(database: Database) -> None:
    follow(database, "Daftar pelayanan")
    assert found(database, "melayani publik", any_of=True) == (
        ["box-0"] if database.kind == "postgresql" else []
    )


def test_accents_case_and_punctuation_make_no_difference(database: Database) -> None:
    follow(database, "Résumé “SIM\N{EN DASH}STNK”/2025 e-Tilang <b>KUHP</b> polri.go.id user@example.org")
    for text in ["resume", "RÉSUMÉ", "stnk", "2025", "tilang", "KUHP", "polri", "go", "user", "example", "b"]:
        assert found(database, text) == ["box-0"], text
    assert found(database, "sim-stnk") == ["box-0"]


def test_operators_and_quotes_are_data(database: Database) -> None:
    follow(database, "satu dua", "NOT near", "c++ title:x")
    for text in (
        '"satu" AND dua',
        "satu & dua",
        "satu | !dua",
        "satu NEAR dua*",
        "sa'tu",
        "{satu} dua:*",
        "^satu",
    ):
        assert isinstance(found(database, text), list)
    assert found(database, "satu & dua") == ["box-0"]
    assert found(database, "not NEAR") == ["box-1"]
    assert found(database, "title:x") == ["box-2"]


odd = st.text(max_size=60) | st.text(
    st.sampled_from(
        list("ab\"'()*^:&|!<>-+~\\{}[]?%_.,/@# \0\n\ud800é\u0301ß漢字ไทยعر\U0001e900\U0010ffff12")
    ),
    max_size=60,
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(odd, max_size=4), odd)
def test_no_text_and_no_question_breaks_anything(database: Database, labels: list[str], text: str) -> None:
    for projection in ALL:
        drop(database, projection)
    kept = [label.encode("utf-8", "replace").decode() for label in labels]
    log = follow(database, *kept)
    reader = Reader(database, NOTES)
    for asked in (terms(text), subject(text)):
        every = reader.search(asked)
        some = reader.search(asked, any_of=True)
        assert {row.stream for row in every} <= {row.stream for row in some}
    assert verify(log, database, NOTES).equal
    for number, label in enumerate(kept):
        whole = [Term(word) for word in plain(label).split()[:3] if word.isascii()]
        if whole:
            assert f"box-{number}" in {row.stream for row in reader.search(whole)}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(logs(max_size=40), st.integers(1, 7))
def test_the_index_kept_up_to_date_equals_the_one_rebuilt(
    database: Database, log: MemoryLog, parts: int
) -> None:
    for projection in ALL:
        drop(database, projection)
    Follower(log, database, ALL).catch_up()
    for projection in ALL:
        assert verify(log, database, projection).equal
        before = _index(database, projection)
        rebuild(log, database, projection, parts=parts)
        assert verify(log, database, projection).equal
        assert _index(database, projection) == before


def _index(database: Database, projection: AnyProjection) -> list[tuple[object, ...]]:
    texts = ", ".join(f"t_{name}" for name in projection.search)
    return sorted(database.query(f"SELECT {texts} FROM {projection.table}_search"))  # noqa: S608


def test_a_rebuilt_index_takes_the_place_and_the_name_of_the_live_one(database: Database) -> None:
    log = follow(database, "Anggaran SIM", "Laporan")
    for _ in range(3):
        rebuild(log, database, NOTES)
        assert found(database, "anggaran") == ["box-0"]
        log.record("box-0", Named("Buku putih"))
        Follower(log, database, ALL).catch_up()
        assert found(database, "anggaran") == []
        assert found(database, "putih") == ["box-0"]
        log.record("box-0", Named("Anggaran SIM"))
        Follower(log, database, ALL).catch_up()
        assert verify(log, database, NOTES).equal
    assert not [name for name in objects(database) if "notes_1_search__new" in name and "pkey" not in name]
    log.record("box-0", Thrown())
    Follower(log, database, ALL).catch_up()
    assert found(database, "anggaran") == []
    assert verify(log, database, NOTES).equal


@pytest.mark.parametrize(
    ("statement", "key"),
    [
        ("UPDATE notes_1_search SET t_title = 'lain' WHERE t_title = 'laporan'", ("box-1", 1)),
        ("DELETE FROM notes_1_search WHERE t_title = 'laporan'", ("box-1", 1)),
        ("DELETE FROM notes_1 WHERE stream = 'box-1'", ()),
    ],
)
def test_an_index_that_was_changed_by_hand_is_named(
    database: Database, statement: str, key: tuple[object, ...]
) -> None:
    log = follow(database, "Anggaran SIM", "Laporan")
    with database.transaction() as connection:
        connection.execute(statement)
    verdict = verify(log, database, NOTES)
    assert Difference("search", key) in verdict.differences  # type: ignore[arg-type]
    rebuild(log, database, NOTES)
    assert verify(log, database, NOTES).equal


def test_a_search_may_be_narrowed_and_cut(database: Database) -> None:
    follow(database, "Anggaran|x|attic", "Anggaran|x|cellar", "Anggaran|x")
    reader = Reader(database, NOTES)
    assert [r.stream for r in reader.search(terms("anggaran"), where={"room": "cellar"})] == ["box-1"]
    assert [r.stream for r in reader.search(terms("anggaran"), where={"room": None})] == ["box-2"]
    assert [r.stream for r in reader.search(terms("anggaran"), limit=2)] == ["box-0", "box-1"]


def test_many_rows_are_proved_page_by_page(database: Database) -> None:
    log = follow(database, *(f"Informasi {n}" for n in range(2003)))
    assert verify(log, database, NOTES).equal
    assert found(database, "informasi 2002") == ["box-2002"]
    with database.transaction() as connection:
        connection.execute("UPDATE notes_1 SET title = 'lain' WHERE stream = 'box-999'")
    assert Difference("search", ("box-999", 1)) in verify(log, database, NOTES).differences


def test_a_projection_without_search_is_not_searched_and_wrong_declarations_are_told(
    database: Database,
) -> None:
    with pytest.raises(LookupError):
        Reader(database, LINES).search(terms("x"))
    with pytest.raises(ShapeError):
        replace(BOXES, search=("nothing",))
    with pytest.raises(ShapeError):
        replace(BOXES, search=("count",))
    with pytest.raises(ShapeError):
        replace(BOXES, search=("things",))
    ensure(database, [SEARCHED_BOXES])
    with pytest.raises(ShapeChangedError):
        ensure(database, [replace(SEARCHED_BOXES, search=("stream", "label"))])


def test_what_happens_to_other_columns_leaves_the_index_right(database: Database) -> None:
    log = follow(database, "Anggaran")
    log.record("box-0", Filled("a"), Moved("attic"))
    Follower(log, database, ALL).catch_up()
    assert [row.room for row in Reader(database, SEARCHED_BOXES).search(terms("angg"))] == ["attic"]
    assert verify(log, database, SEARCHED_BOXES).equal


def test_what_a_request_is_about_are_its_telling_words() -> None:
    text = "Dengan hormat, saya mohon salinan dokumen anggarannya SIM tahun 2025 untuk keperluan skripsi"
    assert subject(text) == (Term("anggaran", True), Term("sim", True), Term("2025"))
    assert subject("mohon informasi") == ()
    assert subject("STNK nya ininya ke 7") == (Term("stnk", True), Term("7"))
