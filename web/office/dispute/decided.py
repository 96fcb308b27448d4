"""What the commission and the courts decided of a dispute, and what became of it, for its page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ppid.dispute.case import Dispute, OrderState
from ppid.dispute.events import CourtDecision, Decision, Ruled
from projections import words_dispute as words
from web.filters import day, rupiah
from web.i18n import gettext as _
from web.office.dispute.telling import duties_words
from web.office.objection.pages import refs_words
from web.office.room import Rows, Section, rows_of
from web.office.words import say, say_first


class OrderShown(NamedTuple):
    """An order with where it stands."""

    number: int
    what: str
    due_on: date | None
    done_on: date | None
    proof: str
    late: bool


def decided(dispute: Dispute) -> list[Decision]:
    """Every decision that was taken."""
    known = (dispute.ruling, dispute.appeal_ruling, dispute.cassation_ruling)
    return [decision for decision in known if decision]


def decisions(dispute: Dispute) -> Iterator[Section]:
    """What was decided, and who went on from there, in order."""
    if dispute.ruling:
        yield _decision(_("Putusan Komisi Informasi"), dispute.ruling, dispute.ruling_received_on)
    for appeal in dispute.appeals:
        court = f"{say(words.COURTS[appeal.court])}, {appeal.court_name}"
        yield Section(
            _("Gugatan ke pengadilan"),
            rows_of(
                (_("Oleh"), say_first(words.PARTIES[appeal.by])),
                (_("Pengadilan"), court),
                (_("Diajukan"), day(appeal.filed_on)),
                (_("Nomor perkara"), appeal.case_number),
            ),
        )
    if dispute.appeal_ruling:
        yield _decision(_("Putusan pengadilan"), dispute.appeal_ruling, dispute.appeal_ruling_received_on)
    for cassation in dispute.cassations:
        yield Section(
            _("Kasasi"),
            rows_of(
                (_("Oleh"), say_first(words.PARTIES[cassation.by])),
                (_("Diajukan"), day(cassation.filed_on)),
                (_("Nomor perkara"), cassation.case_number),
            ),
        )
    if dispute.cassation_ruling:
        yield _decision(_("Putusan kasasi"), dispute.cassation_ruling, None)


def _decision(title: str, decision: Decision, received_on: date | None) -> Section:
    rows = rows_of(
        (_("Nomor"), decision.number),
        (_("Dibacakan"), day(decision.read_out_on)),
        (_("Salinan diterima"), day(received_on) if received_on else ""),
        (_("Putusan"), _outcome(decision)),
        (_("Perintah"), duties_words(decision.orders)),
        (_("Informasi yang dibuka"), refs_words(decision.opened)),
        (_("Biaya yang ditetapkan"), _fee(decision)),
    )
    return Section(title, rows, decision.summary)


def _outcome(decision: Decision) -> str:
    if isinstance(decision, Ruled):
        return say_first(words.OUTCOMES[decision.outcome])
    return say_first(words.COURT_OUTCOMES[decision.outcome]) if isinstance(decision, CourtDecision) else ""


def _fee(decision: Decision) -> str:
    return rupiah(decision.fee_idr) if isinstance(decision, Ruled) and decision.fee_idr else ""


def orders(dispute: Dispute, as_of: date) -> list[OrderShown]:
    """The orders of the decision that stands."""
    return [_order(order, as_of) for order in dispute.orders]


def _order(order: OrderState, as_of: date) -> OrderShown:
    done = order.done
    return OrderShown(
        order.number,
        order.order.what,
        order.due.due_on if order.due else None,
        done.done_on if done else None,
        done.proof if done else "",
        order.late(as_of),
    )


def afterwards(dispute: Dispute) -> Iterator[Section]:
    """What became of it: final, ordered to be carried out, paid for, or ended."""
    final, execution, ended = dispute.final, dispute.execution, dispute.ended
    if final:
        how = say_first(words.FINALITIES[final.how])
        rows = rows_of((_("Sejak"), day(final.final_on)), (_("Karena"), how), (_("Putusan"), final.ruling))
        yield Section(_("Berkekuatan hukum tetap"), rows)
    if execution:
        yield Section(
            _("Penetapan eksekusi"),
            rows_of(
                (_("Nomor"), execution.number),
                (_("Pengadilan"), execution.court_name),
                (_("Ditetapkan"), day(execution.ordered_on)),
            ),
        )
    if dispute.payments:
        yield Section(_("Pembayaran"), _payments(dispute))
    if ended:
        rows = rows_of(
            (_("Berakhir"), day(ended.ended_on)),
            (_("Karena"), say_first(words.ENDINGS[ended.ending])),
            (_("Nomor surat"), ended.letter_number),
            (_("Catatan"), ended.note),
        )
        yield Section(_("Berakhir tanpa putusan"), rows)


def _payments(dispute: Dispute) -> Rows:
    return rows_of(
        *(
            (
                say_first(words.PAYMENTS[paid.kind]),
                ", ".join(filter(None, (rupiah(paid.amount_idr), day(paid.paid_on), paid.receipt_number))),
            )
            for paid in dispute.payments
        )
    )
