"""The story of a partial refusal that the superior overturned, and of a remedy in time, step by step."""

from __future__ import annotations

from ppid.commands import AppointOfficer
from ppid.events import Role
from tests.journeys.beginnings import PDF, Asked, Exemption, Row
from tests.journeys.stage import Stage, record, stream_of
from tests.journeys.walking import Typed, on
from tests.web.world import BODY, OPERATOR, officer_id

PAYROLL = Row(
    "Nomor rekening pribadi anggota dalam rincian honorarium",
    "17(h)(3)",
    "Rekening pribadi anggota tersebar.",
    "Data keuangan pribadi anggota terlindungi.",
    "Besaran honorarium dapat dibuka tanpa nomor rekeningnya.",
    opening="none",
)


def give_in_part(stage: Stage, asked: Asked, exemption: Exemption) -> None:
    stage.on("2026-06-26")
    ppid = stage.officer("ppid")
    ppid.open(f"{asked.page}/answer?outcome=partly-granted", "partly-form")
    typed: Typed = {
        "material": "Daftar honorarium per kegiatan",
        "blackout_1_material": "Nama kegiatan dan nomor rekening",
        "blackout_1_reason": "Nomor rekening adalah rahasia pribadi.",
        "blackout_1_article": "17(h)(3)",
        "blackout_1_exemption": exemption.row(1),
        "formats": ["hard"],
        "copy_quantity": "40",
        "copy_each_idr": "2.500",
        "how_to_pay": "Tunai di meja layanan",
        "ready_in_days": "3",
        "number": "B/19/VI/2026",
    }
    record(ppid, typed, "partly")
    ppid.at(asked.page)
    ppid.says("Rp100.000", "Nomor rekening adalah rahasia pribadi.")


def pay_and_receive(stage: Stage, asked: Asked) -> None:
    stage.on("2026-06-29")
    citizen = stage.citizen(asked.number, asked.code, "citizen-partly")
    citizen.follow("Baca pemberitahuan tertulis", "citizen-blackouts")
    citizen.says("Nama kegiatan dan nomor rekening", "SK-0001/PPID-POLDA-X/VI/2026", "Rp100.000")
    citizen.open("/lacak/terima")
    citizen.send({}, holding="received_on-day")
    # Thirty working days after 29 June.
    citizen.says("Batasnya Senin, 10 Agustus 2026")
    stage.on("2026-07-01")
    desk = stage.officer("desk")
    stage.act(desk, asked.page, "record-payment", {"method": "cash", "receipt_number": "K-7"})
    stage.act(desk, asked.page, "deliver", {"documents": (PDF, "honorarium.pdf"), "proof": "Diambil."})
    desk.says("Permohonan selesai: informasi sudah diserahkan")


def object_on_two_grounds(stage: Stage, asked: Asked) -> str:
    stage.on("2026-07-15")
    citizen = stage.citizen(asked.number, asked.code)
    citizen.follow("Ajukan keberatan", "citizen-two-grounds")
    citizen.says("Nomor rekening adalah rahasia pribadi.")
    typed: Typed = {
        "grounds": ["d", "f"],
        "case": "Nama kegiatan ikut dihitamkan, dan biaya salinan lima kali harga pasar.",
    }
    citizen.send(typed, "citizen-two-grounds-check")
    citizen.send({}, "citizen-two-grounds-receipt", holding="isi")
    # Thirty working days after 15 July, over 17 and 25 August.
    citizen.says("Jumat, 28 Agustus 2026", "Proklamasi Kemerdekaan", "Maulid Nabi")
    desk = stage.officer("desk")
    desk.open(asked.page)
    return desk.href("KEB-PPID-POLDA-X")


