"""The program seals what it records while it runs, and starts over no log but the one that was signed."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ppid.database import sqlite_path
from ppid.reopened import LOG
from ppid.seal import verifier
from ppid.seal.folder import open_archive, open_witness
from ppid.seal.ledger import Ledger
from ppid.seal.signer import LogSigner
from tests.journeys.server import PASSWORD, PATIENCE_S, PPID, Installation, Server
from web.sealer import BETWEEN_CHECKPOINTS_SECONDS, POLL_SECONDS
from web.services import system_clock

pytestmark = pytest.mark.slow


@dataclass
class Office(Installation):
    """An installation with further settings."""

    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every process here."""
        return super().environment | self.more

    @property
    def signer(self) -> LogSigner:
        """Its signer."""
        return LogSigner(self.folder / "var" / "signer")

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """Its sealed log."""
        with closing(Ledger(self.database_url)) as ledger:
            yield ledger

    def record(self, name: str) -> None:
        """Record something from another process."""
        appoint = ("officer", "add", name.lower(), name, "--body", "POLDA-X", "--role", "ppid")
        self.done(*appoint, "--password", PASSWORD)

    def sealed(self) -> None:
        """Wait until everything is under a checkpoint."""
        with self.ledger() as ledger:
            until(lambda: (newest := ledger.newest()) is not None and newest.size == ledger.size())

    def verdict(self) -> tuple[str, list[str]]:
        """What the auditor's program says."""
        keys = "".join(f"log {vkey}\n" for vkey in self.signer.vkeys())
        source = verifier.SqliteSource(sqlite_path(self.database_url))
        result = verifier.audit(source, verifier.parse_policy(f"{keys}quorum none\n".encode()))
        return result.word("en"), [finding.code for finding in result.findings]


