"""The signer signs growth and nothing else, whatever is asked of it and whenever it is killed."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from ppid.seal.answering import answer, attend, serve
from ppid.seal.checkpoint import Checkpoint, checkpoint_in
from ppid.seal.note import Note, Verifier
from ppid.seal.signer import LogSigner, RefusedError, SignerError, State
from ppid.seal.signing import ChildSigner, SignerAwayError, SocketSigner
from ppid.seal.tree import consistency_proof, leaf_hashes, pair_hashes, root_at

ORIGIN = "ppid.example.go.id/log1"


class Tree:
    """Histories to sign: entry i is ``i``, from ``fork`` on it is something else."""

    def __init__(self, fork: int = 1 << 30) -> None:
        self.levels = [leaf_hashes(str(i if i < fork else -i).encode() for i in range(1024))]
        while len(self.levels[-1]) > 1:
            self.levels.append(pair_hashes(self.levels[-1]))

    def node(self, level: int, index: int) -> bytes:
        """The hash of a whole subtree."""
        return self.levels[level][index]

    def at(self, size: int) -> Checkpoint:
        """The checkpoint of a size."""
        return Checkpoint(ORIGIN, size, root_at(self.node, size))

    def proof(self, old: int, size: int) -> list[bytes]:
        """The proof that it grew."""
        return consistency_proof(self.node, old, size)


TREE, FORK = Tree(), Tree(fork=5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give the folder of a signer."""
    LogSigner.create(tmp_path / "signer", ORIGIN)
    return tmp_path / "signer"


@pytest.fixture
def child(folder: Path) -> Iterator[ChildSigner]:
    """Give a signer that is a child process."""
    signer = ChildSigner(folder)
    yield signer
    signer.close()


def test_it_signs_growth_and_remembers(folder: Path) -> None:
    signer = LogSigner(folder)
    assert signer.state() == State(ORIGIN)
    (vkey,) = signer.vkeys()
    assert vkey.startswith(f"{ORIGIN}+")
    note = signer.sign(TREE.at(3), [])
    assert note.verify([Verifier.of(vkey)])
    assert checkpoint_in(note) == TREE.at(3)
    signer.sign(TREE.at(700), TREE.proof(3, 700))
    again = LogSigner(folder)
    assert again.state().size == 700
    assert str(again.sign(TREE.at(700), [])) == again.state().note


def test_it_never_goes_back(folder: Path) -> None:
    signer = LogSigner(folder)
    signer.sign(TREE.at(10), [])
    before = signer.state()
    for code, checkpoint, proof in (
        ("smaller", TREE.at(9), TREE.proof(9, 10)),
        ("forked", FORK.at(10), []),
        ("inconsistent", FORK.at(12), FORK.proof(10, 12)),
        ("inconsistent", TREE.at(12), []),
        ("inconsistent", TREE.at(12), TREE.proof(9, 12)),
        ("other-log", replace(TREE.at(12), origin="another.example/log1"), TREE.proof(10, 12)),
        ("malformed", replace(TREE.at(12), extensions=("more",)), TREE.proof(10, 12)),
        ("malformed", Checkpoint(ORIGIN, 0, bytes(32)), []),
    ):
        with pytest.raises(RefusedError) as refused:
            signer.sign(checkpoint, proof)
        assert refused.value.code == code
        assert signer.state() == before
    signer.sign(TREE.at(12), TREE.proof(10, 12))


def test_its_folder_is_made_once_and_is_closed_to_others(folder: Path) -> None:
    with pytest.raises(SignerError, match="made once"):
        LogSigner.create(folder, ORIGIN)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"state.json"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, *files))
    (key,) = folder.rglob("*.key")
    key.chmod(0o640)
    with pytest.raises(SignerError, match="chmod 600"):
        LogSigner(folder).sign(TREE.at(3), [])
    key.chmod(0o600)
    (folder / "1" / "state.json").rename(folder / "elsewhere")
    with pytest.raises(SignerError, match="memory"):
        LogSigner(folder).sign(TREE.at(3), [])
    with pytest.raises(SignerError, match="made once"):
        LogSigner.create(folder, ORIGIN)
    with pytest.raises(SignerError, match="ppid signer init"):
        LogSigner(folder / "nowhere").sign(TREE.at(3), [])
    with pytest.raises(SignerError, match="name"):
        LogSigner.create(folder / "other", "two words")


