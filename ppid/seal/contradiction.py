"""A refusal printed in full: both notes, the proof that was sent, and how anybody checks it with other tools.

Two notes of one log that are signed and cannot both be true are evidence by themselves: whoever holds the
public key of the log can judge them, without believing the office, the witness, or us.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ppid.seal.archive import Archive, Entry, spell
from ppid.seal.note import Verifier
from ppid.seal.spelling import base64_of
from ppid.seal.verdicts import Verdict, sentence

_RULE = "=" * 20


def evidence(archive: Archive, number: int) -> str | None:
    """The evidence of a refusal by its number; None where there is no such refusal."""
    with archive.reading() as book:
        entry = book.entry(number)
        if entry is None or entry.refused is None:
            return None
        against = book.entry(entry.against) if entry.against else None
        vkey = book.about("vkey") or ""
        keys = book.keys(entry.origin)
    return "\n".join(_written(entry, against, vkey, keys))


def _written(entry: Entry, against: Entry | None, vkey: str, keys: Iterable[Verifier]) -> Iterator[str]:
    known = against.size if against else 0
    verdict = Verdict.of(entry.refused or "")
    yield "BUKTI PENOLAKAN SEGEL / EVIDENCE OF A REFUSED SEAL"
    yield ""
    for language in ("id", "en"):
        yield sentence(verdict, language, known, entry.size)
    yield ""
    yield f"Catatan / log: {entry.origin}"
    yield from (f"Kunci catatan / key of the log: {key}" for key in keys)
    yield f"Saksi / witness: {vkey}"
    yield f"Nomor arsip / number in the archive: {entry.number}"
    yield ""
    if against is not None:
        yield f"{_RULE} 1. Sudah dikonfirmasi / confirmed before: {spell(against.at)} {_RULE}"
        yield against.whole_note
    yield f"{_RULE} 2. Ditolak / refused: {spell(entry.at)} {_RULE}"
    yield entry.whole_note
    yield f"{_RULE} 3. Bukti yang dikirim / the proof that was sent {_RULE}"
    yield f"old {entry.old}"
    yield from map(base64_of, entry.proof)
    yield ""
    yield f"{_RULE} 4. Cara memeriksa / how to check {_RULE}"
    yield from _HOW


_HOW = (
    "Kedua segel ditandatangani dengan kunci catatan di atas (C2SP signed-note, Ed25519). Jika ukurannya",
    "sama dan baris ketiganya berbeda, kantor menandatangani dua riwayat. Jika ukurannya berbeda, bukti di",
    "atas harus membawa dari baris ketiga segel 1 ke baris ketiga segel 2 (RFC 6962 §2.1.2); di sini tidak.",
    "",
    "Both notes are signed by the key of the log above (C2SP signed-note, Ed25519). If their sizes are equal",
    "and their third lines differ, the office signed two histories. If the sizes differ, the proof above has",
    "to lead from the third line of note 1 to the third line of note 2 (RFC 6962 section 2.1.2); here it",
    "does not.",
    "",
)
