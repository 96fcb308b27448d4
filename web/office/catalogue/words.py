"""What officers choose and read of the list of public information."""

from __future__ import annotations

from collections.abc import Mapping

from ppid.catalogue.vocabulary import InfoClass, Step
from ppid.deadlines import Text
from projections.words_catalogue import CLASSES
from web.office.words import options, say

COLOURS: Mapping[Step, str] = {
    Step.PROPOSED: "blue",
    Step.RETURNED: "orange",
    Step.LISTED: "green",
    Step.WITHDRAWN: "grey",
}
#: The classes that an item may have; what is exempt has a list of its own.
OPEN = (InfoClass.PERIODIC, InfoClass.IMMEDIATE, InfoClass.ANY_TIME)
CLASS_HINTS: Mapping[InfoClass, Text] = {
    InfoClass.PERIODIC: Text(
        "Profil, program dan anggaran, laporan kinerja dan keuangan, pengadaan, peraturan. Diumumkan paling "
        "lambat setiap enam bulan (UU 14/2008 Pasal 9; Perki 1/2021 Pasal 14-18).",
        "Profile, programmes and budget, performance and financial reports, procurement, regulations. "
        "Published at least every six months (UU 14/2008 art. 9; Perki 1/2021 art. 14-18).",
    ),
    InfoClass.IMMEDIATE: Text(
        "Ancaman terhadap hajat hidup orang banyak: bencana, penyakit, gangguan layanan umum. Diumumkan saat "
        "itu juga (UU 14/2008 Pasal 10; Perki 1/2021 Pasal 19-20).",
        "A threat to many people's lives: disasters, diseases, disruption of public utilities. Announced at "
        "once (UU 14/2008 art. 10; Perki 1/2021 art. 19-20).",
    ),
    InfoClass.ANY_TIME: Text(
        "Keputusan, perjanjian, surat dinas, izin, inventaris, rencana kerja, dan yang lain; diberikan bila "
        "diminta (UU 14/2008 Pasal 11; Perki 1/2021 Pasal 21).",
        "Decisions, contracts, correspondence, permits, inventory, work plans and the rest; given on request "
        "(UU 14/2008 art. 11; Perki 1/2021 art. 21).",
    ),
}

#: The languages that a form offers by name; any other code may stand in an imported list.
LANGUAGES: Mapping[str, Text] = {
    "id": Text("Indonesia", "Indonesian"),
    "en": Text("Inggris", "English"),
    "jv": Text("Jawa", "Javanese"),
    "su": Text("Sunda", "Sundanese"),
}


def language_words(code: str) -> str:
    """The name of a language; its code where it has none here."""
    return say(LANGUAGES[code]) if code in LANGUAGES else code


def class_options() -> list[dict[str, str]]:
    """The three open classes, each with what belongs to it."""
    return options(CLASSES, OPEN, CLASS_HINTS)
