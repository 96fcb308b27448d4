"""Each letter says what the law asks, in its order, in both languages, as a tagged file."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pypdf
import pytest
import segno

from tests.web.letters import case_examples, examples
from tests.web.letters.reading import in_order, pages, squeezed, tags, words
from web.letters import (
    CopyRequestForm,
    Costs,
    IncompletenessLetter,
    Letter,
    LetterError,
    Office,
    Person,
    RequestForm,
    RequestReceipt,
    render,
)
from web.letters.kinds import Language
from web.letters.wording import ARTICLE_17

LANGUAGES: tuple[Language, ...] = ("id", "en")
EVERY = [
    pytest.param(letter, id=f"{name}-{language}")
    for language in LANGUAGES
    for name, letter in {
        **examples.every_letter(language),
        **case_examples.every_case_letter(language),
    }.items()
]

FACTS = {
    "receipt": [
        "KEPOLISIAN DAERAH CONTOH",
        "PPID POLRES CONTOH",
        "Jalan Merdeka Nomor 17",
        "TANDA BUKTI PERMOHONAN INFORMASI PUBLIK",
        "0007/PPID-CTH/V/2026",
        "Diterima pada: 4 Mei 2026, 09.14 WIB",
        "Formulir di situs web",
        "Budi Santoso",
        "Salinan rencana kerja dan anggaran tahun 2026",
        "Daftar pengadaan kendaraan dinas tahun 2025",
        "Penelitian skripsi",
        "Mendapatkan salinan informasi",
        "Surat elektronik",
        "Paling lambat: 20 Mei 2026",
        "10 hari kerja",
        "paling lama 7 hari kerja",
        "3 hari kerja sejak dicatat",
        "30 hari kerja",
        examples.URL,
        examples.CODE,
        "Hak-hak Pemohon Informasi",
        "menghambat proses penegakan hukum",
        "tidak boleh diungkapkan berdasarkan undang-undang",
        "nomor pendaftaran",
        "10 hari kerja",
        "7 hari kerja",
        "Biaya",
        "30 hari kerja",
        "30 hari kerja",
        "14 hari kerja",
    ],
    "form": [
        "FORMULIR PERMOHONAN INFORMASI PUBLIK",
        "0007/PPID-CTH/V/2026",
        "Lampiran VI",
        "rangkap dua",
        "☒Perorangan",
        "☐Badan hukum",
        "Nama: Budi Santoso",
        "3174000000000117",
        "Alamat: Jalan Kenanga 4",
        "Pekerjaan",
        "0812 0000 0117",
        "budi@contoh.id",
        "Kuasa",
        "Surat kuasa khusus",
        "Salinan rencana kerja",
        "Tujuan penggunaan: Penelitian skripsi",
        "☐Melihat, membaca, mendengarkan",
        "☒Mendapatkan salinan",
        "☒Salinan elektronik",
        "☐Salinan tertulis",
        "☐Mengambil langsung",
        "☐Kurir",
        "☐Pos",
        "☐Faksimile",
        "☒Surat elektronik",
        "Salinan KTP",
        "penerima permohonan",
        "Dewi Anggraini",
        "Contoh, 4 Mei 2026",
        "Budi Santoso",
        "Hak-hak Pemohon Informasi",
    ],
    "incompleteness": [
        "SURAT KETERANGAN TIDAK LENGKAP",
        "B/31/V/2026/Humas",
        "0007/PPID-CTH/V/2026",
        "Budi Santoso",
        "4 Mei 2026",
        "Salinan KTP atau surat keterangan kependudukan",
        "Pasal 27 ayat (3)",
        "Tujuan penggunaan informasi",
        "Pasal 30 ayat (1) huruf g",
        "3 hari kerja sejak surat ini diterima",
        "Contoh, 6 Mei 2026",
        "Ratna Wulandari, S.H.",
        "AKP NRP 84010123",
        "Diterima pada tanggal",
        "Nama penerima",
    ],
    "extension": [
        "PEMBERITAHUAN PERPANJANGAN WAKTU",
        "Pasal 36 Peraturan Komisi Informasi",
        "0007/PPID-CTH/V/2026",
        "Tanggal jatuh tempo semula: 20 Mei 2026",
        "☐a. informasi yang diminta belum kami kuasai atau belum kami dokumentasikan",
        "☒b. kami belum dapat memutuskan status",
        "Uji konsekuensi atas daftar pengadaan",
        "Tanggal jatuh tempo yang baru: 4 Juni 2026",
        "paling lama 7 hari kerja",
        "Ratna Wulandari",
    ],
    "notice": [
        "PEMBERITAHUAN TERTULIS",
        "B/41/V/2026/Humas",
        "Tanggal permohonan: 4 Mei 2026",
        "0007/PPID-CTH/V/2026",
        "Nama: Budi Santoso",
        "Alamat: Jalan Kenanga 4",
        "0812 0000 0117 / budi@contoh.id",
        "Informasi diberikan sebagian",
        "Alasan: Rencana kerja terbuka",
        "Materi yang diberikan: Rencana kerja dan anggaran",
        "A. Informasi dapat diberikan",
        "☒Kami",
        "☐Badan publik lain",
        "☒Salinan elektronik (termasuk rekaman)",
        "☒Salinan tertulis",
        "PDF melalui surat elektronik",
        "Penyalinan: Rp250 × 60 lembar = Rp15.000",  # noqa: RUF001
        "Pengiriman: Rp10.000",
        "Lain-lain: Rp0",
        "Jumlah: Rp25.000",
        "transfer ke rekening resmi",
        "5 hari kerja, paling lambat 5 Juni 2026",
        "Materi: Nama dan alamat pelapor pada halaman 12",
        "Alasan: Pasal 17 huruf h",
        "B. Informasi tidak dapat diberikan karena",
        "☐Informasi yang diminta belum dikuasai",
        "☒Informasi yang diminta belum didokumentasikan",
        "20 hari kerja, paling lambat 30 Juni 2026",
        "Daftar pengadaan tahun 2025 sedang disusun",
        "Materi yang ditolak: Identitas pelapor",
        "Surat Keputusan Pengecualian Nomor SK/4/V/2026",
        "Kabagops Polres Contoh selaku atasan PPID paling lambat 30 hari kerja",
        "Contoh, 27 Mei 2026",
        "Pejabat Pengelola Informasi dan Dokumentasi",
        "Ratna Wulandari, S.H.",
    ],
    "refusal": [
        "SURAT KEPUTUSAN PPID TENTANG PENOLAKAN PERMOHONAN INFORMASI",
        "SK/5/V/2026/PPID",
        "Lampiran IX",
        "0007/PPID-CTH/V/2026",
        "Budi Santoso",
        "Berita acara pemeriksaan saksi",
        "Peraturan Komisi Informasi Nomor 1 Tahun 2021 tentang Standar Layanan",
        "INFORMASI YANG DIKECUALIKAN",
        "Pasal 17 huruf a UU 14/2008: apabila dibuka dapat menghambat proses penegakan hukum",
        "Pasal 17 huruf h",
        "Pasal 17 huruf j UU 14/2008, menurut Pasal 5 Undang-Undang Nomor 13 Tahun 2006",
        "huruf a angka 1 dan 2",
        "SK/4/V/2026, 15 Mei 2026",
        "Kabagops Polres Contoh",
        "Saksi dapat terancam.",
        "Penyidikan yang sedang berjalan",
        "PERMOHONAN INFORMASI DITOLAK",
        "30 hari kerja sejak menerima surat keputusan ini",
        "Contoh, 18 Mei 2026",
        "Ratna Wulandari",
    ],
    "copy_request": [
        "FORMULIR PERMINTAAN SALINAN INFORMASI",
        "0007/PPID-CTH/V/2026",
        "Pasal 35 ayat (3)",
        "4 Mei 2026",
        "Budi Santoso",
        "Rencana kerja dan anggaran tahun 2026",
        "☐Salinan elektronik",
        "☒Salinan tertulis",
        "☒Pos",
        "Jalan Kenanga 4",
        "Penyalinan: Rp250",
        "Jumlah: Rp25.000",
        "☐Tunai",
        "☒Transfer",
        "membayar atau mengganti biaya",
        "Dewi Anggraini",
        "Budi Santoso",
    ],
}


@pytest.mark.parametrize("name", FACTS)
def test_a_letter_says_its_facts_in_the_order_of_the_law(name: str) -> None:
    text = words(render(examples.every_letter("id")[name]))
    assert in_order(text, FACTS[name]) == []


@pytest.mark.parametrize("letter", EVERY)
def test_a_letter_is_a_tagged_archive_file(letter: Letter) -> None:
    pdf = render(letter)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        with document.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("3", "A", "1")
        assert bool(document.Root.MarkInfo.Marked)
        assert str(document.Root.Lang) == letter.language
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert letter.reference in str(document.docinfo.Title)
    found = tags(pdf)
    assert found.count("H1") == 1
    assert {"LI", "Table"} & set(found)
    for table in (at for at, tag in enumerate(found) if tag == "Table"):
        assert found[table + 1 : table + 4] == ["THead", "TR", "TH"]


@pytest.mark.parametrize("letter", EVERY)
def test_equal_letters_are_equal_bytes(letter: Letter) -> None:
    assert render(letter) == render(replace(letter))


@pytest.mark.parametrize("letter", EVERY)
def test_every_page_says_which_of_how_many_it_is(letter: Letter) -> None:
    pdf = render(letter)
    text, last = words(pdf), pages(pdf)
    for page in range(1, last + 1):
        says = f"Halaman {page} dari {last}" if letter.language == "id" else f"Page {page} of {last}"
        assert squeezed(says) in text


@pytest.mark.parametrize("name", FACTS)
def test_an_english_letter_says_that_it_is_a_translation(name: str) -> None:
    text = words(render(examples.every_letter("en")[name]))
    assert squeezed("English translation; the Indonesian text prevails.") in text
    for indonesian in ("hari kerja", "Nomor pendaftaran", "Halaman"):
        assert squeezed(indonesian) not in text


def test_dates_and_amounts_are_written_as_in_english_in_an_english_letter() -> None:
    text = words(render(examples.notice("en")))
    assert (
        in_order(text, ["4 May 2026", "Rp15,000", "Rp25,000", "5 working days, at the latest on 5 June 2026"])
        == []
    )


# The receipt


def test_a_due_date_beyond_the_decreed_holidays_says_which_year_is_missing() -> None:
    text = words(render(examples.receipt(due_on=None, missing_year=2027)))
    assert squeezed("tanggal jatuh tempo menunggu penetapan hari libur 2027") in text


def test_the_code_of_a_receipt_leads_to_the_tracking_page_and_carries_no_access_code() -> None:
    payload = segno.make(examples.URL, error="m", micro=False)
    assert _modules(render(examples.receipt())) == [[bool(dark) for dark in row] for row in payload.matrix]


def test_the_code_has_words_for_those_who_cannot_see_it() -> None:
    pdf = render(examples.receipt())
    with pikepdf.open(io.BytesIO(pdf)) as document:
        alternatives = [
            str(item.Alt)
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item
        ]
    assert alternatives == [f"Kode QR ke halaman {examples.URL}"]


@pytest.mark.parametrize("spelled", ["7KQ4-M2XA-9TDB", "7kq4m2xa9tdb", "7KQ4/M2XA/9TDB"])
def test_a_tracking_address_with_the_access_code_is_refused(spelled: str) -> None:
    with pytest.raises(ValueError, match="must not contain the access code"):
        examples.receipt(tracking_url=f"https://ppid.contoh.go.id/lacak?kode={spelled}")


def test_a_receipt_says_whether_the_day_of_receipt_counts() -> None:
    assert squeezed("hari penerimaan tidak dihitung") in words(render(examples.receipt()))
    assert squeezed("hari penerimaan dihitung") in words(render(examples.receipt(day_of_receipt_counts=True)))


def test_the_tracking_address_can_be_followed() -> None:
    with pikepdf.open(io.BytesIO(render(examples.receipt()))) as document:
        links = [str(note.A.URI) for page in document.pages for note in page.get("/Annots", pikepdf.Array())]
    assert set(links) == {examples.URL}


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "", "ppid.contoh.go.id"])
def test_only_a_web_address_can_be_followed(address: str) -> None:
    with pytest.raises(ValueError, match="tracking address"):
        examples.receipt(tracking_url=address)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rights_name_every_exemption(language: Language) -> None:
    text = words(render(examples.receipt(language)))
    pair = {"id": 0, "en": 1}[language]
    assert in_order(text, [f"{letter}. {said[pair]};" for letter, said in ARTICLE_17.items()]) == []


def test_a_receipt_without_an_access_code_prints_none() -> None:
    text = words(render(examples.receipt(access_code="")))
    assert "Kodeakses:" not in text


def test_a_receipt_may_be_signed() -> None:
    text = words(render(examples.receipt(signature=examples.SIGNATURE)))
    assert in_order(text, ["Contoh, 4 Mei 2026", "Ratna Wulandari, S.H."]) == []
    assert squeezed("sah tanpa tanda tangan") not in text


def _modules(pdf: bytes) -> list[list[bool]]:
    """Return the code as printed, without its quiet border: True is dark."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        image = next(iter(document.pages[0].Resources.XObject.values()))
        width, samples = int(image.Width), image.read_bytes()
    scale, border = 10, 4
    assert len(samples) == width * width
    inside = range(border * scale + scale // 2, width - border * scale, scale)
    return [[samples[y * width + x] < 128 for x in inside] for y in inside]


# The notice


def test_a_notice_of_another_holder_names_it() -> None:
    letter = examples.notice(outcome="not-held", controlled_by_us=False, other_body="Pemerintah Kota Contoh")
    text = words(render(letter))
    assert (
        in_order(
            text, ["karena tidak dikuasai", "☐Kami", "☒Badan publik lain, yaitu: Pemerintah Kota Contoh"]
        )
        == []
    )


def test_a_free_copy_is_said_to_be_free() -> None:
    assert squeezed("Jumlah: Rp0 (tanpa biaya)") in words(render(examples.notice(costs=Costs())))


def test_a_refusal_has_no_bill_and_is_ticked() -> None:
    text = words(render(examples.notice(outcome="refused", refused_material="", costs=Costs())))
    assert squeezed("☒Informasi yang diminta ditolak") in text
    assert "Rp" not in text


def test_costs_add_up() -> None:
    costs = Costs(copy_idr_per_page=250, pages=60, sending_idr=10_000, other_idr=1_000)
    assert costs.total_idr == 26_000


# Forms and layout


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_blank_form_with_a_logo_is_one_sheet_of_two_pages(language: Language) -> None:
    form = RequestForm(language=language, office=with_logo(), dated_on=date(2026, 5, 4), request_number="")
    assert pages(render(form)) == 2
    copy = CopyRequestForm(
        language=language,
        office=with_logo(),
        dated_on=date(2026, 5, 4),
        request_number="",
        requester=Person(name=""),
    )
    assert pages(render(copy)) == 1
    assert "2026,4" not in words(render(copy))


@pytest.mark.parametrize("lines", range(1, 40, 3))
def test_a_signature_never_stands_alone_on_a_page(lines: int) -> None:
    letter = replace(
        examples.extension(), reason="\n".join("Uji konsekuensi masih berlangsung." for _ in range(lines))
    )
    last = pypdf.PdfReader(io.BytesIO(render(letter))).pages[-1].extract_text()
    assert in_order(squeezed(last), ["mengajukan keberatan", "Ratna Wulandari"]) == []


def test_the_logo_stands_in_the_letterhead_with_its_words() -> None:
    pdf = render(replace(examples.extension(), office=with_logo()))
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages[0].Resources.XObject) == 1
    assert "Figure" in tags(pdf)


@pytest.mark.parametrize(
    "logo", [b"<svg/>", b"\x89PNG\r\n\x1a\nbroken", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"0" * 300_001]
)
def test_an_unusable_logo_is_refused_by_name(logo: bytes) -> None:
    with pytest.raises(LetterError):
        render(replace(examples.extension(), office=replace(examples.OFFICE, logo=logo)))


def with_logo() -> Office:
    out = io.BytesIO()
    segno.make("logo", micro=False).save(out, kind="png", scale=8)
    return replace(examples.OFFICE, logo=out.getvalue(), logo_description="Lambang Polres Contoh")


def test_an_incompleteness_letter_numbers_what_is_missing() -> None:
    letter = examples.incompleteness()
    assert isinstance(letter, IncompletenessLetter)
    assert in_order(words(render(letter)), ["No.", "1.Salinan KTP", "2.Tujuan penggunaan"]) == []


def test_a_receipt_is_refused_an_address_that_no_code_can_hold() -> None:
    with pytest.raises(ValueError, match="1 to 300 characters"):
        examples.receipt(tracking_url="https://contoh.go.id/" + "a" * 300)
    assert isinstance(examples.receipt(), RequestReceipt)
