"""The parts of an office document: no macros, nothing from elsewhere, no entities, nothing packed in it.

Law of the formats: ECMA-376 (OOXML), ISO/IEC 26300 (OpenDocument).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.parsers import expat

from ppid.inspecting.kinds import ODS, ODT, UnfitError

_OPEN: Final = (ODT, ODS)
_MACRO_FILES: Final = ("vbaproject.bin", "vbadata.xml", "vbaprojectsignature.bin")
_MACRO_FOLDERS: Final = ("basic/", "scripts/", "xl/macrosheets/", "xl/dialogsheets/")
_EMBEDDED: Final = ("/embeddings/", "/activex/", "/oleobject", "objectreplacements/", "object ")
_AWAY: Final = ("http:", "https:", "file:", "ftp:", "smb:", "\\\\", "//")
_MAY_LEAD_AWAY: Final = "/hyperlink"
#: Fields of a text that fetch or run something when it is opened.
_FIELDS: Final = ("DDE ", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT ")
_LINK: Final = "http://www.w3.org/1999/xlink href"
_CLICKED: Final = frozenset({"a", "h", "s"})


def check(kind: str, members: Mapping[str, bytes]) -> None:
    """Raise ``UnfitError`` for the first thing that no plain document has."""
    for name in members:
        lower = name.lower()
        if lower.rpartition("/")[2] in _MACRO_FILES or lower.startswith(_MACRO_FOLDERS):
            raise UnfitError("active", "macros")
        if any(mark in f"/{lower}" for mark in _EMBEDDED[:3]) or lower.startswith(_EMBEDDED[3:]):
            raise UnfitError("active", "embedded objects")
        if lower.startswith("xl/externallinks/"):
            raise UnfitError("external", inside=name)
    for name, content in members.items():
        if name.lower().endswith((".xml", ".rels", ".rdf")):
            _read(kind, name, content)


class _Reading:
    """One part, read by a parser that knows no entities and asks nobody for anything."""

    def __init__(self, kind: str, name: str) -> None:
        self.kind = kind
        self.name = name
        self.field: list[str] = []
        self.in_field = False

    def doctype(self, *_declared: object) -> None:
        raise UnfitError("entities", inside=self.name)

    def start(self, element: str, given: Mapping[str, str]) -> None:
        local = element.rpartition(" ")[2]
        self.in_field = local == "instrText"
        if local in {"Override", "Default"} and "macroenabled" in given.get("ContentType", "").lower():
            raise UnfitError("active", "macros")
        away = local == "Relationship" and given.get("TargetMode", "").lower() == "external"
        if away and not given.get("Type", "").endswith(_MAY_LEAD_AWAY):
            raise UnfitError("external", inside=self.name)
        if local == "encryption-data":
            raise UnfitError("locked")
        if local == "fldSimple":
            self.check_field(" ".join(given.values()))
        if local in {"script", "event-listener"} and self.kind in _OPEN:
            raise UnfitError("active", "macros")
        if local in {"ddeLink", "oleLink", "dde-source", "dde-connection-decl"}:
            raise UnfitError("active", "DDE")
        target = given.get(_LINK, "").strip().lower()
        if self.kind in _OPEN and local not in _CLICKED and target.startswith(_AWAY):
            raise UnfitError("external", inside=self.name)

    def text(self, words: str) -> None:
        if self.in_field:
            self.field.append(words)

    def check_field(self, words: str) -> None:
        told = f"{words.upper()} "
        if any(field in told for field in _FIELDS):
            raise UnfitError("active", "DDE")


def _read(kind: str, name: str, content: bytes) -> None:
    reading = _Reading(kind, name)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = reading.doctype
    parser.EntityDeclHandler = reading.doctype
    parser.StartElementHandler = reading.start
    parser.CharacterDataHandler = reading.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise UnfitError("damaged", inside=name) from None
    reading.check_field("".join(reading.field))
