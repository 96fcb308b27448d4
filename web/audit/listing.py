"""The list of cases: of one kind, or of all kinds together, the newest first.

Requests and all other cases stand in two projections; a list of all takes one question for each and puts
them together by day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from heapq import merge
from operator import attrgetter
from typing import Any, NamedTuple

from ppid.events import Stream
from ppid.request.state import REQUEST
from projections.agenda import AGENDA, SUBJECTS, Agendum, state_of
from projections.cases import CASES, Case
from projections.reader import Range, Reader
from projections.words import CHANNELS
from web.audit.asking import Asked
from web.audit.kinds import BY_SUBJECT, Kind
from web.i18n import gettext as _
from web.office.words import KINDS as REQUESTERS
from web.office.words import say, say_first
from web.paging import AFTER, BEFORE, Part, part, written
from web.services import services

SIZE = 50
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
STREAM = re.compile(r"[a-z]+-[0-9a-f]{32}")
SEQUENCE_DIGITS = 4


class Row(NamedTuple):
    """A case in the list. ``by`` is how it came and from whom, in kinds; ``due_on`` the end that matters."""

    kind: Kind
    stream: Stream
    body: Stream
    number: str
    title: str
    on: date
    by: tuple[str, ...]
    step: str
    ending: str
    answered_on: date | None
    due_on: date | None
    late: bool
    closed: bool
    row: Case | Agendum


class Source(NamedTuple):
    """Where rows come from, and how a question is put to it."""

    reader: Reader[Any]
    order: tuple[str, ...]
    where: Mapping[str, object]
    ranges: tuple[Range, ...]
    row_of: Callable[[Any], Row]


def page_of(asked: Asked, at: Mapping[str, str], today: date) -> Part[Any]:
    """One page of the list; its rows are ``Row``."""
    sources = sources_of(asked, today)
    parts = [
        part(s.reader, where=s.where, ranges=s.ranges, order=s.order, at=at, size=SIZE, descending=True)
        for s in sources
    ]
    found = [s.row_of(row) for s, p in zip(sources, parts, strict=True) for row in p.rows]
    found.sort(key=attrgetter("on", "stream"), reverse=True)
    backwards = bool(at.get(BEFORE)) and not at.get(AFTER)
    rows, more = (found[-SIZE:] if backwards else found[:SIZE]), len(found) > SIZE
    before = any(p.before for p in parts) or (more and backwards)
    after = any(p.after for p in parts) or (more and not backwards)
    return Part(
        rows,
        _place(rows[0]) if rows and before else "",
        _place(rows[-1]) if rows and after else "",
    )


def _place(row: Row) -> str:
    """The same place in both projections: the day a case began, and its stream."""
    return written((row.on.isoformat(), row.stream))


def all_of(asked: Asked, today: date) -> Iterator[Row]:
    """Yield every case that is asked for, the oldest first, however many there are."""
    return merge(*map(_rows, sources_of(asked, today)), key=attrgetter("on", "stream"))


def _rows(source: Source) -> Iterator[Row]:
    found = source.reader.all(where=source.where, ranges=source.ranges, order=source.order)
    return map(source.row_of, found)


def sources_of(asked: Asked, today: date) -> list[Source]:
    """The projections that have what is asked for."""
    kinds = {kind.subject.kind for kind in asked.kinds}
    found: list[Source] = []
    if REQUEST.kind in kinds:
        where = _where(asked) | ({"year": asked.year} if asked.year else {})
        if asked.outcome:
            where["outcome"] = asked.outcome
        number, ranges = _number(asked.number, sequence=True)
        found.append(
            Source(_cases(), ("received_on",), where | number, ranges, lambda row: _of_case(row, today))
        )
    if others := sorted(kinds - {REQUEST.kind}):
        number, ranges = _number(asked.number, sequence=False)
        found.append(
            Source(
                Reader(services().views, AGENDA),
                ("opened_on",),
                _where(asked) | number | {"kind": others},
                (*ranges, *_year(asked.year)),
                lambda row: _of_agendum(row, today),
            )
        )
    return found


def _cases() -> Reader[Case]:
    return Reader(services().views, CASES)


def _where(asked: Asked) -> dict[str, object]:
    where: dict[str, object] = {"body": asked.body.stream} if asked.body else {}
    return where | ({"step": asked.step} if asked.step else {})


def _year(year: int | None) -> tuple[Range, ...]:
    if year is None:
        return ()
    return (("opened_on", ">=", date(year, 1, 1)), ("opened_on", "<=", date(year, 12, 31)))


def _number(typed: str, *, sequence: bool) -> tuple[dict[str, object], tuple[Range, ...]]:
    """A number, its place in the book of its year, or a stream, as a question."""
    plain = "".join(typed.split())
    if not plain:
        return {}, ()
    if STREAM.fullmatch(plain.lower()):
        return {"stream": plain.lower()}, ()
    if not WHOLE_NUMBER.fullmatch(plain):
        return {"number": list(dict.fromkeys((plain.upper(), plain, typed.strip())))}, ()
    if sequence:
        return {"sequence": int(plain)}, ()
    # What begins with the number and a stroke lies between the stroke and the sign after it.
    first = str(int(plain)).zfill(SEQUENCE_DIGITS)
    return {}, (("number", ">=", f"{first}/"), ("number", "<", f"{first}0"))


def _of_case(row: Case, today: date) -> Row:
    kind = BY_SUBJECT[REQUEST.kind]
    requester = REQUESTERS.get(row.requester_kind)
    return Row(
        kind=kind,
        stream=row.stream,
        body=row.body,
        number=row.number,
        title=row.subject,
        on=row.received_on,
        by=(say_first(CHANNELS[row.channel]), say(requester) if requester else _("Tidak dicatat")),
        step=row.step.value,
        ending=kind.ending(row),
        answered_on=row.answered_on,
        due_on=row.due_on,
        late=bool(row.late) or (row.answered_on is None and _past(row.due_on, today) and not row.closing),
        closed=row.closing is not None,
        row=row,
    )


def _of_agendum(row: Agendum, today: date) -> Row:
    kind = BY_SUBJECT[row.kind]
    return Row(
        kind=kind,
        stream=row.stream,
        body=row.body,
        number=row.number,
        title=row.title,
        on=row.opened_on,
        by=(),
        step=row.step,
        ending=kind.ending(state_of(row, SUBJECTS[row.kind])),
        answered_on=None,
        due_on=row.due_on,
        late=_past(row.due_on, today) and not row.closed,
        closed=row.closed,
        row=row,
    )


def _past(due_on: date | None, today: date) -> bool:
    return due_on is not None and due_on < today
