"""What no form expects: each gets a clear page, nothing is half-done, and nothing is our fault."""

from __future__ import annotations

import gc

import pytest

from tests import attached
from tests.web.citizen.journey import ANSWERS, begin, fill, slug_of
from tests.web.citizen.test_apply import count_filed, only_case
from tests.web.visitor import Page
from tests.web.world import PNG, World

PDF = attached.pdf("isi")
RIGHT_TO_LEFT = "\u202e"
JPEG = attached.jpeg()


def token_of(page: Page) -> str:
    """The token of the form on a page."""
    return str(page.form().values["csrf_token"])


@pytest.mark.parametrize("slug", ["identitas", "informasi", "tujuan"])
@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f"])
def test_F01_a_control_character_is_refused_at_its_field(world: World, slug: str, character: str) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto=slug)
    field = next(iter(ANSWERS[slug]))
    refused = visitor.send(page, {**ANSWERS[slug], field: f"Sari{character}Wulandari"}, form=field)
    assert refused.status == 422
    assert "karakter kendali" in refused.error(field)
    assert slug_of(visitor.get("/ajukan/periksa")) == slug


def test_F01_a_control_character_in_number_or_code_is_refused(world: World) -> None:
    visitor = world.visitor()
    page = visitor.send(visitor.get("/lacak"), {"number": "1\x00", "code": "A\x00"})
    assert page.status == 422


@pytest.mark.parametrize("bytes_", [b"%ED%A0%80", b"%FF%FE", b"%C0%80", b"%u0041", b"%"])
def test_F02_broken_encodings_never_fault(world: World, bytes_: bytes) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="informasi")
    body = b"csrf_token=" + token_of(page).encode() + b"&information=" + bytes_
    answer = visitor.client.post(
        "/ajukan/informasi", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in {303, 400, 422}
    assert visitor.get("/ajukan/informasi").status == 200


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"information=\xed\xa0\x80", b"\x00" * 100])
def test_F02_bytes_that_are_no_text_are_malformed(world: World, body: bytes) -> None:
    visitor = world.visitor()
    fill(visitor, upto="informasi")
    answer = visitor.client.post(
        "/ajukan/informasi", data=body, content_type="application/x-www-form-urlencoded; charset=utf-7"
    )
    assert answer.status_code == 400


def test_F03_marks_that_reorder_are_shown_in_names_and_kept_in_texts(world: World) -> None:
    visitor = world.visitor()
    page = fill(
        visitor,
        {
            "identitas": {**ANSWERS["identitas"], "name": f"Sari{RIGHT_TO_LEFT}gnp.exe"},
            "informasi": {"information": f"Data {RIGHT_TO_LEFT}terbalik"},
            "dokumen": {"berkas-identity": (PNG, f"ktp{RIGHT_TO_LEFT}fdp.png")},
        },
    )
    assert "U+202E" in page.text
    assert page.html.count(RIGHT_TO_LEFT) == 1
    assert f'dir="auto">Data {RIGHT_TO_LEFT}terbalik' in page.html
    receipt = visitor.send(page)
    assert receipt.heading == "Permohonan diterima"
    assert world.request(only_case(world)).wish.information == f"Data {RIGHT_TO_LEFT}terbalik"
    assert visitor.get("/ajukan/tanda-bukti.pdf").response.get_data().startswith(b"%PDF")


def test_F04_seventy_thousand_characters_are_named_with_the_limit_and_kept(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="informasi")
    refused = visitor.send(page, {"information": "x" * 70_000})
    assert refused.status == 422
    assert "70.000 karakter. Batasnya 20.000 karakter" in refused.error("information")
    assert len(refused.form("information").values["information"]) == 70_000


@pytest.mark.parametrize(
    "text", ["a\u0301" * 9_999, "x" * 20_000, "\u0489" * 20_000, "<script>alert(1)</script>"]
)
def test_F04_F58_long_words_marks_and_markup_are_carried_to_the_letter(world: World, text: str) -> None:
    visitor = world.visitor()
    page = visitor.send(fill(visitor, {"informasi": {"information": text}}))
    assert page.heading == "Permohonan diterima"
    assert visitor.get("/ajukan/tanda-bukti.pdf").response.get_data().startswith(b"%PDF")
    case = world.tracker(only_case(world)).get("/lacak/permohonan")
    assert case.status == 200
    assert "<script>" not in case.html


