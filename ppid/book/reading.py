"""A whole request book, from rows of cells to facts: find the heading, read each row, compare the rows.

A row is read whole, so that all its faults are told at once; a bad row never hides a good one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import islice, pairwise
from typing import Final, TypeVar

from ppid.book import rows as col
from ppid.book.rows import COLUMNS, LIMITS, Book, BookRow, Cell, Decision, Held, Problem
from ppid.book.sentences import quotable, say
from ppid.book.values import (
    CellError,
    odd_character,
    read_date,
    read_decision,
    read_fee,
    read_no,
    read_text,
    read_tick,
)

T = TypeVar("T")

HEADING_SEARCH: Final = 20  # a title and an address may stand above the heading
_ENOUGH: Final = 5  # this many known names make a row the heading
_MOST_GAPS: Final = 10

_STATUS: Final[dict[str, Held]] = {
    col.HELD: "held",
    col.NOT_HELD: "not-held",
    col.UNDOCUMENTED: "undocumented",
}
_GOES_WITH: Final[dict[Decision, Held]] = {
    "granted": "held",
    "partly-granted": "held",
    "not-held": "not-held",
    "not-documented": "undocumented",
}  # a refusal may be of information that the office has not


def plain(heading: Cell) -> str:
    """Return a heading without case, accents, punctuation and extra spaces."""
    if not isinstance(heading, str):
        return ""
    letters = unicodedata.normalize("NFKD", heading[:200]).casefold()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", re.sub(r"[\u0300-\u036f]", "", letters)).split())


_HEADINGS: Final = {plain(name): name for name in COLUMNS} | {
    "nomor": col.NO,
    "tanggal permohonan": col.RECEIVED,
    "nama pemohon": col.NAME,
    "kontak": col.CONTACT,
    "no kontak": col.CONTACT,
    "tujuan penggunaan": col.PURPOSE,
    "status dibawah penguasaan ya": col.HELD,
    "status dibawah penguasaan tidak": col.NOT_HELD,
}


def known_columns(cells: Sequence[Cell]) -> int:
    """Return how many different columns of annex VIII a row of cells names."""
    return len({_HEADINGS[name] for cell in cells if (name := plain(cell)) in _HEADINGS})


def read_book(rows: Iterable[Sequence[Cell]], today: date | None = None) -> Book:
    """Read a book from all rows of its file, heading and empty rows included.

    With ``today``, a date after it is a problem. A book whose heading lacks a column gives that one problem.
    """
    source = enumerate(rows, 1)
    first = list(islice(source, HEADING_SEARCH))
    if not any(_filled(cells) for _, cells in first):
        return Book((), (say("empty", line=1),))
    line, heading = _find_heading(first)
    places, problem, notes = _understand_heading(line, heading)
    if problem is not None:
        return Book((), (problem,))
    reader = _Reader(places, [read_text(cell) for cell in _trimmed(heading)], today)
    for at, cells in (*(row for row in first if row[0] > line), *source):
        if _filled(cells):
            reader.take(cells, at)
    return Book(tuple(reader.rows), tuple(reader.problems), (*notes, *reader.notes, *_gaps(reader.seen)))


def read_row(cells: Sequence[Cell], line: int, today: date | None = None) -> BookRow | tuple[Problem, ...]:
    """Read one row whose cells stand in the order of ``COLUMNS``; return it, or everything wrong with it."""
    if len(cells) != len(COLUMNS):
        return (_wrong_count(COLUMNS, len(cells), line, _no(cells)),)
    row = _Row(dict(zip(COLUMNS, cells, strict=True)), line, today)
    fact = row.fact()
    return tuple(row.problems) if fact is None else fact


class _Reader:
    """Takes the rows of one book in turn, and compares them."""

    def __init__(self, places: dict[str, int], headings: list[str], today: date | None) -> None:
        self.places = places
        self.names = [next((n for n in COLUMNS if places[n] == i), h[:60]) for i, h in enumerate(headings)]
        self.width = len(headings)
        self.today = today
        self.rows: list[BookRow] = []
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []
        self.seen: dict[int, int] = {}

    def take(self, cells: Sequence[Cell], line: int) -> None:
        repeated = self._repeated(cells, line)
        if len(cells) < self.width or _filled(cells[self.width :]):
            count = len(_trimmed(cells)) if len(cells) > self.width else len(cells)
            self.problems += [*repeated, _wrong_count(self.names, count, line, self._no(cells))]
            return
        row = read_row([cells[self.places[name]] for name in COLUMNS], line, self.today)
        if isinstance(row, tuple) or repeated:
            self.problems += [*repeated, *(row if isinstance(row, tuple) else ())]
            return
        self.rows.append(row)
        if row.fee_idr and not row.payment_method:
            self.notes.append(say("payment-missing", line=line, no=str(row.no), column=col.PAYMENT))

    def _no(self, cells: Sequence[Cell]) -> str:
        return _no(cells[self.places[col.NO] :])

    def _repeated(self, cells: Sequence[Cell], line: int) -> list[Problem]:
        try:
            number = read_no(cells[self.places[col.NO]])
        except (CellError, IndexError):
            return []
        first = self.seen.setdefault(number, line)
        if first == line:
            return []
        no = self._no(cells)
        return [say("duplicate-number", line=line, no=no, column=col.NO, value=number, first=first)]


class _Row:
    """Reads the cells of one row and collects what is wrong with them."""

    def __init__(self, named: dict[str, Cell], line: int, today: date | None) -> None:
        self.cells = named
        self.line = line
        self.today = today
        self.no = _no([named[col.NO]])
        self.problems: list[Problem] = []

    def fact(self) -> BookRow | None:
        """Return the row as read; after a fault, whose value is a stand-in here, there is none."""
        texts = {name: self.text(name) for name in LIMITS}
        for name in (col.NAME, col.INFORMATION):
            if not texts[name]:
                self.fault("missing", name)
        held = self.status()
        decision, other_body = self.decision(texts[col.DECISION], texts[col.REASON], held)
        received_on, notified_on, delivered_on = self.dates(decision)
        row = BookRow(
            line=self.line,
            no=self.needed(col.NO, read_no) or 0,
            received_on=received_on or date.min,
            name=texts[col.NAME],
            address=texts[col.ADDRESS],
            contact=texts[col.CONTACT],
            occupation=texts[col.OCCUPATION],
            information=texts[col.INFORMATION],
            purpose=texts[col.PURPOSE],
            held=held or "held",
            softcopy=bool(self.read(col.SOFTCOPY, read_tick)),
            hardcopy=bool(self.read(col.HARDCOPY, read_tick)),
            view=bool(self.read(col.VIEW, read_tick)),
            copy=bool(self.read(col.COPY, read_tick)),
            decision=decision or "refused",
            other_body=other_body,
            refusal_reason=texts[col.REASON],
            notified_on=notified_on or date.min,
            delivered_on=delivered_on,
            fee_idr=self.read(col.FEE, read_fee) or 0,
            payment_method=texts[col.PAYMENT],
        )
        return None if self.problems else row

    def fault(self, code: str, column: str, **facts: str | int | date) -> None:
        value = self.cells[column] if column not in LIMITS or column == col.DECISION else None
        self.problems.append(say(code, line=self.line, no=self.no, column=column, value=value, **facts))

    def read(self, column: str, reader: Callable[[Cell], T]) -> T | None:
        try:
            return reader(self.cells[column])
        except CellError as wrong:
            self.fault(wrong.code, column, **wrong.facts)
            return None

    def needed(self, column: str, reader: Callable[[Cell], T]) -> T | None:
        if not read_text(self.cells[column]):
            self.fault("missing", column)
            return None
        return self.read(column, reader)

    def day(self, column: str) -> date | None:
        found = self.needed(column, read_date)
        if found is not None and self.today is not None and found > self.today:
            self.fault("date-in-future", column)
            return None
        return found

    def text(self, column: str) -> str:
        text = read_text(self.cells[column])
        if odd := odd_character(text):
            self.fault("control-character", column, character=odd)
        if len(text) > LIMITS[column]:
            self.fault("too-long", column, count=len(text), limit=LIMITS[column])
        return text

    def status(self) -> Held | None:
        before = len(self.problems)
        ticked = [held for name, held in _STATUS.items() if self.read(name, read_tick)]
        if len(self.problems) > before:
            return None
        if len(ticked) != 1:
            self.fault("status-twice" if ticked else "status-missing", col.HELD)
            return None
        return ticked[0]

    @property
    def unfinished(self) -> bool:
        return not read_text(self.cells[col.DECISION]) and not read_text(self.cells[col.NOTIFIED])

    def decision(self, text: str, reason: str, held: Held | None) -> tuple[Decision | None, str]:
        if not text:
            self.fault("open-case" if self.unfinished else "missing", col.DECISION)
            return None, ""
        ended = self.read(col.DECISION, lambda _: read_decision(text))
        if ended is None:
            return None, ""
        if ended[0] in {"refused", "partly-granted"} and not reason:
            self.fault("reason-missing", col.REASON)
        if held is not None and _GOES_WITH.get(ended[0], held) != held:
            self.fault("status-contradicts", col.DECISION)
        return ended

    def dates(self, decision: Decision | None) -> tuple[date | None, date | None, date | None]:
        received_on = self.day(col.RECEIVED)
        notified_on = None if self.unfinished else self.day(col.NOTIFIED)
        delivered_on = self.day(col.DELIVERED) if read_text(self.cells[col.DELIVERED]) else None
        if received_on and notified_on and notified_on < received_on:
            self.fault("before-received", col.NOTIFIED, other=received_on)
        if received_on and delivered_on and delivered_on < received_on:
            self.fault("before-received", col.DELIVERED, other=received_on)
        elif notified_on and delivered_on and delivered_on < notified_on:
            self.fault("before-notified", col.DELIVERED, other=notified_on)
        if delivered_on and decision not in {None, "granted", "partly-granted"}:
            self.fault("delivered-without-grant", col.DELIVERED)
        return received_on, notified_on, delivered_on


def _find_heading(first: list[tuple[int, Sequence[Cell]]]) -> tuple[int, Sequence[Cell]]:
    best = max(first, key=lambda row: (known_columns(row[1]), -row[0]))
    if known_columns(best[1]) >= _ENOUGH:
        return best
    return next(row for row in first if _filled(row[1]))


def _understand_heading(
    line: int, heading: Sequence[Cell]
) -> tuple[dict[str, int], Problem | None, list[Problem]]:
    names = [_HEADINGS.get(plain(cell), "") for cell in _trimmed(heading)]
    places = {name: place for place, name in enumerate(names) if name}
    missing = [name for name in COLUMNS if name not in places]
    twice = [name for name in COLUMNS if names.count(name) > 1]
    for code, columns in (("column-missing", missing), ("column-twice", twice)):
        if columns:
            one = columns[0] if len(columns) == 1 else ""
            return places, say(code, line=line, column=one, columns=", ".join(columns)), []
    unknown = names.count("")
    return places, None, [say("columns-ignored", line=line, count=unknown)] if unknown else []


def _wrong_count(names: Sequence[str], count: int, line: int, no: str) -> Problem:
    column = names[min(count, len(names) - 1)]
    return say("wrong-column-count", line=line, no=no, column=column, count=count, expected=len(names))


def _gaps(numbers: Iterable[int]) -> list[Problem]:
    gaps = [
        f"{before + 1}" if after - before == 2 else f"{before + 1} - {after - 1}"  # noqa: PLR2004
        for before, after in pairwise(sorted(numbers))
        if after - before > 1
    ]
    if not gaps:
        return []
    listed = ", ".join(gaps[:_MOST_GAPS]) + (", …" if len(gaps) > _MOST_GAPS else "")
    return [say("number-gap", line=0, column=col.NO, numbers=listed)]


def _no(cells: Sequence[Cell]) -> str:
    """Return a running number as the book writes it, unless something else slipped into its column."""
    text = read_text(cells[0])[:40] if cells else ""
    return (quotable(text, col.NO) or "") if len(text.split()) == 1 else ""


def _filled(cells: Sequence[Cell]) -> bool:
    return any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in cells)


def _trimmed(cells: Sequence[Cell]) -> Sequence[Cell]:
    width = next((n for n in range(len(cells), 0, -1) if _filled(cells[n - 1 : n])), 0)
    return cells[:width]
