"""Every refusal of a dispute's commands: a stable code and a sentence in both languages.

What the commission or a court did is recorded even where it came late; refused is what contradicts what the
case already says, or what the law gives only once.
"""

from __future__ import annotations

from ppid.errors import FieldError, RuleError


class UnknownDisputeError(RuleError):
    """No such dispute, or not one the asker may know of."""

    code = "unknown-dispute"
    status = 404
    id = "Sengketa tidak ditemukan."
    en = "The dispute was not found."


class WithoutObjectionError(RuleError):
    """A dispute follows an objection; only ground b may stand without one here (UU 14/2008 art. 37(1))."""

    code = "dispute-without-objection"
    id = (
        "Sengketa diajukan setelah keberatan (UU 14/2008 Pasal 37 ayat (1)). Catat dari keberatan yang mana, "
        "kecuali sengketa ini hanya tentang informasi berkala (huruf b)."
    )
    en = (
        "A dispute comes after an objection (UU 14/2008 art. 37(1)). Record it on that objection, unless it "
        "is only about periodic information (ground b)."
    )


class ObjectionElsewhereError(RuleError):
    """The objection that an application stands on is one of the same body."""

    code = "objection-elsewhere"
    id = "Keberatan yang disebut bukan keberatan kepada badan publik ini."
    en = "The objection that is named was not made to this body."


class NoGroundError(FieldError):
    """An application names at least one of the seven grounds (Perki 1/2013 art. 10)."""

    code = "dispute-ground-missing"
    id = "Pilih sedikitnya satu alasan sengketa, huruf a sampai g."
    en = "Choose at least one ground of the dispute, a to g."


class DisputeEndedError(RuleError):
    """Nothing more happens in a case that ended."""

    code = "dispute-ended"
    id = "Sengketa {number} sudah berakhir, sehingga langkah ini tidak dapat dicatat lagi."
    en = "Dispute {number} has ended, so this step can no longer be recorded."


class AlreadyRegisteredError(RuleError):
    """The commission gives one register number."""

    code = "dispute-already-registered"
    id = "Nomor register sengketa {number} sudah dicatat."
    en = "The register number of dispute {number} is recorded already."


class IncompleteAlreadyError(RuleError):
    """One letter tells the applicant what the application lacks."""

    code = "dispute-already-incomplete"
    id = "Surat kekurangan berkas sengketa {number} sudah dicatat."
    en = "The commission's incompleteness letter in dispute {number} is recorded already."


class NothingToCompleteError(RuleError):
    """Only an application that lacks something is completed."""

    code = "dispute-not-incomplete"
    id = "Permohonan sengketa {number} tidak sedang menunggu kelengkapan."
    en = "The application in dispute {number} is not waiting to be completed."


class AlreadyRuledError(RuleError):
    """The step belongs before the commission's decision."""

    code = "dispute-already-ruled"
    id = "Sengketa {number} sudah diputus pada {on}."
    en = "Dispute {number} was decided on {on}."


class NotRuledError(RuleError):
    """The step needs the commission's decision first."""

    code = "dispute-not-ruled"
    id = "Sengketa {number} belum diputus. Catat dahulu putusan Komisi Informasi."
    en = "Dispute {number} has not been decided. Record the commission's decision first."


class NoMediationOnExemptionError(RuleError):
    """What was refused as exempt goes straight to adjudication (UU 14/2008 art. 40(2))."""

    code = "no-mediation-on-exemption"
    id = (
        "Sengketa {number} hanya tentang informasi yang dikecualikan (huruf a), sehingga langsung "
        "diajudikasi tanpa mediasi (UU 14/2008 Pasal 40 ayat (2))."
    )
    en = (
        "Dispute {number} is only about exempt information (ground a), so it goes straight to adjudication "
        "without mediation (UU 14/2008 art. 40(2))."
    )


class AlreadyMediatedError(RuleError):
    """There is one mediation."""

    code = "already-mediated"
    id = "Mediasi sengketa {number} sudah dibuka pada {on}."
    en = "The mediation of dispute {number} was opened on {on}."


class NotInMediationError(RuleError):
    """No mediation is under way."""

    code = "not-in-mediation"
    id = "Sengketa {number} tidak sedang dimediasi."
    en = "Dispute {number} is not in mediation."


class InMediationError(RuleError):
    """The decision waits for the mediation to end (Perki 1/2013 art. 41, 48)."""

    code = "still-in-mediation"
    id = "Mediasi sengketa {number} belum berakhir. Catat dahulu hasilnya."
    en = "The mediation of dispute {number} has not ended. Record its result first."