def test_F05_digits_of_other_scripts_are_digits(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="identitas")
    number = "３２７６０１４１٠٧٩٠٠٠٠١"
    assert slug_of(visitor.send(page, {**ANSWERS["identitas"], "number": number})) == "kontak"
    assert "3276014107900001" in visitor.get("/ajukan/identitas").html


def test_F14_a_body_of_two_megabytes_is_too_large_and_says_so(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="informasi")
    refused = visitor.send(page, {"information": "x" * 2_000_000})
    assert refused.status == 413
    assert "terlalu besar" in refused.heading
    assert visitor.get("/ajukan/informasi").form().values["information"] == ""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_F14_a_body_of_sixteen_megabytes_is_too_large_for_files_too(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="dokumen")
    refused = visitor.send(page, {"berkas-identity": (PNG + b"0" * 16_000_000, "besar.png")})
    assert refused.status == 413
    assert "terlalu besar" in refused.heading
    del page, refused
    gc.collect()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("files", "status"), [(6, 422), (100, 422), (1001, 413)])
def test_F14_a_hundred_attachments_are_too_many(world: World, files: int, status: int) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="dokumen")
    stored = list(world.settings.files.rglob("*"))
    refused = visitor.send(page, {"berkas-identity": [(PNG, f"{n}.png") for n in range(files)]})
    assert refused.status == status
    assert list(world.settings.files.rglob("*")) == stored
    assert "ktp" not in visitor.get("/ajukan/dokumen").text
    # A refused upload leaves its spooled files to the collector: they belong to this test.
    del page, refused
    gc.collect()


def test_F14_two_hundred_thousand_fields_are_refused(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="informasi")
    body = b"csrf_token=" + token_of(page).encode() + b"&a=1" * 100_000
    answer = visitor.client.post(
        "/ajukan/informasi", data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in {413, 422}


def test_F15_a_field_sent_twice_is_refused(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="tujuan")
    refused = visitor.send(page, {"purpose": ["satu", "dua"]})
    assert refused.status == 422
    assert "lebih dari satu kali" in refused.error("purpose")


def test_F15_fields_of_other_forms_are_left_out(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="tujuan")
    page = visitor.send(page, {"purpose": "Riset", "body": "body-00", "role": "ppid"})
    assert slug_of(page) == "cara"


@pytest.mark.parametrize("url", ["/", "/hak", "/ajukan/selesai", "/lacak/permohonan", "/lacak/selesai"])
def test_F16_another_method_is_named(world: World, url: str) -> None:
    visitor = world.visitor()
    answer = visitor.client.delete(url)
    assert answer.status_code in {400, 405}
    if answer.status_code == 405:
        assert "GET" in answer.headers["Allow"] or "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", "multipart/form-data"])
def test_F16_another_kind_of_body_is_no_form(world: World, kind: str) -> None:
    visitor = world.visitor()
    fill(visitor, upto="tujuan")
    answer = visitor.client.post("/ajukan/tujuan", data=b'{"purpose": "x"}', content_type=kind)
    assert answer.status_code in {400, 415}


@pytest.mark.parametrize(
    "path",
    [
        "/ajukan/..%2f..%2fetc",
        "/ajukan/%00",
        "/ajukan/" + "9" * 3000,
        "/lacak/surat/%00.pdf",
        "/ajukan/\u202e",
    ],
)
def test_F20_strange_addresses_are_not_found(world: World, path: str) -> None:
    page = world.visitor().get(path)
    assert page.status == 404 or page.url == "/lacak"


def test_F19_nothing_typed_reaches_a_header(world: World) -> None:
    visitor = world.visitor()
    name = "ktp\r\nSet-Cookie: jahat=1\r\n.png"
    fill(visitor, {"dokumen": {"berkas-identity": (PNG, name)}}, upto="informasi")
    assert "jahat" not in str(visitor.get("/ajukan/dokumen").response.headers)
    assert visitor.get("/ajukan/badan-publik?cari=%0d%0aSet-Cookie:x=1").status == 200


