"""A log of 100,000 leaves made by us, judged by the packages of Go's checksum database, and altered ones.

The judge rebuilds the root from our bundles, compares every tile, and checks 2,000 inclusion and 500
consistency proofs. Every alteration is made to a right log and taken back after the judge has refused it.
"""

import json
import random
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from ppid.seal.checkpoint import Checkpoint
from ppid.seal.leaf import event_line
from ppid.seal.note import Kind, Note, Signer
from ppid.seal.proof import TlogProof
from ppid.seal.spelling import base64_of
from ppid.seal.tiles import Tile, TileReader, bundle_of, tiles_of
from ppid.seal.tree import Frontier, consistency_proof, inclusion_proof, leaf_hashes
from tests.golang import build
from tests.seal.known import Shelf

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("judge")]

SIZE = 100_000
INCLUSIONS, CONSISTENCIES, ALONE = 1_800, 500, 200
BATCH = 7_001
ORIGIN = "ppid.example.go.id/log1"
LOG = Signer.from_seed(ORIGIN, Kind.NOTE, bytes(range(32)))
WITNESS = Signer.from_seed("saksi.example/kip", Kind.COSIGNATURE, bytes(range(1, 33)))
STRANGER = Signer.from_seed(ORIGIN, Kind.NOTE, bytes(range(2, 34)))
AT = 1_790_000_000

Line = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """A log as a folder, what it was made of, and the program that judges it."""

    program: Path
    folder: Path
    keys: Path
    leaves: list[bytes]
    shelf: Shelf
    checkpoint: Checkpoint

    def judge(self, proofs: list[Line] | None = None) -> tuple[int, str]:
        """Let the judge see the folder as it is now; return its exit code and what it says."""
        file = self.keys.with_name("proofs")
        file.write_text("".join(json.dumps(line) + "\n" for line in proofs or []), encoding="utf-8")
        done = subprocess.run(
            [self.program, self.folder, self.keys, file], capture_output=True, text=True, check=False
        )
        assert done.returncode in {0, 1}, done.stderr
        return done.returncode, done.stdout

    @contextmanager
    def altered(self, path: str, change: Callable[[bytes], bytes | None]) -> Iterator[None]:
        """Change one file, or remove it, for a while."""
        file = self.folder / path
        before = file.read_bytes()
        after = change(before)
        assert after != before
        if after is None:
            file.unlink()
        else:
            file.write_bytes(after)
        try:
            yield
        finally:
            file.write_bytes(before)


def leaf(index: int) -> bytes:
    return event_line(
        commit=f"{index:064x}",
        index=index,
        log=ORIGIN,
        stream=f"request-{index // 5}",
        version=index % 5 + 1,
        prev=index - 1 if index % 5 else None,
        recorded_at=f"2026-05-04T03:02:01.{index:06}Z",
        tenant="diskominfo",
        topic="request.extended",
    )


def signed(checkpoint: Checkpoint, log: Signer = LOG) -> Note:
    return Note(checkpoint.text, (log.sign(checkpoint.text), WITNESS.sign(checkpoint.text, AT)))


