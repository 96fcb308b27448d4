"""One letter of each kind beyond the request: exemptions, objections, the list, the registers, a dispute."""

from __future__ import annotations

from datetime import date

from tests.web.letters.examples import ASKED, NUMBER, OFFICE, REQUESTER, SIGNATURE, URL
from web.letters import Letter, Person, Signature
from web.letters import dispute_kinds as dispute
from web.letters import exemption_kinds as exemption
from web.letters import objection_kinds as objection
from web.letters import privacy_kinds as privacy
from web.letters import public_kinds as public
from web.letters.kinds import Language

OBJECTION = "0003/KEB/PPID-CTH/VI/2026"
SHEET = "UK/4/V/2026"
DECREE = "SK/4/V/2026"
HEAD = exemption.Approval(
    position="Kepala Kepolisian Resor Contoh",
    name="Drs. Bambang Kusumo Wicaksono, S.I.K., M.H.",
    on=date(2026, 5, 14),
)
TESTERS = (
    exemption.TesterLine(
        name="Ratna Wulandari, S.H.", position="Pejabat Pengelola Informasi dan Dokumentasi", unit="Humas"
    ),
    exemption.TesterLine(name="", position="Kepala Satuan Reserse Kriminal", unit="Sat Reskrim"),
)
SUPERIOR = Signature(position="Atasan PPID", name="Kombes Pol. Agus Prasetyo, S.H.", identity="NRP 70010117")


def consequence_sheet(language: Language = "id", **changes: object) -> exemption.ConsequenceTest:
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 5, 12),
        "letter_number": SHEET,
        "tested_on": date(2026, 5, 12),
        "place": "Contoh",
        "occasion": "Atas permohonan informasi",
        "unit": "Satuan Reserse Kriminal",
        "rows": (
            exemption.TestedRow(
                information="Berita acara pemeriksaan saksi perkara nomor 117",
                basis="Pasal 17 huruf a angka 1 UU 14/2008",
                if_opened="Penyidikan yang sedang berjalan terhambat karena keterangan saksi diketahui.",
                if_closed="Penyidikan berjalan tanpa gangguan dan saksi aman.",
                period="sampai dengan 30 Juni 2031",
                interest="Kepentingan menutup lebih besar selama penyidikan berjalan.",
            ),
            exemption.TestedRow(
                information="Alamat saksi",
                basis="Pasal 17 huruf h angka 1 UU 14/2008",
                if_opened="Keluarga saksi dapat diancam.",
                if_closed="Saksi berani memberi keterangan.",
                period="selama diperlukan",
            ),
        ),
        "testers": TESTERS,
        "approvals": (exemption.Approval(position="Atasan PPID"), HEAD),
    }
    return exemption.ConsequenceTest(**{**facts, **changes})  # type: ignore[arg-type]


def change_test(language: Language = "id") -> exemption.ChangeTest:
    return exemption.ChangeTest(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 8, 3),
        letter_number="UK/9/VIII/2026",
        tested_on=date(2026, 8, 3),
        place="Contoh",
        decree=f"Nomor {DECREE} tanggal 15 Mei 2026",
        reason="Perkara telah diputus pengadilan tingkat pertama.",
        rows=(
            exemption.ChangedRow(
                information="Berita acara pemeriksaan saksi perkara nomor 117",
                basis_before="Pasal 17 huruf a angka 1",
                basis_after="Pasal 17 huruf a angka 2",
                opened_before="Penyidikan terhambat.",
                closed_before="Penyidikan berjalan tanpa gangguan.",
                closed_after="Saksi tetap terlindungi setelah putusan.",
                period="sampai dengan 30 Juni 2028",
            ),
        ),
        testers=TESTERS,
        approvals=(HEAD,),
    )


