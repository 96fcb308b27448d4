"""Why an appointment, a delegation or a confirmation is refused."""

from __future__ import annotations

from ppid.errors import FieldError, RuleError


class NotAdministratorError(RuleError):
    """Appointments are made by the administrators of the body itself."""

    code = "not-administrator"
    status = 403
    id = "Hanya admin badan publik ini yang dapat mengatur petugasnya."
    en = "Only an administrator of this public body may appoint its officers."


class OperatorError(RuleError):
    """Once a body has two administrators, the operator of the machine appoints nobody in it."""

    code = "operator-appoints-no-more"
    status = 403
    id = "Badan publik ini sudah mempunyai dua admin. Merekalah yang mengatur petugas, di /meja/petugas."
    en = "This body has two administrators. They make every further appointment, at /meja/petugas."


class OwnAppointmentError(RuleError):
    """Nobody gives power to themselves alone."""

    code = "own-appointment"
    status = 403
    id = "Admin tidak dapat memberi wewenang atau kode masuk kepada dirinya sendiri. Mintalah admin lain."
    en = "An administrator cannot give powers or a code to themselves. Ask another administrator."


class ExaminerError(RuleError):
    """Who is examined has no say over who examines."""

    code = "examiner"
    status = 403
    id = "Auditor Komisi Informasi diatur oleh operator, bukan oleh badan publik yang diperiksanya."
    en = "The operator answers for an auditor of the commission, not the body that is examined."


class AnothersPersonError(RuleError):
    """A body appoints people whom it made known as its officers, nobody whom another one knows, or serves."""

    code = "person-of-another"
    status = 403
    id = "Orang ini bukan petugas badan publik ini. Daftarkan petugas baru dengan namanya."
    en = "This person is no officer of this body. Enter a new officer by name."


class SamePersonError(RuleError):
    """Two people decide on the highest powers; the one who gains by it is neither of the two who confirm."""

    code = "same-person"
    status = 403
    id = "Usulan ini dikonfirmasi oleh admin lain: bukan pengusulnya, dan bukan yang menerima wewenangnya."
    en = "Another administrator confirms this: not who proposed it, nor who gains by it."


class HighestCodeError(RuleError):
    """Who alone makes the code of a high officer could sign in as that officer."""

    code = "highest-code"
    status = 403
    id = (
        "Kode masuk Atasan PPID, pimpinan, dan admin dibuat oleh admin yang mengonfirmasi penunjukannya, "
        "satu kali. Selebihnya oleh operator, dengan perintah ppid officer invite."
    )
    en = (
        "The administrator who confirmed the appointment makes the first code of a superior, a head or an "
        "administrator. Any other is made by the operator, with ppid officer invite."
    )


class ProposalChangedError(RuleError):
    """What is confirmed is what was read."""

    code = "proposal-changed"
    id = "Usulan ini bukan lagi yang Anda baca. Bacalah kembali, lalu konfirmasi bila setuju."
    en = "This proposal is not the one you read any more. Read it again, and confirm it if you agree."


class ProposalUsedError(RuleError):
    """An id names one proposal for ever, also after it was dropped."""

    code = "proposal-used"
    id = "Usulan dengan nomor ini sudah pernah diajukan. Buka formulir baru."
    en = "A proposal of this id was made before. Open a new form."


class ProposerGoneError(RuleError):
    """Two administrators stand behind a confirmed proposal, both of them in office."""

    code = "proposer-gone"
    id = "Pengusulnya bukan admin lagi. Tolak usulan ini dan ajukan yang baru."
    en = "Who proposed this is no administrator any more. Decline it, and propose it anew."


class LastAdministratorError(RuleError):
    """A body is not left without anybody who can appoint."""

    code = "last-administrator"
    id = "Anda admin terakhir badan publik ini. Tunjuk admin lain lebih dahulu."
    en = "You are the last administrator of this body. Appoint another one first."


class UnknownProposalError(RuleError):
    """No such proposal waits."""

    code = "unknown-proposal"
    status = 404
    id = "Usulan ini sudah dikonfirmasi, ditolak, atau tidak ada."
    en = "This proposal was confirmed or declined already, or there is none."


