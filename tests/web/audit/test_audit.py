"""An auditor sees every case as it stands and as it stood, and changes nothing."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from ppid import commands as c
from ppid.directory import body_stream
from ppid.events import Actor, Role, Stream
from ppid.request.vocabulary import Channel, Correctable
from tests.web.office.strangers import CODE as OTHER
from tests.web.office.strangers import open_stranger
from tests.web.visitor import Page, Visitor
from tests.web.world import BODY, OPERATOR, SARI, WISH, World
from web.audit.telling import pretty
from web.state import Account

SECRETS = (SARI.name, SARI.number, SARI.address, SARI.phone, SARI.email, SARI.occupation + "<")


def hex_of(case: Stream) -> str:
    return case.removeprefix("request-")


@pytest.fixture
def story(world: World) -> Stream:
    """Filed on Tuesday 2 June, complete on 3, extended on 12, partly granted on 19, now it is 22 June."""
    case = world.file().request
    for day, act in (
        ("2026-06-03", "complete"),
        ("2026-06-12", "extended"),
        ("2026-06-19", "partly-granted"),
    ):
        world.clock.set(day)
        world.act(case, act)
    world.clock.set("2026-06-22")
    world.follow()
    return case


class Auditor:
    """An auditor who signs in for every page, since a session ends while the clock is turned."""

    def __init__(self, world: World) -> None:
        self.world = world

    def get(self, url: str) -> Page:
        """Open a page with a fresh session."""
        return self.world.officer("auditor").get(url)


@pytest.fixture
def auditor(world: World) -> Auditor:
    return Auditor(world)


def at(auditor: Auditor, case: Stream, query: str = "") -> Page:
    return auditor.get(f"/audit/permohonan/{hex_of(case)}{query}")


# One case -------------------------------------------------------------------------------------------------


def test_a_case_shows_every_fact_with_who_when_happened_and_when_recorded(
    auditor: Auditor, story: Stream
) -> None:
    page = at(auditor, story)
    for fact in (
        "Permohonan diterima melalui situs web pada 2 Juni 2026",
        "Pemohon",
        "Selasa, 2 Juni 2026",
        "2 Juni 2026 pukul 09.14 WIB",
        "Waktu jawaban diperpanjang satu kali",
        "Pejabat PPID , Pejabat PPID (PPID)",
        "12 Juni 2026 pukul 09.00 WIB",
        "Dikabulkan sebagian",
        "Petugas Meja",
    ):
        assert fact in page.text, fact


def test_the_day_before_the_extension_knows_nothing_of_it(auditor: Auditor, story: Stream) -> None:
    page = at(auditor, story, "?per=2026-06-11")
    assert "Lengkap, menunggu jawaban" in page.text
    assert "17 Juni 2026" in page.text
    before, _, after = page.text.partition("Fakta demi fakta")
    assert "diperpanjang satu kali" not in after
    assert "B/17/VI/2026" not in after
    assert "Fakta yang dicatat sesudahnya: 2" in before
    assert "26 Juni 2026" in before  # among what differs now
    assert "digantikan oleh perpanjangan" not in before


def test_a_day_ends_at_midnight_of_the_body(world: World, auditor: Auditor) -> None:
    world.clock.set("2026-06-02", 23, 59)
    case = world.file().request
    world.clock.set("2026-06-03", 0, 1)
    world.act(case, "complete")
    world.clock.set("2026-06-04")
    assert "Terdaftar, belum diperiksa" in at(auditor, case, "?per=2026-06-02").text
    assert "Lengkap, menunggu jawaban" in at(auditor, case, "?per=2026-06-03").text


def test_the_date_can_be_given_in_three_boxes(auditor: Auditor, story: Stream) -> None:
    page = at(auditor, story, "?per-day=11&per-month=6&per-year=2026")
    assert "11 Juni 2026" in page.text
    assert "Lengkap, menunggu jawaban" in page.text


def test_before_the_first_fact_nothing_was_known(auditor: Auditor, story: Stream) -> None:
    page = at(auditor, story, "?per=2026-06-01")
    assert page.status == 200
    assert "Belum diketahui pada saat itu" in page.text
    assert WISH.information not in page.text
    assert page.link("Maju satu fakta").endswith("fakta=1")


def test_what_differs_between_then_and_now_is_said_in_words(auditor: Auditor, story: Stream) -> None:
    text = at(auditor, story, "?per=2026-06-03").text
    section = text.partition("Yang berbeda sekarang")[2].partition("Fakta demi fakta")[0]
    for part in ("Langkah", "Lengkap, menunggu jawaban", "Menunggu penyerahan", "Hasil",
                 "Dikabulkan sebagian", "Batas waktu jawaban", "17 Juni 2026", "26 Juni 2026", "Diperpanjang",
                 "tidak", "ya"):  # fmt: skip
        assert part in section, part
    assert "Tanggal diterima" not in section


def test_a_corrected_entry_shows_both_readings(world: World, auditor: Auditor, story: Stream) -> None:
    case = world.file().request
    world.clock.forward(days=1)
    correct = c.CorrectRequest(
        request=case, what=Correctable.PURPOSE, new="Skripsi saya", reason="Salah tulis"
    )
    world.services.desk.correct(correct, world.actor("desk"))
    section = at(auditor, case, "?fakta=2").text.partition("Yang berbeda sekarang")[2]
    assert section.index("Penelitian") < section.index("Skripsi saya")


def test_one_can_step_fact_by_fact(auditor: Auditor, story: Stream) -> None:
    page = at(auditor, story, "?fakta=1")
    seen = 1
    while page.has_link("Maju satu fakta"):
        page = auditor.get(page.link("Maju satu fakta"))
        seen += 1
    assert seen == 5
    assert "Tidak ada yang dicatat sesudahnya" in page.text
    while page.has_link("Mundur satu fakta"):
        page = auditor.get(page.link("Mundur satu fakta"))
        seen -= 1
    assert seen == 1


def test_clocks_stand_as_they_stood(auditor: Auditor, story: Stream) -> None:
    then = at(auditor, story, "?per=2026-06-09").text
    assert "Pemeriksaan kelengkapan dipenuhi 3 Juni 2026" in then
    assert "Pemberitahuan (target layanan) lewat" in then
    assert "Pemberitahuan tertulis berjalan" in then
    now = at(auditor, story).text
    assert "Pemberitahuan tertulis digantikan oleh perpanjangan" in now
    assert "Pemberitahuan setelah perpanjangan dipenuhi 19 Juni 2026" in now


def test_the_raw_form_is_what_is_stored(world: World, auditor: Auditor, story: Stream) -> None:
    shown = at(auditor, story).html.split('<pre class="ppid-raw" tabindex="0"><code>')[1:]
    import html

    found = [json.loads(html.unescape(part.split("</code>")[0])) for part in shown]
    assert found == [json.loads(raw.state) for raw in world.services.log.raw(story)]


def test_unseen_characters_of_the_raw_form_are_escaped_and_mean_the_same() -> None:
    stored = json.dumps({"a": "x\u202ey\u200b\ue000é\U000e0041\ud800<b>&\n"}).encode()
    text = pretty(stored)
    assert json.loads(text) == json.loads(stored)
    for character in ("\u202e", "\u200b", "\ue000", "\U000e0041", "\ud800"):
        assert character not in text
    assert "é" in text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("per=2026-02-31", "tidak ada dalam kalender"),
        ("per-day=31&per-month=2&per-year=2026", "tidak ada dalam kalender"),
        ("per=9999-12-31", "belum tiba"),
        ("per=2026-06-23", "belum tiba"),
        ("per=besok", "Tuliskan tanggal"),
        ("per=%00", ""),
        ("per=2026-06-01&per=2026-06-02", ""),
        ("per-day=x&per-month=1&per-year=2026", "angka"),
        ("fakta=x", ""),
        ("fakta=0", ""),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_kept(
    auditor: Auditor, story: Stream, query: str, words: str
) -> None:
    page = at(auditor, story, f"?{query}")
    assert page.status == 422
    assert page.title.startswith("Galat")
    assert words in page.text
    if "per-day=31" in query:
        assert 'value="31"' in page.html
    assert auditor.get(f"/audit/permohonan/{hex_of(story)}.json?{query}").status == 400


@pytest.mark.parametrize(
    "query", ["per=0001-01-01", "per=%D9%A2%D9%A0%D9%A2%D9%A6-6-3", "fakta=999999", "per=", "x=%ED%A0%80"]
)
def test_odd_but_sound_moments_are_answered(auditor: Auditor, story: Stream, query: str) -> None:
    assert at(auditor, story, f"?{query}").status == 200


def test_nobody_but_officers_is_named(world: World, auditor: Auditor, story: Stream) -> None:
    hex_ = hex_of(story)
    own = f"/audit/permohonan/{hex_}"
    files = (f"{own}.json", f"{own}.csv", "/audit/kasus.csv", "/audit/kasus.json")
    for url in ("/audit", "/audit/kasus", "/audit/hitung", own, f"{own}?per=2026-06-03", *files):
        content = auditor.get(url).response.get_data(as_text=True)
        for secret in SECRETS:
            assert secret not in content, (url, secret)


def test_an_erased_officer_is_said_to_be_erased(world: World, auditor: Auditor, story: Stream) -> None:
    erase = c.ErasePerson(person=world.actor("ppid").id, basis="UU 27/2022 Pasal 43", order="12/2026")
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    assert "(nama dihapus)" in at(auditor, story).text


def test_a_dismissed_officer_keeps_the_position_held_then(
    world: World, auditor: Auditor, story: Stream
) -> None:
    officer = world.actor("ppid").id
    again = c.AppointOfficer(
        body=BODY, officer=officer, name="Nama Baru", roles=(Role.PPID,), position="Lain"
    )
    world.services.directory.appoint(again, OPERATOR)
    world.services.directory.dismiss(c.DismissOfficer(body=BODY, officer=officer, reason="Mutasi"), OPERATOR)
    text = at(auditor, story).text
    assert "Pejabat PPID" in text
    assert "Nama Baru" not in text


def test_an_erased_requester_changes_nothing_of_the_history(
    world: World, auditor: Auditor, story: Stream
) -> None:
    before = at(auditor, story).text
    erase = c.ErasePerson(person=world.request(story).requester, basis="UU 27/2022 Pasal 43", order="12/2026")
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    assert at(auditor, story).text == before


def test_a_case_as_json_is_the_replay_with_its_facts(auditor: Auditor, story: Stream) -> None:
    page = auditor.get(f"/audit/permohonan/{hex_of(story)}.json?per=2026-06-11")
    told = json.loads(page.response.data)
    assert told["case"]["step"] == "complete"
    assert told["case"]["due_on"] == "2026-06-17"
    assert told["later_facts"] == 2
    assert [fact["topic"] for fact in told["facts"]] == [
        "request.filed", "request.registered", "request.found-complete",
    ]  # fmt: skip
    assert told["facts"][0]["stored"]["event"]["received_on"] == "2026-06-02"
    nothing = json.loads(auditor.get(f"/audit/permohonan/{hex_of(story)}.json?per=2026-06-01").response.data)
    assert (nothing["case"], nothing["facts"]) == (None, [])


def test_a_case_as_csv_has_a_line_for_each_fact(auditor: Auditor, story: Stream) -> None:
    page = auditor.get(f"/audit/permohonan/{hex_of(story)}.csv?fakta=3")
    rows = list(csv.reader(io.StringIO(page.response.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 4
    assert rows[1][0] == "1"


# The list -------------------------------------------------------------------------------------------------


def test_the_list_counts_now_and_leads_to_each_case(auditor: Auditor, story: Stream) -> None:
    page = auditor.get("/audit/kasus")
    assert "Menunggu penyerahan" in page.text
    assert "Dikabulkan sebagian" in page.text
    assert page.link("0001/") == f"/audit/permohonan/{hex_of(story)}"


def test_an_empty_installation_says_so(world: World, auditor: Auditor) -> None:
    world.follow()
    assert "Belum ada kasus" in auditor.get("/audit/kasus").text
    assert "Belum ada kasus" in auditor.get("/audit/hitung").text
    assert auditor.get("/audit/kasus.json").response.data == b"[]\n"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nomor=1", {"0001/"}),
        ("nomor=0002", {"0002/"}),
        ("nomor=0002%2FPPID-POLDA-X%2FVI%2F2026", {"0002/"}),
        ("nomor=+0002+%2F+ppid-polda-x%2Fvi%2F2026+", {"0002/"}),
        ("nomor=tidak-ada", set()),
        ("langkah=registered", {"0002/"}),
        ("hasil=partly-granted", {"0001/"}),
        ("tahun=2026", {"0001/", "0002/"}),
        ("tahun=2025", set()),
        ("badan=POLDA-X", {"0001/", "0002/"}),
        ("badan=polda-x", {"0001/", "0002/"}),
    ],
)
def test_filters_narrow_list_and_files_alike(
    world: World, auditor: Auditor, story: Stream, query: str, found: set[str]
) -> None:
    world.file(channel=Channel.COUNTER, received_at=None)
    world.follow()
    page = auditor.get(f"/audit/kasus?{query}")
    assert {n for n in ("0001/", "0002/") if any(text.startswith(n) for text, _ in page.links)} == found
    rows = json.loads(auditor.get(f"/audit/kasus.json?{query}").response.data)
    assert {row["nomor"][:5] for row in rows} == found
    if not found:
        assert "Tidak ada kasus yang cocok" in page.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("badan=TIDAK-ADA", 422),
        ("langkah=x", 422),
        ("tahun=%00", 422),
        ("nomor=" + "x" * 500, 422),
        ("sesudah=x", 400),
        ("sebelum=WyJhIl0", 400),
        ("sesudah=W251bGwsIG51bGxd", 400),
        ("nomor=%F0%9F%92%A9", 200),
        ("nomor=%ED%A0%80", 200),
    ],
)
def test_a_bad_address_is_said_to_be_bad(auditor: Auditor, story: Stream, query: str, status: int) -> None:
    assert auditor.get(f"/audit/kasus?{query}").status == status
    if status == 422:
        assert auditor.get(f"/audit/kasus.csv?{query}").status == 400


def test_pages_follow_one_another_without_gap_or_repetition(world: World, auditor: Auditor) -> None:
    for _ in range(103):
        world.file(documents=())
    world.follow()
    page, seen = auditor.get("/audit/kasus"), []
    while True:
        seen += [text[:4] for text, _ in page.links if "/PPID" in text.replace(" ", "")]
        if not page.has_link("Lebih lama"):
            break
        page = auditor.get(page.link("Lebih lama"))
    assert sorted(seen) == [f"{n:04d}" for n in range(1, 104)]


def test_no_wish_becomes_a_formula(world: World, auditor: Auditor) -> None:
    world.file(wish=replace(WISH, information="=cmd|' /C calc'!A0"))
    world.follow()
    content = auditor.get("/audit/kasus.csv").response.data.decode()
    assert ";=cmd" not in content
    assert ";'=cmd" in content


# Counts ---------------------------------------------------------------------------------------------------


def counted(auditor: Auditor | Visitor, query: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(auditor.get(f"/audit/hitung?{query}&bentuk=json").response.data)
    return found


def test_counts_are_those_of_the_day(auditor: Auditor, story: Stream) -> None:
    assert counted(auditor, "per=2026-06-01")["requests"] == 0
    assert counted(auditor, "per=2026-06-02")["steps"] == {"registered": 1}
    assert counted(auditor, "per=2026-06-11")["steps"] == {"complete": 1}
    assert counted(auditor, "per=2026-06-18")["steps"] == {"extended": 1}
    assert counted(auditor, "")["outcomes"] == {"partly-granted": 1}
    page = auditor.get("/audit/hitung?per=2026-06-11")
    assert "Keadaan pada akhir Kamis, 11 Juni 2026" in page.text
    assert "Lengkap, menunggu jawaban" in page.text


def test_counts_of_a_day_that_cannot_be_are_refused(auditor: Auditor, story: Stream) -> None:
    for query in ("per=2026-02-31", "per=9999-01-01", "badan=X-X", "per=x"):
        page = auditor.get(f"/audit/hitung?{query}")
        assert page.status == 422
        assert page.title.startswith("Galat")


def test_the_link_to_the_counts_as_json_keeps_what_was_asked(auditor: Auditor, story: Stream) -> None:
    page = auditor.get("/audit/hitung?per=2026-06-11&badan=POLDA-X")
    told = json.loads(auditor.get(page.link("Unduh hitungan")).response.data)
    assert (told["body"], told["steps"]) == ("POLDA-X", {"complete": 1})


# Who may ------------------------------------------------------------------------------------------------


def bound_auditor(world: World, body: str) -> Visitor:
    """An auditor who was appointed for one body only."""
    officer = "person-" + "6" * 32
    appoint = c.AppointOfficer(
        body=body, officer=officer, name="Inspektur", roles=(Role.AUDITOR,), position="Inspektur"
    )
    world.services.directory.appoint(appoint, OPERATOR)
    account = Account("inspektur", officer, body)
    world.services.state.add_account(account, "kata-sandi-panjang-9")
    visitor = world.visitor()
    visitor.client.set_cookie("ppid_meja", world.services.state.open_session(account, Role.AUDITOR.value))
    return visitor


def routes(case: Stream) -> tuple[str, ...]:
    own = f"/audit/permohonan/{hex_of(case)}"
    return (
        "/audit",
        "/audit/kasus",
        "/audit/hitung",
        "/audit/kasus.csv",
        "/audit/kasus.json",
        own,
        f"{own}.csv",
        f"{own}.json",
    )


def test_only_auditors_come_in(world: World, auditor: Auditor, story: Stream) -> None:
    for url in routes(story):
        assert auditor.get(url).status == 200, url
        for username in ("desk", "ppid", "unit", "superior"):
            assert world.officer(username).get(url).status == 403, (url, username)
        for visitor in (world.visitor(), world.tracker(story)):
            page = visitor.get(url, follow=False)
            assert page.status == 303, url
            assert page.location.startswith("/meja/masuk"), url


def test_nothing_here_can_be_written(auditor: Auditor, story: Stream) -> None:
    for url in routes(story):
        for way in ("post", "put", "patch", "delete"):
            assert getattr(auditor.world.officer("auditor").client, way)(url).status_code in {400, 405}, (
                way,
                url,
            )


def test_an_auditor_of_one_body_sees_that_body_alone(world: World, story: Stream) -> None:
    open_stranger(world)
    other = bound_auditor(world, body_stream(OTHER))
    world.follow()
    assert "Belum ada kasus" in other.get("/audit/kasus").text
    assert "0001/" not in other.get("/audit/kasus?badan=POLDA-X").text
    assert json.loads(other.get("/audit/kasus.json?badan=POLDA-X").response.data) == []
    assert counted(other, "badan=POLDA-X")["requests"] == 0
    for url in routes(story)[5:]:
        assert other.get(url).status == 404, url
    missing = other.get(f"/audit/permohonan/{'0' * 32}")
    hidden = other.get(f"/audit/permohonan/{hex_of(story)}")
    assert (missing.status, missing.text) == (hidden.status, hidden.text)


def test_an_auditor_of_this_body_sees_its_cases(world: World, story: Stream) -> None:
    own = bound_auditor(world, BODY)
    assert own.get(f"/audit/permohonan/{hex_of(story)}").status == 200
    page = own.get("/audit/kasus")
    assert page.has_link("0001/")
    assert "Semua badan publik" not in page.text


@pytest.mark.parametrize("case", ["x", "A" * 32, "0" * 31, "0" * 32, "0" * 33])
def test_an_unknown_case_is_not_found(auditor: Auditor, case: str) -> None:
    assert auditor.get(f"/audit/permohonan/{case}").status == 404
    assert auditor.get(f"/audit/permohonan/{case}.json").status == 404


@pytest.mark.parametrize("url", ["/audit", "/audit/kasus", "/audit/hitung", "case"])
def test_pages_read_in_english_too(world: World, story: Stream, url: str) -> None:
    visitor = world.officer("auditor", "en")
    page = visitor.get(f"/audit/permohonan/{hex_of(story)}?per=2026-06-11" if url == "case" else url)
    assert page.status == 200
    assert "Permohonan" not in page.text.replace("Permohonan informasi", "")
    if url == "case":
        assert "11 June 2026" in page.text


@pytest.mark.postgres
def test_a_case_is_replayed_the_same_on_postgresql(postgres_world: World) -> None:
    world = postgres_world
    case = world.file().request
    world.clock.set(date(2026, 6, 3))
    world.act(case, "complete")
    world.follow()
    auditor = Auditor(world)
    assert "Terdaftar, belum diperiksa" in at(auditor, case, "?per=2026-06-02").text
    assert counted(auditor, "per=2026-06-02")["steps"] == {"registered": 1}
    assert auditor.get("/audit/kasus").has_link("0001/")
