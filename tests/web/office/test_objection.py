"""Objections at the desk: how one is taken in, what its page says, who answers it, and its register."""

from __future__ import annotations

import csv
import io
import re
import secrets
from datetime import timedelta

import openpyxl
import pytest
from msgspec.structs import replace

from ppid import commands as rc
from ppid.appointing.commands import ConfirmProposal
from ppid.appointing.state import digest_of
from ppid.events import Event, Role, Stream
from ppid.objection import commands as c
from ppid.objection import events as e
from ppid.objection.filing import list_stream
from ppid.objection.state import Objection
from ppid.objection.vocabulary import Ground, Verdict
from ppid.person import Identity
from ppid.request.vocabulary import Channel, DocumentKind
from projections.objection_register import COLUMNS
from tests.web.office.administrators import admin_actor, appoint_admins
from tests.web.office.strangers import open_stranger
from tests.web.office.tries_objection import PDF, STEPS, about_a_grant, about_a_refusal, answer, file
from tests.web.visitor import Page, Value, Visitor
from tests.web.world import BODY, OFFICERS, SARI, World, officer_id
from web.access import SESSION_COOKIE
from web.books import unguarded
from web.state import Account

RUDI = Identity(name="Rudi Hartono", phone="0812 3456 7890", address="Jalan Kenanga 7, Bogor")
PERIODIC = {
    "channel": "whatsapp",
    "found_on-day": "1",
    "found_on-month": "6",
    "found_on-year": "2026",
    "information": "Laporan keuangan 2025",
    "case": "Tidak ada di situs web.",
    "purpose": "Penelitian",
    "name": RUDI.name,
    "address": RUDI.address,
    "phone": RUDI.phone,
}


def begin(request: Stream) -> str:
    """The page on which an objection to a request is recorded."""
    return f"/meja/keberatan/baru?permohonan={request.removeprefix('request-')}"


def page_of(case: Stream, act: str = "") -> str:
    """The page of an objection, or of an act on it."""
    return f"/meja/keberatan/{case.removeprefix('objection-')}{'/' + act if act else ''}"


def objection(world: World, case: Stream) -> Objection:
    """An objection as it stands."""
    return world.services.objections.see(case, world.actor("superior"))


def recorded(page: Page) -> Stream:
    """The objection whose receipt is shown."""
    assert page.url.endswith("/selesai"), page.text
    return f"objection-{page.url.split('/')[-2]}"


def said(page: Page) -> str:
    """The words of a page, its numbers in one piece."""
    return page.text.replace("/ ", "/")


def facts(world: World, case: Stream) -> list[Event]:
    """The facts of a stream."""
    return [r.envelope.event for r in world.services.log.load(case)]


# Taking one in --------------------------------------------------------------------------------------------


def test_the_desk_comes_to_the_form_from_the_request_and_finds_it_filled_in(world: World) -> None:
    request = world.at("refusal-received")
    desk = world.officer("desk")
    case = desk.get(f"/meja/permohonan/{request.removeprefix('request-')}")
    page = desk.get(case.link("Catat keberatan atas permohonan ini"))
    assert SARI.name in page.text
    assert "Anggaran pelayanan SIM tahun 2025" in page.text
    values = page.form("case").values
    assert values["purpose"] == "Penelitian"
    assert "Permohonan nomor 0001/" in values["case"]
    assert "B/17/VI/2026" in values["case"]
    assert (values["received_on-day"], values["received_on-month"]) == ("2", "6")


def test_grounds_stand_with_their_windows_those_that_fit_first(world: World) -> None:
    page = world.officer("desk").get(begin(world.at("refusal-received")))
    assert page.text.index("a. Permohonan ditolak") < page.text.index("b. Informasi berkala")
    assert "Sesuai catatan: informasi yang diminta tidak diberikan." in page.text
    # Thirty working days after 2 June 2026, over a holiday on the 16th.
    assert "Sampai dengan 15 Juli 2026 (sisa 30 hari kerja)." in page.text
    assert "c. Permohonan tidak ditanggapi" in page.text
    assert "Permohonan ini dijawab pada waktunya" in page.text


