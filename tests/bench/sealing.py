"""The sealed log: the tree, its proofs, a leaf beside its event, and the whole audit, beside bare hashing.

The bare limit is what no log can do without: one SHA-256 for each leaf and one for each node of the tree, in
the same Python, in the same run.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from ppid.database import sqlite_path
from ppid.log import migrate, sqlite
from ppid.seal.checkpoint import Checkpoint
from ppid.seal.leaf import Genesis, commitment, entry_line, event_line, fill, instant
from ppid.seal.note import Kind as KeyKind
from ppid.seal.note import Note, Signer
from ppid.seal.tiles import TileReader, grown
from ppid.seal.tree import Frontier, check_inclusion, inclusion_proof, leaf_hashes
from tests.bench.measuring import Figure, middle, rate, ratio_of, seconds_of, times
from tests.bench.stores import Bench

ORIGIN = "bench.example/log1"
BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
EVENTS_IN_STREAM = 10
CHECKPOINTS = 60
STATE = json.dumps(
    {"recorded_at": "2026-06-01T00:00:00Z", "actor": "officer", "event": {"text": "x" * 260}}
).encode()
SALT = bytes(32)
LEAVES = 100_000
PROOFS = 300
SAVES = 300
_MEMORY = "/dev/shm"  # noqa: S108 - only to keep the disk out of the measurement


class Tiles(dict[tuple[int, int], bytes]):
    """Tiles in memory."""

    def fetch(self, level: int, n: int) -> bytes:
        """Return the hashes of a tile; empty when there is none."""
        return self.get((level, n), b"")


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure the tree, then a leaf's price, then the audit."""
    few = min(LEAVES, bench.sizes.audited)
    lines = list(islice(_lines(), few))
    yield from _tree(lines, bench.sizes.rounds)
    yield from _proofs(lines)
    yield from _price_of_a_leaf()
    yield from _audit(bench)


def _lines() -> Iterator[bytes]:
    """Yield leaves of a made-up log: a genesis, then events of ten versions a stream."""
    yield fill(entry_line(Genesis(ORIGIN)), 0, ORIGIN, instant(BEGIN))
    index = 0
    while True:
        index += 1
        number, version = divmod(index - 1, EVENTS_IN_STREAM)
        yield event_line(
            commit=commitment(SALT, STATE),
            index=index,
            log=ORIGIN,
            stream=f"request-{number:032x}",
            version=version + 1,
            prev=index - 1 if version else None,
            recorded_at=instant(BEGIN + timedelta(milliseconds=index)),
            tenant="body-00000000000000000000000000000001",
            topic="request.routed",
        )


def _bare(lines: Sequence[bytes]) -> None:
    """Hash every leaf and every node, and keep nothing."""
    sha256 = hashlib.sha256
    level = [sha256(b"\x00" + line).digest() for line in lines]
    while len(level) > 1:
        level = [sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]


def _tree(lines: Sequence[bytes], rounds: int) -> Iterator[Figure]:
    ours, bare, batches = [], [], []
    for _ in range(rounds):
        bare.append(seconds_of(lambda: _bare(lines)))
        ours.append(seconds_of(lambda: grown(lambda *_: b"", 0, leaf_hashes(lines))))
        batches.append(seconds_of(lambda: _in_batches(lines)))
    yield Figure(
        f"tiles of {len(lines):,} leaves, from their bytes",
        "1,000,000/s",
        f"{rate(len(lines), middle(ours))}, {times(ratio_of(ours, bare))} bare hashing",
        f"{rate(len(lines), middle(bare))} leaves hashed bare",
        len(lines) / middle(ours) >= 1_000_000,
    )
    yield Figure("  the same in batches of 256", "", rate(len(lines), middle(batches)), "")


def _in_batches(lines: Sequence[bytes]) -> Tiles:
    tiles = Tiles()
    for start in range(0, len(lines), 256):
        tiles.update(grown(tiles.fetch, start, leaf_hashes(lines[start : start + 256])))
    return tiles


