"""The letters of exemptions, objections, lists and disputes: what each annex wants, in its order."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from tests.web.letters import case_examples as cases
from tests.web.letters import examples
from tests.web.letters.reading import in_order, pages, squeezed, tags, words
from web.letters import Person, compose, render
from web.letters import exemption_kinds as exemption
from web.letters import objection_kinds as objection
from web.letters.blocks import Table
from web.letters.kinds import Language

LANGUAGES: tuple[Language, ...] = ("id", "en")
LONG_NAME = "Prof. Dr. Raden Mas Haryo Kusumaningrat Wijayakusuma Purwodiningratan, S.H., M.Hum."

FACTS = {
    "test": [
        "LEMBAR PENGUJIAN KONSEKUENSI",
        "UK/4/V/2026",
        "Lampiran II",
        "Pada hari Selasa, tanggal 12 Mei 2026, bertempat di Contoh",
        "Konsekuensi/pertimbangan bagi publik",  # what spans columns is drawn before its row
        "Informasi yang akan dikecualikan",
        "Dasar hukum pengecualian",
        "Jangka waktu",
        "Dibuka",
        "Ditutup",
        "Berita acara pemeriksaan saksi",
        "Pasal 17 huruf a angka 1",
        "Penyidikan yang sedang berjalan terhambat",
        "Penyidikan berjalan tanpa gangguan",
        "sampai dengan 30 Juni 2031",
        "Alamat saksi",
        "selama diperlukan",
        "Pasal 2 ayat (4)",
        "Kepentingan menutup lebih besar",
        "Nama",
        "Jabatan",
        "Unit kerja",
        "Tanda tangan",
        "Ratna Wulandari, S.H.",
        "Kepala Satuan Reserse Kriminal",
        "Menyetujui",
        "Kepala Kepolisian Resor Contoh",
        "Bambang Kusumo",
    ],
    "change_test": [
        "ATAS PENGUBAHAN KLASIFIKASI",
        "UK/9/VIII/2026",
        "Lampiran IV",
        "3 Agustus 2026",
        "SK/4/V/2026",
        "Dasar hukum",
        "Pertimbangan sebelumnya",
        "Informasi yang dikecualikan",
        "Jangka waktu",
        "Sebelum",
        "Sesudah",
        "Dibuka",
        "Ditutup",
        "Ditutup",
        "Pasal 17 huruf a angka 1",
        "Pasal 17 huruf a angka 2",
        "Penyidikan terhambat.",
        "Penyidikan berjalan tanpa gangguan.",
        "Saksi tetap terlindungi",
        "30 Juni 2028",
        "Menyetujui",
    ],
    "exemption_decree": [
        "KEPUTUSAN PPID",
        "Nomor: SK/4/V/2026",
        "Lampiran III",
        "Menimbang",
        "Mengingat",
        "Undang-Undang Nomor 14 Tahun 2008",
        "Peraturan Pemerintah Nomor 61 Tahun 2010",
        "Peraturan Komisi Informasi Nomor 1 Tahun 2021 tentang Standar Layanan",
        "Memperhatikan",
        "UK/4/V/2026 tanggal 12 Mei 2026",
        "MEMUTUSKAN",
        "KESATU",
        "sebagai informasi yang dikecualikan",
        "Satuan Reserse Kriminal",
        "Berita acara pemeriksaan saksi",
        "30 Juni 2031",
        "KEDUA",
        "bagian yang tidak terpisahkan",
        "KETIGA",
        "Ditetapkan di Contoh, 15 Mei 2026",
        "Ratna Wulandari, S.H.",
    ],
    "changed_decree": [
        "PENGUBAHAN KLASIFIKASI",
        "SK/11/VIII/2026",
        "Lampiran V",
        "Mengingat",
        "Memperhatikan",
        "SK/4/V/2026 tanggal 15 Mei 2026",
        "UK/4/V/2026 tanggal 12 Mei 2026",
        "UK/9/VIII/2026 tanggal 3 Agustus 2026",
        "MEMUTUSKAN",
        "Semula",
        "Menjadi",
        "angka 1 UU 14/2008, sampai dengan 30 Juni 2031",
        "angka 2 UU 14/2008",
        "30 Juni 2028",
    ],
    "objection_form": [
        "FORMULIR KEBERATAN",
        "Lampiran X",
        "rangkap dua",
        "Lembar untuk Pengaju Keberatan",
        "A. Informasi pengaju keberatan",
        "0003/KEB/PPID-CTH/VI/2026",
        "0007/PPID-CTH/V/2026",
        "Tujuan penggunaan informasi",
        "Identitas Pemohon",
        "Nama: Budi Santoso",
        "Alamat: Jalan Kenanga 4",
        "Pekerjaan: Mahasiswa",
        "0812 0000 0117",
        "Identitas Kuasa Pemohon",
        "B. Alasan pengajuan keberatan",
        "☒a. permohonan informasi ditolak",
        "☐b. informasi berkala",
        "☐c.",
        "☒d.",
        "☐e.",
        "☐f.",
        "☐g.",
        "C. Kasus posisi",
        "rencana anggaran wajib diumumkan",
        "D. Hari/tanggal tanggapan",
        "Kamis, 16 Juli 2026",
        "Dewi Anggraini",
        "Contoh, 3 Juni 2026",
        "Budi Santoso",
        "Tanda terima",
        "dicatat dalam register: 3 Juni 2026",
        "dinyatakan lengkap",
        "Lembar untuk arsip PPID",
        "A. Informasi pengaju keberatan",
        "Tanda terima",
    ],
    "objection_receipt": [
        "TANDA TERIMA KEBERATAN",
        "0003/KEB/PPID-CTH/VI/2026",
        "Pasal 41 ayat (3)",
        "3 Juni 2026, 10.20 WIB",
        "0007/PPID-CTH/V/2026",
        "Budi Santoso",
        "☒a.",
        "☒d.",
        "Alasan d diajukan lewat 30 hari kerja",
        "Paling lambat: 16 Juli 2026",
        "tidak dapat diperpanjang",
        "14 hari kerja",
        examples.URL,
    ],
    "objection_answer": [
        "TANGGAPAN ATAS KEBERATAN",
        "B/77/VI/2026/PPID",
        "Tanggal tanggapan: 30 Juni 2026",
        "0003/KEB/PPID-CTH/VI/2026",
        "KEBERATAN DIKABULKAN SEBAGIAN",
        "a. Permohonan informasi ditolak",
        "Rencana anggaran terbuka",
        "d. Permintaan informasi ditanggapi tidak",
        "Rincian belanja barang belum",
        "Alasan putusan PPID dikuatkan",
        "Identitas pelapor dilindungi",
        "Perintah kepada PPID",
        "10 Juli 2026",
        "Lampiran",
        "SK/4/V/2026 tanggal 15 Mei 2026",
        "14 hari kerja sejak menerima tanggapan ini",
        "Contoh, 30 Juni 2026",
        "Atasan PPID",
        "Agus Prasetyo",
    ],
    "objection_register": [
        "REGISTER KEBERATAN",
        "Lampiran XI",
        "No.",
        "Tanggal",
        "Nama",
        "Alamat",
        "Nomor kontak",
        "Pekerjaan",
        "No. pendaftaran permohonan",
        "Informasi yang diminta",
        "Tujuan penggunaan",
        "Alasan",
        "Keputusan atasan PPID",
        "Hari/tanggal tanggapan",
        "Nama dan posisi atasan PPID",
        "Tanggapan pemohon",
        "0003/KEB/PPID-CTH/VI/2026",
        "3 Jun 2026",
        "Kusumaningtyas",
        "✓",
        "✓",
        "Dikabulkan sebagian",
        "Selasa, 30 Jun 2026",
        "Mengajukan sengketa",
    ],
    "public_list": [
        "DAFTAR INFORMASI PUBLIK",
        "1 Juli 2026",
        "Lampiran I",
        "KEP/1/I/2026",
        "Informasi berkala",
        "No.",
        "Ringkasan isi informasi",
        "Pejabat/unit/satuan kerja yang menguasai",
        "Penanggung jawab",
        "Waktu dan tempat pembuatan",
        "Bentuk informasi",
        "Jangka waktu penyimpanan",
        "1.Rencana Kerja dan Anggaran",
        "Bagian Perencanaan",
        "Kepala Bagian Perencanaan",
        "Januari 2026, Contoh",
        "Cetak; digital",
        "5 tahun",
        "setiap saat",
        "2.Daftar inventaris",
    ],
    "list_decree": [
        "TENTANG DAFTAR INFORMASI PUBLIK",
        "KEP/1/I/2026",
        "Pasal 45",
        "Mengingat",
        "Atasan PPID Polres Contoh, 9 Januari 2026",
        "MEMUTUSKAN",
        "KESATU",
        "Rencana Kerja dan Anggaran",
        "KEDUA",
        "6 bulan sekali",
        "Contoh, 12 Januari 2026",
        "Ratna Wulandari",
    ],
    "request_register": [
        "REGISTER PERMOHONAN INFORMASI PUBLIK",
        "Lampiran VIII",
        "Status informasi",
        "Bentuk",
        "Jenis",
        "Hari/tanggal",
        "Biaya dan cara bayar",
        "Nama",
        "Alamat",
        "Nomor kontak",
        "Pekerjaan",
        "Informasi yang diminta",
        "Tujuan penggunaan",
        "Keputusan",
        "Alasan penolakan",
        "Pemberitahuan",
        "Diberikan sebagian",
        "Rp25.000",
    ],
    "application": [
        "PERMOHONAN PENYELESAIAN SENGKETA INFORMASI PUBLIK",
        "No. Registrasi",
        "Lampiran I Peraturan Komisi Informasi Nomor 1 Tahun 2013",
        "Komisi Informasi Provinsi",
        "I. Pemohon",
        "Budi Santoso",
        "II. Termohon",
        "Polres Contoh",
        "III. Permohonan dan keberatan",
        "0007/PPID-CTH/V/2026 tanggal 4 Mei 2026",
        "B/41/V/2026/Humas tanggal 18 Mei 2026",
        "0003/KEB/PPID-CTH/VI/2026 tanggal 3 Juni 2026",
        "B/77/VI/2026/PPID tanggal 30 Juni 2026",
        "☒a.",
        "☒d.",
        "IV. Alasan permohonan",
        "☒Pemohon tidak puas",
        "☐Atasan PPID tidak menanggapi",
        "22 Juli 2026",
        "V. Hal yang dimohonkan",
        "☒Menyatakan bahwa informasi yang diminta adalah informasi yang terbuka",
        "☐Memerintahkan Termohon mengumumkan",
        "☒Memerintahkan Termohon menanggapi permohonan sebagaimana",
        "VI. Kelengkapan dokumen",
        "☐Identitas Pemohon",
        "☒Permohonan informasi dan tanda buktinya",
        "☒Keberatan dan tanda terimanya",
        "Tidak dipungut biaya",
        "Pemohon/Kuasa Pemohon",
        "Budi Santoso",
    ],
    "contents": [
        "BERKAS SIDANG",
        "017/REG-PSI/VIII/2026",
        "Daftar isi",
        "Formulir permohonan",
        "4 Mei 2026",
        "3",
        "tersegel",
    ],
    "privacy_answer": [
        "JAWABAN ATAS PERMOHONAN SUBJEK DATA PRIBADI",
        "B/9/IV/2026",
        "0001/PDP-PPID-CTH/IV/2026",
        "3 April 2026 pukul 10.00 WIB",
        "menghapus data",
        "DITOLAK: KEPENTINGAN PENEGAKAN HUKUM",
        "Pengecualian ini berlaku sampai dengan 4 Januari 2027.",
        "Berkas ini masih diperlukan.",
    ],
    "breach_notice": [
        "PEMBERITAHUAN KEGAGALAN PELINDUNGAN DATA PRIBADI",
        "B/10/VIII/2026",
        "Pasal 46 UU 27/2022",
        "Lembaga Pelindungan Data Pribadi",
        "12",
        "14 Agustus 2026 pukul 16.00 WIB",
        "13 Agustus 2026",
        "nomor identitas",
        "Bagaimana data terungkap",
        "Satu surel terkirim",
        "Penanganan",
        "Surel ditarik.",
        "Pemulihan",
        "diperiksa dua orang",
    ],
    "milestones": [
        "PERJALANAN PERKARA",
        "4 Mei 2026",
        "Permohonan diajukan",
        "20 Juli 2026",
        "Komisi Informasi",
    ],
}


@pytest.mark.parametrize("name", FACTS)
def test_a_letter_says_its_facts_in_the_order_of_its_annex(name: str) -> None:
    text = words(render(cases.every_case_letter("id")[name]))
    assert in_order(text, FACTS[name]) == []


@pytest.mark.parametrize("name", sorted(cases.every_case_letter("en")))
def test_an_english_letter_says_that_it_is_a_translation(name: str) -> None:
    text = words(render(cases.every_case_letter("en")[name]))
    assert squeezed("English translation; the Indonesian text prevails.") in text
    for indonesian in ("hari kerja", "Halaman", "Jangka waktu", "Nama:", "Alamat:"):
        assert squeezed(indonesian) not in text


@pytest.mark.parametrize("name", ["exemption_decree", "changed_decree", "list_decree", "test", "change_test"])
def test_no_paper_cites_the_revoked_regulation(name: str) -> None:
    """Annexes III and V still cite Perki 1/2017, which Perki 1/2021 revoked (regulations §1.3)."""
    for language in LANGUAGES:
        text = words(render(cases.every_case_letter(language)[name]))
        assert "2017" not in text
        assert "2021" in text


# Exemptions


def test_whoever_did_not_sign_yet_has_a_line_to_sign_on() -> None:
    text = words(render(cases.consequence_sheet()))
    assert squeezed("Menyetujui, ........................Atasan PPID") in text or "...Menyetujui" in text
    assert squeezed("14 Mei 2026") in text


def test_a_delegate_signs_by_a_written_delegation() -> None:
    delegate = replace(cases.HEAD, delegation="surat pendelegasian Nomor SP/1 tanggal 2 Mei 2026")
    text = words(render(cases.consequence_sheet(approvals=(delegate,))))
    assert squeezed("Berdasarkan surat pendelegasian Nomor SP/1 tanggal 2 Mei 2026") in text


@pytest.mark.parametrize("act", ["lift", "declare-open"])
def test_the_end_of_an_exemption_is_decreed_in_the_same_order(act: exemption.Act) -> None:
    letter = cases.exemption_decree(act=act, earlier="Nomor SK/4/V/2026 tanggal 15 Mei 2026")
    text = words(render(letter))
    article = {"lift": "Pasal 53", "declare-open": "Pasal 52"}[act]
    assert in_order(text, [article, "Menimbang", "Mengingat", "Memperhatikan", "SK/4/V/2026", "KESATU"]) == []
    assert "Lampiran" not in text


def test_a_sheet_of_fifty_rows_repeats_its_header_and_breaks_no_row() -> None:
    row = cases.consequence_sheet().rows[0]
    pdf = render(cases.consequence_sheet(rows=(row,) * 50))
    texts = [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    with_rows = [text for text in texts if squeezed("Berita acara pemeriksaan saksi") in text]
    assert len(with_rows) > 3
    for text in with_rows:
        assert squeezed("Informasi yang akan dikecualikan") in text
        assert text.count(squeezed("30 Juni 2031")) == text.count(squeezed("Berita acara pemeriksaan saksi"))


def test_signatures_stay_with_the_testers() -> None:
    for rows in range(1, 9):
        pdf = render(cases.consequence_sheet(rows=(cases.consequence_sheet().rows[0],) * rows))
        last = squeezed(pypdf.PdfReader(io.BytesIO(pdf)).pages[-1].extract_text())
        assert squeezed("Kepala Satuan Reserse Kriminal") in last
        assert squeezed("Bambang Kusumo") in last


# Objections


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_objection_form_has_two_copies_of_one_sheet_each(language: Language) -> None:
    blank = objection.ObjectionForm(
        language=language, office=examples.OFFICE, dated_on=date(2026, 6, 3), objection_number=""
    )
    pdf = render(blank)
    assert pages(pdf) == 4
    assert "2026,3" not in words(pdf)
    assert tags(pdf).count("H1") == 1


def test_a_representative_stands_in_a_block_of_their_own_and_signs() -> None:
    proxy = Person(name="Hendra Gunawan, S.H.", address="Jalan Teratai 9", contact="0812 0000 0009")
    text = words(render(cases.objection_form(representative=proxy)))
    facts = ["Identitas Kuasa Pemohon", "Hendra Gunawan, S.H.", "Jalan Teratai 9", "B. Alasan", "Pengaju"]
    assert in_order(text, facts) == []
    assert text.index(squeezed("Pengaju Keberatan")) < text.rindex(squeezed("Hendra Gunawan"))


def test_a_due_date_beyond_the_decreed_holidays_says_which_year_is_missing() -> None:
    for letter in (
        cases.objection_form(answer_on=None, missing_year=2027),
        cases.objection_receipt(due_on=None, missing_year=2027),
    ):
        assert squeezed("menunggu penetapan hari libur 2027") in words(render(letter))


def test_a_receipt_prints_no_access_code_unless_it_is_given() -> None:
    assert "Kodeakses:" not in words(render(cases.objection_receipt()))
    assert squeezed(examples.CODE) in words(render(cases.objection_receipt(access_code=examples.CODE)))
    with pytest.raises(ValueError, match="must not contain the access code"):
        cases.objection_receipt(tracking_url=f"https://x.id/?c={examples.CODE}", access_code=examples.CODE)


def test_an_answer_that_upholds_gives_its_reasons_and_orders_nothing() -> None:
    text = words(render(cases.objection_answer(verdict="upheld", orders=())))
    assert in_order(text, ["PUTUSAN PPID DIKUATKAN", "Alasan putusan PPID dikuatkan"]) == []
    assert squeezed("Perintah kepada PPID") not in text


def test_an_answer_names_what_it_opens() -> None:
    text = words(render(cases.objection_answer(opened=("Alamat kantor (Keputusan Nomor SK/4)",))))
    assert in_order(text, ["tidak lagi dikecualikan", "Alamat kantor", "SK/4"]) == []


# Lists and registers


def test_a_register_is_as_long_as_it_has_to_be() -> None:
    register = cases.objection_register()
    line = replace(register.lines[0], information="Anggaran", address="Jalan 1")
    pdf = render(replace(register, lines=tuple(replace(line, number=f"{n:04d}/K") for n in range(1, 401))))
    text = words(pdf)
    assert "0001/K" in text
    assert "0400/K" in text
    assert "[…]" not in text


def test_a_list_without_items_says_so() -> None:
    assert squeezed("Belum ada informasi dalam daftar ini") in words(render(cases.public_list(items=())))


def test_long_names_and_words_stay_inside_their_columns() -> None:
    """No word is wider than its column: each is broken where it has to be, and only there."""
    register = cases.objection_register()
    for name in (LONG_NAME, LONG_NAME.upper(), "W" * 120, "Ketidakpertanggungjawabannya " * 3):
        pdf = render(replace(register, lines=(replace(register.lines[0], name=name, address=name),)))
        assert squeezed(name) in words(pdf) or "W" in name or len(name) > 60
        assert render(cases.consequence_sheet(place=name)).startswith(b"%PDF-")


def test_dates_stay_on_one_line_where_their_column_is_wide_enough() -> None:
    for letter in (cases.consequence_sheet(), cases.exemption_decree(), cases.objection_answer()):
        lines = [
            line.replace("\xa0", " ").strip()
            for page in pypdf.PdfReader(io.BytesIO(render(letter))).pages
            for line in page.extract_text().split("\n")
        ]
        assert not [line for line in lines if line.endswith((" 30", " 30 Juni")) or line.startswith("Juni ")]


# The dispute


def test_the_citizens_application_bears_no_letterhead_of_the_body() -> None:
    text = words(render(cases.application()))
    assert text.startswith(squeezed("PERMOHONAN PENYELESAIAN SENGKETA"))
    assert squeezed("PPID POLRES CONTOH") not in text


def test_an_application_after_silence_says_when_it_began() -> None:
    text = words(render(cases.application(cause="silence", silence_since=date(2026, 7, 16))))
    assert (
        squeezed("☒Atasan PPID tidak menanggapi keberatan dalam 30 hari kerja (berakhir 16 Juli 2026)")
        in text
    )


def test_an_application_on_periodic_information_asks_for_no_papers_of_a_request() -> None:
    text = words(render(cases.application(grounds=("b",))))
    assert squeezed("☒Memerintahkan Termohon mengumumkan informasi berkala") in text
    assert squeezed("Permohonan informasi dan tanda buktinya") not in text


def test_every_table_has_a_head_and_a_width_for_each_of_its_columns() -> None:
    for language in LANGUAGES:
        for letter in cases.every_case_letter(language).values():
            for table in (block for block in compose(letter).blocks if isinstance(block, Table)):
                assert len(table.header) == len(table.widths)
                assert not table.groups or sum(g.columns for g in table.groups) == len(table.header)
                assert {len(row) for row in table.rows} <= {len(table.header)}


# Personal data


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("id", "Surat kami nomor B/8/IV/2026 tanggal 4 April 2026 menyetujui permohonan ini."),
        ("en", "Our letter number B/8/IV/2026 of 4 April 2026 granted this request."),
    ],
)
def test_a_refusal_of_what_was_granted_names_the_grant(language: Language, told: str) -> None:
    letter = cases.privacy_answer(language, granted="B/8/IV/2026", granted_on=date(2026, 4, 4))
    assert squeezed(told) in words(render(letter))
    assert squeezed("B/8/IV/2026") not in words(render(cases.privacy_answer(language)))
