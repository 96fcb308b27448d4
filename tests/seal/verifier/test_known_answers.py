"""The verifier's own arithmetic against the answers that everybody knows."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from ppid.seal import verifier as v

VECTORS: dict[str, Any] = json.loads((Path(__file__).parents[2] / "data" / "tlog-vectors.json").read_text())


def hexes(texts: list[str] | None) -> list[bytes]:
    return [bytes.fromhex(text) for text in texts or []]


def tree_of(leaves: list[bytes]) -> v.Tree:
    tree = v.Tree()
    tree.extend([v.leaf_hash(leaf) for leaf in leaves])
    return tree


def test_hashes_of_leaves_and_nodes() -> None:
    hashing = VECTORS["hashing"]
    assert v.EMPTY_ROOT.hex() == hashing["empty_root"]
    assert [v.leaf_hash(bytes.fromhex(leaf)).hex() for leaf, _ in hashing["leaf"]] == [
        h for _, h in hashing["leaf"]
    ]
    for left, right, hashed in hashing["node"]:
        assert v.node_hash(bytes.fromhex(left), bytes.fromhex(right)).hex() == hashed


def test_the_tree_has_the_known_root_at_every_size_however_it_grew() -> None:
    known = VECTORS["ct_reference_tree"]
    leaves = hexes(known["leaves"])
    for size, root in enumerate(known["roots_by_size"]):
        assert tree_of(leaves[:size]).root().hex() == root
    one_by_one = v.Tree()
    for size, leaf in enumerate(leaves, 1):
        one_by_one.extend([v.leaf_hash(leaf)])
        assert (one_by_one.size, one_by_one.root().hex()) == (size, known["roots_by_size"][size])


def test_known_proofs_hold() -> None:
    known = VECTORS["ct_reference_tree"]
    leaves, roots = hexes(known["leaves"]), hexes(known["roots_by_size"])
    for case in known["inclusion_0based"]:
        leaf = v.leaf_hash(leaves[case["index"]])
        assert v.inclusion_holds(leaf, case["index"], case["size"], hexes(case["proof"]), roots[case["size"]])
    for case in known["consistency"]:
        a, b = case["size1"], case["size2"]
        assert v.consistency_holds(a, roots[a], b, roots[b], hexes(case["proof"]))


@pytest.mark.parametrize("case", VECTORS["inclusion_probes"]["cases"], ids=lambda case: case["id"])
def test_inclusion(case: dict[str, Any]) -> None:
    leaf, root = (bytes.fromhex(case[k] or "") for k in ("leaf_hash", "root"))
    assert v.inclusion_holds(leaf, case["index"], case["size"], hexes(case["proof"]), root) is case["valid"]


@pytest.mark.parametrize("case", VECTORS["consistency_probes"]["cases"], ids=lambda case: case["id"])
def test_consistency(case: dict[str, Any]) -> None:
    root1, root2 = (bytes.fromhex(case[k] or "") for k in ("root1", "root2"))
    held = v.consistency_holds(case["size1"], root1, case["size2"], root2, hexes(case["proof"]))
    assert held is case["valid"]


@pytest.mark.parametrize("case", VECTORS["ed25519"]["cases"], ids=range(len(VECTORS["ed25519"]["cases"])))
def test_ed25519(case: dict[str, Any]) -> None:
    public, message, signature = (bytes.fromhex(case[k]) for k in ("pub", "msg", "sig"))
    assert v.ed25519_verify(public, message, signature) is case["valid"]
    assert not v.ed25519_verify(public, message + b".", signature)


SMALL_ORDER = [
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "00" * 32,
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]


@pytest.mark.parametrize("key", SMALL_ORDER)
def test_a_key_of_small_order_signs_nothing(key: str) -> None:
    # With such a key the signature "R = key, S = 0" would fit many messages.
    public = bytes.fromhex(key)
    for first in SMALL_ORDER:
        assert not any(
            v.ed25519_verify(public, b"%d" % n, bytes.fromhex(first) + bytes(32)) for n in range(8)
        )


@pytest.mark.parametrize(
    "key", ["ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f", "02" + "00" * 31, "ff" * 32]
)
def test_a_key_that_is_no_point_or_spelt_in_another_way_signs_nothing(key: str) -> None:
    assert not v.ed25519_verify(bytes.fromhex(key), b"", bytes(64))


def test_signed_notes() -> None:
    good, *others = VECTORS["signed_note"]
    key = v.parse_vkey(good["vkey"])
    note = v.parse_note(good["note"].encode())
    ((name, key_id, signature),) = note.signatures
    assert (name, key_id) == (key.name, key.key_id)
    assert v.Signatures().holds(key, note.body, signature) == 0
    for case in others:
        if case["valid"]:
            assert v.parse_vkey(case["good_vkey"]).name == "PeterNeumann"
        else:
            with pytest.raises(v.Bad):
                v.parse_vkey(case["bad_vkey"])


def test_the_record_hash_of_the_checksum_database() -> None:
    known = VECTORS["record_hash_hello_world_b64"]
    assert base64.b64encode(v.leaf_hash(known["data"].encode())).decode() == known["hash"]


def test_all_hashes_of_subtrees_of_130_leaves() -> None:
    lines = []
    leaves = [v.leaf_hash(bytes([n])) for n in range(130)]
    for end in range(131):
        for start in range(end + 1):
            width = 1
            while width < end - start:
                width *= 2
            if start % width == 0:
                tree = v.Tree()
                tree.extend(leaves[start:end])
                lines.append(f"[{start}, {end}) {tree.root().hex()}\n")
    known = VECTORS["accumulated_130"]["hashes"]["sha256_of_lines"]
    assert hashlib.sha256("".join(lines).encode()).hexdigest() == known
