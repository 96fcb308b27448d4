"""Memory of the web process and of the follower, each as it is started for real, in the large office."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from projections.catalog import ALL
from projections.reader import Reader
from projections.register import REGISTER
from projections.store import standings
from tests.bench.measuring import Figure
from tests.bench.office import Installation
from tests.bench.stores import KINDS, Bench
from tests.web.world import BODY, officer_id
from web.services import system_clock
from web.state import Account, WebState

GOAL_MB = 150
_FOLLOWING_S = 20.0
_ROUNDS = 20
_LINK = re.compile(r'href="(/meja/permohonan/[^"]*/surat/[^"]*)"')


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure both databases."""
    for kind in KINDS:
        office = bench.large(kind)
        bench.build_views(kind)
        with started(office, "run") as (process, port):
            visited = _visit(office, port)
            yield _figure(f"memory of the web process, {kind}", process, f"after {visited} pages and letters")
        before = _followed(office)
        with started(office, "follow") as (process, _):
            time.sleep(_FOLLOWING_S)
            caught_up = _followed(office) - before
            yield _figure(
                f"memory of the follower, {kind}",
                process,
                f"after {caught_up:,} events into {len(ALL)} projections",
            )


@contextmanager
def started(
    office: Installation, command: str, **settings: str
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start ``ppid`` with a command on the store of ``office``; stop it in the end."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PPID_")},
        "PPID_DATABASE_URL": office.settings.database_url,
        "PPID_OWNER_DATABASE_URL": office.settings.owner_database_url,
        "PPID_MASTER_KEY_FILE": str(office.settings.master_key_file),
        "PPID_FILES": str(office.settings.files),
        "PPID_SIGNER_DIR": str(office.settings.signer_dir),
        "PPID_PORT": str(port),
        "PPID_EMBEDDED_FOLLOWER": "0",
        **settings,
    }
    for path in office.settings.master_key_file.parent.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)  # as the program itself makes them
    process = subprocess.Popen(
        [str(Path(sys.executable).with_name("ppid")), command], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        if command == "run":
            wait_for_port(port)
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait_for_port(port: int, seconds: float = 30) -> None:
    """Wait until somebody listens."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def _visit(office: Installation, port: int) -> int:
    """Open the worklist, cases, letters and the register as an officer does; return how many pages."""
    state = WebState(office.settings.database_url, office.services.vault, system_clock)
    token = state.open_session(Account("ppid", officer_id("ppid"), BODY), "ppid")
    state.close()
    browser = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def get(address: str) -> str:
        browser.request("GET", address, headers={"Cookie": f"ppid_meja={token}"})
        response = browser.getresponse()
        content = response.read()
        assert response.status == 200, f"{response.status} {address}"
        return content.decode("utf-8", "replace")

    visited = 0
    cases = Reader(office.services.views, REGISTER).page(where={"body": BODY}, limit=_ROUNDS)
    for case in cases:
        page = get(f"/meja/permohonan/{case.stream.removeprefix('request-')}")
        addresses = ["/meja", "/meja/register", *_LINK.findall(page)]
        for address in addresses:
            get(address)
        visited += 1 + len(addresses)
    browser.close()
    return visited


def _followed(office: Installation) -> int:
    """Return how many events all projections together have passed."""
    books = standings(office.services.views)
    return sum(books[projection.table].position for projection in ALL)


def _figure(what: str, process: subprocess.Popen[bytes], beside: str) -> Figure:
    assert process.poll() is None, f"{what}: the process has ended"
    highest = _kilobytes(process.pid, "status", "VmHWM") / 1024
    resident = _kilobytes(process.pid, "status", "VmRSS") / 1024
    share = _kilobytes(process.pid, "smaps_rollup", "Pss") / 1024
    return Figure(
        what,
        f"under {GOAL_MB} MB",
        f"{highest:.0f} MB at most, now {resident:.0f} (its share {share:.0f})",
        beside,
        highest < GOAL_MB,
    )


def _kilobytes(pid: int, file: str, name: str) -> int:
    content = Path(f"/proc/{pid}/{file}").read_text(encoding="ascii")
    line = next(line for line in content.splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])
