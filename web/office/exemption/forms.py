"""The form of each act on an exemption, and of the test that begins one. No rule of law stands here."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request as sent
from marshmallow import ValidationError, validates_schema
from werkzeug.datastructures import FileStorage

from ppid.body import Body
from ppid.events import Role, Stream
from ppid.exemption import commands as c
from ppid.exemption.articles import PeriodRule, letters_of
from ppid.exemption.events import Delegation, SetPeriod, Tester
from ppid.exemption.state import Exemption
from ppid.exemption.vocabulary import Aim, Occasion
from web import uploads
from web.i18n import gettext as _
from web.office.exemption import reading
from web.office.exemption.rows_form import LiftRowsSchema, RowsSchema
from web.office.forms import ActSchema, BeginSchema, day_of_act, line, lines
from web.office.room import Form, Start
from web.office.sight import HEX
from web.schemas import DateParts, EnumField, Errors, FormSchema, Text, WholeNumber, clean, sent_values
from web.schemas import Entry as FormEntry

#: The field of the document by which the head lets somebody else approve.
DELEGATION_FILE = "delegation_file"
#: A tester who is no officer stands on a line of their own, with the unit behind this.
UNIT_BEHIND = ";"
#: Entries that are read into something else.
ASIDE = frozenset({"testers", "testers_other", "request_number", "dispute"})


class Chosen(FormEntry[tuple[str, ...]]):
    """Several texts, as check boxes send them; whether they exist is asked where they are used."""

    def nothing(self) -> object:
        """None chosen."""
        return ()

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Take every box that was ticked."""
        return sent_values(data, key)

    def read(self, value: object) -> tuple[str, ...]:
        """Each once, in the order sent."""
        ticked = value if isinstance(value, list) else [value]
        return tuple(dict.fromkeys(clean(str(each)) for each in ticked))


class RowNumbers(FormEntry[tuple[int, ...]]):
    """Rows of a decree by number, as check boxes send them."""

    def nothing(self) -> object:
        """None chosen."""
        return ()

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Take every box that was ticked."""
        return sent_values(data, key)

    def read(self, value: object) -> tuple[int, ...]:
        """Each once, in order."""
        ticked = value if isinstance(value, list) else [value]
        number = WholeNumber(1, 10_000)
        return tuple(sorted({number.parse(clean(str(each))) for each in ticked}))


# The test -------------------------------------------------------------------------------------------------


class SheetSchema(FormSchema):
    """What every sheet has beside its rows: where and when, on which occasion, by whom."""

    tested_on = day_of_act()
    place = line()
    number = line()
    occasion = EnumField(Occasion, required=False)
    request_number = line()
    dispute = line()
    testers = Chosen(required=False)
    testers_other = lines()

    #: Who tested, and the request or dispute it is for, as read from the form.
    tested_by: tuple[Tester, ...] = ()
    cause: Stream = ""

    def office(self) -> Body:
        """The body whose officers and cases the form names."""
        raise NotImplementedError

    def today(self) -> date:
        """The body's own day."""
        raise NotImplementedError

    @validates_schema(skip_on_field_errors=False)
    def testers_are_known(self, data: dict[str, Any], **_options: object) -> None:
        """Officers in office who were ticked, then the positions, one on each line."""
        ticked = data.get("testers", ())
        serving = self.office().appointed.serving(self.today())
        if not set(ticked) <= {officer.id for officer in serving}:
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia."), "testers")
        others = (each.partition(UNIT_BEHIND) for each in data.get("testers_other", "").splitlines())
        self.tested_by = (
            *(Tester(officer=officer) for officer in ticked),
            *(
                Tester(position=position.strip(), unit=unit.strip())
                for position, _sign, unit in others
                if position.strip() or unit.strip()
            ),
        )

    @validates_schema(skip_on_field_errors=False)
    def cause_is_known(self, data: dict[str, Any], **_options: object) -> None:
        """The request or dispute that the occasion calls for, unless the address names it."""
        if self.cause:
            return
        occasion = data.get("occasion")
        if occasion is None:
            raise ValidationError(_("Pilih kapan uji ini dilakukan."), "occasion")
        if occasion is Occasion.UPON_REQUEST:
            self.cause = reading.request_by_number(self.office().stream, data.get("request_number", ""))
            if not self.cause:
                told = _("Permohonan dengan nomor ini tidak ditemukan pada badan publik ini.")
                raise ValidationError(told, "request_number")
        if occasion is Occasion.DURING_DISPUTE:
            named = data.get("dispute", "")
            if not HEX.fullmatch(named):
                raise ValidationError(_("Pilih sengketanya."), "dispute")
            self.cause = f"dispute-{named}"

    def sheet(self, data: dict[str, Any]) -> dict[str, Any]:
        """What of the form goes into the sheet."""
        kept = {name: value for name, value in data.items() if name not in ASIDE}
        upon = {"request": Occasion.UPON_REQUEST, "dispute": Occasion.DURING_DISPUTE}
        kept["occasion"] = upon.get(self.cause.partition("-")[0], Occasion.BEFORE_REQUEST)
        return {**kept, "testers": self.tested_by, "cause": self.cause}


