"""What an office asks of a witness, and the one form in which it asks (C2SP tlog-witness). Pure.

The same text goes over HTTP and as a file on a stick: the size the witness last confirmed, the proof that
nothing before it was changed, an empty line, and the checkpoint with the signature of the log.
"""

from __future__ import annotations

from dataclasses import dataclass

from ppid.seal.checkpoint import Checkpoint, CheckpointError
from ppid.seal.note import Note, NoteError
from ppid.seal.spelling import SealError, SpellingError, base64_of, bytes_of, number_of, text_of
from ppid.seal.tree import HASH_BYTES

PATH = "/add-checkpoint"
REQUEST_TYPE = "text/plain"
SIZE_TYPE = "text/x.tlog.size"
MOST_HASHES = 63
MOST_BYTES = 256 * 1024
_OLD = "old "


class RequestError(SealError):
    """This is not a request as the protocol has it; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request: the old size, the proof from there, and the new checkpoint as a signed note."""

    old: int
    proof: tuple[bytes, ...]
    note: Note
    checkpoint: Checkpoint

    @classmethod
    def of(cls, data: bytes) -> Request:
        """Read a request. Raises RequestError."""
        if len(data) > MOST_BYTES:
            raise RequestError(f"the request is longer than {MOST_BYTES} bytes")
        try:
            head, parted, written = text_of(data, "request").partition("\n\n")
            first, *hashes = head.split("\n")
            if not parted or not first.startswith(_OLD):
                raise RequestError("a request begins with a line 'old' and ends its proof with an empty line")
            if len(hashes) > MOST_HASHES:
                raise RequestError(f"a proof has at most {MOST_HASHES} lines")
            old = number_of(first.removeprefix(_OLD), "old size")
            proof = tuple(bytes_of(line, "line of the proof", HASH_BYTES) for line in hashes)
            note = Note.of(written)
            return cls(old, proof, note, Checkpoint.of(note.text))
        except (SpellingError, NoteError, CheckpointError) as wrong:
            raise RequestError(str(wrong)) from None

    def __str__(self) -> str:
        """The request as it is sent."""
        return "\n".join((f"{_OLD}{self.old}", *map(base64_of, self.proof), "", str(self.note)))
