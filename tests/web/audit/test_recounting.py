"""Then beside now, and a promised day counted again: what an auditor can see without trusting a page."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from ppid.directory import body_stream
from ppid.events import Stream
from tests.web.audit.test_audit import bound_auditor
from tests.web.audit.test_kinds import Chain, address, chain
from tests.web.audit.test_registers import amended
from tests.web.office.strangers import CODE as OTHER
from tests.web.office.strangers import open_stranger
from tests.web.visitor import Page
from tests.web.world import SARI, World
from web.audit.asking import see
from web.audit.deadline import Verdict, recounted

__all__ = ["chain"]


@pytest.fixture
def story(world: World) -> Stream:
    """Filed on 2 June, complete on 3, extended on 12, partly granted on 19; it is 22 June."""
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


def beside(world: World, case: Stream, query: str = "", language: str = "id") -> Page:
    return world.officer("auditor", language).get(f"{address(case)}/dulu-dan-sekarang{query}")


def deadline(world: World, case: Stream, code: str, query: str = "") -> Page:
    return world.officer("auditor").get(f"{address(case)}/batas-waktu/{code}{query}")


# Then and now ---------------------------------------------------------------------------------------------


def test_then_stands_beside_now_and_each_difference_is_a_word(world: World, story: Stream) -> None:
    text = beside(world, story, "?per=2026-06-11").text
    for words in (
        "Lengkap, menunggu jawaban",
        "Menunggu penyerahan",
        "Jangka waktu: Pemberitahuan tertulis",
        "paling lambat 17 Juni 2026: berjalan",
        "digantikan oleh perpanjangan",
        "berubah",
        "baru",
        "sama",
        "Fakta yang dicatat sesudahnya: 2",
    ):
        assert words in text, words
    assert SARI.name not in text


def test_only_what_differs_can_be_shown(world: World, story: Stream) -> None:
    whole, only = beside(world, story, "?per=2026-06-11"), beside(world, story, "?per=2026-06-11&hanya=beda")
    assert "Cara memperoleh" in whole.text
    assert "Cara memperoleh" not in only.text
    assert "Menunggu penyerahan" in only.text
    assert whole.link("Tampilkan yang berbeda saja").endswith("hanya=beda&per=2026-06-11")
    assert "hanya" not in only.link("Tampilkan juga yang sama")


def test_without_a_day_the_case_as_it_was_first_recorded_stands_beside_now(
    world: World, story: Stream
) -> None:
    assert "2 Juni 2026 pukul 09.14 WIB" in beside(world, story).text


def test_nothing_recorded_since_differs_in_nothing(world: World, story: Stream) -> None:
    page = beside(world, story, "?per=2026-06-22&hanya=beda")
    assert "Tidak ada yang dicatat sesudahnya" in page.text
    assert "Tidak ada yang berbeda" in page.text


def test_before_its_first_fact_everything_is_new(world: World, story: Stream) -> None:
    page = beside(world, story, "?per=2026-06-01&hanya=beda")
    assert page.status == 200
    assert "baru" in page.text
    assert "berubah" not in page.text


def test_every_kind_of_case_stands_beside_itself_in_both_languages(world: World, chain: Chain) -> None:
    for stream in chain:
        for language in ("id", "en"):
            page = beside(world, stream, "?per=2026-08-09", language)
            assert page.status == 200, (stream, language)


def test_the_case_leads_to_both_and_keeps_the_day(world: World, story: Stream) -> None:
    page = world.officer("auditor").get(address(story, "?per=2026-06-11"))
    assert page.link("Bandingkan dulu dan sekarang").endswith("dulu-dan-sekarang?per=2026-06-11")
    assert "?per=2026-06-11" in page.link("Hitung ulang batas waktu ini (Pemberitahuan tertulis")
    for link in ("Bandingkan dulu dan sekarang", "Hitung ulang batas waktu ini"):
        assert world.officer("auditor").get(page.link(link)).status == 200


# Counted again --------------------------------------------------------------------------------------------


def test_a_promised_day_is_counted_again_with_every_day_and_its_reason(world: World, story: Stream) -> None:
    text = deadline(world, story, "D06").text
    for words in (
        "Tanggal yang dijanjikan sama",
        "Dijanjikan: Rabu, 17 Juni 2026",
        "Dihitung ulang: Rabu, 17 Juni 2026",
        "Selasa, 2 Juni 2026 (permohonan diterima)",
        "10 hari kerja",
        "UU 14/2008 Pasal 22 ayat (7)",
        "D06, sejak",
        "3/2025-09-19",
        "hari ke-10",
        "libur nasional",
        "akhir pekan",
        "fakta ke-2",
        f"python3 ppid-verify.py deadline {story}.zip",
    ):
        assert words in text, words


def test_every_clock_of_every_kind_of_case_is_counted_again_to_the_same_day(
    world: World, chain: Chain
) -> None:
    auditor = world.officer("auditor")
    met = 0
    for stream in chain:
        page = auditor.get(address(stream))
        for text, href in page.links:
            if text.startswith("Hitung ulang batas waktu ini"):
                shown = auditor.get(href)
                assert shown.status == 200, href
                assert "Tanggal yang dijanjikan berbeda" not in shown.text, href
                met += 1
    assert met > 10


def test_a_promise_moved_by_a_decree_says_with_which_calendar_and_where(world: World) -> None:
    case = world.file().request
    amended(world, case)
    before = deadline(world, case, "D06", "?per=2026-06-05").text
    assert "Dijanjikan: Rabu, 17 Juni 2026" in before
    assert "Tanggal yang dijanjikan sama" in before
    assert "Menurut kalender yang dikenal sekarang, hitungannya jatuh pada Kamis, 18 Juni 2026" in before
    after = deadline(world, case, "D06").text
    assert "Dijanjikan: Kamis, 18 Juni 2026" in after
    assert "Tanggal yang dijanjikan sama" in after
    assert "4/2026-06-08" in after


def test_a_promise_that_does_not_follow_from_its_inputs_differs(world: World, story: Stream) -> None:
    token = world.officer("auditor").client.get_cookie("ppid_meja")
    assert token is not None
    with world.app.test_request_context(headers={"Cookie": f"ppid_meja={token.value}"}):
        seen = see("permohonan", story.removeprefix("request-"), {})
        assert seen.state is not None
        clock = seen.state.clocks["D06"]
        forged = replace(clock, promise=replace(clock.promise, due_on=date(2026, 6, 19)))
        state = replace(seen.state, clocks={**seen.state.clocks, "D06": forged})
        found = recounted(seen._replace(state=state), "D06")
    assert found is not None
    assert found.verdict is Verdict.DIFFERS
    assert found.again == clock.promise.due_on
    assert found.source is None  # no fact promised that day


# Who may, and what cannot be ------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["D99", "x", "%00", "D09"])
def test_a_clock_that_never_started_is_not_found(world: World, story: Stream, code: str) -> None:
    assert deadline(world, story, code).status == 404


@pytest.mark.parametrize("query", ["?per=2026-02-31", "?per=9999-12-31", "?fakta=0", "?fakta=x", "?per=%00"])
def test_a_day_that_cannot_be_is_refused(world: World, story: Stream, query: str) -> None:
    for page in (beside(world, story, query), deadline(world, story, "D06", query)):
        assert page.status == 422
        assert page.title.startswith("Galat")


def test_only_auditors_of_this_body_come_in(world: World, story: Stream) -> None:
    open_stranger(world)
    other = bound_auditor(world, body_stream(OTHER))
    for url in (f"{address(story)}/dulu-dan-sekarang", f"{address(story)}/batas-waktu/D06"):
        assert world.officer("ppid").get(url).status == 403
        assert world.visitor().get(url, follow=False).status == 303
        assert other.get(url).status == 404
