"""The story of a refusal: the superior never answered, the commission opened half. Step by step."""

from __future__ import annotations

import io
import zipfile

from ppid.events import Stream
from tests.journeys.beginnings import PDF, Asked, Exemption, Row
from tests.journeys.stage import Stage, record, stream_of
from tests.journeys.walking import Typed, on

SKETCH = "Kronologi dan sketsa kecelakaan dalam berkas perkara laka lantas Jalan Merdeka"
WITNESSES = "Keterangan saksi yang belum diperiksa dalam berkas perkara laka lantas Jalan Merdeka"
SCENE = (
    Row(
        SKETCH,
        "17(a)(1)",
        "Rekonstruksi dapat disiasati sebelum dilakukan.",
        "Rekonstruksi berjalan apa adanya.",
        "Kronologi dapat dibuka sesudah rekonstruksi.",
        until="2028-06-01",
    ),
    Row(
        WITNESSES,
        "17(a)(1)",
        "Saksi dapat dipengaruhi sebelum diperiksa.",
        "Saksi memberi keterangan dengan bebas.",
        "Perlindungan saksi lebih besar manfaatnya.",
        until="2028-06-01",
    ),
)


def refuse(stage: Stage, asked: Asked, exemption: Exemption) -> None:
    stage.on("2026-06-15")
    ppid = stage.officer("ppid")
    ppid.open(f"{asked.page}/answer", "refusal-choice")
    ppid.send({"outcome": "refused-exempt"}, "refusal-decrees")
    ppid.send({"exempt_rows": [exemption.row(1), exemption.row(2)]}, "refusal-form", holding="exempt_rows")
    assert "Saksi dapat dipengaruhi" in ppid.shown("consequence")
    typed: Typed = {
        "reasons": "Penyidikan masih berjalan.",
        "approval_by": "Wakapolda Contoh",
        **on("approval_on", "2026-06-12"),
        "number": "B/17/VI/2026",
    }
    record(ppid, typed, "refused", check="refused-check")
    ppid.at(asked.page)
    ppid.says("Ditolak", "B/17/VI/2026")


def object_to_it(stage: Stage, asked: Asked) -> Stream:
    stage.on("2026-06-17")
    citizen = stage.citizen(asked.number, asked.code, "citizen-refused")
    citizen.follow("Baca pemberitahuan tertulis", "citizen-notice")
    citizen.says("Penyidikan masih berjalan.", "17 huruf a", "Saksi dapat dipengaruhi")
    citizen.open("/lacak/permohonan")
    citizen.follow("Saya sudah menerimanya")
    citizen.send({}, "citizen-received", holding="received_on-day")
    # Thirty working days after 17 June: no holiday falls on one.
    citizen.says("Batasnya Rabu, 29 Juli 2026", "Pasal 35 ayat (1), Pasal 36 ayat (1)")
    stage.on("2026-06-22")
    citizen = stage.citizen(asked.number, asked.code)
    citizen.follow("Ajukan keberatan", "citizen-objecting")
    citizen.says(
        "Alasan yang tercatat dalam jawaban", "Penyidikan masih berjalan.", "Mengapa batasnya 29 Juli 2026?"
    )
    citizen.send({"grounds": ["a"]}, "citizen-objection-check")
    citizen.send({}, "citizen-objection-receipt", holding="isi")
    citizen.says("Keberatan diterima", "Senin, 3 Agustus 2026", "tidak dapat diperpanjang")
    ppid = stage.officer("ppid")
    ppid.open(asked.page)
    return f"objection-{ppid.href('KEB-PPID-POLDA-X').rpartition('/')[2]}"


def be_silent(stage: Stage, asked: Asked, objection: Stream) -> None:
    assert stage.on("2026-08-03", hour=23) == 0, "the last day is theirs to its end"
    # The program was down on 4 and 5 August; what it notes afterwards has the right dates.
    assert stage.on("2026-08-06") == 1
    assert stage.on("2026-08-06", hour=10) == 0, "once is enough"
    stage.on("2026-08-07")
    citizen = stage.citizen(asked.number, asked.code, "citizen-silence")
    # Fourteen working days after 3 August, over 17 August: until the eve of the Prophet's birthday.
    citizen.says("habis tanpa tanggapan", "Senin, 24 Agustus 2026")
    citizen.follow("Ajukan ke Komisi Informasi", "citizen-commission")
    citizen.says("Ajukan paling lambat Senin, 24 Agustus 2026", "Proklamasi Kemerdekaan", "tanpa biaya")
    application = citizen.fetch(citizen.href("Unduh formulir permohonan sengketa"))
    assert application.startswith(b"%PDF")
    assert stage.facts(objection)[-1] == "objection.clock-ran-out D10 2026-08-03"


