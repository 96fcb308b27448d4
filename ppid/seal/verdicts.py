"""What a witness may answer: the code that is kept, the status of C2SP tlog-witness, and the sentence."""

from __future__ import annotations

from enum import Enum

from ppid.errors import Language


class Verdict(Enum):
    """One answer. ``evidence``: the log signed what it should not have, so the request is kept."""

    CONFIRMED = ("confirmed", 200, False)
    WAITING = ("waiting", 503, False)
    CLOCK = ("clock", 503, False)
    FORM = ("form", 400, False)
    UNKNOWN_LOG = ("unknown-log", 404, False)
    SIGNATURE = ("signature", 403, False)
    RETIRED = ("retired", 403, False)
    OLD_TOO_LARGE = ("old-too-large", 400, False)
    STALE = ("other-size", 409, False)
    EMPTY_ROOT = ("empty-root", 422, True)
    FORK = ("fork", 422, True)
    INCONSISTENT = ("inconsistent", 422, True)
    FORGOTTEN = ("forgotten", 422, True)

    def __init__(self, code: str, status: int, evidence: bool) -> None:  # noqa: FBT001 - a table reads as one
        self.code = code
        self.status = status
        self.evidence = evidence

    @classmethod
    def of(cls, code: str) -> Verdict:
        """The verdict of that code."""
        return next(verdict for verdict in cls if verdict.code == code)


_SENTENCES: dict[Verdict, tuple[str, str]] = {
    Verdict.CONFIRMED: (
        "Dari {known} menjadi {size} entri; tidak ada entri lama yang berubah.",
        "From {known} to {size} entries; nothing earlier was changed.",
    ),
    Verdict.WAITING: (
        "Permintaan ini benar dan menunggu konfirmasi petugas komisi. Kirim lagi nanti.",
        "This request is right and waits for somebody of the commission to confirm it. Send it again later.",
    ),
    Verdict.CLOCK: (
        "Jam komputer saksi ini mundur: lebih awal daripada konfirmasi terakhirnya. Setel jamnya dahulu.",
        "The clock of this witness ran back: it is before its own last confirmation. Set the clock first.",
    ),
    Verdict.FORM: (
        "Ini bukan permintaan konfirmasi segel, atau berkasnya rusak.",
        "This is no request to confirm a seal: {detail}.",
    ),
    Verdict.UNKNOWN_LOG: (
        "Catatan ini tidak dikenal saksi ini. Kunci catatan ditambahkan dengan: ppid witness trust.",
        "This witness does not know this log. A log's key is added with: ppid witness trust.",
    ),
    Verdict.SIGNATURE: (
        "Segel ini tidak ditandatangani kunci catatan yang dikenal, atau ada tanda tangan yang salah.",
        "This seal is not signed by the log that is known, or a signature is wrong: {detail}.",
    ),
    Verdict.RETIRED: (
        "Kunci saksi ini sudah ditarik dan tidak mengonfirmasi apa pun lagi.",
        "The key of this witness is retired and confirms nothing any more.",
    ),
    Verdict.OLD_TOO_LARGE: (
        "Permintaan ini berangkat dari ukuran yang lebih besar daripada segelnya ({size} entri).",
        "This request starts from a size larger than its own seal ({size} entries).",
    ),
    Verdict.STALE: (
        "Saksi ini terakhir mengonfirmasi {known} entri. Minta lagi berangkat dari ukuran itu.",
        "This witness last confirmed {known} entries. Ask again starting from that size.",
    ),
    Verdict.EMPTY_ROOT: (
        "Segel menyatakan nol entri, tetapi dengan isi. Kantor menandatangani hal yang tidak mungkin.",
        "The seal states no entries, yet a content. The office signed what cannot be.",
    ),
    Verdict.FORK: (
        "DUA RIWAYAT: untuk {size} entri yang sama, kantor menandatangani isi yang berbeda.",
        "TWO HISTORIES: for the same {size} entries the office signed different contents.",
    ),
    Verdict.INCONSISTENT: (
        (
            "RIWAYAT BERUBAH: kantor tidak dapat menunjukkan bahwa {known} entri yang sudah dikonfirmasi "
            "masih ada tanpa perubahan di dalam {size} entri ini."
        ),
        (
            "HISTORY CHANGED: the office cannot show that the {known} entries confirmed before are still "
            "there, unchanged, within these {size} entries."
        ),
    ),
    Verdict.FORGOTTEN: (
        (
            "Saksi ini pernah mengonfirmasi {size} entri, tetapi ingatannya hanya sampai {known}: datanya "
            "dikembalikan dari cadangan. Kunci ini ditarik; buat saksi baru."
        ),
        (
            "This witness once confirmed {size} entries, but its records end at {known}: its data were "
            "restored from a backup. This key is retired; make a new witness."
        ),
    ),
}


def sentence(verdict: Verdict, language: Language, known: int, size: int, detail: str = "") -> str:
    """What a verdict means, in the reader's language. Numbers are grouped as that language does."""
    template = _SENTENCES[verdict][0 if language == "id" else 1]
    return template.format(known=grouped(known, language), size=grouped(size, language), detail=detail)


def grouped(number: int, language: Language) -> str:
    """``12.345`` in Indonesian, ``12,345`` in English."""
    text = f"{number:,}"
    return text.replace(",", ".") if language == "id" else text
