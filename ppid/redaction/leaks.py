"""The leak check: a copy is released only when nothing of what it covers can be found in it.

It knows nothing of how the copy was made, and takes nothing on trust: a copy that was made in another way,
such as with black boxes drawn over living text, fails. What failed is named; what was found is never said.
"""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from importlib.metadata import version
from typing import Any, NamedTuple

import msgspec
import pypdf
import pypdfium2
from pdfminer.high_level import extract_text
from PIL import Image, ImageChops
from pypdf.generic import IndirectObject, StreamObject

from ppid.redaction.hidden import Hidden, collect
from ppid.redaction.marks import Mark, covered, of_page, painted
from ppid.redaction.painting import COLOUR, FLATE, GREY, JPEG, Packed, expected, unpack
from ppid.redaction.pictures import PDF, Size, drawn, opened
from ppid.redaction.writing import EACH, FIRST, TITLE, write


class Leak(StrEnum):
    """What failed. The value stands in refusals and is permanent."""

    NOT_READABLE = "not-readable"
    PAGES = "pages"
    TEXT = "text"
    WORDS = "words"
    METADATA = "metadata"
    ATTACHMENTS = "attachments"
    OBJECTS = "objects"
    PIXELS = "pixels"


class Report(msgspec.Struct, frozen=True):
    """What the check found, each kind once, and which readers in which versions it asked."""

    leaks: tuple[Leak, ...]
    readers: tuple[str, ...]


class _Page(NamedTuple):
    size: Size
    packed: Packed


PACKAGES = ("pdfminer.six", "pypdf", "pypdfium2")
#: A word of fewer bytes than this is met by chance in packed pixels.
BY_CHANCE = 7


def readers() -> tuple[str, ...]:
    """The readers by name and version."""
    return tuple(f"{name} {version(name)}" for name in PACKAGES)


def check(original: bytes, media_type: str, marks: Sequence[Mark], copy: bytes) -> Report:
    """Look for anything that the copy should not hold. A part that cannot be carried out has failed."""
    found: list[Leak] = []
    with opened(original, media_type) as pages:
        sizes = pages.sizes
    hidden = collect(original, media_type, marks)
    parts: tuple[tuple[Leak, Callable[[], bool]], ...] = (
        (Leak.PAGES, lambda: _same_pages(sizes, copy)),
        (Leak.TEXT, lambda: _no_text(copy)),
        (Leak.METADATA, lambda: _no_metadata(copy)),
        (Leak.ATTACHMENTS, lambda: _no_attachments(copy)),
        (Leak.OBJECTS, lambda: _nothing_else(copy)),
        (Leak.WORDS, lambda: _no_words(copy, hidden)),
        (Leak.PIXELS, lambda: _black(copy, marks)),
    )
    for leak, passes in parts:
        try:
            passed = passes()
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 - whatever stops a part, the copy is not cleared by it
            passed = False
            found.append(Leak.NOT_READABLE)
        if not passed:
            found.append(leak)
    return Report(tuple(dict.fromkeys(found)), readers())


def _same_pages(sizes: Sequence[Size], copy: bytes) -> bool:
    with opened(copy, PDF) as pages:
        return pages.sizes == list(sizes)


def _no_text(copy: bytes) -> bool:
    """No reader finds a character."""
    pdf = pypdfium2.PdfDocument(copy)
    try:
        if any(page.get_textpage().count_chars() for page in pdf):
            return False
    finally:
        pdf.close()
    if extract_text(io.BytesIO(copy)).strip():
        return False
    return not any(page.extract_text().strip() for page in pypdf.PdfReader(io.BytesIO(copy)).pages)


def _no_metadata(copy: bytes) -> bool:
    reader = pypdf.PdfReader(io.BytesIO(copy))
    said = {str(name): str(value) for name, value in (reader.metadata or {}).items()}
    return said == {"/Title": TITLE} and reader.xmp_metadata is None


def _no_attachments(copy: bytes) -> bool:
    reader = pypdf.PdfReader(io.BytesIO(copy))
    root = reader.root_object
    if set(root) - {"/Type", "/Pages", "/Lang"} or reader.attachments or reader.outline:
        return False
    allowed = {"/Type", "/Parent", "/MediaBox", "/Resources", "/Contents"}
    pages: list[Any] = list(reader.pages)
    return all(set(page) <= allowed and set(page["/Resources"]) == {"/XObject"} for page in pages)


def _nothing_else(copy: bytes) -> bool:
    """The file is, byte for byte, what its pictures make: no object, no revision, no byte beside them."""
    pages = list(_pages(copy))
    for page in pages:
        unpack(page.packed)
        if page.packed.filter == JPEG and not _bare_jpeg(page.packed.data):
            return False
    return write(pages) == copy


def _pages(copy: bytes) -> Iterator[_Page]:
    reader = pypdf.PdfReader(io.BytesIO(copy))
    for number in range(len(reader.pages)):
        page: Any = reader.get_object(IndirectObject(FIRST + 1 + EACH * number, 0, reader))
        picture: Any = reader.get_object(IndirectObject(FIRST + 3 + EACH * number, 0, reader))
        box = page["/MediaBox"]
        yield _Page(Size(float(box[2]), float(box[3])), _packed(picture))


def _packed(picture: Any) -> Packed:
    return Packed(
        int(picture["/Width"]),
        int(picture["/Height"]),
        str(picture["/ColorSpace"])[1:],
        str(picture["/Filter"])[1:],
        _lying(picture),
    )


