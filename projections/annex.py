"""A line of the register in the columns of annex VIII, for the book an officer prints or exports.

An imported line gives back what its book said. Names come from outside, opened for whoever may see them.
Law: Perki 1/2021 annex VIII; regulations §7.1.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from ppid.book.rows import DECISION_WORDS, TICK
from ppid.person import Identity
from ppid.request.vocabulary import Closing, Outcome, PaymentMethod
from projections.register import Entry

UNKNOWN: Final = Identity()
_SEVENTEEN: Final = re.compile(r"17\(([a-j])\)(?:\((\d)\))?")

DECISIONS: Final[dict[Outcome, str]] = {
    Outcome.GRANTED: DECISION_WORDS["granted"],
    Outcome.PARTLY_GRANTED: DECISION_WORDS["partly-granted"],
    Outcome.REFUSED_EXEMPT: DECISION_WORDS["refused"],
    Outcome.REFUSED_OTHER: DECISION_WORDS["refused"],
    Outcome.NOT_HELD: DECISION_WORDS["not-held"],
    Outcome.NOT_DOCUMENTED: DECISION_WORDS["not-documented"],
    Outcome.NOT_CORRECTED: "Tidak dilengkapi",
}
PAYMENTS: Final[dict[PaymentMethod, str]] = {
    PaymentMethod.CASH: "Tunai",
    PaymentMethod.TRANSFER: "Transfer",
    PaymentMethod.E_MONEY: "Uang elektronik",
}


def cells(entry: Entry, identity: Identity | None) -> tuple[str | int | date | None, ...]:
    """Return the cells in the order of ``ppid.book.COLUMNS``; no identity, or an erased one, leaves gaps."""
    who = identity or UNKNOWN
    ticks = (
        entry.held == "held",
        entry.held == "not-held",
        entry.held == "undocumented",
        entry.softcopy,
        entry.hardcopy,
        entry.view,
        entry.copy,
    )
    return (
        entry.sequence,
        entry.received_on,
        who.name,
        who.address,
        "; ".join(filter(None, (who.phone, who.email))),
        who.occupation,
        entry.information,
        entry.purpose,
        *(TICK if tick else "" for tick in ticks),
        _decision(entry),
        _reason(entry),
        entry.notified_on,
        entry.delivered_on,
        entry.fee_idr,
        _payment(entry),
    )


def article(cited: str) -> str:
    """Return an article as a book cites it: ``17(h)(4)`` is *Pasal 17 huruf h angka 4 UU 14/2008*."""
    found = _SEVENTEEN.fullmatch(cited)
    if found is None:
        return cited
    letter, number = found.groups()
    return f"Pasal 17 huruf {letter}{f' angka {number}' if number else ''} UU 14/2008"


def _decision(entry: Entry) -> str:
    if entry.decision is None:
        return "Dicabut" if entry.closing is Closing.WITHDRAWN else ""
    words = DECISIONS[entry.decision]
    return f"{words} \N{EN DASH} diarahkan ke {entry.other_body}" if entry.other_body else words


def _reason(entry: Entry) -> str:
    if entry.imported or entry.decision in {Outcome.NOT_HELD, Outcome.NOT_DOCUMENTED, Outcome.GRANTED}:
        return entry.reasons
    return ". ".join(filter(None, ("; ".join(map(article, entry.articles)), entry.reasons)))


def _payment(entry: Entry) -> str:
    if entry.imported:
        return entry.how_to_pay
    return PAYMENTS[entry.payment_method] if entry.payment_method else ""
