"""Every refusal of an exemption's commands: a stable code and a sentence in both languages."""

from __future__ import annotations

from ppid.errors import FieldError, RuleError


class ExemptionOverError(RuleError):
    """Nothing more is decided on an exemption that ended or was given up."""

    code = "exemption-over"
    id = "Pengecualian {number} sudah berakhir, sehingga langkah ini tidak dapat dilakukan lagi."
    en = "Exemption {number} is over, so this step can no longer be taken."


class NoTestUnderWayError(RuleError):
    """There is no sheet to sign, to return, or to give up."""

    code = "no-test-under-way"
    id = "Tidak ada uji konsekuensi yang sedang berjalan pada pengecualian {number}."
    en = "No consequence test is under way on exemption {number}."


class SheetUnderWayError(RuleError):
    """One sheet at a time: it is decided or given back before another is made."""

    code = "test-under-way"
    id = "Uji konsekuensi {number} masih berjalan. Selesaikan atau kembalikan dahulu."
    en = "The consequence test {number} is still under way. Finish it, or give it back, first."


class SheetReturnedError(RuleError):
    """A sheet that was given back is tested anew before anybody signs it."""

    code = "sheet-returned"
    id = "Lembar uji {number} sudah dikembalikan. PPID menguji ulang lebih dahulu."
    en = "The sheet {number} was given back. The PPID tests anew first."


class AlreadySignedError(RuleError):
    """Each step of the chain is signed once."""

    code = "sheet-already-signed"
    id = "Langkah persetujuan ini sudah dilakukan pada lembar uji {number}."
    en = "This step of approval was taken on the sheet {number} already."


class SuperiorNotAskedError(RuleError):
    """The body's chain asks for no signature of the superior (U17)."""

    code = "superior-not-asked"
    id = "Badan publik ini tidak mensyaratkan persetujuan Atasan PPID untuk lembar uji {number}."
    en = "This body asks for no approval by the superior on the sheet {number}."


class SuperiorFirstError(RuleError):
    """The superior approves before the head (Perki 1/2021 art. 10(2)e; U17)."""

    code = "superior-first"
    id = "Lembar uji {number} menunggu persetujuan Atasan PPID lebih dahulu."
    en = "The sheet {number} waits for the superior's approval first."


class HeadNotAskedError(RuleError):
    """The body's chain asks for no signature of the head, and neither does the law here (U17)."""

    code = "head-not-asked"
    id = "Badan publik ini tidak mensyaratkan persetujuan pimpinan untuk lembar uji {number}."
    en = "This body asks for no approval by the head on the sheet {number}."


class NotApprovedError(RuleError):
    """A decree follows the whole chain of approval (Perki 1/2021 art. 49(5), annex II; U17)."""

    code = "sheet-not-approved"
    id = (
        "Lembar uji {number} belum disetujui seluruh pejabat yang berwenang, sehingga belum dapat ditetapkan."
    )
    en = "The sheet {number} has not been approved by everybody who has to, so nothing can be decreed yet."


class SamePersonError(RuleError):
    """Each step of the chain is another person's (U17)."""

    code = "exemption-same-person"
    status = 403
    id = "Anda sudah menandatangani lembar uji {number} pada langkah lain. Langkah ini milik orang lain."
    en = "You signed the sheet {number} at another step. This step belongs to somebody else."


class DelegationError(FieldError):
    """Somebody other than the head approves by a written delegation (PP 61/2010 art. 3(2); U17)."""

    code = "delegation-needed"
    id = "Persetujuan atas nama pimpinan memerlukan nomor dan berkas surat pendelegasian."
    en = "An approval in the head's name needs the number and the file of the written delegation."


class NotDecreedError(RuleError):
    """Only what a decree made exempt is changed, lifted or opened."""

    code = "exemption-not-decreed"
    id = "Pengecualian {number} belum ditetapkan dengan surat keputusan."
    en = "Exemption {number} has not been decreed."


class AlreadyDecreedError(RuleError):
    """A decree is issued once; a later test changes or lifts it."""

    code = "exemption-already-decreed"
    id = "Pengecualian {number} sudah ditetapkan. Perubahannya memerlukan uji konsekuensi baru."
    en = "Exemption {number} is decreed already. Changing it needs a new consequence test."


class OtherAimError(RuleError):
    """A test to change rows is followed by a changed decree, a test to lift them by the end of theirs."""

    code = "exemption-other-aim"
    id = "Uji konsekuensi {number} dibuat untuk tujuan lain. Pilih keputusan yang sesuai dengan ujinya."
    en = "The consequence test {number} was made for another aim. Choose the decision that fits the test."


