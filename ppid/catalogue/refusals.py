"""Every refusal of the list of public information: a stable code and a sentence in both languages."""

from __future__ import annotations

from ppid.errors import FieldError, RuleError


class UnknownItemError(RuleError):
    """No such item, or not one the asker may know of."""

    code = "unknown-item"
    status = 404
    id = "Informasi ini tidak ditemukan dalam Daftar Informasi Publik."
    en = "This information was not found in the list of public information."


class UnknownListError(RuleError):
    """The body's list was not decreed yet, or the asker may not know of its clocks."""

    code = "unknown-list"
    status = 404
    id = "Daftar Informasi Publik badan publik ini belum pernah ditetapkan."
    en = "The list of public information of this body was never decreed."


class ExemptClassError(FieldError):
    """Exempt information never enters the list (Perki 1/2021 art. 1(20))."""

    code = "exempt-not-listed"
    id = (
        "Informasi yang dikecualikan tidak masuk Daftar Informasi Publik. Catat dalam daftar informasi yang "
        "dikecualikan, atau pilih golongan lain."
    )
    en = (
        "Exempt information does not enter the list of public information. Record it in the list of "
        "exemptions, or choose another class."
    )


class StillExemptError(RuleError):
    """What an exemption in force closes does not enter the list (UU 14/2008 art. 17)."""

    code = "still-exempt"
    id = (
        "{title} tidak dapat masuk Daftar Informasi Publik: masih dikecualikan dengan keputusan {decree} "
        "(baris {row})."
    )
    en = (
        "{title} cannot enter the list of public information: it is still exempt by decree {decree} "
        "(row {row})."
    )


class ItemWithdrawnError(RuleError):
    """Nothing more happens to an item that left the list."""

    code = "item-withdrawn"
    id = "Informasi {number} sudah ditarik dari daftar, sehingga langkah ini tidak dapat dilakukan lagi."
    en = "Item {number} was withdrawn from the list, so this step can no longer be taken."


class AlreadyListedError(RuleError):
    """The step belongs to a proposal; the item stands in the list already."""

    code = "already-listed"
    id = "Informasi {number} sudah tercantum dalam daftar."
    en = "Item {number} stands in the list already."


class NotListedError(RuleError):
    """The step belongs to an item of the list; this is a proposal."""

    code = "not-listed"
    id = "Informasi {number} belum tercantum dalam daftar. Tetapkan dahulu dengan keputusan."
    en = "Item {number} does not stand in the list yet. Decree it first."


class ItemReturnedError(RuleError):
    """A returned proposal is the unit's to amend."""

    code = "item-returned"
    id = "Usulan {number} sedang dikembalikan kepada unit. Tunggu perbaikannya."
    en = "Proposal {number} was returned to its unit. Wait for it to be amended."


class ItemOfOtherUnitError(RuleError):
    """A unit officer proposes and amends what their own unit controls."""

    code = "item-of-other-unit"
    status = 403
    id = "Informasi ini dikuasai unit lain. Anda hanya dapat mengusulkan informasi unit Anda sendiri."
    en = "This information is controlled by another unit. You can propose only what your own unit controls."


class ListedByUnitError(RuleError):
    """What stands in the list is changed by the PPID (Perki 1/2021 art. 45)."""

    code = "listed-not-yours"
    status = 403
    id = "Informasi {number} sudah tercantum dalam daftar; hanya PPID yang dapat mengubahnya."
    en = "Item {number} stands in the list already; only the PPID can change it."


class OpenedForGoodError(RuleError):
    """What a final ruling opened stays open to everybody (Perki 1/2021 art. 52(3)-(4))."""

    code = "opened-for-good"
    id = (
        "Informasi {number} dibuka oleh putusan {ruling} yang berkekuatan hukum tetap, sehingga tidak dapat "
        "ditarik dari daftar (Perki 1/2021 Pasal 52)."
    )
    en = (
        "Item {number} was opened by the final ruling {ruling}, so it cannot be withdrawn from the list "
        "(Perki 1/2021 art. 52)."
    )


class NotALinkError(FieldError):
    """A link is an address of the web."""

    code = "not-a-link"
    id = "Tautan harus berupa alamat lengkap yang diawali https:// atau http://."
    en = "A link must be a full address that begins with https:// or http://."


class NotALanguageError(FieldError):
    """A language is named by its short code."""

    code = "not-a-language"
    id = "Bahasa ditulis dengan kodenya, misalnya id, en atau jv."
    en = "A language is written by its code, such as id, en or jv."


class NotAFileError(FieldError):
    """A file is named by the SHA-256 of its bytes."""

    code = "not-a-public-file"
    id = "Berkas ini tidak dapat dicantumkan. Unggah kembali berkasnya."
    en = "This file cannot be listed. Upload it again."


class TooManyKeywordsError(FieldError):
    """A few keywords help to find; many do not."""

    code = "too-many-keywords"
    id = "Kata kunci paling banyak {limit}. Pilih yang terpenting."
    en = "At most {limit} keywords. Choose the most important ones."


class NothingRevisedError(RuleError):
    """A revision changes something."""

    code = "nothing-revised"
    id = "Isian baru sama dengan yang sudah tercantum. Tidak ada yang perlu diubah."
    en = "The new entry equals the one that is there. There is nothing to change."


class TooManyItemsError(RuleError):
    """A decree or an import is one save, so it has a limit."""

    code = "too-many-items"
    id = "Sekali jalan paling banyak {limit} informasi; permintaan ini berisi {count}. Bagilah."
    en = "At most {limit} items at once; this asks for {count}. Split it."


class DecreedTwiceError(FieldError):
    """A decree is recorded once."""

    code = "decreed-twice"
    id = "Keputusan {decree} sudah dicatat pada {signed_on}. Periksa nomornya."
    en = "Decree {decree} is recorded already, signed on {signed_on}. Check its number."


class ReportedTwiceError(FieldError):
    """The report of a budget year is published once."""

    code = "reported-twice"
    id = "Laporan layanan tahun anggaran {year} sudah dicatat."
    en = "The service report of budget year {year} is recorded already."


class YearNotOverError(FieldError):
    """A report is about a budget year that is over (Perki 1/2021 art. 56)."""

    code = "year-not-over"
    id = "Tahun anggaran {year} belum berakhir, atau mendahului berdirinya badan publik ini."
    en = "Budget year {year} is not over yet, or is before this public body existed."