def test_one_comes_by_every_way_and_is_answered_with_number_code_and_day(world: World) -> None:
    for channel in ("counter", "phone", "letter", "email", "whatsapp"):
        request = world.at("notice-received")
        desk = world.officer("desk")
        page = desk.get(begin(request))
        done = desk.send(page, {"channel": channel, "grounds": ["d"]}, form="case", button="catat")
        case = recorded(done)
        found = objection(world, case)
        assert found.channel is Channel(channel)
        assert found.grounds == (Ground.NOT_AS_ASKED,)
        assert found.objector == world.request(request).requester
        assert found.request_number in done.text or found.number in done.text.replace(" ", "")
        assert world.services.vault.access_code(case) in done.text
        assert "Selasa, 15 Juli 2026" in done.text or "Rabu, 15 Juli 2026" in done.text
        assert desk.get(page_of(case)).has_link("Permohonan")


def test_the_code_is_shown_for_a_while_and_to_nobody_else(world: World) -> None:
    desk = world.officer("desk")
    page = desk.get(begin(world.at("notice-received")))
    done = desk.send(page, {"channel": "counter", "grounds": ["d"]}, form="case", button="catat")
    code = world.services.vault.access_code(recorded(done))
    assert code in desk.get(done.url).text
    assert code not in world.officer("ppid").get(done.url).text
    world.clock.forward(minutes=31)
    assert code not in desk.get(done.url).text


def test_a_late_one_is_taken_in_and_marked(world: World) -> None:
    request = world.at("refusal-received")
    world.clock.set("2026-08-03")
    desk = world.officer("desk")
    page = desk.get(begin(request))
    assert "Terlambat: jangka waktu 30 hari kerja berakhir 15 Juli 2026." in page.text
    done = desk.send(page, {"channel": "letter", "grounds": ["a", "e"]}, form="case", button="catat")
    assert "ditandai terlambat" in done.text
    assert "Diajukan terlambat" in desk.get(page_of(recorded(done))).text


def test_periodic_information_needs_no_request(world: World) -> None:
    desk = world.officer("desk")
    choice = desk.get("/meja/keberatan/baru")
    page = desk.get(choice.link("informasi berkala"))
    case = recorded(desk.send(page, PERIODIC, form="case", button="catat"))
    found = objection(world, case)
    assert (found.request, found.grounds) == ("", (Ground.PERIODIC,))
    assert found.information == "Laporan keuangan 2025"
    known = world.services.people.identity(found.objector)
    assert known
    assert (known.name, known.phone, known.address) == (RUDI.name, RUDI.phone, RUDI.address)


def test_a_representative_shows_a_power_of_attorney(world: World) -> None:
    desk = world.officer("desk")
    typed = {**PERIODIC, "who": "kuasa-lain", "proxy_name": "Hendra Gunawan"}
    page = desk.get("/meja/keberatan/baru/berkala")
    refused = desk.send(page, typed, form="case", button="catat")
    assert refused.status == 422
    assert "Surat kuasa khusus" in refused.error("surat_kuasa")
    assert refused.form("case").values["proxy_name"] == "Hendra Gunawan"
    page = desk.send(refused, {"surat_kuasa": PDF}, form="case", button="catat")
    found = objection(world, recorded(page))
    assert [document.kind for document in found.documents] == [DocumentKind.MANDATE]
    file_ = desk.get(f"{page_of(found.stream)}/berkas/1")
    assert file_.response.data == PDF[0]
    proxy = world.services.people.identity(found.representative)
    assert proxy
    assert proxy.name == "Hendra Gunawan"