class NoRowsError(FieldError):
    """A sheet says what is tested, row by row (Perki 1/2021 annex II)."""

    code = "exemption-no-rows"
    id = (
        "Isi sekurang-kurangnya satu informasi yang diuji dan paling banyak {limit}, masing-masing satu kali."
    )
    en = "Give at least one piece of information that is tested and at most {limit}, each once."


class UnknownRowError(FieldError):
    """The decree has no such row."""

    code = "exemption-unknown-row"
    id = "Baris {row} tidak ada dalam keputusan {number}."
    en = "Decree {number} has no row {row}."


class RowNotInForceError(FieldError):
    """What is open stays open: a row that ended cannot be changed, lifted or opened again."""

    code = "exemption-row-not-in-force"
    id = "Baris {row} dalam keputusan {number} tidak lagi dikecualikan pada {on}."
    en = "Row {row} of decree {number} is not exempt on {on}."


class ArticleError(FieldError):
    """Every row names a letter or part of article 17 (UU 14/2008 art. 17)."""

    code = "exemption-article"
    id = "Baris {row} harus menyebut huruf a sampai j Pasal 17 UU 14/2008, dengan angka yang ada."
    en = "Row {row} must name a letter from a to j of article 17 of Law 14/2008, with a part that exists."


class NeverExemptError(FieldError):
    """Article 18(1) is a hard stop: what it names is never exempt."""

    code = "never-exempt"
    id = (
        "Baris {row} tidak dapat dikecualikan: {kind_id} selalu terbuka (UU 14/2008 Pasal 18 ayat (1) huruf "
        "{letter})."
    )
    en = "Row {row} cannot be exempt: {kind_en} is always open (Law 14/2008 art. 18(1){letter})."


class OpeningUnansweredError(FieldError):
    """Letters g and h need the answer to article 18(2) first."""

    code = "opening-unanswered"
    id = (
        "Baris {row} memakai huruf g atau h. Jawab dahulu apakah orang yang bersangkutan menyetujui, atau "
        "informasinya berkaitan dengan jabatan publik (UU 14/2008 Pasal 18 ayat (2))."
    )
    en = (
        "Row {row} uses letter g or h. Answer first whether the person consented, or whether it relates to a "
        "public office (Law 14/2008 art. 18(2))."
    )


class ConsentedError(FieldError):
    """The person whose secret it is consented in writing (UU 14/2008 art. 18(2)a)."""

    code = "person-consented"
    id = (
        "Baris {row} tidak dapat dikecualikan dengan huruf g atau h: orang yang bersangkutan menyetujui "
        "secara tertulis (UU 14/2008 Pasal 18 ayat (2) huruf a)."
    )
    en = (
        "Row {row} cannot be exempt under letter g or h: the person concerned consented in writing "
        "(Law 14/2008 art. 18(2)a)."
    )


class PublicOfficeError(FieldError):
    """It relates to somebody's public office (UU 14/2008 art. 18(2)b)."""

    code = "public-office"
    id = (
        "Baris {row} tidak dapat dikecualikan dengan huruf g atau h: informasinya berkaitan dengan posisi "
        "seseorang dalam jabatan publik (UU 14/2008 Pasal 18 ayat (2) huruf b)."
    )
    en = (
        "Row {row} cannot be exempt under letter g or h: it relates to somebody's position in a public "
        "office (Law 14/2008 art. 18(2)b)."
    )


class OtherLawError(FieldError):
    """Letter j rests on a statute and its article, not on a lower rule (UU 14/2008 art. 17 j)."""

    code = "other-law-needed"
    id = (
        "Baris {row} memakai huruf j. Sebutkan undang-undang dan pasalnya, misalnya UU 8/1997 Pasal 44; "
        "peraturan di bawah undang-undang tidak cukup."
    )
    en = (
        "Row {row} uses letter j. Name the statute and its article, such as UU 8/1997 Pasal 44; a rule below "
        "a statute is not enough."
    )


class InterestOpensError(FieldError):
    """Where opening serves the public more, nothing is exempt (UU 14/2008 art. 2(4))."""

    code = "public-interest-opens"
    id = (
        "Baris {row} tidak dapat dikecualikan: menurut uji kepentingan publiknya, membuka lebih bermanfaat "
        "daripada menutup (UU 14/2008 Pasal 2 ayat (4))."
    )
    en = (
        "Row {row} cannot be exempt: by its own weighing of the public interest, opening serves more than "
        "closing protects (Law 14/2008 art. 2(4))."
    )


