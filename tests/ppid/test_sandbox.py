"""F32: work on what a stranger sent happens in a child that can do little, for a short time."""

from __future__ import annotations

import contextlib
import os
import platform
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ppid import sandbox
from ppid.sandbox import (
    MEBIBYTE,
    OFFICERS,
    REDACTION,
    VISITORS,
    BrokenError,
    BusyError,
    Pool,
    TooMuchError,
    run_limited,
)
from tests.ppid import evil


@pytest.fixture(autouse=True)
def _tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in vars(evil):
        if callable(getattr(evil, name)) and not name.startswith("_"):
            monkeypatch.setitem(sandbox.TASKS, f"evil-{name}", f"tests.ppid.evil:{name}")


def run(
    name: str, payload: bytes = b"", *, seconds: float = 10, most: int = 1024, pool: Pool = VISITORS
) -> bytes:
    return run_limited(f"evil-{name}", payload, pool=pool, seconds=seconds, most=most)


def test_the_child_answers_what_the_task_returns_and_nothing_that_is_printed() -> None:
    payload = bytes(range(256)) * 20_000
    assert run("echo", payload, most=len(payload)) == payload
    assert run("backwards", b"abc") == b"cba"


def test_only_a_named_task_runs() -> None:
    with pytest.raises(KeyError):
        run_limited("os:system", b"", pool=OFFICERS, most=10)


def test_F32_memory_is_bounded() -> None:
    with pytest.raises(TooMuchError, match="memory"):
        run("memory_bomb")


@pytest.mark.parametrize("name", ["endless", "asleep"])
def test_F32_time_is_bounded(name: str) -> None:
    began = time.monotonic()
    with pytest.raises(TooMuchError, match="time"):
        run(name, seconds=0.7)
    assert time.monotonic() - began < 15


def test_F32_the_answer_is_bounded() -> None:
    assert run("backwards", bytes(1024)) == bytes(1024)
    with pytest.raises(TooMuchError, match="output"):
        run("backwards", bytes(1025))
    with pytest.raises(TooMuchError, match="output"):
        run("flood")


def test_a_crash_is_the_childs_own() -> None:
    with pytest.raises(BrokenError):
        run("crash")


def test_an_error_tells_its_name_and_nothing_of_the_document() -> None:
    with pytest.raises(BrokenError) as caught:
        run("refuse", b"3174012345678901")
    assert str(caught.value) == "ValueError"


def test_an_answer_that_is_no_bytes_is_none() -> None:
    with pytest.raises(BrokenError):
        run("wrong")


def test_nothing_that_a_child_started_outlives_it() -> None:
    with pytest.raises((TooMuchError, BrokenError)):
        run("fork", seconds=1.5)
    try:
        left = int(run("fork_silent"))
    except BrokenError:
        return
    end = time.monotonic() + 5
    while time.monotonic() < end and Path(f"/proc/{left}/stat").exists():
        if Path(f"/proc/{left}/stat").read_text().split()[2] == "Z":
            return
        time.sleep(0.01)
    assert not Path(f"/proc/{left}").exists()


def test_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(BrokenError):
        run("write", bytes(tmp_path / "kept"))
    assert not (tmp_path / "kept").exists() or not (tmp_path / "kept").read_bytes()


def test_the_child_knows_no_secret_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PPID_SECRET_OF_OURS", "1")
    assert b"PPID" not in run("environment")
    assert b"ppid" not in run("descriptors")


