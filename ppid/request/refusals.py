"""Every refusal of a request's commands: a stable code and a sentence in both languages.

Each says what, which request, why, and what can be done now.
"""

from __future__ import annotations

from ppid.errors import FieldError, RuleError


class UnknownRequestError(RuleError):
    """No such request, or not one the asker may know of."""

    code = "unknown-request"
    status = 404
    id = "Permohonan tidak ditemukan. Periksa nomor dan kode aksesnya."
    en = "The request was not found. Check its number and access code."


class RequestClosedError(RuleError):
    """Nothing more happens on a closed request."""

    code = "request-closed"
    id = "Permohonan {number} sudah ditutup, sehingga langkah ini tidak dapat dilakukan lagi."
    en = "Request {number} is closed, so this step can no longer be taken."


class MandateOverError(FieldError):
    """Nobody files with a power of attorney that had ended (Perki 1/2021 art. 27(6))."""

    code = "mandate-over"
    id = "Surat kuasa ini sudah berakhir pada {until}, sebelum permohonan diajukan."
    en = "This power of attorney ended on {until}, before the request was filed."


class AlreadyCheckedError(RuleError):
    """The completeness of a request is decided once for each state of its papers."""

    code = "already-checked"
    id = "Kelengkapan permohonan {number} sudah diperiksa."
    en = "The completeness of request {number} has been checked already."


class NotIncompleteError(RuleError):
    """Only an incomplete request waits for a correction (Perki 1/2021 art. 33)."""

    code = "not-incomplete"
    id = "Permohonan {number} tidak sedang menunggu kelengkapan."
    en = "Request {number} is not waiting for anything to be completed."


class LetterAlreadyReceivedError(RuleError):
    """The incompleteness letter is received once."""

    code = "letter-already-received"
    id = "Penerimaan surat keterangan tidak lengkap permohonan {number} sudah dicatat: {received_on}."
    en = "Receipt of the incompleteness letter of request {number} is recorded already: {received_on}."


class CorrectionWindowOpenError(RuleError):
    """The requester has three working days from receiving the letter (Perki 1/2021 art. 33(3)-(4))."""

    code = "correction-window-open"
    id = (
        "Permohonan {number} belum dapat ditutup: pemohon masih berhak melengkapinya sampai dengan {due_on} "
        "(Perki 1/2021 Pasal 33 ayat (3))."
    )
    en = (
        "Request {number} cannot be closed yet: the requester may complete it until {due_on} "
        "(Perki 1/2021 art. 33(3))."
    )


class LetterNotReceivedError(RuleError):
    """The correction window starts on receipt of the letter (Perki 1/2021 art. 33(3))."""

    code = "letter-not-received"
    id = (
        "Permohonan {number} belum dapat ditutup: catat dahulu kapan pemohon menerima surat keterangan tidak "
        "lengkap, karena 3 hari kerjanya dihitung dari hari itu."
    )
    en = (
        "Request {number} cannot be closed yet: record first when the requester received the incompleteness "
        "letter, since the three working days run from that day."
    )


class AlreadyAnsweredError(RuleError):
    """A request is answered once; what was wrong is corrected or objected to."""

    code = "already-answered"
    id = "Permohonan {number} sudah dijawab dengan pemberitahuan {letter} pada {sent_on}."
    en = "Request {number} was already answered by notice {letter} on {sent_on}."


class NotCompleteError(RuleError):
    """A request is answered after it was found complete (Perki 1/2021 art. 31(3))."""

    code = "not-complete"
    id = "Permohonan {number} belum dinyatakan lengkap. Periksa dahulu kelengkapannya."
    en = "Request {number} has not been found complete. Check its completeness first."


class AlreadyExtendedError(RuleError):
    """The single extension the law allows is used up (UU 14/2008 art. 22(8); Perki 1/2021 art. 36)."""

    code = "already-extended"
    id = "Permohonan {number} sudah diperpanjang sampai {due_on}; undang-undang hanya mengizinkan satu kali."
    en = "Request {number} was extended to {due_on}; the law allows one extension."


class ExtensionTooLateError(RuleError):
    """An extension after the base due date does not cure the miss (regulations §3.6)."""

    code = "extension-too-late"
    id = (
        "Permohonan {number} tidak dapat diperpanjang: jatuh temponya, {due_on}, sudah lewat. "
        "Jawab permohonan ini segera."
    )
    en = "Request {number} cannot be extended: its due date, {due_on}, has passed. Answer it at once."


