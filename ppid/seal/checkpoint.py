"""Checkpoints (C2SP tlog-checkpoint): which log, how many entries, and the root over them. Pure.

What is signed is a text of three lines. The form allows more lines after them, which nobody can check; our
logs write none, and `Checkpoint.of` keeps what others wrote so that their notes are read as they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from ppid.seal.note import Note, NoteError, check_text
from ppid.seal.spelling import NUMBER_LIMIT, SealError, SpellingError, base64_of, bytes_of, number_of
from ppid.seal.tree import HASH_BYTES

_LINES = 3


class CheckpointError(SealError):
    """The text of a note is no checkpoint."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of one log: its origin, its size and its root."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lines = (self.origin, *self.extensions)
        if not all(lines) or any("\n" in line for line in lines):
            raise CheckpointError("a line of a checkpoint is empty or is more than one")
        if not 0 <= self.size < NUMBER_LIMIT or len(self.root) != HASH_BYTES:
            raise CheckpointError("a checkpoint has a size below 10^16 and a root of 32 bytes")

    @classmethod
    def of(cls, text: str) -> Checkpoint:
        """Read the text of a note; raise CheckpointError where it is no checkpoint."""
        lines = text.split("\n")
        if len(lines) <= _LINES or lines.pop():
            raise CheckpointError("a checkpoint has three lines: origin, size and root")
        origin, size, root, *extensions = lines
        try:
            check_text(text)
            number = number_of(size, "size of the checkpoint")
            digest = bytes_of(root, "root of the checkpoint", HASH_BYTES)
        except (SpellingError, NoteError) as error:
            raise CheckpointError(str(error)) from None
        return cls(origin, number, digest, tuple(extensions))

    @property
    def text(self) -> str:
        """What is signed and time-stamped: the lines, with the last newline."""
        return "\n".join((self.origin, str(self.size), base64_of(self.root), *self.extensions, ""))


def checkpoint_in(note: Note) -> Checkpoint:
    """Return the checkpoint that a note is about. It says nothing of the signatures."""
    return Checkpoint.of(note.text)
