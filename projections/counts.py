"""How many requests stand where now, from the counts that are kept beside the rows: no row is read.

For an earlier moment see ``projections.replay.counts_as_of``.
"""

from __future__ import annotations

import msgspec

from ppid.events import Stream
from projections.cases import Case
from projections.reader import Reader


class Counts(msgspec.Struct, frozen=True):
    """Requests of one body, or of all, by year of registration or in all."""

    requests: int = 0
    steps: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    closings: dict[str, int] = {}
    channels: dict[str, int] = {}
    late: int = 0
    in_time: int = 0


def count(cases: Reader[Case], body: Stream | None = None, year: int | None = None) -> Counts:
    """Return the counts of a body (None: of all) and a year (None: of all)."""
    where = {"body": body} if body else {}
    if year is not None:
        where["year"] = str(year)
    by_kind: dict[str, dict[str, int]] = {}
    for (_, _, kind, value), n in cases.tally(**where).items():
        values = by_kind.setdefault(kind, {})
        values[value] = values.get(value, 0) + n
    return Counts(
        requests=sum(by_kind.get("step", {}).values()),
        steps=by_kind.get("step", {}),
        outcomes=by_kind.get("outcome", {}),
        closings=by_kind.get("closing", {}),
        channels=by_kind.get("channel", {}),
        late=by_kind.get("late", {}).get("late", 0),
        in_time=by_kind.get("late", {}).get("in-time", 0),
    )


def years(cases: Reader[Case], body: Stream | None = None) -> list[int]:
    """Return the years in which requests were registered, newest first."""
    where = {"body": body} if body else {}
    kept: set[str] = {year for _, year, _, _ in cases.tally(kind="step", **where)}
    return sorted((int(year) for year in kept if year != "0"), reverse=True)
