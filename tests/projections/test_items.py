"""The list as the public reads it: what is not public never shows, and words find what is there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from msgspec.structs import replace

from ppid.catalogue import events as e
from ppid.catalogue.vocabulary import InfoClass, Medium, SourceKind
from ppid.database import Database, StoreUnavailableError
from ppid.events import Envelope, Event, Recorded, Role, Stream
from projections.items import ITEMS, PublicItems
from projections.rebuild import rebuild
from projections.runner import Follower
from projections.store import SCHEMA
from projections.verify import verify
from tests.examples import PRECINCT, REGION, day
from tests.ppid.catalogue import facts as x
from tests.projections.machinery.sample import MemoryLog, patient

BEGIN = datetime(2026, 2, 10, 2, tzinfo=UTC)
_numbers = count(1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give an empty database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('read') / 'views.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres_url")
        owner = Database(url)
        with owner.transaction() as connection:
            connection.execute(f"CREATE SCHEMA {SCHEMA}")
        owner.close()
    opened = Database(url, schema=SCHEMA, durable=False)
    yield opened
    patient(opened.close, StoreUnavailableError)


class Book(MemoryLog):
    """A log of items, followed into a database."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.public = PublicItems(database)

    def item(self, *events: Event, body: Stream = REGION) -> Stream:
        """Record a new item."""
        return self.go_on(f"item-{next(_numbers):032x}", *events, body=body)

    def go_on(self, stream: Stream, *events: Event, body: Stream = REGION) -> Stream:
        """Record more of an item, and bring the list up to date."""
        for event in events:
            version = 1 + sum(1 for known in self.events if known.envelope.stream == stream)
            at = BEGIN + timedelta(hours=len(self.events))
            envelope = Envelope(stream, version, event, at, "officer", Role.PPID, body)
            self.events.append(Recorded(self.position() + 1, envelope))
        Follower(self, self.database, (ITEMS,)).catch_up()
        return stream

    def listed(self, title: str, summary: str = "-", *keywords: str, **changes: object) -> Stream:
        """List an item of these words."""
        body = changes.pop("body", REGION)
        assert isinstance(body, str)
        entry = replace(x.ANY_TIME, title=title, summary=summary, keywords=keywords, **changes)
        return self.item(e.Proposed(entry, day("2026-02-10")), x.LISTED_ANY_TIME, body=body)


@pytest.fixture
def book(database: Database) -> Book:
    """Give an empty list."""
    return Book(database)


def titles(rows: Sequence[object]) -> list[str]:
    return [getattr(row, "title") for row in rows]  # noqa: B009


# What shows -----------------------------------------------------------------------------------------------


def test_only_what_is_listed_shows_and_never_what_was_withdrawn(book: Book) -> None:
    proposed = book.item(x.PROPOSED)
    returned = book.item(x.PROPOSED, x.RETURNED)
    listed = book.item(x.PROPOSED, x.LISTED)
    gone = book.item(x.PROPOSED, x.LISTED, e.Withdrawn(day("2026-05-04"), "Musnah"))
    assert [row.stream for row in book.public.page(REGION)] == [listed]
    assert [row.stream for row in book.public.all(REGION)] == [listed]
    assert [row.stream for row in book.public.search("laporan kinerja").items] == [listed]
    assert [row.stream for row in book.public.suggest(REGION, "laporan kinerja SIM")] == [listed]
    assert book.public.counts(REGION)[InfoClass.PERIODIC] == 1
    assert [book.public.get(s) is None for s in (proposed, returned, listed, gone)] == [
        True,
        True,
        False,
        True,
    ]
    book.go_on(listed, e.Withdrawn(day("2026-05-04"), "Musnah"))
    book.go_on(proposed, x.LISTED)
    assert [row.stream for row in book.public.search("laporan kinerja").items] == [proposed]


