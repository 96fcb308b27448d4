"""A PDF, opened by two readers: both must agree that it is whole, and nothing in it may act by itself."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Final

import pikepdf
import pypdfium2

from ppid.inspecting.kinds import MAX_PAGES, PDF, Examined, UnfitError

MAX_OBJECTS: Final = 300_000
MAX_DEPTH: Final = 60
MAX_DECODED_BYTES: Final = 300 * 1024 * 1024
_END_WITHIN: Final = 2048
_CHUNK: Final = 1024 * 1024
#: Keys that only what acts by itself has, and the word it is told by.
_KEYS: Final = {
    "/JS": "JavaScript",
    "/JavaScript": "JavaScript",
    "/EmbeddedFiles": "attachments",
    "/EF": "attachments",
    "/XFA": "XFA",
    "/RichMediaContent": "RichMedia",
}
#: Actions by their name; going to a page or an address when a reader clicks is none of them.
_ACTIONS: Final = {
    "/JavaScript": "JavaScript",
    "/Launch": "Launch",
    "/ImportData": "ImportData",
    "/SubmitForm": "SubmitForm",
    "/RichMediaExecute": "RichMedia",
    "/Rendition": "Rendition",
    "/Movie": "Movie",
    "/Sound": "Sound",
    "/GoToE": "attachments",
}
_SUBTYPES: Final = {
    "/RichMedia": "RichMedia",
    "/FileAttachment": "attachments",
    "/Movie": "Movie",
    "/Sound": "Sound",
    "/Screen": "Screen",
    "/3D": "3D",
}
#: Streams that are pictures: packed by what they show, and bounded by the pages that show them.
_PICTURES: Final = frozenset({"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"})


def look(content: bytes) -> Examined:
    """The measures of a PDF. Raises ``UnfitError``."""
    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise UnfitError("damaged")
    try:
        pages = _pages_of_first(content)
    except pikepdf.PasswordError:
        raise UnfitError("locked") from None
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        # Without its password a locked file may open or may not, as its cipher is at hand in the child.
        raise UnfitError("locked" if b"/Encrypt" in content else "damaged") from None
    if pages != _pages_of_second(content):
        raise UnfitError("damaged")
    return Examined(PDF, pages=pages)


def _pages_of_first(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if pdf.is_encrypted:
            raise UnfitError("locked")
        pages = len(pdf.pages)
        if pages > MAX_PAGES:
            raise UnfitError("pages", str(pages))
        if not pages:
            raise UnfitError("damaged")
        found: list[str] = []
        decoded = 0
        for n, thing in enumerate(pdf.objects):
            if n > MAX_OBJECTS:
                raise UnfitError("too-much")
            found += [word for word in _acting(thing) if word not in found]
            if isinstance(thing, pikepdf.Stream):
                decoded += _decoded_bytes(thing)
                if decoded > MAX_DECODED_BYTES:
                    raise UnfitError("unpacked")
        if found:
            raise UnfitError("active", *found)
        return pages


def _acting(thing: pikepdf.Object, depth: int = 0) -> Iterator[str]:
    """What acts in an object and in all that is written inside it; other objects are asked by themselves."""
    if depth > MAX_DEPTH:
        raise UnfitError("too-much")
    if isinstance(thing, pikepdf.Array):
        inner: list[object] = list(thing)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        keys = set(thing.keys())
        yield from (word for key, word in _KEYS.items() if key in keys)
        yield from _named(thing, "/S", _ACTIONS)
        yield from _named(thing, "/Subtype", _SUBTYPES)
        inner = [thing.get(key) for key in keys]
    else:
        return
    for each in inner:
        if isinstance(each, pikepdf.Object) and not each.is_indirect:
            yield from _acting(each, depth + 1)


def _named(thing: pikepdf.Object, key: str, words: dict[str, str]) -> Iterator[str]:
    value = thing.get(key)
    if isinstance(value, pikepdf.Name) and str(value) in words:
        yield words[str(value)]


def _decoded_bytes(stream: pikepdf.Stream) -> int:
    """How many bytes a stream unpacks to, counted no further than the most there may be."""
    given = stream.get("/Filter")
    filters = [str(given)] if isinstance(given, pikepdf.Name) else [str(name) for name in given or ()]
    if not filters or filters[-1] in _PICTURES:
        return 0
    if filters == ["/FlateDecode"]:
        return _inflated_bytes(bytes(stream.read_raw_bytes()))
    # Chains are rare: whatever they unpack to must fit into the memory of this child.
    try:
        return len(stream.read_bytes())
    except pikepdf.PdfError:
        return 0


def _inflated_bytes(packed: bytes) -> int:
    unpacking, total = zlib.decompressobj(), 0
    try:
        while packed and not unpacking.eof and total <= MAX_DECODED_BYTES:
            total += len(unpacking.decompress(packed, _CHUNK))
            packed = unpacking.unconsumed_tail
    except zlib.error:
        return total  # readers draw what is there; the second reader is asked next
    return total


def _pages_of_second(content: bytes) -> int:
    try:
        document = pypdfium2.PdfDocument(content)
        pages = len(document)
        # Drawn small: what cannot be drawn is no page that an officer could read.
        document[0].render(scale=0.1)
    except (pypdfium2.PdfiumError, ValueError, OSError):
        raise UnfitError("damaged") from None
    return pages