class NoAnswerClockError(RuleError):
    """A request read from a book has no running clock that could be extended."""

    code = "no-answer-clock"
    id = "Permohonan {number} tidak memiliki jangka waktu jawaban yang dapat diperpanjang."
    en = "Request {number} has no answer clock that could be extended."


class AlreadyRoutedError(RuleError):
    """A unit's answer is awaited."""

    code = "already-routed"
    id = "Permohonan {number} sedang menunggu jawaban unit {unit}."
    en = "Request {number} is waiting for the answer of the unit {unit}."


class NotRoutedError(RuleError):
    """No unit owes an answer."""

    code = "not-routed"
    id = "Permohonan {number} tidak sedang menunggu jawaban unit mana pun."
    en = "Request {number} is not waiting for any unit's answer."


class NotAnsweredError(RuleError):
    """The step needs the written notice first."""

    code = "not-answered"
    id = "Permohonan {number} belum dijawab dengan pemberitahuan tertulis."
    en = "Request {number} has not been answered by a written notice."


class NoticeAlreadyReceivedError(RuleError):
    """The notice is received once."""

    code = "notice-already-received"
    id = "Penerimaan pemberitahuan permohonan {number} sudah dicatat: {received_on}."
    en = "Receipt of the notice of request {number} is recorded already: {received_on}."


class NothingGrantedError(RuleError):
    """Only granted information is paid for or delivered."""

    code = "nothing-granted"
    id = "Permohonan {number} tidak dikabulkan, sehingga tidak ada informasi yang diserahkan atau dibayar."
    en = "Request {number} was not granted, so there is nothing to deliver or to pay for."


class NoFeeError(RuleError):
    """The request is free, or was paid."""

    code = "no-fee"
    id = "Tidak ada biaya yang harus dibayar untuk permohonan {number}."
    en = "There is no fee to pay for request {number}."


class WrongAmountError(FieldError):
    """The fee is paid as the notice set it."""

    code = "wrong-amount"
    id = "Biaya dalam pemberitahuan adalah Rp{expected}, bukan Rp{amount}."
    en = "The fee in the notice is Rp{expected}, not Rp{amount}."


class UnpaidError(RuleError):
    """The information is given once the fee is paid (Perki 1/2021 art. 35(3))."""

    code = "unpaid"
    id = "Informasi permohonan {number} diserahkan setelah biaya Rp{amount} dibayar. Catat pembayarannya."
    en = "The information of request {number} is given once Rp{amount} is paid. Record the payment first."


class StillOwedError(RuleError):
    """Something is still owed before the case can be closed."""

    code = "still-owed"
    id = "Permohonan {number} belum dapat ditutup: informasi yang dikabulkan belum diserahkan."
    en = "Request {number} cannot be closed yet: the granted information has not been delivered."


class ReceiptUnknownError(RuleError):
    """The later windows start on receipt, so receipt is recorded before closing."""

    code = "receipt-unknown"
    id = "Permohonan {number} belum dapat ditutup: catat dahulu kapan pemohon menerima pemberitahuan."
    en = "Request {number} cannot be closed yet: record first when the requester received the notice."


class SentAfterDueError(FieldError):
    """The extension letter goes out by the base due date (regulations §3.6)."""

    code = "sent-after-due"
    id = "Surat perpanjangan harus dikirim paling lambat {due_on}, sedangkan tanggal kirimnya {on}."
    en = "The extension letter must be sent by {due_on}, but its sending date is {on}."


class NotSeventeenError(FieldError):
    """An exempt refusal names letters of article 17; any other refusal names another article."""

    code = "not-article-17"
    id = "Penolakan sebagai informasi dikecualikan harus menyebut huruf a sampai j Pasal 17 UU 14/2008."
    en = "A refusal as exempt must name a letter from a to j of article 17 of Law 14/2008."


class SeventeenElsewhereError(FieldError):
    """Article 17 belongs to the refusal as exempt, with its own papers."""

    code = "article-17-elsewhere"
    id = "Dasar Pasal 17 adalah penolakan sebagai informasi dikecualikan. Pilih hasil itu."
    en = "Article 17 is the ground of a refusal as exempt. Choose that outcome."


