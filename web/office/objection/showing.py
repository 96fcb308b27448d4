"""The page of one objection: grounds and windows, what it is about, who may not answer, the way onwards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from flask import current_app, url_for

from ppid.events import Role
from ppid.objection.next_steps import NextStep, Way, next_steps
from ppid.objection.state import Objection, OrderState
from ppid.request.events import Document
from ppid.request.state import Request
from projections.agenda import Agendum, state_of
from projections.words import CHANNELS
from projections.words_objection import PARTIES
from web.filters import day
from web.i18n import gettext as _
from web.masking import masked
from web.office import contents
from web.office.frame import ROOMS
from web.office.objection.about import outcome_words
from web.office.objection.pages import answer_rows, order_lines
from web.office.objection.reading import Seen, deciders, names_of, objector_of, request_of
from web.office.objection.words import ground_words
from web.office.room import Rows, rows_of
from web.office.words import say, say_first


class GroundShown(NamedTuple):
    """A ground with its window."""

    name: str
    starts_on: date | None
    ends_on: date | None
    late: bool
    settled: bool


class OrderShown(NamedTuple):
    """An order with where it stands."""

    number: int
    what: str
    due_on: date
    done_on: date | None
    proof: str
    late: bool
    files: list[dict[str, object]]


def show(seen: Seen) -> Mapping[str, object]:
    """What only an objection shows."""
    objection = seen.state
    asked = request_of(seen)
    who, proxy = objector_of(seen)
    first = deciders(seen)
    return {
        "grounds": grounds_of(objection),
        "intake": _intake(objection),
        "who": masked(who),
        "proxy": masked(proxy),
        "person_href": url_for("objection.person", case=seen.hex),
        "asked": asked,
        "asked_rows": _asked_rows(asked),
        "asked_notice": contents.notice_rows(asked.outcome, asked.notice)
        if asked and asked.outcome and asked.notice
        else [],
        "asked_href": url_for("desk.case", case=asked.stream.removeprefix("request-")) if asked else "",
        "barred": names_of(seen, first),
        "barred_me": seen.actor.id in first and seen.actor.role is Role.SUPERIOR and not objection.answer,
        "settlement": _settlement(objection),
        "answer": answer_rows(objection, objection.answer, objection.verdict)
        if objection.answer and objection.verdict
        else [],
        "answer_late": _answered_late(objection),
        "answer_received_on": objection.answer_received_on,
        "orders": _orders(seen),
        "onwards": onwards(seen, asked),
        "dispute_href": _dispute_href(objection),
        "dispute_begin": _dispute_begin(seen),
    }


def grounds_of(objection: Objection) -> list[GroundShown]:
    """Every ground with the window as it was counted at filing."""
    periods = {period.ground: period for period in objection.periods}
    shown: list[GroundShown] = []
    for ground in objection.grounds:
        period = periods.get(ground)
        window = period.promise if period else None
        shown.append(
            GroundShown(
                ground_words(ground),
                window.starts_on if window else None,
                window.due_on if window else None,
                bool(period and period.late),
                ground not in objection.pending,
            )
        )
    return shown


def _intake(objection: Objection) -> Rows:
    return rows_of(
        (_("Diterima"), f"{day(objection.received_on)}, {say(CHANNELS[objection.channel])}"),
        (_("Dicatat dalam register"), day(objection.registered_on) if objection.registered_on else ""),
        (_("Didapati tidak tersedia"), day(objection.found_on) if objection.found_on else ""),
        (_("Informasi yang dikeberatkan"), objection.information),
        (_("Kasus posisi"), objection.case),
        (_("Tujuan penggunaan"), objection.purpose),
    )


def _asked_rows(asked: Request | None) -> Rows:
    if asked is None:
        return []
    clock = asked.answer_clock
    return rows_of(
        (_("Informasi yang diminta"), asked.wish.information),
        (_("Diterima"), day(asked.received_on)),
        (_("Keputusan"), outcome_words(asked)),
        (_("Batas waktu menjawab"), day(clock.promise.due_on) if clock and clock.promise.due_on else ""),
        (_("Pemberitahuan diterima"), day(asked.notice_received_on) if asked.notice_received_on else ""),
    )


def _settlement(objection: Objection) -> Rows:
    talks, failed = objection.talks, objection.failed
    rows: list[tuple[str, object]] = []
    if talks:
        rows += [(_("Dimulai"), day(talks.opened_on)), (_("Catatan"), talks.note)]
    for settled in objection.settlements:
        rows += [
            (_("Disepakati"), day(settled.agreed_on)),
            (_("Alasan yang diselesaikan"), "\n".join(ground_words(g) for g in settled.grounds)),
            (_("Isi kesepakatan"), settled.agreement),
            (_("Menandatangani untuk pengaju"), say_first(PARTIES[settled.signed_by])),
            (_("Menandatangani untuk badan publik"), settled.position),
            (_("Yang dijanjikan"), order_lines(settled.orders)),
        ]
    if failed:
        rows += [(_("Berakhir tanpa kesepakatan"), day(failed.failed_on)), (_("Sebabnya"), failed.reason)]
    return rows_of(*rows)


def _answered_late(objection: Objection) -> bool:
    clock = objection.clocks.get("D10")
    sent_on = objection.answer.letter.sent_on if objection.answer else None
    due_on = clock.promise.due_on if clock else None
    return bool(sent_on and due_on and sent_on > due_on)


def _orders(seen: Seen) -> list[OrderShown]:
    return [
        OrderShown(
            n,
            order.what,
            order.due_on,
            order.done_on,
            order.proof,
            order.late(seen.as_of),
            _files_of(seen, order),
        )
        for n, order in enumerate(seen.state.orders, start=1)
    ]


def _files_of(seen: Seen, order: OrderState) -> list[dict[str, object]]:
    held = files(seen)
    return [
        {
            "text": document.label or _("Berkas bukti %(n)s", n=n),
            "href": url_for("objection.document", case=seen.hex, number=held.index(document) + 1),
        }
        for n, document in enumerate(order.documents, start=1)
    ]


def files(seen: Seen) -> list[Document]:
    """Every file of the case, in the order of its address."""
    return [*seen.state.documents, *(d for order in seen.state.orders for d in order.documents)]


# Onwards --------------------------------------------------------------------------------------------------


def onwards(seen: Seen, asked: Request | None) -> list[NextStep]:
    """What the law lets the objector do now, as far as it goes on from here."""
    steps = next_steps(asked, seen.state, seen.context)
    return [step for step in steps if step.way in {Way.COMMISSION, Way.AT_COMMISSION, Way.AWAIT_ANSWER}]


def _dispute_href(objection: Objection) -> str:
    if not objection.dispute or "dispute" not in current_app.extensions.get(ROOMS, {}):
        return ""
    return url_for("dispute.case", case=objection.dispute.dispute.removeprefix("dispute-"))


def _dispute_begin(seen: Seen) -> str:
    """Where to record that the commission took the case in; "" where there is nothing to record."""
    room: Any = current_app.extensions.get(ROOMS, {}).get("dispute")
    if room is None or seen.state.dispute or not room.begins or seen.actor.role not in room.begins[0].roles:
        return ""
    return str(room.begin_href(room.begins[0], keberatan=seen.hex))


# The list -------------------------------------------------------------------------------------------------


def describe(row: Agendum, subject: Any) -> str:
    """What the superior has to know of a row before opening it."""
    objection: Objection = state_of(row, subject)
    told = [_("Tentang informasi berkala")]
    if objection.request_number:
        told = [_("Atas permohonan %(number)s", number=objection.request_number)]
    if objection.late_grounds:
        told.append(_("diajukan terlambat"))
    waiting = len(objection.open_orders)
    if waiting:
        told.append(_("%(count)s perintah menunggu", count=waiting))
    return " · ".join(told)
