"""One letter of each kind, with facts that can be looked for on paper."""

from __future__ import annotations

from datetime import date

from web.letters import (
    CopyRequestForm,
    Costs,
    ExtensionLetter,
    IncompletenessLetter,
    Letter,
    MissingItem,
    Office,
    Person,
    RefusalDecree,
    RequestForm,
    RequestReceipt,
    Signature,
    WrittenNotice,
)
from web.letters.kinds import Language

NUMBER = "0007/PPID-CTH/V/2026"
URL = "https://ppid.contoh.go.id/lacak/0007-PPID-CTH-V-2026"
CODE = "7KQ4-M2XA-9TDB"
ASKED = (
    "Salinan rencana kerja dan anggaran tahun 2026, termasuk rincian belanja barang\n"
    "Daftar pengadaan kendaraan dinas tahun 2025"
)

OFFICE = Office(
    body="Kepolisian Daerah Contoh",
    name="PPID Polres Contoh",
    address="Jalan Merdeka Nomor 17, Contoh 12345",
    contact="Telepon (021) 555 0117 · ppid@contoh.go.id · ppid.contoh.go.id",
    place="Contoh",
)
SIGNATURE = Signature(
    position="Pejabat Pengelola Informasi dan Dokumentasi",
    name="Ratna Wulandari, S.H.",
    identity="AKP NRP 84010123",
)
REQUESTER = Person(
    name="Budi Santoso",
    address="Jalan Kenanga 4, RT 002/RW 005, Contoh",
    contact="0812 0000 0117 / budi@contoh.id",
)


def receipt(language: Language = "id", **changes: object) -> RequestReceipt:
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 5, 4),
        "request_number": NUMBER,
        "requester": REQUESTER,
        "received_on": date(2026, 5, 4),
        "received_time": "09.14 WIB",
        "channel": "web",
        "asked": ASKED,
        "purpose": "Penelitian skripsi tentang anggaran kepolisian",
        "obtain": ("copy",),
        "deliver": "email",
        "tracking_url": URL,
        "due_on": date(2026, 5, 20),
        "access_code": CODE,
    }
    return RequestReceipt(**{**facts, **changes})  # type: ignore[arg-type]


def form(language: Language = "id") -> RequestForm:
    return RequestForm(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 5, 4),
        request_number=NUMBER,
        requester_kind="individual",
        name=REQUESTER.name,
        identity_number="3174000000000117",
        address=REQUESTER.address,
        phone="0812 0000 0117",
        email="budi@contoh.id",
        asked=ASKED,
        purpose="Penelitian skripsi tentang anggaran kepolisian",
        obtain=("copy",),
        copy_form=("soft",),
        deliver="email",
        attachments=("Salinan KTP",),
        officer="Dewi Anggraini",
    )


def incompleteness(language: Language = "id") -> IncompletenessLetter:
    return IncompletenessLetter(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 5, 6),
        request_number=NUMBER,
        letter_number="B/31/V/2026/Humas",
        requester=REQUESTER,
        requested_on=date(2026, 5, 4),
        asked=ASKED,
        missing=(
            MissingItem(
                what="Salinan KTP atau surat keterangan kependudukan",
                article="Pasal 27 ayat (3) Perki 1/2021",
            ),
            MissingItem(what="Tujuan penggunaan informasi", article="Pasal 30 ayat (1) huruf g Perki 1/2021"),
        ),
        how_to_complete=f"Lengkapi melalui {URL} atau datang ke meja layanan.",
        signature=SIGNATURE,
    )


def extension(language: Language = "id") -> ExtensionLetter:
    return ExtensionLetter(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 5, 19),
        request_number=NUMBER,
        letter_number="B/38/V/2026/Humas",
        requester=REQUESTER,
        requested_on=date(2026, 5, 4),
        asked=ASKED,
        base_due_on=date(2026, 5, 20),
        ground="undecided",
        reason="Uji konsekuensi atas daftar pengadaan masih berlangsung.",
        new_due_on=date(2026, 6, 4),
        signature=SIGNATURE,
    )


def notice(language: Language = "id", **changes: object) -> WrittenNotice:
    facts: dict[str, object] = {
        "language": language,
        "office": OFFICE,
        "dated_on": date(2026, 5, 27),
        "request_number": NUMBER,
        "letter_number": "B/41/V/2026/Humas",
        "requester": REQUESTER,
        "requested_on": date(2026, 5, 4),
        "asked": ASKED,
        "outcome": "partial",
        "reasons": "Rencana kerja terbuka; identitas pelapor di dalamnya dikecualikan.",
        "controlled_by_us": True,
        "material": "Rencana kerja dan anggaran tahun 2026",
        "physical": ("soft", "hard"),
        "delivery": "PDF melalui surat elektronik; kertas A4",
        "costs": Costs(
            copy_idr_per_page=250,
            pages=60,
            sending_idr=10_000,
            other_idr=0,
            how_to_pay="transfer ke rekening resmi 000-117 atas nama Bendahara Polres Contoh",
        ),
        "provide_within_days": 5,
        "provide_on": date(2026, 6, 5),
        "blackout_material": "Nama dan alamat pelapor pada halaman 12",
        "blackout_reason": "Pasal 17 huruf h UU 14/2008, rahasia pribadi",
        "shortfall": "not-yet-documented",
        "shortfall_explanation": "Daftar pengadaan tahun 2025 sedang disusun.",
        "available_within_days": 20,
        "available_on": date(2026, 6, 30),
        "refused_material": "Identitas pelapor",
        "attachments": ("Surat Keputusan Pengecualian Nomor SK/4/V/2026",),
        "objection_to": "Kabagops Polres Contoh selaku atasan PPID",
        "signature": SIGNATURE,
    }
    return WrittenNotice(**{**facts, **changes})  # type: ignore[arg-type]


def refusal(language: Language = "id") -> RefusalDecree:
    return RefusalDecree(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 5, 18),
        request_number=NUMBER,
        letter_number="SK/5/V/2026/PPID",
        requester=REQUESTER,
        requested_on=date(2026, 5, 4),
        asked="Berita acara pemeriksaan saksi perkara nomor 117",
        article_17=("a", "h"),
        article_17_detail="huruf a angka 1 dan 2; huruf h angka 1",
        other_law="Undang-Undang Nomor 13 Tahun 2006 tentang Pelindungan Saksi dan Korban",
        other_article="Pasal 5",
        consequences="Saksi dapat terancam.\nPenyidikan yang sedang berjalan dapat terhambat.",
        exemption_decree="SK/4/V/2026, 15 Mei 2026",
        approved_by="Kabagops Polres Contoh",
        signature=SIGNATURE,
    )


def copy_request(language: Language = "id") -> CopyRequestForm:
    return CopyRequestForm(
        language=language,
        office=OFFICE,
        dated_on=date(2026, 5, 29),
        request_number=NUMBER,
        requester=REQUESTER,
        requested_on=date(2026, 5, 4),
        material="Rencana kerja dan anggaran tahun 2026",
        physical=("hard",),
        deliver="post",
        deliver_to=REQUESTER.address,
        costs=Costs(copy_idr_per_page=250, pages=60, sending_idr=10_000),
        payment="transfer",
        officer="Dewi Anggraini",
    )


def every_letter(language: Language) -> dict[str, Letter]:
    return {
        "receipt": receipt(language),
        "form": form(language),
        "incompleteness": incompleteness(language),
        "extension": extension(language),
        "notice": notice(language),
        "refusal": refusal(language),
        "copy_request": copy_request(language),
    }
