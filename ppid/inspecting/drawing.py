"""The first page of a document, drawn small. Runs in the child only."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image, ImageOps

from ppid.inspecting.kinds import JPEG, PDF, PNG

MOST_PIXELS: Final = 400
_FORMATS: Final = {JPEG: "JPEG", PNG: "PNG"}

Image.MAX_IMAGE_PIXELS = None


def small(payload: bytes) -> bytes:
    """Draw what follows the first line, which names its media type; the answer is a PNG."""
    media_type, _, content = payload.partition(b"\n")
    kind = media_type.decode("ascii")
    drawn = _first_page(content) if kind == PDF else _picture(content, kind)
    drawn.thumbnail((MOST_PIXELS, MOST_PIXELS))
    out = io.BytesIO()
    drawn.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


def _picture(content: bytes, kind: str) -> Image.Image:
    with Image.open(io.BytesIO(content), formats=[_FORMATS[kind]]) as image:
        image.draft("RGB", (MOST_PIXELS, MOST_PIXELS))
        image.load()
        return ImageOps.exif_transpose(image)


def _first_page(content: bytes) -> Image.Image:
    import pypdfium2

    first = pypdfium2.PdfDocument(content)[0]
    longest = max(first.get_size())
    drawn: Image.Image = first.render(scale=MOST_PIXELS / max(longest, 1)).to_pil()
    return drawn
