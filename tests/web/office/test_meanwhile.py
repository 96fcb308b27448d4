"""Several people at one case, one form sent twice, and acts that are not lawful: what each is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from ppid import commands as c
from ppid.events import Actor, Role
from ppid.request import events as e
from tests.web.office.test_acts import GIVEN, NOTICE, PDF, events, page_of
from tests.web.visitor import Page
from tests.web.world import World

GRANT = {**NOTICE, **GIVEN}


def test_f40_two_officers_decide_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    case = world.at("complete")
    first, second = world.officer("ppid"), world.officer("ppid")
    one = first.send(first.get(page_of(case, "answer?outcome=granted")), GRANT, form="seen")
    reason = {"ground": "not-yet-held", "reason": "Masih dihimpun oleh dua unit."}
    two = second.send(second.get(page_of(case, "extend")), reason, form="seen")
    assert first.send(one, button="catat", form="seen").url == page_of(case)
    told = second.send(two, button="catat", form="seen")
    assert told.status == 409
    assert "berubah selagi formulir ini terbuka" in told.text
    assert "Permohonan dikabulkan seluruhnya." in told.text
    assert "Pejabat PPID (PPID)" in told.text
    assert "sudah dijawab dengan pemberitahuan B/17/VI/2026" in told.text
    assert "Masih dihimpun oleh dua unit." in told.text
    assert [type(event) for event in events(world, case)].count(e.Granted) == 1


def test_f40_an_act_that_is_still_lawful_can_be_sent_again_with_its_text(world: World) -> None:
    case = world.at("complete")
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case, "route"))
    world.services.desk.correct(
        c.CorrectRequest(request=case, what="purpose", new="Skripsi", reason="Salah tulis"),  # type: ignore[arg-type]
        world.actor("desk"),
    )
    told = visitor.send(page, {"unit": "LANTAS", "question": "Apakah ada datanya?"})
    assert told.status == 409
    assert "Petugas Meja" in told.text
    assert told.form("question").values["question"] == "Apakah ada datanya?"
    assert visitor.send(told, {}, form="question").url == page_of(case)
    assert isinstance(events(world, case)[-1], e.Routed)


def test_f40_a_preview_of_a_case_that_moved_on_says_so(world: World) -> None:
    case = world.at("complete")
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case, "extend"))
    world.act(case, "routed")
    told = visitor.send(page, {"ground": "not-yet-held", "reason": "Masih dihimpun."})
    assert told.status == 409
    assert "meminta unit LANTAS" in told.text


def test_f42_what_the_timekeeper_noted_meanwhile_stops_nobody(world: World) -> None:
    case = world.at("complete")
    world.clock.set("2026-06-08")
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case, "route"))
    world.act(case, "clocks-ran-out")
    page = visitor.send(page, {"unit": "LANTAS", "question": "Apakah ada?"})
    assert page.url == page_of(case)


def race(world: World, count: int) -> tuple[str, list[Page]]:
    """``count`` officers issue a notice on one case at the same moment."""
    case = world.at("complete")
    ready = Barrier(count)

    def decide(number: int) -> Page:
        visitor = world.officer("ppid")
        page = visitor.get(page_of(case, "answer?outcome=granted"))
        page = visitor.send(page, {**GRANT, "number": f"B/{number}"}, form="seen")
        ready.wait(60)
        return visitor.send(page, button="catat", form="seen", follow=False)

    with ThreadPoolExecutor(count) as pool:
        return case, list(pool.map(decide, range(count)))


def test_f40_eight_decide_at_once_one_wins_and_seven_are_told(world: World) -> None:
    case, pages = race(world, 8)
    assert sorted(page.status for page in pages) == [303, *[409] * 7]
    assert all("Permohonan dikabulkan seluruhnya." in page.text for page in pages if page.status == 409)
    assert [type(event) for event in events(world, case)].count(e.Granted) == 1


@pytest.mark.postgres
def test_f40_eight_decide_at_once_on_postgresql(postgres_world: World) -> None:
    case, pages = race(postgres_world, 8)
    assert sorted(page.status for page in pages) == [303, *[409] * 7]
    assert [type(event) for event in events(postgres_world, case)].count(e.Granted) == 1


def test_f10_a_form_sent_twice_is_one_act(world: World) -> None:
    case = world.at("registered")
    visitor = world.officer("desk")
    page = visitor.get(page_of(case, "find-complete"))
    for _ in range(3):
        assert visitor.send(page, {"note": "Lengkap."}).url == page_of(case)
    assert [type(event) for event in events(world, case)].count(e.FoundComplete) == 1


def test_f10_a_delivery_with_files_sent_twice_is_one_delivery(world: World) -> None:
    case = world.at("granted")
    visitor = world.officer("desk")
    page = visitor.get(page_of(case, "deliver"))
    for _ in range(2):
        assert visitor.send(page, {"documents": PDF}).url == page_of(case)
    assert [type(event) for event in events(world, case)].count(e.InformationDelivered) == 1


def test_f11_a_used_form_with_other_content_is_refused(world: World) -> None:
    case = world.at("complete")
    visitor = world.officer("ppid")
    page = visitor.get(page_of(case, "route"))
    visitor.send(page, {"unit": "LANTAS", "question": "Apakah ada?"})
    again = visitor.send(page, {"unit": "RESKRIM", "question": "Apakah ada?"})
    assert again.status == 409
    assert len(world.request(case).routings) == 1


def test_an_act_that_is_not_lawful_says_why_and_leads_back(world: World) -> None:
    case = world.at("extended")
    page = world.officer("ppid").get(page_of(case, "extend"))
    assert page.status == 422
    assert "undang-undang hanya mengizinkan satu kali" in page.text
    assert page.link("Buka permohonan") == page_of(case)


def test_f43_a_closed_case_takes_no_more_steps(world: World) -> None:
    case = world.at("closed")
    visitor = world.officer("ppid")
    for act in ("find-complete", "answer", "extend", "withdraw", "deliver", "close", "route"):
        page = visitor.get(page_of(case, act))
        assert page.status == 422, act
        assert "sudah ditutup" in page.text


def test_f42_the_requester_withdraws_while_the_answer_is_written(world: World) -> None:
    case = world.at("complete")
    visitor = world.officer("ppid")
    page = visitor.send(visitor.get(page_of(case, "answer?outcome=granted")), GRANT, form="seen")
    world.services.desk.withdraw(c.WithdrawRequest(request=case), Actor(case, Role.CITIZEN))
    told = visitor.send(page, button="catat", form="seen")
    assert told.status == 409
    assert "Pemohon" in told.text
    assert isinstance(events(world, case)[-1], e.Withdrawn)


DAY = {"sent_on-day": "31", "sent_on-month": "2", "sent_on-year": "2026"}
BAD = (
    ("extend", {"ground": "not-yet-held", "reason": "x", **DAY}, "sent_on", "tidak ada dalam kalender"),
    ("extend", {"ground": "not-yet-held", "reason": "x", "sent_on-year": "9999"}, "sent_on", "belum terjadi"),
    ("extend", {"ground": "not-yet-held", "reason": "x", "sent_on-year": "0"}, "sent_on", "angka"),
    ("extend", {"reason": "x"}, "ground", "Pilih"),
    ("extend", {"ground": "malas", "reason": "x"}, "ground", "Pilih salah satu"),
    ("extend", {"ground": "not-yet-held", "reason": " \n "}, "reason", "wajib diisi"),
    ("extend", {"ground": "not-yet-held", "reason": "x" * 5001}, "reason", "5001"),
    ("extend", {"ground": "not-yet-held", "reason": "x" * 70_000}, "reason", "70.000"),
    ("extend", {"ground": "not-yet-held", "reason": "a\0b"}, "reason", "karakter kendali"),
    ("route", {"unit": "TIDAK-ADA", "question": "x"}, "unit", "tidak dikenal"),
    ("route", {"unit": "LANTAS", "question": ""}, "question", "wajib diisi"),
    ("answer?outcome=granted", {"number": ""}, "number", "wajib diisi"),
    ("answer?outcome=granted", {"material": "x", "formats": []}, "formats", "wajib diisi"),
    ("answer?outcome=granted", {**GRANT, "ready_in_days": "9" * 5000}, "ready_in_days", "bilangan"),
    ("answer?outcome=granted", {**GRANT, "ready_in_days": "NaN"}, "ready_in_days", "bilangan"),
    (
        "answer?outcome=granted",
        {**GRANT, "copy_quantity": "2", "copy_each_idr": "500"},
        "copy_quantity",
        "digital",
    ),
    ("answer?outcome=granted", {**GRANT, "sending_idr": "9000"}, "how_to_pay", "wajib diisi"),
    ("answer?outcome=partly-granted", GRANT, "blackout_1_material", "wajib diisi"),
    ("answer?outcome=refused-exempt", {"reasons": "x"}, "articles", "Pasal 17"),
    ("answer?outcome=refused-exempt", {"articles": "17(z)"}, "articles", "Pilih salah satu"),
    (
        "answer?outcome=refused-exempt",
        {"articles": "17(a)", "reasons": "x", "consequence": "y"},
        "approval_by",
        "wajib diisi",
    ),
    (
        "answer?outcome=refused-exempt",
        {
            "articles": "17(a)",
            "reasons": "x",
            "consequence": "y",
            "approval_by": "Kapolda",
            "approval_on-day": "2",
            "approval_on-month": "6",
            "approval_on-year": "2026",
            "exempt_rows": f"{'0' * 32}:1",
        },
        "exempt_rows",
        "Pilih dari daftar",
    ),
    (
        "answer?outcome=partly-granted",
        {
            **GRANT,
            "blackout_1_material": "Nama",
            "blackout_1_reason": "x",
            "blackout_1_article": "17(a)",
        },
        "blackout_1_material",
        "Sebutkan keputusan pengecualian",
    ),
    ("answer?outcome=refused-other", {"articles": "17(a)", "reasons": "x"}, "articles", "Pasal 17"),
    (
        "answer?outcome=refused-other",
        {"articles": "Pasal 17 huruf h", "reasons": "x"},
        "articles",
        "Pasal 17",
    ),
    (
        "answer?outcome=not-documented",
        {"held": "belum-dikuasai", "explanation": "x"},
        "available_on",
        "wajib",
    ),
    ("withdraw", {"withdrawn_on-year": "2019"}, "withdrawn_on", "mendahului"),
    ("correct?what=purpose", {"new": "Penelitian", "reason": "x"}, "new", "sama"),
    ("correct?what=received-on", {"new-year": "2027", "reason": "x"}, "new", "belum terjadi"),
    ("correct?what=delivery", {"new": "merpati", "reason": "x"}, "new", "tidak sesuai"),
)


@pytest.mark.parametrize(("act", "typed", "field", "words"), BAD, ids=map(str, range(len(BAD))))
def test_f07_f15_what_cannot_be_is_said_at_its_field_and_keeps_the_text(
    world: World, act: str, typed: dict[str, str], field: str, words: str
) -> None:
    case = world.at("complete")
    before = events(world, case)
    visitor = world.officer("ppid")
    page = visitor.send(visitor.get(page_of(case, act)), typed, form="seen")
    assert page.status == 422, page.text
    assert words in page.error(field), page.text
    assert field in page.ids
    assert events(world, case) == before


def test_f55_a_form_cannot_name_another_case_officer_or_role(world: World) -> None:
    case, other = world.at("registered"), world.at("registered")
    visitor = world.officer("desk")
    page = visitor.get(page_of(case, "find-complete"))
    forged = {"note": "", "request": other, "role": "ppid", "actor": "person-x", "body": "body-x"}
    visitor.send(page, forged, form="seen")
    assert len(events(world, other)) == 2
    recorded = world.services.log.load(case)[-1].envelope
    assert (recorded.role, recorded.actor) == (Role.SERVICE_DESK, world.actor("desk").id)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ((b"", "kosong.pdf"), "kosong"),
        ((b"<html><script>alert(1)</script>", "halaman.pdf"), "bukan PDF"),
        ((b"%PDF-1.7 tanpa akhir", "potong.pdf"), "terpotong"),
    ],
)
def test_f33_a_file_that_cannot_be_given_is_refused(
    world: World, content: tuple[bytes, str], words: str
) -> None:
    case = world.at("granted")
    visitor = world.officer("desk")
    page = visitor.send(visitor.get(page_of(case, "deliver")), {"proof": "Surel", "documents": content})
    assert page.status == 422
    assert words in page.error("documents")
    assert page.form("proof").values["proof"] == "Surel"
    assert world.request(case).delivery is None


def test_a_file_is_not_stored_when_the_act_is_refused(world: World) -> None:
    case = world.at("granted")
    stored = sum(1 for p in world.settings.files.rglob("*") if p.is_file())
    visitor = world.officer("desk")
    page = visitor.get(page_of(case, "deliver"))
    page = visitor.send(page, {"documents": PDF, "delivered_on-year": "2030"})
    assert page.status == 422
    assert sum(1 for p in world.settings.files.rglob("*") if p.is_file()) == stored


def test_the_extension_counts_its_new_date_day_by_day_before_it_is_done(world: World) -> None:
    case = world.at("complete")
    page = world.officer("ppid").get(page_of(case, "extend"))
    assert "Jumat, 26 Juni 2026" in page.text
    assert "Dihitung 7 hari kerja sesudah Rabu, 17 Juni 2026" in page.text
    assert "hari ke-7" in page.text


def test_the_letter_of_incompleteness_is_shown_before_it_is_issued(world: World) -> None:
    case = world.file(documents=()).request
    visitor = world.officer("desk")
    page = visitor.get(page_of(case, "find-incomplete"))
    assert page.form("missing").values.getlist("missing") == ["identity-document"]
    page = visitor.send(page, {}, form="missing")
    for words in (
        "TL-0001/PPID-POLDA-X/VI/2026",
        "Salinan identitas",
        "Sari Wulandari",
        "3 hari kerja sejak",
    ):
        assert words in page.text, words


def test_the_notice_can_be_changed_from_its_preview(world: World) -> None:
    case = world.at("complete")
    visitor = world.officer("ppid")
    page = visitor.send(visitor.get(page_of(case, "answer?outcome=granted")), GRANT, form="seen")
    assert "Terbitkan pemberitahuan" in page.text
    again = visitor.send(page, button="ubah", form="seen")
    assert again.form("material").values["material"] == GIVEN["material"]
    assert again.form("material").values.getlist("formats") == ["soft"]
