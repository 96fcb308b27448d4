"""Every refusal of an objection's commands: a stable code and a sentence in both languages."""

from __future__ import annotations

from ppid.errors import FieldError, RuleError


class UnknownObjectionError(RuleError):
    """No such objection, or not one the asker may know of."""

    code = "unknown-objection"
    status = 404
    id = "Keberatan tidak ditemukan. Periksa nomor dan kode aksesnya."
    en = "The objection was not found. Check its number and access code."


class ObjectionClosedError(RuleError):
    """Nothing more happens on a closed objection."""

    code = "objection-closed"
    id = "Keberatan {number} sudah ditutup, sehingga langkah ini tidak dapat dilakukan lagi."
    en = "Objection {number} is closed, so this step can no longer be taken."


class RequestNeededError(FieldError):
    """Only ground b needs no request (UU 14/2008 art. 35(1)b; annex XI)."""

    code = "request-needed"
    id = "Alasan {ground} hanya dapat diajukan atas sebuah permohonan. Sebutkan nomor pendaftarannya."
    en = "Ground {ground} can only be raised about a request. Name its registration number."


class GroundNotOpenError(FieldError):
    """A ground that does not fit the case, or not yet (UU 14/2008 art. 35(1); regulations §5.2)."""

    code = "ground-not-open"
    id = "Alasan {ground} tidak dapat diajukan: {why_id}."
    en = "Ground {ground} cannot be raised: {why_en}."


class AlreadyObjectedError(FieldError):
    """One ground of one request is objected to once while that objection is open."""

    code = "already-objected"
    id = "Alasan {ground} sudah diajukan dalam keberatan {number} yang masih berjalan."
    en = "Ground {ground} was already raised in objection {number}, which is still open."


class NotAChannelError(FieldError):
    """An objection comes by a channel that people use today."""

    code = "not-a-channel"
    id = "Pilih cara keberatan ini diterima: situs web, surel, surat, meja layanan, telepon, atau WhatsApp."
    en = "Choose how this objection was received: website, e-mail, letter, service desk, phone or WhatsApp."


class ObjectionAnsweredError(RuleError):
    """An objection is answered once; who is not satisfied goes to the commission."""

    code = "objection-answered"
    id = "Keberatan {number} sudah ditanggapi dengan surat {letter} pada {sent_on}."
    en = "Objection {number} was already answered by letter {letter} on {sent_on}."


class ObjectionSettledError(RuleError):
    """What both sides settled needs no answer (UU 14/2008 art. 35(2))."""

    code = "objection-settled"
    id = "Keberatan {number} sudah diselesaikan secara musyawarah pada {agreed_on}."
    en = "Objection {number} was settled by both sides on {agreed_on}."


class NothingToSettleError(RuleError):
    """Ground a cannot be settled; it is answered by the superior (UU 14/2008 art. 35(2))."""

    code = "nothing-to-settle"
    id = (
        "Keberatan {number} tidak dapat diselesaikan secara musyawarah: hanya alasan b sampai g yang dapat "
        "(UU 14/2008 Pasal 35 ayat (2))."
    )
    en = (
        "Objection {number} cannot be settled by both sides: only grounds b to g can "
        "(Law 14/2008 art. 35(2))."
    )


class TalksOpenError(RuleError):
    """One round of talks at a time."""

    code = "talks-open"
    id = "Musyawarah atas keberatan {number} sudah dimulai pada {opened_on}."
    en = "Talks on objection {number} were already opened on {opened_on}."


class NoTalksError(RuleError):
    """A settlement ends talks that were opened."""

    code = "no-talks"
    id = "Tidak ada musyawarah yang sedang berjalan atas keberatan {number}."
    en = "No settlement talks are open on objection {number}."


class OwnDecisionError(RuleError):
    """Nobody answers an objection to their own decision (regulations §2.1)."""

    code = "own-decision"
    status = 403
    id = (
        "Anda mengambil keputusan yang dikeberatkan dalam {number}, sehingga tidak dapat menanggapinya. "
        "Tanggapan diberikan oleh atasan lain."
    )
    en = (
        "You took the decision that {number} objects to, so you cannot answer it. "
        "Another superior answers it."
    )


class ExplanationsError(FieldError):
    """The answer explains each ground that was raised, and no other (Perki 1/2021 art. 44(2))."""

    code = "explanations-incomplete"
    id = "Tanggapan harus menjelaskan setiap alasan yang diajukan, yaitu {grounds}, masing-masing satu kali."
    en = "The answer must explain each ground that was raised, which is {grounds}, once each."


class OverturnedWithoutOrderError(FieldError):
    """An answer that overturns says what the PPID does now, and by when."""

    code = "overturned-without-order"
    id = "Tanggapan yang membatalkan keputusan harus memerintahkan apa yang dilakukan PPID, dan sampai kapan."
    en = "An answer that overturns a decision must order what the PPID does now, and by when."


class NothingToOrderError(FieldError):
    """An answer that upholds the first decision orders nothing."""

    code = "nothing-to-order"
    id = "Tanggapan yang menguatkan keputusan tidak memuat perintah. Hapus perintahnya."
    en = "An answer that upholds a decision orders nothing. Remove the orders."


class ObjectionNotAnsweredError(RuleError):
    """The step needs the superior's answer first."""

    code = "objection-not-answered"
    id = "Keberatan {number} belum ditanggapi secara tertulis."
    en = "Objection {number} has not been answered in writing."


class AnswerAlreadyReceivedError(RuleError):
    """The answer is received once."""

    code = "answer-already-received"
    id = "Penerimaan tanggapan atas keberatan {number} sudah dicatat: {received_on}."
    en = "Receipt of the answer to objection {number} is recorded already: {received_on}."


class AnswerNotReceivedError(RuleError):
    """The way to the commission runs from receipt, so receipt is recorded before closing."""

    code = "answer-not-received"
    id = "Keberatan {number} belum dapat ditutup: catat dahulu kapan tanggapannya diterima."
    en = "Objection {number} cannot be closed yet: record first when its answer was received."


class NoOrderError(RuleError):
    """Only an order that waits is carried out."""

    code = "no-order"
    id = "Tidak ada perintah yang menunggu pelaksanaan dalam keberatan {number}."
    en = "No order of objection {number} waits to be carried out."


class NotAnOpenOrderError(FieldError):
    """An order is carried out once, and is one of those that were given."""

    code = "not-an-open-order"
    id = "Perintah nomor {order} tidak ada atau sudah dilaksanakan."
    en = "Order number {order} does not exist or was carried out already."


class OrdersOpenError(RuleError):
    """What was ordered is still owed."""

    code = "orders-open"
    id = "Keberatan {number} belum dapat ditutup: masih ada perintah yang belum dilaksanakan."
    en = "Objection {number} cannot be closed yet: an order has not been carried out."


class AlreadyDisputedError(RuleError):
    """An objection is taken to the commission once."""

    code = "already-disputed"
    id = "Sengketa atas keberatan {number} sudah diajukan ke Komisi Informasi pada {filed_on}."
    en = "The dispute about objection {number} was already filed with the commission on {filed_on}."


class CommissionTooSoonError(RuleError):
    """The commission takes a case after the answer, or once the time for it ended (Perki 1/2013 art. 5)."""

    code = "commission-too-soon"
    id = "Keberatan {number} belum ditanggapi, dan waktu untuk menanggapinya belum berakhir."
    en = "Objection {number} has not been answered, and the time to answer it has not ended."
