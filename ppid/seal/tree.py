"""The Merkle tree of RFC 6962: hashes, roots, proofs that an entry is in it and that it only grew. Pure.

Whole subtrees are named by (level, index): the hash at (l, i) covers the entries from i * 2^l up to, and
without, (i + 1) * 2^l. Proofs read such hashes through a function, so that they work alike on a list in
memory, on tiles in a database and on files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import TypeAlias

from ppid.seal.spelling import SealError

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()

#: Reads the hash of a whole subtree by level and index.
Nodes: TypeAlias = Callable[[int, int], bytes]
Proof: TypeAlias = Sequence[bytes]

_LEAF, _NODE = b"\x00", b"\x01"


class TreeError(SealError):
    """A proof was asked for that cannot exist, such as one for an entry beyond the end."""


class ProofError(SealError):
    """A proof does not show what it claims to show."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of one entry."""
    return sha256(_LEAF + leaf).digest()


def leaf_hashes(leaves: Iterable[bytes]) -> list[bytes]:
    """Return the hash of each entry, for many at once."""
    return [sha256(b"\x00" + leaf).digest() for leaf in leaves]


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees that stand side by side."""
    return sha256(_NODE + left + right).digest()


def pair_hashes(hashes: Iterable[bytes]) -> list[bytes]:
    """Return the level above: one hash for every two. An odd last one is left out."""
    row = iter(hashes)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(row, row, strict=False)]


class Frontier:
    """The right edge of a growing tree: all that is needed to go on, and to know the root.

    It keeps one hash for each power of two in its size, the hashes of RFC 6962's whole subtrees from the
    largest, leftmost one to the smallest.
    """

    __slots__ = ("_peaks", "_size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Go on from a tree of ``size`` entries; ``peaks`` are its whole subtrees, largest first."""
        levels = [level for level in range(size.bit_length()) if size >> level & 1]
        if size < 0 or len(levels) != len(peaks) or any(len(peak) != HASH_BYTES for peak in peaks):
            raise TreeError(f"{len(peaks)} hashes are not the right edge of a tree of {size} entries")
        self._size = size
        self._peaks = dict(zip(levels, reversed(peaks), strict=True))

    @property
    def size(self) -> int:
        """How many entries the tree has."""
        return self._size

    @property
    def peaks(self) -> tuple[bytes, ...]:
        """The hashes of its whole subtrees, largest first."""
        return tuple(self._peaks[level] for level in sorted(self._peaks, reverse=True))

    def append(self, hashed: bytes) -> None:
        """Add one entry by its leaf hash."""
        level = 0
        while (left := self._peaks.pop(level, None)) is not None:
            hashed = node_hash(left, hashed)
            level += 1
        self._peaks[level] = hashed
        self._size += 1

    def extend(self, hashes: Iterable[bytes]) -> None:
        """Add many entries by their leaf hashes, level by level."""
        row = list(hashes)
        self._size += len(row)
        level = 0
        while row:
            left = self._peaks.pop(level, None)
            if left is not None:
                row.insert(0, left)
            if len(row) & 1:
                self._peaks[level] = row.pop()
            row = pair_hashes(row)
            level += 1

    def root(self) -> bytes:
        """Return the root of the tree as it stands."""
        return _fold(self.peaks)


def root_of(hashes: Iterable[bytes]) -> bytes:
    """Return the root of the tree over these leaf hashes."""
    frontier = Frontier()
    frontier.extend(hashes)
    return frontier.root()


