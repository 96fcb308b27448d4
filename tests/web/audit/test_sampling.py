"""A sample is drawn alike by everybody who has its seed, and bodies compare with their denominators."""

from __future__ import annotations

import csv
import hashlib
import io

import pytest

from ppid.directory import body_stream
from ppid.events import Actor, Role, Stream
from ppid.privacy.commands import AskPrivacy
from ppid.privacy.vocabulary import PrivacyKind
from ppid.request.vocabulary import Channel
from projections.comparing import Share
from projections.sampling import draw
from tests.web.audit.test_audit import bound_auditor
from tests.web.audit.test_kinds import Chain, chain
from tests.web.office import tries_breach, tries_redaction
from tests.web.office.strangers import CODE as OTHER
from tests.web.office.strangers import open_stranger
from tests.web.office.test_desk import questions
from tests.web.visitor import Page
from tests.web.world import SARI, World
from web.audit.kinds import KINDS

__all__ = ["chain"]

SEED = "benih-1"


def filed(world: World, count: int) -> list[Stream]:
    cases = [world.file(documents=()).request for _ in range(count)]
    world.follow()
    return cases


def sample(world: World, query: str = "", language: str = "id") -> Page:
    return world.officer("auditor", language).get(f"/audit/contoh{query}")


def drawn(world: World, query: str) -> list[dict[str, str]]:
    page = world.officer("auditor").get(f"/audit/contoh.csv{query}")
    assert page.status == 200
    return list(csv.DictReader(io.StringIO(page.response.data.decode("utf-8-sig")), delimiter=";"))


# The sample -----------------------------------------------------------------------------------------------


def test_the_sample_is_what_anybody_counts_from_seed_and_streams(world: World) -> None:
    cases = filed(world, 12)
    expected = sorted(cases, key=lambda case: hashlib.sha256(f"{SEED}{case}".encode()).hexdigest())[:5]
    rows = drawn(world, f"?benih={SEED}&jumlah=5")
    assert [row["kasus"] for row in rows] == expected
    assert rows[0]["sha256"] == hashlib.sha256(f"{SEED}{expected[0]}".encode()).hexdigest()
    page = sample(world, f"?benih={SEED}&jumlah=5")
    assert "5 dari 12 kasus" in page.text
    links = [href for _text, href in page.links if href.startswith("/audit/permohonan/")]
    assert [f"request-{href.rpartition('/')[2]}" for href in links] == expected


def test_a_known_answer_stays_the_same_for_ever() -> None:
    streams = [f"request-{n:032x}" for n in range(100)]
    found = draw("2026", reversed(streams), 3)
    assert found.population == 100
    assert [each.stream[-2:] for each in found.drawn] == KNOWN
    assert draw("2026", streams, 3) == found
    assert draw("2027", streams, 3) != found


KNOWN = ["5f", "14", "49"]


def test_another_seed_draws_others_and_a_larger_sample_begins_alike(world: World) -> None:
    filed(world, 30)
    first = [row["kasus"] for row in drawn(world, "?benih=a&jumlah=5")]
    assert first != [row["kasus"] for row in drawn(world, "?benih=b&jumlah=5")]
    assert first == [row["kasus"] for row in drawn(world, "?benih=a&jumlah=10")][:5]


def test_a_seed_is_proposed_and_nothing_is_drawn_without_one(world: World) -> None:
    filed(world, 3)
    page = sample(world)
    assert page.status == 200
    assert "dari 3 kasus" not in page.text
    proposed = {form.values["benih"] for form in page.forms if "benih" in form.names}
    assert len(proposed.pop()) == 8
    again = sample(world)
    assert again.html != page.html  # another proposal


def test_body_period_and_kind_narrow_what_is_drawn_from(world: World, chain: Chain) -> None:
    open_stranger(world)
    asked = AskPrivacy(
        person=world.request(chain.request).requester,
        kind=PrivacyKind.ACCESS,
        case=chain.request,
        key="a" * 32,
    )
    world.services.privacy.ask(asked, Actor(chain.request, Role.CITIZEN))
    tries_breach.note(world)
    tries_redaction.begun(world)
    world.follow()
    for kind in KINDS:
        rows = drawn(world, f"?benih=x&jenis={kind.place.value}&jumlah=200")
        assert rows, kind
        assert {row["jenis"] for row in rows} == {kind.place.value}
        assert drawn(world, f"?benih=x&jenis={kind.place.value}&badan={OTHER}") == []
        sheet = world.officer("auditor").get(f"/audit/contoh/lembar-periksa?benih=x&jenis={kind.place.value}")
        assert sheet.status == 200
        assert "☐" in sheet.text
    assert drawn(world, "?benih=x&dari=2026-06-02&sampai=2026-06-02")
    assert drawn(world, "?benih=x&dari=2026-06-03") == []
    assert drawn(world, "?benih=x&sampai=2026-06-01") == []
    assert "Tidak ada kasus yang cocok" in sample(world, "?benih=x&sampai=2026-06-01").text


