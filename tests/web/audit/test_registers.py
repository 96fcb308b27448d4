"""The registers of the auditor's desk: each tells what happened, to whom it may be told, and nothing else."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest

from ppid import commands as c
from ppid.calendar import Amended, Holiday, HolidayKind
from ppid.clockwatch import CLOCK, RanBack
from ppid.directory import body_stream
from ppid.events import Actor, Envelope, Role, Stream
from ppid.request.vocabulary import Channel
from ppid.seal.erasing import Order, erase
from ppid.topics import VOCABULARY
from tests.web.audit.test_audit import bound_auditor
from tests.web.office.strangers import CODE as OTHER
from tests.web.office.strangers import open_stranger
from tests.web.office.test_desk import questions
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, OPERATOR, SARI, WISH, World
from web.audit.reading import REGISTERS

PLACES = [register.place for register in REGISTERS]
SECRETS = (SARI.name, SARI.number, SARI.address, SARI.phone, SARI.email)


def shown(world: World, place: str, query: str = "", language: str = "id") -> Page:
    """One register as an auditor who just signed in sees it."""
    world.follow()
    return world.officer("auditor", language).get(f"/audit/register/{place}{query}")


def rows_of(world: World, place: str, query: str = "") -> list[dict[str, str]]:
    """The same register as a file."""
    world.follow()
    page = world.officer("auditor").get(f"/audit/register/{place}.csv{query}")
    assert page.status == 200
    text = page.response.data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def numbers(page: Page) -> list[str]:
    """The numbers of the cases that a page lists, in order."""
    return [text[:4] for text, _href in page.links if "/PPID" in text.replace(" ", "")]


def late_by(world: World, *days: int) -> list[Stream]:
    """Requests that came to the counter some calendar days before they were entered."""
    found = []
    for each in days:
        received = world.clock.today - timedelta(days=each)
        receipt = world.file(channel=Channel.COUNTER, received_at=None, received_on=received, documents=())
        found.append(receipt.request)
    return found


# Late entries ---------------------------------------------------------------------------------------------


def test_late_entries_are_those_beyond_the_days_that_are_chosen(world: World) -> None:
    world.clock.set("2026-06-10")  # a Wednesday; 4 June is a Thursday, four working days before
    late_by(world, 0, 1, 3, 6, 7)
    assert numbers(shown(world, "terlambat-dicatat")) == ["0005", "0004"]
    assert numbers(shown(world, "terlambat-dicatat", "?lebih=4")) == ["0005"]
    assert numbers(shown(world, "terlambat-dicatat", "?lebih=1")) == ["0005", "0004", "0003"]
    assert numbers(shown(world, "terlambat-dicatat", "?lebih=2&satuan=kalender")) == ["0005", "0004", "0003"]
    assert numbers(shown(world, "terlambat-dicatat", "?lebih=6&satuan=kalender")) == ["0005"]


def test_a_late_entry_tells_both_gaps_and_leads_to_the_case_right_after_it(world: World) -> None:
    world.clock.set("2026-06-10")
    (case,) = late_by(world, 7)
    page = shown(world, "terlambat-dicatat")
    for words in (
        "3 Juni 2026",
        "10 Juni 2026 pukul 09.00 WIB",
        "5 hari kerja",
        "7 hari kalender",
        "Pemohon",
        "Permohonan, POLDA-X",
    ):
        assert words in page.text, words
    assert page.link("0001/") == f"/audit/permohonan/{case.removeprefix('request-')}?fakta=1"
    (row,) = rows_of(world, "terlambat-dicatat")
    assert (row["terjadi"], row["hari_kerja"], row["hari_kalender"]) == ("2026-06-03", "5", "7")
    assert (row["badan"], row["aliran"], row["versi"]) == ("POLDA-X", case, "1")


def test_a_day_off_between_is_no_working_day(world: World) -> None:
    world.clock.set("2026-06-02")  # 1 June is Pancasila day, 30 and 31 May a weekend, 27 and 28 May off
    late_by(world, 6)
    (row,) = rows_of(world, "terlambat-dicatat", "?satuan=kalender")
    calendar = world.services.directory.calendar(world.body, date(2026, 6, 2))
    assert row["hari_kerja"] == str(calendar.between(date(2026, 5, 27), date(2026, 6, 2)))
    assert int(row["hari_kerja"]) < 3
    assert numbers(shown(world, "terlambat-dicatat")) == []


def test_a_day_without_a_calendar_is_shown_rather_than_hidden(world: World) -> None:
    world.clock.set("2026-06-10")
    late_by(world, 800)
    page = shown(world, "terlambat-dicatat", "?lebih=100")
    assert numbers(page) == ["0001"]
    assert "tidak dapat dihitung" in page.text
    assert "800 hari kalender" in page.text


def test_pages_of_late_entries_follow_one_another_both_ways_though_some_are_left_out(world: World) -> None:
    world.clock.set("2026-06-10")
    late_by(world, *((2, 20) * 60))
    found, page = [], shown(world, "terlambat-dicatat")
    while True:
        found.append(numbers(page))
        if not page.has_link("Lebih lama"):
            break
        page = world.officer("auditor").get(page.link("Lebih lama"))
    assert [len(each) for each in found] == [50, 10]
    assert [n for each in found for n in each] == [f"{n:04d}" for n in range(120, 0, -2)]
    back = world.officer("auditor").get(page.link("Lebih baru"))
    assert numbers(back) == found[0]
    assert not back.has_link("Lebih baru")
    assert len(rows_of(world, "terlambat-dicatat")) == 60


# Extensions -----------------------------------------------------------------------------------------------


def test_an_extension_tells_both_dates_its_ground_and_its_reason(world: World) -> None:
    case = world.at("extended")
    page = shown(world, "perpanjangan")
    assert numbers(page) == ["0001"]
    for words in ("dari 17 Juni 2026 menjadi 26 Juni 2026", "Pemberitahuan setelah perpanjangan"):
        assert words in page.text, words
    (row,) = rows_of(world, "perpanjangan")
    assert (row["aliran"], row["batas_semula"], row["batas_baru"]) == (case, "2026-06-17", "2026-06-26")
    assert row["uraian_alasan"]
    assert row["uraian_alasan"] in page.text


# Calendar changes -----------------------------------------------------------------------------------------


def amended(world: World, case: Stream) -> None:
    """A decree of 8 June gives 12 June off, and every open clock is recounted."""
    world.clock.set("2026-06-08")
    extra = Holiday(date(2026, 6, 12), "Cuti bersama tambahan", HolidayKind.JOINT_LEAVE)
    decree = Amended(year=2026, numbers=("9 Tahun 2026",), signed_on=date(2026, 6, 8), added=(extra,))
    world.services.directory.decree(decree, OPERATOR)
    world.services.timekeeper.recount([case], seen_all=True)


def test_a_decree_is_listed_with_the_dates_it_moved(world: World) -> None:
    case = world.file().request
    amended(world, case)
    page = shown(world, "perubahan-kalender")
    for words in ("9 Tahun 2026", "1 hari libur ditambah, 0 dihapus", "17 Juni 2026", "18 Juni 2026"):
        assert words in page.text, words
    rows = rows_of(world, "perubahan-kalender")
    assert {row["aliran"] for row in rows} == {case}
    moved = {row["jangka_waktu"]: (row["tanggal_lama"], row["tanggal_baru"]) for row in rows}
    assert moved["D06"] == ("2026-06-17", "2026-06-18")
    only = world.officer("auditor").get(page.link(f"{len(rows)} batas waktu"))
    assert len(numbers(only)) == len(rows)
    assert "Batas waktu yang berpindah oleh kalender" in only.text
    none = shown(world, "perubahan-kalender", "?kalender=1%2F2024-10-14")
    assert numbers(none) == []


def test_decrees_are_listed_though_they_moved_nothing(world: World) -> None:
    page = shown(world, "perubahan-kalender")
    assert "0 batas waktu" in page.text
    assert "Tidak ada batas waktu yang berpindah" in page.text


# Mass acts ------------------------------------------------------------------------------------------------


def many(world: World, count: int) -> list[Stream]:
    """Requests declared complete by one officer, a minute after each other."""
    world.clock.set("2026-06-10", 9, 0)
    cases = [world.file(documents=()).request for _ in range(count)]
    for case in cases:
        world.clock.forward(minutes=1)
        world.act(case, "complete")
    return cases


def test_many_acts_within_an_hour_stand_with_officer_hour_and_count(world: World) -> None:
    cases = many(world, 6)
    page = shown(world, "serentak", "?jumlah=5")
    for words in ("Permohonan dinyatakan lengkap", "6 kali", "pukul 09.00", "Rabu, 10 Juni 2026", "POLDA-X"):
        assert words in page.text, words
    (row,) = rows_of(world, "serentak", "?jumlah=5")
    assert (row["peristiwa"], row["petugas_jam"], row["jabatan_hari"]) == ("request.found-complete", "6", "6")
    facts = world.officer("auditor").get(page.link("Permohonan dinyatakan lengkap"))
    assert facts.status == 200
    assert sum(case.removeprefix("request-")[:8] in facts.text for case in cases) == len(cases)
    assert shown(world, "serentak", "?jumlah=7").text.count("6 kali") == 0
    assert "Tidak ada yang sebanyak itu" in shown(world, "serentak").text


def test_the_hour_by_the_clock_and_the_day_are_told_apart(world: World) -> None:
    world.clock.set("2026-06-10", 9, 57)
    cases = [world.file(documents=()).request for _ in range(6)]
    for case in cases:
        world.clock.forward(minutes=1)
        world.act(case, "complete")
    assert rows_of(world, "serentak", "?jumlah=5") == []
    (row,) = rows_of(world, "serentak", "?jumlah=5&dalam=hari")
    assert (row["petugas_jam"], row["petugas_hari"]) == ("4", "6")
    assert "6 kali" in shown(world, "serentak", "?jumlah=5&dalam=hari&oleh=jabatan").text


@pytest.mark.parametrize(
    "query",
    [
        "",
        "badan=POLDA-X&peran=ppid&perbuatan=request.granted&hari=2026-06-10",
        "badan=POLDA-X&peran=x&perbuatan=request.found-complete&hari=2026-06-10",
        "badan=POLDA-X&peran=ppid&perbuatan=request.found-complete&hari=2026-02-31",
        "badan=TIDAK&peran=ppid&perbuatan=request.found-complete&hari=2026-06-10",
        "badan=%00&peran=%ED%A0%80&perbuatan=%00&hari=%FF",
    ],
)
def test_facts_of_no_line_are_not_found(world: World, query: str) -> None:
    many(world, 2)
    assert shown(world, f"serentak/fakta?{query}").status == 404


# Clocks and erasures --------------------------------------------------------------------------------------


def test_a_clock_that_ran_back_is_told_with_both_times(world: World) -> None:
    assert "Jam mesin tidak pernah mundur" in shown(world, "jam-mundur").text
    at = world.clock()
    back = RanBack(at - timedelta(hours=2, minutes=5), at)
    actor = OPERATOR
    version = len(world.services.log.load(CLOCK)) + 1
    world.services.log.append([Envelope(CLOCK, version, back, at, actor.id, actor.role)])
    page = shown(world, "jam-mundur")
    for words in ("2 Juni 2026 pukul 09.14 WIB", "2 Juni 2026 pukul 07.09 WIB", "2 jam 5 menit"):
        assert words in page.text, words
    (row,) = rows_of(world, "jam-mundur")
    assert row["mundur_detik"] == str(2 * 3600 + 5 * 60)


def test_an_erasure_tells_its_basis_and_its_request_but_nobody(world: World) -> None:
    case = world.file().request
    erase = c.ErasePerson(person=world.request(case).requester, basis="UU 27/2022 Pasal 43", order="12/2026")
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    page = shown(world, "penghapusan")
    for words in ("UU 27/2022 Pasal 43", "12/2026", "Operator sistem"):
        assert words in page.text, words
    assert page.link("0001/") == f"/audit/permohonan/{case.removeprefix('request-')}"
    (row,) = rows_of(world, "penghapusan")
    assert (row["dasar"], row["perintah"]) == ("UU 27/2022 Pasal 43", "12/2026")
    assert row["permohonan"].startswith("0001/")


def test_an_order_of_erasure_stands_above_with_what_went(world: World) -> None:
    case = world.file().request
    order = Order(case, 1, ("wish.purpose",), (), "2026/114", "UU 27/2022 art. 43", "operator")
    erase(world.services.ledger, world.services.files, VOCABULARY, order, world.clock())
    page = shown(world, "penghapusan")
    for words in ("2026/114", "UU 27/2022 art. 43", "Isi yang dihapus dengan perintah"):
        assert words in page.text, words
    assert page.link("permohonan diterima").startswith(f"/audit/permohonan/{case.removeprefix('request-')}")


# What all of them share -----------------------------------------------------------------------------------


@pytest.fixture
def story(world: World) -> World:
    """A world with something in every register."""
    world.clock.set("2026-06-08")
    case = world.at("extended")
    late_by(world, 7)
    amended(world, case)
    cases = many(world, 2)
    erase = c.ErasePerson(
        person=world.request(cases[0]).requester, basis="UU 27/2022 Pasal 43", order="12/2026"
    )
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    at = world.clock()
    version = len(world.services.log.load(CLOCK)) + 1
    back = RanBack(at - timedelta(minutes=5), at)
    world.services.log.append([Envelope(CLOCK, version, back, at, OPERATOR.id, OPERATOR.role)])
    world.follow()
    world.officer("desk").get("/meja")
    world.follow()
    return world


QUERIES = {"serentak": "?jumlah=2"}


@pytest.mark.parametrize("place", PLACES)
def test_every_register_has_lines_in_both_languages_and_names_no_requester(story: World, place: str) -> None:
    query = QUERIES.get(place, "")
    for language in ("id", "en"):
        page = shown(story, place, query, language)
        assert page.status == 200
        assert 'role="row"' in page.html
        for secret in (*SECRETS, WISH.purpose):
            assert secret not in page.html
    assert rows_of(story, place, query)


@pytest.mark.parametrize("place", PLACES)
def test_a_register_asks_five_questions_at_most(story: World, place: str) -> None:
    visitor = story.officer("auditor")
    visitor.get(f"/audit/register/{place}")
    with questions() as asked:
        visitor.get(f"/audit/register/{place}{QUERIES.get(place, '')}")
    assert len(asked) <= 5, asked


@pytest.mark.parametrize("place", PLACES)
def test_body_and_period_narrow_list_and_file_alike(story: World, place: str) -> None:
    open_stranger(story)
    extra = QUERIES.get(place, "?").removeprefix("?")
    whole = len(rows_of(story, place, f"?{extra}"))
    assert whole
    assert len(rows_of(story, place, f"?{extra}&dari=2026-06-01&sampai=2026-06-30")) == whole
    for query in ("dari=2026-07-01", "sampai=2026-05-31"):
        assert rows_of(story, place, f"?{extra}&{query}") == [], query
        assert 'class="ppid-empty"' in shown(story, place, f"?{extra}&{query}").html
    if place != "jam-mundur":
        assert len(rows_of(story, place, f"?{extra}&badan=POLDA-X")) == whole
        assert rows_of(story, place, f"?{extra}&badan={OTHER}") == []


def test_the_last_day_of_a_period_counts_to_its_end_where_the_body_is(world: World) -> None:
    world.clock.set("2026-06-10", 23, 59)
    late_by(world, 30)
    assert numbers(shown(world, "terlambat-dicatat", "?dari=2026-06-10&sampai=2026-06-10")) == ["0001"]
    assert numbers(shown(world, "terlambat-dicatat", "?sampai=2026-06-09")) == []
    assert numbers(shown(world, "terlambat-dicatat", "?dari=2026-06-11")) == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("badan=TIDAK-ADA", 422),
        ("dari=2026-02-31", 422),
        ("dari=2026-06-02&sampai=2026-06-01", 422),
        ("sampai=%00", 422),
        ("lebih=x", 422),
        ("lebih=0", 422),
        ("jumlah=-1", 422),
        ("satuan=x", 422),
        ("dalam=%ED%A0%80", 422),
        ("sesudah=x", 400),
        ("sebelum=WyJhIl0", 400),
        ("dari=0001-01-01&sampai=9999-12-31", 200),
        ("kalender=%F0%9F%92%A9", 200),
    ],
)
def test_a_bad_address_is_said_to_be_bad(world: World, place: str, query: str, status: int) -> None:
    page = shown(world, place, f"?{query}")
    assert page.status == status
    if status == 422:
        assert page.title.startswith("Galat")
        assert world.officer("auditor").get(f"/audit/register/{place}.csv?{query}").status == 400


def test_an_unknown_register_is_not_found(world: World) -> None:
    assert shown(world, "tidak-ada").status == 404


@pytest.mark.parametrize("place", PLACES)
def test_only_auditors_read_registers_and_nobody_writes_them(story: World, place: str) -> None:
    for url in (f"/audit/register/{place}", f"/audit/register/{place}.csv"):
        for username in ("desk", "ppid", "superior"):
            assert story.officer(username).get(url).status == 403
        assert story.visitor().get(url, follow=False).status == 303
        assert story.officer("auditor").client.post(url).status_code in {400, 405}


@pytest.mark.parametrize("place", [p for p in PLACES if p != "jam-mundur"])
def test_an_auditor_of_one_body_reads_of_that_body_alone(story: World, place: str) -> None:
    open_stranger(story)
    query = QUERIES.get(place, "?")
    other: Visitor = bound_auditor(story, body_stream(OTHER))
    for more in ("", "&badan=POLDA-X"):
        page = other.get(f"/audit/register/{place}{query}{more}")
        assert page.status == 200
        assert "0001/" not in page.text.replace(" ", "")
        assert "POLDA-X" not in page.text
        file = other.get(f"/audit/register/{place}.csv{query}{more}").response.data.decode("utf-8-sig")
        assert len(file.splitlines()) == 1
    facts = "badan=POLDA-X&peran=service-desk&perbuatan=request.found-complete&hari=2026-06-10"
    assert other.get(f"/audit/register/serentak/fakta?{facts}").status == 404


@pytest.mark.postgres
def test_the_registers_read_the_same_on_postgresql(postgres_world: World) -> None:
    world = postgres_world
    world.clock.set("2026-06-10")
    late_by(world, 0, 7, 20)
    world.at("extended")
    many(world, 3)
    assert numbers(shown(world, "terlambat-dicatat")) == ["0003", "0002"]
    assert len(rows_of(world, "perpanjangan")) == 1
    assert len(rows_of(world, "serentak", "?jumlah=3")) >= 1
    assert BODY in {body.stream for body in world.services.directory.bodies()}
