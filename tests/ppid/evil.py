"""Tasks that no document should be able to do, run in the child to see that it cannot."""

from __future__ import annotations

import contextlib
import ctypes
import os
import socket
import subprocess
import sys
import time
from pathlib import Path


def echo(payload: bytes) -> bytes:
    """Answer what was sent, after printing what nobody should read."""
    sys.stdout.write("noise")
    sys.stdout.flush()
    os.write(1, b"noise")
    return payload


def backwards(payload: bytes) -> bytes:
    """Answer what was sent, the last byte first."""
    return payload[::-1]


def memory_bomb(payload: bytes) -> bytes:
    """Take two gibibytes."""
    return bytes(len(bytearray(2 * 1024**3)))


def endless(payload: bytes) -> bytes:
    """Never end, busily."""
    while True:
        pass


def asleep(payload: bytes) -> bytes:
    """Never end, at rest."""
    while True:
        time.sleep(60)


def crash(payload: bytes) -> bytes:
    """Die as a broken parser dies."""
    ctypes.string_at(0)
    return b""


def refuse(payload: bytes) -> bytes:
    """Fail with what is in the document."""
    raise ValueError(payload.decode())


def flood(payload: bytes) -> bytes:
    """Answer more than anybody asked for."""
    return bytes(64 * 1024 * 1024)


def wrong(payload: bytes) -> bytes:
    """Answer what is no bytes."""
    return "words"  # type: ignore[return-value]


def fork(payload: bytes) -> bytes:
    """Leave a process behind that holds the pipe open."""
    if os.fork() == 0:
        time.sleep(600)
    return b"forked"


def fork_silent(payload: bytes) -> bytes:
    """Leave a process behind that holds nothing; tell its number."""
    number = os.fork()
    if number == 0:
        os.closerange(0, 64)
        time.sleep(600)
    return str(number).encode()


def start(payload: bytes) -> bytes:
    """Start a program."""
    return subprocess.run(["/bin/echo", "started"], check=True, capture_output=True).stdout


def call(payload: bytes) -> bytes:
    """Reach a listener on this machine."""
    with socket.create_connection(("127.0.0.1", int(payload)), timeout=2) as line:
        line.sendall(b"out")
    return b"called"


def write(payload: bytes) -> bytes:
    """Write into a file."""
    Path(payload.decode()).write_bytes(b"kept" * 1024)
    return b"written"


def read(payload: bytes) -> bytes:
    """Read a file of this machine."""
    return Path(payload.decode()).read_bytes()


def environment(payload: bytes) -> bytes:
    """Tell what the environment holds."""
    return "\n".join(sorted(os.environ)).encode()


def descriptors(payload: bytes) -> bytes:
    """Tell which files are open beyond the first three."""
    found = []
    for number in range(3, 64):
        with contextlib.suppress(OSError):
            found.append(str(Path(f"/proc/self/fd/{number}").readlink()))
    return "\n".join(found).encode()
