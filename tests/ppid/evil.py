"""Tasks that no document should be able to do, run in the child to see that it cannot."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import socket
import struct
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


def cut(payload: bytes) -> bytes:
    """Cut a file short without opening it."""
    os.truncate(payload.decode(), 0)
    return b"cut"


def open_up(payload: bytes) -> bytes:
    """Let everybody read a file."""
    Path(payload.decode()).chmod(0o666)
    return b"opened up"


def give_away(payload: bytes) -> bytes:
    """Give a file to its own owner once more, which the system lets anybody do."""
    os.chown(payload.decode(), os.getuid(), os.getgid())
    return b"given"


def age(payload: bytes) -> bytes:
    """Make a file look old."""
    os.utime(payload.decode(), (0, 0))
    return b"old"


def mark(payload: bytes) -> bytes:
    """Write beside a file's content."""
    os.setxattr(payload.decode(), "user.mark", b"1")
    return b"marked"


def limits_of_parent(payload: bytes) -> bytes:
    """Reach the limits of whoever started us; only look, because the tests live there."""
    return str(resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)).encode()


def own_limits(payload: bytes) -> bytes:
    """Take a limit back as far as it goes."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
    return b"taken back"


def queue_signal(payload: bytes) -> bytes:
    """Queue signal 0, which harms nobody, for whoever started us; ``payload`` is the number of the call."""
    told = ctypes.create_string_buffer(128)
    struct.pack_into("=iii", told, 0, 0, 0, -1)
    c = ctypes.CDLL(None, use_errno=True)
    if c.syscall(int(payload), os.getppid(), 0, told) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return b"queued"


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
