"""The only grounds on which information is exempt, what is never exempt, and how long each ground lasts.

The words say what the law says, without its sentences; the code of a part, such as ``17(h)(2)``, stands in
notices and decrees. Pure data.

Law: UU 14/2008 art. 17, 18(1)-(2), 20(1); PP 61/2010 art. 5-9; regulations §4.1, §4.2, §4.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from ppid.deadlines import Text

CODE = re.compile(r"17\(([a-j])\)(?:\(([1-7])\))?")


class PeriodRule(StrEnum):
    """How the period of a letter is set."""

    #: At most thirty years; ends earlier once opened in a public court session.
    THIRTY_YEARS = "thirty-years"
    #: By the legislation that protects it, which has to be named.
    BY_LEGISLATION = "by-legislation"
    #: As long as needed; the head of the body sets the length.
    SET_BY_HEAD = "set-by-head"
    #: As long as the secret needs protection.
    AS_NEEDED = "as-needed"
    #: As the other statute says that forbids disclosure.
    BY_OTHER_LAW = "by-other-law"


class Letter(NamedTuple):
    """A letter of article 17: its words after "opening it", its numbered parts, and its period."""

    letter: str
    text: Text
    period: PeriodRule
    period_article: str
    parts: tuple[Text, ...] = ()

    @property
    def code(self) -> str:
        """The letter as a decree keeps it: ``17(h)``."""
        return f"17({self.letter})"

    @property
    def permanent(self) -> bool:
        """Whether it may stay exempt without an end: a to f never do (UU 14/2008 art. 20(1))."""
        return self.letter not in "abcdef"

    def part_code(self, number: int) -> str:
        """A part as a decree keeps it: ``17(h)(2)``."""
        return f"{self.code}({number})"


SEVENTEEN = (
    Letter(
        "a",
        Text("menghambat proses penegakan hukum", "would obstruct law enforcement"),
        PeriodRule.THIRTY_YEARS,
        "PP 61/2010 Pasal 5; Perki 1/2021 Pasal 51 ayat (1)-(2)",
        (
            Text(
                "menghambat penyelidikan dan penyidikan suatu tindak pidana",
                "would hold up the inquiry into or the investigation of a crime",
            ),
            Text(
                "mengungkap identitas informan, pelapor, saksi, atau korban yang mengetahui tindak pidana",
                "would reveal who the informants, reporters, witnesses or victims of a crime are",
            ),
            Text(
                "mengungkap data intelijen kriminal dan rencana pencegahan dan penanganan kejahatan "
                "transnasional",
                "would reveal criminal intelligence, or plans to prevent and handle transnational crime",
            ),
            Text(
                "membahayakan keselamatan dan kehidupan penegak hukum atau keluarganya",
                "would endanger the safety and life of law enforcers or their families",
            ),
            Text(
                "membahayakan keamanan peralatan, sarana, atau prasarana penegak hukum",
                "would endanger the equipment, facilities or infrastructure of law enforcers",
            ),
        ),
    ),
    Letter(
        "b",
        Text(
            "mengganggu perlindungan hak kekayaan intelektual dan perlindungan dari persaingan usaha tidak "
            "sehat",
            "would harm the protection of intellectual property or from unfair competition",
        ),
        PeriodRule.BY_LEGISLATION,
        "PP 61/2010 Pasal 6; Perki 1/2021 Pasal 51 ayat (3)",
    ),
    Letter(
        "c",
        Text("membahayakan pertahanan dan keamanan negara", "would endanger national defence and security"),
        PeriodRule.SET_BY_HEAD,
        "PP 61/2010 Pasal 7; Perki 1/2021 Pasal 51 ayat (4)-(5)",
        (
            Text(
                "mengungkap strategi, intelijen, operasi, taktik, dan teknik penyelenggaraan pertahanan dan "
                "keamanan dari perencanaan sampai evaluasi, terhadap ancaman dari dalam dan luar negeri",
                "would reveal strategy, intelligence, operations, tactics and techniques of defence and "
                "security, from planning to evaluation, against threats from inside and outside",
            ),
            Text("mengungkap dokumen yang memuat hal-hal itu", "would reveal documents that hold these"),
            Text(
                "mengungkap jumlah, komposisi, disposisi, atau dislokasi kekuatan dan kemampuan serta "
                "rencana pengembangannya",
                "would reveal the number, composition, disposition or dislocation of forces and their "
                "capability, or the plans to develop them",
            ),
            Text(
                "mengungkap gambar dan data pangkalan atau instalasi militer",
                "would reveal images or data of military bases or installations",
            ),
            Text(
                "mengungkap perkiraan kemampuan militer negara lain sebatas tindakan yang membahayakan NKRI, "
                "atau data kerja sama militer yang disepakati rahasia atau sangat rahasia",
                "would reveal estimates of another state's military capability as far as its acts endanger "
                "Indonesia, or military cooperation agreed as secret or top secret",
            ),
            Text("mengungkap sistem persandian negara", "would reveal the state cipher system"),
            Text("mengungkap sistem intelijen negara", "would reveal the state intelligence system"),
        ),
    ),
    Letter(
        "d",
        Text("mengungkapkan kekayaan alam Indonesia", "would reveal the natural wealth of Indonesia"),
        PeriodRule.SET_BY_HEAD,
        "PP 61/2010 Pasal 7; Perki 1/2021 Pasal 51 ayat (4)-(5)",
    ),
    Letter(
        "e",
        Text("merugikan ketahanan ekonomi nasional", "would harm national economic resilience"),
        PeriodRule.SET_BY_HEAD,
        "PP 61/2010 Pasal 7; Perki 1/2021 Pasal 51 ayat (4)-(5)",
        (
            Text(
                "membuka rencana awal pembelian dan penjualan mata uang, saham, dan aset vital milik negara",
                "would open early plans to buy or sell currency, shares or vital state assets",
            ),
            Text(
                "membuka rencana awal perubahan nilai tukar, suku bunga, dan model operasi lembaga keuangan",
                "would open early plans to change exchange rates, interest or how financial institutions "
                "operate",
            ),
            Text(
                "membuka rencana awal perubahan suku bunga bank, pinjaman pemerintah, pajak, tarif, atau "
                "pendapatan negara atau daerah lainnya",
                "would open early plans to change bank rates, government borrowing, taxes, tariffs or other "
                "revenue",
            ),
            Text(
                "membuka rencana awal penjualan atau pembelian tanah atau properti",
                "would open early plans to sell or buy land or property",
            ),
            Text("membuka rencana awal investasi asing", "would open early plans of foreign investment"),
            Text(
                "membuka proses dan hasil pengawasan perbankan, asuransi, atau lembaga keuangan lainnya",
                "would open the process and results of supervising banks, insurers or other financial "
                "institutions",
            ),
            Text("membuka hal yang berkaitan dengan pencetakan uang", "would open matters of printing money"),
        ),
    ),
    Letter(
        "f",
        Text("merugikan kepentingan hubungan luar negeri", "would harm the interests of foreign relations"),
        PeriodRule.SET_BY_HEAD,
        "PP 61/2010 Pasal 7; Perki 1/2021 Pasal 51 ayat (4)-(5)",
        (
            Text(
                "mengungkap posisi, daya tawar, dan strategi yang akan atau telah diambil dalam perundingan "
                "internasional",
                "would reveal positions, bargaining power or strategy in international negotiation",
            ),
            Text(
                "mengungkap korespondensi diplomatik antarnegara",
                "would reveal diplomatic correspondence between states",
            ),
            Text(
                "mengungkap sistem komunikasi dan persandian dalam hubungan internasional",
                "would reveal systems of communication and ciphers of foreign relations",
            ),
            Text(
                "mengungkap perlindungan dan pengamanan infrastruktur strategis Indonesia di luar negeri",
                "would reveal how strategic infrastructure of Indonesia abroad is protected",
            ),
        ),
    ),
    Letter(
        "g",
        Text(
            "mengungkap isi akta autentik yang bersifat pribadi, kemauan terakhir, atau wasiat seseorang",
            "would reveal a private authentic deed, or somebody's last wish or testament",
        ),
        PeriodRule.BY_LEGISLATION,
        "PP 61/2010 Pasal 8 ayat (1); Perki 1/2021 Pasal 51 ayat (6)",
    ),
    Letter(
        "h",
        Text("mengungkap rahasia pribadi", "would reveal personal secrets"),
        PeriodRule.AS_NEEDED,
        "PP 61/2010 Pasal 8 ayat (2); Perki 1/2021 Pasal 51 ayat (7)",
        (
            Text("riwayat dan kondisi anggota keluarga", "history and condition of family members"),
            Text(
                "riwayat, kondisi, perawatan, dan pengobatan kesehatan fisik dan psikis seseorang",
                "somebody's physical and psychological history, condition, care and treatment",
            ),
            Text(
                "kondisi keuangan, aset, pendapatan, dan rekening bank seseorang",
                "somebody's finances, assets, income and bank accounts",
            ),
            Text(
                "hasil evaluasi sehubungan dengan kapabilitas, intelektualitas, dan rekomendasi kemampuan "
                "seseorang",
                "results of assessing somebody's capability and intellect, and recommendations on them",
            ),
            Text(
                "catatan pribadi tentang kegiatan pendidikan formal dan nonformal",
                "personal records of formal and non-formal education",
            ),
        ),
    ),
    Letter(
        "i",
        Text(
            "mengungkap memorandum atau surat antar atau di dalam badan publik yang menurut sifatnya "
            "dirahasiakan, kecuali atas putusan Komisi Informasi atau pengadilan",
            "would reveal memoranda or letters between or within public bodies that are secret by nature, "
            "unless the Information Commission or a court decides otherwise",
        ),
        PeriodRule.BY_LEGISLATION,
        "PP 61/2010 Pasal 9; Perki 1/2021 Pasal 51 ayat (9)",
    ),
    Letter(
        "j",
        Text(
            "tidak boleh diungkapkan berdasarkan undang-undang (sebutkan undang-undang dan pasalnya)",
            "is forbidden by a statute (name the statute and its article)",
        ),
        PeriodRule.BY_OTHER_LAW,
        "UU 14/2008 Pasal 17 huruf j",
    ),
)

LETTERS: dict[str, Letter] = {letter.letter: letter for letter in SEVENTEEN}


def codes() -> Iterator[tuple[str, Text]]:
    """Every ground that may be named, with its words."""
    for letter in SEVENTEEN:
        yield letter.code, letter.text
        for number, part in enumerate(letter.parts, start=1):
            yield letter.part_code(number), part


#: Every code that a sheet, a decree or a notice may name, and what it says.
GROUNDS: dict[str, Text] = dict(codes())


def letter_of(code: str) -> Letter | None:
    """The letter of a code such as ``17(h)(2)``; None when article 17 has no such part."""
    found = CODE.fullmatch(code)
    return LETTERS[found.group(1)] if found and code in GROUNDS else None


def letters_of(articles: Iterable[str]) -> tuple[Letter, ...]:
    """The letters of several codes, each once, in the order of the law."""
    named = {letter.letter for code in articles if (letter := letter_of(code))}
    return tuple(letter for letter in SEVENTEEN if letter.letter in named)


def covers(tested: Iterable[str], named: str) -> bool:
    """Whether the grounds a row was tested on carry a ground that a letter names.

    A letter tested as a whole carries each of its parts, and a tested part carries its letter, but no part
    carries another.
    """
    wanted = CODE.fullmatch(named)
    if wanted is None or named not in GROUNDS:
        return False
    found = [match.groups() for code in tested if (match := CODE.fullmatch(code))]
    letter, part = wanted.groups()
    return any(each == letter and (number is None or part in (None, number)) for each, number in found)


class Kind(StrEnum):
    """What kind of document a row is about: the screen of article 18(1). The value stands in the log."""

    COURT_DECISION = "court-decision"
    POLICY = "policy"
    TERMINATION_ORDER = "termination-order"
    SPENDING_PLAN = "spending-plan"
    FINANCIAL_REPORT = "financial-report"
    RECOVERED_MONEY = "recovered-money"
    DECLARED_OPEN = "declared-open"
    NONE_OF_THESE = "none-of-these"


class NeverExempt(NamedTuple):
    """A letter of article 18(1): what it names is never exempt."""

    letter: str
    text: Text


NEVER_EXEMPT: dict[Kind, NeverExempt] = {
    Kind.COURT_DECISION: NeverExempt("a", Text("putusan badan peradilan", "a decision of a court")),
    Kind.POLICY: NeverExempt(
        "b",
        Text(
            "ketetapan, keputusan, peraturan, surat edaran, atau kebijakan lain, ke dalam maupun ke luar, "
            "serta pertimbangan lembaga penegak hukum",
            "a stipulation, decree, regulation, circular or other policy, internal or external, or a "
            "consideration of a law-enforcement body",
        ),
    ),
    Kind.TERMINATION_ORDER: NeverExempt(
        "c",
        Text(
            "surat perintah penghentian penyidikan atau penuntutan",
            "an order to stop an investigation or a prosecution",
        ),
    ),
    Kind.SPENDING_PLAN: NeverExempt(
        "d",
        Text(
            "rencana pengeluaran tahunan lembaga penegak hukum",
            "a yearly spending plan of a law-enforcement body",
        ),
    ),
    Kind.FINANCIAL_REPORT: NeverExempt(
        "e",
        Text(
            "laporan keuangan tahunan lembaga penegak hukum",
            "a yearly financial report of a law-enforcement body",
        ),
    ),
    Kind.RECOVERED_MONEY: NeverExempt(
        "f",
        Text("laporan hasil pengembalian uang hasil korupsi", "a report on recovered corruption money"),
    ),
    Kind.DECLARED_OPEN: NeverExempt(
        "g",
        Text(
            "informasi yang telah dinyatakan terbuka atas dasar keberatan atau putusan",
            "information already declared open by an objection or a ruling",
        ),
    ),
}


class Opening(StrEnum):
    """The openings of article 18(2), which letters g and h do not outlast. The value stands in the log."""

    NONE = "none"
    CONSENT = "consent"
    PUBLIC_OFFICE = "public-office"


OPENINGS: dict[Opening, Text] = {
    Opening.NONE: Text(
        "orang yang bersangkutan tidak menyetujui, dan tidak berkaitan dengan jabatan publiknya",
        "the person has not consented, and it does not relate to a public office of theirs",
    ),
    Opening.CONSENT: Text(
        "orang yang rahasianya diungkap menyetujui secara tertulis",
        "the person whose secret it is consented in writing",
    ),
    Opening.PUBLIC_OFFICE: Text(
        "berkaitan dengan posisi seseorang dalam jabatan publik",
        "it relates to somebody's position in a public office",
    ),
}

#: The letters that article 18(2) opens.
OPENED_BY_PERSON = ("g", "h")