def be_refused_as_decider(stage: Stage, objection: str) -> None:
    stage.on("2026-07-20")
    stage.world.services.directory.appoint(
        AppointOfficer(
            body=BODY,
            officer=officer_id("ppid"),
            name="Pejabat PPID",
            roles=(Role.PPID, Role.SUPERIOR),
            position="Pejabat PPID",
        ),
        OPERATOR,
    )
    decider = stage.officer("ppid", role="superior")
    decider.open(objection, "objection-own-decision")
    decider.open(f"{objection}/answer?verdict=upheld", "objection-not-mine", status=403)
    decider.says("Anda mengambil keputusan yang dikeberatkan", "Tanggapan diberikan oleh atasan lain.")
    assert stage.facts(stream_of("objection", objection))[-1] == "objection.registered"


def overturn(stage: Stage, objection: str) -> None:
    assert stage.on("2026-08-24") == 0
    superior = stage.officer("superior")
    superior.open(f"{objection}/answer", "overturning-choice")
    superior.send({"verdict": "overturned"}, "overturning-form")
    typed: Typed = {
        "letter_number": "B/40/VIII/2026",
        "position": "Wakapolda Contoh",
        "explanation_d": "Nama kegiatan tidak termasuk yang dikecualikan.",
        "explanation_f": "Biaya salinan mengikuti standar setempat.",
        "order_1_what": "Memberikan daftar dengan nama kegiatan",
        **on("order_1_due", "2026-09-04"),
        "order_2_what": "Mengembalikan Rp80.000 kepada pemohon",
        **on("order_2_due", "2026-09-09"),
    }
    record(superior, typed, "overturned")
    superior.at(objection)
    superior.says("Menunggu pelaksanaan", "4 September 2026", "9 September 2026")


def receive_the_answer(stage: Stage, asked: Asked) -> None:
    stage.on("2026-08-26")
    citizen = stage.citizen(asked.number, asked.code, "citizen-overturned")
    citizen.follow("Buka keberatan ini", "citizen-answer")
    citizen.says(
        "Atasan PPID mengabulkan keberatan Anda.",
        "Nama kegiatan tidak termasuk yang dikecualikan.",
        "Harus dilaksanakan paling lambat 4 September 2026",
    )
    citizen.follow("Saya sudah menerima tanggapannya", "citizen-answer-received")
    citizen.send({}, "citizen-answered", holding="received_on-day")
    citizen.at("/lacak/keberatan/1")
    # Fourteen working days after 26 August.
    citizen.says("15 September 2026")


def remedy(stage: Stage, objection: str) -> None:
    stage.on("2026-09-02")
    ppid = stage.officer("ppid", role="ppid")
    given: Typed = {
        "order": "1",
        "proof": "Daftar dengan nama kegiatan dikirim melalui surel.",
        "documents": (PDF, "daftar-kegiatan.pdf"),
    }
    stage.act(ppid, objection, "remedy", given, "remedied")
    stage.on("2026-09-08")
    desk = stage.officer("desk")
    stage.act(desk, objection, "remedy", {"order": "2", "proof": "Rp80.000 diterima tunai, kuitansi K-12."})
    superior = stage.officer("superior")
    stage.act(superior, objection, "close", {"note": "Semua perintah dilaksanakan."}, "objection-closed")
    superior.says("Ditutup")


def see_it_carried_out(stage: Stage, asked: Asked, objection: str) -> None:
    stage.on("2026-09-09")
    citizen = stage.citizen(asked.number, asked.code)
    citizen.follow("Buka keberatan ini", "citizen-remedied")
    citizen.says(
        "Selesai. Atasan PPID mengabulkan keberatan Anda.",
        "Dilaksanakan pada 2 September 2026.",
        "Daftar dengan nama kegiatan dikirim melalui surel.",
        "Dilaksanakan pada 8 September 2026.",
    )
    assert citizen.fetch(citizen.href("daftar-kegiatan.pdf")) == PDF
    # What was promised is kept: nothing ran out on the superior or the PPID.
    assert not any("clock-ran-out" in fact for fact in stage.facts(stream_of("objection", objection)))
