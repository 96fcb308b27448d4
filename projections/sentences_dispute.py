"""One plain sentence or two for every fact of a dispute, in both languages.

No sentence repeats what somebody wrote freely. Pure: no clock, no database.
"""

from __future__ import annotations

from datetime import date

from ppid.deadlines import Text
from ppid.dispute import events as e
from ppid.dispute.events import DisputeEvent
from ppid.events import Event
from projections.saying import fill, joined, listed, ran_out, recounted, said, with_promises
from projections.sentences import rupiah
from projections.words_dispute import (
    COURT_OUTCOMES,
    COURTS,
    ENDINGS,
    FINALITIES,
    LEVELS,
    MEDIATION_RESULTS,
    OUTCOMES,
    PARTIES,
    PAYMENTS,
    POINTS,
    PURPOSES,
)

DISPUTE_EVENTS: frozenset[type[Event]] = frozenset(DisputeEvent.__args__)


def sentence(event: DisputeEvent) -> Text:
    """Return what happened, as the office would write it beside the case."""
    for tell in (_entered, _pleaded, _sat, _decided):
        told = tell(event)
        if told is not None:
            return told
    return _afterwards(event)


def happened_on(event: DisputeEvent) -> date | None:  # noqa: C901, PLR0911  (one line per date)
    """Return the day on which it happened, as it was declared; None when that is the day it was recorded."""
    match event:
        case e.Notified(received_on=on) | e.Summoned(received_on=on) | e.RulingReceived(received_on=on):
            return on
        case e.AppealRulingReceived(received_on=on) | e.FoundIncomplete(sent_on=on):
            return on
        case e.Completed(completed_on=on) | e.Registered(registered_on=on) | e.Represented(signed_on=on):
            return on
        case e.Challenged(filed_on=on) | e.Answered(filed_on=on) | e.ConclusionsFiled(filed_on=on):
            return on
        case e.Appealed(filed_on=on) | e.CassationFiled(filed_on=on) | e.EvidenceSent(sent_on=on):
            return on
        case e.MediationOpened(first_meeting_on=on) | e.MediationExtended(agreed_on=on):
            return on
        case e.MediationEnded(ended_on=on) | e.AdjudicationOpened(opened_on=on) | e.Ended(ended_on=on):
            return on
        case e.InterimRuled(read_out_on=on) | e.Decision(read_out_on=on) | e.Inspected(inspected_on=on):
            return on
        case e.BecameFinal(final_on=on) | e.Complied(done_on=on) | e.ExecutionOrdered(ordered_on=on):
            return on
        case e.Paid(paid_on=on) | e.ClockRanOut(due_on=on):
            return on
        case _:
            return None


def _entered(event: DisputeEvent) -> Text | None:
    match event:
        case e.Notified():
            return _notified(event)
        case e.FoundIncomplete(sent_on=on):
            told = said(
                "Komisi Informasi memberitahukan kekurangan berkas permohonan pada {on}.",
                "The commission told the applicant on {on} what the application lacks.",
            )
            return with_promises(fill(told, on=on), event.promises, ("D14",))
        case e.Completed(completed_on=on):
            told = said("Pemohon melengkapi berkas pada {on}.", "The applicant completed the papers on {on}.")
            return fill(told, on=on)
        case e.Registered(register_number=number, registered_on=on):
            told = said(
                "Komisi Informasi meregistrasi sengketa dengan nomor {number} pada {on}.",
                "The commission registered the dispute as {number} on {on}.",
            )
            return fill(told, number=number, on=on)
        case e.Summoned():
            told = said(
                "Panggilan {what} pada {on} diterima pada {received}.",
                "The summons to {what} on {on} was received on {received}.",
            )
            filled = fill(told, what=PURPOSES[event.purpose], on=event.hearing_on, received=event.received_on)
            return with_promises(filled, event.promises, ("D18", "D20"))
        case _:
            return None