def test_the_representative_of_the_request_needs_no_new_power_of_attorney(world: World) -> None:
    proxy = replace(SARI, name="Hendra Gunawan", number="3276014107900003")
    hendra = f"person-{secrets.token_hex(16)}"
    filed = replace(world.command(), representative=hendra, representative_identity=proxy)
    mandate = replace(filed.documents[0], kind=DocumentKind.MANDATE)
    filed = replace(filed, documents=(*filed.documents, mandate))
    request = world.services.desk.file_request(filed, world.actor("desk")).request
    world.act(request, "complete", "granted", "notice-received")
    desk = world.officer("desk")
    page = desk.get(begin(request))
    assert page.form("case").values["who"] == "kuasa-permohonan"
    done = desk.send(page, {"channel": "letter", "grounds": ["d"]}, form="case", button="catat")
    found = objection(world, recorded(done))
    assert found.representative == filed.representative
    assert found.documents == (mandate,)


def test_the_name_of_a_file_that_somebody_sent_stays_out_of_the_log(world: World) -> None:
    desk = world.officer("desk")
    page = desk.get(begin(world.at("notice-received")))
    named = (PDF[0], "Keberatan Sari Wulandari.pdf")
    sent: dict[str, Value] = {"channel": "letter", "grounds": ["d"], "berkas": named}
    found = objection(world, recorded(desk.send(page, sent, form="case", button="catat")))
    assert [document.label for document in found.documents] == [""]


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"channel": ""}, "channel", "Pilih bagaimana keberatan ini diterima."),
        ({"channel": "web"}, "channel", "Pilih salah satu"),
        ({"channel": "book"}, "channel", "Pilih salah satu"),
        ({"grounds": []}, "grounds", "Alasan keberatan"),
        ({"grounds": ["c"]}, "grounds", "dijawab pada waktunya"),
        ({"grounds": ["b"]}, "found_on", "tidak tersedia"),
        (
            {"found_on-day": "1", "found_on-month": "6", "found_on-year": "2026"},
            "found_on",
            "hanya untuk alasan b",
        ),
        ({"case": ""}, "case", "Kasus posisi"),
        ({"received_on-day": "3"}, "received_on", "2 Juni 2026"),
        ({"received_on-day": "31"}, "received_on", "tidak ada dalam kalender"),
        ({"who": "kuasa-lain"}, "proxy_name", "Tuliskan nama kuasa."),
        ({"proxy_name": "Hendra"}, "who", "Isian kuasa terisi"),
        ({"berkas": (b"halo", "halo.txt")}, "berkas", "bukan PDF"),
    ],
)
def test_what_is_wrong_is_said_at_its_entry_and_nothing_is_lost(
    world: World, typed: dict[str, str], field: str, told: str
) -> None:
    desk = world.officer("desk")
    page = desk.get(begin(world.at("notice-received")))
    right = {"channel": "counter", "grounds": ["d"], "case": "Rincian per bulan tidak ada."}
    before = world.services.log.position()
    again = desk.send(page, {**right, **typed}, form="case", button="catat")
    assert again.status == 422
    assert told in again.error(field)
    assert again.form("purpose").values["purpose"] == "Penelitian"
    assert world.services.log.position() == before


def test_a_ground_that_is_being_dealt_with_is_not_offered_again(world: World) -> None:
    request = world.at("notice-received")
    case = file(world, request, Ground.NOT_AS_ASKED)
    page = world.officer("desk").get(begin(request))
    number = objection(world, case).number
    assert f"Sudah diajukan dalam keberatan {number}" in page.text
    assert 'value="d"' not in page.html


@pytest.mark.parametrize(
    "typed", ["1", "0001", "\u0661", "0001/PPID-POLDA-X/VI/2026", "1/ppid-polda-x/vi/2026 "]
)
def test_a_request_is_found_by_its_number(world: World, typed: str) -> None:
    request = world.at("notice-received")
    world.follow()
    page = world.officer("desk").get(f"/meja/keberatan/baru?nomor={typed}")
    assert page.link("0001/PPID-POLDA-X/VI/2026") == begin(request)