def go_to_the_commission(stage: Stage, asked: Asked, objection: Stream) -> str:
    stage.on("2026-08-12")
    desk = stage.officer("desk")
    desk.open("/meja/sengketa/baru", "dispute-choice")
    desk.follow("0001/KEB-PPID-POLDA-X", "dispute-form")
    typed: Typed = {
        **on("applied_on", "2026-08-10"),
        "register_number": "021/VIII/KI-CTH-PS/2026",
        "letter_number": "112/KI-CTH/VIII/2026",
        "documents": (PDF, "salinan-permohonan.pdf"),
    }
    record(desk, typed, "dispute-notified", check="dispute-check")
    assert desk.path.startswith("/meja/sengketa/"), desk.text
    desk.says("021/VIII/KI-CTH-PS/2026", "Dalam waktu: berakhir 24 Agustus 2026")
    assert stage.facts(objection)[-1] == "objection.disputed"
    citizen = stage.citizen(asked.number, asked.code, "citizen-disputed")
    citizen.says("Perkara ini sudah Anda bawa ke Komisi Informasi.")
    return desk.path


def be_heard(stage: Stage, dispute: str, exemption: Exemption) -> None:
    stage.on("2026-08-24")
    summons: Typed = {
        "called_for": "first-hearing",
        **on("hearing_on", "2026-08-28"),
        "place": "Kantor Komisi Informasi Provinsi Contoh",
        "letter_number": "120/KI-CTH/VIII/2026",
        "documents": (PDF, "panggilan.pdf"),
    }
    desk = stage.officer("desk")
    stage.act(desk, dispute, "summons", summons, "dispute-summons")
    # Three working days before the hearing, with the Prophet's birthday on the 25th: on this very day.
    desk.says("Jumat, 28 Agustus 2026", "seharusnya paling lambat 24 Agustus 2026", "tepat waktu")
    stage.on("2026-08-27")
    ppid = stage.officer("ppid")
    evidence: Typed = {
        "letter_number": "B/60/VIII/2026",
        "piece_1_title": "Berkas perkara laka lantas",
        "piece_1_kind": "exempt-document",
        "piece_1_row": exemption.row(2),
        "piece_1_file": (PDF, "berkas-perkara.pdf"),
    }
    stage.act(ppid, dispute, "evidence", evidence, "dispute-evidence")
    ppid.says("Tersegel", "Berkas perkara laka lantas")
    stage.on("2026-08-28")
    stage.act(stage.officer("ppid"), dispute, "open-adjudication", {"panel_size": "3"}, "dispute-opened")


def be_decided(stage: Stage, dispute: str, exemption: Exemption) -> None:
    stage.on("2026-12-01")
    ppid = stage.officer("ppid")
    ppid.open(f"{dispute}/ruling", "ruling-choice")
    ppid.send({"outcome": "open-part"}, "ruling-form")
    typed: Typed = {
        "number": "021/PTSN/KI-CTH/XII/2026",
        "duty_1_what": "Menyerahkan kronologi dan sketsa kecelakaan",
        **on("duty_1_due", "2026-12-31"),
        "open_rows": [exemption.row(1)],
        "summary": "Kronologi terbuka; keterangan saksi tetap dikecualikan.",
        "documents": (PDF, "putusan.pdf"),
    }
    record(ppid, typed, "ruling", check="ruling-check")
    ppid.at(dispute)
    ppid.says("021/PTSN/KI-CTH/XII/2026", "Menyerahkan kronologi dan sketsa kecelakaan")
    stage.on("2026-12-04")
    desk = stage.officer("desk")
    stage.act(desk, dispute, "ruling-received", {}, "ruling-received")
    # Fourteen working days after 4 December, over Christmas Eve's leave and Christmas.
    desk.says("Senin, 28 Desember 2026", "Kelahiran Yesus Kristus")


def become_final(stage: Stage, dispute: str, exemption: Exemption) -> None:
    stage.on("2026-12-28", hour=22)
    assert "dispute.became-final" not in stage.facts(stream_of("dispute", dispute))
    stage.on("2026-12-29")
    ppid = stage.officer("ppid")
    ppid.open(dispute, "dispute-final")
    ppid.says("Kamis, 31 Desember 2026")
    ppid.open(exemption.page, "exemption-half-open")
    ppid.says("Terbuka: atas putusan", "29 Desember 2026", "Dikecualikan")