def _proofs(lines: Sequence[bytes]) -> Iterator[Figure]:
    hashes = leaf_hashes(lines)
    tiles = Tiles(grown(lambda *_: b"", 0, hashes))
    size = len(lines)
    tree = Frontier()
    tree.extend(hashes)
    root = tree.root()

    step = max(1, size // PROOFS)
    cold = [
        seconds_of(lambda i=i: inclusion_proof(TileReader(tiles.fetch).node, i, size), collect=False)  # type: ignore[misc]
        for i in range(0, size, step)
    ]
    reader = TileReader(tiles.fetch)
    for i in range(0, size, step):
        inclusion_proof(reader.node, i, size)
    warm = [
        seconds_of(lambda i=i: inclusion_proof(reader.node, i, size), collect=False)  # type: ignore[misc]
        for i in range(0, size, step)
    ]
    proof = inclusion_proof(reader.node, size // 3, size)
    check = [
        seconds_of(lambda: check_inclusion(hashes[size // 3], size // 3, size, root, proof), collect=False)
        for _ in range(PROOFS)
    ]
    yield Figure(
        f"an inclusion proof of {size:,}, cold / warm tiles",
        "360 / 15 µs",
        f"{middle(cold) * 1e6:,.0f} / {middle(warm) * 1e6:,.1f} µs",
        f"{middle(check) * 1e6:,.1f} µs to check it",
        middle(cold) <= 360e-6 and middle(warm) <= 15e-6,
    )
    yield Figure("  its size", "544 B", f"{32 * len(proof):,} B", "", 32 * len(proof) <= 544)


def _price_of_a_leaf() -> Iterator[Figure]:
    """Save events one by one on SQLite, off the disk where that can be: with the leaf, and without."""
    with tempfile.TemporaryDirectory(
        prefix="ppid-bench-", dir=_MEMORY if Path(_MEMORY).is_dir() else None
    ) as folder:
        url = f"sqlite:///{folder}/log.sqlite3"
        migrate(url)
        datastore = sqlite.LogDatastore(sqlite_path(url))
        recorder = sqlite.LogRecorder(datastore)
        bare = sqlite3.connect(f"{folder}/bare.sqlite3", isolation_level=None)
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("PRAGMA synchronous=FULL")
        for (sql,) in datastore_schema(sqlite_path(url)):
            bare.execute(sql)
        with_leaf, without = [], []
        for number in range(SAVES):
            event = StoredEvent(f"request-{number:032x}", 1, "request.filed", STATE)
            with_leaf.append(
                seconds_of(lambda e=event: recorder.save([e], ["body"], BEGIN), collect=False)  # type: ignore[misc]
            )
            without.append(seconds_of(lambda e=event: _plain(bare, e), collect=False))  # type: ignore[misc]
        bare.close()
        datastore.close()
    price = middle([a - b for a, b in zip(with_leaf, without, strict=True)])
    yield Figure(
        "a leaf inside its event's save, SQLite",
        "30 µs",
        f"{price * 1e6:,.0f} µs",
        f"{middle(with_leaf) * 1e6:,.0f} µs with, {middle(without) * 1e6:,.0f} µs the bare insert",
        price <= 30e-6,
    )


def datastore_schema(path: Path) -> list[tuple[str]]:
    """The table of events alone, as the log has it."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'event'"
        ).fetchall()


def _plain(connection: sqlite3.Connection, event: StoredEvent) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO event (originator_id, originator_version, topic, state) VALUES (?, ?, ?, ?)",
        (event.originator_id, event.originator_version, event.topic, event.state),
    )
    connection.execute("COMMIT")


_AUDIT = """
import json, resource, sys, time
from ppid.seal import verifier
began = time.perf_counter()
policy = verifier.parse_policy(open(sys.argv[2], "rb").read())
result = verifier.audit(verifier.SqliteSource(sys.argv[1]), policy)
seconds = time.perf_counter() - began
print(json.dumps([result.exit_code, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def _audit(bench: Bench) -> Iterator[Figure]:
    count = bench.sizes.audited
    bench.say(f"writing an export of {count:,} events")
    export, policy = bench.folder / "export.sqlite3", bench.folder / "policy.txt"
    bare = _write_export(export, policy, count)
    done = subprocess.run(
        [sys.executable, "-c", _AUDIT, str(export), str(policy)], capture_output=True, text=True, check=True
    )
    code, seconds, peak_kb = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"the audit of a sound log ended with {code}")
    yield Figure(
        f"auditing {count:,} events, one core",
        "100,000/s, under 300 MB",
        f"{rate(count, seconds)}, {peak_kb / 1024:,.0f} MB, {times(bare / seconds)} bare hashing",
        f"{rate(count, bare)} leaves, contents and nodes hashed bare",
        count / seconds >= 100_000 and peak_kb < 300 * 1024,
    )
    export.unlink()


def _write_export(export: Path, policy: Path, count: int) -> float:
    """Write a sound export with checkpoints, and return how long its bare hashing takes."""
    signer = Signer.new(ORIGIN, KeyKind.NOTE)
    policy.write_text(f"log {signer.verifier}\nquorum none\n", encoding="utf-8")
    tree, tiles = Frontier(), Tiles()
    seconds = 0.0
    with closing(sqlite3.connect(export)) as c:
        c.executescript(verifier_tables())
        lines = _lines()
        first = next(lines)
        c.execute("INSERT INTO log_leaf VALUES (0, NULL, NULL, ?, NULL)", (first,))
        batch = [first]
        step = max(1, count // CHECKPOINTS)
        for start in range(1, count + 1, step):
            new = list(islice(lines, min(step, count + 1 - start)))
            batch += new
            seconds += seconds_of(lambda b=batch: _bare(b), collect=False)  # type: ignore[misc]
            seconds += seconds_of(lambda n=new: [commitment(SALT, STATE) for _ in n], collect=False)  # type: ignore[misc]
            _write_rows(c, start, new)
            hashes = leaf_hashes(batch)
            tiles.update(grown(tiles.fetch, tree.size, hashes))
            tree.extend(hashes)
            text = Checkpoint(ORIGIN, tree.size, tree.root()).text
            note = Note(text, ()).signed(signer.sign(text))
            c.execute("INSERT INTO log_checkpoint VALUES (?, ?)", (tree.size, str(note)))
            batch = []
        c.executemany(
            "INSERT INTO log_tile VALUES (?, ?, ?)", ((*place, hashes) for place, hashes in tiles.items())
        )
        at = instant(BEGIN + timedelta(milliseconds=count))
        facts = {"format": "ppid-export/1", "origin": ORIGIN, "created_at": at}
        c.executemany("INSERT INTO export VALUES (?, ?)", facts.items())
        c.commit()
    return seconds


def _write_rows(c: sqlite3.Connection, start: int, lines: Sequence[bytes]) -> None:
    streams = [divmod(start + n - 1, EVENTS_IN_STREAM) for n in range(len(lines))]
    rows = [(f"request-{number:032x}", version + 1) for number, version in streams]
    c.executemany(
        "INSERT INTO log_leaf VALUES (?, ?, ?, ?, ?)",
        ((start + n, s, v, line, SALT) for n, ((s, v), line) in enumerate(zip(rows, lines, strict=True))),
    )
    c.executemany(
        "INSERT INTO event VALUES (?, ?, ?, 'request.routed', ?)",
        ((start + n, s, v, STATE) for n, (s, v) in enumerate(rows)),
    )


def verifier_tables() -> str:
    """The tables of an export."""
    return """
        CREATE TABLE event (notification_id INTEGER PRIMARY KEY, originator_id TEXT,
            originator_version INTEGER, topic TEXT, state BLOB, UNIQUE (originator_id, originator_version));
        CREATE TABLE log_leaf (leaf_index INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,
            leaf BLOB NOT NULL, salt BLOB, UNIQUE (originator_id, originator_version));
        CREATE TABLE log_tile (level INTEGER, n INTEGER, hashes BLOB, PRIMARY KEY (level, n));
        CREATE TABLE log_checkpoint (size INTEGER PRIMARY KEY, note TEXT NOT NULL);
        CREATE TABLE log_token (size INTEGER, tsa TEXT, token BLOB, PRIMARY KEY (size, tsa));
        CREATE TABLE log_erased (target_index INTEGER PRIMARY KEY, erasure_index INTEGER, remainder BLOB);
        CREATE TABLE export (key TEXT PRIMARY KEY, value TEXT);
    """
