"""A second office: it writes leaves, trees, seals, exports and bundles from the formats alone.

It uses nothing of the product, so that the verifier is tried against a second reading of the formats.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORIGIN = "ppid.example.go.id/log1"
BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
REQUEST, OTHER, CALENDAR = f"request-{'a' * 32}", f"request-{'b' * 32}", f"calendar-{'0' * 31}1"


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\0" + data).digest()


def _split(n: int) -> int:
    return 1 << ((n - 1).bit_length() - 1)


@cache
def root(hashes: tuple[bytes, ...]) -> bytes:
    """MTH as RFC 6962 writes it."""
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    k = _split(len(hashes))
    return hashlib.sha256(b"\1" + root(hashes[:k]) + root(hashes[k:])).digest()


def inclusion(index: int, hashes: tuple[bytes, ...]) -> list[bytes]:
    """PATH as RFC 6962 writes it."""
    if len(hashes) == 1:
        return []
    k = _split(len(hashes))
    if index < k:
        return [*inclusion(index, hashes[:k]), root(hashes[k:])]
    return [*inclusion(index - k, hashes[k:]), root(hashes[:k])]


def consistency(size: int, hashes: tuple[bytes, ...], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF as RFC 6962 writes it."""
    if size == len(hashes):
        return [] if whole else [root(hashes)]
    k = _split(len(hashes))
    if size <= k:
        return [*consistency(size, hashes[:k], whole=whole), root(hashes[k:])]
    return [*consistency(size - k, hashes[k:], whole=False), root(hashes[:k])]


class Key:
    """A key of a log (kind 1) or of a witness (kind 4)."""

    def __init__(self, name: str, kind: int, seed: str) -> None:
        self.name, self.kind = name, kind
        self._key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(seed.encode()).digest())
        data = bytes([kind]) + self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.id = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(data)}"

    def line(self, body: bytes, at: datetime) -> str:
        """Sign a note: the line that goes below it."""
        if self.kind == 1:
            signature = self._key.sign(body)
        else:
            seconds = int(at.timestamp())
            signed = self._key.sign(b"cosignature/v1\ntime %d\n" % seconds + body)
            signature = seconds.to_bytes(8, "big") + signed
        return f"\u2014 {self.name} {b64(self.id + signature)}\n"


LOG = Key(ORIGIN, 1, "log")
WITNESSES = tuple(Key(f"w{n}.example", 4, f"witness {n}") for n in range(3))


def policy(*logs: Key, needed: int | str = 2, more: str = "") -> bytes:
    lines = [f"log {key.vkey}" for key in logs or (LOG,)]
    lines += [f"witness w{n} {key.vkey}" for n, key in enumerate(WITNESSES)]
    lines += [f"group g {needed} w0 w1 w2", "quorum g", more]
    return "\n".join(lines).encode() + b"\n"


def note_of(size: int, tree: bytes, *lines: str, origin: str = ORIGIN) -> bytes:
    return f"{origin}\n{size}\n{b64(tree)}\n\n{''.join(lines)}".encode()


def body_of(note: bytes) -> bytes:
    return note.rpartition(b"\n\n")[0] + b"\n"


@dataclass
class Entry:
    """One entry, and the event beside it."""

    line: bytes
    stream: str | None = None
    version: int | None = None
    topic: str = ""
    salt: bytes | None = None
    state: bytes | None = None


