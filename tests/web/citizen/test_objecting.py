"""Objecting from the tracking page, following the objection, and the way on to the commission."""

from __future__ import annotations

from datetime import date

import pytest

from ppid.commands import ErasePerson
from ppid.events import Actor, Role, Stream
from ppid.exemption.reference import ExemptionRef
from ppid.objection import commands as c
from ppid.objection import events as e
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Closing, Ground, Party, Verdict
from tests import attached
from tests.web.citizen.test_track import code_of, prove
from tests.web.visitor import Page, Visitor
from tests.web.world import PNG, World

PDF = attached.pdf("kuasa")
REFUSED = "refusal-received"
AGENT = {
    "name": "Budi Santoso",
    "number": "3276014107900002",
    "address": "Jalan Kenanga 7, Depok",
    "phone": "0812 0000 0002",
    "email": "",
}


def write(visitor: Visitor) -> Page:
    """Open the form from the tracking page, in one step."""
    return visitor.get(visitor.get("/lacak/permohonan").link("Ajukan keberatan"))


def object_to(visitor: Visitor, *grounds: str) -> Page:
    """Object on these grounds, with everything else as it was filled in; return the receipt."""
    page = visitor.send(write(visitor), {"grounds": grounds} if grounds else {}, form="grounds")
    assert page.url == "/lacak/keberatan/periksa", page.text[:600]
    page = visitor.send(page, form="isi")
    assert page.url.endswith("/tanda-bukti"), page.text[:600]
    return page


def objections(world: World, case: Stream) -> list[Objection]:
    """The objections to a request."""
    return world.services.objections.of_request(case, Actor(case, Role.CITIZEN))


def only(world: World, case: Stream) -> Objection:
    """The one objection to a request."""
    (found,) = objections(world, case)
    return found


def answer(world: World, case: Stream, verdict: Verdict = Verdict.UPHELD) -> None:
    """Let the superior answer today, with an order due in a week where something is overturned."""
    objection = only(world, case)
    notice = world.request(case).notice
    assert notice is not None
    rests = Ground.EXEMPT in objection.grounds and verdict is not Verdict.OVERTURNED
    overturns = verdict is not Verdict.UPHELD
    world.services.objections.answer(
        c.AnswerObjection(
            case=objection.stream,
            verdict=verdict,
            letter_number="B/40/VI/2026",
            signed_on=world.clock.today,
            sent_on=world.clock.today,
            position="Wakapolda Contoh",
            explanations=tuple(e.Explanation(g, "Penjelasan atasan.") for g in objection.pending),
            reasons="" if verdict is Verdict.OVERTURNED else "Penyidikan masih berjalan.",
            exemptions=tuple(ExemptionRef(r.exemption, rows=r.rows) for r in notice.exemptions if rests),
            orders=(e.Order("Memberikan rincian anggaran", date(2026, 6, 30)),) if overturns else (),
        ),
        world.actor("superior"),
    )


# What the law lets me do now ------------------------------------------------------------------------------


def test_after_a_refusal_the_page_says_until_when_by_which_article_and_leads_there_in_one_step(
    world: World,
) -> None:
    visitor = world.tracker(world.at(REFUSED))
    page = visitor.get("/lacak/permohonan")
    # Thirty working days after 2 June 2026, with 16 June off (E32 counts the same way): 15 July.
    assert "Batasnya Rabu, 15 Juli 2026" in page.text
    assert "Pasal 35 ayat (1), Pasal 36 ayat (1)" in page.text
    form = write(visitor)
    assert form.heading == "Ajukan keberatan"
    for said in (
        "UU 14/2008 Pasal 17 huruf a: ",
        "Saksi dapat dipengaruhi.",
        "Kapolda Contoh",
        "B/17/VI/2026",
    ):
        assert said in form.text
    assert form.link("surat keputusan penolakan") == "/lacak/surat/penolakan.pdf"
    assert visitor.get("/lacak/surat/penolakan.pdf").response.get_data().startswith(b"%PDF")


