"""F31-F33: a file is what opening it shows; what is none of the kinds, or acts by itself, is not kept."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from ppid.inspecting import KINDS, PAPERS, RECORDS, UnfitError, examine
from ppid.inspecting import kinds as k
from tests import attached

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>'


def refused(content: bytes, *, ending: str = "", allowed: tuple[str, ...] = RECORDS) -> UnfitError:
    with pytest.raises(UnfitError) as caught:
        examine(content, ending=ending, allowed=allowed)
    assert caught.value.code in k.CODES
    return caught.value


@pytest.mark.parametrize(
    ("content", "ending", "kind"),
    [
        (attached.pdf(), "pdf", k.PDF),
        (attached.pdf_with("place"), "pdf", k.PDF),
        (attached.pdf_with("link"), "pdf", k.PDF),
        (attached.jpeg(), "jpg", k.JPEG),
        (attached.jpeg(64, 64), "jpg", k.JPEG),
        (attached.png(), "png", k.PNG),
        (attached.docx(), "docx", k.DOCX),
        (attached.xlsx(), "xlsx", k.XLSX),
        (attached.odf("text"), "odt", k.ODT),
        (attached.odf("spreadsheet"), "ods", k.ODS),
        (b"nama;jumlah\r\nSIM;3\r\n", "csv", k.CSV),
        ("Anggaran tahun 2025 é naik".encode(), "txt", k.TXT),
        (
            attached.packed({"a/b.pdf": attached.pdf(), "c.csv": b"1,2", "d.xlsx": attached.xlsx()}),
            "zip",
            k.ZIP,
        ),
    ],
)
def test_F31_a_file_is_told_by_its_content(content: bytes, ending: str, kind: str) -> None:
    assert examine(content, ending=ending, allowed=RECORDS).media_type == kind
    if kind not in PAPERS:
        assert refused(content, ending=ending, allowed=PAPERS).code == "kind"


def test_what_was_measured_is_told() -> None:
    assert examine(attached.pdf(pages=3)).pages == 3
    seen = examine(attached.png(40, 20))
    assert (seen.width, seen.height) == (40, 20)


def test_F31_the_name_decides_nothing_but_csv_or_txt() -> None:
    assert examine(attached.pdf(), ending="png").media_type == k.PDF
    assert examine(b"a,b", ending="exe", allowed=RECORDS).media_type == k.TXT


@pytest.mark.parametrize(
    "content",
    [
        SVG,
        b'<?xml version="1.0"?>' + SVG,
        b"\xef\xbb\xbf  " + HTML,
        HTML,
        LAUGHS,
        b"#!/bin/sh\nrm -rf /\n",
        b"MZ\x90\x00" + bytes(400),
        b"\x7fELF" + bytes(400),
        b"GIF89a" + bytes(20),
        b"{\\rtf1 isi}",
        b"nama\x00jumlah",
        b"nama\x1b[31m",
        b"\xff\xfen\x00a\x00",
        b"caf\xe9",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    ],
)
def test_F31_what_is_none_of_the_kinds_is_refused(content: bytes) -> None:
    assert refused(content, ending="csv").code == "kind"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("script", "JavaScript"),
        ("script in a name", "JavaScript"),
        ("script in a page", "JavaScript"),
        ("launch", "Launch"),
        ("attachment", "attachments"),
        ("form", "XFA"),
        ("media", "RichMedia"),
        ("sending", "SubmitForm"),
    ],
)
def test_F31_a_pdf_that_acts_by_itself_is_refused_and_told_by_what(change: str, found: str) -> None:
    unfit = refused(attached.pdf_with(change), allowed=PAPERS)
    assert unfit.code == "active"
    assert found in unfit.found


@pytest.mark.parametrize("behind", [HTML, b"PK\x03\x04", b"x", attached.packed({"a.txt": b"a"})])
@pytest.mark.parametrize("image", [attached.jpeg(), attached.jpeg(64, 64), attached.png()])
def test_F31_two_files_in_one_are_refused(image: bytes, behind: bytes) -> None:
    assert refused(image + behind, allowed=PAPERS).code == "trailing"


def test_F31_a_pdf_that_is_a_zip_too_is_refused() -> None:
    both = attached.pdf() + attached.packed({"a.txt": b"a"})
    assert refused(both + b"\n%%EOF", allowed=PAPERS).code in {"trailing", "damaged"}
    assert refused(attached.pdf() + attached.packed({"%%EOF": b"a"}), allowed=PAPERS).code == "trailing"


def test_F31_a_zip_with_something_before_or_behind_it_is_refused() -> None:
    archive = attached.packed({"a.txt": b"a"})
    assert refused(archive + HTML).code == "trailing"
    assert refused(attached.packed({"b.txt": b"b"}) + archive).code == "trailing"


def test_F31_an_image_that_begins_like_another_file_is_refused() -> None:
    picture = attached.jpeg()
    remark = b"%PDF-1.7 <script>"
    hidden = picture[:2] + b"\xff\xfe" + (len(remark) + 2).to_bytes(2, "big") + remark + picture[2:]
    assert refused(hidden, allowed=PAPERS).code == "trailing"


def test_what_cameras_add_behind_a_photo_is_no_second_file() -> None:
    block = b"\x00\x00\x01\x0a" + b"\x0e\x00\x00\x00" + b"Image_UTC_Data" + b"1780000000000"
    head = b"SEFH" + (107).to_bytes(4, "little") + (1).to_bytes(4, "little")
    head += b"\x00\x00\x01\x0a" + len(block).to_bytes(4, "little") + len(block).to_bytes(4, "little")
    trailer = block + head + len(head).to_bytes(4, "little") + b"SEFT"
    assert examine(attached.jpeg() + trailer).media_type == k.JPEG
    assert examine(attached.jpeg() + attached.jpeg(64, 64) + bytes(9)).media_type == k.JPEG
    assert refused(attached.jpeg() + HTML + trailer).code == "trailing"
    assert refused(attached.jpeg() + attached.jpeg() + HTML).code == "trailing"


# Bombs ----------------------------------------------------------------------------------------------------


def quick(content: bytes, *codes: str, ending: str = "") -> UnfitError:
    began = time.monotonic()
    unfit = refused(content, ending=ending)
    assert time.monotonic() - began < 25
    assert unfit.code in codes
    return unfit


def test_F32_an_image_is_measured_before_it_is_decoded() -> None:
    assert quick(attached.png_claiming(30_000, 30_000), "pixels").found == ("30000x30000",)
    quick(attached.png_claiming(7_100, 7_100, rows=7_100), "pixels")


def test_F32_a_pdf_that_unpacks_to_far_too_much_is_refused() -> None:
    bomb = attached.pdf_bomb(400)
    assert len(bomb) < 1024 * 1024
    quick(bomb, "unpacked", "too-much")


def test_F32_a_pdf_of_too_many_pages_is_refused() -> None:
    assert quick(attached.pdf(pages=501), "pages").found == ("501",)
    assert examine(attached.pdf(pages=500)).pages == 500


def test_F32_a_zip_that_unpacks_to_far_too_much_is_refused() -> None:
    quick(attached.packed({"a.txt": b"a" * 2_000_000}), "unpacked")
    pieces = {f"{n}.txt": (b"%d" % n) * 30_000 for n in range(201)}
    assert quick(attached.packed(pieces), "members").found == ("201",)
    filling = bytes(range(32, 127)) * 11_100
    many = {f"{n}.txt": filling for n in range(101)}
    quick(attached.packed(many, stored=True), "unpacked")


def test_F32_a_zip_that_lies_about_its_sizes_is_found_out() -> None:
    honest = attached.packed({"a.txt": b"a" * 2_000_000})
    size = (2_000_000).to_bytes(4, "little")
    quick(honest.replace(size, (20_000).to_bytes(4, "little")), "damaged", "unpacked")


def test_F32_a_zip_in_a_zip_is_refused() -> None:
    inner = attached.packed({"a.txt": b"a"})
    unfit = quick(attached.packed({"dalam.zip": inner}), "kind")
    assert unfit.inside == "dalam.zip"


def test_F32_entities_are_never_expanded() -> None:
    quick(attached.docx({"word/settings.xml": LAUGHS}), "entities")
    quick(attached.xlsx({"xl/styles.xml": LAUGHS}), "entities")
    quick(attached.odf("text", {"styles.xml": LAUGHS}), "entities")


# Members --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["../../x.txt", "/etc/x.txt", "C:/x.txt", "a/../../x.txt", "a\x01b.txt", "a" * 300]
)
def test_F30_a_member_cannot_climb_out_of_its_folder(name: str) -> None:
    assert refused(attached.packed({name: b"a"})).code == "path"


def test_F30_a_member_that_is_a_link_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("tautan.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert refused(out.getvalue()).code == "path"


@pytest.mark.parametrize("inside", [SVG, HTML, b"MZ" + bytes(99), attached.pdf_with("script"), b""])
def test_F31_every_member_must_be_fit_itself(inside: bytes) -> None:
    unfit = refused(attached.packed({"baik.txt": b"a", "buruk.dat": inside}))
    assert unfit.inside == "buruk.dat"


FETCHING = b'<a xmlns:x="http://www.w3.org/1999/xlink"><image x:href="https://x.example/i"/></a>'
RUNNING = b'<w:p xmlns:w="w"><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:p>'
TEMPLATE = attached.relations("attachedTemplate", "https://x.example/t.dotm")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (attached.docx({"word/vbaProject.bin": b"x"}), "active"),
        (attached.xlsx({"xl/macrosheets/sheet1.xml": b"<a/>"}), "active"),
        (attached.odf("text", {"Basic/Standard/Module1.xml": b"<a/>"}), "active"),
        (attached.docx({"word/embeddings/oleObject1.bin": b"x"}), "active"),
        (attached.docx({"word/header1.xml": RUNNING}), "active"),
        (attached.docx({"word/_rels/settings.xml.rels": TEMPLATE}), "external"),
        (attached.xlsx({"xl/externalLinks/externalLink1.xml": b"<a/>"}), "external"),
        (attached.odf("text", {"styles.xml": FETCHING}), "external"),
        (attached.docx({"word/header1.xml": b"<a><b></a>"}), "damaged"),
    ],
)
def test_F31_an_office_document_that_acts_or_fetches_is_refused(content: bytes, code: str) -> None:
    assert refused(content).code == code


def test_a_link_that_a_reader_clicks_is_no_part_from_elsewhere() -> None:
    linked = attached.docx(
        {"word/_rels/document.xml.rels": attached.relations("hyperlink", "https://x.example")}
    )
    assert examine(linked, allowed=RECORDS).media_type == k.DOCX


# Empty, cut, locked ---------------------------------------------------------------------------------------


def test_F33_empty_is_told() -> None:
    assert refused(b"").code == "empty"


@pytest.mark.parametrize(
    "content",
    [
        attached.pdf()[:-30],
        b"%PDF-1.7\nisi\n%%EOF\n",
        attached.jpeg(64, 64)[:-40],
        attached.png(64, 64)[:-30],
        attached.packed({"a.txt": b"a" * 999})[:-30],
        attached.docx()[:-30],
    ],
)
def test_F33_a_file_that_was_cut_is_told(content: bytes) -> None:
    assert refused(content).code == "damaged"


def test_F33_a_changed_byte_in_a_packed_file_is_told() -> None:
    changed = attached.packed({"a.txt": b"anggaran"}, stored=True).replace(b"anggaran", b"anggarna", 1)
    assert refused(changed).code == "damaged"


@pytest.mark.parametrize("user", ["rahasia", ""])
def test_F33_a_locked_pdf_is_told(user: str) -> None:
    assert refused(attached.pdf_locked(user)).code == "locked"


def test_F33_a_locked_zip_or_office_document_is_told() -> None:
    archive = bytearray(attached.packed({"a.txt": b"a"}))
    archive[6] |= 1
    archive[archive.find(b"PK\x01\x02") + 8] |= 1
    assert refused(bytes(archive)).code == "locked"
    office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    assert refused(office).code == "locked"


def test_every_kind_says_its_endings() -> None:
    assert all(kind.endings and kind.words for kind in KINDS.values())
