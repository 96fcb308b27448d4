"""In which quality a person has a part in a case today: as its own, or for another while the power lasts.

Whoever reads a mail address proves that they are that person, and nothing about whom the person acts for.
Law: Perki 1/2021 art. 27(6); UU 27/2022 art. 5-8.
"""

from __future__ import annotations

from ppid.events import Stream
from projections.parties import PARTIES, Part, Partaking
from projections.reader import Reader
from web.services import services


def rows_of(person: Stream, *, most: int) -> list[Partaking]:
    """The cases a person has or had a part in, at most that many."""
    reader: Reader[Partaking] = Reader(services().views, PARTIES)
    return reader.page(where={"person": person}, limit=most)


def over(row: Partaking) -> bool:
    """Whether the power of attorney is over that gave the part."""
    body = services().directory.body(row.body)
    return row.until is not None and row.until < body.local_date(services().now())


def part_of(person: Stream, case: Stream) -> Part | None:
    """The part of a person in a case today; None for whoever has none, or none any more."""
    reader: Reader[Partaking] = Reader(services().views, PARTIES)
    found = reader.get((person, case))
    return None if found is None or over(found) else found.part
