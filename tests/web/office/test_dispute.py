"""Disputes at the desk: how one begins, what its page says, its decisions, its evidence, its hearing file."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from typing import TypeVar

import pytest

from ppid import commands as rc
from ppid.dispute.case import Dispute
from ppid.dispute.vocabulary import EvidenceKind, Outcome
from ppid.events import Actor, Event, Role, Stream
from ppid.objection.vocabulary import Ground, Step
from tests import attached
from tests.web.disputing import COMMISSION, disputed, heard, objected, served
from tests.web.office.administrators import end_after
from tests.web.office.strangers import open_stranger
from tests.web.office.tries_dispute import DUTY, STEPS, about_a_duty, days, final
from tests.web.office.tries_objection import PDF
from tests.web.visitor import Page, Value, Visitor
from tests.web.world import OFFICERS, World
from web.access import SESSION_COOKIE

EventT = TypeVar("EventT", bound=Event)
SECOND = (attached.pdf("putusan"), "putusan.pdf")


def page_of(case: Stream, act: str = "") -> str:
    """The page of a dispute, or of an act on it."""
    return f"/meja/sengketa/{case.removeprefix('dispute-')}{'/' + act if act else ''}"


def begin(objection: Stream) -> str:
    """The page on which a dispute about an objection is recorded."""
    return f"/meja/sengketa/baru?keberatan={objection.removeprefix('objection-')}"


def dispute(world: World, case: Stream) -> Dispute:
    """A dispute as it stands."""
    return world.services.disputes.see(case, world.actor("ppid"))


def said(page: Page) -> str:
    """The words of a page, its numbers in one piece."""
    return page.text.replace("/ ", "/")


def take(
    world: World, officer: str, case: Stream, act: str, typed: Mapping[str, Value], query: str = ""
) -> Page:
    """Take an act to its end."""
    visitor = world.officer(officer)
    shown = visitor.send(visitor.get(page_of(case, act) + query), typed, form="idempotency_key")
    assert "Belum ada yang dicatat" in shown.text, shown.text
    return visitor.send(shown, button="catat", form="idempotency_key")


# Beginning ------------------------------------------------------------------------------------------------


def test_a_dispute_begins_from_the_page_of_its_objection(world: World) -> None:
    objection = objected(world)
    world.clock.set("2026-07-22")
    desk = world.officer("desk")
    case = desk.get(f"/meja/keberatan/{objection.removeprefix('objection-')}")
    page = desk.get(case.link("Catat sengketa di Komisi Informasi"))
    values = page.form("commission_name").values
    assert values["commission_level"] == "province"
    assert values["commission_name"] == "Komisi Informasi Provinsi"
    assert values["grounds"] == "a"
    typed: dict[str, Value] = {**days("applied_on", 20, 7), "register_number": "021/2026"}
    shown = desk.send(page, typed, form="commission_name")
    assert "Dalam waktu: berakhir 4 Agustus 2026." in shown.text
    done = desk.send(shown, button="catat", form="commission_name")
    found = dispute(world, f"dispute-{done.url.rpartition('/')[2]}")
    assert (found.objection, found.register_number, found.grounds) == (
        objection,
        "021/2026",
        (Ground.EXEMPT,),
    )
    again = world.officer("ppid").get(case.url)
    assert again.link("Buka sengketanya") == done.url
    assert not again.has_link("Catat sengketa di Komisi Informasi")
    known = world.services.objections.see(objection, world.actor("ppid"))
    assert known.step is Step.DISPUTED


@pytest.mark.parametrize(
    ("today", "applied", "told", "tag"),
    [
        ("2026-08-10", (7, 8), "Terlambat: berakhir 4 Agustus 2026.", "Permohonan terlambat"),
        ("2026-07-14", (13, 7), "Terlalu dini", "Permohonan terlalu dini"),
        ("2026-07-22", (20, 7), "Dalam waktu: berakhir 4 Agustus 2026.", ""),
    ],
)
def test_the_page_says_whether_it_came_in_time(
    world: World, today: str, applied: tuple[int, int], told: str, tag: str
) -> None:
    objection = objected(world)
    world.clock.set(today)
    desk = world.officer("desk")
    shown = desk.send(desk.get(begin(objection)), days("applied_on", *applied), form="commission_name")
    page = desk.send(shown, button="catat", form="commission_name")
    assert told in page.text
    assert tag in page.text
    assert ("Permohonan terla" in page.text) == bool(tag)


def test_an_objection_is_found_by_its_number_or_by_what_is_ready(world: World) -> None:
    objection = objected(world)
    world.follow()
    ppid = world.officer("ppid")
    number = "0001/KEB-PPID-POLDA-X/VI/2026"
    assert not ppid.get("/meja/sengketa/baru").has_link(number)
    page = ppid.get("/meja/sengketa/baru?nomor=1/keb-ppid-polda-x/vi/2026")
    assert page.link(number) == begin(objection)
    for typed in ("2/x", "%00", "9" * 400):
        assert "Tidak ada keberatan dengan nomor itu" in ppid.get(f"/meja/sengketa/baru?nomor={typed}").text


def test_without_an_objection_only_ground_b_is_recorded(world: World) -> None:
    desk = world.officer("desk")
    choice = desk.get("/meja/sengketa/baru")
    page = desk.get(choice.link("informasi berkala"))
    typed: dict[str, Value] = {**days("applied_on", 2, 6), "documents": PDF}
    shown = desk.send(page, typed, form="commission_name")
    done = desk.send(shown, button="catat", form="commission_name")
    found = dispute(world, f"dispute-{done.url.rpartition('/')[2]}")
    assert (found.objection, found.grounds) == ("", (Ground.PERIODIC,))
    assert "Tanpa keberatan" in done.text
    assert desk.get(f"{done.url}/berkas/1").response.data == PDF[0]


@pytest.mark.parametrize("named", ["x", "0" * 32, "%00"])
def test_no_dispute_begins_with_an_objection_that_is_not_there(world: World, named: str) -> None:
    assert world.officer("desk").get(f"/meja/sengketa/baru?keberatan={named}").status == 404


def test_an_objection_goes_to_the_commission_once(world: World) -> None:
    case = disputed(world)
    desk = world.officer("desk")
    page = desk.get(begin(dispute(world, case).objection))
    shown = desk.send(page, days("applied_on", 21, 7), form="commission_name")
    assert shown.status == 422
    assert "sudah diajukan ke Komisi Informasi" in shown.text


# Files that stay with their form --------------------------------------------------------------------------


def test_a_file_stays_with_the_form_while_it_is_looked_through(world: World) -> None:
    case = disputed(world)
    ppid = world.officer("ppid")
    page = ppid.get(page_of(case, "answer"))
    shown = ppid.send(page, {"letter_number": "B/9", "documents": PDF}, form="letter_number")
    assert "surat.pdf" in shown.text
    assert dispute(world, case).answered is None
    changed = ppid.send(shown, button="ubah", form="letter_number")
    assert "surat.pdf" in changed.text
    assert changed.form("letter_number").values["letter_number"] == "B/9"
    shown = ppid.send(changed, {"letter_number": "B/10"}, form="letter_number")
    ppid.send(shown, button="catat", form="letter_number")
    answered = dispute(world, case).answered
    assert answered
    assert (answered.letter_number, len(answered.documents)) == ("B/10", 1)
    assert ppid.get(f"{page_of(case)}/berkas/1").response.data == PDF[0]


def test_another_file_takes_the_place_of_the_first(world: World) -> None:
    case = disputed(world)
    ppid = world.officer("ppid")
    page = ppid.get(page_of(case, "answer"))
    shown = ppid.send(page, {"letter_number": "B/9", "documents": PDF}, form="letter_number")
    changed = ppid.send(shown, button="ubah", form="letter_number")
    shown = ppid.send(changed, {"documents": SECOND}, form="letter_number")
    assert "putusan.pdf" in shown.text
    assert "surat.pdf" not in shown.text
    ppid.send(shown, button="catat", form="letter_number")
    assert ppid.get(f"{page_of(case)}/berkas/1").response.data == SECOND[0]


def test_no_other_officer_gets_the_files_of_a_form(world: World) -> None:
    case = disputed(world)
    ppid, superior = world.officer("ppid"), world.officer("superior")
    page = ppid.get(page_of(case, "answer"))
    ppid.send(page, {"letter_number": "B/9", "documents": PDF}, form="letter_number")
    key = page.form("letter_number").values["idempotency_key"]
    other = superior.get(page_of(case, "answer"))
    sent = {"letter_number": "B/9", "idempotency_key": key}
    assert "surat.pdf" not in superior.send(other, sent, form="letter_number").text


def test_the_papers_of_an_erased_applicant_are_still_taken_in(world: World) -> None:
    case = disputed(world)
    request = world.request(dispute(world, case).request)
    erase = rc.ErasePerson(person=request.requester, basis="UU 27/2022 Pasal 43", order="12/2026")
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    take(world, "ppid", case, "answer", {"letter_number": "B/9", "documents": PDF})
    answered = dispute(world, case).answered
    assert answered
    assert answered.documents[0].person == world.actor("ppid").id


# The course of a case -------------------------------------------------------------------------------------


def test_a_summons_tells_at_once_what_it_starts_counted_back(world: World) -> None:
    case = disputed(world)
    visitor = world.officer("desk")
    typed = {**days("hearing_on", 3, 8), "place": "Gedung Komisi Informasi"}
    shown = visitor.send(visitor.get(page_of(case, "summons")), typed, form="place")
    assert "Dihitung mundur 2 hari kerja dari Senin, 3 Agustus 2026." in shown.text
    page = visitor.send(shown, button="catat", form="place")
    assert "Sidang pertama" in page.text
    assert "seharusnya paling lambat 29 Juli 2026 tepat waktu" in page.text


def test_an_officer_or_an_office_speaks_for_the_body(world: World) -> None:
    case = disputed(world)
    typed: dict[str, Value] = {
        "letter_number": "SK/7",
        "speaker_1_officer": world.actor("ppid").id,
        "speaker_2_position": "Kepala Bidang Hukum",
    }
    page = take(world, "superior", case, "represent", typed)
    assert "Kepala Bidang Hukum" in page.text
    named = dispute(world, case).represented
    assert named
    assert [(r.position, r.officer) for r in named.representatives] == [
        ("Pejabat PPID", world.actor("ppid").id),
        ("Kepala Bidang Hukum", ""),
    ]


def test_only_an_officer_in_office_on_the_day_is_offered_to_speak_for_the_body(world: World) -> None:
    case = disputed(world)
    visitor = world.officer("superior")
    gone = end_after(world, "unit", world.clock.today)
    shown = visitor.get(page_of(case, "represent"))
    assert f'value="{gone}"' in shown.html
    world.clock.forward(days=1)
    visitor = world.officer("superior")
    page = visitor.get(page_of(case, "represent"))
    assert f'value="{gone}"' not in page.html
    assert f'value="{world.actor("ppid").id}"' in page.html
    typed: dict[str, Value] = {"letter_number": "SK/7", "speaker_1_officer": gone}
    refused = visitor.send(page, typed, form="idempotency_key")
    assert refused.status == 422
    assert ("Pilih salah satu pilihan yang tersedia.", "#speaker_1_officer") in refused.links
    assert dispute(world, case).represented is None


def test_mediation_is_opened_extended_once_and_ended_on_its_page(world: World) -> None:
    case = about_a_duty(world)
    take(world, "ppid", case, "open-mediation", {})
    take(world, "ppid", case, "extend-mediation", {})
    assert world.officer("ppid").get(page_of(case, "extend-mediation")).status == 422
    page = take(world, "ppid", case, "end-mediation", {"result": "failed", "note": "Tidak sepakat."})
    assert "Mediasi" in page.text
    assert "Gagal" in page.text
    assert "Tidak sepakat." in page.text


def test_ground_a_is_not_mediated_and_the_page_says_why(world: World) -> None:
    case = disputed(world)
    page = world.officer("ppid").get(page_of(case))
    assert not page.has_link("Catat mediasi dibuka")
    assert "Catat mediasi dibuka" in page.text


def evidence(world: World, case: Stream) -> Page:
    """A letter, and what is exempt."""
    ppid = world.officer("ppid")
    page = ppid.get(page_of(case, "evidence"))
    row = re.search(r'<option value="([0-9a-f]{32}:1)"', page.html)
    assert row
    typed: dict[str, Value] = {
        "letter_number": "B/10",
        "piece_1_kind": "document", "piece_1_title": "Surat pemberitahuan", "piece_1_file": PDF,
        "piece_3_kind": "exempt-document", "piece_3_title": "Berkas perkara", "piece_3_row": row[1],
        "piece_3_file": SECOND,
    }  # fmt: skip
    return ppid.send(page, typed, form="letter_number", button="catat")


def test_exempt_evidence_goes_sealed_with_its_test(world: World) -> None:
    case = STEPS["registered"](world)
    page = evidence(world, case)
    plain, exempt = dispute(world, case).evidence[0].evidence
    assert (plain.kind, plain.sealed, exempt.kind, exempt.sealed) == (
        EvidenceKind.DOCUMENT, False, EvidenceKind.EXEMPT_DOCUMENT, True
    )  # fmt: skip
    assert (exempt.exemption, exempt.rows) == (world.exempt(), (1,))
    assert "Tersegel" in page.text
    ppid = world.officer("ppid")
    assert ppid.get(page.link("Surat pemberitahuan")).response.data == PDF[0]
    assert ppid.get(page.link("Berkas perkara")).response.data == SECOND[0]


def test_the_service_desk_opens_nothing_that_is_sealed(world: World) -> None:
    case = STEPS["registered"](world)
    evidence(world, case)
    desk = world.officer("desk")
    page = desk.get(page_of(case))
    assert page.has_link("Surat pemberitahuan")
    assert not page.has_link("Berkas perkara")
    assert desk.get(f"{page_of(case)}/berkas/1").response.data == PDF[0]
    assert desk.get(f"{page_of(case)}/berkas/2").status == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "piece_1_title"),
        ({"piece_1_title": "Surat"}, "piece_1_kind"),
        ({"piece_1_kind": "document"}, "piece_1_title"),
        ({"piece_1_title": "Uji", "piece_1_kind": "consequence-test"}, "piece_1_row"),
        ({"piece_2_title": "Uji", "piece_2_kind": "exempt-document"}, "piece_2_row"),
        ({"piece_1_title": "x", "piece_1_kind": "lain"}, "piece_1_kind"),
        ({"piece_1_title": "x", "piece_1_kind": "document", "piece_1_row": "x"}, "piece_1_row"),
        ({"piece_2_file": PDF}, "piece_2_title"),
        ({"piece_1_title": "x", "piece_1_kind": "document", "piece_1_file": [PDF, SECOND]}, "piece_1_file"),
        (
            {"piece_1_title": "x", "piece_1_kind": "document", "piece_1_file": (b"MZ\x90\0", "a.exe")},
            "piece_1_file",
        ),
        ({"piece_1_title": "x", "piece_1_kind": "document", "letter_number": ""}, "letter_number"),
    ],
)
def test_evidence_says_what_is_missing_where_it_is_missing(
    world: World, typed: dict[str, Value], field: str
) -> None:
    case = STEPS["registered"](world)
    ppid = world.officer("ppid")
    page = ppid.get(page_of(case, "evidence"))
    before = world.services.log.position()
    again = ppid.send(page, {"letter_number": "B/1", **typed}, form="letter_number", button="catat")
    assert again.status == 422
    assert again.error(field), again.text
    assert world.services.log.position() == before


# Decisions ------------------------------------------------------------------------------------------------


def test_a_ruling_is_shown_whole_with_what_it_opens(world: World) -> None:
    case = STEPS["heard"](world)
    ppid = world.officer("ppid")
    page = ppid.get(page_of(case, "ruling") + "?outcome=open-part")
    row = re.search(r'name="open_rows" type="checkbox" value="([^"]+:2)"', page.html)
    part = re.search(r'<option value="([0-9a-f]{32}:1)"', page.html)
    assert row
    assert part
    typed: dict[str, Value] = {
        "number": "021/PTSN", **DUTY, "open_rows": [row[1]], "part_1_row": part[1],
        "part_1_text": "Halaman 3", "documents": SECOND,
    }  # fmt: skip
    shown = ppid.send(page, typed, form="number")
    for told in (
        "021/PTSN",
        "10 hari kerja sejak berkekuatan hukum tetap",
        "baris 2",
        "Halaman 3",
        "putusan.pdf",
    ):
        assert told in shown.text, told
    done = ppid.send(shown, button="catat", form="number")
    ruled = dispute(world, case).ruling
    assert ruled
    assert ruled.outcome is Outcome.OPEN_PART
    assert [(ref.rows, [p.part for p in ref.parts]) for ref in ruled.opened] == [((2,), ["Halaman 3"])]
    assert "Salinan putusan" in done.text


@pytest.mark.parametrize(
    ("query", "typed", "field"),
    [
        ("open-part", {"duty_1_what": ""}, "duty_1_what"),
        ("open-part", {"duty_1_days": ""}, "duty_1_due"),
        ("open-part", {"duty_2_days": "3"}, "duty_2_what"),
        ("open-part", {"duty_1_days": "9999"}, "duty_1_what"),
        ("open-part", {**days("duty_1_due", 1, 9)}, "duty_1_due"),
        ("open-part", {"number": ""}, "number"),
        ("open-part", {"read_out_on-year": "2027"}, "read_out_on"),
        ("open-part", {"part_1_text": "Halaman 3"}, "part_1_row"),
        ("mediation-agreement", {}, "outcome"),
    ],
)
def test_a_ruling_says_what_is_missing_where_it_is_missing(
    world: World, query: str, typed: dict[str, Value], field: str
) -> None:
    case = STEPS["heard"](world)
    ppid = world.officer("ppid")
    page = ppid.get(page_of(case, "ruling") + f"?outcome={query}")
    again = ppid.send(page, {"number": "021", **DUTY, **typed}, form="number")
    assert again.status == 422
    assert again.error(field) or (field == "outcome" and "Ada kesalahan" in again.text), again.text
    assert again.form("number").values["duty_1_what"] == typed.get("duty_1_what", DUTY["duty_1_what"])


def test_the_two_readings_of_fourteen_days_stand_side_by_side(world: World) -> None:
    """U13: the alarm rings on the calendar days, the law's own limit runs on."""
    case = STEPS["ruled"](world)
    world.clock.set("2026-08-12")
    ppid = world.officer("desk")
    shown = ppid.send(ppid.get(page_of(case, "ruling-received")), {}, form="seen")
    assert "Rabu, 26 Agustus 2026" in shown.text
    assert "Kamis, 3 September 2026" in shown.text
    page = ppid.send(shown, button="catat", form="seen")
    assert "Gugatan ke pengadilan (hari kalender)" in page.text


