"""Checkpoints follow what was recorded: whoever is killed, away or faster, and never over another history."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from ppid.database import sqlite_path
from ppid.log import Log
from ppid.seal.checkpoint import Checkpoint, checkpoint_in
from ppid.seal.integrator import Integrator, RestoredError, check_start
from ppid.seal.ledger import Ledger, Note
from ppid.seal.note import Note as SignedNote
from ppid.seal.note import Verifier
from ppid.seal.signer import LogSigner, RefusedError, State
from ppid.seal.signing import SignerAwayError, SocketSigner
from ppid.seal.tiles import WIDTH
from ppid.seal.tree import leaf_hashes, root_of
from tests.ppid.log.examples import Store, filed, opened

ORIGIN = "ppid.invalid/log1"  # as the fixtures of the log begin it


@pytest.fixture
def ledger(store: Store) -> Iterator[Ledger]:
    """Give the ledger as the application uses it."""
    with closing(Ledger(store.app)) as used:
        yield used


@pytest.fixture
def signer(tmp_path: Path) -> LogSigner:
    """Give the signer of the log."""
    return LogSigner.create(tmp_path / "signer", ORIGIN)


def recorded(log: Log, streams: range) -> None:
    """Record one event in each of these streams."""
    log.append([filed(f"request-{n}") for n in streams])


def is_right(ledger: Ledger, signer: LogSigner) -> None:
    """Demand that every checkpoint is the root over the bytes of the leaves, signed."""
    keys = [Verifier.of(vkey) for vkey in signer.vkeys()]
    for note in ledger.notes():
        hashes = leaf_hashes(ledger.leaves(0, note.size))
        assert checkpoint_in(SignedNote.of(note.text)) == Checkpoint(ORIGIN, note.size, root_of(hashes))
        assert SignedNote.of(note.text).verify(keys)
        assert b"".join(ledger.tile(0, n) for n in range(-(-note.size // WIDTH))).startswith(b"".join(hashes))


def test_each_round_brings_the_tree_up_to_the_newest_entry(
    log: Log, ledger: Ledger, signer: LogSigner
) -> None:
    integrator = Integrator(ledger, signer)
    sizes = [1]
    assert integrator.integrate() == ledger.newest()
    assert integrator.integrate() is None, "nothing new, so nothing to sign"
    for number, count in enumerate((1, 2, 253, 300, 1)):
        recorded(log, range(number * 1000, number * 1000 + count))
        integrator.integrate()
        sizes.append(sizes[-1] + count)
    assert [note.size for note in ledger.notes()] == sizes
    is_right(ledger, signer)
    recorded(log, range(9000, 9100))
    Integrator(ledger, signer).integrate()  # another process, which knows nothing yet
    is_right(ledger, signer)


def test_a_long_log_is_taken_in_piece_by_piece(
    log: Log, ledger: Ledger, signer: LogSigner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ppid.seal.integrator.MOST_AT_ONCE", 100)
    recorded(log, range(530))
    Integrator(ledger, signer).integrate()
    assert [note.size for note in ledger.notes()] == [100, 200, 300, 400, 500, 531]
    is_right(ledger, signer)


class CutOff:
    """A signer after whose signatures the line is cut, so that they are given and never arrive."""

    def __init__(self, signer: LogSigner) -> None:
        self.signer = signer
        self.state, self.vkeys = signer.state, signer.vkeys

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes]) -> SignedNote:
        """Sign, and never say so."""
        self.signer.sign(checkpoint, proof)
        raise SignerAwayError("cut")


def test_a_signature_that_was_given_and_lost_is_asked_for_again(
    log: Log, ledger: Ledger, signer: LogSigner
) -> None:
    recorded(log, range(10))
    Integrator(ledger, signer).integrate()
    recorded(log, range(10, 20))
    with pytest.raises(SignerAwayError):
        Integrator(ledger, CutOff(signer)).integrate()
    assert (signer.state().size, ledger.newest().size) == (21, 11)  # type: ignore[union-attr]  # there is one
    recorded(log, range(20, 30))
    check_start(ledger, signer)
    Integrator(ledger, signer).integrate()
    assert [note.size for note in ledger.notes()] == [11, 31]
    is_right(ledger, signer)


def test_while_the_signer_is_away_recording_goes_on(
    log: Log, ledger: Ledger, signer: LogSigner, tmp_path: Path
) -> None:
    away = SocketSigner(tmp_path / "nobody")
    integrator = Integrator(ledger, away)
    for n in range(3):
        recorded(log, range(n * 10, n * 10 + 10))
        with pytest.raises(SignerAwayError):
            integrator.integrate()
    assert ledger.size() == 31
    integrator.signing = signer
    integrator.integrate()
    assert [note.size for note in ledger.notes()] == [31]
    is_right(ledger, signer)


def test_two_integrators_at_once_make_one_history(log: Log, store: Store, signer: LogSigner) -> None:
    stop = threading.Event()
    faults: list[BaseException] = []

    def work() -> None:
        with closing(Ledger(store.app)) as own:
            integrator = Integrator(own, signer)
            while not stop.is_set():
                try:
                    integrator.integrate()
                except BaseException as fault:  # noqa: BLE001 - told by the test below
                    faults.append(fault)
                    return

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for n in range(120):
        recorded(log, range(n * 5, n * 5 + 1 + n % 5))
    stop.set()
    for thread in threads:
        thread.join()
    assert faults == []
    with closing(Ledger(store.app)) as ledger:
        Integrator(ledger, signer).integrate()
        assert ledger.newest() == ledger.notes(ledger.size(), ledger.size())[0]
        is_right(ledger, signer)


def test_who_comes_second_does_not_cut_a_tile(ledger: Ledger) -> None:
    ledger.save({(0, 0): b"h" * 96}, Note(3, "three"))
    ledger.save({(0, 0): b"h" * 64}, Note(2, "two"))
    assert ledger.tile(0, 0) == b"h" * 96


_WORKER = """
import sys
from ppid.log import open_log
from ppid.seal.integrator import Integrator
from ppid.seal.ledger import Ledger
from ppid.seal.signer import LogSigner
from pathlib import Path
from tests.ppid.log.examples import VOCABULARY, filed
url, folder, start = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
log = open_log(url, VOCABULARY)
integrator = Integrator(Ledger(url), LogSigner(folder))
print("ready", flush=True)
for n in range(start, start + 10_000):
    log.append([filed(f"request-{n}")])
    integrator.integrate()
    print(n, flush=True)
