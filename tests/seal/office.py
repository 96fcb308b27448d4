"""An office with a log, as a witness sees it: leaves, signed checkpoints, proofs, and requests."""

from __future__ import annotations

from dataclasses import dataclass, field

from ppid.seal.checkpoint import Checkpoint
from ppid.seal.note import Kind, Note, Signature, Signer
from ppid.seal.protocol import Request
from ppid.seal.tree import consistency_proof, leaf_hash, node_hash, root_of

ORIGIN = "ppid.example.go.id/log1"


@dataclass
class Log:
    """A log in memory. ``fork`` gives one that agrees up to a size and differs after it."""

    signer: Signer = field(default_factory=lambda: Signer.from_seed(ORIGIN, Kind.NOTE, b"\1" * 32))
    leaves: list[bytes] = field(default_factory=list)

    @classmethod
    def of(cls, size: int) -> Log:
        """A log of so many entries."""
        return cls().grown(size)

    @property
    def vkey(self) -> str:
        """The public key."""
        return str(self.signer.verifier)

    def grown(self, size: int, word: str = "entry") -> Log:
        """This log with further entries, up to ``size``."""
        self.leaves += [f"{word} {n}".encode() for n in range(len(self.leaves), size)]
        return self

    def fork(self, at: int, size: int) -> Log:
        """A log of the same key that tells another story from entry ``at`` on."""
        return Log(self.signer, self.leaves[:at]).grown(size, "lie")

    def checkpoint(self, size: int) -> Checkpoint:
        """The state of the log at a size."""
        hashes = [leaf_hash(leaf) for leaf in self.leaves[:size]]
        return Checkpoint(self.signer.verifier.name, size, root_of(hashes))

    def note(self, size: int, *more: Signature) -> str:
        """The signed checkpoint of a size."""
        text = self.checkpoint(size).text
        return str(Note(text, (self.signer.sign(text), *more)))

    def prove(self, old: int, size: int) -> list[bytes]:
        """The proof that the log of ``size`` entries begins with that of ``old``."""

        def node(level: int, index: int) -> bytes:
            if level == 0:
                return leaf_hash(self.leaves[index])
            return node_hash(node(level - 1, 2 * index), node(level - 1, 2 * index + 1))

        return consistency_proof(node, old, size)

    def request(self, old: int, size: int, *more: Signature) -> bytes:
        """What the office asks of a witness that knows ``old`` entries."""
        note = Note.of(self.note(size, *more))
        return str(Request(old, tuple(self.prove(old, size)), note, self.checkpoint(size))).encode()
