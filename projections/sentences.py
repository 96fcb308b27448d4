"""One plain sentence or two for every fact of a request, in both languages, fit to show to its requester.

No sentence repeats what somebody wrote freely, nor names a person: only dates, numbers of letters, units,
amounts, and words of the law. Pure: no clock, no database.
"""

from __future__ import annotations

from datetime import date
from typing import assert_never

from ppid.deadlines import Text
from ppid.request import events as e
from ppid.request.events import RequestEvent
from ppid.request.state import OUTCOMES
from ppid.request.vocabulary import Correctable
from projections.saying import fill as _fill
from projections.saying import joined as _joined
from projections.saying import listed as _listed
from projections.saying import ran_out, recounted
from projections.saying import said as _said
from projections.saying import with_promises as _with_promises
from projections.words import (
    CHANNELS,
    CLOSINGS,
    CORRECTABLE,
    GROUNDS,
    MISSING,
    OUTCOMES_SAID,
    PAYMENTS,
    WAYS,
)


def sentence(event: RequestEvent) -> Text:  # noqa: C901, PLR0911, PLR0912  (one case per event)
    """Return what happened, as the office would tell the requester."""
    match event:
        case e.Filed():
            return _filed(event)
        case e.Registered(number=number):
            said = _said(
                "Permohonan didaftar dengan nomor {number}.", "The request was registered as {number}."
            )
            return _with_promises(_fill(said, number=number), event.promises, ("D06",))
        case e.FoundComplete():
            said = _said("Permohonan dinyatakan lengkap.", "The request was declared complete.")
            return _with_promises(said, event.promises, ("D05",))
        case e.FoundIncomplete():
            return _incomplete(event)
        case e.IncompletenessReceived(received_on=on):
            said = _said(
                "Surat keterangan tidak lengkap diterima pemohon pada {on}.",
                "The requester received the letter on what is missing on {on}.",
            )
            return _with_promises(_fill(said, on=on), event.promises, ("D04",))
        case e.Completed(completed_on=on):
            said = _said(
                "Pemohon melengkapi permohonan pada {on}.", "The requester supplied what was missing on {on}."
            )
            return _with_promises(_fill(said, on=on), event.promises, ("D03",))
        case e.ClosedUncorrected():
            return _said(
                "Permohonan ditutup karena kekurangan tidak dilengkapi dalam waktu yang ditentukan.",
                "The request was closed because what was missing was not supplied in time.",
            )
        case e.Routed():
            return _routed(event)
        case e.UnitAnswered():
            return _unit_answered(event)
        case e.Extended():
            return _extended(event)
        case (
            e.Granted()
            | e.PartlyGranted()
            | e.RefusedExempt()
            | e.RefusedOther()
            | e.NotHeld()
            | e.NotDocumented()
        ):
            return _answered(event)
        case e.NoticeReceived(received_on=on):
            said = _said(
                "Pemberitahuan tertulis diterima pemohon pada {on}.",
                "The requester received the written notice on {on}.",
            )
            return _fill(said, on=on)
        case e.FeePaid():
            return _paid(event)
        case e.InformationDelivered(delivered_on=on, way=way):
            said = _said(
                "Informasi diserahkan pada {on}, {way}.", "The information was handed over on {on}, {way}."
            )
            return _fill(said, on=on, way=WAYS[way])
        case e.Withdrawn(withdrawn_on=on):
            said = _said(
                "Permohonan dicabut oleh pemohon pada {on}.", "The requester withdrew the request on {on}."
            )
            return _fill(said, on=on)
        case e.Corrected():
            return _corrected(event)
        case e.Recounted():
            return recounted(event)
        case e.ClockRanOut():
            return ran_out(event)
        case e.Closed(closing=closing):
            said = _said("Permohonan selesai: {why}.", "The case was closed: {why}.")
            return _fill(said, why=CLOSINGS[closing])
    assert_never(event)


def happened_on(event: RequestEvent) -> date | None:  # noqa: PLR0911  (one line per date)
    """Return the day on which it happened, as it was declared; None when that is the day it was recorded."""
    match event:
        case e.Filed(received_on=on) | e.IncompletenessReceived(received_on=on):
            return on
        case e.NoticeReceived(received_on=on) | e.Completed(completed_on=on) | e.FeePaid(paid_on=on):
            return on
        case e.FoundIncomplete(sent_on=on) | e.Extended(sent_on=on) | e.Withdrawn(withdrawn_on=on):
            return on
        case e.InformationDelivered(delivered_on=on):
            return on
        case e.ClockRanOut(due_on=on):
            return on
        case e.Answer(notice=notice):
            return notice.sent_on
        case _:
            return None


