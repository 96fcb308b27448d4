"""A document as pictures of its pages: turned, cropped, with its annotations and forms, as a reader sees it.

Runs in the limited child only: what is opened here came from outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from math import ceil, sqrt
from typing import NamedTuple

import pypdfium2
from PIL import Image, ImageOps
from pypdf import PdfReader

PDF = "application/pdf"
IMAGES = {"image/jpeg": "JPEG", "image/png": "PNG"}
DPI = 200
POINTS = 72
MOST_PAGES = 100
#: A page larger than this at 200 dots an inch is drawn coarser; A3 has 7.7 million.
MOST_PIXELS = 16_000_000
#: A picture of more pixels than this is not opened at all.
MOST_IMAGE_PIXELS = 60_000_000
LEAST_POINTS, MOST_POINTS = 8.0, 14_400.0
DIGITS = 3


class UnreadableError(Exception):
    """The document cannot be drawn. ``why`` is one of the reasons below."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


LOCKED, EMPTY, TOO_MANY_PAGES, TOO_LARGE, BROKEN = "locked", "empty", "too-many-pages", "too-large", "broken"


class Size(NamedTuple):
    """A page in points, as it is seen."""

    width: float
    height: float

    @property
    def pixels(self) -> tuple[int, int]:
        """Its picture: two hundred dots an inch, fewer where that would be too many."""
        scale = self.scale
        return ceil(self.width * scale), ceil(self.height * scale)

    @property
    def scale(self) -> float:
        """Pixels to a point."""
        scale = DPI / POINTS
        area = self.width * self.height * scale * scale
        return scale * sqrt(MOST_PIXELS / area) if area > MOST_PIXELS else scale


class Pages:
    """The pages of an open document."""

    def __init__(self, sizes: list[Size], draw: pypdfium2.PdfDocument | Image.Image) -> None:
        self.sizes = sizes
        self._source = draw

    def picture(self, page: int, longest: int = 0) -> Image.Image:
        """Page ``page``, from 1, in colour; with ``longest``, no side has more pixels than that."""
        if isinstance(self._source, Image.Image):
            found = self._source
        else:
            found = drawn(self._source, page, self.sizes[page - 1])
        if longest and max(found.size) > longest:
            found = found.copy()
            found.thumbnail((longest, longest))
        return found


@contextmanager
def opened(content: bytes, media_type: str) -> Iterator[Pages]:
    """The pages of a PDF, JPEG or PNG. Raises ``UnreadableError``."""
    if media_type != PDF:
        picture = _image(content, media_type)
        per_point = DPI / POINTS
        width, height = (round(side / per_point, DIGITS) for side in picture.size)
        yield Pages([Size(width, height)], picture)
        return
    _check_unlocked(content)
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as problem:
        raise UnreadableError(BROKEN) from problem
    try:
        # Before any page: what is filled into a form is drawn only so.
        pdf.init_forms()
        yield Pages(_sizes(pdf), pdf)
    finally:
        pdf.close()


def _check_unlocked(content: bytes) -> None:
    try:
        locked = PdfReader(BytesIO(content)).is_encrypted
    except Exception as problem:
        raise UnreadableError(BROKEN) from problem
    if locked:
        raise UnreadableError(LOCKED)


def _sizes(pdf: pypdfium2.PdfDocument) -> list[Size]:
    if len(pdf) == 0:
        raise UnreadableError(EMPTY)
    if len(pdf) > MOST_PAGES:
        raise UnreadableError(TOO_MANY_PAGES)
    sizes: list[Size] = []
    for number in range(len(pdf)):
        try:
            width, height = pdf.get_page_size(number)
        except pypdfium2.PdfiumError as problem:
            raise UnreadableError(BROKEN) from problem
        if min(width, height) < LEAST_POINTS or max(width, height) > MOST_POINTS:
            raise UnreadableError(TOO_LARGE)
        sizes.append(Size(round(width, DIGITS), round(height, DIGITS)))
    return sizes


def drawn(pdf: pypdfium2.PdfDocument, number: int, size: Size) -> Image.Image:
    """A page of a PDF, on white, in exactly the pixels of its size."""
    try:
        page = pdf[number - 1]
        try:
            bitmap = page.render(scale=size.scale, may_draw_forms=True, draw_annots=True, rev_byteorder=True)
            picture: Image.Image = bitmap.to_pil().convert("RGB")
            bitmap.close()
        finally:
            page.close()
    except pypdfium2.PdfiumError as problem:
        raise UnreadableError(BROKEN) from problem
    if picture.size != size.pixels:
        # The size was rounded to what a file can say; a pixel more or less at the edge follows from that.
        exact = Image.new("RGB", size.pixels, (255, 255, 255))
        exact.paste(picture, (0, 0))
        return exact
    return picture


def _image(content: bytes, media_type: str) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content), formats=[IMAGES[media_type]])
        if picture.width * picture.height > MOST_IMAGE_PIXELS:
            raise UnreadableError(TOO_LARGE)
        turned = ImageOps.exif_transpose(picture)
        seen = turned.convert("RGBA") if turned.mode in {"P", "PA", "LA", "RGBA"} else turned.convert("RGB")
    except (OSError, ValueError, SyntaxError, KeyError, Image.DecompressionBombError) as problem:
        raise UnreadableError(BROKEN) from problem
    if seen.mode == "RGBA":
        white = Image.new("RGBA", seen.size, (255, 255, 255, 255))
        seen = Image.alpha_composite(white, seen).convert("RGB")
    if min(seen.size) < LEAST_POINTS * DPI / POINTS:
        raise UnreadableError(TOO_LARGE)
    if seen.width * seen.height > MOST_PIXELS:
        shrink = sqrt(MOST_PIXELS / (seen.width * seen.height))
        seen = seen.resize((int(seen.width * shrink), int(seen.height * shrink)), Image.Resampling.LANCZOS)
    # Nothing but the pixels goes on: no profile, no EXIF, no comment.
    return Image.frombytes("RGB", seen.size, seen.tobytes())
