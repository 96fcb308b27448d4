"""How an office seals its log, and three commissions confirm it: with its own clock, keys and witnesses.

It does by hand what the integrator and the signer do, so that an insider's tests can also do it wrongly:
sign what was never logged, cosign with a stolen key, stamp at another time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ppid.seal import folder as folders
from ppid.seal.archive import Archive
from ppid.seal.checkpoint import Checkpoint
from ppid.seal.leaf import Heads
from ppid.seal.ledger import Ledger, Note, Token
from ppid.seal.note import Kind, Signer, signature_of
from ppid.seal.note import Note as SignedNote
from ppid.seal.protocol import Request
from ppid.seal.stamping import note_body
from ppid.seal.tiles import TileReader, grown
from ppid.seal.tree import consistency_proof, leaf_hash, leaf_hashes, root_at, root_of
from ppid.seal.witness import Witness
from tests.seal.attacks.stamps import Stamper

ORIGIN = "ppid.example.go.id/log1"
WITNESSES = ("w0", "w1", "w2")
TSA = "bsre"
QUORUM = 2
OLD_KEY = Signer.from_seed(ORIGIN, Kind.NOTE, b"\1" * 32)
NEW_KEY = Signer.from_seed(ORIGIN, Kind.NOTE, b"\2" * 32)
INSIDERS_KEY = Signer.from_seed(ORIGIN, Kind.NOTE, b"\3" * 32)
"""A key of the insider's own under the name of the log; no policy knows it."""


@dataclass
class Commission:
    """One witness with its folder: what it does honestly, and its key for whoever steals it."""

    name: str
    witness: Witness
    archive: Archive
    key: Signer

    def confirm(self, request: Request) -> str:
        """The line it adds, as an honest witness."""
        answer = self.witness.confirm(str(request).encode())
        assert answer.status == 200, answer.sentence("en")
        return answer.lines

    def lines(self) -> list[str]:
        """Its archive, as commissions exchange it."""
        with self.archive.reading() as book:
            return [entry.line() for entry in book.entries()]


def make_commission(folder: Path, name: str, clock: Callable[[], datetime]) -> Commission:
    """Make a witness in ``folder`` that knows the log."""
    folders.create(folder, f"{name}.example.go.id/saksi", [OLD_KEY.verifier, NEW_KEY.verifier])
    witness, archive = folders.open_witness(folder, clock)
    key = Signer.of((folder / folders.KEY).read_text(encoding="utf-8").strip())
    return Commission(name, witness, archive, key)


@dataclass
class Office:
    """The sealing side of one installation. ``signers`` are the keys that sign now."""

    ledger: Ledger
    clock: Callable[[], datetime]
    commissions: Sequence[Commission]
    stamper: Stamper
    signers: list[Signer] = field(default_factory=lambda: [OLD_KEY])

    def checkpoint(self) -> Note:
        """Sign the log as it stands and keep the note with its tiles: the minute's checkpoint."""
        newest = self.ledger.newest()
        old, size = newest.size if newest else 0, self.ledger.size()
        tiles = grown(self.ledger.tile, old, leaf_hashes(list(self.ledger.leaves(old, size))))

        def fetch(level: int, n: int) -> bytes:
            return tiles.get((level, n)) or self.ledger.tile(level, n)

        text = Checkpoint(ORIGIN, size, root_at(TileReader(fetch).node, size)).text
        note = SignedNote(text, tuple(signer.sign(text) for signer in self.signers))
        kept = Note(size, str(note))
        self.ledger.save(tiles, kept)
        return kept

    def confirmed(self, note: Note, names: Iterable[str] = WITNESSES) -> Note:
        """Have commissions confirm a checkpoint, and keep their lines."""
        node = TileReader(self.ledger.tile).node
        signed = SignedNote.of(note.text)
        for commission in self.commissions:
            if commission.name not in names:
                continue
            with commission.archive.reading() as book:
                latest = book.latest(ORIGIN)
            old = latest.size if latest else 0
            checkpoint = Checkpoint.of(signed.text)
            steps = tuple(consistency_proof(node, old, note.size)) if old else ()
            plain = SignedNote(signed.text, signed.signatures[: len(self.signers)])
            line = commission.confirm(Request(old, steps, plain, checkpoint))
            signed = signed.signed(*map(signature_of, line.splitlines()))
        assert self.ledger.replace(note, str(signed))
        return Note(note.size, str(signed))

    def stamped(self, note: Note, at: datetime | None = None) -> None:
        """Have a checkpoint stamped by the authority of time."""
        reply = self.stamper.stamp(note_body(note.text), at or self.clock(), note.size)
        self.ledger.add_token(Token(note.size, TSA, reply))

    def heads(self) -> int:
        """Log the map of last versions."""
        covers = self.ledger.size()
        lines = sorted(head.line for head in self.ledger.heads(covers))
        root = root_of([leaf_hash(line) for line in lines]).hex()
        return self.ledger.add(Heads(len(lines), covers, root), self.clock())

    def seal(self) -> Note:
        """The daily seal: map of last versions, checkpoint, all commissions, time stamp."""
        self.heads()
        note = self.confirmed(self.checkpoint())
        self.stamped(note)
        return note


def policy_text(
    commissions: Sequence[Commission],
    stamper: Stamper,
    logs: Iterable[Signer] = (OLD_KEY, NEW_KEY),
    quorum: int = QUORUM,
) -> str:
    """The policy an auditor holds."""
    lines = [f"log {signer.verifier}" for signer in logs]
    lines += [f"witness {each.name} {each.key.verifier}" for each in commissions]
    lines += [f"group q {quorum} {' '.join(each.name for each in commissions)}", "quorum q"]
    lines += [f"# tsa {TSA} {stamper.pin}"]
    return "\n".join(lines) + "\n"


def notebook_of(note: Note) -> dict[str, dict[str, object]]:
    """What an auditor who saw this seal wrote down."""
    root = note.text.split("\n")[2]
    entry = {"size": note.size, "root": root, "note": note.text, "seen_at": "2026-06-10T00:00:00.000000Z"}
    return {ORIGIN: entry}


def write_archive(path: Path, lines: Sequence[str]) -> Path:
    """Write an archive as a file."""
    path.write_text("".join(lines), encoding="utf-8")
    assert all(json.loads(line) for line in lines)
    return path
