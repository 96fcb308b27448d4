"""A page to attach, as the smallest PDF that opens everywhere: a title and a few lines."""

from __future__ import annotations

from collections.abc import Sequence

PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    "/Resources << /Font << /F1 5 0 R >> >> >>"
)
HEAD = "BT /F1 16 Tf 72 760 Td ({title}) Tj /F1 11 Tf 0 -14 Td"


def one_page(title: str, lines: Sequence[str] = ()) -> bytes:
    """One A4 page in a standard font, for words without characters beyond Latin 1."""
    shown = " ".join(
        [HEAD.format(title=_text(title)), *(f"0 -18 Td ({_text(line)}) Tj" for line in lines), "ET"]
    )
    objects = (
        "<< /Type /Catalog /Pages 2 0 R /Lang (id) >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE,
        f"<< /Length {len(shown.encode('latin-1'))} >>\nstream\n{shown}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    return _file(objects)


def _text(words: str) -> str:
    plain = words.encode("latin-1", "replace").decode("latin-1")
    return plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _file(objects: Sequence[str]) -> bytes:
    """The objects with the table that says where each begins."""
    out = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = len(out)
    entries = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{entries}".encode("ascii")
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n".encode("ascii")
    return bytes(out)