def test_a_check_list_stands_for_each_case_and_names_nobody(world: World) -> None:
    filed(world, 4)
    page = world.officer("auditor").get(f"/audit/contoh/lembar-periksa?benih={SEED}&jumlah=3")
    assert page.html.count("<section") == 3
    assert "Pemberitahuan tertulis dikirim dalam 10 hari kerja" in page.text
    assert f"Benih {SEED}, 3 dari 4 kasus" in page.text
    assert SARI.name not in page.text
    english = world.officer("auditor", "en").get(f"/audit/contoh/lembar-periksa?benih={SEED}&jumlah=1")
    assert "The written notice was sent within 10 working days" in english.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("jumlah=0", 422),
        ("jumlah=201", 422),
        ("jumlah=x", 422),
        ("jenis=semua", 422),
        ("jenis=%00", 422),
        ("badan=TIDAK", 422),
        ("dari=2026-02-31", 422),
        ("dari=2026-06-02&sampai=2026-06-01", 422),
        ("benih=" + "x" * 65, 422),
        ("benih=%00", 422),
        ("benih=%ED%A0%80", 200),
        ("benih=%F0%9F%92%A9", 200),
        ("benih='%20OR%201=1", 200),
        ("benih={{7919*7919}}", 200),
    ],
)
def test_a_sample_that_cannot_be_is_refused(world: World, query: str, status: int) -> None:
    filed(world, 2)
    page = sample(world, f"?{query}")
    assert page.status == status
    assert str(7919 * 7919) not in page.text
    for url in ("/audit/contoh.csv", "/audit/contoh/lembar-periksa"):
        answer = world.officer("auditor").get(f"{url}?{query}").status
        assert answer == (400 if status == 422 else 200)
    if status == 422:
        assert page.title.startswith("Galat")


# The comparison -------------------------------------------------------------------------------------------


def test_a_share_is_rounded_half_up_and_none_of_nothing() -> None:
    assert Share(3, 41).permille == 73
    assert Share(1, 8).permille == 125
    assert Share(1, 16).permille == 63  # 6.25
    assert Share(0, 5).permille == 0
    assert Share(5, 5).permille == 1000
    assert Share(0, 0).permille is None


@pytest.fixture
def answered(world: World) -> World:
    """Five requests: one refused as exempt, one extended and answered, one late, one open, one granted."""
    world.exempt()
    refused, extended, late, granted = (world.file(documents=()).request for _ in range(4))
    world.file(documents=())
    for case in (refused, extended, late, granted):
        world.act(case, "complete")
    world.act(refused, "refused-exempt")
    world.act(granted, "granted")
    world.act(extended, "extended", "granted")
    world.clock.set("2026-06-18")
    world.act(late, "granted")
    world.follow()
    return world


def test_bodies_compare_with_part_and_whole(answered: World) -> None:
    open_stranger(answered)
    text = answered.officer("auditor").get("/audit/perbandingan").text
    for words in ("1 dari 4 (25,0 %)", "0 dari 0", "0 atas 1 (0,0 per 100)", "POLDA-X", OTHER):
        assert words in text, words
    page = answered.officer("auditor").get("/audit/perbandingan.csv?tahun=2026")
    rows = list(csv.DictReader(io.StringIO(page.response.data.decode("utf-8-sig")), delimiter=";"))
    mine = next(row for row in rows if row["badan"] == "POLDA-X")
    assert {k: mine[k] for k in mine if k not in {"badan", "nama"}} == {
        "permohonan": "5", "dijawab": "4", "terlambat": "1", "terlambat_dari": "4", "ditolak": "1",
        "ditolak_dari": "4", "diperpanjang": "1", "diperpanjang_dari": "4", "keberatan": "0",
        "keberatan_per_penolakan": "1",
    }  # fmt: skip
    assert "1 of 4 (25.0 %)" in answered.officer("auditor", "en").get("/audit/perbandingan").text


