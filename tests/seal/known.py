"""What tests of the sealed log share: the known answers, and a tree that is hashed as RFC 6962 writes it."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from ppid.seal.tiles import grown
from ppid.seal.tree import Nodes, pair_hashes

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "data" / "tlog-vectors.json").read_text(encoding="utf-8")
)


def hexes(texts: Sequence[str] | None) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts or ()]


def naive_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word and with nothing of ours."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def nodes_of(hashes: Sequence[bytes]) -> Nodes:
    """A reader of whole subtrees over leaf hashes in memory."""
    levels = [list(hashes)]
    while len(levels[-1]) > 1:
        levels.append(pair_hashes(levels[-1]))
    return lambda level, index: levels[level][index]


class Shelf:
    """Tiles in memory, and how often each was asked for."""

    def __init__(self) -> None:
        self.tiles: dict[tuple[int, int], bytes] = {}
        self.fetched: list[tuple[int, int]] = []
        self.size = 0

    def fetch(self, level: int, n: int) -> bytes:
        """Give a tile, or nothing where there is none."""
        self.fetched.append((level, n))
        return self.tiles.get((level, n), b"")

    def add(self, hashes: Sequence[bytes]) -> None:
        """Let the tree grow."""
        self.tiles.update(grown(self.fetch, self.size, hashes))
        self.size += len(hashes)
