"""What a figure rests on: how much of the sealed log was counted, and the checkpoint that covers all of it.

The same words and the same shape as ``ppid log figures`` gives for an export, so that the two can be held
against each other.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime

from ppid.seal.checkpoint import checkpoint_in
from ppid.seal.leaf import LeafError
from ppid.seal.ledger import Ledger
from ppid.seal.note import Note
from ppid.seal.spelling import base64_of
from ppid.seal.verifier import groups
from projections.exported import Named

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def rests_on(ledger: Ledger, moment: datetime) -> Named | None:
    """Name what the log held at ``moment``, and the first checkpoint that covers it; None before it began."""
    try:
        origin = ledger.origin()
    except LeafError:
        return None
    entries = bisect_right(
        range(ledger.size()), moment, key=lambda index: ledger.recorded_at(index) or BEFORE_ALL
    )
    note = ledger.note_covering(entries - 1) if entries else None
    return Named(origin, entries, checkpoint_in(Note.of(note.text)) if note else None)


def as_json(named: Named | None) -> dict[str, object] | None:
    """The same for a file."""
    if named is None:
        return None
    seal = named.checkpoint
    return {
        "log": named.origin,
        "entries": named.entries,
        "checkpoint": {"size": seal.size, "root": base64_of(seal.root)} if seal else None,
    }


def digits(named: Named) -> str:
    """The seal in groups to compare; empty where none covers the figures yet."""
    return groups(named.checkpoint.root) if named.checkpoint else ""
