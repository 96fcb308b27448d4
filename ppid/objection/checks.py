"""What the decisions of an objection share: whether it can still be acted on, its labels, its orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ppid.checks import LINE_CHARS, Context, Label, as_set, check_near, check_order, check_text
from ppid.deadlines import ORDER
from ppid.events import Promise
from ppid.objection import refusals as no
from ppid.objection.events import Order
from ppid.objection.state import Objection, OrderState

CASE = Label("Kasus posisi", "The description of the case", "Perki 1/2021 Lampiran X")
PURPOSE = Label(
    "Tujuan penggunaan informasi", "The purpose of use", "Perki 1/2021 Pasal 41 ayat (5) huruf c", 5000
)
INFORMATION = Label(
    "Informasi yang tidak disediakan",
    "The information that is not provided",
    "Perki 1/2021 Pasal 43 ayat (2)",
)
GROUNDS = Label("Alasan keberatan", "The ground of the objection", "UU 14/2008 Pasal 35 ayat (1)")
FOUND = Label(
    "Tanggal informasi didapati tidak tersedia",
    "The day the information was found missing",
    "UU 14/2008 Pasal 36 ayat (1)",
)
MANDATE = Label("Surat kuasa khusus", "The special power of attorney", "Perki 1/2021 Pasal 40")
IDENTITY = Label("Identitas pengaju keberatan", "The objector's identity", "Perki 1/2021 Pasal 41 ayat (5)")
WHO_ACTS = Label("Identitas kuasa", "The representative's identity", "Perki 1/2021 Pasal 40")
RECEIVED = Label("tanggal keberatan diterima", "the day the objection was received")
REQUEST_RECEIVED = Label("tanggal permohonan diterima", "the day the request was received")
POSITION = Label("Jabatan atasan PPID", "The office of the superior", "Perki 1/2021 Lampiran XI", LINE_CHARS)
ORDERED = Label("Perintah kepada PPID", "The order to the PPID", "Perki 1/2021 Pasal 44 ayat (2)", 5000)
MOST_ORDERS = 50


def may_act(objection: Objection) -> None:
    """Refuse any step on a closed objection."""
    if objection.closing:
        raise no.ObjectionClosedError(number=objection.number)


def may_before_result(objection: Objection) -> None:
    """Refuse a step that belongs before the answer or the settlement."""
    may_act(objection)
    if objection.answer:
        letter = objection.answer.letter
        raise no.ObjectionAnsweredError(number=objection.number, letter=letter.number, sent_on=letter.sent_on)
    if objection.settlement and objection.settled:
        raise no.ObjectionSettledError(number=objection.number, agreed_on=objection.settlement.agreed_on)


def check_orders(orders: Sequence[Order], earliest: date, what: Label, context: Context) -> None:
    """Refuse an order without words, or due before it is given or so far ahead that nobody can mean it."""
    for order in orders:
        check_text("orders", order.what, ORDERED)
        check_order("orders", order.due_on, earliest, what)
        check_near("orders", order.due_on, context)


def order_promise(
    orders: Sequence[Order | OrderState], given_on: date, context: Context
) -> tuple[Promise, ...]:
    """The clock of orders: it stands at the one due next."""
    due = min((order.due_on for order in orders), default=None)
    return (as_set(ORDER, given_on, due, context),) if due else ()