def test_a_proposal_leaves_no_word_where_the_public_reads(book: Book) -> None:
    book.item(x.PROPOSED)
    (row,) = book.database.query("SELECT title, summary, keywords, link, sorted_by FROM items_1")
    assert set(row) == {""}
    texts = book.database.query("SELECT t_title, t_summary, t_keywords FROM items_1_search")
    assert texts == [("", "", "")]
    assert book.public.counts(REGION) == dict.fromkeys(
        (InfoClass.PERIODIC, InfoClass.IMMEDIATE, InfoClass.ANY_TIME), 0
    )


def test_an_announcement_shows_at_once_and_keeps_what_it_says(book: Book) -> None:
    told = e.Published(published_on=day("2026-02-16"), media=(Medium.APP,))
    alarm = book.item(x.PROPOSED_ALARM)
    assert book.public.get(alarm) is None
    book.go_on(alarm, told)
    row = book.public.get(alarm)
    assert row is not None
    assert (row.klass, row.published_on, row.listed_on) == (InfoClass.IMMEDIATE, day("2026-02-16"), None)
    assert row.changed_on == day("2026-02-16")


def test_a_line_says_all_that_annex_one_asks_for(book: Book) -> None:
    stream = book.item(x.PROPOSED, x.LISTED, x.PUBLISHED)
    row = book.public.get(stream)
    assert row is not None
    entry = x.ENTRY
    assert (row.title, row.summary, row.unit, row.responsible) == (
        entry.title,
        entry.summary,
        "LANTAS",
        entry.responsible,
    )
    assert (row.made_when, row.made_where, row.forms, row.retention) == (
        entry.made_when,
        entry.made_where,
        entry.forms,
        entry.retention,
    )
    assert (row.keywords, row.decree, row.listed_on) == ("SIM, anggaran", "KEP/7/II/2026", day("2026-02-27"))
    assert (row.published_on, row.media, row.changed_on) == (
        day("2026-03-31"),
        (Medium.WEBSITE,),
        day("2026-03-31"),
    )
    revised = e.Revised(replace(entry, title="Lain"), day("2026-05-04"), "Judul")
    book.go_on(stream, revised)
    row = book.public.get(stream)
    assert row is not None
    assert (row.title, row.changed_on) == ("Lain", day("2026-05-04"))


def test_what_a_ruling_opened_says_so(book: Book) -> None:
    source = replace(x.RULED)
    entry = replace(x.ANY_TIME, title="Data kejahatan")
    stream = book.item(
        e.Proposed(entry, day("2026-02-10"), source=source), e.Listed(listed_on=day("2026-02-10"))
    )
    row = book.public.get(stream)
    assert row is not None
    assert (row.opened_by, row.decree) == (SourceKind.RULING, "")


def test_items_come_by_title_body_and_class_page_by_page(book: Book) -> None:
    for title in ("zebra", "Anggaran", "émigré", "beta", "Anggaran"):
        book.listed(title)
    book.listed("lain", body=PRECINCT)
    book.item(x.PROPOSED, x.LISTED)
    rows = book.public.page(REGION, InfoClass.ANY_TIME, limit=2)
    after = book.public.place(rows[-1])
    rest = book.public.page(REGION, InfoClass.ANY_TIME, after=after)
    assert titles([*rows, *rest]) == ["Anggaran", "Anggaran", "beta", "émigré", "zebra"]
    assert titles(book.public.page(PRECINCT)) == ["lain"]
    assert len(book.public.page()) == 7
    assert book.public.counts(REGION)[InfoClass.ANY_TIME] == 5


# Searching ------------------------------------------------------------------------------------------------


def test_words_are_found_in_title_keywords_and_summary_the_title_first(book: Book) -> None:
    book.listed("Rencana kerja", "Rincian anggaran belanja")
    book.listed("Rencana kerja tahunan", "-", "anggaran")
    book.listed("Anggaran belanja", "-")
    found = book.public.search("anggaran")
    assert (titles(found.items)[0], found.all_words) == ("Anggaran belanja", True)
    assert set(titles(found.items)) == {"Anggaran belanja", "Rencana kerja tahunan", "Rencana kerja"}


