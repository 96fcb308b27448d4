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
#: How many children run at once in this process, how many more may wait for their turn, and how long. Whoever
#: waits holds a thread of the server, so that a flood of files must not make all of them wait.
AT_ONCE: Final = 2
WAITING: Final = 2
WAIT_SECONDS: Final = 20.0
#: A busy machine gives a child its time late: by the clock it may take so many times as long.
PATIENCE: Final = 3
ROOT: Final = Path(__file__).resolve().parent.parent

_turns = threading.BoundedSemaphore(AT_ONCE)
_places = threading.BoundedSemaphore(AT_ONCE + WAITING)
_CHUNK = 64 * 1024
#: How long a child that has said everything may take to leave.
_GRACE_SECONDS = 2.0
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from ppid.confined import main; main(*sys.argv[2:])"


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
    seconds: float = 10,
    memory_bytes: int = 512 * MEBIBYTE,
    most: int,
) -> bytes:
    """Run one of ``TASKS`` on ``payload`` in a child of its own; its answer has at most ``most`` bytes.

    ``seconds`` are of the processor. Raises ``TooMuchError`` beyond a limit, ``BrokenError`` when the task
    fails, ``BusyError`` when no turn came.
    """
    target = TASKS[task]
    if not _places.acquire(blocking=False):
        raise BusyError
    try:
        if not _turns.acquire(timeout=WAIT_SECONDS):
            raise BusyError
        try:
            return _run(target, payload, seconds, memory_bytes, most)
        finally:
            _turns.release()
    finally:
        _places.release()


def _run(target: str, payload: bytes, seconds: float, memory_bytes: int, most: int) -> bytes:
    arguments = (str(ROOT), target, str(memory_bytes), str(math.ceil(seconds)))
    child = subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
        [sys.executable, "-I", "-B", "-X", "utf8", "-c", _BOOT, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
        bufsize=0,
    )
    grace = 0.0
    try:
        answer = _converse(child, payload, time.monotonic() + seconds * PATIENCE, most + 1)
        grace = _GRACE_SECONDS
    finally:
        code = _end(child, grace)
    return _read(answer, code)


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


def _end(child: subprocess.Popen[bytes], grace: float) -> int:
    """End the child and whatever it started; return its own code.

    It is only looked at, not waited for, until its group is gone: so long its number belongs to nobody else.
    """
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
    until = time.monotonic() + grace
    while os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        if time.monotonic() >= until:
            break
        time.sleep(0.002)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        child.kill()
    return child.wait()


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
