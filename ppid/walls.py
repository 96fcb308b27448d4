"""Walls that the child of ``ppid.sandbox`` puts around itself, for good: no network, no program, few files.

Limits hold a bomb; these hold somebody who found a hole in a parser and runs code of their own in the child.
Landlock lets it read Python and its libraries and nothing else, not even the master key that its user may
read; a filter of system calls refuses sockets, new processes, new programs, signals to others, and what
changes a file or another process without opening it. Limits must stand before: behind the walls nobody sets
any. Only on Linux, x86-64 and ARM64; where the system has neither, the limits alone remain.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_RULESET, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION, _PATH_BENEATH = 1, 1
#: Every right on files of the first version of Landlock; the one to cut a file short, which a later version
#: brought; those to read a file and list a folder.
_ALL_RIGHTS: Final = (1 << 13) - 1
_TRUNCATE, _KNOWS_TRUNCATE = 1 << 14, 3
_READ: Final = (1 << 2) | (1 << 3)
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_THREAD: Final = 0x00010000
_X32: Final = 0x40000000


class _Calls(NamedTuple):
    """The numbers of the calls that a child is refused, on one kind of machine."""

    architecture: int
    refused: tuple[int, ...]
    clone: int
    clone3: int


# In this order: network (socket, socketpair); processes (fork, vfork, execve, execveat, ptrace,
# process_vm_readv, process_vm_writev, setrlimit, prlimit64); signals (kill, tkill, tgkill, rt_sigqueueinfo,
# rt_tgsigqueueinfo, pidfd_open, pidfd_send_signal, pidfd_getfd); the system (mount, unshare, setns, bpf,
# keyctl, io_uring_setup); what Landlock leaves free about files, for it asks only who opens them (truncate,
# ftruncate, chmod, fchmod, fchmodat, fchmodat2, chown, fchown, lchown, fchownat, utime, utimes, futimesat,
# utimensat, setxattr, lsetxattr, fsetxattr, setxattrat, removexattr, lremovexattr, fremovexattr,
# removexattrat). ARM64 never had some of the older ones.
_MACHINES: Final = {
    "x86_64": _Calls(
        0xC000003E,
        (
            *(41, 53),
            *(57, 58, 59, 322, 101, 310, 311, 160, 302),
            *(62, 200, 234, 129, 297, 434, 424, 438),
            *(165, 272, 308, 321, 250, 425),
            *(76, 77, 90, 91, 268, 452, 92, 93, 94, 260, 132, 235, 261, 280),
            *(188, 189, 190, 463, 197, 198, 199, 466),
        ),
        56,
        435,
    ),
    "aarch64": _Calls(
        0xC00000B7,
        (
            *(198, 199),
            *(221, 281, 117, 270, 271, 164, 261),
            *(129, 130, 131, 138, 240, 434, 424, 438),
            *(40, 97, 268, 280, 219, 425),
            *(45, 46, 52, 53, 452, 55, 54, 88),
            *(5, 6, 7, 463, 14, 15, 16, 466),
        ),
        220,
        435,
    ),
}


def put_up(readable: Iterable[Path]) -> None:
    """Put the walls up around this process. What the system does not know is left out."""
    calls = _MACHINES.get(platform.machine())
    if platform.system() != "Linux" or calls is None:
        return
    c = ctypes.CDLL(None, use_errno=True)
    if c.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return
    _read_only(c, readable)
    _refuse_calls(c, calls)


def _read_only(c: ctypes.CDLL, readable: Iterable[Path]) -> None:
    version = c.syscall(_RULESET, None, 0, _VERSION)
    if version < 1:
        return
    rights = ctypes.c_uint64(_ALL_RIGHTS | (_TRUNCATE if version >= _KNOWS_TRUNCATE else 0))
    rules = c.syscall(_RULESET, ctypes.byref(rights), ctypes.sizeof(rights), 0)
    if rules < 0:
        return
    for path in readable:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        rule = struct.pack("=Qi", _READ if path.is_dir() else _READ & ~(1 << 3), place)
        c.syscall(_ADD_RULE, rules, _PATH_BENEATH, rule, 0)
        os.close(place)
    c.syscall(_RESTRICT, rules, 0)
    os.close(rules)


def _refuse_calls(c: ctypes.CDLL, calls: _Calls) -> None:
    refusal = _ERROR | errno.EPERM
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, calls.architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, refusal),
        # A library that asks for a thread in the new way is told to ask in the old, which can be looked into.
        (_EQUAL, 0, 1, calls.clone3),
        (_RETURN, 0, 0, _ERROR | errno.ENOSYS),
    ]
    for number in calls.refused:
        program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, refusal)]
    program += [
        (_EQUAL, 0, 3, calls.clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_ANY_BIT, 1, 0, _THREAD),
        (_RETURN, 0, 0, refusal),
        (_RETURN, 0, 0, _ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    filter_ = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    c.prctl(_SECCOMP, _FILTER, filter_, 0, 0)
