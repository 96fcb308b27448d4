"""What an original holds that its copy must not: the words under the boxes, and all that no reader sees.

Three readers that share no code look for the words, for each finds some that another misses: pdfium, pdfminer
and pypdf. Runs in the limited child only; nothing of what is found here leaves it.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from ctypes import byref, c_int
from io import BytesIO
from typing import Any, NamedTuple

import pypdf
import pypdfium2
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTContainer
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    StreamObject,
    TextStringObject,
)

from ppid.redaction.marks import Mark, Place, of_page, touches
from ppid.redaction.pictures import PDF

#: Where a page is measured in whole numbers.
FINE = 1_000_000
#: Not fewer characters make a word worth looking for; not more of it are looked for.
LEAST_CHARS, MOST_CHARS = 3, 200
#: No more words are looked for than this, of a page and of all that no reader sees.
MOST_WORDS, MOST_UNSEEN = 400, 400
MOST_OBJECTS = 200_000
MOST_ATTACHED_BYTES = 1_000_000
#: A distance that is a space, and one that is another place, as parts of the size of a letter.
SPACE, BREAK = 0.15, 2.0
#: Libraries complain of damaged files in words of the file; those belong in no log.
for _name in ("pypdf", "pdfminer"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class Glyph(NamedTuple):
    """What one reader found in one place: a character, or a run of them it gives no places for."""

    text: str
    place: Place


class Hidden(NamedTuple):
    """The words under the boxes of each page, and the words that stand on no page."""

    by_page: dict[int, frozenset[str]]
    unseen: frozenset[str]


def collect(content: bytes, media_type: str, marks: Sequence[Mark]) -> Hidden:
    """All that the copy must not hold. A reader that fails on the original finds nothing in it."""
    if media_type != PDF:
        return Hidden({}, frozenset(_in_picture(content)))
    by_page: dict[int, set[str]] = {}
    for reader in (_by_pdfium, _by_pdfminer, _by_pypdf):
        for page, glyphs in _tolerant(reader, content):
            places = [mark.place for mark in of_page(marks, page)]
            if places:
                by_page.setdefault(page, set()).update(under(glyphs, places))
    kept = {page: frozenset(sorted(words, key=len)[-MOST_WORDS:]) for page, words in by_page.items()}
    return Hidden(kept, unseen(content))


def _tolerant(
    reader: Callable[[bytes], Iterator[tuple[int, list[Glyph]]]], content: bytes
) -> Iterator[tuple[int, list[Glyph]]]:
    pages = reader(content)
    while True:
        try:
            found = next(pages, None)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - what one reader cannot read, the others may
            return
        if found is None:
            return
        yield found


def under(glyphs: Iterable[Glyph], places: Sequence[Place]) -> set[str]:
    """The words of which a character stands under a box, and the phrases that such words make."""
    found: set[str] = set()
    word, phrase, marked = "", "", False
    for text, place in [*glyphs, Glyph(" ", (0, 0, 0, 0)), Glyph("\n", (0, 0, 0, 0))]:
        hit = any(touches(place, box) for box in places)
        if len(text) > 1:
            if hit:
                found |= {text.strip(), *text.split()}
            continue
        if text.strip():
            word, marked = word + text, marked or hit
            continue
        if word:
            phrase = f"{phrase} {word}".strip() if marked else _put(found, phrase)
            if marked:
                found.add(word)
        word, marked = "", False
        if text == "\n":
            phrase = _put(found, phrase)
    return {each[:MOST_CHARS] for each in found if len(each) >= LEAST_CHARS}


def _put(found: set[str], phrase: str) -> str:
    if phrase:
        found.add(phrase)
    return ""


# The readers ----------------------------------------------------------------------------------------------


def _by_pdfium(content: bytes) -> Iterator[tuple[int, list[Glyph]]]:
    pdf = pypdfium2.PdfDocument(content)
    try:
        for number in range(len(pdf)):
            page = pdf[number]
            text = page.get_textpage()
            try:
                yield number + 1, [_pdfium_glyph(page, text, n) for n in range(text.count_chars())]
            finally:
                text.close()
                page.close()
    finally:
        pdf.close()


def _pdfium_glyph(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, n: int) -> Glyph:
    left, bottom, right, top = text.get_charbox(n)
    corners = [_on_page(page, x, y) for x, y in ((left, bottom), (right, top))]
    xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
    code = pypdfium2.raw.FPDFText_GetUnicode(text, n)
    return Glyph(chr(code) if 0 < code <= sys.maxunicode else " ", (xs[0], ys[0], xs[1], ys[1]))


def _on_page(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    across, down = c_int(), c_int()
    pypdfium2.raw.FPDF_PageToDevice(page, 0, 0, FINE, FINE, 0, x, y, byref(across), byref(down))
    return across.value / FINE, down.value / FINE


def _by_pdfminer(content: bytes) -> Iterator[tuple[int, list[Glyph]]]:
    manager = PDFResourceManager()
    # No analysis of its layout: on a turned page that takes words apart.
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    for number, page in enumerate(PDFPage.get_pages(BytesIO(content)), start=1):
        interpreter.process_page(page)
        seen = _turned(page.cropbox, page.mediabox, page.rotate)
        yield number, _pdfminer_glyphs(list(_characters(device.get_result())), seen)


def _characters(item: Any) -> Iterator[LTChar]:
    if isinstance(item, LTChar):
        yield item
    elif isinstance(item, LTContainer):
        for each in item:
            yield from _characters(each)


def _pdfminer_glyphs(characters: Sequence[LTChar], seen: Place) -> list[Glyph]:
    """The characters as they were drawn, with the spaces that are only a distance."""
    found: list[Glyph] = []
    before: LTChar | None = None
    for each in characters:
        if before is not None:
            gap, size = _gap(before.bbox, each.bbox), max(each.width, each.height)
            if gap > SPACE * size:
                found.append(Glyph("\n" if gap > BREAK * size else " ", (0, 0, 0, 0)))
        found += [Glyph(letter, _within(each.bbox, seen)) for letter in each.get_text()]
        before = each
    return found


def _gap(one: Place, other: Place) -> float:
    return max(other[0] - one[2], one[0] - other[2], other[1] - one[3], one[1] - other[3], 0.0)


def _turned(box: Sequence[float], media: Sequence[float], turn: int) -> Place:
    """A box of the page after turning, measured from the lower left corner of what all of it covers."""
    x0, y0, x1, y1 = media
    a, b, c, d = box
    match turn % 360:
        case 90:
            return b - y0, x1 - c, d - y0, x1 - a
        case 180:
            return x1 - c, y1 - d, x1 - a, y1 - b
        case 270:
            return y1 - d, a - x0, y1 - b, c - x0
        case _:
            return a - x0, b - y0, c - x0, d - y0


def _within(box: Sequence[float], seen: Place) -> Place:
    wide, high = (seen[2] - seen[0]) or 1, (seen[3] - seen[1]) or 1
    return (
        (box[0] - seen[0]) / wide,
        (seen[3] - box[3]) / high,
        (box[2] - seen[0]) / wide,
        (seen[3] - box[1]) / high,
    )


def _by_pypdf(content: bytes) -> Iterator[tuple[int, list[Glyph]]]:
    for number, page in enumerate(pypdf.PdfReader(BytesIO(content)).pages, start=1):
        media, crop = list(page.mediabox), list(page.cropbox)
        turn = int(page.get("/Rotate", 0) or 0)
        seen = _turned(crop, media, turn)
        yield number, _pypdf_glyphs(page, media, turn, seen)


def _pypdf_glyphs(page: pypdf.PageObject, media: list[float], turn: int, seen: Place) -> list[Glyph]:
    found: list[Glyph] = []

    def visit(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if not text.strip():
            return
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        # It tells where a run begins, not how long it is: as far as its characters can possibly reach.
        scale = max(map(abs, tm[:4])) * max(map(abs, cm[:4]))
        high = abs(size) * (scale or 1)
        reach = high * max(len(line) for line in text.splitlines())
        down = high * (1 + len(text.splitlines()))
        box = (x, y - down, x + reach, y + high)
        found.append(Glyph(text, _within(_turned(box, media, turn), seen)))

    page.extract_text(visitor_text=visit)
    return found


# What no reader sees --------------------------------------------------------------------------------------


def unseen(content: bytes) -> frozenset[str]:
    """Words that stand on no page: form values, notes, scripts, layers, metadata, attachments, old text."""
    found: set[str] = set()
    for now, reader in _revisions(content):
        sources = [_strings(reader)] if now else [_strings(reader), _old_text(reader)]
        for source in sources:
            try:
                for text in source:
                    found |= {text.strip()[:MOST_CHARS], *(word[:MOST_CHARS] for word in text.split())}
            except MemoryError:
                raise
            except Exception:  # noqa: BLE001, S112 - a damaged part is read as far as it goes
                continue
    long_enough = (word for word in found if len(word) > LEAST_CHARS)
    return frozenset(sorted(long_enough, key=lambda word: (-len(word), word))[:MOST_UNSEEN])


def _revisions(content: bytes) -> Iterator[tuple[bool, pypdf.PdfReader]]:
    """The document as it is now, and as it was before each change that was only added at its end."""
    ends = [match.end() for match in re.finditer(rb"%%EOF\s?", content)]
    for end in (len(content), *ends[-4:-1]):
        try:
            yield end == len(content), pypdf.PdfReader(BytesIO(content[:end]))
        except Exception:  # noqa: BLE001, S112 - an end in the midst of a stream ends nothing
            continue


def _old_text(reader: pypdf.PdfReader) -> Iterator[str]:
    """What stood on pages that were changed since."""
    for page in reader.pages:
        yield page.extract_text()


def _strings(reader: pypdf.PdfReader) -> Iterator[str]:
    """Every text in an object of the document, and what its streams of text and its attachments say."""
    for number in list(reader.xref_objStm) + [n for one in reader.xref.values() for n in one][:MOST_OBJECTS]:
        try:
            held = reader.get_object(IndirectObject(number, 0, reader))
        except Exception:  # noqa: BLE001, S112 - one object that cannot be read hides no other
            continue
        yield from _in_object(held)


def _in_object(held: object) -> Iterator[str]:
    if isinstance(held, TextStringObject):
        yield str(held)
    elif isinstance(held, ByteStringObject):
        yield bytes(held).decode("latin-1")
    elif isinstance(held, DictionaryObject):
        for value in held.values():
            yield from _in_object(value)
        if isinstance(held, StreamObject):
            yield from _in_stream(held)
    elif isinstance(held, ArrayObject):
        for value in held:
            yield from _in_object(value)


def _in_stream(held: StreamObject) -> Iterator[str]:
    """Metadata, attachments and scripts; what draws is read by the readers."""
    kind = held.get("/Type")
    if kind in {"/Metadata", "/EmbeddedFile"}:
        text = held.get_data()[:MOST_ATTACHED_BYTES].decode("utf-8", "ignore")
        yield from re.findall(r"[\w@.+-]{4,}", re.sub(r"<[^>]*>", " ", text))


def _in_picture(content: bytes) -> Iterator[str]:
    """What a picture says beside its pixels: EXIF, comments, descriptions."""
    from PIL import Image

    with Image.open(BytesIO(content)) as picture:
        said = [*picture.getexif().values(), *picture.info.values()]
    for value in said:
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        yield from (word[:MOST_CHARS] for word in re.findall(r"[\w@.+-]{4,}", text)[:MOST_UNSEEN])
