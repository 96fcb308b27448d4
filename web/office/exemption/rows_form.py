"""The rows of a sheet as a form holds them (``r1_information``, ``r2_articles``), all their faults at once.

The rules judge every row (``ppid.exemption.sheet``); here each refusal is put at its entry. A row that was
left empty, or is marked to be left out, is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from marshmallow import ValidationError, validates_schema
from werkzeug.datastructures import MultiDict

from ppid.errors import FieldError, RuleError
from ppid.exemption.articles import Kind, Opening
from ppid.exemption.events import SheetRow
from ppid.exemption.sheet import check_texts, faults
from ppid.exemption.vocabulary import Interest
from web.i18n import gettext as _
from web.i18n import language
from web.office.forms import YesNo, line, lines
from web.office.notice import Grounds
from web.office.room import Form
from web.schemas import DateParts, EnumField, Errors, FormSchema, WholeNumber

MOST_ROWS = 20
ENTRY = re.compile(r"r([1-9]|1[0-9]|20)_([a-z_]+(?:-(?:day|month|year))?)")
#: What a form fills in by itself; a row that holds nothing else was not begun.
GIVEN = frozenset({"kind", "number", "drop"})
#: The button that adds a row, and shows the form again.
ADD = "ubah-tambah"


class RowSchema(FormSchema):
    """A row of a sheet (annex II). What the law asks of it is for the rules."""

    kind = EnumField(Kind, missing=lambda: _("Jawab dahulu apakah informasi ini selalu terbuka."))
    information = lines()
    articles = Grounds(required=False)
    legal_basis = lines()
    other_law = line()
    consequence_opened = lines()
    consequence_closed = lines()
    public_interest = lines()
    interest = EnumField(Interest, missing=lambda: _("Pilih hasil penimbangan kepentingan publik."))
    opening = EnumField(Opening, required=False)
    until = DateParts(required=False)
    period_basis = line()


class LiftRowSchema(FormSchema):
    """What a test to lift says anew of a row; the rest stays as it was decreed."""

    consequence_opened = lines()
    consequence_closed = lines()
    public_interest = lines()
    interest = EnumField(Interest, missing=lambda: _("Pilih hasil penimbangan kepentingan publik."))


class _Numbered(FormSchema):
    """Which row of the decree it is."""

    number = WholeNumber(1, 10_000, required=False)


#: A row of which nothing was typed.
EMPTY: Mapping[str, Any] = {
    "number": 1,
    "information": "",
    "articles": (),
    "consequence_opened": "",
    "consequence_closed": "",
    "public_interest": "",
}


def _loaded(schema: type[FormSchema], sent: Form) -> tuple[dict[str, Any], Errors]:
    """What could be read of some entries, and what is wrong with the others."""
    try:
        return dict(schema().load(sent)), {}
    except ValidationError as problem:
        read = problem.valid_data if isinstance(problem.valid_data, dict) else {}
        return dict(read), dict(problem.normalized_messages())  # type: ignore[no-untyped-call]


def shown_rows(form: Form) -> int:
    """How many rows the page has: those of the form that was sent, and one more where that is asked for."""
    last = max((n for n, _name, _values in _entries(form)), default=1)
    return min(MOST_ROWS, last + (form.get("tombol") == ADD))


def _entries(form: Form) -> Iterable[tuple[int, str, list[str]]]:
    for key, values in form.lists():
        found = ENTRY.fullmatch(key)
        if found:
            yield int(found[1]), found[2], values


def sent_rows(form: Form) -> dict[int, Form]:
    """The entries of every row that was begun, by the place of the row; the first one always is."""
    rows: dict[int, Form] = {}
    begun = {1}
    for n, name, values in _entries(form):
        rows.setdefault(n, MultiDict()).setlist(name, values)
        if name not in GIVEN and any(value.strip() for value in values):
            begun.add(n)
    return {n: rows.get(n, MultiDict()) for n in sorted(begun)}


Known = Mapping[int, SheetRow]


class RowsSchema(FormSchema):
    """A form with rows. ``known`` are the decree's rows, which a later test names by number."""

    row: ClassVar[type[FormSchema]] = RowSchema
    #: Where it is said that a row is none of the decree's.
    first_entry: ClassVar[str] = "information"
    rows: tuple[SheetRow, ...] = ()
    posted: Form
    as_of: date
    known: Known

    def about_rows(self, form: Form, as_of: date, known: Known) -> None:
        """Say which form it is, on which day, and which rows there are already."""
        self.posted, self.as_of, self.known = form, as_of, known

    @validates_schema(skip_on_field_errors=False)
    def rows_are_sound(self, data: dict[str, Any], **_options: object) -> None:
        """Read every row, and put what is wrong with it at its entry."""
        tested_on = data.get("tested_on")
        # A day to come is refused by the rules; the rows are read as if it were today.
        on = tested_on if isinstance(tested_on, date) and tested_on <= self.as_of else self.as_of
        wrong: Errors = {}
        read: list[SheetRow] = []
        begun = sent_rows(self.posted)
        for n, sent in begun.items():
            if sent.get("drop") == YesNo.YES.value:
                continue
            row, unread = self.read_row(n, sent)
            found = self.faults_of(row, on)
            wrong |= _at(n, {**found, **unread}, row.number if len(begun) > 1 else 0)
            read.append(row)
        if not read and not wrong:
            wrong["r1_information"] = [_("Isi sekurang-kurangnya satu informasi yang diuji.")]
        if wrong:
            raise ValidationError(wrong)
        self.rows = tuple(read)

    def read_row(self, place: int, sent: Form) -> tuple[SheetRow, Errors]:
        """One row out of its entries, and the entries that could not be read."""
        given, unread = _loaded(self.row, sent)
        number, wrong = self.number_of(sent)
        return SheetRow(**{**EMPTY, **given, "number": number or place}), {**unread, **wrong}

    def number_of(self, sent: Form) -> tuple[int, Errors]:
        """The number that a row has in the decree; 0 for a row of a first test."""
        if not self.known:
            return 0, {}
        given, _unread = _loaded(_Numbered, sent)
        number = given.get("number")
        if isinstance(number, int) and number in self.known:
            return number, {}
        return 0, {self.first_entry: [_("Pilih salah satu pilihan yang tersedia.")]}

    def faults_of(self, row: SheetRow, on: date) -> Errors:
        """What the rules have against a row, by entry."""
        was = self.known.get(row.number)
        since = getattr(was, "since", None) or on
        return _by_entry(faults(row, since, on))


