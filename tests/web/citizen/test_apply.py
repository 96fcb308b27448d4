"""Asking for information on the web: every story of the form, and every way it can go wrong."""

from __future__ import annotations

import re

import pytest

from ppid import commands as c
from ppid.events import Actor, Role
from ppid.request.vocabulary import Channel, CopyForm, Delivery, DocumentKind, Obtain, RequesterKind
from tests import attached
from tests.web.citizen.journey import ANSWERS, GROUP, LEGAL_ENTITY, begin, file, fill, slug_of
from tests.web.visitor import Visitor
from tests.web.world import CODE, OPERATOR, PNG, World, open_world

CODE_SHOWN = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")


def only_case(world: World) -> str:
    """The one request that was filed."""
    streams = {
        r.envelope.stream for r in world.services.log.stream_all() if r.envelope.stream.startswith("request-")
    }
    assert len(streams) == 1, streams
    return streams.pop()


def count_filed(world: World) -> int:
    """How many requests were filed."""
    return sum(
        r.envelope.version == 1 and r.envelope.stream.startswith("request-")
        for r in world.services.log.stream_all()
    )


def test_the_start_page_says_who_may_ask_how_long_and_what_it_costs(world: World) -> None:
    page = world.visitor().get("/")
    for said in ("Warga Negara Indonesia", "10 hari kerja", "7 hari kerja", "gratis", "WhatsApp"):
        assert said in page.text
    assert page.link("Ajukan permohonan") == "/ajukan"
    assert page.link("Lacak permohonan") == "/lacak"


def test_an_installation_without_a_body_says_so_and_offers_no_form(empty_world: World) -> None:
    page = empty_world.visitor().get("/")
    assert "belum dibuka" in page.text
    assert not page.has_link("Ajukan permohonan")
    assert empty_world.visitor().get("/bantuan").status == 200
    refused = empty_world.visitor().get("/ajukan")
    assert refused.status == 200
    assert "belum dibuka" in refused.text


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("url", ["/", "/hak", "/bantuan", "/ajukan", "/ajukan/bukan-wni", "/lacak"])
def test_every_open_page_answers_in_both_languages(world: World, url: str, language: str) -> None:
    page = world.visitor(language).get(url)
    assert page.status == 200
    assert f'lang="{language}"' in page.html
    assert page.response.headers["Cache-Control"] == "no-store"


def test_a_citizen_files_a_request_and_gets_number_code_and_due_date(world: World) -> None:
    page = file(world.visitor())
    assert page.heading == "Permohonan diterima"
    assert "0001/ PPID-POLDA-X/ VI/ 2026" in page.text
    assert CODE_SHOWN.search(page.text)
    assert "Rabu, 17 Juni 2026" in page.text
    assert "dilewati: libur nasional (1 Muharam" in page.text

    request = world.request(only_case(world))
    assert request.channel is Channel.WEB
    assert request.requester_kind is RequesterKind.INDIVIDUAL
    assert (request.wish.obtain, request.wish.copy_form) == (Obtain.COPY, CopyForm.SOFT)
    assert request.wish.delivery is Delivery.EMAIL
    assert [document.kind for document in request.documents] == [DocumentKind.IDENTITY]
    identity = world.services.people.identity(request.requester)
    assert identity is not None
    assert identity.name == "Sari Wulandari"
    assert identity.number == "3276014107900001"
    assert identity.address == "Jalan Melati 5\nDepok"


def test_what_was_filed_names_nobody_in_the_log(world: World) -> None:
    file(world.visitor())
    raw = b"".join(event.state for event in world.services.log.raw(only_case(world)))
    for secret in (b"Sari", b"3276014107900001", b"Melati", b"ktp.png", b"sari@example.org"):
        assert secret not in raw


def test_a_legal_entity_is_asked_for_its_decree_and_its_deed(world: World) -> None:
    file(world.visitor(), LEGAL_ENTITY)
    request = world.request(only_case(world))
    assert request.requester_kind is RequesterKind.LEGAL_ENTITY
    assert [document.kind for document in request.documents] == [DocumentKind.DEED]
    identity = world.services.people.identity(request.requester)
    assert identity is not None
    assert identity.number == "AHU-0001234.AH.01.04"


