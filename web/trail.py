"""The vault that remembers whose data the page being made opened, and the trail that people read of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from flask import g, has_request_context

from ppid.events import Sealed, Stream
from ppid.log import Log
from ppid.openings import Openings
from ppid.person import Identity
from ppid.vault import Vault
from projections.openings import Opening, of_person
from projections.reader import Reader


class WatchedVault(Vault):
    """A vault that remembers, for the page being made, whose boxes it opened."""

    def open_all(self, boxes: Iterable[Sealed | None]) -> list[Identity | None]:
        """Open many boxes, and remember whose opened."""
        wanted = list(boxes)
        opened = super().open_all(wanted)
        _remember({box.person for box, known in zip(wanted, opened, strict=True) if box and known})
        return opened

    def open_bytes(self, person: Stream, box: bytes) -> bytes:
        """Open a file of a person, and remember whose."""
        clear = super().open_bytes(person, box)
        _remember({person})
        return clear


class Trail(Openings):
    """Records openings, and tells a person of theirs."""

    def __init__(self, log: Log, now: Callable[[], datetime], reader: Reader[Opening]) -> None:
        super().__init__(log, now)
        self._reader = reader

    def of(self, person: Stream) -> list[Opening]:
        """Who opened the data of ``person``, newest first."""
        return of_person(self._reader, person)


def on_case(stream: Stream) -> None:
    """Say which case the page is of, so that the person can be told."""
    g.opened_case = stream


def opened_so_far() -> tuple[set[Stream], Stream]:
    """Whose data the page has opened until now, and the case it is of; forgotten with this answer."""
    return g.pop("opened", set()), g.pop("opened_case", "")


def from_now_on(note: Callable[[set[Stream]], None]) -> None:
    """Have ``note`` told at once of whatever a page opens while it is being sent."""
    g.note_opening = note


def _remember(people: set[Stream]) -> None:
    if not people or not has_request_context():
        return
    if "note_opening" in g:
        g.note_opening(people)
    else:
        g.setdefault("opened", set()).update(people)
