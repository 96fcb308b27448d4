"""Work on somebody else's bytes, in a child that can do little and for a short time (F32).

What opens a document that came from outside runs here: a fresh Python with nothing in its environment, with
limits on memory, time, files and processes, and with pipes as its only way in and out. A bomb exhausts the
child and is told to its sender; a parser that crashes crashes alone.
"""

from __future__ import annotations

import contextlib
import math
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from ppid.confined import DONE, FAILED, NO_MEMORY

MEBIBYTE: Final = 1024 * 1024
#: Every task a child may be asked for: module:function of ours, bytes to bytes.
TASKS: dict[str, str] = {
    "examine": "ppid.inspecting.child:examine",
    "draw": "ppid.inspecting.drawing:small",
    "redaction-count": "ppid.redaction.tasks:count",
    "redaction-picture": "ppid.redaction.tasks:picture",
    "redaction-rebuild": "ppid.redaction.tasks:rebuild",
    "redaction-check": "ppid.redaction.tasks:check",
}
#: How long one may wait for a turn in a pool.
WAIT_SECONDS: Final = 20.0
#: A queue in which nobody got a turn for so long stands: whoever is far behind in it is sent away.
STANDS_SECONDS: Final = 2.0
#: A busy machine gives a child its time late: by the clock it may take so many times as long.
PATIENCE: Final = 3
ROOT: Final = Path(__file__).resolve().parent.parent

_CHUNK = 64 * 1024
#: How long a child that has said everything may take to leave.
_GRACE_SECONDS = 2.0
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from ppid.confined import main; main(*sys.argv[2:])"


def nobody_asks(_seconds: float) -> None:
    """Hear what a child took, and leave it at that."""


class Pool:
    """How many children run at once in this process for one kind of asker, and how many more may wait long.

    Each kind has its own, so that whoever floods one keeps nobody out of another. Whoever waits holds a
    thread of the server, so that a flood of heavy files must not make all of them wait: behind ``waiting``
    others one waits only as long as the queue moves. Behind the light files of fifty citizens it does.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        self._at_once = at_once
        self._waiting = waiting
        self._running = 0
        self._queue: deque[object] = deque()
        self._moved = time.monotonic()
        self._changed = threading.Condition()

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        """Hold a turn; raises ``BusyError`` when none came."""
        with self._changed:
            self._wait(time.monotonic() + WAIT_SECONDS)
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def _wait(self, end: float) -> None:
        ticket = object()
        self._queue.append(ticket)
        try:
            while self._running >= self._at_once or self._queue[0] is not ticket:
                near = self._queue.index(ticket) < self._waiting
                left = (end if near else min(end, self._moved + STANDS_SECONDS)) - time.monotonic()
                if left <= 0:
                    raise BusyError
                self._changed.wait(left)
            self._running += 1
            self._moved = time.monotonic()
        finally:
            self._queue.remove(ticket)
            self._changed.notify_all()


#: Files of people who have not signed in; those of officers and the pictures they see; redacted copies.
VISITORS: Final = Pool(2, 2)
OFFICERS: Final = Pool(2, 2)
REDACTION: Final = Pool(2, 2)


class TooMuchError(Exception):
    """The task asked for more than it may have: ``what`` is time, memory or output."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class BrokenError(Exception):
    """The task could not do its work on these bytes; ``reason`` is the name of its error, or its signal."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class BusyError(Exception):
    """Too many such tasks run already. Nothing was tried: the same may be asked again shortly."""


def run_limited(
    task: str,
    payload: bytes,
    *,
    pool: Pool,
    seconds: float = 10,
    memory_bytes: int = 512 * MEBIBYTE,
    most: int,
    spent: Callable[[float], None] = nobody_asks,
) -> bytes:
    """Run one of ``TASKS`` on ``payload`` in a child of its own; its answer has at most ``most`` bytes.

    ``seconds`` are of the processor; ``spent`` is told how many it took, whatever came of it. Raises
    ``TooMuchError`` beyond a limit, ``BrokenError`` when the task fails, ``BusyError`` when no turn came.
    """
    target = TASKS[task]
    with pool.turn():
        child = _start(target, seconds, memory_bytes)
        grace = 0.0
        try:
            answer = _converse(child, payload, time.monotonic() + seconds * PATIENCE, most + 1)
            grace = _GRACE_SECONDS
        finally:
            code, took = _end(child, grace)
            spent(took)
    return _read(answer, code)


def _start(target: str, seconds: float, memory_bytes: int) -> subprocess.Popen[bytes]:
    arguments = (str(ROOT), target, str(memory_bytes), str(math.ceil(seconds)))
    return subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
        bufsize=0,
    )


def _converse(child: subprocess.Popen[bytes], payload: bytes, end: float, most: int) -> bytes:
    """Write all, read all, neither waiting for the other; no longer than until ``end``."""
    if child.stdin is None or child.stdout is None:
        raise BrokenError("pipes")
    waiting, answer = memoryview(payload), bytearray()
    os.set_blocking(child.stdin.fileno(), False)
    with selectors.DefaultSelector() as ready:
        ready.register(child.stdout, selectors.EVENT_READ)
        ready.register(child.stdin, selectors.EVENT_WRITE)
        while True:
            left = end - time.monotonic()
            if left <= 0:
                raise TooMuchError("time")
            for key, events in ready.select(left):
                if events & selectors.EVENT_WRITE:
                    waiting = _write(child.stdin.fileno(), waiting)
                    if not waiting:
                        ready.unregister(child.stdin)
                        child.stdin.close()
                elif key.fileobj is child.stdout:
                    piece = os.read(child.stdout.fileno(), _CHUNK)
                    if not piece:
                        return bytes(answer)
                    answer += piece
                    if len(answer) > most:
                        raise TooMuchError("output")


def _write(descriptor: int, waiting: memoryview) -> memoryview:
    try:
        return waiting[os.write(descriptor, waiting[:_CHUNK]) :]
    except BlockingIOError:
        return waiting
    except OSError:
        return waiting[:0]  # it hears no more; its answer, or its end, says why


def _end(child: subprocess.Popen[bytes], grace: float) -> tuple[int, float]:
    """End the child and whatever it started; return its own code and the seconds of the processor it took.

    It is only looked at, not waited for, until its group is gone: so long its number belongs to nobody else.
    """
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
    until = time.monotonic() + grace
    try:
        while os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
            if time.monotonic() >= until:
                break
            time.sleep(0.002)
    except ChildProcessError:  # somebody else in this process buried it: its answer says how it went
        child.returncode = 0
        return 0, 0.0
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        os.kill(child.pid, signal.SIGKILL)  # not by ``Popen``, which would look for it and bury it
    # It is asked for what it took as it is buried.
    _number, status, took = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, took.ru_utime + took.ru_stime


def _read(answer: bytes, code: int) -> bytes:
    if code == -signal.SIGXCPU:
        raise TooMuchError("time")
    kind, rest = answer[:1], answer[1:]
    if kind == NO_MEMORY:
        raise TooMuchError("memory")
    if kind == FAILED:
        raise BrokenError(rest.decode("ascii", "replace")[:80])
    if code != 0 or kind != DONE:
        raise BrokenError(f"code {code}")
    return rest