def test_a_group_acts_through_somebody_without_being_asked_whether(world: World) -> None:
    file(world.visitor(), GROUP)
    request = world.request(only_case(world))
    assert request.requester_kind is RequesterKind.GROUP
    agent = world.services.people.identity(request.representative)
    assert agent is not None
    assert agent.name == "Budi Santoso"
    assert {d.kind for d in request.documents} == {DocumentKind.MANDATE, DocumentKind.MANDATORS_IDENTITY}


def test_a_represented_individual_attaches_a_power_of_attorney(world: World) -> None:
    documents = {**ANSWERS["dokumen"], "berkas-power-of-attorney": (attached.pdf("kuasa"), "kuasa.pdf")}
    file(world.visitor(), {"kuasa": {"represented": "ya"}, "dokumen": documents})
    request = world.request(only_case(world))
    assert request.representative
    assert DocumentKind.MANDATE in {d.kind for d in request.documents}


def test_seeing_at_the_office_asks_for_no_delivery(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, {"cara": {"way": "view"}})
    assert "Cara mendapatkan salinan" not in page.text
    visitor.send(page)
    assert world.request(only_case(world)).wish.obtain is Obtain.VIEW


@pytest.mark.parametrize(
    ("kind", "place", "basis"),
    [("public-body", "bantuan-kedinasan", "Pasal 54"), ("foreigner", "bukan-wni", "Pasal 1 angka 12")],
)
def test_who_has_another_way_is_told_so_with_its_basis(
    world: World, kind: str, place: str, basis: str
) -> None:
    visitor = world.visitor()
    page = visitor.send(begin(visitor), {"requester_kind": kind})
    assert slug_of(page) == place
    assert basis in page.text
    assert count_filed(world) == 0


ERRORS = {
    "pemohon": ({"requester_kind": ""}, "requester_kind", "Pilih salah satu."),
    "identitas": ({"number": "123"}, "number", "16 angka"),
    "kontak": ({"phone": "", "email": ""}, "phone", "salah satu cukup"),
    "kuasa": ({"represented": ""}, "represented", "Pilih salah satu."),
    "informasi": ({"information": "  "}, "information", "Tuliskan informasi"),
    "tujuan": ({"purpose": ""}, "purpose", "untuk apa"),
    "cara": ({"way": "teleport"}, "way", "pilihan yang tersedia"),
    "pengiriman": ({"delivery": ""}, "delivery", "Pilih salah satu."),
}


@pytest.mark.parametrize("slug", ERRORS)
def test_an_error_stands_in_the_summary_at_the_field_and_in_the_title(world: World, slug: str) -> None:
    wrong, field, said = ERRORS[slug]
    visitor = world.visitor()
    page = fill(visitor, upto=slug)
    sent = {**ANSWERS[slug], **wrong}
    refused = visitor.send(page, sent, form=field)
    assert refused.status == 422
    assert refused.title.startswith("Galat:")
    assert said in refused.error(field)
    assert f'href="#{field}"' in refused.html
    assert field in refused.ids
    kept = refused.form(field).values
    for name, value in sent.items():
        if value and value != "teleport":
            assert kept[name] == value
    assert slug_of(visitor.get("/ajukan/periksa")) == slug


def test_a_copy_by_mail_needs_a_mail_address(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, {"kontak": {"phone": "0812 0000 0001", "email": ""}}, upto="pengiriman")
    refused = visitor.send(page, {"delivery": "email"})
    assert "belum mengisi alamat surel" in refused.error("delivery")


def test_a_changed_answer_leads_back_to_the_check(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor)
    page = visitor.get(page.link("Ubah tujuan penggunaan"))
    assert page.form("purpose").values["purpose"] == "Penelitian skripsi"
    assert page.link("Kembali") == "/ajukan/periksa"
    page = visitor.send(page, {"purpose": "Liputan"})
    assert slug_of(page) == "periksa"
    assert "Liputan" in page.text


def test_another_kind_of_requester_is_asked_for_other_papers(world: World) -> None:
    visitor = world.visitor()
    page = visitor.get(fill(visitor).link("Ubah pemohon"))
    page = visitor.send(page, {"requester_kind": "legal-entity"})
    assert slug_of(page) == "identitas"
    assert page.form("number").values["number"] == ""
    page = visitor.send(page, LEGAL_ENTITY["identitas"])
    assert slug_of(page) == "dokumen"
    assert "ktp.png" not in page.text


def test_a_question_cannot_be_skipped(world: World) -> None:
    visitor = world.visitor()
    begin(visitor)
    assert slug_of(visitor.get("/ajukan/tujuan")) == "pemohon"
    assert slug_of(visitor.get("/ajukan/periksa")) == "pemohon"
    assert slug_of(visitor.get("/ajukan/badan-publik")) == "pemohon"


