"""Finding somebody's cases by identity number: what is found by whom, and that the number stays nowhere."""

from __future__ import annotations

import logging
import re

import pytest
from msgspec.structs import replace

from ppid import commands as c
from ppid.directory import body_stream
from ppid.events import Actor, Role
from ppid.objection.vocabulary import Ground
from projections.parties import PARTIES
from tests.web.office.administrators import appoint_admins, browser
from tests.web.office.strangers import open_stranger
from tests.web.office.test_desk import ELSEWHERE, elsewhere
from tests.web.office.tries_objection import file as object_to
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, PASSWORD, SARI, World, officer_id
from web.access import SESSION_COOKIE
from web.account.records import RecordKind
from web.office import seeking

PLACE = "/meja/cari-orang"
UNKNOWN = "3276014107909999"
READERS = ("desk", "ppid", "superior", "head")
CASE = re.compile(r"/meja/(?:permohonan|keberatan)/[0-9a-f]{32}")


def seek(visitor: Visitor, number: str) -> Page:
    """Type a number and send it."""
    return visitor.send(visitor.get(PLACE), {"nik": number})


def found(page: Page) -> list[str]:
    """The numbers of the cases that the answer leads to, in its order."""
    return [text for text, href in page.links if CASE.fullmatch(href)]


@pytest.mark.parametrize(
    "typed",
    [
        SARI.number,
        "3276 0141 0790 0001",
        "3276.0141.0790.0001",
        " 327601-410790-0001 ",
        "".join(chr(0xFF10 + int(digit)) for digit in SARI.number),
    ],
)
def test_a_person_is_found_however_the_number_is_typed(world: World, typed: str) -> None:
    case = world.at("complete")
    world.follow()
    page = seek(world.officer("desk"), typed)
    assert page.status == 200
    assert found(page) == [world.request(case).number]
    assert "Perkara dari NIK ini: 1" in page.text
    assert "Lengkap, menunggu jawaban" in page.text
    assert "2 Juni 2026" in page.text
    assert "sisa 3 hari kerja Jumat, 5 Juni 2026" in page.text
    assert world.officer("desk").get(page.link(found(page)[0])).heading


def test_requests_and_objections_of_every_filing_stand_together_the_newest_first(world: World) -> None:
    old = world.at("refusal-received")
    world.clock.forward(hours=1)
    objection = object_to(world, old, Ground.EXEMPT)
    world.clock.forward(hours=1)
    closed = world.at("withdrawn")
    world.clock.forward(hours=1)
    world.file(identity=replace(SARI, name="Orang Lain", number=UNKNOWN))
    world.follow()
    page = seek(world.officer("ppid"), SARI.number)
    objected = world.services.objections.see(objection, world.actor("ppid")).number
    assert found(page) == [world.request(closed).number, objected, world.request(old).number]
    assert page.link(objected).startswith("/meja/keberatan/")
    assert "Keberatan" in page.text
    assert "tidak berjalan" in page.text
    assert "Perkara dari NIK ini: 3" in page.text


def test_who_acts_for_somebody_is_found_too_and_said_to(world: World) -> None:
    agent = replace(SARI, name="Budi Kuasa", number=UNKNOWN)
    case = world.file(representative="person-" + "c" * 32, representative_identity=agent).request
    world.follow()
    desk = world.officer("desk")
    page = seek(desk, UNKNOWN)
    assert found(page) == [world.request(case).number]
    assert "sebagai kuasa" in page.text
    assert "sebagai kuasa" not in seek(desk, SARI.number).text


def test_who_is_both_requester_and_proxy_has_one_line(world: World) -> None:
    world.file(representative="person-" + "c" * 32, representative_identity=SARI)
    world.follow()
    assert len(found(seek(world.officer("desk"), SARI.number))) == 1


def test_the_answer_tells_nothing_of_the_person(world: World) -> None:
    world.at("complete")
    world.follow()
    page = seek(world.officer("desk"), SARI.number)
    for value in (SARI.name, SARI.number, SARI.address, SARI.phone, SARI.email):
        assert value not in page.html
    assert page.response.headers["Cache-Control"] == "no-store"