def _lying(stream: Any) -> bytes:
    """A stream as it lies in the file, before any filter."""
    return bytes(stream._data)  # noqa: SLF001


#: The parts of a bare JPEG, by their marker: size, two kinds of tables, the name of the format, the scan.
MARKER, SIZES, CODES, TABLES, FORMAT, SCAN = 0xFF, 0xC0, 0xC4, 0xDB, 0xE0, 0xDA
BARE = frozenset({SIZES, CODES, TABLES, FORMAT, SCAN})
FORMAT_BYTES = 16
END = b"\xff\xd9"


def _bare_jpeg(data: bytes) -> bool:
    """Whether a JPEG holds its picture only: no comment, no EXIF, no thumbnail, nothing behind its end."""
    at = 2
    while at + 4 <= len(data):
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at] != MARKER or marker not in BARE or (marker == FORMAT and length != FORMAT_BYTES):
            return False
        if marker == SCAN:
            # Within a scan no marker can stand by chance: the first end is the end.
            return data.find(END, at) == len(data) - len(END)
        at += 2 + length
    return False


# The words ------------------------------------------------------------------------------------------------


def _no_words(copy: bytes, hidden: Hidden) -> bool:
    """No word that stands under a box, or on no page, is in the file or in any of its streams."""
    # What the file says by itself is no finding: it was compared byte for byte before.
    fixed = _fixed(copy)
    sought = {word for words in (*hidden.by_page.values(), hidden.unseen) for word in words}
    outside = re.sub(rb"stream\n.*?\nendstream", b"", copy, flags=re.DOTALL)
    if any(form in outside and form not in fixed for form in _forms(sought)):
        return False
    for number, stream, decoded in _streams(copy):
        words = _shortest(hidden.unseen | hidden.by_page.get((number - FIRST - 1) // EACH + 1, frozenset()))
        packed = (form for form in _forms(words) if len(form) >= BY_CHANCE)
        plain = (form for form in _written(words) if len(form) >= BY_CHANCE)
        if any(form in stream and form not in fixed for form in packed):
            return False
        if any(form in decoded and form not in fixed for form in plain):
            return False
    return True


def _shortest(words: frozenset[str]) -> list[str]:
    """The words without those that hold another of them: where that is not, they are not."""
    long_enough = sorted((word for word in words if len(word) >= BY_CHANCE), key=len)
    kept = [word for word in words if len(word) < BY_CHANCE]
    for word in long_enough:
        if not any(len(other) >= BY_CHANCE and other in word for other in kept):
            kept.append(word)
    return kept


def _fixed(copy: bytes) -> bytes:
    """Whatever the file of pages of these sizes says, with pictures of both kinds."""
    grey = Packed(1, 1, GREY, FLATE, b"")
    colour = Packed(1, 1, COLOUR, JPEG, b"")
    with opened(copy, PDF) as pages:
        sizes = pages.sizes
    return write([(size, grey) for size in sizes]) + write([(size, colour) for size in sizes])


def _written(words: Iterable[str]) -> Iterator[bytes]:
    """A word in every way that text is encoded."""
    for word in words:
        encoded = (word.encode(name, "replace") for name in ("utf-8", "cp1252", "utf-16-be", "utf-16-le"))
        yield from dict.fromkeys(encoded)


def _forms(words: Iterable[str]) -> Iterator[bytes]:
    """A word in every way that it is likely to be hidden: encoded, and that in digits or in base64."""
    for form in _written(words):
        yield form
        yield form.hex().encode()
        yield form.hex().upper().encode()
        for before in range(3):
            # Where it begins within three bytes changes how it is written; its ends hang on what is beside.
            code = base64.b64encode(bytes(before) + form)
            inner = code[4 if before else 0 : len(code) // 4 * 4 - 4]
            if len(inner) >= BY_CHANCE:
                yield inner


def _streams(copy: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Every stream of the file by its object: as it lies, and decoded."""
    reader = pypdf.PdfReader(io.BytesIO(copy))
    for number in sorted({n for one in reader.xref.values() for n in one}):
        held: Any = reader.get_object(IndirectObject(number, 0, reader))
        if isinstance(held, StreamObject):
            picture = held.get("/Subtype") == "/Image"
            yield number, _lying(held), unpack(_packed(held)).tobytes() if picture else held.get_data()


# The pixels -----------------------------------------------------------------------------------------------


def _black(copy: bytes, marks: Sequence[Mark]) -> bool:
    """Under every box there is black and the word of its ground: in the file, and when it is drawn again."""
    pdf = pypdfium2.PdfDocument(copy)
    try:
        for number, page in enumerate(_pages(copy), start=1):
            on_page = of_page(marks, number)
            if not on_page:
                continue
            must = expected(page.packed, on_page)
            kept = unpack(page.packed)
            seen = drawn(pdf, number, page.size).convert(must.mode)
            if seen.size != kept.size or not all(_same(kept, must, seen, mark) for mark in on_page):
                return False
    finally:
        pdf.close()
    return True


def _same(kept: Image.Image, must: Image.Image, seen: Image.Image, mark: Mark) -> bool:
    area, inner = painted(mark, *kept.size), covered(mark, *kept.size)
    return _equal(kept, must, area) and _equal(seen, must, inner)


def _equal(one: Image.Image, other: Image.Image, area: tuple[int, int, int, int]) -> bool:
    return ImageChops.difference(one.crop(area), other.crop(area)).getbbox() is None
