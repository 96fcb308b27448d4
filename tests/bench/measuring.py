"""Taking time, taking medians, and saying what came out."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One line of the table. ``met`` is None where a line only informs."""

    what: str
    goal: str
    reached: str
    beside: str
    met: bool | None = None


class Watch:
    """Seconds of the block it was started around."""

    seconds = 0.0


@contextmanager
def timed(*, collect: bool = True) -> Iterator[Watch]:
    """Time a block, after collecting whatever garbage the one before left."""
    watch = Watch()
    if collect:
        gc.collect()
    began = time.perf_counter()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - began


def seconds_of(act: Callable[[], object], *, collect: bool = True) -> float:
    """Return how long an act takes."""
    with timed(collect=collect) as watch:
        act()
    return watch.seconds


def middle(values: Sequence[float]) -> float:
    """Return the median."""
    return float(median(values))


def ratio_of(ours: Sequence[float], bare: Sequence[float]) -> float:
    """Return the median of the ratios of rounds: how many times as fast ours is, from seconds of both."""
    return middle([b / o for o, b in zip(ours, bare, strict=True)])


def share(values: Sequence[float], part: float) -> float:
    """Return the value that ``part`` of all do not exceed, such as 0.99."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def rate(count: float, seconds: float) -> str:
    """Return how many a second, fit to print."""
    return f"{count / seconds:,.0f}/s"


def times(ratio: float) -> str:
    """Return a ratio fit to print."""
    return f"{ratio:.2f} times" if ratio < 10 else f"{ratio:.0f} times"


def table(figures: Sequence[Figure]) -> str:
    """Return all lines under their headings, each column as wide as it must be."""
    rows = [("what", "goal", "reached", "beside it", "")]
    rows += [(f.what, f.goal, f.reached, f.beside, _verdict(f.met)) for f in figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = tuple("-" * width for width in widths)
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (rows[0], rule, *rows[1:])
    ]
    return "\n".join(lines)


def _verdict(met: bool | None) -> str:
    return "" if met is None else ("met" if met else "MISSED")
