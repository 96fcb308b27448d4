"""The copy of what is held about a person, as plain values in the reader's language.

Law: UU 27/2022 art. 7, 32.
"""

from __future__ import annotations

from dataclasses import dataclass

from web.letters.kinds import Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPart:
    """A part of the copy: facts, a table with a header, or only what is said. ``empty``: for no rows."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    header: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    said: tuple[str, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataCopy(Letter):
    """A copy of the personal data of whoever asks for it."""

    as_of: str
    parts: tuple[DataPart, ...]
