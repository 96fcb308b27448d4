"""The task of the child: tell the kind of a file by its first bytes, then open it as what it says it is."""

from __future__ import annotations

import io
import zipfile
from typing import Final

import filetype
import msgspec

from ppid.inspecting.kinds import (
    CSV,
    DOCX,
    JPEG,
    KINDS,
    ODS,
    ODT,
    PDF,
    PNG,
    TXT,
    XLSX,
    ZIP,
    Asked,
    Examined,
    UnfitError,
)

_PACKED: Final = (XLSX, DOCX, ODT, ODS, ZIP)
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_OFFICE: Final = "EncryptedPackage".encode("utf-16-le")
_MAY_CONTROL: Final = frozenset("\t\n\r\f")
_FIRST_PRINTABLE: Final = 0x20


def examine(payload: bytes) -> bytes:
    """Read what is asked and the file behind it; answer an ``Examined``."""
    end = 4 + int.from_bytes(payload[:4], "big")
    asked = msgspec.json.decode(payload[4:end], type=Asked)
    try:
        seen = look(payload[end:], asked.ending, asked.allowed)
    except UnfitError as unfit:
        seen = Examined(code=unfit.code, found=unfit.found[:9], inside=unfit.inside[:200])
    return msgspec.json.encode(seen)


def look(content: bytes, ending: str, allowed: tuple[str, ...]) -> Examined:
    """The kind of ``content`` and its measures. Raises ``UnfitError``."""
    if not content:
        raise UnfitError("empty")
    kind = _kind(content, ending)
    if kind in _PACKED and any(each in allowed for each in _PACKED):
        from ppid.inspecting import packed

        return packed.look(content, allowed)
    if kind not in allowed:
        raise UnfitError("kind", *([KINDS[kind].words] if kind in KINDS else []))
    if kind in (CSV, TXT):
        return Examined(kind)
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise UnfitError("trailing", "ZIP")
    if kind == PDF:
        from ppid.inspecting import pdf

        return pdf.look(content)
    from ppid.inspecting import image

    return image.look(content, kind)


def _kind(content: bytes, ending: str) -> str:
    guessed = filetype.guess_mime(content)
    if guessed in (PDF, JPEG, PNG) or guessed in _PACKED:
        return str(guessed)
    if content.startswith(b"PK\x03\x04"):
        return ZIP
    if content.startswith(_COMPOUND) and _LOCKED_OFFICE in content:
        raise UnfitError("locked")
    if guessed is None and _is_plain(content):
        return CSV if ending == "csv" else TXT
    return ""


def _is_plain(content: bytes) -> bool:
    """Whether these are words: UTF-8, nothing that a program would run or a browser would draw."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(c < " " and c not in _MAY_CONTROL for c in text):
        return False
    return not text.lstrip().startswith(("<", "#!", "%!", "{\\rtf"))
