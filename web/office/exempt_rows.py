"""Rows of exemptions to choose from: what a decision rests on, or opens.

Every row of the body that is in force on a day, each as ``<exemption>:<row>``; those that a case names first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec
from marshmallow import ValidationError

from ppid.events import Stream
from ppid.exemption.articles import letters_of
from ppid.exemption.papers import Row
from ppid.exemption.reference import OpenedPart
from ppid.exemption.state import EXEMPTION, Exemption
from projections.agenda import AGENDA, state_of
from projections.reader import Reader
from web.i18n import gettext as _
from web.schemas import Entry, Errors, FormSchema, Text, clean, sent_values
from web.services import services

CHOSEN = re.compile(r"([0-9a-f]{32}):([0-9]{1,4})")
#: Beyond this nobody looks for a row in a list; the narrowest exemptions of a body are far fewer.
MOST = 500
PARTS = 3
#: Offices write their sheets in Indonesian, also where the page is read in English.
WRITTEN_IN = "id"
PART_CHARS = 25_000  # beyond what the rules allow: they name the limit and the length


class ChosenRow(msgspec.Struct, frozen=True, order=True):
    """A row of an exemption."""

    exemption: Stream
    row: int


class ExemptRow(Entry[ChosenRow]):
    """One row, as a list of choices sends it."""

    def parse(self, text: str) -> ChosenRow:
        """Refuse what no list offers."""
        found = CHOSEN.fullmatch(text)
        if not found:
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia."))
        return ChosenRow(f"{EXEMPTION.kind}-{found[1]}", int(found[2]))


class ExemptRows(ExemptRow):
    """Any rows, as check boxes send them."""

    def nothing(self) -> object:
        """None."""
        return ()

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Take every box that was ticked."""
        return sent_values(data, key)

    def read(self, value: object) -> Any:
        """Read every row once."""
        sent = value if isinstance(value, list) else [value]
        return tuple(dict.fromkeys(self.parse(clean(str(each))) for each in sent))


def in_force(body: Stream, on: date, articles: Iterable[str] = ()) -> list[Exemption]:
    """The exemptions of a body with a row in force on a day, those under ``articles`` before the others."""
    reader = Reader(services().views, AGENDA)
    rows = reader.page(where={"kind": EXEMPTION.kind, "body": body, "closed": False}, limit=MOST)
    found = [state_of(row, EXEMPTION) for row in rows]
    wanted = set(letters_of(articles))
    found.sort(key=lambda exemption: (not wanted & set(letters_of(exemption.articles)), exemption.number))
    return [exemption for exemption in found if exemption.decree and exemption.rows_in_force(on)]


#: Every exemption of the body is offered, not only those under the letters that somebody named.
ALL, SHOW_ALL = "semua", "ubah-semua"


def offered(body: Stream, on: date, articles: Iterable[str], form: Mapping[str, Any]) -> dict[str, Any]:
    """The rows that a form offers: those under the letters named, or all where somebody asked for all."""
    named = tuple(articles)
    found = in_force(body, on, named)
    everything = bool(form.get(ALL)) or form.get("tombol") == SHOW_ALL
    shown = found if everything else likely(found, named)
    return {
        "exempt_options": options(shown, on),
        "all_shown": everything,
        "show_all": SHOW_ALL if len(shown) < len(found) else "",
        "part_names": part_names(),
        "more_parts": any(form.get(name) for pair in part_names() for name in pair),
    }


def likely(exemptions: Sequence[Exemption], articles: Iterable[str]) -> list[Exemption]:
    """Those under the letters that somebody named; all where none is."""
    wanted = set(letters_of(articles))
    return [e for e in exemptions if wanted & set(letters_of(e.articles))] or list(exemptions)


def value_of(exemption: Exemption, row: Row) -> str:
    """A row as forms name it."""
    return f"{exemption.stream.rpartition('-')[2]}:{row.number}"


def named(exemption: Stream, row: int) -> str:
    """A row as forms name it, by its exemption's stream and its number."""
    return f"{exemption.rpartition('-')[2]}:{row}"


def options(exemptions: Iterable[Exemption], on: date) -> list[dict[str, str]]:
    """The rows as choices: what they hold, and the decree and articles as a hint."""
    return [
        {
            "value": value_of(exemption, row),
            "text": row.information,
            "lang": WRITTEN_IN,
            "hint": _(
                "Keputusan %(decree)s, nomor %(row)s, Pasal %(articles)s.",
                decree=exemption.number,
                row=row.number,
                articles=", ".join(row.articles),
            ),
        }
        for exemption in exemptions
        for row in exemption.rows_in_force(on)
    ]


class Opened(msgspec.Struct, frozen=True):
    """What is opened of one exemption: whole rows, and parts of rows."""

    exemption: Stream
    rows: tuple[int, ...]
    parts: tuple[OpenedPart, ...]


class OpenedRows(FormSchema):
    """The entries that say what is opened: rows to tick, and a few parts of rows in words."""

    open_rows = ExemptRows(required=False)
    part_1_row = ExemptRow(required=False)
    part_1_text = Text(PART_CHARS, lines=True, required=False)
    part_2_row = ExemptRow(required=False)
    part_2_text = Text(PART_CHARS, lines=True, required=False)
    part_3_row = ExemptRow(required=False)
    part_3_text = Text(PART_CHARS, lines=True, required=False)

    @staticmethod
    def take_opened(data: dict[str, Any]) -> tuple[list[Opened], Errors]:
        """Take them out of the form, and say which part is said by halves."""
        rows = by_exemption(data.pop("open_rows"))
        parts: dict[Stream, list[OpenedPart]] = {}
        half: Errors = {}
        for n in range(1, PARTS + 1):
            row, text = data.pop(f"part_{n}_row"), data.pop(f"part_{n}_text")
            if row and text:
                parts.setdefault(row.exemption, []).append(OpenedPart(row.row, text))
            elif row:
                half[f"part_{n}_text"] = [_("Sebutkan bagian yang dibuka.")]
            elif text:
                half[f"part_{n}_row"] = [_("Pilih baris yang sebagian dibuka.")]
        streams = list(dict.fromkeys([*rows, *parts]))
        return [Opened(s, rows.get(s, ()), tuple(parts.get(s, ()))) for s in streams], half


def part_names() -> list[tuple[str, str]]:
    """The entries of each part: its row, and its words."""
    return [(f"part_{n}_row", f"part_{n}_text") for n in range(1, PARTS + 1)]


def by_exemption(chosen: Sequence[ChosenRow]) -> dict[Stream, tuple[int, ...]]:
    """The rows of each exemption, in order."""
    found: dict[Stream, tuple[int, ...]] = {}
    for one in chosen:
        found[one.exemption] = tuple(sorted({*found.get(one.exemption, ()), one.row}))
    return found