def rupiah(amount: int) -> Text:
    """Return an amount as each language writes it: ``Rp9.500``, ``Rp9,500``."""
    grouped = f"Rp{amount:,}"
    return Text(grouped.replace(",", "."), grouped)


def _filed(event: e.Filed) -> Text:
    said = _said("Permohonan diterima {channel} pada {on}.", "The request was received {channel} on {on}.")
    filled = _fill(said, channel=CHANNELS[event.channel], on=event.received_on)
    if event.imported is None:
        return filled
    copied = _said(
        " Catatan ini disalin dari buku register nomor {number}.",
        " This entry was copied from number {number} of the register book.",
    )
    return _joined(filled, _fill(copied, number=event.imported.number))


def _incomplete(event: e.FoundIncomplete) -> Text:
    said = _said(
        "Permohonan dinyatakan belum lengkap. Kurang: {missing}. Surat nomor {letter} dikirim pada {on}.",
        "The request was declared incomplete. Missing: {missing}. Letter number {letter} was sent on {on}.",
    )
    missing = [MISSING[lack] for lack in event.missing]
    return _fill(said, missing=_listed(missing), letter=event.letter_number, on=event.sent_on)


def _routed(event: e.Routed) -> Text:
    asked = _fill(
        _said(
            "PPID meminta unit {unit} mencari atau menilai informasinya",
            "The PPID asked the unit {unit} to find or assess the information",
        ),
        unit=event.unit,
    )
    if event.answer_by is None:
        return _joined(asked, _said(".", "."))
    by = _said(", paling lambat {on}.", ", by {on}.")
    return _joined(asked, _fill(by, on=event.answer_by))


def _unit_answered(event: e.UnitAnswered) -> Text:
    if event.holds:
        said = _said(
            "Unit {unit} menjawab PPID bahwa informasi itu ada padanya.",
            "The unit {unit} told the PPID that it holds the information.",
        )
    else:
        said = _said(
            "Unit {unit} menjawab PPID bahwa informasi itu tidak ada padanya.",
            "The unit {unit} told the PPID that it does not hold the information.",
        )
    return _fill(said, unit=event.unit)


def _extended(event: e.Extended) -> Text:
    said = _said(
        "Waktu jawaban diperpanjang satu kali karena {ground}. Surat nomor {letter} dikirim pada {on}.",
        "The time to answer was extended, once, because {ground}. Letter number {letter} was sent on {on}.",
    )
    filled = _fill(said, ground=GROUNDS[event.ground], letter=event.letter_number, on=event.sent_on)
    return _with_promises(filled, event.promises, ("D07",))


def _answered(event: e.Answer) -> Text:
    notice = event.notice
    said = _said(
        "{outcome}. Pemberitahuan tertulis nomor {letter} dikirim pada {on}.",
        "{outcome}. Written notice number {letter} was sent on {on}.",
    )
    if not notice.number:  # an old book keeps none
        said = _said(
            "{outcome}. Pemberitahuan tertulis dikirim pada {on}.",
            "{outcome}. The written notice was sent on {on}.",
        )
    text = _fill(said, outcome=OUTCOMES_SAID[OUTCOMES[type(event)]], letter=notice.number, on=notice.sent_on)
    if notice.fee_idr:
        fee = _said(" Biaya: {amount}.", " Cost: {amount}.")
        text = _joined(text, _fill(fee, amount=rupiah(notice.fee_idr)))
    if notice.available_on:
        available = _said(" Informasi tersedia pada {on}.", " The information will be available on {on}.")
        text = _joined(text, _fill(available, on=notice.available_on))
    return _with_promises(text, event.promises, ("D08",))


def _paid(event: e.FeePaid) -> Text:
    said = _said("Biaya {amount} dibayar {how} pada {on}.", "The cost of {amount} was paid {how} on {on}.")
    return _fill(said, amount=rupiah(event.amount_idr), how=PAYMENTS[event.method], on=event.paid_on)


def _corrected(event: e.Corrected) -> Text:
    if event.what is Correctable.RECEIVED_ON:
        said = _said(
            "Tanggal permohonan diterima dibetulkan dari {old} menjadi {new}.",
            "The day of receipt was corrected from {old} to {new}.",
        )
        filled = _fill(said, old=date.fromisoformat(event.old), new=date.fromisoformat(event.new))
        return _with_promises(filled, event.promises, ("D06", "D07"))
    said = _said(
        "Catatan dibetulkan: {what}. Alasannya dicatat, dan isi semula tetap tersimpan.",
        "An entry was corrected: {what}. The reason is recorded, and what it said before is kept.",
    )
    return _fill(said, what=CORRECTABLE[event.what])
