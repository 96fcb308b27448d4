"""From a sheet of blocks to a tagged PDF, by way of the one template.

What a person wrote reaches the typesetter as JSON data and never as code. The typesetter sees the template
folder and the vendored fonts, nothing else: no system fonts, no packages, no network.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from web.letters.blocks import Paper, Sheet
from web.letters.kinds import Letter
from web.letters.printable import (
    BOX,
    FIELD_CHARACTERS,
    FONTS,
    LINE_CHARACTERS,
    LONGEST_WORD,
    Printer,
)
from web.letters.wording import Tongue

TEMPLATE: Final = Path(__file__).with_name("template")
STANDARDS: Final[list[typst.PDFStandard]] = ["a-3a", "ua-1"]
CODES: Final = {"kind", "paper"}  # ours, and never printed
UNBROKEN_KINDS: Final = {"signatures", "code"}
RUNNING_CHARACTERS: Final = 45  # what fits beside the title in the head of a later page
#: Millimetres: of the text on a page; of a small letter, and of the inset of a cell, in small print and not.
SHEET_MM: Final[dict[Paper, int]] = {"a4": 163, "a4-landscape": 250, "a3-landscape": 373}
LETTER_MM: Final = {True: 1.65, False: 2.05}
INSET_MM: Final = {True: 2.8, False: 5.0}
LOGO_BYTES: Final = 300_000
LOGO_STARTS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")

Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


class LetterError(Exception):
    """The letter could not be set: its logo is unusable, or a font or the template is broken."""


def typeset(letter: Letter, sheet: Sheet) -> bytes:
    """Return the PDF (A-3a and UA-1) of ``sheet``. Equal arguments give equal bytes. Raises LetterError."""
    printer = Printer(book=sheet.book)
    data = _cleaned(_data(letter, sheet), printer, LINE_CHARACTERS)
    if not isinstance(data, dict):
        raise TypeError("a letter is a mapping")
    data["notes"] = [*_notes(Tongue(letter.language), printer)]
    return _compiled("letter.typ", {"letter": json.dumps(data)}, STANDARDS)


def stamps(title: str, pages: int, t: Tongue) -> bytes:
    """Return a strip with the page number for each page of a bound file."""
    words = {"title": title, "pages": pages, "page": t("halaman", "page"), "of": t("dari", "of")}
    return _compiled("stamps.typ", {"stamps": json.dumps(words)}, [])


def _compiled(name: str, inputs: dict[str, str], standards: list[typst.PDFStandard]) -> bytes:
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(TEMPLATE / name),
            root=str(TEMPLATE),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=standards,
            package_path=str(TEMPLATE / "no-packages"),
            package_cache_path=str(TEMPLATE / "no-packages"),
        )
    except typst.TypstError as problem:
        raise LetterError(problem.message) from problem
    if warnings:  # a missing font is only a warning, and would be a letter in the wrong type
        raise LetterError("; ".join(warning.message for warning in warnings))
    if not isinstance(pdf, bytes):
        raise LetterError("the typesetter gave no document")
    return pdf


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _data(letter: Letter, sheet: Sheet) -> Plain:
    t = Tongue(letter.language)
    office = letter.office
    heading = sheet.heading.replace("\n", " ")
    said = asdict(sheet)
    for block in said["blocks"]:
        block["paper"] = sheet.paper  # a table asks how wide its page is
    return {
        "title": f"{heading} {letter.reference}".strip(),
        "running": heading,
        "running_number": sheet.number[:RUNNING_CHARACTERS],
        "language": letter.language,
        "date": [letter.dated_on.year, letter.dated_on.month, letter.dated_on.day],
        "page": t("Halaman", "Page"),
        "of": t("dari", "of"),
        "office": {
            "name": office.name,
            "body": office.body,
            "address": office.address,
            "contact": office.contact,
            "logo": _logo(office.logo),
            "logo_description": office.logo_description or f"Logo {office.body or office.name}",
        },
        **said,
    }


def _logo(logo: bytes) -> Plain:
    """Return the octets of the logo, as JSON has no bytes."""
    if not logo:
        return None
    if len(logo) > LOGO_BYTES or not logo.startswith(LOGO_STARTS):
        raise LetterError(f"the logo must be a PNG or JPEG file of at most {LOGO_BYTES} bytes")
    return list(logo)


def _cleaned(value: object, printer: Printer, limit: int, word: int = LONGEST_WORD) -> Plain:
    """Clean every text of the letter, in this one place, so that none can be forgotten."""
    match value:
        case str():
            return printer.clean(value, limit, word)
        case bool() | int() | None:
            return value
        case dict() if value.get("kind") == "table":
            return _table(value, printer, limit)
        case dict():
            return {
                str(key): item if key in CODES else _cleaned(item, printer, _limit(key, value, limit), word)
                for key, item in value.items()
            }
        case list() | tuple() if value and all(type(item) is int for item in value):
            return [*value]  # an image: hundreds of thousands of numbers, nothing to clean
        case list() | tuple():
            return [_cleaned(item, printer, limit, word) for item in printer.shorten(value)]
        case _:
            raise TypeError(f"no letter is made of {type(value).__name__}")


def _table(table: Mapping[str, Any], printer: Printer, limit: int) -> Plain:
    """Clean a table column by column: the narrower one is, the shorter a word that may be broken."""
    widths, small = table["widths"], table["small"]
    wide = SHEET_MM[table["paper"]] / sum(widths)
    letters = [
        max(4, min(LONGEST_WORD, int((share * wide - INSET_MM[small]) / LETTER_MM[small])))
        for share in widths
    ]
    return {
        "kind": "table",
        "widths": [*widths],
        "small": small,
        "keep": table["keep"],
        "groups": _cleaned(table["groups"], printer, limit),
        "header": [
            printer.clean(text, limit, fits) for text, fits in zip(table["header"], letters, strict=True)
        ],
        "rows": [
            [_cleaned(cell, printer, limit, fits) for cell, fits in zip(row, letters, strict=True)]
            for row in printer.shorten(table["rows"])
        ],
    }


def _limit(key: object, parent: Mapping[object, object], limit: int) -> int:
    """Return how long a text may be: only what may go over several pages may be long."""
    if parent.get("kind") in UNBROKEN_KINDS:
        return LINE_CHARACTERS
    return FIELD_CHARACTERS if key == "blocks" else limit


def _notes(t: Tongue, printer: Printer) -> list[str]:
    """Say on the letter itself what it does not show."""
    notes = []
    if printer.cut:
        notes.append(
            t(
                "Sebagian teks terlalu panjang untuk surat ini dan dipotong pada tanda […]; teks lengkap"
                " tersimpan dalam berkas permohonan.",
                "Some text is too long for this letter and was cut at […]; the full text is kept in the"
                " case file.",
            )
        )
    if printer.boxed:
        notes.append(
            t(
                f"Tanda {BOX} menggantikan aksara yang tidak dapat dicetak; teks aslinya tersimpan dalam"
                " berkas permohonan.",
                f"The sign {BOX} stands for a character that cannot be printed; the original text is kept"
                " in the case file.",
            )
        )
    return notes
