"""Others judge our tree and our leaves: Sigstore's verifier, pymerkle, and RFC 8785 by the rfc8785 package.

They are held against the same proofs and the same altered ones; where they accept, so do we, and no further.
"""

import json
from types import SimpleNamespace
from typing import cast

import pymerkle
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from pymerkle.core import _inclusion_path_layout
from sigstore._internal.merkle import verify_merkle_inclusion
from sigstore.errors import VerificationError
from sigstore.models import TransparencyLogEntry

from ppid.seal.leaf import Entry, Erasure, Genesis, Heads, Keys, entry_line, event_line, fill
from ppid.seal.tree import (
    ProofError,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hashes,
    root_of,
)
from tests.seal.known import nodes_of

MOST = 150
LEAVES = [b"leaf %d" % number for number in range(MOST)]
HASHES = leaf_hashes(LEAVES)
NODES = nodes_of(HASHES)
ROOTS = [root_of(HASHES[:size]) for size in range(MOST + 1)]


def altered(proof: list[bytes], data: st.DataObject) -> list[bytes]:
    """The proof as it is, or with a hash turned, left out, added, or two exchanged."""
    change = data.draw(st.sampled_from(["none", "turned", "cut", "longer", "exchanged"]))
    at = data.draw(st.integers(0, max(len(proof) - 1, 0)))
    if change == "longer":
        return [*proof, HASHES[at]]
    if not proof or change == "none":
        return proof
    if change == "turned":
        return [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
    if change == "cut":
        return proof[:at] + proof[at + 1 :]
    return [*proof[at:], *proof[:at]]


def ours_of_inclusion(index: int, size: int, leaf: int, proof: list[bytes]) -> bool:
    try:
        check_inclusion(HASHES[leaf], index, size, ROOTS[size], proof)
    except ProofError:
        return False
    return True


def sigstore(index: int, size: int, leaf: int, proof: list[bytes]) -> bool:
    shown = SimpleNamespace(log_index=index, tree_size=size, hashes=proof, root_hash=ROOTS[size])
    entry = SimpleNamespace(_inner=SimpleNamespace(inclusion_proof=shown, canonicalized_body=LEAVES[leaf]))
    try:
        verify_merkle_inclusion(cast("TransparencyLogEntry", entry))
    except VerificationError:
        return False
    return True


def pymerkle_of_inclusion(index: int, size: int, leaf: int, proof: list[bytes]) -> bool:
    rule, _ = _inclusion_path_layout(index + 1, size)
    shown = pymerkle.InclusionProof("sha256", True, size, index + 1, rule, [HASHES[leaf], *proof])
    try:
        pymerkle.verify_inclusion(HASHES[leaf], ROOTS[size], shown, index=index + 1, size=size)
    except pymerkle.InvalidProof:
        return False
    return True


@given(st.data())
def test_sigstore_and_pymerkle_agree_on_inclusion(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, MOST))
    index = data.draw(st.integers(0, size - 1))
    leaf = data.draw(st.sampled_from([index, data.draw(st.integers(0, size - 1))]))
    proof = altered(inclusion_proof(NODES, index, size), data)
    ours = ours_of_inclusion(index, size, leaf, proof)
    assert sigstore(index, size, leaf, proof) is ours
    assert pymerkle_of_inclusion(index, size, leaf, proof) is ours


@pytest.fixture(scope="module")
def theirs() -> pymerkle.InmemoryTree:
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for leaf in LEAVES:
        tree.append_entry(leaf)
    return tree


def test_pymerkle_makes_the_same_roots_and_inclusion_proofs(theirs: pymerkle.InmemoryTree) -> None:
    for size in range(1, MOST + 1):
        assert theirs.get_root(size) == ROOTS[size]
        for index in range(0, size, 7):
            assert theirs.prove_inclusion(index + 1, size).path[1:] == inclusion_proof(NODES, index, size)


@given(st.data())
def test_pymerkle_agrees_on_what_grew_from_what(theirs: pymerkle.InmemoryTree, data: st.DataObject) -> None:
    """Its consistency proofs have another form than RFC 6962's, so each side brings its own."""
    size = data.draw(st.integers(2, MOST))
    old = data.draw(st.integers(1, size - 1))
    before, after = (data.draw(st.sampled_from([ROOTS[at], ROOTS[at - 1]])) for at in (old, size))
    shown = theirs.prove_consistency(old, size)
    try:
        pymerkle.verify_consistency(before, after, shown, prior_size=old, later_size=size)
    except pymerkle.InvalidProof:
        with pytest.raises(ProofError):
            check_consistency(old, before, size, after, consistency_proof(NODES, old, size))
    else:
        check_consistency(old, before, size, after, consistency_proof(NODES, old, size))


texts = st.from_regex(r"[ !#-\[\]-~]{1,40}", fullmatch=True)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
# Beyond this RFC 8785 writes whole numbers as JavaScript rounds them.
numbers = st.integers(0, 2**53 - 1)
lists = st.lists(texts, max_size=3).map(tuple)
RECORDED_AT = "2026-05-04T03:02:01.000007Z"


@given(texts, texts, texts, numbers, numbers | st.none())
def test_an_event_leaf_is_what_rfc_8785_makes_of_it(
    origin: str, stream: str, topic: str, number: int, prev: int | None
) -> None:
    leaf = event_line(
        commit="ab" * 32,
        index=number,
        log=origin,
        stream=stream,
        version=number + 1,
        prev=prev,
        recorded_at=RECORDED_AT,
        tenant=stream if prev else "",
        topic=topic,
    )
    assert rfc8785.dumps(json.loads(leaf)) == leaf


entries = st.one_of(
    st.builds(Genesis, texts, lists, texts | st.none()),
    st.builds(Heads, count=numbers, covers=numbers, root=hashes),
    st.builds(
        Erasure,
        targets=st.lists(numbers, max_size=3).map(tuple),
        remainders=st.lists(hashes | st.none(), max_size=3).map(tuple),
        files=st.lists(hashes, max_size=3).map(tuple),
        basis=texts,
        order=texts,
        approver=texts,
    ),
    st.builds(Keys, lists, lists),
)


@given(entries, texts, numbers)
def test_every_other_leaf_is_what_rfc_8785_makes_of_it(entry: Entry, origin: str, index: int) -> None:
    leaf = fill(entry_line(entry), index, origin, RECORDED_AT)
    assert rfc8785.dumps(json.loads(leaf)) == leaf
