"""Every overview against the replayed history, in the verifier's words: which one, which case, what instead.

The verifier by itself proves that the history was not changed; that what people read agrees with it needs
our own code, so it is compared here and told in the same report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ppid.database import Database, StoreError
from ppid.log import LogError, UnknownNameError, UnreadableEventError
from ppid.seal.verifier import Result
from projections.catalog import ALL
from projections.fold import FoldError
from projections.shape import AnyProjection, Key
from projections.store import Log, NotThereError
from projections.verify import Difference, Verdict, verify

#: What stands for words that somebody wrote: a report says that they differ, and repeats none.
WORDS = "…"
NOT_ITS_FORM = "isinya bukan bentuk peristiwa itu / its content has not the form of that event"
NOTHING, A_ROW = "tidak ada / nothing", "ada / a row"


@dataclass(frozen=True, slots=True)
class Overview:
    """How one overview came out. ``fault``: why the history could not be replayed into it, and where."""

    name: str
    rows: int = 0
    differing: int = 0
    differences: tuple[Difference, ...] = ()
    event: str = ""
    fault: str = ""


def compare_overviews(
    log: Log,
    views: Database,
    on: Callable[[Overview], None] | None = None,
    projections: Iterable[AnyProjection] = ALL,
) -> list[Overview]:
    """Replay the whole log into every overview and compare it with what people read."""
    found = []
    for projection in projections:
        overview = _compared(log, views, projection)
        found.append(overview)
        if on is not None:
            on(overview)
    return found


def _compared(log: Log, views: Database, projection: AnyProjection) -> Overview:
    try:
        verdict: Verdict = verify(log, views, projection)
    except FoldError as stopped:
        said = f"{stopped.kind} in {stopped.place}"
        return Overview(projection.table, event=f"{stopped.event} @{stopped.position}", fault=said)
    except LogError as stopped:
        event, why = unread(stopped)
        return Overview(projection.table, event=event, fault=why)
    except (NotThereError, StoreError, ValueError) as stopped:
        return Overview(projection.table, event=projection.table, fault=type(stopped).__name__)
    return Overview(projection.table, verdict.rows, verdict.differing, verdict.differences)


def unread(stopped: LogError) -> tuple[str, str]:
    """Which event of the log could not be read, and why."""
    match stopped:
        case UnreadableEventError():
            return f"{stopped.stream} v{stopped.version}, {stopped.name}", NOT_ITS_FORM
        case UnknownNameError():
            return stopped.name, type(stopped).__name__
        case _:
            return "-", type(stopped).__name__


def tell(overviews: Iterable[Overview], result: Result) -> None:
    """Add what came out to the result of an audit: P01 for each difference, P02 where replay stopped."""
    checked = right = 0
    faults = set()
    for overview in overviews:
        checked += overview.rows
        right += max(overview.rows - overview.differing, 0)
        if overview.fault and (overview.event, overview.fault) not in faults:
            faults.add((overview.event, overview.fault))
            result.add("P02", subject=overview.name, event=overview.event, why=overview.fault)
        for difference in overview.differences:
            shown, gives = _sides(difference)
            what = f"{overview.name} ({named(difference.key)})"
            result.add("P01", subject=named(difference.key), what=what, shown=shown, right=gives)
        unnamed = overview.differing - len(overview.differences)
        if unnamed > 0:
            result.found["P01"] += unnamed
    result.overviews(right, checked)


def _sides(difference: Difference) -> tuple[str, str]:
    match difference.kind:
        case "missing":
            return NOTHING, A_ROW
        case "extra":
            return A_ROW, NOTHING
        case "search":
            return WORDS, WORDS
        case _:
            return _said(difference.columns, difference.shown), _said(difference.columns, difference.right)


def _said(columns: tuple[str, ...], values: tuple[str | None, ...]) -> str:
    said = [WORDS if value is None else value for value in values]
    return ", ".join(f"{name} {value}" for name, value in zip(columns, said, strict=True)) or ", ".join(said)


def named(key: Key) -> str:
    """A key in words: the case, mostly."""
    return " ".join(str(part) for part in key) or "-"


__all__ = ["Overview", "compare_overviews", "named", "tell", "unread"]