class UnknownDelegationError(RuleError):
    """No such delegation holds or is to begin."""

    code = "unknown-delegation"
    status = 404
    id = "Pelimpahan wewenang ini sudah berakhir atau tidak ada."
    en = "This delegation has ended, or there is none."


class UnknownAbsenceError(RuleError):
    """No such absence is noted."""

    code = "unknown-absence"
    status = 404
    id = "Catatan tidak di tempat ini sudah diakhiri atau tidak ada."
    en = "This absence has ended, or there is none."


class NoRoleError(FieldError):
    """An appointment or a delegation is of something."""

    code = "no-role"
    id = "Pilih sekurang-kurangnya satu peran."
    en = "Choose at least one role."


class NotHoldableError(FieldError):
    """Some qualities are nobody's office: a requester, a machine, the commission."""

    code = "role-not-holdable"
    id = "Peran ini tidak dapat diberikan kepada petugas badan publik."
    en = "This role cannot be given to an officer of a body."


class NotDelegableError(FieldError):
    """Who appoints is itself decided by two people, and stays with the person."""

    code = "role-not-delegable"
    id = "Peran admin badan publik tidak dapat dilimpahkan. Tunjuk admin lain."
    en = "The role of administrator cannot be delegated. Appoint another administrator."


class PastDayError(FieldError):
    """Powers begin today or later: what was done in the past was done without them."""

    code = "past-day"
    id = "Tanggal {on} sudah lewat. Isi tanggal hari ini, {as_of}, atau sesudahnya."
    en = "The date {on} is past. Enter today, {as_of}, or a later date."


class EndsBeforeError(FieldError):
    """A last day is not before the first."""

    code = "ends-before"
    id = "Tanggal akhir {until} mendahului tanggal mulai {since}."
    en = "The last day, {until}, is before the first day, {since}."


class TooLongDelegationError(FieldError):
    """A delegation is for a time; whoever is to hold a power for good is appointed to it."""

    code = "delegation-too-long"
    id = "Wewenang dilimpahkan paling lama {days} hari. Untuk lebih lama, tunjuk petugasnya."
    en = "Powers are delegated for at most {days} days. For longer, appoint the officer."


class ToThemselvesError(FieldError):
    """Giver and delegate are two people."""

    code = "delegated-to-themselves"
    id = "Penerima pelimpahan harus orang lain."
    en = "The delegate must be somebody else."


class NotHeldError(FieldError):
    """One can lend only what one holds by one's own appointment on the first day."""

    code = "role-not-held"
    id = "Pemberi tidak memegang peran {role_id} dengan penunjukan sendiri pada {since}."
    en = "The giver does not hold the role of {role_en} by their own appointment on {since}."


class ChainError(FieldError):
    """What was got by delegation is not passed on."""

    code = "delegation-chain"
    id = "Peran {role_id} dipegang karena pelimpahan, sehingga tidak dapat dilimpahkan lagi."
    en = "The role of {role_en} is held by delegation, and cannot be delegated again."


class NotInOfficeError(FieldError):
    """The delegate is an officer of the same body on the first day."""

    code = "delegate-not-in-office"
    id = "Penerima tidak sedang ditunjuk di badan publik ini pada {since}."
    en = "The delegate holds no appointment in this body on {since}."


class DelegatedAlreadyError(FieldError):
    """One role of one officer is in one other hand at a time."""

    code = "delegated-already"
    id = "Peran {role_id} sudah dilimpahkan dari {since} sampai {until}. Akhiri dahulu pelimpahan itu."
    en = "The role of {role_en} is delegated from {since} to {until} already. End that delegation first."


class OtherUnitError(FieldError):
    """An answer of a unit is given in the name of one unit."""

    code = "delegate-of-other-unit"
    id = "Penerima adalah PPID Pelaksana unit lain, sehingga tidak dapat bertindak untuk dua unit."
    en = "The delegate is the officer of another unit, and cannot act for two."


class AbsentAlreadyError(FieldError):
    """One absence at a time."""

    code = "absent-already"
    id = "Petugas ini sudah dicatat tidak di tempat dari {since} sampai {until}."
    en = "This officer is noted as absent from {since} to {until} already."


class UnknownAuditorError(RuleError):
    """No such auditor reads here."""

    code = "unknown-auditor"
    status = 404
    id = "Auditor ini tidak sedang ditunjuk."
    en = "This auditor holds no appointment."