class PermanentError(FieldError):
    """Letters a to f are never exempt for ever (UU 14/2008 art. 20(1))."""

    code = "exemption-permanent"
    id = "Baris {row} memakai huruf {letter}, yang tidak boleh permanen. Isi tanggal berakhirnya."
    en = "Row {row} uses letter {letter}, which may not be permanent. Enter the day it ends."


class ThirtyYearsError(FieldError):
    """Letter a lasts thirty years at most (PP 61/2010 art. 5(1); Perki 1/2021 art. 51(1))."""

    code = "over-thirty-years"
    id = "Baris {row} memakai huruf a, yang berlaku paling lama 30 tahun: sampai dengan {latest}."
    en = "Row {row} uses letter a, which lasts 30 years at most: until {latest}."


class PeriodLawError(FieldError):
    """Letters b, g and i last as legislation says, which is named (PP 61/2010 art. 6, 8(1), 9)."""

    code = "period-law-needed"
    id = "Baris {row} memakai huruf {letter}. Sebutkan peraturan yang menetapkan jangka waktunya."
    en = "Row {row} uses letter {letter}. Name the legislation that sets its period."


class PeriodOverError(FieldError):
    """Nothing is declared exempt for a period that is over."""

    code = "period-over"
    id = "Jangka waktu baris {row} berakhir {until}, sebelum {on}."
    en = "The period of row {row} ends on {until}, before {on}."


class NotHeadsPeriodError(FieldError):
    """The head sets the length for letters c to f only (PP 61/2010 art. 7(5))."""

    code = "not-the-heads-period"
    id = "Jangka waktu baris {row} tidak ditetapkan pimpinan: hanya huruf c sampai f."
    en = "The period of row {row} is not the head's to set: only letters c to f are."


class CauseError(FieldError):
    """A test upon a request or during a dispute says for which one (Perki 1/2021 art. 49(1))."""

    code = "test-cause"
    id = "Sebutkan permohonan atau sengketa badan publik ini yang menjadi alasan uji konsekuensi."
    en = "Name the request or dispute of this body that the consequence test is made for."


class NoTestersError(FieldError):
    """A sheet names its testers (Perki 1/2021 annex II)."""

    code = "no-testers"
    id = "Isi sekurang-kurangnya satu penguji dan paling banyak {limit}: petugas, atau jabatannya."
    en = "Name at least one tester and at most {limit}: an officer of the body, or a position."


class NoEndError(FieldError):
    """What has no end does not expire: it is lifted after a new test (PP 61/2010 art. 10)."""

    code = "exemption-no-end"
    id = "Baris {row} tidak memiliki tanggal berakhir. Cabut pengecualiannya setelah uji konsekuensi baru."
    en = "Row {row} has no end. Lift the exemption after a new consequence test instead."


class TooEarlyToDeclareError(FieldError):
    """The task to stipulate opens sixty working days before the end (U16)."""

    code = "stipulation-too-early"
    id = "Baris {row} berakhir {until}. Penetapannya dapat dibuat mulai {opens_on}."
    en = "Row {row} ends on {until}. It can be stipulated from {opens_on}."


class AlreadyDeclaredError(FieldError):
    """A row is stipulated once."""

    code = "already-stipulated"
    id = "Baris {row} sudah ditetapkan menjadi informasi publik pada akhir jangka waktunya."
    en = "Row {row} is stipulated already to become public when its period ends."


class OnlyLetterAError(FieldError):
    """A public court session ends letter a alone (PP 61/2010 art. 5(2); Perki 1/2021 art. 51(2))."""

    code = "only-letter-a"
    id = "Baris {row} juga bersandar pada huruf selain a, yang tidak berakhir karena sidang pengadilan."
    en = "Row {row} rests on another letter than a too, which a court session does not end."


class NothingOpenedError(FieldError):
    """A ruling or an answer says which rows, or parts of them, it opens."""

    code = "nothing-opened"
    id = "Sebutkan baris, atau bagian dari baris, yang dibuka."
    en = "Name the rows, or the parts of rows, that are opened."


class NothingChangesRowError(FieldError):
    """A changed decree changes something."""

    code = "exemption-row-unchanged"
    id = "Baris {row} sama dengan yang sudah ditetapkan. Tidak ada yang perlu diubah."
    en = "Row {row} equals what is decreed. There is nothing to change."
