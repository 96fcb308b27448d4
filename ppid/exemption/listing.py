"""What was exempt and is open enters the list of public information by itself, in the same save.

Law: UU 14/2008 art. 11(2); PP 61/2010 art. 11; Perki 1/2021 art. 52(2)-(4).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ppid.catalogue.events import Source
from ppid.catalogue.opening import opened_beside
from ppid.catalogue.vocabulary import SourceKind
from ppid.checks import Context
from ppid.deciding import Decider, Placed
from ppid.events import Event, Stream
from ppid.exemption import events as e
from ppid.exemption.papers import Row
from ppid.exemption.state import Exemption
from ppid.exemption.vocabulary import Status


def listed(decider: Decider, exemption: Exemption, context: Context, events: Sequence[Event]) -> list[Placed]:
    """The new items that the end of rows makes, whoever ended them."""
    placed: list[Placed] = []
    for opened in opened_rows(exemption, events):
        placed += opened_beside(decider, context, opened.source, opened.title, unit=exemption.unit)
    return placed


class Opened(NamedTuple):
    """What was opened, in the words of its row or part, and by what."""

    title: str
    source: Source


def opened_rows(exemption: Exemption, events: Sequence[Event]) -> list[Opened]:
    """What the events open of an exemption as it stood before them."""
    found: list[Opened] = []
    for event in events:
        match event:
            case e.Expired(rows=rows):
                for row in _rows(exemption, rows):
                    stipulated = row.status is Status.DECLARED_OPEN
                    kind = SourceKind.STIPULATION if stipulated else SourceKind.EXPIRY
                    found.append(_opened(exemption, row, kind))
            case e.OpenedInCourt(rows=rows, case_number=number):
                found += [
                    _opened(exemption, row, SourceKind.LIFTING, reference=number)
                    for row in _rows(exemption, rows)
                ]
            case e.OpenedByRuling(dispute=case, ruling=number):
                found += _with_parts(exemption, event, SourceKind.RULING, case, number)
            case e.Lifted(objection=case, number=number):
                kind = SourceKind.OBJECTION if case else SourceKind.LIFTING
                found += _with_parts(exemption, event, kind, case, number)
            case _:
                pass
    return found


def _with_parts(
    exemption: Exemption, event: e.Lifted | e.OpenedByRuling, kind: SourceKind, case: Stream, number: str
) -> list[Opened]:
    rows = [_opened(exemption, row, kind, case, number) for row in _rows(exemption, event.rows)]
    parts = [
        _opened(exemption, row, kind, case, number, part.part)
        for part in event.parts
        for row in _rows(exemption, (part.row,))
    ]
    return [*rows, *parts]


def _rows(exemption: Exemption, numbers: Sequence[int]) -> list[Row]:
    return [row for row in exemption.rows if row.number in numbers]


def _opened(
    exemption: Exemption, row: Row, kind: SourceKind, case: Stream = "", reference: str = "", part: str = ""
) -> Opened:
    source = Source(
        kind=kind,
        exemption=exemption.stream,
        row=row.number,
        decree=exemption.decree.number if exemption.decree else "",
        case=case,
        reference=reference,
    )
    return Opened(part or row.information, source)
