"""The papers of exemptions, objections, the list and disputes say what the log said on their day."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from datetime import date

import pytest
from msgspec.structs import replace

from ppid import commands as c
from ppid.catalogue import commands as list_commands
from ppid.catalogue.events import Entry, ListDecree
from ppid.catalogue.state import PublicList
from ppid.catalogue.vocabulary import Form, InfoClass
from ppid.events import Actor, Approval, Role, Stream
from ppid.exemption import commands as exempt
from ppid.exemption.reference import ExemptionRef
from ppid.exemption.state import Exemption
from ppid.exemption.vocabulary import Aim, Occasion
from ppid.objection import commands as o
from ppid.objection.events import Explanation, Order
from ppid.objection.state import Objection
from ppid.objection.vocabulary import Ground, Verdict
from ppid.person import Identity
from ppid.request.vocabulary import Channel
from projections.objection_register import Line
from projections.reader import Reader
from projections.register import REGISTER
from tests.web.disputing import objected
from tests.web.exempting import ROWS, sheet_for
from tests.web.letters.reading import in_order, squeezed, words
from tests.web.world import BODY, OPERATOR, SARI, World
from web.books.export import Known, known
from web.papers import NoSuchLetterError, Paper, catalogue, disputes, exemptions, objections, register
from web.papers import page as page_of_request
from web.papers import pdf as pdf_of_request


@pytest.fixture(autouse=True)
def _in_the_application(world: World) -> Iterator[None]:
    with world.app.test_request_context():
        yield


def slugs(papers: tuple[Paper, ...]) -> list[str]:
    return [paper.slug for paper in papers]


# Exemptions -----------------------------------------------------------------------------------------------


def exemption(world: World) -> Exemption:
    return world.services.exemptions.exemption(world.exempt(), world.actor("ppid"))


def changed(world: World, **rows: object) -> Exemption:
    """The exemption of the world after a change of its first row, signed by everybody."""
    case = world.exempt()
    world.clock.forward(days=1)
    on, desk = world.clock.today, world.services.exemptions
    desk.test_anew(
        exempt.MakeTestAnew(
            case=case,
            tested_on=on,
            place="Kota Contoh",
            rows=(replace(ROWS[0], **{"until": date(2026, 12, 31), **rows}),),
            testers=sheet_for(BODY, on).testers,
            aim=Aim.CHANGE,
            occasion=Occasion.BEFORE_REQUEST,
            reason="Perkara sudah diputus.",
        ),
        world.actor("ppid"),
    )
    desk.review(exempt.ReviewSheet(case=case, position="Atasan PPID", signed_on=on), world.actor("superior"))
    desk.approve(exempt.ApproveSheet(case=case, position="Kapolda", signed_on=on), world.actor("head"))
    desk.change(
        exempt.ChangeExemption(case=case, signed_on=on, place="Kota Contoh", considering=""),
        world.actor("ppid"),
    )
    return exemption(world)


def test_a_sheet_carries_the_signatures_and_the_decree_its_law(world: World) -> None:
    found = exemption(world)
    assert slugs(exemptions.letters_of(found)) == ["lembar-uji", "keputusan"]
    sheet = words(exemptions.pdf(found, "lembar-uji"))
    facts = [
        found.sheet.number, "Selasa, tanggal 2 Juni 2026", "Kota Contoh", "Sebelum ada permohonan",
        ROWS[0].information,
        "Pasal 17 huruf a UU 14/2008", ROWS[0].consequence_opened, ROWS[0].consequence_closed, "30 Juni 2027",
        ROWS[1].information, "selama diperlukan", ROWS[2].information, "UU 28/2014 Pasal 59",
        ROWS[0].public_interest, "Kepala Bidang Hukum", "Menyetujui, 2 Juni 2026", "Pimpinan Badan",
    ]  # fmt: skip
    assert in_order(sheet, facts) == []
    decree = words(exemptions.pdf(found, "keputusan"))
    facts = [
        found.number, "Lampiran III", "Nomor 1 Tahun 2021", found.sheet.number, "MEMUTUSKAN",
        ROWS[0].information, "Ditetapkan di Kota Contoh, 2 Juni 2026", "Pejabat PPID",
    ]  # fmt: skip
    assert in_order(decree, facts) == []


def test_a_sheet_under_way_has_lines_for_whoever_has_to_sign(world: World) -> None:
    command = sheet_for(BODY, world.clock.today)
    world.services.exemptions.test(command, world.actor("ppid"))
    found = world.services.exemptions.exemption(command.exemption, world.actor("ppid"))
    text = words(exemptions.pdf(found, "lembar-uji"))
    assert squeezed("Pimpinan Badan Publik") in text
    assert squeezed("Menyetujui, 2 Juni") not in text
    with pytest.raises(NoSuchLetterError):
        exemptions.pdf(found, "keputusan")


def test_a_change_says_what_stood_before_and_names_both_sheets(world: World) -> None:
    before = exemption(world)
    found = changed(world)
    assert slugs(exemptions.letters_of(found)) == ["lembar-uji", "keputusan", "lembar-uji-2", "perubahan"]
    sheet = words(exemptions.pdf(found, "lembar-uji-2"))
    assert (
        in_order(sheet, ["Lampiran IV", "3 Juni 2026", before.number, "Perkara sudah", "31 Desember 2026"])
        == []
    )
    decree = words(exemptions.pdf(found, "perubahan"))
    facts = [
        "Lampiran V", before.number, before.sheet.number, found.sheet.number, ROWS[0].information,
        "30 Juni 2027", "31 Desember 2026",
    ]  # fmt: skip
    assert in_order(decree, facts) == []
    first = words(exemptions.pdf(found, "keputusan"))
    assert squeezed("31 Desember 2026") not in first


def test_a_decree_stays_as_it_was_issued(world: World) -> None:
    found = exemption(world)
    before = [exemptions.pdf(found, slug) for slug in ("lembar-uji", "keputusan")]
    changed(world)
    world.services.directory.appoint(
        c.AppointOfficer(
            body=BODY, officer=world.actor("ppid").id, name="Nama Baru", roles=(Role.PPID,), position="Baru"
        ),
        OPERATOR,
    )
    assert [exemptions.pdf(exemption(world), slug) for slug in ("lembar-uji", "keputusan")] == before


def test_a_refusal_names_the_decree_in_force_its_rows_and_encloses_it(world: World) -> None:
    request = world.request(world.at("refused-exempt"))
    decree = exemption(world)
    text = words(pdf_of_request(request, "penolakan"))
    facts = [
        "INFORMASI YANG DIKECUALIKAN", "Pasal 17 huruf a UU 14/2008: apabila dibuka dapat menghambat proses",
        "SK pengecualian", f"{decree.number} tanggal 2 Juni 2026", ROWS[0].information,
        "konsekuensi", "DITOLAK", "Lampiran", f"Keputusan Pengecualian Informasi Nomor {decree.number}",
        "30 hari kerja",
    ]  # fmt: skip
    assert in_order(text, facts) == []
    notice = words(pdf_of_request(request, "pemberitahuan"))
    assert squeezed(f"Keputusan Pengecualian Informasi Nomor {decree.number}") in notice


# Objections -----------------------------------------------------------------------------------------------


def objection(world: World, case: Stream) -> Objection:
    return world.services.objections.see(case, world.actor("superior"))


def answer(world: World, case: Stream, verdict: Verdict) -> Objection:
    ref = ExemptionRef(world.exempt(), rows=(1,))
    upheld = verdict is Verdict.UPHELD
    world.services.objections.answer(
        o.AnswerObjection(
            case=case,
            verdict=verdict,
            letter_number="B/40/VI/2026",
            signed_on=world.clock.today,
            sent_on=world.clock.today,
            position="Wakapolda Contoh",
            explanations=(Explanation(Ground.EXEMPT, "Nama saksi dilindungi; yang lain terbuka."),),
            reasons="Penyidikan masih berjalan." if upheld else "",
            exemptions=(ref,) if upheld else (),
            opened=() if upheld else (ref,),
            orders=() if upheld else (Order("Memberikan rincian anggaran", date(2026, 6, 30)),),
        ),
        world.actor("superior"),
    )
    return objection(world, case)


def test_an_objection_has_its_receipt_its_form_and_its_answer(world: World) -> None:
    case = objected(world)
    found = objection(world, case)
    assert slugs(objections.letters_of(found)) == ["tanda-bukti", "formulir"]
    form = words(objections.pdf(found, "formulir"))
    facts = [
        "Lembar untuk Pengaju Keberatan", found.number, found.request_number, "Penelitian", SARI.name,
        SARI.address, SARI.occupation, SARI.phone, "☒a.", "☐b.", "Anggaran adalah informasi terbuka",
        "Rabu, 15 Juli 2026", "Petugas Meja", SARI.name, "dicatat dalam register: 2 Juni 2026",
        "Lembar untuk arsip PPID",
    ]  # fmt: skip
    assert in_order(form, facts) == []
    receipt = words(objections.pdf(found, "tanda-bukti", code="AAAA-BBBB-CCCC"))
    facts = [
        found.number,
        "2 Juni 2026",
        "Surat",
        SARI.name,
        "☒a.",
        "15 Juli 2026",
        "/lacak",
        "AAAA-BBBB-CCCC",
    ]
    assert in_order(receipt, facts) == []
    assert squeezed("AAAA-BBBB") not in words(objections.pdf(found, "tanda-bukti"))
    assert SARI.number not in form + receipt  # annex X asks for no NIK


def test_an_answer_that_upholds_encloses_the_decree_it_rests_on(world: World) -> None:
    found = answer(world, objected(world), Verdict.UPHELD)
    text = words(objections.pdf(found, "tanggapan"))
    facts = [
        "B/40/VI/2026", "2 Juni 2026", found.number, SARI.name, "PUTUSAN PPID DIKUATKAN",
        "a. Permohonan informasi ditolak", "Nama saksi dilindungi", "Penyidikan masih berjalan", "Lampiran",
        exemption(world).number, "14 hari kerja",
        "Wakapolda Contoh", "Atasan PPID",
    ]  # fmt: skip
    assert in_order(text, facts) == []


def test_an_answer_that_overturns_orders_and_names_what_it_opens(world: World) -> None:
    found = answer(world, objected(world), Verdict.OVERTURNED)
    text = words(objections.pdf(found, "tanggapan"))
    facts = [
        "DIKABULKAN SELURUHNYA",
        "tidak lagi dikecualikan",
        ROWS[0].information,
        "rincian anggaran",
        "30 Juni 2026",
    ]
    assert in_order(text, facts) == []


def test_an_erased_objector_prints_as_erased(world: World) -> None:
    found = answer(world, objected(world), Verdict.UPHELD)
    world.services.people.erase(
        c.ErasePerson(person=found.objector, basis="UU 27/2022 Pasal 43", order="12/2026"),
        Actor("operator", Role.OPERATOR),
    )
    for paper in objections.letters_of(found):
        text = words(objections.pdf(found, paper.slug))
        assert squeezed(SARI.name) not in text
        assert "[dihapus]" in text


def test_a_blank_objection_form_is_for_the_counter(world: World) -> None:
    text = words(objections.blank(BODY))
    assert squeezed("PPID Kepolisian Daerah Contoh").upper() in text
    assert squeezed("2 Juni 2026") not in text


def test_the_register_is_printed_in_the_columns_of_annex_eleven(world: World) -> None:
    found = answer(world, objected(world), Verdict.UPHELD)
    line = Line(found, objector=SARI, superior=Identity(name="Kombes Agus"))
    text = words(objections.register_pdf(BODY, [line], period="Tahun 2026"))
    facts = [
        "Lampiran XI", found.number, "2 Jun 2026", SARI.name, SARI.address, SARI.phone,
        SARI.occupation, found.request_number, "Anggaran pelayanan SIM", "Penelitian", "✓", "Menguatkan",
        "Selasa, 2 Jun 2026", "Kombes Agus, Wakapolda Contoh",
    ]  # fmt: skip
    assert in_order(text, facts) == []
    assert SARI.number not in text  # annex XI has no NIK
    assert "[dihapus]" in words(objections.register_pdf(BODY, [Line(found)]))


def test_the_register_of_requests_is_printed_in_the_columns_of_annex_eight(world: World) -> None:
    world.at("awaiting-payment")
    world.follow()
    services = world.services
    entries = list(Reader(services.views, REGISTER).all(where={"body": BODY}))
    lines = list(known(entries, services.views, services.vault))
    text = words(register.register_pdf(BODY, lines, period="Tahun 2026"))
    facts = [
        "Lampiran VIII", "2 Jun 2026", SARI.name, SARI.address, SARI.phone, SARI.occupation,
        "Anggaran pelayanan SIM", "Penelitian", "V", "Diberikan seluruhnya", "2 Jun 2026", "Rp",
    ]  # fmt: skip
    assert in_order(text, facts) == []
    assert SARI.number not in text  # annex VIII has no NIK
    assert "[dihapus]" in words(register.register_pdf(BODY, [Known(entries[0])]))


# The list -------------------------------------------------------------------------------------------------


def entry(**changes: object) -> Entry:
    plain = Entry(
        title="Laporan kinerja 2025",
        summary="Capaian kinerja menurut program",
        klass=InfoClass.ANY_TIME,
        unit="LANTAS",
        responsible="Direktur Lalu Lintas",
        made_when="Januari 2026",
        made_where="Kota Contoh",
        forms=(Form.PRINT, Form.DIGITAL),
        retention="5 tahun",
    )
    return replace(plain, **changes)


def decreed(world: World, *entries: Entry, number: str = "KEP/1/VI/2026") -> PublicList:
    ppid, desk = world.actor("ppid"), world.services.catalogue
    items = tuple(f"item-{secrets.token_hex(16)}" for _ in entries)
    for item, said in zip(items, entries, strict=True):
        desk.propose(list_commands.ProposeItem(item=item, body=BODY, entry=said), ppid)
    decree = ListDecree(number, world.clock.today, Approval("Wakapolda Contoh", world.clock.today))
    desk.decree(list_commands.DecreeList(body=BODY, items=items, decree=decree), ppid)
    return desk.public_list(BODY, ppid)


def test_the_decree_on_the_list_names_its_approval_and_what_it_takes_in(world: World) -> None:
    public = decreed(world, entry())
    text = words(catalogue.pdf(public, "keputusan"))
    facts = [
        "KEP/1/VI/2026", "Pasal 45", "Wakapolda Contoh, 2 Juni 2026", "1.Laporan kinerja 2025",
        "Capaian kinerja", "Direktorat Lalu Lintas", "Direktur Lalu Lintas", "Januari 2026, Kota Contoh",
        "Cetak; Digital", "5 tahun",
        "Kota Contoh, 2 Juni 2026", "Pejabat PPID",
    ]  # fmt: skip
    assert in_order(text, facts) == []


def test_a_later_decree_updates_the_one_before_and_changes_nothing_of_it(world: World) -> None:
    first = catalogue.pdf(decreed(world, entry()), "keputusan")
    world.clock.forward(days=30)
    public = decreed(world, entry(title="Rencana kerja 2027"), number="KEP/2/VII/2026")
    assert slugs(catalogue.letters_of(public)) == ["keputusan", "keputusan-2"]
    text = words(catalogue.pdf(public, "keputusan-2"))
    assert in_order(text, ["KEP/2/VII/2026", "Memperbarui", "KEP/1/VI/2026", "Rencana kerja 2027"]) == []
    assert "2025" not in text
    assert catalogue.pdf(public, "keputusan") == first


def test_exempt_information_never_enters_the_printed_list(world: World) -> None:
    text = words(catalogue.list_pdf(BODY, [entry(), entry(title="Rahasia", klass=InfoClass.EXEMPT)]))
    assert squeezed("Belum ditetapkan") in text
    assert in_order(text, ["setiap saat", "1.Laporan kinerja 2025"]) == []
    assert "Rahasia" not in text


# The dispute ----------------------------------------------------------------------------------------------


def test_the_application_is_filled_with_what_the_body_knows(world: World) -> None:
    found = answer(world, objected(world), Verdict.UPHELD)
    world.services.objections.record_answer_received(
        o.RecordAnswerReceived(case=found.stream, received_on=world.clock.today), world.actor("desk")
    )
    found = objection(world, found.stream)
    text = words(disputes.application_pdf(found))
    facts = [
        "Komisi Informasi Provinsi", SARI.name, SARI.address, "Kepolisian Daerah Contoh", "Jalan Merdeka 1",
        found.request_number, "Anggaran pelayanan SIM", "B/17/VI/2026", found.number, "B/40/VI/2026", "☒a.",
        "☒Pemohon tidak puas", "23 Juni 2026", "☒Menyatakan bahwa informasi", "☒Tanggapan atasan PPID",
    ]  # fmt: skip
    assert in_order(text, facts) == []


def test_after_silence_the_application_says_so(world: World) -> None:
    case = objected(world)
    world.clock.set("2026-07-20")
    text = words(disputes.application_pdf(objection(world, case)))
    facts = ["☐Pemohon tidak puas", "☒Atasan PPID tidak menanggapi", "15 Juli 2026", "4 Agustus 2026"]
    assert in_order(text, facts) == []


# Pages ----------------------------------------------------------------------------------------------------


def test_a_page_says_what_its_pdf_says(world: World) -> None:
    case = objected(world)
    found = answer(world, case, Verdict.UPHELD)
    public = decreed(world, entry())
    request = world.request(found.request)
    shown = {
        page_of_request(request, "penolakan"): pdf_of_request(request, "penolakan"),
        page_of_request(request, "formulir"): pdf_of_request(request, "formulir"),
        objections.page(found, "tanggapan"): objections.pdf(found, "tanggapan"),
        objections.page(found, "formulir"): objections.pdf(found, "formulir"),
        objections.page(found, "tanda-bukti"): objections.pdf(found, "tanda-bukti"),
        exemptions.page(exemption(world), "lembar-uji"): exemptions.pdf(exemption(world), "lembar-uji"),
        exemptions.page(exemption(world), "keputusan"): exemptions.pdf(exemption(world), "keputusan"),
        catalogue.page(public, "keputusan"): catalogue.pdf(public, "keputusan"),
        disputes.application_page(found): disputes.application_pdf(found),
        objections.register_page(BODY, [Line(found, objector=SARI)]): b"",
        catalogue.list_page(BODY, [entry()]): b"",
    }
    for page, pdf in shown.items():
        main = re.search(r"<main.*</main>", page, re.DOTALL)
        assert main
        assert page.count("<h1") == 1
        said = {squeezed(text) for text in re.findall(r">([^<>]{12,})<", main[0]) if "&" not in text}
        printed = words(pdf) if pdf else ""
        missing = [text for text in said if pdf and text.upper() not in printed.upper()]
        assert len(said) > 4
        assert not [m for m in missing if not m.startswith(("Dipilih", "Tidakdipilih", "....", "Unduh"))], (
            missing
        )


def test_a_page_escapes_what_people_wrote(world: World) -> None:
    request = world.at("refusal-received")
    filed = world.services.objections.file(
        o.FileObjection(
            objection=f"objection-{secrets.token_hex(16)}",
            body=BODY,
            channel=Channel.LETTER,
            grounds=(Ground.EXEMPT,),
            case="<script>alert(1)</script> \u202e terbalik",
            purpose="<b>tebal</b>",
            request=request,
        ),
        world.actor("desk"),
    )
    page = objections.page(objection(world, filed.objection), "formulir", pdf_href="/x.pdf")
    assert "<script>alert" not in page
    assert "<b>tebal" not in page
    assert "\u202e" not in page
    assert 'href="/x.pdf"' in page


def test_a_paper_that_was_not_issued_is_not_found(world: World) -> None:
    found = objection(world, objected(world))
    for slug in ("tanggapan", "", "../x", "formulir-2"):
        with pytest.raises(NoSuchLetterError):
            objections.pdf(found, slug)
        with pytest.raises(NoSuchLetterError):
            exemptions.pdf(exemption(world), slug)
