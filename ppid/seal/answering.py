"""The signer as a process: it answers questions over a socket, one JSON line each.

    {"ask": "state"}                                          what was signed last
    {"ask": "vkeys"}                                          the public keys that sign
    {"ask": "sign", "origin", "size", "root", "proof": []}    a checkpoint, with the proof of growth

As ``python -m ppid.seal.answering FOLDER DESCRIPTOR`` it is the child of another process, and ends when that
process ends: the other end of its socket pair is then closed by the operating system.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ppid.seal.signer import LogSigner, RefusedError, SignerError, checkpoint_of
from ppid.seal.signing import read_line

REQUEST_TIMEOUT_S = 5.0
_BACKLOG = 16


def answer(signer: LogSigner, line: bytes) -> bytes:
    """Answer one question; whatever is asked and whatever goes wrong, with one line."""
    told: dict[str, object]
    try:
        told = _answered(signer, line)
    except RefusedError as refused:
        told = {"refused": refused.code, "sentence": str(refused)}
    except SignerError as broken:
        told = {"refused": "broken", "sentence": str(broken)}
    except Exception as broken:  # noqa: BLE001 - a full disk, say; the next question may be answered
        told = {"refused": "broken", "sentence": f"The signer failed ({type(broken).__name__})."}
    return json.dumps(told).encode() + b"\n"


def _answered(signer: LogSigner, line: bytes) -> dict[str, object]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        asked = None
    match asked:
        case {"ask": "state"}:
            state: dict[str, object] = json.loads(signer.state().written())
            return state
        case {"ask": "vkeys"}:
            return {"vkeys": signer.vkeys()}
        case {"ask": "sign"}:
            return {"note": str(signer.sign(*checkpoint_of(asked)))}
        case _:
            pass
    raise RefusedError("malformed", "The signer answers state, vkeys and sign.")


def serve(signer: LogSigner, path: Path, *, group: str = "", ready: Callable[[], None] | None = None) -> None:
    """Answer on a socket at ``path`` until the process ends; for its owner alone, or for a group too."""
    with suppress(FileNotFoundError):
        path.unlink()
    with socket.socket(socket.AF_UNIX) as door:
        before = os.umask(0o177)
        try:
            door.bind(str(path))
        finally:
            os.umask(before)
        if group:
            shutil.chown(path, group=group)
            path.chmod(0o660)
        door.listen(_BACKLOG)
        if ready:
            ready()
        while True:
            connection, _ = door.accept()
            with connection, suppress(OSError):
                until = time.monotonic() + REQUEST_TIMEOUT_S
                line = read_line(connection, until)
                connection.settimeout(REQUEST_TIMEOUT_S)
                connection.sendall(answer(signer, line))


def attend(signer: LogSigner, connection: socket.socket) -> None:
    """Answer one partner until it is gone."""
    with connection, suppress(OSError):
        while True:
            line = read_line(connection, None)
            connection.sendall(answer(signer, line))


def main(arguments: list[str]) -> None:
    """Be the child process that answers over an inherited descriptor."""
    folder, descriptor = arguments
    os.umask(0o077)
    attend(LogSigner(Path(folder)), socket.socket(fileno=int(descriptor)))


if __name__ == "__main__":
    main(sys.argv[1:])
