"""The worklist and the page of a case: what is shown to whom, in which order, and in how many questions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from urllib.parse import quote

import pytest

from ppid import commands as c
from ppid.database import Database
from ppid.directory import body_stream
from ppid.events import Actor, Role, Stream
from ppid.log import Log
from ppid.request.events import Wish
from tests.web.office.test_acts import page_of
from tests.web.visitor import Page
from tests.web.world import OPERATOR, SARI, World

ELSEWHERE = "POLDA-Y"
HOSTILE = "Anggaran \u202egnp.exe <script>alert(1)</script> &"


def numbers(page: Page) -> list[str]:
    """The requests of a list, in its order."""
    return [text for text, href in page.links if re.fullmatch(r"/meja/permohonan/[0-9a-f]{32}", href)]


def figure(page: Page, words: str) -> int:
    """A number at the head of the list."""
    found = re.search(rf"<dt><a href=\"[^\"]*\">{words}</a></dt><dd>([\d.]+)</dd>", page.html)
    assert found, words
    return int(found.group(1))


def elsewhere(world: World) -> Stream:
    """A case of another body."""
    world.services.directory.establish(
        c.EstablishBody(code=ELSEWHERE, name="Polda Lain", established_on=date(2020, 1, 1)), OPERATOR
    )
    return world.file(body=body_stream(ELSEWHERE)).request


@pytest.fixture
def busy(world: World) -> dict[str, Stream]:
    """A late case, a fresh one, one that waits for its requester and one that waits for a unit."""
    cases = {"late": world.at("complete")}
    world.clock.set("2026-06-15")
    cases["incomplete"] = world.at("letter-received")
    cases["routed"] = world.at("routed")
    world.clock.set("2026-06-22")
    cases["fresh"] = world.at("registered")
    for case in cases.values():
        world.act(case, "clocks-ran-out")
    world.follow()
    return cases


def test_the_list_begins_with_what_is_latest_and_counts_what_matters(
    world: World, busy: dict[str, Stream]
) -> None:
    page = world.officer("ppid").get("/meja")
    assert numbers(page)[0] == world.request(busy["late"]).number
    assert len(numbers(page)) == 4
    assert "lewat 3 hari kerja" in page.text
    assert figure(page, "Lewat waktu") >= 1
    assert figure(page, "Menunggu pemohon") == 1
    assert figure(page, "Menunggu unit") == 1
    assert "Sari Wulandari" in page.text
    assert "Daftar ini memuat semua yang dicatat sampai 22 Juni 2026" in page.text


def test_filters_narrow_the_list_and_can_be_cleared(world: World, busy: dict[str, Stream]) -> None:
    visitor = world.officer("desk")
    page = visitor.get("/meja")
    late = visitor.get(page.link("Lewat waktu"))
    assert world.request(busy["late"]).number in numbers(late)
    assert world.request(busy["fresh"]).number not in numbers(late)
    waiting = visitor.get("/meja?langkah=incomplete")
    assert numbers(waiting) == [world.request(busy["incomplete"]).number]
    for unit in ("LANTAS", "semua"):
        assert numbers(visitor.get(f"/meja?unit={unit}")) == [world.request(busy["routed"]).number]
    nothing = visitor.get("/meja?unit=RESKRIM")
    assert "Tidak ada permohonan dengan saringan ini" in nothing.text
    assert len(numbers(visitor.get(nothing.link("Lihat semua")))) == 4


def test_an_empty_desk_says_so(world: World) -> None:
    world.follow()
    page = world.officer("ppid").get("/meja")
    assert "Tidak ada permohonan terbuka" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "langkah=meledak",
        "batas=besok",
        "sesudah=bukan-json",
        "sesudah=" + quote("[" * 5000),
        "sesudah=" + quote('["2026-02-31", "request-x"]'),
        "sesudah=" + quote('[{"a": 1}, 2]'),
        "sesudah=" + quote("[1e999]"),
        "sesudah=" + quote('["2026-06-02"]'),
    ],
)
def test_f20_an_address_that_no_page_leads_to_is_not_found(world: World, query: str) -> None:
    assert world.officer("ppid").get(f"/meja?{query}").status == 404


def test_pages_of_fifty_go_on_and_back_without_losing_or_repeating_any(world: World) -> None:
    wanted = {world.file().number for _ in range(120)}
    world.follow()
    visitor = world.officer("ppid")
    first = visitor.get("/meja")
    second = visitor.get(first.link("Halaman berikutnya"))
    third = visitor.get(second.link("Halaman berikutnya"))
    assert [len(numbers(p)) for p in (first, second, third)] == [50, 50, 20]
    assert {n for p in (first, second, third) for n in numbers(p)} == wanted
    assert not third.has_link("Halaman berikutnya")
    assert numbers(visitor.get(third.link("Halaman sebelumnya"))) == numbers(second)
    assert numbers(visitor.get(second.link("Halaman sebelumnya"))) == numbers(first)


@contextmanager
def questions() -> Iterator[list[str]]:
    """Count what a page asks of any database; what every page shares of bodies is read once a second."""
    asked: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((Database, "reading"), (Log, "person_keys"), (Log, "load"), (Log, "position")):
            patch.setattr(owner, name, _counting(getattr(owner, name), name, asked))
        yield asked


def _counting(real: Callable[..., object], name: str, asked: list[str]) -> Callable[..., object]:
    def counted(self: object, *args: object, **options: object) -> object:
        if not str(args[:1]).startswith(("('body-", "('calendar-", "('directory-")):
            asked.append(name)
        return real(self, *args, **options)

    return counted


def test_a_page_of_fifty_takes_five_questions(world: World) -> None:
    for _ in range(60):
        world.file()
    world.follow()
    visitor = world.officer("ppid")
    visitor.get("/meja")
    with questions() as asked:
        page = visitor.get("/meja")
    assert len(numbers(page)) == 50
    assert len(asked) <= 5, asked


def test_a_unit_sees_only_what_was_asked_of_it_and_never_who_asks(
    world: World, busy: dict[str, Stream]
) -> None:
    visitor = world.officer("unit")
    page = visitor.get("/meja")
    assert numbers(page) == [world.request(busy["routed"]).number]
    assert SARI.name not in page.html
    assert visitor.get("/meja?unit=RESKRIM").text.count("PPID-POLDA-X") == 1
    case = visitor.get(page_of(busy["routed"]))
    assert case.status == 200
    assert SARI.name not in case.html
    assert SARI.number not in case.html
    for path in (page_of(busy["fresh"]), page_of(busy["late"]), page_of(busy["late"], "answer-as-unit")):
        assert visitor.get(path).status == 404
    assert visitor.get(page_of(busy["routed"], "berkas/1")).status == 404
    assert visitor.get(page_of(busy["routed"], "surat/tanda-bukti")).status == 403


def test_f50_another_bodys_case_is_not_there(world: World) -> None:
    foreign = elsewhere(world)
    world.follow()
    for username in ("desk", "ppid", "unit", "superior"):
        visitor = world.officer(username)
        for page in (
            visitor.get(page_of(foreign)),
            visitor.get(page_of(foreign, "find-complete")),
            visitor.get(page_of(foreign, "berkas/1")),
        ):
            assert page.status in {403, 404}, page.url
        assert (
            world.officer(username).get(page_of(foreign)).text
            == visitor.get(page_of("request-" + "0" * 32)).text
        )


@pytest.mark.parametrize("path", ["x", "0" * 31, "A" * 32, "%00", "0" * 5000, "..%2f..%2fetc"])
def test_f20_a_case_that_cannot_be_is_not_found(world: World, path: str) -> None:
    visitor = world.officer("ppid")
    assert visitor.get(f"/meja/permohonan/{path}").status == 404
    assert visitor.get(f"/meja/permohonan/{path}/extend").status == 404


def test_an_act_or_a_file_that_cannot_be_is_not_found(world: World) -> None:
    case = world.at("complete")
    visitor = world.officer("ppid")
    for place in ("meledakkan", "berkas/0", "berkas/99", "berkas/99999999999999999999", "surat/rahasia"):
        assert visitor.get(page_of(case, place)).status == 404, place


def test_the_case_says_what_is_asked_by_whom_until_when_and_why(world: World) -> None:
    case = world.at("complete")
    page = world.officer("ppid").get(page_of(case))
    for words in (
        "Anggaran pelayanan SIM tahun 2025",
        "Penelitian",
        "Sari Wulandari",
        "sisa 10 hari kerja",
        "Rabu, 17 Juni 2026",
        "Selasa, 16 Juni 2026 dilewati: libur nasional",
        "Petugas Meja",
        "Permohonan dinyatakan lengkap.",
        "SKB 1497 Tahun 2025",
    ):
        assert words in page.text, words
    assert page.has_link("Jawab permohonan")
    assert page.has_link("Perpanjang waktu")
    assert "Kelengkapan permohonan 0001/PPID-POLDA-X/VI/2026 sudah diperiksa." in page.text
    assert page.has_link("Buka data lengkap pemohon")


def test_u2_a_request_completed_later_shows_the_other_reading_beside(world: World) -> None:
    case = world.at("completed")
    world.clock.set("2026-06-05")
    world.act(case, "complete")
    page = world.officer("ppid").get(page_of(case))
    assert "Rabu, 17 Juni 2026" in page.text
    assert "Bila dihitung sejak dinyatakan lengkap (5 Juni 2026): Senin, 22 Juni 2026." in page.text


@pytest.mark.parametrize("username", ["superior"])
def test_the_superior_reads_everything_and_does_nothing(world: World, username: str) -> None:
    case = world.at("complete")
    page = world.officer(username).get(page_of(case))
    assert "Peran Anda hanya membaca permohonan ini." in page.text
    assert not [href for _, href in page.links if href.endswith(("/extend", "/answer", "/withdraw"))]


def test_the_auditor_and_the_public_are_not_let_in(world: World) -> None:
    case = world.at("complete")
    for path in ("/meja", page_of(case), page_of(case, "extend")):
        assert world.officer("auditor").get(path).status == 403
        assert world.visitor().get(path).url.startswith("/meja/masuk")


def test_files_and_letters_can_be_fetched(world: World) -> None:
    case = world.at("refused-exempt")
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case))
    file = visitor.get(page.link("Salinan KTP"))
    assert file.response.data.startswith(b"\x89PNG")
    assert "attachment" in file.response.headers["Content-Disposition"]
    for letter in ("Tanda bukti", "Pemberitahuan tertulis", "Surat keputusan penolakan"):
        found = visitor.get(page.link(letter))
        assert found.response.mimetype == "application/pdf", letter
        assert found.response.data.startswith(b"%PDF")


def test_f58_what_people_wrote_is_shown_and_does_nothing(world: World) -> None:
    case = world.file(wish=Wish(information=HOSTILE, purpose=HOSTILE)).request
    world.follow()
    visitor = world.officer("ppid")
    for path in (
        "/meja",
        page_of(case),
        page_of(case, "find-incomplete"),
        page_of(case, "correct?what=purpose"),
    ):
        page = visitor.get(path)
        assert page.status == 200
        assert "<script>" not in page.html
    assert "U+202E" in visitor.get("/meja").text


def test_an_erased_requester_is_said_to_be_erased(world: World) -> None:
    case = world.at("complete")
    person = world.request(case).requester
    world.services.people.erase(
        c.ErasePerson(person=person, basis="Permintaan"), Actor("operator", Role.OPERATOR)
    )
    world.follow()
    visitor = world.officer("ppid")
    assert "(data pemohon dihapus)" in visitor.get("/meja").text
    page = visitor.get(page_of(case))
    assert "Data pribadi pemohon sudah dihapus." in page.text
    assert visitor.get(page.link("Salinan KTP")).status == 404
    assert visitor.get(page_of(case, "answer?outcome=granted")).status == 200


def test_the_desk_reads_in_english(world: World) -> None:
    case = world.at("routed")
    world.follow()
    visitor = world.officer("ppid", "en")
    assert visitor.get("/meja").heading == "Worklist"
    assert "Answer the request" in visitor.get(page_of(case)).text
    assert "What this step brings about" in visitor.get(page_of(case, "extend")).text