def test_nobody_may_call_it_final_while_the_window_runs(world: World) -> None:
    case = served(world)
    page = world.officer("ppid").get(page_of(case, "final"))
    assert page.status == 422
    assert "3 September 2026" in page.text


def test_compliance_needs_a_file_and_meets_the_order(world: World) -> None:
    case = final(world)
    ppid = world.officer("ppid")
    page = ppid.get(page_of(case, "compliance"))
    again = ppid.send(page, {"proof": "Diserahkan."}, form="proof")
    assert again.status == 422
    assert "Berkas bukti pelaksanaan" in again.error("documents")
    done = take(world, "ppid", case, "compliance", {"proof": "Diserahkan.", "documents": PDF})
    assert "Dilaksanakan" in done.text
    assert dispute(world, case).closed


def test_the_page_leads_to_everything_behind_the_case(world: World) -> None:
    case = disputed(world)
    found = dispute(world, case)
    page = world.officer("ppid").get(page_of(case))
    assert page.link("Permohonan 0001") == f"/meja/permohonan/{found.request.removeprefix('request-')}"
    assert page.link("Keberatan 0001") == f"/meja/keberatan/{found.objection.removeprefix('objection-')}"
    assert page.link("Pengecualian SK-0001").endswith(world.exempt().removeprefix("exemption-"))
    assert COMMISSION.name in page.text