class LiftRowsSchema(RowsSchema):
    """The rows of a test to lift: only what is weighed anew is typed."""

    row = LiftRowSchema

    first_entry = "consequence_opened"

    def read_row(self, place: int, sent: Form) -> tuple[SheetRow, Errors]:  # noqa: ARG002  (they have numbers)
        """What was decreed, with the new weighing."""
        given, unread = _loaded(self.row, sent)
        number, wrong = self.number_of(sent)
        was = self.known.get(number)
        decreed = {name: getattr(was, name) for name in SheetRow.__struct_fields__} if was else {}
        weighed = {name: given.get(name, "") for name in ("consequence_opened", "consequence_closed")}
        row = SheetRow(**{**EMPTY, **decreed, **weighed, "public_interest": "", **given})
        return row, {**unread, **wrong}

    def faults_of(self, row: SheetRow, on: date) -> Errors:  # noqa: ARG002  (nothing becomes exempt)
        """Only that everything is written."""
        try:
            check_texts(row)
        except RuleError as refusal:
            return _by_entry([refusal])
        return {}


def _by_entry(refusals: Iterable[RuleError]) -> Errors:
    found: Errors = {}
    for refusal in refusals:
        name = refusal.field if isinstance(refusal, FieldError) else "information"
        found.setdefault(name, []).append(refusal.sentence(language()))
    return found


def _at(place: int, errors: Errors, named: int) -> Errors:
    """Errors at the entries of a row; ``named``: the number to call the row by, where there are several."""
    return {
        f"r{place}_{name}": [_("Informasi %(n)s: %(what)s", n=named, what=each) for each in said]
        if named
        else said
        for name, said in errors.items()
    }


def row_defaults(rows: Sequence[SheetRow]) -> dict[str, object]:
    """The entries that rows fill in."""
    found: dict[str, object] = {}
    for n, row in enumerate(rows, start=1):
        for name in SheetRow.__struct_fields__:
            value = getattr(row, name)
            if value not in (None, "", ()):
                found[f"r{n}_{name}"] = value
    return found
