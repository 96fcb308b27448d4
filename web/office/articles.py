"""Article 17 of Law 14/2008: the only grounds on which information is exempt, with their parts.

The words are shortened from the law (regulations §4.1); the code of a part stands in the notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ppid.deadlines import Text
from web.i18n import gettext as _
from web.office.words import say, say_first

CODE = re.compile(r"17\(([a-j])\)(?:\(([1-7])\))?")


class Letter(NamedTuple):
    """A letter of article 17 and its numbered parts."""

    letter: str
    text: Text
    parts: tuple[Text, ...] = ()

    @property
    def code(self) -> str:
        """The letter as a notice keeps it: ``17(h)``."""
        return f"17({self.letter})"

    def part_code(self, number: int) -> str:
        """A part as a notice keeps it: ``17(h)(2)``."""
        return f"{self.code}({number})"


SEVENTEEN = (
    Letter(
        "a",
        Text("menghambat proses penegakan hukum", "would obstruct law enforcement"),
        (
            Text("penyelidikan dan penyidikan tindak pidana", "inquiry and investigation of a crime"),
            Text(
                "identitas informan, pelapor, saksi, atau korban",
                "identity of informants, reporters, witnesses or victims",
            ),
            Text(
                "intelijen kriminal dan rencana penanganan kejahatan transnasional",
                "criminal intelligence and plans against transnational crime",
            ),
            Text("keselamatan penegak hukum dan keluarganya", "safety of law enforcers and their families"),
            Text(
                "keamanan peralatan dan sarana penegak hukum",
                "security of law-enforcement equipment and facilities",
            ),
        ),
    ),
    Letter(
        "b",
        Text(
            "mengganggu perlindungan kekayaan intelektual dan persaingan usaha yang sehat",
            "would harm intellectual property or fair competition",
        ),
    ),
    Letter(
        "c",
        Text("membahayakan pertahanan dan keamanan negara", "would endanger national defence and security"),
        (
            Text(
                "strategi, intelijen, operasi, taktik, dan teknik",
                "strategy, intelligence, operations, tactics, techniques",
            ),
            Text("dokumen tentang hal-hal itu", "documents about these"),
            Text(
                "jumlah, susunan, sebaran, dan kemampuan kekuatan",
                "number, composition, disposition and capability of forces",
            ),
            Text(
                "gambar dan data pangkalan atau instalasi militer",
                "images and data of military bases or installations",
            ),
            Text(
                "perkiraan kemampuan militer negara lain dan kerja sama yang rahasia",
                "estimates of other states' military capability, and secret cooperation",
            ),
            Text("sistem persandian negara", "the state cipher system"),
            Text("sistem intelijen negara", "the state intelligence system"),
        ),
    ),
    Letter(
        "d",
        Text("mengungkapkan kekayaan alam Indonesia", "would reveal the natural wealth of Indonesia"),
    ),
    Letter(
        "e",
        Text("merugikan ketahanan ekonomi nasional", "would harm national economic resilience"),
        (
            Text(
                "rencana awal jual beli mata uang, saham, dan aset vital",
                "early plans to trade currency, shares and vital assets",
            ),
            Text(
                "rencana awal nilai tukar, suku bunga, dan operasi lembaga keuangan",
                "early plans on exchange rates, interest and financial institutions",
            ),
            Text(
                "rencana awal bunga bank, pinjaman, pajak, dan pendapatan lain",
                "early plans on bank rates, borrowing, taxes and other revenue",
            ),
            Text("rencana awal jual beli tanah atau properti", "early plans to trade land or property"),
            Text("rencana awal investasi asing", "early plans of foreign investment"),
            Text(
                "proses dan hasil pengawasan lembaga keuangan",
                "process and results of supervising financial institutions",
            ),
            Text("pencetakan uang", "the printing of money"),
        ),
    ),
    Letter(
        "f",
        Text("merugikan kepentingan hubungan luar negeri", "would harm foreign relations"),
        (
            Text("posisi dan strategi perundingan internasional", "positions in international negotiation"),
            Text("korespondensi diplomatik", "diplomatic correspondence"),
            Text(
                "komunikasi dan persandian hubungan luar negeri",
                "communication and ciphers of foreign relations",
            ),
            Text(
                "perlindungan infrastruktur strategis di luar negeri",
                "protection of strategic infrastructure abroad",
            ),
        ),
    ),
    Letter(
        "g",
        Text(
            "mengungkap akta autentik pribadi, kemauan terakhir, atau wasiat",
            "would reveal a private authentic deed, last wish or will",
        ),
    ),
    Letter(
        "h",
        Text("mengungkap rahasia pribadi", "would reveal personal secrets"),
        (
            Text("riwayat dan kondisi keluarga", "family history and condition"),
            Text(
                "riwayat, kondisi, dan pengobatan kesehatan fisik atau psikis",
                "medical and psychological history, condition and treatment",
            ),
            Text("keuangan, aset, pendapatan, dan rekening", "finances, assets, income and accounts"),
            Text(
                "hasil evaluasi kemampuan, kecerdasan, dan rekomendasi",
                "results of assessing capability, intellect and recommendation",
            ),
            Text("catatan pendidikan formal dan nonformal", "records of formal and non-formal education"),
        ),
    ),
    Letter(
        "i",
        Text(
            "mengungkap surat antar atau di dalam badan publik yang menurut sifatnya rahasia, kecuali atas "
            "putusan Komisi Informasi atau pengadilan",
            "would reveal letters between or within public bodies that are secret by nature, unless the "
            "Information Commission or a court decides otherwise",
        ),
    ),
    Letter(
        "j",
        Text(
            "tidak boleh diungkapkan berdasarkan undang-undang (sebutkan undang-undangnya dalam alasan)",
            "a statute forbids disclosure (name the statute in the reasons)",
        ),
    ),
)


def codes() -> Iterator[tuple[str, Text]]:
    """Every ground that may be named, with its words."""
    for letter in SEVENTEEN:
        yield letter.code, letter.text
        for number, part in enumerate(letter.parts, start=1):
            yield letter.part_code(number), part


WORDS = dict(codes())


def article_words(article: str) -> str:
    """A ground as it is read: the letter and number of article 17, or any other article as it was written."""
    found = CODE.fullmatch(article)
    if found is None or article not in WORDS:
        return article
    letter, number = found.groups()
    name = (
        _("Pasal 17 huruf %(letter)s angka %(number)s", letter=letter, number=number)
        if number
        else _("Pasal 17 huruf %(letter)s", letter=letter)
    )
    return f"{name}: {say(WORDS[article])}"


def article_options() -> list[dict[str, str]]:
    """Every ground as an option of a list."""
    return [{"value": code, "text": article_words(code)} for code in WORDS]


def article_groups() -> list[dict[str, object]]:
    """The letters with their parts, as a form shows them."""
    return [
        {
            "value": letter.code,
            "text": f"{letter.letter}. {say_first(letter.text)}",
            "letter": letter.letter,
            "parts": [
                {"value": letter.part_code(n), "text": f"{n}. {say_first(part)}"}
                for n, part in enumerate(letter.parts, start=1)
            ],
        }
        for letter in SEVENTEEN
    ]