def test_where_nothing_holds_every_word_some_are_enough_and_it_is_said(book: Book) -> None:
    book.listed("Anggaran pelayanan SIM")
    book.listed("Laporan keuangan")
    found = book.public.search("anggaran helikopter")
    assert (titles(found.items), found.all_words) == (["Anggaran pelayanan SIM"], False)
    assert book.public.search("helikopter") == ([], True)
    assert book.public.search("") == ([], True)
    assert book.public.search('"; DROP TABLE items_1; --').items == []


def test_a_search_keeps_to_a_body_and_a_class(book: Book) -> None:
    book.listed("Anggaran satu")
    book.listed("Anggaran dua", body=PRECINCT)
    book.listed("Anggaran tiga", klass=InfoClass.PERIODIC)
    assert titles(book.public.search("anggaran", PRECINCT).items) == ["Anggaran dua"]
    assert titles(book.public.search("anggaran", REGION, InfoClass.PERIODIC).items) == ["Anggaran tiga"]
    assert len(book.public.search("anggaran").items) == 3
    assert len(book.public.search("anggaran", limit=2).items) == 2


# Suggesting -----------------------------------------------------------------------------------------------


@pytest.fixture
def full(book: Book) -> Book:
    """Give a list of several subjects."""
    book.listed("Anggaran pelayanan SIM 2025", "Rincian anggaran penerbitan surat izin mengemudi.", "SIM")
    book.listed("Anggaran pelayanan SIM 2024", "Rincian anggaran penerbitan surat izin mengemudi.", "SIM")
    book.listed("Statistik kecelakaan lalu lintas", "Jumlah kecelakaan menurut jenis jalan.")
    book.listed("Standar biaya perbaikan kendaraan", "Tarif bengkel rekanan.")
    book.listed("Profil organisasi", "Susunan dan tugas.", "struktur")
    return book


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "Dengan hormat, saya mohon salinan rincian anggarannya untuk pelayanan SIM tahun 2025 ini",
            "Anggaran pelayanan SIM 2025",
        ),
        ("berapa kecelakaan lalu lintas di jalan tol", "Statistik kecelakaan lalu lintas"),
        ("struktur organisasi", "Profil organisasi"),
        ("SIM", "Anggaran pelayanan SIM 2024"),
    ],
)
def test_a_request_in_the_writing_meets_what_is_public_already(full: Book, text: str, first: str) -> None:
    assert titles(full.public.suggest(REGION, text))[:1] == [first]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mohon informasi",
        "saya ingin tahu tahun 2025",
        "foto kegiatan ulang tahun kapolda di lapangan upacara",
        "biaya makan tahanan dan anggota kelompok tani",
        "\0\ud800 ''\"\" --",
    ],
)
def test_nothing_is_suggested_that_only_shares_a_word(full: Book, text: str) -> None:
    assert full.public.suggest(REGION, text) == []


def test_at_most_three_are_suggested_and_only_of_that_body(full: Book) -> None:
    for year in range(2015, 2024):
        full.listed(f"Anggaran pelayanan SIM {year}")
    assert len(full.public.suggest(REGION, "anggaran pelayanan SIM")) == 3
    assert full.public.suggest(PRECINCT, "anggaran pelayanan SIM") == []


# Keeping --------------------------------------------------------------------------------------------------


def test_a_rebuilt_list_equals_the_one_kept_up_to_date(full: Book) -> None:
    full.item(x.PROPOSED)
    full.item(x.PROPOSED_ALARM, e.Published(published_on=date(2026, 2, 16), media=(Medium.APP,)))
    full.item(x.PROPOSED, x.LISTED, x.PUBLISHED, e.Withdrawn(day("2026-05-04"), "Musnah"))
    assert verify(full, full.database, ITEMS).equal
    before = full.public.page()
    rebuild(full, full.database, ITEMS, parts=3)
    assert full.public.page() == before
    assert titles(full.public.search("kecelakaan").items) == ["Statistik kecelakaan lalu lintas"]
    assert verify(full, full.database, ITEMS).equal
