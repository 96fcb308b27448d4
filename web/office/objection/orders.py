"""What the PPID is ordered to do, and by when: a few rows in the form of an answer and of a settlement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ppid.objection.events import Order
from web.i18n import gettext as _
from web.office.forms import ActSchema, lines
from web.schemas import DateParts, Errors

ROWS = 5
#: The entry at which a refusal of the orders is shown: the first row.
SHOWN_AT = {"orders": "order_1_what"}


def names(row: int) -> tuple[str, str]:
    """The entries of a row: what is ordered, and its due date."""
    return f"order_{row}_what", f"order_{row}_due"


class OrdersSchema(ActSchema):
    """An act that may order something; a row is left out by leaving it empty."""

    order_1_what = lines()
    order_1_due = DateParts(required=False)
    order_2_what = lines()
    order_2_due = DateParts(required=False)
    order_3_what = lines()
    order_3_due = DateParts(required=False)
    order_4_what = lines()
    order_4_due = DateParts(required=False)
    order_5_what = lines()
    order_5_due = DateParts(required=False)

    def take_orders(self, data: dict[str, Any]) -> tuple[tuple[Order, ...], Errors]:
        """Take the rows out of the form, and say which of them is half a row."""
        found: list[Order] = []
        half: Errors = {}
        for row in range(1, ROWS + 1):
            what, due = (data.pop(name) for name in names(row))
            if what and due:
                found.append(Order(what, due))
            elif what:
                half[names(row)[1]] = [_("Isi batas waktu perintah ini.")]
            elif due:
                half[names(row)[0]] = [_("Tuliskan apa yang diperintahkan.")]
        return tuple(found), half


def shown(form: Mapping[str, Any]) -> dict[str, Any]:
    """The rows for the template, and whether more than the first is in use."""
    rows = [names(row) for row in range(1, ROWS + 1)]
    later = [entry for what, due in rows[1:] for entry in (what, f"{due}-day", f"{due}-month", f"{due}-year")]
    return {"order_rows": rows, "more_orders": any(form.get(entry) for entry in later)}
