"""The office's side of witnessing: ask each commission to confirm a seal, and keep only what it truly signed.

How the log is kept is not known here: proofs, sizes and storing come as functions. What a witness answers is
believed as far as its signature goes; its words are shown and never obeyed. The same text goes over HTTP or,
for a commission with a laptop alone, as a file that is carried there and back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from ppid.errors import Language
from ppid.seal.checkpoint import Checkpoint, checkpoint_in
from ppid.seal.fetching import AddressError, Post, UnreachableError, post
from ppid.seal.note import Note, NoteError, Signature, SignatureError, signature_of
from ppid.seal.policy import Known, Policy
from ppid.seal.protocol import PATH, REQUEST_TYPE, SIZE_TYPE, Request
from ppid.seal.verdicts import grouped

Prove: TypeAlias = Callable[[int, int], Sequence[bytes]]
"""The proof that the log of the larger size begins with that of the smaller."""
KnownSize: TypeAlias = Callable[[str], int]
"""The largest size that the witness of this name in the policy has confirmed so far; 0 for none."""
Keep: TypeAlias = Callable[[Note], None]
"""Store the note with the lines that were added."""

_SIZE = re.compile(rb"(0|[1-9][0-9]{0,15})\n")
_MOST_WORDS = 500
_OK, _CONFLICT, _LATER, _BROKEN = 200, 409, 503, 500
_REFUSALS = {0, 400, 403, 404, 409, 422}
"""0 stands for a file, which has no status."""


class Result(Enum):
    """How asking one witness ended."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    AGAIN = "again"
    REFUSED = "refused"
    FORGOT = "forgot"
    AHEAD = "ahead"
    UNUSABLE = "unusable"
    UNREACHABLE = "unreachable"
    BY_FILE = "by-file"

    @property
    def alarming(self) -> bool:
        """Whether somebody has to look into it today: it is not a matter of sending again."""
        return self in {Result.REFUSED, Result.FORGOT, Result.AHEAD, Result.UNUSABLE}


