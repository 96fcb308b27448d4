"""What an exemption's end puts into the list, in the same save: an item for what is now open.

The same content has the same stream however often it is opened, so nothing enters the list twice.
"""

from __future__ import annotations

import hashlib

from ppid.catalogue import events as e
from ppid.catalogue.rules import opened_item
from ppid.catalogue.state import ITEM
from ppid.checks import Context
from ppid.deciding import Decider, Placed
from ppid.events import Stream


def opened_stream(source: e.Source, title: str) -> Stream:
    """The stream of what was opened: one for each content of a row, a part of a row being its own."""
    name = f"ppid-opened-v1/{source.exemption}/{source.row}/{title}"
    return f"{ITEM.kind}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:32]}"


def opened_beside(
    decider: Decider, context: Context, source: e.Source, title: str, *, unit: str = ""
) -> list[Placed]:
    """The item that enters the list beside the end of its exemption; nothing if it stands there already."""
    stream = opened_stream(source, title)
    if decider.log.last(stream) is not None:
        return []
    events = opened_item(context, title, source, unit=unit)
    return [(stream, version, event) for version, event in enumerate(events, start=1)]
