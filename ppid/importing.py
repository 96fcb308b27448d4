"""Taking an old request book in: every row a finished case, all in one save or none.

A case from a book has the same stream whenever the book is read, so reading it again imports nothing
twice; a row that says something else than before is named and refused.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from ppid.body import Body
from ppid.book import BookRow
from ppid.book.history import events_of, identity_of
from ppid.counting import WorkingCalendar
from ppid.directory import Directory
from ppid.errors import RuleError
from ppid.events import Actor, Envelope, Event, Recorded, Stream
from ppid.log import Log, PersonKey, StreamMovedError
from ppid.numbering import book_stream
from ppid.person import Known
from ppid.registering import Numbered
from ppid.request.intake import request_number
from ppid.vault import Vault

MOST_ROWS = 5_000
TRIES = 10


class TooManyRowsError(RuleError):
    """One import is one save, so a book of many years is taken in year by year."""

    code = "too-many-rows"
    id = "Berkas ini berisi {rows} baris; sekali impor paling banyak {limit}. Bagilah per tahun."
    en = "The file has {rows} rows; one import takes at most {limit}. Split it by year."


class RowConflictError(RuleError):
    """A number of the book already belongs to another case, or to a row that said something else."""

    code = "row-conflict"
    status = 409
    id = (
        "Baris {line} (No {number}) tidak dapat diimpor: nomor {number} tahun {year} sudah dipakai oleh "
        "permohonan lain, atau pernah diimpor dengan isi yang berbeda."
    )
    en = (
        "Row {line} (No {number}) cannot be imported: number {number} of {year} belongs to another "
        "request, or was imported before with other content."
    )


class RowBeforeBodyError(RuleError):
    """Nothing was received before the body existed."""

    code = "row-before-body"
    id = "Baris {line} (No {number}) mendahului berdirinya badan publik ini ({established_on})."
    en = "Row {line} (No {number}) is before this public body existed ({established_on})."


class Plan(msgspec.Struct, frozen=True):
    """What an import would do: rows to take in, rows already there, and rows that cannot be."""

    body: Body
    file_sha256: str
    fresh: tuple[BookRow, ...]
    known: tuple[BookRow, ...]
    refused: tuple[RuleError, ...]


def imported_stream(body: Stream, year: int, number: int) -> Stream:
    """The stream of a case from a book: the same each time the book is read."""
    name = f"ppid-import-v1/{body}/{year}/{number}"
    return f"request-{hashlib.sha256(name.encode()).hexdigest()[:32]}"


class Importer:
    """Plans an import without writing, and carries it out in one save."""

    def __init__(self, log: Log, vault: Vault, directory: Directory, now: Callable[[], datetime]) -> None:
        self._log = log
        self._vault = vault
        self._directory = directory
        self._now = now

    def plan(self, body: Body, rows: Sequence[BookRow], file_sha256: str) -> Plan:
        """Look what is new, what is there, and what conflicts. Writes nothing."""
        if len(rows) > MOST_ROWS:
            raise TooManyRowsError(rows=len(rows), limit=MOST_ROWS)
        streams = [imported_stream(body.stream, row.received_on.year, row.no) for row in rows]
        there = self._log.load_many(streams)
        numbers = _Numbers(self._log, body)
        fresh: list[BookRow] = []
        known: list[BookRow] = []
        refused: list[RuleError] = []
        for row, stream in zip(rows, streams, strict=True):
            problem = self._problem(body, row, there.get(stream), numbers)
            if problem:
                refused.append(problem)
            else:
                (known if stream in there else fresh).append(row)
        return Plan(body, file_sha256, tuple(fresh), tuple(known), tuple(refused))

    def _problem(
        self, body: Body, row: BookRow, there: Sequence[Recorded] | None, numbers: _Numbers
    ) -> RuleError | None:
        if row.received_on < body.established_on:
            return RowBeforeBodyError(line=row.line, number=row.no, established_on=body.established_on)
        same = there is not None and there[0].envelope.digest == self._digest(row)
        if (there is not None and not same) or (there is None and numbers.taken(row)):
            return RowConflictError(line=row.line, number=row.no, year=row.received_on.year)
        return None

    def _digest(self, row: BookRow) -> str:
        # The line may differ when the book is read again: it is where a row stands, not what it says.
        content = tuple(getattr(row, name) for name in row.__dataclass_fields__ if name != "line")
        return self._vault.digest(msgspec.json.encode(content))

    def carry_out(
        self, plan: Plan, actor: Actor, progress: Callable[[int], object] = lambda _count: None
    ) -> int:
        """Record the fresh rows in one save; returns the position. ``progress`` hears of each row.

        Raises ``RowConflictError`` when a number was given to another case since the plan was made.
        """
        if not plan.fresh:
            return self._log.position()
        for _ in range(TRIES):
            envelopes, keys = self._cases(plan, actor, progress)
            try:
                return self._log.append(envelopes, keys=keys)
            except StreamMovedError:
                # A number was given meanwhile: look at the book again, and whether ours are still free.
                continue
        raise StreamMovedError(plan.body.stream)

    def _cases(
        self, plan: Plan, actor: Actor, progress: Callable[[int], object]
    ) -> tuple[list[Envelope[Event]], list[PersonKey]]:
        put_on = _ImportEnvelopes(actor, plan.body.stream, self._now().astimezone(UTC))
        calendar = self._directory.calendar(plan.body, plan.body.local_date(self._now()))
        numbers = _Numbers(self._log, plan.body)
        envelopes: list[Envelope[Event]] = []
        keys: list[PersonKey] = []
        for row in plan.fresh:
            case, key = self._case(plan, row, calendar, put_on, numbers)
            envelopes += case
            keys.append(key)
            progress(1)
        return envelopes, keys

    def _case(
        self,
        plan: Plan,
        row: BookRow,
        calendar: WorkingCalendar,
        put_on: _ImportEnvelopes,
        numbers: _Numbers,
    ) -> tuple[list[Envelope[Event]], PersonKey]:
        person = f"person-{uuid.uuid4().hex}"
        key = self._vault.mint(person)
        stream = imported_stream(plan.body.stream, row.received_on.year, row.no)
        number = request_number(plan.body, row.no, row.received_on)
        identity = identity_of(row)
        known = Known(self._vault.seal(key, identity), key.commitment)
        events = events_of(
            row, requester=person, file_sha256=plan.file_sha256, number=number, calendar=calendar
        )
        book, version, numbered = numbers.give(row, number, stream)
        digest = self._digest(row)
        return [
            put_on(person, 1, known, digest),
            put_on(book, version, numbered, digest),
            *(put_on(stream, 1 + n, event, digest) for n, event in enumerate(events)),
        ], PersonKey(person, key.wrapped, self._vault.marks(identity))


class _ImportEnvelopes:
    def __init__(self, actor: Actor, body: Stream, at: datetime) -> None:
        self._actor, self._body, self._at = actor, body, at

    def __call__(self, stream: Stream, version: int, event: Event, digest: str) -> Envelope[Event]:
        actor = self._actor
        return Envelope(
            stream, version, event, self._at, actor.id, actor.role, self._body, f"import/{stream}", digest
        )


class _Numbers:
    """The numbers of a body's books as they stood at one moment, and the next entries of each."""

    def __init__(self, log: Log, body: Body) -> None:
        self._log = log
        self._body = body
        self._books: dict[int, _BookOfYear] = {}

    def taken(self, row: BookRow) -> bool:
        """Whether the row's number belongs to a case already."""
        return row.no in self._book(row).given

    def give(self, row: BookRow, number: str, request: Stream) -> tuple[Stream, int, Numbered]:
        """The next entry of the year's book, with the number the old book gave."""
        if self.taken(row):
            raise RowConflictError(line=row.line, number=row.no, year=row.received_on.year)
        book = self._book(row)
        book.version += 1
        book.given.add(row.no)
        book.highest = max(book.highest, row.no)
        highest = book.highest if book.highest > row.no else 0
        return book.stream, book.version, Numbered(row.no, number, request, highest)

    def _book(self, row: BookRow) -> _BookOfYear:
        year = row.received_on.year
        if year not in self._books:
            stream = book_stream(self._body.stream, year)
            events = [r.envelope.event for r in self._log.load(stream)]
            given = {e.sequence for e in events if isinstance(e, Numbered)}
            self._books[year] = _BookOfYear(stream, len(events), given, max(given, default=0))
        return self._books[year]


@dataclass
class _BookOfYear:
    stream: Stream
    version: int
    given: set[int]
    highest: int