def test_a_folder_that_cannot_be_used_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "signer", Path("/proc/nowhere/signer")):
        with pytest.raises(SignerError, match="cannot be"):
            LogSigner.create(place, ORIGIN)
        with pytest.raises(SignerError, match=r"cannot be|PPID_SIGNER_DIR"):
            LogSigner(place).state()


def test_a_state_that_cannot_be_read_signs_nothing(folder: Path) -> None:
    LogSigner(folder).sign(TREE.at(3), [])
    state = folder / "1" / "state.json"
    for broken in ("", "{", "[]", '{"origin":1}', state.read_text("utf-8").replace(": 3,", ": -3,", 1)):
        state.write_text(broken, "utf-8")
        with pytest.raises(SignerError):
            LogSigner(folder).sign(TREE.at(4), TREE.proof(3, 4))


def test_during_a_change_of_keys_both_sign(folder: Path) -> None:
    signer = LogSigner(folder)
    (old,) = signer.vkeys()
    signer.sign(TREE.at(3), [])
    with pytest.raises(SignerError, match="only key"):
        signer.retire_key(old)
    new = signer.add_key()
    note = signer.sign(TREE.at(3), [])
    assert {str(verified.by) for verified in note.verify(map(Verifier.of, (old, new)))} == {old, new}
    assert signer.state().note == str(note)
    signer.retire_key(old)
    assert signer.vkeys() == [new]
    assert [each.name for each in folder.rglob("*.key")] == [f"{Verifier.of(new).key_id.hex()}.key"]
    note = signer.sign(TREE.at(4), TREE.proof(3, 4))
    assert [str(verified.by) for verified in note.verify([Verifier.of(new)])] == [new]
    with pytest.raises(SignerError, match="no such key"):
        signer.retire_key(old)


def test_a_new_log_has_a_new_key_and_the_old_one_is_signed_no_more(folder: Path) -> None:
    signer = LogSigner(folder)
    old = signer.vkeys()
    signer.sign(TREE.at(30), [])
    with pytest.raises(SignerError, match="new name"):
        signer.reopen(ORIGIN)
    vkey = signer.reopen("ppid.example.go.id/log2")
    assert signer.vkeys() == [vkey] != old
    with pytest.raises(RefusedError) as refused:
        signer.sign(TREE.at(31), TREE.proof(30, 31))
    assert refused.value.code == "other-log"
    signer.sign(replace(TREE.at(1), origin="ppid.example.go.id/log2"), [])


@pytest.mark.parametrize(
    "line",
    [
        b"\n", b"null\n", b"{}\n", b"[" * 60000 + b"\n", b"\xff\xfe\n",
        b'{"ask":["sign"]}\n', b'{"ask":"sign"}\n',
        b'{"ask":"sign","origin":"x","size":1.5,"root":"","proof":[]}\n',
        b'{"ask":"sign","origin":"x","size":true,"root":"","proof":[]}\n',
        b'{"ask":"sign","origin":"x\\n1","size":1,"root":"' + b"A" * 43 + b'=","proof":[]}\n',
        b'{"ask":"sign","origin":"x","size":1,"root":"' + b"A" * 43 + b'=","proof":[1,null]}\n',
        b'{"ask":"sign","origin":"x","size":' + b"9" * 5000 + b',"root":"' + b"A" * 43 + b'=","proof":[]}\n',
    ],
)  # fmt: skip
def test_whatever_is_asked_gets_one_line(folder: Path, line: bytes) -> None:
    told = answer(LogSigner(folder), line)
    assert told.endswith(b"\n")
    assert json.loads(told)["refused"] == "malformed"


def test_over_a_socket_it_answers_its_owner_and_lets_nobody_keep_it(folder: Path, tmp_path: Path) -> None:
    path = Path(os.path.relpath(tmp_path / "s"))
    ready = threading.Event()
    threading.Thread(
        target=serve, args=(LogSigner(folder), path), kwargs={"ready": ready.set}, daemon=True
    ).start()
    assert ready.wait(10)
    assert path.stat().st_mode & 0o777 == 0o600
    signer = SocketSigner(path)
    assert signer.state() == State(ORIGIN)
    assert signer.vkeys() == LogSigner(folder).vkeys()
    assert checkpoint_in(signer.sign(TREE.at(8), [])) == TREE.at(8)
    with pytest.raises(RefusedError) as refused:
        signer.sign(FORK.at(8), [])
    assert refused.value.code == "forked"
    with socket.socket(socket.AF_UNIX) as rude:
        rude.connect(str(path))
        with suppress(OSError):
            rude.sendall(b"x" * 100_000)
            rude.recv(100)
    assert signer.state().size == 8
    with pytest.raises(SignerAwayError):
        SocketSigner(tmp_path / "nowhere").state()


