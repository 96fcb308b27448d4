"""Following a case with number and code, and what its citizen can do there."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from ppid import commands as c
from ppid.events import Actor, Role
from ppid.request.vocabulary import DocumentKind, Missing
from tests import attached
from tests.web.stories import STORIES
from tests.web.visitor import Page, Value, Visitor
from tests.web.world import PNG, SARI, World
from web.access import TRACKED
from web.citizen import finding

PDF = attached.pdf("isi")


def prove(visitor: Visitor, number: str, code: str) -> Page:
    """Enter number and code."""
    return visitor.send(visitor.get("/lacak"), {"number": number, "code": code})


def code_of(world: World, case: str) -> str:
    """The access code of a case."""
    return world.services.vault.access_code(case)


@pytest.mark.parametrize("followed", [True, False])
def test_number_and_code_open_a_case_also_when_it_was_filed_just_now(world: World, followed: bool) -> None:
    case = world.at("registered")
    if followed:
        world.follow()
    page = prove(world.visitor(), world.request(case).number, code_of(world, case))
    assert page.url == "/lacak/permohonan"
    assert "sudah terdaftar" in page.heading
    assert page.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("1/ppid-polda-x/vi/2026", "{code}"),
        (" 0001 / PPID-POLDA-X / VI / 2026 ", "{lower}"),
        ("\uff10\uff10\uff10\uff11/PPID-POLDA-X/VI/2026", "{plain}"),
    ],
)
def test_both_may_be_typed_as_people_type(world: World, number: str, code: str) -> None:
    case = world.at("registered")
    said = code_of(world, case)
    typed = code.format(code=said, lower=said.lower(), plain=said.replace("-", " "))
    assert prove(world.visitor(), number, typed).url == "/lacak/permohonan"


def test_F50_a_wrong_number_and_a_wrong_code_get_the_same_answer(world: World) -> None:
    case, other = world.at("registered"), world.at("registered")
    number = world.request(case).number
    answers = [
        prove(world.visitor(), "9999/PPID-POLDA-X/VI/2026", code_of(world, case)),
        prove(world.visitor(), number, "AAAA-AAAA-AAAA"),
        prove(world.visitor(), number, code_of(world, other)),
    ]
    assert {answer.status for answer in answers} == {422}
    said = {answer.text.split("Ada kesalahan")[1].split("Lacak")[0] for answer in answers}
    assert len(said) == 1
    assert "tidak cocok" in said.pop()
    assert answers[1].form("number").values["number"] == number


@pytest.mark.parametrize("empty", ["number", "code"])
def test_both_are_needed(world: World, empty: str) -> None:
    page = prove(world.visitor(), "" if empty == "number" else "1/X", "" if empty == "code" else "AAAA")
    assert page.status == 422
    assert page.error(empty)


def test_F51_guessing_from_one_place_is_stopped_and_lets_go_after_a_while(world: World) -> None:
    case = world.at("registered")
    number = world.request(case).number
    guesser = world.visitor(address="198.51.100.9")
    for n in range(finding.BY_SOURCE.most):
        assert prove(guesser, f"{n}/PPID-POLDA-X/VI/2026", "AAAA-AAAA-AAAA").status == 422
    stopped = prove(guesser, number, code_of(world, case))
    assert stopped.status == 429
    assert int(stopped.response.headers["Retry-After"]) > 0
    world.clock.forward(minutes=16)
    assert prove(guesser, number, code_of(world, case)).status == 200


def test_F51_guessing_at_one_number_never_keeps_its_owner_out(world: World) -> None:
    case = world.at("registered")
    number = world.request(case).number
    for n in range(finding.BY_NUMBER.most):
        prove(world.visitor(address=f"198.51.100.{n}"), number, "AAAA-AAAA-AAAA")
    assert prove(world.visitor(address="192.0.2.1"), number, "AAAA-AAAA-AAAA").status == 429
    assert prove(world.visitor(address="192.0.2.2"), number, code_of(world, case)).status == 200


def test_F51_a_whole_site_of_ipv6_is_one_source(world: World) -> None:
    for n in range(finding.BY_SOURCE.most):
        prove(world.visitor(address=f"2001:db8::{n + 1:x}"), f"{n}/X", "AAAA")
    assert prove(world.visitor(address="2001:db8::ffff"), "1/X", "AAAA").status == 429
    assert prove(world.visitor(address="2001:db8:1::1"), "1/X", "AAAA").status == 422


def test_what_was_tried_is_not_kept_readable(world: World) -> None:
    prove(world.visitor(address="198.51.100.77"), "0007/RAHASIA", "KODE-KODE-KODE")
    stored = b"".join(p.read_bytes() for p in world.settings.files.parent.glob("ppid-web*"))
    for secret in (b"198.51.100.77", b"RAHASIA", b"KODE-KODE"):
        assert secret not in stored


@pytest.mark.parametrize("url", ["permohonan", "pemberitahuan", "lengkapi", "cabut", "terima", "surat/x.pdf"])
def test_without_proof_every_page_of_a_case_asks_for_number_and_code(world: World, url: str) -> None:
    page = world.visitor().get(f"/lacak/{url}")
    assert page.url == "/lacak"


@pytest.mark.parametrize("step", STORIES)
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_step_has_its_page_and_every_link_on_it_works(world: World, step: str, language: str) -> None:
    visitor = world.tracker(world.at(step), language)
    page = visitor.get("/lacak/permohonan")
    assert page.status == 200
    for _words, href in page.links:
        if href.startswith("/lacak") and not href.endswith(".pdf"):
            assert visitor.get(href).status == 200, href


SENTENCES = {
    "registered": "sedang diperiksa kelengkapannya",
    "incomplete": "belum lengkap",
    "complete": "menyiapkan jawaban",
    "extended": "diperpanjang",
    "granted": "dikabulkan seluruhnya",
    "awaiting-payment": "Rp10.000",
    "refused-exempt": "ditolak karena informasi dikecualikan",
    "not-held": "tidak menguasai",
    "delivered": "informasi sudah diserahkan",
    "withdrawn": "dicabut",
}


@pytest.mark.parametrize("step", SENTENCES)
def test_the_heading_says_in_one_sentence_where_the_case_stands(world: World, step: str) -> None:
    page = world.tracker(world.at(step)).get("/lacak/permohonan")
    assert SENTENCES[step] in page.heading


def test_the_timeline_tells_what_happened_and_what_comes_with_dates(world: World) -> None:
    page = world.tracker(world.at("complete")).get("/lacak/permohonan")
    assert "Dinyatakan lengkap (selesai)" in page.text
    assert "Jawaban tertulis (sedang berjalan) paling lambat Rabu, 17 Juni 2026" in page.text
    assert "Penyerahan informasi, bila dikabulkan (belum)" in page.text
    assert page.html.count('aria-current="step"') == 1
    assert "Mengapa tanggal ini?" in page.text


def test_an_extension_shows_the_new_date_and_why(world: World) -> None:
    page = world.tracker(world.at("extended")).get("/lacak/permohonan")
    assert "Jumat, 26 Juni 2026" in page.text
    assert "Dihitung 7 hari kerja sesudah Rabu, 17 Juni 2026" in page.text


def test_after_the_last_day_the_page_says_which_right_arises_and_until_when(world: World) -> None:
    case = world.at("complete")
    world.clock.set("2026-06-17", 23, 30)
    assert "melewati" not in world.tracker(case).get("/lacak/permohonan").heading
    world.clock.set("2026-06-18", 0, 30)
    page = world.tracker(case).get("/lacak/permohonan")
    assert "melewati jatuh tempo" in page.heading
    assert "Permohonan tidak ditanggapi (huruf c)" in page.text
    assert "Pasal 35 ayat (1), Pasal 36 ayat (1)" in page.text
    # Thirty working days after 17 June 2026: no holiday between, so 29 July.
    assert "Rabu, 29 Juli 2026" in page.text
    world.act(case, "clocks-ran-out")
    assert "Jangka waktu lewat" in world.tracker(case).get("/lacak/permohonan").text


def test_a_refusal_says_how_to_object_and_from_when(world: World) -> None:
    page = world.tracker(world.at("refusal-received")).get("/lacak/permohonan")
    # Thirty working days after 2 June 2026, with 16 June off (E32 counts the same way): 15 July.
    assert "Batasnya Rabu, 15 Juli 2026" in page.text
    assert page.link("Ajukan keberatan") == "/lacak/keberatan/ajukan"


def test_the_notice_shows_all_ten_contents(world: World) -> None:
    page = world.tracker(world.at("partly-granted")).get("/lacak/pemberitahuan")
    for n in range(1, 11):
        assert f" {n}. " in page.text
    for said in ("B/17/VI/2026", "Rincian anggaran pelayanan SIM 2025", "Nama anggota", "3 hari kerja"):
        assert said in page.text


def test_a_refusal_shows_its_article_consequence_and_approval(world: World) -> None:
    page = world.tracker(world.at("refused-exempt")).get("/lacak/pemberitahuan")
    decree = world.services.exemptions.exemption(world.exempt(), world.actor("ppid")).number
    for said in (
        "Pasal 17 huruf a",
        "Saksi dapat dipengaruhi",
        "Kapolda Contoh",
        "menghambat penyidikan",
        decree,
    ):
        assert said in page.text


def test_there_is_no_notice_before_the_answer(world: World) -> None:
    assert world.tracker(world.at("complete")).get("/lacak/pemberitahuan").status == 404


def test_letters_and_files_are_given_as_inert_attachments(world: World) -> None:
    visitor = world.tracker(world.at("delivered"))
    own = visitor.get("/lacak/berkas/pemohon/1").response
    given = visitor.get("/lacak/berkas/informasi/1").response
    assert own.get_data() == PNG
    assert given.get_data().startswith(b"%PDF")
    for response in (own, given):
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == "no-store"
    letter = visitor.get("/lacak/surat/pemberitahuan.pdf").response
    assert letter.get_data().startswith(b"%PDF")
    assert visitor.get("/lacak/surat/tanda-bukti.pdf").status == 200
    assert visitor.get("/lacak/surat/perpanjangan.pdf").status == 404


@pytest.mark.parametrize(
    "place", ["0", "2", "999999", "9" * 5000, "-1", "x", "%00", "..%2f..%2fetc", "\u0661\u0661"]
)
def test_F20_a_file_that_is_not_there_is_not_found(world: World, place: str) -> None:
    assert world.tracker(world.at("registered")).get(f"/lacak/berkas/pemohon/{place}").status == 404


def test_F37_an_altered_file_is_noticed_and_said(world: World, caplog: pytest.LogCaptureFixture) -> None:
    case = world.at("registered")
    (stored,) = [p for p in world.settings.files.rglob("*") if p.is_file()]
    stored.write_bytes(b"lain")
    page = world.tracker(case).get("/lacak/berkas/pemohon/1")
    assert page.status == 503
    assert "tidak dapat dibaca" in page.text
    assert any(record.levelname == "CRITICAL" for record in caplog.records)


def test_the_files_of_an_erased_person_are_gone_and_the_case_stays(world: World) -> None:
    case = world.at("incomplete")
    person = world.request(case).requester
    erase = c.ErasePerson(person=person, basis="Permintaan pemilik data", order="12/2026")
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    visitor = world.tracker(case)
    assert visitor.get("/lacak/permohonan").status == 200
    assert visitor.get("/lacak/berkas/pemohon/1").status == 404
    page = visitor.get("/lacak/lengkapi")
    assert page.status == 200
    refused = visitor.send(page, {"purpose": "Riset", "berkas-identity": (PNG, "ktp.png")})
    assert refused.status == 422
    assert "sudah dihapus" in refused.text


# Completing -----------------------------------------------------------------------------------------------


def test_what_was_missing_is_supplied_with_files_and_words(world: World) -> None:
    case = world.at("letter-received")
    visitor = world.tracker(case)
    page = visitor.get(visitor.get("/lacak/permohonan").link("Lengkapi permohonan"))
    assert "Salinan identitas" in page.text
    assert page.form("purpose").values["purpose"] == "Penelitian"
    assert "information" not in page.form("purpose").names
    page = visitor.send(
        page, {"purpose": "Penelitian skripsi", "note": "Maaf.", "berkas-identity": (PDF, "ktp.pdf")}
    )
    assert page.url == "/lacak/permohonan"
    assert "sudah kami terima" in page.text
    request = world.request(case)
    assert request.wish.purpose == "Penelitian skripsi"
    assert request.documents[-1].kind is DocumentKind.IDENTITY
    assert visitor.get("/lacak/berkas/pemohon/2").response.get_data() == PDF


def test_a_missing_entry_of_the_person_is_corrected_in_the_vault(world: World) -> None:
    case = world.file(identity=replace(SARI, address="", phone="", email="")).request
    missing = (Missing.ADDRESS, Missing.CONTACT)
    world.services.desk.find_incomplete(
        c.FindIncomplete(request=case, missing=missing, sent_on=world.clock.today), world.actor("desk")
    )
    visitor = world.tracker(case)
    page = visitor.send(visitor.get("/lacak/lengkapi"), {"address": "Jalan Baru 1", "phone": "0812 999 888"})
    assert page.url == "/lacak/permohonan"
    identity = world.services.people.identity(world.request(case).requester)
    assert identity is not None
    assert (identity.name, identity.address, identity.phone) == (SARI.name, "Jalan Baru 1", "0812 999 888")


def test_supplying_nothing_is_refused_in_words(world: World) -> None:
    visitor = world.tracker(world.at("letter-received"))
    page = visitor.send(visitor.get("/lacak/lengkapi"))
    assert page.status == 422
    assert "Belum ada yang dilengkapi" in page.text


def test_a_bad_file_keeps_nothing_half_done(world: World) -> None:
    case = world.at("letter-received")
    visitor = world.tracker(case)
    before = sorted(p for p in world.settings.files.rglob("*") if p.is_file())
    page = visitor.send(
        visitor.get("/lacak/lengkapi"),
        {"purpose": "Baru", "berkas-identity": (PDF, "a.pdf"), "berkas-other": (b"MZ\x90", "b.exe")},
    )
    assert page.status == 422
    assert "bukan PDF" in page.error("berkas-other")
    assert page.form("purpose").values["purpose"] == "Baru"
    assert sorted(p for p in world.settings.files.rglob("*") if p.is_file()) == before
    assert world.request(case).version == 4


def test_F10_completing_twice_is_recorded_once(world: World) -> None:
    case = world.at("letter-received")
    visitor = world.tracker(case)
    page = visitor.get("/lacak/lengkapi")
    values: dict[str, Value] = {"note": "Ini", "berkas-identity": (PNG, "ktp.png")}
    visitor.send(page, values)
    version = world.request(case).version
    again = visitor.send(page, values)
    assert again.url == "/lacak/permohonan"
    assert world.request(case).version == version


@pytest.mark.parametrize("step", ["registered", "complete", "delivered", "withdrawn"])
def test_a_case_that_lacks_nothing_cannot_be_completed(world: World, step: str) -> None:
    page = world.tracker(world.at(step)).get("/lacak/lengkapi")
    assert page.status == 422
    assert "tidak sedang menunggu kelengkapan" in page.text or "ditutup" in page.text


# Withdrawing and confirming -------------------------------------------------------------------------------


def test_a_request_is_withdrawn_after_saying_what_that_means(world: World) -> None:
    case = world.at("complete")
    visitor = world.tracker(case)
    page = visitor.get(visitor.get("/lacak/permohonan").link("Cabut permohonan"))
    assert "tidak dapat dibatalkan" in page.text
    page = visitor.send(page, {"reason": "Sudah dapat."})
    assert "dicabut" in page.heading
    assert world.request(case).closing == "withdrawn"
    assert not page.has_link("Cabut permohonan")


def test_F42_what_happened_meanwhile_is_told_before_a_withdrawal(world: World) -> None:
    case = world.at("complete")
    visitor = world.tracker(case)
    page = visitor.get("/lacak/cabut")
    world.act(case, "granted")
    told = visitor.send(page, {"reason": "Batal"})
    assert told.status == 409
    assert "Permohonan dikabulkan seluruhnya" in told.text
    assert told.form("reason").values["reason"] == "Batal"
    assert world.request(case).closing is None
    assert "dicabut" in visitor.send(told).heading


def test_the_citizen_confirms_when_the_notice_came(world: World) -> None:
    case = world.at("granted")
    visitor = world.tracker(case)
    page = visitor.get(visitor.get("/lacak/permohonan").link("Saya sudah menerimanya"))
    assert page.form("received_on-day").values["received_on-day"] == "2"
    page = visitor.send(page)
    assert page.url == "/lacak/permohonan"
    assert world.request(case).notice_received_on == world.clock.today
    assert not page.has_link("Saya sudah menerimanya")


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("31", "2", "2026", "tidak ada dalam kalender"),
        ("1", "1", "9999", "belum terjadi"),
        ("1", "6", "2026", "mendahului"),
        ("1", "1", "0", "angka"),
        ("", "6", "2026", "hari, bulan, dan tahun"),
        ("9" * 5000, "6", "2026", "angka"),
        ("\u0662", "x", "2026", "angka"),
    ],
)
def test_F07_a_date_that_cannot_be_is_refused_with_its_reason(
    world: World, day: str, month: str, year: str, said: str
) -> None:
    case = world.at("granted")
    visitor = world.tracker(case)
    sent = {"received_on-day": day, "received_on-month": month, "received_on-year": year}
    page = visitor.send(visitor.get("/lacak/terima"), sent)
    assert page.status == 422
    assert said in page.error("received_on")
    assert world.request(case).notice_received_on is None


# Leaving --------------------------------------------------------------------------------------------------


def test_the_case_can_be_closed_in_a_shared_browser(world: World) -> None:
    case = world.at("registered")
    visitor = world.visitor()
    page = prove(visitor, world.request(case).number, code_of(world, case))
    form = next(f for f in page.forms if f.action.endswith("/lacak/selesai"))
    visitor.post(form.action, form.values)
    assert visitor.get("/lacak/permohonan").url == "/lacak"


def test_closing_a_case_ends_every_copy_of_the_cookie(world: World) -> None:
    case = world.at("registered")
    visitor = world.visitor()
    page = prove(visitor, world.request(case).number, code_of(world, case))
    cookie = visitor.client.get_cookie("ppid")
    assert cookie
    thief = world.visitor()
    thief.client.set_cookie("ppid", cookie.value)
    assert thief.get("/lacak/permohonan").url == "/lacak/permohonan"
    form = next(f for f in page.forms if f.action.endswith("/lacak/selesai"))
    visitor.post(form.action, form.values)
    thief.client.set_cookie("ppid", cookie.value)
    assert thief.get("/lacak/permohonan").url == "/lacak"
    thief.client.set_cookie("ppid", cookie.value)
    sent = thief.post("/lacak/cabut", {**form.values, "reason": "Bukan saya"}, follow=False)
    assert sent.location == "/lacak"
    assert world.request(case).closing is None


def test_an_open_case_closes_after_half_a_day_however_often_it_is_looked_at(world: World) -> None:
    case = world.at("registered")
    visitor = world.visitor()
    prove(visitor, world.request(case).number, code_of(world, case))
    for _ in range(12):
        world.clock.forward(hours=1)
        assert visitor.get("/lacak/permohonan").url == "/lacak/permohonan"
    form = visitor.get("/lacak/cabut")
    world.clock.forward(hours=1)
    assert visitor.send(form, {"reason": "Lama"}, follow=False).location == "/lacak"
    assert visitor.get("/lacak/permohonan").url == "/lacak"


def test_neither_the_token_of_an_open_case_nor_the_case_lies_on_the_other_side(world: World) -> None:
    case = world.at("registered")
    visitor = world.visitor()
    prove(visitor, world.request(case).number, code_of(world, case))
    with visitor.client.session_transaction() as session:
        assert case not in str(dict(session))
        token = session[TRACKED]
    rows = world.services.state.database.query("SELECT * FROM opened_case")
    assert len(rows) == 1
    assert token not in str(rows)
    assert visitor.get("/lacak/permohonan").url == "/lacak/permohonan"
    world.clock.forward(hours=13)
    world.services.proofs.sweep()
    assert not world.services.state.database.query("SELECT * FROM opened_case")


def test_a_case_left_open_closes_by_itself_and_a_form_typed_long_is_still_taken(world: World) -> None:
    case = world.at("complete")
    visitor = world.visitor()
    prove(visitor, world.request(case).number, code_of(world, case))
    page = visitor.get("/lacak/cabut")
    world.clock.forward(hours=6)
    assert visitor.send(page, {"reason": "Lama"}, follow=False).status == 303
    assert world.request(case).closing == "withdrawn"
    world.clock.forward(hours=3)
    left = visitor.get("/lacak/permohonan")
    assert left.url == "/lacak"
    assert "lama tidak dibuka" in left.text


def test_a_proof_for_one_case_opens_no_other(world: World) -> None:
    case, other = world.at("registered"), world.at("registered")
    visitor = world.visitor()
    prove(visitor, world.request(case).number, code_of(world, case))
    page = visitor.get("/lacak/permohonan")
    assert world.request(other).number not in "".join(page.text.split())