@pytest.mark.parametrize("typed", ["2", "abc", "%00", "9" * 400, "0001/LAIN/VI/2026", "-1"])
def test_a_number_that_is_nobodys_is_said_to_be_so(world: World, typed: str) -> None:
    world.at("notice-received")
    world.follow()
    page = world.officer("desk").get(f"/meja/keberatan/baru?nomor={typed}")
    assert page.status == 200
    assert "Tidak ada permohonan dengan nomor itu" in page.text


@pytest.mark.parametrize("named", ["x", "0" * 32, "%00", "A" * 32])
def test_no_objection_begins_with_a_request_that_is_not_there(world: World, named: str) -> None:
    assert world.officer("desk").get(f"/meja/keberatan/baru?permohonan={named}").status == 404


def test_another_bodys_request_cannot_be_objected_to_here(world: World) -> None:
    request = world.at("notice-received")
    visitor = world.visitor()
    visitor.client.set_cookie(SESSION_COOKIE, open_stranger(world))
    page = visitor.get(begin(request))
    assert page.status == 404
    assert SARI.name not in page.text


def test_the_papers_of_one_are_printed(world: World) -> None:
    desk = world.officer("desk")
    page = desk.get(begin(world.at("notice-received")))
    done = desk.send(page, {"channel": "counter", "grounds": ["d"]}, form="case", button="catat")
    for words in ("Cetak tanda terima", "Cetak formulir"):
        assert desk.get(done.link(words)).response.data.startswith(b"%PDF")
    case = recorded(done)
    answer(world, case)
    found = desk.get(page_of(case))
    assert desk.get(found.link("Tanggapan atas keberatan")).response.data.startswith(b"%PDF")
    assert desk.get(f"{page_of(case)}/surat/lain").status == 404


# The page of one ------------------------------------------------------------------------------------------


def test_the_page_says_what_it_is_about_and_who_may_not_answer(world: World) -> None:
    case = about_a_refusal(world)
    page = world.officer("superior").get(page_of(case))
    for told in (
        "a. Permohonan ditolak karena informasi dikecualikan",
        "2 Juni 2026 sampai dengan 15 Juli 2026",
        "Anggaran adalah informasi terbuka.",
        SARI.name,
        "Membuka berkas menghambat penyidikan.",
        "Tidak boleh menanggapi",
        "Pejabat PPID",
        "Tanggapan atas keberatan",
    ):
        assert told in page.text, told
    assert page.has_link("Tanggapi keberatan")


def test_the_request_lists_its_objections(world: World) -> None:
    case = about_a_grant(world)
    found = objection(world, case)
    page = world.officer("ppid").get(f"/meja/permohonan/{found.request.removeprefix('request-')}")
    assert page.link("KEB-PPID") == page_of(case)
    assert "KEB-PPID" not in world.officer("unit").get(page.url).text


def test_who_took_the_first_decision_is_told_why_not_to_answer(world: World) -> None:
    """The same person is appointed superior later."""
    case = about_a_refusal(world)
    ppid = officer_id("ppid")
    appoint = rc.AppointOfficer(
        body=BODY, officer=ppid, name="Pejabat PPID", roles=(Role.PPID, Role.SUPERIOR), position="Wakil"
    )
    appoint_admins(world)
    world.services.directory.appoint(appoint, admin_actor())
    for waiting in world.body.appointed.proposals:
        read = ConfirmProposal(body=BODY, proposal=waiting.proposal, digest=digest_of(waiting))
        world.services.appointing.confirm(read, admin_actor("admin-dua"))
    visitor = world.officer("ppid")
    visitor.client.set_cookie(
        SESSION_COOKIE, world.services.state.open_session(_account(), Role.SUPERIOR.value)
    )
    page = visitor.get(page_of(case))
    assert "Anda mengambil keputusan yang dikeberatkan" in page.text
    assert not page.has_link("Tanggapi keberatan")
    assert visitor.get(page_of(case, "answer")).status == 403


def _account() -> Account:
    return Account("ppid", officer_id("ppid"), BODY)