def _fold(peaks: Sequence[bytes]) -> bytes:
    """The root over whole subtrees that stand side by side, largest first."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = sha256(b"\x01" + peak + root).digest()
    return root


def edge_of(nodes: Nodes, start: int, end: int) -> list[bytes]:
    """Return the hashes of the whole subtrees that cover the entries [start, end), largest first.

    ``start`` is a multiple of the smallest power of two that is not below ``end - start``, as in every
    range that RFC 6962 hashes.
    """
    if not 0 <= start <= end or start & ((1 << max(end - start - 1, 0).bit_length()) - 1):
        raise TreeError(f"the entries from {start} to {end} are no subtree")
    edge, left = [], end - start
    while left:
        level = left.bit_length() - 1
        edge.append(nodes(level, start >> level))
        start += 1 << level
        left -= 1 << level
    return edge


def root_at(nodes: Nodes, size: int, start: int = 0) -> bytes:
    """Return the root that the tree had at ``size`` entries, or of its subtree over [start, size)."""
    return _fold(edge_of(nodes, start, size))


def frontier_at(nodes: Nodes, size: int) -> Frontier:
    """Return the right edge that the tree had at ``size`` entries."""
    return Frontier(size, edge_of(nodes, 0, size))


def inclusion_proof(nodes: Nodes, index: int, size: int, start: int = 0) -> list[bytes]:
    """Prove that entry ``index`` is in the tree of ``size`` entries, or in its subtree over [start, size)."""
    if not start <= index < size:
        raise TreeError(f"a tree of {size} entries has no entry {index}")
    return _climb(nodes, (start, index, size - 1), 0, size)


def consistency_proof(nodes: Nodes, old: int, size: int, start: int = 0) -> list[bytes]:
    """Prove that the tree of ``old`` entries is the beginning of the tree of ``size`` entries.

    With ``start`` it proves that the subtree over [start, old) is a part of the tree. From no entries at all
    there is nothing to prove, so that the proof is empty.
    """
    if not 0 <= start <= old <= size:
        raise TreeError(f"a tree of {size} entries did not grow from one of {old}")
    if start == old or (start == 0 and old == size):
        return []
    first, last, end, level = start, old - 1, size - 1, 0
    while first != last and (last & 1 or last == end):
        first, last, end, level = first >> 1, last >> 1, end >> 1, level + 1
    known = [] if first == last else [nodes(level, last)]
    return known + _climb(nodes, (0, last, end), level, size)


def _climb(nodes: Nodes, place: tuple[int, int, int], level: int, size: int) -> list[bytes]:
    """The siblings from a node up to the root of the subtree from ``first`` to ``end``.

    Every sibling is a whole subtree but at most one: the one that ends with the tree, at its right edge.
    """
    first, node, end = place
    proof = []
    while first != end:
        sibling = node ^ 1
        if sibling < end:
            proof.append(nodes(level, sibling))
        elif sibling == end:
            proof.append(root_at(nodes, size, sibling << level))
        first, node, end, level = first >> 1, node >> 1, end >> 1, level + 1
    return proof


def root_from_inclusion(hashed: bytes, index: int, size: int, proof: Proof) -> bytes:
    """Return the root of the only tree of ``size`` entries in which the proof puts this hash at ``index``.

    Raises ProofError where the proof has not the length that this place in the tree needs.
    """
    if not 0 <= index < size:
        raise ProofError(f"a tree of {size} entries has no entry {index}")
    return _roots(hashed, proof, index, size - 1)[1]


def check_inclusion(hashed: bytes, index: int, size: int, root: bytes, proof: Proof) -> None:
    """Raise ProofError unless the proof puts this hash at ``index`` of the tree of this size and root."""
    if root_from_inclusion(hashed, index, size, proof) != root:
        raise ProofError(f"the proof of entry {index} does not lead to the root of {size} entries")


def check_consistency(old: int, old_root: bytes, size: int, root: bytes, proof: Proof) -> None:
    """Raise ProofError unless the proof shows that the tree ``old`` is the beginning of the tree ``size``.

    A tree of no entries is the beginning of every tree and proves nothing, so it is refused here; who
    accepts a first checkpoint decides that himself.
    """
    if not 0 < old <= size:
        raise ProofError(f"nothing shows that a tree of {size} entries grew from one of {old}")
    if old == size:
        if proof or old_root != root:
            raise ProofError(f"the trees of {size} entries have two roots, or a proof that none needs")
        return
    node, end = old - 1, size - 1
    while node & 1:
        node, end = node >> 1, end >> 1
    steps = list(proof)
    if node and not steps:
        raise ProofError("the proof is too short")
    start = steps.pop(0) if node else old_root
    before, after = _roots(start, steps, node, end)
    if before != old_root:
        raise ProofError(f"the proof does not lead to the root of {old} entries")
    if after != root:
        raise ProofError(f"the proof does not lead to the root of {size} entries")


def _roots(start: bytes, steps: Proof, node: int, end: int) -> tuple[bytes, bytes]:
    """Climb from a node at its level to the top: the roots without and with what stands right of it."""
    if any(len(step) != HASH_BYTES for step in (start, *steps)):
        raise ProofError("a hash in the proof is not 32 bytes long")
    before = after = start
    for step in steps:
        if not end:
            raise ProofError("the proof is too long")
        if node & 1 or node == end:
            before, after = node_hash(step, before), node_hash(step, after)
            while node and not node & 1:
                node, end = node >> 1, end >> 1
        else:
            after = node_hash(after, step)
        node, end = node >> 1, end >> 1
    if end:
        raise ProofError("the proof is too short")
    return before, after
