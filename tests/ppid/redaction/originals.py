"""Documents with a secret in every place that a document has, each with the boxes that cover what is seen.

Drawn here by other libraries than those that read them: reportlab and pikepdf.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from ppid.redaction.marks import FULL, Mark
from ppid.redaction.pictures import PDF

WIDE, HIGH = 400.0, 600.0
NAME, NUMBER = "Wirasakti", "3173055501900001"
SECRET = f"{NAME} {NUMBER}"
OPEN = "Laporan anggaran tahun 2026"
#: Where the secret is drawn, in points from the lower left corner, and the place around it.
AT = (60.0, 400.0)
PLACE = (55.0, 390.0, 345.0, 420.0)
FONT = Path(__file__).resolve().parents[3] / "web" / "letters" / "fonts" / "DejaVuSans.ttf"


class Case(NamedTuple):
    """A document; ``reads``: a reader finds the secret in the original, under the boxes or beside them."""

    content: bytes
    marks: tuple[Mark, ...]
    media_type: str = PDF
    reads: bool = True


def mark(
    place: tuple[float, float, float, float], page: int = 1, wide: float = WIDE, high: float = HIGH
) -> Mark:
    """The box over a place of a page in points, as the page is seen when it is neither turned nor cropped."""
    left, bottom, right, top = place
    x, y = int(left / wide * FULL), int((high - top) / high * FULL)
    w, h = int((right - left) / wide * FULL) + 1, int((top - bottom) / high * FULL) + 1
    return Mark(page=page, x=x, y=y, w=w, h=h, article="17(h)(2)", decree="SK-12/2026")


BOX = mark(PLACE)


def canvas(draw: Callable[[Canvas], None], pages: int = 1) -> bytes:
    """A document of equal pages with an open line and whatever is drawn."""
    out = io.BytesIO()
    sheet = Canvas(out, pagesize=(WIDE, HIGH))
    for _ in range(pages):
        sheet.setFont("Helvetica", 14)
        sheet.drawString(60, 500, OPEN)
        draw(sheet)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def _say(sheet: Canvas) -> None:
    sheet.drawString(*AT, SECRET)


def text() -> Case:
    """Plain text, on two pages."""
    return Case(canvas(_say, 2), (BOX, mark(PLACE, page=2)))


def changed(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A document after a change by another library."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _photograph() -> Image.Image:
    """The page with its secret as a picture, through a renderer that our code does not call in this way."""
    pdf = pypdfium2.PdfDocument(canvas(_say))
    picture: Image.Image = pdf[0].render(scale=2).to_pil().convert("RGB")
    return picture


def scanned() -> Case:
    """A page that is a picture."""
    out = io.BytesIO()
    sheet = Canvas(out, pagesize=(WIDE, HIGH))
    sheet.drawImage(ImageReader(_photograph()), 0, 0, WIDE, HIGH)
    sheet.save()
    return Case(out.getvalue(), (BOX,), reads=False)


def scanned_with_text_layer() -> Case:
    """A picture with invisible text behind it, as a scanner that reads letters makes."""
    out = io.BytesIO()
    sheet = Canvas(out, pagesize=(WIDE, HIGH))
    sheet.drawImage(ImageReader(_photograph()), 0, 0, WIDE, HIGH)
    layer = sheet.beginText(*AT)
    layer.setTextRenderMode(3)
    layer.setFont("Helvetica", 14)
    layer.textOut(SECRET)
    sheet.drawText(layer)
    sheet.save()
    return Case(out.getvalue(), (BOX,))


def _turned(turn: int) -> Case:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].Rotate = turn

    left, bottom, right, top = PLACE
    seen = {
        90: ((bottom, WIDE - right, top, WIDE - left), HIGH, WIDE),
        180: ((WIDE - right, HIGH - top, WIDE - left, HIGH - bottom), WIDE, HIGH),
        270: ((HIGH - top, left, HIGH - bottom, right), HIGH, WIDE),
    }[turn]
    return Case(changed(canvas(_say), change), (mark(seen[0], 1, seen[1], seen[2]),))


def turned_90() -> Case:
    """A page turned to the right."""
    return _turned(90)


def turned_180() -> Case:
    """A page upside down."""
    return _turned(180)


def turned_270() -> Case:
    """A page turned to the left."""
    return _turned(270)


def cropped() -> Case:
    """A page of which only a part is seen, with an origin that is not zero."""
    crop = (40.0, 300.0, 380.0, 560.0)

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = Array(list(crop))

    left, bottom, right, top = PLACE
    seen = (left - crop[0], bottom - crop[1], right - crop[0], top - crop[1])
    return Case(changed(canvas(_say), change), (mark(seen, 1, crop[2] - crop[0], crop[3] - crop[1]),))


def cropped_and_turned() -> Case:
    """Both at once."""
    crop = (40.0, 300.0, 380.0, 560.0)

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].CropBox = Array(list(crop))
        pdf.pages[0].Rotate = 90

    left, bottom, right, top = PLACE
    wide = crop[2] - crop[0]
    own = (left - crop[0], bottom - crop[1], right - crop[0], top - crop[1])
    seen = (own[1], wide - own[2], own[3], wide - own[0])
    return Case(changed(canvas(_say), change), (mark(seen, 1, crop[3] - crop[1], wide),))


def layered() -> Case:
    """The secret stands in a layer that is switched off."""

    def change(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Lapisan dalam")))
        off = Dictionary(Order=Array([layer]), OFF=Array([layer]), ON=Array([]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=off)
        page = pdf.pages[0]
        page.Resources.Properties = Dictionary(L1=layer)
        drawn = f"/OC /L1 BDC BT /F1 14 Tf {AT[0]} {AT[1]} Td ({SECRET}) Tj ET EMC".encode()
        page.contents_add(Stream(pdf, drawn))

    return Case(changed(canvas(lambda _sheet: None), change), (BOX,))


def form() -> Case:
    """The secret was typed into a field."""
    return Case(
        canvas(
            lambda sheet: sheet.acroForm.textfield(
                name="nama", value=SECRET, x=PLACE[0], y=PLACE[1], width=290, height=28, fontSize=12
            )
        ),
        (BOX,),
    )


def annotated() -> Case:
    """A note lies on the page, and a comment is attached to it."""

    def change(pdf: pikepdf.Pdf) -> None:
        note = Dictionary(
            Type=Name.Annot, Subtype=Name.FreeText, Rect=Array(list(PLACE)), Contents=String(SECRET),
            DA=String("/Helv 12 Tf 0 g"), T=String(NAME),
        )  # fmt: skip
        comment = Dictionary(
            Type=Name.Annot, Subtype=Name.Text, Rect=Array([10, 10, 30, 30]), Contents=String(SECRET)
        )
        pdf.pages[0].Annots = Array([pdf.make_indirect(note), pdf.make_indirect(comment)])

    return Case(changed(canvas(_say), change), (BOX,))


def attached() -> Case:
    """A file with the secret hangs on the document."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["daftar.txt"] = SECRET.encode()

    return Case(changed(canvas(lambda _sheet: None), change), (BOX,))