def test_silence_opens_the_way_to_the_commission_on_the_page(world: World) -> None:
    case = about_a_grant(world)
    due = objection(world, case).clocks["D10"].promise.due_on
    assert due
    world.clock.set(due + timedelta(days=1))
    page = world.officer("superior").get(page_of(case))
    assert "Ajukan sengketa ke Komisi Informasi" in page.text
    assert "lewat 1 hari kerja" in page.text
    assert page.has_link("Tanggapi keberatan")


def test_an_answer_is_shown_whole_before_it_is_issued(world: World) -> None:
    case = STEPS["exempt"](world)
    superior = world.officer("superior")
    page = superior.get(page_of(case, "answer") + "?verdict=upheld")
    values = page.form("letter_number").values
    assert values["letter_number"] == f"TK-{objection(world, case).number}"
    assert values["position"] == "Atasan PPID"
    typed = {"explanation_a": "Masih dikecualikan.", "explanation_e": "Karena itu.", "reasons": "Lihat uji."}
    shown = superior.send(page, typed, form="letter_number")
    assert "Belum ada yang dicatat" in shown.text, shown.text
    for told in ("Keputusan PPID dikuatkan", "Masih dikecualikan.", "Lihat uji.", "SK-0001/", "baris 1"):
        assert told in shown.text, told
    done = superior.send(shown, button="catat", form="letter_number")
    found = objection(world, case)
    assert found.verdict is Verdict.UPHELD
    assert found.answer
    assert [ref.rows for ref in found.answer.exemptions] == [(1, 2, 3)]
    assert "Dikuatkan" in done.text


def test_without_a_decree_a_refusal_as_exempt_cannot_be_upheld(world: World) -> None:
    case = STEPS["exempt"](world)
    superior = world.officer("superior")
    page = superior.get(page_of(case, "answer") + "?verdict=upheld")
    typed = {"explanation_a": "x", "explanation_e": "x", "reasons": "x", "exempt_rows": []}
    again = superior.send(page, typed, form="letter_number")
    assert again.status == 422
    assert "Pasal 44 ayat (3)" in again.error("exempt_rows")


def test_an_answer_opens_what_was_exempt(world: World) -> None:
    case = STEPS["exempt"](world)
    superior = world.officer("superior")
    page = superior.get(page_of(case, "answer") + "?verdict=partly-overturned")
    row = next(v for v in _values(page, "open_rows") if v.endswith(":2"))
    typed = {
        "explanation_a": "Daftar gaji dibuka.", "explanation_e": "Sebagian.", "reasons": "Selebihnya tetap.",
        "order_1_what": "Memberikan daftar gaji", "order_1_due-day": "6", "order_1_due-month": "7",
        "order_1_due-year": "2026", "open_rows": [row],
    }  # fmt: skip
    shown = superior.send(page, typed, form="letter_number")
    assert "baris 2" in shown.text
    superior.send(shown, button="catat", form="letter_number")
    answered = objection(world, case).answer
    assert answered
    assert [ref.rows for ref in answered.opened] == [(2,)]


def _values(page: Page, name: str) -> list[str]:
    return re.findall(rf'name="{name}" type="checkbox" value="([^"]+)"', page.html)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"explanation_a": ""}, "explanation_a"),
        ({"explanation_e": " "}, "explanation_e"),
        ({"reasons": ""}, "reasons"),
        ({"order_1_what": ""}, "order_1_what"),
        ({"order_1_due-day": "", "order_1_due-month": "", "order_1_due-year": ""}, "order_1_due"),
        ({"order_3_what": "Satu lagi"}, "order_3_due"),
        ({"letter_number": ""}, "letter_number"),
        ({"sent_on-day": "1"}, "sent_on"),
        ({"part_1_text": "Halaman 3"}, "part_1_row"),
        ({"open_rows": ["x"]}, "open_rows"),
    ],
)
def test_an_answer_says_what_is_missing_where_it_is_missing(
    world: World, typed: dict[str, str], field: str
) -> None:
    case = STEPS["exempt"](world)
    superior = world.officer("superior")
    page = superior.get(page_of(case, "answer") + "?verdict=partly-overturned")
    right = {
        "explanation_a": "Sebagian.", "explanation_e": "Sebagian.", "reasons": "Selebihnya tetap.",
        "order_1_what": "Memberikan", "order_1_due-day": "6", "order_1_due-month": "7",
        "order_1_due-year": "2026",
    }  # fmt: skip
    again = superior.send(page, {**right, **typed}, form="letter_number")
    assert again.status == 422
    assert again.error(field), again.text
    assert again.form("letter_number").values["position"] == "Atasan PPID"


