"""The tree: roots, proofs that hold, and altered proofs that do not."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ppid.seal.tree import (
    EMPTY_ROOT,
    HASH_BYTES,
    Frontier,
    ProofError,
    TreeError,
    check_consistency,
    check_inclusion,
    consistency_proof,
    edge_of,
    frontier_at,
    inclusion_proof,
    leaf_hash,
    leaf_hashes,
    root_at,
    root_of,
)
from tests.seal.known import naive_root, nodes_of

MOST = 300
HASHES = leaf_hashes(b"leaf %d" % number for number in range(MOST))
NODES = nodes_of(HASHES)
ROOTS = [root_of(HASHES[:size]) for size in range(MOST + 1)]

sizes = st.integers(1, MOST)
leaves = st.lists(st.binary(max_size=40), max_size=70)


@given(leaves)
def test_the_root_is_the_one_that_the_rfc_defines(entries: list[bytes]) -> None:
    assert root_of(leaf_hashes(entries)) == naive_root(entries)


@given(leaves, st.lists(st.integers(0, 9)))
def test_a_tree_that_grows_by_ones_and_by_many_is_the_same_tree(
    entries: list[bytes], steps: list[int]
) -> None:
    hashes, frontier, at = leaf_hashes(entries), Frontier(), 0
    for step in [*steps, len(hashes)]:
        batch = hashes[at : at + step]
        if step == 1 and batch:
            frontier.append(batch[0])
        else:
            frontier.extend(batch)
        at += len(batch)
    assert frontier.size == len(entries)
    assert frontier.root() == naive_root(entries)
    assert Frontier(frontier.size, frontier.peaks).root() == frontier.root()


@given(sizes)
def test_a_tree_is_taken_up_again_where_it_stood(size: int) -> None:
    frontier = frontier_at(NODES, size)
    assert frontier.root() == root_at(NODES, size) == ROOTS[size]
    frontier.extend(HASHES[size:])
    assert frontier.root() == ROOTS[MOST]


@given(st.data())
def test_every_entry_is_proved_in_every_tree_that_holds_it(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(NODES, index, size)
    check_inclusion(HASHES[index], index, size, ROOTS[size], proof)
    assert len(proof) <= (size - 1).bit_length()


@given(st.data())
def test_every_tree_is_proved_to_be_the_beginning_of_each_later_one(data: st.DataObject) -> None:
    size = data.draw(sizes)
    old = data.draw(st.integers(1, size))
    check_consistency(old, ROOTS[old], size, ROOTS[size], consistency_proof(NODES, old, size))


def altered(proof: list[bytes], draw: Callable[[st.SearchStrategy[int]], int]) -> list[bytes]:
    """The proof with one bit turned, one hash left out, one doubled, or one added; never the same."""
    kinds = 4 if proof else 1
    kind = draw(st.integers(0, kinds - 1))
    if kind == 0:
        at = draw(st.integers(0, len(proof)))
        return [*proof[:at], HASHES[draw(st.integers(0, MOST - 1))], *proof[at:]]
    at = draw(st.integers(0, len(proof) - 1))
    if kind == 1:
        return proof[:at] + proof[at + 1 :]
    if kind == 2:
        return [*proof[:at], proof[at], *proof[at:]]
    bit = draw(st.integers(0, HASH_BYTES * 8 - 1))
    turned = (int.from_bytes(proof[at], "big") ^ (1 << bit)).to_bytes(HASH_BYTES, "big")
    return [*proof[:at], turned, *proof[at + 1 :]]


@given(st.data())
def test_an_altered_inclusion_proof_shows_nothing(data: st.DataObject) -> None:
    size = data.draw(sizes)
    index = data.draw(st.integers(0, size - 1))
    proof = altered(inclusion_proof(NODES, index, size), data.draw)
    with pytest.raises(ProofError):
        check_inclusion(HASHES[index], index, size, ROOTS[size], proof)


@given(st.data())
def test_a_right_proof_shows_nothing_of_another_entry_place_or_root(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, MOST))
    index, other = data.draw(st.lists(st.integers(0, size - 1), min_size=2, max_size=2, unique=True))
    proof = inclusion_proof(NODES, index, size)
    for hashed, place, root in (
        (HASHES[other], index, ROOTS[size]),
        (HASHES[index], other, ROOTS[size]),
        (HASHES[index], index, ROOTS[size - 1]),
        (HASHES[index], -1, ROOTS[size]),
        (HASHES[index], size, ROOTS[size]),
        (HASHES[index][:-1], index, ROOTS[size]),
    ):
        with pytest.raises(ProofError):
            check_inclusion(hashed, place, size, root, proof)


@given(st.data())
def test_an_altered_consistency_proof_shows_nothing(data: st.DataObject) -> None:
    size = data.draw(sizes)
    old = data.draw(st.integers(1, size))
    proof = altered(consistency_proof(NODES, old, size), data.draw)
    with pytest.raises(ProofError):
        check_consistency(old, ROOTS[old], size, ROOTS[size], proof)


@given(st.data())
def test_a_right_consistency_proof_shows_nothing_of_other_trees(data: st.DataObject) -> None:
    size = data.draw(sizes)
    old = data.draw(st.integers(1, size))
    other = data.draw(st.integers(1, MOST))
    assume(other not in {old, size})
    proof = consistency_proof(NODES, old, size)
    for old_root, root in ((ROOTS[other], ROOTS[size]), (ROOTS[old], ROOTS[other])):
        with pytest.raises(ProofError):
            check_consistency(old, old_root, size, root, proof)


def test_from_nothing_there_is_no_proof_and_nothing_is_believed() -> None:
    assert consistency_proof(NODES, 0, 7) == []
    for old, size in ((0, 0), (0, 7), (8, 7), (-1, 7)):
        with pytest.raises(ProofError):
            check_consistency(old, EMPTY_ROOT, size, ROOTS[7], [])


@pytest.mark.parametrize(("index", "size"), [(0, 0), (7, 7), (-1, 7), (8, 7)])
def test_no_proof_is_made_for_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(TreeError):
        inclusion_proof(NODES, index, size)


@pytest.mark.parametrize(("old", "size"), [(8, 7), (-1, 7), (1, 0)])
def test_no_tree_grew_from_a_larger_one(old: int, size: int) -> None:
    with pytest.raises(TreeError):
        consistency_proof(NODES, old, size)


def test_a_range_that_no_tree_hashes_is_refused() -> None:
    with pytest.raises(TreeError):
        edge_of(NODES, 3, 7)


@pytest.mark.parametrize(("size", "peaks"), [(3, 1), (0, 1), (4, 0), (-1, 0)])
def test_a_right_edge_that_does_not_fit_its_size_is_refused(size: int, peaks: int) -> None:
    with pytest.raises(TreeError):
        Frontier(size, HASHES[:peaks])


def test_a_right_edge_of_short_hashes_is_refused() -> None:
    with pytest.raises(TreeError):
        Frontier(1, [leaf_hash(b"")[:31]])
