"""Tiles and bundles: the same tree in pieces, in paths of one spelling, with few readings."""

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ppid.seal.tiles import (
    WIDTH,
    Tile,
    TileError,
    TileReader,
    bundle_of,
    entries_of,
    grown,
    hashes_in,
    tile_at,
    tiles_of,
)
from ppid.seal.tree import (
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hashes,
    root_at,
    root_of,
)
from tests.seal.known import Shelf

MOST = 70_000
HASHES = leaf_hashes(b"leaf %d" % number for number in range(MOST))


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    full = Shelf()
    full.add(HASHES)
    return full


@given(st.lists(st.one_of(st.integers(0, 3), st.integers(250, 260), st.integers(0, 3000)), max_size=12))
def test_however_it_grows_the_tiles_and_the_root_are_the_same(steps: list[int]) -> None:
    grew, at_once, total = Shelf(), Shelf(), sum(steps)
    for step in steps:
        grew.add(HASHES[grew.size : grew.size + step])
    at_once.add(HASHES[:total])
    assert grew.tiles == at_once.tiles
    assert root_at(TileReader(grew.fetch).node, total) == root_of(HASHES[:total])


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65_535, 65_536, 65_537, MOST])
def test_the_tiles_of_a_size_are_those_that_the_list_names(size: int) -> None:
    shelf = Shelf()
    shelf.add(HASHES[:size])
    named = {(tile.level, tile.n): tile.width for tile in tiles_of(size) if tile.level is not None}
    assert named == {place: len(tile) // 32 for place, tile in shelf.tiles.items()}
    bundles = {tile.n: tile.width for tile in tiles_of(size) if tile.level is None}
    assert bundles == {n: width for (level, n), width in named.items() if level == 0}


@given(st.integers(0, MOST), st.integers(0, MOST))
def test_what_a_larger_tree_adds_is_what_the_smaller_has_not(one: int, other: int) -> None:
    since, size = sorted((one, other))
    before = set(tiles_of(since))
    assert list(tiles_of(size, since)) == [tile for tile in tiles_of(size) if tile not in before]


@given(st.data())
def test_proofs_from_tiles_hold(shelf: Shelf, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, MOST))
    index = data.draw(st.integers(0, size - 1))
    reader = TileReader(shelf.fetch)
    root, old = root_of(HASHES[:size]), index + 1
    check_inclusion(HASHES[index], index, size, root, inclusion_proof(reader.node, index, size))
    proof = consistency_proof(reader.node, old, size)
    check_consistency(old, root_of(HASHES[:old]), size, root, proof)


def test_a_proof_reads_few_tiles_and_the_next_one_none(shelf: Shelf) -> None:
    reader = TileReader(shelf.fetch)
    shelf.fetched.clear()
    inclusion_proof(reader.node, 12_345, MOST)
    assert len(shelf.fetched) == len(set(shelf.fetched)) <= 5
    shelf.fetched.clear()
    inclusion_proof(reader.node, 12_346, MOST)
    assert shelf.fetched == []


def test_a_reader_sees_what_was_added_to_a_tile_it_knows() -> None:
    shelf = Shelf()
    shelf.add(HASHES[:300])
    reader = TileReader(shelf.fetch)
    root_at(reader.node, 300)
    shelf.add(HASHES[300:400])
    assert root_at(reader.node, 400) == root_of(HASHES[:400])


def test_a_reader_that_may_keep_little_still_proves(shelf: Shelf) -> None:
    reader = TileReader(shelf.fetch, keep=1)
    proof = inclusion_proof(reader.node, 5, MOST)
    check_inclusion(HASHES[5], 5, MOST, root_of(HASHES), proof)


def test_a_missing_tile_a_short_one_and_a_broken_one_are_told_apart() -> None:
    with pytest.raises(TileError, match="tile/0/000 is missing"):
        TileReader(lambda _, __: b"").node(0, 3)
    with pytest.raises(TileError, match="too short to hold the hash 3 of level 0"):
        TileReader(lambda _, __: HASHES[0]).node(0, 3)
    for broken in (b"x" * 33, b"x" * 8224):
        with pytest.raises(TileError, match="cannot be"):
            TileReader(lambda _, __, broken=broken: broken).node(0, 0)  # type: ignore[misc]


def test_what_an_unfinished_batch_left_behind_is_written_anew() -> None:
    clean, littered = Shelf(), Shelf()
    clean.add(HASHES[:700])
    littered.add(HASHES[:300])
    littered.tiles.update(grown(littered.fetch, 300, HASHES[1000:1300]))
    littered.add(HASHES[300:700])
    assert littered.tiles == clean.tiles


def test_tiles_that_lost_what_they_held_are_not_gone_on_from() -> None:
    shelf = Shelf()
    shelf.add(HASHES[:300])
    shelf.tiles[0, 1] = shelf.tiles[0, 1][:-32]
    with pytest.raises(TileError, match=r"tile/0/001\.p/44 holds 1376 bytes, and 1408 are needed"):
        shelf.add(HASHES[300:301])


@given(st.one_of(st.none(), st.integers(0, 63)), st.integers(0, 10**16), st.integers(1, WIDTH))
def test_a_path_names_one_tile_and_a_tile_has_one_path(level: int | None, n: int, width: int) -> None:
    tile = Tile(level, n, width)
    assert tile_at(tile.path) == tile
    assert PurePosixPath(tile.path).as_posix() == tile.path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0",
        "tile/0/1",
        "tile/00/001",
        "tile/64/001",
        "tile/-1/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/x000/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/001.p/999",
        "tile/0/001\n",
        "tile/0/x001/../001",
        "/tile/0/001",
        "tile/data/001",
        "tile/0/\u0660\u0660\u0661",
        "tile/0/" + "x999/" * 20 + "999",
    ],
)
def test_what_is_no_path_of_a_tile_is_refused(path: str) -> None:
    with pytest.raises(TileError):
        tile_at(path)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=WIDTH))
def test_a_bundle_gives_back_its_entries(entries: list[bytes]) -> None:
    assert entries_of(bundle_of(entries)) == entries


@given(st.binary(max_size=2000))
def test_a_bundle_has_one_spelling(data: bytes) -> None:
    try:
        entries = entries_of(data)
    except TileError:
        return
    assert bundle_of(entries) == data


def test_bundles_that_cannot_be_are_refused() -> None:
    with pytest.raises(TileError):
        bundle_of([])
    with pytest.raises(TileError):
        bundle_of([b""] * 257)
    with pytest.raises(TileError):
        bundle_of([b"x" * 65_536])
    assert entries_of(bundle_of([b"x" * 65_535])) == [b"x" * 65_535]
    for broken in (b"", b"\x00", b"\x00\x02x", b"\x00\x00" * 257):
        with pytest.raises(TileError):
            entries_of(broken)


def test_an_empty_tile_is_no_tile() -> None:
    with pytest.raises(TileError):
        hashes_in(b"")
