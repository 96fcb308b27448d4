"""The real program in a process of its own: started on a free port, killed at will, started again.

An ``Installation`` is a folder with its settings. It outlives every server that runs on it, as on a machine
that loses power.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.postgres import Urls

ROOT = Path(__file__).parents[2]
PPID = (sys.executable, "-m", "web.cli")
PATIENCE_S = 60
PASSWORD = "kata-sandi-panjang-7"
#: User names, with names as people know them and roles.
OFFICERS = {
    "meja": ("Dewi Lestari", "service-desk"),
    "ppid-satu": ("Budi Hartono", "ppid"),
    "ppid-dua": ("Citra Ayu", "ppid"),
}


class ServerDiedError(Exception):
    """The program ended before it answered; the message holds what it printed."""


@dataclass
class Installation:
    """A folder, the settings of what runs there, and the one port it always answers on."""

    folder: Path
    demo: bool = False
    urls: Urls | None = None
    port: int = field(default_factory=lambda: free_port())  # noqa: PLW0108  (defined below)
    starts: int = 0

    @property
    def environment(self) -> dict[str, str]:
        """The environment of every process here; nothing of the test's own settings gets in."""
        found = {k: v for k, v in os.environ.items() if not k.startswith("PPID_")}
        found |= {
            "PPID_DEMO": str(int(self.demo)),
            "PPID_SECOND_FACTOR": "0",
            "PPID_PORT": str(self.port),
            "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH")))),
            "PYTHONUNBUFFERED": "1",
        }
        if self.urls:
            found |= {"PPID_DATABASE_URL": self.urls.app, "PPID_OWNER_DATABASE_URL": self.urls.owner}
        return found

    @property
    def database_url(self) -> str:
        """Where the log is, for the application's own user."""
        return self.urls.app if self.urls else f"sqlite:///{self.folder / 'var' / 'ppid.sqlite3'}"

    @property
    def place(self) -> str:
        """Host and port."""
        return f"127.0.0.1:{self.port}"

    def ppid(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the program to its end."""
        return subprocess.run(
            [*PPID, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )

    def done(self, *arguments: str) -> str:
        """Run a command that must succeed; return what it printed."""
        ran = self.ppid(*arguments)
        assert ran.returncode == 0, f"{arguments} ended with {ran.returncode}: {ran.stdout}{ran.stderr}"
        return ran.stdout

    def establish(self, code: str = "POLDA-X") -> None:
        """Take a body and its officers in, as an operator does: on the command line."""
        (self.folder / "var").mkdir(exist_ok=True)
        self.done("migrate")
        self.done("body", "establish", code, "Kepolisian Daerah Contoh", "--established-on", "2010-05-01")
        for username, (name, role) in OFFICERS.items():
            appoint = ("officer", "add", username, name, "--body", code, "--role", role)
            self.done(*appoint, "--password", PASSWORD)

    def start(self) -> Server:
        """Start the program and wait until it answers."""
        self.starts += 1
        printed = self.folder / f"printed-{self.starts}.txt"
        with printed.open("wb") as output:
            process = subprocess.Popen(
                [*PPID, "run"],
                cwd=self.folder,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        server = Server(process, printed, self.place)
        try:
            server.wait()
        except BaseException:
            server.kill()
            raise
        return server

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Give a running server, and stop it politely at the end."""
        server = self.start()
        try:
            yield server
        finally:
            server.stop()


@dataclass
class Server:
    """One process of the program."""

    process: subprocess.Popen[bytes]
    output: Path
    place: str

    @property
    def printed(self) -> str:
        """What it printed so far, warnings and faults included."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def wait(self) -> None:
        """Wait until it answers that it is well."""
        until = time.monotonic() + PATIENCE_S
        while not healthy(self.place):
            if self.process.poll() is not None or time.monotonic() > until:
                raise ServerDiedError(self.printed)
            time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power cut does, with no chance to tidy up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; return how it ended."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()
            raise


def healthy(place: str) -> bool:
    """Whether a server answers there that it is well."""
    connection = http.client.HTTPConnection(place, timeout=10)
    try:
        connection.request("GET", "/sehat")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
