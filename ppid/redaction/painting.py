"""A page's picture with its boxes painted black, and how it is packed.

A picture is packed exactly (Flate), or, where it is a photograph, as a JPEG in which every block of eight by
eight pixels stands by itself: a block that is black comes out black, whatever is beside it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from io import BytesIO
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from ppid.redaction.marks import Area, Label, Mark, label_of, painted

BLACK = (0, 0, 0)
WHITE = (255, 255, 255)
FLATE, JPEG = "FlateDecode", "DCTDecode"
GREY, COLOUR = "DeviceGray", "DeviceRGB"
QUALITY = 88
#: An exact picture below this is small enough; above it, a JPEG is taken where it is much smaller.
SMALL_BYTES = 700_000
MUCH_SMALLER = 2
LETTERS = (30, 24, 18, 14)
MARGIN = 6


class Packed(NamedTuple):
    """A picture as a PDF keeps it."""

    width: int
    height: int
    space: str
    filter: str
    data: bytes


def paint(picture: Image.Image, marks: Iterable[Mark]) -> Image.Image:
    """A copy of the picture with every box black and its ground in white on it, where it fits."""
    done = picture.copy()
    areas = [(painted(mark, done.width, done.height), label_of(mark)) for mark in marks]
    brush = ImageDraw.Draw(done)
    for (left, top, right, bottom), _label in areas:
        brush.rectangle((left, top, right - 1, bottom - 1), fill=BLACK)
    for area, label in areas:
        _write(done, area, label)
    return done


def _write(picture: Image.Image, area: Area, label: Label) -> None:
    left, top, right, bottom = area
    room = right - left - 2 * MARGIN, bottom - top - 2 * MARGIN
    for height in LETTERS:
        font = ImageFont.load_default(height)
        for wording in label.wordings:
            box = font.getbbox(wording)
            wide, high = int(box[2] - box[0]) + 1, int(box[3] - box[1]) + 1
            if wide <= room[0] and high <= room[1]:
                at = left + MARGIN - int(box[0]), top + MARGIN - int(box[1])
                # Written on a black sheet of its own first, so that it cannot reach beyond its box.
                sheet = Image.new("RGB", (right - left, bottom - top), BLACK)
                ImageDraw.Draw(sheet).text((at[0] - left, at[1] - top), wording, font=font, fill=WHITE)
                picture.paste(sheet, (left, top))
                return


def pack(picture: Image.Image) -> Packed:
    """The picture as it goes into the file: grey where nothing is coloured, exact unless a photograph."""
    plain = _plain(picture)
    exact = packed_as(plain, FLATE)
    if len(exact.data) <= SMALL_BYTES:
        return exact
    photograph = packed_as(plain, JPEG)
    return photograph if len(photograph.data) * MUCH_SMALLER < len(exact.data) else exact


def packed_as(picture: Image.Image, how: str) -> Packed:
    """The picture packed in one of the two ways."""
    space = GREY if picture.mode == "L" else COLOUR
    if how == FLATE:
        data = zlib.compress(picture.tobytes(), 6)
    else:
        out = BytesIO()
        picture.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True, progressive=False)
        data = out.getvalue()
    return Packed(picture.width, picture.height, space, how, data)


def unpack(packed: Packed) -> Image.Image:
    """The picture in what was packed. Raises ``ValueError`` when it does not hold one of that size."""
    mode = "L" if packed.space == GREY else "RGB"
    size = packed.width, packed.height
    if packed.filter == FLATE:
        most = packed.width * packed.height * len(mode)
        inflate = zlib.decompressobj()
        raw = inflate.decompress(packed.data, most + 1)
        if len(raw) != most or inflate.unused_data or not inflate.eof:
            raise ValueError("pixels")
        return Image.frombytes(mode, size, raw)
    picture = Image.open(BytesIO(packed.data), formats=["JPEG"])
    if picture.size != size or picture.mode != mode:
        raise ValueError("picture")
    picture.load()
    return picture


def expected(packed: Packed, marks: Iterable[Mark]) -> Image.Image:
    """What must be seen under the boxes: black and their words, packed in the same way, and nothing else."""
    mode = "L" if packed.space == GREY else "RGB"
    black = paint(Image.new("RGB", (packed.width, packed.height), BLACK), marks).convert(mode)
    return unpack(packed_as(black, packed.filter))


def _plain(picture: Image.Image) -> Image.Image:
    grey = picture.convert("L")
    return grey if grey.convert("RGB").tobytes() == picture.tobytes() else picture
