"""Questions to a projection: every row once, in order, whatever is asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ppid.database import Database
from projections.reader import Reader
from projections.runner import Follower
from projections.shape import BadValueError
from projections.store import drop, ensure
from tests.projections.machinery.sample import BOXES, LINES, Box, MemoryLog, Moved, Opened

LAST = "\U0010ffff"


def sort_key(order: tuple[str, ...]) -> Callable[[Box], Any]:
    """Sort as both databases must: texts by their bytes, None last."""

    def value(box: Box, name: str) -> Any:
        found = getattr(box, name)
        if found is None:
            found = LAST
        return found.isoformat().encode() if isinstance(found, date) else str(found).encode()

    return lambda box: tuple(value(box, name) for name in (*order, "stream"))


BOX_EVENTS = st.lists(
    st.tuples(
        st.text(st.characters(codec="utf-8", exclude_characters="\0\U0010ffff"), max_size=3),
        st.none() | st.dates(date(2025, 1, 1), date(2025, 1, 5)),
        st.sampled_from([None, "attic", "cellar"]),
    ),
    max_size=25,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    boxes=BOX_EVENTS,
    order=st.lists(st.sampled_from(["label", "due_on", "room"]), unique=True, max_size=3).map(tuple),
    limit=st.integers(1, 7),
    descending=st.booleans(),
    room=st.sampled_from([None, "attic", ["attic", None], []]),
    least=st.none() | st.dates(date(2025, 1, 1), date(2025, 1, 5)),
)
def test_pages_put_together_are_the_whole_list_in_order(
    database: Database,
    boxes: list[tuple[str, date | None, str | None]],
    order: tuple[str, ...],
    limit: int,
    descending: bool,
    room: str | list[str | None] | None,
    least: date | None,
) -> None:
    drop(database, BOXES)
    log = MemoryLog()
    for number, (label, due_on, place) in enumerate(boxes):
        log.record(f"box-{number:02}", Opened(label, due_on))
        if place is not None:
            log.record(f"box-{number:02}", Moved(place))
    Follower(log, database, [BOXES]).catch_up()
    reader = Reader(database, BOXES)
    question: dict[str, Any] = {
        "where": {"room": room},
        "ranges": [("due_on", ">=", least)] if least else [],
        "order": order,
        "descending": descending,
    }
    found: list[Box] = []
    after = None
    while part := reader.page(**question, after=after, limit=limit):
        assert len(part) <= limit
        found += part
        after = json.loads(json.dumps(reader.place(part[-1], order)))  # as it travels in an address
    wanted = room if isinstance(room, list) else [room]
    everything = reader.all()
    expected = [b for b in everything if b.room in wanted and (not least or (b.due_on and b.due_on >= least))]
    assert found == sorted(expected, key=sort_key(order), reverse=descending)
    assert list(reader.all(**question)) == found


@pytest.fixture
def reader(database: Database) -> Reader[Box]:
    log = MemoryLog()
    log.record("box-a", Opened('O\'Brien %s ? \\ "x" -- ;', date(2025, 1, 1)))
    log.record("box-b", Opened("b"), Moved("attic"))
    Follower(log, database, [BOXES, LINES]).catch_up()
    return Reader(database, BOXES)


def test_hostile_texts_are_only_texts(reader: Reader[Box]) -> None:
    box = reader.get("box-a")
    assert box is not None
    assert reader.page(where={"label": box.label}) == [box]
    for text in ("' OR 1=1 --", "\0", "\ud800", "x" * 70_000, "%", "?", "\u202e", LAST):
        assert reader.get(text) is None
        assert reader.page(where={"label": text}) == []
        assert reader.page(where={"room": [text, "attic"]}) == reader.page(where={"room": "attic"})
        assert reader.page(ranges=[("label", "<", text)]) is not None
        assert reader.page(order=("label",), after=(text, text)) is not None
        assert reader.count(room=text) == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda r: r.page(where={"due_on": "2025-13-01"}),
        lambda r: r.page(where={"count": 2**63}),
        lambda r: r.page(where={"count": "1"}),
        lambda r: r.page(where={"state": "burning"}),
        lambda r: r.page(where={"label": None}),
        lambda r: r.page(ranges=[("due_on", "<", None)]),
        lambda r: r.page(ranges=[("due_on", "; DROP TABLE", date(2025, 1, 1))]),
        lambda r: r.page(order=("due_on",), after=("2025-01-01",)),
        lambda r: r.page(order=("due_on",), after=(5, "box-a")),
        lambda r: r.page(after=({},)),
        lambda r: r.get(("box-a", 1)),
        lambda r: r.get(5),
    ],
    ids=range(12),
)
def test_what_no_row_can_hold_is_refused(reader: Reader[Box], ask: Callable[[Reader[Box]], object]) -> None:
    with pytest.raises(BadValueError):
        ask(reader)


@pytest.mark.parametrize(
    "ask",
    [
        lambda r: r.page(where={"nowhere": 1}),
        lambda r: r.page(order=("label; DROP TABLE boxes_1",)),
        lambda r: r.page(ranges=[("nowhere", "<", 1)]),
        lambda r: r.tally(nowhere="x"),
    ],
    ids=range(4),
)
def test_a_column_that_is_not_there_is_an_error_of_the_code(
    reader: Reader[Box], ask: Callable[[Reader[Box]], object]
) -> None:
    with pytest.raises(LookupError):
        ask(reader)


def test_a_key_of_two_columns_finds_its_row(reader: Reader[Box]) -> None:
    lines = Reader(reader.database, LINES)
    line = lines.get(("box-b", 2))
    assert line is not None
    assert line.order == "Moved"
    assert lines.get(("box-b", 3)) is None
    assert [
        x.version for x in lines.page(where={"stream": "box-b"}, order=("version",), descending=True)
    ] == [2, 1]


def test_counts_are_read_without_reading_rows(reader: Reader[Box]) -> None:
    assert reader.tally() == {("-", "empty"): 1, ("attic", "empty"): 1}
    assert reader.count() == 2
    assert reader.count(room="attic", state="empty") == 1
    assert reader.count(state="full") == 0
    with pytest.raises(LookupError):
        Reader(reader.database, LINES).tally()


def test_an_export_is_read_page_by_page(database: Database) -> None:
    log = MemoryLog(
        [
            replace(event, position=number + 1, envelope=replace(event.envelope, stream=f"box-{number:05}"))
            for number, event in enumerate([_one()] * 2500)
        ]
    )
    Follower(log, database, [BOXES]).catch_up()
    reader = Reader(database, BOXES)
    assert [box.stream for box in reader.all()] == [f"box-{number:05}" for number in range(2500)]
    assert reader.exists(where={"label": "one"})
    assert not reader.exists(where={"label": "two"})


def _one() -> Any:
    log = MemoryLog()
    log.record("box", Opened("one"))
    return log.events[0]


def test_the_standing_says_as_of_when(database: Database, reader: Reader[Box]) -> None:
    standing = reader.standing()
    assert standing.position == 6
    assert standing.recorded_at is not None
    assert standing.recorded_at.isoformat() == "2025-08-04T05:00:06+00:00"
    drop(database, BOXES)
    assert reader.standing().position == 0
    ensure(database, [BOXES])
    assert reader.standing().recorded_at is None
