"""From leaves to a signed checkpoint: hashes, tiles, root, signature; tiles and checkpoint are kept together.

Hashes are always made from the bytes of the leaves. What is remembered from one round to the next is only the
right edge of the tree, and after any error not even that: everything is read from the database again. Two
integrators may work at once; who comes second finds the checkpoint there and starts again.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from itertools import islice

from ppid.database import ConflictError
from ppid.seal.checkpoint import Checkpoint, checkpoint_in
from ppid.seal.leaf import LeafError
from ppid.seal.ledger import Ledger, Note
from ppid.seal.note import Note as SignedNote
from ppid.seal.signing import RefusedError, Signing
from ppid.seal.spelling import SealError
from ppid.seal.tiles import TileReader, grown
from ppid.seal.tree import Frontier, Nodes, consistency_proof, frontier_at, leaf_hashes, root_at

#: Entries taken in with one checkpoint, so that memory stays bounded while a long log is sealed at first.
MOST_AT_ONCE = 65_536
_HASHED_AT_ONCE = 8192
_TRIES = 20
RUNBOOK = "docs/operations/restored.md"


class RestoredError(Exception):
    """The log is not the one that was signed: shorter, other, or under another name. Nothing may go on."""


@dataclass
class _Growth:
    """A tree that grew in memory: its edge, and the tiles that changed."""

    edge: Frontier
    tiles: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def nodes(self, ledger: Ledger) -> Nodes:
        """The hashes of its whole subtrees."""
        return TileReader(lambda level, n: self.tiles.get((level, n)) or ledger.tile(level, n)).node

    def grow(self, ledger: Ledger, end: int) -> None:
        """Take in the entries up to ``end``, from their bytes."""
        leaves = ledger.leaves(self.edge.size, end)
        while hashes := leaf_hashes(islice(leaves, _HASHED_AT_ONCE)):
            changed = grown(
                lambda level, n: self.tiles.get((level, n)) or ledger.tile(level, n), self.edge.size, hashes
            )
            self.tiles |= changed
            self.edge.extend(hashes)


class Integrator:
    """Takes entries into the tree and has the tree signed. One for each process that seals."""

    def __init__(self, ledger: Ledger, signing: Signing) -> None:
        self.ledger = ledger
        self.signing = signing
        self._lock = threading.Lock()
        self._edge: Frontier | None = None

    def integrate(self) -> Note | None:
        """Bring the checkpoints up to the newest entry; return the newest one, None while nothing is to do.

        Raises RestoredError, RefusedError, SignerAwayError, StoreUnavailableError, SealError; whatever it
        is, the next call begins by reading everything anew.
        """
        with self._lock:
            made = None
            try:
                for _ in range(_TRIES):
                    note, more = self._round()
                    made = note or made
                    if not more:
                        return made
            except BaseException:
                self._edge = None
                raise
            return made

    def _round(self) -> tuple[Note | None, bool]:
        """Make one checkpoint; return it, and whether there is more to do."""
        ledger = self.ledger
        newest = ledger.newest()  # before the size, which only grows
        base = newest.size if newest else 0
        size = ledger.size()
        if size == base:
            return None, False
        growth = self._grown_from(newest)
        state = self.signing.state()
        _check_same_log(ledger, state.origin)
        if (signed := max(state.size, base)) > size:
            size = ledger.size()  # somebody may have recorded and sealed just now
            if signed > size:
                raise _shorter(size, signed)
        # A signature that was given, and not kept because we were killed, may lie beyond the next checkpoint.
        end = min(size, max(base + MOST_AT_ONCE, state.size))
        growth.grow(ledger, end)
        nodes = growth.nodes(ledger)
        proof = consistency_proof(nodes, state.size, end) if 0 < state.size < end else []
        checkpoint = Checkpoint(state.origin, end, growth.edge.root())
        try:
            note = Note(end, str(self.signing.sign(checkpoint, proof)))
            ledger.save(growth.tiles, note)
        except RefusedError:
            if self.signing.state() == state:
                raise
            self._edge = None  # somebody was faster, and with more entries
            return None, True
        except ConflictError:  # somebody was faster
            self._edge = None
            return None, True
        self._edge = growth.edge
        return note, end < size

    def _grown_from(self, newest: Note | None) -> _Growth:
        """The tree of the newest checkpoint, ready to grow: from memory, from tiles, or from the leaves."""
        if newest is None:
            return _Growth(Frontier())
        edge = self._edge
        if edge is not None and edge.size == newest.size:
            return _Growth(Frontier(edge.size, edge.peaks))
        return _stored(self.ledger, newest)


def check_start(ledger: Ledger, signing: Signing) -> None:
    """Insist that the log holds what the signer signed last. Raises RestoredError, SignerAwayError."""
    state = signing.state()
    _check_same_log(ledger, state.origin)
    size = ledger.size()
    newest = ledger.newest()
    longest = max(state.size, newest.size if newest else 0)
    if size < longest:
        raise _shorter(size, longest)
    if not state.size:
        return
    # From the last checkpoint that the signature does not lie before, so that little is hashed.
    growth = _stored(ledger, newest) if newest else _Growth(Frontier())
    if growth.edge.size < state.size:
        growth.grow(ledger, state.size)
    if root_at(growth.nodes(ledger), state.size) != state.root:
        raise RestoredError(
            f"The first {state.size} entries of the log are not those that were signed. Was it restored from "
            f"a backup, or changed? Nothing is signed until a person decides: see {RUNBOOK}."
        )


def _stored(ledger: Ledger, newest: Note) -> _Growth:
    """The tree of a checkpoint from its tiles; where they do not give its root, from the leaves again."""
    said = checkpoint_in(SignedNote.of(newest.text))
    try:
        edge = frontier_at(TileReader(ledger.tile).node, newest.size)
    except SealError:  # a tile is missing or cut
        edge = Frontier()
    if edge.size == newest.size and edge.root() == said.root:
        return _Growth(edge)
    growth = _Growth(Frontier())
    try:
        growth.grow(ledger, newest.size)
    except LeafError:
        raise _shorter(ledger.size(), newest.size) from None
    if growth.edge.root() != said.root:
        raise RestoredError(
            f"The entries of the log do not give its checkpoint of {newest.size} entries: something was "
            f"changed. Nothing is signed until a person decides: see {RUNBOOK}."
        )
    return growth  # its tiles are written anew with the next checkpoint


def _check_same_log(ledger: Ledger, origin: str) -> None:
    if (ours := ledger.origin()) != origin:
        raise RestoredError(
            f"This is the log {ours}, but the signer signs for {origin}. Name the signer's folder or socket "
            f"that belongs to it; if one of them was restored from a backup, see {RUNBOOK}."
        )


def _shorter(size: int, signed: int) -> RestoredError:
    return RestoredError(
        f"The log has {size} entries, but {signed} were signed. Was it restored from a backup? "
        f"Nothing is signed until a person decides: see {RUNBOOK}."
    )
