"""A photo or a scan: measured before it is decoded, decoded whole, with nothing hidden behind its end."""

from __future__ import annotations

import io
import re
import struct
from typing import Final

from PIL import Image, UnidentifiedImageError

from ppid.inspecting.kinds import JPEG, MAX_MEGAPIXELS, PNG, Examined, UnfitError

_FORMATS: Final = {JPEG: "JPEG", PNG: "PNG"}
_HEAD_BYTES: Final = 4096
#: Beginnings of other kinds of file, where readers of those would look for them.
_OTHERS: Final = re.compile(rb"%PDF-|<html|<script|<svg|<\?php|<!doctype", re.IGNORECASE)
_CHUNK_FRAME: Final = 12
_MARK, _END, _SCAN = 0xFF, 0xD9, 0xDA
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD9)})
#: Behind a mark in a scan: a byte of the picture itself, a place to start again, a filling.
_IN_SCAN: Final = frozenset({0x00, *range(0xD0, 0xD8), _MARK})
_MAX_TRAILER_BYTES: Final = 64 * 1024
_TRAILER_END, _TRAILER_HEAD, _TRAILER_ENTRY = b"SEFT", b"SEFH", 12

# The size is judged here before anything is decoded, so the library need not.
Image.MAX_IMAGE_PIXELS = None


def look(content: bytes, kind: str) -> Examined:
    """The measures of an image. Raises ``UnfitError``."""
    try:
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as image:
            width, height = image.size
            if width * height > MAX_MEGAPIXELS * 1_000_000:
                raise UnfitError("pixels", f"{width}x{height}")
            image.verify()
        with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as image:
            image.load()
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
        Image.DecompressionBombError,
    ):
        raise UnfitError("damaged") from None
    if _OTHERS.search(content[:_HEAD_BYTES]):
        raise UnfitError("trailing")
    behind = content[_png_end(content) if kind == PNG else _jpeg_end(content) :]
    if behind.strip(b"\0\r\n") and not (kind == JPEG and _may_follow(behind)):
        raise UnfitError("trailing")
    return Examined(kind, width=width, height=height)


def _png_end(content: bytes) -> int:
    at = 8
    while at + _CHUNK_FRAME <= len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        at += _CHUNK_FRAME + size
        if name == b"IEND":
            return int(at)
    raise UnfitError("damaged")


def _jpeg_end(content: bytes) -> int:
    """Where the first picture ends; the marks in its segments, such as a preview's, are not its own."""
    at = 2
    while at + 2 <= len(content):
        mark = content[at + 1]
        if content[at] != _MARK:
            raise UnfitError("damaged")
        if mark == _END:
            return at + 2
        if mark == _MARK:
            at += 1
        elif mark in _ALONE:
            at += 2
        else:
            at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
            if mark == _SCAN:
                at = _after_scan(content, at)
    raise UnfitError("damaged")


def _after_scan(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        mark = content[at + 1]
        if mark not in _IN_SCAN:
            return at
        at += 1 if mark == _MARK else 2
    raise UnfitError("damaged")


def _may_follow(behind: bytes) -> bool:
    """Whether these are what cameras of telephones add: more pictures, or a list of their own remarks."""
    rest = behind
    while (picture := rest.lstrip(b"\0")).startswith(b"\xff\xd8\xff"):
        rest = picture[_jpeg_end(picture) :]
    return not rest.strip(b"\0") or _is_trailer(rest)


def _is_trailer(rest: bytes) -> bool:
    """A list of remarks that accounts for all its bytes and holds no beginning of another file."""
    if len(rest) > _MAX_TRAILER_BYTES or not rest.endswith(_TRAILER_END) or _OTHERS.search(rest):
        return False
    size = int.from_bytes(rest[-8:-4], "little")
    head = rest[len(rest) - 8 - size : -8]
    if not head.startswith(_TRAILER_HEAD) or size > len(rest) - 8:
        return False
    count = int.from_bytes(head[8:12], "little")
    entries = [head[12 + n * _TRAILER_ENTRY :][:_TRAILER_ENTRY] for n in range(min(count, 100))]
    told = sum(int.from_bytes(entry[8:12], "little") for entry in entries)
    return told == len(rest) - 8 - size
