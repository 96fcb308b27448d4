"""A real clamd with a database of one line: the signature of the harmless test malware, put together here.

``python -m tests.clamd`` prints where clamd is, or how to get it and exits 1.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.attached import eicar

ADVICE = "no clamd found: set CLAMD to it, or as root: apt-get install clamav-daemon"
START_SECONDS = 30
SIGNATURE = "PPID.Test.EICAR.UNOFFICIAL"


def find_clamd() -> str | None:
    """Return the path of clamd, the one in CLAMD before all others."""
    elsewhere = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")
    return os.environ.get("CLAMD") or shutil.which("clamd") or elsewhere


class Clamd:
    """A scanner of one's own on a Unix socket, which may be stopped and started again."""

    def __init__(self, program: str, folder: Path, *, stream_max: str = "10M") -> None:
        self._program = program
        self._folder = folder
        self.socket = folder / "clamd.sock"
        self._running: subprocess.Popen[bytes] | None = None
        data = folder / "db"
        data.mkdir()
        (data / "test.ndb").write_text(f"PPID.Test.EICAR:0:*:{eicar().hex()}\n", encoding="ascii")
        self._config = folder / "clamd.conf"
        self._config.write_text(
            f"Foreground yes\nDatabaseDirectory {data}\nLocalSocket {self.socket}\n"
            f"StreamMaxLength {stream_max}\nAlertEncrypted yes\nAlertExceedsMax yes\nMaxThreads 2\n"
            f"TemporaryDirectory {folder}\n",
            encoding="utf-8",
        )

    @property
    def address(self) -> str:
        """The address, as the setting names it."""
        return f"unix:{self.socket}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._running = subprocess.Popen(
            [self._program, "--config-file", str(self._config)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > end or self._running.poll() is not None:
                raise RuntimeError("clamd does not start")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it; nobody answers at its socket any more."""
        if self._running:
            self._running.kill()
            self._running.wait()
            self._running = None
        self.socket.unlink(missing_ok=True)

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            try:
                line.connect(str(self.socket))
                line.sendall(b"zPING\0")
                return line.recv(16).startswith(b"PONG")
            except OSError:
                return False


def main() -> int:
    """Print where clamd is; return 1 where there is none."""
    found = find_clamd()
    if found is None:
        sys.stdout.write(f"Tests with a malware scanner are left out, {ADVICE}\n")
        return 1
    sys.stdout.write(f"{found}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
