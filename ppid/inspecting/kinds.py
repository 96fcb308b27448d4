"""The kinds of file that may be attached: one table for the forms, the inspection and the way back out."""

from __future__ import annotations

from typing import Final, NamedTuple

import msgspec


class Kind(NamedTuple):
    """A kind of file: what it is called in the world, in its name, and on a form."""

    media_type: str
    endings: tuple[str, ...]
    words: str


PDF: Final = "application/pdf"
JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT: Final = "application/vnd.oasis.opendocument.text"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
CSV: Final = "text/csv"
TXT: Final = "text/plain"
ZIP: Final = "application/zip"

KINDS: Final[dict[str, Kind]] = {
    kind.media_type: kind
    for kind in (
        Kind(PDF, ("pdf",), "PDF"),
        Kind(JPEG, ("jpg", "jpeg"), "JPEG"),
        Kind(PNG, ("png",), "PNG"),
        Kind(XLSX, ("xlsx",), "XLSX"),
        Kind(DOCX, ("docx",), "DOCX"),
        Kind(ODT, ("odt",), "ODT"),
        Kind(ODS, ("ods",), "ODS"),
        Kind(CSV, ("csv",), "CSV"),
        Kind(TXT, ("txt",), "TXT"),
        Kind(ZIP, ("zip",), "ZIP"),
    )
}
#: What proves something: of citizens, and of officers who attach a signed paper.
PAPERS: Final = (PDF, JPEG, PNG)
#: What may be delivered or published as information: records too, in the form the office keeps them.
RECORDS: Final = tuple(KINDS)
#: What may lie in a ZIP: anything but another ZIP.
IN_ZIP: Final = tuple(media_type for media_type in KINDS if media_type != ZIP)

MAX_PAGES: Final = 500
MAX_MEGAPIXELS: Final = 50
MAX_MEMBERS: Final = 200
MAX_UNPACKED_MIB: Final = 100
MAX_RATIO: Final = 100


class Asked(msgspec.Struct, frozen=True):
    """What the child is told of a file besides its bytes: its ending, and which kinds may pass."""

    ending: str
    allowed: tuple[str, ...]


class Examined(msgspec.Struct, frozen=True):
    """What the inspection saw: a kind and its measures, or with ``code`` why the file is not fit.

    ``found``: what makes it unfit, in words of file formats; ``inside``: the name of the member it is about.
    """

    media_type: str = ""
    code: str = ""
    found: tuple[str, ...] = ()
    inside: str = ""
    pages: int = 0
    width: int = 0
    height: int = 0


class UnfitError(Exception):
    """A file that may not be kept. ``code`` is one of ``CODES``."""

    def __init__(self, code: str, *found: str, inside: str = "") -> None:
        self.code = code
        self.found = found
        self.inside = inside
        super().__init__(code)


CODES: Final = (
    "kind",  # none of the kinds that may pass
    "empty",
    "damaged",
    "locked",
    "active",  # what acts by itself: scripts, macros, launches, attachments
    "external",  # parts that are fetched from elsewhere
    "pages",
    "pixels",
    "trailing",  # data before or behind: two files in one
    "members",
    "unpacked",
    "path",
    "entities",
    "too-much",  # time or memory ran out over it
)