def exemption_decree(language: Language = "id", **changes: object) -> exemption.ExemptionDecree:
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 5, 15),
        "letter_number": DECREE,
        "act": "classify",
        "place": "Contoh",
        "unit": "Satuan Reserse Kriminal",
        "considering": "",
        "sheets": (f"Nomor {SHEET} tanggal 12 Mei 2026",),
        "rows": (
            exemption.DecreedRow(
                number=1,
                information="Berita acara pemeriksaan saksi perkara nomor 117",
                basis="Pasal 17 huruf a angka 1 UU 14/2008",
                period="sampai dengan 30 Juni 2031",
            ),
            exemption.DecreedRow(
                number=2,
                information="Alamat saksi",
                basis="Pasal 17 huruf h angka 1 UU 14/2008",
                period="selama diperlukan",
            ),
        ),
        "signature": SIGNATURE,
        "approvals": (HEAD,),
    }
    return exemption.ExemptionDecree(**{**facts, **changes})  # type: ignore[arg-type]


def changed_decree(language: Language = "id") -> exemption.ExemptionDecree:
    return exemption_decree(
        language,
        act="change",
        dated_on=date(2026, 8, 5),
        letter_number="SK/11/VIII/2026",
        earlier=f"Nomor {DECREE} tanggal 15 Mei 2026",
        sheets=(f"Nomor {SHEET} tanggal 12 Mei 2026", "Nomor UK/9/VIII/2026 tanggal 3 Agustus 2026"),
        rows=(
            exemption.DecreedRow(
                number=1,
                information="Berita acara pemeriksaan saksi perkara nomor 117",
                basis="Pasal 17 huruf a angka 2 UU 14/2008",
                period="sampai dengan 30 Juni 2028",
                before="Pasal 17 huruf a angka 1 UU 14/2008, sampai dengan 30 Juni 2031",
            ),
        ),
    )


def objection_form(language: Language = "id", **changes: object) -> objection.ObjectionForm:
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 6, 3),
        "objection_number": OBJECTION,
        "request_number": NUMBER,
        "purpose": "Penelitian skripsi tentang anggaran kepolisian",
        "name": REQUESTER.name,
        "address": REQUESTER.address,
        "occupation": "Mahasiswa",
        "phone": "0812 0000 0117",
        "grounds": ("a", "d"),
        "case": "Permohonan ditolak, padahal rencana anggaran wajib diumumkan.",
        "declared_on": date(2026, 6, 3),
        "answer_on": date(2026, 7, 16),
        "officer": "Dewi Anggraini",
    }
    return objection.ObjectionForm(**{**facts, **changes})  # type: ignore[arg-type]


def objection_receipt(language: Language = "id", **changes: object) -> objection.ObjectionReceipt:
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 6, 3),
        "objection_number": OBJECTION,
        "request_number": NUMBER,
        "objector": REQUESTER,
        "received_on": date(2026, 6, 3),
        "received_time": "10.20 WIB",
        "channel": "web",
        "grounds": ("a", "d"),
        "late_grounds": ("d",),
        "information": ASKED,
        "answered_by": "Atasan PPID Polres Contoh",
        "tracking_url": URL,
        "due_on": date(2026, 7, 16),
    }
    return objection.ObjectionReceipt(**{**facts, **changes})  # type: ignore[arg-type]


def objection_answer(language: Language = "id", **changes: object) -> objection.ObjectionAnswer:
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 6, 30),
        "letter_number": "B/77/VI/2026/PPID",
        "objection_number": OBJECTION,
        "request_number": NUMBER,
        "objector": REQUESTER,
        "received_on": date(2026, 6, 3),
        "information": ASKED,
        "verdict": "partly-overturned",
        "explanations": (
            objection.Explanation(ground="a", text="Rencana anggaran terbuka; identitas pelapor tidak."),
            objection.Explanation(ground="d", text="Rincian belanja barang belum diberikan."),
        ),
        "reasons": "Identitas pelapor dilindungi selama penyidikan.",
        "orders": (
            objection.Ordered(what="Berikan rincian belanja barang tahun 2026", due_on=date(2026, 7, 10)),
        ),
        "attachments": (f"Keputusan Pengecualian Nomor {DECREE} tanggal 15 Mei 2026",),
        "signature": SUPERIOR,
    }
    return objection.ObjectionAnswer(**{**facts, **changes})  # type: ignore[arg-type]