class MediationExtendedError(RuleError):
    """A mediation is extended once (Perki 1/2013 art. 41)."""

    code = "mediation-already-extended"
    id = "Mediasi sengketa {number} sudah diperpanjang sampai {due_on}; perpanjangan hanya satu kali."
    en = "The mediation of dispute {number} was extended to {due_on}; there is one extension."


class ExtensionCalendarError(RuleError):
    """An extension counts from the base end, which waits for a calendar decree."""

    code = "mediation-end-unknown"
    id = "Akhir mediasi sengketa {number} belum dapat dihitung: kalender tahun {year} belum ditetapkan."
    en = "The end of mediation in dispute {number} cannot be counted: the calendar of {year} is not decreed."


class AdjudicationOpenedError(RuleError):
    """Day one is one day."""

    code = "adjudication-already-opened"
    id = "Ajudikasi sengketa {number} sudah dibuka pada {on}."
    en = "The adjudication of dispute {number} was opened on {on}."


class NoAdjudicationError(RuleError):
    """The step belongs to the hearing."""

    code = "adjudication-not-opened"
    id = "Ajudikasi sengketa {number} belum dibuka. Catat dahulu hari sidang pertamanya."
    en = "The adjudication of dispute {number} has not been opened. Record its first day first."


class PanelSizeError(FieldError):
    """A panel has at least three members, an odd number (Perki 1/2013 art. 20)."""

    code = "panel-size"
    id = "Majelis Komisioner berjumlah ganjil, sedikitnya tiga orang (Perki 1/2013 Pasal 20)."
    en = "A panel has an odd number of members, at least three (Perki 1/2013 art. 20)."


class UnsealedError(FieldError):
    """Exempt documents go sealed: the applicant may not see them (UU 14/2008 art. 43(2)-(4))."""

    code = "exempt-not-sealed"
    id = (
        "Dokumen yang dikecualikan harus diserahkan tersegel: pemohon tidak boleh melihatnya (UU 14/2008 "
        "Pasal 43 ayat (2)-(4))."
    )
    en = "An exempt document must go sealed: the applicant may not see it (UU 14/2008 art. 43(2)-(4))."


class NoTestNamedError(FieldError):
    """A sheet of the consequence test, or an exempt document, names the test it stands on."""

    code = "evidence-without-test"
    id = "Sebutkan pengecualian yang menjadi dasar lembar uji atau dokumen ini."
    en = "Name the exemption that this sheet or document stands on."


class NoAgreementError(FieldError):
    """Only a mediation that ended in agreement becomes a mediation decision (UU 14/2008 art. 39)."""

    code = "no-agreement"
    id = "Putusan mediasi memerlukan mediasi yang berakhir dengan kesepakatan."
    en = "A mediation decision needs a mediation that ended in agreement."


class AgreementReachedError(FieldError):
    """What the parties agreed on becomes the decision (UU 14/2008 art. 39; Perki 1/2013 art. 47)."""

    code = "agreement-reached"
    id = "Mediasi berakhir dengan kesepakatan, sehingga putusannya adalah putusan mediasi."
    en = "The mediation ended in agreement, so the decision is a mediation decision."


class OrderMissingError(FieldError):
    """A decision that goes against the body orders something, with its time (Perki 1/2013 art. 59(2)f.4)."""

    code = "order-missing"
    id = "Tuliskan tiap perintah putusan ini dengan batas waktunya (Perki 1/2013 Pasal 59 ayat (2) huruf f)."
    en = "Write down what this decision orders, each with its time limit (Perki 1/2013 art. 59(2)f)."


class NothingOrderedError(FieldError):
    """A decision that lets the refusal stand orders and opens nothing."""

    code = "nothing-ordered"
    id = "Putusan dengan hasil ini tidak memerintahkan atau membuka apa pun."
    en = "A decision with this outcome orders nothing and opens nothing."


class OpensNothingError(FieldError):
    """Only a decision that opens information opens exempt rows (UU 14/2008 art. 46(1))."""

    code = "outcome-opens-nothing"
    id = "Baris pengecualian hanya dibuka oleh putusan yang membuka seluruh atau sebagian informasi."
    en = "Exempt rows are opened only by a decision that opens all or part of the information."


class OpenedEmptyError(FieldError):
    """An opened exemption names its rows or the parts of them."""

    code = "opened-rows-missing"
    id = "Sebutkan baris pengecualian, atau bagiannya, yang dibuka oleh putusan ini."
    en = "Name the rows of the exemption, or the parts of them, that this decision opens."


