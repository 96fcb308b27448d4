"""The form of the written notice: one for each outcome, with the contents that outcome has.

Law: UU 14/2008 art. 22(7)a-g; Perki 1/2021 art. 31(4)a-i, 34, 35; annexes VII and IX.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError

from ppid import commands as c
from ppid.events import Approval
from ppid.exemption.articles import GROUNDS
from ppid.exemption.reference import ExemptionRef
from ppid.request.events import Blackout, Fee, Notice
from ppid.request.vocabulary import CopyForm, FeeKind, Outcome
from web.i18n import gettext as _
from web.office.entries import ActSchema
from web.office.exempt_rows import ExemptRow, ExemptRows, by_exemption
from web.office.forms import LONG, day_of_act, lines
from web.schemas import (
    DateParts,
    Entry,
    EnumField,
    Enums,
    Rupiah,
    Text,
    WholeNumber,
    clean,
    sent_values,
)

BLACKOUT_ROWS = 5
MOST = 10**9
#: The entry at which a refusal of the rules is shown, where it is not called as the notice's own field.
SHOWN_AT = {
    "blackouts": "blackout_1_material",
    "fees": "copy_quantity",
    "approval": "approval_by",
    "exemptions": "exempt_rows",
}


class Shortfall(StrEnum):
    """Why the information is not there yet."""

    NOT_DOCUMENTED = "belum-didokumentasikan"
    NOT_HELD = "belum-dikuasai"


class Grounds(Entry[tuple[str, ...]]):
    """Letters of article 17, as check boxes send them."""

    def nothing(self) -> object:
        """None."""
        return ()

    def collect(self, data: Mapping[str, Any], key: str) -> object:
        """Take every box that was ticked."""
        getlist = getattr(data, "getlist", None)
        return list(getlist(key)) if getlist else data.get(key)

    def read(self, value: object) -> tuple[str, ...]:
        """Refuse what the form did not offer."""
        sent = [clean(str(each)) for each in (value if isinstance(value, list) else [value])]
        if any(each not in GROUNDS for each in sent):
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia."))
        return tuple(dict.fromkeys(sent))


class Blackouts(Entry[tuple[Blackout, ...]]):
    """Rows of blacked-out material, each with its reason, article and decree; only the rows begun."""

    def nothing(self) -> object:
        """None."""
        return ()

    def collect(self, data: Mapping[str, Any], key: str) -> object:  # noqa: ARG002  (rows have names of their own)
        """Take the entries of every row, each as often as it was sent."""
        rows = [[sent_values(data, name) for name in blackout_names(n)] for n in range(1, BLACKOUT_ROWS + 1)]
        return [row for row in rows if any(row)]

    def read(self, value: object) -> tuple[Blackout, ...]:
        """Clean every entry, and refuse a ground that was not offered; the rules ask for whole rows."""
        rows = value if isinstance(value, list) else []
        return tuple(self._row(row) for row in rows)

    @staticmethod
    def _row(row: list[list[str]]) -> Blackout:
        material, reason, article, chosen = (clean(str(sent[0])) if sent else "" for sent in row)
        twice = any(len(set(sent)) > 1 for sent in row)
        if twice or (article and article not in GROUNDS):
            raise ValidationError(_("Pilih salah satu pilihan yang tersedia."))
        exempt = ExemptRow().parse(chosen) if chosen else None
        ref = ExemptionRef(exempt.exemption, (exempt.row,)) if exempt else None
        return Blackout(material, reason, article, ref)


class AnswerSchema(ActSchema):
    """What every notice has: its outcome, number and days, and its reasons."""

    makes = c.AnswerRequest
    outcome = EnumField(Outcome, missing=lambda: _("Pilih keputusannya."))
    number = Text(LONG, required=False)
    signed_on = day_of_act()
    sent_on = day_of_act()
    reasons = lines()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the contents into the notice."""
        notice = Notice(
            **{name: data[name] for name in Notice.__struct_fields__ if name in data}, **self.more(data)
        )
        return {name: data[name] for name in ("seen", "key", "outcome")} | {"notice": notice}

    def more(self, data: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002  (for the forms below)
        """Contents that are made from several entries."""
        return {}


class GivingSchema(AnswerSchema):
    """What is given: material, form, costs, and when."""

    material = lines()
    formats = Enums(CopyForm, required=False)
    tool = Text(LONG, required=False)
    copy_quantity = WholeNumber(0, MOST, required=False)
    copy_each_idr = Rupiah(0, MOST, required=False)
    sending_idr = Rupiah(0, MOST, required=False)
    other_idr = Rupiah(0, MOST, required=False)
    other_label = Text(LONG, required=False)
    how_to_pay = lines()
    ready_in_days = WholeNumber(0, 250, required=False)

    def more(self, data: dict[str, Any]) -> dict[str, Any]:
        """Costs, line by line; a line without an amount is no cost."""
        fees = (
            Fee(FeeKind.COPY, data["copy_quantity"] or 0, data["copy_each_idr"] or 0),
            Fee(FeeKind.SENDING, 1, data["sending_idr"] or 0),
            Fee(FeeKind.OTHER, 1, data["other_idr"] or 0, data["other_label"]),
        )
        return {"fees": tuple(fee for fee in fees if fee.total_idr)}

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Days of readiness count as none where they were left empty."""
        return super().entries({**data, "ready_in_days": data["ready_in_days"] or 0})


class PartlySchema(GivingSchema):
    """What is given, and what is blacked out."""

    blackouts = Blackouts(required=False)


class ExemptSchema(AnswerSchema):
    """A refusal under article 17: the decree it rests on, grounds, consequence, the superior's approval."""

    exempt_rows = ExemptRows(required=False)
    articles = Grounds(required=False)
    consequence = lines()
    approval_by = Text(LONG, required=False)
    approval_on = DateParts(required=False)

    def more(self, data: dict[str, Any]) -> dict[str, Any]:
        """The approval is given when both its parts are."""
        if data["approval_by"] and data["approval_on"] is None:
            raise ValidationError({"approval_on": [_("Isi tanggal persetujuannya.")]})
        approval = Approval(data["approval_by"], data["approval_on"]) if data["approval_on"] else None
        rested = by_exemption(data["exempt_rows"])
        return {
            "approval": approval,
            "exemptions": tuple(ExemptionRef(stream, rows) for stream, rows in rested.items()),
        }


class OtherSchema(AnswerSchema):
    """A refusal on another article, one on each line."""

    articles = lines()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Read one article from each line."""
        named = tuple(line.strip() for line in str(data["articles"]).splitlines() if line.strip())
        return super().entries({**data, "articles": named})


class NotHeldSchema(AnswerSchema):
    """The information lies elsewhere."""

    other_body = Text(LONG, required=False)
    explanation = lines()


class NotDocumentedSchema(AnswerSchema):
    """The information is not there yet."""

    held = EnumField(Shortfall, missing=lambda: _("Pilih salah satu pilihan yang tersedia."))
    explanation = lines()
    available_on = DateParts(required=False)

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Not yet documented is held; not yet held is not."""
        return super().entries({**data, "held": data["held"] is Shortfall.NOT_DOCUMENTED})


SCHEMAS: dict[Outcome, type[AnswerSchema]] = {
    Outcome.GRANTED: GivingSchema,
    Outcome.PARTLY_GRANTED: PartlySchema,
    Outcome.REFUSED_EXEMPT: ExemptSchema,
    Outcome.REFUSED_OTHER: OtherSchema,
    Outcome.NOT_HELD: NotHeldSchema,
    Outcome.NOT_DOCUMENTED: NotDocumentedSchema,
}


def blackout_names(row: int) -> tuple[str, str, str, str]:
    """The entries of one row of blacked-out material."""
    begin = f"blackout_{row}"
    return f"{begin}_material", f"{begin}_reason", f"{begin}_article", f"{begin}_exemption"