_SENTENCES: dict[Result, dict[Language, str]] = {
    Result.CONFIRMED: {
        "id": "{name} mengonfirmasi segel {size} entri.",
        "en": "{name} confirmed the seal of {size} entries.",
    },
    Result.WAITING: {
        "id": "{name} memeriksa segel ini; petugasnya belum menekan konfirmasi.",
        "en": "{name} has checked this seal; nobody there has pressed confirm yet.",
    },
    Result.AGAIN: {
        "id": "{name} terakhir mengonfirmasi {told} entri: minta lagi berangkat dari sana.",
        "en": "{name} last confirmed {told} entries: ask again starting from there.",
    },
    Result.REFUSED: {
        "id": "{name} MENOLAK segel {size} entri: {words}",
        "en": "{name} REFUSED the seal of {size} entries: {words}",
    },
    Result.FORGOT: {
        "id": "{name} hanya ingat {told} entri, padahal sudah mengonfirmasi lebih. Kuncinya harus ditarik.",
        "en": "{name} remembers only {told} entries though it confirmed more. Its key must be retired.",
    },
    Result.AHEAD: {
        "id": "{name} sudah mengonfirmasi {told} entri, lebih dari {size} yang ada di sini. "
        "Apakah catatan ini dipulihkan dari cadangan?",
        "en": "{name} has confirmed {told} entries, more than the {size} that are here. "
        "Was this log restored from a backup?",
    },
    Result.UNUSABLE: {
        "id": "Jawaban {name} tidak dapat dipakai: itu bukan tanda tangannya atas segel ini.",
        "en": "The answer of {name} cannot be used: {words}",
    },
    Result.UNREACHABLE: {
        "id": "{name} tidak dapat dihubungi. Segel dikirim lagi nanti.",
        "en": "{name} cannot be reached. The seal is sent again later.",
    },
    Result.BY_FILE: {
        "id": "{name} tidak punya alamat di kebijakan: serahkan permintaannya sebagai berkas.",
        "en": "{name} has no address in the policy: hand its request over as a file.",
    },
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of asking one witness. ``told`` is the size it says it knows, ``words`` what it said.

    Our witnesses say each thing in two lines, Indonesian first; others may say what they like.
    """

    witness: str
    result: Result
    size: int
    signatures: tuple[Signature, ...] = ()
    told: int | None = None
    words: str = ""

    def sentence(self, language: Language) -> str:
        """The same for people."""
        facts = {
            "name": self.witness,
            "size": grouped(self.size, language),
            "told": grouped(self.told or 0, language),
            "words": self._words_in(language),
        }
        return _SENTENCES[self.result][language].format(**facts)

    def _words_in(self, language: Language) -> str:
        lines = self.words.split("\n")
        if len(lines) == len(("id", "en")):
            return lines[0 if language == "id" else 1]
        return " ".join(lines) or "…"


@dataclass(frozen=True, slots=True)
class Round:
    """One seal shown to every witness: the note with the lines it got, what each said, and if it suffices."""

    note: Note
    outcomes: tuple[Outcome, ...]
    quorum: bool


@dataclass(frozen=True, slots=True)
class _Asking:
    """One witness and one seal."""

    witness: Known
    note: Note
    checkpoint: Checkpoint

    def outcome(
        self, result: Result, *, told: int | None = None, words: str = "", lines: Sequence[Signature] = ()
    ) -> Outcome:
        return Outcome(self.witness.name, result, self.checkpoint.size, tuple(lines), told, words)


def request_of(note: Note, old: int, prove: Prove) -> Request:
    """The request to a witness that last confirmed ``old`` entries."""
    checkpoint = checkpoint_in(note)
    steps = tuple(prove(old, checkpoint.size)) if 0 < old < checkpoint.size else ()
    return Request(old, steps, note, checkpoint)


def ask_all(
    note: Note, policy: Policy, known_size: KnownSize, prove: Prove, keep: Keep, send: Post = post
) -> Round:
    """Show a seal to every witness of the policy that has not confirmed it; keep each line as it comes.

    The note has to be stored already: what a witness has seen may never get lost here.
    """
    outcomes = []
    for witness in policy.witnesses.values():
        if _lines_of(note, witness):
            continue
        outcome = ask(witness, note, known_size(witness.name), prove, send)
        if outcome.signatures:
            note = note.signed(*outcome.signatures)
            keep(note)
        outcomes.append(outcome)
    return Round(note, tuple(outcomes), policy.judge(note).quorum)


def ask(witness: Known, note: Note, known: int, prove: Prove, send: Post = post) -> Outcome:
    """Ask one witness over HTTP. If it knows another size than we thought, ask once more from there."""
    asking = _Asking(witness, note, checkpoint_in(note))
    if not witness.url:
        return asking.outcome(Result.BY_FILE)
    old = min(known, asking.checkpoint.size)
    told: int | None = None
    for _attempt in range(2):
        try:
            content = str(request_of(note, old, prove)).encode()
            answer = send(witness.url.rstrip("/") + PATH, content, REQUEST_TYPE)
        except (UnreachableError, AddressError) as away:
            return asking.outcome(Result.UNREACHABLE, words=str(away))
        told = _told(answer.body) if answer.media_type == SIZE_TYPE else None
        if answer.status == _CONFLICT and told is not None:
            wrong = _wrong_size(asking, known, told)
            if wrong is not None or told == old:
                return wrong or asking.outcome(Result.REFUSED, told=told, words=_words(answer.body))
            old = told
            continue
        return _answered(asking, answer.status, answer.body)
    return asking.outcome(Result.AGAIN, told=told)  # it went on between the two questions


def take(witness: Known, note: Note, known: int, answer: bytes) -> Outcome:
    """Read an answer that came as a file, which has no status: lines, a size, or sentences."""
    asking = _Asking(witness, note, checkpoint_in(note))
    told = _told(answer)
    if told is not None:
        wrong = _wrong_size(asking, known, told)
        return wrong or asking.outcome(Result.AGAIN, told=told)
    signed = answer.startswith("\N{EM DASH} ".encode())
    return _answered(asking, _OK if signed else 0, answer)


def latest_sizes(policy: Policy, notes: Sequence[str]) -> Mapping[str, int]:
    """For each witness the largest size among ``notes`` that it confirmed: what `KnownSize` may look up."""
    sizes = dict.fromkeys(policy.witnesses, 0)
    for written in notes:
        note = Note.of(written)
        size = checkpoint_in(note).size
        for name, witness in policy.witnesses.items():
            if size > sizes[name] and _lines_of(note, witness):
                sizes[name] = size
    return sizes


def _answered(asking: _Asking, status: int, body: bytes) -> Outcome:
    if status == _LATER:
        return asking.outcome(Result.WAITING, words=_words(body))
    if status in _REFUSALS:
        return asking.outcome(Result.REFUSED, words=_words(body))
    if status != _OK:
        known = Result.UNREACHABLE if status >= _BROKEN else Result.UNUSABLE
        return asking.outcome(known, words=f"status {status}")
    try:
        lines = _signatures(body)
        witness = asking.witness.verifier
        signed = Note(asking.note.text, lines)
        signed.verify([witness])
    except (SignatureError, NoteError, UnicodeDecodeError) as wrong:
        return asking.outcome(Result.UNUSABLE, words=str(wrong))
    return asking.outcome(Result.CONFIRMED, lines=signed.by(witness))


def _wrong_size(asking: _Asking, known: int, told: int) -> Outcome | None:
    if told > asking.checkpoint.size:
        return asking.outcome(Result.AHEAD, told=told)
    if told < min(known, asking.checkpoint.size):
        return asking.outcome(Result.FORGOT, told=told)
    return None


def _signatures(body: bytes) -> tuple[Signature, ...]:
    text = body.decode("utf-8")
    if not text.endswith("\n"):
        raise NoteError("the last line has no end")
    return tuple(signature_of(line) for line in text[:-1].split("\n"))


def _lines_of(note: Note, witness: Known) -> list[Signature]:
    """The right lines of this witness under the note."""
    right = []
    for signature in note.by(witness.verifier):
        try:
            witness.verifier.verify(note.text, signature.data)
        except SignatureError:
            continue
        right.append(signature)
    return right


def _told(body: bytes) -> int | None:
    found = _SIZE.fullmatch(body)
    return int(found[1]) if found else None


def _words(body: bytes) -> str:
    """What a witness said, as lines of plain letters: it is somebody else's text."""
    text = body.decode("utf-8", "replace")[:_MOST_WORDS]
    lines = ("".join(c if c.isprintable() else " " for c in line).split() for line in text.split("\n"))
    return "\n".join(" ".join(words) for words in lines if words)