def test_orders_stand_with_their_days_and_which_are_late(world: World) -> None:
    case = STEPS["answered"](world)
    world.clock.set("2026-07-08")
    page = world.officer("ppid").get(page_of(case))
    assert "Senin, 6 Juli 2026" in page.text
    assert "Lewat waktu" in page.text
    visitor = world.officer("ppid")
    sent = visitor.send(
        visitor.get(page_of(case, "remedy")),
        {"proof": "Surel.", "documents": PDF},
        form="proof",
        button="catat",
    )
    assert "Terlambat dilaksanakan" in sent.text
    link = sent.link("surat.pdf")
    assert visitor.get(link).response.data == PDF[0]


def test_the_list_says_what_is_due(world: World) -> None:
    case = STEPS["answered"](world)
    world.follow()
    page = world.officer("superior").get("/meja/keberatan")
    assert page.link("KEB-PPID") == page_of(case)
    assert "Atas permohonan 0001/PPID-POLDA-X/VI/2026 · 1 perintah menunggu" in page.text
    assert not page.has_link("Catat keberatan")
    assert world.officer("desk").get("/meja/keberatan").has_link("Catat keberatan")


def test_the_list_of_a_request_is_kept_once_however_often_a_form_is_sent(world: World) -> None:
    request = world.at("notice-received")
    desk = world.officer("desk")
    page = desk.get(begin(request))
    for _ in range(3):
        sent: dict[str, Value] = {"channel": "counter", "grounds": ["d"], "berkas": PDF}
        assert desk.send(page, sent, form="case", button="catat").status == 200
    assert len(facts(world, list_stream(request))) == 1


# The register ---------------------------------------------------------------------------------------------


@pytest.fixture
def some(world: World) -> list[Stream]:
    """Objections of several kinds, followed."""
    cases = [about_a_grant(world), about_a_refusal(world), STEPS["upheld"](world)]
    answer(world, cases[0])
    world.follow()
    return cases


REGISTER = "/meja/register/keberatan"


