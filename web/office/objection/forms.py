"""The form of each act on an objection. No rule of law stands here."""

from __future__ import annotations

from datetime import date
from typing import Any

from marshmallow import ValidationError

from ppid.exemption.reference import ExemptionRef
from ppid.objection import commands as c
from ppid.objection.events import Explanation
from ppid.objection.state import Objection
from ppid.objection.vocabulary import Correctable, Ground, Party, Verdict
from web.i18n import gettext as _
from web.office.exempt_rows import ExemptRows, OpenedRows, by_exemption
from web.office.forms import LONG, ActSchema, day_of_act, line, lines
from web.office.objection.orders import OrdersSchema
from web.schemas import EnumField, Enums, Text, WholeNumber


class OpenSettlementSchema(ActSchema):
    """Begin talks."""

    makes = c.OpenSettlement
    opened_on = day_of_act()
    note = lines()


class SettleSchema(OrdersSchema):
    """What both sides agreed; files are added beside."""

    makes = c.Settle
    grounds = Enums(Ground, missing=lambda: _("Pilih alasan yang diselesaikan."))
    agreement = lines()
    agreed_on = day_of_act()
    signed_by = EnumField(Party, missing=lambda: _("Pilih siapa yang menandatangani."))
    position = line()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the rows of orders together."""
        orders, half = self.take_orders(data)
        if half:
            raise ValidationError(half)
        return {"orders": orders, **data}


class FailSettlementSchema(ActSchema):
    """Talks without a settlement."""

    makes = c.FailSettlement
    failed_on = day_of_act()
    reason = lines()


def explanation_name(ground: Ground) -> str:
    """The entry of the explanation on a ground."""
    return f"explanation_{ground.value}"


class AnswerSchema(OrdersSchema, OpenedRows):
    """The superior's written answer: each ground explained, orders, reasons."""

    makes = c.AnswerObjection
    verdict = EnumField(Verdict, missing=lambda: _("Pilih keputusannya."))
    letter_number = line()
    signed_on = day_of_act()
    sent_on = day_of_act()
    position = line()
    explanation_a = lines()
    explanation_b = lines()
    explanation_c = lines()
    explanation_d = lines()
    explanation_e = lines()
    explanation_f = lines()
    explanation_g = lines()
    reasons = lines()
    exempt_rows = ExemptRows(required=False)

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the explanations together, one for each ground that is not settled."""
        objection: Objection = self.sight.state
        said = {ground: data.pop(explanation_name(ground)) for ground in Ground}
        missing = {
            explanation_name(ground): [_("Jelaskan alasan %(letter)s.", letter=ground.value)]
            for ground in objection.pending
            if not said[ground]
        }
        orders, half = self.take_orders(data)
        opened, half_opened = self.take_opened(data)
        if missing or half or half_opened:
            raise ValidationError({**missing, **half, **half_opened})
        rests_on = by_exemption(data.pop("exempt_rows"))
        return {
            "explanations": tuple(Explanation(ground, said[ground]) for ground in objection.pending),
            "orders": orders,
            "exemptions": tuple(ExemptionRef(stream, rows=rows) for stream, rows in rests_on.items()),
            "opened": tuple(ExemptionRef(o.exemption, rows=o.rows, parts=o.parts) for o in opened),
            **data,
        }


class AnswerReceivedSchema(ActSchema):
    """When the answer arrived."""

    makes = c.RecordAnswerReceived
    received_on = day_of_act()


class RemedySchema(ActSchema):
    """An order was carried out; files are added beside."""

    makes = c.RemedyObjection
    order = WholeNumber(1, 100, missing=lambda: _("Pilih perintah yang dilaksanakan."))
    done_on = day_of_act()
    proof = lines()


class WithdrawSchema(ActSchema):
    """Withdraw for the objector."""

    makes = c.WithdrawObjection
    withdrawn_on = day_of_act()
    reason = lines()


class CloseSchema(ActSchema):
    """Close."""

    makes = c.CloseObjection
    note = lines()


class CorrectSchema(ActSchema):
    """Correct a text."""

    makes = c.CorrectObjection
    what = EnumField(Correctable, missing=lambda: _("Pilih bagian yang dibetulkan."))
    new = Text(LONG, lines=True, required=False)
    reason = lines()


class CorrectDaySchema(CorrectSchema):
    """Correct a day."""

    new = day_of_act()  # type: ignore[assignment]  # the same entry, read as a day

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Write the day as the log keeps it."""
        new: date = data["new"]
        return {**data, "new": new.isoformat()}
