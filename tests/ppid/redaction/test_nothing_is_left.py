"""Acceptance: of every kind of document, nothing under a box can be recovered from its copy, by any reader.

The oracles here share nothing with the leak check: pikepdf and poppler read, and pixels are counted.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zlib
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest
from pdfminer.high_level import extract_text
from PIL import Image, ImageChops

from ppid.redaction import hidden
from ppid.redaction.copying import rebuild
from ppid.redaction.leaks import check
from ppid.redaction.marks import painted
from ppid.redaction.pictures import opened
from ppid.redaction.writing import TITLE
from tests.ppid.redaction.originals import ALL, NAME, NUMBER, Case


@pytest.fixture(scope="module", params=sorted(ALL))
def made(request: pytest.FixtureRequest) -> tuple[Case, bytes]:
    case = ALL[request.param]()
    return case, rebuild(case.content, case.media_type, case.marks)


def test_the_boxes_of_the_examples_lie_over_their_secret(made: tuple[Case, bytes]) -> None:
    case, _copy = made
    found = hidden.collect(case.content, case.media_type, case.marks)
    words = " ".join([*found.unseen, *(w for words in found.by_page.values() for w in words)])
    assert (NAME in words and NUMBER in words) is case.reads


def test_the_leak_check_passes(made: tuple[Case, bytes]) -> None:
    case, copy = made
    report = check(case.content, case.media_type, case.marks, copy)
    assert report.leaks == ()
    assert [reader.split()[0] for reader in report.readers] == ["pdfminer.six", "pypdf", "pypdfium2"]


def test_no_reader_finds_a_character(made: tuple[Case, bytes], tmp_path: Path) -> None:
    _case, copy = made
    assert extract_text(io.BytesIO(copy)).strip() == ""
    assert "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(copy)).pages).strip() == ""
    assert all(page.get_textpage().count_chars() == 0 for page in pypdfium2.PdfDocument(copy))
    if poppler := shutil.which("pdftotext"):
        file = tmp_path / "salinan.pdf"
        file.write_bytes(copy)
        said = subprocess.run([poppler, "-raw", str(file), "-"], check=True, capture_output=True, timeout=60)
        assert said.stdout.decode().strip() == ""


def test_no_byte_of_the_secret_is_in_the_file_or_in_a_stream(made: tuple[Case, bytes]) -> None:
    _case, copy = made
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        kept = [copy]
        for held in pdf.objects:
            if isinstance(held, pikepdf.Stream):
                raw = held.read_raw_bytes()
                kept += [raw, zlib.decompress(raw) if held.get("/Filter") == "/FlateDecode" else b""]
        assert len(pdf.attachments) == 0
        assert dict(pdf.docinfo) == {"/Title": TITLE}
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/Lang"}
    for secret in (NAME, NUMBER):
        for form in (secret.encode(), secret.encode("utf-16-be"), secret.encode("utf-16-le")):
            assert not any(form in each or form.hex().encode() in each for each in kept)


def test_the_pixels_under_every_box_are_black_and_all_others_are_as_they_were(
    made: tuple[Case, bytes],
) -> None:
    case, copy = made
    pdf = pypdfium2.PdfDocument(copy)
    with opened(case.content, case.media_type) as pages:
        assert len(pdf) == len(pages.sizes)
        for number, size in enumerate(pages.sizes, start=1):
            assert pdf.get_page_size(number - 1) == pytest.approx(size, abs=0.01)
            seen = pdf[number - 1].render(scale=size.scale).to_pil().convert("RGB")
            was = pages.picture(number)
            assert seen.size == was.size
            for box in (mark for mark in case.marks if mark.page == number):
                area = painted(box, *seen.size)
                inside = seen.crop(area).convert("L").histogram()
                # The words of the ground are white: few pixels, and every other one is black.
                assert inside[0] > 0.8 * sum(inside)
                for picture in (seen, was):
                    picture.paste((0, 0, 0), area)
            assert _near(seen, was)


def _near(one: Image.Image, other: Image.Image) -> bool:
    """Equal, or as near as a photograph that was packed once more."""
    highest = ImageChops.difference(one, other).convert("L").getextrema()[1]
    return isinstance(highest, int | float) and highest < 48


def test_the_same_document_and_boxes_make_the_same_bytes(made: tuple[Case, bytes]) -> None:
    case, copy = made
    assert rebuild(case.content, case.media_type, tuple(reversed(case.marks))) == copy
