"""Bodies beside each other: shares with what they are shares of, from counts that are kept; no row is read.

A share without its denominator says nothing: 1 of 2 and 50 of 100 are both a half.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ppid.events import Stream
from ppid.objection.state import OBJECTION
from ppid.request.vocabulary import Outcome, Step
from projections.agenda import Agendum
from projections.cases import Case
from projections.reader import Reader

REFUSALS = (Outcome.REFUSED_EXEMPT, Outcome.REFUSED_OTHER)


class Share(NamedTuple):
    """``part`` of ``whole``."""

    part: int
    whole: int

    @property
    def permille(self) -> int | None:
        """The share in tenths of a per cent, rounded half up; None of nothing."""
        return (2000 * self.part + self.whole) // (2 * self.whole) if self.whole else None


class Standing(NamedTuple):
    """A body in the comparison.

    ``late`` is of the answers that had a due date, ``refused`` and ``extended`` of all answers, and
    ``objections`` is of the refusals: it may be more than the whole, since one may object to other answers.
    """

    body: Stream
    requests: int
    answered: int
    late: Share
    refused: Share
    extended: Share
    objections: Share


def compare(
    cases: Reader[Case], agenda: Reader[Agendum], bodies: Iterable[Stream], year: int | None
) -> list[Standing]:
    """Return each body's shares: requests of the book of ``year``, objections received in it; None: all."""
    narrowed = {} if year is None else {"year": str(year)}
    counted: Counter[tuple[str, str, str]] = Counter()
    for (body, _year, kind, value), n in cases.tally(**narrowed).items():
        counted[body, kind, value] += n
    objections: Counter[str] = Counter()
    for (body, _kind, _year), n in agenda.tally(kind=OBJECTION.kind, **narrowed).items():
        objections[body] += n
    return [_standing(body, counted, objections[body]) for body in bodies]


def _standing(body: Stream, counted: Counter[tuple[str, str, str]], objections: int) -> Standing:
    extended = counted[body, "answered", "extended"]
    answered = extended + counted[body, "answered", "plain"]
    late = counted[body, "late", "late"]
    refused = sum(counted[body, "outcome", outcome.value] for outcome in REFUSALS)
    return Standing(
        body=body,
        requests=sum(counted[body, "step", step.value] for step in Step),
        answered=answered,
        late=Share(late, late + counted[body, "late", "in-time"]),
        refused=Share(refused, answered),
        extended=Share(extended, answered),
        objections=Share(objections, refused),
    )