@dataclass
class Office:
    """An office's log in memory; ``at`` is its clock, a minute further with every entry."""

    entries: list[Entry] = field(default_factory=list)
    notes: dict[int, bytes] = field(default_factory=dict)
    tokens: list[tuple[int, str, bytes]] = field(default_factory=list)
    at: datetime = BEGIN
    origin: str = ORIGIN
    log_keys: list[Key] = field(default_factory=lambda: [LOG])

    @property
    def hashes(self) -> tuple[bytes, ...]:
        """The leaf hashes."""
        return tuple(leaf_hash(entry.line) for entry in self.entries)

    def last(self, stream: str, below: int | None = None) -> int | None:
        """Where the last version of a stream stands."""
        found = [i for i, e in enumerate(self.entries[:below]) if e.stream == stream]
        return found[-1] if found else None

    def event(self, stream: str, topic: str, event: dict[str, Any], **leaf: Any) -> int:
        """Record an event; ``leaf`` says otherwise what the entry would say."""
        self.at += timedelta(minutes=1)
        prev = self.last(stream)
        version = 1 if prev is None else (self.entries[prev].version or 0) + 1
        state = canonical({"recorded_at": instant(self.at), "actor": "o-1", "role": "ppid", "event": event})
        salt = hashlib.sha256(b"salt %d" % len(self.entries)).digest()
        line = {
            "commit": hashlib.sha256(b"ppid-commit-v1\n" + salt + state).hexdigest(),
            "index": len(self.entries),
            "kind": "event",
            "log": self.origin,
            "originator_id": stream,
            "originator_version": version,
            "prev": prev,
            "recorded_at": instant(self.at),
            "tenant": "body-1",
            "topic": topic,
            "v": 1,
        } | leaf
        self.entries.append(
            Entry(canonical(line), stream, int(str(line["originator_version"])), topic, salt, state)
        )
        return len(self.entries) - 1

    def other(self, kind: str, **leaf: Any) -> int:
        """Record an entry that is no event."""
        self.at += timedelta(minutes=1)
        base = {"index": len(self.entries), "kind": kind, "log": self.origin, "v": 1}
        line = base | {"recorded_at": instant(self.at)} | leaf
        self.entries.append(Entry(canonical(line)))
        return len(self.entries) - 1

    def genesis(self) -> int:
        """Begin the log."""
        return self.other("genesis", format="ppid-leaf-v1", hash="sha256", keys=[LOG.vkey], predecessor=None)

    def head_lines(self, covers: int) -> list[str]:
        """The map of last versions."""
        last = {e.stream: (e.version, i) for i, e in enumerate(self.entries[:covers]) if e.stream}
        return sorted(f"{stream} {version} {index}" for stream, (version, index) in last.items())

    def heads(self, covers: int | None = None, **leaf: Any) -> int:
        """Record the map of last versions."""
        covers = len(self.entries) if covers is None else covers
        lines = self.head_lines(covers)
        tree = root(tuple(leaf_hash(f"{line}\n".encode()) for line in lines))
        return self.other("heads", **({"count": len(lines), "covers": covers, "root": tree.hex()} | leaf))

    def erase(self, *targets: int, order: str = "2026/114", basis: str = "UU 27/2022", **leaf: Any) -> int:
        """Order an erasure, and carry it out."""
        remainders: list[str | None] = []
        for target in targets:
            entry = self.entries[target]
            entry.state = b'{"event":{}}' if target % 2 else None
            entry.salt = None
            remainders.append(hashlib.sha256(entry.state).hexdigest() if entry.state else None)
        line = {"targets": list(targets), "remainders": remainders, "files": [], "approver": "p-1"}
        return self.other("erasure", **(line | {"order": order, "basis": basis} | leaf))

    def seal(
        self,
        *,
        size: int | None = None,
        witnesses: Sequence[Key] = WITNESSES,
        late: Sequence[int] = (0, 0, 0),
    ) -> bytes:
        """Sign a checkpoint and have it confirmed."""
        self.at += timedelta(minutes=1)
        size = len(self.entries) if size is None else size
        body = note_of(size, root(self.hashes[:size]), origin=self.origin)[:-1]
        lines = [key.line(body, self.at) for key in self.log_keys]
        lines += [key.line(body, self.at + timedelta(seconds=late[n])) for n, key in enumerate(witnesses)]
        self.notes[size] = body + b"\n" + "".join(lines).encode()
        return self.notes[size]

    # -- exports --------------------------------------------------------------------------------------

    def tiles(self, size: int) -> Iterable[tuple[int, int, bytes]]:
        """The tiles of a tree."""
        row, level = list(self.hashes[:size]), 0
        while row:
            for n in range(0, len(row), 256):
                yield level, n // 256, b"".join(row[n : n + 256])
            row = [root(tuple(row[n : n + 256])) for n in range(0, len(row) - 255, 256)]
            level += 1

    def export(self, path: Path, **about: str) -> Path:
        """Write the auditor's export."""
        with closing(sqlite3.connect(path)) as db, db:
            db.executescript(SCHEMA)
            told = {"format": "ppid-export/1", "origin": self.origin, "created_at": instant(self.at)} | about
            db.executemany("INSERT INTO export VALUES (?,?)", told.items())
            for index, e in enumerate(self.entries):
                db.execute(
                    "INSERT INTO log_leaf VALUES (?,?,?,?,?)", (index, e.stream, e.version, e.line, e.salt)
                )
                if e.stream is not None:
                    row = (e.stream, e.version, e.topic, e.state)
                    db.execute(
                        "INSERT OR IGNORE INTO event(originator_id, originator_version, topic, state)"
                        " VALUES (?,?,?,?)",
                        row,
                    )
            db.executemany(
                "INSERT INTO log_checkpoint VALUES (?,?)", [(s, n.decode()) for s, n in self.notes.items()]
            )
            db.executemany("INSERT INTO log_tile VALUES (?,?,?)", self.tiles(max(self.notes, default=0)))
            db.executemany("INSERT INTO log_token VALUES (?,?,?)", self.tokens)
        return path

    def archive(self, path: Path, sizes: Iterable[int] | None = None) -> Path:
        """Write what a witness kept."""
        lines, old = [], 0
        for size in sorted(sizes or self.notes):
            proof = consistency(old, self.hashes[:size]) if old else []
            line = {
                "at": instant(self.at),
                "note": self.notes[size].decode(),
                "old": old,
                "origin": self.origin,
            }
            lines.append(json.dumps(line | {"proof": [b64(h) for h in proof], "refused": None}))
            old = size
        path.write_text("\n".join(lines) + "\n")
        return path

    # -- bundles --------------------------------------------------------------------------------------

    def proof(self, index: int, size: int) -> bytes:
        """Write a tlog-proof."""
        hashes = "".join(f"{b64(h)}\n" for h in inclusion(index, self.hashes[:size]))
        return f"c2sp.org/tlog-proof@v1\nindex {index}\n{hashes}\n".encode() + self.notes[size]

    def bundle_files(
        self, stream: str = REQUEST, related: Sequence[str] = (CALENDAR,), attachments: Sequence[bytes] = ()
    ) -> dict[str, bytes]:
        """Everything of a bundle but its manifest, at the newest checkpoint."""
        size = max(self.notes)
        files = {"checkpoint.txt": self.notes[size]}
        for folder, streams in (("", [stream]), ("calendar/", list(related))):
            mine = [i for i, e in enumerate(self.entries[:size]) if e.stream in streams]
            orders = [
                i
                for i, e in enumerate(self.entries[:size])
                if b'"kind":"erasure"' in e.line and set(json.loads(e.line)["targets"]) & set(mine)
            ]
            lines = []
            for index in sorted([*mine, *orders]):
                e = self.entries[index]
                opened = {"state": e.state and b64(e.state), "salt": e.salt and b64(e.salt)}
                lines.append(canonical({"leaf": e.line.decode(), **opened}))
                files[f"{folder}proofs/{index}.tlog-proof"] = self.proof(index, size)
            if lines:
                files[f"{folder}events.ndjson"] = b"\n".join(lines) + b"\n"
        for smaller, note in self.notes.items():
            if smaller < size:
                files[f"checkpoints/{smaller}.txt"] = note
                proof = consistency(smaller, self.hashes[:size])
                files[f"checkpoints/{smaller}.consistency"] = "".join(f"{b64(h)}\n" for h in proof).encode()
        heads = [i for i, e in enumerate(self.entries[:size]) if b'"kind":"heads"' in e.line]
        if heads:
            files["heads.json"] = self._heads_json(heads[-1], size, [stream, *related])
        for content in attachments:
            files[f"attachments/{hashlib.sha256(content).hexdigest()}"] = content
        return files

    def _heads_json(self, index: int, size: int, streams: Sequence[str]) -> bytes:
        line = self.entries[index].line
        lines = self.head_lines(json.loads(line)["covers"])
        hashes = tuple(leaf_hash(f"{one}\n".encode()) for one in lines)
        entries = [
            {
                "stream": stream,
                "entry": one,
                "position": position,
                "map_proof": [b64(h) for h in inclusion(position, hashes)],
            }
            for stream in streams
            for position, one in enumerate(lines)
            if one.startswith(f"{stream} ")
        ]
        log_proof = [b64(h) for h in inclusion(index, self.hashes[:size])]
        told = {"leaf": line.decode(), "log_proof": log_proof, "index": index, "entries": entries}
        return json.dumps(told).encode()

    def receipt(self, index: int) -> dict[str, Any]:
        """The receipt of an event."""
        e = self.entries[index]
        proof = self.proof(index, max(self.notes)).decode()
        opened = {"salt": b64(e.salt or b""), "state": b64(e.state or b"")}
        return {"format": "ppid-receipt/1", "leaf": e.line.decode(), "proof": proof, **opened}


