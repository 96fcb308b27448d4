"""Pages as a reader sees them: what is filled in and noted is drawn, what is switched off is not."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from ppid.redaction import workshop
from ppid.redaction.copying import rebuild
from ppid.redaction.leaks import check
from ppid.redaction.marks import Mark
from ppid.redaction.painting import FLATE, JPEG, pack
from ppid.redaction.pictures import MOST_PIXELS, PDF, UnreadableError, opened
from tests.ppid.redaction import originals
from tests.ppid.redaction.originals import BOX, HIGH, PLACE, WIDE, changed


def drawn(content: bytes, media_type: str = PDF, page: int = 1) -> Image.Image:
    """A page of a document."""
    with opened(content, media_type) as pages:
        return pages.picture(page)


def dark(picture: Image.Image, place: tuple[float, float, float, float] = PLACE) -> int:
    """How many dark pixels there are in a place, in points of a page of the usual size."""
    across, down = picture.width / WIDE, picture.height / HIGH
    left, bottom, right, top = place
    part = picture.crop(
        (int(left * across), int((HIGH - top) * down), int(right * across), int((HIGH - bottom) * down))
    )
    return sum(part.convert("L").histogram()[:100])


INSIDE = (70.0, 396.0, 330.0, 414.0)


def test_what_was_typed_into_a_field_is_drawn() -> None:
    assert dark(drawn(originals.form().content), INSIDE) > 200
    assert dark(drawn(originals.canvas(lambda _sheet: None)), INSIDE) == 0


def test_a_note_on_the_page_is_drawn() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        black = pdf.make_stream(b"0 g 0 0 290 30 re f")
        black.Type, black.Subtype, black.BBox = Name.XObject, Name.Form, Array([0, 0, 290, 30])
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.Stamp, Rect=Array(list(PLACE)), F=4, AP=Dictionary(N=black),
            Contents=String("Cap"),
        )  # fmt: skip
        pdf.pages[0].Annots = Array([pdf.make_indirect(note)])

    assert dark(drawn(changed(originals.canvas(lambda _sheet: None), change)), INSIDE) > 5000


def test_a_layer_that_is_off_is_not_drawn_and_white_text_is_not_seen() -> None:
    assert dark(drawn(originals.layered().content), INSIDE) == 0
    assert dark(drawn(originals.white().content), INSIDE) == 0


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        ("text", (1112, 1667)), ("turned_90", (1667, 1112)), ("turned_180", (1112, 1667)),
        ("turned_270", (1667, 1112)), ("cropped", (945, 723)), ("cropped_and_turned", (723, 945)),
    ],
)  # fmt: skip
def test_a_page_is_turned_and_cropped_as_it_is_seen(kind: str, size: tuple[int, int]) -> None:
    assert drawn(originals.ALL[kind]().content).size == size


def test_a_page_as_large_as_a_wall_is_drawn_coarser() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = Array([0, 0, 7000, 5000])

    content = changed(originals.canvas(lambda _sheet: None), change)
    picture = drawn(content)
    assert picture.width * picture.height <= MOST_PIXELS * 1.01
    box = Mark(page=1, x=10, y=800, w=300, h=100, article="17(a)")
    assert check(content, PDF, [box], rebuild(content, PDF, [box])).leaks == ()


@pytest.mark.parametrize(("side", "high"), [(5, 600), (15_000, 600)])
def test_a_page_of_no_size_that_can_be_drawn_is_refused(side: int, high: int) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].MediaBox = Array([0, 0, side, high])

    with pytest.raises(UnreadableError), opened(changed(originals.canvas(lambda _s: None), change), PDF):
        pass


def test_a_photograph_stands_upright_and_on_white() -> None:
    picture, out, exif = Image.new("RGB", (400, 200), (200, 10, 10)), io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    picture.save(out, "JPEG", exif=exif)
    assert drawn(out.getvalue(), "image/jpeg").size == (200, 400)
    clear = io.BytesIO()
    Image.new("RGBA", (300, 300), (0, 0, 0, 0)).save(clear, "PNG")
    assert drawn(clear.getvalue(), "image/png").getpixel((5, 5)) == (255, 255, 255)


def test_a_photograph_is_packed_as_one_and_its_boxes_are_black_all_the_same() -> None:
    noise = Image.effect_noise((1200, 1600), 90).resize((1600, 2200)).convert("RGB")
    noise.paste((30, 90, 200), (0, 0, 1600, 60))
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    marks = [
        Mark(1, 80, 100, 500, 60, "17(h)(2)"),
        Mark(1, 905, 900, 95, 100, "17(a)"),
        Mark(1, 3, 7, 1, 1, "17(b)"),
    ]
    copy = rebuild(out.getvalue(), "image/jpeg", marks)
    assert JPEG.encode() in copy
    assert check(out.getvalue(), "image/jpeg", marks, copy).leaks == ()


def test_text_is_packed_exactly() -> None:
    assert pack(drawn(originals.text().content)).filter == FLATE


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF"]
)
def test_what_cannot_be_drawn_is_refused_in_our_words(content: bytes) -> None:
    with pytest.raises(Exception, match="damaged or cannot be drawn"):
        workshop.measure(content, PDF)


def test_the_box_of_the_examples_covers_its_line() -> None:
    picture = drawn(originals.text().content)
    assert dark(picture, INSIDE) > 200
    copy = rebuild(originals.text().content, PDF, [BOX])
    assert dark(drawn(copy), INSIDE) > 5000