@pytest.fixture(scope="session")
def log(go: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    place = tmp_path_factory.mktemp("judge")
    leaves = [leaf(index) for index in range(SIZE)]
    hashes, shelf, frontier = leaf_hashes(leaves), Shelf(), Frontier()
    for start in range(0, SIZE, BATCH):
        shelf.add(hashes[start : start + BATCH])
        frontier.extend(hashes[start : start + BATCH])
    checkpoint = Checkpoint(ORIGIN, SIZE, frontier.root())
    folder = place / "log"
    for tile in tiles_of(SIZE):
        file = folder / tile.path
        file.parent.mkdir(parents=True, exist_ok=True)
        start = tile.n * 256
        entries = tile.level is None
        file.write_bytes(
            bundle_of(leaves[start : start + 256]) if entries else shelf.tiles[tile.level or 0, tile.n]
        )
    (folder / "checkpoint").write_text(str(signed(checkpoint)), encoding="utf-8")
    keys = place / "keys"
    keys.write_text(f"{LOG.verifier}\n{WITNESS.verifier}\n", encoding="utf-8")
    yield Made(build(go, place), folder, keys, leaves, shelf, checkpoint)
    rmtree(place)  # 40 MB that pytest would keep


@pytest.fixture(scope="session")
def proofs(log: Made) -> list[Line]:
    """Right proofs of all three kinds, of entries and sizes all over the log and at every edge."""
    drawn = random.Random(4)  # noqa: S311  (the same places in every run)
    node = TileReader(log.shelf.fetch).node
    edges = [1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, SIZE - 1, SIZE]
    sizes = edges + [drawn.randint(1, SIZE) for _ in range(INCLUSIONS - len(edges))]
    lines: list[Line] = []
    for size in sizes:
        index = drawn.choice([0, size - 1, drawn.randrange(size), drawn.randrange(size)])
        steps = inclusion_proof(node, index, size)
        lines.append({"kind": "inclusion", "index": index, "size": size, "hashes": spelt(steps)})
    for size in edges + [drawn.randint(1, SIZE) for _ in range(CONSISTENCIES - len(edges))]:
        old = drawn.choice([1, size, drawn.randint(1, size), drawn.randint(1, size)])
        steps = consistency_proof(node, old, size)
        lines.append({"kind": "consistency", "old": old, "size": size, "hashes": spelt(steps)})
    for index in drawn.sample(range(SIZE), ALONE):
        text = str(alone(log, index))
        lines.append({"kind": "tlog-proof", "text": text})
    return lines


def spelt(hashes: list[bytes]) -> list[str]:
    return [base64_of(step) for step in hashes]


def alone(log: Made, index: int) -> TlogProof:
    steps = inclusion_proof(TileReader(log.shelf.fetch).node, index, SIZE)
    return TlogProof(index, tuple(steps), signed(log.checkpoint))


def refused(said: str) -> list[int]:
    return [int(number) for number in re.findall(r"^proof (\d+) refused", said, re.MULTILINE)]


def test_the_judge_accepts_our_log_and_every_proof(log: Made, proofs: list[Line]) -> None:
    code, said = log.judge(proofs)
    assert said == "log of 100000 entries accepted, 2500 proofs accepted, 0 refused\n"
    assert code == 0


def altered_proof(line: Line, drawn: random.Random) -> Line:
    """The proof with one thing changed, never to another right one."""
    if line["kind"] == "tlog-proof":
        return {"kind": "tlog-proof", "text": altered_text(line["text"], drawn)}
    hashes = list(line["hashes"])
    numbers = [name for name in ("index", "old", "size") if name in line]
    change = drawn.choice(["number", "added"] + ["turned", "cut"] * bool(hashes))
    if change == "number":
        name = drawn.choice(numbers)
        other = line[name] + drawn.choice([-1, 1])
        # Trees of one size are each other's beginning, and need no hashes for it.
        if {**line, name: other}.get("old") == {**line, name: other}["size"] and not hashes:
            return {**line, "hashes": [base64_of(bytes(32))]}
        return {**line, name: other}
    at = drawn.randrange(max(len(hashes), 1))
    if change == "added":
        hashes.insert(at, base64_of(drawn.randbytes(32)))
    elif change == "cut":
        del hashes[at]
    else:
        hashes[at] = base64_of(drawn.randbytes(32))
    return {**line, "hashes": hashes}


def altered_text(text: str, drawn: random.Random) -> str:
    proof = TlogProof.of(text)
    checkpoint = Checkpoint.of(proof.note.text)
    change = drawn.randrange(5)
    if change == 0:
        return str(TlogProof(proof.index ^ 1, proof.hashes, proof.note))
    if change == 1:
        return str(TlogProof(proof.index, proof.hashes[:-1], proof.note))
    if change == 2:
        return str(TlogProof(proof.index, (drawn.randbytes(32), *proof.hashes[1:]), proof.note))
    if change == 3:
        forged = Checkpoint(checkpoint.origin, checkpoint.size, drawn.randbytes(32))
        return str(TlogProof(proof.index, proof.hashes, Note(forged.text, proof.note.signatures)))
    return str(TlogProof(proof.index, proof.hashes, signed(checkpoint, STRANGER)))


def test_the_judge_refuses_every_altered_proof(log: Made, proofs: list[Line]) -> None:
    drawn = random.Random(5)  # noqa: S311  (the same alterations in every run)
    wrong = [altered_proof(line, drawn) for line in proofs]
    code, said = log.judge(wrong)
    assert code == 1
    missed = set(range(1, len(wrong) + 1)) - set(refused(said))
    assert not missed, [wrong[number - 1] for number in sorted(missed)][:3]


def turned(at: int) -> Callable[[bytes], bytes]:
    """Turn one bit of the byte ``at``."""

    def change(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[at] ^= 1
        return bytes(changed)

    return change


def gone(_: bytes) -> None:
    return None


def entry(n: int, width: int = 256) -> str:
    return Tile(None, n, width).path


def hashes(level: int, n: int, width: int = 256) -> str:
    return Tile(level, n, width).path


def swapped(bundle: bytes) -> bytes:
    """The second entry before the first."""
    one = 2 + int.from_bytes(bundle[:2], "big")
    two = one + 2 + int.from_bytes(bundle[one : one + 2], "big")
    return bundle[one:two] + bundle[:one] + bundle[two:]


NOT_MADE = "not what the entries make"
ALTERATIONS: dict[str, tuple[str, Callable[[bytes], bytes | None], str]] = {
    "an entry at the beginning": (entry(0), turned(40), "entries do not lead"),
    "an entry in the middle": (entry(200), turned(5_000), "entries do not lead"),
    "the last entry": (entry(390, 160), turned(-3), "entries do not lead"),
    "two entries exchanged": (entry(7), swapped, "entries do not lead"),
    "the length of an entry": (entry(3), turned(1), "is cut|is too long|do not lead"),
    "a bundle cut": (entry(3), lambda data: data[:-1], "is cut"),
    "a bundle with one more": (entry(3), lambda data: data + b"\x00\x00", "is too long"),
    "a bundle gone": (entry(3), gone, "no such file"),
    "the first hash": (hashes(0, 0), turned(0), NOT_MADE),
    "the last hash of a full tile": (hashes(0, 255), turned(-1), NOT_MADE),
    "a hash of a partial tile": (hashes(0, 390, 160), turned(31), NOT_MADE),
    "a hash of level 1": (hashes(1, 0), turned(4_000), NOT_MADE),
    "a hash of a partial tile of level 1": (hashes(1, 1, 134), turned(100), NOT_MADE),
    "the hash of level 2": (hashes(2, 0, 1), turned(16), NOT_MADE),
    "a tile cut": (hashes(0, 12), lambda data: data[:-32], NOT_MADE),
    "a tile too long": (hashes(0, 12), lambda data: data + bytes(32), NOT_MADE),
    "a tile gone": (hashes(1, 0), gone, "no such file"),
}


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_the_judge_refuses_an_altered_log(log: Made, alteration: str) -> None:
    path, change, why = ALTERATIONS[alteration]
    with log.altered(path, change):
        code, said = log.judge()
    assert (code, said[:12]) == (1, "log refused:")
    assert re.search(why, said), said


def forgeries(true: Checkpoint) -> dict[str, tuple[str, str]]:
    """Checkpoints that are wrong in one thing each, and what the judge says of them."""
    note = signed(true)
    own, cosigned = note.signatures
    other = Checkpoint(ORIGIN, SIZE, bytes(32))
    shorter = Checkpoint(ORIGIN, SIZE - 1, true.root)
    elsewhere = Checkpoint("lain.example/log", SIZE, true.root)
    moved = type(cosigned)(cosigned.name, cosigned.key_id, bytes(8) + cosigned.data[8:])
    spoilt = type(own)(own.name, own.key_id, bytes(64))
    return {
        "its root": (str(Note(other.text, note.signatures)), "invalid signature"),
        "its size": (str(Note(shorter.text, note.signatures)), "invalid signature"),
        "its origin": (str(Note(elsewhere.text, note.signatures)), "invalid signature"),
        "a signed root": (str(signed(other)), "do not lead to the root"),
        "a signed size": (str(signed(shorter)), "no such file|too long|do not lead"),
        "a signed origin": (str(signed(elsewhere)), "not one of three lines by this log"),
        "a further line": (str(signed(Checkpoint(ORIGIN, SIZE, true.root, ("x",)))), "three lines"),
        "the log's signature": (str(Note(true.text, (spoilt, cosigned))), "invalid signature"),
        "the time of the witness": (str(Note(true.text, (own, moved))), "invalid signature"),
        "no witness": (str(Note(true.text, (own,))), "1 keys signed, not 2"),
        "another key of the log": (str(signed(true, STRANGER)), "1 keys signed, not 2"),
        "the witness twice": (str(Note(true.text, (cosigned, cosigned))), "1 keys signed, not 2"),
        "no signature": (true.text, "malformed note"),
    }


@pytest.mark.parametrize("forgery", forgeries(Checkpoint(ORIGIN, SIZE, bytes(32))))
def test_the_judge_refuses_a_forged_checkpoint(log: Made, forgery: str) -> None:
    text, why = forgeries(log.checkpoint)[forgery]
    with log.altered("checkpoint", lambda _: text.encode()):
        code, said = log.judge()
    assert (code, said[:12]) == (1, "log refused:")
    assert re.search(why, said), said


def test_the_judge_refuses_a_file_too_many(log: Made) -> None:
    more = log.folder / hashes(0, 391, 1)
    more.parent.mkdir(parents=True, exist_ok=True)
    more.write_bytes(bytes(32))
    try:
        code, said = log.judge()
    finally:
        more.unlink()
    assert code == 1
    assert "is no part of the log" in said


def test_after_every_alteration_the_log_is_right_again(log: Made) -> None:
    assert log.judge()[0] == 0
