"""The worklist page of fifty, as an officer's browser asks for it, in a small office and in a large one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from flask.testing import FlaskClient

from ppid.database.postgres import PostgresConnection
from ppid.database.sqlite import SQLiteConnection
from ppid.log.postgres import LogRecorder as PostgresLog
from ppid.log.sqlite import LogRecorder as SQLiteLog
from projections.reader import Reader
from projections.worklist import ORDER, WORKLIST
from tests.bench.measuring import Figure, middle
from tests.bench.office import Installation
from tests.bench.stores import KINDS, Bench
from tests.web.world import World, app_of

GOAL_MS = 20
GOAL_QUERIES = 5
_VISITS = 40
_NO_QUESTION = ("BEGIN", "ROLLBACK", "COMMIT", "PRAGMA", "SET")


def measure(bench: Bench) -> Iterator[Figure]:
    """Measure both databases; visits to both offices take turns."""
    for kind in KINDS:
        few, large = bench.few(kind), bench.large(kind)
        few.services.follower.catch_up()
        bench.build_views(kind)
        pages = {
            f"{bench.sizes.few_requests:,}": _Page(few, "/meja"),
            f"{bench.sizes.requests:,}": _Page(large, "/meja"),
            f"{bench.sizes.requests:,}, from its middle": _Page(large, f"/meja?sesudah={_middle(large)}"),
        }
        for _ in range(_VISITS):
            for page in pages.values():
                page.visit()
        for name, page in pages.items():
            yield page.figure(f"worklist at {name} requests, {kind}")


class _Page:
    """One page in one office, visited by an officer who is signed in."""

    def __init__(self, office: Installation, address: str) -> None:
        world = World(office.services, office.clock, app_of(office.services), office.settings)
        self.client: FlaskClient = world.officer("ppid").client
        self.address = address
        self.seconds: list[float] = []
        self.busy: list[float] = []
        self.queries: list[int] = []
        for _ in range(3):
            self._get()

    def visit(self) -> None:
        """Take the time of one visit, and count the questions of another."""
        began, busy = time.perf_counter(), time.thread_time()
        self._get()
        self.seconds.append(time.perf_counter() - began)
        self.busy.append(time.thread_time() - busy)
        with counted_queries() as queries:
            self._get()
        self.queries.append(len(queries))

    def figure(self, what: str) -> Figure:
        """Say what it came to."""
        took, queries = middle(self.seconds) * 1000, int(middle(self.queries))
        return Figure(
            what,
            f"under {GOAL_MS} ms, {GOAL_QUERIES} queries",
            f"{took:.1f} ms, {queries} queries",
            f"{middle(self.busy) * 1000:.1f} ms of CPU; {max(self.queries)} queries when read anew",
            took < GOAL_MS and queries <= GOAL_QUERIES,
        )

    def _get(self) -> None:
        response = self.client.get(self.address)
        assert response.status_code == 200, response.status


def _middle(office: Installation) -> str:
    reader = Reader(office.services.views, WORKLIST)
    (row,) = reader.page(ranges=[("stream", ">", "request-8")], order=ORDER, limit=1)
    return json.dumps(reader.place(row, ORDER))


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collect every question that is put to either database meanwhile, to the log or to anything else."""
    asked: list[str] = []

    def counting(ask: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
        def count(connection: Any, sql: str, *args: Any) -> list[Any]:
            if not sql.lstrip().startswith(_NO_QUESTION):
                asked.append(sql)
            return ask(connection, sql, *args)

        return count

    with (
        patch.object(SQLiteConnection, "execute", counting(SQLiteConnection.execute)),
        patch.object(PostgresConnection, "execute", counting(PostgresConnection.execute)),
        patch.object(SQLiteLog, "_ask", counting(SQLiteLog._ask)),  # noqa: SLF001 - all questions pass here
        patch.object(PostgresLog, "_ask", counting(PostgresLog._ask)),  # noqa: SLF001 - the same
    ):
        yield asked
