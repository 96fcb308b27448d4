"""The form of each act on a request: its entries, and the command they make. No rule of law stands here.

Texts that the law requires are left to the rules, whose refusals name the article.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from msgspec.structs import replace

from ppid import commands as c
from ppid.person import Identity
from ppid.request.events import Wish
from ppid.request.vocabulary import (
    CopyForm,
    Correctable,
    Delivery,
    ExtensionGround,
    Missing,
    Obtain,
    PaymentMethod,
    Way,
)
from web.i18n import gettext as _
from web.office import forms
from web.office.forms import LONG, YesNo, day_of_act, lines
from web.office.redaction.beside import copies_given
from web.office.redaction.forms import Copies
from web.office.sight import RequestSight
from web.schemas import DateParts, EnumField, Enums, Rupiah, Text
from web.services import services

#: The entries by which a correction gives its new value, by what is corrected.
CHOSEN: Mapping[Correctable, type[Obtain | CopyForm | Delivery]] = {
    Correctable.OBTAIN: Obtain,
    Correctable.COPY_FORM: CopyForm,
    Correctable.DELIVERY: Delivery,
}


class ActSchema(forms.ActSchema):
    """An act on a request."""

    of_case = "request"

    def __init__(self, sight: RequestSight) -> None:
        super().__init__(sight)
        self.request = sight.request


class NoteSchema(ActSchema):
    """A note, or nothing."""

    note = lines()


class FindCompleteSchema(NoteSchema):
    """Declare complete."""

    makes = c.FindComplete


class CloseUncorrectedSchema(NoteSchema):
    """Close as not corrected."""

    makes = c.CloseUncorrected


class CloseSchema(NoteSchema):
    """Close."""

    makes = c.CloseRequest


class FindIncompleteSchema(NoteSchema):
    """Declare incomplete."""

    makes = c.FindIncomplete
    missing = Enums(Missing, required=False)
    sent_on = day_of_act()
    letter_number = Text(LONG, required=False)


class ReceivedSchema(ActSchema):
    """When a letter was received."""

    received_on = day_of_act()


class LetterReceivedSchema(ReceivedSchema):
    """The incompleteness letter was received."""

    makes = c.RecordIncompletenessReceived


class NoticeReceivedSchema(ReceivedSchema):
    """The notice was received."""

    makes = c.RecordNoticeReceived


class RouteSchema(ActSchema):
    """Ask a unit."""

    makes = c.RouteToUnit
    unit = Text(100, missing=lambda: _("Pilih unit yang ditanya."))
    question = lines()
    answer_by = DateParts(required=False)


class UnitAnswerSchema(ActSchema):
    """Answer as the unit."""

    makes = c.AnswerAsUnit
    holds = EnumField(YesNo, missing=lambda: _("Pilih apakah informasinya ada pada unit Anda."))
    answer = lines()

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Read the choice of yes and no."""
        return {**data, "holds": data["holds"] is YesNo.YES}


class ExtendSchema(ActSchema):
    """Extend once."""

    makes = c.ExtendDeadline
    ground = EnumField(ExtensionGround, missing=lambda: _("Pilih salah satu alasan yang diizinkan."))
    reason = lines()
    sent_on = day_of_act()
    letter_number = Text(LONG, required=False)


class PaymentSchema(ActSchema):
    """Record a payment."""

    makes = c.RecordPayment
    amount_idr = Rupiah(0, 10**12, missing=lambda: _("Tuliskan jumlah yang dibayar."))
    method = EnumField(PaymentMethod, missing=lambda: _("Pilih cara pembayarannya."))
    paid_on = day_of_act()
    receipt_number = Text(LONG, required=False)


class DeliverSchema(ActSchema):
    """Record the delivery; its files are added beside."""

    makes = c.DeliverInformation
    delivered_on = day_of_act()
    way = EnumField(Way, missing=lambda: _("Pilih cara penyerahannya."))
    proof = lines()
    copies = Copies(required=False)

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Add the redacted copies that were chosen: they are sealed for the requester already."""
        chosen = data.pop("copies")
        return {**data, "documents": copies_given(self.sight, chosen)}


class WithdrawSchema(ActSchema):
    """Withdraw for the requester."""

    makes = c.WithdrawRequest
    withdrawn_on = day_of_act()
    reason = lines()


class CorrectSchema(ActSchema):
    """Correct an entry: a text, or a choice."""

    makes = c.CorrectRequest
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


class CompleteSchema(NoteSchema):
    """Supply what was missing, for the requester. Files are added beside."""

    makes = c.CompleteRequest
    completed_on = day_of_act()
    name = Text(LONG, required=False)
    number = Text(LONG, required=False)
    address = lines()
    phone = Text(LONG, required=False)
    email = Text(LONG, required=False)
    information = lines()
    purpose = lines()
    obtain = EnumField(Obtain, required=False)
    delivery = EnumField(Delivery, required=False)

    def entries(self, data: dict[str, Any]) -> dict[str, Any]:
        """Put the changed entries on what is recorded; what was left empty stays as it is."""
        wish = self._changed(self.request.wish, data, Wish)
        identity = None
        if any(data.get(name) for name in Identity.__struct_fields__):
            known = services().people.identity(self.request.requester) or Identity()
            identity = self._changed(known, data, Identity)
        kept = {name: data[name] for name in ("seen", "key", "note", "completed_on")}
        return {**kept, "wish": wish, "identity": identity}

    @staticmethod
    def _changed(known: Any, data: dict[str, Any], kind: type[Wish | Identity]) -> Any:
        given = {name: data[name] for name in kind.__struct_fields__ if data.get(name)}
        changed = replace(known, **given)
        return None if changed == known else changed