def test_the_grounds_that_fit_come_first_each_with_why_and_its_window(world: World) -> None:
    form = write(world.tracker(world.at(REFUSED)))
    first = form.text.index("informasi dikecualikan (huruf a)")
    assert first < form.text.index("Permohonan tidak dipenuhi (huruf e)") < form.text.index("(huruf d)")
    assert "Sesuai catatan kami: pemberitahuan menolak atau menghitamkan" in form.text
    assert "Pilih bila biaya yang diminta melebihi" in form.text
    assert form.text.count("Batasnya Rabu, 15 Juli 2026.") == 4
    assert "Mengapa batasnya 15 Juli 2026?" in form.text
    assert form.form("grounds").values.getlist("grounds") == []
    # What is not open is told with its reason, and ground b has its own way.
    assert "(huruf c): permohonan ini dijawab pada waktunya" in form.text
    assert form.link("informasi berkala") == "/keberatan-berkala"


def test_the_form_is_filled_in_from_the_request(world: World) -> None:
    case = world.at(REFUSED)
    values = write(world.tracker(case)).form("grounds").values
    assert values["purpose"] == "Penelitian"
    assert world.request(case).number in values["case"]
    assert "Anggaran pelayanan SIM tahun 2025" in values["case"]
    assert "B/17/VI/2026" in values["case"]
    assert values["represented"] == "tidak"


def test_silence_leads_straight_to_ground_c(world: World) -> None:
    case = world.at("complete")
    world.clock.set("2026-06-18")
    visitor = world.tracker(case)
    form = write(visitor)
    assert form.form("grounds").values.getlist("grounds") == ["c"]
    assert "tidak menerima pemberitahuan tertulis" in form.form("grounds").values["case"]
    receipt = object_to(visitor)
    assert only(world, case).grounds == (Ground.UNANSWERED,)
    assert receipt.heading == "Keberatan diterima"


def test_before_the_answer_is_due_there_is_nothing_to_object_to_and_the_page_says_when(world: World) -> None:
    visitor = world.tracker(world.at("complete"))
    page = visitor.get("/lacak/permohonan")
    assert "Tunggu jawaban" in page.text
    assert not page.has_link("Ajukan keberatan")
    form = visitor.get("/lacak/keberatan/ajukan")
    assert "tidak ada alasan yang dapat diajukan" in form.text
    assert "alasan ini terbuka mulai 18 Juni 2026" in form.text
    sent = visitor.post(
        "/lacak/keberatan/ajukan",
        {
            "csrf_token": token(visitor),
            "grounds": "c",
            "case": "Diam",
            "purpose": "Riset",
            "represented": "tidak",
        },
    )
    assert sent.status == 422
    assert "waktu untuk menjawab belum berakhir" in sent.text


def test_a_late_ground_is_marked_and_never_blocked(world: World) -> None:
    case = world.at(REFUSED)
    world.clock.set("2026-07-16")
    visitor = world.tracker(case)
    page = visitor.get("/lacak/permohonan")
    assert "Batasnya sudah lewat: Rabu, 15 Juli 2026" in page.text
    form = write(visitor)
    assert "Terlambat: batasnya Rabu, 15 Juli 2026. Tetap diterima" in form.text
    page = visitor.send(form, {"grounds": "a"})
    assert "Terlambat" in page.text
    receipt = visitor.send(page, form="isi")
    assert "Dicatat terlambat untuk alasan huruf a" in receipt.text
    assert only(world, case).late_grounds == (Ground.EXEMPT,)


def test_without_a_recorded_day_of_receipt_the_window_waits_for_it(world: World) -> None:
    form = write(world.tracker(world.at("refused-exempt")))
    assert "30 hari kerja sejak Anda menerima pemberitahuan" in form.text


# Filing ---------------------------------------------------------------------------------------------------


def token(visitor: Visitor) -> str:
    """A token for a form that the page does not show."""
    return visitor.get("/lacak").form("number").values["csrf_token"]


