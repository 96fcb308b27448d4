"""The inside of the child that ``ppid.sandbox`` starts: limit yourself, do one task, answer, leave.

Nothing but Python's own library is imported before the limits stand.
"""

from __future__ import annotations

import importlib
import os
import resource
import sys
from pathlib import Path
from typing import Final

from ppid import walls

#: The first byte of every answer.
DONE, NO_MEMORY, FAILED = b"+", b"m", b"-"
_OPEN_FILES: Final = 64
_PROCESSES: Final = 0
_PACKAGE: Final = Path(__file__).resolve().parent
#: Python, its libraries and our own: what a task may still import, and nothing else on this machine.
_READABLE: Final = (
    _PACKAGE,
    Path(sys.prefix),
    Path(sys.base_prefix),
    *(Path(place) for place in sys.path if "-packages" in place),
    *(
        Path(place)
        for place in (
            "/usr/lib",
            "/usr/lib64",
            "/lib",
            "/lib64",
            "/usr/share/fonts",
            "/etc/ld.so.cache",
            "/dev/null",
        )
    ),
)


def main(target: str, memory_bytes: str, cpu_seconds: str) -> None:
    """Do the task ``module:function`` with the bytes of the first pipe and answer into the second."""
    out = os.dup(1)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)  # what a library prints is no answer
    _limit(int(memory_bytes), int(cpu_seconds))
    try:
        answer = DONE + _work(target)
    except MemoryError:
        answer = NO_MEMORY
    except Exception as problem:  # noqa: BLE001 - the name of the error is all that may leave
        answer = FAILED + type(problem).__name__.encode("ascii", "replace")
    with os.fdopen(out, "wb") as pipe:
        pipe.write(answer)
    # Nothing of the document's gets a word after the answer: no finaliser, no handler at exit.
    os._exit(0)


def _limit(memory_bytes: int, cpu_seconds: int) -> None:
    # First a signal that says which limit it was; what does not hear it ends a second later.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    for name, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, _PROCESSES),
        (resource.RLIMIT_AS, memory_bytes),
    ):
        resource.setrlimit(name, (most, most))


def _work(target: str) -> bytes:
    module, _, function = target.partition(":")
    task = getattr(importlib.import_module(module), function)
    # The task is ours; what it reads is not, and from here on only that is read.
    walls.put_up(_READABLE)
    payload = sys.stdin.buffer.read()
    answer = task(payload)
    if not isinstance(answer, bytes):
        raise TypeError(target)
    return answer