def manifest_of(files: dict[str, bytes], **more: Any) -> bytes:
    """The list of contents of a bundle."""
    listed = [
        {"path": name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for name, data in sorted(files.items())
    ]
    told = {"format": "ppid-evidence/1", "request": REQUEST, "related": [CALENDAR], "created": instant(BEGIN)}
    return json.dumps(told | {"files": listed} | more).encode()


def pack(path: Path, files: dict[str, bytes], manifest: bytes | None = None) -> Path:
    """Write a bundle."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
        z.writestr("manifest.json", manifest_of(files) if manifest is None else manifest)
    return path


SCHEMA = """
CREATE TABLE event (notification_id INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,
    topic TEXT, state BLOB, UNIQUE (originator_id, originator_version));
CREATE TABLE log_leaf (leaf_index INTEGER PRIMARY KEY, originator_id TEXT, originator_version INTEGER,
    leaf BLOB, salt BLOB);
CREATE TABLE log_tile (level INTEGER, n INTEGER, hashes BLOB, PRIMARY KEY (level, n));
CREATE TABLE log_checkpoint (size INTEGER PRIMARY KEY, note TEXT);
CREATE TABLE log_token (size INTEGER, tsa TEXT, token BLOB, PRIMARY KEY (size, tsa));
CREATE TABLE log_erased (target_index INTEGER PRIMARY KEY, erasure_index INTEGER, remainder BLOB);
CREATE TABLE export (key TEXT PRIMARY KEY, value TEXT);
"""

LETTER = b"ciphertext of a letter"
PROMISE = {
    "clock": "D06",
    "starts_on": "2026-03-02",
    "days": 10,
    "due_on": "2026-03-17",
    "calendar": "1/2025-09-19",
}
DECREE = {
    "year": 2026,
    "numbers": ["SKB 1/2025"],
    "signed_on": "2025-09-19",
    "holidays": [{"on": "2026-03-06", "name": "Libur", "kind": "national"}],
}


def ordinary() -> Office:
    """A small office: a calendar, two requests, a map of last versions, seals in between."""
    office = Office()
    office.genesis()
    office.seal()
    office.event(CALENDAR, "calendar.decreed", DECREE)
    document = {
        "kind": "letter",
        "sha256": hashlib.sha256(LETTER).hexdigest(),
        "media_type": "application/pdf",
        "size_bytes": len(LETTER),
        "name": "surat.pdf",
    }
    office.event(REQUEST, "request.filed", {"number": "1", "documents": [document], "promises": [PROMISE]})
    office.seal()
    office.event(OTHER, "request.filed", {"number": "2"})
    office.event(REQUEST, "request.registered", {"number": "1/2026"})
    office.event(OTHER, "request.registered", {"number": "2/2026"})
    office.heads()
    office.seal()
    office.event(REQUEST, "request.granted", {"notice": {}})
    office.event(OTHER, "request.closed", {})
    office.seal()
    return office
