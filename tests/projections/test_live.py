"""On both databases: following live, rebuilding, and folding in memory end in the same rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ppid.database import Database, beside
from ppid.events import Recorded
from ppid.log import Log, migrate, open_log
from ppid.topics import VOCABULARY
from projections.cases import CASES
from projections.catalog import ALL
from projections.counts import count, years
from projections.fold import Folding
from projections.progress import Progress
from projections.reader import Reader
from projections.rebuild import rebuild
from projections.register import REGISTER
from projections.replay import case_as_of, counts_as_of, find_by_number, find_in_log
from projections.runner import Follower
from projections.shape import AnyProjection
from projections.store import SCHEMA
from projections.verify import verify
from projections.worklist import ORDER, WORKLIST, ended, open_requests
from tests.postgres import urls_of
from tests.projections.histories import History, history


@dataclass(frozen=True)
class Office:
    """A log with a long lawful history, and the reading side that followed it."""

    log: Log
    views: Database
    story: History
    follower: Follower


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """Give a history that was followed while it was written, in small and in large batches."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'ppid.sqlite3'}"
        migrate(url)
    else:
        owner = request.getfixturevalue("postgres_url")
        migrate(owner)
        url = urls_of(owner).app
    log = open_log(url, VOCABULARY)
    views = Database(beside(url, "views"), schema=SCHEMA, durable=False)
    story = history(4, days=60, filings=40)
    follower = Follower(log, views, ALL, batch=7)
    _write(log, story, follower)
    yield Office(log, views, story, follower)
    follower.stop()
    views.close()
    log.close()


def _write(log: Log, story: History, follower: Follower) -> None:
    """Append the history in saves of random size, following now and then."""
    rng = Random(7)  # noqa: S311 - the same saves each time, no secret
    left = [recorded.envelope for recorded in story.recorded]
    while left:
        size = rng.choice((1, 2, 3, 60))
        log.append(left[:size])
        left = left[size:]
        if rng.random() < 0.3:
            follower.catch_up()
    follower.catch_up()


def rows_of(views: Database, projection: AnyProjection) -> list[Any]:
    return list(Reader(views, projection).all())


def test_live_rebuilt_and_folded_rows_are_equal(office: Office) -> None:
    log = list(office.log.stream_all())
    assert [r.envelope for r in log] == [r.envelope for r in office.story.recorded]
    for projection in ALL:
        live = rows_of(office.views, projection)
        assert live == _folded(projection, log)
        assert verify(office.log, office.views, projection).equal
        rebuild(office.log, office.views, projection, parts=3)
        assert rows_of(office.views, projection) == live
        assert verify(office.log, office.views, projection).equal


def _folded(projection: AnyProjection, log: list[Recorded]) -> list[Any]:
    folding: Folding[Any] = Folding(projection)
    folding.add(log)
    return [row for _, row in sorted(folding.rows.items()) if row is not None]


def test_a_changed_row_is_found(office: Office) -> None:
    with office.views.transaction() as connection:
        connection.execute("UPDATE cases_2 SET step = 'complete' WHERE step = 'closed'")
    verdict = verify(office.log, office.views, CASES)
    assert not verdict.equal
    assert {difference.columns for difference in verdict.differences if difference.kind == "differs"} == {
        ("step",)
    }


def test_the_worklist_pages_by_due_date_with_unknown_dates_last(office: Office) -> None:
    reader = Reader(office.views, WORKLIST)
    for body in office.story.bodies:
        wanted = {s for s, r in office.story.requests.items() if r.closing is None and r.body == body}
        seen = []
        page = reader.page(where={"body": body}, order=ORDER, limit=3)
        while page:
            seen += page
            page = reader.page(
                where={"body": body}, order=ORDER, after=reader.place(page[-1], ORDER), limit=3
            )
        assert [row.stream for row in seen] == [
            row.stream for row in sorted(seen, key=lambda r: (r.due_on is None, str(r.due_on), r.stream))
        ]
        assert {row.stream for row in seen} == wanted
        due = seen[len(seen) // 3].due_on
        soon = reader.page(where={"body": body}, ranges=[("due_on", "<=", due)], order=ORDER, limit=100)
        assert [row.stream for row in soon] == [
            r.stream for r in seen if r.due_on and due and r.due_on <= due
        ]


def test_the_timekeeper_finds_every_end_that_nobody_noted(office: Office) -> None:
    reader, day = Reader(office.views, WORKLIST), office.story.day + timedelta(days=9)
    missed = {
        stream
        for stream, request in office.story.requests.items()
        for clock in request.running()
        if clock.promise.due_on and clock.promise.due_on < day and not clock.ran_out
    }
    assert missed
    assert set(ended(reader, day)) == missed
    still_open = {stream for stream, request in office.story.requests.items() if request.closing is None}
    assert set(open_requests(reader)) == still_open


def test_counts_now_are_the_counts_as_of_now(office: Office) -> None:
    cases, moment = Reader(office.views, CASES), office.story.recorded[-1].envelope.recorded_at
    for body in (None, *office.story.bodies):
        now, then = count(cases, body), counts_as_of(office.log, body, moment)
        assert (now.requests, now.steps, now.outcomes) == (then["requests"], then["steps"], then["outcomes"])
        assert (now.closings, now.late) == (then["closings"], then["late"])
        mine = [r for r in office.story.requests.values() if body in {None, r.body}]
        assert now.requests == len(mine) > 0
        assert now.in_time == sum(Progress.of(r).late is False for r in mine)
        assert years(cases, body) == sorted({r.year for r in mine}, reverse=True)
        assert sum(count(cases, body, year).requests for year in years(cases, body)) == now.requests


def test_a_case_is_found_by_its_number_and_replayed_from_the_log(office: Office) -> None:
    cases = Reader(office.views, CASES)
    for stream, request in office.story.requests.items():
        assert find_by_number(request.number, cases) == stream
        replayed = case_as_of(office.log, stream, office.story.last_at[stream])
        assert replayed.state == request
    assert find_in_log(office.log, request.number) == [stream]
    for unknown in ("", "0001/NOBODY/I/2025", "\x00", "\ud800", "' OR 1=1"):
        assert find_by_number(unknown, cases) is None


def test_the_register_of_a_year_has_its_numbers_in_order(office: Office) -> None:
    register = Reader(office.views, REGISTER)
    for body in office.story.bodies:
        rows = list(register.all(where={"body": body}, order=("year", "sequence")))
        assert len(rows) == sum(r.body == body for r in office.story.requests.values())
        assert [(r.year, r.sequence) for r in rows] == sorted((r.year, r.sequence) for r in rows)
