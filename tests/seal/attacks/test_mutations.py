"""Thousands of random changes of evidence: no traceback, no lie that is verified, none without end.

What counts as evidence is written down in ``said_by_bundle``, ``said_by_export`` and ``said_by_receipt``:
whatever the report tells of entries, contents, files and of who confirmed. A change that is verified must
leave all of it as it was, or show less and say so in a note.
"""

# ruff: noqa: S311 - chance that can be repeated, and keeps no secret

from __future__ import annotations

import json
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ppid.seal import verifier
from ppid.seal.export import export
from ppid.seal.ledger import Ledger
from ppid.seal.policy import Policy
from ppid.seal.receipt import receipt_of
from tests.seal.attacks.history import History
from tests.seal.attacks.mutating import (
    change_export,
    changed_bundle,
    changed_bytes,
    changed_json,
    written_json,
)
from tests.seal.attacks.sealing import ORIGIN
from tests.seal.attacks.zips import Bundle, bundle_of

CASE_SECONDS = 5.0
"""Of processor time, for one changed input: a hundred times what an unchanged one takes."""
MEMORY_BYTES = 200 << 20
"""What all the changed inputs of one test may add to the memory at its highest."""
BUNDLES, EXPORTS, RECEIPTS, POLICIES, ARCHIVES, SMALL = 200, 200, 250, 250, 100, 500


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compute each signature once: nearly all of them are the same in each changed copy."""
    monkeypatch.setattr(verifier, "ed25519_verify", _ed25519)


_ed25519 = lru_cache(maxsize=20_000)(verifier.ed25519_verify)


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """Hold the memory of each test to its bound."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert grown < MEMORY_BYTES, f"{grown >> 20} MB more"


def timed(seed: int, number: int, check: Callable[[], verifier.Result]) -> verifier.Result:
    """Run a check within its time. Whatever it raises is named with what makes it again."""
    begun = time.process_time()
    try:
        result = check()
    except Exception as fault:
        raise AssertionError(f"seed {seed}, change {number}: {fault!r}") from fault
    assert time.process_time() - begun < CASE_SECONDS, f"seed {seed}, change {number}"
    assert result.exit_code in {0, 1, 2, 3}
    for finding in result.findings:
        assert finding.sentence("id").strip()
        assert finding.sentence("en").strip()
    json.dumps(result.as_json())
    return result


def subset(less: dict[str, str], more: dict[str, str], *open_ended: str) -> bool:
    """Whether all facts are the same, but those that may be missing or say less."""
    for name, value in less.items():
        if name == "created":
            continue  # what the bundle says of itself; nobody signed it
        if name in open_ended:
            if not set(value.split(", ")) <= set(more[name].split(", ")):
                return False
        elif more.get(name) != value:
            return False
    return True


# Bundles ----------------------------------------------------------------------------------------------


def said_by_bundle(content: bytes) -> dict[str, Any]:
    """The entries with their contents, and the files, read without the verifier."""
    bundle = Bundle.of(content)
    shown = {}
    for name in ("events.ndjson", "calendar/events.ndjson"):
        lines = [json.loads(line) for line in bundle.files.get(name, b"").splitlines()]
        shown[name] = sorted((line["leaf"], line.get("state")) for line in lines)  # their order says nothing
    return {
        "entries": shown,
        "files": {n: c for n, c in bundle.files.items() if n.startswith("attachments/")},
    }


@pytest.fixture(scope="module")
def honest(sqlite_history: History) -> list[Bundle]:
    """Give the bundles that are changed."""
    return [
        bundle_of(sqlite_history, sqlite_history.cases[name]) for name in ("delivered", "plain", "objection")
    ]


@pytest.mark.parametrize("seed", range(12))
def test_changed_bundles(sqlite_history: History, honest: list[Bundle], tmp_path: Path, seed: int) -> None:
    rng, path = Random(seed), tmp_path / "bundle.zip"
    policy = verifier.parse_policy(sqlite_history.policy.encode())
    true = honest[seed % len(honest)]
    whole = Bundle(dict(true.files)).zipped()
    path.write_bytes(whole)
    before = verifier.verify_bundle(str(path), policy)
    assert before.exit_code == 0
    told, refused = said_by_bundle(whole), 0
    for number in range(BUNDLES):
        changed = changed_bundle(rng, Bundle(dict(true.files)))
        path.write_bytes(changed)
        result = timed(seed, number, lambda: verifier.verify_bundle(str(path), policy))
        timed(seed, number, lambda: verifier.deadline(str(path), policy))
        if result.exit_code:
            refused += 1
            continue
        now = said_by_bundle(changed)
        where = f"seed {seed}, change {number}: {result.codes}"
        assert now["entries"]["events.ndjson"] == told["entries"]["events.ndjson"], where
        calendar = now["entries"]["calendar/events.ndjson"]
        assert calendar in ([], told["entries"]["calendar/events.ndjson"]), where
        assert calendar or result.has("W01", "W06") or not told["entries"]["calendar/events.ndjson"], where
        assert set(now["files"].values()) <= set(told["files"].values()), where
        assert len(now["files"]) == len(told["files"]) or result.has("W02"), where
        assert subset(result.facts, before.facts, "confirmed_by"), where
    assert refused > BUNDLES // 2


