"""Asking the signer: over its socket, or as a child process of our own. One JSON line each way.

Without a setting the signer is a child process on the other end of a socket pair: it ends with us, however
we end, and is started again when it ended. As signatures repeat, a question may always be asked again.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import ppid
from ppid.seal.checkpoint import Checkpoint
from ppid.seal.note import Note, NoteError
from ppid.seal.signer import LogSigner, RefusedError, SignerError, State
from ppid.seal.spelling import base64_of

TIMEOUT_S = 10.0
MOST_BYTES = 64 * 1024
_KEPT = ("PATH", "LANG", "LC_ALL", "PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE")


class SignerAwayError(Exception):
    """The signer does not answer. Recording goes on; checkpoints wait for it."""


class Signing(Protocol):
    """What signs checkpoints: a socket, a child process, or a `LogSigner` in this process."""

    def state(self) -> State:
        """What was signed last."""
        ...

    def vkeys(self) -> list[str]:
        """The public keys that sign."""
        ...

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes]) -> Note:
        """Sign a checkpoint with the proof that it goes on from the last one."""
        ...


class _Remote:
    """The questions; how a line gets there and back is told by the two classes below."""

    def state(self) -> State:
        """What was signed last. Raises SignerAwayError, SignerError."""
        try:
            return State.read(json.dumps(self._ask({"ask": "state"})))
        except (ValueError, KeyError, TypeError):
            raise SignerAwayError("The signer answered with something else than its state.") from None

    def vkeys(self) -> list[str]:
        """The public keys that sign. Raises SignerAwayError, SignerError."""
        keys = self._ask({"ask": "vkeys"}).get("vkeys")
        if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
            raise SignerAwayError("The signer answered with something else than its keys.")
        return keys

    def sign(self, checkpoint: Checkpoint, proof: Sequence[bytes]) -> Note:
        """Have a checkpoint signed. Raises RefusedError, SignerAwayError, SignerError."""
        told = {
            "ask": "sign",
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": base64_of(checkpoint.root),
            "proof": [base64_of(each) for each in proof],
        }
        try:
            note = Note.of(str(self._ask(told).get("note")))
        except NoteError:
            note = None
        if note is None or note.text != checkpoint.text:
            raise SignerAwayError("The signer answered with something else than the checkpoint.")
        return note

    def _ask(self, told: dict[str, object]) -> dict[str, object]:
        try:
            line = self._exchange(json.dumps(told).encode() + b"\n")
            answer = json.loads(line)
        except (OSError, ValueError, RecursionError) as away:
            raise SignerAwayError(f"The signer does not answer ({type(away).__name__}).") from away
        if not isinstance(answer, dict):
            raise SignerAwayError("The signer answered with something that is no answer.")
        if "refused" in answer:
            code, sentence = str(answer["refused"]), str(answer.get("sentence", ""))
            raise SignerError(sentence) if code == "broken" else RefusedError(code, sentence)
        return answer

    def _exchange(self, line: bytes) -> bytes:
        raise NotImplementedError


class SocketSigner(_Remote):
    """The signer of another process, by its socket."""

    def __init__(self, path: Path, timeout_s: float = TIMEOUT_S) -> None:
        self.path = path
        self._timeout_s = timeout_s

    def close(self) -> None:
        """Do nothing: every question has its own connection."""

    def _exchange(self, line: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(self._timeout_s)
            connection.connect(str(self.path))
            connection.sendall(line)
            return read_line(connection, time.monotonic() + self._timeout_s)


class ChildSigner(_Remote):
    """A signer as a child process, started at the first question and again whenever it has ended."""

    def __init__(self, folder: Path, timeout_s: float = TIMEOUT_S) -> None:
        self.folder = folder.absolute()
        self._timeout_s = timeout_s
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._connection: socket.socket | None = None

    @property
    def pid(self) -> int:
        """The process that signs, 0 while there is none."""
        return self._child.pid if self._child else 0

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _exchange(self, line: bytes) -> bytes:
        with self._lock:
            for last in (False, True):
                try:
                    return self._once(line)
                except OSError:
                    self._end()
                    if last:
                        raise
        raise OSError  # pragma: no cover - the loop returns or raises

    def _once(self, line: bytes) -> bytes:
        connection = self._connection or self._start()
        connection.settimeout(self._timeout_s)
        connection.sendall(line)
        return read_line(connection, time.monotonic() + self._timeout_s)

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        try:
            # Where our code is goes along, but no setting: the database's address holds a password.
            environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
            code = str(Path(ppid.__file__).parents[1])
            environment["PYTHONPATH"] = os.pathsep.join(
                filter(None, (code, environment.get("PYTHONPATH", "")))
            )
            self._child = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "ppid.seal.answering", str(self.folder), str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,  # Ctrl+C is for us; the child ends when its socket does
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._connection = ours
        return ours

    def _end(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._child is not None:
            with suppress(ProcessLookupError):
                self._child.kill()
            self._child.wait()
            self._child = None


def read_line(connection: socket.socket, until: float | None) -> bytes:
    """Read one line, by ``until`` on the monotonic clock and in bounded memory. Raises OSError.

    Nothing may follow the line: whoever asks waits for the answer.
    """
    read = bytearray()
    while not read.endswith(b"\n"):
        if until is not None:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            connection.settimeout(left)
        part = connection.recv(4096)
        if not part:
            raise ConnectionResetError
        read += part
        if len(read) > MOST_BYTES:
            raise OSError("the line is too long")
    return bytes(read)


__all__ = [
    "ChildSigner",
    "LogSigner",
    "RefusedError",
    "SignerAwayError",
    "SignerError",
    "Signing",
    "SocketSigner",
    "State",
]