def described() -> Case:
    """Title, author, keywords, XMP, outline and page labels name the secret."""

    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata() as meta:
            meta["dc:title"] = SECRET
            meta["dc:creator"] = [NAME]
        pdf.docinfo[Name.Title] = SECRET
        pdf.docinfo[Name.Author] = NAME
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"Bab tentang {SECRET}", 0))

    return Case(changed(canvas(lambda _sheet: None), change), (BOX,))


def scripted() -> Case:
    """A script that runs at opening names the secret."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))

    return Case(changed(canvas(lambda _sheet: None), change), (BOX,))


def _letters_of(codes: dict[str, int]) -> bytes:
    """The table of a font that says which letter each byte means."""
    rows = "".join(f"<{code:02x}> <{ord(letter):04x}>\n" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(codes)} beginbfchar\n{rows}endbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()


def odd_encoding() -> Case:
    """The bytes of the text are others than its letters; a table of the font tells which."""

    def change(pdf: pikepdf.Pdf) -> None:
        letters = sorted(set(SECRET))
        codes = {letter: 0x21 + n for n, letter in enumerate(letters)}
        names = {" ": "space", **{str(n): word for n, word in enumerate(
            ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))}}  # fmt: skip
        differences = Array([0x21, *(Name(f"/{names.get(c, c)}") for c in letters)])
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
            Encoding=Dictionary(Type=Name.Encoding, Differences=differences),
            ToUnicode=pdf.make_stream(_letters_of(codes)),
        )  # fmt: skip
        page = pdf.pages[0]
        page.Resources.Font.FX = pdf.make_indirect(font)
        written = "".join(f"{codes[c]:02x}" for c in SECRET)
        page.contents_add(Stream(pdf, f"BT /FX 14 Tf {AT[0]} {AT[1]} Td <{written}> Tj ET".encode()))

    return Case(changed(canvas(lambda _sheet: None), change), (BOX,))


def type_3() -> Case:
    """Letters that are drawings; only a table says what they mean."""

    def change(pdf: pikepdf.Pdf) -> None:
        letters = sorted(set(SECRET))
        codes = {letter: 0x41 + n for n, letter in enumerate(letters)}
        box = pdf.make_stream(b"600 0 0 0 500 700 d1 50 0 400 700 re f")
        font = Dictionary(
            Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 600, 700]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), FirstChar=0x41, LastChar=0x41 + len(letters) - 1,
            Widths=Array([600] * len(letters)), CharProcs=Dictionary(b=box), Resources=Dictionary(),
            Encoding=Dictionary(Type=Name.Encoding, Differences=Array([0x41, *[Name.b] * len(letters)])),
            ToUnicode=pdf.make_stream(_letters_of(codes)),
        )  # fmt: skip
        page = pdf.pages[0]
        page.Resources.Font.F3 = pdf.make_indirect(font)
        written = "".join(f"{codes[c]:02x}" for c in SECRET)
        page.contents_add(Stream(pdf, f"BT /F3 14 Tf {AT[0]} {AT[1]} Td <{written}> Tj ET".encode()))

    return Case(changed(canvas(lambda _sheet: None), change), (BOX,))


def ligatures() -> Case:
    """Letters that are joined into one."""

    def draw(sheet: Canvas) -> None:
        pdfmetrics.registerFont(TTFont("Joined", str(FONT)))
        sheet.setFont("Joined", 12)
        sheet.drawString(*AT, f"ﬁnal ﬂuks {SECRET}")

    return Case(canvas(draw), (BOX,))


def cid_font() -> Case:
    """Two bytes for each letter, in a font of the East that is not embedded."""

    def draw(sheet: Canvas) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont("HeiseiMin-W3"))
        sheet.setFont("HeiseiMin-W3", 12)
        sheet.drawString(*AT, SECRET)

    return Case(canvas(draw), (BOX,))


def nested() -> Case:
    """The secret is drawn by a form within a form."""

    def draw(sheet: Canvas) -> None:
        sheet.beginForm("inner")
        sheet.setFont("Helvetica", 14)
        sheet.drawString(*AT, SECRET)
        sheet.endForm()
        sheet.beginForm("outer")
        sheet.doForm("inner")
        sheet.endForm()
        sheet.doForm("outer")

    return Case(canvas(draw), (BOX,))


def white() -> Case:
    """White on white: nobody sees it, every machine reads it."""

    def draw(sheet: Canvas) -> None:
        sheet.setFillColorRGB(1, 1, 1)
        sheet.drawString(*AT, SECRET)

    return Case(canvas(draw), (BOX,))


def revised() -> Case:
    """An older state of the page, with the secret, lies before the change at the end of the file."""
    first = canvas(_say)
    start = int(first.rsplit(b"startxref", 1)[1].split()[0])
    with pikepdf.open(io.BytesIO(first)) as pdf:
        page = pdf.pages[0].obj
        number, contents, count = page.objgen[0], page.Contents.objgen[0], len(pdf.objects) + 1
    fresh = b"BT /F1 14 Tf 60 500 Td (Halaman yang diganti) Tj ET"
    at = len(first)
    added = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (contents, len(fresh), fresh)
    table = at + len(added)
    added += b"xref\n%d 1\n%010d 00000 n \n" % (contents, at)
    info = first.rsplit(b"trailer", 1)[1].split(b"startxref")[0]
    root = info[info.index(b"/Root") :].split(b"/", 2)[1].split(b"\n")[0].strip()
    added += b"trailer\n<< /Size %d /%s /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (count, root, start, table)
    assert number
    return Case(first + added, (BOX,))


def negative_origin() -> Case:
    """A page whose corner lies left of and below zero."""

    def change(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.MediaBox = Array([-100, -50, WIDE - 100, HIGH - 50])
        page.contents_add(Stream(pdf, b"1 0 0 1 -100 -50 cm"), prepend=True)

    return Case(changed(canvas(_say), change), (BOX,))


def inherited() -> Case:
    """Size and turn of the page stand with its parent."""

    def change(pdf: pikepdf.Pdf) -> None:
        page, parent = pdf.pages[0], pdf.Root.Pages
        parent.Rotate = 180
        parent.MediaBox = page.MediaBox
        del page.MediaBox
        if Name.Rotate in page:
            del page[Name.Rotate]

    left, bottom, right, top = PLACE
    return Case(
        changed(canvas(_say), change), (mark((WIDE - right, HIGH - top, WIDE - left, HIGH - bottom)),)
    )


def object_streams() -> Case:
    """Objects are packed into streams."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(canvas(_say))) as pdf:
        pdf.docinfo[Name.Author] = NAME
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Case(out.getvalue(), (BOX,))


def jpeg() -> Case:
    """A photograph with the secret in its EXIF and in its comment."""
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = SECRET
    _photograph().save(out, "JPEG", quality=92, exif=exif, comment=SECRET.encode())
    return Case(out.getvalue(), (BOX,), "image/jpeg")


def png() -> Case:
    """A picture with transparent parts and the secret in a note of the file."""
    from PIL.PngImagePlugin import PngInfo

    out, said = io.BytesIO(), PngInfo()
    said.add_text("Author", SECRET)
    _photograph().convert("RGBA").save(out, "PNG", pnginfo=said)
    return Case(out.getvalue(), (BOX,), "image/png")


ALL: dict[str, Callable[[], Case]] = {
    each.__name__: each
    for each in (
        text, scanned, scanned_with_text_layer, turned_90, turned_180, turned_270, cropped,
        cropped_and_turned, layered, form, annotated, attached, described, scripted, odd_encoding, type_3,
        ligatures, cid_font, nested, white, revised, negative_origin, inherited, object_streams, jpeg, png,
    )
}  # fmt: skip


def locked(password: str) -> bytes:
    """A document under a password; without one it opens for all, but is not to be copied."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(canvas(_say))) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="pemilik", user=password))
    return out.getvalue()