def _notified(event: e.Notified) -> Text:
    told = said(
        "Salinan permohonan sengketa kepada {commission} diterima pada {on}. Alasan: huruf {grounds}.",
        "The copy of an application to the {commission} was received on {on}. Grounds: {grounds}.",
    )
    grounds = listed(Text(ground, ground) for ground in event.grounds)
    text = fill(told, commission=LEVELS[event.commission.level], on=event.received_on, grounds=grounds)
    if event.register_number:
        number = said(" Nomor register: {number}.", " Register number: {number}.")
        text = joined(text, fill(number, number=event.register_number))
    if event.window and event.window.due_on and event.applied_on > event.window.due_on:
        late = said(
            " Permohonan diterima Komisi Informasi pada {on}, setelah batas waktu {due}.",
            " The commission received it on {on}, after the time limit of {due}.",
        )
        text = joined(text, fill(late, on=event.applied_on, due=event.window.due_on))
    if event.early:
        early = said(
            " Saat itu waktu untuk menjawab keberatan belum berakhir.",
            " The time to answer the objection had not ended then.",
        )
        text = joined(text, early)
    return with_promises(text, event.promises, ("D13", "D15"))


def _pleaded(event: DisputeEvent) -> Text | None:
    match event:
        case e.Challenged(by=by, filed_on=on):
            told = said(
                "Hak ingkar diajukan oleh {by} pada {on}.", "The panel was challenged by {by} on {on}."
            )
            return fill(told, by=PARTIES[by], on=on)
        case e.Represented(letter_number=number, signed_on=on):
            told = said(
                "Kuasa badan publik ditunjuk dengan surat kuasa nomor {number} tanggal {on}.",
                "Who speaks for the body was named by power of attorney {number} of {on}.",
            )
            return fill(told, number=number, on=on)
        case e.Answered(letter_number=number, filed_on=on):
            told = said(
                "Jawaban tertulis nomor {number} disampaikan pada {on}.",
                "Written answer number {number} was filed on {on}.",
            )
            return fill(told, number=number, on=on)
        case e.EvidenceSent():
            return _evidence(event)
        case e.ConclusionsFiled(filed_on=on):
            told = said(
                "Kesimpulan tertulis disampaikan pada {on}.", "Written conclusions were filed on {on}."
            )
            return fill(told, on=on)
        case _:
            return None


def _evidence(event: e.EvidenceSent) -> Text:
    told = said(
        "Bukti diserahkan pada {on} dengan surat nomor {number}: {count} berkas, {sealed} di antaranya "
        "tersegel.",
        "Evidence was sent on {on} with letter number {number}: {count} pieces, {sealed} of them sealed.",
    )
    sealed = sum(piece.sealed for piece in event.evidence)
    return fill(told, on=event.sent_on, number=event.letter_number, count=len(event.evidence), sealed=sealed)


def _sat(event: DisputeEvent) -> Text | None:  # noqa: PLR0911  (one case per event)
    match event:
        case e.MediationOpened(first_meeting_on=on):
            told = said(
                "Pertemuan mediasi pertama diadakan pada {on}.", "The first mediation meeting was on {on}."
            )
            return with_promises(fill(told, on=on), event.promises, ("D19",))
        case e.MediationExtended(agreed_on=on):
            told = said(
                "Mediasi diperpanjang satu kali pada {on}.", "The mediation was extended, once, on {on}."
            )
            return with_promises(fill(told, on=on), event.promises, ("D19",))
        case e.MediationEnded(ended_on=on, result=result):
            told = said("Mediasi berakhir pada {on}: {how}.", "The mediation ended on {on}: {how}.")
            return fill(told, on=on, how=MEDIATION_RESULTS[result])
        case e.AdjudicationOpened(opened_on=on, panel_size=size):
            told = said(
                "Sidang ajudikasi dibuka pada {on} oleh majelis {size} orang.",
                "The hearing was opened on {on} by a panel of {size}.",
            )
            return fill(told, on=on, size=size)
        case e.InterimRuled(number=number, read_out_on=on, point=point):
            told = said(
                "Putusan sela nomor {number} dibacakan pada {on}, mengenai {point}.",
                "Interim ruling number {number} was read out on {on}, on {point}.",
            )
            return fill(told, number=number, on=on, point=POINTS[point])
        case e.Inspected(inspected_on=on, closed=closed):
            if closed:
                told = said(
                    "Majelis memeriksa bukti secara tertutup pada {on}.",
                    "The panel inspected evidence behind closed doors on {on}.",
                )
            else:
                told = said(
                    "Majelis mengadakan pemeriksaan setempat pada {on}.",
                    "The panel made an inspection on {on}.",
                )
            return fill(told, on=on)
        case _:
            return None


