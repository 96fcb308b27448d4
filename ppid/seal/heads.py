"""The map of heads: the last version of every stream, so that nobody can hold back the end of a case.

One line for each stream, ``<stream> <version> <entry>``, sorted by bytes, under a Merkle tree of its own. Its
root stands in an entry of the log each day. A line with its proof says: up to entry ``covers``, the log holds
exactly this many entries of this stream.
"""

from __future__ import annotations

import json
import threading
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ppid.seal.leaf import Heads, recorded_at_of
from ppid.seal.ledger import Head, Ledger
from ppid.seal.tree import inclusion_proof, leaf_hashes, pair_hashes, root_at

_KEPT = 2


class HeadsMap:
    """The map of heads among the first ``covers`` entries. Frozen once made."""

    def __init__(self, covers: int, heads: Iterable[Head]) -> None:
        self.covers = covers
        self.lines = sorted(head.line for head in heads)
        self._levels = [leaf_hashes(self.lines)]
        while len(self._levels[-1]) > 1:
            self._levels.append(pair_hashes(self._levels[-1]))

    @property
    def root(self) -> bytes:
        """The root over the lines."""
        return root_at(self._node, len(self.lines))

    @property
    def entry(self) -> Heads:
        """The entry that says so in the log."""
        return Heads(len(self.lines), self.covers, self.root.hex())

    def proof(self, stream: str) -> HeadProof | None:
        """The line of a stream, with the proof that it is in the map; None where the map does not know it."""
        position = bisect_left(self.lines, f"{stream} ".encode())
        if position == len(self.lines) or not self.lines[position].startswith(f"{stream} ".encode()):
            return None
        proof = inclusion_proof(self._node, position, len(self.lines))
        return HeadProof(stream, self.lines[position], position, tuple(proof))

    def _node(self, level: int, index: int) -> bytes:
        return self._levels[level][index]


@dataclass(frozen=True, slots=True)
class HeadProof:
    """The line of one stream in a map, with its newline, its position, and the proof that it stands there."""

    stream: str
    line: bytes
    position: int
    proof: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class HeadsEntry:
    """An entry of the log that states a map of heads."""

    index: int
    line: bytes
    covers: int
    count: int
    root: bytes
    recorded_at: datetime


class HeadsBook:
    """The maps of a log, by the entries that state them. Keeps those it made last; thread-safe."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._maps: dict[int, HeadsMap] = {}

    def entries(self) -> list[HeadsEntry]:
        """The entries that state a map, oldest first."""
        return [_entry(index, line) for index, line in self._ledger.entries("heads")]

    def newest(self, below: int | None = None) -> HeadsEntry | None:
        """The newest of them; with ``below``, the newest that a checkpoint of that size covers."""
        found = [entry for entry in self.entries() if below is None or entry.index < below]
        return found[-1] if found else None

    def map_of(self, covers: int) -> HeadsMap:
        """The map among the first ``covers`` entries."""
        with self._lock:
            found = self._maps.get(covers)
            if found is None:
                found = HeadsMap(covers, self._ledger.heads(covers))
                if len(self._maps) >= _KEPT:
                    del self._maps[next(iter(self._maps))]
                self._maps[covers] = found
            return found

    def record(self, at: datetime) -> int:
        """Add the entry for all that is in the log now; return its index."""
        covers = self._ledger.size()
        # Not kept: whoever seals needs no proofs, and the map of a large log takes memory.
        return self._ledger.add(HeadsMap(covers, self._ledger.heads(covers)).entry, at)


def _entry(index: int, line: bytes) -> HeadsEntry:
    told = json.loads(line)
    at = datetime.fromisoformat(recorded_at_of(line))
    return HeadsEntry(index, line, told["covers"], told["count"], bytes.fromhex(told["root"]), at)
