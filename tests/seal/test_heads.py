"""The map of heads proves how many entries there are for a case, and the verifier agrees with it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from ppid.log import Log
from ppid.seal import verifier
from ppid.seal.heads import HeadsBook, HeadsMap
from ppid.seal.ledger import Head, Ledger
from ppid.seal.tree import EMPTY_ROOT, check_inclusion, leaf_hash
from tests.ppid.log.examples import Store, filed

NOW = datetime(2036, 6, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def ledger(store: Store) -> Iterator[Ledger]:
    """Give the ledger as the application uses it."""
    with closing(Ledger(store.app)) as used:
        yield used


def test_the_map_knows_the_last_version_of_each_stream(log: Log, ledger: Ledger) -> None:
    log.append([filed("request-2"), filed("request-10"), filed("request-1")])
    log.append([filed("request-1", 2)])
    book = HeadsBook(ledger)
    assert book.newest() is None
    index = book.record(NOW)
    log.append([filed("request-1", 3), filed("request-3")])
    entry = book.newest()
    assert entry
    assert (entry.index, entry.covers, entry.count, entry.recorded_at) == (index, index, 3, NOW)
    assert book.newest(below=index) is None
    found = book.map_of(entry.covers)
    assert found is book.map_of(entry.covers)
    assert found.root == entry.root
    assert found.lines == [b"request-1 2 4\n", b"request-10 1 2\n", b"request-2 1 1\n"]
    for stream, line in zip(("request-1", "request-10", "request-2"), found.lines, strict=True):
        proof = found.proof(stream)
        assert proof
        assert proof.line == line
        check_inclusion(leaf_hash(line), proof.position, entry.count, entry.root, proof.proof)
        assert verifier.inclusion_holds(
            verifier.leaf_hash(line), proof.position, entry.count, list(proof.proof), entry.root
        )
    for unknown in ("request-3", "request-", "request", "zebra", "a"):
        assert found.proof(unknown) is None


def test_a_log_without_events_has_an_empty_map(ledger: Ledger) -> None:
    found = HeadsBook(ledger).map_of(1)
    assert (found.root, found.entry.count, found.proof("request-1")) == (EMPTY_ROOT, 0, None)


def test_a_proof_among_a_hundred_thousand_streams_takes_no_time() -> None:
    made = time.process_time()
    found = HeadsMap(200_000, (Head(f"request-{n * 2654435761 % 2**64:032x}", 1, n) for n in range(100_000)))
    root = found.root
    assert time.process_time() - made < 5, "made once for each seal"
    began = time.process_time()
    for n in range(0, 100_000, 100):
        stream = f"request-{n * 2654435761 % 2**64:032x}"
        proof = found.proof(stream)
        assert proof
        check_inclusion(leaf_hash(proof.line), proof.position, 100_000, root, proof.proof)
    assert (time.process_time() - began) / 1000 < 0.01