def _decided(event: DisputeEvent) -> Text | None:  # noqa: PLR0911  (one case per event)
    match event:
        case e.Ruled():
            told = said(
                "Komisi Informasi membacakan putusan nomor {number} pada {on}: {outcome}.",
                "The commission read out decision number {number} on {on}: {outcome}.",
            )
            filled = fill(told, number=event.number, on=event.read_out_on, outcome=OUTCOMES[event.outcome])
            return with_promises(_with_orders(filled, event), event.promises, ("D21",))
        case e.RulingReceived(received_on=on):
            told = said(
                "Salinan putusan diterima pada {on}.", "The copy of the decision was received on {on}."
            )
            return with_promises(fill(told, on=on), event.promises, ("D22", "D22C"))
        case e.Appealed():
            told = said(
                "Putusan dibawa ke {court} oleh {by} pada {on}.",
                "The decision was taken to the {court} by {by} on {on}.",
            )
            return fill(told, court=COURTS[event.court], by=PARTIES[event.by], on=event.filed_on)
        case e.AppealRuled():
            return _court(event, said("Pengadilan", "The court"))
        case e.AppealRulingReceived(received_on=on):
            told = said(
                "Putusan pengadilan diterima pada {on}.", "The court's decision was received on {on}."
            )
            return with_promises(fill(told, on=on), event.promises, ("D23",))
        case e.CassationFiled(by=by, filed_on=on):
            told = said("Kasasi diajukan oleh {by} pada {on}.", "Cassation was filed by {by} on {on}.")
            return fill(told, by=PARTIES[by], on=on)
        case e.CassationRuled():
            return _court(event, said("Mahkamah Agung", "The Supreme Court"))
        case _:
            return None


def _court(event: e.CourtDecision, who: Text) -> Text:
    told = said(
        "{who} {outcome} dengan putusan nomor {number} tanggal {on}.",
        "{who} {outcome} by decision number {number} of {on}.",
    )
    outcome = COURT_OUTCOMES[event.outcome]
    filled = fill(told, who=who, outcome=outcome, number=event.number, on=event.read_out_on)
    return _with_orders(filled, event)


def _with_orders(text: Text, event: e.Decision) -> Text:
    """Add how much the body is ordered to do; what, stands in the decision."""
    if event.orders:
        count = said(" Perintah kepada badan publik: {count}.", " Orders to the body: {count}.")
        text = joined(text, fill(count, count=len(event.orders)))
    if event.opened:
        opened = said(
            " Putusan ini membuka informasi yang dikecualikan.", " This decision opens exempt information."
        )
        text = joined(text, opened)
    return text


def _afterwards(event: DisputeEvent) -> Text:  # noqa: PLR0911  (one case per event)
    match event:
        case e.BecameFinal():
            told = said(
                "Putusan nomor {number} berkekuatan hukum tetap sejak {on}: {how}.",
                "Decision number {number} has been final since {on}: {how}.",
            )
            filled = fill(told, number=event.ruling, on=event.final_on, how=FINALITIES[event.how])
            return with_promises(filled, event.promises, ("D24",))
        case e.Complied(order=order, done_on=on):
            told = said(
                "Perintah nomor {order} dilaksanakan pada {on}.",
                "Order number {order} was carried out on {on}.",
            )
            return with_promises(fill(told, order=order, on=on), event.promises, ("D24",))
        case e.ExecutionOrdered(ordered_on=on, number=number):
            told = said(
                "Pengadilan memerintahkan pelaksanaan putusan dengan penetapan nomor {number} tanggal {on}.",
                "The court ordered compliance by order number {number} of {on}.",
            )
            return fill(told, number=number, on=on)
        case e.Paid(kind=kind, amount_idr=amount, paid_on=on):
            told = said("{what} dibayar pada {on}: {amount}.", "Paid on {on}, {what}: {amount}.")
            what = PAYMENTS[kind]
            begun = Text(what.id.capitalize(), what.en)
            return fill(told, what=begun, on=on, amount=rupiah(amount))
        case e.Ended(ending=ending, ended_on=on):
            told = said(
                "Sengketa berakhir tanpa putusan pada {on}: {why}.",
                "The dispute ended without a decision on {on}: {why}.",
            )
            return fill(told, on=on, why=ENDINGS[ending])
        case e.Recounted():
            return recounted(event)
        case e.ClockRanOut():
            return ran_out(event)
        case _:
            message = f"no sentence for {type(event).__name__}"
            raise TypeError(message)
