"""Words that several letters share, in both languages: dates, amounts, choices, the list of exemptions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from web.letters.kinds import (
    Channel,
    CopyForm,
    Deliver,
    Ground,
    Language,
    Obtain,
    Payment,
    RequesterKind,
)

_MONTHS = (
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
)

Pair = tuple[str, str]  # Indonesian, English

_SHORT = {"Agustus": "Agu", "September": "Sep"}  # August would be Aug too in Indonesian
_WEEKDAYS: tuple[Pair, ...] = (
    ("Senin", "Monday"),
    ("Selasa", "Tuesday"),
    ("Rabu", "Wednesday"),
    ("Kamis", "Thursday"),
    ("Jumat", "Friday"),
    ("Sabtu", "Saturday"),
    ("Minggu", "Sunday"),
)

CHANNELS: dict[Channel, Pair] = {
    "web": ("Formulir di situs web", "Form on the web site"),
    "email": ("Surat elektronik", "E-mail"),
    "letter": ("Surat", "Letter"),
    "counter": ("Datang langsung ke meja layanan", "In person at the service desk"),
    "phone": ("Telepon", "Telephone"),
    "whatsapp": ("WhatsApp", "WhatsApp"),
}
KINDS: dict[RequesterKind, Pair] = {
    "individual": ("Perorangan", "Individual"),
    "entity": ("Badan hukum", "Legal entity"),
    "group": ("Kelompok orang", "Group of people"),
}
OBTAIN: dict[Obtain, Pair] = {
    "view": ("Melihat, membaca, mendengarkan, atau mencatat", "See, read, listen or take notes"),
    "copy": ("Mendapatkan salinan informasi", "Get a copy of the information"),
}
COPY_FORMS: dict[CopyForm, Pair] = {
    "soft": ("Salinan elektronik (termasuk rekaman)", "Electronic copy (recordings included)"),
    "hard": ("Salinan tertulis di atas kertas", "Written copy on paper"),
}
DELIVER: dict[Deliver, Pair] = {
    "pickup": ("Mengambil langsung", "Collect in person"),
    "courier": ("Kurir", "Courier"),
    "post": ("Pos", "Post"),
    "fax": ("Faksimile", "Fax"),
    "email": ("Surat elektronik", "E-mail"),
}
PAYMENTS: dict[Payment, Pair] = {
    "cash": ("Tunai, dengan tanda terima", "Cash, against a receipt"),
    "transfer": (
        "Transfer ke rekening resmi badan publik",
        "Transfer to the official account of the public body",
    ),
    "e-money": ("Uang elektronik", "Electronic money"),
}

#: The grounds of an objection as annex X lists them. Law: UU 14/2008 art. 35(1).
GROUNDS: dict[Ground, Pair] = {
    "a": ("a. permohonan informasi ditolak", "a. the request was refused"),
    "b": ("b. informasi berkala tidak disediakan", "b. periodic information is not provided"),
    "c": ("c. permintaan informasi tidak ditanggapi", "c. the request was not answered"),
    "d": (
        "d. permintaan informasi ditanggapi tidak sebagaimana yang diminta",
        "d. the request was answered otherwise than asked",
    ),
    "e": ("e. permintaan informasi tidak dipenuhi", "e. the request was not fulfilled"),
    "f": ("f. biaya yang dikenakan tidak wajar", "f. the fee is unreasonable"),
    "g": (
        "g. informasi disampaikan melebihi jangka waktu yang ditentukan",
        "g. the information came later than the time set",
    ),
}

ARTICLE_17: dict[str, Pair] = {
    "a": ("menghambat proses penegakan hukum", "obstruct law enforcement"),
    "b": (
        (
            "mengganggu kepentingan pelindungan hak atas kekayaan intelektual dan pelindungan dari persaingan"
            " usaha tidak sehat"
        ),
        "harm the protection of intellectual property or protection from unfair competition",
    ),
    "c": ("membahayakan pertahanan dan keamanan negara", "endanger national defence and security"),
    "d": ("mengungkapkan kekayaan alam Indonesia", "reveal the natural wealth of Indonesia"),
    "e": ("merugikan ketahanan ekonomi nasional", "harm national economic resilience"),
    "f": ("merugikan kepentingan hubungan luar negeri", "harm the interests of foreign relations"),
    "g": (
        "mengungkapkan isi akta autentik yang bersifat pribadi dan kemauan terakhir ataupun wasiat seseorang",
        "reveal the contents of a private authentic deed or someone's last will",
    ),
    "h": ("mengungkap rahasia pribadi", "reveal personal secrets"),
    "i": (
        (
            "mengungkap memorandum atau surat-surat antar atau intra badan publik yang menurut sifatnya"
            " dirahasiakan, kecuali atas putusan Komisi Informasi atau pengadilan"
        ),
        (
            "reveal memoranda or letters between or within public bodies that are secret by nature, unless"
            " the Information Commission or a court decides otherwise"
        ),
    ),
    "j": (
        "mengungkap informasi yang tidak boleh diungkapkan berdasarkan undang-undang",
        "reveal information that a statute forbids to disclose",
    ),
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """Says things in the language of one letter; both sentences stand side by side where they are used."""

    language: Language

    def __call__(self, indonesian: str, english: str) -> str:
        """Choose one of two sentences."""
        return indonesian if self.language == "id" else english

    def of(self, pair: Pair) -> str:
        """Choose from a pair kept above."""
        return self(*pair)

    def day(self, day: date) -> str:
        """Write a date: 4 Mei 2026."""
        return f"{day.day} {self.of(_MONTHS[day.month - 1])} {day.year}"

    def short(self, day: date) -> str:
        """Write a date where there is little room: 4 Agu 2026."""
        month = self.of(_MONTHS[day.month - 1])
        return f"{day.day} {_SHORT.get(month, month[:3])} {day.year}"

    def weekday(self, day: date) -> str:
        """Name the day of the week."""
        return self.of(_WEEKDAYS[day.weekday()])

    def rupiah(self, amount_idr: int) -> str:
        """Write an amount: Rp25.000 in Indonesian; the English comma, as a dot would read as a fraction."""
        return "Rp" + f"{amount_idr:,}".replace(",", self(".", ","))

    def working_days(self, days: int) -> str:
        """Write a number of working days."""
        return self(f"{days} hari kerja", f"{days} working day" + ("" if days == 1 else "s"))

    def due(self, due_on: date | None, missing_year: int | None) -> str:
        """Write a due date, or for which year's holidays it waits."""
        if due_on is not None:
            return self.day(due_on)
        year = "" if missing_year is None else f" {missing_year}"
        return self(
            f"tanggal jatuh tempo menunggu penetapan hari libur{year}",
            f"the due date awaits the decree on the public holidays{' of' * bool(year)}{year}",
        )


def objection_hint(t: Tongue, objection_to: str, since_id: str, since_en: str) -> str:
    """Say how to object, and until when. Law: UU 14/2008 art. 35-37."""
    to_id, to_en = objection_to or "atasan PPID", objection_to or "the superior of the PPID"
    return t(
        f"Apabila tidak puas, Pemohon dapat mengajukan keberatan secara tertulis kepada {to_id} paling lambat"
        f" 30 hari kerja sejak {since_id}. Tanggapan atas keberatan diberikan paling lambat 30 hari kerja;"
        " apabila tetap tidak puas, Pemohon dapat mengajukan sengketa kepada Komisi Informasi paling"
        " lambat 14 hari kerja sejak menerima tanggapan itu.",
        f"If you are not satisfied, you may object in writing to {to_en} at the latest 30 working days after"
        f" {since_en}. The objection is answered within 30 working days; if you are still not satisfied,"
        " you may take the dispute to the Information Commission at the latest 14 working days after"
        " receiving that answer.",
    )
