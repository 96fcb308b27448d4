"""The letters of the information desk as tagged PDF files (A-3a, UA-1), in Indonesian and English.

Each letter is a frozen dataclass of plain values, which the caller fills from the case; :func:`render` sets
it. Kept out: cases, the database, the clock. Equal letters give equal bytes. Table of annexes: docs/law.md.
"""

from __future__ import annotations

from web.letters.answer_sheets import extension, incompleteness, refusal
from web.letters.blocks import Sheet
from web.letters.kinds import (
    CopyRequestForm,
    Costs,
    ExtensionLetter,
    IncompletenessLetter,
    Letter,
    MissingItem,
    Office,
    Person,
    RefusalDecree,
    RequestForm,
    RequestReceipt,
    Signature,
    WrittenNotice,
)
from web.letters.notice_sheet import notice
from web.letters.request_sheets import copy_request, receipt, request_form
from web.letters.typeset import LetterError, typeset
from web.letters.wording import Tongue

__all__ = [
    "CopyRequestForm",
    "Costs",
    "ExtensionLetter",
    "IncompletenessLetter",
    "Letter",
    "LetterError",
    "MissingItem",
    "Office",
    "Person",
    "RefusalDecree",
    "RequestForm",
    "RequestReceipt",
    "Signature",
    "WrittenNotice",
    "render",
]


def render(letter: Letter) -> bytes:
    """Return ``letter`` as a PDF file.

    Texts of any length and script are accepted: what is too long or has no glyph is cut or boxed, and the
    letter says so. Raises LetterError only for an unusable logo or a broken installation.
    """
    return typeset(letter, compose(letter))


def compose(letter: Letter) -> Sheet:
    """Return what ``letter`` says, before it is set."""
    t = Tongue(letter.language)
    match letter:
        case RequestReceipt():
            sheet = receipt(letter, t)
        case RequestForm():
            sheet = request_form(letter, t)
        case IncompletenessLetter():
            sheet = incompleteness(letter, t)
        case ExtensionLetter():
            sheet = extension(letter, t)
        case WrittenNotice():
            sheet = notice(letter, t)
        case RefusalDecree():
            sheet = refusal(letter, t)
        case CopyRequestForm():
            sheet = copy_request(letter, t)
        case _:
            raise TypeError(f"no such letter: {type(letter).__name__}")
    return sheet