def test_missing_documents_do_not_stop_a_filing_but_are_told(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, {"dokumen": {"berkas-identity": (b"", "")}})
    assert "akan dinyatakan belum lengkap" in page.text
    assert visitor.send(page).heading == "Permohonan diterima"
    assert world.request(only_case(world)).documents == ()


def test_without_a_draft_every_page_says_so_and_starts_anew(world: World) -> None:
    visitor = world.visitor()
    for url in ("/ajukan/identitas", "/ajukan/dokumen", "/ajukan/periksa"):
        page = visitor.get(url)
        assert page.url == "/ajukan"
        assert "tidak ditemukan lagi" in page.text


def test_a_draft_is_kept_seven_days(world: World) -> None:
    visitor = world.visitor()
    fill(visitor, upto="tujuan")
    world.clock.forward(days=6)
    page = visitor.get("/ajukan")
    assert page.link("Lanjutkan isian") == "/ajukan/tujuan"
    world.clock.forward(days=2)
    assert not visitor.get("/ajukan").has_link("Lanjutkan isian")


def test_a_draft_belongs_to_its_browser(world: World) -> None:
    fill(world.visitor(), upto="tujuan")
    assert not world.visitor().get("/ajukan").has_link("Lanjutkan isian")


def test_starting_again_forgets_what_was_typed(world: World) -> None:
    visitor = world.visitor()
    fill(visitor, upto="kontak")
    page = begin(visitor)
    assert slug_of(page) == "pemohon"
    assert "requester_kind" not in page.form().values


# Sent twice -----------------------------------------------------------------------------------------------


def test_F10_a_double_click_files_once_and_shows_one_receipt(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor)
    before = visitor.client.get_cookie("ppid")
    assert before is not None
    first = visitor.send(page)
    visitor.client.set_cookie("ppid", before.value)
    world.clock.forward(seconds=1)
    second = visitor.send(page)
    assert count_filed(world) == 1
    assert second.heading == first.heading == "Permohonan diterima"
    assert CODE_SHOWN.findall(first.text) == CODE_SHOWN.findall(second.text)


def test_F10_two_at_the_same_moment_file_once(world: World) -> None:
    """The second passes the check before the first has dropped the draft."""
    visitor = world.visitor()
    page = fill(visitor)
    before = visitor.client.get_cookie("ppid")
    assert before is not None
    with visitor.client.session_transaction() as session:
        draft = str(session["draf"])
    content = world.services.state.draft(draft)
    assert content is not None
    visitor.send(page)
    world.services.state.save_draft(draft, content)
    visitor.client.set_cookie("ppid", before.value)
    world.clock.forward(seconds=1)
    again = visitor.send(page)
    assert count_filed(world) == 1
    assert again.heading == "Permohonan diterima"


def test_F10_the_receipt_can_be_reloaded_and_the_form_cannot_be_sent_back(world: World) -> None:
    visitor = world.visitor()
    first = file(visitor)
    assert CODE_SHOWN.findall(visitor.get("/ajukan/selesai").text) == CODE_SHOWN.findall(first.text)
    assert slug_of(visitor.get("/ajukan/periksa")) == "selesai"
    assert slug_of(visitor.get("/ajukan/identitas")) == "selesai"
    assert count_filed(world) == 1


def test_F11_what_changed_in_another_window_is_checked_again(world: World) -> None:
    visitor = world.visitor()
    checked = fill(visitor)
    page = visitor.get("/ajukan/informasi")
    visitor.send(page, {"information": "Hal lain"})
    refused = visitor.send(checked)
    assert refused.status == 409
    assert "Hal lain" in refused.text
    assert count_filed(world) == 0
    assert visitor.send(refused).heading == "Permohonan diterima"


def test_F13_a_form_without_its_token_is_refused_and_nothing_is_recorded(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor)
    values = dict(page.form().values)
    for token in (None, "", "palsu"):
        sent = {**values, "csrf_token": token} if token is not None else {"isi": values["isi"]}
        assert visitor.post("/ajukan/periksa", sent).status == 400
    assert count_filed(world) == 0
    assert slug_of(visitor.get("/ajukan/periksa")) == "periksa"


# The receipt ----------------------------------------------------------------------------------------------


