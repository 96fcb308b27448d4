"""A witness: it confirms that a log only grew, remembers what it confirmed, and never confirms otherwise.

The checks stand in one order (`judge`), each with the status that C2SP tlog-witness gives it. Look, decide
and write are one transaction; what was written is on the disk before anything is signed, so that no power
cut makes a witness confirm two histories. What it refuses, it keeps as evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from ppid.errors import Language
from ppid.seal.archive import Archive, Book, Entry, Waiting
from ppid.seal.note import Note, Signature, SignatureError, Verifier
from ppid.seal.protocol import SIZE_TYPE, Request, RequestError
from ppid.seal.tree import EMPTY_ROOT, ProofError, check_consistency
from ppid.seal.verdicts import Verdict, sentence

CONFIRMED = 200


class Cosigner(Protocol):
    """What signs for the witness: a `note.Signer` for cosignature/v1, or a device that holds its key."""

    @property
    def verifier(self) -> Verifier:
        """The public key."""
        ...

    def sign(self, text: str, at: int | None = None) -> Signature:
        """Sign the text of a note at a time, in seconds since 1970."""
        ...


@dataclass(frozen=True, slots=True)
class Answer:
    """What the witness says: the verdict, the sizes it is about, and if it confirmed, the lines to add.

    ``known`` is the size confirmed before. ``number`` is the row of the archive, 0 where nothing was kept.
    """

    verdict: Verdict
    origin: str = ""
    known: int = 0
    size: int = 0
    lines: str = ""
    number: int = 0
    detail: str = ""
    alarm: Verdict | None = None
    """What is wrong with the log, where the request proves or suggests it."""

    @property
    def status(self) -> int:
        """The status of C2SP tlog-witness."""
        return self.verdict.status

    @property
    def confirmed(self) -> bool:
        """Whether every check was passed."""
        return self.status == CONFIRMED

    @property
    def media_type(self) -> str:
        """The kind of `body`."""
        return SIZE_TYPE if self.verdict is Verdict.STALE else "text/plain"

    @property
    def body(self) -> str:
        """What goes back to the office: the lines, the size that is known, or sentences."""
        if self.confirmed:
            return self.lines
        if self.verdict is Verdict.STALE:
            return f"{self.known}\n"
        return f"{self.sentence('id')}\n{self.sentence('en')}\n"

    def sentence(self, language: Language) -> str:
        """What happened, for people."""
        return sentence(self.alarm or self.verdict, language, self.known, self.size, self.detail)


@dataclass(frozen=True, slots=True)
class Judged:
    """What `judge` found, and the earlier entry that a false request contradicts."""

    verdict: Verdict
    against: Entry | None = None
    detail: str = ""

    @property
    def alarm(self) -> Verdict | None:
        """What the request says against its log. One of an old size may still prove a fork."""
        if self.verdict.evidence:
            return self.verdict
        return Verdict.FORK if self.against is not None else None


class Witness:
    """One witness with its key and its archive. Safe under threads, and beside other processes."""

    def __init__(self, archive: Archive, signer: Cosigner, clock: Callable[[], datetime]) -> None:
        self._archive = archive
        self._signer = signer
        self._clock = clock

    @property
    def verifier(self) -> Verifier:
        """The public key under which this witness confirms."""
        return self._signer.verifier

    def now(self) -> datetime:
        """The time that a confirmation would state."""
        return self._clock()

    def look(self, data: bytes) -> Answer:
        """Check a request without confirming it. A refusal is kept as evidence all the same."""
        return self._decide(data, confirm=False)

    def confirm(self, data: bytes) -> Answer:
        """Check a request; where all is well, remember it, and only then sign."""
        return self._decide(data, confirm=True)

    def propose(self, data: bytes) -> Answer:
        """Check a request and keep it for a person to confirm; what was confirmed is signed at once."""
        answer = self.look(data)
        if not answer.confirmed:
            return answer
        with self._archive.writing() as book:
            latest = book.latest(answer.origin)
            if latest is None or latest.size != answer.size:
                book.wait(answer.origin, Waiting(self._clock(), data))
                return Answer(Verdict.WAITING, answer.origin, answer.known, answer.size)
        return self.confirm(data)

    def complete(self) -> int:
        """Sign what was written and not signed, because a process ended in between; return how many."""
        with self._archive.reading() as book:
            missing = book.unsigned()
        for entry in missing:
            self._sign(entry)
        return len(missing)

    def _decide(self, data: bytes, *, confirm: bool) -> Answer:
        try:
            request = Request.of(data)
        except RequestError as wrong:
            return Answer(Verdict.FORM, detail=str(wrong))
        with self._archive.writing() as book:
            entry, answer = self._transact(book, request, confirm=confirm)
        # The transaction is on the disk. Only now may anything be signed.
        if entry is None:
            return answer
        self._archive.mark(entry.number)
        return Answer(
            answer.verdict, answer.origin, answer.known, answer.size, self._sign(entry), entry.number
        )

    def _transact(self, book: Book, request: Request, *, confirm: bool) -> tuple[Entry | None, Answer]:
        """Judge and write. Gives the entry that may be signed, if there is one."""
        checkpoint = request.checkpoint
        latest = book.latest(checkpoint.origin)
        known = latest.size if latest else 0
        now = self._clock()
        judged = judge(book, request, self.verifier)
        if judged.verdict is Verdict.CONFIRMED and latest is not None and now < latest.at:
            judged = Judged(Verdict.CLOCK)
        verdict = judged.verdict
        answer = Answer(verdict, checkpoint.origin, known, checkpoint.size, detail=judged.detail)
        if verdict is Verdict.FORGOTTEN:
            book.retire(sentence(verdict, "en", known, checkpoint.size))
        if verdict is Verdict.CONFIRMED and confirm:
            keys = book.keys(checkpoint.origin)
            book.served(checkpoint.origin)
            return book.add(_entry(now, request, _by(request.note, keys))), answer
        if judged.alarm is not None:
            refused = _entry(now, request, request.note, refused=judged.alarm, against=judged.against)
            return None, replace(answer, number=book.add(refused).number, alarm=judged.alarm)
        return None, answer

    def _sign(self, entry: Entry) -> str:
        """Sign a row that is on the disk, with the time that stands in it: always the same line."""
        line = str(self._signer.sign(Note.of(entry.note).text, int(entry.at.timestamp())))
        with self._archive.writing() as book:
            book.sign(entry.number, line)
        return line


def _entry(
    at: datetime,
    request: Request,
    note: Note,
    *,
    refused: Verdict | None = None,
    against: Entry | None = None,
) -> Entry:
    checkpoint = request.checkpoint
    return Entry(
        at,
        checkpoint.origin,
        request.old,
        checkpoint.size,
        checkpoint.root,
        request.proof,
        str(note),
        refused=refused.code if refused else None,
        against=against.number if against else None,
    )


def judge(book: Book, request: Request, own: Verifier) -> Judged:
    """Every check on a request whose form is right, in the order of the protocol."""
    checkpoint = request.checkpoint
    keys = book.keys(checkpoint.origin)
    if not keys:
        return Judged(Verdict.UNKNOWN_LOG)
    try:
        request.note.verify(keys)
        ours = bool(_checked(request.note, own))
    except SignatureError as wrong:
        return Judged(Verdict.SIGNATURE, detail=str(wrong))
    if book.about("retired"):
        return Judged(Verdict.RETIRED)
    if request.old > checkpoint.size:
        return Judged(Verdict.OLD_TOO_LARGE)
    return _grown(book, request, ours=ours)


def _grown(book: Book, request: Request, *, ours: bool) -> Judged:
    """The checks that need the memory of the witness."""
    checkpoint = request.checkpoint
    latest = book.latest(checkpoint.origin)
    known = latest.size if latest else 0
    before = book.confirmed(checkpoint.origin, checkpoint.size)
    if before is not None and before.root != checkpoint.root:
        # Whatever the old size: two notes of one size with two roots are proof by themselves.
        fits = request.old == known == checkpoint.size
        return Judged(Verdict.FORK if fits else Verdict.STALE, against=before)
    if ours and before is None:
        return Judged(Verdict.FORGOTTEN)
    if request.old != known:
        return Judged(Verdict.STALE)
    if checkpoint.size == 0 and checkpoint.root != EMPTY_ROOT:
        return Judged(Verdict.EMPTY_ROOT)
    try:
        if latest is None or known == 0:
            _first_contact(request.proof)
        else:
            check_consistency(known, latest.root, checkpoint.size, checkpoint.root, request.proof)
    except ProofError as wrong:
        return Judged(Verdict.INCONSISTENT, against=latest, detail=str(wrong))
    return Judged(Verdict.CONFIRMED)


def _first_contact(proof: Sequence[bytes]) -> None:
    if proof:
        raise ProofError("from no entries on there is nothing to prove, so the proof has to be empty")


def _checked(note: Note, own: Verifier) -> list[int | None]:
    """Check the lines that claim to be ours: there may be none, but none may be wrong."""
    return [own.verify(note.text, signature.data) for signature in note.by(own)]


def _by(note: Note, keys: Iterable[Verifier]) -> Note:
    """The note with the signatures of these keys alone: nobody else's lines get into the archive."""
    return Note(note.text, tuple(signature for key in keys for signature in note.by(key)))
