"""A log that cannot go on is closed, and all its events go on in a new one that cites it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import psycopg
import pytest

from ppid.database import StoreError, sqlite_path
from ppid.seal import verifier
from ppid.seal.erasing import Order, erase
from ppid.seal.integrator import Integrator, RestoredError, check_start
from ppid.seal.leaf import Genesis, commitment, parse_event
from ppid.seal.live import open_source
from ppid.seal.reopening import predecessor_of, reopen
from ppid.seal.signer import LogSigner
from ppid.seal.signing import SignerAwayError
from ppid.topics import VOCABULARY
from tests.seal.test_integrator import CutOff
from tests.web.world import World

NEW = "localhost/log2"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest) -> World:
    """Give a world on either database."""
    found: World = request.getfixturevalue("world" if request.param == "sqlite" else "postgres_world")
    return found


def renewed(world: World) -> int:
    """Close the log of a world and open a new one, as the command does."""
    signer = LogSigner(world.settings.signer_dir)
    predecessor = predecessor_of(world.services.ledger, signer.state())
    genesis = Genesis(NEW, (signer.reopen(NEW),), predecessor)
    return reopen(world.settings.schema_url, genesis)


def verdict(world: World, vkey: str) -> tuple[str, list[str]]:
    """What the auditor's own program says of the live database."""
    policy = verifier.parse_policy(f"log {vkey}\nquorum none\n".encode())
    with open_source(world.settings.schema_url) as source:
        result = verifier.audit(source, policy)
    return result.word("en"), [finding.code for finding in result.findings]


def test_every_event_goes_on_under_the_new_name(place: World) -> None:
    place.at("extended")
    place.seal(daily=True)
    ledger, log = place.services.ledger, place.services.log
    before = ledger.newest()
    assert before
    size, root = before.text.split("\n")[1:3]
    events = list(log.stream_all())
    assert renewed(place) == ledger.size() == len(events) + 1
    ((_, genesis),) = ledger.entries()
    assert f'"predecessor":"localhost/log1 {size} {root}"'.encode() in genesis
    assert list(log.stream_all()) == events
    leaves = [parse_event(line) for line in ledger.leaves(1, ledger.size())]
    assert {leaf.log for leaf in leaves} == {NEW}
    assert [leaf.index for leaf in leaves] == list(range(1, len(events) + 1))
    assert ledger.newest() is None
    place.at("incomplete")
    signer = LogSigner(place.settings.signer_dir)
    check_start(ledger, signer)
    place.seal(daily=True)
    (vkey,) = signer.vkeys()
    assert verdict(place, vkey) == ("VERIFIED", [])
    with pytest.raises(RestoredError, match="already"):
        reopen(place.settings.schema_url, Genesis(NEW, (vkey,)))


def test_what_an_order_erased_stays_erased_by_it(place: World) -> None:
    case = str(place.file().request)
    other = str(place.file().request)
    services = place.services
    order = Order(case, 1, ("wish.information",), (), "2026/114", "UU 27/2022", "ketua-1")
    erase(services.ledger, services.files, VOCABULARY, order, place.clock())
    renewed(place)
    leaf = services.ledger.leaves_of(case)[0]
    assert leaf.salt is None
    kept = services.ledger.leaves_of(other)[0]
    assert kept.salt
    assert parse_event(kept.line).commit == commitment(kept.salt, kept.state)
    ((index, line),) = services.ledger.entries("erasure")
    assert index == services.ledger.size() - 1
    assert f'"targets":[{leaf.index}]'.encode() in line
    assert b'"order":"2026/114"' in line
    place.seal(daily=True)
    (vkey,) = LogSigner(place.settings.signer_dir).vkeys()
    assert verdict(place, vkey) == ("VERIFIED", [])


def test_the_guards_stand_again_afterwards(place: World) -> None:
    place.file()
    renewed(place)
    if place.settings.database_url.startswith("sqlite"):
        with (
            closing(sqlite3.connect(sqlite_path(place.settings.database_url))) as connection,
            pytest.raises(sqlite3.IntegrityError),
        ):
            connection.execute("DELETE FROM log_leaf")
        return
    with psycopg.connect(place.settings.schema_url, autocommit=True) as owner:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            owner.execute("DELETE FROM ppid_log.log_leaf")
        modes = owner.execute(
            "SELECT DISTINCT tgenabled FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
            "WHERE relname IN ('log_leaf', 'log_erased') AND NOT tgisinternal"
        ).fetchall()
    assert modes == [("A",)]


def test_only_the_owner_opens_a_new_log(postgres_world: World) -> None:
    before = postgres_world.services.ledger.size()
    with pytest.raises((StoreError, psycopg.errors.InsufficientPrivilege, psycopg.Error)):
        reopen(postgres_world.settings.database_url, Genesis(NEW))
    assert postgres_world.services.ledger.size() == before


def test_it_cites_what_only_the_signer_remembers(world: World) -> None:
    world.file()
    world.seal()
    ledger, signer = world.services.ledger, LogSigner(world.settings.signer_dir)
    world.file()
    with pytest.raises(SignerAwayError):
        Integrator(ledger, CutOff(signer)).integrate()
    state = signer.state()
    newest = ledger.newest()
    assert newest
    assert state.size > newest.size
    assert predecessor_of(ledger, state).startswith(f"localhost/log1 {state.size} ")
