"""An old request book becomes finished cases, once, with the facts of the book."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path

import pytest

from ppid.book import Book
from ppid.events import Actor, Role
from ppid.importing import Importer, Plan, RowConflictError
from ppid.numbering import book_stream
from ppid.registering import Numbered
from ppid.request.state import fold
from projections.cases import CASES
from projections.counts import count
from projections.reader import Reader
from projections.replay import counts_as_of
from tests.web.world import BODY, World
from web.books import open_book

DATA = Path(__file__).parent.parent / "data"
GOOD = (DATA / "register-2025.csv").read_bytes()
BAD = (DATA / "register-2025-bad.csv").read_bytes()
IMPORT = Actor("import", Role.IMPORT)


def _importer(world: World) -> Importer:
    s = world.services
    return Importer(s.log, s.vault, s.directory, world.clock)


def _plan(world: World, content: bytes) -> tuple[Book, Plan]:
    book = open_book(content, world.clock.today)
    rows = [row for row in book.rows if row.received_on >= world.body.established_on]
    return book, _importer(world).plan(world.body, rows, hashlib.sha256(content).hexdigest())


def test_the_imported_year_counts_what_the_book_counts(either: World) -> None:
    book, plan = _plan(either, GOOD)
    _importer(either).carry_out(plan, IMPORT)
    either.follow()
    expected = json.loads((DATA / "register-2025.expected.json").read_text())
    counts = count(Reader(either.services.views, CASES), body=BODY, year=2025)
    replayed = counts_as_of(either.services.log, BODY, either.clock())
    assert len(book.rows) == counts.requests == expected["rows"]
    assert counts.late == replayed["late"] == expected["late"]
    assert replayed["open"] == expected["open"] == 0
    outcomes = {str(k): v for k, v in replayed["outcomes"].items()}
    assert (
        outcomes["granted"],
        outcomes["partly-granted"],
        outcomes["refused-exempt"] + outcomes.get("refused-other", 0),
        outcomes["not-held"],
        outcomes["not-documented"],
    ) == tuple(expected[k] for k in ("granted", "partly", "refused", "not_held", "not_documented"))


def test_reading_the_book_again_imports_nothing_twice(either: World) -> None:
    _, plan = _plan(either, GOOD)
    position = _importer(either).carry_out(plan, IMPORT)
    _, again = _plan(either, GOOD)
    assert (len(again.fresh), len(again.known), again.refused) == (0, 246, ())
    assert _importer(either).carry_out(again, IMPORT) == position


def test_dates_are_the_books_and_recording_is_todays(either: World) -> None:
    _, plan = _plan(either, GOOD)
    _importer(either).carry_out(plan, IMPORT)
    first = next(
        r for r in either.services.log.stream_all() if r.envelope.stream.startswith("request-")
    ).envelope
    request = fold(r.envelope for r in either.services.log.load(first.stream))
    assert request is not None
    assert request.imported is not None
    assert (request.received_on, request.number) == (date(2025, 1, 2), "0001/PPID-POLDA-X/I/2025")
    assert first.recorded_at == either.clock()
    assert first.role is Role.IMPORT


def test_a_row_that_says_something_else_than_before_is_refused(either: World) -> None:
    _, plan = _plan(either, GOOD)
    _importer(either).carry_out(plan, IMPORT)
    changed = GOOD.replace(b"Statistik permohonan informasi 2024", b"Lain sama sekali", 1)
    _, again = _plan(either, changed)
    assert [type(r) for r in again.refused] == [RowConflictError]
    assert (again.refused[0].facts["line"], len(again.known)) == (2, 245)


def test_the_next_number_follows_the_highest_of_the_book(either: World) -> None:
    _, plan = _plan(either, GOOD)
    _importer(either).carry_out(plan, IMPORT)
    late = either.file(received_on=date(2025, 12, 31))
    assert late.number == "0247/PPID-POLDA-X/XII/2025"


def test_the_good_rows_of_a_bad_book_can_be_taken_and_the_rest_later(either: World) -> None:
    book, plan = _plan(either, BAD)
    assert len({p.line for p in book.problems}) == 11
    _importer(either).carry_out(plan, IMPORT)
    assert [row.no for row in plan.fresh] == [6]
    assert either.file(received_on=date(2025, 12, 31)).number.startswith("0007/")


def test_a_number_given_between_plan_and_import_stops_the_whole_import(either: World) -> None:
    _, plan = _plan(either, GOOD)
    either.file(received_on=date(2025, 12, 31))
    before = either.services.log.position()
    with pytest.raises(RowConflictError):
        _importer(either).carry_out(plan, IMPORT)
    assert either.services.log.position() == before


def test_a_filing_in_the_very_moment_of_the_import_keeps_every_number_single(either: World) -> None:
    _, plan = _plan(either, GOOD)
    rows = plan.fresh[100:]
    later = Plan(plan.body, plan.file_sha256, rows, (), ())
    filed: list[str] = []

    def file_once(_count: int) -> None:
        if not filed:
            filed.append(either.file(received_on=date(2025, 12, 31)).number)

    _importer(either).carry_out(later, IMPORT, file_once)
    book = [r.envelope.event for r in either.services.log.load(book_stream(BODY, 2025))]
    numbers = [e.sequence for e in book if isinstance(e, Numbered)]
    assert filed == ["0001/PPID-POLDA-X/XII/2025"]
    assert sorted(numbers) == [1, *(row.no for row in rows)]
