"""What the forms of a redaction hold. A box is typed in per cent of its page; a script can type it too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from flask import abort
from marshmallow import ValidationError

from ppid.events import Stream
from ppid.redaction.commands import BeginRedaction, DropRedaction, MarkPage, ReleaseRedaction
from ppid.redaction.marks import FULL, Mark
from ppid.redaction.rules import MOST_ON_PAGE
from ppid.redaction.state import REDACTION, Redaction
from ppid.request.state import REQUEST
from web.i18n import gettext as _
from web.i18n import language
from web.office.forms import ActSchema, BeginSchema, YesNo, line, lines
from web.office.room import Start
from web.office.sight import HEX
from web.schemas import Entry, EnumField, clean, digits, sent_values
from web.services import services

#: What the address of the beginning may name: the request it is for, or the redaction to begin anew.
REQUEST_ASKED, AGAIN_ASKED = "permohonan", "lagi"
#: The parts of a box in the form: left, top, width and height.
SIDES = ("x", "y", "w", "h")
#: What makes a row one that is meant: a ground without its box would close nothing and seem to.
WRITTEN = (*SIDES, "article", "decree")
TENTHS = Decimal(FULL) / 100
NUMBER = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,3})?")


def asked_of(start: Start) -> tuple[Stream, Stream]:
    """The request and the earlier redaction that the address names; 404 where it names none of theirs."""
    again, request = start.asked.get(AGAIN_ASKED, ""), start.asked.get(REQUEST_ASKED, "")
    if again:
        earlier = services().redactions.redaction(_stream(REDACTION.kind, again), start.actor)
        return earlier.request, earlier.stream
    if not request:
        return "", ""
    return services().desk.request(_stream(REQUEST.kind, request), start.actor).stream, ""


def _stream(kind: str, named: str) -> Stream:
    if not HEX.fullmatch(named):
        abort(404)
    return f"{kind}-{named}"


class BeginsSchema(BeginSchema):
    """A name for the document; the document comes beside, or is one that is there."""

    makes = BeginRedaction
    of_case = "redaction"
    title = line()
    chosen = line()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Name the case that the address names."""
        request, again = asked_of(self.start)
        return {**data, "request": request, "again": again}


class ReleaseSchema(ActSchema):
    """The release, confirmed."""

    makes = ReleaseRedaction
    sure = EnumField(YesNo, missing=lambda: _("Centang pernyataan ini sebelum merilis."))

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Only the form needs to know that it was confirmed."""
        return {name: value for name, value in data.items() if name != "sure"}


class DropSchema(ActSchema):
    """A reason."""

    makes = DropRedaction
    reason = lines()


class Boxes(NamedTuple):
    """The boxes of a page as a form holds them."""

    here: tuple[Mark, ...]
    everywhere: tuple[Mark, ...]


class BoxesEntry(Entry[Boxes]):
    """The rows of the table of boxes; an empty row, or one ticked for removal, is none."""

    def nothing(self) -> object:
        """A page without boxes."""
        return Boxes((), ())

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Gather the rows that were sent."""
        return [row for n in range(1, 2 * MOST_ON_PAGE + 1) if (row := _row(data, key, n))] or None

    def read(self, value: object) -> Boxes:
        """Read the numbers of every row."""
        rows = value if isinstance(value, list) else []
        found = [(self._box(n, row), bool(row.get("everywhere"))) for n, row in enumerate(rows, start=1)]
        return Boxes(
            tuple(box for box, everywhere in found if not everywhere),
            tuple(box for box, everywhere in found if everywhere),
        )

    def _box(self, number: int, row: Mapping[str, str]) -> Mark:
        if row.get("twice"):
            raise ValidationError(_("Isian ini terkirim lebih dari satu kali dengan isi yang berbeda."))
        x, y, w, h = (_thousandths(row.get(side, ""), number) for side in SIDES)
        return Mark(
            page=1,
            x=x,
            y=y,
            w=w,
            h=h,
            article=row.get("article", ""),
            decree=" ".join(clean(row.get("decree", "")).split()),
        )


def _row(data: Mapping[str, Any], key: str, number: int) -> dict[str, str]:
    parts = (*WRITTEN, "everywhere", "remove")
    sent = {part: list(map(str, sent_values(data, f"{key}-{number}-{part}"))) for part in parts}
    row = {part: values[0] if values else "" for part, values in sent.items()}
    if row["remove"] or not any(row[part].strip() for part in WRITTEN):
        return {}
    return row | ({"twice": "ya"} if any(len(set(values)) > 1 for values in sent.values()) else {})


def _thousandths(text: str, number: int) -> int:
    plain = digits(clean(text))
    if not NUMBER.fullmatch(plain):
        raise ValidationError(
            _(
                "Kotak %(n)s: isi keempat angka dalam persen, misalnya 12,5, atau centang “Hapus kotak ini”.",
                n=number,
            )
        )
    return int((Decimal(plain.replace(",", ".")) * TENTHS).to_integral_value())


class MarkSchema(ActSchema):
    """The boxes of one page."""

    makes = MarkPage
    marks = BoxesEntry(required=False)

    def __init__(self, sight: Any, page: int) -> None:
        super().__init__(sight)
        self.page = page

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put them on the page."""
        boxes = data.pop("marks")
        return {**data, "page": self.page, "marks": boxes.here, "everywhere": boxes.everywhere}


class Row(NamedTuple):
    """A row of the table of boxes as the form shows it."""

    number: int
    x: str
    y: str
    w: str
    h: str
    article: str
    decree: str
    everywhere: bool = False


#: Rows without a box that the table offers at once.
BLANK = 3


def rows_of(redaction: Redaction, page: int, typed: Mapping[str, Any] | None) -> list[Row]:
    """The boxes of a page, or what was typed, and some empty rows below."""
    if typed is not None:
        sent = list(filter(None, (_row(typed, "marks", n) for n in range(1, 2 * MOST_ON_PAGE + 1))))
        found = [
            Row(
                n,
                row["x"],
                row["y"],
                row["w"],
                row["h"],
                row["article"],
                row["decree"],
                bool(row["everywhere"]),
            )
            for n, row in enumerate(sent, start=1)
        ]
    else:
        there = (mark for mark in redaction.marks if mark.page == page)
        found = [
            Row(n, percent(m.x), percent(m.y), percent(m.w), percent(m.h), m.article, m.decree)
            for n, m in enumerate(there, start=1)
        ]
    empty = range(len(found) + 1, min(len(found) + BLANK, MOST_ON_PAGE) + 1)
    return [*found, *(Row(n, "", "", "", "", "", "") for n in empty)]


def percent(thousandths: int) -> str:
    """Thousandths as per cent, as people write it here."""
    whole, tenth = divmod(thousandths, 10)
    mark = "," if language() == "id" else "."
    return f"{whole}{mark}{tenth}" if tenth else f"{whole}"


class Copies(Entry[tuple[Stream, ...]]):
    """The redacted copies that are given, as check boxes send them."""

    def nothing(self) -> object:
        """None."""
        return ()

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Take every box that was ticked."""
        return sent_values(data, key) or None

    def read(self, value: object) -> tuple[Stream, ...]:
        """Refuse what the form did not offer."""
        named = [str(each) for each in value] if isinstance(value, list) else []
        if not all(HEX.fullmatch(each) for each in named):
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia."))
        return tuple(f"{REDACTION.kind}-{each}" for each in dict.fromkeys(named))
