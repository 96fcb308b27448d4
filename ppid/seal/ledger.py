"""What the sealed log keeps beside the events: leaves, tiles, checkpoints, tokens. On either database.

Leaves are written by ``ppid.log`` in the transaction of their event; everything else is written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ppid.database import Connection, Database
from ppid.database.common import ConflictError
from ppid.seal.leaf import (
    Entry,
    Erasure,
    LeafError,
    entry_line,
    fill,
    instant,
    kind_of,
    log_of,
    recorded_at_of,
)

_PAGE = 2000
_LAST = "SELECT leaf_index, leaf FROM log_leaf ORDER BY leaf_index DESC LIMIT 1"
_LEAVES = "SELECT leaf_index, leaf FROM log_leaf WHERE leaf_index >= ? AND leaf_index < ? ORDER BY leaf_index"
_OF_STREAM = """
    SELECT l.leaf_index, e.originator_version, e.topic, l.leaf, l.salt, e.state
    FROM event e JOIN log_leaf l
        ON l.originator_id = e.originator_id AND l.originator_version = e.originator_version
    WHERE e.originator_id = ? ORDER BY e.originator_version
"""
_FIRST_OF_STREAM = _OF_STREAM + " LIMIT 1"
_ENTRY = """
    SELECT l.leaf, e.originator_version, e.topic, l.salt, e.state
    FROM log_leaf l LEFT JOIN event e
        ON e.originator_id = l.originator_id AND e.originator_version = l.originator_version
    WHERE l.leaf_index = ?
"""
_SOME = "SELECT leaf_index, leaf FROM log_leaf WHERE leaf_index IN "
_ENTRIES = "SELECT leaf_index, leaf FROM log_leaf WHERE originator_id IS NULL ORDER BY leaf_index"
_HEADS = """
    SELECT originator_id, max(originator_version), max(leaf_index) FROM log_leaf
    WHERE originator_id IS NOT NULL AND leaf_index < ? GROUP BY originator_id
"""
_SAVE_TILE = (
    "INSERT INTO log_tile VALUES (?, ?, ?) ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes "
    "WHERE length(excluded.hashes) >= length(log_tile.hashes)"  # tiles grow; who comes second may hold less
)
_ADD_NOTE = "INSERT INTO log_checkpoint VALUES (?, ?)"
_SET_NOTE = "UPDATE log_checkpoint SET note = ? WHERE size = ? AND note = ?"
_NEWEST = "SELECT size, note FROM log_checkpoint ORDER BY size DESC LIMIT 1"
_COVERING = "SELECT size, note FROM log_checkpoint WHERE size > ? ORDER BY size LIMIT 1"
_NOTES = "SELECT size, note FROM log_checkpoint WHERE size >= ? AND size <= ? ORDER BY size"


@dataclass(frozen=True, slots=True)
class Leaf:
    """The leaf of one event with what opens it; ``salt`` is None once the content was erased."""

    index: int
    version: int
    topic: str
    line: bytes
    salt: bytes | None
    state: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint as it is kept: the size it is of, and the signed note."""

    size: int
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A time stamp over the checkpoint of ``size``, by the authority ``tsa``: an RFC 3161 reply in DER."""

    size: int
    tsa: str
    reply: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The last version of a stream, and the entry that holds it."""

    stream: str
    version: int
    index: int

    @property
    def line(self) -> bytes:
        """Its line in the map of heads."""
        return f"{self.stream} {self.version} {self.index}\n".encode("ascii")