def test_the_receipt_has_number_day_of_the_answer_and_why(world: World) -> None:
    case = world.at(REFUSED)
    receipt = object_to(world.tracker(case), "a", "e")
    objection = only(world, case)
    assert objection.grounds == (Ground.EXEMPT, Ground.NOT_FULFILLED)
    assert objection.number == "0001/KEB-PPID-POLDA-X/VI/2026"
    assert objection.number in "".join(receipt.text.split())
    # Thirty working days after 2 June 2026: 15 July, and no act extends them.
    assert "paling lambat Rabu, 15 Juli 2026" in receipt.text
    assert "Mengapa tanggal ini?" in receipt.text
    assert "tidak dapat diperpanjang" in receipt.text
    paper = world.tracker(case).get(receipt.link("Unduh tanda bukti")).response
    assert paper.get_data().startswith(b"%PDF")
    assert paper.headers["Content-Disposition"].startswith("attachment")


def test_F10_sending_twice_files_once(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    page = visitor.send(write(visitor), {"grounds": "a"})
    visitor.send(page, form="isi")
    again = visitor.send(page, form="isi")
    assert again.url == "/lacak/keberatan/1/tanda-bukti"
    assert "tercatat satu kali" in again.text
    assert only(world, case).grounds == (Ground.EXEMPT,)


def test_what_changed_in_another_window_is_checked_again(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    page = visitor.send(write(visitor), {"grounds": "a"})
    visitor.send(visitor.get("/lacak/keberatan/ajukan"), {"grounds": "e"})
    told = visitor.send(page, form="isi")
    assert told.status == 409
    assert objections(world, case) == []
    visitor.send(told, form="isi")
    assert only(world, case).grounds == (Ground.NOT_FULFILLED,)


def test_errors_keep_what_was_typed(world: World) -> None:
    visitor = world.tracker(world.at(REFUSED))
    page = visitor.send(write(visitor), {"grounds": (), "case": "Uraian saya", "purpose": " "}, form="case")
    assert page.status == 422
    assert page.title.startswith("Galat:")
    assert "sekurang-kurangnya satu alasan" in page.error("grounds")
    assert page.error("purpose")
    assert page.form("grounds").values["case"] == "Uraian saya"
    assert visitor.get("/lacak/keberatan/periksa").url == "/lacak/keberatan/ajukan"


@pytest.mark.parametrize("sent", ["b", "z", "c", ["a", "c"]])
def test_a_ground_that_is_not_on_offer_is_refused_at_its_field(world: World, sent: str | list[str]) -> None:
    visitor = world.tracker(world.at(REFUSED))
    page = visitor.send(write(visitor), {"grounds": sent, "case": "Uraian saya"})
    assert page.status == 422
    assert page.error("grounds")
    assert page.form("grounds").values["case"] == "Uraian saya"


def test_a_ground_is_raised_once_while_its_objection_is_open(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    object_to(visitor, "a")
    page = visitor.get("/lacak/permohonan")
    assert "Permohonan tidak dipenuhi (huruf e)" in page.text
    form = write(visitor)
    assert "(huruf a): sudah diajukan dalam keberatan 0001/KEB-PPID-POLDA-X/VI/2026" in form.text
    refused = visitor.send(form, {"grounds": "a"})
    assert "sudah diajukan" in refused.error("grounds")
    object_to(visitor, "e")
    assert [each.grounds for each in objections(world, case)] == [(Ground.EXEMPT,), (Ground.NOT_FULFILLED,)]


def test_a_refusal_of_the_rules_at_sending_is_said_and_nothing_is_lost(world: World) -> None:
    case = world.at(REFUSED)
    first, second = world.tracker(case), world.tracker(case)
    page = first.send(write(first), {"grounds": "a", "case": "Uraian pertama"})
    object_to(second, "a")
    told = first.send(page, form="isi")
    assert told.status == 422
    assert "Alasan a sudah diajukan" in told.text
    assert "Uraian pertama" in told.text
    assert len(objections(world, case)) == 1


def test_a_representative_attaches_the_power_of_attorney(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    page = visitor.send(write(visitor), {"grounds": "a", "represented": "ya"})
    assert page.url == "/lacak/keberatan/kuasa"
    refused = visitor.send(page, AGENT)
    assert "surat kuasa" in refused.error("berkas-power-of-attorney")
    assert refused.form("name").values["name"] == "Budi Santoso"
    kept = visitor.send(refused, {"name": "", "berkas-power-of-attorney": (PDF, "kuasa.pdf")})
    assert kept.status == 422
    assert kept.error("name")
    assert "kuasa.pdf" in kept.text
    page = visitor.send(kept, {"name": "Budi Santoso"})
    assert page.url == "/lacak/keberatan/periksa"
    assert "Budi Santoso" in page.text
    visitor.send(page, form="isi")
    objection = only(world, case)
    found = world.services.people.identity(objection.representative)
    assert found is not None
    assert found.name == "Budi Santoso"
    assert visitor.get("/lacak/keberatan/1/berkas/1").response.get_data() == PDF


@pytest.mark.parametrize("content", [b"", b"MZ\x90", PNG[:20]])
def test_F31_a_power_of_attorney_that_is_none_is_refused(world: World, content: bytes) -> None:
    visitor = world.tracker(world.at(REFUSED))
    page = visitor.send(write(visitor), {"grounds": "a", "represented": "ya"})
    page = visitor.send(page, {**AGENT, "berkas-power-of-attorney": (content, "kuasa.pdf")})
    assert page.status == 422
    assert page.error("berkas-power-of-attorney")


def test_going_back_to_no_representative_leaves_the_file_out(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    page = visitor.send(write(visitor), {"grounds": "a", "represented": "ya"})
    visitor.send(page, {**AGENT, "berkas-power-of-attorney": (PDF, "kuasa.pdf")})
    page = visitor.send(visitor.get("/lacak/keberatan/ajukan"), {"represented": "tidak"}, form="grounds")
    visitor.send(page, form="isi")
    assert only(world, case).representative == ""
    assert only(world, case).documents == ()


@pytest.mark.parametrize("field", ["case", "purpose"])
@pytest.mark.parametrize("typed", ["Uraian\x00", "Uraian\x1b", "x" * 20_001])
def test_F01_F04_what_no_text_needs_is_refused_at_its_field(world: World, field: str, typed: str) -> None:
    visitor = world.tracker(world.at(REFUSED))
    page = visitor.post(
        "/lacak/keberatan/ajukan",
        {
            "csrf_token": token(visitor),
            "grounds": "a",
            "case": "Uraian",
            "purpose": "Riset",
            "represented": "tidak",
            field: typed,
        },
    )
    assert page.status == 422
    assert page.error(field)
    assert visitor.get("/lacak/keberatan/periksa").url == "/lacak/keberatan/ajukan"


@pytest.mark.parametrize("url", ["ajukan", "kuasa", "periksa", "1/terima", "1/cabut"])
def test_an_empty_form_is_answered_with_a_page(world: World, url: str) -> None:
    visitor = world.tracker(world.at(REFUSED))
    object_to(visitor, "a")
    page = visitor.post(f"/lacak/keberatan/{url}", {"csrf_token": token(visitor)})
    assert page.status in {200, 422}
    assert visitor.post(f"/lacak/keberatan/{url}", {"grounds": "a"}).status == 400


def stored(world: World) -> set[str]:
    """The names of the files that are kept."""
    return {path.name for path in world.settings.files.rglob("*") if path.is_file()}


def test_after_an_erasure_the_case_stays_and_no_file_is_taken(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    page = visitor.send(write(visitor), {"grounds": "a", "represented": "ya"})
    erase = ErasePerson(
        person=world.request(case).requester, basis="Permintaan pemilik data", order="12/2026"
    )
    world.services.people.erase(erase, Actor("operator", Role.OPERATOR))
    kept = stored(world)
    begun_anew = visitor.send(page, {**AGENT, "berkas-power-of-attorney": (PDF, "kuasa.pdf")})
    assert begun_anew.url == "/lacak/keberatan/ajukan", "what was written went with the person"
    assert stored(world) == kept
    page = visitor.send(begun_anew, {"grounds": "a", "represented": "tidak"}, form="grounds")
    visitor.send(page, form="isi")
    assert visitor.get("/lacak/keberatan/1").status == 200


def test_a_day_that_waits_for_a_decree_is_not_guessed(world: World) -> None:
    case = world.at("refused-exempt")
    world.clock.set("2026-12-01")
    visitor = world.tracker(case)
    world.act(case, "notice-received")
    assert "menunggu penetapan hari libur tahun 2027" in write(visitor).text
    receipt = object_to(visitor, "a")
    assert "hari libur tahun 2027 belum ditetapkan" in receipt.text
    page = visitor.get("/lacak/keberatan/1")
    assert "menunggu penetapan hari libur tahun 2027" in page.text
    assert visitor.get("/lacak/permohonan").status == 200


# Following ------------------------------------------------------------------------------------------------


def test_the_objection_stands_on_the_page_of_the_request_with_what_comes(world: World) -> None:
    visitor = world.tracker(world.at(REFUSED))
    object_to(visitor, "a", "e", "d", "f")
    page = visitor.get("/lacak/permohonan")
    assert "menunggu tanggapan Atasan PPID" in page.text
    assert "Tanggapan tertulis Atasan PPID (sedang berjalan) paling lambat Rabu, 15 Juli 2026" in page.text
    assert "Tunggu tanggapan atasan PPID" in page.text
    own = visitor.get(page.link("Buka keberatan ini"))
    assert own.heading == "Keberatan Anda terdaftar dan menunggu tanggapan Atasan PPID."


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("verdict", Verdict)
def test_the_answer_is_shown_with_reasons_orders_and_what_follows(
    world: World, verdict: Verdict, language: str
) -> None:
    case = world.at(REFUSED)
    object_to(world.tracker(case), "a")
    world.clock.set("2026-06-23")
    answer(world, case, verdict)
    visitor = world.tracker(case, language)
    page = visitor.get("/lacak/keberatan/1")
    for said in ("Penjelasan atasan.", "B/40/VI/2026", "Wakapolda Contoh"):
        assert said in page.text
    assert ("Penyidikan masih berjalan." in page.text) == (verdict is not Verdict.OVERTURNED)
    assert ("Memberikan rincian anggaran" in page.text) == (verdict is not Verdict.UPHELD)
    if language == "id" and verdict is not Verdict.UPHELD:
        assert "Harus dilaksanakan paling lambat 30 Juni 2026" in page.text
    assert visitor.get("/lacak/permohonan").status == 200
    for _words, href in page.links:
        if href.startswith("/lacak") and not href.endswith(".pdf"):
            assert visitor.get(href).status == 200, href


def test_an_order_that_is_late_and_one_that_was_carried_out_are_told(world: World) -> None:
    case = world.at(REFUSED)
    object_to(world.tracker(case), "a")
    answer(world, case, Verdict.OVERTURNED)
    world.clock.set("2026-07-02")
    visitor = world.tracker(case)
    page = visitor.get("/lacak/keberatan/1")
    assert "Melewati batas waktunya, 30 Juni 2026" in page.text
    world.services.objections.remedy(
        c.RemedyObjection(
            case=only(world, case).stream, order=1, done_on=world.clock.today, proof="Berita acara"
        ),
        world.actor("desk"),
    )
    page = visitor.get("/lacak/keberatan/1")
    assert "Dilaksanakan pada 2 Juli 2026" in page.text
    assert "Berita acara" in page.text


def test_a_settlement_is_told_with_its_agreement(world: World) -> None:
    case = world.at("granted")
    visitor = world.tracker(case)
    object_to(visitor, "d")
    objection = only(world, case)
    desk, ppid = world.services.objections, world.actor("ppid")
    desk.open_settlement(c.OpenSettlement(case=objection.stream, opened_on=world.clock.today), ppid)
    assert "Musyawarah" in visitor.get("/lacak/keberatan/1").heading
    desk.settle(
        c.Settle(
            case=objection.stream,
            agreement="PPID memberikan rincian per bulan.",
            agreed_on=world.clock.today,
            signed_by=Party.OBJECTOR,
            position="Wakapolda Contoh",
            orders=(e.Order("Memberikan rincian per bulan", date(2026, 6, 30)),),
        ),
        ppid,
    )
    page = visitor.get("/lacak/keberatan/1")
    assert "PPID memberikan rincian per bulan." in page.text
    assert "Harus dilaksanakan paling lambat 30 Juni 2026" in page.text


def test_the_citizen_records_when_the_answer_came_and_the_window_is_counted(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    object_to(visitor, "a")
    answer(world, case)
    page = visitor.get(visitor.get("/lacak/keberatan/1").link("Ajukan ke Komisi Informasi"))
    assert "sejak Anda menerima tanggapan" in page.text
    page = visitor.send(visitor.get(page.link("Catat kapan saya menerima tanggapan")))
    assert page.url == "/lacak/keberatan/1"
    assert only(world, case).answer_received_on == world.clock.today
    # Fourteen working days after 2 June 2026, with 16 June off: 23 June.
    page = visitor.get("/lacak/keberatan/1/komisi")
    assert "Ajukan paling lambat Selasa, 23 Juni 2026" in page.text


@pytest.mark.parametrize(
    ("day", "said"), [("1", "mendahului"), ("3", "belum terjadi"), ("x", "angka"), ("", "hari, bulan")]
)
def test_F07_a_day_of_receipt_that_cannot_be_is_refused_with_its_reason(
    world: World, day: str, said: str
) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    object_to(visitor, "a")
    answer(world, case)
    page = visitor.send(visitor.get("/lacak/keberatan/1/terima"), {"received_on-day": day})
    assert page.status == 422
    assert said in page.error("received_on")
    assert only(world, case).answer_received_on is None


def test_an_objection_is_withdrawn_after_saying_what_that_means(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    object_to(visitor, "a")
    page = visitor.get(visitor.get("/lacak/keberatan/1").link("Cabut keberatan ini"))
    assert "tidak dapat dibatalkan" in page.text
    assert "jalan ke Komisi Informasi tidak terbuka" in page.text
    page = visitor.send(page, {"reason": "Sudah dapat."})
    assert "cabut" in page.heading
    assert only(world, case).closing is Closing.WITHDRAWN
    assert not page.has_link("Cabut keberatan ini")
    # The right to object is there again.
    assert visitor.get("/lacak/permohonan").has_link("Ajukan keberatan")


def test_F42_what_happened_meanwhile_is_told_before_a_withdrawal(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    object_to(visitor, "a")
    page = visitor.get("/lacak/keberatan/1/cabut")
    answer(world, case)
    told = visitor.send(page, {"reason": "Batal"})
    assert told.status == 409
    assert told.form("reason").values["reason"] == "Batal"
    assert only(world, case).closing is None
    assert "cabut" in visitor.send(told).heading


@pytest.mark.parametrize("page", ["terima", "cabut"])
def test_what_is_not_lawful_now_says_why(world: World, page: str) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    object_to(visitor, "a")
    if page == "cabut":
        visitor.send(visitor.get("/lacak/keberatan/1/cabut"), {"reason": ""})
    told = visitor.get(f"/lacak/keberatan/1/{page}")
    assert told.status == 422
    assert ("belum ditanggapi" if page == "terima" else "sudah ditutup") in told.text


# The commission -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("noted", [False, True])
def test_silence_opens_the_way_to_the_commission_without_anybody_s_act(world: World, *, noted: bool) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    object_to(visitor, "a")
    assert visitor.get("/lacak/keberatan/1/komisi").status == 422
    world.clock.set("2026-07-16")
    if noted:
        stream = only(world, case).stream
        world.services.timekeeper.note_ends(lambda _: [stream])
    visitor = world.tracker(case)
    page = visitor.get("/lacak/permohonan")
    assert "habis tanpa tanggapan" in page.text
    assert "bila Anda mengajukannya (sedang berjalan) paling lambat Selasa, 4 Agustus 2026" in page.text
    page = visitor.get(page.link("Ajukan ke Komisi Informasi"))
    # Fourteen working days after 15 July 2026: no holiday between, so 4 August.
    assert "Ajukan paling lambat Selasa, 4 Agustus 2026" in page.text
    assert "Komisi Informasi provinsi" in page.text
    assert "tanpa biaya" in page.text
    application = page.link("Unduh formulir permohonan sengketa")
    assert visitor.get(application).response.get_data().startswith(b"%PDF")
    for paper in ("Salinan KTP", "Tanda bukti permohonan", "Pemberitahuan tertulis", "Tanda bukti keberatan"):
        assert paper in page.text


def test_a_late_way_to_the_commission_stays_open_with_a_warning(world: World) -> None:
    case = world.at(REFUSED)
    object_to(world.tracker(case), "a")
    world.clock.set("2026-08-05")
    page = world.tracker(case).get("/lacak/keberatan/1/komisi")
    assert page.status == 200
    assert "sudah lewat" in page.text


# Whose it is ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("followed", [True, False])
@pytest.mark.parametrize("code", ["request", "objection"])
def test_an_objection_is_found_by_its_number_with_either_code(
    world: World, code: str, *, followed: bool
) -> None:
    case = world.at(REFUSED)
    object_to(world.tracker(case), "a")
    objection = only(world, case)
    if followed:
        world.follow()
    opens = code_of(world, case if code == "request" else objection.stream)
    visitor = world.visitor()
    page = prove(visitor, objection.number.lower(), opens)
    assert page.url == ("/lacak/permohonan" if code == "request" else "/lacak/keberatan/1")
    assert visitor.get("/lacak/keberatan/1").status == 200


def test_the_code_of_an_objection_does_not_open_the_request(world: World) -> None:
    case = world.at(REFUSED)
    object_to(world.tracker(case), "a")
    objection = only(world, case)
    assert prove(world.visitor(), world.request(case).number, code_of(world, objection.stream)).status == 422
    visitor = world.tracker(objection.stream)
    for url in ("permohonan", "pemberitahuan", "lengkapi", "cabut", "surat/tanda-bukti.pdf"):
        assert visitor.get(f"/lacak/{url}").url == "/lacak/keberatan/1"
    assert visitor.get("/lacak/keberatan/ajukan").status == 404


def test_F50_a_wrong_code_for_an_objection_gets_the_same_answer(world: World) -> None:
    case, other = world.at(REFUSED), world.at(REFUSED)
    object_to(world.tracker(case), "a")
    number = only(world, case).number
    assert prove(world.visitor(), number, code_of(world, other)).status == 422
    assert prove(world.visitor(), number, "AAAA-AAAA-AAAA").status == 422


def test_nobody_sees_another_s_objection(world: World) -> None:
    case, other = world.at(REFUSED), world.at(REFUSED)
    object_to(world.tracker(case), "a")
    for visitor in (world.tracker(other), world.visitor()):
        for url in ("1", "1/tanda-bukti", "1/terima", "1/cabut", "1/komisi", "1/berkas/1"):
            page = visitor.get(f"/lacak/keberatan/{url}")
            assert page.status == 404 or page.url == "/lacak", url
    for username in ("desk", "ppid", "superior", "unit", "auditor"):
        assert world.officer(username).get("/lacak/keberatan/1").url == "/lacak"


@pytest.mark.parametrize("place", ["0", "2", "-1", "x", "9" * 5000, "\u0661", "1%00"])
def test_F20_an_objection_that_is_not_there_is_not_found(world: World, place: str) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    object_to(visitor, "a")
    assert visitor.get(f"/lacak/keberatan/{place}").status == 404
    assert visitor.get(f"/lacak/keberatan/1/berkas/{place}").status == 404


def test_an_objection_left_open_closes_by_itself(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.visitor()
    prove(visitor, world.request(case).number, code_of(world, case))
    object_to(visitor, "a")
    world.clock.forward(hours=3)
    assert visitor.get("/lacak/keberatan/1").url == "/lacak"


def test_no_address_of_an_objection_names_it(world: World) -> None:
    case = world.at(REFUSED)
    visitor = world.tracker(case)
    object_to(visitor, "a")
    stream = only(world, case).stream
    assert OBJECTION.of(stream)
    assert stream.removeprefix("objection-") not in visitor.get("/lacak/keberatan/1").html
