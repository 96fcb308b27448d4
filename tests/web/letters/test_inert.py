"""Markup in every field of every letter is printed as it was written, and nothing in the file acts (F57)."""

from __future__ import annotations

import dataclasses
import re
from enum import Enum
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from tests.web.letters.case_examples import every_case_letter
from tests.web.letters.examples import every_letter
from web.letters import render
from web.letters.kinds import Letter

LETTERS = {**every_letter("id"), **every_case_letter("id")}
#: What the typesetter would do something with, were it read as its own language.
MARKUP = '#panic("x") $1/0$ *b* _i_ `r` <l> @l #import "/x.typ" #read("/etc/passwd") \\u{41} // c'
SEEN = '#panic("x")$1/0$*b*_i_`r`'
#: Set by us, and read by more than the reader: languages, addresses behind a pattern of squares.
OURS = frozenset({"language", "tracking_url", "check_url", "logo", "code", "media_type"})
#: A choice out of a list, not something that somebody writes.
WORD_OF_OURS = re.compile(r"(?:[a-z][a-z-]*)?")
ACTIVE = ("/JS", "/JavaScript", "/AA", "/Launch", "/SubmitForm", "/RichMedia", "/XFA", "/EmbeddedFile")


def hostile(value: Any, name: str = "") -> Any:
    """``value`` with markup in every text that it holds."""
    if name in OURS or isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return value if WORD_OF_OURS.fullmatch(value) else MARKUP
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value) if field.init)
        return dataclasses.replace(value, **{n: hostile(getattr(value, n), n) for n in fields})
    if isinstance(value, tuple):
        changed = [hostile(each, name) for each in value]
        return type(value)(*changed) if hasattr(value, "_fields") else tuple(changed)
    return value


@pytest.mark.parametrize("name", LETTERS)
def test_F57_markup_in_every_field_is_words_and_nothing_acts(name: str) -> None:
    letter: Letter = hostile(LETTERS[name])
    data = render(letter)
    reader = PdfReader(BytesIO(data))
    text = "".join("".join(page.extract_text().split()) for page in reader.pages)
    assert SEEN in text.replace("\u200b", ""), text[:500]
    assert "root:" not in text
    for number in range(1, int(str(reader.trailer["/Size"]))):
        thing = reader.get_object(number)
        if isinstance(thing, DictionaryObject):
            assert not [key for key in ACTIVE if key in thing]
            assert "panic" not in str(thing.get("/URI", ""))
