"""The leak check fails closed: every other way of making a copy is found out, and each part bites."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageDraw

from ppid.redaction import hidden, rules, workshop, writing
from ppid.redaction.copying import rebuild
from ppid.redaction.leaks import Leak, check
from ppid.redaction.marks import Mark, of_page, painted
from ppid.redaction.painting import Packed, pack, packed_as, paint
from ppid.redaction.pictures import PDF, Size, opened
from ppid.redaction.refusals import CopyLeaksError
from ppid.redaction.verdict import Copy
from ppid.redaction.writing import write
from tests.ppid.redaction import originals
from tests.ppid.redaction.originals import BOX, HIGH, NAME, NUMBER, PLACE, SECRET, WIDE, changed, mark

Marks = Sequence[Mark]


def as_it_is(original: bytes, _media_type: str, _marks: Marks) -> bytes:
    """The original itself."""
    return original


def drawn_over(original: bytes, _media_type: str, marks: Marks) -> bytes:
    """What many programs do: black boxes on top of living text."""

    def change(pdf: pikepdf.Pdf) -> None:
        for box in marks:
            left, top, right, bottom = box.place
            area = (left * WIDE, HIGH - bottom * HIGH, (right - left) * WIDE, (bottom - top) * HIGH)
            over = "q 0 g {:.1f} {:.1f} {:.1f} {:.1f} re f Q".format(*area)
            pdf.pages[box.page - 1].contents_add(Stream(pdf, over.encode()))

    return changed(original, change)


def _by(alter: Callable[[pikepdf.Pdf], None]) -> Callable[[bytes, str, Marks], bytes]:
    return lambda original, media_type, marks: changed(rebuild(original, media_type, marks), alter)


def _title(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo[Name.Author] = String(NAME)


def _xmp(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as meta:
        meta["dc:title"] = SECRET


def _attachment(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["asli.txt"] = SECRET.encode()


def _outline(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))


def _thumbnail(pdf: pikepdf.Pdf) -> None:
    small = pdf.make_stream(bytes(100), Width=10, Height=10, ColorSpace=Name.DeviceGray, BitsPerComponent=8)
    pdf.pages[0].obj.Thumb = small


def _note(pdf: pikepdf.Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([1, 1, 9, 9]), Contents=String(SECRET))
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(SECRET))


def _unused_object(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PieceInfo = pdf.make_indirect(Dictionary(X=String(SECRET)))


def _invisible_text(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Resources.Font = Dictionary(
        F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    page.contents_add(Stream(pdf, f"BT 3 Tr /F1 12 Tf 60 400 Td ({SECRET}) Tj ET".encode()))


def _page_less(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[1]


def _other_size(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = Array([0, 0, WIDE + 9, HIGH])


def _comment_between(original: bytes, media_type: str, marks: Marks) -> bytes:
    return rebuild(original, media_type, marks).replace(
        b"endobj\n2 0", b"endobj\n%% " + NAME.encode() + b"\n2 0", 1
    )


def _behind_the_end(original: bytes, media_type: str, marks: Marks) -> bytes:
    return rebuild(original, media_type, marks) + b"%" + NUMBER.encode().hex().encode() + b"\n"


def _revised(original: bytes, media_type: str, marks: Marks) -> bytes:
    """A first state that holds everything, and the clean one behind it."""
    return original + rebuild(original, media_type, marks)


def _painted_by(painter: Callable[[Image.Image, Marks], Image.Image]) -> Callable[[bytes, str, Marks], bytes]:
    def made(original: bytes, media_type: str, marks: Marks) -> bytes:
        with opened(original, media_type) as pages:
            return write(
                [
                    (size, pack(painter(pages.picture(n), of_page(marks, n))))
                    for n, size in enumerate(pages.sizes, start=1)
                ]
            )

    return made


def _nearly_black(picture: Image.Image, marks: Marks) -> Image.Image:
    done = picture.copy()
    for box in marks:
        left, top, right, bottom = painted(box, *done.size)
        ImageDraw.Draw(done).rectangle((left, top, right - 1, bottom - 1), fill=(1, 1, 1))
    return done


def _see_through(picture: Image.Image, marks: Marks) -> Image.Image:
    return Image.blend(picture, paint(picture, marks), 0.97)


def _blurred(picture: Image.Image, marks: Marks) -> Image.Image:
    done = picture.copy()
    for box in marks:
        area = painted(box, *done.size)
        part = done.crop(area)
        done.paste(part.resize((9, 3)).resize(part.size), area)
    return done


def _moved(picture: Image.Image, marks: Marks) -> Image.Image:
    return paint(picture, [Mark(m.page, m.x + 20, m.y, m.w, m.h, m.article, m.decree) for m in marks])


def _one_forgotten(picture: Image.Image, marks: Marks) -> Image.Image:
    return paint(picture, marks[1:])


def _in_the_pixels(original: bytes, media_type: str, marks: Marks) -> bytes:
    """The words of the box, as bytes of a corner of the picture."""
    with opened(original, media_type) as pages:
        pictures = []
        for n, size in enumerate(pages.sizes, start=1):
            done = paint(pages.picture(n), of_page(marks, n)).convert("L")
            raw = bytearray(done.tobytes())
            raw[: len(SECRET)] = SECRET.encode()
            pictures.append((size, packed_as(Image.frombytes("L", done.size, bytes(raw)), "FlateDecode")))
    return write(pictures)


def _behind_the_pixels(original: bytes, media_type: str, marks: Marks) -> bytes:
    """More bytes in the stream than the picture has."""
    with opened(original, media_type) as pages:
        pictures = []
        for n, size in enumerate(pages.sizes, start=1):
            done = pack(paint(pages.picture(n), of_page(marks, n)))
            more = zlib.compress(zlib.decompress(done.data) + SECRET.encode())
            pictures.append((size, done._replace(data=more)))
    return write(pictures)


def _jpeg_that_says(original: bytes, media_type: str, marks: Marks) -> bytes:
    """The picture as a JPEG with a comment."""
    with opened(original, media_type) as pages:
        pictures = []
        for n, size in enumerate(pages.sizes, start=1):
            done = packed_as(paint(pages.picture(n), of_page(marks, n)), "DCTDecode")
            comment = b"\xff\xfe" + (2 + len(SECRET)).to_bytes(2, "big") + SECRET.encode()
            pictures.append((size, done._replace(data=done.data[:2] + comment + done.data[2:])))
    return write(pictures)


def _with_content(pages: list[tuple[Size, Packed]], content: bytes) -> bytes:
    """The file of the pictures, in the same order of objects, but each page draws something else."""
    objects = writing._objects(pages)  # noqa: SLF001
    for n in range(len(pages)):
        objects[writing.FIRST + 1 + writing.EACH * n] = b"<< /Length %d >>\nstream\n%s\nendstream" % (
            len(content),
            content,
        )
    out, places = bytearray(writing.HEAD), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\n" % (len(places) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _black_over_the_picture(original: bytes, media_type: str, marks: Marks) -> bytes:
    """The picture holds everything; a black rectangle is drawn over it, and one sees nothing."""
    with opened(original, media_type) as pages:
        pictures = [(size, pack(pages.picture(n))) for n, size in enumerate(pages.sizes, start=1)]
    return _with_content(pictures, b"q 400 0 0 600 0 0 cm /P Do Q 0 g 0 380 400 50 re f")


def _picture_shown_elsewhere(original: bytes, media_type: str, marks: Marks) -> bytes:
    """The picture is as it should be, but the page shows it moved."""
    with opened(original, media_type) as pages:
        pictures = [
            (size, pack(paint(pages.picture(n), of_page(marks, n))))
            for n, size in enumerate(pages.sizes, start=1)
        ]
    return _with_content(pictures, b"q 400 0 0 600 0 60 cm /P Do Q")


def _nothing(_original: bytes, _media_type: str, _marks: Marks) -> bytes:
    return b""


BAD: dict[str, tuple[Callable[[bytes, str, Marks], bytes], Leak]] = {
    "the original": (as_it_is, Leak.TEXT),
    "boxes drawn on top": (drawn_over, Leak.TEXT),
    "boxes drawn on top, words": (drawn_over, Leak.WORDS),
    "an author": (_by(_title), Leak.METADATA),
    "XMP": (_by(_xmp), Leak.METADATA),
    "an attachment": (_by(_attachment), Leak.ATTACHMENTS),
    "an outline": (_by(_outline), Leak.ATTACHMENTS),
    "a thumbnail": (_by(_thumbnail), Leak.ATTACHMENTS),
    "a note": (_by(_note), Leak.ATTACHMENTS),
    "a script": (_by(_script), Leak.ATTACHMENTS),
    "an object nobody needs": (_by(_unused_object), Leak.WORDS),
    "invisible text": (_by(_invisible_text), Leak.TEXT),
    "a page less": (_by(_page_less), Leak.PAGES),
    "another size": (_by(_other_size), Leak.PAGES),
    "a comment between objects": (_comment_between, Leak.OBJECTS),
    "a comment between objects, its words": (_comment_between, Leak.WORDS),
    "digits behind the end": (_behind_the_end, Leak.WORDS),
    "an earlier state": (_revised, Leak.WORDS),
    "boxes nearly black": (_painted_by(_nearly_black), Leak.PIXELS),
    "boxes one sees through": (_painted_by(_see_through), Leak.PIXELS),
    "boxes of coarse pixels": (_painted_by(_blurred), Leak.PIXELS),
    "boxes beside their place": (_painted_by(_moved), Leak.PIXELS),
    "a forgotten box": (_painted_by(_one_forgotten), Leak.PIXELS),
    "black over a picture that holds everything": (_black_over_the_picture, Leak.PIXELS),
    "a picture shown elsewhere": (_picture_shown_elsewhere, Leak.PIXELS),
    "words in the pixels": (_in_the_pixels, Leak.WORDS),
    "words behind the pixels": (_behind_the_pixels, Leak.OBJECTS),
    "a comment in a JPEG": (_jpeg_that_says, Leak.OBJECTS),
    "nothing at all": (_nothing, Leak.NOT_READABLE),
}


@pytest.mark.parametrize("way", BAD)
def test_a_copy_made_in_another_way_is_found_out_and_never_released(way: str) -> None:
    make, leak = BAD[way]
    case = originals.text()
    copy = make(case.content, case.media_type, case.marks)
    report = check(case.content, case.media_type, case.marks, copy)
    assert leak in report.leaks
    made = Copy(copy, 2, tuple(report.leaks), report.readers)
    with pytest.raises(CopyLeaksError) as refused:
        rules.check_clean(made)
    said = refused.value.sentence("id") + refused.value.sentence("en")
    assert NAME not in said
    assert NUMBER not in said


def test_the_limited_child_finds_it_out_too() -> None:
    case = originals.text()
    made = workshop.make_copy(case.content, case.media_type, case.marks, drawn_over)
    assert {"text", "words", "objects", "pixels"} <= set(made.leaks)


def test_a_copy_made_as_it_should_passes_in_the_limited_child() -> None:
    case = originals.text()
    made = workshop.make_copy(case.content, case.media_type, case.marks)
    assert made.leaks == ()
    assert made.pages == 2
    rules.check_clean(made)


def test_a_copy_that_no_reader_checked_is_not_clean() -> None:
    case = originals.text()
    copy = rebuild(case.content, case.media_type, case.marks)
    with pytest.raises(CopyLeaksError):
        rules.check_clean(Copy(copy, 2, (), ()))


def test_a_box_too_few_is_found_though_the_copy_is_well_made() -> None:
    case = originals.text()
    copy = rebuild(case.content, case.media_type, case.marks[:1])
    assert check(case.content, case.media_type, case.marks, copy).leaks == (Leak.PIXELS,)


def test_a_box_too_small_for_words_is_black_in_the_picture_itself_not_only_to_the_eye() -> None:
    case = originals.text()
    small = [Mark(page, 150, 340, 3, 3, "17(a)") for page in (1, 2)]
    copy = _black_over_the_picture(case.content, case.media_type, small)
    assert Leak.PIXELS in check(case.content, case.media_type, small, copy).leaks


GEOMETRY = (
    "text", "turned_90", "turned_180", "turned_270", "cropped", "cropped_and_turned", "negative_origin",
    "nested", "inherited", "white", "odd_encoding", "scanned_with_text_layer", "ligatures", "cid_font",
    "object_streams",
)  # fmt: skip


@pytest.mark.parametrize("reader", [hidden._by_pdfium, hidden._by_pdfminer, hidden._by_pypdf])  # noqa: SLF001
@pytest.mark.parametrize("kind", GEOMETRY)
def test_every_reader_knows_what_stands_under_a_box(kind: str, reader: Callable[[bytes], object]) -> None:
    case = originals.ALL[kind]()
    found = dict(reader(case.content))  # type: ignore[call-overload]
    under = hidden.under(found[1], [box.place for box in of_page(case.marks, 1)])
    assert any(NAME in word for word in under)
    if reader is not hidden._by_pypdf:  # noqa: SLF001 - it knows where a run begins, not how far it goes
        # At the lower edge of the page nothing is written, however it is turned.
        assert hidden.under(found[1], [(0.001, 0.998, 0.999, 0.999)]) == set()


def test_a_word_that_a_box_cuts_counts_as_covered_and_its_neighbour_does_not() -> None:
    case = originals.text()
    left, bottom, _right, top = PLACE
    found = dict(hidden._by_pdfium(case.content))  # noqa: SLF001
    under = hidden.under(found[1], [mark((left, bottom, left + 25, top)).place])
    assert NAME in under
    assert NUMBER not in " ".join(under)


@pytest.mark.parametrize("password", ["", "rahasia"])
def test_a_locked_document_is_refused(password: str) -> None:
    with pytest.raises(Exception, match="locked"):
        workshop.measure(originals.locked(password), PDF)


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(Exception, match="100 pages"):
        workshop.measure(originals.canvas(lambda _sheet: None, 101), PDF)


def test_a_box_that_holds_a_word_of_the_file_format_is_no_leak() -> None:
    def draw(sheet: object) -> None:
        sheet.drawString(60, 400, "MediaBox Resources Salinan dengan penghitaman")  # type: ignore[attr-defined]

    content = originals.canvas(draw)
    assert check(content, PDF, [BOX], rebuild(content, PDF, [BOX])).leaks == ()
