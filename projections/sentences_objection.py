"""One plain sentence or two for every fact of an objection, in both languages, fit to show to its objector.

No sentence repeats what somebody wrote freely, nor names a person. Pure: no clock, no database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import assert_never

from ppid.deadlines import Text
from ppid.events import Event
from ppid.objection import events as e
from ppid.objection.vocabulary import GROUNDS, Correctable, Ground
from projections.saying import fill, joined, listed, ran_out, recounted, said, with_promises
from projections.words import CHANNELS
from projections.words_objection import CORRECTED, ENDINGS, PARTIES, VERDICTS

OBJECTION_EVENTS: frozenset[type[Event]] = frozenset((*e.ObjectionEvent.__args__, e.Listed))


def sentence(event: e.ObjectionEvent | e.Listed) -> Text:  # noqa: C901, PLR0911, PLR0912  (one case per event)
    """Return what happened, as the office would tell the objector."""
    match event:
        case e.Filed():
            return _filed(event)
        case e.Registered(number=number):
            registered = said(
                "Keberatan didaftar dengan nomor {number}.", "The objection was registered as {number}."
            )
            return with_promises(fill(registered, number=number), event.promises, ("D10",))
        case e.Listed(number=number):
            entered = said(
                "Keberatan nomor {number} dicatat pada permohonan ini.",
                "Objection number {number} was noted with this request.",
            )
            return fill(entered, number=number)
        case e.SettlementOpened(opened_on=on):
            opened = said("Musyawarah dimulai pada {on}.", "Settlement talks were opened on {on}.")
            return fill(opened, on=on)
        case e.Settled():
            return _settled(event)
        case e.SettlementFailed(failed_on=on):
            failed = said(
                "Musyawarah berakhir pada {on} tanpa kesepakatan.",
                "The settlement talks ended on {on} without an agreement.",
            )
            return fill(failed, on=on)
        case e.Upheld() | e.Overturned() | e.PartlyOverturned():
            return _answered(event)
        case e.AnswerReceived(received_on=on):
            received = said(
                "Tanggapan diterima pengaju keberatan pada {on}.", "The objector received the answer on {on}."
            )
            return with_promises(fill(received, on=on), event.promises, ("D11",))
        case e.Remedied(order=order, done_on=on):
            done = said(
                "Perintah nomor {order} dilaksanakan pada {on}.",
                "Order number {order} was carried out on {on}.",
            )
            return with_promises(fill(done, order=order, on=on), event.promises, ("ORDER",))
        case e.Disputed(filed_on=on):
            filed = said(
                "Sengketa diajukan ke Komisi Informasi pada {on}.",
                "The dispute was filed with the Information Commission on {on}.",
            )
            return fill(filed, on=on)
        case e.Withdrawn(withdrawn_on=on):
            gone = said("Keberatan dicabut pada {on}.", "The objection was withdrawn on {on}.")
            return fill(gone, on=on)
        case e.Corrected():
            return _corrected(event)
        case e.Recounted():
            return recounted(event)
        case e.ClockRanOut():
            return with_promises(ran_out(event), event.promises, ("D12",))
        case e.Closed(closing=closing):
            closed = said("Keberatan ditutup: {why}.", "The objection was closed: {why}.")
            return fill(closed, why=ENDINGS[closing])
    assert_never(event)


def happened_on(event: e.ObjectionEvent | e.Listed) -> date | None:
    """Return the day on which it happened, as it was declared; None when that is the day it was recorded."""
    match event:
        case e.Filed(received_on=on) | e.AnswerReceived(received_on=on) | e.SettlementOpened(opened_on=on):
            return on
        case e.Settled(agreed_on=on) | e.SettlementFailed(failed_on=on) | e.Remedied(done_on=on):
            return on
        case e.Disputed(filed_on=on) | e.Withdrawn(withdrawn_on=on) | e.ClockRanOut(due_on=on):
            return on
        case e.Answer(letter=letter):
            return letter.sent_on
        case _:
            return None


def _filed(event: e.Filed) -> Text:
    filed = said(
        "Keberatan diterima {channel} pada {on}, dengan alasan: {grounds}.",
        "The objection was received {channel} on {on}, on these grounds: {grounds}.",
    )
    text = fill(filed, channel=CHANNELS[event.channel], on=event.received_on, grounds=_grounds(event.grounds))
    late = [period.ground for period in event.periods if period.late]
    if not late:
        return text
    marked = said(" Diajukan setelah jangka waktunya: {late}.", " Filed after the time for it: {late}.")
    return joined(text, fill(marked, late=_grounds(late)))


def _settled(event: e.Settled) -> Text:
    agreed = said(
        "Kedua pihak sepakat pada {on}, ditandatangani {who}: {grounds}.",
        "Both sides settled on {on}, signed by {who}: {grounds}.",
    )
    text = fill(agreed, on=event.agreed_on, who=PARTIES[event.signed_by], grounds=_grounds(event.grounds))
    return with_promises(text, event.promises, ("ORDER",))


def _answered(event: e.Answer) -> Text:
    answered = said(
        "{verdict}. Tanggapan tertulis nomor {letter} dikirim pada {on}.",
        "{verdict}. Written answer number {letter} was sent on {on}.",
    )
    verdict = VERDICTS[e.VERDICTS[type(event)]]
    text = fill(answered, verdict=verdict, letter=event.letter.number, on=event.letter.sent_on)
    if event.opened:
        opened = said(
            " Informasi yang semula dikecualikan dinyatakan terbuka.",
            " Information that was exempt was declared open.",
        )
        text = joined(text, opened)
    return with_promises(text, event.promises, ("ORDER",))


def _corrected(event: e.Corrected) -> Text:
    if event.what is Correctable.RECEIVED_ON:
        moved = said(
            "Tanggal keberatan diterima dibetulkan dari {old} menjadi {new}.",
            "The day of receipt was corrected from {old} to {new}.",
        )
        text = fill(moved, old=date.fromisoformat(event.old), new=date.fromisoformat(event.new))
        return with_promises(text, event.promises, ("D10",))
    corrected = said(
        "Catatan dibetulkan: {what}. Alasannya dicatat, dan isi semula tetap tersimpan.",
        "An entry was corrected: {what}. The reason is recorded, and what it said before is kept.",
    )
    return fill(corrected, what=CORRECTED[event.what])


def _grounds(grounds: Sequence[Ground]) -> Text:
    """Grounds by letter and name."""
    return listed(
        Text(f"{ground}) {GROUNDS[ground].name.id}", f"{ground}) {GROUNDS[ground].name.en}")
        for ground in grounds
    )
