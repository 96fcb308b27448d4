"""Orders of erasure: entries of the sealed log that say which content went, by which order, and who did it.

They are no events of a case, so they stand above the erasures of people, as decrees above the dates they
moved. Law: UU 27/2022 art. 43-44.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from flask import url_for

from ppid.deadlines import Text as Words
from ppid.seal.leaf import EventLeaf, parse_event
from projections.words_topics import TOPICS
from web.audit.kinds import BY_SUBJECT, hex_of
from web.audit.narrowing import Narrowed
from web.audit.registers import RECORDED, Above, Cell, Line
from web.filters import moment
from web.i18n import gettext as _
from web.office.words import say
from web.services import services

COLUMNS = (
    Words("Perintah", "Order"),
    Words("Dasar", "Basis"),
    Words("Isi yang dihapus", "Erased content"),
    RECORDED,
)


def orders(asked: Narrowed) -> Above:
    """Every order that touches what was asked for, the newest first."""
    entries = [(index, json.loads(line)) for index, line in services().ledger.entries("erasure")]
    targets = services().ledger.lines([target for _index, entry in entries for target in entry["targets"]])
    events = {index: parse_event(line) for index, line in targets.items()}
    lines: list[Line] = []
    for index, entry in reversed(entries):
        touched = [events[target] for target in entry["targets"] if target in events]
        if asked.body is not None:
            touched = [leaf for leaf in touched if leaf.tenant == asked.body.stream]
        lines.extend(_lines(index, entry, touched))
    return Above(_("Isi yang dihapus dengan perintah"), COLUMNS, lines)


def _lines(index: int, entry: dict[str, str], touched: list[EventLeaf]) -> Iterator[Line]:
    at = moment(datetime.fromisoformat(entry["recorded_at"]))
    for leaf in touched:
        kind = BY_SUBJECT.get(leaf.stream.partition("-")[0])
        words = TOPICS.get(leaf.topic)
        yield Line(
            (
                Cell(entry["order"], (_("catatan ke-%(index)s", index=index),)),
                Cell(entry["basis"]),
                Cell(
                    say(words) if words else leaf.topic,
                    (_("catatan ke-%(index)s", index=leaf.index),),
                    url_for("audit.case", place=kind.place.value, hex=hex_of(leaf.stream), fakta=leaf.version)
                    if kind
                    else "",
                ),
                Cell(at, (entry["approver"],)),
            ),
            (),
        )