def test_nobody_is_found_in_words_and_the_number_can_be_looked_over(world: World) -> None:
    world.at("complete")
    world.follow()
    page = seek(world.officer("desk"), UNKNOWN)
    assert page.status == 200
    assert "Tidak ada perkara dengan NIK ini" in page.text
    assert page.title.startswith("Tidak ada perkara dengan NIK ini")
    assert not found(page)
    assert page.form("nik").values["nik"] == UNKNOWN
    assert page.form("nik").method == "post"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Tuliskan NIK, 16 angka pada KTP."),
        ("327601410790000", "NIK terdiri atas 16 angka. Anda menuliskan 15 karakter."),
        ("32760141079000012", "NIK terdiri atas 16 angka. Anda menuliskan 17 karakter."),
        ("327601410790000A", "NIK terdiri atas 16 angka."),
        ("3276%", "NIK terdiri atas 16 angka. Anda menuliskan 5 karakter."),
    ],
)
def test_what_is_no_nik_is_refused_at_its_field_and_costs_no_turn(
    world: World, typed: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeking, "TURNS", seeking.TURNS._replace(most=1))
    world.at("complete")
    world.follow()
    desk = world.officer("desk")
    page = seek(desk, typed)
    assert page.status == 422
    assert said in page.error("nik")
    assert page.title.startswith("Galat:")
    assert not found(page)
    assert len(found(seek(desk, SARI.number))) == 1


def test_another_bodys_case_is_not_found_and_each_finds_its_own(world: World) -> None:
    theirs = elsewhere(world)
    ours = world.at("complete")
    world.follow()
    page = seek(world.officer("head"), SARI.number)
    assert found(page) == [world.request(ours).number]
    assert theirs.removeprefix("request-") not in page.html


def test_another_bodys_cases_neither_crowd_out_ours_nor_are_hinted_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seeking, "SHOWN", 1)
    ours = world.at("complete")
    world.clock.forward(minutes=1)
    elsewhere(world)
    world.file(body=body_stream(ELSEWHERE))
    world.follow()
    page = seek(world.officer("head"), SARI.number)
    assert found(page) == [world.request(ours).number]
    assert "terbaru yang ditampilkan" not in page.text


def test_an_officer_of_another_body_does_not_find_ours(world: World) -> None:
    token = open_stranger(world, Role.PPID)
    world.at("complete")
    world.follow()
    stranger = world.visitor()
    stranger.client.set_cookie(SESSION_COOKIE, token)
    assert "Tidak ada perkara dengan NIK ini" in seek(stranger, SARI.number).text


def test_an_erased_person_is_found_no_more(world: World) -> None:
    case = world.at("complete")
    world.follow()
    person = world.request(case).requester
    order = c.ErasePerson(person=person, basis="UU 27/2022 Pasal 43", order="1/2026")
    world.services.people.erase(order, Actor("operator", Role.OPERATOR))
    world.follow()
    assert not found(seek(world.officer("desk"), SARI.number))


def test_more_than_are_shown_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeking, "SHOWN", 2)
    cases = []
    for _ in range(3):
        cases.append(world.file().number)
        world.clock.forward(minutes=1)
    world.follow()
    page = seek(world.officer("desk"), SARI.number)
    assert found(page) == [cases[2], cases[1]]
    assert "Hanya 2 perkara terbaru yang ditampilkan" in page.text