def until(true: Callable[[], object]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with a body, to be copied."""
    office = Office(tmp_path_factory.mktemp("begun"))
    (office.folder / "var").mkdir()
    office.done("migrate")
    office.done("body", "establish", "POLDA-X", "Kepolisian Daerah Contoh", "--established-on", "2010-05-01")
    return office.folder


@pytest.fixture
def office(begun: Path, tmp_path: Path) -> Office:
    """Give an installation with a body."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path)


def child_of(server: Server) -> int:
    """The process that signs for a server."""
    for line in Path(f"/proc/{server.process.pid}/task").iterdir():
        for pid in (line / "children").read_text("ascii").split():
            if b"ppid.seal.answering" in Path(f"/proc/{pid}/cmdline").read_bytes():
                return int(pid)
    return 0


def ended(pid: int) -> bool:
    """Whether a process is no more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_a_receipt_is_in_hand_within_two_seconds() -> None:
    assert POLL_SECONDS + BETWEEN_CHECKPOINTS_SECONDS < 2


def test_each_event_is_sealed_soon_and_the_day_at_once(office: Office) -> None:
    with office.running() as server:
        with office.ledger() as ledger:
            until(lambda: ledger.entries("heads"))
        office.sealed()
        for name in ("LANTAS", "RESKRIM"):
            office.record(name)
            office.sealed()
        os.kill(child_of(server), signal.SIGKILL)
        office.record("INTEL")
        office.sealed()
        child = child_of(server)
        assert child
        server.kill()
    until(lambda: ended(child))
    office.record("BINMAS")  # nobody seals
    with office.running():
        office.sealed()
    until(lambda: ended(child))
    assert office.verdict() == ("VERIFIED", [])
    shown = office.done("log", "status")
    assert re.search(r"^unsealed\t0 entries", shown, re.MULTILINE)
    with office.ledger() as ledger:
        assert len(ledger.entries("heads")) == 1


def test_a_second_process_seals_for_a_web_process_without_a_follower(office: Office) -> None:
    office.more["PPID_EMBEDDED_FOLLOWER"] = "0"
    with office.running() as server:
        assert not child_of(server)
        with follower(office) as process:
            office.record("LANTAS")
            office.sealed()
        assert process.returncode == 0
    assert office.verdict() == ("VERIFIED", [])


def test_a_follower_that_is_killed_is_followed_by_the_next_and_no_audit_minds(office: Office) -> None:
    with follower(office) as first, follower(office):
        office.record("LANTAS")
        office.sealed()
        first.kill()
        first.wait(20)
        office.record("RESKRIM")
        office.sealed()
    office.record("INTEL")
    with follower(office):
        office.sealed()
        audit = json.loads(office.done("log", "verify", "--json"))
    assert (audit["verdict"], audit["exit"], audit["findings"]) == ("VERIFIED", 0, [])
    assert audit["counts"]["entries"] > 1


@contextmanager
def follower(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    """Run the second process, and end it politely."""
    output = (office.folder / "follower.txt").open("wb")
    with output, started(office, "follow", output=output.fileno()) as process:
        yield process


@contextmanager
def started(office: Office, *arguments: str, output: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command until the end of the block."""
    with subprocess.Popen(
        [*PPID, *arguments], cwd=office.folder, env=office.environment, stdout=output, stderr=output
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def test_a_signer_of_its_own_may_come_and_go(office: Office) -> None:
    office.more["PPID_SIGNER"] = "signer.socket"
    own = {"PPID_SIGNER_DIR": str(office.folder / "var" / "signer")}
    refused = office.ppid("run")
    assert refused.returncode == 3
    assert "signer does not answer" in refused.stderr
    with (office.folder / "signer.txt").open("wb") as output:
        with signing(office, own, output.fileno()):
            server = office.start()
            office.sealed()
        office.record("LANTAS")
        until(lambda: "recording goes on" in server.printed)
        with office.ledger() as ledger:
            newest = ledger.newest()
            assert newest
            assert newest.size < ledger.size()
        with signing(office, own, output.fileno()):
            office.sealed()
            until(lambda: "Checkpoints are made again" in server.printed)
            assert server.stop() == 0
    assert office.verdict() == ("VERIFIED", [])


@contextmanager
def signing(office: Office, own: dict[str, str], output: int) -> Iterator[None]:
    """Run the signer as a process of its own."""
    office.more |= own
    with started(office, "signer", "serve", "signer.socket", output=output):
        for name in own:
            del office.more[name]
        until((office.folder / "signer.socket").exists)
        yield
    (office.folder / "signer.socket").unlink()


# What stops a start (F67, F70) ------------------------------------------------------------------------------


def refuses(office: Office, *words: str, by: tuple[str, ...] = ("run",)) -> None:
    """Demand that the process does not start, in one sentence, and that nothing is recorded."""
    with office.ledger() as ledger:
        size = ledger.size()
    for command in by:
        ran = office.ppid(command)
        assert ran.returncode == 3, ran.stdout + ran.stderr
        assert "Traceback" not in ran.stderr
        for word in words:
            assert word in ran.stderr
    with office.ledger() as ledger:
        assert ledger.size() == size


def test_a_restored_backup_stops_the_start(office: Office) -> None:
    with office.running():
        office.sealed()
    backup = office.folder / "backup"
    shutil.copytree(office.folder / "var", backup)
    with office.running():
        office.record("LANTAS")
        office.sealed()
    signed = office.signer.state()
    for path in (office.folder / "var").glob("ppid*"):
        path.unlink()
    for path in backup.glob("ppid*"):
        shutil.copy(path, office.folder / "var")
    refuses(office, "restored from a backup?", "docs/operations/restored.md", by=("run", "follow"))
    office.more["PPID_EMBEDDED_FOLLOWER"] = "0"
    refuses(office, "restored from a backup?")
    assert office.signer.state() == signed


def test_a_lost_database_is_not_begun_anew(office: Office) -> None:
    with office.running():
        office.sealed()
    for path in (office.folder / "var").glob("ppid*"):
        path.unlink()
    for command in ("migrate", "run"):
        ran = office.ppid(command)
        assert ran.returncode == 3
        assert "Was the database lost?" in ran.stderr


def test_a_signer_that_is_lost_or_open_to_others_stops_the_start(office: Office) -> None:
    (key,) = office.signer.folder.rglob("*.key")
    key.chmod(0o644)
    refuses(office, "can be read by others", "chmod 600")
    key.chmod(0o600)
    state = key.with_name("state.json")
    kept = state.read_text("ascii")
    state.unlink()
    refuses(office, "memory")
    state.write_text(kept, "ascii")
    office.signer.folder.rename(office.folder / "elsewhere")
    refuses(office, "There is no signer")
    with office.ledger() as ledger:
        LogSigner.create(office.signer.folder, ledger.origin())
    refuses(office, "none of the keys that the log names")


def test_settings_that_contradict_the_log_stop_the_start(office: Office) -> None:
    office.more["PPID_LOG_ORIGIN"] = "another.example/log1"
    refuses(office, "PPID_LOG_ORIGIN is another.example/log1, but this log began as 127.0.0.1")
    office.more["PPID_LOG_ORIGIN"] = "https://ppid.example.go.id/log1"
    office.more["PPID_TSA"] = "waktu"
    ran = office.ppid("run")
    assert ran.returncode == 3
    assert "PPID_LOG_ORIGIN is like" in ran.stderr
    assert "PPID_TSA names each" in ran.stderr
    del office.more["PPID_LOG_ORIGIN"], office.more["PPID_TSA"]
    office.more["PPID_POLICY_FILE"] = "policy.txt"
    refuses(office, "policy.txt cannot be used")
    (office.folder / "policy.txt").write_text("witness one\nquorum none\n")
    refuses(office, "line 1")


# Commands -------------------------------------------------------------------------------------------------


def test_the_signer_needs_no_database(tmp_path: Path) -> None:
    office = Office(tmp_path)
    vkey = office.done("signer", "init", "ppid.example.go.id/log1").strip()
    assert vkey.startswith("ppid.example.go.id/log1+")
    again = office.ppid("signer", "init", "ppid.example.go.id/log1")
    assert (again.returncode, "made once" in again.stderr) == (3, True)
    new = office.done("signer", "keys", "new").strip()
    shown = office.done("signer", "status")
    assert vkey in shown
    assert new in shown
    office.done("signer", "keys", "retire", vkey)
    assert vkey not in office.done("signer", "status")
    last = office.ppid("signer", "keys", "retire", new)
    assert (last.returncode, "only key" in last.stderr) == (3, True)
    office.done("signer", "reopen", "ppid.example.go.id/log2")
    assert "log2" in office.done("signer", "status")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["var"]


def test_a_log_that_was_made_before_it_began_keeps_the_name_of_its_signer(tmp_path: Path) -> None:
    office = Office(tmp_path)
    vkey = office.done("signer", "init", "ppid.example.go.id/log1").strip()
    office.done("migrate")
    with office.ledger() as ledger:
        assert ledger.origin() == "ppid.example.go.id/log1"
        assert vkey.encode() in ledger.entries("genesis")[0][1]


def test_a_seal_is_made_and_confirmed_by_hand(office: Office, tmp_path: Path) -> None:
    made = office.ppid("log", "status")
    assert made.returncode == 1, "no seal yet"
    assert "none yet" in made.stdout
    assert office.done("log", "seal").startswith("sealed\t")
    office.done("log", "status")
    (log_key,) = office.signer.vkeys()
    witness = ("--dir", str(tmp_path / "saksi"))
    office.done("witness", "init", "--name", "ki.example.go.id/riau", "--log", log_key, *witness)
    vkey = key_of(tmp_path / "saksi")
    policy = tmp_path / "policy.txt"
    policy.write_text(f"log {log_key}\nwitness riau {vkey}\nquorum riau\n")
    office.more["PPID_POLICY_FILE"] = str(policy)
    waiting = office.ppid("log", "status")
    assert (waiting.returncode, "0 of 1, 1 needed" in waiting.stdout) == (1, True)
    unknown = office.ppid("log", "request", "jambi", "out.txt")
    assert (unknown.returncode, "Known: riau" in unknown.stderr) == (2, True)
    office.done("log", "request", "riau", "out.txt")
    answer = confirmed(tmp_path / "saksi", (office.folder / "out.txt").read_bytes())
    (office.folder / "in.txt").write_text("nonsense")
    assert office.ppid("log", "response", "in.txt").returncode == 2
    assert office.ppid("log", "response", "in.txt", "--witness", "riau").returncode == 1
    (office.folder / "in.txt").write_text(answer)
    office.done("log", "response", "in.txt")
    assert "1 of 1, 1 needed: enough" in office.done("log", "status")
    new = office.done("signer", "keys", "new").strip()
    assert office.done("log", "keys", "add").strip() == new
    early = office.ppid("log", "keys", "retire", log_key)
    assert (early.returncode, "No seal of the day" in early.stderr) == (1, True)
    office.ppid("log", "seal")
    office.done("log", "keys", "retire", log_key)
    assert (
        office.done("log", "status").count("key\t") == 1
        if office.ppid("log", "seal").returncode == 0
        else True
    )


def key_of(folder: Path) -> str:
    """The public key of a witness."""
    with closing(open_archive(folder)) as archive, archive.reading() as book:
        return str(book.about("vkey"))


def confirmed(folder: Path, request: bytes) -> str:
    """What a witness answers."""
    witness, archive = open_witness(folder, system_clock)
    with closing(archive):
        return witness.confirm(request).lines


def test_an_erasure_is_ordered_on_the_command_line(office: Office) -> None:
    with office.ledger() as ledger:
        (stream,) = {head.stream for head in ledger.heads(ledger.size()) if head.stream.startswith("body-")}
    words = ("--order", "2026/114", "--basis", "UU 27/2022 Pasal 43", "--by", "ketua-1")
    refused = office.ppid("log", "erase", "--stream", stream, "--version", "1", "--field", "nothing", *words)
    assert (refused.returncode, "no field nothing" in refused.stderr) == (1, True)
    shown = office.done("log", "erase", "--stream", stream, "--version", "1", "--field", "name", *words)
    assert "holds the order" in shown
    assert "Copies remain in backups" in shown
    office.done("log", "seal")
    assert office.verdict() == ("VERIFIED", [])
    assert all(line.endswith("equal") for line in office.done("projections", "verify").splitlines())


def test_a_log_that_lost_entries_is_closed_and_another_opened(office: Office) -> None:
    """F67 to its end: restored from a backup, refused, and opened anew by an order."""
    office.done("log", "seal")
    backup = office.folder / "backup"
    shutil.copytree(office.folder / "var", backup)
    office.record("LANTAS")
    office.done("log", "seal")
    lost = office.signer.state()
    for path in (office.folder / "var").glob("ppid*"):
        path.unlink()
    for path in backup.glob("ppid*"):
        shutil.copy(path, office.folder / "var")
    refuses(office, "restored from a backup?")
    words = ("log", "reopen", "--origin", "ppid.example.go.id/log2", "--order", "ORD-11/2026")
    assert office.ppid(*words, "--closed", "closed.sqlite3", "--exported").returncode == 2
    shown = office.done(*words, "--closed", "closed.sqlite3")
    assert "sealed anew as ppid.example.go.id/log2" in shown
    again = office.ppid(*words, "--closed", "other.sqlite3")
    assert (again.returncode, "called ppid.example.go.id/log2 already" in again.stderr) == (3, True)
    with office.running():
        office.sealed()
    with office.ledger() as ledger:
        genesis = ledger.entries("genesis")[0][1]
        assert f'"predecessor":"{lost.origin} {lost.size} '.encode() in genesis
        assert ledger.leaves_of(LOG)[0].topic == "log.reopened"
        assert b"ORD-11/2026" in ledger.leaves_of(LOG)[0].state
    assert office.verdict() == ("VERIFIED", [])
    old = verifier.SqliteSource(office.folder / "closed.sqlite3")
    assert old.about()["origin"] == lost.origin