def comply(stage: Stage, asked: Asked, dispute: str) -> None:
    stage.on("2026-12-30")
    typed: Typed = {"proof": "Diserahkan dengan berita acara.", "documents": (PDF, "berita-acara.pdf")}
    ppid = stage.officer("ppid")
    stage.act(ppid, dispute, "compliance", typed, "dispute-complied")
    ppid.says("Dilaksanakan", "30 Desember 2026", "Diserahkan dengan berita acara.")
    citizen = stage.citizen(asked.number, asked.code, "citizen-decided")
    citizen.says("Panggilan dan putusannya disampaikan oleh Komisi.")
    citizen.keeps_silent("Anda dapat ke Komisi Informasi.")


def look_at_the_lists(stage: Stage) -> None:
    visitor = stage.walker()
    visitor.open("/daftar-informasi", "public-list")
    visitor.says(SKETCH)
    visitor.keeps_silent(WITNESSES)
    visitor.follow(SKETCH, "public-item")
    visitor.says("Informasi ini dahulu dikecualikan dan sekarang terbuka: dibuka oleh putusan")
    visitor.says("29 Desember 2026")
    assert stage.facts(stream_of("item", visitor.path)) == ["item.proposed", "item.listed"]
    visitor.open("/informasi-dikecualikan", "exempt-list")
    visitor.says(WITNESSES, "17 huruf a")
    visitor.keeps_silent("Sari Wulandari")


def look_into_the_file(stage: Stage, dispute: str) -> None:
    ppid = stage.officer("ppid")
    ppid.open(dispute)
    bound = ppid.fetch(ppid.href("Unduh sebagai satu PDF"))
    assert bound.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(ppid.fetch(ppid.href("Unduh sebagai ZIP")))) as packed:
        assert packed.testzip() is None
        pieces = [name[4:].rpartition(".")[0] for name in packed.namelist()]
    wanted = [
        "perjalanan-perkara",
        "surat-keputusan-penolakan-lampiran-ix",
        "lembar-pengujian-konsekuensi-lampiran-ii",
        "keputusan-klasifikasi-lampiran-iii",
        "formulir-keberatan-lampiran-x",
        "dokumen-yang-dikecualikan",
        "peristiwa",
    ]
    assert [name for name in pieces if name in wanted] == wanted, pieces


def replay(stage: Stage, asked: Asked) -> None:
    stage.on("2026-12-31")
    auditor = stage.officer("auditor")
    auditor.open("/audit/kasus", "audit")
    auditor.follow(asked.number[:4], "audit-now")
    auditor.says("Ditolak")
    auditor.send(on("per", "2026-06-12"), "audit-in-the-middle")
    auditor.says("Anda melihat keadaan pada", "12 Juni 2026", "belum dijawab", "Kamis, 18 Juni 2026")
    auditor.keeps_silent("Sari Wulandari")


def told_in_order(stage: Stage, asked: Asked, objection: Stream, dispute: str, exemption: Exemption) -> None:
    assert stage.facts(asked.stream) == [
        "request.filed",
        "request.registered",
        "request.found-complete",
        "request.clock-ran-out D05 2026-06-10",
        "request.refused-exempt",
        "request.notice-received",
    ]
    assert stage.facts(objection) == [
        "objection.filed",
        "objection.registered",
        "objection.clock-ran-out D10 2026-08-03",
        "objection.disputed",
    ]
    assert stage.facts(stream_of("dispute", dispute)) == [
        "dispute.notified",
        "dispute.summoned",
        # Nobody challenged the panel, two working days before the hearing.
        "dispute.clock-ran-out D18 2026-08-26",
        "dispute.evidence-sent",
        "dispute.adjudication-opened",
        "dispute.ruled",
        "dispute.ruling-received",
        # The alarm at the earlier of two readings of the law, then the end of the law's own window.
        "dispute.clock-ran-out D22C 2026-12-18",
        "dispute.clock-ran-out D22 2026-12-28",
        "dispute.became-final",
        "dispute.complied",
    ]
    assert stage.facts(exemption.stream) == [
        "exemption.tested",
        "exemption.reviewed",
        "exemption.approved",
        "exemption.decreed",
        "exemption.opened-by-ruling",
    ]