def objection_register(language: Language = "id") -> objection.ObjectionRegister:
    line = objection.ObjectionLine(
        number=OBJECTION,
        received_on=date(2026, 6, 3),
        name="Raden Roro Kusumaningtyas Purwaningrum Wijayakusuma",
        address=REQUESTER.address,
        contact=REQUESTER.contact,
        occupation="Mahasiswa",
        request_number=NUMBER,
        information=ASKED,
        purpose="Penelitian skripsi",
        grounds=("a", "d"),
        decision="Dikabulkan sebagian",
        answered_on=date(2026, 6, 30),
        superior="Kombes Pol. Agus Prasetyo, S.H., Atasan PPID",
        reaction="Mengajukan sengketa",
    )
    return objection.ObjectionRegister(
        language=language, office=OFFICE, dated_on=date(2026, 7, 20), lines=(line,) * 12, period="Tahun 2026"
    )


ITEM = public.ListedItem(
    klass="periodic",
    title="Rencana Kerja dan Anggaran Polres Contoh Tahun 2026",
    summary="Rencana kerja, sasaran, dan anggaran belanja menurut program.",
    controlled_by="Bagian Perencanaan",
    responsible="Kepala Bagian Perencanaan",
    made="Januari 2026, Contoh",
    forms="Cetak; digital",
    retention="5 tahun",
)


def public_list(language: Language = "id", **changes: object) -> public.PublicInformationList:
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 7, 1),
        "decree": "Keputusan PPID Nomor KEP/1/I/2026",
        "items": (
            ITEM,
            public.ListedItem(
                klass="any-time",
                title="Daftar inventaris kendaraan dinas",
                summary="Jumlah, jenis, dan kondisi kendaraan dinas tahun 2025.",
                controlled_by="Bagian Logistik",
                responsible="Kepala Bagian Logistik",
                made="Desember 2025, Contoh",
                forms="Digital",
                retention="10 tahun",
            ),
        ),
    }
    return public.PublicInformationList(**{**facts, **changes})  # type: ignore[arg-type]


def list_decree(language: Language = "id") -> public.ListDecree:
    return public.ListDecree(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 1, 12),
        letter_number="KEP/1/I/2026",
        approved_by="Atasan PPID Polres Contoh",
        approved_on=date(2026, 1, 9),
        items=(ITEM,),
        signature=SIGNATURE,
    )


def request_register(language: Language = "id") -> public.RequestRegister:
    cells = (
        "7", "4 Mei 2026", "Raden Roro Kusumaningtyas Purwaningrum", REQUESTER.address, REQUESTER.contact,
        "Mahasiswa", ASKED, "Penelitian skripsi", "V", "", "", "V", "", "", "V", "Diberikan sebagian",
        "Pasal 17 huruf h", "27 Mei 2026", "5 Juni 2026", "Rp25.000", "Transfer",
    )  # fmt: skip
    return public.RequestRegister(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 7, 20),
        lines=(public.RequestLine(cells=cells),) * 9,
        period="Tahun 2026",
    )


def application(language: Language = "id", **changes: object) -> dispute.DisputeApplication:
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 7, 20),
        "reference_number": OBJECTION,
        "applicant": REQUESTER,
        "representative": None,
        "respondent": Person(name="Polres Contoh", address=OFFICE.address, contact=OFFICE.contact),
        "commission": "Komisi Informasi Provinsi",
        "grounds": ("a", "d"),
        "cause": "unsatisfied",
        "information": ASKED,
        "purpose": "Penelitian skripsi tentang anggaran kepolisian",
        "requested": dispute.Dated(number=NUMBER, on=date(2026, 5, 4)),
        "answered": dispute.Dated(number="B/41/V/2026/Humas", on=date(2026, 5, 18)),
        "answer_received_on": date(2026, 5, 19),
        "objected": dispute.Dated(number=OBJECTION, on=date(2026, 6, 3)),
        "objection_answer": dispute.Dated(number="B/77/VI/2026/PPID", on=date(2026, 6, 30)),
        "objection_answer_received_on": date(2026, 7, 2),
        "case": "Permohonan ditolak, padahal rencana anggaran wajib diumumkan.",
        "apply_by": date(2026, 7, 22),
    }
    return dispute.DisputeApplication(**{**facts, **changes})  # type: ignore[arg-type]


