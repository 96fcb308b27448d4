"""Filing through HTTP: eight citizens at once send their checked answers, as fast as they are served.

The server is the production shape: ``ppid run`` without a follower, ``ppid follow`` beside it, PostgreSQL
with fsync on. Server, database, follower and the eight clients share the machine. The drafts are written
before; what is timed is the last POST, from its first byte to the end of its answer. Afterwards the log is
asked whether every receipt stands in it, and whether the numbers are consecutive.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from urllib.parse import urlencode

import msgspec
from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from ppid.numbering import book_stream
from ppid.registering import Numbered
from tests.bench.measuring import Figure, middle, share
from tests.bench.memory import started
from tests.bench.office import filing
from tests.bench.stores import Bench
from tests.web.world import BODY, app_of
from web.citizen import drafts, steps
from web.services import Services, open_services

CLIENTS = 8
GOAL_PER_S, GOAL_P99_MS = 120, 100
_WARM = 40


@dataclass(frozen=True)
class Filing:
    """One citizen's last step: the stream that it becomes, and the bytes that the browser sends."""

    case: str
    sent: bytes


@dataclass
class Answers:
    """What came back: seconds of each answer, and the cases with a receipt."""

    seconds: list[float]
    receipts: list[str]
    others: list[bytes]


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure the production shape."""
    office = bench.empty("PostgreSQL")
    services = open_services(office.settings)  # on the clock of the server, or the drafts would be too old
    with started(office, "run") as (_, port), started(office, "follow"):
        prepared = prepare(services, port, bench.sizes.filings + _WARM)
        file_all(port, prepared[:_WARM])
        began = time.perf_counter()
        answers = file_all(port, prepared[_WARM:])
        took = time.perf_counter() - began
    receipts = {filing.case for filing in prepared[:_WARM]} | set(answers.receipts)
    fault = _fault(services, receipts) or (f"answered {answers.others[0]!r}" if answers.others else "")
    services.close()
    speed = len(answers.receipts) / took
    p99 = share(answers.seconds, 0.99) * 1000
    yield Figure(
        f"filing through HTTP, {CLIENTS} clients, PostgreSQL",
        f"{GOAL_PER_S}/s, p99 under {GOAL_P99_MS} ms, none lost",
        f"{speed:.0f}/s, p99 {p99:.0f} ms, median {middle(answers.seconds) * 1000:.0f} ms",
        fault or f"{len(receipts):,} receipts, all in the log, numbers consecutive",
        speed >= GOAL_PER_S and p99 < GOAL_P99_MS and not fault,
    )


def prepare(services: Services, port: int, count: int) -> list[Filing]:
    """Keep drafts as the form pages would have, each with the session of a browser of its own."""
    app = app_of(services)
    signing = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]  # of the cookie sessions
    assert signing is not None
    return [_prepared(app, signing.dumps, port, number) for number in range(count)]


def _prepared(app: Flask, sign: object, port: int, number: int) -> Filing:
    asked = filing(number)
    with app.test_request_context():
        draft = msgspec.structs.replace(
            drafts.begin(),
            body=BODY,
            kind=asked.requester_kind,
            identity=asked.identity,
            information=asked.wish.information,
            purpose=asked.wish.purpose,
            obtain=asked.wish.obtain,
            copy_form=asked.wish.copy_form,
            delivery=asked.wish.delivery,
            answered=frozenset(step.slug for step in steps.STEPS),
        )
        drafts.save(draft)
        form = urlencode({"csrf_token": generate_csrf(), "isi": draft.fingerprint()})
        assert callable(sign)
        cookie = sign(dict(session))
    sent = (
        f"POST /ajukan/periksa HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: ppid={cookie}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n{form}"
    )
    return Filing(draft.request, sent.encode())


def file_all(port: int, prepared: Sequence[Filing]) -> Answers:
    """Let the clients send everything."""
    waiting: SimpleQueue[Filing] = SimpleQueue()
    for each in prepared:
        waiting.put(each)
    answers = Answers([], [], [])
    clients = [threading.Thread(target=_client, args=(port, waiting, answers)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return answers


def _client(port: int, waiting: SimpleQueue[Filing], answers: Answers) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while True:
            try:
                filing = waiting.get_nowait()
            except Empty:
                return
            began = time.perf_counter()
            connection.sendall(filing.sent)
            head = read_answer(connection)
            answers.seconds.append(time.perf_counter() - began)
            if head.startswith(b"HTTP/1.1 303") and b"Location: /ajukan/selesai" in head:
                answers.receipts.append(filing.case)
            else:
                answers.others.append(head.partition(b"\r\n")[0])


def read_answer(connection: socket.socket) -> bytes:
    """Read one whole answer; return its head."""
    got = b""
    while b"\r\n\r\n" not in got:
        block = connection.recv(65536)
        if not block:
            return got
        got += block
    head, _, body = got.partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    left = length - len(body)
    while left > 0:
        left -= len(connection.recv(65536))
    return head


def _fault(services: Services, receipts: set[str]) -> str:
    """Return what is wrong between the receipts and the log; '' when nothing is."""
    numbers: dict[str, int] = {}
    for year in (services.now().year, services.now().year + 1):
        for recorded in services.log.load(book_stream(BODY, year)):
            event = recorded.envelope.event
            assert isinstance(event, Numbered)
            numbers[event.request] = event.sequence
    if lost := receipts - set(numbers):
        return f"{len(lost)} receipts are not in the log"
    if sorted(numbers.values()) != list(range(1, len(numbers) + 1)):
        return "the numbers are not consecutive"
    return ""
