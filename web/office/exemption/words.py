"""What officers choose and read of an exemption."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ppid.deadlines import Text
from ppid.exemption.articles import SEVENTEEN, Kind, PeriodRule
from ppid.exemption.events import SheetRow
from ppid.exemption.vocabulary import Aim, Interest, Occasion, Status, Step
from web.filters import day, number
from web.i18n import gettext as _
from web.office.articles import article_words
from web.office.words import say_first
from web.papers.exempting import ONLY_SEVENTEEN

STEPS: Mapping[Step, Text] = {
    Step.TESTED: Text("Diuji, menunggu Atasan PPID", "Tested, waiting for the superior"),
    Step.REVIEWED: Text("Menunggu pimpinan", "Waiting for the head"),
    Step.APPROVED: Text("Disetujui, menunggu keputusan", "Approved, to be decreed"),
    Step.RETURNED: Text("Dikembalikan, diuji ulang", "Given back, to be tested anew"),
    Step.IN_FORCE: Text("Berlaku", "In force"),
    Step.CHANGING: Text("Berlaku, sedang diuji ulang", "In force, being tested anew"),
    Step.OVER: Text("Berakhir", "Over"),
    Step.DROPPED: Text("Uji dihentikan", "Test given up"),
}
COLOURS: Mapping[Step, str] = {
    Step.TESTED: "blue",
    Step.REVIEWED: "teal",
    Step.APPROVED: "purple",
    Step.RETURNED: "orange",
    Step.IN_FORCE: "green",
    Step.CHANGING: "yellow",
    Step.OVER: "grey",
    Step.DROPPED: "grey",
}
UNDER_TEST = (Step.TESTED, Step.REVIEWED, Step.APPROVED, Step.RETURNED)

STATUSES: Mapping[Status, Text] = {
    Status.TESTED: Text("Belum ditetapkan", "Not decreed"),
    Status.ACTIVE: Text("Dikecualikan", "Exempt"),
    Status.DECLARED_OPEN: Text(
        "Dikecualikan, terbuka pada akhir jangka waktu", "Exempt, public when its period ends"
    ),
    Status.EXPIRED: Text("Terbuka: jangka waktu berakhir", "Public: the period ended"),
    Status.LIFTED: Text("Terbuka: dicabut", "Public: lifted"),
    Status.OPENED_BY_OBJECTION: Text("Terbuka: atas keberatan", "Public: by an objection"),
    Status.OPENED_BY_RULING: Text("Terbuka: atas putusan", "Public: by a ruling"),
    Status.OPENED_IN_COURT: Text("Terbuka: dalam sidang pengadilan", "Public: in a court session"),
}
EXEMPT_STATUSES = frozenset({Status.ACTIVE, Status.DECLARED_OPEN})

OCCASIONS: Mapping[Occasion, Text] = {
    Occasion.BEFORE_REQUEST: Text("sebelum ada permohonan", "before any request"),
    Occasion.UPON_REQUEST: Text("atas sebuah permohonan", "upon a request"),
    Occasion.DURING_DISPUTE: Text("dalam sebuah sengketa", "during a dispute"),
}
AIMS: Mapping[Aim, Text] = {
    Aim.CLASSIFY: Text("mengecualikan", "to exempt"),
    Aim.CHANGE: Text("mengubah pengecualian", "to change the exemption"),
    Aim.LIFT: Text("mencabut pengecualian", "to lift the exemption"),
}
AIM_HINTS: Mapping[Aim, Text] = {
    Aim.CHANGE: Text(
        "Dasar hukum, konsekuensi, atau jangka waktunya berubah. Perlu persetujuan pimpinan.",
        "Its legal basis, consequences or period change. Needs the approval of the head.",
    ),
    Aim.LIFT: Text(
        "Informasinya menjadi terbuka sebelum jangka waktunya habis. Perlu persetujuan pimpinan.",
        "The information becomes public before its period is over. Needs the approval of the head.",
    ),
}
INTERESTS: Mapping[Interest, Text] = {
    Interest.CLOSING_PROTECTS_MORE: Text(
        "menutup melindungi kepentingan yang lebih besar daripada membuka",
        "closing protects a greater interest than opening",
    ),
    Interest.OPENING_SERVES_MORE: Text(
        "membuka lebih bermanfaat bagi publik daripada menutup",
        "opening serves the public more than closing",
    ),
}
NONE_OF_THESE = Text("Bukan salah satu di atas", "None of the above")
#: What to do instead with what is never exempt.
INSTEAD: Mapping[Kind, Text] = {
    Kind.COURT_DECISION: Text(
        "Berikan putusannya bila diminta. Bila yang perlu dilindungi hanya bagian tertentu di dalamnya, "
        "misalnya identitas saksi atau korban, uji bagian itu sebagai informasi tersendiri.",
        "Give the decision when it is asked for. Where only a part of it needs protection, such as who a "
        "witness or victim is, test that part as information of its own.",
    ),
    Kind.POLICY: Text(
        "Umumkan, dan masukkan ke Daftar Informasi Publik. Yang dapat diuji hanyalah data di luar kebijakan "
        "itu sendiri.",
        "Publish it and put it on the list of public information. Only data beyond the policy itself can be "
        "tested.",
    ),
    Kind.TERMINATION_ORDER: Text(
        "Berikan surat perintahnya bila diminta. Bila yang perlu dilindungi hanya identitas pelapor, saksi, "
        "atau korban di dalamnya, uji bagian itu sebagai informasi tersendiri.",
        "Give the order when it is asked for. Where only who reported, witnessed or suffered needs "
        "protection, test that part as information of its own.",
    ),
    Kind.SPENDING_PLAN: Text(
        "Umumkan secara berkala, dan masukkan ke Daftar Informasi Publik.",
        "Publish it periodically and put it on the list of public information.",
    ),
    Kind.FINANCIAL_REPORT: Text(
        "Umumkan secara berkala, dan masukkan ke Daftar Informasi Publik.",
        "Publish it periodically and put it on the list of public information.",
    ),
    Kind.RECOVERED_MONEY: Text(
        "Umumkan laporannya, dan masukkan ke Daftar Informasi Publik.",
        "Publish the report and put it on the list of public information.",
    ),
    Kind.DECLARED_OPEN: Text(
        "Yang sudah dinyatakan terbuka tersedia bagi semua orang dan masuk Daftar Informasi Publik.",
        "What was declared open is available to everybody and stands on the list of public information.",
    ),
}
PERIODS: Mapping[PeriodRule, Text] = {
    PeriodRule.THIRTY_YEARS: Text(
        "paling lama 30 tahun; berakhir lebih awal bila dibuka dalam sidang pengadilan yang terbuka",
        "at most 30 years; ends earlier once opened in a public court session",
    ),
    PeriodRule.BY_LEGISLATION: Text(
        "menurut peraturan perundang-undangan, yang disebutkan", "as legislation sets it, which is named"
    ),
    PeriodRule.SET_BY_HEAD: Text(
        "selama diperlukan, lamanya ditetapkan pimpinan; tidak permanen",
        "as long as needed, its length set by the head; never permanent",
    ),
    PeriodRule.AS_NEEDED: Text(
        "selama diperlukan untuk melindungi rahasia pribadi", "as long as the secret needs protection"
    ),
    PeriodRule.BY_OTHER_LAW: Text(
        "menurut undang-undang yang melarangnya", "as the statute says that forbids it"
    ),
}


def period_limits() -> list[dict[str, str]]:
    """How long each letter may last, and where that stands."""
    return [
        {
            "letter": letter.letter,
            "text": say_first(PERIODS[letter.period]),
            "must_end": "" if letter.permanent else _("tanggal berakhir wajib diisi"),
            "article": letter.period_article,
        }
        for letter in SEVENTEEN
    ]


def basis_of(row: SheetRow) -> str:
    """The legal basis of a row: its grounds, the other statute, what was written beside them."""
    more = "" if ONLY_SEVENTEEN.fullmatch(row.legal_basis.strip()) else row.legal_basis
    said = [*map(article_words, row.articles), row.other_law, more]
    return "\n".join(dict.fromkeys(each for each in said if each))


def period_of(row: SheetRow, since: date | None = None) -> str:
    """The period of a row in words."""
    end = _("sampai dengan %(on)s", on=day(row.until)) if row.until else _("selama diperlukan")
    words = f"{day(since)} {end}" if since and row.until else end
    return f"{words} ({row.period_basis})" if row.period_basis else words


def rows_words(numbers: Iterable[int]) -> str:
    """``1, 2, 3``."""
    return ", ".join(number(each) for each in numbers)
