"""A command on a dispute in words, for the page that shows it before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from ppid.deadlines import Text
from ppid.dispute import vocabulary as v
from ppid.dispute.case import Dispute
from ppid.dispute.events import Duty, Evidence, Notified, Representative
from ppid.exemption.reference import ExemptionRef
from projections import words_dispute as words
from web.filters import day, rupiah
from web.i18n import gettext as _
from web.office.foresight import Foreseen
from web.office.objection.pages import refs_words
from web.office.room import Rows, rows_of
from web.office.words import say, say_first

WORDS: Mapping[type[StrEnum], Mapping[Any, Text]] = {
    v.Level: words.LEVELS,
    v.Purpose: words.PURPOSES,
    v.Party: words.PARTIES,
    v.EvidenceKind: words.EVIDENCE,
    v.MediationResult: words.MEDIATION_RESULTS,
    v.Point: words.POINTS,
    v.Outcome: words.OUTCOMES,
    v.Court: words.COURTS,
    v.CourtOutcome: words.COURT_OUTCOMES,
    v.Finality: words.FINALITIES,
    v.PaymentKind: words.PAYMENTS,
    v.Ending: words.ENDINGS,
}
#: What each entry is called, in the order in which a page shows them.
LABELS: Mapping[str, Text] = {
    "outcome": Text("Putusan", "Decision"),
    "number": Text("Nomor", "Number"),
    "register_number": Text("Nomor register", "Register number"),
    "case_number": Text("Nomor perkara", "Case number"),
    "letter_number": Text("Nomor surat", "Letter number"),
    "purpose": Text("Untuk", "For"),
    "by": Text("Oleh", "By"),
    "court": Text("Peradilan", "Court"),
    "court_name": Text("Nama pengadilan", "Name of the court"),
    "kind": Text("Jenis", "Kind"),
    "ending": Text("Berakhir karena", "Ended because"),
    "result": Text("Hasil", "Result"),
    "point": Text("Pokok", "Question"),
    "how": Text("Karena", "Because"),
    "read_out_on": Text("Dibacakan", "Read out"),
    "registered_on": Text("Diregistrasi", "Registered"),
    "sent_on": Text("Dikirim", "Sent"),
    "hearing_on": Text("Hari sidang", "Day of the hearing"),
    "received_on": Text("Diterima", "Received"),
    "completed_on": Text("Dilengkapi", "Completed"),
    "filed_on": Text("Diajukan", "Filed"),
    "signed_on": Text("Ditandatangani", "Signed"),
    "first_meeting_on": Text("Pertemuan pertama", "First meeting"),
    "agreed_on": Text("Disepakati", "Agreed"),
    "ended_on": Text("Berakhir", "Ended"),
    "opened_on": Text("Dibuka", "Opened"),
    "inspected_on": Text("Diperiksa", "Inspected"),
    "final_on": Text("Berkekuatan hukum tetap sejak", "Final since"),
    "ordered_on": Text("Ditetapkan", "Ordered"),
    "done_on": Text("Dilaksanakan", "Carried out"),
    "paid_on": Text("Dibayar", "Paid"),
    "place": Text("Tempat", "Place"),
    "panel_size": Text("Anggota majelis", "Members of the panel"),
    "closed": Text("Tertutup", "Closed to the public"),
    "order": Text("Perintah nomor", "Order number"),
    "amount_idr": Text("Jumlah", "Amount"),
    "receipt_number": Text("Nomor bukti", "Receipt number"),
    "representatives": Text("Kuasa badan publik", "Representatives of the body"),
    "orders": Text("Perintah", "Orders"),
    "opened": Text("Informasi yang dibuka", "Information that opens"),
    "fee_idr": Text("Biaya yang ditetapkan", "Fee that was set"),
    "holding": Text("Amar", "Holding"),
    "reason": Text("Alasan", "Reason"),
    "proof": Text("Bukti", "Proof"),
    "summary": Text("Ringkasan", "Summary"),
    "note": Text("Catatan", "Note"),
}


def rows(_seen: Any, command: Any, foreseen: Foreseen) -> Rows:
    """Every entry that was filled in; the numbers of decrees come from what would be recorded."""
    decided = foreseen.events[0]
    found = {name: getattr(decided, name, getattr(command, name, None)) for name in command.__struct_fields__}
    return rows_of(
        *((say(label), said(name, found[name])) for name, label in LABELS.items() if name in found)
    )


def said(name: str, value: Any) -> str:  # noqa: PLR0911  (one case per kind of value)
    """A value of an entry in words; '' where there is none."""
    match value:
        case StrEnum():
            return say_first(WORDS[type(value)][value])
        case bool():
            return _("Ya") if value else ""
        case int():
            return (rupiah(value) if name.endswith("_idr") else str(value)) if value else ""
        case date():
            return day(value)
        case str():
            return value
        case tuple():
            return "\n".join(filter(None, (_each(n, one) for n, one in enumerate(value, start=1))))
        case _:
            return ""


def _each(number: int, one: Any) -> str:
    match one:
        case Duty():
            return f"{number}. {duty_words(one)}"
        case Representative(position=position):
            return str(position)
        case ExemptionRef():
            return refs_words((one,))
        case Evidence(title=title):
            return str(title)
        case _:
            return ""


def duty_words(duty: Duty) -> str:
    """An order with its time."""
    if duty.due_on:
        return _("%(what)s (paling lambat %(on)s)", what=duty.what, on=day(duty.due_on))
    return _(
        "%(what)s (%(days)s hari kerja sejak berkekuatan hukum tetap)",
        what=duty.what,
        days=duty.within_days,
    )


def duties_words(duties: Sequence[Duty]) -> str:
    """Orders as lines."""
    return said("orders", tuple(duties))


def window_words(applied: Dispute | Notified) -> str:
    """Whether an application came in time, as far as the body's own record shows."""
    if applied.early:
        return _("Terlalu dini: waktu atasan PPID menanggapi belum berakhir.")
    due_on = applied.window.due_on if applied.window else None
    if due_on is None:
        return _("Tidak diketahui dari catatan badan publik.")
    if applied.applied_on > due_on:
        return _("Terlambat: berakhir %(on)s.", on=day(due_on))
    return _("Dalam waktu: berakhir %(on)s.", on=day(due_on))
