"""Every refusal of a breach's commands: a stable code and a sentence in both languages."""

from __future__ import annotations

from ppid.errors import FieldError, RuleError


class UnknownBreachError(RuleError):
    """No such breach, or not one the asker may know of."""

    code = "unknown-breach"
    status = 404
    id = "Catatan kegagalan pelindungan data ini tidak ditemukan."
    en = "This record of a breach was not found."


class BreachClosedError(RuleError):
    """Nothing more happens on a closed record."""

    code = "breach-closed"
    id = "Catatan {number} sudah ditutup, sehingga langkah ini tidak dapat dilakukan lagi."
    en = "Record {number} is closed, so this step can no longer be taken."


class NoDataClassError(FieldError):
    """The notices say which data were concerned (UU 27/2022 art. 46)."""

    code = "no-data-class"
    id = "Pilih paling sedikit satu jenis data pribadi yang terungkap (UU 27/2022 Pasal 46)."
    en = "Choose at least one kind of personal data that was exposed (Law 27/2022 art. 46)."


class PeopleCountError(FieldError):
    """As many people at least as are named."""

    code = "people-count"
    id = "Jumlah orang ini lebih kecil daripada {least} orang yang sudah tercatat."
    en = "This number of people is lower than the {least} who are recorded already."


class AssessFirstError(RuleError):
    """Whoever is told is told what happened."""

    code = "assess-first"
    id = "Catat dahulu hasil penelaahan: data apa, milik siapa, dan bagaimana terungkap."
    en = "Record the assessment first: which data, whose, and how they were exposed."


class NotAffectedError(FieldError):
    """Only those are told whom it concerns."""

    code = "not-affected"
    id = "Ada orang yang tidak tercatat sebagai pemilik data yang terungkap."
    en = "Somebody named here is not recorded as a person whose data were exposed."


class AllToldError(RuleError):
    """Everybody was told already."""

    code = "all-told"
    id = "Semua orang yang datanya terungkap sudah diberi tahu."
    en = "Everybody whose data were exposed was told already."


class AgencyToldError(RuleError):
    """The agency is told once."""

    code = "agency-told"
    id = "Lembaga pelindungan data pribadi sudah diberi tahu."
    en = "The agency for personal data was told already."


class PublicNotNeededError(RuleError):
    """The public is told where the assessment says so."""

    code = "public-not-needed"
    id = "Penelaahan menyatakan masyarakat tidak perlu diberi tahu. Telaah ulang bila keadaan berubah."
    en = "The assessment says that the public need not be told. Assess it again if that has changed."


class PublicToldError(RuleError):
    """The public was told already."""

    code = "public-told"
    id = "Masyarakat sudah diberi tahu."
    en = "The public was told already."


class NoticesMissingError(RuleError):
    """A breach is not closed while a notice is missing (UU 27/2022 art. 46)."""

    code = "notices-missing"
    id = "Catatan ini belum dapat ditutup: {missing_id}."
    en = "This record cannot be closed yet: {missing_en}."


class ToldBeforeKnownError(FieldError):
    """Nobody is told of what is not known yet."""

    code = "told-before-known"
    id = "Pemberitahuan tidak dapat mendahului saat kegagalan diketahui. Periksa tanggal dan jamnya."
    en = "A notice cannot come before the breach was known. Check its day and hour."
