"""What a case says on a day, entry by entry in words: what an auditor reads, and compares with today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from ppid.breach.state import BREACH, Breach
from ppid.breach.vocabulary import DATA
from ppid.catalogue.state import CATALOGUE, ITEM, Item, PublicList
from ppid.clocks import ClockState
from ppid.dispute.case import Dispute
from ppid.dispute.events import CourtDecision
from ppid.dispute.state import DISPUTE
from ppid.exemption.papers import Row
from ppid.exemption.state import EXEMPTION, Exemption
from ppid.objection.state import OBJECTION, Objection
from ppid.objection.vocabulary import Ground
from ppid.privacy.state import PRIVACY, Privacy
from ppid.privacy.vocabulary import KINDS as ASKED
from ppid.privacy.vocabulary import PROOFS, WAYS
from ppid.redaction.rules import by_letter
from ppid.redaction.state import REDACTION, Redaction
from ppid.request.state import REQUEST, Request
from ppid.subject import State
from projections import words_catalogue, words_dispute, words_objection
from projections.words import CHANNELS, CLOSINGS, MISSING
from web.audit.kinds import kind_of
from web.filters import day, number, rupiah, weekday_moment
from web.i18n import gettext as _
from web.office.articles import article_words
from web.office.exemption.words import EXEMPT_STATUSES, OCCASIONS, STATUSES, period_of, rows_words
from web.office.objection.words import ground_words
from web.office.words import COPY_FORMS, DELIVERY, KINDS, OBTAIN, say, say_first


class Said(NamedTuple):
    """An entry of a case in words; '' while there is nothing to say. ``long``: somebody wrote it freely."""

    label: str
    value: str
    long: bool = False


def said(state: State, as_of: date) -> list[Said]:
    """Everything about a case that can change, in words."""
    return list(SAID[state.stream.partition("-")[0]](state, as_of))


def _request(request: Request, as_of: date) -> Iterator[Said]:
    wish, notice, clock = request.wish, request.notice, request.answer_clock
    received = f"{_on(request.received_on)}, {say(CHANNELS[request.channel])}"
    yield Said(_("Diterima"), received)
    yield Said(_("Pemohon"), say(KINDS[request.requester_kind]) if request.requester_kind in KINDS else "")
    yield Said(_("Informasi yang diminta"), wish.information, long=True)
    yield Said(_("Tujuan penggunaan"), wish.purpose, long=True)
    yield Said(_("Cara memperoleh"), say(OBTAIN[wish.obtain]))
    yield Said(_("Bentuk salinan"), say(COPY_FORMS[wish.copy_form]))
    yield Said(_("Cara mendapatkan salinan"), say(DELIVERY[wish.delivery]))
    yield Said(_("Hasil"), outcome_words(request))
    yield Said(_("Sebab ditutup"), say_first(CLOSINGS[request.closing]) if request.closing else "")
    yield Said(_("Batas waktu jawaban"), _due(clock))
    yield Said(_("Lewat batas waktu"), _yes(request.overdue(as_of)))
    yield Said(_("Diperpanjang"), _yes(request.extension))
    yield Said(_("Kekurangan"), ", ".join(say(MISSING[lack]) for lack in request.missing))
    yield Said(_("Surat tidak lengkap diterima pemohon"), _on(request.incompleteness_received_on))
    yield Said(_("Unit yang ditanya"), ", ".join(dict.fromkeys(r.unit for r in request.routings)))
    yield Said(_("Unit yang belum menjawab"), request.open_routing.unit if request.open_routing else "")
    yield Said(_("Nomor pemberitahuan"), notice.number if notice else "")
    yield Said(_("Pemberitahuan dikirim"), _on(notice.sent_on if notice else None))
    yield Said(_("Pemberitahuan diterima pemohon"), _on(request.notice_received_on))
    yield Said(_("Biaya"), rupiah(notice.fee_idr) if notice else "")
    yield Said(_("Dibayar"), _on(request.paid.paid_on if request.paid else None))
    yield Said(_("Diserahkan"), _on(request.delivery.delivered_on if request.delivery else None))
    yield Said(_("Jumlah berkas pemohon"), number(len(request.documents)) if request.documents else "")


def outcome_words(request: Request) -> str:
    """The outcome of a request, or that there is none."""
    return kind_of(request.stream).ending(request) if request.outcome else _("belum dijawab")


def _objection(objection: Objection, as_of: date) -> Iterator[Said]:
    answer, settled = objection.answer, objection.settlement
    done = [order for order in objection.orders if order.done]
    yield Said(_("Diterima"), f"{_on(objection.received_on)}, {say(CHANNELS[objection.channel])}")
    yield Said(_("Atas permohonan"), objection.request_number or _("informasi berkala, tanpa permohonan"))
    yield Said(_("Alasan"), _grounds(objection.grounds))
    yield Said(_("Diajukan lewat waktu"), ", ".join(g.value for g in objection.late_grounds))
    yield Said(_("Informasi yang dikeberatkan"), objection.information, long=True)
    yield Said(_("Kasus posisi"), objection.case, long=True)
    yield Said(_("Tujuan penggunaan"), objection.purpose, long=True)
    yield Said(_("Dicatat dalam register"), _on(objection.registered_on))
    yield Said(_("Batas waktu tanggapan"), _due(objection.clocks.get("D10")))
    yield Said(_("Musyawarah dibuka"), _on(objection.talks.opened_on if objection.talks else None))
    yield Said(_("Disepakati"), _on(settled.agreed_on if settled else None))
    yield Said(_("Tanggapan"), kind_of(objection.stream).ending(objection) if objection.verdict else "")
    yield Said(_("Nomor tanggapan"), answer.letter.number if answer else "")
    yield Said(_("Tanggapan dikirim"), _on(answer.letter.sent_on if answer else None))
    yield Said(_("Tanggapan diterima pengaju"), _on(objection.answer_received_on))
    yield Said(_("Perintah yang dilaksanakan"), _of(len(done), len(objection.orders)))
    late = sum(order.late(as_of) for order in objection.orders)
    yield Said(_("Perintah yang terlambat"), number(late) if late else "")
    yield Said(
        _("Dibawa ke Komisi Informasi"), _on(objection.dispute.filed_on if objection.dispute else None)
    )
    closing = objection.closing
    yield Said(_("Sebab ditutup"), say_first(words_objection.ENDINGS[closing]) if closing else "")


def _dispute(dispute: Dispute, as_of: date) -> Iterator[Said]:
    mediation, final, ended = dispute.mediation, dispute.final, dispute.ended
    yield Said(_("Komisi Informasi"), dispute.commission.name)
    yield Said(_("Nomor register"), dispute.register_number or _("belum diregistrasi"))
    yield Said(_("Diajukan ke Komisi"), _on(dispute.applied_on))
    yield Said(_("Lewat jangka waktu pengajuan"), _yes(dispute.late))
    yield Said(_("Salinan diterima badan publik"), _on(dispute.received_on))
    yield Said(_("Alasan"), _grounds(dispute.grounds))
    yield Said(_("Sidang pertama"), _on(dispute.first_hearing_on))
    yield Said(_("Surat kuasa"), dispute.represented.letter_number if dispute.represented else "")
    yield Said(_("Jawaban tertulis diajukan"), _on(dispute.answered.filed_on if dispute.answered else None))
    pieces = sum(len(sent.evidence) for sent in dispute.evidence)
    yield Said(_("Bukti yang diajukan"), number(pieces) if pieces else "")
    yield Said(_("Mediasi dibuka"), _on(mediation.opened.first_meeting_on if mediation else None))
    result = mediation.ended.result if mediation and mediation.ended else None
    yield Said(_("Hasil mediasi"), say_first(words_dispute.MEDIATION_RESULTS[result]) if result else "")
    yield Said(_("Putusan Komisi"), _ruling(dispute))
    appeals = (f"{a.court_name}, {_on(a.filed_on)}" for a in dispute.appeals)
    yield Said(_("Gugatan ke pengadilan"), "\n".join(appeals))
    yield Said(_("Putusan pengadilan"), _decision(dispute.appeal_ruling))
    yield Said(_("Kasasi diajukan"), "\n".join(_on(filed.filed_on) for filed in dispute.cassations))
    yield Said(_("Putusan kasasi"), _decision(dispute.cassation_ruling))
    words = f"{_on(final.final_on)}, {say(words_dispute.FINALITIES[final.how])}" if final else ""
    yield Said(_("Berkekuatan hukum tetap"), words)
    done = [order for order in dispute.orders if order.done]
    yield Said(_("Perintah yang dilaksanakan"), _of(len(done), len(dispute.orders)))
    late = sum(order.late(as_of) for order in dispute.orders)
    yield Said(_("Perintah yang terlambat"), number(late) if late else "")
    words = f"{_on(ended.ended_on)}, {say(words_dispute.ENDINGS[ended.ending])}" if ended else ""
    yield Said(_("Berakhir tanpa putusan"), words)


def _ruling(dispute: Dispute) -> str:
    ruling = dispute.ruling
    if ruling is None:
        return ""
    return f"{ruling.number}, {_on(ruling.read_out_on)}: {say(words_dispute.OUTCOMES[ruling.outcome])}"


def _decision(decision: CourtDecision | None) -> str:
    if decision is None:
        return ""
    words = say(words_dispute.COURT_OUTCOMES[decision.outcome])
    return f"{decision.number}, {_on(decision.read_out_on)}: {words}"


def _exemption(exemption: Exemption, as_of: date) -> Iterator[Said]:
    sheet = exemption.sheet
    yield Said(_("Uji konsekuensi"), f"{sheet.number}, {_on(sheet.tested_on)}")
    yield Said(_("Diuji"), say(OCCASIONS[sheet.occasion]))
    yield Said(_("Diperiksa Atasan PPID"), _on(sheet.reviewed.on if sheet.reviewed else None))
    yield Said(_("Disetujui pimpinan"), _on(sheet.approved.on if sheet.approved else None))
    yield Said(_("Dasar hukum"), "\n".join(map(article_words, exemption.articles)))
    decrees = (f"{decree.number}, {_on(decree.signed_on)}" for decree in exemption.decrees)
    yield Said(_("Keputusan"), "\n".join(decrees))
    yield Said(
        _("Baris yang berlaku pada hari itu"),
        rows_words(row.number for row in exemption.rows_in_force(as_of)) or _("tidak ada"),
    )
    if not exemption.rows:
        for row in sheet.rows:
            yield Said(_("Baris %(n)s", n=row.number), f"{row.information}\n{period_of(row)}", long=True)
    for row in exemption.rows:
        yield Said(_("Baris %(n)s", n=row.number), f"{row.information}\n{_standing(row)}", long=True)


def _standing(row: Row) -> str:
    """Until when a row is exempt, or since when it is open again."""
    words = say(STATUSES[row.status])
    if row.status in EXEMPT_STATUSES:
        return f"{words}, {period_of(row, row.since)}"
    return _("%(how)s, sejak %(on)s", how=words, on=_on(row.opened_on)) if row.opened_on else words


def _item(item: Item, _as_of: date) -> Iterator[Said]:
    entry, published, source = item.entry, item.published, item.source
    yield Said(_("Judul"), entry.title, long=True)
    yield Said(_("Ringkasan"), entry.summary, long=True)
    yield Said(_("Golongan"), say(words_catalogue.CLASSES[entry.klass]))
    yield Said(_("Dapat dilihat umum"), _yes(item.public))
    yield Said(_("Unit"), entry.unit)
    yield Said(_("Penanggung jawab"), entry.responsible, long=True)
    yield Said(_("Asal"), say_first(words_catalogue.SOURCES[source.kind]) if source else "")
    yield Said(_("Diusulkan"), _on(item.opened_on))
    yield Said(_("Tercantum sejak"), _on(item.listed_on))
    yield Said(_("Keputusan"), item.decree.number if item.decree else "")
    yield Said(_("Diumumkan"), _on(published.published_on if published else None))
    yield Said(_("Kali diperbarui"), number(item.revised) if item.revised else "")
    yield Said(_("Ditarik"), _on(item.withdrawn.withdrawn_on if item.withdrawn else None))


def _list(public: PublicList, _as_of: date) -> Iterator[Said]:
    decrees = (f"{decree.number}, {_on(decree.signed_on)}" for decree in reversed(public.decrees))
    yield Said(_("Keputusan"), "\n".join(decrees))
    reports = (f"{r.budget_year}: {_on(r.published_on)}" for r in reversed(public.reports))
    yield Said(_("Laporan tahunan"), "\n".join(reports))


def _privacy(privacy: Privacy, _as_of: date) -> Iterator[Said]:
    reply = privacy.reply
    yield Said(_("Yang diminta"), say_first(ASKED[privacy.kind]))
    yield Said(_("Diterima"), f"{_due(privacy.clock, start=True)}, {say(WAYS[privacy.way])}")
    yield Said(_("Batas waktu jawaban"), _due(privacy.clock))
    yield Said(_("Identitas terbukti"), say(PROOFS[privacy.proof]) if privacy.proof else "")
    yield Said(_("Penghapusan disetujui"), _yes(privacy.granted))
    yield Said(_("Nomor jawaban"), reply.number if reply else "")
    yield Said(_("Jawaban disampaikan"), _on(reply.told_on if reply else None))
    yield Said(_("Hasil"), kind_of(privacy.stream).ending(privacy))
    yield Said(_("Pengecualian berlaku sampai"), _on(privacy.until))


def _breach(breach: Breach, _as_of: date) -> Iterator[Said]:
    agency, public, done = breach.agency, breach.announced, breach.contained
    yield Said(_("Diketahui"), _due(breach.clock, start=True))
    yield Said(_("Terjadi pada"), _on(breach.happened_on))
    yield Said(_("Data yang terungkap"), ", ".join(say(DATA[each]) for each in breach.data))
    yield Said(_("Bagaimana data terungkap"), breach.how, long=True)
    yield Said(_("Ditelaah"), _yes(breach.assessed))
    yield Said(_("Batas waktu pemberitahuan"), _due(breach.clock))
    yield Said(_("Orang yang diberi tahu"), _of(breach.told, breach.people))
    yield Said(_("Lembaga diberi tahu"), f"{agency.number}, {_on(agency.told_on)}" if agency else "")
    yield Said(_("Masyarakat perlu diberi tahu"), _yes(breach.public))
    yield Said(_("Masyarakat diberi tahu"), _on(public.told_on if public else None))
    yield Said(_("Penanganan"), done.handling if done else "", long=True)
    yield Said(_("Pemulihan"), done.recovery if done else "", long=True)


def _redaction(redaction: Redaction, _as_of: date) -> Iterator[Said]:
    released, pages = redaction.released, redaction.original.pages
    letters = (
        _("huruf %(letter)s: %(count)s", letter=b.letter, count=b.count) for b in by_letter(redaction.marks)
    )
    yield Said(_("Nama dokumen"), redaction.title, long=True)
    yield Said(_("Diterima"), _on(redaction.opened_on))
    yield Said(_("Halaman yang sudah diperiksa"), _of(len(redaction.reviewed), pages))
    yield Said(_("Kotak menurut huruf Pasal 17"), ", ".join(letters))
    yield Said(_("Sidik SHA-256 dokumen asli"), redaction.original.content, long=True)
    yield Said(_("Sidik SHA-256 salinan"), released.content if released else "", long=True)
    yield Said(_("Diperiksa dengan"), ", ".join(released.checked_by) if released else "")
    yield Said(_("Alasan pembatalan"), redaction.dropped.reason if redaction.dropped else "", long=True)


SAID: Mapping[str, Callable[[Any, date], Iterable[Said]]] = {
    REQUEST.kind: _request,
    OBJECTION.kind: _objection,
    DISPUTE.kind: _dispute,
    EXEMPTION.kind: _exemption,
    ITEM.kind: _item,
    CATALOGUE.kind: _list,
    PRIVACY.kind: _privacy,
    BREACH.kind: _breach,
    REDACTION.kind: _redaction,
}


def _yes(so: object) -> str:
    return _("ya") if so else _("tidak")


def _of(done: int, all_of_them: int) -> str:
    if not all_of_them:
        return ""
    return _("%(done)s dari %(all)s", done=number(done), all=number(all_of_them))


def _grounds(grounds: Iterable[Ground]) -> str:
    return "\n".join(map(ground_words, grounds))


def _due(clock: ClockState | None, *, start: bool = False) -> str:
    """When a clock ends, or where it counts hours, when it began."""
    if clock is None:
        return ""
    if clock.promise.due_at:
        hours = timedelta(hours=clock.promise.days if start else 0)
        return weekday_moment(clock.promise.due_at - hours, clock.promise.zone)
    if clock.promise.due_on:
        return _on(clock.promise.due_on)
    return _("menunggu kalender kerja %(year)s", year=clock.promise.missing_year)


def _on(value: date | None) -> str:
    return day(value) if value else ""