class TestSchema(RowsSchema, SheetSchema, BeginSchema):
    """A consequence test that begins an exemption."""

    makes = c.MakeTest
    of_case = "exemption"
    unit = Text(100, required=False)

    def __init__(self, start: Start, form: Form) -> None:
        super().__init__(start)
        self.cause = reading.cause_asked(start.asked, start.actor)
        self.about_rows(form, start.as_of, {})

    def office(self) -> Body:
        """The body that tests."""
        return self.start.body

    def today(self) -> date:
        """The day on which the test is recorded."""
        return self.start.as_of

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the rows and the sheet together."""
        return {**self.sheet(data), "rows": self.rows}


class AnewSchema(RowsSchema, SheetSchema, ActSchema):
    """A test made anew: after a return, or to change rows of the decree."""

    makes = c.MakeTestAnew
    aim = EnumField(Aim, missing=lambda: _("Pilih tujuan uji ini."))
    reason = lines()

    def __init__(self, seen: reading.Seen, form: Form) -> None:
        super().__init__(seen)
        exemption = seen.state
        self.about_rows(form, seen.as_of, {row.number: row for row in exemption.rows})

    def office(self) -> Body:
        """The body that tests."""
        return self.sight.body

    def today(self) -> date:
        """The day on which the test is recorded."""
        return self.sight.as_of

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the rows and the sheet together."""
        return {**self.sheet(data), "rows": self.rows}


class LiftTestSchema(LiftRowsSchema, AnewSchema):
    """A test made anew to lift rows of the decree."""


def anew_schema(seen: reading.Seen, form: Form) -> AnewSchema:
    """The form that fits the aim."""
    return (LiftTestSchema if form.get("aim") == Aim.LIFT.value else AnewSchema)(seen, form)


# The signatures -------------------------------------------------------------------------------------------


class ReasonSchema(ActSchema):
    """A reason."""

    reason = lines()


class ReturnSchema(ReasonSchema):
    """Give the sheet back."""

    makes = c.ReturnSheet


class DropSchema(ReasonSchema):
    """Give the test up."""

    makes = c.DropTest


class SignSchema(ActSchema):
    """In which position somebody signs, and when."""

    position = line()
    signed_on = day_of_act()
    note = lines()


class ReviewSchema(SignSchema):
    """Approve as the superior."""

    makes = c.ReviewSheet


def period_name(row: int) -> str:
    """The entry of the end that the head sets for a row."""
    return f"period_{row}"


def heads_rows(exemption: Exemption) -> tuple[int, ...]:
    """The rows whose length only the head may set: letters c to f."""
    return tuple(
        row.number
        for row in exemption.sheet.rows
        if any(letter.period is PeriodRule.SET_BY_HEAD for letter in letters_of(row.articles))
    )


class ApproveSchema(SignSchema):
    """Approve as the head; for the head, with the document that delegates it."""

    makes = c.ApproveSheet
    delegation_number = line()
    delegation_on = DateParts(required=False)

    def __init__(self, seen: reading.Seen, form: Form) -> None:
        super().__init__(seen)
        self.posted = form
        self.file: uploads.Upload | None = None
        self.periods: tuple[SetPeriod, ...] = ()

    @validates_schema(skip_on_field_errors=False)
    def delegation_is_whole(self, data: dict[str, Any], **_options: object) -> None:
        """Who signs for the head shows the document: its number, its day, and the document itself."""
        if self.sight.actor.role is Role.HEAD:
            return
        wrong: Errors = {}
        if not data.get("delegation_number"):
            wrong["delegation_number"] = [_("Isi nomor surat pendelegasiannya.")]
        if data.get("delegation_on") is None:
            wrong["delegation_on"] = [_("Isi tanggal surat pendelegasiannya.")]
        try:
            found = uploads.check(files())
        except ValidationError as problem:
            wrong[DELEGATION_FILE] = list(map(str, problem.messages))
        else:
            self.file = found[0] if len(found) == 1 else None
            if self.file is None:
                wrong[DELEGATION_FILE] = [_("Lampirkan surat pendelegasiannya, satu berkas saja.")]
        if wrong:
            raise ValidationError(wrong)

    @validates_schema(skip_on_field_errors=False)
    def periods_are_days(self, _data: dict[str, Any], **_options: object) -> None:
        """The ends that the head sets, one for each row on letters c to f."""
        day = DateParts(required=False)
        found: list[SetPeriod] = []
        wrong: Errors = {}
        for row in heads_rows(self.sight.state):
            collected = day.collect(self.posted, period_name(row))
            try:
                if collected:
                    found.append(SetPeriod(row, day.read(collected)))
            except ValidationError as problem:
                wrong[period_name(row)] = list(map(str, problem.messages))
        if wrong:
            raise ValidationError(wrong)
        self.periods = tuple(found)

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the delegation together; its document is known by its SHA-256."""
        number, on = data.pop("delegation_number"), data.pop("delegation_on")
        delegation = None
        if self.file:
            delegation = Delegation(number, on, hashlib.sha256(self.file.content).hexdigest())
        return {**data, "delegation": delegation, "periods": self.periods}


def files() -> list[FileStorage]:
    """The document of the delegation, as it was sent."""
    return uploads.chosen(sent.files.getlist(DELEGATION_FILE))


# The decrees ----------------------------------------------------------------------------------------------


class PaperSchema(ActSchema):
    """The number and the day of a paper."""

    number = line()
    signed_on = day_of_act()


class PlacedSchema(PaperSchema):
    """A decree with its place and considerations."""

    place = line()
    considering = lines()


class DecreeSchema(PlacedSchema):
    """Decree the exemption."""

    makes = c.DecreeExemption


class ChangeSchema(PlacedSchema):
    """Decree the change."""

    makes = c.ChangeExemption


class LiftSchema(PaperSchema):
    """Lift rows."""

    makes = c.LiftExemption


class DeclareOpenSchema(PaperSchema):
    """Stipulate that rows become public."""

    makes = c.DeclareOpen
    rows = RowNumbers(required=False)


class OpenInCourtSchema(ActSchema):
    """Rows were opened in a public court session."""

    makes = c.RecordOpenedInCourt
    rows = RowNumbers(required=False)
    session_on = day_of_act()
    court_name = line()
    case_number = line()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Call the court as the command does."""
        return {"court": data.pop("court_name"), **data}