"""


def test_killed_at_any_moment_the_integrator_forks_nothing(
    store: Store, ledger: Ledger, signer: LogSigner
) -> None:
    """F60: 50 kills while it records, signs and keeps."""
    dice = random.Random(7)  # noqa: S311 - when to kill is no secret
    signed: dict[int, str] = {}
    for turn in range(50):
        command = [sys.executable, "-c", _WORKER, store.app, str(signer.folder), str(turn * 10_000)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as worker:
            assert worker.stdout
            assert worker.stdout.readline() == b"ready\n"
            time.sleep(dice.random() * 0.06)
            worker.kill()
        state = signer.state()
        if state.size:
            assert signed.setdefault(state.size, state.note) == state.note
        check_start(ledger, signer)
    Integrator(ledger, signer).integrate()
    newest = ledger.newest()
    assert newest
    assert newest.size == ledger.size() > 20
    kept = {note.size: note.text for note in ledger.notes()}
    assert {size: kept[size] for size in signed if size in kept} == {
        size: note for size, note in signed.items() if size in kept
    }
    hashes = leaf_hashes(ledger.leaves(0, newest.size))
    for size, text in signed.items():
        assert checkpoint_in(SignedNote.of(text)).root == root_of(hashes[:size])
    is_right(ledger, signer)


# What must stop a start -----------------------------------------------------------------------------------


def test_a_restored_backup_stops_the_start(store: Store, signer: LogSigner, tmp_path: Path) -> None:
    """F67: yesterday's backup is noticed at the start, and nothing is signed on top of it."""
    with closing(opened(store.app)) as log, closing(Ledger(store.app)) as ledger:
        recorded(log, range(20))
        Integrator(ledger, signer).integrate()
        restore = backed_up(store, tmp_path)
        recorded(log, range(20, 30))
        Integrator(ledger, signer).integrate()
        check_start(ledger, signer)
    restore()
    with closing(opened(store.app)) as log, closing(Ledger(store.app)) as ledger:
        with pytest.raises(RestoredError, match=r"21 entries, but 31 were signed.*restored from a backup\?"):
            check_start(ledger, signer)
        recorded(log, range(100, 105))
        with pytest.raises(RestoredError, match="backup"):
            Integrator(ledger, signer).integrate()
        recorded(log, range(105, 130))  # longer than what was signed, and another history
        with pytest.raises(RestoredError, match="not those that were signed"):
            check_start(ledger, signer)
        before = signer.state()
        with pytest.raises(RefusedError):
            Integrator(ledger, signer).integrate()
        assert signer.state() == before
        assert [note.size for note in ledger.notes()] == [21]


