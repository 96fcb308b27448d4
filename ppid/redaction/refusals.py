"""Every refusal of redaction: a stable code and a sentence in both languages. None says what a page says."""

from __future__ import annotations

from ppid.errors import FieldError, RuleError


class UnknownRedactionError(RuleError):
    """No such redaction, or not one the asker may know of."""

    code = "unknown-redaction"
    status = 404
    id = "Penghitaman ini tidak ditemukan."
    en = "This redaction was not found."


class OneOriginalError(FieldError):
    """A redaction is of one document."""

    code = "one-original"
    id = "Pilih satu berkas yang akan dihitamkan."
    en = "Choose the one file that is to be redacted."


class NotOfThisCaseError(FieldError):
    """The file that was chosen does not belong to the case."""

    code = "original-not-of-case"
    id = "Berkas yang dipilih tidak ada pada perkara ini. Pilih berkas lain."
    en = "The chosen file does not belong to this case. Choose another file."


class OriginalUnreadableError(FieldError):
    """The document cannot be drawn, so nobody could see what would be released."""

    code = "original-unreadable"
    id = "Berkas ini rusak atau tidak dapat digambar. Simpan ulang sebagai PDF, lalu unggah lagi."
    en = "This file is damaged or cannot be drawn. Save it as a PDF again, then upload it."


class OriginalLockedError(FieldError):
    """The document is encrypted."""

    code = "original-locked"
    id = "Berkas ini terkunci. Simpan tanpa kata sandi dan tanpa pembatasan, lalu unggah lagi."
    en = "This file is locked. Save it without a password and without restrictions, then upload it."


class OriginalTooManyPagesError(FieldError):
    """More pages than can be looked at in one go."""

    code = "original-too-many-pages"
    id = "Berkas ini lebih dari 100 halaman. Bagi berkasnya, lalu hitamkan setiap bagian."
    en = "This file has more than 100 pages. Divide it, and redact each part."


class OriginalTooLargeError(FieldError):
    """A page so large, or so small, that it cannot be drawn."""

    code = "original-page-size"
    id = "Ukuran halaman atau gambar pada berkas ini di luar batas. Simpan ulang dengan ukuran kertas biasa."
    en = "A page or picture of this file is beyond the limits. Save it again with an ordinary paper size."


class OriginalTooMuchError(RuleError):
    """Drawing the document takes more time or memory than it may."""

    code = "original-too-much"
    id = "Berkas ini memerlukan waktu atau memori yang terlalu besar. Bagi berkasnya, lalu coba lagi."
    en = "This file takes too much time or memory. Divide it and try again."


class OriginalMissingError(RuleError):
    """What is stored cannot be read back; the operator is told in the log."""

    code = "original-missing"
    id = "Berkas ini tidak dapat dibaca dari penyimpanan. Operator sistem sudah diberi tahu."
    en = "This file cannot be read from the store. The operator of the system was told."


class WorkshopBusyError(RuleError):
    """Other documents are being drawn; nothing was tried."""

    code = "redaction-busy"
    status = 429
    id = "Beberapa berkas lain sedang diolah. Tunggu sebentar, lalu coba lagi. Belum ada yang dicatat."
    en = "Other files are being worked on. Wait a moment and try again. Nothing was recorded."


class NoSuchPageError(FieldError):
    """The document has no such page."""

    code = "no-such-page"
    id = "Halaman {page} tidak ada. Berkas ini {pages} halaman."
    en = "There is no page {page}. This file has {pages} pages."


class MarkOutsidePageError(FieldError):
    """A box lies within its page and covers something of it."""

    code = "mark-outside-page"
    id = "Kotak {box} keluar dari halaman atau tidak berukuran. Isi angka 0 sampai 100 persen."
    en = "Box {box} leaves the page or has no size. Enter numbers from 0 to 100 per cent."


class MarkWithoutGroundError(FieldError):
    """Every box names the ground of article 17 that closes what is under it."""

    code = "mark-without-ground"
    id = "Kotak {box} belum menyebut huruf Pasal 17 UU 14/2008. Pilih hurufnya."
    en = "Box {box} does not name its letter of article 17 UU 14/2008. Choose the letter."


class TooManyMarksError(FieldError):
    """More boxes than a page, or a document, can sensibly have."""

    code = "too-many-marks"
    id = "Terlalu banyak kotak: {count}. Batasnya {limit}. Satukan kotak yang berdekatan."
    en = "Too many boxes: {count}. The limit is {limit}. Join boxes that are close together."


class RedactionReleasedError(RuleError):
    """What was released is never changed; a new redaction begins from the original."""

    code = "redaction-released"
    id = "Salinan {number} sudah dirilis dan tidak dapat diubah. Mulai penghitaman baru dari berkas aslinya."
    en = "Copy {number} was released and cannot be changed. Begin a new redaction from its original."


class RedactionDroppedError(RuleError):
    """Nothing more happens to a redaction that was given up."""

    code = "redaction-dropped"
    id = "Penghitaman {number} sudah dibatalkan."
    en = "Redaction {number} was given up."


class NothingMarkedError(RuleError):
    """A copy without a box is the document itself, and needs no redaction."""

    code = "nothing-marked"
    id = "Belum ada kotak. Berkas tanpa bagian yang dikecualikan diserahkan apa adanya, tanpa penghitaman."
    en = "There is no box yet. A file without an exempt part is given as it is, without redaction."


class PagesNotReviewedError(RuleError):
    """Somebody looked at every page before a copy leaves."""

    code = "pages-not-reviewed"
    id = "Halaman ini belum diperiksa: {pages}. Periksa dan simpan setiap halaman, juga yang tanpa kotak."
    en = "These pages were not looked at yet: {pages}. Look at and save every page, also those without boxes."


class MarksChangedError(RuleError):
    """The boxes were changed while the copy was made; that copy is thrown away."""

    code = "marks-changed"
    status = 409
    id = "Kotak pada berkas ini berubah selagi salinannya dibuat. Periksa lagi, lalu rilis."
    en = "The boxes changed while the copy was made. Look at them again, then release."


class CopyLeaksError(RuleError):
    """The leak check failed: something that should not be there can be found in the copy, or may be.

    The sentence names the part of the check, never what it found.
    """

    code = "copy-leaks"
    id = (
        "Salinan tidak dirilis: pemeriksaan kebocoran gagal pada {parts_id}. Tidak ada yang dicatat. "
        "Hubungi operator sistem dan sebutkan kode ini."
    )
    en = (
        "The copy was not released: the leak check failed on {parts_en}. Nothing was recorded. "
        "Tell the operator of the system this code."
    )


class CopyNotOfCaseError(FieldError):
    """A copy is given in the case that it was made for."""

    code = "copy-not-of-case"
    id = "Salinan dengan penghitaman yang dipilih belum dirilis atau bukan untuk permohonan ini."
    en = "The chosen redacted copy was not released, or not for this request."
