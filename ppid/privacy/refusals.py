"""Every refusal of an application's commands: a stable code and a sentence in both languages."""

from __future__ import annotations

from ppid.errors import FieldError, RuleError


class UnknownPrivacyError(RuleError):
    """No such application, or not one the asker may know of."""

    code = "unknown-privacy"
    status = 404
    id = "Permohonan data pribadi ini tidak ditemukan."
    en = "This request on personal data was not found."


class PrivacyClosedError(RuleError):
    """An application is answered once."""

    code = "privacy-closed"
    id = "Permohonan data pribadi {number} sudah selesai, sehingga langkah ini tidak dapat dilakukan lagi."
    en = "The request on personal data {number} is finished, so this step can no longer be taken."


class IdentityUnprovedError(RuleError):
    """Nobody's data are shown, changed or erased for somebody who did not prove who they are."""

    code = "identity-unproved"
    id = "Identitas pemohon belum dibuktikan. Catat buktinya lebih dahulu."
    en = "The identity of who applies is not proved yet. Record the proof first."


class AlreadyProvedError(RuleError):
    """The identity is proved once."""

    code = "identity-already-proved"
    id = "Identitas pemohon sudah dibuktikan."
    en = "The identity of who applies is already proved."


class NotExceptedError(FieldError):
    """Article 15 names the rights it may be held against; to see and to correct are not among them."""

    code = "not-excepted"
    id = (
        "Pengecualian ini tidak berlaku bagi hak melihat dan membetulkan data (UU 27/2022 Pasal 15). "
        "Pilih alasan lain, atau penuhi permohonannya."
    )
    en = (
        "This exception does not apply to the rights to see and to correct (Law 27/2022 art. 15). "
        "Choose another ground, or fulfil the request."
    )


class UntilNeededError(FieldError):
    """An exception holds for a time that is told."""

    code = "until-needed"
    id = "Sebutkan sampai kapan pengecualian ini berlaku, paling awal besok."
    en = "Say until when this exception holds, tomorrow at the earliest."


class NoUntilError(FieldError):
    """What is not an exception holds for no time: who proves their identity may ask again at once."""

    code = "no-until"
    id = "Hanya pengecualian Pasal 15 yang berlaku sampai suatu hari. Kosongkan tanggalnya."
    en = "Only an exception of article 15 holds until a day. Leave the date empty."


class GrantFirstError(RuleError):
    """An erasure is answered before the key goes: afterwards nobody can be written to."""

    code = "grant-first"
    id = "Setujui penghapusan dan kirim jawabannya lebih dahulu: setelah data dihapus, tidak ada lagi alamat."
    en = "Grant the erasure and send the answer first: once the data are erased there is no address left."


class NotErasureError(RuleError):
    """Only an erasure takes two steps."""

    code = "not-an-erasure"
    id = "Langkah ini hanya untuk permohonan penghapusan."
    en = "This step is for requests for erasure only."


class NotErasedError(RuleError):
    """An erasure is done when the person's key is destroyed."""

    code = "not-erased-yet"
    id = "Data orang ini belum dihapus. Jalankan penghapusannya lebih dahulu, lalu catat selesai."
    en = "This person's data are not erased yet. Carry the erasure out first, then record it as done."


class AlreadyErasedError(RuleError):
    """What was granted and carried out is refused no more, and nobody is left to be written to."""

    code = "already-erased"
    id = "Data orang ini sudah dihapus menurut persetujuan. Catat bahwa permohonannya sudah dipenuhi."
    en = "This person's data were erased as granted. Record the request as fulfilled."


class CorrectionNeededError(RuleError):
    """A correction says how the data stand from now on."""

    code = "correction-needed"
    id = "Isi data yang sudah dibetulkan."
    en = "Enter the data as they stand once corrected."


class NotACorrectionError(RuleError):
    """Only a correction changes somebody's data."""

    code = "not-a-correction"
    id = "Hanya permohonan pembetulan yang mengubah data."
    en = "Only a request for correction changes the data."


class ToldBeforeAskedError(FieldError):
    """Nobody is answered before they asked."""

    code = "told-before-asked"
    id = "Jawaban tidak dapat mendahului permohonannya. Periksa tanggal dan jamnya."
    en = "The answer cannot come before the request. Check its day and hour."


class NotYourDataError(RuleError):
    """A person applies for their own data."""

    code = "not-your-data"
    status = 404
    id = "Data pribadi ini tidak ditemukan."
    en = "These personal data were not found."
