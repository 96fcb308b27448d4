"""The ten contents of a written notice in words, for the preview and for the case (annex VII).

Law: UU 14/2008 art. 22(7)a-g; Perki 1/2021 art. 31(4)a-i; regulations §3.7.
"""

from __future__ import annotations

from ppid.exemption.reference import ExemptionRef
from ppid.request.events import Blackout, Fee, Notice
from ppid.request.state import GIVING
from ppid.request.vocabulary import Outcome
from web.filters import day, number, rupiah
from web.i18n import gettext as _
from web.office import words
from web.office.articles import article_words
from web.office.words import say

Row = dict[str, object]


def notice_rows(outcome: Outcome, notice: Notice) -> list[Row]:
    """Every content that the notice has, in the order of annex VII."""
    rows: list[tuple[str, object]] = [
        (_("Nomor surat"), notice.number),
        (_("Ditandatangani"), day(notice.signed_on)),
        (_("Dikirim"), day(notice.sent_on)),
        (_("Keputusan"), say(words.OUTCOMES[outcome])),
        (_("Penguasaan informasi"), _held(outcome, notice)),
        (_("Badan publik yang menguasai"), notice.other_body),
        (_("Dasar hukum"), "\n".join(article_words(article) for article in notice.articles)),
        (_("Keputusan pengecualian"), "\n".join(_decree(ref) for ref in notice.exemptions)),
        (_("Alasan"), notice.reasons),
        (_("Konsekuensi bila dibuka"), notice.consequence),
        (_("Persetujuan Atasan PPID"), _approval(notice)),
        (_("Materi yang diberikan"), notice.material),
        (_("Materi yang dihitamkan"), _blackouts(notice)),
        (_("Bentuk"), ", ".join(say(words.COPY_FORMS[form]) for form in notice.formats)),
        (_("Alat penyampaian"), notice.tool),
        (_("Penjelasan"), notice.explanation),
        (_("Tersedia pada"), day(notice.available_on) if notice.available_on else ""),
    ]
    if outcome in GIVING:
        rows.append((_("Biaya"), _fees(notice)))
        rows.append((_("Cara pembayaran"), notice.how_to_pay))
        rows.append((_("Waktu penyediaan"), _ready(notice.ready_in_days)))
    return [{"key": key, "value": value} for key, value in rows if value]


def _held(outcome: Outcome, notice: Notice) -> str:
    if outcome is Outcome.NOT_DOCUMENTED:
        return _("Belum didokumentasikan") if notice.held else _("Belum dikuasai")
    return _("Dikuasai badan publik ini") if notice.held else _("Tidak dikuasai badan publik ini")


def _approval(notice: Notice) -> str:
    return f"{notice.approval.by}, {day(notice.approval.on)}" if notice.approval else ""


def _blackouts(notice: Notice) -> str:
    return "\n".join(_blackout(each) for each in notice.blackouts)


def _blackout(blackout: Blackout) -> str:
    basis = article_words(blackout.article)
    if blackout.exemption:
        basis = f"{basis}; {_decree(blackout.exemption)}"
    return f"{blackout.material}: {blackout.reason} ({basis})"


def _decree(ref: ExemptionRef) -> str:
    rows = ", ".join(str(row) for row in ref.rows)
    return _("Keputusan %(decree)s, baris %(rows)s", decree=ref.decree, rows=rows)


def _fees(notice: Notice) -> str:
    if not notice.fee_idr:
        return _("Tidak ada biaya")
    lines = [_fee(fee) for fee in notice.fees if fee.total_idr]
    return "\n".join([*lines, _("Jumlah: %(total)s", total=rupiah(notice.fee_idr))])


def _fee(fee: Fee) -> str:
    name = fee.label or say(words.FEES[fee.kind])
    if fee.quantity == 1:
        return f"{name}: {rupiah(fee.total_idr)}"
    return f"{name}: {number(fee.quantity)} x {rupiah(fee.each_idr)} = {rupiah(fee.total_idr)}"


def _ready(days: int) -> str:
    return _("%(days)s hari kerja sesudah surat dikirim", days=days) if days else _("bersama surat ini")
