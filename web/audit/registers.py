"""What a register is: lawful acts that can be abused, line by line, with what an auditor asks of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from flask import url_for

from ppid.deadlines import Text as Words
from ppid.events import Event, Recorded, Stream
from projections.marks import Mark
from projections.replay import DEFAULT_ZONE, state_of
from web.audit.kinds import hex_of, kind_of
from web.audit.narrowing import Narrowed, Question
from web.audit.room import codes
from web.books import OutCell
from web.filters import moment
from web.i18n import gettext as _
from web.office.words import ROLES, say
from web.services import services


class Cell(NamedTuple):
    """A cell of a register: its words, what stands below them, where it leads, and a warning in words."""

    text: str
    below: tuple[str, ...] = ()
    href: str = ""
    tag: str = ""


class Line(NamedTuple):
    """A line of a register as it is shown, and as it stands in its file."""

    cells: tuple[Cell, ...]
    out: tuple[OutCell, ...]


class Above(NamedTuple):
    """A short table above a register, such as the decrees whose cases it lists."""

    caption: str
    columns: tuple[Words, ...]
    lines: list[Line]


class Register(NamedTuple):
    """A register: its address, its words, and how its rows are asked for and told.

    ``asks`` are the entries of its form beside body and period; ``by_body`` is False where no line belongs
    to a body. ``together`` tells the lines of a page
    where several rows make one; the file keeps each row.
    """

    place: str
    title: Words
    why: Words
    empty: Words
    columns: tuple[Words, ...]
    file_columns: tuple[str, ...]
    question: Callable[[Narrowed], Question]
    lines: Callable[[Sequence[Any], Narrowed], Iterator[Line]]
    asks: tuple[str, ...] = ()
    by_body: bool = True
    above: Callable[[Narrowed], Above] | None = None
    together: Callable[[Sequence[Any], Narrowed], Iterator[Line]] | None = None


CASE = Words("Kasus", "Case")
RECORDED = Words("Dicatat", "Recorded")
BY = Words("Oleh", "By")


# What the lines are about ---------------------------------------------------------------------------------


class Behind:
    """The facts behind marks, read from the log with one question, and the cases they belong to."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        self.loaded = services().log.load_many({mark.stream: None for mark in marks})
        self.codes = codes()

    def fact(self, mark: Mark) -> Recorded:
        """The fact that a mark stands for."""
        return self.loaded[mark.stream][mark.version - 1]

    def event(self, mark: Mark) -> Event:
        """What it says."""
        return self.fact(mark).envelope.event

    def number(self, stream: Stream) -> str:
        """The number of a case."""
        state = state_of(self.loaded[stream])
        return state.number if state else ""

    def case(self, mark: Mark) -> Cell:
        """The case, which leads to itself right after the fact."""
        kind = kind_of(mark.stream)
        return Cell(
            self.number(mark.stream) or _("belum bernomor"),
            (", ".join(filter(None, (kind.name, self.codes.get(mark.body, "")))),),
            url_for("audit.case", place=kind.place.value, hex=hex_of(mark.stream), fakta=mark.version),
        )

    def out(self, mark: Mark) -> tuple[OutCell, ...]:
        """What every file says first: where the fact stands, whose it is, and when it was recorded."""
        return (
            self.codes.get(mark.body, mark.body),
            mark.stream,
            mark.version,
            mark.position,
            mark.topic,
            mark.recorded_at.isoformat(),
            mark.role.value,
        )


OUT = ("badan", "aliran", "versi", "posisi", "peristiwa", "dicatat", "peran")


def recorded_cell(mark: Mark, tag: str = "") -> Cell:
    """When a fact was recorded and in which role."""
    return Cell(moment(mark.recorded_at, zone_of(mark)), (say(ROLES[mark.role]),), tag=tag)


def zone_of(mark: Mark) -> str:
    """Whose local days a mark is in."""
    return services().directory.body(mark.body).zone if mark.body else DEFAULT_ZONE


def recorded_on(mark: Mark) -> date:
    """The local day of the recording."""
    return services().directory.body(mark.body).local_date(mark.recorded_at)