def rows(content: bytes) -> list[list[str]]:
    """The rows of a CSV file."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_the_register_shows_what_the_law_asks_for(world: World, some: list[Stream]) -> None:
    page = world.officer("superior").get(REGISTER)
    for told in (
        "0001/KEB-PPID-POLDA-X/VI/2026", SARI.name, SARI.number[-4:], "Penelitian",
        "d. Permohonan ditanggapi tidak sebagaimana yang diminta", "Keberatan dikabulkan seluruhnya",
        "Wakapolda Contoh", "Selasa, 2 Juni 2026", "paling lambat 15 Juli 2026",
    ):  # fmt: skip
        assert told in said(page), told
    assert SARI.number not in page.html
    assert SARI.address not in page.html
    assert page.link("0001/KEB") == page_of(some[0])
    assert said(page).index("0003/KEB") < said(page).index("0001/KEB")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("alasan=a", {"0002/KEB"}),
        ("keputusan=upheld", {"0003/KEB"}),
        ("urut=1", {"0001/KEB"}),
        ("tahun=2025", set()),
        ("halaman=99", {"0001/KEB", "0002/KEB", "0003/KEB"}),
    ],
)
def test_the_register_is_narrowed(world: World, some: list[Stream], query: str, numbers: set[str]) -> None:
    page = world.officer("ppid").get(f"{REGISTER}?{query}")
    assert {n for n in ("0001/KEB", "0002/KEB", "0003/KEB") if n in said(page)} == numbers


@pytest.mark.parametrize("query", ["tahun=x", "alasan=z", "keputusan=%00", "urut=-1", "halaman=0"])
def test_a_bad_filter_is_said_to_be_bad(world: World, some: list[Stream], query: str) -> None:
    assert world.officer("ppid").get(f"{REGISTER}?{query}").status == 422


def test_the_register_leaves_as_a_file(world: World, some: list[Stream]) -> None:
    visitor = world.officer("ppid")
    heading, first, *_ = rows(visitor.get(f"{REGISTER}.csv").response.data)
    assert tuple(heading) == COLUMNS
    assert unguarded(first[COLUMNS.index("Nama")]) == SARI.name
    sheet = openpyxl.load_workbook(io.BytesIO(visitor.get(f"{REGISTER}.xlsx").response.data)).active
    assert sheet is not None
    assert sheet.cell(row=2, column=2).value == "0001/KEB-PPID-POLDA-X/VI/2026"
    assert visitor.get(f"{REGISTER}.csv?susunan=semua").status == 400


def test_the_public_file_names_nobody(world: World, some: list[Stream]) -> None:
    content = world.officer("ppid").get(f"{REGISTER}.csv?susunan=publik").response.data.decode()
    for secret in (SARI.name, SARI.number, SARI.address, SARI.phone, SARI.email):
        assert secret not in content


@pytest.mark.parametrize("ending", ["", ".csv", ".xlsx", ".pdf"])
def test_the_register_is_for_officers_of_the_body(world: World, some: list[Stream], ending: str) -> None:
    for username in OFFICERS:
        wanted = 200 if username in {"desk", "ppid", "superior", "head"} else 403
        assert world.officer(username).get(REGISTER + ending).status == wanted, username
    stranger = Visitor(world.app)
    stranger.client.set_cookie(SESSION_COOKIE, open_stranger(world))
    assert b"KEB-PPID-POLDA-X" not in stranger.get(REGISTER + ending).response.data


@pytest.mark.parametrize(("choice", "found"), [("tanggapan", 1), ("perintah", 2), ("semua", 3)])
def test_the_list_is_narrowed_to_what_waits(
    world: World, some: list[Stream], choice: str, found: int
) -> None:
    assert len({page_of(case) for case in some}) == 3
    answer(world, some[1], Verdict.PARTLY_OVERTURNED)
    case = about_a_grant(world)
    world.follow()
    page = world.officer("superior").get(f"/meja/keberatan?daftar={choice}")
    shown = {href for _, href in page.links} & {page_of(each) for each in (*some, case)}
    assert len(shown) == found + (choice == "semua")


def test_many_pages_follow_one_another(world: World) -> None:
    request = world.at("notice-received")
    for _ in range(30):
        case = file(world, request, Ground.NOT_AS_ASKED)
        command = c.WithdrawObjection(case=case, withdrawn_on=world.clock.today)
        world.services.objections.withdraw(command, world.actor("desk"))
    world.follow()
    visitor = world.officer("ppid")
    first = visitor.get(REGISTER)
    second = visitor.get(first.link("Nomor lebih lama"))
    numbers = [t[:4] for page in (first, second) for t, _ in page.links if "/KEB-" in t]
    assert numbers == [f"{n:04d}" for n in range(30, 0, -1)]
    assert visitor.get(second.link("Nomor lebih baru")).url.endswith("halaman=1")
    assert not second.has_link("Nomor lebih lama")


def test_a_withdrawn_objection_says_so(world: World) -> None:
    case = about_a_grant(world)
    command = c.WithdrawObjection(case=case, withdrawn_on=world.clock.today)
    world.services.objections.withdraw(command, world.actor("desk"))
    world.follow()
    assert "Dicabut" in world.officer("ppid").get(REGISTER).text
    assert isinstance(facts(world, case)[-1], e.Withdrawn)