def test_the_code_is_shown_in_this_browser_for_half_an_hour_only(world: World) -> None:
    visitor = world.visitor()
    file(visitor)
    assert world.visitor().get("/ajukan/selesai").status == 404
    world.clock.forward(minutes=31)
    page = visitor.get("/ajukan/selesai")
    assert not CODE_SHOWN.search(page.text)
    assert "tidak ditampilkan lagi" in page.text
    assert "0001/" in page.text


def test_the_receipt_is_a_pdf_with_the_code_only_while_it_is_shown(world: World) -> None:
    visitor = world.visitor()
    file(visitor)
    fresh = visitor.get("/ajukan/tanda-bukti.pdf")
    assert fresh.response.mimetype == "application/pdf"
    assert fresh.response.get_data().startswith(b"%PDF")
    world.clock.forward(minutes=31)
    assert visitor.get("/ajukan/tanda-bukti.pdf").response.get_data() != fresh.response.get_data()
    assert world.visitor().get("/ajukan/tanda-bukti.pdf").status == 404


def test_a_shared_computer_can_forget_the_receipt(world: World) -> None:
    visitor = world.visitor()
    page = file(visitor)
    form = next(f for f in page.forms if f.action.endswith("/hapus"))
    assert visitor.post(form.action, form.values).status == 200
    assert visitor.get("/ajukan/selesai").status == 404


def test_a_year_without_a_decree_is_said_not_guessed(world: World) -> None:
    world.clock.set("2026-12-28")
    page = file(world.visitor())
    assert "tahun 2027 belum ditetapkan pemerintah" in page.text
    assert world.request(only_case(world)).clocks["D06"].promise.due_on is None


def test_the_address_of_no_page_names_anybody(world: World) -> None:
    visitor = world.visitor()
    page = file(visitor)
    for _words, href in page.links:
        assert "0001" not in href
        assert only_case(world).removeprefix("request-") not in href


# Several bodies -------------------------------------------------------------------------------------------


def test_with_several_bodies_the_first_question_is_which_and_can_be_searched(world: World) -> None:
    for n in range(12):
        world.services.directory.establish(
            c.EstablishBody(code=f"POLRES-{n}", name=f"Polres Contoh {n}", established_on=world.clock.today),
            OPERATOR,
        )
    visitor = world.visitor()
    page = begin(visitor)
    assert slug_of(page) == "badan-publik"
    found = visitor.get("/ajukan/badan-publik?cari=polres contoh 7")
    assert "Polres Contoh 7" in found.text
    assert "Polres Contoh 8" not in found.text
    assert "Tidak ada badan publik" in visitor.get("/ajukan/badan-publik?cari=zzz").text
    assert visitor.send(page, {"body": "body-00"}).error("body")
    chosen = re.search(r'value="(body-[0-9a-f]{32})"', found.html)
    assert chosen is not None
    page = visitor.send(found, {"body": chosen.group(1)})
    assert slug_of(page) == "pemohon"
    assert "dari 11" in page.text


@pytest.mark.postgres
def test_the_whole_form_works_on_postgresql(postgres_world: World) -> None:
    visitor = postgres_world.visitor()
    page = visitor.send(file(visitor), form="number")
    assert page.url == "/lacak/permohonan"
    assert "sudah terdaftar" in page.heading


def test_the_language_of_the_form_is_kept_with_the_request(world: World) -> None:
    page = file(world.visitor("en"))
    assert page.heading == "Request received"
    assert world.request(only_case(world)).language == "en"


def test_a_restart_keeps_the_draft(world: World) -> None:
    visitor = world.visitor()
    fill(visitor, upto="tujuan")
    world.services.close()
    again = open_world(world.settings.files.parent)
    try:
        restarted = Visitor(again.app)
        cookie = visitor.client.get_cookie("ppid")
        assert cookie is not None
        restarted.client.set_cookie("ppid", cookie.value)
        assert restarted.get("/ajukan").link("Lanjutkan isian") == "/ajukan/tujuan"
    finally:
        again.services.close()


def test_the_actor_of_a_web_filing_is_its_citizen(world: World) -> None:
    file(world.visitor())
    case = only_case(world)
    assert world.services.desk.request(case, Actor(case, Role.CITIZEN)).number.endswith(f"{CODE}/VI/2026")
    assert world.services.log.load(case)[0].envelope.role is Role.CITIZEN
    request = world.request(case)
    stored = world.services.files.get(request.documents[0].sha256)
    assert stored != PNG
    assert world.services.vault.open_bytes(request.requester, stored) == PNG