def test_every_clock_of_the_case_is_listed_with_how_it_ended(world: World) -> None:
    case = heard(world)
    page = world.officer("ppid").get(page_of(case))
    assert "Panggilan sidang diterima" in page.text
    assert "Selesai 22 Juli 2026" in page.text


def test_money_and_execution_are_shown(world: World) -> None:
    case = final(world)
    typed: dict[str, Value] = {"court_name": "PTUN Contoh", "number": "3/Pen"}
    take(world, "desk", case, "execution-order", typed)
    page = take(world, "ppid", case, "paid", {"kind": "damages", "amount_idr": "Rp5.000.000"})
    assert "PTUN Contoh" in page.text
    assert "Rp5.000.000" in page.text
    assert "Ganti rugi" in page.text


def test_an_end_without_a_decision_closes_the_case(world: World) -> None:
    case = disputed(world)
    page = take(world, "desk", case, "end", {"ending": "lapsed"})
    assert "Berakhir tanpa putusan" in page.text
    assert dispute(world, case).closed


def test_the_list_says_when_the_hearing_is(world: World) -> None:
    case = disputed(world)
    take(world, "desk", case, "summons", days("hearing_on", 3, 8))
    world.follow()
    page = world.officer("superior").get("/meja/sengketa")
    assert page.link("021/VII") == page_of(case)
    assert "sidang pertama 3 Agustus 2026" in page.text