def at_once(ask: Callable[[], None], count: int) -> None:
    """Have so many threads ask at the same moment, and wait for all."""
    threads = [threading.Thread(target=ask) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_flood_waits_its_turn_and_then_is_told_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WAIT_SECONDS", 0.2)
    answers: list[str] = []

    def ask() -> None:
        try:
            run("asleep", seconds=2)
        except TooMuchError:
            answers.append("ran")
        except BusyError:
            answers.append("busy")

    at_once(ask, 6)
    assert sorted(answers) == ["busy"] * 4 + ["ran"] * 2
    assert run("backwards", b"ab") == b"ba"


def test_a_flood_leaves_most_threads_free(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WAIT_SECONDS", 60)
    monkeypatch.setattr(sandbox, "STANDS_SECONDS", 0.5)
    came_back: list[float] = []

    def ask() -> None:
        began = time.monotonic()
        with contextlib.suppress(TooMuchError):
            try:
                run("asleep", seconds=1)
            except BusyError:
                came_back.append(time.monotonic() - began)

    at_once(ask, 7)
    assert len(came_back) == 3
    assert max(came_back) < 15  # at half a second, on a machine at rest; not after the whole WAIT_SECONDS


def test_F41_everybody_waits_while_the_queue_moves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Light files of many at once: nobody is sent away, however many wait longer than a queue may stand."""
    monkeypatch.setattr(sandbox, "STANDS_SECONDS", 1.5)
    pool, answers = Pool(1, 1), list[str]()

    def ask() -> None:
        with pool.turn():
            time.sleep(0.2)
            answers.append("ran")

    at_once(ask, 12)
    assert answers == ["ran"] * 12


def test_F32_a_flood_of_visitors_keeps_no_officer_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "WAIT_SECONDS", 0.2)
    full, done = threading.Event(), threading.Event()

    def ask() -> None:
        while not done.is_set():
            try:
                run("asleep", seconds=0.5)
            except TooMuchError:
                continue
            except BusyError:
                full.set()

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        assert full.wait(60)
        for pool in (OFFICERS, REDACTION):
            assert run("backwards", b"ab", pool=pool) == b"ba"
    finally:
        done.set()
        for thread in threads:
            thread.join()


def test_F32_what_a_child_took_is_told_whatever_came_of_it() -> None:
    took: list[float] = []
    run_limited("evil-backwards", b"ab", pool=VISITORS, most=10, spent=took.append)
    with pytest.raises(TooMuchError, match="time"):
        run_limited("evil-endless", b"", pool=VISITORS, seconds=1, most=10, spent=took.append)
    short, long = took
    assert 0 < short < 10
    assert long > 0.5


def children() -> set[str]:
    """The processes that this one started and has not buried."""
    found = subprocess.run(
        ["ps", "-o", "pid=,comm=", "--ppid", str(os.getpid())], capture_output=True, text=True, check=False
    )
    return {line for line in found.stdout.splitlines() if not line.rstrip().endswith(" ps")}


def test_no_child_is_left_behind() -> None:
    before = children()
    run("backwards", b"ab")
    assert children() <= before


def test_a_memory_limit_of_ones_own() -> None:
    with pytest.raises(TooMuchError, match="memory"):
        run_limited(
            "evil-backwards",
            bytes(80 * MEBIBYTE),
            pool=REDACTION,
            memory_bytes=160 * MEBIBYTE,
            most=100 * MEBIBYTE,
        )


# Walls, against somebody who already runs code of their own in the child ---------------------------------

LINUX = platform.system() == "Linux" and platform.machine() in {"x86_64", "aarch64"}
walled = pytest.mark.skipif(not LINUX, reason="Landlock and filters of calls are of Linux")


@walled
@pytest.mark.parametrize("name", ["start", "fork", "fork_silent"])
def test_the_child_starts_nothing(name: str) -> None:
    with pytest.raises(BrokenError, match="PermissionError"):
        run(name, seconds=2)


@walled
def test_the_child_calls_nobody() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        with pytest.raises(BrokenError, match="PermissionError"):
            run("call", str(listening.getsockname()[1]).encode())


@walled
@pytest.mark.skipif(not Path("/sys/kernel/security").exists(), reason="no Landlock")
def test_the_child_reads_no_file_of_ours(tmp_path: Path) -> None:
    key = tmp_path / "master.key"
    key.write_bytes(b"rahasia")
    with pytest.raises(BrokenError, match="PermissionError"):
        run("read", bytes(key))
    for place in (
        "/etc/passwd",
        "/proc/self/environ",
        str(Path(sandbox.__file__).parents[1] / "pyproject.toml"),
    ):
        with pytest.raises(BrokenError, match="PermissionError"):
            run("read", place.encode())
    assert run("read", sandbox.__file__.encode(), most=100_000).startswith(b'"""Work on somebody')


@walled
@pytest.mark.parametrize("name", ["cut", "open_up", "give_away", "age", "mark"])
def test_the_child_changes_no_file_without_opening_it(tmp_path: Path, name: str) -> None:
    kept = tmp_path / "master.key"
    kept.write_bytes(b"rahasia")
    kept.chmod(0o600)
    before = kept.stat()
    with pytest.raises(BrokenError, match="PermissionError"):
        run(name, bytes(kept))
    after = kept.stat()
    assert kept.read_bytes() == b"rahasia"
    assert (after.st_mode, after.st_mtime, after.st_ctime) == (
        before.st_mode,
        before.st_mtime,
        before.st_ctime,
    )


@walled
@pytest.mark.parametrize("name", ["limits_of_parent", "own_limits"])
def test_the_child_touches_no_limits(name: str) -> None:
    with pytest.raises(BrokenError, match=r"PermissionError|ValueError|OSError"):
        run(name)


@walled
def test_the_child_signals_nobody() -> None:
    queue = {"x86_64": b"129", "aarch64": b"138"}[platform.machine()]
    with pytest.raises(BrokenError, match="PermissionError"):
        run("queue_signal", queue)