# Files ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<svg onload=alert(1)></svg>", "gambar.png", "bukan PDF"),
        (b"<html><script>x</script></html>", "surat.pdf", "bukan PDF"),
        (b"MZ\x90\x00", "ktp.jpg", "bukan PDF"),
        (b"PK\x03\x04" + b"0" * 200, "bom.zip", "bukan PDF"),
        (PNG[:40], "potong.png", "terpotong"),
        (b"%PDF-1.7\nbelum selesai", "potong.pdf", "terpotong"),
        (JPEG[:-2], "potong.jpg", "terpotong"),
        (attached.pdf_locked("rahasia"), "kunci.pdf", "kata sandi"),
        (PNG + b"0" * (3 * 1024 * 1024), "besar.png", "lebih besar dari 3 MB"),
    ],
)
def test_F31_F33_a_file_is_told_by_its_content(world: World, content: bytes, name: str, said: str) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="dokumen")
    refused = visitor.send(page, {"berkas-identity": (content, name)})
    assert refused.status == 422
    assert said in refused.error("berkas-identity")
    assert not [p for p in world.settings.files.rglob("*") if p.is_file()]


def test_F33_an_empty_file_is_told_so(world: World) -> None:
    visitor = world.visitor()
    refused = visitor.send(fill(visitor, upto="dokumen"), {"berkas-identity": (b"", "kosong.pdf")})
    assert "kosong" in refused.error("berkas-identity")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.png", "passwd.png"),
        ("..\\..\\CON.png", "CON.png"),
        ("\u7533\u8acb.png", "\u7533\u8acb.png"),
        ("-rf.png", "-rf.png"),
        ("a" * 300 + ".png", "aaa\u2026.png"),
        ("<b>ktp</b>.png", "b>.png"),
    ],
)
def test_F30_a_file_name_is_shown_safely_and_stored_under_a_hash(world: World, name: str, shown: str) -> None:
    visitor = world.visitor()
    fill(visitor, {"dokumen": {"berkas-identity": (PNG, name)}}, upto="informasi")
    page = visitor.get("/ajukan/dokumen")
    assert shown in page.text
    assert "<b>ktp" not in page.html
    (stored,) = [p for p in world.settings.files.rglob("*") if p.is_file()]
    assert len(stored.name) == 64
    assert stored.read_bytes() != PNG


def test_one_bad_file_does_not_lose_the_good_one(world: World) -> None:
    visitor = world.visitor()
    page = fill(visitor, upto="dokumen")
    refused = visitor.send(page, {"berkas-identity": (JPEG, "ktp.jpg"), "berkas-other": (b"MZ", "x.exe")})
    assert refused.status == 422
    assert "ktp.jpg" in refused.text
    assert refused.error("berkas-other")


def test_a_file_can_be_taken_out_again(world: World) -> None:
    visitor = world.visitor()
    fill(visitor, upto="informasi")
    page = visitor.get("/ajukan/dokumen")
    form = page.form("hapus")
    page = visitor.post("/ajukan/dokumen", {**form.values, "hapus": form.buttons[0]})
    assert "ktp.png" not in page.text
    assert "belum lengkap" in page.text


def test_F31_a_photo_with_a_page_behind_it_is_refused_and_its_name_makes_no_page_of_it(world: World) -> None:
    visitor = world.visitor()
    polyglot = JPEG + b"<script>alert(1)</script>"
    refused = visitor.send(fill(visitor, upto="dokumen"), {"berkas-identity": (polyglot, "ktp.jpg.html")})
    assert "memuat berkas lain" in refused.error("berkas-identity")
    visitor = world.visitor()
    page = fill(visitor, {"dokumen": {"berkas-identity": (JPEG, "ktp.jpg.html")}})
    visitor.send(page)
    answer = world.tracker(only_case(world)).get("/lacak/berkas/pemohon/1").response
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert ".html" not in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_nothing_of_all_this_files_anything(world: World) -> None:
    visitor = world.visitor()
    page = begin(visitor)
    for value in ("\x00", "x" * 1000, "ppid", "__class__"):
        assert visitor.send(page, {"requester_kind": value}).status == 422
    assert count_filed(world) == 0