def test_a_partner_that_says_nonsense_is_no_signer() -> None:
    for said in (b"{}\n", b"[]\n", b"{\n", b'{"note":"x"}\n'):
        ours, theirs = socket.socketpair()
        theirs.sendall(said)
        signer = ChildSigner(Path("nowhere"), timeout_s=2)
        signer._connection = ours  # noqa: SLF001 - an impostor in the place of the child
        with closing(signer), closing(theirs), pytest.raises(SignerAwayError):
            signer.sign(TREE.at(8), [])


def test_the_child_is_started_again_when_it_was_killed(child: ChildSigner) -> None:
    child.sign(TREE.at(3), [])
    first = child.pid
    os.kill(first, signal.SIGKILL)
    assert child.state().size == 3
    assert child.pid != first


def test_the_child_ends_with_its_parent_however_that_ends(folder: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; from ppid.seal.signing import ChildSigner\n"
        "signer = ChildSigner(Path(sys.argv[1])); signer.state()\n"
        "print(signer.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, folder], stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        os.kill(pid, 0)
        parent.kill()
    until = time.monotonic() + 20
    while _runs(pid):
        assert time.monotonic() < until, "the signer outlived the process that started it"
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        # In a container nobody may reap an orphan: then it is a zombie, which signs nothing.
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_killed_at_any_moment_it_signs_one_history(folder: Path, child: ChildSigner) -> None:
    """F60: 50 kills while it signs; two clients try to have two histories signed."""
    dice = random.Random(4)  # noqa: S311 - when to kill is no secret
    signed: dict[int, str] = {}
    refused = 0
    size, killed = 8, 0  # past the fork: before it both histories are one, and either may be signed on
    child.sign(TREE.at(size), [])
    while killed < 50 or refused <= 20 or len(signed) <= 50:  # a busy machine signs less between two kills
        assert killed < 500, f"hardly asked between kills: {len(signed)} signed, {refused} refused"
        child.state()  # started again
        killer = threading.Timer(dice.random() * 0.02, os.kill, (child.pid, signal.SIGKILL))
        killer.start()
        while killer.is_alive():
            tree = FORK if dice.random() < 0.4 else TREE
            wanted = min(size + dice.randrange(3), 1000)
            try:
                note = _once(child, tree, size, wanted)
            except RefusedError:
                refused += 1
                continue
            except (SignerAwayError, ConnectionError):
                break
            assert signed.setdefault(wanted, note.text) == note.text
            size = wanted
        killer.join()
        killed += 1
        state = LogSigner(folder).state()
        assert state.size >= size, "a signature left that is not remembered"
        assert signed.setdefault(state.size, TREE.at(state.size).text) == TREE.at(state.size).text
        size = state.size
    assert all(Checkpoint.of(text) == TREE.at(at) for at, text in signed.items())


def _once(child: ChildSigner, tree: Tree, old: int, size: int) -> Note:
    """Ask without the second try that hides a kill, where there is still a child."""
    return child.sign(tree.at(size), tree.proof(old, size))


def test_two_signers_of_one_folder_fork_nothing(folder: Path) -> None:
    children = [ChildSigner(folder), ChildSigner(folder)]
    signed: dict[int, str] = {}
    children[0].sign(TREE.at(4), [])
    barrier = threading.Barrier(2)

    def race(signer: ChildSigner, tree: Tree) -> None:
        for size in range(5, 60):
            barrier.wait()
            state = signer.state()
            with suppress(RefusedError):
                note = signer.sign(tree.at(size), tree.proof(state.size, size))
                assert signed.setdefault(size, note.text) == note.text

    threads = [threading.Thread(target=race, args=pair) for pair in zip(children, (TREE, FORK), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for signer in children:
        signer.close()
    texts = {Checkpoint.of(text) for text in signed.values()}
    assert texts <= {TREE.at(size) for size in range(60)} or texts <= {FORK.at(size) for size in range(60)}
    assert len(texts) == 55


def test_what_speaks_over_an_inherited_socket_ends_with_it(folder: Path) -> None:
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=attend, args=(LogSigner(folder), theirs))
    thread.start()
    ours.sendall(b'{"ask":"vkeys"}\n')
    assert json.loads(ours.recv(10_000)) == {"vkeys": LogSigner(folder).vkeys()}
    ours.close()
    thread.join(10)
    assert not thread.is_alive()