def test_bodies_are_sorted_by_any_column_both_ways_with_nothing_last(answered: World) -> None:
    open_stranger(answered)
    auditor = answered.officer("auditor")

    def order(query: str) -> list[str]:
        text = auditor.get(f"/audit/perbandingan.csv?{query}").response.data.decode("utf-8-sig")
        return [row["badan"] for row in csv.DictReader(io.StringIO(text), delimiter=";")]

    for column in ("terlambat", "ditolak", "diperpanjang", "keberatan"):
        for way in ("turun", "naik"):
            assert order(f"urut={column}&arah={way}") == ["POLDA-X", OTHER]
    assert order("urut=permohonan") == ["POLDA-X", OTHER]
    assert order("urut=permohonan&arah=naik") == [OTHER, "POLDA-X"]
    page = auditor.get("/audit/perbandingan")
    assert auditor.get(page.link("Ditolak")).status == 200


def test_an_objection_counts_against_the_refusals(world: World, chain: Chain) -> None:
    assert "1 atas 1 (100,0 per 100)" in world.officer("auditor").get("/audit/perbandingan?tahun=2026").text
    assert "0 atas 0" in world.officer("auditor").get("/audit/perbandingan?tahun=2025").text


@pytest.mark.parametrize("query", ["tahun=x", "tahun=%00", "urut=x", "arah=%ED%A0%80", "tahun=0"])
def test_a_comparison_that_cannot_be_is_refused(world: World, query: str) -> None:
    page = world.officer("auditor").get(f"/audit/perbandingan?{query}")
    assert page.status == 422
    assert world.officer("auditor").get(f"/audit/perbandingan.csv?{query}").status == 400


# What both share ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("url", ["/audit", "/audit/perbandingan", "/audit/contoh?benih=x"])
def test_a_page_asks_five_questions_at_most(answered: World, url: str) -> None:
    visitor = answered.officer("auditor")
    visitor.get("/audit")
    with questions() as asked:
        assert visitor.get(url).status == 200
    assert len(asked) <= 5, asked


def test_only_auditors_come_in_and_one_of_a_body_sees_it_alone(answered: World) -> None:
    open_stranger(answered)
    other = bound_auditor(answered, body_stream(OTHER))
    for url in (
        "/audit",
        "/audit/perbandingan",
        "/audit/perbandingan.csv",
        "/audit/contoh?benih=x",
        "/audit/contoh.csv?benih=x",
        "/audit/contoh/lembar-periksa?benih=x",
    ):
        assert answered.officer("ppid").get(url).status == 403
        assert answered.visitor().get(url, follow=False).status == 303
        page = other.get(url)
        assert page.status == 200
        assert "POLDA-X" not in page.response.get_data(as_text=True)


def test_the_front_leads_everywhere_and_old_questions_find_the_cases(world: World) -> None:
    filed(world, 1)
    auditor = world.officer("auditor")
    page = auditor.get("/audit")
    found = [href for _text, href in page.links if href.startswith("/audit/")]
    assert len(found) > 10
    for href in found:
        assert auditor.get(href).status == 200, href
    old = auditor.get("/audit?nomor=1&badan=POLDA-X", follow=False)
    assert (old.status, old.location) == (303, "/audit/kasus?nomor=1&badan=POLDA-X")
    assert auditor.get("/audit?nomor=%ED%A0%80").status == 200


def test_a_counter_case_is_drawn_by_its_day_of_receipt(world: World) -> None:
    world.clock.set("2026-06-10")
    world.file(channel=Channel.COUNTER, received_at=None, documents=())
    world.follow()
    assert len(drawn(world, "?benih=x&dari=2026-06-10&sampai=2026-06-10")) == 1


@pytest.mark.postgres
def test_the_sample_is_the_same_on_postgresql(postgres_world: World) -> None:
    cases = filed(postgres_world, 6)
    expected = sorted(cases, key=lambda case: hashlib.sha256(f"{SEED}{case}".encode()).hexdigest())[:3]
    assert [row["kasus"] for row in drawn(postgres_world, f"?benih={SEED}&jumlah=3")] == expected
