"""The evidence of one case as a file that proves itself: ``request-<id>.zip``, for whoever has the verifier.

Whatever its subject, a case is the entries of its stream. In the bundle are they with their contents and
proofs, the checkpoints around them, the proof that none is left out, the working calendar by which their
due dates were counted, the stored files, and time stamps. Keys and policy are not: whoever checks has them.
The same log and the same checkpoint give the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Self, TypeAlias

import msgspec

from ppid.calendar import CALENDAR
from ppid.events import Stream
from ppid.files import FileStore
from ppid.seal.choosing import Checkpoints, Kept
from ppid.seal.heads import HeadsBook
from ppid.seal.leaf import recorded_at_of
from ppid.seal.ledger import Leaf, Ledger
from ppid.seal.policy import Policy
from ppid.seal.proof import TlogProof
from ppid.seal.spelling import SealError, base64_of
from ppid.seal.tiles import TileReader
from ppid.seal.tree import Nodes, consistency_proof, inclusion_proof

FORMAT = "ppid-evidence/1"
REPORTS = frozenset({"report.html", "report.pdf"})
_UNSAFE = re.compile(r"[^A-Za-z0-9.-]+")
_ZIP_YEARS = range(1980, 2108)

Entry: TypeAlias = tuple[int, bytes, bytes | None, bytes | None]
"""index, leaf, state, salt"""
Extra: TypeAlias = Mapping[str, bytes] | Callable[[int], Mapping[str, bytes]]


class NoSuchCaseError(SealError):
    """Nothing was recorded under this name."""


class NotSealedYetError(SealError):
    """What was recorded is not under a checkpoint yet; a minute later it is."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """What a bundle holds: ``entries`` up to the checkpoint of ``size``, ``left_out`` recorded after it.

    ``quorum``: enough witnesses confirmed that checkpoint. ``counted``: it proves that no entry is left out.
    ``missing`` files are recorded and not in the store any more.
    """

    stream: Stream
    size: int
    quorum: bool
    entries: int
    left_out: int
    counted: bool
    files: int
    missing: int


class _Order(msgspec.Struct):
    """What an order of erasure names."""

    targets: tuple[int, ...]


def name_of_bundle(stream: Stream) -> str:
    """The name of the file, the same for a case of any subject."""
    return f"request-{stream.rpartition('-')[2]}.zip"


def write_bundle(  # noqa: PLR0913  (what a bundle may hold)
    ledger: Ledger,
    files: FileStore,
    stream: Stream,
    out: BinaryIO,
    *,
    policy: Policy | None = None,
    related: Sequence[Stream] = (CALENDAR,),
    extra: Extra | None = None,
    heads: HeadsBook | None = None,
    quorum_only: bool = False,
) -> Bundled:
    """Write the bundle of a case to ``out``.

    ``extra`` are the reports for people by their names, or what makes them when it is told how many events
    of the case are shown. The case is shown at the newest checkpoint with a quorum, or at the newest of all
    where that one has not seen all of it yet; ``quorum_only`` leaves such later entries out. Whoever makes
    many bundles keeps ``heads``: the map of a long log takes seconds.
    Raises NoSuchCaseError and NotSealedYetError.
    """
    leaves = ledger.leaves_of(stream)
    if not leaves:
        raise NoSuchCaseError(f"nothing was recorded under {stream}")
    checkpoints = Checkpoints(ledger, policy)
    head = checkpoints.head_for(leaves[0].index, leaves[-1].index, quorum_only=quorum_only)
    if head is None:
        raise NotSealedYetError(f"no checkpoint covers entry {leaves[0].index} yet")
    evidence = _Evidence(ledger, head, heads or HeadsBook(ledger))
    made_at = datetime.fromisoformat(recorded_at_of(next(iter(ledger.leaves(head.size - 1, head.size)))))
    with _Archive(out, made_at) as archive:
        return _write(archive, evidence, checkpoints, files, leaves, related, extra)


def _write(
    archive: _Archive,
    evidence: _Evidence,
    checkpoints: Checkpoints,
    files: FileStore,
    leaves: list[Leaf],
    related: Sequence[Stream],
    extra: Extra | None,
) -> Bundled:
    head = evidence.head
    stream = evidence.stream_of(leaves)
    entries = evidence.entries(leaves)
    beside = {name: kept for name in related if (kept := evidence.entries(evidence.ledger.leaves_of(name)))}
    archive.put("checkpoint.txt", str(head.note).encode())
    evidence.write_entries(archive, "events.ndjson", "proofs", entries)
    for kept in beside.values():
        evidence.write_entries(archive, "calendar/events.ndjson", "calendar/proofs", kept)
    shown_at = [index for kept in (entries, *beside.values()) for index, *_ in kept]
    sizes = evidence.write_checkpoints(archive, checkpoints, shown_at)
    counted = evidence.write_heads(archive, [stream, *beside])
    there, missing = _write_files(archive, files, entries)
    for token in evidence.ledger.tokens():
        if token.size in sizes:
            archive.put(f"tsa/{token.size}-{_UNSAFE.sub('-', token.tsa)}.tsr", token.reply)
    shown = sum(leaf.index < head.size for leaf in leaves)
    reports = extra(shown) if callable(extra) else extra or {}
    if not REPORTS.issuperset(reports):
        raise ValueError("A bundle takes report.html and report.pdf, and nothing else beside the evidence.")
    for name in sorted(reports):
        archive.put(name, reports[name])
    archive.close(stream, list(beside))
    return Bundled(
        stream, head.size, head.quorum, shown, len(leaves) - shown, stream in counted, there, missing
    )


class _Evidence:
    """What the log of one checkpoint shows."""

    def __init__(self, ledger: Ledger, head: Kept, heads: HeadsBook) -> None:
        self.ledger = ledger
        self.heads = heads
        self.head = head
        self.node: Nodes = TileReader(ledger.tile).node
        self.orders = [
            (index, line, msgspec.json.decode(line, type=_Order).targets)
            for index, line in ledger.entries("erasure")
        ]

    def stream_of(self, leaves: Sequence[Leaf]) -> Stream:
        """The stream that the leaves are of."""
        return str(msgspec.json.decode(leaves[0].line, type=dict[str, object])["originator_id"])

    def entries(self, leaves: Iterable[Leaf]) -> list[Entry]:
        """The entries under the checkpoint, with the orders of erasure that hit them."""
        shown = [leaf for leaf in leaves if leaf.index < self.head.size]
        indexes = {leaf.index for leaf in shown}
        hits = [(index, line) for index, line, targets in self.orders if indexes.intersection(targets)]
        if late := [index for index, _ in hits if index >= self.head.size]:
            raise NotSealedYetError(f"no checkpoint covers the order of erasure {late[0]} yet")
        events: list[Entry] = [(leaf.index, leaf.line, leaf.state, leaf.salt) for leaf in shown]
        return sorted([*events, *((index, line, None, None) for index, line in hits)])

    def write_entries(self, archive: _Archive, name: str, folder: str, entries: Sequence[Entry]) -> None:
        """Put the entries in, and a proof of each."""
        lines = [
            msgspec.json.encode(
                {"leaf": line.decode("ascii"), "state": _said(state), "salt": _said(salt)}, order="sorted"
            )
            for _, line, state, salt in entries
        ]
        archive.put(name, b"".join(line + b"\n" for line in lines))
        for index, *_ in entries:
            hashes = tuple(inclusion_proof(self.node, index, self.head.size))
            proof = TlogProof(index, hashes, self.head.note)
            archive.put(f"{folder}/{index}.tlog-proof", str(proof).encode())

    def write_checkpoints(
        self, archive: _Archive, checkpoints: Checkpoints, indexes: Iterable[int]
    ) -> set[int]:
        """Put in what bounds the time of each entry; return the sizes, the head's among them."""
        found: dict[int, Kept] = {}
        reached = 0
        for index in sorted(indexes):
            if index < reached:
                continue  # between the same two checkpoints as the entry before
            before, after = checkpoints.before(index), checkpoints.after(index)
            found |= {kept.size: kept for kept in (before, after) if kept}
            reached = after.size if after else self.head.size
        sizes = sorted(size for size in found if 0 < size < self.head.size)
        for size in sizes:
            proof = consistency_proof(self.node, size, self.head.size)
            archive.put(f"checkpoints/{size}.txt", str(found[size].note).encode())
            archive.put(
                f"checkpoints/{size}.consistency",
                "".join(f"{base64_of(hashed)}\n" for hashed in proof).encode(),
            )
        return {*sizes, self.head.size}

    def write_heads(self, archive: _Archive, streams: Sequence[Stream]) -> set[Stream]:
        """Put in the proof that no entry is left out; return the streams that the newest map knows."""
        entry = self.heads.newest(below=self.head.size)
        if entry is None:
            return set()
        heads = self.heads.map_of(entry.covers)
        proofs = [proof for stream in streams if (proof := heads.proof(stream))]
        said = {
            "leaf": entry.line.decode("ascii"),
            "log_proof": [base64_of(h) for h in inclusion_proof(self.node, entry.index, self.head.size)],
            "index": entry.index,
            "entries": [
                {
                    "stream": proof.stream,
                    "entry": proof.line.decode("ascii").removesuffix("\n"),
                    "position": proof.position,
                    "map_proof": [base64_of(h) for h in proof.proof],
                }
                for proof in proofs
            ],
        }
        archive.put("heads.json", msgspec.json.format(msgspec.json.encode(said)) + b"\n")
        return {proof.stream for proof in proofs}


