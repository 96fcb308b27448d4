"""Finding a case of any kind by the number it is called by."""

from __future__ import annotations

from ppid.database import Database
from ppid.events import Stream
from projections.agenda import AGENDA, SUBJECTS
from projections.cases import CASES
from projections.reader import Reader
from projections.shape import BadValueError


def find(views: Database, number: str, body: Stream = "") -> Stream | None:
    """The stream of a case, of one body where it is given; None where there is none of that number."""
    where: dict[str, object] = {"number": sorted({number, number.upper()})}
    if body:
        where["body"] = body
    try:
        requests = Reader(views, CASES).page(where=where, limit=1)
        if requests:
            return requests[0].stream
        others = Reader(views, AGENDA).page(where={**where, "kind": sorted(SUBJECTS)}, limit=1)
    except BadValueError:
        return None
    return others[0].stream if others else None
