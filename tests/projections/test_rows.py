"""Every row equals what the whole request comes down to, after every event of random lawful lives."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest

from ppid.events import Event, Recorded
from ppid.request.events import RequestEvent
from ppid.request.state import Request, place
from ppid.request.vocabulary import Closing, Outcome, Step
from projections.bodies import BODIES
from projections.cases import CASES, case_of
from projections.fold import Folding, tally_of
from projections.history import HISTORY, line_of
from projections.people import OFFICERS, PEOPLE
from projections.progress import REQUEST_EVENTS, Progress, subject_of
from projections.register import REGISTER, entry_of
from projections.shape import AnyProjection
from projections.worklist import WORKLIST, open_case_of
from tests.projections.histories import History, history

SEEDS = range(24)


def folded(projection: AnyProjection, recorded: Iterable[Recorded]) -> dict[tuple[Any, ...], Any]:
    folding: Folding[Any] = Folding(projection)
    folding.add(recorded)
    return {key: row for key, row in folding.rows.items() if row is not None}


@pytest.fixture(scope="module")
def histories() -> list[History]:
    return [history(seed) for seed in SEEDS]


def test_random_lives_meet_everything_that_can_happen(histories: list[History]) -> None:
    met: set[type[Event]] = set()
    requests: list[Request] = []
    for story in histories:
        folded_so_far: dict[str, Request | None] = {}
        for envelope in (r.envelope for r in story.recorded if type(r.envelope.event) in REQUEST_EVENTS):
            met.add(type(envelope.event))
            request = folded_so_far[envelope.stream] = place(folded_so_far.get(envelope.stream), envelope)
            assert request is not None
            requests.append(request)
    assert met == REQUEST_EVENTS
    assert {r.step for r in requests} == set(Step)
    assert {r.outcome for r in requests} >= set(Outcome)
    assert {r.closing for r in requests} >= set(Closing) - {Closing.NOT_PAID}  # takes a patience that is rare
    assert {Progress.of(r).late for r in requests} == {None, False, True}
    assert any(c.promise.due_on is None for r in requests for c in r.clocks.values())
    assert any(c.replaced for r in requests for c in r.clocks.values())


def test_rows_equal_the_folded_request_after_every_event(histories: list[History]) -> None:
    for story in histories:
        requests: dict[str, Request | None] = {}
        foldings: dict[str, Folding[Any]] = {p.name: Folding(p) for p in (CASES, WORKLIST, REGISTER, HISTORY)}
        for recorded in story.recorded:
            envelope = recorded.envelope
            if type(envelope.event) not in REQUEST_EVENTS:
                continue
            request = place(requests.get(envelope.stream), envelope)
            assert request is not None
            requests[request.stream] = request
            for folding in foldings.values():
                folding.add([recorded])
            key = (request.stream,)
            expected = case_of(request, story.filed_at[request.stream], envelope.recorded_at)
            assert foldings["cases"].rows[key] == expected
            assert foldings["worklist"].rows[key] == open_case_of(request)
            assert foldings["register"].rows[key] == entry_of(request)
            assert foldings["history"].rows[(*key, envelope.version)] == line_of(recorded)


def test_a_row_says_what_the_request_says(histories: list[History]) -> None:
    for story in histories:
        rows = folded(CASES, story.recorded)
        assert len(rows) == len(story.requests)
        for stream, request in story.requests.items():
            row = rows[(stream,)]
            running = request.running()
            missed_targets = {"D03", "D05"} & {c.promise.clock for c in running if c.ran_out}
            mine = [c.promise for c in running if c.promise.clock not in {"D04", *missed_targets}]
            theirs = [c.promise for c in running if c.promise.clock == "D04"]
            assert (row.step, row.outcome, row.closing) == (request.step, request.outcome, request.closing)
            assert (row.version, row.number) == (request.version, request.number)
            assert (row.next_clock, row.next_due_on) == (
                (mine[0].clock, mine[0].due_on) if mine else ("", None)
            )
            assert row.requester_due_on == (theirs[0].due_on if theirs else None)
            assert row.unit == (request.open_routing.unit if request.open_routing else "")
            assert row.due_on == (request.answer_clock.promise.due_on if request.answer_clock else None)
            assert row.progress.overdue(story.day) == request.overdue(story.day)
            assert row.subject == subject_of(request.wish.information)
            assert "\n" not in row.subject
            assert len(row.subject) <= 160


def test_the_worklist_holds_the_open_requests_and_no_other(histories: list[History]) -> None:
    for story in histories:
        still_open = {stream for stream, request in story.requests.items() if request.closing is None}
        assert {key[0] for key in folded(WORKLIST, story.recorded)} == still_open


def test_the_tally_counts_the_requests(histories: list[History]) -> None:
    for story in histories:
        tally = tally_of(CASES, folded(CASES, story.recorded).values())
        steps: Counter[tuple[str, ...]] = Counter(
            (r.body, str(r.year), "step", r.step.value) for r in story.requests.values()
        )
        assert {key: n for key, n in tally.items() if key[2] == "step"} == steps


def test_people_keep_their_newest_box_until_they_are_erased(histories: list[History]) -> None:
    erased = corrected = 0
    for story in histories:
        rows = folded(PEOPLE, story.recorded)
        assert {key[0] for key in rows} >= {request.requester for request in story.requests.values()}
        for (person,), row in rows.items():
            events = len(story.of(person))
            assert (row.erased_at is not None) == (events == 3)
            assert row.box == {1: "box", 2: "box2", 3: ""}[events]
            assert (row.sealed is None) == (events == 3)
            corrected += events == 2
            erased += events == 3
    assert erased
    assert corrected


def test_officers_and_bodies_are_listed() -> None:
    story = history(0)
    bodies, officers = folded(BODIES, story.recorded), folded(OFFICERS, story.recorded)
    assert [(row.code, row.zone, row.units) for row in bodies.values()] == [
        ("POLDA", "Asia/Jakarta", (("LANTAS", "Unit LANTAS"), ("SDM", "Unit SDM"))),
        ("POLRES", "Asia/Jayapura", (("LANTAS", "Unit LANTAS"), ("SDM", "Unit SDM"))),
    ]
    assert [bool(row.roles) for row in officers.values()] == [True, False, True, False]
    assert [row.dismissed_at is None for row in officers.values()] == [True, False, True, False]


def test_every_event_of_a_request_is_folded() -> None:
    assert len(REQUEST_EVENTS) == len(RequestEvent.__args__)