class NoDecreeError(FieldError):
    """Nothing is refused or blacked out as exempt without a decree, which follows a test (art. 19)."""

    code = "no-decree"
    id = (
        "Sebutkan keputusan pengecualian dan barisnya. Tanpa uji konsekuensi yang sudah ditetapkan, "
        "informasi tidak dapat ditolak atau dihitamkan berdasarkan Pasal 17."
    )
    en = (
        "Name the exemption decree and its row. Without a consequence test that was decreed, nothing can be "
        "refused or blacked out under article 17."
    )


class UnknownDecreeError(FieldError):
    """The decree that is named is one of this body, and has the row that is named."""

    code = "unknown-decree"
    id = "Keputusan pengecualian atau baris ini tidak ada di badan publik ini. Pilih dari daftar."
    en = "This body has no such exemption decree or row. Choose one from the list."


class DecreeNotInForceError(FieldError):
    """What rests on a decree rests on one in force on the day the notice is signed."""

    code = "decree-not-in-force"
    id = (
        "Baris {row} dari keputusan pengecualian {decree} tidak berlaku pada {on}. Yang sudah terbuka tidak "
        "dapat ditolak."
    )
    en = "Row {row} of exemption decree {decree} is not in force on {on}. What is open cannot be refused."


class LetterNotCoveredError(FieldError):
    """Every letter a notice names was tested in a row it names (UU 14/2008 art. 19)."""

    code = "letter-not-covered"
    id = "Pasal {article} tidak diuji dalam baris keputusan pengecualian yang dipilih."
    en = "Article {article} was not tested in the rows of the exemption decree that were chosen."


class BlackoutGroundError(FieldError):
    """Only what article 17 exempts is blacked out (UU 14/2008 art. 22(7)e)."""

    code = "blackout-ground"
    id = "Bagian hanya dapat dihitamkan dengan dasar huruf a sampai j Pasal 17 UU 14/2008."
    en = "A part is blacked out only on a letter from a to j of article 17 of Law 14/2008."


class DeliveryTooFarError(FieldError):
    """Delivery is promised within seven working days unless the notice says why not (U23)."""

    code = "delivery-too-far"
    id = "Penyerahan dijanjikan paling lama {limit} hari kerja. Untuk waktu lebih lama, tuliskan alasannya."
    en = "Delivery is promised within {limit} working days. For longer, write the reason."


class DeliveryBeyondCapError(FieldError):
    """A delivery beyond the base due date and seven days needs its reason (regulations §3.10)."""

    code = "delivery-beyond-cap"
    id = (
        "Penyerahan dijanjikan {due_on}, melewati {cap} (7 hari kerja setelah jatuh tempo semula). "
        "Tuliskan alasannya, atau janjikan lebih cepat."
    )
    en = (
        "Delivery is promised on {due_on}, beyond {cap} (seven working days after the base due date). "
        "Write the reason, or promise it sooner."
    )


class NotANoticeError(FieldError):
    """An outcome that no written notice can have: not corrected is noted in the register instead."""

    code = "not-a-notice"
    id = "Hasil ini tidak disampaikan dengan pemberitahuan tertulis. Pilih hasil lain."
    en = "This outcome is not given by a written notice. Choose another outcome."


class NothingToChargeError(FieldError):
    """Costs are for copying and sending what is given (Perki 1/2021 art. 37-38)."""

    code = "nothing-to-charge"
    id = "Biaya hanya untuk informasi yang diberikan. Hapus biayanya."
    en = "Costs are only for information that is given. Remove the costs."


class DigitalIsFreeError(FieldError):
    """A digital copy costs nothing to copy (U22)."""

    code = "digital-is-free"
    id = "Salinan digital tidak dikenai biaya penyalinan. Hapus biaya salinan atau pilih bentuk cetak."
    en = "A digital copy carries no copying cost. Remove the copying cost or choose the printed form."


class NotAFeeError(FieldError):
    """A cost line has a sensible number and amount."""

    code = "not-a-fee"
    id = "Biaya harus berupa jumlah antara 0 dan {limit} rupiah."
    en = "A cost must be an amount from 0 to {limit} rupiah."


class NothingChangesError(FieldError):
    """A correction changes something."""

    code = "nothing-changes"
    id = "Isian baru sama dengan yang sudah tercatat. Tidak ada yang perlu dibetulkan."
    en = "The new entry equals the recorded one. There is nothing to correct."
