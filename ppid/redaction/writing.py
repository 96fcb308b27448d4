"""The released PDF: one picture on each page, a plain title, and not one object more.

The same pictures make the same bytes: no date, no identifier, no name of a program.
"""

from __future__ import annotations

from collections.abc import Sequence

from ppid.redaction.painting import Packed
from ppid.redaction.pictures import Size

TITLE = "Salinan dengan penghitaman"
HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
#: Objects that every copy has: catalogue, page tree, title; then page, content and picture of each page.
FIRST, EACH = 3, 3


def write(pages: Sequence[tuple[Size, Packed]]) -> bytes:
    """The file of those pages."""
    out = bytearray(HEAD)
    places: list[int] = []
    for number, body in enumerate(_objects(pages), start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R >>\n" % (len(places) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _objects(pages: Sequence[tuple[Size, Packed]]) -> list[bytes]:
    kids = " ".join(f"{FIRST + 1 + EACH * n} 0 R" for n in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (id) >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        f"<< /Title ({TITLE}) >>".encode(),
    ]
    for n, (size, packed) in enumerate(pages):
        objects += _page(FIRST + 1 + EACH * n, size, packed)
    return objects


def _page(number: int, size: Size, packed: Packed) -> list[bytes]:
    width, height = said(size.width), said(size.height)
    content = f"q {width} 0 0 {height} 0 0 cm /P Do Q".encode()
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] "
        f"/Resources << /XObject << /P {number + 2} 0 R >> >> /Contents {number + 1} 0 R >>"
    )
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {packed.width} /Height {packed.height} "
        f"/ColorSpace /{packed.space} /BitsPerComponent 8 /Filter /{packed.filter} "
        f"/Length {len(packed.data)} >>"
    )
    return [
        page.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        picture.encode() + b"\nstream\n" + packed.data + b"\nendstream",
    ]


def said(points: float) -> str:
    """A length as the file says it: no more digits than it has."""
    return f"{points:.3f}".rstrip("0").rstrip(".")