class Ledger:
    """The sealed log's own tables. Thread-safe; connects at first use."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, schema="ppid_log")

    def close(self) -> None:
        """Give every connection back."""
        self.database.close()

    # Leaves --------------------------------------------------------------------------------------------

    def origin(self) -> str:
        """The name of the log, as its first entry says it. Raises ``LeafError`` when there is none."""
        rows = self.database.query(_LEAVES, (0, 1))
        if not rows:
            raise LeafError("The sealed log has not begun.")
        return log_of(bytes(rows[0][1]))

    def size(self) -> int:
        """How many entries there are."""
        rows = self.database.query(_LAST)
        return int(rows[0][0]) + 1 if rows else 0

    def last_at(self) -> datetime | None:
        """When the newest entry was recorded."""
        rows = self.database.query(_LAST)
        return datetime.fromisoformat(recorded_at_of(bytes(rows[0][1]))) if rows else None

    def recorded_at(self, index: int) -> datetime | None:
        """When an entry was recorded; None where there is none."""
        rows = self.database.query(_LEAVES, (index, index + 1))
        return datetime.fromisoformat(recorded_at_of(bytes(rows[0][1]))) if rows else None

    def leaves(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the lines of the entries ``[start, end)``; no transaction stays open between pages."""
        while start < end:
            rows = self.database.query(_LEAVES, (start, min(end, start + _PAGE)))
            if not rows or rows[0][0] != start or rows[-1][0] != start + len(rows) - 1:
                raise LeafError(f"Entry {start} of the sealed log, or one soon after it, is missing.")
            yield from (bytes(line) for _, line in rows)
            start += len(rows)

    def leaves_of(self, stream: str) -> list[Leaf]:
        """The leaves of one stream with what opens them, in order."""
        return [_leaf_of(*row) for row in self.database.query(_OF_STREAM, (stream,))]

    def first_leaf(self, stream: str) -> Leaf | None:
        """The leaf that a stream begins with; None where nothing was recorded."""
        rows = self.database.query(_FIRST_OF_STREAM, (stream,))
        return _leaf_of(*rows[0]) if rows else None

    def entry(self, index: int) -> tuple[bytes, Leaf | None] | None:
        """The line of an entry, and the event with it where there is one; None where the log ends before."""
        rows = self.database.query(_ENTRY, (index,))
        if not rows:
            return None
        line, version, topic, salt, state = rows[0]
        kept = None if version is None else _leaf_of(index, version, topic, line, salt, state)
        return bytes(line), kept

    def lines(self, indexes: Sequence[int]) -> dict[int, bytes]:
        """The lines of some entries, by their indexes; what is not there is absent."""
        if not indexes:
            return {}
        marks = ", ".join("?" * len(indexes))
        rows = self.database.query(_SOME + f"({marks})", indexes)
        return {int(index): bytes(line) for index, line in rows}

    def entries(self, kind: str = "") -> list[tuple[int, bytes]]:
        """The entries that are no events (of one kind), with their indexes. There are few.

        A line that was altered until it is none is of no kind; the check of the log finds it.
        """
        rows = [(int(index), bytes(line)) for index, line in self.database.query(_ENTRIES)]
        return [row for row in rows if not kind or _is(kind, row[1])]

    def heads(self, covers: int) -> list[Head]:
        """The last version of every stream among the first ``covers`` entries, in no order."""
        return [Head(str(s), int(v), int(i)) for s, v, i in self.database.query(_HEADS, (covers,))]

    def add(self, entry: Entry, at: datetime) -> int:
        """Add an entry that is no event; return its index."""
        line = entry_line(entry)
        with self.database.transaction() as c:
            if c.kind == "postgresql":
                return int(
                    c.execute("SELECT ppid_log.record_entry(?, ?::timestamptz)", (line, at.isoformat()))[0][0]
                )
            return _add_entry(c, line, at)

    def erase(self, order: Erasure, remainders: Sequence[bytes], at: datetime) -> int:
        """Add an order of erasure and put what remains in the place of each content; return its index.

        ``remainders`` stand in the order of ``order.targets`` and hash to ``order.remainders``.
        Raises ``ConflictError`` when one of the contents was erased before.
        """
        line = entry_line(order)
        with self.database.transaction() as c:
            if c.kind == "postgresql":
                sql = (
                    "SELECT ppid_log.erase(?, ?::timestamptz, "
                    "(SELECT array_agg(value::bigint) FROM json_array_elements_text(?::json)), "
                    "(SELECT array_agg(decode(value, 'hex')) FROM json_array_elements_text(?::json)))"
                )
                targets = "[" + ",".join(map(str, order.targets)) + "]"
                contents = "[" + ",".join(f'"{remainder.hex()}"' for remainder in remainders) + "]"
                return int(c.execute(sql, (line, at.isoformat(), targets, contents))[0][0])
            index = _add_entry(c, line, at)
            for target, remainder in zip(order.targets, remainders, strict=True):
                _erase_one(c, target, index, remainder)
            return index

    # The tree ------------------------------------------------------------------------------------------

    def tile(self, level: int, n: int) -> bytes:
        """The hashes of a tile; empty when there is none."""
        rows = self.database.query("SELECT hashes FROM log_tile WHERE level = ? AND n = ?", (level, n))
        return bytes(rows[0][0]) if rows else b""

    def save(self, tiles: Mapping[tuple[int, int], bytes], note: Note) -> None:
        """Keep a checkpoint and the tiles it was made of, together. Raises ``ConflictError``."""
        with self.database.transaction() as c:
            c.execute(_ADD_NOTE, (note.size, note.text))
            c.executemany(_SAVE_TILE, ((level, n, hashes) for (level, n), hashes in tiles.items()))

    # Checkpoints and tokens ------------------------------------------------------------------------------

    def newest(self) -> Note | None:
        """The newest checkpoint."""
        rows = self.database.query(_NEWEST)
        return Note(int(rows[0][0]), str(rows[0][1])) if rows else None

    def notes(self, least: int = 0, most: int = 2**62) -> list[Note]:
        """The checkpoints of a range of sizes, in order."""
        return [Note(int(size), str(text)) for size, text in self.database.query(_NOTES, (least, most))]

    def note_covering(self, index: int) -> Note | None:
        """The first checkpoint whose tree holds the entry ``index``."""
        rows = self.database.query(_COVERING, (index,))
        return Note(int(rows[0][0]), str(rows[0][1])) if rows else None

    def replace(self, old: Note, text: str) -> bool:
        """Put a note with more signatures in the place of ``old``; False when somebody was faster."""
        with self.database.transaction() as c:
            c.execute(_SET_NOTE, (text, old.size, old.text))
            kept = c.execute("SELECT note FROM log_checkpoint WHERE size = ?", (old.size,))
            return bool(kept) and str(kept[0][0]) == text

    def drop(self, sizes: Iterable[int]) -> None:
        """Forget checkpoints that nobody confirmed."""
        with self.database.transaction() as c:
            c.executemany("DELETE FROM log_checkpoint WHERE size = ?", ((size,) for size in sizes))

    def add_token(self, token: Token) -> None:
        """Keep a time stamp; a second one of the same authority for the same checkpoint is not needed."""
        with self.database.transaction() as c:
            c.execute(
                "INSERT INTO log_token VALUES (?, ?, ?) ON CONFLICT (size, tsa) DO NOTHING",
                (token.size, token.tsa, token.reply),
            )

    def tokens(self, size: int | None = None) -> list[Token]:
        """The time stamps, of one checkpoint or of all."""
        where, args = ("", ()) if size is None else ("WHERE size = ?", (size,))
        rows = self.database.query(f"SELECT size, tsa, token FROM log_token {where} ORDER BY size, tsa", args)  # noqa: S608 - two constants
        return [Token(int(size), str(tsa), bytes(reply)) for size, tsa, reply in rows]


