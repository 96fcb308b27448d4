"""Tiles: the hashes of the tree in pieces of 256, as C2SP's tlog-tiles stores and serves them. Pure.

Tile (L, N) holds the hashes (8 L, 256 N) to (8 L, 256 N + 255) of `tree`; the levels between two levels of
tiles are hashed again when they are needed. The rightmost tile of each level is partial and grows. Entry
bundles hold the entries themselves, in the same pieces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from ppid.seal.spelling import SealError
from ppid.seal.tree import HASH_BYTES, pair_hashes

HEIGHT = 8
WIDTH = 1 << HEIGHT
TILE_BYTES = WIDTH * HASH_BYTES
ENTRY_LIMIT = 1 << 16
#: Tiles that a reader keeps, at 16 KB each.
KEPT_TILES = 512

#: Reads what is stored of tile (level, n); empty where there is none.
Fetch: TypeAlias = Callable[[int, int], bytes]
Tiles: TypeAlias = Mapping[tuple[int, int], bytes]

_PATH = re.compile(
    r"tile/(?P<level>entries|[0-9]|[1-5][0-9]|6[0-3])/(?P<n>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)
_MOST_ELEMENTS = 6


class TileError(SealError):
    """A tile, a bundle or the name of one is not as it must be."""


class Tile(NamedTuple):
    """One tile of hashes by its place, or one bundle of entries where ``level`` is None."""

    level: int | None
    n: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it is served and exported, such as ``tile/0/x001/x234/067`` or ``tile/1/000.p/17``."""
        number = str(self.n)
        number = number.zfill(-(-len(number) // 3) * 3)
        *thousands, last = [number[at : at + 3] for at in range(0, len(number), 3)]
        folder = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return "/".join(["tile", folder, *(f"x{part}" for part in thousands), last]) + partial


def tile_at(path: str) -> Tile:
    """Return the tile or bundle that ``path`` names; raise TileError where it names none."""
    found = _PATH.fullmatch(path)
    parts = found["n"].split("/") if found else []
    if not found or len(parts) > _MOST_ELEMENTS:
        raise TileError("this is not the path of a tile")
    level = None if found["level"] == "entries" else int(found["level"])
    tile = Tile(level, int("".join(part[-3:] for part in parts)), int(found["width"] or WIDTH))
    if tile.path != path or tile.width > WIDTH:
        raise TileError("this is not the path of a tile in its one spelling")
    return tile


def tiles_of(size: int, since: int = 0) -> Iterator[Tile]:
    """Every tile and bundle of the tree of ``size`` entries that the tree of ``since`` did not have as it is.

    Bundles come first, then the tiles from the lowest level up, as a reader needs them.
    """
    for level in (None, *range(HEIGHT)):
        height = HEIGHT * (level or 0)
        count, old = size >> height, since >> height
        if not count:
            return
        for n in range(old // WIDTH, -(-count // WIDTH)):
            tile = Tile(level, n, min(WIDTH, count - n * WIDTH))
            if n * WIDTH + tile.width > old:
                yield tile


def bundle_of(leaves: Sequence[bytes]) -> bytes:
    """Return the entry bundle of up to 256 entries, each behind its length in two bytes."""
    if not 0 < len(leaves) <= WIDTH:
        raise TileError(f"a bundle holds 1 to {WIDTH} entries, not {len(leaves)}")
    if any(len(leaf) >= ENTRY_LIMIT for leaf in leaves):
        raise TileError(f"an entry is longer than {ENTRY_LIMIT - 1} bytes")
    return b"".join([len(leaf).to_bytes(2, "big") + leaf for leaf in leaves])


def entries_of(bundle: bytes) -> list[bytes]:
    """Return the entries in a bundle."""
    entries, at = [], 0
    while at < len(bundle):
        start = at + 2
        at = start + int.from_bytes(bundle[at:start], "big")
        entries.append(bundle[start:at])
    if at != len(bundle) or not 0 < len(entries) <= WIDTH:
        raise TileError("the entry bundle is cut or too long")
    return entries


def hashes_in(tile: bytes) -> list[bytes]:
    """Return the hashes in a tile."""
    if not tile or len(tile) % HASH_BYTES or len(tile) > TILE_BYTES:
        raise TileError(f"a tile of {len(tile)} bytes cannot be")
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]


def grown(fetch: Fetch, size: int, hashes: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """Return every tile that changes when these leaf hashes follow a tree of ``size`` entries, as it is then.

    Only the rightmost tile of each level is read. Raises TileError where it is shorter than ``size`` needs;
    what it holds beyond that is left over from a batch that was not finished, and written anew.
    """
    changed: dict[tuple[int, int], bytes] = {}
    level, row = 0, list(hashes)
    while row:
        n, width = divmod(size, WIDTH)
        if width:
            row = hashes_in(_stored(fetch, level, n, width)) + row
        full = len(row) - len(row) % WIDTH
        for start in range(0, len(row), WIDTH):
            changed[level, n + start // WIDTH] = b"".join(row[start : start + WIDTH])
        above = row[:full]
        for _ in range(HEIGHT):
            above = pair_hashes(above)
        level, size, row = level + 1, size >> HEIGHT, above
    return changed


def _stored(fetch: Fetch, level: int, n: int, width: int) -> bytes:
    stored = fetch(level, n)
    if len(stored) < width * HASH_BYTES:
        raise TileError(
            f"{Tile(level, n, width).path} holds {len(stored)} bytes, and {width * HASH_BYTES} are needed"
        )
    return stored[: width * HASH_BYTES]


class TileReader:
    """Reads the hash of any whole subtree from tiles; `node` is what the proofs of `tree` ask for.

    It keeps all levels of the tiles it read last; the ninth is the lowest of the tile above. Hashes are only
    ever added to a tile, so that what it keeps stays right while the log grows. After an error of the
    database a reader is thrown away.
    """

    def __init__(self, fetch: Fetch, keep: int = KEPT_TILES) -> None:
        self._fetch = fetch
        self._keep = keep
        self._levels: dict[tuple[int, int], list[list[bytes]]] = {}

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of the whole subtree (level, index); raise TileError where no tile holds it."""
        within = level & 7
        n, at = index >> (HEIGHT - within), index & (WIDTH - 1 >> within)
        key = (level >> 3, n)
        levels = self._levels.get(key)
        if levels is None or at >= len(levels[within]):
            levels = self._read(key)
            if at >= len(levels[within]):
                raise TileError(f"{Tile(*key).path} is too short to hold the hash {index} of level {level}")
        return levels[within][at]

    def _read(self, key: tuple[int, int]) -> list[list[bytes]]:
        stored = self._fetch(*key)
        if not stored:
            raise TileError(f"{Tile(*key).path} is missing")
        levels = [hashes_in(stored)]
        for _ in range(HEIGHT - 1):
            levels.append(pair_hashes(levels[-1]))
        self._levels.pop(key, None)
        if len(self._levels) >= self._keep:
            del self._levels[next(iter(self._levels))]
        self._levels[key] = levels
        return levels