class OrderTimeError(FieldError):
    """The time to comply is a day, or a number of working days, not both (Perki 1/2013 art. 59(2)f.4)."""

    code = "order-time"
    id = "Batas waktu perintah berupa tanggal, atau 1 sampai {limit} hari kerja: isi salah satu saja."
    en = "An order's time limit is a date, or 1 to {limit} working days: give one of the two."


class RulingReceivedError(RuleError):
    """The copy of a decision is received once."""

    code = "ruling-already-received"
    id = "Penerimaan salinan putusan sengketa {number} sudah dicatat: {on}."
    en = "Receipt of the decision's copy in dispute {number} is recorded already: {on}."


class DecisionFinalError(RuleError):
    """A final decision cannot be taken further (UU 14/2008 art. 39, 48, 50)."""

    code = "decision-final"
    id = "Putusan sengketa {number} berkekuatan hukum tetap sejak {on}; langkah ini tidak dapat dicatat lagi."
    en = "The decision in dispute {number} has been final since {on}, so this step can no longer be recorded."


class AlreadyFiledError(RuleError):
    """Each party goes to a court once."""

    code = "already-at-court"
    id = "Upaya hukum pihak ini dalam sengketa {number} sudah dicatat."
    en = "This party's way to that court in dispute {number} is recorded already."


class NotAppealedError(RuleError):
    """Nobody went to court."""

    code = "not-at-court"
    id = "Belum ada gugatan ke pengadilan yang dicatat dalam sengketa {number}."
    en = "No filing at court is recorded in dispute {number}."


class AppealRuledError(RuleError):
    """The court decides once."""

    code = "court-already-ruled"
    id = "Putusan pengadilan dalam sengketa {number} sudah dicatat."
    en = "The court's decision in dispute {number} is recorded already."


class AppealNotRuledError(RuleError):
    """The step needs the court's decision first."""

    code = "court-not-ruled"
    id = "Putusan pengadilan dalam sengketa {number} belum dicatat."
    en = "The court's decision in dispute {number} has not been recorded."


class NoCassationError(RuleError):
    """Nobody went to the Supreme Court."""

    code = "no-cassation"
    id = "Belum ada kasasi yang dicatat dalam sengketa {number}."
    en = "No cassation is recorded in dispute {number}."


class CourtPendingError(RuleError):
    """A decision that is before a court is not final."""

    code = "court-pending"
    id = "Putusan sengketa {number} belum berkekuatan hukum tetap: perkaranya masih di pengadilan."
    en = "The decision in dispute {number} is not final: the case is still before a court."


class WindowOpenError(RuleError):
    """A decision becomes final once the time to go on has passed (UU 14/2008 art. 48, 50)."""

    code = "court-window-open"
    id = "Putusan sengketa {number} belum berkekuatan hukum tetap: upaya hukum terbuka sampai {due_on}."
    en = "The decision in dispute {number} is not final: it can still be taken further until {due_on}."


class WrongFinalityError(FieldError):
    """How a decision became final follows from what the case says."""

    code = "wrong-finality"
    id = (
        "Cara putusan ini berkekuatan hukum tetap tidak sesuai dengan yang sudah tercatat dalam sengketa ini."
    )
    en = "How this decision became final does not fit what is recorded in this dispute."


class NotFinalError(RuleError):
    """The step follows a final decision."""

    code = "decision-not-final"
    id = "Putusan sengketa {number} belum berkekuatan hukum tetap."
    en = "The decision in dispute {number} is not final."


class UnknownOrderError(FieldError):
    """The decision that stands has no such order."""

    code = "unknown-order"
    id = "Putusan yang berlaku tidak memuat perintah nomor {order}."
    en = "The decision that stands has no order number {order}."


class OrderDoneError(FieldError):
    """An order is carried out once."""

    code = "order-already-done"
    id = "Perintah nomor {order} sudah dilaksanakan pada {on}."
    en = "Order number {order} was carried out on {on}."


class NothingOutstandingError(RuleError):
    """No order waits to be carried out."""

    code = "nothing-outstanding"
    id = "Tidak ada perintah dalam sengketa {number} yang masih harus dilaksanakan."
    en = "No order in dispute {number} is left to be carried out."


class ExecutionOrderedError(RuleError):
    """There is one order to comply."""

    code = "execution-already-ordered"
    id = "Penetapan eksekusi dalam sengketa {number} sudah dicatat."
    en = "The order to comply in dispute {number} is recorded already."


class AmountError(FieldError):
    """An amount of money is a sensible number of rupiah."""

    code = "not-an-amount"
    id = "Isi jumlah antara {least} dan {most} rupiah."
    en = "Enter an amount from {least} to {most} rupiah."
