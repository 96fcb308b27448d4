"""A request book that was taken in comes out of the register with the same facts, and the same counts."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ppid.book import BookRow, read_row
from ppid.book.history import events_of, identity_of
from ppid.events import Envelope, Event, Recorded, Role
from ppid.request import events as e
from ppid.request.vocabulary import Closing, CopyForm, Correctable, Obtain, Outcome
from projections.annex import article, cells
from projections.cases import case_of as case_row
from projections.fold import Folding
from projections.register import REGISTER, Entry
from tests import examples as x
from tests.scenario import request_of
from web.books import open_book

DATA = Path(__file__).parents[1] / "data"
NOW = datetime(2026, 6, 2, 3, tzinfo=UTC)


def stream_of(row: BookRow) -> str:
    return f"request-{row.no:032x}"


def entries(*cases: tuple[str, tuple[Event, ...]]) -> dict[str, Entry]:
    """The register of some cases."""
    folding: Folding[Any] = Folding(REGISTER)
    envelopes = [
        Envelope(stream, version, event, NOW, "import", Role.IMPORT, x.REGION)
        for stream, events in cases
        for version, event in enumerate(events, start=1)
    ]
    folding.add(Recorded(position, envelope) for position, envelope in enumerate(envelopes, start=1))
    return {row.stream: row for row in folding.rows.values() if row is not None}


def case_of(row: BookRow) -> tuple[str, tuple[Event, ...]]:
    """A row of a book as the importer records it."""
    number = f"{row.no:04d}/PPID-POLDA-CONTOH/I/2025"
    return stream_of(row), events_of(
        row, requester=x.SARI, file_sha256="ab" * 32, number=number, calendar=x.calendar()
    )


@pytest.fixture(scope="module")
def rows() -> tuple[BookRow, ...]:
    return open_book((DATA / "register-2025.csv").read_bytes()).rows


def test_a_book_comes_out_as_it_went_in(rows: tuple[BookRow, ...]) -> None:
    register = entries(*map(case_of, rows))
    assert len(register) == len(rows) > 200
    for row in rows:
        again = read_row(cells(register[stream_of(row)], identity_of(row)), row.line)
        assert isinstance(again, BookRow)
        assert again == replace(row, contact=again.contact)
        assert again.contact.replace("; ", "") == row.contact


def test_the_counts_of_a_book_are_those_of_its_register(rows: tuple[BookRow, ...]) -> None:
    expected = json.loads((DATA / "register-2025.expected.json").read_text(encoding="utf-8"))
    register = list(entries(*map(case_of, rows)).values())
    decided = Counter(entry.decision for entry in register)
    counts = {
        "rows": len(register),
        "granted": decided[Outcome.GRANTED],
        "partly": decided[Outcome.PARTLY_GRANTED],
        "refused": decided[Outcome.REFUSED_EXEMPT] + decided[Outcome.REFUSED_OTHER],
        "not_held": decided[Outcome.NOT_HELD],
        "not_documented": decided[Outcome.NOT_DOCUMENTED],
        "late": sum(entry.late is True for entry in register),
        "open": sum(entry.closing is None for entry in register),
    }
    assert counts == expected


def test_a_correction_takes_the_place_of_a_tick(rows: tuple[BookRow, ...]) -> None:
    row = next(row for row in rows if row.softcopy and not row.hardcopy and row.copy)
    stream, events = case_of(row)
    form = e.Corrected(what=Correctable.COPY_FORM, old="soft", new=CopyForm.HARD, reason="Salah centang.")
    way = e.Corrected(what=Correctable.OBTAIN, old="copy", new=Obtain.VIEW, reason="Salah centang.")
    entry = entries((stream, (*events, form, way)))[stream]
    assert (entry.softcopy, entry.hardcopy, entry.view, entry.copy) == (False, True, True, False)


def test_the_form_of_the_notice_goes_before_the_form_that_was_asked_for() -> None:
    asked = (x.FILED, x.REGISTERED, x.FOUND_COMPLETE)
    before, after = entries((x.CASE, asked))[x.CASE], entries((x.CASE, (*asked, x.GRANTED)))[x.CASE]
    assert (before.softcopy, before.hardcopy) == (False, False)
    assert (after.softcopy, after.hardcopy) == (True, False)
    assert (before.held, after.held) == ("", "held")
    assert (before.late, after.late) == (None, False)


def test_a_refusal_is_told_with_its_articles() -> None:
    entry = entries((x.CASE, (x.FILED, x.REGISTERED, x.FOUND_COMPLETE, x.REFUSED)))[x.CASE]
    row = cells(entry, x.SARI_IDENTITY)
    assert row[15:18] == (
        "Ditolak",
        "Pasal 17 huruf a UU 14/2008. Membuka berkas menghambat penyidikan.",
        date(2026, 6, 10),
    )
    assert row[2] == "Sari Wulandari"
    assert cells(entry, None)[2:6] == ("", "", "", "")
    assert article("17(h)(4)") == "Pasal 17 huruf h angka 4 UU 14/2008"


def test_a_withdrawn_request_stays_in_the_register() -> None:
    entry = entries((x.CASE, (x.FILED, x.REGISTERED, x.WITHDRAWN)))[x.CASE]
    assert entry.closing is Closing.WITHDRAWN
    assert cells(entry, None)[15] == "Dicabut"


@pytest.mark.parametrize(("sent_on", "late"), [("2026-06-17", False), ("2026-06-18", True)])
def test_an_answer_on_its_last_day_is_in_time(sent_on: str, late: bool) -> None:
    notice = msgspec.structs.replace(x.NOTICE, signed_on=x.day(sent_on), sent_on=x.day(sent_on))
    events = (x.FILED, x.REGISTERED, x.FOUND_COMPLETE, e.Granted(notice=notice))
    entry = entries((x.CASE, events))[x.CASE]
    assert (entry.due_on, entry.late) == (x.ANSWER_DUE, late)
    assert case_row(request_of(*events), NOW, NOW).late is late
