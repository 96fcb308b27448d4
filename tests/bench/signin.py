"""Two hundred sign-ins at once, from as many places, while citizens file: memory, answers, and their wait.

Every attempt is for another name from another address, so no limit stops it before its password is looked at:
the worst that a flood can be. Flood, citizens and server share the machine.
"""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

from flask import session
from flask_wtf.csrf import generate_csrf

from tests.bench.filing import Answers, Filing, file_all, prepare, read_answer
from tests.bench.measuring import Figure, middle
from tests.bench.memory import started
from tests.bench.stores import Bench
from tests.web.world import app_of
from web.services import Services, open_services

SIGN_INS, FILINGS = 200, 160
#: Two hashes of 64 MiB at once, and what serving two hundred connections takes beside.
GOAL_GROWTH_MB, GOAL_TIMES = 200, 10
_WARM = 20
_MB = 1024


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure the production shape, as `filing` does."""
    office = bench.empty("PostgreSQL")
    services = open_services(office.settings)
    with started(office, "run", PPID_PROXIES="1") as (process, port), started(office, "follow"):
        filings = prepare(services, port, _WARM + 2 * FILINGS)
        first, *attempts = sign_ins(services, port, SIGN_INS + 1)
        file_all(port, filings[:_WARM])
        during(port, [first], filings[:0])  # so that the page of the sign-in is read in before
        calm = file_all(port, filings[_WARM : _WARM + FILINGS])
        before = kilobytes(process.pid, "VmRSS")
        answers, stormy = during(port, attempts, filings[_WARM + FILINGS :])
        growth = (kilobytes(process.pid, "VmHWM") - before) / _MB
    services.close()
    slower = middle(stormy.seconds) / middle(calm.seconds)
    said = ", ".join(f"{count} times {status}" for status, count in sorted(answers.items()))
    yield Figure(
        f"{SIGN_INS} sign-ins at once: memory and answers",
        f"under {GOAL_GROWTH_MB} MB more, every one answered",
        f"{growth:.0f} MB more than {before / _MB:.0f} at its highest",
        said,
        growth < GOAL_GROWTH_MB and sum(answers.values()) == SIGN_INS and "none" not in answers,
    )
    yield Figure(
        f"filing during {SIGN_INS} sign-ins at once",
        f"all filed, the median under {GOAL_TIMES} times",
        f"{slower:.1f} times: {_ms(stormy)}",
        f"without them {_ms(calm)}",
        slower < GOAL_TIMES and len(stormy.receipts) == FILINGS,
    )


def sign_ins(services: Services, port: int, count: int) -> list[bytes]:
    """What browsers would send after a name and a password were typed, each with a session of its own."""
    app = app_of(services)
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # of the cookie sessions
    assert signing is not None
    found = []
    for number in range(count):
        with app.test_request_context():
            form = {
                "csrf_token": generate_csrf(),
                "username": f"nama-{number}",
                "password": "tebakan panjang",
            }
            cookie = signing.dumps(dict(session))
        body = urlencode(form)
        found.append(
            (
                f"POST /meja/masuk HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: ppid={cookie}\r\n"
                f"X-Forwarded-For: 198.18.{number // 250}.{number % 250 + 1}\r\nConnection: close\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n{body}"
            ).encode()
        )
    return found


def during(port: int, attempts: Sequence[bytes], filings: Sequence[Filing]) -> tuple[Counter[str], Answers]:
    """Send every sign-in at once and file meanwhile; the statuses of the one, the answers of the other."""
    statuses: list[str] = []
    ready = threading.Barrier(len(attempts) + 1)
    flood = [threading.Thread(target=_sign_in, args=(port, each, ready, statuses)) for each in attempts]
    for each in flood:
        each.start()
    ready.wait()
    answers = file_all(port, filings)
    for each in flood:
        each.join()
    return Counter(statuses), answers


def _sign_in(port: int, sent: bytes, ready: threading.Barrier, statuses: list[str]) -> None:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            ready.wait()
            connection.sendall(sent)
            head = read_answer(connection)
    except OSError:
        head = b""
    statuses.append(head[9:12].decode("ascii", "replace") or "none")


def kilobytes(pid: int, name: str) -> float:
    """What the kernel says of a process: ``VmRSS`` now, ``VmHWM`` at its highest."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return float(next(line.split()[1] for line in lines if line.startswith(f"{name}:")))


def _ms(answers: Answers) -> str:
    return f"median {middle(answers.seconds) * 1000:.0f} ms, worst {max(answers.seconds) * 1000:.0f} ms"