# The hearing file -----------------------------------------------------------------------------------------


def test_the_hearing_file_leaves_as_pdf_and_zip(world: World) -> None:
    case = disputed(world)
    ppid = world.officer("ppid")
    page = ppid.get(page_of(case))
    content = ppid.get(page.link("Unduh sebagai satu PDF")).response
    assert content.data.startswith(b"%PDF")
    assert content.mimetype == "application/pdf"
    packed = ppid.get(page.link("Unduh sebagai ZIP")).response
    assert "attachment" in packed.headers["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(packed.data)).namelist()


@pytest.mark.parametrize("ending", ["pdf", "zip"])
def test_the_hearing_file_is_for_those_who_speak_for_the_body(world: World, ending: str) -> None:
    case = disputed(world)
    address = f"{page_of(case)}/berkas-sidang.{ending}"
    for username in OFFICERS:
        status = world.officer(username).get(address).status
        assert (status == 200) == (username in {"ppid", "superior", "head"}), username
        assert status in {200, 403, 404}, username
    stranger = Visitor(world.app)
    stranger.client.set_cookie(SESSION_COOKIE, open_stranger(world, Role.PPID))
    assert stranger.get(address).status == 404
    assert not world.officer("desk").get(page_of(case)).has_link("Unduh sebagai ZIP")


def test_the_page_says_since_when_and_why_it_is_final(world: World) -> None:
    case = final(world)
    page = world.officer("head").get(page_of(case))
    assert "Berkekuatan hukum tetap" in page.text
    assert "4 September 2026" in page.text
    assert "Tidak ada gugatan ke pengadilan" in page.text
