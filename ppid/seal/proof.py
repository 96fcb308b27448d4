"""Proofs that stand alone (C2SP tlog-proof): entry, way to the root, and the checkpoint with its signatures.

Whoever holds the entry, this text and a policy can check without asking anybody. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass

from ppid.seal.checkpoint import Checkpoint, checkpoint_in
from ppid.seal.note import MOST_BYTES, Note
from ppid.seal.spelling import SealError, SpellingError, base64_of, bytes_of, number_of, text_of
from ppid.seal.tree import HASH_BYTES, ProofError, check_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"
#: No tree is higher.
MOST_HASHES = 63

_EXTRA, _INDEX = "extra ", "index "


class ProofFormError(SealError):
    """This is no tlog-proof."""


@dataclass(frozen=True, slots=True)
class TlogProof:
    """A proof that the log of the checkpoint holds an entry at ``index``. Nothing vouches for ``extra``."""

    index: int
    hashes: tuple[bytes, ...]
    note: Note
    extra: bytes = b""

    @classmethod
    def of(cls, written: str | bytes) -> TlogProof:
        """Read a proof. Raises ProofFormError, or NoteError where its checkpoint is no signed note."""
        if len(written) > MOST_BYTES:
            raise ProofFormError(f"the proof is longer than {MOST_BYTES} bytes")
        try:
            text = written if isinstance(written, str) else text_of(written, "proof")
            head, _, note = text.partition("\n\n")
            index, hashes, extra = _head(head.split("\n"))
        except SpellingError as error:
            raise ProofFormError(str(error)) from None
        return cls(index, hashes, Note.of(note), extra)

    def __str__(self) -> str:
        """The proof as it is stored and sent."""
        extra = [_EXTRA + base64_of(self.extra)] if self.extra else []
        lines = [HEADER, *extra, f"{_INDEX}{self.index}", *map(base64_of, self.hashes)]
        return "\n".join(lines) + f"\n\n{self.note}"

    def check(self, hashed: bytes) -> Checkpoint:
        """Return the checkpoint whose tree holds this leaf hash at ``index``. It says nothing of signatures.

        Raises ProofError where the proof does not lead there, CheckpointError where there is no checkpoint.
        """
        checkpoint = checkpoint_in(self.note)
        check_inclusion(hashed, self.index, checkpoint.size, checkpoint.root, self.hashes)
        return checkpoint


def _head(lines: list[str]) -> tuple[int, tuple[bytes, ...], bytes]:
    if lines.pop(0) != HEADER:
        raise ProofFormError(f"a proof begins with the line {HEADER}")
    extra = b""
    if lines and lines[0].startswith(_EXTRA):
        extra = bytes_of(lines.pop(0).removeprefix(_EXTRA), "extra data")
        if not extra:
            raise ProofFormError("the line for extra data has none")
    if not lines or not lines[0].startswith(_INDEX):
        raise ProofFormError("the proof does not say the index of its entry")
    index = number_of(lines.pop(0).removeprefix(_INDEX), "index")
    if len(lines) > MOST_HASHES:
        raise ProofFormError(f"the proof has more than {MOST_HASHES} hashes")
    return index, tuple(bytes_of(line, "hash", HASH_BYTES) for line in lines), extra


__all__ = ["HEADER", "MOST_HASHES", "SUFFIX", "ProofError", "ProofFormError", "TlogProof"]
