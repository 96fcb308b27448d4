"""Every known answer of RFC 6962 and C2SP that we hold: trees, proofs, notes, paths and signatures."""

import base64
from hashlib import sha256
from typing import Any

import pytest

from ppid.seal.note import KeyFormError, Note, Verifier, is_ed25519
from ppid.seal.tiles import Tile, tile_at, tiles_of
from ppid.seal.tree import (
    EMPTY_ROOT,
    ProofError,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    node_hash,
    pair_hashes,
    root_at,
    root_of,
)
from tests.seal.known import VECTORS, hexes, nodes_of

REFERENCE = VECTORS["ct_reference_tree"]
SIZE = 130


def subtrees(end: int) -> list[int]:
    """Where a subtree that ends at ``end`` may start."""
    return [start for start in range(end + 1) if start % (1 << max(end - start - 1, 0).bit_length()) == 0]


def spelt(proof: list[bytes]) -> str:
    return "".join(f" {step.hex()}" for step in proof) + "\n"


def test_hashes_of_leaves_nodes_and_nothing() -> None:
    hashing = VECTORS["hashing"]
    assert bytes.fromhex(hashing["empty_root"]) == EMPTY_ROOT == root_of([])
    for leaf, expected in hashing["leaf"]:
        assert leaf_hash(bytes.fromhex(leaf)).hex() == expected
    for left, right, expected in hashing["node"]:
        assert node_hash(bytes.fromhex(left), bytes.fromhex(right)).hex() == expected
    hello = VECTORS["record_hash_hello_world_b64"]
    assert base64.b64encode(leaf_hash(hello["data"].encode())).decode() == hello["hash"]


def test_the_reference_tree_at_every_size_and_level() -> None:
    hashes = leaf_hashes(hexes(REFERENCE["leaves"]))
    assert [root_of(hashes[:size]).hex() for size in range(9)] == REFERENCE["roots_by_size"]
    level = hashes
    for expected in REFERENCE["perfect_nodes_by_level"]:
        assert [node.hex() for node in level] == expected
        level = pair_hashes(level)


def test_the_proofs_of_the_reference_tree() -> None:
    nodes = nodes_of(leaf_hashes(hexes(REFERENCE["leaves"])))
    assert REFERENCE["inclusion_0based"]
    for case in REFERENCE["inclusion_0based"]:
        assert inclusion_proof(nodes, case["index"], case["size"]) == hexes(case["proof"])
    assert REFERENCE["consistency"]
    for case in REFERENCE["consistency"]:
        assert consistency_proof(nodes, case["size1"], case["size2"]) == hexes(case["proof"])


@pytest.fixture(scope="module")
def accumulated() -> tuple[Any, Any]:
    return nodes_of(leaf_hashes(bytes([i]) for i in range(SIZE))), VECTORS["accumulated_130"]


def test_every_subtree_of_130_leaves(accumulated: tuple[Any, Any]) -> None:
    nodes, answers = accumulated
    digest = sha256()
    for end in range(SIZE + 1):
        for start in subtrees(end):
            digest.update(f"[{start}, {end}) {root_at(nodes, end, start).hex()}\n".encode())
    assert digest.hexdigest() == answers["hashes"]["sha256_of_lines"]


def test_every_inclusion_proof_of_130_leaves(accumulated: tuple[Any, Any]) -> None:
    nodes, answers = accumulated
    digest = sha256()
    for end in range(SIZE + 1):
        for start in subtrees(end):
            for index in range(start, end):
                proof = inclusion_proof(nodes, index, end, start)
                digest.update(f"{index} [{start}, {end}){spelt(proof)}".encode())
    assert digest.hexdigest() == answers["inclusion"]["sha256_of_lines"]


def test_every_consistency_proof_of_130_leaves(accumulated: tuple[Any, Any]) -> None:
    nodes, answers = accumulated
    digest = sha256()
    for size in range(SIZE + 1):
        for end in range(size + 1):
            for start in subtrees(end):
                proof = consistency_proof(nodes, end, size, start)
                digest.update(f"[{start}, {end}) {size}{spelt(proof)}".encode())
    assert digest.hexdigest() == answers["consistency"]["sha256_of_lines"]


@pytest.mark.parametrize(
    "case", VECTORS["inclusion_probes"]["cases"], ids=[c["id"] for c in VECTORS["inclusion_probes"]["cases"]]
)
def test_inclusion_probe(case: dict[str, Any]) -> None:
    def check() -> None:
        hashed, root = bytes.fromhex(case["leaf_hash"]), bytes.fromhex(case["root"])
        check_inclusion(hashed, case["index"], case["size"], root, hexes(case["proof"]))

    if case["valid"]:
        check()
    else:
        with pytest.raises(ProofError):
            check()


@pytest.mark.parametrize(
    "case",
    VECTORS["consistency_probes"]["cases"],
    ids=[c["id"] for c in VECTORS["consistency_probes"]["cases"]],
)
def test_consistency_probe(case: dict[str, Any]) -> None:
    def check() -> None:
        roots = bytes.fromhex(case["root1"]), bytes.fromhex(case["root2"])
        check_consistency(case["size1"], roots[0], case["size2"], roots[1], hexes(case["proof"]))

    if case["valid"]:
        check()
    else:
        with pytest.raises(ProofError):
            check()


def test_the_signed_note_and_the_keys() -> None:
    seen = set()
    for case in VECTORS["signed_note"]:
        seen |= case.keys()
        if "note" in case:
            note, verifier = Note.of(case["note"]), Verifier.of(case["vkey"])
            assert str(note) == case["note"]
            assert str(verifier) == case["vkey"]
            assert [one.by for one in note.verify([verifier])] == [verifier]
        elif case["valid"]:
            assert str(Verifier.of(case["good_vkey"])) == case["good_vkey"]
        else:
            with pytest.raises(KeyFormError):
                Verifier.of(case["bad_vkey"])
    assert {"note", "good_vkey", "bad_vkey"} <= seen


def test_paths_and_counts_of_tiles() -> None:
    for case in VECTORS["tile_paths"]:
        if "path" in case:
            tile = Tile(case["level"], case["index"], case["width"])
            assert tile.path == case["path"]
            assert tile_at(case["path"]) == tile
            continue
        tiles = list(tiles_of(case["size"]))
        for level in range(3):
            full = [tile for tile in tiles if tile.level == level and tile.width == 256]
            partial = [tile.width for tile in tiles if tile.level == level and tile.width < 256]
            assert len(full) == case.get(f"full_level{level}", 0)
            assert partial == [width for name, width in case.items() if name == f"partial_level{level}_width"]


@pytest.mark.parametrize("number", range(len(VECTORS["ed25519"]["cases"])))
def test_ed25519(number: int) -> None:
    case = VECTORS["ed25519"]["cases"][number]
    public, message, signature = hexes([case["pub"], case["msg"], case["sig"]])
    assert is_ed25519(public, message, signature) is case["valid"]
