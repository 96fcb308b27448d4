"""What was exempt and is open enters the list of public information by itself, in the same save.

Law: UU 14/2008 art. 11(2); PP 61/2010 art. 11; Perki 1/2021 art. 52(2)-(4).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from ppid.catalogue.events import Source
from ppid.catalogue.rules import opened_item
from ppid.catalogue.vocabulary import SourceKind
from ppid.checks import Context
from ppid.deciding import Placed
from ppid.events import Event, Stream
from ppid.exemption import events as e
from ppid.exemption.papers import Row
from ppid.exemption.state import Exemption
from ppid.exemption.vocabulary import Status


def item_stream(exemption: Stream, row: int, part: str = "") -> Stream:
    """The stream of the item that a row becomes: a row, or a part of one, enters the list once."""
    name = f"ppid-opened-v1/{exemption}/{row}/{part}"
    return f"item-{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def listed(exemption: Exemption, context: Context, events: Sequence[Event]) -> list[Placed]:
    """The new items that the end of rows makes, whoever ended them."""
    placed: list[Placed] = []
    for event in events:
        match event:
            case e.Expired(rows=rows):
                for row in _rows(exemption, rows):
                    stipulated = row.status is Status.DECLARED_OPEN
                    kind = SourceKind.STIPULATION if stipulated else SourceKind.EXPIRY
                    placed += _item(exemption, context, row, kind)
            case e.OpenedInCourt(rows=rows, case_number=number):
                for row in _rows(exemption, rows):
                    placed += _item(exemption, context, row, SourceKind.LIFTING, reference=number)
            case e.Lifted() | e.OpenedByRuling():
                placed += _opened(exemption, context, event)
            case _:
                pass
    return placed


def _opened(exemption: Exemption, context: Context, event: e.Lifted | e.OpenedByRuling) -> list[Placed]:
    if isinstance(event, e.OpenedByRuling):
        kind, case, reference = SourceKind.RULING, event.dispute, event.ruling
    else:
        kind = SourceKind.OBJECTION if event.objection else SourceKind.LIFTING
        case, reference = event.objection, event.number
    placed: list[Placed] = []
    for row in _rows(exemption, event.rows):
        placed += _item(exemption, context, row, kind, case=case, reference=reference)
    for part in event.parts:
        for row in _rows(exemption, (part.row,)):
            placed += _item(exemption, context, row, kind, case=case, reference=reference, part=part.part)
    return placed


def _rows(exemption: Exemption, numbers: Sequence[int]) -> list[Row]:
    return [row for row in exemption.rows if row.number in numbers]


def _item(
    exemption: Exemption,
    context: Context,
    row: Row,
    kind: SourceKind,
    *,
    case: Stream = "",
    reference: str = "",
    part: str = "",
) -> list[Placed]:
    source = Source(
        kind=kind,
        exemption=exemption.stream,
        row=row.number,
        decree=exemption.decree.number if exemption.decree else "",
        case=case,
        reference=reference,
    )
    title = part or row.information
    events = opened_item(context, title, source, unit=exemption.unit, summary=part or row.information)
    stream = item_stream(exemption.stream, row.number, part)
    return [(stream, version, event) for version, event in enumerate(events, start=1)]