def _write_files(archive: _Archive, files: FileStore, entries: Sequence[Entry]) -> tuple[int, int]:
    """Put in the stored bytes of every file that the entries record; return how many, and how many miss.

    What remains of an erased content proves nothing of its files any more.
    """
    names = sorted({name for _, _, state, salt in entries if salt for name in files_in(state or b"")})
    there = 0
    for name in names:
        if (content := files.stored(name)) is not None:
            archive.put(f"attachments/{name}", content, packed=False)
            there += 1
    return there, len(names) - there


def files_in(state: bytes) -> Iterator[str]:
    """Yield the name of every stored file that a content records, wherever in it."""
    try:
        yield from _files_in(msgspec.json.decode(state))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return


def _files_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        name = value.get("sha256")
        if isinstance(name, str) and re.fullmatch(r"[0-9a-f]{64}", name):
            yield name
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _files_in(inner)


def _said(content: bytes | None) -> str | None:
    return None if content is None else base64_of(content)


class _Archive:
    """A ZIP that is written as it grows, with the SHA-256 of every file in its manifest."""

    def __init__(self, out: BinaryIO, made_at: datetime) -> None:
        self._zip = zipfile.ZipFile(out, "w", allowZip64=False)
        self._made_at = made_at
        # A ZIP knows no other years; a clock that was wrong once may have left one in the log.
        self._stamp = made_at.timetuple()[:6] if made_at.year in _ZIP_YEARS else (1980, 1, 1, 0, 0, 0)
        self._files: list[dict[str, str | int]] = []

    def __enter__(self) -> Self:
        """Write into it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the file, whole or not: a manifest is only in a whole one."""
        self._zip.close()

    def put(self, name: str, content: bytes, *, packed: bool = True) -> None:
        """Add a file; ciphertext cannot be packed."""
        entry = zipfile.ZipInfo(name, self._stamp)
        entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        entry.external_attr = 0o600 << 16
        entry.create_system = 3  # the same on every system
        self._zip.writestr(entry, content)
        self._files.append(
            {"path": name, "sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        )

    def close(self, stream: Stream, related: Sequence[Stream]) -> None:
        """Add the manifest over all files."""
        manifest = {
            "format": FORMAT,
            "request": stream,
            "related": list(related),
            "created": self._made_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "files": sorted(self._files, key=lambda file: str(file["path"])),
        }
        self.put("manifest.json", msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")


__all__ = [
    "Bundled",
    "NoSuchCaseError",
    "NotSealedYetError",
    "files_in",
    "name_of_bundle",
    "write_bundle",
]