def contents(language: Language = "id") -> dispute.HearingContents:
    return dispute.HearingContents(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 9, 1),
        case_number="017/REG-PSI/VIII/2026",
        commission="Komisi Informasi Provinsi",
        grounds=("a", "d"),
        pieces=(
            dispute.ContentsLine(
                number=1, title="Formulir permohonan (Lampiran VI)", on=date(2026, 5, 4), page=3
            ),
            dispute.ContentsLine(
                number=2, title="Dokumen yang dikecualikan", note="Disampaikan tersegel kepada majelis"
            ),
        ),
    )


def milestones(language: Language = "id") -> dispute.HearingMilestones:
    return dispute.HearingMilestones(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 9, 1),
        case_number="017/REG-PSI/VIII/2026",
        milestones=(
            dispute.Milestone(on=date(2026, 5, 4), text="Permohonan diajukan."),
            dispute.Milestone(on=date(2026, 7, 20), text="Sengketa diajukan kepada Komisi Informasi."),
        ),
    )


def divider(language: Language = "id") -> dispute.Divider:
    return dispute.Divider(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 9, 1),
        case_number="017/REG-PSI/VIII/2026",
        title="Surat kuasa",
        facts=(("SHA-256", "ab" * 32),),
        note="Berkas ini tersimpan tersendiri dalam paket berkas sidang.",
    )


def privacy_answer(language: Language = "id", **changes: object) -> privacy.PrivacyAnswer:
    spoken = language == "id"
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 4, 5),
        "letter_number": "B/9/IV/2026",
        "privacy_number": "0001/PDP-PPID-CTH/IV/2026",
        "person": REQUESTER,
        "asked": "menghapus data" if spoken else "to erase the data",
        "received": "3 April 2026 pukul 10.00 WIB" if spoken else "3 April 2026 at 10:00 WIB",
        "outcome": "Ditolak: kepentingan penegakan hukum" if spoken else "Refused: law enforcement",
        "text": "Berkas ini masih diperlukan.\n\nSurat ini dapat dibawa ke meja layanan.",
        "until": date(2027, 1, 4),
        "law": "Pasal 8 dan 43 UU 27/2022" if spoken else "Law 27/2022 art. 8 and 43",
        "signature": SIGNATURE,
    }
    return privacy.PrivacyAnswer(**{**facts, **changes})  # type: ignore[arg-type]


def breach_notice(language: Language = "id", **changes: object) -> privacy.BreachNotice:
    spoken = language == "id"
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 8, 15),
        "letter_number": "B/10/VIII/2026",
        "breach_number": "0001/GPDP-PPID-CTH/VIII/2026",
        "known": "14 Agustus 2026 pukul 16.00 WIB" if spoken else "14 August 2026 at 16:00 WIB",
        "happened_on": date(2026, 8, 13),
        "data": ("nama", "nomor identitas") if spoken else ("names", "identity numbers"),
        "how": "Satu surel terkirim ke alamat yang salah.",
        "handling": "Surel ditarik.",
        "recovery": "Setiap alamat sekarang diperiksa dua orang.",
        "people": 12,
        "signature": SIGNATURE,
    }
    return privacy.BreachNotice(**{**facts, **changes})  # type: ignore[arg-type]


def every_case_letter(language: Language) -> dict[str, Letter]:
    return {
        "test": consequence_sheet(language),
        "change_test": change_test(language),
        "exemption_decree": exemption_decree(language),
        "changed_decree": changed_decree(language),
        "objection_form": objection_form(language),
        "objection_receipt": objection_receipt(language),
        "objection_answer": objection_answer(language),
        "objection_register": objection_register(language),
        "public_list": public_list(language),
        "list_decree": list_decree(language),
        "request_register": request_register(language),
        "application": application(language),
        "contents": contents(language),
        "milestones": milestones(language),
        "divider": divider(language),
        "privacy_answer": privacy_answer(language),
        "breach_notice": breach_notice(language),
    }
