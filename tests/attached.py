"""Files that people attach in tests: whole ones that open, and evil ones, made here and now.

The signature of the harmless test malware (EICAR) is put together when it is used, so that no scanner
stumbles over this repository.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pikepdf
from PIL import Image

_EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!", "$H+H*")


def eicar() -> bytes:
    """The harmless file that every scanner takes for malware."""
    return "".join(_EICAR).encode("ascii")


@cache
def pdf(words: str = "isi", pages: int = 1) -> bytes:
    """A whole PDF that says ``words`` on each page, the same bytes each time."""
    with pikepdf.new() as document:
        for n in range(pages):
            document.add_blank_page(page_size=(200, 200))
            told = words.encode("latin-1", "replace").replace(b"(", b"").replace(b")", b"")
            content = b"BT /F1 12 Tf 20 %d Td (" % (100 + n % 50) + told + b") Tj ET"
            document.pages[-1].Contents = document.make_stream(content)
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            document.pages[-1].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        return _saved(document)


def _saved(document: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, static_id=True, **options)
    return out.getvalue()


def _script() -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def _script_in_a_name(document: pikepdf.Pdf) -> None:
    names = pikepdf.Array([pikepdf.String("a"), _script()])
    document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))


def _script_in_a_page(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(O=document.make_indirect(_script()))


def _opening(**action: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        document.Root.OpenAction = pikepdf.Dictionary(**action)

    return change


def _place(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Array([document.pages[0].obj, pikepdf.Name.Fit])


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["a.exe"] = b"MZ"


def _malware(document: pikepdf.Pdf) -> None:
    document.attachments["a.com"] = eicar()
    for each in document.objects:
        # clamd overlooks an attachment whose dictionary has another inside; uploads are refused before that.
        if isinstance(each, pikepdf.Stream) and "/Params" in each:
            del each["/Params"]


def _form(document: pikepdf.Pdf) -> None:
    packet = document.make_stream(b"<xdp/>")
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(), XFA=packet)


def _note(**about: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **about)
        document.pages[0].Annots = pikepdf.Array([note])

    return change


_ADDRESS = pikepdf.String("https://ppid.example.go.id")
_CHANGES: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "script": _opening(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")),
    "script in a name": _script_in_a_name,
    "script in a page": _script_in_a_page,
    "launch": _opening(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe")),
    "sending": _opening(S=pikepdf.Name.SubmitForm, F=_ADDRESS),
    "attachment": _attachment,
    "malware": _malware,
    "form": _form,
    "media": _note(Subtype=pikepdf.Name.RichMedia),
    "place": _place,
    "link": _note(Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=_ADDRESS)),
}


def pdf_with(change: str) -> bytes:
    """A PDF with something in it that a plain one lacks: a key of ``_CHANGES``."""
    with pikepdf.open(io.BytesIO(pdf())) as document:
        _CHANGES[change](document)
        return _saved(document)


def pdf_locked(user: str) -> bytes:
    """A PDF with a password of its owner, and of its reader unless that is ''."""
    with pikepdf.open(io.BytesIO(pdf())) as document:
        return _saved(document, encryption=pikepdf.Encryption(owner="rahasia", user=user))


def pdf_bomb(megabytes: int) -> bytes:
    """A small PDF with a page that unpacks to so many megabytes."""
    with pikepdf.open(io.BytesIO(pdf())) as document:
        packing = zlib.compressobj(9)
        packed = b"".join(packing.compress(b" " * 1024 * 1024) for _ in range(megabytes)) + packing.flush()
        stream = pikepdf.Stream(document, packed)
        stream.Filter = pikepdf.Name.FlateDecode
        document.pages[0].Contents = document.make_indirect(stream)
        out = io.BytesIO()
        document.save(
            out, static_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
        )
        return out.getvalue()


@cache
def jpeg(width: int = 8, height: int = 8) -> bytes:
    """A whole JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (120, 90, 60)).save(out, "JPEG", progressive=width > 8)
    return out.getvalue()


@cache
def png(width: int = 8, height: int = 8) -> bytes:
    """A whole PNG."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (20, 90, 160)).save(out, "PNG")
    return out.getvalue()


def png_claiming(width: int, height: int, rows: int = 0) -> bytes:
    """A PNG that claims a size, with so many rows of it."""
    out = bytearray(b"\x89PNG\r\n\x1a\n")
    packing = zlib.compressobj(9)
    data = b"".join(packing.compress(bytes(1 + width)) for _ in range(rows)) + packing.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    for name, content in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b"")):
        out += (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )
    return bytes(out)


def png_remarking(words: bytes) -> bytes:
    """A whole PNG with a remark in it."""
    picture, remark = png(), b"tEXtComment\0" + words
    chunk = struct.pack(">I", len(remark) - 4) + remark + struct.pack(">I", zlib.crc32(remark))
    at = picture.find(b"IDAT") - 4
    return picture[:at] + chunk + picture[at:]


def packed(members: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 6, 2, 9, 14, 0)), content, archive.compression)
    return out.getvalue()


_TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MANIFEST = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_OPEN = "application/vnd.oasis.opendocument."


def relations(kind: str, target: str) -> bytes:
    """The relations of a part, with one that leads outside."""
    return (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    ).encode()


def docx(more: Mapping[str, bytes] | None = None) -> bytes:
    """A text document of the kind that Word writes."""
    body = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
    return packed({"[Content_Types].xml": _TYPES, "word/document.xml": body, **(more or {})})


def xlsx(more: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook of the kind that Excel writes."""
    book = b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>'
    return packed({"[Content_Types].xml": _TYPES, "xl/workbook.xml": book, **(more or {})})


def odf(kind: str, more: Mapping[str, bytes] | None = None) -> bytes:
    """An OpenDocument ``text`` or ``spreadsheet``."""
    content = b'<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
    members = {
        "mimetype": f"{_OPEN}{kind}".encode(),
        "META-INF/manifest.xml": _MANIFEST,
        "content.xml": content,
    }
    return packed({**members, **(more or {})}, stored=True)
