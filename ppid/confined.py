"""The inside of the child that ``ppid.sandbox`` starts: limit yourself, do one task, answer, leave.

Nothing but Python's own library is imported before the limits stand.
"""

from __future__ import annotations

import importlib
import os
import resource
import sys
from typing import Final

#: The first byte of every answer.
DONE, NO_MEMORY, FAILED = b"+", b"m", b"-"
_OPEN_FILES: Final = 64
_PROCESSES: Final = 0


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
    payload = sys.stdin.buffer.read()
    answer = task(payload)
    if not isinstance(answer, bytes):
        raise TypeError(target)
    return answer
