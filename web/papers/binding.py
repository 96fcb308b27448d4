"""Binding pieces into one PDF whose contents page is right, and into one ZIP whose manifest is.

Pure: bytes go in, bytes come out. A bound file keeps every page as it was and loses the tags of its pieces,
which only each piece by itself keeps; it has bookmarks, and a number on every page.
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
import pikepdf

from web.letters.typeset import stamps
from web.letters.wording import Tongue

#: Points: of a strip with a page number, and of its distance from the corner of the page.
STRIP: Final = (226.8, 17.0)
CORNER: Final = (40.0, 8.0)
MOST_TRIES: Final = 5
MOST_PAGES: Final = 1000


class UnreadablePdfError(Exception):
    """A stored file says that it is a PDF and cannot be read as one."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A piece as pages, under its title in the bookmarks."""

    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of a ZIP. ``stem`` is ours, never a person's; ``about`` stands in the manifest."""

    stem: str
    ending: str
    content: bytes
    about: dict[str, str | int | None]


def bind(
    title: str,
    pieces: Sequence[Bound],
    contents: Callable[[Sequence[int]], bytes],
    *,
    language: str,
    bookmark: str,
) -> bytes:
    """Return the pieces behind their contents page, which is given the first page of each, counted from 1.

    The contents page is set again until its own length agrees with the numbers it holds.
    """
    lengths = [_pages(piece.content) for piece in pieces]
    ahead = 1
    for _ in range(MOST_TRIES):
        starts = [ahead + sum(lengths[:at]) + 1 for at in range(len(lengths))]
        front = contents(starts)
        if (length := _pages(front)) == ahead:
            break
        ahead = length
    else:
        raise ValueError("the contents page never came to rest")
    with pikepdf.new() as book:
        for content in (front, *(piece.content for piece in pieces)):
            with pikepdf.open(io.BytesIO(content)) as part:
                book.pages.extend(part.pages)
        _number(book, title, Tongue("en" if language == "en" else "id"))
        _describe(book, title, language)
        marks = [(bookmark, 1), *((p.title, start) for p, start in zip(pieces, starts, strict=True))]
        with book.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(said, page - 1) for said, page in marks)
        return _saved(book)


def _describe(book: pikepdf.Pdf, title: str, language: str) -> None:
    book.docinfo["/Title"] = title
    book.Root.Lang = pikepdf.String(language)
    book.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    book.Root.PageMode = pikepdf.Name.UseOutlines


def _number(book: pikepdf.Pdf, title: str, t: Tongue) -> None:
    """Print on every page which one it is, so that the contents page can be followed on paper."""
    with pikepdf.open(io.BytesIO(stamps(title, len(book.pages), t))) as strips:
        for at, (page, strip) in enumerate(zip(book.pages, strips.pages, strict=True), start=1):
            right, bottom = float(page.cropbox[2]) - CORNER[0], float(page.cropbox[1]) + CORNER[1]
            _lay_over(book, page, strip, f"/PpidPage{at}", (right - STRIP[0], bottom))


def _lay_over(
    book: pikepdf.Pdf, page: pikepdf.Page, strip: pikepdf.Page, name: str, at: tuple[float, float]
) -> None:
    """Draw a strip over a page, under a name that pages which share their resources do not share.

    The library's own overlay takes a random name, and equal cases would not be equal files.
    """
    form = book.copy_foreign(strip.as_form_xobject())
    placed = page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name(name))
    rectangle = pikepdf.Rectangle(at[0], at[1], at[0] + STRIP[0], at[1] + STRIP[1])
    drawn = page.calc_form_xobject_placement(
        form, placed, rectangle, allow_shrink=True, allow_expand=True, invert_transformations=True
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(b"\nQ\n" + drawn)


def _saved(book: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    book.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as document:
        return len(document.pages)


def plain_pdf(content: bytes) -> bytes:
    """Return a stored PDF as pages alone: what a form shows is drawn on them, what it does is left out.

    Raises ``UnreadablePdfError`` for a file that is no PDF, is locked, or has more pages than anybody reads.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as document, pikepdf.new() as plain:
            if not 0 < len(document.pages) <= MOST_PAGES:
                raise UnreadablePdfError
            document.generate_appearance_streams()
            document.flatten_annotations("all")
            plain.pages.extend(document.pages)
            for page in plain.pages:
                for key in ("/Annots", "/AA"):
                    if key in page:
                        del page[key]
            return _saved(plain)
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise UnreadablePdfError from problem


# The ZIP --------------------------------------------------------------------------------------------------


def pack(files: Sequence[Packed], about: dict[str, object], made_at: datetime) -> bytes:
    """Return a ZIP of the files and a manifest that gives the SHA-256 of each. Equal files, equal bytes."""
    out = io.BytesIO()
    entries: list[dict[str, object]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, file in enumerate(files, start=1):
            name = f"{place:03d}-{plain_name(file.stem)}.{file.ending}"
            _put(archive, name, file.content, made_at)
            digest = hashlib.sha256(file.content).hexdigest()
            entries.append({"file": name, "sha256": digest, "bytes": len(file.content), **file.about})
        manifest = msgspec.json.encode({**about, "files": entries})
        _put(archive, "manifest.json", msgspec.json.format(manifest, indent=2), made_at)
    return out.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes, made_at: datetime) -> None:
    entry = zipfile.ZipInfo(name, made_at.timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, content)


def plain_name(said: str) -> str:
    """A name of small letters, digits and hyphens alone: no folder, no way out of one."""
    folded = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:60].strip("-") or "berkas"