def test_guesses_are_counted_for_the_officer_and_not_for_the_office(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (seeking.TURNS.most, seeking.TURNS.minutes) == (60, 60)
    monkeypatch.setattr(seeking, "TURNS", seeking.TURNS._replace(most=2))
    world.at("complete")
    world.follow()
    desk = world.officer("desk")
    assert [seek(desk, SARI.number).status, seek(world.officer("desk"), UNKNOWN).status] == [200, 200]
    stopped = seek(desk, SARI.number)
    assert stopped.status == 429
    assert not found(stopped)
    assert "Pencarian Anda sudah mencapai batas 2 kali dalam satu jam." in stopped.text
    assert 0 < int(stopped.response.headers["Retry-After"]) <= 3600
    assert stopped.form("nik").values["nik"] == SARI.number
    assert len(found(seek(world.officer("ppid"), SARI.number))) == 1
    world.clock.forward(minutes=31)
    assert len(found(seek(world.officer("desk"), SARI.number))) == 1


def test_every_search_is_in_the_access_records_without_the_number(world: World) -> None:
    world.at("complete")
    world.follow()
    desk = world.officer("desk")
    seek(desk, SARI.number)
    seek(desk, UNKNOWN)
    seek(desk, "1")
    lines = [r for r in world.services.records.of_officer(officer_id("desk")) if r.kind is RecordKind.SOUGHT]
    assert [(line.detail, line.body) for line in lines] == [("0", BODY), ("1", BODY)]
    appoint_admins(world)
    seen = browser(world, "admin").get("/meja/akses")
    assert "Mencari perkara dengan NIK" in seen.text
    assert "1 perkara ditemukan" in seen.text


def test_a_match_opens_nobody(world: World) -> None:
    case = world.at("complete")
    world.follow()
    seek(world.officer("desk"), SARI.number)
    world.follow()
    assert world.services.openings.of(world.request(case).requester) == []


def test_the_number_stands_in_no_address_no_log_and_no_row(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world.at("complete")
    world.follow()
    desk = world.officer("desk")
    for number in (SARI.number, UNKNOWN, f"{UNKNOWN}7"):
        page = seek(desk, number)
        assert page.location == ""
        assert "?" not in page.response.request.url
        assert all(number not in href for _text, href in page.links)
    kept = world.settings.master_key_file.parent
    held = {path: path.read_bytes() for path in kept.rglob("*") if path.is_file()}
    assert held
    for number in (SARI.number, UNKNOWN):
        assert number not in caplog.text
        assert not [path for path, content in held.items() if number.encode() in content]


def test_a_number_in_the_address_is_not_looked_for(world: World) -> None:
    world.at("complete")
    world.follow()
    page = world.officer("desk").get(f"{PLACE}?nik={SARI.number}")
    assert page.status == 200
    assert not found(page)
    assert "Perkara dari NIK ini" not in page.text
    assert page.form("nik").values["nik"] == ""


def test_a_search_after_the_sign_in_has_ended_is_kept_nowhere(world: World) -> None:
    visitor = world.visitor()
    visitor.send(visitor.get("/meja/masuk"), {"username": "desk", "password": PASSWORD})
    page = visitor.get(PLACE)
    visitor.client.delete_cookie(SESSION_COOKIE)
    asked = visitor.send(page, {"nik": UNKNOWN}, follow=False)
    assert asked.status == 303
    assert asked.location.endswith("kembali=/meja/cari-orang")
    assert world.services.state.database.query("SELECT * FROM draft") == []


def test_a_form_without_its_token_finds_nothing(world: World) -> None:
    world.at("complete")
    world.follow()
    answer = world.officer("desk").post(PLACE, {"nik": SARI.number})
    assert answer.status == 400
    assert not found(answer)


def test_who_takes_in_and_decides_may_search_and_nobody_else(world: World) -> None:
    world.at("routed")
    world.follow()
    for who in READERS:
        assert len(found(seek(world.officer(who), SARI.number))) == 1, who
    appoint_admins(world)
    others = {
        "unit": world.officer("unit"),
        "auditor": world.officer("auditor"),
        "admin": browser(world, "admin"),
    }
    for who, visitor in others.items():
        assert visitor.get(PLACE).status == 403, who
    nobody = world.visitor().get(PLACE, follow=False)
    assert (nobody.status, "/meja/masuk" in nobody.location) == (303, True)


def test_the_worklist_leads_there_for_whoever_may(world: World) -> None:
    for who in READERS:
        page = world.officer(who).get("/meja")
        assert page.link("Cari perkara dengan NIK") == PLACE, who
    assert not world.officer("unit").get("/meja").has_link("Cari perkara dengan NIK")


def test_the_answer_says_as_of_when_it_is_and_that_it_has_stopped(world: World) -> None:
    world.at("complete")
    world.follow()
    page = seek(world.officer("desk"), SARI.number)
    assert "Menurut catatan sampai 2 Juni 2026 pukul 09.14 WIB." in page.text
    assert "Daftar ini tertinggal" not in page.text
    with world.services.views.transaction() as connection:
        connection.execute(
            "INSERT INTO projection_fault (name, position, event, error, place, noticed_at) "
            "SELECT name, position + 1, 'request.filed', 'KeyError', 'x.py:1', '2026-06-02T02:14:00+00:00' "
            "FROM projection_position WHERE name = ?",
            [PARTIES.table],
        )
    assert "Daftar ini tertinggal" in seek(world.officer("desk"), SARI.number).text


def test_the_page_is_in_english_too(world: World) -> None:
    world.at("complete")
    world.follow()
    visitor = world.officer("desk", "en")
    assert visitor.get("/meja").has_link("Find cases by identity number")
    page = seek(visitor, SARI.number)
    assert "Cases of this number: 1" in page.text
    assert "Tidak ada" not in page.text
    assert "No case with this number" in seek(visitor, UNKNOWN).text


def test_the_page_holds_on_postgres(postgres_world: World) -> None:
    postgres_world.at("complete")
    postgres_world.follow()
    assert len(found(seek(postgres_world.officer("desk"), SARI.number))) == 1
