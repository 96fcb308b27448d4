"""The sealed log as a folder of files that any web server can hand out: C2SP's layout of tiles. Incremental.

`checkpoint`, `tile/<level>/<n>` and `tile/entries/<n>`, so that others check the log with tools of their own.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from ppid.seal.checkpoint import checkpoint_in
from ppid.seal.ledger import Ledger
from ppid.seal.ledger import Note as Kept
from ppid.seal.note import Note
from ppid.seal.spelling import SealError
from ppid.seal.tiles import WIDTH, Tile, TileReader, bundle_of, tiles_of
from ppid.seal.tree import HASH_BYTES, root_at

CHECKPOINT = "checkpoint"


class StaticError(SealError):
    """The folder holds another log, or another history of this one."""


@dataclass(frozen=True, slots=True)
class Written:
    """How far the folder goes, and how many of its files are new."""

    size: int
    files: int


def write_static(ledger: Ledger, folder: Path) -> Written:
    """Bring the folder up to the newest checkpoint. Readers see the old one until all of the new is there.

    Raises StaticError where the folder is not the beginning of this log.
    """
    newest = ledger.newest()
    if newest is None:
        raise StaticError("there is no checkpoint yet")
    since = _size_in(ledger, folder, newest)
    files = 0
    for tile in tiles_of(newest.size, since):
        _put(folder / tile.path, _content(ledger, tile))
        files += 1
    _put(folder / CHECKPOINT, newest.text.encode())
    return Written(newest.size, files)


def _size_in(ledger: Ledger, folder: Path, newest: Kept) -> int:
    """How many entries the folder holds already."""
    path = folder / CHECKPOINT
    if not path.exists():
        return 0
    held, ours = (checkpoint_in(Note.of(text)) for text in (path.read_bytes(), newest.text))
    if held.origin != ours.origin or held.size > ours.size:
        raise StaticError(f"the folder holds {held.size} entries of {held.origin}, the log {ours.size}")
    if held.size and root_at(TileReader(ledger.tile).node, held.size) != held.root:
        raise StaticError(f"the folder and the log tell two histories of the first {held.size} entries")
    return held.size


def _content(ledger: Ledger, tile: Tile) -> bytes:
    start = tile.n * WIDTH
    if tile.level is None:
        return bundle_of(list(ledger.leaves(start, start + tile.width)))
    return ledger.tile(tile.level, tile.n)[: tile.width * HASH_BYTES]


def _put(path: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    with part.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


__all__ = ["StaticError", "Written", "write_static"]