def _leaf_of(index: int, version: int, topic: str, line: bytes, salt: bytes | None, state: bytes) -> Leaf:
    return Leaf(index, version, topic, bytes(line), None if salt is None else bytes(salt), bytes(state))


def _add_entry(c: Connection, line: str, at: datetime) -> int:
    index, last = c.execute(_LAST)[0]
    index = int(index) + 1
    stamp = max(instant(at.astimezone(UTC)), recorded_at_of(bytes(last)))
    filled = fill(line, index, log_of(bytes(last)), stamp)
    c.execute("INSERT INTO log_leaf VALUES (?, NULL, NULL, ?, NULL)", (index, filled))
    return index


def _erase_one(c: Connection, target: int, erasure: int, remainder: bytes) -> None:
    c.execute("INSERT INTO log_erased VALUES (?, ?, ?)", (target, erasure, remainder))
    c.execute(
        "UPDATE event SET state = ? WHERE (originator_id, originator_version) = "
        "(SELECT originator_id, originator_version FROM log_leaf WHERE leaf_index = ?)",
        (remainder, target),
    )
    c.execute("UPDATE log_leaf SET salt = NULL WHERE leaf_index = ?", (target,))


__all__ = ["ConflictError", "Head", "Leaf", "Ledger", "Note", "Token"]


def _is(kind: str, line: bytes) -> bool:
    try:
        return kind_of(line) == kind
    except LeafError:
        return False
