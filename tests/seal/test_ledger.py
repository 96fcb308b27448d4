"""Every event has its leaf, written with it; nothing about a leaf can be changed but by an order."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from ppid.clockwatch import CLOCK, SEEN_BEHIND, RanBack
from ppid.database import StoreError, sqlite_path
from ppid.log import Log, StreamMovedError, VersionGapError, migrate, open_log
from ppid.seal.leaf import (
    Erasure,
    Genesis,
    Heads,
    Keys,
    LeafError,
    commitment,
    entry_line,
    kind_of,
    log_of,
    parse_event,
)
from ppid.seal.ledger import ConflictError, Ledger, Note, Token
from tests.ppid.log.examples import VOCABULARY, Store, filed, opened

NOW = datetime(2036, 6, 2, 3, 4, 5, 678901, tzinfo=UTC)
SPEAKING = VOCABULARY | {SEEN_BEHIND: RanBack}


@pytest.fixture
def ledger(store: Store) -> Iterator[Ledger]:
    """Give the ledger as the application uses it."""
    used = Ledger(store.app)
    yield used
    used.close()


def test_a_log_begins_with_its_genesis(ledger: Ledger) -> None:
    assert ledger.size() == 1
    assert ledger.origin() == "ppid.invalid/log1"
    assert [kind_of(line) for _, line in ledger.entries()] == ["genesis"]


def test_every_event_has_a_leaf_that_commits_to_its_bytes(log: Log, ledger: Ledger) -> None:
    log.append([filed("request-1"), filed("request-2")])
    log.append([filed("request-1", 2)])
    log.append([filed("request-1", n) for n in range(3, 30)])
    assert ledger.size() == 31
    leaves = ledger.leaves_of("request-1")
    assert [leaf.index for leaf in leaves] == [1, 3, *range(4, 31)]
    for leaf, raw in zip(leaves, log.raw("request-1"), strict=True):
        said = parse_event(leaf.line)
        assert (said.stream, said.version, said.topic) == ("request-1", raw.version, "test.filed")
        assert (said.index, said.log, said.tenant) == (leaf.index, "ppid.invalid/log1", "body-1")
        assert leaf.state == raw.state
        assert leaf.salt is not None
        assert said.commit == commitment(leaf.salt, raw.state)
    assert [parse_event(leaf.line).prev for leaf in leaves[:4]] == [None, 1, 3, 4]
    assert len({leaf.salt for leaf in leaves}) == len(leaves)
    assert [parse_event(line).index for line in ledger.leaves(1, 31)] == list(range(1, 31))


def test_what_is_refused_leaves_no_leaf(log: Log, ledger: Ledger) -> None:
    log.append([filed("request-1")])
    with pytest.raises(StreamMovedError):
        log.append([filed("request-2"), filed("request-1")])
    with pytest.raises(VersionGapError):
        log.append([filed("request-1", 3)])
    with pytest.raises(LeafError):
        log.append([filed('request-"1"')])
    assert ledger.size() == 2
    log.append([filed("request-1", 2)])
    assert ledger.size() == 3


def test_a_decision_may_rest_on_a_stream_that_it_does_not_change(log: Log, ledger: Ledger) -> None:
    log.append([filed("request-1"), filed("exemption-1")])
    log.append([filed("request-1", 2)], unmoved={"exemption-1": 1, "never-written": 0})
    log.append([filed("exemption-1", 2)])
    with pytest.raises(StreamMovedError) as moved:
        log.append([filed("request-1", 3)], unmoved={"exemption-1": 1})
    assert moved.value.stream == "exemption-1"
    assert ledger.size() == 5


def test_recorded_times_never_run_back_and_a_clock_that_did_is_an_event(store: Store, ledger: Ledger) -> None:
    times = iter(
        [NOW, NOW - timedelta(seconds=1), NOW - timedelta(hours=1), NOW - timedelta(minutes=59), NOW]
    )
    log = open_log(store.app, SPEAKING, now=lambda: next(times))
    for number in range(1, 6):
        log.append([filed("request-1", number)])
    leaves = [parse_event(line) for line in ledger.leaves(1, ledger.size())]
    recorded = [leaf.recorded_at for leaf in leaves]
    assert recorded == sorted(recorded)
    assert log.load(CLOCK)[0].envelope.event == RanBack(NOW - timedelta(hours=1), NOW)
    assert len(log.load(CLOCK)) == 1, "once for each time that the clock runs back"
    log.close()


def test_other_entries_stand_between_the_events(log: Log, ledger: Ledger) -> None:
    log.append([filed("request-1"), filed("request-2")])
    log.append([filed("request-1", 2)])
    heads = {head.stream: (head.version, head.index) for head in ledger.heads(3)}
    assert heads == {"request-1": (1, 1), "request-2": (1, 2)}
    assert {head.line for head in ledger.heads(4)} == {b"request-1 2 3\n", b"request-2 1 2\n"}
    index = ledger.add(Heads(2, 3, "ab" * 32), NOW)
    assert index == 4
    assert ledger.add(Keys(add=("log+1+x",)), NOW) == 5
    (_, line) = ledger.entries("heads")[0]
    assert line.startswith(
        b'{"count":2,"covers":3,"index":4,"kind":"heads","log":"ppid.invalid/log1","recorded_at":"'
    )
    log.append([filed("request-2", 2)])
    assert ledger.leaves_of("request-2")[-1].index == 6


def test_an_order_erases_a_content_and_nothing_else_can(log: Log, ledger: Ledger, store: Store) -> None:
    log.append([filed("request-1", number="a name that must go")])
    log.append([filed("request-1", 2)])
    state = log.raw("request-1")[0].state
    remainder = state.replace(b"a name that must go", b"-")
    digest = hashlib.sha256(remainder).hexdigest()
    order = Erasure((1,), (digest,), (), "2026/114", "UU 27/2022 art. 43", "officer-1")
    index = ledger.erase(order, [remainder], NOW)
    assert index == 3
    assert log.raw("request-1")[0].state == remainder
    assert log.load("request-1")[0].envelope.version == 1
    assert ledger.leaves_of("request-1")[0].salt is None
    assert ledger.leaves_of("request-1")[1].salt is not None
    with pytest.raises((ConflictError, StoreError)):
        ledger.erase(order, [b"{}"], NOW)
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.InsufficientPrivilege)):
        _run(store, "UPDATE {}event SET state = '' WHERE originator_version = 1")
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.InsufficientPrivilege)):
        _run(store, "UPDATE {}log_leaf SET salt = NULL WHERE leaf_index = 2")
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.InsufficientPrivilege)):
        _run(store, "DELETE FROM {}log_leaf")
    if not store.is_sqlite:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            _run(store, "TRUNCATE {}log_leaf")


def _run(store: Store, sql: str) -> None:
    """Try it as the owner of the tables."""
    if store.is_sqlite:
        with closing(sqlite3.connect(sqlite_path(store.owner), isolation_level=None)) as connection:
            connection.execute(sql.format(""))
        return
    with psycopg.connect(store.owner, autocommit=True) as owner:
        owner.execute(sql.format("ppid_log.").encode())


def test_checkpoints_gain_signatures_and_lose_none(ledger: Ledger) -> None:
    ledger.save({(0, 0): b"h" * 32}, Note(1, "one"))
    ledger.save({(0, 0): b"h" * 64}, Note(2, "two"))
    with pytest.raises(ConflictError):
        ledger.save({(0, 0): b"x" * 64}, Note(2, "another"))
    assert ledger.tile(0, 0) == b"h" * 64
    assert ledger.tile(1, 0) == b""
    assert ledger.replace(Note(2, "two"), "two\nconfirmed")
    assert not ledger.replace(Note(2, "two"), "two\nconfirmed by another")
    assert ledger.newest() == Note(2, "two\nconfirmed")
    ledger.drop([1])
    assert [note.size for note in ledger.notes()] == [2]
    ledger.add_token(Token(2, "tsa", b"reply"))
    ledger.add_token(Token(2, "tsa", b"another"))
    assert ledger.tokens(2) == ledger.tokens() == [Token(2, "tsa", b"reply")]


def test_what_was_recorded_before_there_were_leaves_is_sealed_by_the_migration(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    url = f"sqlite:///{tmp_path_factory.mktemp('old') / 'ppid.sqlite3'}"
    migrate(url)
    with closing(opened(url)) as log:
        log.append([filed("request-1"), filed("request-2"), filed("request-1", 2)])
        states = [event.state for event in log.raw("request-1")]
    with closing(sqlite3.connect(sqlite_path(url), isolation_level=None)) as connection:
        connection.execute("DROP TRIGGER leaf_is_never_deleted")
        connection.execute("DELETE FROM log_leaf")
    migrate(url, genesis=Genesis("ppid.example.go.id/log1", ("a key",)))
    migrate(url, genesis=Genesis("another.example/log1"))
    with closing(Ledger(url)) as ledger:
        assert ledger.origin() == "ppid.example.go.id/log1"
        leaves = ledger.leaves_of("request-1")
        assert [(leaf.index, parse_event(leaf.line).prev) for leaf in leaves] == [(1, None), (3, 1)]
        assert {log_of(leaf.line) for leaf in leaves} == {"ppid.example.go.id/log1"}
        assert [commitment(leaf.salt or b"", leaf.state) for leaf in leaves] == [
            parse_event(leaf.line).commit for leaf in leaves
        ]
        assert [leaf.state for leaf in leaves] == states


_EVENT = (
    "SELECT * FROM ppid_log.record(ARRAY[%s], ARRAY[%s]::bigint[], ARRAY[%s], ARRAY['x'::bytea], ARRAY[%s], "
    "ARRAY[%s::bytea], %s::timestamptz, '{}', '{}', '', '{}', '{}')"
)
_GOOD = ("request-9", 1, "test.filed", "body-1", b"s" * 32, "2036-06-02T00:00Z")


@pytest.mark.parametrize(
    ("at", "bad"),
    [
        (0, 'x","recorded_at":"9'), (0, "x\ny"), (0, "\u00e9"), (0, "back\\slash"), (0, ""), (1, 0), (2, ""),
        (2, 'x"'), (3, 'x"'), (4, b"s" * 31), (4, b""), (5, "10000-01-01Z"), (5, "infinity"),
    ],
)  # fmt: skip
def test_the_role_of_the_application_can_add_no_broken_event(
    store: Store, ledger: Ledger, at: int, bad: object
) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no roles")
    args = (*_GOOD[:at], bad, *_GOOD[at + 1 :])
    with psycopg.connect(store.app, autocommit=True) as app:
        with pytest.raises(psycopg.errors.InvalidParameterValue):
            app.execute(_EVENT.encode(), args)
        assert ledger.size() == 1
        app.execute(_EVENT.encode(), _GOOD)
        assert parse_event(next(ledger.leaves(1, 2))).stream == "request-9"


_PLACES = '"index":\x01,"kind":"{}","log":"\x02",'


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        '{"keys":[],' + _PLACES.format("genesis") + '"predecessor":null,"recorded_at":"\x03","v":1}',
        '{"add":[],' + _PLACES.format("event") + '"recorded_at":"\x03","retire":[],"v":1}',
        '{"add":[],' + _PLACES.format("keys") + '"recorded_at":"\x03","retire":[],"v":1}\n',
        '{"add":[],"index":7,"kind":"keys","log":"\x02","recorded_at":"\x03","retire":[],"v":1}',
        '{"add":["a\\"],' + _PLACES.format("keys") + '"recorded_at":"\x03","retire":[],"v":1}',
    ],
)
def test_the_role_of_the_application_can_add_no_entry_of_another_form(
    store: Store, ledger: Ledger, line: str
) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no roles")
    with psycopg.connect(store.app, autocommit=True) as app, pytest.raises(psycopg.errors.CheckViolation):
        app.execute(b"SELECT ppid_log.record_entry(%s, now())", (line,))
    assert ledger.size() == 1


def test_the_role_of_the_application_erases_only_what_the_order_names(
    log: Log, store: Store, ledger: Ledger
) -> None:
    if store.is_sqlite:
        pytest.skip("SQLite has no roles")
    log.append([filed("request-1"), filed("request-2")])
    left = hashlib.sha256(b"{}").hexdigest()
    line = entry_line(Erasure((1,), (left,), (), "2026/114", "UU 27/2022", "o-1"))
    sql = b"SELECT ppid_log.erase(%s, now(), %s::bigint[], %s::bytea[])"
    with psycopg.connect(store.app, autocommit=True) as app:
        for targets, remainders in (([2], [b"{}"]), ([1, 2], [b"{}", b"{}"]), ([1], [b""]), ([1], [None])):
            with pytest.raises(psycopg.errors.CheckViolation):
                app.execute(sql, (line, targets, remainders))
    assert ledger.size() == 3
    assert all(leaf.salt for stream in ("request-1", "request-2") for leaf in ledger.leaves_of(stream))