# Exports ----------------------------------------------------------------------------------------------

_SAID = {
    "log_leaf": "SELECT leaf_index, originator_id, originator_version, leaf FROM log_leaf ORDER BY 1",
    "event": "SELECT originator_id, originator_version, topic, state FROM event ORDER BY {order}",
    "log_checkpoint": "SELECT size, note FROM log_checkpoint ORDER BY size",
}


def said_by_export(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The entries, the events in their order, and the seals, read without the verifier."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as c:
        c.text_factory = bytes
        named = {column[1] for column in c.execute("PRAGMA table_info(event)")}
        order = "notification_id" if b"notification_id" in named else "rowid"
        return {name: c.execute(sql.format(order=order)).fetchall() for name, sql in _SAID.items()}


def seals_of(rows: list[tuple[Any, ...]], names: list[bytes]) -> set[bytes]:
    """Every signed text with each line in a name that the policy knows; other lines nobody reads."""
    found = set()
    for _, note in rows:
        text, _, lines = bytes(note).partition(b"\n\n")
        found |= {text + b"\n" + line for line in lines.splitlines() if any(name in line for name in names)}
    return found


@pytest.fixture(scope="module")
def exported(sqlite_history: History, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the export that is changed."""
    path = tmp_path_factory.mktemp("exported") / "export.sqlite3"
    export(sqlite_history.url, path, sqlite_history.created_at)
    return path


@pytest.mark.parametrize("seed", range(12))
def test_changed_exports(sqlite_history: History, exported: Path, tmp_path: Path, seed: int) -> None:
    rng, path, whole = Random(seed), tmp_path / "export.sqlite3", exported.read_bytes()
    policy = verifier.parse_policy(sqlite_history.policy.encode())
    told, erased = said_by_export(exported), sqlite_history.of("erased")[0]
    known = [
        f"\u2014 {name} ".encode()
        for name in (ORIGIN, *(str(c.key.verifier.name) for c in sqlite_history.commissions))
    ]

    def check() -> verifier.Result:
        try:
            source = verifier.SqliteSource(str(path))
        except verifier.CannotRead:
            result = verifier.Result("audit")
            result.add("R01", what="log", why="")
            return result
        with closing(source):
            return verifier.audit(source, policy)

    refused = 0
    for number in range(EXPORTS):
        path.write_bytes(whole)
        change_export(rng, path)
        result = timed(seed, number, check)
        if result.exit_code:
            refused += 1
            continue
        now, where = said_by_export(path), f"seed {seed}, change {number}: {result.codes}"
        assert now["log_leaf"] == told["log_leaf"], where
        for before, after in zip(told["event"], now["event"], strict=True):
            if after != before:  # an order allows even the rest of what it erased to go
                assert after[:3] == before[:3], where
                assert (after[0].decode(), after[1], after[3]) == (erased.stream, erased.version, None), where
        assert seals_of(now["log_checkpoint"], known) <= seals_of(told["log_checkpoint"], known), where
    assert refused > EXPORTS // 3


# Receipts, policies, archives, and the small pieces ---------------------------------------------------


@pytest.fixture(scope="module")
def receipt(sqlite_history: History) -> tuple[bytes, bytes]:
    """Give a receipt as a file, and as the codes on paper."""
    ledger = Ledger(sqlite_history.url)
    made = receipt_of(ledger, sqlite_history.cases["delivered"], Policy.of(sqlite_history.policy))
    ledger.close()
    assert made is not None
    return made.as_file(), "\n".join(made.codes()).encode()


def said_by_receipt(data: bytes) -> tuple[object, object]:
    """The entry and its content."""
    value = verifier.receipt_of(data)
    return value["leaf"], value.get("state")


@pytest.mark.parametrize("seed", range(4))
def test_changed_receipts(sqlite_history: History, receipt: tuple[bytes, bytes], seed: int) -> None:
    rng = Random(seed)
    policy = verifier.parse_policy(sqlite_history.policy.encode())
    told, refused = said_by_receipt(receipt[0]), 0
    for number in range(RECEIPTS):
        form = rng.randrange(3)
        if form == 0:
            changed = written_json(changed_json(rng, json.loads(receipt[0])))
        else:
            changed = changed_bytes(rng, receipt[form - 1], 2)
        result = timed(seed, number, lambda data=changed: verifier.check_receipt(data, policy))  # type: ignore[misc]
        if result.exit_code:
            refused += 1
            continue
        leaf, state = said_by_receipt(changed)
        assert leaf == told[0], f"seed {seed}, change {number}"
        assert state == told[1] or (state is None and result.has("W05")), f"seed {seed}, change {number}"
    assert refused > RECEIPTS // 2


@pytest.mark.parametrize("seed", range(2))
def test_changed_policies(sqlite_history: History, receipt: tuple[bytes, bytes], seed: int) -> None:
    """A policy that can still be read trusts nobody whom the true one does not trust, by chance."""
    rng, whole = Random(seed), sqlite_history.policy.encode()
    for number in range(POLICIES):
        changed = changed_bytes(rng, whole)
        try:
            policy = verifier.parse_policy(changed)
        except verifier.Bad:
            continue
        timed(seed, number, lambda trusted=policy: verifier.check_receipt(receipt[0], trusted))  # type: ignore[misc]


@pytest.mark.parametrize("seed", range(2))
def test_changed_archives(sqlite_history: History, exported: Path, tmp_path: Path, seed: int) -> None:
    """An archive that somebody spoilt accuses nobody of a second history, and hides nothing of the first."""
    rng, path = Random(seed), tmp_path / "w1.ndjson"
    policy = verifier.parse_policy(sqlite_history.policy.encode())
    whole = "".join(sqlite_history.archives["w1"]).encode()
    other = tmp_path / "w0.ndjson"
    other.write_text("".join(sqlite_history.archives["w0"]))
    with closing(verifier.SqliteSource(str(exported))) as source:
        for number in range(ARCHIVES):
            if rng.random() < 0.5:
                lines = [json.loads(line) for line in whole.splitlines()]
                changed = changed_json(rng, lines)
                path.write_bytes(
                    b"".join(written_json(x) + b"\n" for x in changed) if isinstance(changed, list) else b""
                )
            else:
                path.write_bytes(changed_bytes(rng, whole))
            result = timed(seed, number, lambda: verifier.audit(source, policy, archives=[str(path)]))
            assert not result.has("C04", "C05", "T01", "E01"), f"seed {seed}, change {number}"
            result = timed(seed, number, lambda: verifier.compare([str(path), str(other)], policy))
            assert not result.has("C05"), f"seed {seed}, change {number}"


PARSERS: tuple[Callable[[bytes], object], ...] = (
    verifier.parse_note,
    verifier.parse_checkpoint,
    verifier.parse_proof,
    verifier.parse_policy,
    verifier.parse_leaf,
)


@pytest.mark.parametrize("seed", range(4))
def test_changed_small_pieces(sqlite_history: History, seed: int) -> None:
    """Every reader of a small piece answers, or says that it is bad; nothing else."""
    rng, h = Random(seed), sqlite_history
    bundle = bundle_of(h, h.cases["delivered"])
    body = h.seals[-1].text.partition("\n\n")[0].encode() + b"\n"
    token = h.stamper.stamp(body, h.created_at)
    true = verifier.check_token(token, body, {h.stamper.pin: "bsre"})
    pieces = [h.seals[-1].text.encode(), h.policy.encode(), *(fact.line for fact in h.facts[:60:7])]
    pieces += [content for name, content in bundle.files.items() if name.endswith("-proof")]
    for number in range(SMALL):
        piece = changed_bytes(rng, rng.choice(pieces))
        for read in PARSERS:
            try:
                read(piece)
            except verifier.Bad:
                continue
            except Exception as fault:
                raise AssertionError(f"seed {seed}, change {number}, {read.__name__}: {fault!r}") from fault
        try:
            stamp = verifier.check_token(changed_bytes(rng, token, 1), body, {h.stamper.pin: "bsre"})
        except verifier.Bad:
            continue
        assert (stamp.time, stamp.serial) == (true.time, true.serial), f"seed {seed}, change {number}"


def test_there_are_enough_changes() -> None:
    """At least five thousand, of bundles and exports alone nearly all."""
    assert 12 * (BUNDLES + EXPORTS) + 4 * RECEIPTS + 2 * (POLICIES + ARCHIVES) >= 5_000
