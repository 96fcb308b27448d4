"""The form of each act on an item and on the list. No rule of law stands here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, validates_schema
from msgspec.structs import replace

from ppid.catalogue import commands as c
from ppid.catalogue.events import Entry, ListDecree
from ppid.catalogue.rules import FORMS, REQUIRED, tidy_keywords
from ppid.catalogue.state import ITEM
from ppid.catalogue.vocabulary import Form, InfoClass, Medium
from ppid.checks import Label
from ppid.events import Actor, Approval, Role, Stream
from ppid.refusals import RequiredError
from web.i18n import gettext as _
from web.i18n import language
from web.office.forms import ActSchema, BeginSchema, day_of_act, line, lines
from web.office.sight import HEX
from web.schemas import DateParts, EnumField, Enums, FormSchema, WholeNumber, clean, sent_values
from web.schemas import Entry as FormEntry

#: The entries of the form that are columns of the list.
COLUMNS = (
    "title", "summary", "klass", "unit", "responsible", "made_when", "made_where", "forms", "retention",
    "language", "link", "keywords", "known_on",
)  # fmt: skip
LANGUAGE = "id"


class ItemSchema(FormSchema):
    """What the list says of an item."""

    title = line()
    summary = lines()
    klass = EnumField(InfoClass, missing=lambda: _("Pilih golongan informasinya."))
    unit = line()
    responsible = line()
    made_when = line()
    made_where = line()
    forms = Enums(Form, required=False)
    retention = line()
    language = line()
    link = line()
    keywords = lines()
    known_on = DateParts(required=False)

    @validates_schema(skip_on_field_errors=False)
    def every_column(self, data: dict[str, Any], **_options: object) -> None:
        """Say all that is missing at once, in the words of the rule that would say it one by one."""
        missing = {
            name: [_required(name, label)]
            for name, label in (*REQUIRED.items(), ("forms", FORMS))
            if name in data and not data[name]
        }
        if missing:
            raise ValidationError(missing)

    @validates_schema
    def day_of_its_class(self, data: dict[str, Any], **_options: object) -> None:
        """A day that the class has no use for is not dropped silently."""
        if data.get("known_on") and data.get("klass") in {InfoClass.PERIODIC, InfoClass.ANY_TIME}:
            raise ValidationError(
                _("Tanggal ini hanya untuk golongan serta-merta. Kosongkan, atau pilih golongan itu."),
                "known_on",
            )


def _required(name: str, label: Label) -> str:
    refusal = RequiredError(name, label_id=label.id, label_en=label.en, article=label.article)
    return refusal.sentence(language())


def entry_of(data: dict[str, Any], actor: Actor) -> Entry:
    """Take the columns out of a form. A unit's officer speaks for their own unit alone."""
    given = {name: data.pop(name) for name in COLUMNS}
    given["keywords"] = tidy_keywords((given["keywords"],))
    given["language"] = given["language"] or LANGUAGE
    if actor.role is Role.UNIT_OFFICER:
        given["unit"] = actor.unit
    return Entry(**given)


class ProposeSchema(BeginSchema, ItemSchema):
    """Propose an item."""

    makes = c.ProposeItem
    of_case = "item"

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the entry together."""
        return {"entry": entry_of(data, self.start.actor), **data}


class ReviseSchema(ActSchema, ItemSchema):
    """Change what the list says; its file stays."""

    makes = c.ReviseItem
    reason = lines()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the entry together."""
        entry = entry_of(data, self.sight.actor)
        kept: Entry = self.sight.state.entry
        return {"entry": replace(entry, file=kept.file), **data}


class ReturnSchema(ActSchema):
    """Give a proposal back."""

    makes = c.ReturnItem
    reason = lines()


class WithdrawSchema(ActSchema):
    """Take an item out of the list, or give a proposal up."""

    makes = c.WithdrawItem
    reason = lines()


class PublishSchema(ActSchema):
    """Record a publication."""

    makes = c.PublishItem
    published_on = day_of_act()
    media = Enums(Medium, required=False)
    link = line()


class Chosen(FormEntry[tuple[Stream, ...]]):
    """Items, as check boxes send them."""

    def nothing(self) -> object:
        """None chosen."""
        return ()

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Take every box that was ticked."""
        return sent_values(data, key)

    def read(self, value: object) -> tuple[Stream, ...]:
        """Each once, in the order sent; whether they exist is asked where they are used."""
        ticked = [clean(str(each)) for each in (value if isinstance(value, list) else [value])]
        if not all(HEX.fullmatch(each) for each in ticked):
            raise ValidationError(_("Pilih usulan dari daftar ini."))
        return tuple(dict.fromkeys(f"{ITEM.kind}-{each}" for each in ticked))


class DecreeEntries(FormSchema):
    """The decree and the superior's approval."""

    number = line()
    signed_on = day_of_act()
    approved_by = line()
    approved_on = day_of_act()


def decree_of(data: dict[str, Any]) -> ListDecree:
    """Take the decree out of a form."""
    approved_on: date = data.pop("approved_on")
    approval = Approval(data.pop("approved_by"), approved_on)
    return ListDecree(data.pop("number"), data.pop("signed_on"), approval)


def _decree_list(item: Stream, **given: Any) -> c.DecreeList:
    """The command; the list has its own stream, so that of the form is not used."""
    del item
    return c.DecreeList(**given)


def _publish_report(item: Stream, **given: Any) -> c.PublishReport:
    """The command; the list has its own stream, so that of the form is not used."""
    del item
    return c.PublishReport(**given)


class DecreeSchema(BeginSchema, DecreeEntries):
    """Decree the list: which proposals enter it."""

    makes = _decree_list
    of_case = "item"
    items = Chosen(required=False)

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the decree together."""
        return {"decree": decree_of(data), **data}


class ReportSchema(BeginSchema):
    """Record the yearly service report."""

    makes = _publish_report
    of_case = "item"
    budget_year = WholeNumber(1900, 9999, missing=lambda: _("Isi tahun anggarannya."))
    published_on = day_of_act()
    copy_sent_on = day_of_act()
    link = line()


class Way(StrEnum):
    """How an imported list comes in. The value is that of the form."""

    PROPOSALS = "usulan"
    DECREED = "keputusan"


class ImportSchema(FormSchema):
    """How a list that was looked through comes in, and its decree where there is one."""

    cara = EnumField(Way, missing=lambda: _("Pilih salah satu."))
    number = line()
    signed_on = DateParts(required=False)
    approved_by = line()
    approved_on = DateParts(required=False)

    @validates_schema(skip_on_field_errors=True)
    def decree_is_whole(self, data: dict[str, Any], **_options: object) -> None:
        """A decree has its days; a list without one has none, so that nothing typed is dropped."""
        days = ("signed_on", "approved_on")
        if data["cara"] is Way.DECREED:
            missing = {name: [_("Isi tanggalnya.")] for name in days if data[name] is None}
            if missing:
                raise ValidationError(missing)
        elif data["number"] or any(data[name] for name in days):
            said = _("Keputusannya terisi. Pilih dengan keputusan, atau kosongkan isian keputusan.")
            raise ValidationError(said, "cara")
