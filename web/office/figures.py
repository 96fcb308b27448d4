"""Figures at the head of a list: many counts and the list's own standing, in one question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, TypeAlias, cast

from ppid.database import Value
from projections.reader import Range
from projections.shape import AnyProjection
from projections.tables import ordered, quoted
from web.services import services

#: Nobody counts beyond this by eye, and counting further would cost more than the list itself.
COUNTED_TO = 1000

Part: TypeAlias = tuple[str, Sequence[Value]]
"""One figure as part of a question, and its values."""


class Standing(NamedTuple):
    """As of when a list is, and whether it stopped."""

    as_of: datetime | None
    stopped: bool


def count_of(projection: AnyProjection, where: Mapping[str, object], ranges: Sequence[Range] = ()) -> Part:
    """How many rows there are, up to what anybody would count; a value of ``where`` may be several."""
    tests: list[str] = []
    args: list[Value] = []
    for name, wanted in where.items():
        values = [wanted] if isinstance(wanted, str | bool) else list(cast("Iterable[object]", wanted))
        column = projection.by_name[name]
        tests.append(f"{ordered(column)} IN ({', '.join('?' * len(values))})")
        args += [column.asked(value) for value in values]
    for name, op, value in ranges:
        column = projection.by_name[name]
        tests.append(f"{ordered(column)} {op} ?")
        args.append(column.asked(value))
        if column.nullable:
            tests.append(f"{quoted(name)} IS NOT NULL")
    table = quoted(projection.table)
    inner = f"SELECT 1 FROM {table} WHERE {' AND '.join(tests)} LIMIT {COUNTED_TO}"  # noqa: S608  (declared names)
    return f"(SELECT count(*) FROM ({inner}) AS part)", args  # noqa: S608  (the same)


def ask(parts: Sequence[Part], standing_of: AnyProjection) -> tuple[list[int], Standing]:
    """Every figure, and how the list stands, in one question."""
    asked = [
        *parts,
        ("(SELECT recorded_at FROM projection_position WHERE name = ?)", [standing_of.table]),
        ("(SELECT count(*) FROM projection_fault WHERE name = ?)", [standing_of.table]),
    ]
    sql = f"SELECT {', '.join(text for text, _args in asked)}"
    (row,) = services().views.query(sql, [value for _text, args in asked for value in args])
    as_of = datetime.fromisoformat(str(row[-2])) if row[-2] else None
    return [int(value or 0) for value in row[:-2]], Standing(as_of, bool(row[-1]))