def backed_up(store: Store, folder: Path) -> Callable[[], None]:
    """Make a backup of the log; return what puts it back in its place."""
    if store.is_sqlite:
        path, copy = sqlite_path(store.owner), folder / "copy"
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)

        def restore() -> None:
            for leftover in path.parent.glob("ppid.sqlite3*"):
                leftover.unlink()
            copy.rename(path)

        return restore
    tables = ("event", "log_leaf", "log_tile", "log_checkpoint")
    with psycopg.connect(store.owner, autocommit=True) as owner:
        for table in tables:
            owner.execute(f"CREATE TABLE backup_{table} AS TABLE ppid_log.{table}".encode())

    def put_back() -> None:
        with psycopg.connect(store.owner, autocommit=True) as owner:
            for table in tables:
                owner.execute(f"ALTER TABLE ppid_log.{table} DISABLE TRIGGER USER".encode())
                owner.execute(f"DELETE FROM ppid_log.{table}".encode())  # noqa: S608 - constants
                owner.execute(
                    f"INSERT INTO ppid_log.{table} OVERRIDING SYSTEM VALUE TABLE backup_{table}".encode()
                )
                owner.execute(f"ALTER TABLE ppid_log.{table} ENABLE TRIGGER USER".encode())

    return put_back


def test_the_signer_of_another_log_stops_the_start(ledger: Ledger, tmp_path: Path) -> None:
    other = LogSigner.create(tmp_path / "other", "another.example/log1")
    with pytest.raises(RestoredError, match=r"ppid.invalid/log1.*another.example/log1"):
        check_start(ledger, other)
    with pytest.raises(RestoredError):
        Integrator(ledger, other).integrate()
    assert other.state().size == 0


def test_entries_changed_behind_our_back_are_not_signed(
    log: Log, store: Store, ledger: Ledger, signer: LogSigner
) -> None:
    recorded(log, range(20))
    integrator = Integrator(ledger, signer)
    integrator.integrate()
    check_start(ledger, signer)
    tampered(store, "UPDATE {}log_tile SET hashes = {zeros} WHERE n = 0", zeros=32 * 21)
    # Tiles are made of the leaves: broken ones are made again.
    recorded(log, range(20, 25))
    check_start(ledger, signer)
    Integrator(ledger, signer).integrate()
    is_right(ledger, signer)
    tampered(store, "UPDATE {}log_tile SET hashes = {zeros} WHERE n = 0", zeros=32 * 26)
    tampered(store, "UPDATE {}log_leaf SET leaf = {zeros} WHERE leaf_index = 7", zeros=40)
    with pytest.raises(RestoredError, match="changed"):
        check_start(ledger, signer)
    recorded(log, range(25, 26))
    with pytest.raises(RestoredError, match="changed"):
        Integrator(ledger, signer).integrate()


def tampered(store: Store, sql: str, zeros: int) -> None:
    """Change a row as an insider who owns the tables would."""
    if store.is_sqlite:
        with closing(sqlite3.connect(sqlite_path(store.owner), isolation_level=None)) as connection:
            connection.execute("DROP TRIGGER IF EXISTS leaf_is_never_changed")
            connection.execute(sql.replace("{zeros}", f"zeroblob({zeros})").replace("{}", ""))
        return
    with psycopg.connect(store.owner, autocommit=True) as owner:
        owner.execute(b"ALTER TABLE ppid_log.log_leaf DISABLE TRIGGER leaf_is_never_changed")
        bytes_ = f"decode(repeat('00', {zeros}), 'hex')"
        owner.execute(sql.replace("{zeros}", bytes_).replace("{}", "ppid_log.").encode())


class Faster:
    """A signer before whose first answer another process has recorded and sealed."""

    def __init__(self, log: Log, ledger: Ledger, signer: LogSigner) -> None:
        self.log, self.ledger, self.signer = log, ledger, signer
        self.vkeys, self.sign = signer.vkeys, signer.sign
        self.asked = False

    def state(self) -> State:
        """What was signed last, in the meantime too."""
        if not self.asked:
            self.asked = True
            recorded(self.log, range(700, 705))
            Integrator(self.ledger, self.signer).integrate()
        return self.signer.state()


def test_who_is_overtaken_does_not_take_the_log_for_a_restored_one(
    log: Log, ledger: Ledger, signer: LogSigner
) -> None:
    recorded(log, range(10))
    Integrator(ledger, signer).integrate()
    recorded(log, range(10, 20))
    Integrator(ledger, Faster(log, ledger, signer)).integrate()
    assert [note.size for note in ledger.notes()] == [11, 26]
    is_right(ledger, signer)
