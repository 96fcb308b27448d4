"""A row is stored and comes back as it was; what cannot be stored is refused when it is declared."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.shape import BadValueError, Projection, ShapeError
from tests.projections.machinery.sample import BOXES, State


class Part(msgspec.Struct, frozen=True):
    """A struct inside a row."""

    name: str
    on: date | None = None


class Everything(msgspec.Struct, frozen=True):
    """Each kind of column."""

    key: str
    number: int
    truth: bool
    day: date
    instant: datetime
    state: State
    word: Literal["a", "b"]
    parts: tuple[Part, ...]
    names: dict[str, int]
    maybe: str | None
    maybe_truth: bool | None
    maybe_day: date | None
    maybe_part: Part | None
    either: int | str


def declared(row: type[Any] = Everything, **changes: Any) -> Projection[Any]:
    arguments: dict[str, Any] = {
        "name": "everything",
        "version": 1,
        "row": row,
        "key": ("key",),
        "keys_of": lambda _: (),
        "evolve": lambda row, _: row,
    }
    return Projection(**arguments | changes)


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0\U0010ffff"))
NUMBER = st.integers(-(2**63), 2**63 - 2)
INSTANT = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001 - the zone comes from the next line but one
    datetime(9998, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=9))]),
)
PART = st.builds(Part, TEXT, st.none() | st.dates())
ROWS = st.builds(
    Everything,
    TEXT,
    NUMBER,
    st.booleans(),
    st.dates(),
    INSTANT,
    st.sampled_from(State),
    st.sampled_from(["a", "b"]),
    st.lists(PART, max_size=3).map(tuple),
    st.dictionaries(TEXT, NUMBER, max_size=3),
    st.none() | TEXT,
    st.none() | st.booleans(),
    st.none() | st.dates(),
    st.none() | PART,
    NUMBER | TEXT,
)


@given(ROWS)
def test_a_row_comes_back_as_it_was(row: Everything) -> None:
    projection = declared()
    record = projection.encode(row)
    assert all(value is None or type(value) in {str, int, bool} for value in record)
    assert projection.decode(record) == row
    assert projection.encode(projection.decode(record)) == record
    assert projection.key_in(record) == projection.key_of(row) == (row.key,)


@given(st.lists(INSTANT, min_size=2, max_size=2))
def test_stored_instants_sort_as_instants_do(pair: list[datetime]) -> None:
    column = declared().by_name["instant"]
    first, second = pair
    assert (first < second) == (str(column.stored(first)) < str(column.stored(second)))


def test_a_nul_is_stored_as_a_mark_because_postgresql_has_none() -> None:
    assert declared().by_name["key"].stored("a\0b") == "a\ufffdb"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("number", 2**63 - 1),
        ("number", "12x"),
        ("number", None),
        ("day", "2025-02-30"),
        ("day", "yesterday"),
        ("instant", "2025-01-01T00:00:00"),
        ("state", "burning"),
        ("word", "c"),
        ("key", 5),
        ("key", None),
        ("truth", "perhaps"),
    ],
)
def test_a_value_that_no_row_can_hold_is_refused_before_a_database_sees_it(
    column: str, value: object
) -> None:
    with pytest.raises(BadValueError):
        declared().by_name[column].asked(value)


@pytest.mark.parametrize(
    ("column", "value", "stored"),
    [
        ("day", "2025-02-28", "2025-02-28"),
        ("day", date(2025, 2, 28), "2025-02-28"),
        ("state", "full", "full"),
        ("maybe", None, None),
        ("key", "\ud800", "?"),
        ("truth", True, 1),
    ],
)
def test_a_value_from_outside_is_understood(column: str, value: object, stored: object) -> None:
    assert declared().by_name[column].asked(value) == stored


class Thawed(msgspec.Struct):
    """Not frozen."""

    key: str


class Weighed(msgspec.Struct, frozen=True):
    """Holds a float."""

    key: str
    weight: float


class Named(msgspec.Struct, frozen=True):
    """Its key may be None."""

    key: str | None


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        (Thawed, {}),
        (Weighed, {}),
        (Named, {}),
        (Everything, {"key": ()}),
        (Everything, {"key": ("nowhere",)}),
        (Everything, {"indexes": (("nowhere",),)}),
        (Everything, {"name": "every thing"}),
        (Everything, {"name": "x" * 50}),
        (Everything, {"version": 0}),
        (Everything, {"tally_by": ("state",)}),
        (Everything, {"tally": lambda _: ()}),
    ],
)
def test_what_cannot_be_stored_is_refused_when_it_is_declared(
    row: type[Any], changes: dict[str, Any]
) -> None:
    with pytest.raises(ShapeError):
        declared(row, **changes)


def test_a_number_too_large_for_a_column_is_a_fault_of_the_projection_not_of_the_database() -> None:
    with pytest.raises(BadValueError):
        declared().by_name["number"].stored(2**63)


def test_a_key_of_several_columns_is_a_tuple() -> None:
    projection = declared(key=("key", "day"))
    assert projection.as_key(("a", date(2025, 1, 2))) == ("a", "2025-01-02")
    with pytest.raises(BadValueError):
        projection.as_key("a")


def test_the_fingerprint_tells_another_shape() -> None:
    assert declared().fingerprint != declared(key=("key", "day")).fingerprint
    assert BOXES.fingerprint == BOXES.fingerprint
