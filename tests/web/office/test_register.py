"""The register shows and exports what the law wants in it, to the officers of the body alone."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from ppid import commands as c
from ppid.book import COLUMNS, BookRow
from ppid.events import Actor, Role, Stream
from ppid.importing import Importer
from ppid.request.vocabulary import Channel
from tests.web.world import BODY, SARI, WISH, World
from web.books import open_book, unguarded

BOOK = Path(__file__).parents[2] / "data" / "register-2025.csv"
IMPORT = Actor("import", Role.IMPORT)
READERS = ("desk", "ppid", "superior")
ROUTES = ("/meja/register", "/meja/register.csv", "/meja/register.xlsx")


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def book_row(no: int, **changes: object) -> BookRow:
    plain = {
        "line": no + 1,
        "no": no,
        "received_on": date(2025, 3, 4),
        "name": f"Nama Pemohon {no}",
        "address": "Jl. A. Yani Km 5, Martapura",
        "contact": "+62 800-0000-0001" if no % 2 else "pemohon@contoh.example",
        "occupation": "Dosen",
        "information": 'Anggaran; 2024, "rinci"\ndua baris',
        "purpose": "Penelitian",
        "held": "held",
        "softcopy": True,
        "hardcopy": no % 2 == 0,
        "view": True,
        "copy": True,
        "decision": "granted",
        "other_body": "",
        "refusal_reason": "",
        "notified_on": date(2025, 3, 20),
        "delivered_on": date(2025, 3, 24),
        "fee_idr": 9500,
        "payment_method": "Tunai",
    }  # fmt: skip
    return BookRow(**{**plain, **changes})  # type: ignore[arg-type]


OLD = [
    book_row(1),
    book_row(2, decision="refused", refusal_reason="Pasal 17 huruf h angka 4 UU 14/2008", delivered_on=None,
             fee_idr=0, payment_method="", view=False, softcopy=False, hardcopy=False),
    book_row(3, decision="not-held", held="not-held", other_body="Dinas Perhubungan", delivered_on=None,
             fee_idr=0, payment_method="", copy=False),
    book_row(4, decision="not-documented", held="undocumented", delivered_on=None, fee_idr=0,
             payment_method=""),
    book_row(5, decision="partly-granted", refusal_reason="Sebagian data pribadi dihitamkan"),
    book_row(6, name='=HYPERLINK("http://x";"y")', address="+62 di depan", payment_method="Transfer"),
]  # fmt: skip


def take_in(world: World, rows: list[BookRow]) -> None:
    services = world.services
    importer = Importer(services.log, services.vault, services.directory, services.now)
    established = world.body
    plan = importer.plan(established, rows, "ab" * 32)
    assert not plan.refused
    importer.carry_out(plan, IMPORT)
    world.follow()


@pytest.fixture
def some(world: World) -> list[Stream]:
    """Cases of several kinds, followed."""
    cases = [world.file().request, world.file(channel=Channel.COUNTER, received_at=None).request]
    world.act(cases[0], "complete", "granted-for-a-fee")
    cases.append(world.at("withdrawn"))
    world.follow()
    return cases


# The page -------------------------------------------------------------------------------------------------


def test_the_page_holds_what_article_32_asks_for(world: World, some: list[Stream]) -> None:
    page = world.officer("desk").get("/meja/register")
    assert page.status == 200
    for fact in (
        "0001/", "2 Juni 2026", SARI.name, SARI.number[-4:], SARI.phone[-4:],
        WISH.information, WISH.purpose, "Dikabulkan seluruhnya", "Selasa, 2 Juni 2026", "Rp10.000",
        "Di bawah penguasaan", "hardcopy", "meminta salinan", "Belum dijawab", "paling lambat 17 Juni 2026",
        "Permohonan dicabut",
    ):  # fmt: skip
        assert fact.lower() in page.text.lower(), fact
    for hidden in (SARI.number, SARI.address, SARI.phone, SARI.email):
        assert hidden not in page.html, hidden


def test_the_newest_number_stands_first_and_every_row_leads_to_its_case(
    world: World, some: list[Stream]
) -> None:
    page = world.officer("ppid").get("/meja/register")
    assert page.text.index("0003/") < page.text.index("0001/")
    assert page.link("0001/") == f"/meja/permohonan/{some[0].removeprefix('request-')}"


def test_an_empty_register_says_so(world: World) -> None:
    world.follow()
    page = world.officer("desk").get("/meja/register")
    assert "Belum ada permohonan pada tahun 2026" in page.text
    assert page.status == 200


def test_a_filter_that_finds_nothing_leads_back(world: World, some: list[Stream]) -> None:
    page = world.officer("desk").get("/meja/register?keputusan=not-held")
    assert "Tidak ada permohonan yang cocok" in page.text
    assert page.has_link("Tampilkan semua permohonan tahun 2026")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("keputusan=granted", {"0001/"}),
        ("saluran=counter", {"0002/"}),
        ("urut=3", {"0003/"}),
        ("urut=%D9%A3", {"0003/"}),  # an Arabic-Indic three
        ("tahun=2026", {"0001/", "0002/", "0003/"}),
        ("tahun=2025", set()),
    ],
)
def test_filters_narrow_the_list(world: World, some: list[Stream], query: str, numbers: set[str]) -> None:
    page = world.officer("desk").get(f"/meja/register?{query}")
    assert {number for number in ("0001/", "0002/", "0003/") if number in page.text} == numbers


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("tahun=abc", 422),
        ("tahun=99999999999999999999", 422),
        ("keputusan=x", 422),
        ("saluran=%00", 422),
        ("urut=-1", 422),
        ("urut=1&urut=2", 422),
        ("sesudah=x", 400),
        ("sesudah=WzFd", 400),
        ("sebelum=" + "A" * 5000, 400),
        ("sesudah=%FF%FE", 400),
        ("sesudah=W1tbW1tbW1tbW10", 400),
        ("sesudah=WyJ4IiwgInkiLCAieiJd", 400),
        ("unknown=%ED%A0%80", 200),
    ],
)
def test_a_bad_address_is_said_to_be_bad(world: World, some: list[Stream], query: str, status: int) -> None:
    page = world.officer("desk").get(f"/meja/register?{query}")
    assert page.status == status
    if status == 422:
        assert "Ada masalah" in page.text or page.title.startswith("Galat")


def test_pages_follow_one_another_without_gap_or_repetition(world: World) -> None:
    take_in(world, [replace_row(no) for no in range(1, 61)])
    visitor = world.officer("desk")
    url, seen, pages = "/meja/register?tahun=2025", [], 0
    while url:
        page = visitor.get(url)
        found = [text[:4] for text, _ in page.links if "/PPID-POLDA-X/" in text]
        seen += found
        pages += 1
        url = page.link("Nomor lebih lama") if page.has_link("Nomor lebih lama") else ""
    assert seen == [f"{no:04d}" for no in range(60, 0, -1)]
    assert pages == 3
    back = visitor.get(page.link("Nomor lebih baru"))
    assert [t[:4] for t, _ in back.links if "/PPID-POLDA-X/" in t] == [f"{n:04d}" for n in range(35, 10, -1)]
    first = visitor.get(back.link("Nomor lebih baru"))
    assert not first.has_link("Nomor lebih baru")


def replace_row(no: int) -> BookRow:
    return book_row(no)


def test_an_erased_requester_is_shown_as_erased(world: World, some: list[Stream]) -> None:
    erase = c.ErasePerson(
        person=world.request(some[0]).requester, basis="UU 27/2022 Pasal 43", order="12/2026"
    )
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    world.follow()
    visitor = world.officer("desk")
    assert "[dihapus]" in visitor.get("/meja/register?urut=1").text
    content = visitor.get("/meja/register.csv").response.data
    assert rows_of(content)[1][COLUMNS.index("Nama")] == "[dihapus]"


# Files ----------------------------------------------------------------------------------------------------


def test_an_imported_year_exports_back_with_the_same_facts(world: World) -> None:
    take_in(world, OLD)
    visitor = world.officer("desk")
    for url in ("/meja/register.csv?tahun=2025", "/meja/register.xlsx?tahun=2025"):
        book = open_book(visitor.get(url).response.data)
        assert not book.problems
        assert [facts(row) for row in book.rows] == [facts(row) for row in OLD]


def test_the_real_book_exports_back(world: World) -> None:
    """246 rows with five date styles and three tick marks."""
    book = open_book(BOOK.read_bytes())
    take_in(world, list(book.rows))
    back = open_book(world.officer("desk").get("/meja/register.csv?tahun=2025").response.data)
    assert len(back.rows) == 246
    assert [facts(row) for row in back.rows] == [facts(row) for row in book.rows]


def facts(row: BookRow) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in BookRow.__dataclass_fields__ if name != "line")


def test_no_name_becomes_a_formula(world: World) -> None:
    take_in(world, OLD)
    visitor = world.officer("desk")
    rows = rows_of(visitor.get("/meja/register.csv?tahun=2025").response.data)
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert unguarded(rows[6][COLUMNS.index("Nama")]) == OLD[5].name
    sheet = openpyxl.load_workbook(
        io.BytesIO(visitor.get("/meja/register.xlsx?tahun=2025").response.data)
    ).active
    assert sheet is not None
    cell = sheet.cell(row=7, column=COLUMNS.index("Nama") + 1)
    assert (cell.value, cell.data_type) == (OLD[5].name, "s")


def test_the_public_file_names_nobody(world: World, some: list[Stream]) -> None:
    visitor = world.officer("ppid")
    content = visitor.get("/meja/register.csv?susunan=publik").response.data.decode()
    for secret in (SARI.name, SARI.number, SARI.address, SARI.phone, SARI.email, f";{SARI.occupation};"):
        assert secret not in content
    heading = rows_of(content.encode())[0]
    assert heading[0] == "Nomor Pendaftaran"
    assert "Nama" not in heading
    assert WISH.information in content


def test_the_full_file_has_what_article_32_asks_beyond_the_annex(world: World) -> None:
    proxy = replace(SARI, name="Hendra Gunawan")
    world.file(representative="person-" + "9" * 32, representative_identity=proxy)
    world.follow()
    heading, row = rows_of(world.officer("ppid").get("/meja/register.csv?susunan=lengkap").response.data)
    cell = dict(zip(heading, row, strict=True))
    assert cell["NIK atau Nomor Pengesahan"] == SARI.number
    assert cell["Kuasa"] == "Hendra Gunawan"
    assert cell["Nomor Pendaftaran"] == "0001/PPID-POLDA-X/VI/2026"
    assert cell["Batas Waktu"] == "2026-06-17"


def test_a_file_is_named_after_body_year_and_layout(world: World, some: list[Stream]) -> None:
    page = world.officer("desk").get("/meja/register.xlsx?susunan=publik")
    assert 'filename="register-POLDA-X-2026-publik.xlsx"' in page.response.headers["Content-Disposition"]
    assert page.response.headers["Cache-Control"] == "no-store"


def test_an_unknown_layout_is_refused(world: World) -> None:
    assert world.officer("desk").get("/meja/register.csv?susunan=semua").status == 400
    assert world.officer("desk").get("/meja/register.xlsx?tahun=x").status == 400


# Who may ------------------------------------------------------------------------------------------------


def test_each_role_is_let_in_or_refused(world: World, some: list[Stream]) -> None:
    for url in ROUTES:
        for username in READERS:
            assert world.officer(username).get(url).status == 200, (url, username)
        for username in ("unit", "auditor"):
            assert world.officer(username).get(url).status == 403, (url, username)
        for visitor in (world.visitor(), world.tracker(some[0])):
            page = visitor.get(url, follow=False)
            assert page.status == 303, url
            assert page.location.startswith("/meja/masuk")


def test_another_body_sees_nothing_of_this_one(world: World, some: list[Stream], stranger: str) -> None:
    visitor = world.visitor()
    visitor.client.set_cookie("ppid_meja", stranger)
    page = visitor.get("/meja/register")
    assert "Belum ada permohonan" in page.text
    assert SARI.name not in page.text
    assert len(rows_of(visitor.get("/meja/register.csv").response.data)) == 1


@pytest.fixture
def stranger(world: World) -> str:
    """The session of an officer of another body."""
    from tests.web.office.strangers import open_stranger

    return open_stranger(world)


def test_the_body_of_the_register_is_never_taken_from_the_address(
    world: World, some: list[Stream], stranger: str
) -> None:
    visitor = world.visitor()
    visitor.client.set_cookie("ppid_meja", stranger)
    assert SARI.name not in visitor.get(f"/meja/register?body={BODY}&badan={BODY}").text


@pytest.mark.postgres
def test_the_register_reads_the_same_on_postgresql(postgres_world: World) -> None:
    take_in(postgres_world, OLD)
    book = open_book(postgres_world.officer("desk").get("/meja/register.csv?tahun=2025").response.data)
    assert [facts(row) for row in book.rows] == [facts(row) for row in OLD]
